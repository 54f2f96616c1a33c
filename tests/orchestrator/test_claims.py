"""Over the gallery, in English and German: what states a fact points to it and back to the note, and nothing beside a claim
states one."""

import asyncio
import re
from pathlib import Path

import pytest

from bedside.agents.languages.lexicon import load_lexicon
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.note_form import read_note
from bedside.scenarios.case import Case
from bedside.scenarios.gallery import CASES
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Reason, Turn

EVERY = sorted(path.name.removesuffix(".case.yaml") for path in CASES.glob("*.case.yaml"))
QUICK = ("a-shaking-hand", "rolled-ankle", "changing-mole", "brustschmerz", "ohrenschmerzen", "husten")
CHOICE = [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in EVERY]


def held(name: str) -> tuple[Case, DialogueState]:
    case, text = read_case(Path(CASES / f"{name}.case.yaml"))
    case = case.model_copy(update={"knowledge": False})
    return case, asyncio.run(Simulator(1).perform(Item(case.id, case, text), lambda _: None)).state


def beside(turn: Turn, reason: Reason, step: Step | None) -> str:
    """The words of a turn that no claim holds. A thing is named by its step's cue, which states nothing of it."""
    kept = list(turn.text)
    for claim in reason.claims:
        kept[claim.said.start : claim.said.end] = " " * (claim.said.end - claim.said.start)
    rest = "".join(kept)
    for cue in step.cues if step is not None else ():
        if cue.words:
            rest = re.sub(re.escape(cue.words), "", rest, flags=re.IGNORECASE)
    return rest


def concepts(note: Note, ids: tuple[str, ...]) -> set[str]:
    return {m.concept for fact in note.facts if fact.id in ids for m in fact.mentions if m.kind in ("disorder", "drug")}


def named(text: str, language: str) -> set[str]:
    """The concepts that a text names."""
    if language == "en":
        return {found.concept for found in Terminology.load().find(text)}
    return {f"{language}:{term.lay.casefold()}" for term in load_lexicon(language).find(text)}


@pytest.mark.parametrize("name", CHOICE)
def test_every_stated_fact_is_claimed(name: str) -> None:
    case, state = held(name)
    assert state.status == "finished" and state.started is not None and state.started.note is not None
    note = read_note(state.started.note)
    facts = {fact.id: fact for fact in note.facts}
    steps = {step.id: step for step in state.steps}
    asked = {cue.concept for step in state.steps for cue in step.cues}
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        claimed: list[str] = []
        last = 0
        for claim in reason.claims:
            assert last <= claim.said.start < claim.said.end <= len(turn.text), turn.text
            assert turn.text[claim.said.start : claim.said.end].strip()
            last = claim.said.end
            claimed += claim.facts
        assert set(claimed) >= set(reason.facts), (turn.text, reason.facts, claimed)
        for one in claimed:
            fact = facts[one]
            assert note.text[fact.span.start : fact.span.end] == fact.text
        rest = beside(turn, reason, steps.get(turn.id.split(".")[0]))
        assert not any(sign.isdigit() for sign in rest) or reason.act in ("ask", "invite"), (turn.text, rest)
        loose = named(rest, case.language) & concepts(note, reason.facts)
        assert not loose - asked, (turn.text, rest)
