"""Defects that come with their own sentence of the note and their own untouched lines: ``gold/frames.jsonl``.

A frame says what is added to the note, what is rightly said of it, what is wrongly said, and which of those lines is the
defect. Its places are filled from the tables of ``gold/``. So the untouched twin differs from the planted conversation in
the defect alone.
"""

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bedside.benchmarks.gold_talk import GoldTalk, Line

HERE = Path(__file__).parent / "gold"
Fill = dict[str, str]
_NUMBERS: Fill = dict(zip(
    ("two", "three", "four", "five", "eight", "nine", "eleven"), ("five", "seven", "nine", "two", "three", "four", "six"),
    strict=True,
))  # fmt: skip
_UNITS = (("milligrams", "micrograms"), ("months", "days"), ("weeks", "hours"), ("days", "months"))


def table(name: str) -> list[Fill]:
    """The rows of a table by their headings."""
    head, *rows = [line.split("\t") for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line]
    return [dict(zip(head, row, strict=True)) for row in rows]


@cache
def frames() -> tuple[dict[str, Any], ...]:
    """The frames as they stand in the file."""
    return tuple(json.loads(line) for line in (HERE / "frames.jsonl").read_text(encoding="utf-8").splitlines() if line)


def _other_number(text: str) -> str:
    words = "|".join(_NUMBERS)
    return re.sub(
        rf"\b(?:{words})\b|\b\d+(?:\.\d+)?",
        lambda found: _NUMBERS.get(found[0]) or (f"{float(found[0]) * 1.5 + 1:g}"),
        text,
        count=1,
    )


def _other_unit(text: str) -> str:
    for unit, other in _UNITS:
        if unit in text:
            return text.replace(unit, other, 1)
    return text


def _derived(row: Fill) -> Fill:
    """A row with the forms that follow from it."""
    made = dict(row)
    for key, value in row.items():
        made[key.capitalize()] = value[:1].upper() + value[1:]
    spoken = row.get("spoken", "")
    made["other_time"], made["other_unit_time"] = _other_number(spoken), _other_unit(spoken)
    made["tenfold"] = made["other_time"]
    made["other_unit"] = made["other_unit_time"]
    head, _, value = row.get("lab_spoken", "").partition(" is ")
    made["lab_changed"] = f"{head} is {_other_number(value)}"
    leak = row.get("leak", "")
    made["leak_lower"] = leak if leak.startswith("I ") else leak[:1].lower() + leak[1:]
    made["note_spoken"] = re.sub(r"of the (right|left)", r"of your \1", row.get("note", "")).replace(
        "in the", "in your"
    )
    return made


def _known(talk: GoldTalk, row: Fill) -> bool:
    """Whether the note speaks of the row already."""
    first = next(iter(row.values())).lower()
    heads = {first, row.get("other", first).lower(), row.get("drug", first).lower()}
    return any(head in talk.note.lower() for head in heads)


def _place(talk: GoldTalk, where: str, rng: random.Random) -> int | None:
    """Before which turn lines go: a physician's, in the history, among the results or in the plan."""
    begin, end = {
        "history": (6, talk.exam),
        "results": (talk.exam + 1, talk.view),
        "plan": (talk.view + 1, talk.closing),
    }[where]
    free = [at for at in range(begin, end + 1) if at < len(talk.turns) and talk.turns[at][0] == "physician"]
    return rng.choice(free) if free else None


def _lines(given: list[str], row: Fill) -> list[Line]:
    who = {"D": "physician", "P": "patient"}
    return [(who[line[0]], line[3:].format(**row)) for line in given]


def planted(
    name: str, wanted: int, talks: list[GoldTalk], rng: random.Random
) -> Iterator[tuple[GoldTalk, GoldTalk, int, str]]:
    """At most ``wanted`` of a class: the untouched conversation, the planted one, the turn and its words."""
    chosen = [frame for frame in frames() if frame["class"] == name]
    made = 0
    for attempt in range(wanted * 6):
        if not chosen or made == wanted:
            return
        frame, talk = chosen[attempt % len(chosen)], rng.choice(talks)
        row = rng.choice(table(frame["fill"]))
        if _known(talk, row):
            continue
        filled = _derived(row) | {"He": "She" if talk.sex == "female" else "He"}
        noted = talk.with_note(frame["section"], frame["note"].format(**filled)) if frame["section"] else talk
        at = _place(talk, frame["where"], rng)
        if noted is None or at is None:
            continue
        wrong = _lines(frame["wrong"], filled)
        made += 1
        yield (
            noted.insert(at, _lines(frame["right"], filled)),
            noted.insert(at, wrong),
            at + frame["bad"],
            wrong[frame["bad"]][1],
        )
