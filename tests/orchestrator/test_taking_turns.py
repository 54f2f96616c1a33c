"""Who speaks after whom, over every shipped case."""

import asyncio
from pathlib import Path

import pytest

from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case

CASES = sorted((Path(__file__).parents[2] / "scenarios" / "cases").glob("*.case.yaml"))
SEEDS = range(5)


@pytest.mark.parametrize("knowledge", [True, False], ids=["with guidelines", "without"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_nobody_speaks_twice_in_a_row(path: Path, knowledge: bool) -> None:
    """Two turns on end are by two people, whatever was asked, repaired, or left unsaid for want of a guideline."""
    case, text = read_case(path)
    store = open_guideline_store(knowledge)
    for seed in SEEDS:
        simulator = Simulator(seed, store.retriever)
        fold = asyncio.run(simulator.perform(Item(case.id, case, text), lambda _: None)).state
        assert fold.status == "finished"
        twice = [
            (one.text, other.text)
            for one, other in zip(fold.turns, fold.turns[1:], strict=False)
            if one.speaker == other.speaker
        ]
        assert twice == [], seed
