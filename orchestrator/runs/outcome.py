"""What one item came to: in the process that made it, and as a run keeps it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.fold import DialogueState

Json = dict[str, Any]


@dataclass(frozen=True)
class ItemResult:
    """``spent`` is seconds by stage, which no second run repeats."""

    state: DialogueState
    spent: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemOutcome:
    """What is to be kept: ``line`` is the dialogue's line, ``failure`` why it is not finished."""

    id: str
    key: str
    status: Literal["finished", "failed"]
    stop: str
    turns: int
    line: bytes = b""
    failure: Json | None = None
    spent: dict[str, float] = field(default_factory=dict)


def outcome_of(result: ItemResult) -> ItemOutcome:
    """The outcome of a result. Raises ``ValueError`` for a dialogue that is still held."""
    state = result.state
    if state.status == "unfinished":
        raise ValueError(f"{state.id} has not come to an end")
    key = state.started.key if state.started else ""
    if state.status == "failed":
        said = [{"speaker": turn.speaker, "text": turn.text} for turn in state.turns]
        failure = {**(state.failure.model_dump(mode="json") if state.failure else {}), "turns": said}
        return ItemOutcome(state.id, key, "failed", state.stop, len(said), failure=failure, spent=result.spent)
    line = dump(dialogue_line(state))
    return ItemOutcome(state.id, key, "finished", state.stop, len(state.turns), line=line, spent=result.spent)


def dialogue_line(state: DialogueState) -> Json:
    """A dialogue as published: what was said and what produced it. Where a person has changed words, ``edited`` holds the
    indices of those turns."""
    meta = state.started.meta if state.started else {}
    edited = set(state.edited)
    marked = {"edited": [n for n, turn in enumerate(state.turns) if turn.id in edited]} if edited else {}
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
