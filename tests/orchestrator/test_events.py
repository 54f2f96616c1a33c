"""The typed log: its lines, its checksums, and the state folded from any prefix of it."""

import asyncio

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import Meddler, context, talks

from bedside.agents.scripted import Scripted, ScriptedPlanner
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.events import (
    Dropped,
    Edited,
    Event,
    EventError,
    Forked,
    Inserted,
    Spoke,
    Started,
    read_event,
    sealed,
)
from bedside.orchestrator.runs.fold import FoldError, fold
from bedside.orchestrator.runs.note_form import TextMissing, packed_note, read_note
from bedside.orchestrator.runs.resume import branch, resumable
from bedside.scenarios.note import Edit, Note
from bedside.scenarios.plan import Plan


def told(talk: tuple[Note, Plan, int]) -> list[Event]:
    """The events of a talk with any repairs at all."""
    note, agenda, seed = talk
    events: list[Event] = []
    family = Scripted(ScriptedPlanner(agenda))
    stage = context(family, note=note, events=events)
    stage.players = Players(family.planner, family.physician, family.patient, Meddler(seed), family.extract, None)
    state = asyncio.run(conversation.converse(stage))
    whole = fold(events)
    assert (whole.turns, whole.reasons, whole.said) == (state.turns, state.reasons, state.said)
    return events


@settings(max_examples=25, deadline=None)
@given(talks(), st.data())
def test_any_prefix_is_a_record(talk: tuple[Note, Plan, int], data: st.DataObject) -> None:
    """Over any talk with repairs: every prefix folds to a valid unfinished record, the whole to the graph's state, and
    no turn's id is ever given to another."""
    events = told(talk)
    cut = data.draw(st.integers(1, len(events) - 1))
    record = fold(events[:cut]).record()
    assert record.status == "unfinished"
    assert fold(events).record().status == "finished"
    assert [turn.id for turn in record.turns] == [reason.turn for reason in record.reasons]
    ids = [turn.id for turn in record.turns]
    assert len(set(ids)) == len(ids)
    born = [event.turn.id for event in events if isinstance(event, Spoke | Inserted)]
    assert len(set(born)) == len(born)


@settings(max_examples=25, deadline=None)
@given(talks())
def test_a_log_is_read_back_as_it_was_written(talk: tuple[Note, Plan, int]) -> None:
    """The lines of any talk are the same events again, and fold to the same record, spans included."""
    events = told(talk)
    again = [read_event(sealed(event)[1]) for event in events]
    assert [sealed(event)[1] for event in again] == [sealed(event)[1] for event in events]
    assert fold(again).record() == fold(events).record()


@settings(max_examples=25, deadline=None)
@given(talks(), st.data())
def test_a_changed_byte_is_noticed(talk: tuple[Note, Plan, int], data: st.DataObject) -> None:
    """Whatever single byte of a line is changed, it is no event any more; what the log holds before it stays."""
    lines = [sealed(event)[1] for event in told(talk)]
    n = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[n]) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != lines[n][at]))
    changed = lines[n][:at] + bytes([byte]) + lines[n][at + 1 :]
    with pytest.raises(EventError):
        read_event(changed)
    kept = branch([*lines[:n], changed, *lines[n + 1 :]])
    assert [event.id for event in kept] == [read_event(line).id for line in lines[:n]]


def test_another_branch_leaves_the_first_as_it_is() -> None:
    """A log may fork: the last line's branch is the dialogue, and both fold."""
    start, _ = sealed(Started(dialogue="d", note_id="n", seed=1))
    one, first = sealed(Forked(dialogue="d", name="one", parent=start.id))
    two, second = sealed(Forked(dialogue="d", name="two", parent=start.id))
    lines = [sealed(Started(dialogue="d", note_id="n", seed=1))[1], first, second]
    assert [event.id for event in branch(lines)] == [start.id, two.id]
    assert fold([start, one]).tip == one.id
    with pytest.raises(FoldError):
        fold([start, one, two])


def test_an_event_of_a_turn_that_nobody_said_is_refused() -> None:
    """An event that cannot come here is an error, not a silent loss."""
    start, _ = sealed(Started(dialogue="d", note_id="n", seed=1))
    for event in (Dropped(dialogue="d", turn="x"), Edited(dialogue="d", turn="x", text="y")):
        placed, _ = sealed(event.model_copy(update={"parent": start.id}))
        with pytest.raises(FoldError):
            fold([start, placed])


def test_an_event_from_the_future_is_refused() -> None:
    """An unknown event is an error, not a silent loss."""
    form = {"event": "sang", "dialogue": "d"}
    from bedside.orchestrator.runs.checksum import signed

    with pytest.raises(EventError):
        read_event(signed(form, "id"))


@settings(max_examples=25, deadline=None)
@given(talks(), st.booleans())
def test_a_note_is_read_back_and_its_words_may_be_left_out(talk: tuple[Note, Plan, int], shorthand: bool) -> None:
    """A packed note is the same note again; without its text it holds no word of it and needs the text given."""
    note = talk[0]
    if shorthand:
        edits = (Edit(start=0, end=7, given_start=0, given_end=2),)
        note = note.model_copy(update={"edits": edits, "shorthand": "fi" + note.text[7:]})
    assert read_note(packed_note(note)) == note
    bare = packed_note(note, keep_text=False)
    shown = orjson.dumps({**bare, "written": ()}).decode()
    assert not [word for word in note.text.split() if word in shown]
    assert read_note(bare, note.given) == note
    for text in (None, note.given + "."):
        with pytest.raises(TextMissing):
            read_note(bare, text)


@settings(max_examples=25, deadline=None)
@given(talks())
def test_without_its_text_a_log_quotes_nothing(talk: tuple[Note, Plan, int]) -> None:
    """With ``keep_text`` off no line but a turn's words holds words of the note; with the text at hand it is the same
    log again."""
    note, agenda, _ = talk
    lines: list[bytes] = []
    family = Scripted(ScriptedPlanner(agenda))
    stage = context(family, note=note)
    stage.keep_text = False
    stage.at("")
    stage.sink = lambda entry: lines.append(entry.line)
    stage.write(Started(dialogue="test", note_id="n", seed=7, key="k", note=packed_note(note, False)), "orchestrator")
    state = asyncio.run(conversation.converse(stage))
    for line in lines:
        row = orjson.loads(line)
        row.pop("turn", None)
        row.pop("text", None)
        shown = orjson.dumps(row).decode()
        assert not [word for word in note.text.split() if len(word) > 3 and word in shown], shown
    assert fold(branch(lines, note.given)).turns == state.turns
    assert fold(branch(lines, note.given)).reasons == state.reasons
    assert [turn.text for turn in fold(branch(lines)).turns] == [turn.text for turn in state.turns]
    assert resumable(lines[:-1], "k") == []
    assert resumable(lines[:-1], "k", note.given)[-1].id == stage.branch(state.tip)[-2].id
