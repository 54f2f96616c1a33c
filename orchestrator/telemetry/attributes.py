"""What of an event and of a question to a model a span says, in the names of OpenTelemetry's conventions for generative AI.

Law of the file: a span says what is counted, timed or named by bedside or by the model's server. Words of a note, a prompt
or a turn, the names of cases, notes, persons and guidelines, and paths of files are content: they stand in the functions
whose names begin with ``content_``, which nobody calls unless content was asked for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from bedside.orchestrator.runs.model_call import ModelCall
from bedside.scenarios.case import PROTOCOL_NAMES

Json = Mapping[str, Any]
Attributes = dict[str, Any]
OPERATION, CONVERSATION, ERROR = "gen_ai.operation.name", "gen_ai.conversation.id", "error.type"
_STORE = "guidelines"
_SERVED = frozenset({"openai", "ollama", "langchain"})  # the others play from a file or a function: its name is a path
_PROVIDERS = {  # of LangChain, by the conventions' own names
    "google_genai": "gcp.gemini",
    "google_vertexai": "gcp.vertex_ai",
    "bedrock": "aws.bedrock",
    "bedrock_converse": "aws.bedrock",
    "azure_openai": "azure.ai.openai",
    "azure_ai": "azure.ai.inference",
    "mistralai": "mistral_ai",
    "xai": "x_ai",
    "ibm": "ibm.watsonx.ai",
}
_AGENTS = {"planned": "planner", "reviewed": "refiner"}
_STAGES = {"plan": "planner", "refine": "refiner", "physician": "physician", "patient": "patient"}


def model_of(asked: str) -> tuple[str, str]:
    """The provider and the model of a name as asked (``openai:gpt-4o-mini``). A model that is a file has no name here."""
    provider, _, model = asked.partition(":")
    if provider not in _SERVED:
        return provider, provider
    if provider == "langchain":
        provider, _, model = model.partition(":")
    return _PROVIDERS.get(provider, provider), model


def agent_of(event: Json, calls: Iterable[ModelCall]) -> str | None:
    """Whose work ended with this event: "planner", "physician", "patient" or "refiner"; None for that of nobody. Who came
    along with a patient is played by the patient's agent."""
    kind, by = event["event"], event.get("by", "")
    if kind in _AGENTS:
        return _AGENTS[kind]
    if kind in ("spoke", "inserted", "revised", "withheld"):
        return "physician" if by == "physician" else "patient"
    if kind == "failed":
        return _STAGES.get(event["failure"].get("stage", ""))
    if kind != "stopped":
        return None
    if by == "refiner":
        return "refiner"
    asked = next((call.exchange.get("purpose", "") for call in calls), "").split("/")[1:2]
    return asked[0] if asked and asked[0] in _STAGES.values() else ("patient" if asked else None)


def of_dialogue(event: Json) -> Attributes:
    """Of a dialogue that begins."""
    return {
        OPERATION: "invoke_workflow",
        "gen_ai.workflow.name": workflow_of(event),
        "bedside.version": event.get("version", ""),
    }


def workflow_of(event: Json) -> str:
    """The protocol; an instrument of the author's own goes by no name."""
    protocol = event.get("meta", {}).get("protocol", "notechat")
    return protocol if protocol in PROTOCOL_NAMES else protocol.partition("/")[0]


def is_open(event: Json) -> bool:
    """Whether the data of a dialogue that begins may be copied."""
    return event.get("case", {}).get("data_class", "open") == "open"


def of_turn(event: Json, agent: str, calls: Iterable[ModelCall]) -> Attributes:
    """Of what an agent came to."""
    asked = list(calls)
    provider, model = model_of(asked[-1].asked) if asked else ("bedside", None)
    said: Attributes = {OPERATION: "invoke_agent", "gen_ai.agent.name": agent, "gen_ai.provider.name": provider}
    said |= {"gen_ai.request.model": model} if model else {}
    said |= _sums(asked)
    said["bedside.event"] = event["event"]
    turn, reason = event.get("turn"), event.get("reason") or {}
    if turn is not None:
        said["bedside.turn"] = turn if isinstance(turn, str) else turn["id"]
    for name in ("act", "topic", "revision"):
        if name in reason:
            said[f"bedside.{name}"] = reason[name]
    if reason:
        failed = [check["check"] for check in reason.get("checks", ()) if check.get("passed") is False]
        said |= {"bedside.facts": len(reason.get("facts", ())), "bedside.checks.failed": failed}
    if event["event"] == "planned":
        said["bedside.steps"] = sum(len(topic["steps"]) for topic in event["plan"].get("topics", ()))
    if event["event"] == "reviewed":
        said["bedside.repairs"] = len(event.get("repairs", ()))
    return said


def of_retrieval(event: Json) -> Attributes:
    """Of a question to the guideline store."""
    return {
        OPERATION: "retrieval",
        "gen_ai.data_source.id": _STORE,
        "bedside.passages": len(event.get("passages", ())),
    }


def of_call(call: ModelCall) -> Attributes:
    """Of a question to a model."""
    provider, model = model_of(call.asked)
    said: Attributes = {
        OPERATION: "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": model,
        "gen_ai.response.model": call.served,
        "gen_ai.response.finish_reasons": [call.finish] if call.finish else None,
        "gen_ai.output.type": "json" if call.exchange.get("schema") else "text",
        **_sums([call]),
        ERROR: call.error or None,
        "bedside.attempts": call.attempts,
        "bedside.answered_before": True if call.again else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def of_end(event: Json) -> Attributes:
    """Of a dialogue that ends."""
    if event["event"] == "failed":
        return {"bedside.stop": "failed", ERROR: event["failure"]["kind"]}
    return {"bedside.stop": event["stop"]}


def content_of_dialogue(event: Json) -> Attributes:
    """What the dialogue is called."""
    return {"bedside.dialogue": event["dialogue"]}


def content_of_turn(event: Json) -> Attributes:
    """The words that were said, and by whom."""
    turn = event.get("turn")
    text = event.get("text") if isinstance(turn, str) else (turn or {}).get("text")
    if not text:
        return {}
    said = [{"role": "assistant", "parts": [{"type": "text", "content": text}], "finish_reason": "stop"}]
    return {"gen_ai.output.messages": _json(said), "bedside.speaker": event.get("by", "")}


def content_of_retrieval(event: Json) -> Attributes:
    """Which passages were shown."""
    shown = [{"id": passage["id"]} for passage in event.get("passages", ())]
    return {"gen_ai.retrieval.documents": _json(shown)}


def content_of_call(call: ModelCall) -> Attributes:
    """What was asked and answered, word for word; nothing where the words of notes are not kept."""
    said: Attributes = {}
    if messages := call.exchange.get("messages"):
        parts = [{"role": one["role"], "parts": [{"type": "text", "content": one["text"]}]} for one in messages]
        said["gen_ai.input.messages"] = _json(parts)
    if reply := call.exchange.get("reply"):
        parts = [{"type": "text", "content": reply}]
        if thought := call.exchange.get("reasoning"):
            parts.insert(0, {"type": "reasoning", "content": thought})
        said["gen_ai.output.messages"] = _json([{"role": "assistant", "parts": parts, "finish_reason": call.finish}])
    return said


def _sums(calls: list[ModelCall]) -> Attributes:
    """The tokens of calls together; nothing where no server counted them."""
    names = {
        "gen_ai.usage.input_tokens": [call.prompt for call in calls],
        "gen_ai.usage.output_tokens": [call.completion for call in calls],
        "gen_ai.usage.cache_read.input_tokens": [call.cached for call in calls],
        "gen_ai.usage.reasoning.output_tokens": [call.reasoning for call in calls],
    }
    return {
        name: sum(told) for name, counts in names.items() if (told := [count for count in counts if count is not None])
    }


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
