"""The page in a browser for everyone: by keys, at any width, of any size, and whatever was said; nothing leaves it."""

from typing import Any

import pytest
from browsing import Reader, asked_turn, folder_of, in_browser, kept_of, serving, source
from view_runs import LONG, SCRIPT

from bedside.orchestrator.pages.page_file import Page

pytestmark = pytest.mark.needs_program("chromium")


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
def test_what_is_not_in_the_page_comes_from_its_server(reader: Reader, model: str) -> None:
    """A page above its size asks its own server, and nobody else, for prompts and replies."""
    turn, _ = asked_turn(kept_of(model, "model"))
    with serving(Page([source(folder_of(model, "model"))], served=True, limit=1)) as server:
        reader.open(f"{server.url}#dialogue=0-0&turn={turn}").click(".asked > summary")
        reader.page.locator(".asked details").first.wait_for()
    assert {url.split("#")[0] for url in reader.asked} == {server.url, f"{server.url}a0-0"}
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
    for _ in range(20):  # to words that a turn rests on
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.classList.contains('lit')")
        if page.locator(".under-words button").count():
            break
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


@pytest.mark.thin(3)
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
