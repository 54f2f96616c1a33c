"""Which conversations a reader gets, in what order, and the key that says whose they are.

Law of the file: nothing in what a reader gets tells the arms apart but the words themselves: ids, names of speakers, order and
spacing are the same for all, and every arm has the same notes to draw from.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.human_source import HumanSource
from bedside.orchestrator.reviews.form import Form
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.versions import version
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
PEOPLE = "people"
_WHO = {"physician": "Doctor", "patient": "Patient"}


@dataclass(frozen=True)
class ReviewOptions:
    """``count`` is how many conversations at most, None for all there are. ``each`` shows a note once for every arm, and not
    once in all; ``lower`` writes all in lower case without marks of a sentence, as some recordings are written."""

    form: Form
    count: int | None = None
    seed: int = 0
    each: bool = False
    lower: bool = False


@dataclass(frozen=True)
class BlindReview:
    """What the page shows (``shown``), and the ``key`` to it. ``unmatched`` human conversations were of no note of the
    runs."""

    shown: Json
    key: Json
    unmatched: int


@dataclass(frozen=True)
class _Talk:
    arm: str
    id: str
    note_id: str
    note: str
    turns: tuple[Turn, ...]


def blind(runs: Sequence[RunFolder], human: HumanSource | None, options: ReviewOptions) -> BlindReview:
    """Draw the conversations. Raises ``Problem`` where there are no two arms with a note in common."""
    talks = [talk for folder in runs for talk in _of_run(folder)]
    notes = {name: talk for talk in talks for name in (talk.id, talk.note_id)}
    unmatched = 0
    for name, note_id, turns in human.rows if human else ():
        same = notes.get(note_id)
        if same is None:
            unmatched += 1
        else:
            talks.append(_Talk(PEOPLE, name, same.note_id, same.note, turns))
    chosen = _drawn(talks, options)
    items: list[Json] = []
    key: list[Json] = []
    for number, talk in enumerate(chosen, 1):
        name = f"c{number:03}"
        said = [
            {"who": _WHO.get(turn.speaker, "Third person"), "text": _words(turn.text, options)} for turn in talk.turns
        ]
        items.append({"item": name, "note": talk.note, "turns": said})
        key.append({"item": name, "arm": talk.arm, "id": talk.id, "note_id": talk.note_id, "turns": len(said)})
    form = options.form
    shown: Json = {
        "form": form.name,
        "severities": [list(pair) for pair in form.severities],
        "codes": [list(pair) for pair in form.codes.items()],
        "people": any(talk.arm == PEOPLE for talk in chosen),
        "items": items,
    }
    # Drawn from the key as well: the same words under other arms are another review.
    digest = hashlib.sha256(orjson.dumps([shown, key], option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    shown["review"] = digest
    about: Json = {"bedside": version(), "form": form.name, "seed": options.seed, "review": digest, "items": key}
    return BlindReview(shown, about, unmatched)


def _of_run(folder: RunFolder) -> Iterator[_Talk]:
    arm = folder.path.resolve().name
    if arm == PEOPLE:
        raise Problem("usage", f"A run called {PEOPLE!r} could not be told from people: give its folder another name.")
    for kept in folder.dialogues():
        if kept.record.status != "finished" or not kept.record.turns:
            continue
        if kept.given is None:
            raise Problem("input", f"The words of the note of {kept.id} are not kept: give them with --notes FILE.")
        yield _Talk(arm, kept.id, kept.record.note_id or kept.id, kept.given, kept.record.turns)


def _drawn(talks: Sequence[_Talk], options: ReviewOptions) -> list[_Talk]:
    """Conversations of notes that every arm has, in an order drawn by the seed. Without ``each`` the arms take turns, so that
    no reader meets a note twice."""
    arms = sorted({talk.arm for talk in talks})
    by_note: dict[str, dict[str, _Talk]] = {}
    for talk in talks:
        by_note.setdefault(talk.note, {}).setdefault(talk.arm, talk)
    shared = sorted(note for note, found in by_note.items() if len(found) == len(arms))
    if len(arms) < 2:
        raise Problem("input", "There is one arm only, and nothing to be blinded: give --with HUMAN, or another run.")
    if len(shared) < (1 if options.each else len(arms)):
        raise Problem(
            "input",
            f"The arms ({', '.join(arms)}) have {len(shared)} notes in common, too few to compare: check note_id, or take --each.",
        )
    draw = random.Random(f"{options.seed}/review")
    draw.shuffle(shared)
    draw.shuffle(arms)
    if options.each:
        wanted = len(shared) if options.count is None else max(1, options.count // len(arms))
        chosen = [by_note[note][arm] for note in shared[:wanted] for arm in arms]
    else:
        wanted = len(shared) if options.count is None else min(options.count, len(shared))
        wanted -= wanted % len(arms)  # as many of each
        chosen = [by_note[note][arms[at % len(arms)]] for at, note in enumerate(shared[: max(wanted, len(arms))])]
    draw.shuffle(chosen)
    return chosen


def _words(text: str, options: ReviewOptions) -> str:
    """One spacing for all."""
    words = " ".join(text.split())
    if not options.lower:
        return words
    # An apostrophe belongs to a word, a point inside a number to the number.
    bare = "".join(
        sign if sign.isalnum() or sign in "'’-/%°" or _inside(words, at) else " " for at, sign in enumerate(words)
    )
    return " ".join(bare.lower().split())


def _inside(words: str, at: int) -> bool:
    near = words[at - 1 : at] + words[at + 1 : at + 2]
    return words[at] in ".,:" and len(near) == 2 and near.isdigit()
