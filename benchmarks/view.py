"""How long the page of a large run takes to open, and every click in it: ``python -m bedside.benchmarks.view``.

It holds the shipped English cases once, repeats them under other ids up to ``--dialogues``, writes the page, and drives it in
Chromium. Times are from the click to the frame after the page shows what was asked for. Needs ``bedside[dev]`` and the program
chromium (Debian: chromium).
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bedside.benchmarks.crash_scene import Scene, gallery_notes
from bedside.orchestrator.pages.page_file import Page
from bedside.orchestrator.pages.page_source import PageDialogue, RunSource
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
ALLOWED = 100  # milliseconds a click may take
REPEATS = 15
OPENINGS = 3

# From what is done until ``done`` holds, and to the frame after.
_TIMED = """async ([act, done]) => {
  const before = performance.now();
  act();
  const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0)));
  while (!done()) { if (performance.now() - before > 20000) throw new Error("nothing came of it"); await frame(); }
  await frame();
  return performance.now() - before;
}"""


@dataclass(frozen=True)
class Repeated:
    """A run whose dialogues come again and again under other ids, each with words of its own at its end."""

    source: RunSource
    count: int

    @property
    def about(self) -> Json:
        """The run's."""
        return self.source.about

    def dialogues(self) -> Iterator[PageDialogue]:
        """So many dialogues."""
        once = list(self.source.dialogues())
        for n in range(self.count):
            one = once[n % len(once)]
            mark = f"Case number {n * 7919 % 1_000_003}."
            row = {**one.row, "id": f"{one.row['id']}-{n:05}", "turns": one.row["turns"] + n % 9}
            data = {**one.data, "id": row["id"], "remarks": [mark]}
            yield replace(one, row=row, data=data, said=f"{one.said}\n{mark}")

    def asked(self, name: str) -> Json:
        """Nothing: the page has it."""
        return {}


def main() -> None:
    """Print a table of times in milliseconds; exit code 1 where a click took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dialogues", type=int, default=10_000)
    parser.add_argument("--cases", type=int, default=51, help="so many different ones")
    parser.add_argument("--keep", type=Path, help="keep the page as this file")
    asked = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("It needs the program chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder), gallery_notes(asked.cases))
        scene.write()
        scene.run("gallery")
        file = Path(folder) / "view.html"
        begun = time.perf_counter()
        with file.open("wb") as page:
            for part in Page([Repeated(RunSource(RunFolder(scene.of("gallery"))), asked.dialogues)]).parts():
                page.write(part)
        print(
            f"{asked.dialogues:,} dialogues, {file.stat().st_size / 1e6:.1f} MB, packed in {time.perf_counter() - begun:.1f} s"
        )
        if asked.keep:
            shutil.copy(file, asked.keep)
        slowest = _driven(chromium, file, asked.dialogues)
    sys.exit(slowest > ALLOWED)


def _driven(chromium: str, file: Path, count: int) -> float:
    """Drive the page and print what each thing took; the slowest click, in milliseconds."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = [_Page(browser, file) for _ in range(OPENINGS)]
        _row("open the page", [page.opened for page in pages])
        page = pages.pop()
        for other in pages:
            other.page.close()
        clicks = [_row(name, [page.timed(act, done) for act, done in steps]) for name, steps in _steps(count)]
        for name, steps in _searches():
            _row(name, [page.timed(act, done) for act, done in steps])
        browser.close()
    print(f"{os.getloadavg()[0]:.1f} processes wanted {os.cpu_count()} cores meanwhile")
    slowest, work = max(took.passed for took in clicks), max(took.work for took in clicks)
    print(f"the slowest click: {slowest:.0f} ms, of work {work:.0f} ms; {ALLOWED} are allowed")
    return slowest


@dataclass(frozen=True)
class _Took:
    """Milliseconds that passed, and those in which the page's own thread worked: on a busy machine it also waits."""

    passed: float
    work: float


class _Page:
    """The page, opened. ``opened`` is what that took."""

    def __init__(self, browser: Any, file: Path) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 860})
        self.inside = self.page.context.new_cdp_session(self.page)
        self.inside.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = self.work()
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-ready]")
        self.opened = _Took(
            float(self.page.evaluate("Number(document.documentElement.dataset.ready)")), self.work() - before
        )

    def timed(self, act: str, done: str) -> _Took:
        """What one thing takes."""
        before = self.work()
        passed = float(self.page.evaluate(f"({_TIMED})([{act}, {done}])"))
        return _Took(passed, self.work() - before)

    def work(self) -> float:
        """Milliseconds that the page's thread has worked so far."""
        found = {one["name"]: one["value"] for one in self.inside.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(found["TaskDuration"])


def _row(name: str, took: list[_Took]) -> _Took:
    passed, work = [one.passed for one in took], [one.work for one in took]
    print(
        f"{name:<42} median {statistics.median(passed):7.1f} ms   max {max(passed):7.1f} ms   "
        f"of work {statistics.median(work):7.1f} and {max(work):7.1f} ms   of {len(took)}"
    )
    return _Took(max(passed), max(work))


def _steps(count: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is done, with what shows that it has come."""
    one = "document.querySelector"

    def chosen(facet: str, value: str) -> tuple[str, str]:
        act = f"() => {{ const s = {one}('#by-{facet}'); s.value = '{value}'; s.dispatchEvent(new Event('change')); }}"
        return act, f"() => location.hash.includes('{facet}={value}') && {one}('.row') !== null"

    def went(hash: str, done: str) -> tuple[str, str]:
        return f"() => {{ location.hash = '{hash}'; }}", done

    places = [n * max(1, count // REPEATS) + n for n in range(REPEATS) if n * max(1, count // REPEATS) + n < count]
    yield "filter", [chosen("with", value) for value in ("faults", "changes", "none") * 5]
    clear = [("() => { location.hash = ''; }", f"() => location.hash === '' && {one}('.row') !== null")]
    yield "clear the filter", clear
    yield "sort", [chosen("sort", value) for value in ("turns", "faults", "reach", "id", "short") * 3]
    yield (
        "open a dialogue",
        [
            went(
                f"dialogue=0-{n}", f"() => {one}('main h1').textContent.endsWith('-{n:05}') && {one}('.turn') !== null"
            )
            for n in places
        ],
    )
    yield (
        "click a turn: its words in the note",
        [
            (
                f"() => document.querySelectorAll('.who')[{n}].click()",
                f"() => document.querySelectorAll('.turn')[{n}].querySelector('.why') !== null",
            )
            for n in range(1, REPEATS)
        ],
    )
    yield (
        "click words: the turns that rest on them",
        [
            (
                f"() => document.querySelectorAll('.fact')[{n}].click()",
                f"() => document.querySelectorAll('.fact')[{n}].classList.contains('lit')",
            )
            for n in range(REPEATS)
        ],
    )
    yield (
        "back to the list",
        [
            went(f"sort={name}", f"() => location.hash === '#sort={name}' && {one}('.row') !== null")
            for name in ("turns", "id", "short")
        ],
    )
    yield "charts", [went("view=charts", f"() => {one}('figure') !== null")]
    yield "back to the list again", clear


def _searches() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is typed: it waits 120 ms for the next letter, and the first search reads all that was said."""

    def searched(word: str) -> tuple[str, str]:
        act = f"() => {{ const q = document.querySelector('#q'); q.value = '{word}'; q.dispatchEvent(new Event('input')); }}"
        shown = "document.querySelector('.rows').ariaBusy === 'false'"
        return act, f"() => location.hash.includes('q={word}') && {shown}"

    yield "first search, which reads everything", [searched("swelling")]
    words = ["ankle", "since", "hospital", "number", "swelled", "pain", "doctor", "fever"]
    yield "a later search, after 120 ms of waiting", [searched(word) for word in words]


if __name__ == "__main__":
    main()
