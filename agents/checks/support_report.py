"""What the checker of support is given and says: cited stretches, what is not borne out, and the report.

Law of the file: values only; nothing is judged here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bedside.scenarios.turn import Reason, Turn

Fault = Literal["concept", "value", "side", "polarity", "time", "drug-dose"]


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of a turn that cites a passage: turn index, characters, and the passage's text."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A stretch of a turn that the note does not bear out. ``expected`` is what the note says, "" if nothing."""

    turn: int
    kind: Fault
    said: str
    expected: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SupportReport:
    """What was found. ``checked`` counts the assertions compared, ``polarities`` those with a polarity on both sides,
    ``agreed`` those of them that agree. ``general`` is what was said of medicine in general: its ``expected`` is empty."""

    unsupported: tuple[Unsupported, ...]
    checked: int
    polarities: int
    agreed: int
    general: tuple[Unsupported, ...] = ()

    @property
    def polarity_agreement(self) -> float | None:
        """Share of judged polarities that agree; None if none could be judged."""
        return self.agreed / self.polarities if self.polarities else None


def cited_passages(turns: Sequence[Turn], reasons: Sequence[Reason], texts: Mapping[str, str]) -> list[Cited]:
    """The stretches of the turns that cite a passage, from their reasons; ``texts`` maps passage ids to texts."""
    number = {turn.id: at for at, turn in enumerate(turns)}
    out: list[Cited] = []
    for reason in reasons:
        at = number.get(reason.turn)
        if at is None:
            continue
        for claim in reason.claims:
            out.extend(
                Cited(at, claim.said.start, claim.said.end, texts[one]) for one in claim.passages if one in texts
            )
        if not any(claim.passages for claim in reason.claims):
            out.extend(Cited(at, 0, len(turns[at].text), texts[one]) for one in reason.passages if one in texts)
    return out
