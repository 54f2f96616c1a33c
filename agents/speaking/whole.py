"""Whole clauses of the note moved into somebody's mouth: events, reasons, prognosis, complaints and quotes."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.moving import clause as moved_clause
from bedside.agents.speaking.nouns import some
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.phrase import naming
from bedside.agents.speaking.tree import Clause, Words
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact

_NOT_PATIENT = frozenset(("reasoning", "prognosis"))


def clauses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Each clause as a sentence of its own."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        if fact.kind in _NOT_PATIENT and view.speaker != "physician":
            return None
        words = moved_clause(fact, view)
        spoken = aloud(words) if words else None
        if spoken is None or len(spoken.split()) < 2:
            return None
        out.append(Clause((fact.id,), rest=(Words(spoken),)))
    return out


def complaints(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Why somebody came: "I'm here because of my knee pain." is left to the caller; here "I've had knee pain"."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        what = naming(fact.argument("what"), view)
        if what is None:
            return None
        out.append(Clause((fact.id,), patient(view).as_subject, "have", (Words(some(what)),), perfect=True))
    return out
