"""A model of an Ollama server, through its native API.

Its OpenAI-compatible route ignores ``num_ctx`` and cuts long prompts without a word; here a cut prompt is found by the
tokens the server counted, and a cut answer is an error before anybody parses it, because half a JSON reply can be a
whole, wrong one. One attempt a call: asking again is the caller's business.
"""

import asyncio
import difflib
import importlib
import os
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from bedside.agents.model import Message, Mode, ModelError, Reply, Request, Usage
from bedside.agents.models.api_keys import ApiKey, find_key
from bedside.agents.models.base_url import base_url
from bedside.agents.models.local_only import elsewhere, in_local_only, require_local
from bedside.agents.models.prompt_window import PromptWindow, prompt_length
from bedside.agents.models.retry_after import retry_after
from bedside.agents.text.thinking import split_thinking
from bedside.scenarios.player import Decoding, Player

if TYPE_CHECKING:
    import httpx
    from ollama import AsyncClient, ChatResponse

    from bedside.agents.models.model_settings import ModelSettings

LONGEST = 400_000  # characters of an answer; what babbles on is stopped there
_OPTIONS = {"max_tokens": "num_predict"}  # the others have the same name
_SENT = (
    "temperature",
    "top_p",
    "top_k",
    "min_p",
    "max_tokens",
    "presence_penalty",
    "frequency_penalty",
    "seed",
    "num_ctx",
)
_CLOUD = re.compile(r"(?::|-)cloud$")
_OVERFLOW = re.compile(r"exceed\w*\b.{0,40}\bcontext|context (?:length|size|window)\b.{0,40}\bexceed", re.IGNORECASE)


def open_ollama(name: str, player: Player, settings: "ModelSettings") -> "OllamaModel":
    """Open the model ``name`` of an Ollama server. The server is ``player.base_url``, else the environment's OLLAMA_HOST, else port 11434 of
    this machine; a model that runs elsewhere is refused where ``settings.local_only``. Raises ``ModelError``."""
    host = _host(player.name, player.base_url or os.environ.get("OLLAMA_HOST", ""))
    local = settings.local_only or in_local_only()
    if local:
        require_local(host)
        if _CLOUD.search(name):
            raise _cloud(name)
    key = find_key(player, settings.base)
    importlib.import_module("ollama")  # here and not when first asked, so that no answer's time holds it
    return OllamaModel(name=player.name, tag=name, player=player, endpoint=host, key=key, local_only=local)


def _host(name: str, given: str) -> str:
    """The server's address by the rules of OLLAMA_HOST, where ``0.0.0.0`` means to listen everywhere."""
    host = given.strip().rstrip("/") or "127.0.0.1"
    if "://" not in host:
        head, slash, path = host.partition("/")
        head = f"127.0.0.1{head}" if head.startswith(":") else head
        host = f"http://{head}" + ("" if re.search(r":\d+$", head) else ":11434") + slash + path
    host = re.sub(r"^(https?://)0\.0\.0\.0(?=[:/]|$)", r"\g<1>127.0.0.1", host)
    host = base_url(name, host, example="http://localhost:11434")
    if re.search(r"/(?:v1|api)$", host):
        raise ModelError("config", f"{name}: {given} is not Ollama's own address: leave out what follows the port.")
    return host


def _cloud(tag: str) -> ModelError:
    return ModelError(
        "config",
        f"local only: {tag} is an Ollama cloud model, which runs elsewhere though its server is here; choose a model "
        "that runs on this machine.",
    )


class _Missing(ModelError):
    """The server does not have the model."""


@dataclass(slots=True)
class OllamaModel:
    """One model of one server. What is learned of it (window, digest, what it cannot do) is kept between calls."""

    name: str
    tag: str
    player: Player
    endpoint: str
    key: ApiKey | None
    local_only: bool
    digest: str | None = None
    longest_context: int | None = None  # that the model was made for
    gauge: PromptWindow = field(default_factory=PromptWindow)
    _met: bool = False
    _loaded: int | None = None  # the window the server chose by itself
    _knows_levels: bool = True  # of thinking; else only whether to think
    _client: "AsyncClient | None" = None
    _loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, request: Request) -> Reply:
        """Answer one request."""
        started = time.perf_counter()
        heard: list[str] = []
        try:
            async with asyncio.timeout(self.player.timeout):
                await self._meet()
                return await self._ask(request, started, heard)
        except TimeoutError:
            raise ModelError(
                "timeout",
                f"{self.name} gave no whole answer in {self.player.timeout:g} s: raise `timeout`, lower `max_tokens`, or "
                "choose a smaller model.",
                raw="".join(heard),
            ) from None
        except ModelError:
            raise
        except Exception as error:
            raise self._failure(error, "".join(heard)) from error

    async def close(self) -> None:
        """Let go of connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    @property
    def client(self) -> "AsyncClient":
        """The server's client: no proxy, no redirect, no key but the one that is named, and a time limit."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:  # connections belong to the loop they were opened in
            import httpx
            from ollama import AsyncClient

            self._loop = loop
            self._client = AsyncClient(
                self.endpoint,
                timeout=httpx.Timeout(self.player.timeout, connect=min(10.0, self.player.timeout)),
                trust_env=False,
                follow_redirects=False,
                headers={"authorization": f"Bearer {self.key.reveal()}"} if self.key else {},
                event_hooks={"request": [self._sending], "response": [self._answered]},
            )
        return self._client

    async def _sending(self, request: "httpx.Request") -> None:
        """The client would send OLLAMA_API_KEY to any server, named or not."""
        if self.key is None:
            request.headers.pop("authorization", None)

    async def _answered(self, response: "httpx.Response") -> None:
        """Judge a refusal here, where its headers can still be seen."""
        if response.status_code >= 300:
            await response.aread()
            raise self._refusal(response)

    async def _meet(self) -> None:
        """Once (or a few times, where the first calls come together): is it there, where does it run, what is it for."""
        if self._met:
            return
        shown = await self._shown()
        info = shown.get("model_info") or {}
        lengths = [value for key, value in info.items() if key.endswith(".context_length")]
        rows = await self.models()
        row = next((row for row in rows if row.get("name") in (self.tag, f"{self.tag}:latest")), {})
        if self.local_only and (shown.get("remote_host") or row.get("remote_host")):
            raise _cloud(self.tag)
        self.longest_context = lengths[0] if lengths and isinstance(lengths[0], int) else None
        self.digest = row.get("digest")
        self._met = True

    async def _shown(self) -> dict[str, Any]:
        """What the server tells of the model; one that it does not have is named beside those it has."""
        try:
            return await self.plain("/api/show", {"model": self.tag})
        except ModelError as error:
            if not isinstance(error, _Missing):
                raise
            names = [str(row.get("name")) for row in await self.models()]
            near = difflib.get_close_matches(self.tag, names, n=1)
            has = f"did you mean {near[0]}" if near else f"it has {', '.join(names[:8]) or 'none'}"
            raise ModelError("config", f"{error.message.rstrip('.')}; {has}.", raw=error.raw) from None

    async def models(self) -> list[dict[str, Any]]:
        """The models that the server has, as it lists them."""
        return list((await self.plain("/api/tags")).get("models") or [])

    async def plain(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The JSON that the server answers to a GET, or to a POST of ``body``: what the client's own types drop
        (``remote_host``) is read from it. Raises ``ModelError``."""
        http: httpx.AsyncClient = self.client._client  # pyright: ignore[reportPrivateUsage]
        return (await http.request("GET" if body is None else "POST", path, json=body)).json()

    async def window(self, decoding: Decoding) -> int | None:
        """The context window of a call, in tokens: as asked, within what the model was made for; else as loaded."""
        if decoding.num_ctx is not None:
            return min(decoding.num_ctx, self.longest_context or decoding.num_ctx)
        if self._loaded is None:
            rows = (await self.plain("/api/ps")).get("models") or []
            names = (self.tag, f"{self.tag}:latest")
            self._loaded = next((row.get("context_length") for row in rows if row.get("name") in names), None)
        return self._loaded

    async def _ask(self, request: Request, started: float, heard: list[str]) -> Reply:
        decoding = request.decoding.over(self.player.decoding)
        length = prompt_length(request.messages)
        known = await self.window(decoding) if decoding.num_ctx is not None else self._loaded
        if known is not None and self.gauge.least(length) > known:
            raise ModelError(
                "context_overflow",
                f"the prompt is {self.gauge.least(length)} tokens or more and {self.name} reads {known}: "
                f"{self._mend(decoding)}.",
            )
        thought: list[str] = []
        last: ChatResponse | None = None
        calls: list[Any] = []
        total = 0
        async for part in await self._open(request, decoding):
            heard.append(part.message.content or "")
            thought.append(part.message.thinking or "")
            calls += [call.function.arguments for call in part.message.tool_calls or ()]
            total += len(heard[-1]) + len(thought[-1])
            last = part
            if total > LONGEST:
                message = f"{self.name} went on past {LONGEST} characters: set `max_tokens` for this role."
                raise ModelError("truncated", message, raw="".join(heard))
        if last is None or not last.done:
            raise ModelError("transient", f"{self.name} stopped in the middle of its answer.", raw="".join(heard))
        return await self._reply(request, decoding, last, ("".join(heard), "".join(thought), calls), started)

    async def _open(self, request: Request, decoding: Decoding) -> Any:
        """Start the answer. A model that knows no levels of thinking is asked just to think."""
        try:
            return await self._peek(await self.client.chat(**self._body(request, decoding)))
        except ModelError as error:
            if not (self._knows_levels and "think value" in error.raw):
                raise
            self._knows_levels = False
            return await self._peek(await self.client.chat(**self._body(request, decoding)))

    @staticmethod
    async def _peek(parts: Any) -> Any:
        """The same parts; the first is fetched at once, for a refusal only shows itself then."""
        first = await anext(parts, None)

        async def all_parts() -> Any:
            if first is not None:
                yield first
                async for part in parts:
                    yield part

        return all_parts()

    def _body(self, request: Request, decoding: Decoding) -> dict[str, Any]:
        options = {_OPTIONS.get(key, key): value for key in _SENT if (value := getattr(decoding, key)) is not None}
        if decoding.stop:
            options["stop"] = list(decoding.stop)
        body: dict[str, Any] = {
            "model": self.tag,
            "messages": [{"role": message.role, "content": message.text} for message in request.messages],
            "stream": True,  # so that a stall is seen, and what babbles on can be stopped
            "options": options,
        }
        if decoding.keep_alive is not None:
            body["keep_alive"] = _seconds(decoding.keep_alive)
        if decoding.reasoning is not None:
            body["think"] = self._think(decoding.reasoning)
        if request.schema is not None:
            body |= _asking_for_json(request.mode, request.schema, request.schema_name)
        return body

    def _think(self, reasoning: str) -> bool | str:
        if reasoning == "none":
            return False
        return {"minimal": "low"}.get(reasoning, reasoning) if self._knows_levels else True

    async def _reply(
        self, request: Request, decoding: Decoding, last: Any, heard: tuple[str, str, list[Any]], started: float
    ) -> Reply:
        content, thought, calls = heard
        usage = Usage(prompt=last.prompt_eval_count, completion=last.eval_count)
        finish = last.done_reason or "stop"
        if finish == "length":
            mend = f"raise `max_tokens` above {decoding.max_tokens}" if decoding.max_tokens else self._mend(decoding)
            raise ModelError(
                "truncated", f"{self.name} was cut at its length limit: {mend}.", raw=content or thought, usage=usage
            )
        await self._check_prompt(request.messages, decoding, usage, content)
        said, inline = split_thinking(content)
        if calls and request.mode == "tool":
            said = orjson.dumps(calls[0]).decode()
        if not said.strip():
            message = f"{self.name} answered with no words: try another model, or `reasoning: none`."
            raise ModelError("empty", message, raw=content or thought, usage=usage)
        return Reply(
            text=said,
            asked=self.name,
            finish=finish,
            served=last.model,
            reasoning=thought.strip() or inline,
            usage=usage,
            seconds=time.perf_counter() - started,
            fingerprint=self.digest,
        )

    async def _check_prompt(
        self, messages: tuple[Message, ...], decoding: Decoding, usage: Usage, content: str
    ) -> None:
        window = await self.window(decoding)
        length = prompt_length(messages)
        if window and usage.prompt and usage.prompt + (usage.completion or 0) > window:
            message = f"{self.name} ran out of its window of {window} tokens while it answered: {self._mend(decoding)}."
            raise ModelError("truncated", message, raw=content, usage=usage)
        if not self.gauge.was_cut(length, usage.prompt, window):
            self.gauge.learn(messages, usage.prompt, window)
            return
        room = f"its context window is {window} tokens" if window else "its context window is smaller"
        raise ModelError(
            "truncated",
            f"{self.name} read {usage.prompt} tokens of a prompt of about {max(self.gauge.about(length), window or 0)} and cut the rest "
            f"silently, because {room}: {self._mend(decoding)}.",
            raw=content,
            usage=usage,
        )

    def _mend(self, decoding: Decoding) -> str:
        most = self.longest_context
        if most is not None and decoding.num_ctx is not None and decoding.num_ctx >= most:
            return f"choose a model with a longer context, this one ends at {most} tokens"
        now = f" above {decoding.num_ctx}" if decoding.num_ctx else ""
        return f"raise `num_ctx`{now} in the decoding of this role" + (f" (up to {most})" if most else "")

    def _refusal(self, response: "httpx.Response") -> ModelError:
        """The error that an HTTP status stands for."""
        status, raw = response.status_code, response.text
        said = _said(raw)
        if status == 429:
            message = f"{self.name}: the server asks to wait."
            return ModelError("rate_limit", message, raw=raw, retry_after=retry_after(response.headers))
        if status < 400:
            message = f"the server at {self.endpoint} redirects, which is not followed: give its final address."
            return ModelError("config", message, raw=raw)
        if status == 404:
            return self._missing(said, raw)
        if _OVERFLOW.search(said):
            message = f"the prompt is longer than the context window of {self.name}: raise `num_ctx` for this role."
            return ModelError("context_overflow", message, raw=raw)
        if "system memory" in said:
            message = f"{self.name} does not fit into memory ({said}): choose a smaller model or lower `num_ctx`."
            return ModelError("config", message, raw=raw)
        if status == 408 or status >= 500:
            wait = retry_after(response.headers)
            return ModelError("transient", f"{self.name} failed ({status}: {said}).", raw=raw, retry_after=wait)
        if status in (401, 403):
            message = f"the server refused {self.name} ({said}): name its key with key_env or key_file."
            return ModelError("config", message, raw=raw, auth=True)
        if "does not support tools" in said:
            message = f"{self.name} does not know tools: ask another way."
            return ModelError("config", message, raw=raw, unsupported="tool")
        if "thinking" in said:
            message = f"{self.name} does not think: leave out `reasoning` for this role."
            return ModelError("config", message, raw=raw)
        if re.search(r"\b(?:format|grammar|schema)\b", said):
            message = f"{self.name} does not take this JSON schema ({said})."
            return ModelError("config", message, raw=raw, unsupported="json_schema")
        return ModelError("config", f"{self.name} refused the request ({status}: {said}).", raw=raw)

    def _missing(self, said: str, raw: str) -> ModelError:
        if "not found" in said and "model" in said:
            return _Missing(
                "config", f"{self.endpoint} has no model {self.tag}: run `ollama pull {self.tag}`.", raw=raw
            )
        mend = "give Ollama's address, or ask it as openai:…"
        return ModelError("config", f"the server at {self.endpoint} does not answer as Ollama does: {mend}.", raw=raw)

    def _failure(self, error: Exception, raw: str) -> ModelError:
        """The error that an exception of the client stands for."""
        import httpx
        from ollama import ResponseError

        if (refused := elsewhere(error)) is not None:
            return refused
        if isinstance(error, ConnectionError | httpx.ConnectError | httpx.ConnectTimeout):
            message = f"no Ollama server answers at {self.endpoint}: start it with `ollama serve`, or give --base-url."
            return ModelError("transient", message, raw=raw)
        if isinstance(error, httpx.TimeoutException):
            return ModelError("timeout", f"{self.name} stalled: raise `timeout`.", raw=raw)
        if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
            return ModelError(
                "config", f"{self.endpoint} is no address: write one like http://localhost:11434.", raw=raw
            )
        if isinstance(error, httpx.TransportError):
            return ModelError("transient", f"{self.name}: the connection broke in mid-answer.", raw=raw)
        if isinstance(error, ResponseError):
            return ModelError("transient", f"{self.name} failed in mid-answer ({_said(str(error))}).", raw=raw)
        if isinstance(error, ValueError | TypeError):  # not JSON, or JSON of another shape
            message = f"the server at {self.endpoint} does not answer as Ollama does: give Ollama's address."
            return ModelError("config", message, raw=raw)
        return ModelError("internal", f"{self.name}: {type(error).__name__}.", raw=raw)


def _asking_for_json(mode: Mode, schema: dict[str, Any], name: str) -> dict[str, Any]:
    match mode:
        case "json_schema":
            return {"format": schema}
        case "json_object":
            return {"format": "json"}
        case "tool":
            function = {"name": name, "description": "Give your answer.", "parameters": schema}
            return {"tools": [{"type": "function", "function": function}]}
        case "text":
            return {}


def _seconds(keep_alive: str) -> str | float:
    """``10m`` as it is; a bare number is seconds, which the server takes as a number only."""
    try:
        return float(keep_alive)
    except ValueError:
        return keep_alive


def _said(raw: str) -> str:
    """The server's own words, in one short line."""
    try:
        given: Any = orjson.loads(raw)
        raw = str(given.get("error", "")) if isinstance(given, dict) else raw
    except orjson.JSONDecodeError:
        pass
    return " ".join(raw.split())[:200]
