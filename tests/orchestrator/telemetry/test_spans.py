"""A dialogue as OpenTelemetry spans: how they nest, what they count, and that they hold no words unless asked to."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from lines import line
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from bedside import Case, load_case, simulate, simulate_many
from bedside.agents.model import ModelError
from bedside.orchestrator.failures import Failed
from bedside.orchestrator.telemetry.attributes import model_of
from bedside.orchestrator.telemetry.sender import CONTENT
from bedside.scenarios.record import Record

NOTE = (
    "CHIEF COMPLAINT\nKnee pain.\n\nHISTORY OF PRESENT ILLNESS\nMara Holt is a 40-year-old woman with left knee pain for "
    "3 days. It is worse on stairs. She denies fever.\n\nPLAN\nRest the knee for 2 weeks.\n"
)
SECRET = "zanzibar"  # what a model says beside everything else


def _say(messages: Sequence[Any]) -> str:
    number = len(messages[-1]["content"])
    return json.dumps({"thought": "so", "say": f"{line(number)} {SECRET}"})


def _spans(case: Any = None, **keywords: Any) -> tuple[Record, list[ReadableSpan]]:
    """A conversation and its spans, in the order in which they ended."""
    memory = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    record = simulate(case, otel=provider, **keywords)
    return record, list(memory.get_finished_spans())


def _named(spans: Iterable[ReadableSpan], operation: str) -> list[ReadableSpan]:
    return [span for span in spans if (span.attributes or {})["gen_ai.operation.name"] == operation]


def _inside(span: ReadableSpan, around: ReadableSpan) -> bool:
    assert span.start_time and span.end_time and around.start_time and around.end_time
    child = span.parent is not None and around.context is not None and span.parent.span_id == around.context.span_id
    return child and around.start_time <= span.start_time <= span.end_time <= around.end_time


def _told(spans: Iterable[ReadableSpan]) -> str:
    return "\n".join(span.to_json() for span in spans).casefold()


def test_a_dialogue_is_a_tree_of_spans() -> None:
    """Every turn, the plan and the review are agents' work in one dialogue; searches for guidelines stand beside them."""
    record, spans = _spans("rolled-ankle")
    assert record == simulate("rolled-ankle")
    (root,) = _named(spans, "invoke_workflow")
    assert root.parent is None and root.name == "invoke_workflow notechat"
    assert root.attributes and root.attributes["bedside.turns"] == len(record.turns)
    agents, searches = _named(spans, "invoke_agent"), _named(spans, "retrieval")
    assert all(_inside(span, root) for span in (*agents, *searches))
    roles = ("planner", "physician", "patient", "refiner")
    assert {span.name for span in agents} == {f"invoke_agent {role}" for role in roles}
    spoken = [
        str((span.attributes or {}).get("bedside.turn")) for span in agents if "bedside.turn" in (span.attributes or {})
    ]
    assert set(spoken) == {turn.id for turn in record.turns}
    assert searches and all(span.name == "retrieval guidelines" and span.kind is SpanKind.CLIENT for span in searches)
    assert len({(span.attributes or {})["gen_ai.conversation.id"] for span in spans}) == 1
    assert len({span.context.trace_id for span in spans if span.context}) == 1


def test_questions_to_models_stand_inside_their_agents() -> None:
    """A question is a child of the work it was asked for, as a client's call."""
    _, spans = _spans(note=NOTE, model=_say, knowledge=False)
    agents, calls = _named(spans, "invoke_agent"), _named(spans, "chat")
    assert calls and all(any(_inside(call, agent) for agent in agents) for call in calls)
    assert all(call.kind is SpanKind.CLIENT and call.name.startswith("chat ") for call in calls)
    assert all((call.attributes or {})["bedside.attempts"] == 1 for call in calls)


@pytest.mark.parametrize("model", [None, _say], ids=["agenda", "function"])
def test_no_word_of_note_turn_or_prompt_is_in_them(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its variable no span holds a name, a word of what was said, or where things stand."""
    monkeypatch.delenv(CONTENT, raising=False)
    case = Case(id="mara-holt-17", note=NOTE)
    record, spans = _spans(case, model=model, knowledge=False)
    told = _told(spans)
    for word in (
        "mara",
        "holt",
        "knee",
        "stairs",
        "fever",
        "rest the",
        SECRET,
        "you are",
        record.turns[2].text.casefold(),
    ):
        assert word not in told, word


def test_words_are_in_them_when_the_environment_asks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The conventions' own variable puts prompts, replies, turns and names on spans; other values of it do not."""
    for value, there in (
        ("SPAN_ONLY", True),
        ("true", True),
        ("EVENT_ONLY", False),
        ("NO_CONTENT", False),
        ("x", False),
    ):
        monkeypatch.setenv(CONTENT, value)
        _, spans = _spans(Case(id="mara-holt-17", note=NOTE), model=_say, knowledge=False)
        told = _told(spans)
        for word in ("mara-holt-17", SECRET, "gen_ai.input.messages", "gen_ai.output.messages"):
            assert (word in told) == there, (value, word)


def test_words_that_may_not_be_copied_are_given_to_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program's own provider sends it is not known."""
    monkeypatch.setenv(CONTENT, "SPAN_ONLY")
    case = Case(id="mara-holt-17", note=NOTE, data_class="phi", terms="agreed with the clinic")
    _, spans = _spans(case, knowledge=False)
    assert spans and "holt" not in _told(spans)


def test_what_fails_is_an_error_by_its_class() -> None:
    """A model that fails leaves a failed question, in failed work, in a failed dialogue; no message of it is told."""

    def fail(_: Sequence[Any]) -> str:
        raise ModelError("config", f"no {SECRET} here")

    memory = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    with pytest.raises(Failed):
        simulate(note=NOTE, model=fail, knowledge=False, otel=provider)
    spans = memory.get_finished_spans()
    failed = [span for span in spans if span.status.status_code is StatusCode.ERROR]
    operations = [str((span.attributes or {})["gen_ai.operation.name"]) for span in failed]
    assert operations == ["chat", "invoke_agent", "invoke_workflow"]
    assert {(span.attributes or {})["error.type"] for span in failed} == {"config"}
    assert SECRET not in _told(spans)


def test_each_of_many_dialogues_is_a_trace_of_its_own() -> None:
    """Dialogues that are held at once do not mix, whatever trace the caller is in."""
    memory = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    cases = [load_case("rolled-ankle").model_copy(update={"id": f"c{n}"}) for n in range(3)]
    with provider.get_tracer("mine").start_as_current_span("mine"):
        records = list(simulate_many(cases, otel=provider, knowledge=False, concurrency=3))
    spans = [span for span in memory.get_finished_spans() if span.name != "mine"]
    roots = _named(spans, "invoke_workflow")
    assert len(roots) == len({span.context.trace_id for span in spans if span.context}) == 3
    assert sorted(len(record.turns) for record in records) == sorted(
        int(str((root.attributes or {})["bedside.turns"])) for root in roots
    )


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("openai:gpt-4o-mini", ("openai", "gpt-4o-mini")),
        ("ollama:llama3:8b", ("ollama", "llama3:8b")),
        ("langchain:mistralai:small", ("mistral_ai", "small")),
        ("replay:/home/mara/c.jsonl", ("replay", "replay")),
        ("scripted:function", ("scripted", "scripted")),
    ],
)
def test_a_model_goes_by_the_conventions_names(asked: str, named: tuple[str, str]) -> None:
    """Provider and model apart; a model that is a file has no path."""
    assert model_of(asked) == named
