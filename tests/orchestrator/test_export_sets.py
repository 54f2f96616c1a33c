"""Runs exported as dialogues: nobody is lost, one patient is on one side, what a person changed is marked, cells are words."""

import csv
import json
import tracemalloc
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from run_folders import contents, many, one
from typer.testing import CliRunner
from view_runs import forked, hostile

from bedside.orchestrator.cli.main import app
from bedside.orchestrator.exports.dialogue_sets import ExportOptions, export_dialogues
from bedside.orchestrator.exports.formats import FORMATS, Shape
from bedside.orchestrator.exports.formulas import defused
from bedside.orchestrator.exports.near_duplicates import shingles, similarity
from bedside.orchestrator.exports.patient_splits import HashSplit, Patients
from bedside.orchestrator.exports.selection import Selection
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
IDS = ("p1-a", "p1-b", "p2-a", "p2-b", "p3-a", "p3-b")


def run_of(folder: Path) -> RunFolder:
    """A run folder as an export opens it."""
    return RunFolder(folder, spoken_only=True)


def rows(path: Path) -> list[Json]:
    """The rows of a JSON Lines file."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def refused(*arguments: str) -> str:
    """What the command says against it."""
    done = CliRunner().invoke(app, ["export", *arguments])
    assert isinstance(done.exception, Problem), done.output
    said = str(done.exception)
    assert said.endswith((".", "?")) and "\n" not in said
    return said


@pytest.mark.thin(5)
@pytest.mark.parametrize("name", FORMATS)
def test_every_dialogue_is_in_a_file_or_among_those_left_out(name: str, tmp_path: Path) -> None:
    """In every form: counts that sum up, a digest that holds, the same bytes again, nobody but the owner reads it."""
    folder = many(tmp_path, *IDS, empty=" ")
    outs = [tmp_path / "one", tmp_path / "two"]
    order = ["export", str(folder), "--format", name, "--split", "train=0.5,test=0.5", "--out"]
    for out in outs:
        done = CliRunner().invoke(app, [*order, str(out)])
        assert done.exit_code == 0, done.output
        assert "7 dialogues = 6 exported + 1 failed" in done.output
    made = orjson.loads((outs[0] / "manifest.json").read_bytes())
    parts = {of["part"]: of["dialogues"] for of in made["files"].values()}
    assert sum(parts.values()) == made["counts"]["exported"] == 6 and made["counts"]["left_out"] == {"failed": 1}
    assert [(row["id"], row["why"]) for row in rows(outs[0] / "left_out.jsonl")] == [("empty", "failed")]
    files = [path.relative_to(outs[0]) for path in outs[0].rglob("*") if path.is_file()]
    for file in files:
        assert (outs[0] / file).stat().st_mode & 0o077 == 0
        if name not in ("parquet", "hf"):
            assert (outs[0] / file).read_bytes() == (outs[1] / file).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two", folder.name}  # nothing half made is left


def test_chat_rows_alternate_and_say_what_was_said(tmp_path: Path) -> None:
    """Roles alternate, as templates want it; the words are those of the run, and the assistant is who was chosen."""
    folder = one(tmp_path, "rolled-ankle")
    said = [(turn.speaker, turn.text) for turn in RunFolder(folder).dialogue("rolled-ankle").record.turns]
    for who in ("physician", "patient"):
        for name in ("messages", "sharegpt"):
            out = tmp_path / f"{name}-{who}"
            export_dialogues([run_of(folder)], out, ExportOptions(name, shape=Shape(assistant=who)))
            (row,) = rows(out / "train.jsonl")
            assert row["synthetic"] is True
            told = row.get("messages") or row["conversations"]
            roles = [one.get("role") or one["from"] for one in told]
            assert all(one != other for one, other in pairwise(roles))
            assert "\n".join(one.get("content") or one["value"] for one in told) == "\n".join(text for _, text in said)
            assert (roles[0] in ("assistant", "gpt")) == (said[0][0] == who)


def test_what_a_person_changed_is_marked_in_every_form(tmp_path: Path) -> None:
    """The tenth turn was edited: each form says so, and --no-edited leaves the dialogue out by that name."""
    folder = forked(tmp_path)
    (kept,) = RunFolder(folder).dialogues()
    at = [turn.text for turn in kept.record.turns].index("Words of another hand.")
    for name in FORMATS:
        assert export_dialogues([run_of(folder)], tmp_path / name, ExportOptions(name))["counts"]["edited"] == 1
    (row,) = rows(tmp_path / "messages" / "train.jsonl")
    assert ["Words of another hand." in row["messages"][index]["content"] for index in row["edited"]] == [True]
    with (tmp_path / "csv" / "train.csv").open(newline="") as file:
        assert [line["index"] for line in csv.DictReader(file) if line["edited"] == "true"] == [str(at)]
    for name in ("mts-dialog", "aci-bench"):
        with (tmp_path / name / "train.csv").open(newline="") as file:
            assert [line["edited"] for line in csv.DictReader(file)] == [str(at)]
    assert [
        one["meta"]["index"] for one in rows(tmp_path / "convokit/train/utterances.jsonl") if one["meta"]["edited"]
    ] == [at]
    assert "edited" in refused(str(folder), "--format", "csv", "--out", str(tmp_path / "none"), "--no-edited")


def test_tables_hold_what_was_said(tmp_path: Path) -> None:
    """Parquet read back by pandas, with the note; a row a dialogue."""
    pandas = pytest.importorskip("pandas")
    folder = many(tmp_path, *IDS)
    export_dialogues([run_of(folder)], tmp_path / "out", ExportOptions("parquet", shape=Shape(note=True)))
    table = pandas.read_parquet(tmp_path / "out" / "train.parquet")
    kept = {one.id: one for one in RunFolder(folder).dialogues()}
    assert set(table["id"]) == set(IDS) and bool(table["synthetic"].all())
    for _, row in table.iterrows():
        said = [(turn["speaker"], turn["text"]) for turn in row["turns"]]
        assert said == [(turn.speaker, turn.text) for turn in kept[row["id"]].record.turns]
        assert row["note"] == kept[row["id"]].given


def test_shards_hold_every_dialogue_once(tmp_path: Path) -> None:
    """So many rows a file at most, every dialogue in one of them, each named in the manifest, and the card says which are of a part."""
    pandas = pytest.importorskip("pandas")
    folder, out = many(tmp_path, *IDS), tmp_path / "out"
    manifest = export_dialogues([run_of(folder)], out, ExportOptions("hf", shape=Shape(shard=2)))
    tables = [pandas.read_parquet(out / name) for name in sorted(manifest["files"])]
    assert {len(table) for table in tables[:-1]} == {2} and 0 < len(tables[-1]) <= 2 and len(tables) > 1
    assert sorted(name for table in tables for name in table["id"]) == sorted(IDS)
    assert [manifest["files"][name]["dialogues"] for name in sorted(manifest["files"])] == list(map(len, tables))
    assert (
        manifest["parts"]["train"]["dialogues"] == len(IDS)
        and f"| train | {len(IDS)} |" in (out / "README.md").read_text()
    )
    (part,) = yaml.safe_load((out / "README.md").read_text().split("---")[1])["configs"][0]["data_files"]
    assert part == {"split": "train", "path": sorted(manifest["files"])}
    refused = CliRunner().invoke(
        app, ["export", str(folder), "--format", "csv", "--shard", "2", "--out", str(tmp_path / "x")]
    )
    assert isinstance(refused.exception, Problem) and "--shard" in str(refused.exception)


@pytest.mark.parametrize("name", ["mts-dialog", "aci-bench", "notechat"])
def test_other_sets_forms_are_known_by_import(name: str, tmp_path: Path) -> None:
    """What is written in the columns of another set is read back as that set, with the notes as they were."""
    folder = many(tmp_path, *IDS)
    export_dialogues([run_of(folder)], tmp_path / "out", ExportOptions(name))
    (file,) = (tmp_path / "out").glob("train.*")
    back = tmp_path / "back.jsonl"
    done = CliRunner().invoke(app, ["import", str(file), "--out", str(back)])
    assert done.exit_code == 0, done.output
    assert Counter(row["note"] for row in rows(back)) == Counter(kept.given for kept in RunFolder(folder).dialogues())


def test_a_corpus_is_whole(tmp_path: Path) -> None:
    """Every utterance has its conversation and its speaker, answers the one before it, and no two talks share a speaker."""
    folder = many(tmp_path, *IDS)
    export_dialogues([run_of(folder)], tmp_path / "out", ExportOptions("convokit"))
    corpus = tmp_path / "out" / "train"
    talks, speakers = (json.loads((corpus / f"{name}.json").read_bytes()) for name in ("conversations", "speakers"))
    index = json.loads((corpus / "index.json").read_bytes())
    assert len(talks) == len(IDS)
    before: dict[str, str] = {}
    owner: dict[str, str] = {}
    for said in rows(corpus / "utterances.jsonl"):
        talk = said["conversation_id"]
        assert talk in talks and said["reply-to"] == before.get(talk)
        assert speakers[said["speaker"]]["meta"]["role"] == said["meta"]["role"]
        assert owner.setdefault(said["speaker"], talk) == talk
        assert set(said["meta"]) == set(index["utterances-index"])
        before[talk] = said["id"]
    assert all(set(talk["meta"]) == set(index["conversations-index"]) for talk in talks.values())


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u200b=1",
        "\uff1d1",
        "\x00=1",
        "|cmd",
        "\u00a0@x",
        "%0A=1",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_words(cell: str) -> None:
    """Also where blanks, unseen signs or wide forms stand before the sign."""
    assert defused(cell) == f"'{cell}"


def test_other_cells_stay_and_no_file_holds_a_formula(tmp_path: Path) -> None:
    """Plain words are not touched; in the tables of a hostile run no cell begins with a sign that a program reckons."""
    assert [defused(cell) for cell in ("", "It hurts = bad", "1-2 days", "'=1")] == [
        "",
        "It hurts = bad",
        "1-2 days",
        "'=1",
    ]
    folder = many(tmp_path, "=cmd", note="=HYPERLINK(1). The knee hurts. Plan is rest.")
    for run in (folder, hostile(tmp_path)):
        for name in ("csv", "mts-dialog", "aci-bench"):
            out = tmp_path / f"{run.name}-{name}"
            made = export_dialogues([run_of(run)], out, ExportOptions(name))
            with (out / "train.csv").open(newline="", encoding="utf-8") as file:
                cells = [cell for line in csv.reader(file) for cell in line]
            assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")]
            if run == folder:
                assert made["files"]["train.csv"]["defused"] > 0


def test_one_patient_is_on_one_side(tmp_path: Path) -> None:
    """By a pattern in the note's id: of each patient with two notes both are in one part, whatever the seed."""
    folder = many(tmp_path, *IDS)
    sides: set[tuple[bool, ...]] = set()
    for seed in range(6):
        split = HashSplit.parse("train=0.5,test=0.5", seed)
        out = tmp_path / str(seed)
        export_dialogues([run_of(folder)], out, ExportOptions("messages", split, patient="^(p[0-9])-"))
        train, test = ({row["id"][:2] for row in rows(out / f"{part}.jsonl")} for part in split.names)
        assert not train & test and train | test == {"p1", "p2", "p3"}
        sides.add(tuple(name in train for name in ("p1", "p2", "p3")))
    assert len(sides) > 1


KEYS = st.lists(st.lists(st.integers(0, 40).map(str), min_size=1, max_size=3), min_size=1, max_size=60)


@given(KEYS, st.randoms())
def test_who_is_joined_by_anything_stays_together(given_keys: list[list[str]], random: Any) -> None:
    """Dialogues that share a note, a text or a subject, also through others, have one patient; order changes nothing."""
    patients, other = Patients(), Patients()
    for keys in given_keys:
        patients.join(keys)
    for keys in random.sample(given_keys, len(given_keys)):
        other.join(keys)
    for keys in given_keys:
        assert len({patients.patient(key) for key in keys}) == 1
        assert patients.patient(keys[0]) == other.patient(keys[0])
    groups = {patients.patient(key) for keys in given_keys for key in keys}
    merged: list[set[str]] = []
    for keys in given_keys:
        mine = set(keys).union(*(one for one in merged if one & set(keys)))
        merged = [one for one in merged if not one & mine] + [mine]
    assert len(groups) == len(merged)


def test_a_thousand_patients_with_several_dialogues_never_cross_and_shares_hold() -> None:
    """1,000 patients, some of whose dialogues are joined only by the text of their note: none is in two parts, and each part
    has its share within four standard errors."""
    patients, split = Patients(), HashSplit.parse("train=0.8,validation=0.1,test=0.1", 7)
    dialogues = [(n, patients.join([f"b:{n}-{k}", f"d:text of {n}"])) for n in range(1000) for k in range(3)]
    sides: dict[int, set[str]] = {}
    for n, key in dialogues:
        sides.setdefault(n, set()).add(split.part_of(patients.patient(key)))
    assert all(len(side) == 1 for side in sides.values())
    counts = Counter(next(iter(side)) for side in sides.values())
    for name, share in split.shares:
        assert abs(counts[name] - 1000 * share) < 4 * (1000 * share * (1 - share)) ** 0.5


def test_near_duplicates_are_left_out_and_named(tmp_path: Path) -> None:
    """The scripted talks differ in a word of the note: at 0.5 one of them stays, at 1 only what is the same goes."""
    pytest.importorskip("datasketch")
    folder = many(tmp_path, *IDS)
    kept = list(RunFolder(folder).dialogues())
    sets = [shingles("\n".join(turn.text for turn in one.record.turns)) for one in kept]
    made = export_dialogues([run_of(folder)], tmp_path / "half", ExportOptions("messages", near_duplicates=0.5))
    expected: list[int] = []
    for n, mine in enumerate(sets):
        if not any(similarity(mine, sets[other]) >= 0.5 for other in expected):
            expected.append(n)
    assert [row["id"] for row in rows(tmp_path / "half" / "train.jsonl")] == [kept[n].id for n in expected]
    assert made["counts"]["left_out"] == {"near-duplicate": len(IDS) - len(expected)}
    assert {row["of"]["id"] for row in rows(tmp_path / "half" / "left_out.jsonl")} <= {kept[n].id for n in expected}
    again = many(tmp_path, *IDS, name="again")
    made = export_dialogues(
        [run_of(folder), run_of(again)], tmp_path / "whole", ExportOptions("messages", near_duplicates=1.0)
    )
    assert made["counts"]["left_out"]["near-duplicate"] >= len(IDS)


def test_filters_by_checks_and_state(tmp_path: Path) -> None:
    """What a check found decides, by its name and by how grave it is; what is asked for of those that failed comes."""
    folder = one(tmp_path, "rolled-ankle")
    (kept,) = RunFolder(folder).dialogues()
    found = [finding for reason in kept.record.reasons for finding in reason.checks if finding.passed is False]
    assert Selection().reason_against(kept, False) is None
    if found:
        assert Selection(without=(found[0].check,)).reason_against(kept, False) == f"check {found[0].check}"
    flawed = kept.record.reasons[0].model_copy(
        update={"checks": ({"check": "leak", "passed": False, "severity": "grave"},)}
    )
    record = kept.record.model_validate({**kept.record.model_dump(), "reasons": [flawed.model_dump(warnings=False)]})
    worse = type(kept)(kept.id, record)
    assert Selection(without=("leak",)).reason_against(worse, False) == "check leak"
    assert Selection(without=("any",)).reason_against(worse, False) == "check leak"
    assert Selection(worst="fault").reason_against(worse, False) == "check leak"
    assert Selection(worst="grave").reason_against(worse, False) is None
    assert Selection(without=("echo",)).reason_against(worse, False) is None
    lost = type(kept)(kept.id, kept.record.model_copy(update={"reasons": ()}))
    assert Selection(without=("any",)).reason_against(lost, False) == "checks not known"
    assert Selection(statuses=("failed",)).reason_against(kept, False) == "finished"


def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Names that are none, shares that do not sum, a note whose words are not kept, a folder that has files: nothing is
    written, and what was there stays."""
    folder = str(many(tmp_path, *IDS))
    bare = str(many(tmp_path, *IDS, name="bare", keep_text=False))
    out = str(tmp_path / "out")
    order = (folder, "--out", out, "--format")
    assert "messages" in refused(*order, "message")
    assert "leak" in refused(*order, "csv", "--without", "leaks")
    assert "finished" in refused(*order, "csv", "--status", "done")
    assert "grave" in refused(*order, "csv", "--worst", "bad")
    assert "0.5" in refused(*order, "csv", "--split", "train=0.5")
    assert "regular expression" in refused(*order, "csv", "--patient", "(")
    assert "finds nobody" in refused(*order, "csv", "--patient", "^q")
    assert "6 finished" in refused(*order, "csv", "--status", "failed", "--status", "filtered")
    assert "--notes" in refused(bare, "--out", out, "--format", "mts-dialog")
    assert "called" in refused(folder, folder, "--out", out, "--format", "csv")
    assert "no run" in refused(str(tmp_path / "none"), "--out", out, "--format", "csv")
    assert not Path(out).exists()
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine")
    assert "not an empty folder" in refused(folder, "--out", str(taken), "--format", "csv")
    assert contents(taken) == {"mine.txt": b"mine"}
    assert "Cannot write" in refused(folder, "--out", str(taken / "mine.txt" / "out"), "--format", "csv")
    assert contents(taken) == {"mine.txt": b"mine"}
    notes = tmp_path / "notes.jsonl"
    given = [{"id": one.id, "note": one.given} for one in RunFolder(Path(folder)).dialogues()]
    notes.write_bytes(b"\n".join(map(orjson.dumps, given)))
    done = CliRunner().invoke(app, ["export", bare, "--out", out, "--format", "aci-bench", "--notes", str(notes)])
    assert done.exit_code == 0, done.output


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_words(tmp_path: Path) -> None:
    """A dialogue more costs some keys: with rows of 6 KB, less than 3 KB each at the peak, duplicates not looked for.

    Both runs have several blocks of ten logs: the second block comes when something of the first is still held, which is once and not for each dialogue."""
    peaks: list[int] = []
    note = "He fell on the ice. The knee hurts. Plan is rest. " + "The door was blue. " * 300
    for count in (20, 40):
        folder = many(tmp_path, *(f"p{n}" for n in range(count)), name=f"r{count}", note=note)
        tracemalloc.start()
        export_dialogues([run_of(folder)], tmp_path / f"o{count}", ExportOptions("messages", shape=Shape(note=True)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (tmp_path / "o40" / "train.jsonl").stat().st_size / 40 > 6000
    assert (peaks[1] - peaks[0]) / 20 < 3000, peaks
