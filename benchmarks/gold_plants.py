"""Conversations with one planted defect each, and as many untouched.

The built-in family speaks over shipped cases; ``gold/`` says what is done to its conversations. Frames, tables and this
planter were written by somebody who had not read a metric or a check.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bedside.benchmarks import gold_changes, gold_frames
from bedside.benchmarks.gold_talk import GoldTalk

Json = dict[str, Any]
GRAVE = ("number", "unit", "drug", "polarity", "side", "leak_exam", "leak_plan", "physician_knows", "retracted_drug", "declined_accepted")  # fmt: skip
OTHERS = (
    "role_exchanged", "history_as_exam", "family_as_own", "not_known_by_speaker", "unanswered", "other_answer", "asked_twice",
    "repeated", "heading_spoken", "note_register", "fragment", "agreement", "third_person", "invented_finding",
    "invented_diagnosis", "wrong_person", "abrupt_ending", "no_greeting", "language_mix", "prompt_artefact",
)  # fmt: skip
CLASSES = (*GRAVE, *OTHERS)
MANY, FEW = 14, 9  # of the classes that have a goal, of the others


@dataclass(frozen=True)
class Defect:
    """One planted conversation beside its untouched twin. ``said`` is the text of turn ``turn``, which is the defect."""

    id: str
    kind: str
    twin: GoldTalk
    talk: GoldTalk
    turn: int
    said: str

    def rows(self) -> tuple[Json, Json]:
        """The untouched and the planted one as ``bedside evaluate`` reads them; the label stands under ``gold``."""
        return _row(f"{self.id}-twin", self.twin, {}), _row(
            self.id, self.talk, {"class": self.kind, "turn": self.turn, "said": self.said}
        )


def _row(identity: str, talk: GoldTalk, gold: Json) -> Json:
    turns = [{"speaker": who, "text": text} for who, text in talk.turns]
    return {"id": identity, "note": talk.note, "turns": turns, "gold": gold}


def plants(seed: int, among: list[GoldTalk], classes: tuple[str, ...] = CLASSES) -> Iterator[Defect]:
    """Every class's defects, the same for the same seed and conversations: a half from frames where there are both."""
    for kind in classes:
        rng = random.Random(f"{seed}:{kind}")
        wanted = MANY if kind in GRAVE else FEW
        framed = any(frame["class"] == kind for frame in gold_frames.frames())
        first = wanted // 2 if framed and kind in gold_changes.CHANGES else wanted if framed else 0
        made = list(gold_frames.planted(kind, first, among, rng))
        made += gold_changes.planted(kind, wanted - len(made), among, rng)
        for number, (twin, talk, turn, said) in enumerate(made):
            yield Defect(f"{kind}-{number:02d}", kind, twin, talk, turn, said)
