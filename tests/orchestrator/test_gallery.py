"""The built-in players over every shipped case: what each was told, and what came of it."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bedside.evaluation.expected import misses
from bedside.orchestrator.build.simulate_item import Item, Simulator, built_in_players
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.turn import Utterance

CASES = sorted((Path(__file__).parents[2] / "scenarios" / "cases").glob("*.case.yaml"))


@dataclass
class Listener:
    """Passes every brief on to a player and remembers it."""

    player: Any
    heard: list[Brief]

    async def speak(self, brief: Brief) -> Utterance:
        """Speak as the player does."""
        self.heard.append(brief)
        return await self.player.speak(brief)


def perform(path: Path, later: int = 0) -> tuple[ItemResult, list[Brief], Note, Case]:
    """One case held without the guideline store, with its own seed or one ``later``."""
    heard: list[Brief] = []
    notes: list[Note] = []
    case, text = read_case(path)

    def players(case: Any) -> Any:
        usual = built_in_players(case)
        return replace(usual, physician=Listener(usual.physician, heard), patient=Listener(usual.patient, heard))

    simulator = Simulator(case.seed + later, players_for=players)
    done = asyncio.run(simulator.perform(Item(case.id, case, text), lambda _: None, read=notes.append))
    return done, heard, notes[0], case


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_a_case_comes_to_its_end_and_tells_nobody_too_much(path: Path) -> None:
    """Every case is completed; spans are the facts' words; and at no moment did the patient's brief hold a finding of the
    visit that no turn had said, or the physician's the answer to its question."""
    done, heard, note, case = perform(path)
    fold = done.state
    assert (fold.status, fold.stop) == ("finished", "complete")
    assert [miss.found for miss in misses(case, note, fold.record())] == []
    said_by_turn = {turn.id: set(reason.facts) for turn, reason in zip(fold.turns, fold.reasons, strict=True)}
    for reason in fold.reasons:
        words = [note.given[span.start : span.end] for span in reason.spans]
        assert words == [note.quote(note.fact(name).span) for name in reason.facts]
        assert "outside_brief" not in {finding.check for finding in reason.checks}
    for brief in (brief for brief in heard if brief.attempt == 0 and brief.repair is None):
        said = {name for turn in brief.turns for name in said_by_turn.get(turn.id, ())}
        if brief.role == "physician":
            assert not (brief.step.act == "ask" and brief.step.revealer != "physician" and brief.facts)
            continue
        secret = [fact for fact in brief.facts if fact.established == "visit" and fact.id not in said]
        assert secret == []
        assert brief.evidence == ()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_a_case_is_what_it_expects_with_another_seed(path: Path) -> None:
    """Expectations are laws of the case, not of one seed; and there are some that can fail."""
    done, _, note, case = perform(path, later=1)
    assert case.expect is not None
    assert case.expect.mentions and case.expect.never_mentions and case.expect.max_turns
    missed = misses(case, note, done.state.record())
    assert [miss.found for miss in missed] == []
    nothing = misses(case, note, DialogueState(case.id).record())
    assert len(nothing) >= len(case.expect.mentions) + len(case.expect.covers)


def test_a_case_said_twice_is_the_same() -> None:
    """The same case and seed give the same turns and reasons."""
    one, two = (perform(CASES[0])[0].state for _ in range(2))
    assert (one.turns, one.reasons) == (two.turns, two.reasons)
