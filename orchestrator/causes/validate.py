"""Is blame right? Faults are planted through data, blame is asked, and its answer compared with where each was planted."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bedside.orchestrator.causes.bisect import bisect_runs
from bedside.orchestrator.causes.bisect_pairs import Pair
from bedside.orchestrator.causes.bisect_pairs import pairs as pairs_of_dialogues
from bedside.orchestrator.causes.blame import blame_check, blame_turn
from bedside.orchestrator.causes.blame_result import Blame
from bedside.orchestrator.causes.cause_class import RERUNS
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup
from bedside.orchestrator.causes.fault import Plant
from bedside.orchestrator.causes.fault_sets import doubles, faults, unharmed
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.failures import Problem


@dataclass(frozen=True)
class ValidationRow:
    """One kind of fault: how many were planted, how often the right step came first, the goal."""

    name: str
    right: int
    of: int
    goal: float | None  # None: shown and not judged
    below: bool = False  # the goal is a most, not a least

    @property
    def share(self) -> float:
        """The share, 0 where nothing was planted."""
        return self.right / self.of if self.of else 0.0

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        if self.goal is None:
            return True
        return self.share <= self.goal if self.below else self.share >= self.goal


@dataclass(frozen=True)
class Validation:
    """``rows`` are judged, ``details`` are the same by kind. ``missed`` names what went wrong, a line each."""

    rows: tuple[ValidationRow, ...]
    details: tuple[ValidationRow, ...]
    missed: tuple[str, ...]
    seconds: float

    @property
    def met(self) -> bool:
        """Whether every goal is met."""
        return all(row.met for row in self.rows)

    def markdown(self) -> str:
        """Two Markdown tables: what is judged, and the same by kind."""
        head = "| {} | right | of | share | goal | |\n|---|--:|--:|--:|--:|---|"
        lines = [head.format("what"), *(_line(row) for row in self.rows)]
        lines += ["", head.format("kind"), *(_line(row) for row in self.details)]
        return "\n".join([*lines, "", f"{self.seconds:.0f} s"])


def _line(row: ValidationRow) -> str:
    start = f"| {row.name} | {row.right} | {row.of} | {row.share:.3f} |"
    if row.goal is None:
        return f"{start} | |"
    return f"{start} {'≤' if row.below else '≥'} {row.goal:.2f} | {'ok' if row.met else 'MISSED'} |"


def validate(
    count: int = 200,
    pairs: int = 50,
    controls: int = 60,
    bisections: int = 100,
    alone: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Plant ``count`` single faults, ask about ``pairs`` of two at once and ``controls`` without one, bisect ``bisections``
    pairs of dialogues, and compare every answer with what was planted. ``alone`` faults are asked about once more, by the
    turn alone, without saying what is wrong with it: that is shown and not judged. Offline and the same every time; what
    goes wrong is told as it is found."""
    began = time.perf_counter()
    missed: list[str] = []

    def note(line: str) -> None:
        missed.append(line)
        tell(line)

    parts = (
        ("one fault: the right place first", _judged(faults(count), note), 0.95, False),
        ("two faults: the right place first", _judged(doubles(pairs), note), 0.8, False),
        ("unharmed: blamed all the same", _judged(unharmed(controls), note, blamed=True), 0.05, True),
        ("bisect: the right turn and the right class", _bisected(pairs_of_dialogues(bisections), note), 0.95, False),
        ("one fault, the turn alone", _judged(map(_bare, faults(alone)), tell), None, False),
    )
    rows = tuple(_sum(name, counts, goal, below) for name, counts, goal, below in parts if counts)
    details = tuple(
        ValidationRow(kind, *one, goal, below)
        for _, counts, goal, below in parts
        for kind, one in sorted(counts.items())
    )
    return Validation(rows, details, tuple(missed), time.perf_counter() - began)


def _bare(plant: Plant) -> Plant:
    """The question of somebody who does not say what is wrong with a turn."""
    return replace(plant, kind=f"{plant.kind}, the turn alone", noticed=replace(plant.noticed, says=None))


Counts = dict[str, tuple[int, int]]


def _sum(name: str, counts: Counts, goal: float | None, below: bool = False) -> ValidationRow:
    return ValidationRow(
        name, sum(right for right, _ in counts.values()), sum(of for _, of in counts.values()), goal, below
    )


def _judged(plants: Iterable[Plant], tell: Callable[[str], None], blamed: bool = False) -> Counts:
    """How often the right place came first, by kind; with ``blamed``, how often anything was blamed that is not at fault."""
    counts: Counts = {}
    for plant in plants:
        found = asked(plant)
        first = found.first if found is not None else None
        hit = first is not None and any(first.place.same(place) for place in plant.places)
        if blamed:
            hit = first is not None and (hit if plant.places else True)
        right, of = counts.get(plant.kind, (0, 0))
        counts[plant.kind] = (right + hit, of + 1)
        if hit == blamed:
            wanted = ", ".join(map(str, plant.places)) or "nothing"
            got = str(first.place) if first is not None else found.verdict if found is not None else "no answer"
            tell(f"{plant.kind}, {plant.harmed.id}, {plant.noticed}: {wanted} was planted, blamed: {got}")
    return counts


def _bisected(pairs: Iterable[Pair], tell: Callable[[str], None]) -> Counts:
    """How often bisect names the turn in which a pair parts and the class of what sets it apart, in six re-runs at most."""
    counts: Counts = {}
    for pair in pairs:
        replayings = tuple(_replaying(setup) for setup in pair.setups)
        found = bisect_runs(pair.good, pair.bad, (replayings[0], replayings[1]))
        at = found.difference.at if found.difference is not None else None
        hit = (at, found.cause) == (pair.at, pair.cause) and found.reruns <= RERUNS
        kind = f"bisect: {pair.cause}"
        right, of = counts.get(kind, (0, 0))
        counts[kind] = (right + hit, of + 1)
        if not hit:
            tell(f"{kind}, {pair.bad.id}: turn {pair.at}, found: turn {at}, {found.cause}, of {found.differs}")
    return counts


def _replaying(setup: DialogueSetup) -> ReplaySetup:
    return ReplaySetup(setup.players_for, setup.retriever, prompts=dict(setup.prompts))


def asked(plant: Plant) -> Blame | None:
    """What blame says of a plant; None where it refuses the question."""
    setup, noticed = plant.setup, plant.noticed
    replaying = _replaying(setup)
    try:
        if noticed.fact is not None:
            return blame_check(plant.harmed, "unsaid", replaying, fact=noticed.fact)
        if noticed.check is not None:
            return blame_check(plant.harmed, noticed.check, replaying, turn=noticed.turn)
        return blame_turn(plant.harmed, noticed.turn, replaying, says=noticed.says)
    except Problem:
        return None
