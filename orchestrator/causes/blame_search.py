"""From a turn that shows an effect to the place where it came in, one turn at a time.

For each turn on the way: it is asked for again with nothing changed, to see how often the effect is gone by itself; then
without each of the things its role was given. An earlier turn that carries the effect and without which it is gone is the
next to be looked into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bedside.orchestrator.causes.blame_result import Suspect
from bedside.orchestrator.causes.candidates import PASSAGE, SHIPPED, Candidate, RoleInput, candidates, word_giver
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.change import UNCHANGED, Change
from bedside.orchestrator.causes.effect import Effect, SpokenTurn, distance
from bedside.orchestrator.causes.replay import SAYING, Replayed, Replayer
from bedside.orchestrator.causes.replay_setup import prompt_of
from bedside.orchestrator.causes.wilson import Rate
from bedside.orchestrator.graph.brief_moment import moment_of
from bedside.orchestrator.graph.briefs import PHYSICIAN, brief
from bedside.orchestrator.graph.schedule import next_utterance
from bedside.orchestrator.runs.events import Edited, Event, Inserted, Revised, Spoke
from bedside.orchestrator.runs.fold import DialogueState

REPLAYS = 4  # the fewest at which all of one and none of the other have intervals apart
OUTLIER = 2 / 3  # of the draws with nothing changed lack the effect: then it is the turn's own
NOISY = 16  # where the effect is sometimes gone by itself
DEEPEST = 8  # turns that are looked into, one from the other
TOGETHER = 3  # suspects that had to go at once, at most


@dataclass(frozen=True)
class _Tally:
    """What replays came to: how often the effect was gone, and how far from it they were on average."""

    rate: Rate
    far: float


@dataclass(frozen=True)
class _Draw:
    """One way in which a turn is asked for again: by another seed (None: its own), or drawn again."""

    seed: int | None = None
    mark: str = ""


@dataclass
class Trace:
    """Looks into one dialogue. ``suspects`` are found for a turn with ``of_turn``, the ones blamed first."""

    replayer: Replayer
    effect: Effect
    seen: set[str] = field(default_factory=set[str])

    @property
    def events(self) -> Sequence[Event]:
        """The log."""
        return self.replayer.kept.events

    async def of_turn(self, turn: str) -> list[Suspect]:
        """What caused a turn to show the effect."""
        return await self.of_event(self.came_with(turn))

    def came_with(self, turn: str) -> int:
        """The index of the event with which a turn came to show the effect, and from which on it did. -1 if the turn does
        not show it at last."""
        at = -1
        state = DialogueState(self.replayer.kept.id)
        for index, event in enumerate(self.events):
            state.add(event)
            if word_giver(event) == turn or (event.event == "revised" and event.turn == turn):
                shown = self.effect.shows(said_in(state, turn))
                at = (index if at < 0 else at) if shown else -1
        return at

    async def of_event(self, index: int) -> list[Suspect]:
        """What caused the effect that came with this event."""
        event = self.events[index]
        if isinstance(event, Edited):
            place = Place("edit", event.turn, event.id)
            return [
                Suspect(
                    place, "read from the log", Rate(1, 1), Rate(0, 1), blamed=True, carries=True, removal=UNCHANGED
                )
            ]
        hop = _Hop(self.replayer, self.effect, index)
        found = await hop.suspects()
        best = next((one for one in found if one.blamed), None)
        if best is None or not best.carries or best.place.kind != "turn" or best.place.name == hop.turn:
            return found
        if best.place.name in self.seen or len(self.seen) >= DEEPEST:
            return found
        self.seen.add(best.place.name)
        earlier = self.came_with(best.place.name)
        if earlier < 0:
            return found
        deeper = [one for one in await self.of_event(earlier) if one.blamed]
        return [*(replace(one, via=(best.place, *one.via)) for one in deeper), *found]


def said_in(state: DialogueState, turn: str) -> SpokenTurn:
    """A turn as it stands in a state."""
    for one, reason in zip(state.turns, state.reasons, strict=True):
        if one.id == turn:
            return SpokenTurn(one, reason, lambda: state)
    return SpokenTurn(None, None, lambda: state)


def saying(state: DialogueState, event: Event) -> bool:
    """Whether an event is somebody's say, also one who kept silent."""
    del state
    return event.event in SAYING


class _Hop:
    """One turn, asked for again and again."""

    def __init__(self, replayer: Replayer, effect: Effect, index: int) -> None:
        self.replayer = replayer
        self.effect = effect
        self.event = replayer.kept.events[index]
        self.begun = replayer.kept.events[:index]
        self.turn = word_giver(self.event) or getattr(self.event, "turn", "")
        self.given = self._given()
        self.null = Rate(0, 0)

    def _given(self) -> RoleInput:
        context = self.replayer.context(self.begun)
        state = context.state
        utterance = next_utterance(state)
        assert utterance is not None, "somebody spoke here"
        made = brief(context, utterance.speaker, moment_of(state, utterance, context.lines_of))
        players = self.replayer.players(anew=True)
        role = PHYSICIAN if utterance.speaker == PHYSICIAN else "patient"
        speaker = getattr(players, role)
        request = speaker.request(made) if prompt_of(players, role) is not None else None
        asked = "\n".join(message.text for message in request.messages) if request is not None else ""
        self.drawn = request is None and prompt_of(players, role) is None  # by its seed and nothing else
        return RoleInput(
            made, utterance.step, self.replayer.note, self.begun, _unedited(self.begun), prompt_of(players, role), asked
        )

    async def suspects(self) -> list[Suspect]:
        """Everything that was tried, the ones blamed first."""
        own = await self._tally(UNCHANGED, [_Draw(mark=f"~{n}") for n in range(REPLAYS)])
        if own.rate.hits:
            more = await self._tally(UNCHANGED, [_Draw(mark=f"~{n}") for n in range(REPLAYS, NOISY)])
            own = _Tally(Rate(own.rate.hits + more.rate.hits, own.rate.tries + more.rate.tries), own.far)
        if not own.rate.tries:
            return []
        place = Place("turn", self.turn or self.given.step.id, self.event.id)
        if own.rate.interval[0] > OUTLIER:
            return [Suspect(place, "asked again", own.rate, Rate(0, 0), blamed=True, carries=True, removal=UNCHANGED)]
        draws = [_Draw(mark=f"~{n}") for n in range(NOISY)] if own.rate.hits else await self._draws()
        self.null = own.rate if own.rate.hits else Rate(0, len(draws))
        tried: list[tuple[Candidate, _Tally]] = []
        for one in candidates(self.given, self.effect):
            tally = await self._tally(one.change, draws)
            if tally.rate.tries:
                tried.append((one, tally))
        found = self._ranked(tried)
        if not any(one.blamed for one in found) and not self.null.hits:
            found = [*await self._several([one for one, _ in tried], draws), *found]
        return found

    def _ranked(self, tried: list[tuple[Candidate, _Tally]]) -> list[Suspect]:
        def order(pair: tuple[Candidate, _Tally]) -> tuple[bool, bool, int, float, int]:
            one, tally = pair
            blamed = tally.rate.above(self.null)
            return not blamed, not one.carries, min(one.usual, PASSAGE), -round(tally.far, 1), one.usual

        return [
            Suspect(
                one.place, one.done, tally.rate, self.null, tally.rate.above(self.null), one.carries, removal=one.change
            )
            for one, tally in sorted(tried, key=order)
        ]

    async def _draws(self) -> list[_Draw]:
        """Ways to ask again in which the effect is there as long as nothing is changed: by other seeds, for players who
        draw by their seed, else drawn again."""
        found = [_Draw()]
        if self.drawn:
            for n in range(1, 2 * REPLAYS):
                draw = _Draw(seed=self.given.brief.seed + n)
                if len(found) < REPLAYS and not (await self._tally(UNCHANGED, [draw])).rate.hits:
                    found.append(draw)
        return [*found, *(_Draw(mark=f"~{n}") for n in range(len(found), REPLAYS))]

    async def _tally(self, change: Change, draws: Sequence[_Draw]) -> _Tally:
        """Ask for the turn with a change. Once it is clear that nothing can come of it, no more."""
        hits, far, tries = 0, 0.0, 0
        for draw in draws:
            played = await self.replayer.play(self.begun, saying, change, seed=draw.seed, mark=draw.mark)
            if played is None or played.last is None:
                continue
            said = _said(played)
            tries += 1
            hits += not self.effect.shows(said)
            far += distance(self.effect, said)
            if change is not UNCHANGED and not hits and tries > (NOISY // 2 if self.null.hits else 0):
                break
        return _Tally(Rate(hits, tries), far / tries if tries else 0.0)

    async def _several(self, tried: list[Candidate], draws: Sequence[_Draw]) -> list[Suspect]:
        """Suspects that had to go at once: none of them alone makes the effect vanish, since another is left to bring it."""
        unusual = [one for one in tried if one.usual != SHIPPED]
        pool: list[Candidate] = []
        for several in ([one for one in tried if one.carries], unusual):
            if not pool and len(several) > 1 and await self._gone(several, draws):
                pool = several
        for one in pool[::-1]:
            less = [other for other in pool if other is not one]
            if len(pool) > 1 and await self._gone(less, draws):
                pool = less
        if not 1 < len(pool) <= TOGETHER:
            return []
        tally = await self._tally(_all(pool), draws)
        places = [one.place for one in pool]
        return [
            Suspect(
                one.place,
                one.done,
                tally.rate,
                self.null,
                tally.rate.above(self.null),
                one.carries,
                removal=_all(pool),
                together=tuple(place for place in places if place is not one.place),
            )
            for one in pool
        ]

    async def _gone(self, pool: list[Candidate], draws: Sequence[_Draw]) -> bool:
        return bool((await self._tally(_all(pool), draws[:1])).rate.hits)


def _all(pool: Sequence[Candidate]) -> Change:
    change = UNCHANGED
    for one in pool:
        change = change.with_(one.change)
    return change


def _said(played: Replayed) -> SpokenTurn:
    """What came of a turn that was asked for again."""
    event = played.last
    if isinstance(event, Spoke | Inserted):
        return SpokenTurn(event.turn, event.reason, lambda: played.state)
    if isinstance(event, Revised):
        return said_in(played.state, event.turn)
    return SpokenTurn(None, None, lambda: played.state)


def _unedited(events: Sequence[Event]) -> dict[str, str]:
    """The words of every turn that a person has changed, as they were before the last time."""
    now: dict[str, str] = {}
    before: dict[str, str] = {}
    for event in events:
        name = word_giver(event)
        if name is None:
            continue
        if isinstance(event, Edited):
            before[name] = now.get(name, "")
        now[name] = event.turn.text if isinstance(event, Spoke | Inserted) else getattr(event, "text", "")
    return before
