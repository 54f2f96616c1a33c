"""Sets of notes and dialogues of which it is known what leaks: made up from a seed, or dealt from the development corpora.

Made-up notes are words drawn by Zipf's law with a template around them; a dialogue says the words of its note in another order, so
that it is near to its note and copies nothing. The corpora's dialogues are people's, each with its own note.
"""

import math
import random
import re
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import CORPORA, DATA, read
from bedside.evaluation.privacy.boilerplate import words_of
from bedside.evaluation.privacy.material import Material, PrivacyTalk
from bedside.evaluation.privacy.phantoms import LONG

Json = dict[str, Any]
TEMPLATE = (
    "The risks, benefits and alternatives of the treatment were discussed at length and the patient voiced understanding "
    "and agreed to proceed with the plan as it is written above."
)
_VOCABULARY = 4000
_PARAGRAPH = re.compile(r"\n\s*\n")


def made_up(seed: int, sources: int, holdout: int, words: int = 45) -> Material:
    """Notes of so many words, one in ten with the template; every source has a dialogue of two turns."""
    rng = random.Random(f"privacy/{seed}")
    weights = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))

    def note() -> str:
        drawn = rng.choices(range(_VOCABULARY), cum_weights=weights, k=words)
        text = " ".join(f"w{number}" for number in drawn)
        return f"{text}. {TEMPLATE}" if rng.random() < 0.1 else f"{text}."

    notes = [note() for _ in range(sources + holdout)]
    talks: list[PrivacyTalk] = []
    for number, text in enumerate(notes[:sources]):
        said = [word for word in text.split(". ")[0].rstrip(".").split() if rng.random() < 0.7]
        rng.shuffle(said)
        talks.append(PrivacyTalk(f"d{number}", ("how are you", " ".join(said)), frozenset({number})))
    return Material(talks, notes[:sources], notes[sources:], seed=seed)


def dealt(seed: int, sources: int, units: list[Json]) -> Material:
    """Units (``corpus_units``) dealt to sources, whose dialogues are read, and a hold-out of all others; the parts of one
    encounter are on one side."""
    rng = random.Random(f"privacy/{seed}")
    encounters = sorted({unit["encounter"] for unit in units})
    rng.shuffle(encounters)
    by: dict[str, list[Json]] = {}
    for unit in units:
        by.setdefault(unit["encounter"], []).append(unit)
    taken: list[Json] = []
    while len(taken) < sources:
        taken += by.pop(encounters.pop())
    talks: dict[str, PrivacyTalk] = {}
    for number, unit in enumerate(taken):
        before = talks.get(unit["encounter"])
        own = (before.own if before else frozenset[int]()) | {number}
        talks[unit["encounter"]] = PrivacyTalk(unit["encounter"], unit["turns"], own)
    rest = [unit["note"] for encounter in encounters for unit in by[encounter]]
    return Material(list(talks.values()), [unit["note"] for unit in taken], rest, seed=seed)


def corpus_units(data: Path = DATA) -> list[Json]:
    """The sections of MTS-Dialog, and the paragraphs of 15 words or more of the full notes, each text once."""
    units: dict[str, Json] = {}
    for corpus in CORPORA.values():
        for row in (row for name in corpus.files for row in read(data / "dev" / f"{name}.jsonl") if row["note"]):
            parts = _PARAGRAPH.split(row["note"]) if corpus.style != "section" else [row["note"]]
            turns = tuple(turn["text"] for turn in row["turns"])
            for part in parts:
                if corpus.style == "section" or len(words_of(part)) >= 15:
                    units.setdefault(part, {"encounter": row["id"], "note": part, "turns": turns})
    return list(units.values())


def with_leaks(material: Material, share: float, seed: int = 0) -> tuple[Material, int]:
    """So large a share of the sources said in a dialogue of another: a stretch of 12 words or more, as it stands. How many."""
    rng = random.Random(f"leaks/{seed}")
    count = math.ceil(len(material.sources) * share)
    talks = list(material.talks)
    long = [
        (number, at)
        for number in range(len(material.sources))
        for at in [_bare_stretch(material.covered[number])]
        if at is not None
    ]
    for number, at in rng.sample(long, count):
        words = material.note_words[number]
        into = rng.choice([n for n, talk in enumerate(talks) if number not in talk.own])
        said = f"I see. {' '.join(words[at : at + rng.randrange(LONG, LONG + 8)])}."
        talks[into] = replace(talks[into], turns=(*talks[into].turns, said))
    return replace(material, talks=talks), count


def _bare_stretch(covered: bytes) -> int | None:
    """Where the longest stretch without boilerplate begins, if it has words enough."""
    runs = [(len(run[0]), run.start()) for run in re.finditer(rb"\x00+", covered)]
    length, start = max(runs, default=(0, 0))
    return start if length >= LONG else None


def with_boilerplate(material: Material) -> Material:
    """Every dialogue also says the template, and what else stands in many notes."""
    common = sorted({" ".join(run) for number in range(len(material.sources)) for run in _runs(material, number)})
    rng = random.Random(f"boilerplate/{material.seed}")
    return replace(
        material,
        talks=[
            replace(talk, turns=(*talk.turns, TEMPLATE, *rng.sample(common, min(2, len(common)))))
            for talk in material.talks
        ],
    )


def _runs(material: Material, number: int) -> list[tuple[str, ...]]:
    words = material.note_words[number]
    return [words[run.start() : run.end()] for run in re.finditer(rb"\x01{8,}", material.covered[number])]
