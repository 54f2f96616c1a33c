"""One sitting does all that can be done: what failed in passing is tried again, limits end a run where it can go on, and every
item that did not finish says how often it was tried and where it stands."""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import NOTE, Batches, rows
from commands import run_command

from bedside.orchestrator.batch.prices import Price, Prices
from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.batch.second_pass import SecondPass
from bedside.orchestrator.batch.stop_rules import WINDOW, FailureLimit, RunLimits, StopRules
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.failures import HALTED, Problem
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.usage import Usage, Used, read_usage
from bedside.orchestrator.runs.verify import verify

LONGER = (
    "CHIEF COMPLAINT\nKnee pain.\n\nHISTORY OF PRESENT ILLNESS\nMara Holt is a 40-year-old woman with left knee pain for "
    "3 days. It is worse on stairs. She denies fever.\n\nASSESSMENT\nKnee strain.\n\nPLAN\nRest the knee for 2 weeks.\n"
)


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def notes(count: int) -> bytes:
    """JSON Lines of so many notes that a model has something to say about."""
    return b"".join(orjson.dumps({"id": f"n{i}", "note": LONGER}) + b"\n" for i in range(count))


@contextmanager
def shaky(log: Path, share: float, kinds: str = "all") -> Generator[str]:
    """The address of a server that fails a share of its calls."""
    command = [sys.executable, "-m", "bedside.benchmarks.batch_server", str(log), str(share), kinds]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        process.stdin.close()
        process.kill()


def outcome(id: str, kind: str = "", turns: int = 0) -> ItemOutcome:
    """What an item came to: finished without a kind."""
    if not kind:
        return ItemOutcome(id, "", "finished", "complete", 9)
    return ItemOutcome(id, "", "failed", kind, turns, failure={"kind": kind})


def test_a_server_that_fails_a_third_of_its_calls_is_finished_in_one_sitting(batch: Batches) -> None:
    """By every class at random (429, 5xx, cut off, no words, no JSON, cut at its length): one command makes every dialogue, the
    account adds up, and every request is counted."""
    batch.file("notes.jsonl", notes(4))
    with shaky(batch.folder / "log", 0.3) as url:
        assert batch.make("notes.jsonl", jobs=4, player_options=PlayerOptions("openai:plain", url, timeout=20)) == 0
    counts = batch.about()["counts"]
    assert counts == {"requested": 4, "finished": 4, "failed": 0, "filtered": 0, "pending": 0}
    assert verify(batch.path()).faults == []
    used = read_usage(batch.path()).total
    faults = (batch.folder / "log").read_text().splitlines()
    assert used.calls == len(faults)  # each request that came, failed ones included
    assert used.failed == sum(fault not in ("ok", "text") for fault in faults)


def test_what_got_further_is_tried_again_and_what_did_not_only_so_often() -> None:
    """A dialogue that grows is tried as long as it does, one that stands still as often as its class is worth, and none where
    nothing in the sitting got anywhere."""
    passes = SecondPass()
    passes.came(outcome("a", "transient", 3))
    passes.came(outcome("b", "refusal", 1))
    passes.came(outcome("c", "config", 5))
    passes.came(outcome("d", "filtered"))
    tried: dict[str, int] = {}
    turns = 3
    for _ in range(20):
        due = passes.due()
        if not due:
            break
        for name in due:
            tried[name] = tried.get(name, 0) + 1
        if "a" in due:
            turns += tried["a"] < 6
            passes.came(outcome("a", "transient", turns))
        if "b" in due:
            passes.came(outcome("b", "refusal", 1))
    assert tried == {"a": 5 + 3, "b": 2}
    dead = SecondPass()
    dead.came(outcome("a", "transient"))
    assert dead.due() == frozenset()
    dead.came(outcome("b"))
    assert dead.due() == {"a"}


@pytest.mark.parametrize(("limit", "begins"), [("10%", 300), ("50%", 7), ("30%", 0)])
def test_a_share_of_failures_is_seen_within_twenty_items(limit: str, begins: int) -> None:
    """Whenever the fault begins, be it after hundreds of good items."""
    control = RunControl()
    rules = StopRules(RunLimits(FailureLimit.parse(limit)), control, Usage(), Prices())
    for n in range(begins):
        rules.came(outcome(f"n{n}"))
    assert control.halted is None
    for n in range(WINDOW):
        rules.came(outcome(f"bad{n}", "schema"))
        if control.halted is not None:
            break
    assert control.halted is not None and limit in control.halted


def test_a_run_that_fails_too_often_stops_and_goes_on(batch: Batches) -> None:
    """After the third failure with --max-failures 2: exit code 4, the rest is pending, and a higher limit goes on to all."""
    batch.file("notes.jsonl", b"".join(rows(f"a{n}") + b"{}\n" for n in range(9)))
    assert batch.make("notes.jsonl", limits=RunLimits(FailureLimit.parse("2"))) == HALTED
    counts = batch.about()["counts"]
    assert (counts["requested"], counts["failed"], counts["finished"]) == (18, 3, 3)
    assert counts["pending"] == 12
    assert batch.make("notes.jsonl", limits=RunLimits(FailureLimit.parse("9"))) == 3
    assert len(batch.made()) == 9
    assert batch.failures()["line-2"]["attempts"] == 2


@pytest.mark.parametrize("text", ["", "x", "-1", "100%", "1.5", "5%%"])
def test_a_faulty_limit_is_refused(text: str) -> None:
    """In one sentence."""
    with pytest.raises(Problem, match="--max-failures"):
        FailureLimit.parse(text)


@pytest.fixture(scope="module")
def plain() -> Iterator[str]:
    """A server that never fails."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, shaky(Path(folder) / "log", 0.0) as url:
        yield url


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_limit_of_calls_ends_every_dialogue_at_a_turn_and_more_goes_on(
    batch: Batches, plain: str, processes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The limit is passed by no more than a turn of each dialogue in flight; the same command with a higher one comes to the
    bytes of a run that nothing stopped, and nothing is paid twice."""
    batch.file("notes.jsonl", notes(3))
    how: dict[str, Any] = {"jobs": 3, "processes": processes, "player_options": PlayerOptions("openai:plain", plain)}
    assert batch.make("notes.jsonl", run="whole", **how) == 0
    whole = read_usage(batch.path("whole")).total.calls
    limit = whole // 2
    assert batch.make("notes.jsonl", limits=RunLimits(calls=limit), **how) == HALTED
    assert "--max-calls" in capsys.readouterr().err
    used = read_usage(batch.path()).total.calls
    assert limit <= used <= limit + 3 * 4
    assert batch.about()["counts"]["failed"] == 0
    assert batch.make("notes.jsonl", limits=RunLimits(calls=limit), **how) == HALTED
    assert read_usage(batch.path()).total.calls == used
    assert batch.make("notes.jsonl", limits=RunLimits(calls=9 * whole), **how) == 0
    assert batch.turns() == batch.turns("whole")
    assert read_usage(batch.path()).total.calls == whole
    assert verify(batch.path()).faults == []


def test_time_is_a_limit_too(batch: Batches) -> None:
    """--max-seconds ends a run of the built-in family between two dialogues, and the same command goes on."""
    batch.file("notes.jsonl", rows(*(f"n{i}" for i in range(200))))
    assert batch.make("notes.jsonl", limits=RunLimits(seconds=1.0)) == HALTED
    counts = batch.about()["counts"]
    assert counts["pending"] > 0 and counts["failed"] == 0
    assert counts["finished"] + counts["pending"] == 200


def test_money_is_counted_by_a_file_of_prices_and_ends_a_run(
    batch: Batches, plain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A price of one's own holds; without one a limit of money is refused, since an unknown price is unknown."""
    batch.file("notes.jsonl", notes(1))
    prices = batch.file("prices.yaml", "currency: EUR\nmodels:\n  openai:plain: {input: 2, cached: 1, output: 8}\n")
    how: dict[str, Any] = {"player_options": PlayerOptions("openai:plain", plain)}
    with pytest.raises(Problem, match="openai:plain: give --prices"):
        batch.make("notes.jsonl", limits=RunLimits(cost=1), **how)
    assert not (batch.folder / "runs").exists()
    assert batch.make("notes.jsonl", limits=RunLimits(cost=0.002), prices=prices, **how) == HALTED
    assert "EUR" in capsys.readouterr().err
    cost = sum(Price(2, 1, 8).of(used) for used in read_usage(batch.path()).by.values())
    assert 0.002 <= cost < 0.01


def test_the_price_of_a_known_model_has_its_date_and_that_of_another_is_unknown() -> None:
    """From the list that comes with a package, offline; a server of one's own costs what nobody knows."""
    prices = Prices(servers={"openai:gpt-4o-mini": None, "openai:m": "http://127.0.0.1:1/v1"})
    known = prices.price("openai:gpt-4o-mini")
    assert known is not None and 0 < known.cached < known.input < known.output
    assert "genai-prices" in known.source
    assert prices.price("openai:m") is None and prices.price("ollama:qwen3") is None
    assert prices.cost(Usage({("patient", "openai:m"): Used(calls=1, prompt=5)})) is None
    assert prices.cost(Usage({("patient", "scripted:x"): Used(calls=1, prompt=5)})) == 0


def test_retry_failed_tries_what_failed_and_nothing_else(batch: Batches) -> None:
    """Only the failed items are made, by the command that the run remembers; attempts are counted on, each told."""
    batch.file("notes.jsonl", rows("a") + b"{}\n" + rows("b", persona="nobody") + rows("c", "d"))
    command = ("batch", "notes.jsonl", "--no-knowledge", "--model", "scripted", "--run", "r", "-q", "--limit", "4")
    assert run_command(*command, cwd=batch.folder).returncode == 3
    batch.file("notes.jsonl", rows("a") + b"{}\n" + rows("b") + rows("c", "d"))
    again = run_command("retry-failed", "r", cwd=batch.folder, text=True)
    assert again.returncode == 3, again.stderr
    assert batch.made() == ["a", "c", "b"]
    (failure,) = batch.failures().values()
    assert (failure["id"], failure["attempts"], len(failure["tried"])) == ("line-2", 2, 2)
    nothing = run_command("retry-failed", "none", cwd=batch.folder, text=True)
    assert nothing.returncode == 2 and "no run 'none'" in nothing.stderr


def test_another_configuration_goes_on_only_where_that_is_allowed(batch: Batches) -> None:
    """Refused with the difference; allowed, what is finished stays as it was, the rest is made anew, and the record says what
    was changed and when. Back again it is a change, too."""
    batch.file("notes.jsonl", rows("a", "b", "c", "d"))
    assert batch.make("notes.jsonl", limit=2) == 0
    before = batch.lines()
    with pytest.raises(Problem, match=r"case.style: visit -> section"):
        batch.make("notes.jsonl", choices={"style": "section"})
    assert batch.make("notes.jsonl", choices={"style": "section"}, allow_changes=True) == 0
    assert batch.made() == ["a", "b", "c", "d"]
    after = batch.lines()
    assert {name: after[name] for name in "ab"} == before
    assert after["c"]["generator"]["style"] == "section"
    (change,) = batch.about()["changes"]
    assert change["what"] == ["case.style: visit -> section"]
    assert batch.make("notes.jsonl", choices={"style": "section"}) == 0
    assert batch.made() == ["a", "b", "c", "d"]
    with pytest.raises(Problem, match="another configuration"):
        batch.make("notes.jsonl")
    assert verify(batch.path()).faults == []


def test_a_longer_timeout_is_no_other_configuration(batch: Batches, plain: str) -> None:
    """How long and how often a model is asked changes no word: the run goes on."""
    batch.file("notes.jsonl", notes(1))
    first = PlayerOptions("openai:plain", plain, timeout=5)
    assert batch.make("notes.jsonl", limits=RunLimits(calls=3), player_options=first) == HALTED
    assert batch.make("notes.jsonl", player_options=replace(first, timeout=50, attempts=2)) == 0


def test_json_lines_tell_a_program_how_far_it_is(batch: Batches) -> None:
    """A line an item and one of the whole at the end, on standard output, without a word of what was said."""
    batch.file("notes.jsonl", rows("a", "b") + b"{}\n")
    done = run_command(
        "batch", "notes.jsonl", "--model", "scripted", "--no-knowledge", "--display", "json", cwd=batch.folder
    )
    found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["event"] for row in found] == ["finished", "finished", "failed", "progress"]
    assert (found[-1]["asked"], found[-1]["finished"], found[-1]["failed"], found[-1]["left"]) == (3, 2, 1, 0)
    assert b"knee" not in done.stdout and NOTE.split()[0].encode() not in done.stdout
