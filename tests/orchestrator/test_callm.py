"""Interviews exported: no subject in two parts, labels in proportion, no reasons in a row, the same bytes again."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bedside.orchestrator.cli.main import app
from bedside.orchestrator.exports.interview_sets import PARTS, Interviewed, Split, partition
from bedside.orchestrator.failures import Problem


def interviewed(subject: str, label: str, part: str | None = None) -> Interviewed:
    """An interview as far as a split looks at it."""
    about = {"subject": subject, "label": label, **({"partition": part} if part else {})}
    return Interviewed("run", {"id": f"{subject}/{label}"}, about, [])


SHARES = st.sampled_from([(0.6, 0.2, 0.2), (0.5, 0.25, 0.25), (1.0, 0.0, 0.0), (0.34, 0.33, 0.33), (0.0, 0.5, 0.5)])
ROWS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["positive", "negative"])), min_size=1, max_size=80)


@given(ROWS, SHARES, st.integers(0, 100))
def test_every_subject_is_in_one_part_and_labels_keep_their_share(
    made: list[tuple[int, str]], shares: tuple[float, float, float], seed: int
) -> None:
    """Whatever the interviews: each subject has one part, and within a stratum no part is off by one subject or more."""
    found = [interviewed(str(subject), label) for subject, label in made]
    parts = partition(found, Split(shares, seed))
    assert set(parts) == {str(subject) for subject, _ in made}
    assert parts == partition(list(reversed(found)), Split(shares, seed))
    strata: dict[tuple[str, ...], list[str]] = {}
    for subject in parts:
        strata.setdefault(tuple(sorted({label for who, label in made if str(who) == subject})), []).append(subject)
    for members in strata.values():
        for part, share in zip(PARTS, shares, strict=True):
            assert abs(sum(parts[m] == part for m in members) - share * len(members)) < 1


def test_what_a_case_fixed_stays_and_two_that_differ_are_refused() -> None:
    """A subject's own partition holds; one subject fixed to two parts is an error."""
    fixed = [interviewed(str(n), "positive", "application" if n < 5 else None) for n in range(10)]
    parts = partition(fixed, Split())
    assert all(parts[str(n)] == "application" for n in range(5))
    with pytest.raises(Problem, match="fixed to"):
        partition([interviewed("a", "positive", "textbook"), interviewed("a", "negative", "assignment")], Split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("textbook=1,x=0", "no part 'x'"),
        ("textbook=0.5", "must sum to 1"),
        ("textbook", "no share"),
        ("textbook=nan", "sum"),
    ],
)
def test_a_faulty_split_is_refused(text: str, words: str) -> None:
    """What is wrong with --split is said."""
    with pytest.raises(Problem, match=words):
        Split.parse(text)


def test_a_run_becomes_three_sets_without_reasons(tmp_path: Path) -> None:
    """From batch to sets by the command line: resumable, rows without reasons, reasons apart, digests that hold."""
    case = tmp_path / "t.case.yaml"
    case.write_text("id: t\nnote: A woman comes.\nprotocol: interview/gad-7\ninterview: {label: positive}\n")
    order = [
        "batch",
        "--case",
        str(case),
        "--subjects",
        "10",
        "--out",
        str(tmp_path),
        "--run",
        "r",
        "--quiet",
        "--no-knowledge",
    ]
    for _ in range(2):  # the second finds everything made
        assert CliRunner().invoke(app, order).exit_code == 0
    outs = [tmp_path / name for name in ("one", "two")]
    for out in outs:
        done = CliRunner().invoke(
            app, ["export", str(tmp_path / "r"), "--out", str(out), "--reasons", "--protocol", "callm"]
        )
        assert done.exit_code == 0, done.output
    names = sorted(path.name for path in outs[0].iterdir())
    assert names == sorted(
        ["README.md", "manifest.json", *(f"{p}.jsonl" for p in PARTS), *(f"reasons.{p}.jsonl" for p in PARTS)]
    )
    assert all((outs[0] / name).read_bytes() == (outs[1] / name).read_bytes() for name in names)
    subjects = [
        {orjson.loads(line)["subject"] for line in (outs[0] / f"{p}.jsonl").read_bytes().splitlines()} for p in PARTS
    ]
    assert [len(part) for part in subjects] == [6, 2, 2] and len(set().union(*subjects)) == 10
    for part in PARTS:
        for line in (outs[0] / f"{part}.jsonl").read_bytes().splitlines():
            row = orjson.loads(line)
            assert set(row) == {"id", "subject", "instrument", "label", "severity", "synthetic", "text"}
            assert "points" not in row["text"] and row["label"] not in row["text"]
    assert b"evidence" in (outs[0] / "reasons.textbook.jsonl").read_bytes()
    again = CliRunner().invoke(app, ["export", str(tmp_path / "r"), "--out", str(outs[0])])
    assert isinstance(again.exception, Problem) and "not an empty folder" in str(again.exception)
