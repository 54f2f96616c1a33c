"""What somebody is told to do, in the note's own order: "Take both tablets with the evening meal"."""

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.complaints import owned_inside
from bedside.agents.speaking.english import sentence
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.moving import clause as moved_clause
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.tree import Clause, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.note import Fact

_LONGEST = 25  # words of an order
_NOT_TO_THEM = frozenset(
    "refer order schedule obtain prescribe recheck check repeat monitor consider discuss arrange plan receive help".split()
)


def as_told(fact: Fact, view: View) -> Said | None:
    """An order to the patient as it is written, where it opens with its verb; None for any other."""
    first = fact.text.split(" ")[0].lower()
    told = view.speaker == "physician" and fact.polarity == "present" and fact.certainty == "certain"
    if not told or not is_verb(first) or first in _NOT_TO_THEM or ":" in fact.text:
        return None
    moved = moved_clause(fact, view)
    spoken = aloud(moved, prose=True) if moved else None
    if spoken is None or not 3 <= len(spoken.split()) <= _LONGEST:
        return None
    verb, _, rest = spoken.partition(" ")
    return sentence([Clause((fact.id,), None, verb.lower(), (Words(plain_inside(owned_inside(rest, view), view)),))])
