"""Run folders that tests read back: real ones, made in this process by the built-in and the scripted players."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from obedient import PLAYER, case_of, model

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.runner import Work, run_batch
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.item_keys import item_key
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import outcome_of
from bedside.orchestrator.runs.store import Run
from bedside.scenarios.case import Case, Models

T = TypeVar("T")
CASES = Path(__file__).parents[2] / "scenarios" / "cases"
GOLDEN = Path(__file__).parent / "golden" / "version-0.1.0"
NOTE = "He fell on the ice. The knee hurts. Exam shows swelling. Plan is rest."
BASE = Case(id="batch", note="-", models=Models.model_validate({"default": "scripted"}), knowledge=False)
ABOUT: dict[str, Any] = {
    "arguments": ["batch", "--notes", "some/where/knees.jsonl"],
    "players": {"patient": {"name": "scripted"}},
}


def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """What it returns. In a thread of its own, for a browser that was opened before keeps this one's loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


def many(out: Path, *ids: str, note: str = NOTE, keep_text: bool = True, name: str = "knees", **bad: str) -> Path:
    """A run of scripted dialogues of these ids, and of others with notes that cannot be used; the folder."""
    run = begun(out, *ids, note=note, keep_text=keep_text, name=name, **bad)
    run.settle([*ids, *bad])
    run.close([*ids, *bad])
    return run.folder


def begun(out: Path, *ids: str, note: str = NOTE, keep_text: bool = True, name: str = "knees", **bad: str) -> Run:
    """The same, not closed yet; what is finished is gone on from, as ``batch`` does it."""
    notes = {**{id: f"{note} Call {id}." for id in ids}, **bad}
    run = open_run(out, "run", {"seed": 1}, ABOUT, name=name)
    todo: list[Work] = []
    for line, (id, text) in enumerate(notes.items(), 1):
        key = item_key(text, id=id)
        if run.finished.get(id) != key:
            if id in run.finished:
                run.forget(id)
            todo.append(Work(Row(id, line, text), key, run.begun(id)))
    to_its_end(run_batch(iter(todo), BASE, Simulator(1, keep_text=keep_text), run))
    return run


def one(out: Path, case: str, name: str = "one") -> Path:
    """A run of one shipped case, as ``simulate`` makes it; the folder."""
    made, text = read_case(CASES / f"{case}.case.yaml")
    run = open_run(out, "run", {}, {}, name=name)
    simulator = Simulator(made.seed, open_guideline_store(made.knowledge).retriever)
    run.keep(outcome_of(to_its_end(simulator.perform(Item(made.id, made, text), run.sink))))
    run.settle([made.id])
    run.close([made.id])
    return run.folder


def turned(path: Path, at: int) -> None:
    """Turn one byte of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def by_a_model(out: Path, case: str, name: str = "model", keep_text: bool = True) -> Path:
    """A run of one shipped case, all of its roles played by the obedient model; the folder."""
    made, text = case_of(case)
    run = open_run(out, "run", {}, {}, name=name)
    players = PlayerRegistry(models={PLAYER: model()})
    simulator = Simulator(made.seed, open_guideline_store(True).retriever, players_for=players, keep_text=keep_text)
    run.keep(outcome_of(to_its_end(simulator.perform(Item(made.id, made, text), run.sink))))
    run.settle([made.id])
    run.close([made.id])
    return run.folder
