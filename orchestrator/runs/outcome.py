"""What one item came to: in the process that made it, and as a run keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.note_holds import KEY, note_holds
from bedside.scenarios.finding import failed
from bedside.scenarios.reading import Reading
from bedside.scenarios.turn import Reason

Json = dict[str, Any]


@dataclass(frozen=True)
class ItemResult:
    """``spent`` is seconds by stage, which no second run repeats; ``request`` what a batch file is to ask for it; ``reading`` how
    much of the note was understood, as far as somebody can say it."""

    state: DialogueState
    spent: dict[str, float] = field(default_factory=dict)
    request: Json | None = None
    reading: Reading | None = None  # of the note, without what nobody could say


@dataclass(frozen=True)
class ItemOutcome:
    """What is to be kept: ``line`` is the dialogue's line, ``failure`` why it is not finished. One that is ``held`` waits at
    a review gate."""

    id: str
    key: str
    status: Literal["finished", "failed", "held"]
    stop: str
    turns: int
    line: bytes = b""
    failure: Json | None = None
    spent: dict[str, float] = field(default_factory=dict)
    words: tuple[int, int] = (0, 0)  # of the note: those understood, and all
    request: Json | None = None  # what a batch file is to ask, of one that is held for it
    checks: tuple[str, ...] = ()  # that found a fault which stayed
    faults: int = 0  # that checks left in it, and lines that were said again for one


def outcome_of(result: ItemResult) -> ItemOutcome:
    """The outcome of a result."""
    state = result.state
    key = state.started.key if state.started else ""
    if state.status == "unfinished":
        return ItemOutcome(state.id, key, "held", "", len(state.turns), spent=result.spent, request=result.request)
    if state.status == "failed":
        said = [{"speaker": turn.speaker, "text": turn.text} for turn in state.turns]
        failure = {**(state.failure.model_dump(mode="json") if state.failure else {}), "turns": said}
        return ItemOutcome(state.id, key, "failed", state.stop, len(said), failure=failure, spent=result.spent)
    made: Json = {"line": dump(dialogue_line(state)), "words": _words(result), "faults": _faults(state)}
    made["checks"] = faulty_checks(state.reasons)
    return ItemOutcome(state.id, key, "finished", state.stop, len(state.turns), spent=result.spent, **made)


def _faults(state: DialogueState) -> int:
    left = sum(len(failed(reason.checks)) + reason.revision for reason in state.reasons)
    return left + len(failed(state.audit or ()))


def faulty_checks(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The checks that found a fault in a turn and were not satisfied, each once, by name."""
    return tuple(sorted({finding.check for reason in reasons for finding in failed(reason.checks)}))


def _words(result: ItemResult) -> tuple[int, int]:
    if result.reading is not None:
        return result.reading.typed, result.reading.words
    state = result.state
    note = state.started.note if state.started else None
    counts: Json = (note or {}).get("reading") or {}
    typed = int(counts.get("typed", 0))
    return typed, typed + int(counts.get("opaque", 0)) + int(counts.get("unread", 0))


def dialogue_line(state: DialogueState) -> Json:
    """A dialogue as published: what was said and what produced it. Where a person has changed words, ``edited`` holds the
    indices of those turns, where a person has changed the plan, ``replanned`` says so; where its note holds what nobody says, ``note_holds`` counts that by kind."""
    meta = state.started.meta if state.started else {}
    edited = set(state.edited)
    marked: Json = {"edited": [n for n, turn in enumerate(state.turns) if turn.id in edited]} if edited else {}
    marked |= {"replanned": True} if state.plan_by else {}
    holds = note_holds(state.started)
    marked |= {KEY: holds} if holds else {}
    return {
        "id": state.id,
        "note_id": state.started.note_id if state.started else "",
        "synthetic": True,
        "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in state.turns],
        "generator": {
            "name": "bedside",
            "version": state.started.version if state.started else "",
            "family": meta.get("family"),
            "style": meta.get("style"),
            "seed": state.started.seed if state.started else 0,
        },
        **marked,
    }
