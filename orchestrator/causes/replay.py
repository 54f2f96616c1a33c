"""A kept dialogue played again from any of its events, with one thing otherwise.

Law of the file: what stands before that event is taken from the log, byte for byte, and nobody is asked for it again. The
rest is played by the graph itself, under the same rules as any dialogue. (``Simulator.reopened`` does the same for one dialogue
that goes on; here the note and the players are read once for all replays.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bedside.agents.refiner import Repair, Review
from bedside.orchestrator.causes.blame_result import Budget
from bedside.orchestrator.causes.change import UNCHANGED, Change, changed_players
from bedside.orchestrator.causes.kept_replies import kept_first
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import DialogueContext, Players, Verdict
from bedside.orchestrator.runs.events import Event, Started
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona

SAYING = frozenset({"spoke", "inserted", "revised", "withheld"})
Until = Callable[[DialogueState, Event], bool]  # whether this event was the last that is wanted


@dataclass(frozen=True)
class Replayed:
    """What was played: ``events`` are the kept ones up to the change and then the new ones, ``kept`` how many those are.
    ``last`` is the event that was wanted, None where the dialogue ended before it came."""

    id: str
    events: tuple[Event, ...]
    kept: int
    last: Event | None
    calls: int

    @cached_property
    def state(self) -> DialogueState:
        """The dialogue as far as it was played."""
        return fold(self.events, self.id)

    @property
    def new(self) -> tuple[Event, ...]:
        """The events that were not kept but played."""
        return self.events[self.kept :]


class _NoReview:
    """Nothing is reviewed where one turn alone is wanted."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Ask for nothing."""
        return ()


@dataclass
class Replayer:
    """Plays one kept dialogue again, as often as its budget allows. Raises ``Problem`` for a dialogue whose log or note is
    not kept."""

    kept: KeptDialogue
    setup: ReplaySetup
    budget: Budget
    lost: str = ""  # what went wrong with the last replay that came to nothing
    _players: dict[bool, Players] = field(default_factory=dict[bool, Players])

    def __post_init__(self) -> None:
        if not self.kept.events:
            raise Problem("input", f"Of {self.kept.id} no log is kept, so there is nothing to play again.")
        if self.kept.note is None:
            raise Problem(
                "input", f"The note of {self.kept.id} is not kept in its run: give the notes file with --notes."
            )

    @property
    def note(self) -> Note:
        """The note as it was read."""
        assert self.kept.note is not None
        return self.kept.note

    @cached_property
    def started(self) -> Started:
        """The first event."""
        first = self.kept.events[0]
        assert isinstance(first, Started)
        return first

    @cached_property
    def case(self) -> Case:
        """The case, with its note."""
        return Case.model_validate({**self.started.case, "note": self.note.given})

    def players(self, anew: bool) -> Players:
        """The players: ``anew`` those who can be asked for anything, else those who give kept replies first."""
        if anew not in self._players:
            setup = self.setup if anew else kept_first(self.setup, self.case, self.kept.exchanges)
            made = setup.anew(self.case) if anew else setup.players(self.case)
            if made.open is not None:
                made = made.open(self.note, self.started.seed)
            self._players[anew] = made
        return self._players[anew]

    async def play(
        self,
        begun: Sequence[Event],
        until: Until | None = None,
        change: Change = UNCHANGED,
        *,
        anew: bool = True,
        seed: int | None = None,
        mark: str = "",
        review: bool = False,
    ) -> Replayed | None:
        """Go on from the events ``begun`` until the event that is wanted (None: to the end). None where it came to nothing:
        the budget does not allow it, or a model could not be asked (``lost`` says why).

        ``anew`` has roles asked even where the same request was answered in the run; ``seed`` is another seed;
        ``review`` lets the refiner look through the whole."""
        most = self.players(anew).tries
        if not self.budget.allows(most):
            return None
        written: list[Event] = []
        wanted: list[Event] = []

        async def gate(view: dict[str, Any]) -> Verdict:
            del view
            new = written[len(seen) :]
            seen.extend(new)
            if until is not None and not wanted:
                wanted.extend([event for event in new if until(context.state, event)][:1])
            if wanted or not self.budget.allows(context.state.calls - before + most):
                return "stop"
            return "play"

        seen: list[Event] = []
        context = self.context(begun, change, anew, mark, review)
        before = context.state.calls
        context.gate = gate
        context.sink = lambda entry: written.append(entry.event) if entry.event is not None else None
        if seed is not None:
            context.seed = seed
        self.budget.replays += 1
        try:
            await conversation.converse(context)
        except Failed as failed:
            self.lost = failed.failure.message
            self.budget.spent += context.state.calls - before
            return None
        calls = context.state.calls - before
        self.budget.spent += calls
        if until is not None and not wanted:
            wanted = [event for event in written if until(context.state, event)][:1]
        if wanted:
            written = written[: written.index(wanted[0]) + 1]
        elif until is not None and self.budget.exhausted:
            return None
        return Replayed(self.kept.id, (*begun, *written), len(begun), wanted[0] if wanted else None, calls)

    def context(
        self,
        begun: Sequence[Event],
        change: Change = UNCHANGED,
        anew: bool = True,
        mark: str = "",
        review: bool = False,
    ) -> DialogueContext:
        """The dialogue as it stood after these events, ready to go on."""
        players = self.players(anew)
        held = replace(players, **changed_players(players, change, mark), open=None)
        if not review:
            held = replace(held, refiner=_NoReview(), audit=None)
        started = self.started
        made = DialogueContext(
            id=self.kept.id,
            case=self.case,
            note=self.note,
            persona=self._persona,
            players=held,
            seed=started.seed,
            interview=started.interview,
            retriever=self.setup.retriever if self.case.knowledge and self.note.language == "en" else None,
            now=lambda: started.at,
            lines=self.kept.passages,
        )
        made.reopen(begun)
        return made

    @cached_property
    def _persona(self) -> Persona:
        return Persona.model_validate(self.started.persona)
