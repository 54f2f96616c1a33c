"""What was agreed on, gone over once more before they part, and what the last words look forward to: made from the orders that
were told, by their names."""

from collections.abc import Sequence

from bedside.agents.builtin import spoken
from bedside.agents.speaking.handled import checking
from bedside.agents.speaking.nouns import PREPOSITIONS, determined, some
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

RECAP, AGAIN, AWAITED = "recap", "again", "awaited"
_MOST = 3  # things that are gone over
_NAME = 4  # words of a thing that is gone over
_DOING = {
    ("order", "test"): "getting {some}",
    ("order", "image"): "getting {some}",
    ("order", "refer"): "setting you up with {x}",
    ("drug", "start"): "starting {x}",
    ("drug", "keep"): "staying on {x}",
    ("drug", "stop"): "stopping {x}",
}
_TAKEN_UP = frozenset((("order", "test"), ("order", "image"), ("order", "refer"), ("drug", "start")))
_SHOWS = frozenset(("test", "image"))
_CONDITIONS = frozenset(("condition", "as_needed"))


def recap(facts: Sequence[Fact], view: View) -> tuple[Cue, ...]:
    """The first orders as what is going to be done, if there are at least two; nothing that has a condition or is only possible."""
    found: dict[str, str] = {}
    for fact in facts:
        doing = _DOING.get((fact.kind or "", _action(fact)))
        thing = _thing(fact, view) if doing else ""
        if doing and thing:
            said = f"checking your {thing}" if _action(fact) == "test" and checking(thing) == "check" else doing
            found.setdefault(thing, said.format(x=thing, some=_some(thing)))
    cues = [Cue(aspect=RECAP, words=said, concept=thing) for thing, said in found.items()]
    return tuple(cues[:_MOST]) if len(cues) > 1 else ()


def ordered(fact: Fact, view: View) -> str:
    """What was ordered, or when they come again, in the words in which it can be taken up; "" if there are none."""
    if when := _when(fact, view):
        return when.removeprefix("in ")
    thing = _thing(fact, view) if (fact.kind or "", _action(fact)) in _TAKEN_UP else ""
    if _action(fact) == "test" and checking(thing) != "do":
        return ""  # a level in the blood is not taken up by its name
    return _some(thing) if _action(fact) in _SHOWS else thing


def looking_forward(facts: Sequence[Fact], view: View) -> tuple[Cue, ...]:
    """When they meet again, or what they wait for until then."""
    meet = next((when for fact in facts if (when := _when(fact, view))), "")
    if meet:
        return (Cue(aspect=AGAIN, words=meet),)
    tests = [
        thing for fact in facts if fact.kind == "order" and _action(fact) in _SHOWS and (thing := _thing(fact, view))
    ]
    return tuple(Cue(aspect=AWAITED, words=thing) for thing in tests[:1] if not determined(thing))


def _action(fact: Fact) -> str:
    action = fact.argument("action")
    return (action.value or "") if action is not None else ""


def _when(fact: Fact, view: View) -> str:
    """When they come again: "in two weeks"."""
    when = text(fact, "when", view) if _action(fact) == "follow_up" and _is_plain(fact) else None
    return when if when and when.startswith("in ") and len(when.split()) <= _NAME else ""


def _thing(fact: Fact, view: View) -> str:
    """What an order is called, where that is short enough to be said by the way."""
    thing = spoken.name(fact, view) if _is_plain(fact) else ""
    return thing if len(thing.split()) <= _NAME and PREPOSITIONS.isdisjoint(thing.split()) else ""


def _some(thing: str) -> str:
    return thing if determined(thing) else some(thing)


def _is_plain(fact: Fact) -> bool:
    sure = fact.certainty == "certain" and fact.polarity == "present" and fact.temporality == "current"
    return sure and fact.subject == "patient" and not any(argument.role in _CONDITIONS for argument in fact.arguments)
