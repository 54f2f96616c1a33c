"""What every test shares: no network beyond this machine, no ambient accounts, and the data sets if they are here."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

REPO = Path(__file__).resolve().parents[1]

# Libraries that would phone home or look for a hub are told not to, here and in the processes that tests start.
os.environ.update(
    HF_HUB_OFFLINE="1",
    LANGSMITH_TRACING="false",
    LANGGRAPH_STRICT_MSGPACK="true",
    NO_COLOR="1",
    ORT_DISABLE_TELEMETRY="1",
)

settings.register_profile("house", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("house")

# Whoever starts the tests in the background may have them ignore Ctrl-C, and with them every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

_LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None}


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse any address that is not this machine's; sockets in the file system (a bare path) are local."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in _LOCAL and not str(host).startswith("127."):
        raise RuntimeError(f"tests do not use the network: {event} to {host!r}")


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development data beside the repository; a test that needs it is skipped where it is missing."""
    folder = Path(os.environ.get("BEDSIDE_SHARED_DATA", REPO.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"needs the data folder {folder}")
    return folder


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the repository."""
    return REPO


@dataclass(frozen=True)
class Served:
    """A server process that a test asks, and what it was asked."""

    url: str
    log: Path

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The bodies of the requests to ``path``, oldest first."""
        return [row["body"] for row in self.rows() if row["path"] == path]

    def rows(self) -> list[dict[str, Any]]:
        """All requests: path, body, headers."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture(scope="session")
def ollama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server process that answers as Ollama does."""
    log = tmp_path_factory.mktemp("ollama") / "log.jsonl"
    command = [sys.executable, str(REPO / "tests/servers/ollama_server.py"), "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield Served(f"http://127.0.0.1:{server.stdout.readline().strip()}", log)
        server.terminate()
