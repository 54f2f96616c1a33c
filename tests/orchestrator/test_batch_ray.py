"""A batch that a Ray cluster makes is the batch made by one process, whatever becomes of its workers and nodes."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import Batches, rows
from kept import same
from test_batch_accounting import LONGER, shaky

from bedside.orchestrator.batch.engine import engine_name
from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.ray_worker import RayWorker
from bedside.orchestrator.batch.runner import Work
from bedside.orchestrator.batch.worker import WorkerSpec
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.usage import read_usage
from bedside.orchestrator.runs.verify import verify
from bedside.scenarios.case import Case

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="needs Ray: pip install 'bedside[ray]'")


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two nodes of two cores each, on this machine."""
    from ray.cluster_utils import Cluster  # pyright: ignore[reportMissingImports]

    made: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    made.add_node(num_cpus=2)
    made.wait_for_nodes()
    yield made
    made.shutdown()


def test_an_engine_that_cannot_be_used_is_one_sentence(batch: Batches, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such one, an address without Ray, data that stay here, several processes in one, and Ray not installed."""
    batch.file("notes.jsonl", rows("a"))
    with pytest.raises(Problem, match="inline, processes, ray"):
        engine_name("spark")
    how: list[tuple[dict[str, Any], str]] = [
        ({"address": "x:1"}, "names a Ray cluster"),
        ({"engine": "ray", "address": "x:1", "player_options": PlayerOptions("scripted", local_only=True)}, "stay on"),
        ({"engine": "inline", "processes": 2}, "leave --processes out"),
    ]
    for order, words in how:
        with pytest.raises(Problem, match=words):
            batch.make("notes.jsonl", **order)
    assert not (batch.folder / "runs").exists()
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Problem, match=r"pip install 'bedside\[ray\]'"):
        batch.make("notes.jsonl", engine="ray")


def test_an_actor_asks_nothing_before_what_it_told_was_heard(batch: Batches) -> None:
    """It may outlive the process that writes by seconds: each time that has heard what was told, there is one call more at
    most, and the dialogue comes to its end."""
    log = batch.folder / "log"
    log.touch()

    async def made(url: str) -> tuple[list[int], str]:
        models = {"default": {"name": "openai:plain", "base_url": url}}
        case = Case.model_validate({"id": "a", "note": "-", "models": models, "limits": {"turns": 6}})
        worker = RayWorker(WorkerSpec(case.model_copy(update={"knowledge": False})))
        await worker.ready()
        calls, heard, last = [0], 0, ""
        async for told in worker.make(Work(Row("a", 1, LONGER))):
            await asyncio.sleep(0.1)  # ten times what the server takes for an answer
            calls.append(log.read_bytes().count(b"\n"))
            heard, last = heard + len(told), told[-1][0]
            await worker.heard("a", heard)
        return calls, last

    with shaky(log, 0.0) as url:
        calls, last = asyncio.run(made(url))
    assert last == "done" and calls[-1] > 3
    assert max(after - before for before, after in pairwise(calls)) == 1


@pytest.mark.slow
@needs_ray
def test_a_worker_and_a_node_are_killed_and_every_dialogue_is_there_once(batch: Batches, cluster: Any) -> None:
    """Over a two-node cluster, with a model: one actor is killed, then a node with its actors. The run comes to the bytes and
    reasons of one made inline, each dialogue once, and asks again for no more than what was in the air."""
    batch.file("notes.jsonl", b"".join(orjson.dumps({"id": f"n{i}", "note": LONGER}) + b"\n" for i in range(8)))
    log = batch.folder / "log"
    with shaky(log, 0.0) as url:
        how: dict[str, Any] = {"jobs": 4, "player_options": PlayerOptions("openai:plain", url)}
        assert batch.make("notes.jsonl", run="inline", engine="inline", **how) == 0
        whole = log.read_bytes().count(b"\n")
        killed: list[str] = []

        def harm() -> None:
            for goal, act in ((whole + 20, _kill_a_worker), (whole + 60, lambda: _kill_a_node(cluster))):
                while log.read_bytes().count(b"\n") < goal:
                    time.sleep(0.01)
                killed.append(act())

        harming = threading.Thread(target=harm)
        harming.start()
        assert batch.make("notes.jsonl", engine="ray", processes=4, address=cluster.address, **how) == 0
        harming.join(60)
        asked = log.read_bytes().count(b"\n") - whole
    assert killed == ["worker", "node"]
    same(batch.path(), batch.path("inline"))
    assert sorted(batch.made()) == sorted(batch.lines())
    assert verify(batch.path()).faults == []
    assert asked <= whole + 2 * 4
    assert read_usage(batch.path()).total.calls >= whole - 2 * 4


def _kill_a_worker() -> str:
    """Kill one process that is an actor of ours."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                name = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if name.startswith(b"ray::RayWorker"):
                os.kill(int(folder.name), signal.SIGKILL)
                return "worker"
    return ""


def _kill_a_node(cluster: Any) -> str:
    node = cluster.list_all_nodes()[-1]
    cluster.remove_node(node, allow_graceful=False)
    return "node"
