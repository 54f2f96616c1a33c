"""A judge's calibration: pairs and ranks are counted rightly, and a judge that gives all the same is told by them."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.benchmarks.judge_calibration import PairOfScores, pairs_won, rank_correlation, ranks_between, report
from bedside.evaluation.judging.refuting import Verdict


def pair(planted: float | None, twin: float | None) -> PairOfScores:
    """Two scores of one class."""
    return PairOfScores("side", planted, twin)


def test_a_pair_is_won_lost_or_tied() -> None:
    """Ties count half; a pair with a score missing is none."""
    assert pairs_won([pair(2, 4), pair(4, 2), pair(3, 3), pair(None, 4), pair(1, 5)]) == (0.625, 4)
    assert pairs_won([pair(3, 3)] * 5) == (0.5, 5)
    assert pairs_won([pair(None, 1)]) == (None, 0)


def test_ranks_agree_or_say_nothing() -> None:
    """The same order 1, the reverse -1; all alike is no order."""
    assert rank_correlation([(1, 0.1), (2, 0.5), (5, 0.9)]) == pytest.approx(1)
    assert rank_correlation([(5, 0.1), (2, 0.5), (1, 0.9)]) == pytest.approx(-1)
    assert rank_correlation([(4, 0.1), (4, 0.5), (4, 0.9)]) is None and rank_correlation([(1, 1), (2, 2)]) is None


def test_ranks_of_the_marked_conversations_are_beside_chance() -> None:
    """A judge that scores as readers do is better than chance, one that scores at random is not, and one with a single score has no ranks."""
    passed = {f"{n}/{'people' if n < 6 else 'bedside-0.1.0'}": 1 - n / 40 for n in range(32)}
    told = [report({"pairs": [], "marks": dict(marks)}, passed) for marks in (passed, dict.fromkeys(passed, 4.0))]
    assert "better than chance" in told[0][1] and "NO BETTER" not in told[0][1] and "1.00 of 156 pairs" in told[0][2]
    assert told[1][1].endswith("passed: –") and "0.50 of 156 pairs" in told[1][2]
    between = ranks_between([(n * 7 % 11, n * 5 % 13) for n in range(32)])
    assert between is not None and between[0] < 0 < between[1]


def test_what_was_not_judged_is_said() -> None:
    """The report counts what a judge left out, and gives no number for it."""
    found = {
        "pairs": [pair(2, 4), pair(None, 4)],
        "stands": ["stands", None, "refuted"],
        "refuted": [None],
        "marks": {"a": None},
    }
    text = "\n".join(report(found, {"a": 0.5}))
    assert "1 of 2 | 1.00" in text and "0.50 of 2 judged, 1 unscored" in text and "– of 0 judged, 1 unscored" in text


def test_what_is_no_better_than_chance_is_called_so() -> None:
    """Ties alone are chance, with a wide interval; twenty pairs won over four visits are not; a judge that prefers the planted is worse."""
    ties = [PairOfScores("side", 4, 4, f"visit{n % 4}") for n in range(20)]
    won, lost = ([PairOfScores("side", low, high, one.visit) for one in ties] for low, high in ((1, 4), (4, 1)))
    refuted: list[Verdict | None] = ["refuted"] * 20
    stands: list[Verdict | None] = ["stands"] * 20
    texts = [
        "\n".join(report({"pairs": pairs, "stands": right, "refuted": wrong, "marks": {}}, {}))
        for pairs, right, wrong in ((ties, stands, stands), (won, stands, refuted), (lost, refuted, stands))
    ]
    assert texts[0].count("NO BETTER THAN CHANCE") == 2 and "20 of 20 pairs are ties" in texts[0]
    assert texts[1].count("better than chance") == 2 and "NO BETTER" not in texts[1]
    assert texts[2].count("worse than chance") == 2


@pytest.fixture
def always_four(repo: Path) -> Iterator[str]:
    """A server whose model scores everything alike."""
    with subprocess.Popen(
        [sys.executable, str(repo / "tests/servers/openai_server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        answer = json.dumps(
            dict.fromkeys(("faithful", "coherent", "patient", "physician", "safe"), 4) | {"because": "Fine."}
        )
        body = json.dumps({"message": {"role": "assistant", "content": answer}}).encode()
        urllib.request.urlopen(
            urllib.request.Request(f"{url}/_always", body, {"Content-Type": "application/json"})
        ).close()
        yield f"{url}/v1"
        process.terminate()


@pytest.mark.slow
def test_a_judge_that_gives_all_a_four_is_seen_through(always_four: str, tmp_path: Path) -> None:
    """Half of the pairs, as chance would, and no finding judged: what it says there is no answer to what was asked."""
    command = [sys.executable, "-m", "bedside.benchmarks.judge_calibration", "--judge", "openai:claude-four"]
    more = ["--base-url", always_four, "--cases", "2", "--most", "1", "--data", str(tmp_path)]
    ran = subprocess.run([*command, *more], capture_output=True, text=True, check=True)
    (whole,) = [line for line in ran.stdout.splitlines() if line.startswith("| all |")]
    assert (
        "| 0.50 |" in whole
        and "Scores: NO BETTER THAN CHANCE" in ran.stdout
        and "right findings that stand: – of 0 judged" in ran.stdout
    )
