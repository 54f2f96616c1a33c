"""What an OpenAI-compatible server says when it does not answer, as one ``ModelError``.

Servers agree on the status and on little else: the same fault is worded differently by OpenAI, vLLM, llama.cpp, LM
Studio, SGLang and the gateways, so the text is read as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson

from bedside.agents.model import ModelError, Request
from bedside.agents.models.api_keys import redact
from bedside.agents.models.retry_after import retry_after

_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context[ _-](?:length|size|window)"
    r"|max(?:imum)? model len|prompt is too long|input is too long|too many (?:input )?tokens"
    r"|max(?:_completion)?_tokens must be (?:at least 1|positive|greater than 0)\D{0,20}-\d"
    r"|max_new_tokens` must be|input token count|reduce the length of (?:the|your) (?:messages|prompt|input)",
    re.IGNORECASE,
)
_FILTERED = re.compile(
    r"content_filter|content management policy|ResponsibleAIPolicy|content_policy|safety system", re.IGNORECASE
)
_NO_MODEL = re.compile(
    r"model_not_found|model\b.{0,120}?\b(?:not (?:found|exist|loaded|available|a valid)|does(?:n't| not) exist|unknown"
    r"|invalid)|(?:unknown|invalid|no such|not a valid) model",
    re.IGNORECASE | re.DOTALL,
)
_NO_SYSTEM = re.compile(
    r"system (?:role|message|prompt)s? (?:is |are )?(?:not|isn't|un)\W?(?:supported|allowed)|(?:does not|doesn't|only) support (?:the )?(?:system|user and assistant|user, assistant)"
    r"|roles must alternate|must alternate user|unsupported role:? .?system|(?:unexpected|invalid|unknown) role:? .?system",
    re.IGNORECASE,
)
NO_ROOM = (429, 498)  # 498: a provider's lower tier has no room now
_SPENT = re.compile(r"insufficient_quota|billing_hard_limit|insufficient (?:credit|balance|fund)", re.IGNORECASE)
_SHAPES = {
    "json_schema": re.compile(r"response_format|json_schema|guided|grammar|structured output|schema", re.IGNORECASE),
    "json_object": re.compile(r"response_format|json_object|json mode|json", re.IGNORECASE),
    "tool": re.compile(r"\btools?\b|tool_choice|tool[- ]call|function", re.IGNORECASE),
}
_LENGTHS = ("max_completion_tokens", "max_tokens")
_UNKNOWN = re.compile(
    r"unsupported|not supported|unrecognized|unknown|unexpected|extra (?:fields|inputs)|not permitted|instead",
    re.IGNORECASE,
)
_DECODING = (
    "temperature top_p top_k min_p presence_penalty frequency_penalty stop seed reasoning_effort max_tokens"
    " max_completion_tokens"
).split()


@dataclass(frozen=True)
class ServerMessage:
    """An error as the server put it: the sentence, and all of it."""

    text: str
    whole: str
    param: str = ""

    @property
    def brief(self) -> str:
        """The sentence in quotation marks, cut."""
        words = " ".join(redact(self.text).split())
        return f'"{words[:200]}…"' if len(words) > 200 else f'"{words}"'


def read_server_message(body: bytes) -> ServerMessage:
    """The error in a body of whatever shape."""
    whole = body[:4000].decode("utf-8", "replace")
    try:
        row: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        page = whole.lstrip().lower().startswith(("<!doctype", "<html"))
        return ServerMessage("a web page" if page else whole[:300] or "nothing", whole)
    error: Any = row
    if isinstance(row, dict):
        table = cast(dict[str, Any], row)
        error = next((table[name] for name in ("error", "detail", "message") if table.get(name)), table)
    if isinstance(error, dict):
        fault = cast(dict[str, Any], error)
        text = fault.get("message") or fault.get("detail") or fault.get("error") or whole
        return ServerMessage(str(text), whole, str(fault.get("param") or ""))
    if isinstance(error, list):  # a validation error of FastAPI: its input is the conversation and is left out
        items = [cast(dict[str, Any], item) for item in cast(list[Any], error) if isinstance(item, dict)]
        told = "; ".join(f"{'.'.join(map(str, item.get('loc', ())))}: {item.get('msg', '')}" for item in items[:3])
        return ServerMessage(told or whole, told or whole)
    return ServerMessage(str(error), whole)


def wants_other_length(status: int, said: ServerMessage, sent: str) -> bool:
    """Whether a server refuses the name that the length limit was sent by, and knows the other."""
    text = f"{said.text} {said.param}"
    return status in (400, 422) and bool(re.search(rf"\b{sent}\b", text)) and bool(_UNKNOWN.search(text))


def knows_no_system(status: int, said: ServerMessage) -> bool:
    """Whether the model's template takes no message of the system, or only turns that alternate, and says so."""
    return status in (400, 422, 500) and bool(_NO_SYSTEM.search(said.whole))


def names_no_model(status: int, said: ServerMessage) -> bool:
    """Whether the server has no model of the name asked for, or nothing at the address."""
    return status == 404 or (status in (400, 422) and bool(_NO_MODEL.search(said.whole)))


def of_status(
    name: str, url: str, status: int, headers: Mapping[str, str], body: bytes, request: Request
) -> ModelError:
    """The class of an HTTP status with its body. Header names are lower case."""
    said = read_server_message(body)
    raw = redact(said.whole)
    if 300 <= status < 400:
        where = redact(headers.get("location", "elsewhere"))[:200]
        return ModelError("config", f"{name}: {url} redirects to {where}; give the final address as base_url.", raw=raw)
    shaped = request.mode if request.schema is not None and request.mode != "text" else None
    if shaped and status in (400, 404, 422, 500, 501) and _SHAPES[shaped].search(said.text + " " + said.param):
        return ModelError(
            "config", f"{name}: the server does not know {shaped} ({said.brief}).", raw=raw, unsupported=shaped
        )
    if _SPENT.search(said.whole) or status == 402:
        return ModelError("config", f"{name}: the account has no credit left ({said.brief}); add some.", raw=raw)
    if status in NO_ROOM:
        wait = retry_after(headers)
        told = f" and asks to wait {wait:.0f} s" if wait is not None else ""
        return ModelError(
            "rate_limit",
            f"{name}: the server has too many requests{told}; lower --parallel.",
            raw=raw,
            retry_after=wait,
        )
    if status == 413 or (status != 501 and status not in (408, 409, 425) and _TOO_LONG.search(said.whole)):
        return ModelError(
            "context_overflow",
            f"{name}: the request is longer than the model reads ({said.brief}); shorten the note, lower max_tokens or "
            "serve the model with a longer context.",
            raw=raw,
        )
    if status in (408, 409, 425) or (status >= 500 and status != 501):
        wait = retry_after(headers)
        return ModelError(
            "transient",
            f"{name}: the server failed ({status}: {said.brief}); try again later.",
            raw=raw,
            retry_after=wait,
        )
    if _FILTERED.search(said.whole):
        return ModelError("safety", f"{name}: a filter of the provider stopped the request ({said.brief}).", raw=raw)
    return _of_config(name, url, status, said, raw)


def _of_config(name: str, url: str, status: int, said: ServerMessage, raw: str) -> ModelError:
    if status == 401 or (status == 403 and not _NO_MODEL.search(said.whole)):
        mend = "set OPENAI_API_KEY, or name key_env or key_file"
        return ModelError("config", f"{name}: the server takes no such key ({said.brief}); {mend}.", raw=raw, auth=True)
    if names_no_model(status, said) or status == 403:
        return ModelError("config", f"{name}: no such model at {url} ({said.brief}); correct its name.", raw=raw)
    at_fault = next((p for p in _DECODING if p == said.param or re.search(rf"\b{p}\b", said.text)), None)
    mend = f"change or leave out {at_fault} in decoding" if at_fault else "see what its documentation asks for"
    return ModelError("config", f"{name}: the server refuses the request ({status}: {said.brief}); {mend}.", raw=raw)
