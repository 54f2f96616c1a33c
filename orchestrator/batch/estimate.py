"""What a batch will take, before it is made: a few of its conversations are held without a call, and what they would have
asked is counted. What a run has really used so far corrects it.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import mean
from typing import Any

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.batch.dry_model import DryModel
from bedside.orchestrator.batch.items import Row, item
from bedside.orchestrator.batch.prices import Prices
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.usage import Usage, Used
from bedside.scenarios.case import Case, Models
from bedside.scenarios.player import Player

Json = dict[str, Any]
SAMPLE = 20  # items that are held without a call
CACHED = "cached_share"
COUNTED = ("calls", "prompt", "cached", "completion")


@dataclass
class DryItem:
    """One conversation held without a call: what it would have used, by role and model; and how long the built-in family took
    for it."""

    usage: Usage
    seconds: float
    failed: bool = False


@dataclass
class BatchEstimate:
    """What all items together will use. ``factors`` are what measured dialogues of the run used, as a multiple of what was
    expected of them, by role and number; none where nothing was measured."""

    items: int
    sample: list[DryItem]
    factors: dict[str, dict[str, float]] = field(default_factory=dict[str, dict[str, float]])
    measured: int = 0  # dialogues that the factors rest on
    seconds_per_dialogue: float | None = None  # by the wall, in this run or by the built-in family

    def usage(self) -> Usage:
        """Of all items, by role and model."""
        whole = Usage()
        share = self.items / len(self.sample) if self.sample else 0.0
        for dry in self.sample:
            for (role, model), used in dry.usage.by.items():
                known = self.factors.get(role, {})
                numbers = {name: getattr(used, name) * share * known.get(name, 1.0) for name in COUNTED}
                if CACHED in known:
                    numbers["cached"] = numbers["prompt"] * known[CACHED]
                # Sums of many shares: they are rounded when they are shown.
                whole.add(role, model, Used(**numbers))  # pyright: ignore[reportArgumentType]
        return whole

    def spread(self) -> tuple[float, float]:
        """Calls of the shortest and of the longest conversation of the sample."""
        calls = [float(dry.usage.total.calls) for dry in self.sample] or [0.0]
        expected = mean(calls) * self.items
        factor = self.usage().total.calls / expected if expected else 1.0
        return min(calls) * factor, max(calls) * factor

    def as_json(self, prices: Prices) -> Json:
        """All of it as one JSON object. ``cost`` is null where a price is unknown."""
        usage = self.usage()
        by: Json = {}
        for (role, model), used in sorted(usage.by.items()):
            numbers = {name: round(getattr(used, name)) for name in COUNTED}
            price = prices.price(model)
            by.setdefault(role, []).append(
                {"model": model, **numbers, "cost": None if price is None else round(price.of(used), 4)}
            )
        total = usage.total
        cost = prices.cost(usage)
        models = list(dict.fromkeys(model for _, model in usage.by))
        low, high = self.spread()
        return {
            "items": self.items,
            "sample": len(self.sample),
            "measured": self.measured,
            "calls": round(total.calls),
            "calls_a_dialogue": [round(low), round(total.calls / self.items) if self.items else 0, round(high)],
            "tokens": {name: round(getattr(total, name)) for name in COUNTED[1:]},
            "cached_share": round(total.cached / total.prompt, 3) if total.prompt else None,
            "cost": None if cost is None else round(cost, 4),
            "currency": prices.currency,
            "prices": prices.sources(models),
            "unknown_prices": prices.unknown(models),
            "seconds": None if self.seconds_per_dialogue is None else round(self.seconds_per_dialogue * self.items, 3),
            "roles": by,
        }


def chosen(names: Sequence[str], count: int) -> frozenset[str]:
    """So many of these, spread evenly over all of them: files are often sorted by what matters."""
    if count >= len(names):
        return frozenset(names)
    return frozenset(names[round(at * (len(names) - 1) / max(1, count - 1))] for at in range(count))


async def held_dry(rows: Iterable[Row], base: Case, retriever: Retriever | None, seed: int) -> list[DryItem]:
    """Each row's conversation without a call. Rows that cannot be used take nothing."""
    found: list[DryItem] = []
    for row in rows:
        try:
            made = item(row, base) if row.fault is None else None
        except Problem:
            made = None
        found.append(await _dry(made, retriever, seed) if made is not None else DryItem(Usage(), 0.0, failed=True))
    return found


async def _dry(made: Item, retriever: Retriever | None, seed: int) -> DryItem:
    began = time.perf_counter()
    own = made.case.model_copy(update={"models": Models(default=Player(name="agenda"))})
    spoken = (await Simulator(seed, retriever).perform(replace(made, case=own), nothing)).state
    seconds = time.perf_counter() - began
    played = {role: made.case.models.of(role) for role in ROLES}
    if not any(player.prompted for player in played.values()):
        return DryItem(Usage(), seconds, spoken.status == "failed")
    words = {turn.id: turn.text for turn in spoken.turns}
    models = {player: DryModel(player.name, words) for player in played.values() if player.prompted}
    case = made.case.model_copy(update={"models": made.case.models.model_copy(update={"fallback": "agenda"})})
    registry = PlayerRegistry(models=dict(models))
    state = (await Simulator(seed, retriever, players_for=registry).perform(replace(made, case=case), nothing)).state
    usage = Usage()
    for player, model in models.items():
        for role, used in model.used.items():
            usage.add(role, player.name, used)
    return DryItem(usage, seconds, state.status == "failed")


def factors_of(measured: Usage, dialogues: int, expected: Sequence[DryItem]) -> dict[str, dict[str, float]]:
    """What measured dialogues used as a multiple of what was expected of dialogues like them, by role."""
    if not dialogues or not expected:
        return {}
    roles = {role for dry in expected for role, _ in dry.usage.by}
    factors: dict[str, dict[str, float]] = {}
    for role in roles:
        really = measured.of_role(role)
        for name in COUNTED:
            wanted = mean(getattr(dry.usage.of_role(role), name) for dry in expected)
            if wanted:
                factors.setdefault(role, {})[name] = getattr(really, name) / dialogues / wanted
        if really.prompt:  # by whatever rule the server keeps prompts
            factors.setdefault(role, {})[CACHED] = really.cached / really.prompt
    return factors


def picked(rows: Iterator[Row], names: frozenset[str]) -> Iterator[Row]:
    """The rows of these names."""
    return (row for row in rows if row.id in names)
