"""How an endpoint is doing, shared by all who ask it: one that asks to wait is left alone by everybody, and one that
fails again and again is left alone for a while.

Times are seconds of a monotonic clock that the caller passes in; nothing here waits.
"""

from dataclasses import dataclass, field

from bedside.agents.model import ModelError

_LONGEST_QUIET = 300.0  # a server that asks for more is tried again after this


class CircuitOpen(ModelError):
    """The endpoint was not asked at all. Asking again before its pause is over cannot help."""


@dataclass
class CircuitBreaker:
    """The circuit breaker and the shared pause of one endpoint. ``limit`` consecutive failed calls open the breaker
    for ``pause`` seconds; then one call tries it. ``gap`` keeps those who waited apart, so that they do not return all
    at once."""

    limit: int = 5
    pause: float = 30.0
    gap: float = 0.02
    _failed: int = 0
    _open_until: float = 0.0
    _why: ModelError | None = None
    _trying: bool = False
    _quiet_until: float = 0.0
    _slot: float = 0.0
    _rounds: int = field(default=0)  # of rate limits that nothing came between

    def admit(self, now: float) -> bool:
        """Let a call through; True if it is the one that tries an endpoint that was shut. Raises ``CircuitOpen``."""
        if self._why is None:
            return False
        if now < self._open_until or self._trying:
            why, left = self._why, max(0.0, self._open_until - now)
            if why.auth:
                raise CircuitOpen("config", why.message, raw=why.raw, auth=True, attempts=0)
            raise CircuitOpen(
                "transient",
                f"{self._failed} calls in a row failed, so this server is left alone for {left:.0f} s more; "
                f"the last said: {why.message}",
                raw=why.raw,
                attempts=0,
            )
        self._trying = True
        return True

    def wait(self, now: float) -> float:
        """Seconds to wait before asking: 0, unless the endpoint asked for quiet."""
        if now >= self._quiet_until:
            return 0.0
        self._slot = max(self._quiet_until, self._slot + self.gap)
        return self._slot - now

    def throttled(self, now: float, retry_after: float | None) -> None:
        """The endpoint asked to wait; without a time, the pauses double."""
        if retry_after is not None:
            self._quiet_until = max(self._quiet_until, now + min(retry_after, _LONGEST_QUIET))
        elif now >= self._quiet_until:  # calls already under way belong to the same round
            self._quiet_until = now + min(0.5 * 2**self._rounds, 30.0)
            self._rounds += 1

    def answered(self) -> None:
        """A call came to an answer."""
        self._failed, self._why, self._trying, self._rounds = 0, None, False, 0

    def failed(self, error: ModelError, now: float) -> None:
        """A call came to nothing, all its attempts together."""
        if error.auth:
            self._open(error, now)
        elif error.kind in ("transient", "timeout"):
            self._failed += 1
            if self._failed >= self.limit or self._trying:
                self._open(error, now)
        elif error.kind != "rate_limit":  # whoever refuses or overflows is there
            self._failed, self._why, self._trying = 0, None, False

    def dropped(self) -> None:
        """The call that was trying went away without an answer: the next may try."""
        self._trying = False

    def _open(self, error: ModelError, now: float) -> None:
        self._why, self._open_until, self._trying = error, now + self.pause, False
