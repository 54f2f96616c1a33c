"""What came of a dialogue that a person played: what was brought out, what was not, and how long it took."""

from collections.abc import Iterator, Sequence

from bedside.agents.checks.named import Named
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.debug.play import Play
from bedside.orchestrator.graph.briefs import PHYSICIAN
from bedside.orchestrator.graph.retrieval import documents_about
from bedside.orchestrator.views.terminal_text import harmless, short
from bedside.scenarios.note import Fact

_PAGES = 2  # guideline pages whose red flags count, the complaint's first
_DENIALS = frozenset("no not never none nil nobody without denies denied doesn't don't neither".split())
_FLAGS = 12  # red flags that are listed


def told(play: Play) -> tuple[list[Fact], list[Fact]]:
    """What the patient's side knows and has told, and what it has not."""
    state = play.session.state
    facts = list(play.knows().facts)
    said = {*state.said}
    same = said | {fact.same_as for fact in facts if fact.id in said and fact.same_as is not None}
    here = [fact for fact in facts if fact.id in same or (fact.same_as is not None and fact.same_as in same)]
    ids = {fact.id for fact in here}
    return here, [fact for fact in facts if fact.id not in ids and fact.kind != "identity"]


def red_flags(play: Play) -> tuple[list[str], list[str]]:
    """The red flags of the guideline pages about the complaint: those that somebody has named, and those nobody has."""
    context = play.session.context
    if context.retriever is None:
        return [], []
    turns = play.session.state.turns
    named = Named(turn.text for turn in turns)
    flags = list(_flags(context.retriever, _complaint(play)))
    asked = [flag for flag in flags if flag in named]
    return asked, [flag for flag in flags if flag not in asked]


def _complaint(play: Play) -> str:
    facts = play.session.context.note.facts
    found = [fact.text for fact in facts if fact.kind == "complaint"] or [f.text for f in facts if f.kind == "symptom"]
    return " ".join(found[:1])


def _flags(retriever: Retriever, complaint: str) -> Iterator[str]:
    if not complaint:
        return
    names = documents_about(retriever, complaint, complaint, retriever.find(complaint, 4))
    for name in names[:_PAGES]:
        for passage in retriever.passages(name):
            if passage.section == "Red flags":
                yield from (item.text for item in passage.items)


def report(play: Play) -> Iterator[str]:
    """The lines that are shown at the end."""
    state = play.session.state
    path = play.session.path
    seconds = path[-1].at - path[0].at
    mine = sum(turn.speaker == play.role for turn in state.turns)
    yield f"{len(state.turns)} turns, {mine} of them yours, in {int(seconds) // 60} min {int(seconds) % 60} s; {f'it ended: {state.stop}' if state.stop else 'not ended'}."
    here, missed = told(play)
    yield f"brought out: {len(here)} of {len(here) + len(missed)} statements that the patient's side can tell."
    yield from _listed("not brought out", missed)
    asked, never = red_flags(play)
    if asked or never:
        yield f"red flags of the guidelines named by somebody: {len(asked)} of {len(asked) + len(never)}."
    for flag in never[:_FLAGS]:
        yield f"  never asked: {flag}"


def _listed(title: str, facts: Sequence[Fact]) -> Iterator[str]:
    if facts:
        yield f"{title}:"
    for fact in facts:
        yield f"  {_shown(fact)}"


def _shown(fact: Fact) -> str:
    text = " ".join(fact.text.split())
    if fact.polarity == "denied" and fact.kind in ("symptom", "condition", "habit") and not _denies(text):
        text = f"no {text if text[1:2].isupper() else text[:1].lower() + text[1:]}"
    return f"{fact.section}: {short(harmless(text), 90)}"


def _denies(text: str) -> bool:
    """Whether the words of what is denied say so themselves: "Never smoked", "non-smoker"."""
    first = text.casefold().split(" ")[0]
    return first in _DENIALS or first.startswith(("non-", "nonsmok"))


def briefing(play: Play) -> Iterator[str]:
    """What the person may know now, and nothing of what they are to find out."""
    context, state = play.session.context, play.session.state
    person = context.persona
    who = ", ".join(
        part for part in (f"{person.age:g} years" if person.age is not None else "", person.sex or "") if part
    )
    yield f"The patient: {who or 'age and sex are not known'}. The place: {context.setting}."
    if play.role == PHYSICIAN:
        facts = [context.index.by_id[name] for name in state.said if name in context.index.by_id]
        yield f"What you have been told ({len(facts)}):"
    else:
        upcoming = play.session.next
        wanted = upcoming.step.facts if upcoming is not None else ()
        facts = sorted(play.knows().facts, key=lambda fact: fact.id not in wanted)
        yield f"What you know ({len(facts)}); * answers what you were just asked:"
        yield from (f"  {'*' if fact.id in wanted else ' '} {_shown(fact)}" for fact in facts)
        return
    yield from (f"    {_shown(fact)}" for fact in facts)


def checks(play: Play) -> Iterator[str]:
    """What the checks found at the turns so far."""
    found = False
    for n, reason in enumerate(play.session.state.reasons, 1):
        for finding in reason.checks:
            if finding.passed is False:
                found = True
                yield f"turn {n}: {finding.check}: {harmless(finding.message)}"
    if not found:
        yield "No check has anything against the lines so far."


def examination(play: Play, given: str) -> Iterator[str]:
    """What looking would show: findings, measurements and results of the note with these words, all for none."""
    if play.role != PHYSICIAN:
        yield "Only the physician examines."
        return
    wanted = given.casefold().split()
    kinds = ("finding", "measurement", "result")
    shown = [fact for fact in play.session.context.note.facts if fact.kind in kinds and fact.established == "visit"]
    shown = [f for f in shown if all(word in f"{f.group} {f.text}".casefold() for word in wanted)]
    yield from (f"  {harmless(' '.join(f'{f.group}: {f.text}'.removeprefix(': ').split()))}" for f in shown)
    if not shown:
        yield "The note has nothing of that."
