"""Whether all that limits a statement is said with it: an argument that is left out makes another statement of it."""

from collections.abc import Iterator
from functools import cache

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.lay import doing, plain_inside
from bedside.agents.speaking.letters import expansions
from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.phrase import said
from bedside.agents.speaking.tables import listed, mapping
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument

_LIMITS = frozenset(
    "site quality severity onset duration frequency course trigger relief effect condition when since until purpose "
    "as_needed amount cause dose reaction".split()
)
_ORDERED = frozenset(("plan", "assessment", "instructions"))
_TOLD = frozenset(("drug", "order", "advice"))
_STEM = 4  # letters by which two forms of a word are the same


def is_complete(fact: Fact, spoken: str, view: View) -> bool:
    """Whether every argument of a fact that limits it is among the words that were spoken."""
    heard = {word[:_STEM] for word in _words(spoken.replace("n't", " not"))}
    if fact.kind == "drug" and fact.section in _ORDERED and any(_is_of_taking(word, heard) for word in _left(fact)):
        return False
    if fact.kind in _TOLD and any(not _is_left(word, heard) for word in _left(fact)):
        return False
    return all(_is_heard(argument, fact, heard, view) for argument in fact.arguments if argument.role in _LIMITS)


def _left(fact: Fact) -> list[str]:
    """The words of a fact that stand in none of its arguments."""
    text = list(fact.text)
    for argument in fact.arguments:
        start, end = argument.span.start - fact.span.start, argument.span.end - fact.span.start
        if 0 <= start < end <= len(text):
            text[start:end] = " " * (end - start)
    return "".join(text).lower().replace("(", " ").replace(")", " ").split()


def _is_of_taking(word: str, heard: set[str]) -> bool:
    """Whether a word that nobody has said tells how a medicine is taken: "with the evening meal"."""
    bare = word.strip(".,;:")
    return bare in listed("of_taking") and bare[:_STEM] not in heard


def _is_left(word: str, heard: set[str]) -> bool:
    """Whether a word may be left out of what somebody is told to do: none that says how long or under which condition."""
    bare = word.strip(".,;:")
    days, _, unit = bare.partition("/")
    lasting = days[-1:].isdigit() and unit in ("7", "52", "12")
    return not lasting and (bare not in listed("limiting") or bare[:_STEM] in heard)


def _is_heard(argument: Argument, fact: Fact, heard: set[str], view: View) -> bool:
    """Whether a word of an argument, as it is written or as it is said, was heard."""
    if not _content(argument.text):
        return True
    return any({word[:_STEM] for word in _content(form)} & heard for form in _forms(argument, fact, view))


def _forms(argument: Argument, fact: Fact, view: View) -> Iterator[str]:
    """An argument as it may be said, the likeliest first: most are heard as they are written."""
    low = argument.text.lower()
    written = (argument.text, argument.value or "", *expansions(argument.text), aloud(argument.text) or "")
    tables = (mapping("conditions").get(low.strip(" .,")), mapping("amounts").get(low), mapping("also_said").get(low))
    for form in filter(None, written + tables):
        yield form
        yield doing(plain_inside(form, view), view)
    spoken = said(argument, view, fact)
    if spoken:
        yield spoken
        yield doing(plain_inside(spoken, view), view)


def _words(text: str) -> list[str]:
    found = (word.strip(".,;:()?!\"'").lower() for word in text.replace("-", " ").replace("/", " ").split())
    return [word for word in found if word]


@cache
def _content(text: str) -> tuple[str, ...]:
    return tuple(word for word in _words(text) if word not in PREPOSITIONS | listed("little_words"))
