"""Small records that the tests of the evaluation share."""

from typing import Any

from bedside.scenarios.record import Record
from bedside.scenarios.turn import Reason, Turn


def record(*turns: tuple[str, str] | tuple[str, str, dict[str, Any]], name: str = "x", **meta: Any) -> Record:
    """A finished dialogue from speaker, text, and what its reason has beyond the usual. Without any such part the record
    has no reasons, like one of people."""
    said: list[Turn] = []
    reasons: list[Reason] = []
    for number, (speaker, text, *more) in enumerate(turns):
        said.append(Turn(id=f"t{number}", speaker=speaker, text=text))
        for keys in more:
            usual: dict[str, Any] = {"turn": f"t{number}", "thought": "", "act": "ask", "topic": "story", "step": "s1"}
            reasons.append(Reason.model_validate(usual | keys))
    return Record(
        id=name, note_id=name, seed=0, status="finished", stop="", turns=tuple(said), reasons=tuple(reasons), meta=meta
    )
