"""What a batch can be made of: tables, folders, patterns, case files, each row with choices of its own, crossed with a grid."""

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from batches import NOTE, Batches, rows
from commands import run_command

from bedside.orchestrator.batch.grid import Grid
from bedside.orchestrator.failures import Problem

IDS = ("a", "b", "c")
CASE = "id: {id}\nnote: {note}\nknowledge: false\nseed: {seed}\nmodels: {{default: scripted}}\n"


@pytest.fixture
def batch(tmp_path: Path) -> Batches:
    """A folder of its own."""
    return Batches(tmp_path)


def table(*ids: str, **own: Any) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [{"id": id, "note": NOTE.format(f"since {id}"), **own} for id in ids]


def as_csv(found: list[dict[str, Any]]) -> str:
    """A table as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def test_whatever_holds_the_notes_the_dialogues_are_the_same(batch: Batches) -> None:
    """JSON Lines, CSV, Parquet, text files in a folder, a pattern: the same lines, byte for byte."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    batch.file("notes.jsonl", rows(*IDS))
    batch.file("notes.csv", as_csv(table(*IDS)))
    held: Any = parquet
    held.write_table(arrow.Table.from_pylist(table(*IDS)), batch.folder / "notes.parquet")
    for row in table(*IDS):
        batch.file(f"texts/{row['id']}.txt", row["note"])
    wanted = None
    for name in ("notes.jsonl", "notes.csv", "notes.parquet", "texts", "texts/*.txt"):
        run = name.replace("/", "-").replace("*", "all")
        assert batch.make(name, run=run) == 0
        made = (batch.path(run) / "dialogues.jsonl").read_bytes()
        wanted = wanted or made
        assert made == wanted, name


def test_a_table_with_gaps_and_mixed_columns(batch: Batches) -> None:
    """Nothing in a cell is nothing chosen, a whole number may be written as a fraction; what cannot be used fails alone."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    columns = {
        "id": [1.0, 2.0, None, 4.0],
        "note": [NOTE, None, NOTE, NOTE],
        "seed": [7.0, None, None, 1.5],
        "persona": ["anxious", None, "", None],
        "extra": [True, None, None, None],
    }
    held: Any = parquet
    held.write_table(arrow.table(columns), batch.folder / "mixed.parquet")
    assert batch.make("mixed.parquet") == 3
    assert list(batch.lines()) == ["1", "mixed-3"]
    assert {name: row["kind"] for name, row in batch.failures().items()} == {"2": "input", "4": "input"}
    batch.file("gaps.csv", "id,note,seed,persona,language\n1,It hurts.,,,\n2,It hurts.,x,,\n3,It hurts.,,nobody,\n")
    assert batch.make("gaps.csv", run="gaps") == 3
    assert list(batch.lines("gaps")) == ["1"]
    assert "'nobody'" in batch.failures("gaps")["3"]["message"]


def test_a_broken_row_stops_no_other_and_nothing_is_held_whole(batch: Batches) -> None:
    """Of a file with rows of every broken kind in its middle, all others are made, and each broken one says its line."""
    broken = [b"{", b"[]", b"\xff\xfe", b'{"id": "x"}', b'{"note": "n"}', b'{"id": "y", "note": "n", "seed": -1}']
    data = rows("a", "b") + b"\n".join(broken) + b"\n" + rows("c")
    batch.file("notes.jsonl", data)
    assert batch.make("notes.jsonl") == 3
    assert list(batch.lines()) == [*IDS]
    failed = batch.failures()
    assert {int(row["message"].split("ine ")[1].split()[0].rstrip(":")) for row in failed.values()} == set(range(3, 9))
    assert all(row["kind"] == "input" and row["attempts"] == 1 and row["tried"] for row in failed.values())


def test_a_row_with_choices_of_its_own_is_what_these_options_make(batch: Batches) -> None:
    """Seed, persona, setting and protocol of a row give the words that the command line's would."""
    own: dict[str, Any] = {"seed": 7, "persona": "anxious", "setting": "telehealth", "protocol": "history"}
    batch.file("own.jsonl", rows("a", **own))
    batch.file("plain.jsonl", rows("a"))
    assert batch.make("own.jsonl", run="own", player=None) == 0
    assert batch.make("plain.jsonl", run="options", player=None, choices=own) == 0
    assert batch.make("plain.jsonl", run="plain", player=None) == 0
    assert batch.turns("own") == batch.turns("options") != batch.turns("plain")


def test_cells_of_a_grid_are_what_their_options_make_and_a_longer_one_goes_on(batch: Batches) -> None:
    """Each cell says what a run with its options says of the note; another seed makes that one alone; the note's id stands
    in every line."""
    batch.file("notes.jsonl", rows("a"))
    grid = ("persona=anxious,stoic", "seed=0..1")
    assert batch.make("notes.jsonl", grid=grid, player=None) == 0
    cells = batch.turns()
    assert list(cells) == [f"a--{persona}--seed-{seed}" for persona in ("anxious", "stoic") for seed in (0, 1)]
    assert {line["note_id"] for line in batch.lines().values()} == {"a"}
    for persona, seed in (("anxious", 1), ("stoic", 0)):
        batch.make("notes.jsonl", run=persona, player=None, choices={"persona": persona, "seed": seed})
        assert batch.turns(persona)["a"] == cells[f"a--{persona}--seed-{seed}"]
    assert batch.make("notes.jsonl", grid=("persona=anxious,stoic", "seed=0..2"), player=None) == 0
    assert batch.made()[4:] == ["a--anxious--seed-2", "a--stoic--seed-2"]
    assert batch.turns().items() >= cells.items()


def test_case_files_are_held_as_simulate_holds_them(batch: Batches) -> None:
    """With their own seed and choices; a broken one fails alone; those in run folders are none of the batch."""
    for number, id in enumerate(IDS):
        batch.file(f"cases/{id}.case.yaml", CASE.format(id=id, note=NOTE.format(id), seed=number))
    batch.file("cases/bad.case.yaml", "id: bad\nnotes: x\n")
    batch.file("cases/old/run.json", "{}")
    batch.file("cases/old/dialogues.jsonl", rows("z"))
    assert batch.make("cases", player=None) == 3
    assert list(batch.lines()) == [*IDS]
    assert "notes" in batch.failures()["bad"]["message"]
    done = run_command("simulate", "cases/b.case.yaml", "--run", "b", "-q", cwd=batch.folder)
    assert done.returncode == 0, done.stderr
    (line,) = batch.lines("b").values()
    assert line == batch.lines()["b"]


def test_one_case_about_a_person_keeps_the_words_of_none(batch: Batches) -> None:
    """The strictest case decides for the folder: no text of a note is kept and nothing leaves this machine."""
    batch.file("cases/a.case.yaml", CASE.format(id="a", note=NOTE, seed=0))
    batch.file("cases/b.case.yaml", CASE.format(id="b", note=NOTE, seed=0) + "data_class: phi\n")
    done = run_command("batch", "cases", "--run", "r", "--processes", "1", cwd=batch.folder, text=True)
    assert done.returncode == 0, done.stderr
    assert batch.about()["locality"]["local_only"] is True
    held = b"".join(path.read_bytes() for path in batch.path().iterdir() if path.suffix == ".jsonl")
    assert b"Exam shows" not in held.replace((batch.path() / "dialogues.jsonl").read_bytes(), b"")


def test_several_files_are_one_batch_and_an_id_stands_once(batch: Batches) -> None:
    """In the order they were named; an id in two files is refused with both places before anything is made."""
    batch.file("one.jsonl", rows("a", "b"))
    batch.file("two.csv", as_csv(table("c")))
    assert batch.make("two.csv", "one.jsonl") == 0
    assert list(batch.lines()) == ["c", "a", "b"]
    batch.file("three.csv", as_csv(table("a")))
    with pytest.raises(Problem, match=r"'a' stands in .*one.jsonl line 1 and .*three.csv line 2"):
        batch.make("one.jsonl", "three.csv", run="twice")
    assert not batch.path("twice").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("mood=sad",), "no axis 'mood'"),
        (("seed=",), "no values"),
        (("seed",), "no values"),
        (("seed=x",), "no seed"),
        (("seed=3..1",), "no range"),
        (("seed=0..999999999",), "no range"),
        (("seed=1,1",), "a value twice"),
        (("seed=1", "seed=2"), "stands twice"),
        (("persona=anxius",), "Did you mean 'anxious'"),
        (("setting=nowhere",), "no setting"),
        (("style=nobody",), "nobody"),
    ],
    ids=lambda one: "+".join(one) if isinstance(one, tuple) else "",
)
def test_a_faulty_grid_is_refused(given: tuple[str, ...], words: str) -> None:
    """Before anything is read, in one sentence."""
    with pytest.raises(Problem, match=words):
        Grid.parse(given)


def test_what_is_not_there_is_one_sentence(batch: Batches) -> None:
    """A pattern that fits nothing, an empty folder, a file of no known kind, no input at all."""
    batch.file("x.zip", b"PK")
    (batch.folder / "empty").mkdir()
    for given, words in (
        ("*.nothing", "Nothing fits"),
        ("empty", "holds no case files"),
        ("x.zip", "cannot be imported"),
        ("none.csv", "There is no file"),
    ):
        with pytest.raises(Problem, match=words):
            batch.make(given)
    with pytest.raises(Problem, match="Give case files"):
        batch.make()
    assert not (batch.folder / "runs").exists()


def test_the_arguments_of_a_run_make_it_again(batch: Batches) -> None:
    """What ``run.json`` has as arguments is the same run, the grid and case files included."""
    batch.file("a.case.yaml", CASE.format(id="a", note=NOTE, seed=3))
    command = ("batch", "a.case.yaml", "--grid", "persona=anxious,stoic", "--run", "r", "-q")
    assert run_command(*command, cwd=batch.folder).returncode == 0
    before = (batch.path() / "dialogues.jsonl").read_bytes()
    again = orjson.loads((batch.path() / "run.json").read_bytes())["arguments"]
    assert run_command(*again, "--run", "again", "-q", cwd=batch.folder).returncode == 0
    assert (batch.path("again") / "dialogues.jsonl").read_bytes() == before
