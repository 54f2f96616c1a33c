"""A debugging session: a place in the tree of a dialogue's events, and the graph that is let go on from there.

The events are the record; the graph's checkpoints can be thrown away at any time. Whatever is written after an event that something else already follows begins a branch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bedside.orchestrator.build.simulate_item import Item
from bedside.orchestrator.debug.breakpoints import Stops, facts_at
from bedside.orchestrator.debug.dialogue_source import DialogueSource, answered
from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.graph.context import DialogueContext, Verdict
from bedside.orchestrator.graph.schedule import NextUtterance, next_utterance
from bedside.orchestrator.graph.stepping import Stepper
from bedside.orchestrator.runs.entry import Entry, Sink, nothing
from bedside.orchestrator.runs.events import Event, Forked, Started
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.resume import MAIN, Branch, branches, path_to

Json = dict[str, Any]
Pause = Callable[[DialogueState, NextUtterance], bool]  # whether to stop before this utterance
TAKE = "take-"  # how the name of a take's branch begins
SAYING = frozenset({"spoke", "inserted", "revised", "withheld"})


class Session:
    """One dialogue, stepped through. ``author`` is who edits and forks; ``sink`` is given every event that is written. LangGraph's
    checkpoints go to ``checkpointer``, one of its savers; into memory without one.

    Verbs raise ``Problem`` and leave the session where it was.
    """

    def __init__(
        self,
        source: DialogueSource,
        author: str,
        sink: Sink = nothing,
        checkpointer: Any = None,
    ) -> None:
        self.source = source
        self.author = f"person:{author}"
        self.stops = Stops()
        self.log: dict[str, Event] = dict(source.log)
        self.exchanges: list[Json] = list(source.exchanges)
        self.calls: list[Json] = list(source.calls)
        self.tip = source.tip
        self._sink = sink
        self._stepper = Stepper(checkpointer)
        self._contexts: dict[str, DialogueContext] = {}  # by the event that says what the dialogue is made from
        self._pause: Pause = lambda _state, _utterance: True
        self._stopping = False  # whether breakpoints count
        self._passed = False
        self._running: DialogueContext | None = None  # another context that the graph is over
        self.why = ""  # why it stopped
        self.watcher: Sink = nothing  # is told every event after it was taken in
        self.context = self._begun() if not source.tip else self._context_at(source.tip)

    @property
    def state(self) -> DialogueState:
        """The dialogue as it stands here."""
        return self.context.at(self.tip)

    @property
    def next(self) -> NextUtterance | None:
        """The utterance that comes next; None before the plan, at the end, or where the whole is read over first."""
        state = self.state
        return next_utterance(state) if state.planned and state.status == "unfinished" else None

    @property
    def path(self) -> list[Event]:
        """The events that lead here, oldest first."""
        return path_to(self.log, self.tip)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All branches, in the order of their ends."""
        return branches(self.log)

    @property
    def branch(self) -> str:
        """The name of the branch on which this place is, ``main`` before any fork."""
        own = self.tip
        here = [one.name for one in self.branches if any(event.id == own for event in one.events)]
        fork = next((event.name for event in reversed(self.path) if isinstance(event, Forked)), MAIN)
        return fork if fork in here or not here else here[0]

    @property
    def tokens(self) -> int:
        """Tokens of language models so far, asked and answered."""
        return sum(int(row.get("prompt") or 0) + int(row.get("completion") or 0) for row in self.calls)

    def facts(self) -> Mapping[str, Any]:
        """What the names of an expression stand for here."""
        return facts_at(self.state, self.next, self.tokens)

    def take(self, entry: Entry) -> None:
        """Take in an event that is written: into the record first."""
        self._sink(entry)
        assert entry.event is not None
        self.log[entry.id] = entry.event
        of = {"dialogue": entry.dialogue, "event": entry.id}
        self.exchanges += [{**of, "n": n, **row} for n, row in enumerate(entry.exchanges)]
        self.calls += [{"dialogue": entry.dialogue, **row} for row in entry.measured]
        if self._running is None:  # whoever looks on while the graph runs sees the dialogue as it stands
            self.tip = entry.id
        self.watcher(entry)

    def _begun(self) -> DialogueContext:
        """Read the note of a case: the first event. Raises ``Problem``."""
        try:
            context = self._simulator().context(self._item(), self.take)
        except Failed as failed:
            raise Problem(failed.failure.kind, failed.failure.message) from None
        self.tip = context.state.tip
        self._contexts[self.tip] = context
        return context

    def _simulator(self) -> Any:
        return replace(self.source.simulator, gate=self._gate)

    def _item(self) -> Item:
        source = self.source
        started = next((event for event in source.log.values() if isinstance(event, Started)), None)
        return Item(source.id, source.case, source.text, key=started.key if started is not None else "")

    def _context_at(self, tip: str) -> DialogueContext:
        """The context of what the dialogue is made from at this event."""
        path = path_to(self.log, tip)
        root = next(event for event in reversed(path) if event.event in ("started", "changed"))
        if root.id not in self._contexts:
            self._contexts[root.id] = self.made(path)
        context = self._contexts[root.id]
        context.remember(path)
        return context

    def made(self, path: Sequence[Event], **changes: Any) -> DialogueContext:
        """A context of its own that stands at the end of ``path``; ``changes`` are other values for its fields. Raises
        ``Problem``."""
        from bedside.orchestrator.graph.kept_briefs import room_of
        from bedside.orchestrator.runs.fold import fold

        item = self._item()
        if any(event.event == "changed" for event in path):
            room = room_of(fold(path, item.id), self.source.text)
            item = replace(item, case=room.case, text=room.note.given)
        item = replace(item, case=changes.pop("case", item.case))
        try:
            context = self._simulator().reopened(item, self.take, path)
        except Failed as failed:
            raise Problem(failed.failure.kind, failed.failure.message) from None
        for name, value in changes.items():
            setattr(context, name, value)
        return context

    def move(self, tip: str) -> None:
        """Stand after another event. Raises ``Problem`` for one that is not there."""
        if tip not in self.log:
            raise Problem("usage", f"There is no event {tip!r} in this session.")
        self.context = self._context_at(tip)
        self.tip = tip
        self.context.at(tip)

    def leave(self, why: str = "", name: str = "") -> None:
        """Begin a branch here, if something already follows this event or ``name`` is given."""
        followed = any(event.parent == self.tip and not isinstance(event, Forked) for event in self.log.values())
        if followed or name:
            self.write(Forked(dialogue=self.source.id, name=self.free_name(name), why=why))

    def free_name(self, wanted: str = "") -> str:
        """A name that no branch has. Raises ``Problem`` where ``wanted`` is taken or is none."""
        taken = {MAIN, *(event.name for event in self.log.values() if isinstance(event, Forked))}
        if wanted:
            if wanted in taken:
                raise Problem("usage", f"There is a branch {wanted!r} already: forks lists them.")
            if not wanted.replace("-", "").replace("_", "").isalnum() or len(wanted) > 40:
                raise Problem("usage", f"{wanted[:40]!r} is no name of a branch: use letters, digits and dashes.")
            return wanted
        n = 1
        while f"fork-{n}" in taken:
            n += 1
        return f"fork-{n}"

    def write(
        self,
        event: Event,
        by: str = "",
        context: DialogueContext | None = None,
        beside: Mapping[str, Any] | None = None,
    ) -> Event:
        """Write an event after this place and stand after it; ``beside`` is what an ``Entry`` holds beside it."""
        context = context or self.context
        context.at(self.tip)
        try:
            return context.write(event, by or self.author, **(beside or {}))
        finally:
            self._stand(context)

    async def go(self, pause: Pause, *, stops: bool = True, one: bool = False) -> str:
        """Let the conversation go on until ``pause`` holds before an utterance, a breakpoint is met or it ends; ``one``: no
        further than one node. Returns why it stopped. Raises ``Problem`` where a player cannot speak."""
        if self.state.status != "unfinished":
            return self._at_end()
        self.leave("gone on from here")
        self._pause, self._stopping, self._passed, self.why = pause, stops, False, ""
        self.context.answers.tape = self.tape()
        await self.run(self.context, one)
        if self.state.status != "unfinished":
            return self._at_end()
        return self.why

    async def run(self, context: DialogueContext, one: bool = False) -> None:
        """Run the graph over ``context`` from this place to the next stop. Raises ``Problem``."""
        try:
            await self._stepper.run(context, self.tip, one)
        except Failed as failed:
            kind, said = failed.failure.kind, failed.failure.message
            stop = "" if said.endswith(("?", "!")) else "."
            raise Problem(kind, f"{said.rstrip('.')}{stop} The conversation stands where it was.") from None
        finally:
            self._stand(context)

    def _stand(self, context: DialogueContext) -> None:
        """Stand after the last event of ``context`` that is in the record: one that could not be written is none."""
        tip = context.state.tip
        while tip not in self.log:
            tip = next(event.parent for event in reversed(context.branch(tip)))
        context.at(tip)
        self.tip = tip

    def tape(self) -> dict[str, Json]:
        """What models answered, for whoever goes on from here. Where the same was asked more than once, what was answered
        on this branch counts; what was answered for a take counts on its branch alone."""
        here = {event.id for event in self.path}
        aside = {
            event.id
            for event in self.log.values()
            if isinstance(fork := self.log.get(event.parent), Forked) and fork.name.startswith(TAKE)
        }
        others = [row for row in self.exchanges if row.get("event") not in here and row.get("event") not in aside]
        return answered([*others, *(row for row in self.exchanges if row.get("event") in here)])

    async def _gate(self, view: Json) -> Verdict:
        """The seam of the graph: play the utterance that it stands before, then stop where it is wanted."""
        state = self._standing
        utterance = next_utterance(state)
        assert utterance is not None
        if not self._passed:
            self._passed = True
            return "play"
        if self._stopping and (why := self.stops.due(facts_at(state, utterance, self.tokens))):
            self.why = why
            return "pause"
        return "pause" if self._pause(state, utterance) else "play"

    @property
    def _standing(self) -> DialogueState:
        """The dialogue that the graph is over, while it runs."""
        return self._running.state if self._running is not None else self.context.state

    async def over(self, context: DialogueContext, pause: Pause, one: bool = False) -> None:
        """As ``go``, over another context, whose events end in the same log; nothing stops but ``pause``."""
        self._pause, self._stopping, self._passed, self.why = pause, False, False, ""
        self._running = context
        try:
            await self.run(context, one)
        finally:
            self._running = None

    def _at_end(self) -> str:
        state = self.state
        if state.failure is not None:
            return f"it failed ({state.failure.kind}): {state.failure.message}"
        return f"the conversation has ended ({state.stop}), {len(state.turns)} turns"

    async def close(self) -> None:
        """Let go of what players hold open."""
        await self.source.simulator.close()
