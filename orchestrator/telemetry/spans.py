"""Events into spans: a dialogue is one, and in it stand the work of each agent, the searches for guidelines and, inside an
agent's, the questions to models.

An event says that something is done, so a span is made when it is over: it begins where the event before it ended. The
lines of events are read, and not the events, because a worker process sends only lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.model_call import ModelCall
from bedside.orchestrator.telemetry import attributes as told

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

Started = Callable[[str], str | None]  # the id of the first event of a dialogue that was begun by an earlier process


@dataclass
class _Dialogue:
    span: "Span"
    inside: "Context"
    name: str  # of the conversation
    at: float  # when the last event was written, seconds since 1970
    content: bool
    turns: int = 0


class DialogueSpans:
    """A sink that makes spans of what happens. With ``content`` they hold the words, too; those of data that may not be
    copied only where they stay ``here``, on this machine."""

    def __init__(
        self, tracer: "Tracer", *, content: bool = False, here: bool = False, started: Started = lambda _: None
    ) -> None:
        self._tracer = tracer
        self._content = content
        self._here = here
        self._started = started
        self._open: dict[str, _Dialogue] = {}

    def __call__(self, entry: Entry) -> None:
        """Take in one event."""
        event = orjson.loads(entry.line)
        at = float(event.get("at", 0.0))
        if entry.begins:
            self._end(entry.dialogue)  # another attempt takes the place of this one
        dialogue = self._open.get(entry.dialogue) or self._begin(entry, event, at)
        if event["event"] == "retrieved":
            self._retrieved(dialogue, event, at)
        elif (agent := told.agent_of(event, entry.asked)) is not None:
            self._turn(dialogue, event, at, agent, entry.asked)
        else:
            for call in entry.asked:
                self._call(dialogue, call, dialogue.inside)
        dialogue.at = at
        dialogue.turns += event["event"] in ("spoke", "inserted")
        if event["event"] in ("stopped", "failed"):
            dialogue.span.set_attributes(told.of_end(event))
            self._failed(dialogue.span, event)
            self._end(entry.dialogue)

    def close(self) -> None:
        """End what is open: the run was stopped, and another goes on with it."""
        for name in list(self._open):
            self._open[name].span.set_attribute("bedside.stop", "unfinished")
            self._end(name)

    def _begin(self, entry: Entry, event: dict[str, Any], at: float) -> _Dialogue:
        from opentelemetry.trace import set_span_in_context

        first = entry.begins and event["event"] == "started"
        said = {told.OPERATION: "invoke_workflow", "bedside.went_on": True}
        if first:
            said = told.of_dialogue(event)
        name = entry.id if entry.begins else self._started(entry.dialogue) or event.get("parent", "")
        content = self._content and (self._here or (first and told.is_open(event)))
        said |= {told.CONVERSATION: name} | (told.content_of_dialogue(event) if content else {})
        title = f"invoke_workflow {told.workflow_of(event)}" if first else "invoke_workflow"
        # No context of whoever calls: a dialogue is a trace of its own.
        span = self._tracer.start_span(title, context=_nowhere(), attributes=said, start_time=_ns(at))
        dialogue = self._open[entry.dialogue] = _Dialogue(span, set_span_in_context(span), name, at, content)
        return dialogue

    def _turn(
        self, dialogue: _Dialogue, event: dict[str, Any], at: float, agent: str, calls: tuple[ModelCall, ...]
    ) -> None:
        from opentelemetry.trace import set_span_in_context

        said = {**told.of_turn(event, agent, calls), told.CONVERSATION: dialogue.name}
        said |= told.content_of_turn(event) if dialogue.content else {}
        begin = min([dialogue.at, *(call.began for call in calls)])
        end = max([at, *(call.ended for call in calls)])
        span = self._span(dialogue.inside, f"invoke_agent {agent}", said, begin)
        inside = set_span_in_context(span)
        for call in calls:
            self._call(dialogue, call, inside)
        self._failed(span, event)
        span.end(_ns(end))

    def _call(self, dialogue: _Dialogue, call: ModelCall, inside: "Context") -> None:
        from opentelemetry.trace import SpanKind, StatusCode

        said = {**told.of_call(call), told.CONVERSATION: dialogue.name}
        said |= told.content_of_call(call) if dialogue.content else {}
        span = self._span(inside, f"chat {said['gen_ai.request.model']}", said, call.began, SpanKind.CLIENT)
        if call.error:
            span.set_status(StatusCode.ERROR)
        span.end(_ns(call.ended))

    def _retrieved(self, dialogue: _Dialogue, event: dict[str, Any], at: float) -> None:
        from opentelemetry.trace import SpanKind

        said = {**told.of_retrieval(event), told.CONVERSATION: dialogue.name}
        said |= told.content_of_retrieval(event) if dialogue.content else {}
        title = f"retrieval {said['gen_ai.data_source.id']}"
        self._span(dialogue.inside, title, said, dialogue.at, SpanKind.CLIENT).end(_ns(at))

    def _span(self, inside: "Context", title: str, said: dict[str, Any], at: float, kind: Any = None) -> "Span":
        from opentelemetry.trace import SpanKind

        return self._tracer.start_span(
            title, context=inside, kind=kind or SpanKind.INTERNAL, attributes=said, start_time=_ns(at)
        )

    def _failed(self, span: "Span", event: dict[str, Any]) -> None:
        from opentelemetry.trace import StatusCode

        if event["event"] == "failed":
            span.set_attribute(told.ERROR, event["failure"]["kind"])
            span.set_status(StatusCode.ERROR)

    def _end(self, name: str) -> None:
        if (dialogue := self._open.pop(name, None)) is not None:
            dialogue.span.set_attribute("bedside.turns", dialogue.turns)
            dialogue.span.end(_ns(dialogue.at))


def _nowhere() -> "Context":
    from opentelemetry.context import Context

    return Context()


def _ns(seconds: float) -> int:
    """Nanoseconds since 1970, whole microseconds of them: a float holds no more."""
    return round(seconds * 1_000_000) * 1000
