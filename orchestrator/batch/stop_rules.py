"""When a batch ends before all is made: too many failures, or a limit of money, tokens, calls or time.

Law of the file: a limit ends the run at a turn of each dialogue, so that it is passed by no more than the turn that each one in
flight was at; what is there is kept, and the same command goes on once the limit is higher.
"""

import re
from collections import deque
from dataclasses import dataclass, field

from bedside.orchestrator.batch.drift import DriftWatch
from bedside.orchestrator.batch.prices import Prices
from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.failures import FILTERED, Problem
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.usage import Usage

WINDOW = 20  # outcomes of which a share is taken: a fault that begins late is seen as soon as one that was always there


@dataclass(frozen=True)
class FailureLimit:
    """At most ``count`` failed items, or at most a ``share`` of the last ``WINDOW`` that came to an end."""

    count: int | None = None
    share: float | None = None

    @classmethod
    def parse(cls, text: str) -> "FailureLimit":
        """Read ``10`` or ``25%``. Raises ``Problem``."""
        found = re.fullmatch(r"(\d{1,9})(%?)", text.strip())
        if found is None or (found[2] and int(found[1]) >= 100):
            raise Problem(
                "usage", f"--max-failures {text!r} is neither a number of items nor a share below 100%: give 10 or 25%."
            )
        return cls(share=int(found[1]) / 100) if found[2] else cls(count=int(found[1]))

    def __str__(self) -> str:
        return f"{self.share:.0%}" if self.share is not None else str(self.count)


@dataclass(frozen=True)
class RunLimits:
    """The limits of a run; None for no limit. ``seconds`` and ``drift`` are those of one sitting, the others hold over all of them."""

    failures: FailureLimit | None = None
    cost: float | None = None
    tokens: int | None = None
    calls: int | None = None
    seconds: float | None = None
    drift: bool = False  # whether the run ends where it has become another


@dataclass
class StopRules:
    """Watches one sitting and ends it through its control. ``whole`` is the usage of the run so far, which grows."""

    limits: RunLimits
    control: RunControl
    whole: Usage
    prices: Prices
    failed: set[str] = field(default_factory=set[str])  # in this sitting, and not finished since
    _last: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW))

    def used(self) -> None:
        """Something more was used."""
        limits, total = self.limits, self.whole.total
        if limits.calls is not None and total.calls >= limits.calls:
            self.control.halt(f"{total.calls:,} calls were made, and --max-calls is {limits.calls:,}")
        if limits.tokens is not None and total.tokens >= limits.tokens:
            self.control.halt(f"{total.tokens:,} tokens were used, and --max-tokens is {limits.tokens:,}")
        if limits.cost is not None:
            cost = self.prices.cost(self.whole)
            if cost is None:
                self.control.halt("something was used whose price nobody knows, and --max-cost is set: give --prices")
            elif cost >= limits.cost:
                self.control.halt(f"{cost:.4f} {self.prices.currency} were spent, and --max-cost is {limits.cost:g}")

    def __post_init__(self) -> None:
        self._drift = DriftWatch(self.control.halt) if self.limits.drift else None

    def came(self, outcome: ItemOutcome, cost: float | None = None) -> None:
        """An item came to its end; ``cost`` is what it took, None where that is not known of all of it."""
        if self._drift is not None:
            self._drift.came(outcome, cost)
        bad = outcome.status == "failed" and (outcome.failure or {}).get("kind") != FILTERED
        (self.failed.add if bad else self.failed.discard)(outcome.id)
        self._last.append(bad)
        limit = self.limits.failures
        if limit is None:
            return
        if limit.count is not None and len(self.failed) > limit.count:
            self.control.halt(f"{len(self.failed):,} items failed, and --max-failures is {limit}")
        if limit.share is not None and sum(self._last) > limit.share * WINDOW:
            self.control.halt(
                f"{sum(self._last)} of the last {len(self._last)} items failed, and --max-failures is {limit}"
            )

    def late(self) -> None:
        """The time of this sitting is over."""
        self.control.halt(f"--max-seconds {self.limits.seconds:g} are over")
