"""A note's facts with what the author of a case corrects of them."""

from collections.abc import Sequence
from typing import Any

from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import FactCorrection
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.quoted import facts_with, plain


def corrected(note: Note, corrections: Sequence[FactCorrection]) -> Note:
    """The note with its facts as the corrections have them. Raises ``Problem`` for words that no fact is read from."""
    for one in corrections:
        meant = facts_with(note, one.quote)
        if not meant:
            raise Problem("config", _unread(note, one.quote))
        if one.leave_out:
            note = note.model_copy(update={"facts": tuple(fact for fact in note.facts if fact.id not in meant)})
            continue
        change: dict[str, Any] = {
            "knower": one.knows,
            "established": "visit" if one.knows == "physician" else "before",
        }
        facts = (fact.model_copy(update=change) if fact.id in meant else fact for fact in note.facts)
        note = note.model_copy(update={"facts": tuple(facts)})
    return note


def _unread(note: Note, quote: str) -> str:
    if plain(quote) in plain(note.text):
        return f"facts: nothing was read from “{quote}”, so there is nothing to correct: see bedside render."
    near = _nearest(note.facts, quote)
    hint = f" Did you mean “{' '.join(near.text.split())}”?" if near else ""
    return f"facts: the note does not say “{quote}”: quote its words.{hint}"


def _nearest(facts: Sequence[Fact], quote: str) -> Fact | None:
    wanted = set(plain(quote).split())
    best = max(facts, key=lambda fact: len(wanted & set(plain(fact.text).split())), default=None)
    return best if best is not None and wanted & set(plain(best.text).split()) else None
