"""Clauses that take up what stood before them: "this is well controlled", "they feel numb".

The law: what a clause refers to is told before it, or the clause is not told.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bedside.agents.builtin.acts import head, is_bare
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact

DANGLING = "not told: what it refers to is not told"
_REFER = frozenset(("this", "these", "they", "those", "them"))
_CLAUSES = frozenset(("event", "reasoning", "status", "prognosis"))
_ANY_ILLNESS = frozenset("disease disorder syndrome pain problem problems condition issue issues infection".split())
_OPENS = 3  # words within which a clause takes up what stood before it
_CARE = frozenset(
    "procedure procedures treatment medication medications medicine test tests option options surgery therapy injection".split()
)
_OTHERS = frozenset(("because", "when", "if", "although", "since", "that"))


def dangling(facts: Sequence[Fact], silent: Collection[str]) -> list[str]:
    """Of ``facts`` in the note's order, the ids of clauses that refer to one of ``silent``, which nobody tells, or to a denial,
    which is an answer elsewhere."""
    gone = set(silent)
    found: list[str] = []
    before: Fact | None = None
    for fact in facts:
        refers = fact.kind in _CLAUSES and fact.id not in gone and not fact.problem and _refers(fact.text)
        same = before is not None and before.section == fact.section
        if refers and same and before is not None and (before.id in gone or _is_answer(before)):
            gone.add(fact.id)
            found.append(fact.id)
        before = fact
    return found


def _refers(text: str) -> bool:
    """Whether a clause opens with, or soon has, a word for what stood before it and for nothing of its own."""
    spoken = words(text)
    opening = spoken[:_OPENS]
    if any(a in ("this", "these") and b in _CARE for a, b in pairwise(spoken)):
        return True  # "she is already familiar with this procedure"
    ends = spoken[-1:] == ("this",) and "like" not in spoken
    return ends or (not _REFER.isdisjoint(opening) and opening[0] not in _OTHERS)


def _is_answer(fact: Fact) -> bool:
    return fact.polarity == "denied" and fact.kind in ("symptom", "condition")


def unheard(unplaced: Mapping[str, str]) -> set[str]:
    """The facts that nobody tells, not even in other words; ``unplaced`` says why."""
    return {fact for fact, why in unplaced.items() if not why.startswith(("same as", "shown by"))}


def named_by_questions(story: Sequence[Fact], past: Sequence[Fact]) -> dict[str, str]:
    """The illnesses of the past that the story's questions name, each with why it is not told: who was asked how their gout is
    does not say that they have it."""
    from bedside.knowledge.terminology import Terminology

    concept = Terminology.load().concept
    problems = {fact.problem for fact in story if fact.problem}
    named = {problem.casefold() for problem in problems} | {found for one in problems if (found := concept(one))}
    last = {words(problem)[-1] for problem in problems if words(problem)} - _ANY_ILLNESS
    own = [
        fact.id
        for fact in past
        if fact.kind == "condition"
        and is_bare(fact)
        and not {head(fact).casefold(), fact.concept, *words(head(fact))[-1:]}.isdisjoint(named | last)
    ]
    return dict.fromkeys(own, "named by the question for what is told of it")
