"""The tests' own guard: nothing reaches beyond this machine."""

import socket

import pytest


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
