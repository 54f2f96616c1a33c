"""What was agreed on, gone over once more before they part, and what the last words look forward to: made from the orders that
were told, by their names."""

from collections.abc import Sequence
from itertools import chain

from bedside.agents.builtin import spoken
from bedside.agents.builtin.evidence import APART
from bedside.agents.builtin.listed import and_
from bedside.agents.speaking.handled import checking
from bedside.agents.speaking.nouns import PREPOSITIONS, determined, some
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

RECAP, AGAIN, AWAITED = "recap", "again", "awaited"
_FEWEST, _MOST = 2, 4  # things that are gone over
_NAME = 4  # words of a thing that is gone over
_GETS = "getting"
_DOING = {
    ("order", "test"): _GETS,
    ("order", "image"): _GETS,
    ("order", "refer"): "setting you up with",
    ("drug", "start"): "starting",
    ("drug", "keep"): "staying on",
    ("drug", "stop"): "stopping",
}
_TAKEN_UP = frozenset((("order", "test"), ("order", "image"), ("order", "refer"), ("drug", "start")))
_SHOWS = frozenset(("test", "image"))
_CONDITIONS = frozenset(("condition", "as_needed"))


def recap(facts: Sequence[Fact], view: View) -> tuple[Cue, ...]:
    """The first orders as what is going to be done, if there are at least two; nothing that has a condition or is only possible.
    Each cue's ``concept`` holds the names that must have been said."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        doing = _DOING.get((fact.kind or "", _action(fact)), "")
        if (
            doing
            and (thing := _thing(fact, view))
            and thing not in chain(*found.values())
            and sum(map(len, found.values())) < _MOST
        ):
            checks = _action(fact) == "test" and checking(thing) == "check"
            found.setdefault(f"checking {patient(view).possessive}" if checks else doing, []).append(thing)
    if sum(map(len, found.values())) < _FEWEST:
        return ()
    return tuple(
        Cue(
            aspect=RECAP,
            words=f"{doing} {and_([_some(x) if doing == _GETS else x for x in things])}",
            concept=APART.join(things),
        )
        for doing, things in found.items()
    )


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
