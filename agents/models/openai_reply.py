"""A chat completion's body, read by hand: a ``Reply``, or the ``ModelError`` that it amounts to.

Why the model stopped is looked at before what it said: a cut or filtered text can look whole.
"""

from collections.abc import Mapping
from typing import Any, cast

import orjson

from bedside.agents.model import Kind, ModelError, Reply, Request, Usage
from bedside.agents.models.api_keys import redact
from bedside.agents.models.openai_faults import of_status
from bedside.agents.text.thinking import split_thinking

_CUT = frozenset({"length", "max_tokens", "model_length"})
_FILTERED = frozenset({"content_filter", "safety", "blocklist", "prohibited_content"})
_BROKEN = frozenset({"error", "abort", "aborted"})


def read_reply(
    name: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    request: Request,
    seconds: float,
    *,
    known: bool = False,
) -> Reply:
    """What a model said, from a body that came with status 200. ``known`` says that this address has answered well before: what
    is no answer is then a failure in passing, not a wrong address. Raises ``ModelError``."""
    completion = _table(_json(body))
    error = completion.get("error")
    if error:  # some gateways answer 200 and put the failure inside
        code = _table(error).get("code")
        status = code if isinstance(code, int) and 300 <= code < 600 else 502
        raise of_status(name, url, status, headers, body, request)
    choices = completion.get("choices")
    choice = _table(choices[0]) if isinstance(choices, list) and choices else {}
    message = _table(choice.get("message"))
    if not message:
        start = redact(body[:2000].decode("utf-8", "replace"))
        if known or (choices is None and "choices" in completion):
            raise ModelError("transient", f"{name}: the server answered, and with no choice to read.", raw=start)
        raise ModelError(
            "config",
            f"{name}: {url} does not speak the OpenAI protocol; correct base_url (it often ends in /v1).",
            raw=start,
        )
    usage = read_usage(completion.get("usage"))
    finish = str(choice.get("finish_reason") or "stop")
    text, thought = _words(message, request)
    _judge(name, finish, message, usage, text)
    return Reply(
        text=text,
        asked=name,
        finish=finish,
        served=_text(completion.get("model")),
        reasoning=thought,
        usage=usage,
        seconds=seconds,
        fingerprint=_text(completion.get("system_fingerprint")),
        tier=_text(completion.get("service_tier")),
        request_id=headers.get("x-request-id") or _text(completion.get("id")),
    )


def _judge(name: str, finish: str, message: dict[str, Any], usage: Usage, text: str) -> None:
    refusal = message.get("refusal")
    kind: Kind
    if finish in _CUT:
        kind, what = "truncated", "the answer was cut at its length limit; raise max_tokens"
    elif finish in _FILTERED:
        kind, what = "safety", "a filter of the provider stopped the answer"
    elif refusal or finish == "refusal":
        kind, what = "refusal", "the model declined to answer"
        text = str(refusal or text)
    elif finish in _BROKEN:
        kind, what = "transient", f"the server gave up in mid-answer ({finish})"
    elif not text:
        kind, what = "empty", "the answer has no words"
    else:
        return
    raise ModelError(kind, f"{name}: {what}.", raw=redact(text), usage=usage)


def _words(message: dict[str, Any], request: Request) -> tuple[str, str | None]:
    content = message.get("content")
    text, thought = "", ""
    if isinstance(content, str):
        text = content
    elif isinstance(content, list):  # parts: texts, and thinking in some servers
        for part in map(_table, cast(list[Any], content)):
            if part.get("type") == "thinking":
                inner = part.get("thinking")
                pieces = cast(list[Any], inner) if isinstance(inner, list) else [{"text": inner}]
                thought += "".join(_text(_table(piece).get("text")) or "" for piece in pieces)
            else:
                text += _text(part.get("text")) or ""
    thought = _text(message.get("reasoning_content")) or _text(message.get("reasoning")) or thought
    if request.schema is not None and request.mode == "tool":
        calls = message.get("tool_calls")
        call = _table(calls[0]) if isinstance(calls, list) and calls else {}
        arguments = _table(call.get("function")).get("arguments")
        if arguments is not None:  # some servers give the object instead of its text
            text = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
    said, inline = split_thinking(text)
    whole = "\n\n".join(part for part in (thought.strip(), inline) if part)
    return said.strip(), whole or None


def read_usage(given: Any) -> Usage:
    """Tokens as counted by the server; None for what is no count."""
    usage = _table(given)
    return Usage(
        prompt=_count(usage.get("prompt_tokens")),
        completion=_count(usage.get("completion_tokens")),
        cached=_count(_table(usage.get("prompt_tokens_details")).get("cached_tokens")),
        reasoning=_count(_table(usage.get("completion_tokens_details")).get("reasoning_tokens")),
    )


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _table(given: Any) -> dict[str, Any]:
    return cast(dict[str, Any], given) if isinstance(given, dict) else {}


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) and given else None


def _count(given: Any) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None
