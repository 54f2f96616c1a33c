"""A kept dialogue played again: what stands before the change stays as it is, and no call is made for it."""

import asyncio
from collections.abc import Callable
from functools import cache

import pytest

from bedside.orchestrator.causes.blame_result import Budget
from bedside.orchestrator.causes.blame_search import saying
from bedside.orchestrator.causes.change import Change
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup, built_in, by_model
from bedside.orchestrator.causes.literal_model import LiteralModel
from bedside.orchestrator.causes.replay import Replayer
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.record import Record


@cache
def own() -> tuple[DialogueSetup, KeptDialogue]:
    """A visit by the built-in family."""
    setup = built_in(5)
    return setup, setup.held()


@cache
def modelled() -> tuple[DialogueSetup, KeptDialogue]:
    """A visit by a model that does what its prompt says."""
    setup = by_model(3, LiteralModel(), limits={"turns": 12, "repairs": 0})
    return setup, setup.held()


def replayer(setup: DialogueSetup, kept: KeptDialogue, calls: int = 1000) -> Replayer:
    """Plays it again."""
    return Replayer(kept, ReplaySetup(setup.players_for, setup.retriever), Budget(calls))


@pytest.mark.parametrize("by", [own, modelled], ids=["built in", "model"])
def test_unchanged_it_is_the_same_from_everywhere(by: Callable[[], tuple[DialogueSetup, KeptDialogue]]) -> None:
    """Played on from any event with nothing changed, the events before it are those of the log, and the rest says the same."""
    setup, kept = by()
    for at in range(2, len(kept.events), 23):
        played = asyncio.run(replayer(setup, kept).play(kept.events[:at], anew=False, review=True))
        assert played is not None
        assert played.events[:at] == kept.events[:at]
        assert [(t.id, t.text) for t in played.state.turns] == [(t.id, t.text) for t in kept.record.turns]


def test_nobody_is_asked_for_what_stands_before() -> None:
    """A turn that is asked for again costs the calls of that turn alone, wherever it stands."""
    setup, kept = modelled()
    model = setup.model
    assert isinstance(model, LiteralModel)
    for at in [n for n, event in enumerate(kept.events) if event.event == "spoke"]:
        before = model.asked
        playing = replayer(setup, kept)
        played = asyncio.run(playing.play(kept.events[:at], saying))
        assert played is not None and len(played.new) == 1
        assert model.asked - before <= playing.budget.spent == played.calls


def test_kept_replies_are_not_asked_for() -> None:
    """Played to its end with nothing changed, a dialogue of a model's makes no call to it."""
    setup, kept = modelled()
    model = setup.model
    assert isinstance(model, LiteralModel)
    before = model.asked
    played = asyncio.run(replayer(setup, kept).play(kept.events[:2], anew=False))
    assert played is not None and played.state.turns == list(kept.record.turns)
    assert model.asked == before


@pytest.mark.parametrize("calls", [0, 2, 3, 7, 12])
def test_the_budget_is_kept(calls: int) -> None:
    """However much is to be played, no more calls are made than the budget has, and it says when it was used up."""
    setup, kept = own()
    playing = replayer(setup, kept, calls)
    for _ in range(3):
        asyncio.run(playing.play(kept.events[:2]))
    assert playing.budget.spent <= calls and playing.budget.exhausted


def test_a_change_reaches_whoever_speaks_and_nothing_else() -> None:
    """Without a fact in its brief a turn does not say it; the log before it and the note stay as they are."""
    setup, kept = own()
    at, reason = next(
        (n, event.reason)
        for n, event in enumerate(kept.events)
        if event.event == "spoke"
        and event.turn.speaker == "patient"
        and event.reason.facts
        and event.reason.act == "ask"
    )
    gone = Change(facts=frozenset(reason.facts))
    played = asyncio.run(replayer(setup, kept).play(kept.events[:at], saying, gone))
    assert played is not None and played.last is not None
    assert played.last.event != "spoke" or not {*reason.facts} & {*played.last.reason.facts}
    assert played.events[:at] == kept.events[:at]


def test_without_a_log_or_a_note_it_says_so() -> None:
    """What cannot be played again is a sentence that says what is missing."""
    record = Record(id="x", note_id="x", seed=0, status="finished", stop="complete")
    with pytest.raises(Problem, match="no log"):
        Replayer(KeptDialogue("x", record), ReplaySetup(), Budget(1))
    _, kept = own()
    with pytest.raises(Problem, match="note"):
        Replayer(KeptDialogue("x", kept.record, kept.events), ReplaySetup(), Budget(1))
