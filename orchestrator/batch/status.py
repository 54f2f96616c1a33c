"""How far a batch is: counts, speed, what it used and what is left, as numbers. No word of a note, prompt or turn is in it."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bedside.orchestrator.batch.prices import Prices
from bedside.orchestrator.failures import FILTERED
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.usage import ROLES, Usage

Json = dict[str, Any]


@dataclass
class Status:
    """One sitting. ``asked`` items are to be there in the end, ``before`` of them were when it began; ``whole`` is the usage
    over all sittings, ``sitting`` that of this one."""

    asked: int
    before: int
    whole: Usage
    sitting: Usage
    prices: Prices
    clock: Callable[[], float] = time.monotonic
    finished: int = 0
    held: int = 0  # at a review gate, in this sitting
    failures: dict[str, str] = field(default_factory=dict[str, str])  # id -> kind, of this sitting
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def came(self, outcome: ItemOutcome) -> None:
        """An item came to its end."""
        if outcome.status == "finished":
            self.finished += 1
            self.failures.pop(outcome.id, None)
        elif outcome.status == "held":
            self.held += 1
            self.failures.pop(outcome.id, None)
        else:
            self.failures[outcome.id] = str((outcome.failure or {}).get("kind", ""))

    @property
    def seconds(self) -> float:
        """Since the sitting began."""
        return self.clock() - self.begun

    @property
    def failed(self) -> int:
        """Items that failed in this sitting and have not finished since."""
        return sum(kind != FILTERED for kind in self.failures.values())

    @property
    def filtered(self) -> int:
        """Items of whose notes too little was understood."""
        return len(self.failures) - self.failed

    @property
    def left(self) -> int:
        """Items that are not done, however they end."""
        return max(0, self.asked - self.before - self.finished - self.held - len(self.failures))

    @property
    def rate(self) -> float:
        """Items a second, in this sitting."""
        return (self.finished + self.held + len(self.failures)) / self.seconds if self.seconds > 0 else 0.0

    def snapshot(self) -> Json:
        """All of it as one JSON object. ``cost`` is null where a price is unknown or nothing costs anything."""
        total, rate = self.whole.total, self.rate
        now = self.sitting.total
        return {
            "asked": self.asked,
            "finished": self.before + self.finished,
            "failed": self.failed,
            "filtered": self.filtered,
            "held": self.held,
            "left": self.left,
            "by_kind": dict(sorted(Counter(self.failures.values()).items())),
            "seconds": round(self.seconds, 1),
            "dialogues_per_second": round(rate, 3),
            "tokens_per_second": round(now.tokens / self.seconds, 1) if self.seconds > 0 else 0.0,
            "eta_seconds": round(self.left / rate, 1) if rate else None,
            "calls": total.calls,
            "failed_calls": total.failed,
            "tokens": {"prompt": total.prompt, "cached": total.cached, "completion": total.completion},
            "cached_share": round(total.cached / total.prompt, 3) if total.prompt else None,
            "cost": self.cost,
            "currency": self.prices.currency,
            "seconds_per_answer": {
                role: round(used.seconds / used.questions, 3)
                for role in (*ROLES, "other")
                if (used := self.sitting.of_role(role)).questions
            },
        }

    @property
    def cost(self) -> float | None:
        """Money spent over all sittings, None where it is not known."""
        found = self.prices.cost(self.whole) if self.whole.by else None
        return None if found is None else round(found, 6)


def one_line(shown: Json) -> str:
    """A snapshot as a line for a person."""
    parts = [f"{shown['finished']:,} of {shown['asked']:,} finished"]
    parts += [f"{shown[name]:,} {name}" for name in ("failed", "filtered", "held") if shown[name]]
    parts.append(f"{shown['dialogues_per_second']:.2f} dialogues/s")
    if shown["calls"]:
        parts.append(f"{shown['tokens_per_second']:,.0f} tokens/s")
        share = shown["cached_share"]
        parts += [f"{share:.0%} cached"] if share else []
        parts.append(money(shown["cost"], shown["currency"]))
    if shown["eta_seconds"] is not None and shown["left"]:
        parts.append(f"{duration(shown['eta_seconds'])} to go")
    return ", ".join(parts)


def money(cost: float | None, currency: str) -> str:
    """An amount, or that it is not known."""
    return "cost unknown" if cost is None else f"{cost:,.4f} {currency}" if cost < 1 else f"{cost:,.2f} {currency}"


def duration(seconds: float) -> str:
    """A span of time: ``40 s``, ``12 min``, ``3 h 20 min``, ``2 days 5 h``."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 36:
        return f"{hours} h {minutes} min"
    return f"{hours // 24} days {hours % 24} h"
