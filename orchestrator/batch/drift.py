"""Whether a batch has become another since it began: more failures, dearer or cheaper dialogues, more faults a turn.

Each measure is watched by a cumulative sum (CUSUM: Page, Biometrika 41, 1954), which adds up how far items are from what they
were and begins again at nought. What they were is learned from the items themselves (self-starting: Hawkins, The Statistician 36,
1987): from all but the last ``WINDOW``, so that a fault has no part in what it is held against until it is ``WINDOW`` old.
Nothing is said of the first ``WINDOW`` items.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bedside.orchestrator.runs.outcome import ItemOutcome

WINDOW = 20  # items, in order of their ends
SHIFT = (
    2.0  # standard deviations that a level is watched for: half of them are taken off every item (the reference value)
)
# Standard deviations that one item counts at most, so that no single one stops a run (Lucas and Crosier 1982).
MOST = 3.0
LEVEL_ALARM = 8.0  # sums of levels that are too much: chosen by simulation, python -m bedside.benchmarks.drift
# Of shares: a false alarm comes once in so many items at most, were the share known (Lorden 1971).
SHARE_ALARM = math.log(60_000)


@dataclass
class ShareDrift:
    """The sum of log likelihood ratios of a share that has risen against the one there was, which is taken for a little more
    than it seemed (Agresti and Coull), since it was seen in few items."""

    _sum: float = 0.0
    _since: int = 0  # items since the sum was nought
    _bad_since: int = 0
    _seen: int = 0
    _bad: int = 0
    _waiting: deque[bool] = field(default_factory=deque[bool])

    def came(self, bad: bool) -> str | None:
        """Take in the next item; what to say of a rise."""
        told = None
        if self._seen >= WINDOW:
            before = (self._bad + 2) / (self._seen + 4)
            after = (1 + before) / 2  # what is watched for: half of those that went well before fail, too
            step = math.log(after / before) if bad else math.log((1 - after) / (1 - before))
            self._sum = max(0.0, self._sum + step)
            self._since, self._bad_since = (self._since + 1, self._bad_since + bad) if self._sum else (0, 0)
            if self._sum > SHARE_ALARM:
                told = f"{self._bad_since} of the last {self._since} items, {self._bad} of the {self._seen} before"
        self._waiting.append(bad)
        if len(self._waiting) > WINDOW or self._seen < WINDOW:
            self._bad += self._waiting.popleft()
            self._seen += 1
        return told


@dataclass
class LevelDrift:
    """Sums of how many standard deviations items are above, or below, the mean there was. ``least`` is the least standard
    deviation that is believed; ``down`` whether a fall is told, too."""

    least: float
    down: bool = False
    _sums: list[float] = field(default_factory=lambda: [0.0, 0.0])  # of those above and of those below
    _since: list[list[float]] = field(default_factory=lambda: [[], []])  # the items since each was nought
    _seen: int = 0
    _mean: float = 0.0
    _squares: float = 0.0
    _waiting: deque[float] = field(default_factory=deque[float])

    def came(self, value: float) -> tuple[float, int] | None:
        """Take in the next item; how far the level is from what it was, and for how many items, where that is too far."""
        told = None
        if self._seen >= WINDOW:
            for side, sign in enumerate((1.0, -1.0) if self.down else (1.0,)):
                away = sign * self._standard(value, len(self._since[side]))
                self._sums[side] = max(0.0, self._sums[side] + away - SHIFT / 2)
                self._since[side] = [*self._since[side], value][-WINDOW:] if self._sums[side] else []
                if self._sums[side] > LEVEL_ALARM:
                    since = self._since[side]
                    told = (sum(since) / len(since) - self._mean, len(since))
        self._waiting.append(value)
        if len(self._waiting) > WINDOW or self._seen < WINDOW:
            self._learn(self._waiting.popleft())
        return told

    def _standard(self, value: float, before: int) -> float:
        """The value's distance from the mean as a standard normal one: Student's t for a mean and a deviation that were
        learned from few items, made normal (Wallace 1959). An error of the mean is in all of the ``before`` items that are
        in the sum with it."""
        free = self._seen - 1
        deviation = max(self.least, math.sqrt(self._squares / free))
        t = (value - self._mean) / (deviation * math.sqrt(1 + (before + 1) / self._seen))
        normal = (8 * free + 1) / (8 * free + 3) * math.sqrt(free * math.log1p(t * t / free))
        return math.copysign(min(MOST, normal), t)

    def _learn(self, value: float) -> None:
        self._seen += 1
        away = value - self._mean
        self._mean += away / self._seen
        self._squares += away * (value - self._mean)


@dataclass
class DriftWatch:
    """All measures of one sitting. Each item counts once, as it ended the first time; ``stop`` is told why to stop."""

    stop: Callable[[str], None]
    _shares: ShareDrift = field(default_factory=ShareDrift)
    _costs: LevelDrift = field(default_factory=lambda: LevelDrift(least=0.1, down=True))
    _faults: LevelDrift = field(default_factory=lambda: LevelDrift(least=0.05))
    _failed: set[str] = field(default_factory=set[str])

    def came(self, outcome: ItemOutcome, cost: float | None = None) -> None:
        """An item came to its end; ``cost`` is what it took in money or tokens, None where that is not known of all of it."""
        if outcome.status == "held" or outcome.id in self._failed:
            return
        bad = outcome.status == "failed"
        if bad:
            self._failed.add(outcome.id)
        told = self._shares.came(bad)
        if told is not None:
            self.stop(f"failures drifted: {told} (--stop-on-drift)")
        if bad:
            return
        if cost:
            # By words of the note: long notes make long talks, and files are often sorted.
            dearer = self._costs.came(math.log(cost / max(1, outcome.words[1])))
            if dearer is not None:
                self.stop(
                    f"the cost of a dialogue drifted: {math.exp(dearer[0]):.2f} times what it was, for its note's length, "
                    f"over {dearer[1]} items (--stop-on-drift)"
                )
        if outcome.turns:
            worse = self._faults.came(outcome.faults / outcome.turns)
            if worse is not None:
                self.stop(f"faults drifted: {worse[0]:.2f} a turn more over {worse[1]} items (--stop-on-drift)")
