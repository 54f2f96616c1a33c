"""Has a line said what its role cannot know yet? Read from the words, because a model may say anything.

Law of the file: only what cannot be hit by chance counts, a quantity in a unit or the name of a condition or a drug that
the visit first establishes; and only where neither the line's brief, nor what stood before the visit, nor an earlier
turn has it. A question states nothing.
"""

from collections.abc import Iterable

from bedside.agents.checks.assertions import split_sentences
from bedside.agents.text.quantities import FoundQuantity, find_quantities
from bedside.knowledge.terminology import Finder
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Note

_NAMED = ("disorder", "drug")
_SPAN = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "time"})  # anyone may say how long


def leaked(note: Note, brief: Brief, text: str, terminology: Finder) -> tuple[str, ...]:
    """Ids of the facts that ``text`` gives away, in the order of the note."""
    own = {fact.id for fact in brief.facts}
    hidden = [fact for fact in note.facts if fact.established == "visit" and fact.id not in own]
    stated = " ".join(text[start:end] for start, end in split_sentences(text) if not text[start:end].endswith("?"))
    if not hidden or not stated:
        return ()
    named = {mention.concept for mention in terminology.find(stated)}
    counted = {_value(found.value, found.unit) for found in _measured(find_quantities(stated))}
    if not named and not counted:
        return ()
    open_facts = [fact for fact in note.facts if fact.id in own or fact.established == "before"]
    named -= {mention.concept for fact in open_facts for mention in fact.mentions}
    given = (
        f"{fact.group}. {fact.problem}. {' '.join(fact.text.split())}" for fact in brief.facts
    )  # as the prompt has them
    named -= {mention.concept for words in given for mention in terminology.find(words)}
    counted -= {_value(q.value, q.unit) for fact in open_facts for q in fact.quantities}
    for turn in brief.turns:
        if not named and not counted:
            return ()
        named -= {mention.concept for mention in terminology.find(turn.text)}
        if counted:
            counted -= {_value(found.value, found.unit) for found in find_quantities(turn.text)}
    return tuple(fact.id for fact in hidden if _gives_away(fact, named, counted))


def _gives_away(fact: Fact, named: set[str], counted: set[str]) -> bool:
    return any(mention.kind in _NAMED and mention.concept in named for mention in fact.mentions) or any(
        quantity.unit and _value(quantity.value, quantity.unit) in counted for quantity in fact.quantities
    )


def _measured(found: Iterable[FoundQuantity]) -> list[FoundQuantity]:
    return [quantity for quantity in found if quantity.unit and quantity.unit not in _SPAN]


def _value(value: float, unit: str | None) -> str:
    return f"{value:g} {unit or ''}"
