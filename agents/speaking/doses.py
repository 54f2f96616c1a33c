"""How a medicine is taken, aloud: its doses, times and routes in the order of the note."""

import re

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.phrase import said
from bedside.agents.speaking.tables import mapping
from bedside.agents.speaking.timing import unhyphened
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument

BEFORE_TIMES = ("at least", "at most", "up to", "about", "another")
_TWICE = re.compile(r"[A-Za-z-]+ \((?P<number>\d+(?:\.\d+)?)\) (?P<unit>[A-Za-z]+)")  # "Thirty (30) ML"
_ENDS = ("then stop", "then off")
_AFTER = ("by mouth", "")


def doses_of(fact: Fact, view: View, led: str) -> list[str] | None:
    """Doses, times and routes aloud in the note's order; ``led`` is the preposition behind the drug's name. None where one cannot be
    said."""
    parts: list[str] = []
    dosed = phased = False
    for argument in fact.arguments:
        if argument.role == "purpose" and (words_ := argument.text.lower().strip()).endswith(BEFORE_TIMES):
            led = words_.removeprefix("for ")
        if argument.role not in ("dose", "frequency", "as_needed", "duration", "route"):
            continue
        words = _taken(argument, fact, view)
        if words is None:
            return None
        if words == "on" or (argument.role == "route" and words in _AFTER):  # what came after it was left out
            continue
        if argument.role == "duration" and words in _ENDS:
            parts.append(", then stop")
            continue
        if argument.role == "duration" and led:
            words = f"{led} {words.removeprefix('for ')}"
            words, led = (words if led in PREPOSITIONS else f"for {words}"), ""
        if argument.role == "duration" and words.split(" ")[0] not in PREPOSITIONS:
            words = f"for {unhyphened(words)}"
        if argument.role == "dose" and dosed:
            then = _comes_then(fact, argument)
            parts.append(f", then {words}" if then else f"and {words}" if phased else f", {words}")
        else:
            parts.append(words)
        dosed, phased = dosed or argument.role == "dose", argument.role == "frequency"
    return None if led in PREPOSITIONS else parts


def _taken(argument: Argument, fact: Fact, view: View) -> str | None:
    """How it is taken, aloud."""
    if argument.role == "as_needed":
        return "as needed" if said(argument, view, fact) is not None else None
    words = strength(argument, view) if argument.role == "dose" else said(argument, view, fact)
    words = mapping("amounts").get(words, words) if argument.role == "frequency" and words else words
    return "through the IV" if argument.role == "route" and words == "IV" else words


def _comes_then(fact: Fact, argument: Argument) -> bool:
    """Whether a dose is the next one: "10 mg for 7 days, then 5 mg"."""
    before = fact.text[: argument.span.start - fact.span.start].lower().rstrip()
    return before.endswith("then")


def strength(argument: Argument, view: View) -> str | None:
    """A dose aloud; the strengths of a medicine of two parts as people say them: "24/26 mg" -> "24 over 26 milligrams"."""
    half = argument.text.lower().replace("½", "0.5").split(" ")
    if len(half) == 2 and half[0] in ("0.5", "1/2", ".5") and half[1].startswith("tab"):
        return "half a tablet"
    first, slash, second = argument.text.partition("/")
    two = bool(slash) and first.strip()[-1:].isdigit() and second.strip()[:1].isdigit() and len(first.strip()) > 1
    if two:
        return aloud(f"{first.strip()} over {second.strip()}")
    twice = _TWICE.fullmatch(argument.text)
    return said(argument, view) or (aloud(f"{twice['number']} {twice['unit'].lower()}") if twice else None)
