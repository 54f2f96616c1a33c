"""The page in a browser: what a click shows, by mouse and by keys, at any width, and that nothing leaves the page.

Playwright keeps an event loop running in its thread, in which nothing else could run one: it has a thread of its own, and
what is done with it is done there.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from once import Once
from run_folders import by_a_model, many
from view_runs import LONG, SCRIPT, forked, hostile

from bedside.benchmarks.view import Repeated
from bedside.orchestrator.pages.human_source import human_source
from bedside.orchestrator.pages.page_file import Page
from bedside.orchestrator.pages.page_source import RunSource
from bedside.orchestrator.pages.serve import PageServer
from bedside.orchestrator.runs.reader import RunFolder

pytestmark = pytest.mark.needs_program("chromium")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for this file."""
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
    return page_of(once, "long", lambda folder: [Repeated(source(many(folder, *IDS)), 1000)])


def kept_of(address: str, run: str) -> Any:
    """The one dialogue of a run beside a page."""
    return next(RunFolder(Path(address.removeprefix("file://")).parent / run).dialogues())


@in_browser
def test_the_list_is_filtered_and_searched(reader: Reader, pair: str) -> None:
    """By run, by state, by id and by words that were said; the address keeps it, and a row opens its dialogue."""
    page = reader.open(pair)
    told = "main > p[role=status]"
    assert reader.texts(told) == ["11 dialogues"]
    page.select_option("#by-run", "second")
    assert sorted(reader.texts(".row b")) == sorted(IDS[1:])
    page.select_option("#by-run", "")
    page.select_option("#by-status", "failed")
    assert reader.texts(".row b") == ["empty"]
    page.select_option("#by-status", "")
    page.fill("#q", "SLIPPED")
    page.wait_for_selector(".row[aria-setsize='1']")
    assert reader.texts(".row b") == ["visit-7"]
    page.fill("#q", "call cough")
    page.wait_for_selector(".row[aria-setsize='2']")
    assert reader.texts(".row b") == ["cough", "cough"]
    page.reload()
    page.wait_for_selector(".row[aria-setsize='2']")
    page.fill("#q", "nobody says this")
    page.wait_for_selector(".rows", state="hidden")
    page.fill("#q", "visit-7")
    page.click(".row a")
    assert page.wait_for_selector("h1 >> text=visit-7")
    assert "not synthetic" in page.inner_text(".remark")
    page.go_back()
    assert page.input_value("#q") == "visit-7"


@in_browser
def test_a_turn_shows_its_words_of_the_note(reader: Reader, fork: str) -> None:
    """Exactly the words of its facts are lit, for every turn; its thought and passages are below it."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    told = 0
    for at, reason in enumerate(kept.record.reasons):
        page.locator(".who").nth(at).click()
        lit = "".join(reader.texts(".fact.lit"))
        covered = sorted({i for span in reason.spans for i in range(span.start, span.end)})
        assert lit == "".join(kept.given[i] for i in covered)
        assert reason.thought in page.inner_text(".why")
        told += bool(lit)
        page.locator(".who").nth(at).click()
        assert page.locator(".why").count() == page.locator(".lit").count() == 0
    assert told > 2


@in_browser
def test_words_of_the_note_show_the_turns_that_rest_on_them(reader: Reader, fork: str) -> None:
    """Every stretch of the note: the turns that say a fact there; words that reached none are shaded and say why."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    said = {reason.turn: set(reason.facts) for reason in kept.record.reasons}
    reached = 0
    for piece in page.locator(".fact").all()[:25]:
        facts = set(str(piece.get_attribute("data-facts")).split())
        piece.click()
        marked = {str(box.get_attribute("data-turn")) for box in page.locator(".turn.rests").all()}
        assert marked == {turn for turn, names in said.items() if names & facts}
        assert ("idle" in str(piece.get_attribute("class"))) == (not marked)
        assert ("Reached no turn" in page.inner_text(".under-words")) == (not marked)
        reached += bool(marked)
    assert 0 < reached < 25
    page.locator(".fact.reached").first.click()
    page.locator(".under-words button").first.click()
    assert page.locator(".turn.chosen .why").count() == 1


@in_browser
def test_overlapping_words_belong_to_each_of_their_facts(reader: Reader, enemy: str) -> None:
    """Where two facts share words, those words name both; signs beyond the first plane move nothing."""
    page = reader.open(f"{enemy}#dialogue=0-0")
    assert reader.texts(".fact") == ["Knee ", "pain", ", knee", "stairs"]
    page.locator(".fact").nth(1).click()
    assert reader.texts(".fact-card b") == ["f1", "f2"]
    assert reader.texts(".fact.lit") == ["Knee ", "pain", ", knee"]
    page.locator(".fact").nth(0).click()
    assert reader.texts(".fact-card b") == ["f1"]


@in_browser
def test_nothing_hostile_does_anything(reader: Reader, enemy: str) -> None:
    """Scripts, orders to a terminal, overrides of direction and a very long turn are text, in every part of the page."""
    page = reader.open(enemy)
    page.fill("#q", "window.hit")
    page.wait_for_selector(".row[aria-setsize='1']")
    page.click(".row a")
    page.wait_for_selector(".turn")
    assert page.locator(".said").nth(0).inner_text() == SCRIPT
    assert len(page.locator(".said").nth(3).inner_text()) < 5000
    page.click(".said button")
    assert page.locator(".said").nth(3).inner_text().strip() == LONG.strip()
    for at in range(6):
        page.locator(".who").nth(at).click()
        assert SCRIPT in page.inner_text(".why")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    everything = page.evaluate("document.body.innerText") + page.title()
    assert not set(everything) & {"\u202e", "\u202d", "\x1b", "\x00", "\x07"}
    assert page.evaluate("[window.hit === undefined, document.querySelectorAll('main img, main script').length]") == [
        True,
        0,
    ]
    assert page.evaluate("getComputedStyle(document.querySelectorAll('.said')[2]).direction") == "rtl"
    reader.open(f"{enemy}#view=charts")
    page.goto(f"{enemy}#dialogue=<script>&turn=\"'><img>&beside=fork-9")
    page.wait_for_selector("h1 >> text=No such dialogue")


@in_browser
def test_forks_stand_side_by_side(reader: Reader, fork: str) -> None:
    """What both have is there once, what differs beside each other, and what one alone has beside nothing."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    page.select_option("#beside", label="fork: main")
    page.wait_for_selector(".pair")
    main, shorter = kept.branches
    assert page.locator(".pair.same").count() == 9
    assert page.locator(".pair").count() == sum(event.event == "spoke" for event in main.events)
    different = page.locator(".pair:not(.same)").first
    assert "Words of another hand." in different.inner_text()
    assert different.locator(".turn").count() == 2
    assert shorter.why in page.inner_text("main")
    page.locator(".pair:not(.same) .who").nth(2).click()
    assert page.locator(".why").count() == 1
    page.select_option("#beside", "")
    page.wait_for_selector(".pair", state="detached")
    assert page.locator(".turn").count() == 10


@in_browser
def test_two_runs_and_what_people_said_stand_side_by_side(reader: Reader, pair: str) -> None:
    """The same dialogue of two runs by the steps they share; a human conversation of the same note by its places."""
    page = reader.open(f"{pair}#view=runs")
    head = reader.texts(".wide-table thead th")
    assert head == ["Measure", "first", "second", "human.jsonl"]
    page.click(".pairs a >> text=cough")
    page.wait_for_selector(".pair")
    assert {text.split()[0] for text in reader.texts("h2")} >= {"first"}
    assert page.locator(".pair.same").count() > 0
    labels = page.locator("#beside option").all_text_contents()
    assert labels == ["nothing", "run: second", "human: human.jsonl / visit-7"]
    page.select_option("#beside", label=labels[2])
    page.wait_for_selector("text=I slipped.")
    pairs = page.locator(".pair")
    assert "What happened?" in pairs.nth(0).inner_text()
    assert pairs.nth(0).locator(".turn").count() == 2


@in_browser
def test_prompt_and_reply_of_a_turn(reader: Reader, model: str) -> None:
    """What a model was asked and replied for a turn is opened below it, from the page itself."""
    kept = kept_of(model, "model")
    page = reader.open(f"{model}#dialogue=0-0&turn=s003.physician")
    page.wait_for_selector(".why")
    page.click(".asked > summary")
    page.locator(".asked details").first.wait_for()
    page.evaluate("document.querySelectorAll('.asked details').forEach((one) => { one.open = true; })")
    told = page.inner_text(".asked")
    event = next(one for one in kept.events if getattr(getattr(one, "turn", None), "id", "") == "s003.physician")
    rows = [row for row in kept.exchanges if row["event"] == event.id]
    assert rows
    for row in rows:
        assert row["messages"][-1]["text"].split("\n")[0] in told
    assert "was given" in told


@in_browser
def test_what_is_not_in_the_page_comes_from_its_server(reader: Reader, once: Once, model: str) -> None:
    """A page above its size asks its own server, and nobody else, for prompts and replies."""
    page = Page([source(Path(model.removeprefix("file://")).parent / "model")], served=True, limit=1)
    with (once.folder / f"served-{os.getpid()}").open("w+b") as file:
        for part in page.parts():
            file.write(part)
        file.flush()
        server = PageServer(page, file)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            reader.open(f"{server.url}#dialogue=0-0&turn=s003.physician").click(".asked > summary")
            reader.page.locator(".asked details").first.wait_for()
            assert {url.split("#")[0] for url in reader.asked} == {server.url, f"{server.url}a0-0"}
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
        reader.asked.remove(f"{server.url}a0-0")


@in_browser
def test_everything_can_be_reached_by_keys(reader: Reader, fork: str, pair: str) -> None:
    """From the list into a dialogue, a turn, the words of the note and back, without a mouse."""
    page = reader.open(pair)
    page.locator(".row a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page = reader.open(f"{fork}#dialogue=0-0")
    page.locator(".who").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".turn").nth(3).locator(".why").count() == 1
    page.locator(".fact[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('lit')")
    page.locator(".under-words button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "who"
    assert page.evaluate("document.querySelectorAll('[tabindex]:not([tabindex=\"-1\"]).fact').length") == 1


@in_browser
def test_a_long_list_draws_what_is_in_view(reader: Reader, long: str) -> None:
    """Of a thousand rows some dozens are there, at the end of the list as at its beginning."""
    page = reader.open(long)
    assert reader.texts("main > p[role=status]") == ["1,000 dialogues"]
    assert page.locator(".row").count() < 40
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_selector(".row[aria-posinset='1000']")
    assert page.locator(".row").count() < 40
    page.fill("#q", "00777")
    page.wait_for_selector(".row[aria-setsize='1']")


def slow(*given: str) -> Any:
    """A view that is looked at by ``.ci/run``."""
    return pytest.param(*given, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    "view",
    [
        "fork#dialogue=0-0&turn=s003.patient",
        slow("pair#"),
        slow("pair#view=charts"),
        slow("pair#view=runs"),
        slow("pair#dialogue=0-2&beside=1-1"),
        slow("enemy#dialogue=0-0&turn=t4"),
        slow("model#dialogue=0-0&turn=s003.physician"),
    ],
)
@in_browser
def test_it_can_be_read_by_everyone(view: str, reader: Reader, request: pytest.FixtureRequest) -> None:
    """No violation of axe's rules, light and dark, wide and at 320 pixels, where nothing runs over the side."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    name, _, place = view.partition("#")
    page = reader.open(f"{request.getfixturevalue(name)}#{place}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found: list[Any] = []
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)
        result = axe.Axe().run(page)
        found += [(width, scheme, one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
