"""Which tests come only to lines that others come to: their coverage is not measured, which makes a test three times as long.

Run after `pytest --cov --cov-context=test --cov-report= --junitxml=build/tests.xml`; writes tests/house/unmeasured.txt, which
tests/conftest.py reads. Tests are taken out one after the other, the one that takes longest for each branch that it alone comes
to first, as long as the branches lost are below a share of all. A test that is new is measured.
"""

import heapq
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

REPO = Path(__file__).resolve().parents[2]
LISTED = Path(__file__).with_name("unmeasured.txt")
MOST_LOST = 0.004  # of all branches that any test comes to
SHORTEST = 0.5  # seconds: what takes less is measured


def listed() -> frozenset[str]:
    """The tests whose coverage is not measured, as ``path::function``."""
    return frozenset(line for line in LISTED.read_text(encoding="utf-8").splitlines() if line)


def seconds(report: Path) -> dict[str, float]:
    """How long each test function took, all its cases together, as JUnit's file tells it."""
    took: dict[str, float] = defaultdict(float)
    for case in ElementTree.parse(report).iter("testcase"):
        path = case.attrib["classname"].replace(".", "/") + ".py"
        took[f"{path}::{case.attrib['name'].partition('[')[0]}"] += float(case.attrib["time"])
    return took


def branches(data: Path) -> dict[str, set[tuple[int, int, int]]]:
    """The branches that each test function comes to, from coverage's data file with the tests as contexts."""
    found: dict[str, set[tuple[int, int, int]]] = defaultdict(set)
    with sqlite3.connect(data) as database:
        rows = database.execute(
            "SELECT context, file_id, fromno, tono FROM arc JOIN context ON context.id = context_id"
        )
        for context, file, start, end in rows:
            found[context.partition("|")[0].partition("[")[0]].add((file, start, end))
    found.pop("", None)  # what importing comes to
    return found


def needless(
    reached: dict[str, set[tuple[int, int, int]]], took: Mapping[str, float], share: float = MOST_LOST
) -> list[str]:
    """The tests that need not be measured, sorted: without them no more than a share of the branches is lost."""
    times = Counter(branch for of_test in reached.values() for branch in of_test)
    left = round(len(times) * share)

    def alone(test: str) -> int:
        return sum(times[branch] == 1 for branch in reached[test])

    heap = [(-took[test] / (alone(test) + 1), test) for test in reached if took.get(test, 0.0) >= SHORTEST]
    heapq.heapify(heap)
    out: list[str] = []
    while heap:
        worth, test = heapq.heappop(heap)
        lost = alone(test)
        if -took[test] / (lost + 1) > worth:  # others were taken out meanwhile
            heapq.heappush(heap, (-took[test] / (lost + 1), test))
        elif lost <= left:
            left -= lost
            times.subtract(reached[test])
            out.append(test)
    return sorted(out)


def main() -> None:
    """Write the list."""
    out = needless(branches(REPO / "build" / "coverage"), seconds(REPO / "build" / "tests.xml"))
    LISTED.write_text("".join(f"{test}\n" for test in out), encoding="utf-8")
    print(f"{len(out)} tests are not measured")


if __name__ == "__main__":
    main()
