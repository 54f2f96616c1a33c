"""What happened, as append-only events; a record is folded from any prefix of them.

Events: ``start`` (note_id, seed, meta), ``turn`` (turn, reason), ``insert`` (the same, and ``after``: a turn id or
None for the front), ``revise`` (turn, reason, fault), ``drop`` (turn id, fault), ``done`` (status, stop, ...). Each
names its ``dialogue``. A turn's id never changes; its index is derived by folding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from bedside.scenarios.record import Failure, Record
from bedside.scenarios.turn import Reason, Turn

Json = dict[str, Any]
Event = dict[str, Any]


@dataclass
class Fold:
    """One dialogue as far as its events go: plain JSON parts, ready to be written or made into a Record."""

    id: str
    note_id: str = ""
    seed: int = 0
    status: Literal["finished", "unfinished", "failed"] = "unfinished"
    stop: str = ""
    turns: list[Json] = field(default_factory=list)
    reasons: list[Json] = field(default_factory=list)
    meta: Json = field(default_factory=dict)
    failure: Json | None = None

    def add(self, event: Event) -> None:
        """Take in the next event. ``start`` forgets what came before: the dialogue was begun again."""
        kind = event["event"]
        if kind == "start":
            self.__init__(self.id, event["note_id"], event["seed"], meta=dict(event.get("meta", {})))
        elif kind == "turn":
            self.turns.append(event["turn"])
            self.reasons.append(event["reason"])
        elif kind == "insert":
            at = 0 if event["after"] is None else self._index(event["after"]) + 1
            self.turns.insert(at, event["turn"])
            self.reasons.insert(at, event["reason"])
        elif kind == "revise":
            at = self._index(event["turn"]["id"])
            self.turns[at], self.reasons[at] = event["turn"], event["reason"]
        elif kind == "drop":
            at = self._index(event["turn"])
            del self.turns[at], self.reasons[at]
        elif kind == "done":
            self.status, self.stop = event["status"], event["stop"]
            self.meta |= event.get("meta", {})
            self.failure = event.get("failure")
        else:
            raise ValueError(f"unknown event {kind!r}; this journal was written by a newer bedside")

    def _index(self, turn: str) -> int:
        for index, item in enumerate(self.turns):
            if item["id"] == turn:
                return index
        raise ValueError(f"the journal names turn {turn!r} before it was said")

    def record(self) -> Record:
        """The record so far."""
        return Record(
            id=self.id,
            note_id=self.note_id,
            seed=self.seed,
            status=self.status,
            stop=self.stop,
            turns=tuple(Turn.model_validate(turn) for turn in self.turns),
            reasons=tuple(Reason.model_validate(reason) for reason in self.reasons),
            meta=self.meta,
            failure=Failure.model_validate(self.failure) if self.failure else None,
        )


def fold(events: Iterable[Event]) -> dict[str, Fold]:
    """Fold the events of any number of dialogues, in order of first appearance."""
    folds: dict[str, Fold] = {}
    for event in events:
        name = event["dialogue"]
        if name not in folds:
            folds[name] = Fold(name)
        folds[name].add(event)
    return folds
