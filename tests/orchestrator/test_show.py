"""``bedside runs``, ``show`` and ``verify`` as a person runs them, over real folders in any state."""

import io
import os
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import orjson
import pytest
from commands import Command, run_command
from run_folders import CASES, GOLDEN, NOTE, begun, contents, many, one, turned

from bedside.orchestrator.cli import main as command_line
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder, trace_of

BEDSIDE = [sys.executable, "-m", "bedside.orchestrator.cli.main"]


def bedside(*arguments: object) -> tuple[int, str, str]:
    """Run one command in this process: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = command_line.app([str(word) for word in arguments], standalone_mode=False) or 0
        except Problem as problem:
            return 2, out.getvalue(), str(problem)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def ankle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs with one of a shipped case."""
    out = tmp_path_factory.mktemp("runs")
    one(out, "rolled-ankle", "ankle")
    return out


def test_show_prints_what_simulate_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, by name and by path, with and without reasons; a run of one needs no id."""
    monkeypatch.setenv("COLUMNS", "100")  # for the other process, too: readline sets it behind Python's back
    case = CASES / "the-biopsy-is-back.case.yaml"
    held = run_command("simulate", case, "--trace", "-q", "--run", "biopsy", cwd=tmp_path)
    assert held.returncode == 0, held.stderr
    code, shown, told = bedside("show", "biopsy", "--trace", "--out", tmp_path / "runs")
    assert (code, shown, told) == (0, held.stdout.decode(), "")
    assert bedside("show", tmp_path / "runs/biopsy/the-biopsy-is-back", "--trace")[1] == shown
    plain = bedside("show", f"{tmp_path}/runs/biopsy/")[1]
    assert set(plain.splitlines()) < set(shown.splitlines())
    assert "thought:" not in plain


def test_side_by_side_has_the_notes_words(ankle: Path) -> None:
    """On the terminal, in Markdown and in HTML the note's words stand beside the line that rests on them."""
    record = RunFolder(ankle / "ankle").dialogue("rolled-ankle").record
    told = next(reason.turn for reason in record.reasons if "f1" in reason.facts)
    said = next(turn.text for turn in record.turns if turn.id == told)
    for form in ("text", "md", "html"):
        code, shown, _ = bedside("show", "ankle", "--side-by-side", "--format", form, "--out", ankle)
        assert code == 0
        row = next(line for line in shown.splitlines() if "f1" in line and "[17:35" in line.replace("\\", ""))
        assert "Right ankle injury" in row
        own = " ".join(said.split()[:2])  # a terminal breaks the line later
        assert own in row.replace("Right ankle injury", "", 1), "the line's own words, not the note's"


def test_json_is_all_that_is_kept(ankle: Path) -> None:
    """One object: what ``trace_of`` gives, each reason with the note's words, and everything else by name."""
    _, shown, _ = bedside("show", "ankle", "--format", "json", "--out", ankle)
    (row,) = map(orjson.loads, shown.splitlines())
    kept = RunFolder(ankle / "ankle").dialogue("rolled-ankle")
    trace = trace_of(kept)
    for reason in row["reasons"]:
        spans = [(span["start"], span["end"]) for span in reason["spans"]]
        assert reason["words"] == [row["note"]["text"][start:end] for start, end in spans]
    assert {name: row[name] for name in trace if name != "note"} == {n: trace[n] for n in trace if n != "note"}
    assert row["note"].items() >= trace["note"].items()
    assert [(turn["speaker"], turn["text"]) for turn in row["turns"]] == [
        (t.speaker, t.text) for t in kept.record.turns
    ]
    assert {
        fact["id"]: row["note"]["text"][fact["span"]["start"] : fact["span"]["end"]] for fact in row["note"]["facts"]
    }["f1"] == "Right ankle injury"
    assert row["plan"]["topics"]
    assert any(one["text"] for found in row["evidence"].values() for one in found)
    assert len(row["briefs"]) == sum(
        event.event in ("spoke", "inserted", "revised", "withheld") for event in kept.events
    )
    assert [one["kind"] for one in row["revisions"]] == [
        event.event for event in kept.events if event.event in ("inserted", "revised", "dropped", "edited")
    ]
    assert {name for turn in row["turns"] for name in turn["by"]} == {"physician", "patient"}
    assert (row["calls"], row["exchanges"], row["checks"]["audit"]) == (list(kept.calls), [], None)


def test_a_run_of_many_is_listed(tmp_path: Path) -> None:
    """Id, turns, end, first words; failures with their reason; in every form; as JSON one whole object a dialogue."""
    folder = many(tmp_path, *"abc", empty=" ")
    for form in ("text", "md", "html"):
        code, shown, _ = bedside("show", folder, "--format", form)
        assert code == 0
        for words in ("a", "complete", "physician: [greet]", "failed: input", "The note is empty"):
            assert words in shown.replace("\\", ""), (form, words)
    _, shown, _ = bedside("show", folder, "--format", "json")
    assert [(row["id"], row["status"]) for row in map(orjson.loads, shown.splitlines())] == [
        *((name, "finished") for name in "abc"),
        ("empty", "failed"),
    ]


def test_ids_may_have_slashes(tmp_path: Path) -> None:
    """What follows the folder is the id, whatever it holds."""
    folder = many(tmp_path, "visit/1 of 2", "visit/2 of 2")
    for given in (f"{folder}/visit/2 of 2", "knees/visit/2 of 2"):
        assert "PHYSICIAN" in bedside("show", given, "--out", tmp_path)[1]


def test_names_that_are_not_there(tmp_path: Path) -> None:
    """A run, an id, a form, a folder of runs: one sentence that names what was probably meant."""
    folder = many(tmp_path, "alpha", "beta")
    for given, words in (
        (("show", "kness"), "Did you mean 'knees'?"),
        (("show", "knees/alhpa"), "Did you mean 'alpha'?"),
        (("show", "knees/zzz"), "lists those it has"),
        (("show", tmp_path), "holds one run: name one, like"),
        (("show", tmp_path / "none"), "There is no run"),
        (("show", "knees", "--format", "pdf"), "none of text, md, html, docx, json"),
        (("verify", "kness"), "Did you mean 'knees'?"),
        (("verify", "knees/alpha"), "A run is verified whole"),
        (("show", "knees/alpha", "--notes", tmp_path / "none.jsonl"), "There is no file"),
        (("show", "knees/alpha", "--notes", tmp_path / "none.txt"), "There is no file"),
    ):
        code, _, told = bedside(*given, "--out", tmp_path)
        assert (code, told.count("\n")) == (2, 0)
        assert words in told
    assert contents(folder)


def test_notes_give_the_words_that_a_run_does_not_keep(tmp_path: Path) -> None:
    """Places alone and a sentence without them; with them, as JSON Lines or as a text, the words."""
    many(tmp_path, "a", keep_text=False)
    code, shown, told = bedside("show", "knees/a", "--trace", "--out", tmp_path)
    assert code == 0
    assert "The knee hurts" not in shown.split("fact", 1)[1].split("\n")[0]
    assert "give them with --notes FILE" in told
    (tmp_path / "notes.jsonl").write_bytes(orjson.dumps({"id": "other", "note": f"{NOTE} Call a."}) + b"\n")
    (tmp_path / "note.txt").write_text(f"{NOTE} Call a.")
    for file in ("notes.jsonl", "note.txt"):
        code, shown, told = bedside("show", "knees/a", "--trace", "--notes", tmp_path / file, "--out", tmp_path)
        assert (code, told) == (0, "")
        assert "“The knee hurts.”" in shown


def test_a_damaged_log_costs_one_sentence(tmp_path: Path) -> None:
    """The words are shown in every form, and one sentence says that the reasons are lost."""
    folder = many(tmp_path, *"ab")
    whole = bedside("show", f"{folder}/a")[1]
    turned(folder / "events.jsonl.bz2", 80)
    code, shown, told = bedside("show", f"{folder}/a", "--trace")
    assert (code, shown) == (0, whole)
    assert told.count("reasons are lost") == 1
    for form in ("md", "html"):
        _, shown, _ = bedside("show", f"{folder}/a", "--format", form, "--side-by-side")
        assert shown.count("reasons are lost") == 1
    row = orjson.loads(bedside("show", f"{folder}/a", "--format", "json")[1])
    assert (row["reasons"], row["plan"], row["briefs"]) == ([], None, None)
    assert "reasons are lost" in row["remarks"][0]


def test_a_run_that_cannot_be_written_is_shown(tmp_path: Path) -> None:
    """Reading needs no leave to write, and leaves nothing behind."""
    folder = many(tmp_path, *"ab", empty=" ")
    before = contents(folder)
    for path in folder.iterdir():
        path.chmod(0o400)
    folder.chmod(0o500)
    try:
        for command in (("show", folder), ("show", f"{folder}/a"), ("verify", folder), ("runs", "--out", tmp_path)):
            assert bedside(*command)[0] == 0
        assert contents(folder) == before
    finally:
        folder.chmod(0o700)


def test_a_file_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    """What the system says of it, with the file's name."""
    folder = many(tmp_path, *"ab")
    (folder / "failures.jsonl").unlink()
    (folder / "failures.jsonl").mkdir()
    for command in (("show", folder), ("show", f"{folder}/a"), ("verify", folder)):
        code, _, told = bedside(*command)
        assert (code, "failures.jsonl cannot be read (Is a directory)" in told) == (2, True)


def test_what_a_terminal_would_obey_is_shown_as_blanks(tmp_path: Path) -> None:
    """A folder may come from anywhere: no control character of an id or a line reaches the terminal."""
    folder = many(tmp_path, "a\x1b[31mb", empty=" ")
    line = (folder / "dialogues.jsonl").read_bytes()
    (folder / "dialogues.jsonl").write_bytes(line.replace(b"greet", b"g\\u001b[2Jt"))
    for command in (("show", folder), ("show", f"{folder}/a\x1b[31mb", "--trace"), ("verify", folder)):
        assert "\x1b" not in "".join(bedside(*command)[1:])


def test_a_run_that_another_process_writes_is_shown_as_far_as_it_has_come(tmp_path: Path) -> None:
    """Held by a real process: listed as open, shown with a sentence, verified without an account."""
    (tmp_path / "notes.jsonl").write_bytes(
        b"".join(orjson.dumps({"id": f"n{n:04}", "note": f"{NOTE} Call {n}."}) + b"\n" for n in range(4000))
    )
    players = ("--model", "scripted", "--no-knowledge", "--processes", "1", "-q")
    with Command("batch", "--notes", "notes.jsonl", *players, "--run", "long", cwd=tmp_path) as writer:
        try:
            file = tmp_path / "runs/long/dialogues.jsonl"
            while not (file.exists() and file.stat().st_size > 50_000):
                assert writer.poll() is None
                time.sleep(0.02)
            code, shown, told = bedside("show", "long/n0003", "--trace", "--out", tmp_path / "runs")
            assert (code, "PHYSICIAN" in shown, "thought: " in shown) == (0, True, True)
            assert "still open: another process is writing it" in told
            listed = bedside("runs", "--out", tmp_path / "runs")[1]
            code, checked, _ = bedside("verify", "long", "--out", tmp_path / "runs")
            assert writer.poll() is None  # all this was while it wrote
        finally:
            writer.kill()
    assert " open" in listed
    assert code == 0, checked
    assert "verify again when it is closed" in checked
    assert "stopped" in bedside("runs", "--out", tmp_path / "runs")[1]


def test_runs_lists_whatever_is_there(tmp_path: Path) -> None:
    """Newest first; a damaged one, one of a newer version, one of 0.1.0 and half a one each have their line, never a crash."""
    many(tmp_path, *"ab", name="older", empty=" ")
    many(tmp_path, *"abc", name="newer")
    os.utime(tmp_path / "newer/run.json", (1, 1))  # a copy has other times than the run
    for name, about in (
        ("future", b'{"version": 9}'),
        ("broken", b"{"),
        ("odd", b'{"version": 2, "counts": {"finished": "x"}}'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_bytes(about)
        (tmp_path / name / "dialogues.jsonl").write_bytes(b"")
    (tmp_path / "half").mkdir()
    (tmp_path / "half/dialogues.jsonl").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/dialogues.jsonl").mkdir()
    (tmp_path / "folder/run.json").write_bytes(b"{}")
    (tmp_path / "no-run").mkdir()
    (tmp_path / "old").symlink_to(GOLDEN)
    short = many(tmp_path, *"xyz")
    (short / "dialogues.jsonl").write_bytes((short / "dialogues.jsonl").read_bytes().split(b"\n", 1)[1])
    code, shown, told = bedside("runs", "--out", tmp_path)
    assert (code, told) == (0, "")
    rows = {line.split()[0]: line for line in shown.splitlines()[1:]}
    assert list(rows).index("newer") < list(rows).index("older")
    assert "2 of 3, 1 failed" in rows["older"]
    assert "3 of 3" in rows["newer"]
    assert "batch knees.jsonl" in rows["newer"]
    assert "scripted" in rows["newer"]
    assert "2 of 3, 1 failed" in rows["old"]
    assert "version 0.1.0" in rows["old"]
    assert "made by a newer bedside" in rows["future"]
    assert "run.json is damaged" in rows["broken"]
    assert "run.json is missing" in rows["half"]
    assert "unreadable" in rows["odd"]
    assert "unreadable" in rows["folder"]
    assert "damaged: 1 of 3 finished dialogues missing" in rows["knees"]
    assert "no-run" not in rows
    objects = [orjson.loads(line) for line in bedside("runs", "--json", "--out", tmp_path)[1].splitlines()]
    assert [one["name"] for one in objects] == list(rows)
    by_name = {one["name"]: one for one in objects}
    assert by_name["older"]["counts"] == {"requested": 3, "finished": 2, "failed": 1, "filtered": 0, "pending": 0}
    assert (by_name["old"]["version"], by_name["newer"]["version"], by_name["broken"]["version"]) == (1, 2, None)
    assert bedside("runs", "--out", tmp_path / "none")[2].startswith("No run is kept in")


def test_version_1_is_shown_and_listed(tmp_path: Path) -> None:
    """With its reasons, and with its notes' words once the notes are given."""
    rows = bedside("show", GOLDEN)[1]
    assert "an-itch-after-gardening" in rows
    assert "The note is empty" in rows
    code, shown, told = bedside("show", f"{GOLDEN}/an-itch-after-gardening", "--trace")
    assert (code, "thought: say why I came" in shown, "--notes" in told) == (0, True, True)
    case = CASES / "an-itch-after-gardening.case.yaml"
    for form in ("text", "md", "html", "json"):
        _, shown, _ = bedside(
            "show", f"{GOLDEN}/an-itch-after-gardening", "--side-by-side", "--notes", case, "--format", form
        )
        assert "Calamine lotion helped" in shown
    code, shown, _ = bedside("verify", GOLDEN)
    assert (code, shown.splitlines()[-1].endswith(": whole.")) == (0, True)


def test_verify_says_it_with_its_exit_code(tmp_path: Path) -> None:
    """0 for a whole run, 1 for a damaged one, whose damage is named."""
    folder = many(tmp_path, *"ab")
    assert bedside("verify", folder)[0] == 0
    turned(folder / "dialogues.jsonl", 30)
    code, shown, _ = bedside("verify", "knees", "--out", tmp_path)
    assert code == 1
    assert "damaged  dialogues.jsonl: 1 line" in shown
    done = run_command("verify", folder)
    assert (done.returncode, done.stderr) == (1, b"")


def test_nobody_reads_or_nothing_can_be_written(tmp_path: Path) -> None:
    """A reader that goes away is no trouble; a closed or a full output is one sentence."""
    folder = many(tmp_path, *"ab")
    command = [*BEDSIDE, "show", str(folder / "a")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.close()
        assert reader.stderr.read() == b""
    closed = subprocess.run(["sh", "-c", f"{' '.join(command)} >&-"], capture_output=True, check=False)
    assert closed.returncode == 2
    assert closed.stderr == b"bedside: Standard output is closed: leave out >&-, or name a file with > FILE.\n"
    with suppress(FileNotFoundError), Path("/dev/full").open("wb") as full:
        done = run_command("show", folder / "a", stdout=full.fileno())
        assert done.returncode == 2
        assert b"Standard output cannot be written (No space left on device)" in done.stderr


def test_an_unfinished_dialogue_is_shown_as_such(tmp_path: Path) -> None:
    """Broken off in the middle: what was said, and a sentence."""
    run = begun(tmp_path, "a")
    lines = (run.folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    (run.folder / "events.jsonl").write_bytes(b"".join(lines[:6]))
    for name in ("dialogues.jsonl", "index.jsonl"):
        (run.folder / name).write_bytes(b"")
    code, shown, told = bedside("show", f"{run.folder}/a")
    assert (code, shown.count("PHYSICIAN"), told) == (0, 2, "It is not finished.\n")
