"""A dialogue's state: its events, folded. The only place where what an event does to a dialogue is written down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from bedside.agents.refiner import Repair
from bedside.orchestrator.runs import events as e
from bedside.orchestrator.runs.note_form import packed_spans, read_note
from bedside.orchestrator.runs.note_holds import KEY, note_holds
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note, Span
from bedside.scenarios.plan import Plan, Step
from bedside.scenarios.record import Failure, Record
from bedside.scenarios.turn import Reason, Turn

Json = dict[str, Any]
_EMPTY = Plan(topics=())


class FoldError(ValueError):
    """An event that cannot follow those before it."""


@dataclass
class OpenRepair:
    """A repair that is still to be done; ``part`` is who speaks next in an inserted exchange (0 or 1)."""

    repair: Repair
    part: int = 0
    after: str | None = None


@dataclass
class DialogueState:
    """One dialogue as far as its events go. Change it with ``add`` alone."""

    id: str
    tip: str = ""  # id of the last event: it stands for the whole log
    started: e.Started | None = None
    status: Literal["finished", "unfinished", "failed"] = "unfinished"
    stop: str = ""
    failure: Failure | None = None
    audit: tuple[Finding, ...] | None = None
    planned: bool = False
    plan: Plan = _EMPTY
    plan_by: list[str] = field(default_factory=list)  # persons who have changed it, in order
    spokesperson: str = "patient"
    knowledge: bool = False
    turns: list[Turn] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)  # parallel to turns
    authors: dict[str, list[str]] = field(default_factory=dict)  # turn id -> who gave it its words, in order
    said: dict[str, None] = field(default_factory=dict)  # ids of the facts that turns have said, in order
    withheld: list[str] = field(default_factory=list)  # kept back in silence, in order
    cursor: int = 0  # step of the plan
    part: int = 0  # speaker within the step
    evidence: dict[str, tuple[e.ShownPassage, ...]] = field(default_factory=dict)
    repairs: list[OpenRepair] = field(default_factory=list)
    extra: dict[str, Step] = field(default_factory=dict)  # steps that repairs brought, by id
    round: int = 0
    calls: int = 0
    events: int = 0
    index: Mapping[str, Span] | None = None  # where facts stand in the note as given; read from the log if None

    def add(self, event: e.Event) -> None:
        """Take in the next event. Raises ``FoldError`` for one that cannot come here."""
        if event.parent != self.tip:
            raise FoldError(f"{event.event} does not follow what is there: an event before it is missing")
        _TRANSITIONS[event.event](self, event)
        self.calls += event.calls
        self.tip = event.id
        self.events += 1

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All steps of the plan, in order."""
        return self.plan.steps

    def at(self, turn: str) -> int:
        """The index of a turn. Raises ``FoldError``."""
        for index, one in enumerate(self.turns):
            if one.id == turn:
                return index
        raise FoldError(f"no turn {turn!r} has been said")

    def where(self, facts: Sequence[str]) -> tuple[Span, ...]:
        """Where facts stand in the note as given."""
        index = self.index
        return tuple(index[name] for name in facts if name in index) if index is not None else ()

    @property
    def kept_back(self) -> list[str]:
        """Ids of the facts that somebody kept back, with or without a word."""
        return list(dict.fromkeys([*self.withheld, *(fact for reason in self.reasons for fact in reason.withheld)]))

    @property
    def edited(self) -> list[str]:
        """Ids of the turns whose words a person has given or changed, here or in the case."""
        return [
            turn
            for turn, authors in self.authors.items()
            if any(who == "case" or who.startswith("person:") for who in authors)
        ]

    @property
    def meta(self) -> Json:
        """What a record says of the dialogue beside its turns."""
        start = dict(self.started.meta) if self.started else {}
        if self.status != "finished":
            return start
        passages = {
            one.id: {"document": one.document, "section": one.section} for f in self.evidence.values() for one in f
        }
        cited = {p for reason in self.reasons for p in (*reason.passages, *reason.evidence)}
        withheld = self.kept_back
        told = {*self.said, *withheld}
        planned = dict.fromkeys(fact for step in self.steps for fact in step.facts)
        meta: Json = {
            **start,
            "unplaced": dict(self.plan.unplaced),
            "unsaid": [fact for fact in planned if fact not in told],
            "withheld": withheld,
            "rounds": self.round,
            "passages": {key: value for key, value in passages.items() if key in cited},
            "knowledge": self.knowledge,
        }
        if self.started and self.started.interview is not None:
            meta["interview"] = self.started.interview
        why = {fact: r.because for r in self.reasons if r.because for fact in r.withheld}
        if why:
            meta["withheld_because"] = why
        if self.plan.provenance:
            meta["planned"] = dict(self.plan.provenance)
        if self.audit is not None:
            meta["audit"] = [one.model_dump(mode="json", exclude_defaults=True) for one in self.audit]
        if self.stop == "seconds":
            meta["exempt"] = "stopped by a time limit: another run may stop elsewhere"
        if self.edited:
            meta["edited"] = self.edited
        if self.plan_by:
            meta["replanned"] = list(dict.fromkeys(self.plan_by))
        if holds := note_holds(self.started):
            meta[KEY] = holds
        return meta

    def record(self) -> Record:
        """The record so far."""
        started = self.started
        return Record(
            id=self.id,
            note_id=started.note_id if started else "",
            seed=started.seed if started else 0,
            status=self.status,
            stop=self.stop,
            turns=tuple(self.turns),
            reasons=tuple(self.reasons),
            meta=self.meta,
            failure=self.failure,
        )

    def note(self, text: str | None = None) -> Note | None:
        """The note as it was read, or None if it could not be. ``text`` is the note as given, where the log keeps none.
        Raises ``TextMissing``."""
        form = self.started.note if self.started else None
        return read_note(form, text) if form is not None else None


def said_by(reason: Reason) -> list[str]:
    """Ids of the facts one turn says."""
    return [*reason.facts, *(fact for claim in reason.claims for fact in claim.facts)]


def said_before(reasons: Sequence[Reason], at: int) -> dict[str, None]:
    """Ids of the facts said by the turns before index ``at``, in order of first mention."""
    return dict.fromkeys(fact for reason in reasons[:at] for fact in said_by(reason))


def fact_spans(note: Note) -> dict[str, Span]:
    """Where each fact stands in the note as given."""
    return {fact.id: note.origin(fact.span) for fact in note.facts}


def fold(events: Iterable[e.Event], dialogue: str = "") -> DialogueState:
    """The state after these events of one dialogue. Raises ``FoldError``."""
    state = DialogueState(dialogue)
    for event in events:
        if not state.id:
            state.id = event.dialogue
        state.add(event)
    return state


def _started(state: DialogueState, event: e.Started) -> None:
    state.started = event
    state.knowledge = event.knowledge
    if state.index is None and event.note is not None:
        state.index = packed_spans(event.note)


def _planned(state: DialogueState, event: e.Planned) -> None:
    state.planned, state.plan, state.spokesperson = True, event.plan, event.spokesperson
    state.__dict__.pop("steps", None)


def _replanned(state: DialogueState, event: e.Replanned) -> None:
    if not state.planned or (state.cursor, state.part) != (0, 0):
        raise FoldError("a plan is changed before anything is said by it")
    state.plan, state.spokesperson = event.plan, event.spokesperson
    state.plan_by.append(event.by)
    state.__dict__.pop("steps", None)


def _retrieved(state: DialogueState, event: e.Retrieved) -> None:
    state.evidence[event.key] = event.passages
    state.knowledge = state.knowledge and event.available


def _placed(state: DialogueState, reason: Reason) -> Reason:
    spans = state.where(reason.facts)
    return reason.model_copy(update={"spans": spans}) if spans != reason.spans else reason


def _spoke(state: DialogueState, event: e.Spoke) -> None:
    reason = _placed(state, event.reason)
    state.turns.append(event.turn)
    state.reasons.append(reason)
    state.authors[event.turn.id] = [event.by]
    state.said.update(dict.fromkeys(said_by(reason)))
    if not event.aside:
        _next_part(state, ended=state.part == 1)


def _next_part(state: DialogueState, ended: bool) -> None:
    state.cursor, state.part = (state.cursor + 1, 0) if ended else (state.cursor, state.part + 1)


def _inserted(state: DialogueState, event: e.Inserted) -> None:
    at = 0 if event.after is None else state.at(event.after) + 1
    reason = _placed(state, event.reason)
    state.turns.insert(at, event.turn)
    state.reasons.insert(at, reason)
    state.authors[event.turn.id] = [event.by]
    state.said.update(dict.fromkeys(said_by(reason)))
    open_repair = _repair(state, event.repair)
    _brings(state, open_repair.repair)
    if open_repair.part == 1:
        del state.repairs[: event.repair + 1]
    else:
        state.repairs[: event.repair + 1] = [OpenRepair(open_repair.repair, 1, event.turn.id)]


def _repair(state: DialogueState, place: int) -> OpenRepair:
    if not 0 <= place < len(state.repairs):
        raise FoldError(f"there is no repair {place} to be done")
    return state.repairs[place]


def _brings(state: DialogueState, repair: Repair) -> None:
    if repair.step is not None:
        state.extra[repair.step.id] = repair.step


def _revised(state: DialogueState, event: e.Revised) -> None:
    at = state.at(event.turn)
    state.withheld += event.withheld
    if event.text is not None:
        state.turns[at] = state.turns[at].model_copy(update={"text": event.text})
        state.authors.setdefault(event.turn, []).append(event.by)
    if event.reason is not None:
        state.reasons[at] = _placed(state, event.reason)
        state.said = said_before(state.reasons, len(state.reasons))
    del state.repairs[: event.repair + 1]


def _withheld(state: DialogueState, event: e.Withheld) -> None:
    state.withheld += event.facts
    if event.repair is None:
        _next_part(state, ended=True)
        return
    asked = _repair(state, event.repair).repair
    if asked.kind == "insert":
        _brings(state, asked)
    del state.repairs[: event.repair + 1]


def _reviewed(state: DialogueState, event: e.Reviewed) -> None:
    state.repairs = [OpenRepair(repair, after=repair.after) for repair in event.repairs]
    state.round += 1
    state.said = said_before(state.reasons, len(state.reasons))


def _dropped(state: DialogueState, event: e.Dropped) -> None:
    at = state.at(event.turn)
    del state.turns[at], state.reasons[at]
    state.said = said_before(state.reasons, len(state.reasons))


def _edited(state: DialogueState, event: e.Edited) -> None:
    at = state.at(event.turn)
    state.turns[at] = state.turns[at].model_copy(update={"text": event.text})
    state.reasons[at] = state.reasons[at].model_copy(update={"claims": (), "criteria": (), "checks": ()})
    state.authors.setdefault(event.turn, []).append(event.by)
    state.status, state.stop = "unfinished", ""


def _changed(state: DialogueState, event: e.Changed) -> None:
    if state.started is None:
        raise FoldError("nothing has begun that could be changed")
    seed = state.started.seed if event.seed is None else event.seed
    update: Json = {"case": event.case, "persona": event.persona, "seed": seed}
    state.status, state.stop, state.failure, state.audit = "unfinished", "", None, None
    if event.note is not None:
        update["note"] = event.note
        _begin_again(state, packed_spans(event.note))
    state.started = state.started.model_copy(update=update)


def _begin_again(state: DialogueState, index: Mapping[str, Span]) -> None:
    """Nothing is said of the new note yet. Calls that were made are made."""
    fresh = DialogueState(state.id, index=index)
    kept = ("tip", "started", "calls", "events")
    state.__dict__.pop("steps", None)
    vars(state).update({name: value for name, value in vars(fresh).items() if name not in kept})
    state.knowledge = state.started.knowledge if state.started is not None else False


def _forked(state: DialogueState, event: e.Forked) -> None:
    state.status, state.stop = "unfinished", ""


def _stopped(state: DialogueState, event: e.Stopped) -> None:
    state.status, state.stop, state.audit = "finished", event.stop, event.audit


def _failed(state: DialogueState, event: e.DialogueFailed) -> None:
    state.status, state.stop, state.failure = "failed", event.failure.kind, event.failure


_TRANSITIONS: dict[str, Callable[[DialogueState, Any], None]] = {
    "started": _started,
    "planned": _planned,
    "retrieved": _retrieved,
    "spoke": _spoke,
    "inserted": _inserted,
    "revised": _revised,
    "withheld": _withheld,
    "reviewed": _reviewed,
    "dropped": _dropped,
    "edited": _edited,
    "replanned": _replanned,
    "changed": _changed,
    "forked": _forked,
    "stopped": _stopped,
    "failed": _failed,
}
