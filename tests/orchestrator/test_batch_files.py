"""The polish of a run through an OpenAI batch file: asked by somebody else at half the price, taken in, and asked by nobody again."""

import json
import urllib.request
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import Batches
from test_batch_accounting import notes, shaky
from test_batch_gates import gate

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.usage import read_usage
from bedside.orchestrator.runs.verify import verify


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def answered(url: str, line: dict[str, Any]) -> dict[str, Any]:
    """What a batch gives back for a line of its file: the server's answer to the body."""
    body = json.dumps(line["body"]).encode()
    asked = urllib.request.Request(  # a server of the test's own
        url.removesuffix("/v1") + line["url"], body, {"Content-Type": "application/json"}, method=line["method"]
    )
    with urllib.request.urlopen(asked) as response:
        return {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": json.load(response)}}


def test_a_batch_file_takes_the_place_of_the_calls(batch: Batches) -> None:
    """Held before they are polished, asked by a file, the answers taken in out of order, one without an answer asked as ever: the
    run comes to the dialogues of one without files, for the same calls, and what the file cost is counted at the lower price."""
    batch.file("notes.jsonl", notes(3))
    log = batch.folder / "log"
    with shaky(log, 0.0) as url:
        how: dict[str, Any] = {"jobs": 3, "player_options": PlayerOptions("openai:plain", url)}
        assert batch.make("notes.jsonl", run="whole", **how) == 0
        whole = log.read_bytes().count(b"\n")
        assert batch.make("notes.jsonl", stop_after="polish", **how) == 0
        assert batch.about()["counts"]["pending"] == 3
        code, said = gate(batch, "--requests", "out.jsonl")
        assert (code, said) == (0, f"3 requests in {batch.folder / 'out.jsonl'}.\n")
        read = map(orjson.loads, (batch.folder / "out.jsonl").read_bytes().splitlines())
        lines: list[dict[str, Any]] = sorted(read, key=lambda line: line["custom_id"])
        assert {line["custom_id"] for line in lines} == {"n0", "n1", "n2"}
        assert all(line["body"]["model"] == "plain" and line["url"] == "/v1/chat/completions" for line in lines)
        back = [answered(url, line) for line in reversed(lines[:2])]
        back.append({"custom_id": "n2", "response": None, "error": {"code": "batch_expired"}})
        back.append({"custom_id": "other", "response": {"status_code": 200, "body": {}}})
        batch.file("in.jsonl", b"".join(orjson.dumps(row) + b"\n" for row in back))
        code, said = gate(batch, "--replies", "in.jsonl")
        assert code == 0 and said.startswith("2 answers taken in, 2 left") and "no answer" in said
        assert gate(batch, "--replies", "in.jsonl")[1].startswith("0 answers taken in")  # none is taken twice
        assert batch.make("notes.jsonl", **how) == 0
        asked = log.read_bytes().count(b"\n") - whole
    assert batch.turns() == batch.turns("whole")
    assert verify(batch.path()).faults == []
    assert asked == whole
    used = read_usage(batch.path())
    assert used.by["refiner", "openai:plain flex"].calls == 2
    assert used.total.calls == read_usage(batch.path("whole")).total.calls
    with pytest.raises(Problem, match="keeps no words"):
        batch.make("notes.jsonl", run="x", stop_after="polish", keep_text=False)
    assert gate(batch, "--requests", "none.jsonl")[0] == 2


def test_what_asks_for_no_polish_comes_to_its_end(batch: Batches) -> None:
    """The scripted family has no such call."""
    batch.file("notes.jsonl", notes(1))
    assert batch.make("notes.jsonl", stop_after="polish") == 0
    assert batch.about()["counts"]["finished"] == 1
