"""What was read of a note and is told by nobody, since neither side has words for it."""

from bedside.agents.builtin.acts import Voices, voices_of
from bedside.agents.builtin.telling import agrees
from bedside.agents.builtin.untold import (
    DONE_HERE,
    GUESSED,
    UNCONDITIONED,
    is_conditional,
    is_done_here,
    is_guessed,
    silent,
)
from bedside.agents.planning.spokesperson import spokesperson
from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import MALFORMED, NOT_UNDERSTOOD, WORDLESS

NOT_YET = "not told: it has not happened, and nobody can say what to do if it does"


def silenced(fact: Fact, note: Note) -> str:
    """Why a fact is told by nobody, whoever could say it; "" for one that may be told."""
    if reason := silent(fact):
        return reason
    if is_conditional(fact, note.text):
        return UNCONDITIONED
    if is_done_here(fact, note):
        return DONE_HERE
    return GUESSED if is_guessed(fact, note.text) else ""


def wordless(fact: Fact, voices: Voices) -> str:
    """Why a fact is told by nobody that nobody has words for."""
    if fact.temporality in ("hypothetical", "future") and fact.kind != "opaque":
        return NOT_YET
    return MALFORMED if voices.stumbles(fact) else NOT_UNDERSTOOD


def unsayable(note: Note, case: Case) -> frozenset[str]:
    """The ids of the facts of a visit that the built-in planner leaves out as not understood."""
    companions = came_along(case.patient.companion, note.companions)
    voices = voices_of(note, case, spokesperson(note, case), next(iter(companions), ""))
    return frozenset(fact.id for fact in note.facts if _is_unsayable(fact, note, voices))


def _is_unsayable(fact: Fact, note: Note, voices: Voices) -> bool:
    if silenced(fact, note) or (agrees(fact) and not fact.same_as):
        return False
    return voices.teller(fact) is None and wordless(fact, voices) in WORDLESS
