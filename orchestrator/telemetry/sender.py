"""Where spans go: to an OpenTelemetry collector over OTLP/HTTP, or to whatever a program of one's own does with them.

Law of the file: nothing is opened unless bedside itself was asked to (``--otel``, ``otel=``), whatever stands in the
environment. What is sent carries no words of a note, prompt or turn unless the environment asks for them by the name that
the conventions have for it.
"""

import logging
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Sink, nothing
from bedside.orchestrator.telemetry.spans import DialogueSpans, Started

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import TracerProvider

CONTENT = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_ON_SPANS = frozenset({"true", "1", "span_only", "span_and_event"})
_ENDPOINT, _TRACES = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_DEFAULT = "http://localhost:4318"
_TIMEOUT = 5.0  # seconds for one request and its repetitions, where the environment says nothing
_PAUSE = 60.0  # seconds for which a collector that did not answer is asked no more
_QUEUE = 1 << 16  # spans: a dialogue of the built-in family makes some sixty in 30 ms


class Counting:  # what the SDK's SpanExporter does, without being one: the SDK is not imported before it is needed
    """An exporter that counts what could not be sent, and leaves one that does not answer alone for a while."""

    def __init__(self, exporter: Any) -> None:
        self._exporter = exporter
        self._again = 0.0
        self.lost = 0

    def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
        """Send spans, or count them as lost."""
        from opentelemetry.sdk.trace.export import SpanExportResult

        result = SpanExportResult.FAILURE
        if time.monotonic() >= self._again:
            result = self._exporter.export(spans)
        if result is not SpanExportResult.SUCCESS:
            self.lost += len(spans)
            self._again = time.monotonic() + _PAUSE
        return result

    def shutdown(self) -> None:
        """Let go of connections."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Nothing is waiting here."""
        return True


@dataclass
class Sender:
    """A provider of tracers that is open; ``endpoint`` is "" for one that a program brought along and closes itself."""

    provider: "TracerProvider"
    content: bool
    endpoint: str = ""
    counting: Counting | None = None

    def close(self) -> str:
        """Send what is waiting. Returns a sentence about what could not be sent, or ""."""
        if self.counting is None:
            return ""
        self.provider.shutdown()  # pyright: ignore[reportAttributeAccessIssue]  # the SDK's, which the API does not know
        lost = self.counting.lost
        return f"{lost:,} spans could not be sent to {self.endpoint}: is a collector listening?" if lost else ""


def open_sender(otel: "bool | TracerProvider | None") -> Sender | None:
    """What was asked for: None for nothing, True for a collector at the address that the environment names, or the caller's
    own provider. Call it before local only is entered, which takes that address away. Raises ``Problem``."""
    if otel is None or otel is False:
        return None
    content = os.environ.get(CONTENT, "").strip().lower() in _ON_SPANS
    if otel is not True:
        return Sender(otel, content)
    for name in _PROTOCOLS:
        if os.environ.get(name, "").strip().lower() == "grpc":
            raise Problem("config", f"{name} is grpc, and spans are sent over HTTP: set it to http/protobuf.")
    try:
        return _to_collector(_endpoint(), content)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("opentelemetry"):
            raise
        raise Problem(
            "usage", "--otel needs OpenTelemetry, which is not installed: pip install 'bedside[otel]'."
        ) from None


@contextmanager
def sending(sender: Sender | None, say: Callable[[str], None], started: Started = lambda _: None) -> Generator[Sink]:
    """A sink that makes spans and sends them; what is open at the end is ended, and ``say`` is told what was lost. Raises
    ``Problem`` where nothing may leave this machine and the collector is on another."""
    if sender is None:
        yield nothing
        return
    from bedside.agents.models.local_only import in_local_only, is_local_host
    from bedside.orchestrator.runs.versions import version

    if in_local_only():
        _stay_here(sender)
    if sender.content and sender.endpoint:
        say(f"Spans go to {sender.endpoint} with the words of prompts and turns in them ({CONTENT}).")
    here = bool(sender.endpoint) and is_local_host(_host(sender.endpoint))
    tracer = sender.provider.get_tracer("bedside", version())
    spans = DialogueSpans(tracer, content=sender.content, here=here, started=started)
    try:
        yield spans
    finally:
        spans.close()
        if lost := sender.close():
            say(lost)


def _stay_here(sender: Sender) -> None:
    from bedside.agents.models.local_only import is_local_host

    if sender.endpoint and not is_local_host(_host(sender.endpoint)):
        raise Problem(
            "config",
            f"Nothing may leave this machine, and spans would go to {_host(sender.endpoint)}: leave --otel out, or name a "
            f"collector on this machine ({_ENDPOINT}).",
        )


def _endpoint() -> str:
    """The address that the environment names for traces. Raises ``Problem``."""
    own = os.environ.get(_TRACES, "").strip()
    found = own or f"{(os.environ.get(_ENDPOINT, '').strip() or _DEFAULT).rstrip('/')}/v1/traces"
    if not found.startswith(("http://", "https://")) or not _host(found):
        name = _TRACES if own else _ENDPOINT
        raise Problem("config", f"{name} is no address ({found}): give one like {_DEFAULT}.")
    return found


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or ""


def _to_collector(endpoint: str, content: bool) -> Sender:
    import requests
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from bedside.agents.models.local_only import is_local_host

    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # what is lost is said once, at the end
    session = requests.Session()
    session.max_redirects = 0  # what is sent goes to the address that was given
    session.trust_env = not is_local_host(_host(endpoint))  # no proxy for this machine
    patient = "OTEL_EXPORTER_OTLP_TIMEOUT" in os.environ or "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT" in os.environ
    exporter = OTLPSpanExporter(endpoint=endpoint, session=session, timeout=None if patient else _TIMEOUT)
    counting = Counting(exporter)
    named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": "bedside"}
    provider = TracerProvider(resource=Resource.create(named))
    queue = None if "OTEL_BSP_MAX_QUEUE_SIZE" in os.environ else _QUEUE
    provider.add_span_processor(BatchSpanProcessor(cast("SpanExporter", counting), max_queue_size=queue))
    return Sender(provider, content, endpoint, counting)
