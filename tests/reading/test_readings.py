"""Short notes with one trap each are read as what they say; what each says stands in ``expected_readings.tsv``."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note

POLARITY = {"+": "present", "-": "denied", "?": "unknown"}


def rows(collection: str) -> Iterator[tuple[str, str, str, str]]:
    table = Path(__file__).with_name(f"expected_{collection}.tsv").read_text(encoding="utf-8").splitlines()
    for line in table:
        if line and not line.startswith("#"):
            name, words, polarity, *more = line.split("\t")
            yield name, words, polarity, more[0] if more else ""


@cache
def note(folder: Path, collection: str, name: str) -> Note:
    lines = (folder / f"{collection}.jsonl").read_text(encoding="utf-8").splitlines()
    given = next(item for item in map(json.loads, lines) if item["id"] == name)
    return read_note(name, given["note"], Terminology.load())


def fits(fact: Fact, polarity: str, more: str) -> bool:
    return fact.polarity == POLARITY[polarity] and any(_fits(fact, want) for want in more.split("|"))


def _fits(fact: Fact, want: str) -> bool:
    who = want.removeprefix("who=") if want.startswith("who=") else "patient"
    if fact.subject != who and not (who == "patient" and fact.section == "family"):
        return False
    name, _, value = want.partition("=")
    if name == "p":
        return fact.certainty == "possible"
    if name == "certain":
        return fact.certainty == "certain"
    if name in ("past", "hyp"):
        return fact.temporality == {"past": "past", "hyp": "hypothetical"}[name]
    if name == "kind":
        return fact.kind != value[1:] if value.startswith("!") else fact.kind == value
    if name in ("", "who"):
        return fact.certainty == "certain" and fact.temporality != "hypothetical"
    return any(
        argument.role == name and value.casefold() in (argument.text.casefold(), argument.value)
        for argument in fact.arguments
    )


def problems(folder: Path, collection: str, name: str) -> list[str]:
    """What of a note is not read as it says."""
    found: list[str] = []
    facts = note(folder, collection, name).facts
    for row, words, polarity, more in rows(collection):
        if row != name:
            continue
        named = [fact for fact in facts if words in " ".join(fact.text.casefold().split())]
        if polarity.startswith("!"):
            if any(
                fact.subject == "patient"
                and fact.kind not in ("opaque", "event", "advice", "order", *({"drug"} - {polarity[1:]}))
                for fact in named
            ):
                found.append(f"{words}: told as the patient's")
            continue
        wants = more.replace("kind=", "").split("|") if more.startswith("kind=") else []
        more = "|".join(f"kind={want}" for want in wants) if wants else more
        if not any(fits(fact, polarity, more) for fact in named if fact.kind != "opaque"):
            seen = [(f.kind, f.text, f.polarity, f.certainty, f.temporality, f.subject) for f in named]
            found.append(f"{words} {polarity} {more}: {seen}")
    return found


@pytest.mark.parametrize("collection", ["readings", "hard_notes"])
def test_every_note_is_read_as_what_it_says(shared_data: Path, collection: str) -> None:
    names = dict.fromkeys(row[0] for row in rows(collection))
    wrong = {name: found for name in names if (found := problems(shared_data, collection, name))}
    assert not wrong, f"{len(wrong)} of {len(names)}: {wrong}"
