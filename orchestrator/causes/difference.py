"""The first turn in which two kept dialogues differ, and what of it: read from their logs, nothing is played."""

from bedside.orchestrator.causes.bisect_result import Difference
from bedside.orchestrator.causes.candidates import word_giver
from bedside.orchestrator.graph.kept_briefs import KeptBrief, kept_briefs
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.brief import Brief

_OWN = frozenset({"dialogue", "seed", "step", "turns", "evidence"})  # parts that are looked at apart, or name the run


def first_difference(one: KeptDialogue, other: KeptDialogue) -> Difference | None:
    """Where two dialogues part; None where they say the same. Turns are compared in the order in which they stand at the
    end, by who says what."""
    here, there = one.record.turns, other.record.turns
    for at in range(max(len(here), len(there))):
        if at >= len(here) or at >= len(there):
            turn = (there if at < len(there) else here)[at]
            mine = here[at].text if at < len(here) else ""
            yours = there[at].text if at < len(there) else ""
            return Difference(at, turn.id, "end", mine, yours)
        if (here[at].speaker, here[at].text) != (there[at].speaker, there[at].text):
            return _of_turn(one, other, at)
    return None


def _of_turn(one: KeptDialogue, other: KeptDialogue, at: int) -> Difference:
    here, there = one.record.turns[at], other.record.turns[at]
    briefs = _brief(one, here.id), _brief(other, there.id)
    what, parts = _what(one, other, here.id, there.id, *briefs)
    return Difference(at, there.id, what, here.text, there.text, parts)


def _what(
    one: KeptDialogue, other: KeptDialogue, here: str, there: str, mine: Brief | None, yours: Brief | None
) -> tuple[str, tuple[str, ...]]:
    if is_edited(one, here) != is_edited(other, there):
        return "author", ()
    if mine is None or yours is None:
        return "words", ()
    if (mine.step.id, mine.step.act, mine.step.revealer, mine.role) != (
        yours.step.id,
        yours.step.act,
        yours.step.revealer,
        yours.role,
    ):
        return "plan", ()
    if mine.evidence != yours.evidence:
        return "evidence", ()
    parts = [part for part in Brief.model_fields if part not in _OWN and getattr(mine, part) != getattr(yours, part)]
    parts += ["cues"] if mine.step.cues != yours.step.cues else []
    return ("brief", tuple(parts)) if parts else ("words", ())


def is_edited(kept: KeptDialogue, turn: str) -> bool:
    """Whether a person has changed a turn."""
    return any(event.event == "edited" and event.turn == turn for event in kept.events)


def _brief(kept: KeptDialogue, turn: str) -> Brief | None:
    """The brief with which a turn was given its words last."""
    found: KeptBrief | None = None
    for one in kept_briefs(kept):
        if word_giver(one.event) == turn:
            found = one
    return found.brief if found is not None else None
