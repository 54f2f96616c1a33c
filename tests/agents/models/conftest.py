"""A server that speaks the OpenAI protocol, in a process of its own, told by each test what to do."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # tests set proxies in the environment


class OpenAIServer:
    """The handle on the server's process."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.url = f"{root}/v1"

    def next(self, *behaviours: dict[str, Any]) -> None:
        """What the next requests get, one each."""
        self._call("/_next", list(behaviours))

    def always(self, **behaviour: Any) -> None:
        """What all others get."""
        self._call("/_always", behaviour)

    def seen(self) -> list[dict[str, Any]]:
        """Every request since the last time: path, headers, body."""
        return self._call("/_seen")["requests"]

    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of the chats among them."""
        return [request["body"] for request in self.seen() if request["path"].endswith("/chat/completions")]

    def _call(self, path: str, given: Any = None) -> Any:
        data = None if given is None else json.dumps(given).encode()
        with _DIRECT.open(urllib.request.Request(self.root + path, data), timeout=20) as answer:
            return json.loads(answer.read() or b"null")


@pytest.fixture(scope="session")
def openai_process(repo: Path) -> Iterator[OpenAIServer]:
    """The process, once for all tests of a worker."""
    command = [sys.executable, str(repo / "tests" / "servers" / "openai_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        port = int(process.stdout.readline())
        yield OpenAIServer(f"http://127.0.0.1:{port}")
        process.stdin.close()
        process.kill()


@pytest.fixture
def server(openai_process: OpenAIServer) -> OpenAIServer:
    """The server as it is without being told anything."""
    openai_process.always()
    return openai_process
