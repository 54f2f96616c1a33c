"""Every sentence of a note that comes out badly when the built-in family holds the conversation: what nobody says, and what is said
with a fault. Told at the sentence, so that its author can mend it there."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bedside.agents.text.prompt_injection import intrusions
from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.orchestrator.graph.given_lines import BY
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.load import CaseError
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import WORDLESS

_FEWEST = 3  # words of a stretch worth naming
_SHOWN = 90  # characters of a line
_MEND = "Write it as a plain sentence of its own, or say it yourself: lines: [{quote: ..., say: ...}]"
_WRONG = "Write it in other words, say it yourself with lines:, or leave it out: facts: [{quote: ..., leave_out: true}]"


def find(context: LintContext) -> Iterator[CaseError]:
    """What is left unsaid, and what is said with a fault of a check; nothing where other players than the built-in ones speak."""
    case = context.case
    if case.protocol.startswith("interview/") or case.models.default.name != "agenda":
        return
    state = _held(context)
    note = state.note() if state.status == "finished" else None
    if note is None:
        return
    faulty = dict(_faulty(state, note))
    for fact in note.facts:
        words = " ".join(note.quote(fact.span).split())
        at = _place(context, note, fact)
        if fact.id in faulty:
            yield context.in_note(at, f"“{words[:_SHOWN]}” comes out badly: {faulty[fact.id]}", _WRONG, "said-badly")
        elif state.plan.unplaced.get(fact.id, "") in WORDLESS and len(words.split()) >= _FEWEST:
            yield context.in_note(at, f"nobody will say “{words[:_SHOWN]}”", _MEND, "nobody-says")
    for words in _unread(context, note):
        at = context.text.find(words)
        yield context.in_note(max(at, 0), f"nobody will say “{' '.join(words.split())[:_SHOWN]}”", _MEND, "nobody-says")


def _held(context: LintContext) -> DialogueState:
    """The conversation of the case, with its lines."""
    from bedside.orchestrator.build.simulate_item import Item, Simulator

    case = context.case.model_copy(update={"expect": None})
    with ThreadPoolExecutor(1) as thread:  # a loop may be running here
        held = thread.submit(
            lambda: asyncio.run(Simulator(case.seed).perform(Item(case.id, case, context.text), lambda _: None))
        ).result()
    return held.state


def _faulty(state: DialogueState, note: Note) -> Iterator[tuple[str, str]]:
    """The facts that a turn with a fault tells, each with the fault and the line."""
    known = {fact.id for fact in note.facts}
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        if BY in state.authors.get(turn.id, ()):
            continue  # the author's own words
        wrong = [found for found in reason.checks if found.passed is False and found.severity != "note"]
        if wrong:
            said = " ".join(turn.text.split())
            short = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
            faults = ", ".join(
                dict.fromkeys(f"{one.check} ({one.message})" if one.message else one.check for one in wrong)
            )
            at = next((one.span for one in wrong if one.span is not None), None)
            told = [
                fact
                for claim in reason.claims
                if at and claim.said.start < at.end and at.start < claim.said.end
                for fact in claim.facts
            ]
            yield from ((fact, f"{faults}, in “{short}”") for fact in (told or list(reason.facts))[:1] if fact in known)


def _unread(context: LintContext, note: Note) -> Iterator[str]:
    """Stretches that are in no fact; what speaks to a machine has a rule of its own."""
    aside = [context.text[start:end] for start, end in intrusions(context.text)]
    for words in note.reading.unread_words if note.reading is not None else ():
        if len(words.split()) >= _FEWEST and not any(words in one or one in words for one in aside):
            yield words


def _place(context: LintContext, note: Note, fact: Fact) -> int:
    """Where the words of a fact stand in the note as the author wrote it."""
    at = context.text.find(note.quote(fact.span))
    return max(at, 0)
