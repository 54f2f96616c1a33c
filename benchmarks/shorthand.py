"""Are the facts of dense German, Dutch and French shorthand read right: what, denied or not, whose, when, and with which dose?

``python -m bedside.benchmarks.shorthand [--misses]``, over ``planted/shorthand.yaml``: notes in the shapes of general practice and
hospital, each with the facts that must be read right. A fact counts as read if one statement holds its words and all that is asked
of it: polarity, whose it is, when, the dose and the scheme beside the drug, the reaction beside the allergen.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.multilingual.reader import read
from bedside.scenarios.note import Fact, Note

PLANTED = Path(__file__).parent / "planted" / "shorthand.yaml"
GOAL = 0.95
_PLANNED = ("plan", "instructions")


@dataclass(frozen=True)
class Miss:
    """A planted fact that was not read right: the note, its words, and what was wrong with the nearest statement."""

    note: str
    term: str
    faults: tuple[str, ...]


def planted() -> list[dict[str, Any]]:
    """The notes with their facts."""
    import yaml

    return yaml.safe_load(PLANTED.read_text(encoding="utf-8"))


def misses(one: dict[str, Any]) -> list[Miss]:
    """What was not read right of one note."""
    note = read(one["id"], one["note"], load_lexicon(one["language"]))
    found: list[Miss] = []
    for asked in one["facts"]:
        tried = [
            tuple(_faults(note, fact, asked)) for fact in note.facts if _plain(asked["term"]) in _words(note, fact)
        ]
        best = min(tried, key=len, default=("not found",))
        if best:
            found.append(Miss(one["id"], asked["term"], best))
    return found


def _faults(note: Note, fact: Fact, asked: dict[str, Any]) -> Iterator[str]:
    over = fact.temporality == "past" or fact.section == "past"
    gone = asked["polarity"] == "denied" and asked["time"] == "past" and fact.temporality == "past"
    if (asked["polarity"] == "denied") != (fact.polarity == "denied") and not gone:
        yield f"polarity {fact.polarity}"
    if (asked["polarity"] == "possible") != (fact.certainty == "possible"):
        yield f"certainty {fact.certainty}"
    if fact.subject != asked["whose"]:
        yield f"whose {fact.subject}"
    if {
        "past": not over,
        "planned": fact.section not in _PLANNED,
        "now": fact.temporality == "past" or fact.section in _PLANNED,
    }[asked["time"]]:
        yield f"time {fact.section} {fact.temporality}"
    if "section" in asked and fact.section != asked["section"]:
        yield f"section {fact.section}"
    words = _words(note, fact)
    for name in ("dose", "schedule", "reaction"):
        if name in asked and _plain(asked[name]) not in words:
            yield name


def _words(note: Note, fact: Fact) -> str:
    return _plain(note.quote(fact.span))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what was not read right")
    given = parser.parse_args()
    total, wrong, missed = Counter[str](), Counter[str](), list[Miss]()
    for one in planted():
        name = f"{one['language']}, {one['set']}"
        found = misses(one)
        total[name] += len(one["facts"])
        wrong[name] += len(found)
        missed += found
    print("| notes | facts | read right |")
    print("|---|---|---|")
    for name, count in total.items():
        print(f"| {name} | {count} | {count - wrong[name]} |")
    if given.misses:
        for miss in missed:
            print(f"- {miss.note}: {miss.term}: {', '.join(miss.faults)}")
    return int(any(count - wrong[name] < GOAL * count for name, count in total.items() if name.startswith("de")))


if __name__ == "__main__":
    sys.exit(main())
