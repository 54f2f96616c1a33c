"""The run's log: structlog events as JSON lines. Only keys known to be harmless are written; the rest is redacted."""

from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, Protocol

from bedside.orchestrator.runs.checksum import signed

_ALLOWED = "event level at id file kind stage attempts turns stop seconds run requested finished failed filtered pending seed exit words faults"
ALLOWED = frozenset(_ALLOWED.split())


class Sink(Protocol):
    """Where lines go."""

    def write(self, data: bytes) -> object:
        """Append whole lines."""
        ...


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Replace the value of every key that is not known to be harmless."""
    return {key: value if key in ALLOWED else "[redacted]" for key, value in event.items()}


def open_log(sink: Sink) -> Any:
    """A structlog logger that writes to ``sink``."""
    import structlog  # 0.1-0.3 s: only when there is something to log

    def stamp(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
        return {**event, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}

    def write(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
        sink.write(signed(dict(event)))
        raise structlog.DropEvent

    nobody: Any = object()  # told nothing: the last processor writes; in its place structlog would hold standard output
    return structlog.wrap_logger(nobody, processors=[structlog.processors.add_log_level, redact, stamp, write])
