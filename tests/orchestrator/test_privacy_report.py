"""``evaluate --privacy`` and the gate on export: what is red stays unless somebody insists, and no word of a note is written."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import NOTE, contents, many
from typer.testing import CliRunner

from bedside.benchmarks.privacy_sets import made_up
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.privacy import refuse_overlap

Json = dict[str, Any]
IDS = ("a", "b", "c")


def done(*arguments: str | Path) -> str:
    """What a command prints."""
    ran = CliRunner().invoke(app, [str(one) for one in arguments])
    assert ran.exit_code == 0, (ran.output, ran.exception)
    return ran.output


def refused(*arguments: str | Path) -> str:
    """What a command says against it."""
    ran = CliRunner().invoke(app, [str(one) for one in arguments])
    assert isinstance(ran.exception, Problem), ran.output
    said = str(ran.exception)
    assert said.endswith((".", "?")) and "\n" not in said
    return said


def canary_file(folder: Path, run: Path, say: bool) -> Path:
    """Canaries, one of them a line of the run's first dialogue."""
    first: Json = orjson.loads((run / "dialogues.jsonl").read_bytes().splitlines()[0])
    line = max((turn["text"] for turn in first["turns"]), key=lambda text: len(text.split()))
    file = folder / "canaries.txt"
    file.write_text("The purple walrus sings at noon.\n" + (f"{line}\n" if say else ""))
    return file


def test_a_red_report_holds_an_export_back_unless_forced_and_then_it_is_stamped(tmp_path: Path) -> None:
    """A canary is said: refused with the measure's name, exported with --force-privacy and the report in the manifest. No report, no stamp."""
    folder = many(tmp_path, *IDS)
    before = contents(folder)
    order = ["export", folder, "--format", "messages", "--out"]
    done(*order, tmp_path / "before")
    assert orjson.loads((tmp_path / "before/manifest.json").read_bytes())["privacy"] == {"knees": None}
    told = done("evaluate", folder, "--privacy", "--canaries", canary_file(tmp_path, folder, say=True))
    assert "red" in told and "canaries" in told
    assert before.items() <= _files(folder).items()
    assert "canaries" in refused(*order, tmp_path / "red") and not (tmp_path / "red").exists()
    done(*order, tmp_path / "forced", "--force-privacy")
    stamp = orjson.loads((tmp_path / "forced/manifest.json").read_bytes())["privacy"]["knees"]
    assert stamp["forced"] is True and {row["measure"] for row in stamp["measures"] if row["band"] == "red"} == {
        "canaries"
    }
    done("evaluate", folder, "--privacy", "--canaries", canary_file(tmp_path, folder, say=False))
    done(*order, tmp_path / "well")
    assert orjson.loads((tmp_path / "well/manifest.json").read_bytes())["privacy"]["knees"]["forced"] is False


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_report_of_other_dialogues_counts_for_nothing(tmp_path: Path) -> None:
    """A dialogue that came later, and a file that is no report: each is one sentence that says what to run."""
    folder = many(tmp_path, *IDS)
    done("evaluate", folder, "--privacy")
    many(tmp_path, *IDS, "d")
    order = ["export", folder, "--format", "messages", "--out", tmp_path / "out"]
    assert "--privacy" in refused(*order)
    (folder / "evaluation/privacy.json").write_bytes(b"{}")
    assert "damaged" in refused(*order)


def test_no_word_of_a_note_is_in_the_report_and_what_is_missing_is_told(tmp_path: Path) -> None:
    """Of a run that keeps no words: nothing to compare with, until the notes are given."""
    folder = many(tmp_path, *IDS, keep_text=False)
    told = orjson.loads(done("evaluate", folder, "--privacy", "--json"))
    bands = {row["measure"]: row["band"] for row in told["measures"]}
    assert bands["own_note"] is None and bands["other_notes"] is None and "--notes" in told["remarks"][-1]
    notes = tmp_path / "notes.jsonl"
    notes.write_bytes(b"".join(orjson.dumps({"id": id, "note": f"{NOTE} Call {id}."}) + b"\n" for id in IDS))
    told = orjson.loads(done("evaluate", folder, "--privacy", "--json", "--notes", notes))
    assert told["counts"]["sources"] == 3 and {row["measure"]: row["band"] for row in told["measures"]}["own_note"]
    assert b"ice" not in (folder / "evaluation/privacy.json").read_bytes()


def test_a_holdout_that_overlaps_is_refused() -> None:
    """The same note, and one with a part of it taken out; a stranger's that shares the template passes."""
    material = made_up(2, 60, 60)
    refuse_overlap(material.sources, material.holdout)
    cut = material.sources[4][:120]
    for bad in (material.sources[3], cut):
        with pytest.raises(Problem, match="1 of the 61 notes"):
            refuse_overlap(material.sources, [*material.holdout, bad])


def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Options without --privacy, a hold-out that is the notes, canaries that are too short, a run with nothing in it."""
    folder = many(tmp_path, *IDS)
    notes = tmp_path / "notes.jsonl"
    notes.write_bytes(orjson.dumps({"id": "a", "note": f"{NOTE} Call a."}) + b"\n")
    assert "--privacy" in refused("evaluate", folder, "--holdout", notes)
    assert "hold-out" in refused("evaluate", folder, "--privacy", "--holdout", notes)
    (tmp_path / "short.txt").write_text("two words\n")
    assert "canaries" in refused("evaluate", folder, "--privacy", "--canaries", tmp_path / "short.txt")
    assert "--holdout" in refused("evaluate", folder, "--privacy", "--holdout", tmp_path / "none.jsonl")
    assert "nothing" in refused("evaluate", many(tmp_path, name="none", empty=" "), "--privacy")
