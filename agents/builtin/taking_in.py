"""What a patient says to what they were just told: a sign of having heard, what they make of it, or a word of it taken up."""

import re
from collections.abc import Sequence

from bedside.agents.builtin.going_over import ordered
from bedside.agents.builtin.grave import sombre
from bedside.agents.builtin.line import Line
from bedside.agents.builtin.news import news
from bedside.agents.builtin.reactions import heard
from bedside.agents.builtin.temper import Temper
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact

_TAKES_UP = 0.4  # how often what was found or ordered is taken up
_JUST = 2  # findings that were told last
_SORE = re.compile(r"\b(?:tender\w*|pain (?:to|with|on|when)|painful|sore)\b", re.IGNORECASE)
_TOLD = frozenset(("report", "explain", "advise", "safety", "message"))


def take_in(line: Line, view: View, temper: Temper) -> str:
    """Put the answer on the line; return why it is given."""
    brief, own = line.brief, line.brief.relation is None
    offers = [fact for fact in brief.facts if fact.kind == "offer"]
    if offers:
        _decide(line, offers)
        return "say whether I want that"
    if brief.step.act in _TOLD and own and temper.moved():
        return "take in what was said"
    taken_up = _taken_up(line, view) if own else ""
    rule = f"listen_{news(brief)}"
    shaken = rule == "listen_grave" and any(
        heard(turn.text) == "shaken" for turn in brief.turns if turn.speaker == brief.role
    )
    grave = ("listen_grave_again",) if shaken else (f"{rule}_grave",) if sombre(brief) else ()
    rule = line.best(*grave, rule, "listen")
    tries = 3 if brief.persona.talkativeness == "terse" else 1  # of which the shortest is said
    line.add(taken_up or min((line.draw(rule) for _ in range(tries)), key=len))
    return "take in what was said"


def _taken_up(line: Line, view: View) -> str:
    """What was just said of a sore place or of what comes next, in a few words; "" for a mere sign of having heard."""
    facts, act = line.brief.facts, line.brief.step.act
    if act == "examine":
        sore = any(fact.polarity == "present" and _SORE.search(fact.text) for fact in facts[-_JUST:])
        return line.draw("listen_sore") if sore and line.chance(_TAKES_UP) else ""
    for fact in reversed(facts) if act == "advise" else ():
        if thing := ordered(fact, view):
            return line.draw("listen_order_of", x=thing) if line.chance(_TAKES_UP) else ""
    return ""


def _decide(line: Line, offers: Sequence[Fact]) -> None:
    """Answer an offer as the note says that it was answered."""
    answer = offers[0].argument("answer")
    declined = offers[0].polarity == "denied" or (answer is not None and answer.value == "declined")
    line.add(line.draw("decline" if declined else "accept"), [offer.id for offer in offers])
