"""The sign that something was heard, before the physician goes on: comfort, a word, or what was said, said back.

The law: what is said back are words of the answer itself, and only such as can stand alone."""

import re

from bedside.agents.builtin import reactions
from bedside.agents.builtin.calls_for import was_answered
from bedside.agents.builtin.clean import is_clean, is_ordinary
from bedside.agents.builtin.line import Line
from bedside.agents.builtin.tables import words
from bedside.agents.planning.private import FRAME
from bedside.scenarios.turn import Turn

_FRAMES = "frame"  # the act that sends somebody out of the room, or calls them back
_SORRY = 0.35  # how often trouble is answered with a word of sympathy
_SAYS_BACK = 0.6  # how often what can be said back is
_FELT = ("sorry", "sounds hard", "can't be easy", "must be difficult")  # sympathy is said once
_OWN = frozenset(("reason", "story", "associated", "review"))
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_COUNTED = rf"(?:{_NUMBER} (?:to|or) {_NUMBER}|{_NUMBER}|an?|a few|several|a couple of|a couple)"
_LONG = re.compile(rf"\b(?:for|over|about|been|last|past)(?: the)?(?: last| past)? ({_COUNTED} (?:day|week|month|year|hour)s?)(?=[.,]| now)", re.IGNORECASE)  # fmt: skip
_AGO = re.compile(
    rf"(?<!to )(?<!or )(?<!and )\b({_COUNTED} (?:day|week|month|year|hour)s? ago|since (?:\w+day|last \w+|yesterday|[A-Z]\w+))[.,]"
)
_RATED = re.compile(r"\b((?:\w+|\d+)(?: to (?:a )?\w+)? out of (?:ten|10))\b")
_SHORT = re.compile(
    r"^(?:(?:Mostly|I'd say|It's worse|They're worse|It gets worse|It's|They're|It started|They started) )?"
    r"((?:in|on|at|after|before|during|with|when|every|all over|since|around) [^.?!]*)\.$",
    re.I,
)
_REFLECTS = 0.25  # how often a short statement is said back in the second person
_TELLS = re.compile(r"^(?:(?:Well|So|Um|Uh), )?((?:I|I've|I'm|My|It|It's|They|They're|Everything|Nothing) .*)$", re.I)
_YOURS = {"i": "you", "i've": "you've", "i'm": "you're", "i'd": "you'd", "my": "your", "me": "you", "myself": "yourself", "am": "are"}  # fmt: skip
_UNSURE = frozenset(
    "you your we our us here anything nothing think guess believe feel know was sure say worried afraid "
    "actually honest telling meaning neighbor".split()  # asides of a person who likes to talk
)
_STATED = 9  # words of a statement that is said back
_LONGEST = 5  # words that are said back
_OTHERS = frozenset("i i'm i've i'd it it's we he she they my me who which that but and or because".split())


class Acknowledging:
    """What a line of the physician answers before it says anything else. ``often`` is how often it shows that it heard."""

    def __init__(self, line: Line, often: float, pace: float, *, writes: bool) -> None:
        self.line, self.brief, self.often, self.pace, self.writes = line, line.brief, often, pace, writes

    def react(self, telling: bool = False, *, moves_on: bool = False) -> None:
        """Answer what was said last, or show that it was heard, or go straight on. ``moves_on``: what comes now is no answer to
        what was told, so that a mere sign of having heard it would be out of place; what calls for a word still gets it."""
        turn, line = reactions.last(self.brief), self.line
        if turn is None or turn.speaker == "physician" or self.writes or turn.id.startswith(FRAME):
            return
        what = reactions.heard(turn.text)
        answer = reactions.answer_to(what, telling)
        if what in reactions.ONCE and was_answered(turn.text, self.brief.turns):
            answer = ""
        if answer and not (
            what == "declined" and self.brief.step.act == "close"
        ):  # "no, thank you", to a last question
            who = reactions.lost(turn.text) if what == "loss" else ""
            line.add(line.draw(f"{answer}_of" if who else answer, who=who))
            return
        if moves_on or self.brief.step.act == _FRAMES:
            return  # who is called back in must not hear what was said without them
        own = self.brief.step.topic in _OWN and not any(word in line.said for word in _FELT)
        if what == "trouble" and own and line.chance(_SORRY * self.pace):
            line.add(line.draw("ack_sorry"))
        elif not telling and (said := said_back(turn.text)) and line.chance(_SAYS_BACK * self.pace):
            line.add(line.draw("ack_back", x=said.replace("my ", f"{line.slots['your']} ")))
        elif (
            what == "told"
            and not telling
            and self.brief.step.topic != "family"
            and line.chance(_REFLECTS * self.pace)
            and (told := reflected(turn))
        ):
            line.add(line.draw("ack_told", x=told))
        elif what in ("nod", "nothing", "question") or (telling and what in ("yes", "no")):
            return
        elif line.chance(self.often):
            line.add(line.draw("ack_no" if what == "no" else "ack"))


def reflected(turn: Turn) -> str:
    """An answer of one plain sentence as its listener says it back: "you're staying active"; "" for one that is long, or is not
    only about the patient."""
    whole = turn.text.rstrip(".")
    if ". " in whole or not is_clean(whole):
        return ""  # nobody says back half of an answer, or what is no sentence
    found = _TELLS.match(whole) if turn.speaker == "patient" else None
    spoken = words(found[1]) if found is not None else ()
    if found is None or not 3 < len(spoken) <= _STATED or not _UNSURE.isdisjoint(spoken):
        return ""
    said = found[1][:1].lower() + found[1][1:].replace(" also ", " ")
    return " ".join(_YOURS.get(word.casefold(), word) for word in said.split(" "))


def said_back(text: str) -> str:
    """The words of an answer that a listener says back: how long, since when, how bad, when or where; "" if there are none."""
    found = _RATED.search(text) or _LONG.search(text) or _AGO.search(text)
    if found is None:
        found = _SHORT.match(text)
        if found is None or len(words(found[1])) > _LONGEST or not _OTHERS.isdisjoint(words(found[1])):
            return ""
    return found[1] if all(is_ordinary(word) or word[:1].isdigit() for word in words(found[1])) else ""
