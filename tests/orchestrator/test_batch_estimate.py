"""What a batch will take is told without a call, and after a pilot within a fifth of what it then takes."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import NOTE, Batches, rows
from commands import run_command
from test_batch_accounting import LONGER, shaky

from bedside.orchestrator.batch.estimate import BatchEstimate, DryItem, chosen, factors_of
from bedside.orchestrator.batch.prices import Price, Prices
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions
from bedside.orchestrator.cli.estimate_command import run_estimate_command
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.usage import Usage, Used, read_usage
from bedside.scenarios.player import Player

MORE = (
    "She also has had a cough since Monday. No fever. Her father had asthma. She smokes ten cigarettes a day. "
    "MEDICATIONS\nIbuprofen 400 mg as needed.\nLisinopril 10 mg daily.\n"
)
PRICES = "models:\n  openai:plain: {input: 2, cached: 1, output: 8}\n"


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def test_nobody_is_asked_and_nothing_is_written(batch: Batches) -> None:
    """With a server that is not there: calls and tokens by role, an unknown price is unknown, and a grid counts."""
    batch.file("notes.jsonl", orjson.dumps({"id": "n", "note": LONGER}) + b"\n")
    asked = ("--model", "openai:plain", "--base-url", "http://127.0.0.1:9/v1", "--no-knowledge", "--grid", "seed=0..2")
    done = run_command("estimate", "notes.jsonl", *asked, "--json", cwd=batch.folder, text=True)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = orjson.loads(done.stdout)
    assert (told["items"], told["cost"], told["unknown_prices"]) == (3, None, ["openai:plain"])
    assert set(told["roles"]) == {"planner", "physician", "patient", "refiner"}
    assert told["calls"] == sum(row["calls"] for rows in told["roles"].values() for row in rows)
    assert sorted(path.name for path in batch.folder.iterdir()) == ["notes.jsonl"]


def test_no_key_is_needed_to_estimate(batch: Batches, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is asked, so a model of a known price has its money told without the key that asking it takes."""
    batch.file("notes.jsonl", orjson.dumps({"id": "n", "note": LONGER}) + b"\n")
    players = PlayerOptions(Player(name="openai:gpt-4o-mini", key_env="NOT_SET_ANYWHERE"))
    order = BatchOptions(inputs=(str(batch.folder / "notes.jsonl"),), player_options=players)
    assert (
        run_estimate_command(order, CaseOptions(knowledge=False), RunPlace(batch.folder / "runs", None), 1, True) == 0
    )
    assert orjson.loads(capsys.readouterr().out)["cost"] > 0
    with pytest.raises(Problem, match="NOT_SET_ANYWHERE"):
        batch.make("notes.jsonl", player_options=players)


def test_the_built_in_family_takes_no_call(batch: Batches) -> None:
    """Which is said with the time it takes."""
    batch.file("notes.jsonl", rows("a", "b"))
    done = run_command("estimate", "notes.jsonl", "--no-knowledge", "--json", cwd=batch.folder, text=True)
    told = orjson.loads(done.stdout)
    assert (told["calls"], told["cost"]) == (0, 0.0) and told["seconds"] > 0


def test_after_a_pilot_it_is_within_a_fifth(batch: Batches, capsys: pytest.CaptureFixture[str]) -> None:
    """Of short and long notes the pilot makes some of both; what all of them then cost is what was said, ± 20 %."""
    made = [{"id": f"n{i}", "note": LONGER + MORE * (i % 3)} for i in range(6)]
    batch.file("notes.jsonl", b"".join(orjson.dumps(row) + b"\n" for row in made))
    prices = batch.file("prices.yaml", PRICES)
    with shaky(batch.folder / "log", 0.1) as url:
        how: dict[str, Any] = {"jobs": 6, "prices": prices, "player_options": PlayerOptions("openai:plain", url)}
        assert batch.make("notes.jsonl", pilot=2, **how) == 0
        assert len(batch.lines()) == 2 and "without --pilot" in capsys.readouterr().err
        order = BatchOptions(inputs=(str(batch.folder / "notes.jsonl"),), **how)
        place = RunPlace(batch.folder / "runs", "r")
        assert run_estimate_command(order, CaseOptions(knowledge=False), place, 20, True) == 0
        told = orjson.loads(capsys.readouterr().out)
        assert told["measured"] == 2
        assert batch.make("notes.jsonl", **how) == 0
    price = Price(2, 1, 8)
    really = sum(price.of(used) for used in read_usage(batch.path()).by.values())
    assert told["cost"] == pytest.approx(really, rel=0.2)


def test_a_pilot_is_spread_over_all() -> None:
    """Files are often sorted: its items are far apart, the first and the last among them."""
    names = [f"n{i:03d}" for i in range(100)]
    assert sorted(chosen(names, 5)) == ["n000", "n025", "n050", "n074", "n099"]
    assert chosen(names, 200) == frozenset(names)
    assert chosen(names, 1) == {"n000"}


def test_what_was_measured_corrects_each_role_by_itself() -> None:
    """Twice the calls of the patient double those of the patient alone; the share that the server cached is taken from it."""
    expected = [DryItem(Usage({("patient", "m"): Used(10, prompt=100), ("planner", "m"): Used(1, prompt=50)}), 0.1)]
    really = Usage({("patient", "m"): Used(40, prompt=200, cached=100), ("planner", "m"): Used(2, prompt=100)})
    made = BatchEstimate(10, expected, factors_of(really, 2, expected), 2)
    usage = made.usage()
    assert usage.of_role("patient").calls == pytest.approx(200) and usage.of_role("planner").calls == pytest.approx(10)
    assert usage.of_role("patient").cached == pytest.approx(500)
    told = made.as_json(Prices({"m": Price(1, 0.5, 2)}))
    assert told["calls"] == 210 and told["cost"] == pytest.approx((1000 - 250 + 500) / 1e6, abs=1e-4)


def test_half_the_price_where_there_is_room(batch: Batches) -> None:
    """A server whose lower tier has no room for 30 %: with `flex` all wait for it, with `flex-or-normal` few pay the normal price;
    nothing is lost, and each call is counted at the price it was answered at."""
    price, half = Price(2, 2, 8), Price(1, 1, 4)
    with shaky(batch.folder / "log", 0.3, "no room") as url:
        for tier, most in (("flex", 0.5), ("flex-or-normal", 0.6)):
            player = f"{{name: 'openai:plain', base_url: '{url}', tier: {tier}}}"
            batch.file(f"{tier}.case.yaml", f"id: a\nnote: {NOTE!r}\nknowledge: false\nmodels: {{default: {player}}}\n")
            assert batch.make(f"{tier}.case.yaml", run=tier, player=None) == 0
            used = read_usage(batch.path(tier))
            cost = sum((half if model.endswith(" flex") else price).of(one) for (_, model), one in used.by.items())
            normal = sum(price.of(one) for one in used.by.values())
            assert 0 < cost <= most * normal
            assert Prices({"openai:plain": price, "openai:plain flex": half}).cost(used) == pytest.approx(cost)
