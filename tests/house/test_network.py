"""Nothing reaches beyond this machine: not from a test, and not from a library that reports on its users."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.knowledge.cache import cache_folder


def test_the_network_is_refused_in_process() -> None:
    """A connection to another machine is refused before a packet leaves."""
    with socket.socket() as client, pytest.raises(RuntimeError, match="do not use the network"):
        client.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="do not use the network"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_allowed() -> None:
    """A server of the test's own on this machine can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_search_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    """onnxruntime keeps a device id and events to send to its maker unless it is told not to before it loads."""
    env = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    env |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / ".cache"), "BEDSIDE_CACHE": str(cache_folder())}
    # A query that no earlier run can have cached, so that the encoder is loaded.
    code = (
        "import sys; from bedside.knowledge.retrievers.index import open_index; "
        "assert open_index(build=True).find(sys.argv[1], 1); assert 'onnxruntime' in sys.modules"
    )
    command = [sys.executable, "-c", code, f"knee pain {tmp_path} {os.getpid()}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [str(file) for file in tmp_path.rglob("*") if file.is_file()] == []
