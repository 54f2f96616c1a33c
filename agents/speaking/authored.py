"""Clauses of a note that only its author would put so: how somebody looks, what was advised, a thing that looks like a deed."""

from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_AUTHORS = frozenset(
    "expect suspect advise recommend anticipate explained advised discussed warned reviewed reassured informed counselled counseled "
    "documented examined explain discuss review remove".split()
)  # "Expect to improve"
_FOUND_OUT = frozenset(("gather", "obtain", "elicit", "assess", "get"))
_OPENING = 5  # words within which a clause says what it is about
_STATED = frozenset("decreased increased reduced impaired limited altered diminished worsened improved".split())


def is_authors(fact: Fact) -> bool:
    """Whether a clause says what its author did or thought, or who told them, which is in nobody else's mouth."""
    words = fact.text.lower().split(" ")
    if words[0] in ("explained", "discussed", "documented") and words[1:2] != ["by"]:
        return True  # whoever left out who did it
    return "according" in words or "myself" in words or words[0] in ("i", "we", "i've", "i'd", "i'll", "we've", "we'll")


def is_seen(fact: Fact) -> bool:
    """Whether a clause without a subject says how the patient looks to its author: "Looks well"."""
    first = fact.text.split(" ")[0]
    bare = bool(fact.marks) and fact.marks[0].span.start == fact.marks[0].span.end == fact.span.start
    return bare and (lemma(first, "VVZ") in ("look", "appear") or first.lower() in _AUTHORS)


def to_patient(words: str) -> bool:
    """Whether a clause speaks to somebody, as its author did to the patient."""
    return bool({word.strip(".,;").lower() for word in words.split()} & {"you", "your", "you're", "yourself", "you'll"})


def is_unsayable(fact: Fact) -> bool:
    """Whether a clause without a subject is a thing with its state, and nothing that somebody did ("decreased sensation"), or
    what its author could not find out ("Unable to gather any other information"), or wrote to a colleague."""
    words = fact.text.lower().split(" ")
    if words[0] in ("i", "we") and to_patient(fact.text):
        return True  # "I would be grateful for your advice": to a colleague
    if "contacted" in words and {"may", "can"} & set(words):
        return True  # how to reach somebody is no part of a visit
    if words[0] == "unable" and not _FOUND_OUT.isdisjoint(words[:_OPENING]):
        return True
    bare = bool(fact.marks) and fact.marks[0].span.start == fact.marks[0].span.end == fact.span.start
    return bare and words[0] in _STATED and len(words) > 1 and tags(words)[1][:2] in ("NN", "AJ")
