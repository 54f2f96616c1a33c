"""One dialogue as it is scored, or why it is not: what nobody could score fairly is counted, never scored."""

import re
from dataclasses import dataclass, field
from typing import Literal

from bedside.agents.languages.detect import detect
from bedside.evaluation.sets.sample import Spoken
from bedside.knowledge.passage import Passage
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

Why = Literal["failed", "unfinished", "empty", "speakers", "damaged"]
WHY: dict[Why, str] = {
    "failed": "did not finish",
    "unfinished": "broken off",
    "empty": "nothing is said",
    "speakers": "speakers are unknown, or it has not both a physician and somebody who answers",
    "damaged": "damaged, or no dialogue",
}
PHYSICIAN = frozenset({"physician", "doctor", "dr", "clinician", "provider", "gp"})
_UNKNOWN = re.compile(r"^(?:speaker[\s_-]*\w?\d*|unknown|[a-z]?\d+|[ab]|)$")
_AGES = ((18, "0-17"), (40, "18-39"), (65, "40-64"), (200, "65 and over"))


@dataclass(frozen=True)
class SourceTalk:
    """A dialogue that can be scored. ``digest`` is that of its note's text; ``words_kept`` whether the note's words may be
    written down beside a finding; ``passages`` the guideline passages it was given, by id."""

    id: str
    record: Record
    note: Note | None = None
    digest: str | None = None
    words_kept: bool = True
    groups: dict[str, str] = field(default_factory=dict[str, str])
    passages: dict[str, Passage] = field(default_factory=dict[str, Passage])

    @property
    def spoken(self) -> Spoken:
        """What was said, for what is measured over many dialogues together."""
        return Spoken(self.id, tuple((turn.speaker, turn.text) for turn in self.record.turns), self.digest)


@dataclass(frozen=True)
class LeftOut:
    """A dialogue that is not scored, and why."""

    id: str
    why: Why


def role_of(speaker: str) -> str:
    """The name of a role by which metrics know a speaker."""
    name = speaker.strip().strip("*_.:").lower()
    return "physician" if name in PHYSICIAN else "patient" if name in ("patient", "pt") else name


def fault_of(record: Record) -> Why | None:
    """Why a record cannot be scored, None if it can."""
    if record.status != "finished":
        return "failed" if record.status == "failed" else "unfinished"
    if not any(re.search(r"\w", turn.text) for turn in record.turns):
        return "empty"
    who = {turn.speaker for turn in record.turns}
    if any(_UNKNOWN.match(name) for name in who) or "physician" not in who or len(who) < 2:
        return "speakers"
    return None


def groups_of(record: Record, note: Note | None) -> dict[str, str]:
    """What subgroups a dialogue belongs to, as far as note and record tell."""
    found: dict[str, str] = {}
    for key in ("persona", "setting", "protocol", "style"):
        value = record.meta.get(key)
        if isinstance(value, str) and value:
            found[key] = value
    found["language"] = detect(" ".join(turn.text for turn in record.turns)) or "not told"
    if note is None:
        return found
    if note.age is not None:
        found["age"] = next(name for until, name in _AGES if note.age < until or until == _AGES[-1][0])
    if note.sex is not None:
        found["sex"] = note.sex
    named = (fact.concept for fact in note.facts if fact.kind in ("diagnosis", "condition") and fact.concept)
    condition = next(named, None)
    if condition:
        found["condition"] = _named(condition)
    return found


def _named(concept: str) -> str:
    """A concept in words; its id where the note was read with another terminology."""
    try:
        return Terminology.load().name(concept)
    except KeyError:
        return concept
