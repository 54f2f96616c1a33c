"""A server that speaks the OpenAI protocol and answers as a judge would."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]


class JudgeServer:
    """A server that speaks the OpenAI protocol, and answers what it is told."""

    def __init__(self, port: str) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def says(self, *answers: str, served: str | None = None) -> None:
        """Answer these in turn, and the last of them from then on."""
        told = [
            {"message": {"role": "assistant", "content": text}, **({"top": {"model": served}} if served else {})}
            for text in answers
        ]
        self._tell("_always", told[-1])  # forgets what is next
        self._tell("_next", told[:-1])

    def asked(self) -> list[Json]:
        """The bodies of all requests since the last time."""
        with urllib.request.urlopen(f"{self.url}/_seen") as reply:
            return [row["body"] for row in json.load(reply)["requests"] if row["body"]]

    def _tell(self, where: str, what: Any) -> None:
        request = urllib.request.Request(
            f"{self.url}/{where}", json.dumps(what).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request).close()


@pytest.fixture(scope="module")
def judge_server(repo: Path) -> Iterator[JudgeServer]:
    """One for all tests of a file."""
    command = [sys.executable, str(repo / "tests/servers/openai_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield JudgeServer(process.stdout.readline().strip())
        process.terminate()
