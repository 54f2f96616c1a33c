"""A run read back: dialogues with all that is kept of them, whatever has happened to the folder."""

from pathlib import Path

import orjson
import pytest
from run_folders import CASES, GOLDEN, NOTE, begun, by_a_model, contents, many, one, turned

from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.dialogue_list import dialogue_rows
from bedside.orchestrator.runs.events import (
    Dropped,
    Edited,
    Event,
    Inserted,
    Planned,
    Reviewed,
    Revised,
    Spoke,
    Started,
    sealed,
)
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.runs.reader import RunFolder, trace_of
from bedside.orchestrator.runs.revisions import revisions
from bedside.scenarios.plan import Plan, Step, Topic
from bedside.scenarios.turn import Reason, Turn


def test_all_that_is_kept_is_read(tmp_path: Path) -> None:
    """Record, note, plan, passages, what was measured, authors of every turn."""
    folder = RunFolder(one(tmp_path, "rolled-ankle"))
    kept = folder.dialogue("rolled-ankle")
    assert kept.record.status == "finished"
    assert kept.given == admitted_text(read_case(CASES / "rolled-ankle.case.yaml")[1])
    assert kept.given is not None
    assert kept.digest == digest_of(kept.given)
    assert kept.state.plan.steps
    assert kept.passages["ankle-foot-injury#red-flags"]
    assert [row["dialogue"] for row in kept.calls] == ["rolled-ankle"]
    assert set(kept.state.authors) == {turn.id for turn in kept.record.turns}
    words = [kept.given[span.start : span.end] for reason in kept.record.reasons for span in reason.spans]
    assert "Right ankle injury" in words
    assert list(folder.dialogues()) == [kept]


def test_damage_to_a_log_costs_reasons_and_no_words(tmp_path: Path) -> None:
    """Packed or not: whole words from ``dialogues.jsonl``, no reason, and a sentence; other dialogues have all of theirs."""
    names = [f"n{n:02}" for n in range(12)]  # ten are packed together, two follow when the run is closed
    folder = many(tmp_path, *names)
    said = {kept.id: [turn.text for turn in kept.record.turns] for kept in RunFolder(folder).dialogues()}
    turned(folder / "events.jsonl.bz2", 60)
    read = {kept.id: kept for kept in RunFolder(folder).dialogues()}
    assert {name: [turn.text for turn in kept.record.turns] for name, kept in read.items()} == said
    assert [name for name, kept in read.items() if "reasons are lost" in kept.lost] == names[:10]
    assert all(bool(kept.record.reasons) != bool(kept.lost) for kept in read.values())
    assert RunFolder(folder).dialogue("n03") == read["n03"]
    with pytest.raises(Problem, match="no log is kept"):
        _ = read["n03"].state


def test_a_log_that_lacks_a_line_is_not_taken_for_a_shorter_dialogue(tmp_path: Path) -> None:
    """A finished dialogue whose log is not packed yet and has lost an event: its words are those of its line."""
    run = begun(tmp_path, "a")
    whole = RunFolder(run.folder).dialogue("a").record
    lines = (run.folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    (run.folder / "events.jsonl").write_bytes(b"".join([*lines[:6], *lines[7:]]))
    kept = RunFolder(run.folder).dialogue("a")
    assert [turn.text for turn in kept.record.turns] == [turn.text for turn in whole.turns]
    assert (kept.record.status, kept.record.reasons) == ("finished", ())
    assert "reasons are lost" in kept.lost


def test_what_failed_is_read_from_its_log_or_from_its_line(tmp_path: Path) -> None:
    """With the log gone, the line in ``failures.jsonl`` still says what was said and why it ended."""
    folder = many(tmp_path, "a", empty=" ")
    assert RunFolder(folder).dialogue("empty").record.failure is not None
    (folder / "events.jsonl").unlink()
    kept = RunFolder(folder).dialogue("empty")
    assert (kept.record.status, kept.record.stop) == ("failed", "input")
    assert kept.record.failure is not None
    assert "The note is empty" in kept.record.failure.message


def test_without_text_the_notes_file_gives_the_words(tmp_path: Path) -> None:
    """By digest alone; a text of another note is never used."""
    folder = many(tmp_path, "a", keep_text=False)
    bare = RunFolder(folder).dialogue("a")
    assert (bare.note, bare.given, bool(bare.record.reasons)) == (None, None, True)
    assert NOTE.encode() not in b"".join(contents(folder).values())
    text = f"{NOTE} Call a."
    full = RunFolder(folder, {digest_of(text): text}.get).dialogue("a")
    assert full.given == text
    assert full.note is not None
    assert {text[span.start : span.end] for reason in full.record.reasons for span in reason.spans} >= {
        "The knee hurts.",
        "Plan is rest.",
    }
    assert RunFolder(folder, lambda _: "Another note.").dialogue("a").note is None


def test_a_run_of_version_1_is_read(tmp_path: Path) -> None:
    """Dialogues, reasons, why others failed, and with the notes the words under each line."""
    folder = RunFolder(GOLDEN)
    assert [(row.id, row.status, row.turns, row.stop) for row in dialogue_rows(folder)] == [
        ("numbers-of-the-thyroid", "finished", 12, "complete"),
        ("an-itch-after-gardening", "finished", 26, "complete"),
        ("an-empty-note", "failed", 0, "input"),
    ]
    lines = [orjson.loads(line) for line in (GOLDEN / "traces.jsonl").read_bytes().splitlines()]
    for old in lines:
        kept = folder.dialogue(old["id"])
        now = trace_of(kept)
        assert [reason["thought"] for reason in now["reasons"]] == [reason["thought"] for reason in old["reasons"]]
        assert [reason["spans"] for reason in now["reasons"]] == [reason["spans"] for reason in old["reasons"]]
        found = [reason["checks"].get("retrieved", []) for reason in old["reasons"]]
        assert [reason["evidence"] for reason in now["reasons"]] == found
        assert any(found)
        assert (now["meta"], now["passages"], now["stop"]) == (old["meta"], old["passages"], old["stop"])
    text = admitted_text(read_case(CASES / "an-itch-after-gardening.case.yaml")[1])
    kept = RunFolder(GOLDEN, {digest_of(text): text}.get).dialogue("an-itch-after-gardening")
    assert kept.given is not None
    assert (
        "calamine"
        in "".join(
            kept.given[span.start : span.end] for reason in kept.record.reasons for span in reason.spans
        ).casefold()
    )


@pytest.mark.thin(3)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda run: (run / "run.json").write_text('{"version": 3}'),
            "newer bedside (run folder version 3): install that",
        ),
        (lambda run: (run / "run.json").write_text('{"version": "x"}'), "newer bedside"),
        (lambda run: (run / "run.json").write_text("{"), "run.json is damaged: copy it again"),
        (lambda run: (run / "run.json").write_text("[]"), "run.json is damaged: copy it again"),
        (lambda run: (run / "run.json").unlink(), "half a run folder: run.json is missing; copy it again, whole"),
        (
            lambda run: (run / "dialogues.jsonl").unlink(),
            "half a run folder: dialogues.jsonl is missing; copy it again",
        ),
    ],
)
def test_a_folder_that_cannot_be_read_is_one_sentence(change: object, words: str, tmp_path: Path) -> None:
    """A newer version, a damaged or a missing file."""
    folder = many(tmp_path, "a")
    change(folder)  # type: ignore[operator]
    with pytest.raises(Problem) as problem:
        RunFolder(folder)
    assert words in str(problem.value)
    assert str(problem.value).count("\n") == 0


def _event(event: Event, parent: str, by: str) -> Event:
    return sealed(event.model_copy(update={"dialogue": "d", "parent": parent, "by": by, "at": 1.0}))[0]


def test_every_change_of_words_has_its_author() -> None:
    """What was put in, said again, kept as it was, changed by a person and taken out, with the words before and after."""
    from bedside.agents.refiner import Repair

    step = Step(id="s", act="ask", topic="story", revealer="patient")
    reason = Reason(turn="t1", thought="", act="ask", topic="story", step="s")
    repairs = (Repair(kind="insert", fault="x", step=step, after="t1"), Repair(kind="revise", fault="y", turn="t1"))
    told: list[tuple[Event, str]] = [
        (Started(dialogue="d", note_id="d", seed=1), "orchestrator"),
        (Planned(dialogue="d", plan=Plan(topics=(Topic(kind="story", title="", steps=(step,)),))), "planner"),
        (Spoke(dialogue="d", turn=Turn(id="t1", speaker="physician", text="One?"), reason=reason), "physician"),
        (Reviewed(dialogue="d", repairs=repairs), "refiner"),
        (
            Inserted(dialogue="d", turn=Turn(id="t2", speaker="patient", text="Two."), reason=reason, after="t1"),
            "patient",
        ),
        (Revised(dialogue="d", turn="t1", text="One, then?", reason=reason, repair=1, fault="y"), "physician"),
        (Edited(dialogue="d", turn="t1", text="First?", why="plainer"), "person:ann"),
        (Dropped(dialogue="d", turn="t2", fault="z"), "refiner"),
    ]
    events: list[Event] = []
    for event, by in told:
        events.append(_event(event, events[-1].id if events else "", by))
    assert [(one.kind, one.turn, one.by, one.why, one.before, one.after) for one in revisions(events)] == [
        ("inserted", "t2", "patient", "", None, "Two."),
        ("revised", "t1", "physician", "y", "One?", "One, then?"),
        ("edited", "t1", "person:ann", "plainer", "One, then?", "First?"),
        ("dropped", "t2", "refiner", "z", "Two.", None),
    ]


@pytest.mark.parametrize("keep_text", [True, False])
def test_what_models_were_asked_is_kept_unless_it_quotes_the_note(keep_text: bool, tmp_path: Path) -> None:
    """Every exchange belongs to an event; of a note whose words are not kept, no prompt and no reply is."""
    kept = RunFolder(by_a_model(tmp_path, "rolled-ankle", keep_text=keep_text)).dialogue("rolled-ankle")
    assert kept.exchanges
    assert {row["event"] for row in kept.exchanges} <= {event.id for event in kept.events}
    assert all(row["purpose"] and row["digest"] for row in kept.exchanges)
    quoting = [row for row in kept.exchanges if {"messages", "reply", "reasoning"} & set(row)]
    assert len(quoting) == (len(kept.exchanges) if keep_text else 0)
    assert any("Right ankle injury" in str(row) for row in kept.exchanges) == keep_text
