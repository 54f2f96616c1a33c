"""Where something came into a dialogue: a sentence of the note, an axis of the person, a step of the plan, a passage, a
section of a prompt, a turn as its role said it, a person's edit."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["note", "persona", "case", "plan", "passage", "prompt", "turn", "edit"]
_STEP: dict[str, str] = {
    "note": "started",
    "persona": "started",
    "case": "started",
    "prompt": "started",
    "plan": "planned",
    "passage": "retrieved",
    "turn": "spoke",
    "edit": "edited",
}


@dataclass(frozen=True)
class Place:
    """Where something came in. ``name`` says which of its kind: the sentence's words, the axis, the step's id, the passage's
    id, ``notechat/patient/rules``, the turn's id. ``event`` is the id of the event it came in with, "" where that is not
    known; it does not count when two places are compared."""

    kind: PlaceKind
    name: str
    event: str = ""

    @property
    def step(self) -> str:
        """The kind of event that it came in with: ``started``, ``planned``, ``retrieved``, ``spoke`` or ``edited``."""
        return _STEP[self.kind]

    def same(self, other: "Place") -> bool:
        """Whether both say the same thing of the dialogue. Of two sentences one may be part of the other."""
        if self.kind != other.kind:
            return False
        if self.kind != "note":
            return self.name == other.name
        one, two = (" ".join(name.split()).casefold().strip(" .") for name in (self.name, other.name))
        return one in two or two in one

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
