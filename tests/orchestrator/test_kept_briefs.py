"""The briefs of a kept dialogue, made again from its log, are those that the roles were handed when it was held."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from made import Meddler, talks

from bedside.agents.scripted import Scripted
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.graph.kept_briefs import kept_briefs
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import outcome_of
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.runs.resume import branch
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.turn import Utterance

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
# Passages and revisions; a mother who speaks; a message, and somebody who says nothing; an interview; German.
NAMES = ("rolled-ankle", "toddler-ear-pain", "an-itch-after-gardening", "interview-short-screen", "husten")


@dataclass
class Recording:
    """A player that writes down every brief it is handed."""

    player: Any
    briefs: list[Brief] = field(default_factory=list)

    async def speak(self, brief: Brief) -> Utterance:
        """Say what the player says."""
        self.briefs.append(brief)
        return await self.player.speak(brief)


def recorded(own: Players, briefs: list[Brief]) -> Players:
    """The players, each line asked for once, and every brief written down."""
    physician, patient = Recording(own.physician, briefs), Recording(own.patient, briefs)
    return replace(own, physician=physician, patient=patient, tries=1)


# The note of an interview has its truth written into it and is nowhere else.
HELD = [(name, keeps) for name in NAMES for keeps in (True, False) if keeps or not name.startswith("interview")]


@pytest.mark.thin(3)
@pytest.mark.parametrize(("name", "keep_text"), HELD)
def test_briefs_made_again_are_those_handed_over(name: str, keep_text: bool, tmp_path: Path) -> None:
    """Brief for brief, in order and equal, from the run folder alone; where it keeps no text, from it and the note."""
    case, text = read_case(CASES / f"{name}.case.yaml")
    handed: list[Brief] = []
    run = open_run(tmp_path, "run", {}, {}, name="run")
    simulator = Simulator(
        case.seed,
        open_guideline_store(case.knowledge).retriever,
        players_for=lambda case: recorded(built_in_players(case), handed),
        keep_text=keep_text,
    )
    run.keep(outcome_of(asyncio.run(simulator.perform(Item(case.id, case, text), run.sink))))
    run.settle([case.id])
    run.close([case.id])
    texts = {digest_of(admitted_text(text)): admitted_text(text)}
    made = list(kept_briefs(RunFolder(tmp_path / "run", texts.get).dialogue(case.id)))
    assert handed
    assert [one.brief for one in made] == handed
    assert [one.event.by for one in made] == [brief.role for brief in handed]
    if not keep_text:
        assert list(kept_briefs(RunFolder(tmp_path / "run").dialogue(case.id))) == []


@dataclass
class Planned:
    """A planner with one plan."""

    made: Plan

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """The plan."""
        return self.made


@settings(max_examples=25)
@given(talks())
def test_briefs_are_made_again_whatever_repair_asks_for(talk: tuple[Note, Plan, int]) -> None:
    """Any plan, and any lines said again, put in and taken out: brief for brief the same."""
    note, plan, seed = talk
    handed: list[Brief] = []
    own = Scripted()
    players = Players(Planned(plan), own.physician, own.patient, Meddler(seed), lambda *_, **__: note, own.check_turn)
    entries: list[Entry] = []
    simulator = Simulator(seed, players_for=lambda _: recorded(players, handed))
    case = Case(id="any", note=note.text, knowledge=False)
    result = asyncio.run(simulator.perform(Item("any", case, note.text), entries.append))
    events = branch([entry.line for entry in entries])
    made = kept_briefs(KeptDialogue("any", result.state.record(), tuple(events), note, note.given))
    assert [one.brief for one in made] == handed
