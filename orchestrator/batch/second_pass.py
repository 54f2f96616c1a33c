"""Which failed items are tried again in the same sitting, and when no more.

A dialogue goes on after its last whole turn, so one that got further is worth another try however often it failed. One that got
no further is tried so often as its class of failure is worth, and no item a second time where in the whole sitting nothing got
anywhere: then the trouble is not theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bedside.orchestrator.runs.outcome import ItemOutcome

# Tries that got no further than the one before, after the first. A server that was away may be back, what a model said may be
# said otherwise; what a filter of the provider or the length of a prompt stopped is stopped again.
PATIENCE = {"rate_limit": 3, "transient": 3, "timeout": 3, "empty": 3, "schema": 3, "truncated": 3, "refusal": 2}
PASSING = frozenset({"rate_limit", "transient", "timeout"})
WAITS = (5.0, 15.0, 30.0)  # seconds before a pass, after passes in which nothing got further and servers were away


@dataclass
class _Tried:
    kind: str
    turns: int
    idle: int = 0


@dataclass
class SecondPass:
    """What failed in this sitting. ``came`` is told of every outcome, ``due`` says what to try now."""

    _tried: dict[str, _Tried] = field(default_factory=dict[str, _Tried])
    _got_further: bool = False  # since ``due`` was asked last
    _ever: bool = False
    _idle: int = 0  # passes in a row in which nothing got further

    def came(self, outcome: ItemOutcome) -> None:
        """An item came to its end."""
        before = self._tried.pop(outcome.id, None)
        if outcome.status != "failed":
            self._got_further = self._ever = True
            return
        failure = outcome.failure or {}
        now = _Tried(str(failure.get("kind", "")), outcome.turns)
        if now.kind not in PATIENCE:
            return
        if before is None:
            self._ever = self._ever or now.turns > 0
        elif now.turns > before.turns:
            self._got_further = self._ever = True
        else:
            now.idle = before.idle + 1
        self._tried[outcome.id] = now

    def due(self) -> frozenset[str]:
        """The items to try again."""
        self._idle = 0 if self._got_further else self._idle + 1
        self._got_further = False
        if not self._ever:
            return frozenset()
        return frozenset(name for name, one in self._tried.items() if one.idle < PATIENCE[one.kind])

    def wait(self, due: Iterable[str]) -> float:
        """Seconds to wait before these are tried: none as long as something gets further."""
        away = any(self._tried[name].kind in PASSING for name in due)
        return WAITS[min(self._idle - 1, len(WAITS)) - 1] if away and self._idle > 1 else 0.0
