"""What the tests of the page in a browser share: the browser, the reader who complains of nothing, and the pages.

Playwright keeps an event loop running in its thread, in which nothing else could run one: it has a thread of its own, and
what is done with it is done there.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from once import Once
from run_folders import by_a_model, many
from view_runs import forked, hostile

from bedside.orchestrator.pages.human_source import human_source
from bedside.orchestrator.pages.page_file import Page
from bedside.orchestrator.pages.page_source import RunSource
from bedside.orchestrator.pages.serve import PageServer
from bedside.orchestrator.runs.reader import RunFolder

T = TypeVar("T")
_THREAD = ThreadPoolExecutor(1)  # begins when it is needed
IDS = ("ankle", "back", "cough", "knee", "wrist")


def there(work: Callable[..., T], *given: Any, **named: Any) -> T:
    """Do something in the browser's thread."""
    return _THREAD.submit(work, *given, **named).result()


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """A test that is held in the browser's thread."""

    @wraps(test)
    def held(**named: Any) -> None:
        there(test, **named)

    return held


@dataclass
class Reader:
    """A page of a browser that remembers whatever it complained of or asked for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set[str])

    def open(self, address: str) -> Any:
        """Open an address, and wait until it is drawn."""
        self.opened.add(address.split("#")[0])
        self.page.goto("about:blank")  # else only the part after "#" would change
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def texts(self, selector: str) -> list[str]:
        """The text of each such element."""
        return self.page.locator(selector).all_text_contents()


@contextmanager
def serving(page: Page) -> Generator[PageServer]:
    """The server of a page, answering."""
    with tempfile.TemporaryFile() as file:
        for part in page.parts():
            file.write(part)
        file.flush()
        server = PageServer(page, file)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for every test of this process."""
    sync = pytest.importorskip("playwright.sync_api")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--no-sandbox"] if root else []
    tool = there(sync.sync_playwright().start)
    yield there(tool.chromium.launch, executable_path=shutil.which("chromium"), args=arguments)
    there(tool.stop)


@pytest.fixture
def reader(browser: Any) -> Iterator[Reader]:
    """A fresh page; at its end it must have complained of nothing and asked for nothing but itself."""
    made = there(_reader, browser)
    yield made
    there(made.page.context.close)
    assert made.complaints == []
    assert {url.split("#")[0] for url in made.asked} <= {*made.opened, "about:blank", "data:,"}


def _reader(browser: Any) -> Reader:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    made = Reader(context.new_page())
    made.page.set_default_timeout(30_000)
    made.page.on("console", lambda message: made.complaints.append(message.text))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on("request", lambda request: made.asked.append(request.url))
    return made


def page_of(once: Once, name: str, make: Any) -> str:
    """The address of a page that is written once a session; ``make`` gets an empty folder and gives the page's sources."""

    def written() -> str:
        folder = once.folder / f"page-{name}"
        folder.mkdir()
        file = folder / f"{name}.html"
        file.write_bytes(b"".join(Page(make(folder)).parts()))
        return str(file)

    return Path(once.get(f"page/{name}", written)).as_uri()


def source(folder: Path) -> RunSource:
    """A run folder as a source."""
    return RunSource(RunFolder(folder))


@pytest.fixture
def pair(once: Once) -> str:
    """Two runs of the same notes, of which one is shorter, and what people said of one of them."""

    def make(folder: Path) -> list[Any]:
        human = folder / "human.jsonl"
        text = "Doctor: What happened?\nPatient: I slipped."
        human.write_bytes(orjson.dumps({"id": "visit-7", "note_id": "cough", "text": text}))
        first = many(folder, *IDS, name="first", empty=" ")
        second = many(folder, *IDS[1:], name="second", note="He fell on the ice. The knee hurts.")
        return [source(first), source(second), human_source(human)]

    return page_of(once, "pair", make)


@pytest.fixture
def fork(once: Once) -> str:
    """The rolled ankle with a fork of it."""
    return page_of(once, "fork", lambda folder: [source(forked(folder))])


@pytest.fixture
def enemy(once: Once) -> str:
    """A dialogue whose every string tries something."""
    return page_of(once, "enemy", lambda folder: [source(hostile(folder))])


@pytest.fixture
def model(once: Once) -> str:
    """A dialogue whose roles were played by a model."""
    return page_of(once, "model", lambda folder: [source(by_a_model(folder, "rolled-ankle"))])


@pytest.fixture
def long(once: Once) -> str:
    """A thousand dialogues."""
    from bedside.benchmarks.view import Repeated

    return page_of(once, "long", lambda folder: [Repeated(source(many(folder, *IDS)), 1000)])


def folder_of(address: str, run: str) -> Path:
    """A run that was made for a page. Nobody changes it."""
    return Path(address.removeprefix("file://")).parent / run


def kept_of(address: str, run: str) -> Any:
    """The one dialogue of such a run."""
    return next(RunFolder(folder_of(address, run)).dialogues())


def asked_turn(kept: Any) -> tuple[str, str]:
    """The physician's first turn with a question for which a model was asked, and its event."""
    asked = {row["event"] for row in kept.exchanges}
    acts = {reason.turn: reason.act for reason in kept.record.reasons}
    return next(
        (event.turn.id, event.id)
        for event in kept.events
        if event.id in asked and event.event == "spoke" and event.by == "physician" and acts[event.turn.id] == "ask"
    )
