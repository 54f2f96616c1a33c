"""Nothing leaves this machine. Each way out is tried in a process of its own against a sink on an address of this
machine that is not loopback; where there is none, the sink's count is not asked and the refusal alone must hold."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bedside.agents.models.local_only import NotLocalError, decide, elsewhere, is_local_host, require_local

AWAY = "192.0.2.77"  # reserved for documentation: nobody is there


@dataclass
class Sink:
    """A listener where nothing should arrive."""

    host: str
    port: int
    arrived: list[str] = field(default_factory=list)

    def waited(self, seconds: float = 60) -> bool:
        """Whether somebody comes within some time."""
        late = time.monotonic() + seconds
        while not self.arrived and time.monotonic() < late:
            time.sleep(0.05)
        return bool(self.arrived)


def own_address() -> str | None:
    """An address of this machine that is not loopback; no packet is sent to find it."""
    done = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False)
    addresses = [part for part in done.stdout.split() if "." in part and not part.startswith("127.")]
    return addresses[0] if addresses else None


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Counts whoever connects. On loopback, where nobody may come by that name, if there is no other address."""
    host = own_address()
    with socket.create_server((host or "127.0.0.1", 0)) as server:
        found = Sink(host or AWAY, server.getsockname()[1])

        def listen() -> None:
            while True:
                try:
                    peer, address = server.accept()
                except OSError:
                    return
                with peer:
                    found.arrived.append(str(address))

        threading.Thread(target=listen, daemon=True).start()
        yield found
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def redirecting(sink: Sink) -> Iterator[str]:
    """A server on this machine that sends everybody to the sink."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(65536)
                    peer.sendall(
                        b"HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nConnection: close\r\n"
                        + f"Location: http://{sink.host}:{sink.port}/v1/chat/completions\r\n\r\n".encode()
                    )

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


HEAD = """
import asyncio, os, socket, sys
from bedside.agents.model import ModelError
from bedside.agents.models.local_only import NotLocalError, elsewhere, enter_local_only
if sys.argv[1] == "guarded":
    enter_local_only()
URL = sys.argv[2]
HOST, PORT = URL.removeprefix("http://").split(":")

def tried(attempt):
    try:
        attempt()
    except BaseException as error:
        found = elsewhere(error)
        print("refused" if found is not None else f"failed {error!r}")
    else:
        print("sent")
"""

WAYS = {
    "socket": "tried(lambda: socket.create_connection((HOST, int(PORT)), 2))",
    "bytes": "tried(lambda: socket.create_connection((HOST.encode(), int(PORT)), 2))",
    "mapped": "tried(lambda: socket.socket(socket.AF_INET6).connect(('::ffff:' + HOST, int(PORT))))",
    "datagram": "tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', (HOST, int(PORT))))",
    "message": "tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, (HOST, int(PORT))))",
    "connect_ex": "tried(lambda: socket.socket().connect_ex((HOST, int(PORT))))",
    "urllib": "import urllib.request\ntried(lambda: urllib.request.urlopen(URL, timeout=2).read())",
    "httpx": """
import httpx
async def go():
    async with httpx.AsyncClient(timeout=2) as client:
        await client.post(URL, json={"note": "x"})
tried(lambda: asyncio.run(go()))
""",
    "aiohttp": """
import aiohttp
async def go():
    async with aiohttp.ClientSession() as session:
        await session.post(URL, json={"note": "x"}, timeout=aiohttp.ClientTimeout(2))
tried(lambda: asyncio.run(go()))
""",
    "ollama": """
from ollama import AsyncClient
tried(lambda: asyncio.run(AsyncClient(URL, timeout=2).chat("m", [{"role": "user", "content": "x"}])))
""",
    "openai": """
from openai import AsyncOpenAI
client = AsyncOpenAI(base_url=URL, api_key="none", max_retries=0, timeout=2)
tried(lambda: asyncio.run(client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])))
""",
    "openai on aiohttp": """
from openai import AsyncOpenAI, DefaultAioHttpClient
async def go():
    client = AsyncOpenAI(base_url=URL, api_key="none", max_retries=0, timeout=2, http_client=DefaultAioHttpClient())
    await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
tried(lambda: asyncio.run(go()))
""",
}


def run(code: str, url: str, *, guarded: bool = True, **environment: str) -> str:
    """What a process of its own printed."""
    command = [sys.executable, "-c", HEAD + code, "guarded" if guarded else "open", url]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_client_reaches_another_address(sink: Sink) -> None:
    """Sockets of every kind and the clients built on them are refused, and the refusal can be found in their errors."""
    code = "\n".join(f"print({way!r}, end=': ')\n{attempt}" for way, attempt in WAYS.items())
    said = run(code, f"http://{sink.host}:{sink.port}").splitlines()
    assert [line for line in said if not line.endswith(": refused")] == []
    assert len(said) == len(WAYS)
    assert sink.arrived == []


@pytest.mark.skipif(own_address() is None, reason="this machine has no address but loopback")
@pytest.mark.parametrize("way", ["socket", "httpx"])
def test_the_sink_would_have_seen_them(sink: Sink, way: str) -> None:
    """Without the guard the same code does connect: what the tests above count can be counted."""
    run(WAYS[way], f"http://{sink.host}:{sink.port}", guarded=False)
    assert sink.waited()


def test_no_name_server_is_asked() -> None:
    """The question alone would leave: a name that the hosts file does not know is refused before it is looked up."""
    code = f"""
for host in ("example.org", b"example.org", "2130706433", "ip6.example.org"):
    print(host)
    tried(lambda: socket.getaddrinfo(host, 80))
    tried(lambda: socket.gethostbyname(host))
    tried(lambda: asyncio.run(asyncio.to_thread(socket.getaddrinfo, host, 80)))
tried(lambda: socket.getnameinfo(("{AWAY}", 80), 0))
"""
    hosts = ("example.org", "b'example.org'", "2130706433", "ip6.example.org")
    wanted = [line for host in hosts for line in (host, "refused", "refused", "refused")]
    assert run(code, "http://h:1").splitlines() == [*wanted, "refused"]


def test_a_name_that_leads_elsewhere_is_checked_when_it_connects(sink: Sink) -> None:
    """Whatever a name was resolved to, by whom ever: the address is looked at when the socket connects."""
    code = """
class Loop(asyncio.SelectorEventLoop):
    async def getaddrinfo(self, host, port, **rest):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, int(PORT)))]
async def go():
    await asyncio.open_connection("localhost", int(PORT))
tried(lambda: Loop().run_until_complete(go()))
"""
    assert run(code, f"http://{sink.host}:{sink.port}") == "refused"
    assert sink.arrived == []


def test_a_redirect_to_another_host_is_not_followed(sink: Sink, redirecting: str) -> None:
    """A server on this machine that sends its caller elsewhere gets nobody to go there."""
    assert run(WAYS["openai"], redirecting) == "refused"  # this client follows redirects
    assert sink.arrived == []


def test_a_proxy_in_the_environment_is_not_used(sink: Sink, redirecting: str) -> None:
    """HTTP_PROXY would get the prompt and the key even of a call to loopback; it is taken away."""
    proxy = f"http://{sink.host}:{sink.port}"
    code = """
import httpx, os
print(sorted(name for name in os.environ if "proxy" in name.lower()))
print(httpx.post(URL, json={"note": "x"}, timeout=2).status_code)
"""
    assert run(code, redirecting, HTTP_PROXY=proxy, http_proxy=proxy, ALL_PROXY=proxy).split() == ["[]", "307"]
    assert sink.arrived == []


TRACED = """
from typing import TypedDict
from langgraph.graph import StateGraph, START, END
class State(TypedDict):
    note: str
graph = StateGraph(State)
graph.add_node("a", lambda state: {"note": state["note"] + "!"})
graph.add_edge(START, "a"); graph.add_edge("a", END)
print(graph.compile().invoke({"note": "x"})["note"])
from langsmith import utils
print(bool(utils.tracing_is_enabled()))
import time
sys.stdout.flush()
time.sleep(2 if sys.argv[1] == "guarded" else 100)  # for its thread; its own farewell would try again and again
os._exit(0)
"""


def test_a_traced_graph_sends_no_traces(sink: Sink) -> None:
    """LangSmith's switches are gone before it is imported: the graph runs, and its state stays here."""
    there: dict[str, Any] = {"LANGSMITH_ENDPOINT": f"http://{sink.host}:{sink.port}", "LANGCHAIN_TRACING_V2": "true"}
    there |= {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "none", "LANGSMITH_TRACING_V2": "true"}
    assert run(TRACED, "http://h:1", **there).split() == ["x!", "False"]
    assert sink.arrived == []
    if own_address():
        command = [sys.executable, "-c", HEAD + TRACED, "open", "http://h:1"]
        with subprocess.Popen(command, env={**os.environ, **there}, stdout=subprocess.PIPE, text=True) as traced:
            assert sink.waited()  # without the guard it does leave
            traced.kill()


def test_switches_that_came_after_the_import_are_forgotten() -> None:
    """LangSmith remembers what it read from its environment; entering makes it read again."""
    code = """
import langsmith.utils as utils
assert utils.tracing_is_enabled()
enter_local_only()
print(bool(utils.tracing_is_enabled()), [name for name in os.environ if name.startswith(("LANGSMITH_E", "OTEL_EX"))])
print(os.environ["HF_HUB_OFFLINE"], os.environ["TRANSFORMERS_OFFLINE"])
"""
    there = {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": "http://h", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://h"}
    assert run(code, "http://h:1", guarded=False, **there).split("\n") == ["False []", "1 1"]


def test_this_machine_is_still_reached() -> None:
    """Loopback in every spelling, unix sockets and asyncio's own pairs work on."""
    code = """
import tempfile
server = socket.create_server(("127.0.0.1", 0)); port = server.getsockname()[1]
for host in ("127.0.0.1", b"127.0.0.1", "localhost", "0.0.0.0"):
    tried(lambda: socket.create_connection((host, port), 2))
path = tempfile.mkdtemp() + "/s"; unix = socket.socket(socket.AF_UNIX); unix.bind(path); unix.listen()
tried(lambda: socket.socket(socket.AF_UNIX).connect(path))
tried(lambda: asyncio.run(asyncio.sleep(0)))
tried(lambda: socket.getaddrinfo(None, 80))
"""
    assert set(run(code, "http://h:1").split()) == {"sent"}


def test_entering_twice_is_entering_once() -> None:
    """The hook is put in once, and the refusal is still one refusal."""
    code = "enter_local_only(); enter_local_only()\n" + WAYS["socket"]
    assert run(code, f"http://{AWAY}:80") == "refused"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", True),
        ("localhost", True),
        ("localhost.", True),
        (None, True),
        ("::ffff:8.8.8.8", False),
        ("fe80::1%eth0", False),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("0x7f.1", False),
        ("<broadcast>", False),
    ],
)
def test_what_is_this_machine(host: Any, local: bool) -> None:
    """Addresses are read as addresses, and what is not surely here is elsewhere."""
    assert is_local_host(host) is local


def test_an_address_is_refused_before_anything_is_sent() -> None:
    """A base URL is looked at by its host, and the sentence names it and both ways out."""
    require_local("http://localhost:8000/v1")
    require_local("127.0.0.1:11434")
    with pytest.raises(NotLocalError, match=r"api\.example\.org is elsewhere.*--base-url.*terms"):
        require_local("https://user:pass@api.example.org/v1")


def test_the_refusal_is_found_behind_other_errors() -> None:
    """Clients wrap it; causes and contexts are followed, and a circle ends."""
    refused = NotLocalError("h")
    wrapped = RuntimeError("connection error")
    wrapped.__cause__ = OSError("x")
    wrapped.__cause__.__context__ = refused
    assert elsewhere(wrapped) is refused
    circle = RuntimeError("a")
    circle.__context__ = ValueError("b")
    circle.__context__.__context__ = circle
    assert elsewhere(circle) is None


def test_who_stays_here() -> None:
    """Data about people stays unless terms are written, which then go on the record; the flag always wins."""
    assert not decide("open", None, False).local_only
    assert decide("open", None, True).local_only
    for kind in ("phi", "credentialed"):
        assert decide(kind, None, False).local_only
        assert decide(kind, "  \n", False).local_only
        allowed = decide(kind, "Agreement 7, zero retention. ", False)
        assert (allowed.local_only, allowed.terms) == (False, "Agreement 7, zero retention.")
        kept = decide(kind, "Agreement 7", True)
        assert (kept.local_only, kept.terms) == (True, None)
