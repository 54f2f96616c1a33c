"""The article or the owner that a sentence lacks, put where it is wanted: "a reaction to bug bite" -> "to a bug bite"."""

from bedside.agents.speaking.form_phrases import ARTICLE, OPENS, WHOSE
from bedside.agents.speaking.nouns import an
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.view import View
from bedside.agents.speaking.well_formed import first_fault

_MOST = 3  # words that one sentence may lack


def supplied(said: Said, view: View) -> Said | None:
    """What was said with what it lacks; None where something else is wrong with it."""
    for _ in range(_MOST):
        fault = first_fault(said.text)
        if fault is None:
            return said
        if fault.what == OPENS:
            small = said.text[fault.start + 1 : fault.start + 2].islower()
            first = said.text[fault.start].lower() if small else said.text[fault.start]
            text = said.text[: fault.start] + first + said.text[fault.start + 1 :]
            said = _with(Said(text, said.claims), fault.start, "The ")
            continue
        at = said.text.find(" ", fault.start) + 1
        if fault.what not in (ARTICLE, WHOSE) or not at:
            return None
        word = patient(view).possessive if fault.what == WHOSE else an(said.text[at:]).split(" ")[0]
        said = _with(said, at, f"{word} ")
    return None


def _with(said: Said, at: int, words: str) -> Said:
    """The same with words put in at a place; they state what the characters around them state."""
    long = len(words)
    moved = tuple(
        (start + long if start > at else start, end + long if end > at else end, facts)
        for start, end, facts in said.claims
    )
    return Said(said.text[:at] + words + said.text[at:], moved)
