"""Any server that speaks OpenAI's chat completions, asked through the ``openai`` SDK: ``openai:MODEL``.

The SDK's ``create`` walks every message of the history on every call; its public ``post`` with a body already
serialised does not, so the cost of a call does not grow with the conversation. Its retries are off: who asks again is
decided in one place (``steady.py``).
"""

import asyncio
import time
from typing import TYPE_CHECKING, Any

import orjson

from bedside.agents.model import ModelError, Reply, Request
from bedside.agents.models.api_keys import ApiKey, find_key
from bedside.agents.models.base_url import base_url
from bedside.agents.models.openai_faults import (
    NO_ROOM,
    knows_no_system,
    names_no_model,
    of_status,
    read_server_message,
    wants_other_length,
)
from bedside.agents.models.openai_reply import read_reply
from bedside.scenarios.player import Decoding, Player

if TYPE_CHECKING:
    import httpx2

    from bedside.agents.models.model_settings import ModelSettings

OPENAI = "https://api.openai.com/v1"
_OLD, _NEW = "max_tokens", "max_completion_tokens"
FLEX_WAITS = (1.0, 2.0)  # seconds before the lower tier is asked for room again
_LISTED = 8  # models named in an error
_SENT_AS = {"reasoning": "reasoning_effort", "num_ctx": None, "keep_alive": None}


def open_openai(name: str, player: Player, settings: "ModelSettings") -> "OpenAIModel":
    """The model ``name`` at ``player.base_url``, OpenAI's own without one. Raises ``ModelError`` of kind config."""
    if player.base_url is None:
        if settings.local_only:
            raise ModelError(
                "config",
                f"{player.name} would leave this machine, and only local models are allowed here; give the base_url of "
                "a server on it.",
            )
        # OpenAI's key goes to OpenAI: another server gets one only if the case names it.
        key = find_key(player, settings.base, "OPENAI_API_KEY")
        if key is None:
            mend = "set OPENAI_API_KEY, or name key_env or key_file"
            raise ModelError("config", f"{player.name}: no key; {mend}.", auth=True)
        return OpenAIModel(name, player, OPENAI, key)
    url = base_url(player.name, player.base_url, local_only=settings.local_only)
    return OpenAIModel(name, player, url, find_key(player, settings.base), local_only=settings.local_only)


class OpenAIModel:
    """One model of one server. Open it once and share it: its connections are kept."""

    def __init__(self, model: str, player: Player, url: str, key: ApiKey | None, *, local_only: bool = False) -> None:
        import openai  # here and not when first asked, so that no answer's time holds it

        from bedside.agents.models.http_transport import AiohttpTransport, DirectClient

        self._model = model
        self._player = player
        self._url = url
        self._asked_at = f"{url}/chat/completions"
        # Servers other than OpenAI's often know only the old name, and some drop what they do not know without a word.
        self._length = _NEW if url == OPENAI else _OLD
        self._transport = AiohttpTransport(player.name, _headers(key), player.timeout, local_only=local_only)
        self._client = openai.AsyncOpenAI(
            api_key="kept by the transport",  # nothing that the SDK logs or raises can hold the key
            base_url=url,
            max_retries=0,
            timeout=player.timeout,
            http_client=DirectClient(self._transport),
        )
        self._known = False  # whether this address has answered well
        self._folded = False  # whether the model's template takes no message of the system
        self._fixed: dict[tuple[Decoding, str], dict[str, Any]] = {}

    @property
    def name(self) -> str:
        """The name as asked."""
        return self._player.name

    @property
    def endpoint(self) -> str:
        """The server's address. What is found out about a server is kept under it."""
        return self._url

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``."""
        began = time.perf_counter()
        response = await self._with_room(request)
        if response.status_code != 200:
            said = read_server_message(response.content)
            sent = self._length
            if "max_tokens" in self._decoding(request) and wants_other_length(response.status_code, said, sent):
                self._length = _OLD if sent == _NEW else _NEW
                began = time.perf_counter()
                response = await self._post(request)
            elif not self._folded and knows_no_system(response.status_code, said):
                self._folded = True
                began = time.perf_counter()
                response = await self._post(request)
        if response.status_code != 200:
            raise await self._fault(response, request)
        seconds = time.perf_counter() - began
        reply = read_reply(
            self.name, self._url, response.content, response.headers, request, seconds, known=self._known
        )
        self._known = True
        return reply

    async def models(self) -> list[str] | None:
        """The names of the models that the server says it has; None if it does not say."""
        import httpx2
        import openai

        try:
            response = await self._client.get(f"{self._url}/models", cast_to=httpx2.Response)
            rows: Any = orjson.loads(response.content)
            return [str(row["id"]) for row in rows["data"]]
        except (ModelError, openai.OpenAIError, orjson.JSONDecodeError, KeyError, TypeError):
            return None

    async def plain(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The JSON that the server answers to a GET below its base URL, or to a POST of ``body``: for what a ``Reply``
        does not hold. Raises ``ModelError``."""
        import httpx2
        import openai

        url, whole = f"{self._url}{path}", httpx2.Response
        try:
            if body is None:
                response = await self._client.get(url, cast_to=whole)
            else:
                response = await self._client.post(url, content=orjson.dumps(body), cast_to=whole)
        except openai.APIStatusError as error:
            response = error.response
        if response.status_code != 200:
            headers = response.headers
            raise of_status(self.name, self._url, response.status_code, headers, response.content, Request(()))
        return orjson.loads(response.content)

    async def close(self) -> None:
        """Let go of connections."""
        await self._transport.aclose()  # not the client, which could not be asked again

    async def _with_room(self, request: Request) -> "httpx2.Response":
        """What the server answers; where the lower tier has no room in three tries, at the normal one if the player wants
        that."""
        response = await self._post(request)
        if self._player.tier != "flex-or-normal":
            return response
        for wait in (*FLEX_WAITS, None):
            if response.status_code not in NO_ROOM:
                break
            await asyncio.sleep(wait or 0)
            response = await self._post(request, normal=wait is None)
        return response

    async def _post(self, request: Request, normal: bool = False) -> "httpx2.Response":
        import httpx2
        import openai

        try:
            return await self._client.post(self._asked_at, content=self.body(request, normal), cast_to=httpx2.Response)
        except openai.APIStatusError as error:
            return error.response

    def body(self, request: Request, normal: bool = False) -> bytes:
        """What is sent for a request; at the ``normal`` tier whatever the player's is."""
        messages = [{"role": message.role, "content": message.text} for message in request.messages]
        messages = folded(messages) if self._folded else messages
        body = {**self._decoded(request), "messages": messages}
        if self._player.tier is not None and not normal:
            body["service_tier"] = "flex"
        if request.schema is not None:
            body |= _shape(request, request.schema)
        return orjson.dumps(body)

    def _decoding(self, request: Request) -> dict[str, Any]:
        decoding = request.decoding.over(self._player.decoding)
        return decoding.model_dump(exclude_none=True, exclude={"stop"} if not decoding.stop else None)

    def _decoded(self, request: Request) -> dict[str, Any]:
        kept = self._fixed.get((request.decoding, self._length))
        if kept is None:
            kept = {"model": self._model}
            for name, value in self._decoding(request).items():
                sent = self._length if name == "max_tokens" else _SENT_AS.get(name, name)
                if sent is not None:
                    kept[sent] = value
            if len(self._fixed) > 1000:  # a seed for every dialogue
                self._fixed.clear()
            self._fixed[request.decoding, self._length] = kept
        return kept

    async def _fault(self, response: "httpx2.Response", request: Request) -> ModelError:
        status, headers, body = response.status_code, response.headers, response.content
        error = of_status(self.name, self._url, status, headers, body, request)
        if (
            error.kind != "config"
            or error.unsupported
            or error.auth
            or not names_no_model(status, read_server_message(body))
        ):
            return error
        models = await self.models()
        if models is None:
            mend = f"nothing answers at {self._asked_at} as a model does; correct base_url (it often ends in /v1)"
        elif self._model in models:
            mend = f"the server has {self._model}, and {read_server_message(body).brief} at {self._asked_at}; correct base_url"
        else:
            more = f" and {len(models) - _LISTED} more" if len(models) > _LISTED else ""
            mend = f"the server has no model {self._model}; it has: {', '.join(models[:_LISTED]) or 'none'}{more}"
        return ModelError("config", f"{self.name}: {mend}.", raw=error.raw)


def folded(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The messages as a template takes them that knows user and assistant in turn alone: what the system says opens the first
    turn of the user, and two of one role in a row are one."""
    out: list[dict[str, str]] = []
    for message in messages:
        role = "user" if message["role"] == "system" else message["role"]
        if out and out[-1]["role"] == role:
            out[-1] = {"role": role, "content": f"{out[-1]['content']}\n\n{message['content']}"}
        else:
            out.append({"role": role, "content": message["content"]})
    return out


def _headers(key: ApiKey | None) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "bedside"}
    return headers if key is None else {**headers, "Authorization": f"Bearer {key.reveal()}"}


def _shape(request: Request, schema: dict[str, Any]) -> dict[str, Any]:
    """What asks the server to answer in JSON."""
    if request.mode == "json_schema":
        kept = {"name": request.schema_name, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": kept}}
    if request.mode == "json_object":
        return {"response_format": {"type": "json_object"}}
    if request.mode == "tool":
        function = {"name": request.schema_name, "description": "Give the answer.", "parameters": schema}
        choice = {"type": "function", "function": {"name": request.schema_name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {}
