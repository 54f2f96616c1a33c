"""Clauses that take up what stood before them: "this is well controlled", "they feel numb".

The law: what a clause refers to is told before it, or the clause is not told.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bedside.agents.builtin.acts import head, is_bare
from bedside.agents.builtin.tables import words
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

DANGLING = "not told: what it refers to is not told"
_REFER = frozenset(("this", "these", "they", "those", "them"))
_CLAUSES = frozenset(("event", "reasoning", "status", "prognosis"))
_ANY_ILLNESS = frozenset("disease disorder syndrome pain problem problems condition issue issues infection".split())
_MANY = frozenset(("they", "them"))
_OPENS = 3  # words within which a clause takes up what stood before it
_CARE = frozenset(
    "procedure procedures treatment medication medications medicine test tests option options surgery therapy injection".split()
)
_OTHERS = frozenset(("because", "when", "if", "although", "since", "that"))
_HEADINGS = frozenset(("diagnosis", "condition", "procedure"))
# What hangs on the statement before it whatever its kind: a time, a next step, a verb left out.
_HANGS = re.compile(
    r"(since|at|after|until) (that|this) (time|point)\b|since then\b|^(and )?then\b|\b(un)?able to( due| because|[.,;]|$)"
)
_THE = re.compile(r"\b(the|these|those) (\w+)")


def dangling(facts: Sequence[Fact], silent: Collection[str]) -> list[str]:
    """Of ``facts`` in the note's order, the ids of clauses that refer to one of ``silent``, which nobody tells (here), or to a
    denial, which is an answer elsewhere."""
    gone = set(silent)
    found: list[str] = []
    before: Fact | None = None
    for at, fact in enumerate(facts):
        if fact.id not in gone and (_hangs(fact, before, gone) or _is_of_untold(fact, facts[:at], gone)):
            gone.add(fact.id)
            found.append(fact.id)
        before = fact
    return found


def _hangs(fact: Fact, before: Fact | None, gone: Collection[str]) -> bool:
    """Whether a statement takes up the one before it, and that is not told before it."""
    if before is None or before.section != fact.section:
        return False
    lost = before.id in gone
    said = words(fact.text)
    if lost and (
        _HANGS.search(fact.text.casefold()) or (fact.kind == "event" and said[:2] in (("it", "is"), ("it", "was")))
    ):
        return True
    if fact.kind not in _CLAUSES or not _refers(fact.text):
        return False
    if fact.problem:  # "this" may be the problem, but not where another clause stands between
        return lost and before.problem == fact.problem and before.kind not in _HEADINGS
    return lost or _is_answer(before) or (words(fact.text)[0].partition("'")[0] in _MANY and not _has_many(before.text))


def _has_many(text: str) -> bool:
    """Whether a clause names more than one: plain singulars are not what "they" are."""
    spoken = words(text)
    return any(tag in ("NN2", "NN0") for tag in tags(list(spoken))) or not {"and", "people", "family", "we"}.isdisjoint(
        spoken
    )


def _is_of_untold(fact: Fact, earlier: Sequence[Fact], gone: Collection[str]) -> bool:
    """Whether a clause of the story speaks of "the cramps" as of something told, and only what is not told has them."""
    if fact.kind != "event" or fact.section != "history":
        return False
    symptoms = {mention.form.casefold() for mention in fact.mentions if mention.kind == "symptom"}
    named = {noun for _, noun in _THE.findall(fact.text.casefold()) if noun in symptoms}
    for noun in named:
        having = [one for one in earlier if noun in words(one.text)]
        if having and all(one.id in gone for one in having):
            return True
    return False


def _refers(text: str) -> bool:
    """Whether a clause opens with, or soon has, a word for what stood before it and for nothing of its own."""
    spoken = tuple(word.partition("'")[0] for word in words(text))  # "they've" is "they"
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


def told_elsewhere(facts: Sequence[Fact], unplaced: Mapping[str, str]) -> set[str]:
    """The clauses that are told, but not where they stand, since something else has told them before."""
    return {fact.id for fact in facts if fact.kind in _CLAUSES and unplaced.get(fact.id, "").startswith("same as")}


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
        if fact.kind in ("condition", "symptom")
        and is_bare(fact)
        and not {head(fact).casefold(), fact.concept, *words(head(fact))[-1:]}.isdisjoint(named | last)
    ]
    return dict.fromkeys(own, "named by the question for what is told of it")
