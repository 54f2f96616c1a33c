"""Is blame right? Faults are planted through data, blame is asked, and its answer compared with where each was planted."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bedside.orchestrator.causes.blame import blame_check, blame_turn
from bedside.orchestrator.causes.fault import Plant
from bedside.orchestrator.causes.planting import doubles, faults, unharmed
from bedside.orchestrator.causes.stage import Stage
from bedside.orchestrator.causes.verdict import Blame
from bedside.orchestrator.failures import Problem


@dataclass(frozen=True)
class Row:
    """One kind of fault: how many were planted, how often the right step came first, the goal."""

    name: str
    right: int
    of: int
    goal: float
    below: bool = False  # the goal is a most, not a least

    @property
    def share(self) -> float:
        """The share, 0 where nothing was planted."""
        return self.right / self.of if self.of else 0.0

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.share <= self.goal if self.below else self.share >= self.goal


@dataclass(frozen=True)
class Validation:
    """``rows`` are judged, ``details`` are the same by kind. ``missed`` names what went wrong, a line each."""

    rows: tuple[Row, ...]
    details: tuple[Row, ...]
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


def _line(row: Row) -> str:
    goal = f"{'≤' if row.below else '≥'} {row.goal:.2f}"
    return f"| {row.name} | {row.right} | {row.of} | {row.share:.3f} | {goal} | {'ok' if row.met else 'MISSED'} |"


def validate(
    count: int = 200,
    pairs: int = 50,
    controls: int = 60,
    bisections: int = 100,
    tell: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Plant ``count`` single faults, ask about ``pairs`` of two at once and ``controls`` without one, bisect ``bisections``
    pairs of dialogues, and compare every answer with what was planted. Offline and the same every time; what goes wrong
    is told as it is found."""
    began = time.perf_counter()
    missed: list[str] = []

    def note(line: str) -> None:
        missed.append(line)
        tell(line)

    one = _judged(faults(count), note)
    two = _judged(doubles(pairs), note)
    none = _judged(unharmed(controls), note, blamed=True)
    rows = (
        _sum("one fault: the right place first", one, 0.95),
        _sum("two faults: the right place first", two, 0.8),
        _sum("unharmed: blamed all the same", none, 0.05, below=True),
    )
    details = [
        Row(kind, *counts, goal, below)
        for found, goal, below in ((one, 0.95, False), (two, 0.8, False), (none, 0.05, True))
        for kind, counts in found.items()
    ]
    return Validation(rows, tuple(details), tuple(missed), time.perf_counter() - began)


Counts = dict[str, tuple[int, int]]


def _sum(name: str, counts: Counts, goal: float, below: bool = False) -> Row:
    return Row(name, sum(right for right, _ in counts.values()), sum(of for _, of in counts.values()), goal, below)


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


def asked(plant: Plant) -> Blame | None:
    """What blame says of a plant; None where it refuses the question."""
    scene, noticed = plant.scene, plant.noticed
    stage = Stage(scene.players_for, scene.retriever, prompts=dict(scene.prompts))
    try:
        if noticed.fact is not None:
            return blame_check(plant.harmed, "unsaid", stage, fact=noticed.fact)
        if noticed.check is not None:
            return blame_check(plant.harmed, noticed.check, stage, turn=noticed.turn)
        return blame_turn(plant.harmed, noticed.turn, stage, says=noticed.says)
    except Problem:
        return None
