"""How often a question in free words is answered with the right facts: ``python -m bedside.benchmarks.play_questions``.

Prints, over ``play_questions.tsv``, the share of questions with something in the note to which the right facts are told
(right), something else (wrong) or nothing (unknown), and the share of those where the note is silent to which nothing is told.
Exit code 0.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bedside.agents.builtin.answering import find_answer
from bedside.agents.builtin.asked import read_question
from bedside.agents.builtin.english_family import english
from bedside.agents.builtin.known import Knows, may_be_told
from bedside.agents.builtin.nearness import Nearness, shipped_nearness
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.note import Fact, Note

QUESTIONS = Path(__file__).with_name("play_questions.tsv")
_SEALED = "sealed"  # in the name of a table of which nothing but the totals is printed
_CASES = Path(__file__).parents[1] / "scenarios" / "cases"


@dataclass(frozen=True)
class Question:
    """``wanted`` are stretches of the note that may be told, ``must`` those of them that have to be; none where the note is
    silent. ``before`` is what was asked before it."""

    case: str
    text: str
    before: tuple[str, ...]
    wanted: tuple[str, ...]
    must: tuple[str, ...]


def questions(file: Path = QUESTIONS) -> Iterator[Question]:
    """The questions of a table."""
    for row in file.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        case, asked, told = row.split("\t")
        *before, text = (part.strip() for part in asked.split(">>"))
        parts = [part.strip() for part in told.split("|")] if told != "?" else []
        wanted = tuple(_plain(part.removeprefix("+")) for part in parts)
        must = tuple(_plain(part.removeprefix("+")) for part in parts if part.startswith("+"))
        yield Question(case, text, tuple(before), wanted, must)


@cache
def note_of(case: str) -> Note:
    """The note of a shipped case, read."""
    found, text = read_case(_CASES / f"{case}.case.yaml")
    return english().extract(found.id, text)


def told(question: Question, nearness: Nearness | None = None) -> tuple[Fact, ...]:
    """What the patient of the case tells."""
    note = note_of(question.case)
    facts = tuple(f for f in note.facts if f.established == "before" and f.knower != "physician" and may_be_told(f))
    knows = Knows(note, facts, nearness=nearness)
    for text in question.before:
        heard = find_answer(text, knows).facts
        named = (*read_question(text).concepts, *knows.before)
        knows = replace(knows, before=named, last=heard, earlier=text)
    return find_answer(question.text, knows).facts


def verdict(question: Question, facts: tuple[Fact, ...]) -> str:
    """``right``, ``wrong`` or ``unknown``, or for a silent note ``silent`` or ``invented``."""
    texts = [_plain(fact.text) for fact in facts]
    if not question.wanted:
        return "invented" if texts else "silent"
    if not texts:
        return "unknown"
    others = [text for text in texts if not any(part in text for part in question.wanted)]
    missed = [part for part in question.must if not any(part in text for text in texts)]
    return "wrong" if others or missed else "right"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def main() -> None:
    """Print each question that went wrong, and the rates by table and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help="one table; all that stand beside this file if left out")
    parser.add_argument("--words", action="store_true", help="without the sentence encoder, as where none was prepared")
    parser.add_argument(
        "--totals", action="store_true", help="no single questions: for a table that is not to be opened"
    )
    options = parser.parse_args()
    nearness = None if options.words else shipped_nearness(build=True)
    total: Counter[str] = Counter()
    given: Path | None = options.file
    for file in [given] if given is not None else sorted(QUESTIONS.parent.glob("play_questions*.tsv")):
        counts: Counter[str] = Counter()
        for question in questions(file):
            facts = told(question, nearness)
            result = verdict(question, facts)
            counts[result] += 1
            if result not in ("right", "silent") and not options.totals and _SEALED not in file.name:
                print(f"{result:8} {question.case}: {question.text}  ->  {[_plain(fact.text) for fact in facts]}")
        print(f"{file.stem}: {_rates(counts)}")
        total += counts
    if given is None:
        print(f"all: {_rates(total)}")


def _rates(counts: Counter[str]) -> str:
    asked = counts["right"] + counts["wrong"] + counts["unknown"]
    silent = counts["silent"] + counts["invented"]
    rates = ", ".join(f"{name} {counts[name]} ({counts[name] / asked:.3f})" for name in ("right", "wrong", "unknown"))
    return f"{asked} with an answer in the note: {rates}; on {silent} it is silent: nothing told {counts['silent']}"


if __name__ == "__main__":
    main()
