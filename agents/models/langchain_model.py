"""Any chat model that LangChain knows, through its ``init_chat_model``: ``langchain:PROVIDER:MODEL``.

For providers that have no way of their own here. Messages go in as plain pairs, never as LangChain templates (text of a
note could name a template's slots) and never through its ``dumps`` and ``loads``. One attempt a call; the provider's
own retries are off where it has such a setting. A provider's class decides what it can be told: what it has no field
for is refused if the author set it, and left out if it came with the dialogue (its seed).
"""

import asyncio
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from bedside.agents.model import ModelError, Reply, Request, Usage
from bedside.agents.models.api_keys import ApiKey, find_key
from bedside.agents.models.base_url import base_url
from bedside.agents.models.langchain_fields import LangChainFields, fields_of
from bedside.agents.models.local_only import elsewhere, in_local_only, require_local
from bedside.agents.models.openai_faults import of_status
from bedside.agents.text.thinking import split_thinking
from bedside.scenarios.player import Decoding, Player

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

    from bedside.agents.models.model_settings import ModelSettings

_CUT = frozenset({"length", "max_tokens", "model_length", "model_context_window_exceeded"})
_FILTERED = frozenset({"content_filter", "content_filtered", "safety", "blocklist", "prohibited_content", "spii"})
# Those that take OpenAI's response_format as it is.
_FORMATS = frozenset(
    "openai azure_openai ollama deepseek xai groq together fireworks openrouter mistralai nvidia perplexity".split()
)
_ESCAPES = frozenset({"google_genai", "google_vertexai", "google_anthropic_vertex"})  # gRPC opens sockets by itself


def open_langchain(name: str, player: Player, settings: "ModelSettings") -> "LangChainModel":
    """Open ``PROVIDER:MODEL`` of LangChain. Raises ``ModelError`` of kind config, with the package to install."""
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(
            "config", f"{player.name} lacks a part: write for instance langchain:anthropic:claude-sonnet-4-5."
        )
    local_only = settings.local_only or in_local_only()
    if local_only:
        _check_local(provider, player)
    fields = fields_of(provider, player.name)
    key = find_key(player, settings.base)
    _check_known(player, provider, fields)
    return LangChainModel(provider, model, player, key, fields)


def _check_local(provider: str, player: Player) -> None:
    """Where nothing may leave: only clients that can be watched, and only at an address here."""
    if provider == "ollama":
        mend = "ask it as ollama:…, which finds out whether the model runs here"
    elif provider in _ESCAPES:
        mend = "its client opens connections that cannot be watched; choose another provider"
    elif provider == "huggingface" or player.base_url is not None:
        if player.base_url is not None:
            require_local(player.base_url)
        return
    else:
        mend = "it runs elsewhere; give the base_url of a server on this machine, or choose a local model"
    raise ModelError("config", f"local only: {player.name}: {mend}.")


def _check_known(player: Player, provider: str, fields: LangChainFields) -> None:
    for name in sorted(player.decoding.model_fields_set):
        value = getattr(player.decoding, name)
        if value not in (None, ()) and name != "stop" and fields.named(name) is None and name != "seed":
            raise ModelError("config", f"{player.name}: {provider} takes no {name}; leave it out of decoding.")
    if player.base_url is not None and fields.named("base_url") is None:
        raise ModelError("config", f"{player.name}: {provider} takes no base_url; leave it out.")


class LangChainModel:
    """One chat model of LangChain. Made when first asked, again for each way of decoding."""

    def __init__(self, provider: str, model: str, player: Player, key: ApiKey | None, fields: LangChainFields) -> None:
        self._provider = provider
        self._model = model
        self._player = player
        self._key = key
        self._fields = fields
        self._made: dict[Decoding, BaseChatModel] = {}
        self._first: BaseChatModel | None = None

    @property
    def name(self) -> str:
        """The name as asked."""
        return self._player.name

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``."""
        began = time.perf_counter()
        messages = [(message.role, message.text) for message in request.messages]
        decoding = request.decoding.over(self._player.decoding)
        try:
            runnable, extra = self._shaped(self._decoded(decoding), request)
            async with asyncio.timeout(self._player.timeout):
                message = await runnable.ainvoke(messages, stop=list(decoding.stop) or None, **extra)
        except TimeoutError:
            raise self._late() from None
        except ModelError:
            raise
        except Exception as error:
            raise self._fault(error, request) from None
        return self._read(message, request, time.perf_counter() - began)

    async def close(self) -> None:
        """Let go of what was made; LangChain's models close their connections when they go."""
        self._made.clear()
        self._first = None

    def _decoded(self, decoding: Decoding) -> "BaseChatModel":
        made = self._made.get(decoding)
        if made is None:
            first = self._first or self._make()
            self._first = first
            given = decoding.model_dump(exclude_none=True, exclude={"stop"})
            found = {self._fields.named(name): value for name, value in given.items()}
            made = first.model_copy(update={name: value for name, value in found.items() if name is not None})
            if len(self._made) > 1000:  # a seed for every dialogue
                self._made.clear()
            self._made[decoding] = made
        return made

    def _make(self) -> "BaseChatModel":
        from langchain.chat_models import init_chat_model

        told: dict[str, Any] = {"timeout": self._player.timeout, "max_retries": 0}
        if self._player.base_url is not None:
            told["base_url"] = base_url(self.name, self._player.base_url)
        if self._key is not None:
            told["api_key"] = self._key.reveal()
        elif self._player.base_url is not None:
            told["api_key"] = "none"  # a key that the environment holds is meant for the provider's own address
        if "client_kwargs" in self._fields.names and self._provider == "ollama":
            told["client_kwargs"] = {"trust_env": False, "follow_redirects": False, "timeout": self._player.timeout}
        kept = {name: value for name, value in told.items() if self._fields.named(name) is not None}
        return init_chat_model(self._model, model_provider=self._provider, **kept)

    def _shaped(self, model: "BaseChatModel", request: Request) -> tuple[Any, dict[str, Any]]:
        """The model, told to answer in JSON by the way that was chosen, and what goes with the call."""
        schema, mode = request.schema, request.mode
        if schema is None or mode == "text":
            return model, {}
        if mode == "tool":
            function = {"name": request.schema_name, "description": "Give the answer.", "parameters": schema}
            try:
                return model.bind_tools(
                    [{"type": "function", "function": function}], tool_choice=request.schema_name
                ), {}
            except (NotImplementedError, ValueError, TypeError):
                raise self._unsupported(request) from None
        if self._provider not in _FORMATS:
            raise self._unsupported(request)
        shape: dict[str, Any] = {"type": mode}
        if mode == "json_schema":
            shape["json_schema"] = {"name": request.schema_name, "schema": schema, "strict": True}
        return model, {"response_format": shape}

    def _unsupported(self, request: Request) -> ModelError:
        message = f"{self.name}: {self._provider} is not asked for JSON by {request.mode}."
        return ModelError("config", message, unsupported=request.mode)

    def _late(self) -> ModelError:
        limit = self._player.timeout
        return ModelError("timeout", f"{self.name}: no answer within {limit:g} s; raise timeout or ask for less.")

    def _fault(self, error: Exception, request: Request) -> ModelError:
        """The class of what a provider's package raised. They share no base: status and name are looked at."""
        if (refused := elsewhere(error)) is not None:
            return refused
        if isinstance(error, ImportError):
            return ModelError("config", f"{self.name}: {error}.")
        response: Any = getattr(error, "response", None)
        status: Any = getattr(error, "status_code", None) or getattr(response, "status_code", None)
        if not isinstance(status, int):
            status = getattr(error, "code", None)
        kind, said = type(error).__name__, " ".join(str(error).split())[:200]
        if isinstance(status, int) and 300 <= status < 600:
            headers: Any = getattr(response, "headers", None)
            lower = (
                {str(name).lower(): str(value) for name, value in headers.items()}
                if isinstance(headers, Mapping)
                else {}
            )
            if status in (401, 403):
                mend = "name its key with key_env or key_file"
                return ModelError(
                    "config", f"{self.name}: {self._provider} takes no such key; {mend}.", raw=said, auth=True
                )
            where = self._player.base_url or self._provider
            return of_status(self.name, where, status, lower, str(error).encode(), request)
        if "Timeout" in kind:
            return self._late()
        if "RateLimit" in kind or "ResourceExhausted" in kind:
            return ModelError("rate_limit", f"{self.name}: the server asks to wait.", raw=said)
        if re.search(r"context (?:length|size|window)|maximum context", said, re.IGNORECASE):
            return ModelError("context_overflow", f"{self.name}: the request is longer than the model reads.", raw=said)
        if isinstance(error, (OSError, ConnectionError)) or re.search(
            r"Connect|Protocol|Transport|ReadError|Unavailable", kind
        ):
            return ModelError("transient", f"{self.name}: {self._provider} cannot be reached ({kind}).", raw=said)
        if re.search(r"api_key|credential|\b[A-Z_]+_(?:KEY|TOKEN)\b", said):
            mend = "name it with key_env or key_file"
            return ModelError("config", f"{self.name}: {self._provider} needs a key; {mend}.", raw=said, auth=True)
        if isinstance(error, (TypeError, ValueError, NotImplementedError)):
            return ModelError(
                "config", f"{self.name}: {self._provider} refuses the request ({kind}: {said}).", raw=said
            )
        return ModelError("internal", f"{self.name}: {kind}: {said}", raw=said)

    def _read(self, message: "AIMessage", request: Request, seconds: float) -> Reply:
        told: dict[str, Any] = message.response_metadata
        usage = _usage(message)
        finish = str(_first(told, "finish_reason", "stop_reason", "done_reason", "finishReason") or "stop")
        said, inline = split_thinking(str(message.text))
        if request.schema is not None and request.mode == "tool" and message.tool_calls:
            said = orjson.dumps(message.tool_calls[0]["args"]).decode()
        thought = _thought(message) or inline
        if finish.lower() in _CUT:
            raise ModelError(
                "truncated", f"{self.name} was cut at its length limit: raise `max_tokens`.", raw=said, usage=usage
            )
        if finish.lower() in _FILTERED:
            raise ModelError(
                "safety", f"{self.name}: a filter of the provider stopped the answer.", raw=said, usage=usage
            )
        if (declined := message.additional_kwargs.get("refusal")) or finish.lower() == "refusal":
            raise ModelError(
                "refusal", f"{self.name}: the model declined to answer.", raw=str(declined or said), usage=usage
            )
        if not said.strip():
            raise ModelError("empty", f"{self.name}: the answer has no words.", raw=thought or "", usage=usage)
        return Reply(
            text=said.strip(),
            asked=self.name,
            finish=finish,
            served=_first(told, "model_name", "model", "model_id"),
            reasoning=thought,
            usage=usage,
            seconds=seconds,
            fingerprint=_first(told, "system_fingerprint"),
            request_id=_first(told, "id", "request_id"),
        )


def _usage(message: "AIMessage") -> Usage:
    counted: Any = message.usage_metadata or {}
    read = counted.get("input_token_details") or {}
    written = counted.get("output_token_details") or {}
    return Usage(
        prompt=counted.get("input_tokens"),
        completion=counted.get("output_tokens"),
        cached=read.get("cache_read"),
        reasoning=written.get("reasoning"),
    )


def _thought(message: "AIMessage") -> str | None:
    """Thinking that came apart: in a field of its own, or as a block before the text."""
    given = message.additional_kwargs
    told = given.get("reasoning_content") or given.get("reasoning")
    if isinstance(told, str) and told.strip():
        return told.strip()
    blocks: list[Any] = [block for block in message.content if isinstance(block, dict)]
    parts = [str(block.get("reasoning") or block.get("thinking") or "") for block in blocks]
    return "\n\n".join(part.strip() for part in parts if part.strip()) or None


def _first(told: dict[str, Any], *names: str) -> str | None:
    return next((str(told[name]) for name in names if told.get(name)), None)
