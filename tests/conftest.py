"""What every test shares: no network beyond this machine, no ambient accounts, the data sets if they are here, and what
is slow to make made once; which tests are run, by how many processes, and what a missing program means."""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(
    0, str(REPO / "tests")
)  # pytest's importlib mode adds no folder: what tests share is found through this

if TYPE_CHECKING:
    from dialogues import Dialogues
    from once import Once

# Libraries that would phone home or look for a hub are told not to, here and in the processes that tests start.
os.environ.update(
    HF_HUB_OFFLINE="1",
    LANGSMITH_TRACING="false",
    LANGGRAPH_STRICT_MSGPACK="true",
    NO_COLOR="1",
    ORT_DISABLE_TELEMETRY="1",
)

# Compiling bedside again is a third of what a command takes to start. Where Python is told to keep no bytecode, as images for
# containers tell it, the processes of the tests keep it all the same, in folders that git ignores.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

gc.disable()  # while tests are collected: libraries and parameters, all of which stay to the end

for name, number in (("quick", 13), ("whole", 40)):  # see examples.py
    settings.register_profile(
        name, deadline=None, max_examples=number, derandomize=True, database=None, print_blob=True
    )
settings.load_profile("quick")

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `.ci/run` asks for beyond the laws themselves."""
    parser.addoption("--slow", action="store_true", help="also the slow repetitions: more seeds, cases and moments")
    parser.addoption("--all-programs", action="store_true", help="a test whose program is missing fails")


def pytest_configure(config: pytest.Config) -> None:
    """All examples of hypothesis where the slow repetitions are: before a test is read, since its decorators are."""
    settings.load_profile("whole" if config.getoption("--slow") else "quick")


def _named(config: pytest.Config) -> bool:
    """Whether single files or tests were asked for."""
    return any("::" in name or Path(name).is_file() for name in config.args)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """`-n auto`: every core for the suite; no other process for a file or a test, which takes less time than its start."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if _named(config) else cores


def _thin(items: list[pytest.Item]) -> None:
    """Mark the cases of a law that ``thin(n)`` leaves to the slow ones."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("thin") and item.get_closest_marker("slow") is None:
            cases.setdefault(_law(item), []).append(item)
    for same in cases.values():
        marker = same[0].get_closest_marker("thin")
        kept = marker.args[0] if marker else len(same)
        quick = {round(n * (len(same) - 1) / max(kept - 1, 1)) for n in range(kept)}
        for at, item in enumerate(same):
            if at not in quick:
                item.add_marker(pytest.mark.slow)


def _measure(items: list[pytest.Item]) -> None:
    """What is covered is measured over the laws that come to lines of their own: repetitions do not, nor do the laws that
    house/unmeasured.py found, and measuring makes each line take about three times as long."""
    found = REPO / "tests" / "house" / "unmeasured.txt"
    unmeasured = set(found.read_text(encoding="utf-8").splitlines()) if found.is_file() else set[str]()
    for item in items:
        if item.get_closest_marker("slow") or _law(item) in unmeasured:
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(tryfirst=True)  # before `-m slow` is looked at
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave slow repetitions out unless they are asked for. They are repetitions: where nothing of a test would be left,
    all of it is run, so that no law is held by `.ci/run` alone."""
    _thin(items)
    _measure(items)
    if config.getoption("--slow") or any("::" in name for name in config.args):
        return
    quick = {_law(item) for item in items if item.get_closest_marker("slow") is None}
    items[:] = [item for item in items if item.get_closest_marker("slow") is None or _law(item) not in quick]


def pytest_collection_finish() -> None:
    """Whatever is loaded stays to the end: the garbage collector need not walk it again and again."""
    gc.set_threshold(20_000, 20, 50)
    gc.freeze()
    gc.enable()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The same for the libraries that a file of tests has loaded: millions of objects, with PyTorch."""
    if nextitem is None or nextitem.path != item.path:
        gc.collect(1)
        gc.freeze()


def _law(item: pytest.Item) -> str:
    """The test function that this is a case of."""
    return item.nodeid.partition("[")[0]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A program that a test needs and this machine has not: skipped, or failed where all programs must be there."""
    for marker in item.iter_markers("needs_program"):
        package = marker.args[0]
        program: str = marker.kwargs.get("program", package)
        if shutil.which(program) is None:
            told = f"needs the program {program}: apt-get install {package}"
            (pytest.fail if item.config.getoption("--all-programs") else pytest.skip)(told)


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


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> "Once":
    """What is made once in this session, shared by its worker processes."""
    from once import Once

    base = tmp_path_factory.getbasetemp()
    return Once((base.parent if base.name.startswith("popen-") else base) / "once")


@pytest.fixture(scope="session")
def dialogues(once: "Once") -> "Dialogues":
    """The shipped cases as the built-in players hold them."""
    from dialogues import Dialogues

    return Dialogues(once)


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
