"""How long a command waits for a model, how often it asks, and when it stops: one sentence, nothing lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import run_command

from bedside.benchmarks.hostile import server
from bedside.orchestrator.runs.reader import RunFolder

NOTE = "CHIEF COMPLAINT\nKnee pain for 3 days. It is worse on stairs. She denies fever.\n\nPLAN\nRest the knee for 2 weeks. Ice twice a day.\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that plays a plain speaker, and hangs at its fifth chat where it is told to."""
    with server() as address:
        yield address


def simulate(folder: Path, url: str, model: str, *more: str) -> tuple[int, str]:
    """The exit code and what is said beside the conversation."""
    (folder / "n.txt").write_text(NOTE)
    asked = ("--model", f"openai:{model}", "--base-url", f"{url}/{folder.name}/v1", *more)
    done = run_command("simulate", "--note", "n.txt", "--no-knowledge", *asked, cwd=folder, text=True, timeout=240)
    return done.returncode, done.stdout + done.stderr


def test_a_server_that_hangs_costs_its_timeout(tmp_path: Path, url: str) -> None:
    """With --timeout and one attempt, a server that stays away is its class of failure, in a sentence."""
    code, said = simulate(tmp_path, url, "hang@ever", "--timeout", "1", "--attempts", "1", "--run", "one")
    assert code == 3 and "no answer within 1 s" in said and "Traceback" not in said
    (line,) = (tmp_path / "runs" / "one" / "failures.jsonl").read_text().splitlines()
    assert json.loads(line)["kind"] == "timeout"


def test_a_command_that_ran_out_of_time_goes_on(tmp_path: Path, url: str) -> None:
    """--max-seconds stops within a dialogue and says so; the same command goes on where it stopped, with what was said before."""
    order = ("hang@once", "--max-seconds", "3", "--run", "limited")
    code, said = simulate(tmp_path, url, *order)
    assert code == 4 and "--max-seconds 3" in said and "go on" in said
    folder = tmp_path / "runs" / "limited"
    (begun,) = RunFolder(folder).dialogues()
    code, said = simulate(tmp_path, url, "hang@once", "--run", "limited")
    assert code == 0 and "Going on" in said
    (record,) = RunFolder(folder).dialogues()
    before, after = ([turn.text for turn in one.record.turns] for one in (begun, record))
    assert len(after) > len(before) and after[: len(before)] == before  # a busy machine may not have begun


@pytest.mark.parametrize("wrong", [("--timeout", "0"), ("--attempts", "0"), ("--max-seconds", "-1")])
def test_limits_that_cannot_be_are_refused(tmp_path: Path, wrong: tuple[str, str]) -> None:
    """One sentence of the option, before anything is made."""
    code, said = simulate(tmp_path, "http://127.0.0.1:9", "plain", *wrong)
    assert code == 2 and wrong[0] in said and not (tmp_path / "runs").exists()
