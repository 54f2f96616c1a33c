"""A dialogue opened again from its log, at any of its events, ends as one that was never broken off."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dialogues import CASES, EVERY_THIRD, case_name
from obedient import PLAYER, case_of, model, obedient

from bedside.agents.model import ModelError, Request
from bedside.agents.models.replay_model import Recorder, ReplayModel
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.resume import resumable
from bedside.scenarios.case import Models
from bedside.scenarios.record import Record

KEY = "k"
Json = dict[str, Any]


@cache
def guidelines() -> Any:
    """The shipped guidelines."""
    return open_guideline_store().retriever


@dataclass(frozen=True)
class Held:
    """A dialogue held to its end: what it was made from, what was written and in which order, and its record."""

    simulator: Simulator
    item: Item
    written: tuple[Entry | Json, ...]  # events, and between them what models answered
    record: Record

    @property
    def entries(self) -> list[Entry]:
        """The events alone."""
        return [one for one in self.written if isinstance(one, Entry)]


def held(simulator: Simulator, item: Item, begun: Sequence[Event] = (), paid: Sequence[Json] = ()) -> Held:
    """Hold a dialogue to its end, from its beginning or from what is there of it."""
    written: list[Entry | Json] = []
    simulator = replace(simulator, answered=written.append)
    done = asyncio.run(simulator.perform(item, written.append, begun=begun, paid=paid))
    return Held(simulator, item, tuple(written), done.state.record())


def item_of(path: Path) -> Item:
    """A shipped case as an item."""
    case, text = read_case(path)
    return Item(case.id, case, text, key=KEY)


@cache
def whole(path: Path, keep_text: bool) -> Held:
    """A shipped case as the built-in players hold it."""
    item = item_of(path)
    return held(Simulator(item.case.seed, guidelines(), keep_text=keep_text), item)


def bare(events: Sequence[Event]) -> list[Json]:
    """Events without what no second run repeats, and without the passages' words, which the log does not hold."""
    out: list[Json] = []
    for event in events:
        form = event.model_dump(exclude={"id", "parent", "at"})
        for passage in form.get("passages", ()):
            passage.pop("text")
        out.append(form)
    return out


def events_of(entries: Sequence[Entry]) -> list[Event]:
    """The events of entries."""
    return [entry.event for entry in entries if entry.event is not None]


def same_again(first: Held, count: int, by_lines: bool) -> None:
    """Opened again after so many events, from the events themselves or from their lines, the dialogue has the same events,
    the same record and a log in one piece."""
    entries = first.entries[:count]
    begun = events_of(entries)
    if by_lines:
        begun = resumable([entry.line for entry in entries], KEY, admitted_text(first.item.text))
        assert len(begun) == count
    again = held(first.simulator, first.item, begun)
    events = [*begun, *events_of(again.entries)]
    assert bare(events) == bare(events_of(first.entries))
    assert again.record == first.record
    assert [event.parent for event in events] == ["", *(event.id for event in events[:-1])]


@pytest.mark.parametrize(
    ("name", "keep_text", "step"),
    [
        ("interview-short-screen", True, 2),
        ("interview-short-screen", False, 4),
        ("rolled-ankle", True, 16),
        pytest.param("laborwerte", True, 2, marks=pytest.mark.slow),
        pytest.param("rolled-ankle", False, 2, marks=pytest.mark.slow),
        pytest.param("memory-lapses-with-wife", True, 2, marks=pytest.mark.slow),
    ],
)
def test_after_every_event(name: str, keep_text: bool, step: int) -> None:
    """Wherever the log ends, the dialogue that goes on ends the same; from events and from lines in turn. Of a long one not
    every event is tried."""
    first = whole(next(path for path in CASES if case_name(path) == name), keep_text)
    assert first.record.status == "finished"
    for count in range(1, len(first.entries), step):
        same_again(first, count, by_lines=count % 2 == 0)


def test_cut_off_at_the_limit_of_turns_it_says_no_more() -> None:
    """A log that ends with the last turn that its limit allows, and before it says so, only says so."""
    path = next(path for path in CASES if case_name(path) == "interview-short-screen")
    case, text = read_case(path)
    short = case.model_copy(update={"limits": case.limits.model_copy(update={"turns": 6})})
    simulator = Simulator(case.seed)
    first = held(simulator, Item(case.id, short, text, key=KEY), ())
    assert (len(first.record.turns), first.record.stop) == (6, "turns")
    for count in (len(first.entries) - 1, len(first.entries) - 2):
        same_again(first, count, by_lines=True)


@pytest.mark.thin(5)
@pytest.mark.parametrize("path", EVERY_THIRD)
def test_every_shipped_case_somewhere(path: Path) -> None:
    """Each case of the gallery, at a place drawn for it, from its lines, with its note's words in the log or without."""
    draw = random.Random(path.name)
    first = whole(path, draw.random() < 0.5)
    same_again(first, draw.randrange(1, len(first.entries)), by_lines=True)


def test_what_is_over_does_not_go_on() -> None:
    """Of a log that ended, of one under another key, and of a note whose words are not kept and not given, nothing can be
    gone on with."""
    path = next(path for path in CASES if case_name(path) == "interview-short-screen")
    for keep_text in (True, False):
        lines = [entry.line for entry in whole(path, keep_text).entries]
        text = admitted_text(whole(path, keep_text).item.text)
        assert resumable(lines, KEY, text) == []
        assert resumable(lines[:-1], "another", text) == []
        assert bool(resumable(lines[:-1], KEY)) == keep_text
        assert bool(resumable(lines[:-1], KEY, "another note")) == keep_text


def test_scripted_players_go_on_anywhere() -> None:
    """The scripted family, after every sixth event."""
    item = item_of(CASES[0])
    case = item.case.model_copy(update={"models": Models.model_validate({"default": "scripted"})})
    first = held(Simulator(3), replace(item, case=case))
    assert first.record.status == "finished"
    for count in range(1, len(first.entries), 6):
        same_again(first, count, by_lines=True)


def refusing(request: Request, _: str) -> str | ModelError | None:
    """Every fourth line of the patient is first refused, then said badly, then well."""
    *_rest, step, attempt = request.purpose.split("/")
    if hash_of(step) % 4 or "/patient" not in request.purpose:
        return None
    answers: tuple[str | ModelError | None, ...] = (
        ModelError("refusal", "No.", raw="No."),
        '{"thought": "", "say": "Doctor: And? Patient: Yes."}',
        None,
    )
    return answers[min(int(attempt), 2)]


def hash_of(text: str) -> int:
    """The same number for the same text, in any process."""
    return sum(text.encode())


def modelled(asked: list[Request], played: Any) -> tuple[Simulator, Item]:
    """A case played by a model, and its item; ``asked`` collects what the model is asked."""
    case, text = case_of("rolled-ankle")
    players = PlayerRegistry(models={PLAYER: played})
    return Simulator(case.seed, guidelines(), players_for=players), Item(case.id, case, text, key=KEY)


@pytest.mark.parametrize("step", [37, pytest.param(5, marks=pytest.mark.slow)])
def test_no_model_is_asked_again_wherever_it_was_killed(step: int) -> None:
    """A dialogue is killed after any event and after any answer in between. What was answered is not asked again:
    neither what an event holds, nor an answer whose event was never written, nor a refusal."""
    asked: list[Request] = []
    first = held(*modelled(asked, model(refusing, asked)))
    assert first.record.status == "finished"
    digests = [request.digest for request in asked]
    answers = [one for one in first.written if not isinstance(one, Entry)]
    assert len(answers) == len(digests)
    refused = sum("error" in one for one in answers)
    assert refused > 2, "nothing was refused: the test tries too little"
    for count in range(1, len(first.written), step):
        before = first.written[:count]
        entries = [one for one in before if isinstance(one, Entry)]
        paid = [one for one in before if not isinstance(one, Entry)]
        asked.clear()
        begun = resumable([entry.line for entry in entries], KEY, admitted_text(first.item.text))
        again = held(first.simulator, first.item, begun, [row for row in paid if row["after"] == begun[-1].id])
        assert [request.digest for request in asked] == digests[len(paid) :], count
        assert again.record == first.record


def test_without_the_notes_words_no_answer_is_kept_beside_the_log() -> None:
    """An answer may quote the note: where its words are not kept, answers are not either."""
    simulator, item = modelled([], model())
    done = held(replace(simulator, keep_text=False), item)
    assert done.record.status == "finished"
    assert len(done.entries) == len(done.written)


def test_a_replayed_conversation_goes_on_anywhere(tmp_path: Path) -> None:
    """A cassette gives the rest of a dialogue that was broken off in its replay, each answer once."""
    cassette = tmp_path / "cassette.jsonl"
    simulator, item = modelled([], Recorder(model(refusing), cassette))
    held(simulator, item)

    def replayed() -> Simulator:
        return modelled([], ReplayModel(PLAYER.name, cassette))[0]

    first = held(replayed(), item)
    assert first.record.status == "finished"
    for count in range(1, len(first.entries), 29):
        same_again(replace(first, simulator=replayed()), count, by_lines=True)


def test_a_failure_is_asked_anew() -> None:
    """A dialogue that failed at its model is asked again when it is tried again, from its last whole turn."""
    asked: list[Request] = []
    down = [False]

    def sometimes(request: Request) -> str | ModelError:
        asked.append(request)
        if down[0]:
            return ModelError("refusal", "No.")
        return obedient(request)

    simulator, item = modelled(asked, ScriptedModel(sometimes, PLAYER.name))
    whole_one = held(simulator, item)
    total = len(asked)
    asked.clear()
    cut = whole_one.entries[:9]
    down[0] = True
    failed = held(simulator, item, events_of(cut))
    assert failed.record.status == "failed"
    tries = len(asked)
    down[0] = False
    asked.clear()
    lines = [*(entry.line for entry in cut), *(entry.line for entry in failed.entries)]
    again = held(simulator, item, resumable(lines, KEY, admitted_text(item.text)), [])
    assert tries > 0
    assert again.record == whole_one.record
    assert len(asked) == total - sum(len(entry.exchanges) for entry in cut)
