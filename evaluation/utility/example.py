"""A dialogue as a task reads it, and which of them are trained and which tested on.

Law of the file: no note is on both sides. What is trained on of real dialogues and of synthetic ones has one size, and
is of the same notes as far as there are such, so that the two differ in what was said and in nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Kind = Literal["real", "synthetic", "mixed"]
_FIFTH = 5


@dataclass(frozen=True)
class Example:
    """One dialogue: pairs of speaker (``physician``, ``patient`` or a third party) and text; the text and digest of its note,
    the section of which that is one, and what a screening of the ``subject`` has found (``positive`` or ``negative``)."""

    id: str
    turns: tuple[tuple[str, str], ...]
    note: str | None = None
    digest: str | None = None
    section: str | None = None
    label: str | None = None
    instrument: str = ""
    subject: str = ""

    @property
    def person(self) -> str:
        """Who was screened."""
        return self.subject or self.id

    @property
    def key(self) -> str:
        """What is drawn as one: all dialogues of a note."""
        return self.digest or self.id

    @property
    def said(self) -> str:
        """All that was said, a line a turn, without who said it."""
        return "\n".join(text for _, text in self.turns)

    @property
    def by_patient(self) -> str:
        """What the patient said: an interviewer's words can give a label away."""
        return "\n".join(text for who, text in self.turns if who == "patient")

    @property
    def transcript(self) -> str:
        """All that was said, with who said it."""
        return "\n".join(f"{who.capitalize()}: {text}" for who, text in self.turns)


@dataclass(frozen=True)
class Sides:
    """What is trained on and what is tested on."""

    real: Sequence[Example]
    synthetic: Sequence[Example]
    real_test: Sequence[Example]
    synthetic_test: Sequence[Example]

    def training(self, kind: Kind) -> list[Example]:
        """What is trained on: as many real ones as synthetic ones, or both together. Where there is one kind only, all of it, and
        nothing that is mixed."""
        sizes = [len(side) for side in (self.real, self.synthetic) if side]
        if kind == "mixed" and len(sizes) < 2:
            return []
        size = min(sizes, default=0)
        shared = {one.key for one in self.real} & {one.key for one in self.synthetic}
        real, synthetic = (_first(side, size, shared) for side in (self.real, self.synthetic))
        return [*(real if kind != "synthetic" else []), *(synthetic if kind != "real" else [])]

    def testing(self, kind: Kind) -> Sequence[Example]:
        """What is tested on."""
        return self.real_test if kind == "real" else self.synthetic_test

    def of(self, wanted: Callable[[Example], bool]) -> "Sides":
        """What a task can use."""
        sides = (self.real, self.synthetic, self.real_test, self.synthetic_test)
        return Sides(*([one for one in side if wanted(one)] for side in sides))


def split(real: Sequence[Example], real_test: Sequence[Example] | None, synthetic: Sequence[Example]) -> Sides:
    """Notes of ``real_test`` are tested on and no others; without it a fifth of the notes of ``real``, by digest."""
    if real_test is None:
        real_test = [one for one in real if _place(one.key) % _FIFTH == 0]
    tested = {one.key for one in real_test}
    return Sides(
        [one for one in real if one.key not in tested],
        [one for one in synthetic if one.key not in tested],
        real_test,
        [one for one in synthetic if one.key in tested],
    )


def too_few(kind: Kind, training: Sequence[Example], least: int, what: str) -> str:
    """Why a training cannot be; "" if it can. ``what`` is what its dialogues must have."""
    if kind == "mixed" and not training:
        return f"there are not both real and synthetic dialogues with {what} to train on"
    if not training:
        return f"there is no {kind} dialogue with {what} to train on"
    return f"there are fewer than {least} {kind} dialogues with {what} to train on" if len(training) < least else ""


def _first(side: Iterable[Example], size: int, shared: set[str]) -> list[Example]:
    """So many of them, those of shared notes first, whatever their order."""
    return sorted(side, key=lambda one: (one.key not in shared, _place(one.key), one.id))[:size]


def _place(key: str) -> int:
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big")
