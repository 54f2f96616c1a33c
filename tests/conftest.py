"""What every test shares: no network beyond this machine, no ambient accounts, and the data sets if they are here."""

import os
import sys
from pathlib import Path

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
