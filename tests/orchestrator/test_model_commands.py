"""Language models from the command line: named, recorded, replayed, refused; no key anywhere."""

import bz2
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import run_command
from kept import traces
from lines import line

from bedside.benchmarks.hostile import server
from bedside.orchestrator.runs.reader import RunFolder

CANARY = "sk-" + "canary0123456789abcdefghij"  # in two parts: no file may hold what looks like a key
NOTE = (
    "CHIEF COMPLAINT\nKnee pain.\n\nHISTORY OF PRESENT ILLNESS\nMara Holt is a 40-year-old woman with left knee pain for "
    "3 days. It is worse on stairs. She denies fever.\n\nMEDICATIONS\nIbuprofen 400 mg as needed.\n\nASSESSMENT\nKnee "
    "strain.\n\nPLAN\nRest the knee for 2 weeks. Ice twice a day.\n"
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that plays a plain speaker."""
    with server() as address:
        yield address


def bedside(*arguments: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """One command as a user runs it."""
    return run_command(*arguments, cwd=cwd, text=True, timeout=240, variables=variables)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def unpacked(path: Path) -> bytes:
    """What a file holds, of a packed one what is in it."""
    return bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()


def test_a_conversation_is_recorded_disclosed_and_replayed_without_a_network(tmp_path: Path, url: str) -> None:
    """simulate --model --record leaves a run that says who was asked and with what; replay:FILE makes the same dialogue
    and reasons with every address refused; and the key is in no file and no output."""
    (tmp_path / "n.txt").write_text(NOTE)
    (tmp_path / "key").write_text(CANARY)
    asked = ("--model", "openai:plain@never", "--base-url", f"{url}/cli/v1", "--key-file", "key")
    common = ("simulate", "--note", "n.txt", "--no-knowledge", "--run")
    done = bedside(*common, "made", *asked, "--record", "cassette.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = tmp_path / "runs" / "made"
    run = json.loads((made / "run.json").read_text())
    assert run["players"]["patient"]["name"] == "openai:plain@never"
    assert {prompt["name"] for prompt in run["prompts"]} >= {"notechat/physician", "notechat/patient"}
    assert all(prompt["text"] and prompt["digest"] for prompt in run["prompts"])
    assert run["served"] == ["served"]
    calls = [line for line in lines(made / "calls.jsonl") if "served" in line]
    assert calls and all(call["attempts"] == 1 for call in calls)
    (trace,) = traces(made)
    assert {reason["model"].get("asked") for reason in trace["reasons"]} - {None} == {"openai:plain@never"}

    again = bedside(*common, "again", "--model", "replay:cassette.jsonl", "--local-only", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    first, second = (lines(tmp_path / "runs" / run / "dialogues.jsonl") for run in ("made", "again"))
    assert [line["turns"] for line in first] == [line["turns"] for line in second]
    assert traces(tmp_path / "runs" / "again")[0]["reasons"] == trace["reasons"]
    asked_and_answered = RunFolder(made).dialogue("n").exchanges
    # What the refiner is asked is kept where it mended something, and counted with no line.
    assert len([one for one in asked_and_answered if "/refiner/" not in one["purpose"]]) == len(calls)
    assert all(one["messages"] and one["reply"] for one in asked_and_answered)
    shown = done.stdout + done.stderr + again.stdout + again.stderr
    assert CANARY not in shown
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "key":
            assert CANARY.encode() not in unpacked(path), path


def test_a_failing_run_keeps_the_key_out_of_everything(tmp_path: Path, url: str) -> None:
    """Whatever goes wrong, no log, trace, failure, journal, cassette or message holds the key."""
    (tmp_path / "n.jsonl").write_text("".join(json.dumps({"id": f"n{i}", "note": NOTE}) + "\n" for i in range(1)))
    for number, fault in enumerate(("the prompt echoed@for ever", "a refusal@for ever", "500@for ever")):
        asked = ("--model", f"openai:{fault}", "--base-url", f"{url}/c{number}/v1", "--record", f"c{number}.jsonl")
        done = bedside(
            "batch", "--notes", "n.jsonl", "--no-knowledge", "--jobs", "1", *asked, cwd=tmp_path, OPENAI_API_KEY=CANARY
        )
        assert done.returncode == 3, done.stderr
        assert CANARY not in done.stdout + done.stderr
    failed = [line for path in tmp_path.rglob("failures.jsonl") for line in lines(path)]
    assert {line["kind"] for line in failed} == {"schema", "refusal", "transient"}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in unpacked(path), path


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--model", "opnai:gpt"), "Did you mean"),
        (("--model", "openai:"), "names no model"),
        (("--model", "openai:m"), "OPENAI_API_KEY"),
        (("--model", "openai:m", "--base-url", "localhost:8000"), "no address"),
        (("--model", "openai:m", "--key-file", "nowhere"), "key file"),
        (("--base-url", "http://localhost:1/v1"), "go with --model"),
        (("--model", "agenda", "--key-file", "x"), "language model"),
        (("--model", "openai:m", "--api-key", CANARY), "key on the command line"),
        (("--model", f"openai:{CANARY}"), "looks like a key"),
        (("--model", "replay:nowhere.jsonl"), "cannot be read"),
        (("--model", "openai:m", "--base-url", "https://api.example.com/v1", "--local-only"), "is elsewhere"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_before_anything_is_made(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """One line with the mend, exit code 2, no run folder, and the key is not repeated."""
    (tmp_path / "n.txt").write_text(NOTE)
    done = bedside("simulate", "--note", "n.txt", "--no-knowledge", *arguments, cwd=tmp_path, OPENAI_API_KEY="")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert CANARY not in done.stderr
    assert not (tmp_path / "runs").exists()


def test_data_about_people_stays_here_unless_terms_are_written(tmp_path: Path, url: str) -> None:
    """data_class phi with a remote server is refused; with a local one it runs, and the record says why it stayed; with
    terms it may go, and the terms are on the record."""
    case = f"id: a\nnote: {json.dumps(NOTE)}\nknowledge: false\ndata_class: phi\nmodels: {{default: {{name: 'openai:plain@never', base_url: '%s'}}}}\n"
    (tmp_path / "away.case.yaml").write_text(case % "https://api.example.com/v1")
    (tmp_path / "here.case.yaml").write_text(case % f"{url}/phi/v1")
    (tmp_path / "terms.case.yaml").write_text(case % f"{url}/terms/v1" + "terms: agreement 7 of May\n")
    away = bedside("simulate", "away.case.yaml", cwd=tmp_path)
    assert (away.returncode, "is elsewhere" in away.stderr) == (2, True)
    here = bedside("simulate", "here.case.yaml", "--run", "here", cwd=tmp_path)
    assert here.returncode == 0, here.stderr
    assert json.loads((tmp_path / "runs/here/run.json").read_text())["locality"]["local_only"] is True
    terms = bedside("simulate", "terms.case.yaml", "--run", "terms", cwd=tmp_path)
    assert terms.returncode == 0, terms.stderr
    assert json.loads((tmp_path / "runs/terms/run.json").read_text())["locality"] == {
        "local_only": False, "reason": "data_class is phi, and terms are written", "terms": "agreement 7 of May",
    }  # fmt: skip


def test_one_that_fails_stops_no_other(tmp_path: Path, url: str) -> None:
    """Of five dialogues, three at a time, the first gets no answer in time: all others are made, and the
    lines stand in the order of the notes."""
    rows = [{"id": f"n{number:02d}", "note": NOTE} for number in range(5)]
    (tmp_path / "n.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    script = [
        {"match": "n00/physician", "reply": {"error": "timeout"}},
        {"match": "/planner", "reply": {"parts": []}},
        {"match": "/refiner", "reply": {"lines": []}},
        *({"match": "", "reply": {"thought": "t", "say": line(number)}} for number in range(99)),
    ]  # fmt: skip
    (tmp_path / "script.jsonl").write_text("".join(json.dumps(line) + "\n" for line in script))
    asked = ("--model", "scripted:script.jsonl", "--jobs", "3", "--no-knowledge", "--run", "r")
    done = bedside("batch", "--notes", "n.jsonl", *asked, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    made = [line["id"] for line in lines(tmp_path / "runs/r/dialogues.jsonl")]
    assert made == [row["id"] for row in rows[1:]]
    assert [line["kind"] for line in lines(tmp_path / "runs/r/failures.jsonl")] == ["timeout"]


def test_a_server_is_found_out_once(tmp_path: Path, url: str) -> None:
    """What the first run found the server to do is kept in the cache folder; with the file broken the next run finds it
    out again, and a run is not stopped by it."""
    (tmp_path / "n.txt").write_text(NOTE)
    asked = ("--model", "openai:plain@never", "--base-url", f"{url}/once/v1", "--no-knowledge", "--quiet")
    kept = tmp_path / "cache" / "servers.json"
    for run in ("one", "two"):
        done = bedside(
            "simulate", "--note", "n.txt", "--run", run, *asked, cwd=tmp_path, BEDSIDE_CACHE=str(tmp_path / "cache")
        )
        assert done.returncode == 0, done.stderr
        assert "openai:plain@never" in kept.read_text()
        kept.write_text("no json")
