"""Tests that were done and have no result yet: "The blood cultures were sent.", "We're still waiting for the biopsy results."."""

from bedside.agents.speaking.complaints import owned_inside
from bedside.agents.speaking.nouns import determined, is_plural
from bedside.agents.speaking.people import WE
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb, lemma
from bedside.scenarios.note import Fact

_RESULTS = ("results", "result", "report", "labs", "bloods")  # what one waits for by its own name


def is_awaited(fact: Fact) -> bool:
    """Whether a note says of a test that its result is not there: "Labs pending", "awaiting MRI"."""
    words = fact.text.lower().rstrip(" .").split(" ")
    return words[0] == "awaiting" or (len(words) > 1 and words[-1] in listed("awaited"))


def awaited(fact: Fact, what: str | None, view: View, time: tuple[Words, ...]) -> Clause | None:
    """A test that is no order any more; None where what became of it cannot be told."""
    action = fact.argument("action")
    if what is None or action is None or fact.polarity == "denied":
        return None
    name = owned_inside(what, view).removeprefix("awaiting ").removeprefix("the ")
    for left in (*listed("awaited"), "is still", "are still", "still"):
        name = name.removesuffix(f" {left}")
    if shape(name) not in ("noun", "other"):
        return None
    if is_awaited(fact):
        told = name if fact.text.lower().startswith("awaiting") or name.endswith(_RESULTS) else f"{name} results"
        return Clause((fact.id,), WE, "be", (Words(f"still waiting for the {told}"),), time=time)
    verb = lemma(action.text.lower(), "VVN")
    if fact.temporality != "past" or not is_verb(verb):
        return None
    counted = determined(name) or name.split(" ")[0] in SMALL
    subject = Subject((Words(name if counted else f"the {name}"),), 3, is_plural(name))
    return Clause((fact.id,), subject, verb, tense="past", passive=True, time=time)
