"""A run that has become another stops within twenty items, where it can go on; one that has not does not."""

from pathlib import Path

import pytest
from batches import Batches, rows

from bedside.benchmarks.drift import FAULTS, simulated
from bedside.orchestrator.batch.drift import WINDOW, DriftWatch, LevelDrift
from bedside.orchestrator.batch.prices import Price, Prices
from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.batch.stop_rules import RunLimits, StopRules
from bedside.orchestrator.failures import HALTED
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.usage import Usage
from bedside.orchestrator.runs.verify import verify


@pytest.mark.parametrize("fault", [FAULTS[1], FAULTS[3], FAULTS[5]])
@pytest.mark.parametrize("begins", [WINDOW + 5, 200])
def test_a_planted_fault_is_seen_within_twenty_items(fault: str, begins: int) -> None:
    """Failures, costs and faults a turn, early in a run and late."""
    for seed in range(5):
        found = simulated(seed, begins + 60, fault, begins)
        assert found is not None and begins <= found[0] < begins + WINDOW, (seed, found)


def test_clean_runs_are_left_alone() -> None:
    """The benchmark does it oftener."""
    assert [simulated(seed, 300) for seed in range(15)] == [None] * 15


@pytest.mark.parametrize("value", [0.0, 5.0])
def test_one_item_alone_stops_nothing(value: float) -> None:
    """However far it is from the others, which are all the same; nor does a level that never changes."""
    watch = LevelDrift(least=0.1, down=True)
    for number in range(200):
        assert watch.came(1e9 if number == 100 else value) is None


def test_an_item_counts_as_it_ended_first() -> None:
    """What failed and is tried again adds nothing, and what is held at a gate has not ended."""
    told: list[str] = []
    watch = DriftWatch(told.append)
    for number in range(60):
        watch.came(ItemOutcome(f"n{number}", "", "finished", "complete", 9, words=(9, 9)), 1.0)
    for _ in range(60):
        watch.came(ItemOutcome("bad", "", "failed", "schema", 3, failure={"kind": "schema"}))
        watch.came(ItemOutcome("held", "", "held", "", 3))
    assert told == []


def test_a_run_whose_items_begin_to_fail_stops_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty good rows, then broken ones: exit code 4 before twenty of them have failed, the rest is pending, and the same
    command goes on to the end. Without the option it comes to its end at once."""
    batch = Batches(tmp_path)
    batch.file("notes.jsonl", rows(*(f"n{n}" for n in range(30))) + b"{}\n" * 40)
    assert batch.make("notes.jsonl", limits=RunLimits(drift=True)) == HALTED
    told = capsys.readouterr().err
    assert "failures drifted" in told and "run the same command to go on" in told
    counts = batch.about()["counts"]
    assert counts["finished"] == 30 and counts["failed"] <= WINDOW and counts["pending"] >= 20
    assert verify(batch.path()).faults == []
    assert batch.make("notes.jsonl") == 3
    assert batch.about()["counts"] == {"requested": 70, "finished": 30, "failed": 40, "filtered": 0, "pending": 0}


def test_costs_are_told_to_the_rules() -> None:
    """Through the rules of a sitting: dialogues that cost three times as much end the run with the measure that drifted."""
    control = RunControl()
    prices = Prices(own={"openai:m": Price(2, 1, 8)})
    rules = StopRules(RunLimits(drift=True), control, Usage(), prices)
    for number in range(100):
        cost = (1 + number % 5 / 10) * (3 if number >= 60 else 1)
        rules.came(ItemOutcome(f"n{number}", "", "finished", "complete", 20, words=(90, 90)), cost)
        assert (control.halted is None) or number >= 60
        if control.halted is not None:
            break
    assert control.halted is not None and control.halted.startswith("the cost of a dialogue drifted")
