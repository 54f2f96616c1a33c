"""A blinded reading in a browser, by keys alone, from the first page to the counts; readable by everyone."""

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from browsing import Reader, in_browser
from once import Once
from run_folders import many
from typer.testing import CliRunner
from view_runs import SCRIPT

from bedside.orchestrator.cli.main import app

pytestmark = pytest.mark.needs_program("chromium")
NOTES = ("ankle", "back", "cough", "knee")


def order(*arguments: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, ["review", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def page(once: Once) -> Path:
    """A page of four conversations, of which two were held by people who said hostile things; beside it its key."""

    def made() -> str:
        folder = once.folder / "review"
        folder.mkdir()
        run = many(folder, *NOTES, name="made")
        human = folder / "human.jsonl"
        said = [{"speaker": "doctor", "text": f"Well?\n\u202e{SCRIPT}"}, {"speaker": "patient", "text": "It hurts."}]
        human.write_bytes(
            b"\n".join(orjson.dumps({"id": f"people-{id}", "note_id": id, "turns": said}) for id in NOTES)
        )
        order(str(run), "--with", str(human), "--to", str(folder / "review.html"))
        return str(folder / "review.html")

    return Path(once.get("review-page", made))


def key_of(page: Path) -> list[dict[str, Any]]:
    """The key of a page."""
    return orjson.loads(page.with_suffix(".key.json").read_bytes())["items"]


def press(view: Any, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        view.keyboard.press(key)


def read_one(view: Any, item: dict[str, Any], guess: str) -> None:
    """Read a conversation by keys: its first turn is marked 2 GR, its last 1 with a kind chosen by arrows."""
    view.keyboard.press("Tab")  # from the heading into the conversation
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.name") == "turn-0"
    press(view, "2", "Tab")
    assert view.evaluate("document.activeElement.id") == "kind-0"
    view.keyboard.type("GR")
    view.keyboard.press("Shift+Tab")
    press(view, *["j"] * (item["turns"] - 1))
    assert view.evaluate("document.activeElement.name") == f"turn-{item['turns'] - 1}"
    press(view, "3", "1", "Tab", "ArrowDown", "Tab", "Tab")
    assert view.evaluate("document.activeElement.name") == "guess"
    view.keyboard.press("Space")
    if guess == "program":
        view.keyboard.press("ArrowDown")
    press(view, "Tab", "4", "Tab", "5", "Tab")
    view.keyboard.type("jkl 0123")
    press(view, "Tab", "Enter")


@in_browser
def test_a_whole_reading_by_keys(reader: Reader, page: Path, tmp_path: Path) -> None:
    """Begun, read, finished and saved without a mouse; the counts are those of the keys that were pressed."""
    items = key_of(page)
    view = reader.open(page.as_uri())
    view.focus("#reader")
    view.keyboard.press("Tab")
    view.keyboard.press("Enter")
    assert "two readers are told apart" in view.inner_text("#missing")
    assert view.evaluate("document.activeElement.id") == "reader"
    view.keyboard.type("Ann Ö.")
    press(view, "Tab", "Enter")
    for item in items:
        assert view.evaluate("document.activeElement.tagName") == "H1"
        assert view.locator(".turn").count() == item["turns"]
        read_one(view, item, "people" if item["arm"] == "people" else "program")
    assert "All have been read" in view.inner_text("h1")
    view.reload()
    view.wait_for_selector("html[data-ready]")
    assert "4 of 4 read" in view.inner_text("#tabs")  # kept by the browser
    view.select_option("#goto", "4")
    view.locator("main .strong").focus()
    with view.expect_download() as waited:
        view.keyboard.press("Enter")
    file = tmp_path / waited.value.suggested_filename
    waited.value.save_as(file)
    reader.asked[:] = [one for one in reader.asked if not one.startswith("blob:")]  # its own answers
    assert file.name == "answers-Ann-Ö.jsonl"
    made = orjson.loads(order("--answers", str(file), "--key", str(page.with_suffix(".key.json")), "--json"))
    assert made["readers"] == ["Ann Ö."] and made["remarks"] == []
    turns = Counter({arm: sum(item["turns"] for item in items if item["arm"] == arm) for arm in ("people", "made")})
    for row in made["arms"]:
        assert (row["conversations"], row["turns"], row["real"]) == (2, turns[row["arm"]], 5)
        assert row["shares"]["any"]["share"] == pytest.approx(4 / row["turns"])
        assert row["shares"]["severity 2+"]["share"] == pytest.approx(2 / row["turns"])
        assert row["shares"]["severity 3"]["share"] == 0 < row["shares"]["severity 3"]["high"]
        assert row["codes"] == {"GR": 2, "QA": 2}
    assert [(row["right"], row["of"]) for row in made["guesses"]] == [(4, 4)]


@in_browser
def test_what_is_missing_is_asked_for_where_it_is_missing(reader: Reader, page: Path) -> None:
    """A fault without a kind, and a whole without an answer, are said, and the focus goes there; hostile words are words."""
    view = reader.open(page.as_uri())
    view.fill("#reader", "Ben")
    view.click("main .strong")
    hostile = next(n for n, item in enumerate(key_of(page)) if item["arm"] == "people")
    view.select_option("#goto", str(hostile))
    assert SCRIPT in view.inner_text(".said >> nth=0")
    assert "\u202e" not in view.inner_text("body") and view.evaluate("window.hit === undefined")
    view.check("input[name=turn-1][value='3']")
    view.click("main .strong")
    assert view.evaluate("document.activeElement.id") == "kind-1"
    view.select_option("#kind-1", "CN")
    for name, value in (("guess", "people"), ("sure", "1"), ("real", "2")):
        view.click("main .strong")
        assert view.evaluate("document.activeElement.name") == name
        view.check(f"input[name={name}][value='{value}']")
    view.click("main .strong")
    assert "1 of 4 read" in view.inner_text("#tabs")


@in_browser
def test_the_page_can_be_read_by_everyone(reader: Reader, page: Path) -> None:
    """No violation of axe's rules on the first page, in a conversation with marks, and at the end; light and dark, wide and
    at 320 pixels, where nothing runs over the side."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    view = reader.open(page.as_uri())
    found: list[Any] = []
    for place in ("-1", "0", "4"):
        view.select_option("#goto", place)
        view.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if place == "0":
            view.check("input[name=turn-0][value='2']")
            view.click("main .strong")
        for width, scheme in ((1280, "light"), (320, "dark")):
            view.set_viewport_size({"width": width, "height": 800})
            view.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            view.wait_for_timeout(50)
            result = axe.Axe().run(view)
            found += [(place, width, one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
            assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
