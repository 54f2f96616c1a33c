"""Bisect: the first turn where two dialogues part, the class of what sets them apart, the turn at which a condition turns."""

import math
from functools import cache

import pytest

from bedside.orchestrator.causes.bisect import bisect_condition, bisect_runs
from bedside.orchestrator.causes.bisect_pairs import pairs
from bedside.orchestrator.causes.cause_class import RERUNS
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup, built_in
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.reader import KeptDialogue


@cache
def held() -> KeptDialogue:
    """A visit by the built-in family."""
    return built_in(0, limits={"turns": 40, "repairs": 0}).held()


def replay_setup(setup: DialogueSetup) -> ReplaySetup:
    """With what a dialogue is played again."""
    return ReplaySetup(setup.players_for, setup.retriever, prompts=dict(setup.prompts))


@pytest.mark.parametrize("count", [4, pytest.param(12, marks=pytest.mark.slow)])
def test_pairs_are_told_apart(count: int) -> None:
    """The first turn and the class are those that were planted, whatever else differs besides, in six re-runs at most."""
    for pair in pairs(count):
        found = bisect_runs(pair.good, pair.bad, (replay_setup(pair.setups[0]), replay_setup(pair.setups[1])))
        assert found.difference is not None
        assert (found.difference.at, found.cause) == (pair.at, pair.cause), found
        assert found.reruns <= RERUNS


def test_the_same_dialogue_has_no_difference() -> None:
    """Two that say the same part nowhere."""
    assert bisect_runs(held(), held()).difference is None


@pytest.mark.parametrize("turns", range(1, 41, 3))
def test_halving_finds_the_turn_in_few_probes(turns: int) -> None:
    """For a condition that stays met, the first turn is found, with at most log2(turns) + 1 probes and none played."""
    kept = held()
    probes = 0

    def met(state: DialogueState) -> bool:
        nonlocal probes
        probes += 1
        return len(state.turns) >= turns

    found = bisect_condition(kept, met)
    expected = kept.record.turns[turns - 1].id if turns <= len(kept.record.turns) else None
    assert found.turn == expected
    assert found.probes == probes <= math.log2(found.places) + 1


def test_one_that_does_not_stay_met_is_told() -> None:
    """Asked everywhere, it says whether the condition stays met, and gives the first event for certain."""
    kept = held()
    found = bisect_condition(kept, lambda state: len(state.turns) in (5, 6), thorough=True)
    assert found.monotone is False and found.turn == kept.record.turns[4].id
    assert bisect_condition(kept, lambda state: len(state.turns) >= 5, thorough=True).monotone is True
    assert bisect_condition(kept, lambda state: False).turn is None
