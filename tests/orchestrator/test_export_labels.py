"""Labels a turn, pairs to learn editing from, trajectories and samples: every stretch is a slice, and every planted error is one."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import many, one
from view_runs import forked

from bedside.orchestrator.exports.brat_files import brat_text
from bedside.orchestrator.exports.dialogue_sets import ExportOptions, export_dialogues
from bedside.orchestrator.exports.edit_pairs import PLANTERS
from bedside.orchestrator.exports.formats import Shape
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]


def rows(folder: Path, out: Path, form: str, shape: Shape | None = None) -> list[Json]:
    """The rows of an export in one part."""
    export_dialogues([RunFolder(folder, spoken_only=True)], out, ExportOptions(form, shape=shape or Shape()))
    return [orjson.loads(line) for line in (out / "train.jsonl").read_bytes().splitlines()]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one shipped case by the built-in family."""
    return one(tmp_path_factory.mktemp("labels"), "rolled-ankle")


def test_labels_are_slices_of_turn_and_note(run: Path, tmp_path: Path) -> None:
    """Every fact of a reason has a label with its characters in the turn and in the note; polarity is the note's. Without the note no
    word of it is there."""
    (kept,) = RunFolder(run).dialogues()
    (row,) = rows(run, tmp_path / "with", "gold", Shape(note=True))
    told = 0
    for turn, reason in zip(row["turns"], kept.record.reasons, strict=True):
        facts = [label for label in turn["labels"] if label["label"] == "fact"]
        assert {label["fact"] for label in facts} <= set(reason.facts)
        for label in facts:
            begin, end = label["note"]
            assert row["note"][begin:end] == label["words"] and turn["text"][slice(*label["said"])].strip()
            assert kept.note is not None and kept.note.fact(label["fact"]).polarity == label["polarity"]
            told += 1
    assert told > 10 and any(label.get("polarity") == "denied" for turn in row["turns"] for label in turn["labels"])
    (bare,) = rows(run, tmp_path / "without", "gold")
    assert "note" not in bare and not any("words" in label for turn in bare["turns"] for label in turn["labels"])


def test_what_a_person_changed_has_no_labels(tmp_path: Path) -> None:
    """Nobody says what new words rest on."""
    (row,) = rows(forked(tmp_path), tmp_path / "out", "gold")
    (index,) = row["edited"]
    assert row["turns"][index]["labels"] == [] and any(turn["labels"] for turn in row["turns"])


def test_brat_finds_each_label_in_its_text(run: Path, tmp_path: Path) -> None:
    """The text of every line of an .ann file stands at its offsets, also where a turn has line ends, tabs and astral signs."""
    out = tmp_path / "out"
    export_dialogues([RunFolder(run, spoken_only=True)], out, ExportOptions("brat"))
    (labels,) = (out / "train").glob("*.ann")
    turns = [{"speaker": "patient", "text": "It\nhurts,\t𝟛 days"}, {"speaker": "nurse", "text": "x"}]
    label = {"label": "fact", "fact": "f1", "said": [3, 16], "note": [1, 2], "polarity": "present"}
    pairs = [
        (labels.with_suffix(".txt").read_text(), labels.read_text()),
        brat_text({"turns": turns, "labels": [[label], []]}),
    ]
    for text, told in pairs:
        found = re.findall(r"^T\d+\t(\w+) (\d+) (\d+)\t(.+)$", told, re.MULTILINE)
        assert found and len(found) == sum(line.startswith("T") for line in told.splitlines())
        assert all(text[int(begin) : int(end)] == words for _, begin, end, words in found)
    assert "Polarity Arg:Fact" in (out / "train" / "annotation.conf").read_text()


def test_every_pair_has_one_error_and_the_words_that_say_so(run: Path, tmp_path: Path) -> None:
    """The corrected version is the turn; the wrong one differs in its span alone, or leaves a sentence out; the note's words are in the note.
    A wrong number stands in no note's words, a wrong side is the other one."""
    (kept,) = RunFolder(run).dialogues()
    found = rows(run, tmp_path / "out", "edit-pairs")
    assert (
        len(found) > 8
        and len({row["error"] for row in found}) >= 4
        and {row["error"] for row in found} <= set(PLANTERS)
    )
    for row in found:
        assert row["corrected"] == kept.record.turns[row["turn"]].text != row["wrong"] and row["synthetic"] is True
        assert kept.given is not None and kept.given[slice(*row["note_span"])] == row["note_words"]
        begin, end = row["wrong_span"]
        assert row["corrected"].startswith(row["wrong"][:begin].rstrip())
        assert row["corrected"].endswith(row["wrong"][end:].strip()) or row["error"] == "unsupported"
        planted = row["wrong"][begin:end].casefold()
        if row["error"] == "wrong number":
            assert not re.search(rf"(?<![\d.]){re.escape(planted)}(?!\d)", row["note_words"].casefold())
        if row["error"] == "wrong side":
            assert planted in ("left", "right") and planted not in row["note_words"].casefold()
        if row["error"] in ("wrong drug", "unsupported"):
            assert planted.split()[-1].strip(".") not in kept.given.casefold()
        assert row["note_words"] in row["feedback"] or row["error"] == "unsupported"
    assert rows(run, tmp_path / "again", "edit-pairs") == found


def test_trajectories_and_samples_say_what_was_said(tmp_path: Path) -> None:
    """ATIF: steps from 1 on, an agent and users. Inspect: what was said up to the assistant's last turn, and that turn."""
    folder = many(tmp_path, "a", "b")
    kept = {one.id: one.record.turns for one in RunFolder(folder).dialogues()}
    for row in rows(folder, tmp_path / "atif", "atif"):
        turns = kept[row["trajectory_id"].partition("/")[2]]
        assert [step["step_id"] for step in row["steps"]] == list(range(1, len(turns) + 1))
        assert [(step["source"] == "agent", step["message"]) for step in row["steps"]] == [
            (turn.speaker == "physician", turn.text) for turn in turns
        ]
        assert row["schema_version"].startswith("ATIF-v1.") and row["extra"]["synthetic"] is True
    for who in ("physician", "patient"):
        for row in rows(folder, tmp_path / f"inspect-{who}", "inspect", Shape(assistant=who)):
            turns = kept[row["id"].partition("/")[2]]
            last = max(n for n, turn in enumerate(turns) if turn.speaker == who)
            assert row["target"].endswith(turns[last].text)
            said = [message["content"] for message in row["input"]] + [row["target"]]
            assert "\n".join(said) == "\n".join(turn.text for turn in turns[: last + 1])
            assert row["metadata"]["synthetic"] is True
