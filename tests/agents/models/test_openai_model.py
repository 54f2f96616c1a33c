"""openai:MODEL over real HTTP, against a server process that does what it is told."""

import asyncio
import json
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Reply, Request, Usage
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.openai_model import OpenAIModel, open_openai
from bedside.agents.models.registry import open_model
from bedside.agents.models.server_features import place
from bedside.scenarios.player import Decoding, Player

CANARY = "sk-" + "canary-0123456789abcdefCANARY"  # in pieces: no file of ours holds what looks like a key
SCHEMA = {"type": "object", "properties": {"say": {"type": "string"}}, "required": ["say"]}


def opened(server: Any, **player: Any) -> OpenAIModel:
    """The model without retries around it."""
    given: dict[str, Any] = {"base_url": server.url, "timeout": 10, **player}
    return open_openai("small", Player(name="openai:small", **given), ModelSettings())


def question(text: str = "hello", **given: Any) -> Request:
    """A request of two messages."""
    return Request((Message("system", "Be brief."), Message("user", text)), **given)


async def asked(model: OpenAIModel, request: Request | None = None) -> Reply:
    """One answer, with the connections closed behind it."""
    try:
        return await model.ask(request or question())
    finally:
        await model.close()


async def failed(model: OpenAIModel, request: Request | None = None) -> ModelError:
    """The error that one question ends in."""
    with pytest.raises(ModelError) as caught:
        await asked(model, request)
    return caught.value


async def test_a_reply_holds_all_that_a_record_needs(server: Any) -> None:
    """Text, finish, usage with details, served model, fingerprint, request id and seconds come from the answer."""
    usage = {
        "prompt_tokens": 20,
        "completion_tokens": 9,
        "prompt_tokens_details": {"cached_tokens": 16},
        "completion_tokens_details": {"reasoning_tokens": 4},
    }
    server.next({"usage": usage, "delay": 0.05})
    reply = await asked(opened(server), question("Does it hurt?"))
    assert reply.text == "You said: Does it hurt?"
    assert (reply.asked, reply.served, reply.finish) == ("openai:small", "small-served", "stop")
    assert reply.usage == Usage(prompt=20, completion=9, cached=16, reasoning=4)
    assert (reply.fingerprint, reply.request_id, reply.attempts) == ("fp_1", "req-1", 1)
    assert 0.05 <= reply.seconds < 5


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": "12", "completion_tokens": -1}])
async def test_usage_that_is_not_told_is_none(server: Any, usage: Any) -> None:
    """What a server does not count, or counts in nonsense, is None and never 0."""
    server.next({"usage": usage})
    assert (await asked(opened(server))).usage == Usage()


async def test_what_is_sent(server: Any) -> None:
    """The messages as they are, decoding of the request laid over the player's, and nothing that was not set."""
    model = opened(server, decoding=Decoding(temperature=0.2, max_tokens=90, reasoning="low", num_ctx=4096))
    await asked(model, question("é „x“\n", decoding=Decoding(temperature=0.9, seed=7, stop=("END",), top_k=40)))
    (body,) = server.bodies()
    assert body == {
        "model": "small",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "é „x“\n"}],
        "temperature": 0.9,
        "max_tokens": 90,
        "seed": 7,
        "stop": ["END"],
        "top_k": 40,
        "reasoning_effort": "low",
    }


async def test_nothing_of_the_environment_is_sent(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's own variables, OpenAI's key among them, do not reach another server; nor does a word about this
    machine."""
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL"):
        monkeypatch.setenv(f"OPENAI_{name}", CANARY)
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Leak: {CANARY}")
    await asked(opened(server))
    (request,) = server.seen()
    assert {name.lower() for name in request["headers"]} == {
        "host",
        "content-type",
        "content-length",
        "accept",
        "accept-encoding",
        "user-agent",
    }
    assert CANARY not in str(request)


async def test_proxies_of_the_environment_are_ignored(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that somebody set does not see the conversation."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert (await asked(opened(server))).text == "You said: hello"


async def test_a_redirect_is_not_followed(server: Any) -> None:
    """Where an answer points elsewhere, nobody goes there; the sentence says what to write instead."""
    server.next({"status": 307, "headers": {"Location": f"{server.url}/chat/completions"}, "body": ""})
    error = await failed(opened(server))
    assert error.kind == "config" and "redirects to" in error.message and "base_url" in error.message
    assert len(server.seen()) == 1


@pytest.mark.parametrize(
    ("message", "text", "thought"),
    [
        ({"content": "Yes.", "reasoning_content": "It must be."}, "Yes.", "It must be."),
        ({"content": "Yes.", "reasoning": "It must be."}, "Yes.", "It must be."),
        ({"content": "<think>\nIt must be.\n</think>\n\nYes."}, "Yes.", "It must be."),
        ({"content": "It must be.</think>Yes."}, "Yes.", "It must be."),
        (
            {"content": [{"type": "thinking", "thinking": [{"text": "It must be."}]}, {"text": "Yes."}]},
            "Yes.",
            "It must be.",
        ),
        ({"content": "  Yes.\n"}, "Yes.", None),
    ],
)
async def test_thinking_is_told_apart(server: Any, message: dict[str, Any], text: str, thought: str | None) -> None:
    """However a server hands over what a model thought, it never gets into what is said."""
    server.next({"message": {"role": "assistant", **message}})
    reply = await asked(opened(server))
    assert (reply.text, reply.reasoning) == (text, thought)


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ({"finish": "length"}, "truncated"),
        ({"finish": "length", "message": {"content": ""}}, "truncated"),
        ({"finish": "content_filter"}, "safety"),
        ({"message": {"content": None, "refusal": "I cannot help with that."}}, "refusal"),
        ({"finish": "refusal"}, "refusal"),
        ({"message": {"content": ""}}, "empty"),
        ({"message": {"content": None}}, "empty"),
        ({"message": {"content": " \n\t "}}, "empty"),
        ({"message": {"content": "<think>and then I"}}, "empty"),
        ({"finish": "error"}, "transient"),
        ({"body": "not json"}, "config"),
        ({"body": '{"half": '}, "config"),
        ({"body": ""}, "config"),
        ({"body": "[1, 2]"}, "config"),
        ({"body": '{"response": "hello", "done": true}'}, "config"),
        ({"body": '{"choices": []}'}, "config"),
        ({"body": '{"choices": [{"text": "old completions"}]}'}, "config"),
        ({"body": "<!DOCTYPE html><html><body>It works!</body></html>", "type": "text/html"}, "config"),
        ({"body": '{"error": {"message": "upstream failed", "code": 502}}'}, "transient"),
        ({"body": '{"error": {"message": "slow down", "code": 429}}'}, "rate_limit"),
        ({"status": 400, "body": "no"}, "config"),
        ({"status": 401, "body": '{"error": {"message": "Incorrect API key"}}'}, "config"),
        ({"status": 403, "body": '{"error": "forbidden"}'}, "config"),
        ({"status": 402, "body": "{}"}, "config"),
        ({"status": 405, "body": '{"detail": "Method Not Allowed"}'}, "config"),
        ({"status": 408, "body": "{}"}, "transient"),
        ({"status": 409, "body": "{}"}, "transient"),
        ({"status": 413, "body": "too large"}, "context_overflow"),
        ({"status": 422, "body": '{"detail": [{"loc": ["body", "seed"], "msg": "not an integer"}]}'}, "config"),
        ({"status": 500, "body": '{"error": {"message": "oops"}}'}, "transient"),
        ({"status": 501, "body": "{}"}, "config"),
        ({"status": 502, "body": "<html>Bad Gateway</html>", "type": "text/html"}, "transient"),
        ({"status": 503, "body": '{"error": {"message": "Loading model"}}'}, "transient"),
        ({"status": 529, "body": '{"error": "overloaded"}'}, "transient"),
        ({"status": 429, "body": '{"error": {"code": "insufficient_quota", "message": "quota"}}'}, "config"),
        ({"status": 400, "body": '{"error": {"code": "content_filter", "message": "filtered"}}'}, "safety"),
        ({"break": 40}, "transient"),
        ({"break": 0}, "transient"),
    ],
)
async def test_every_failure_has_its_class(server: Any, behaviour: dict[str, Any], kind: str) -> None:
    """What is no answer is an error of the right kind, and never a reply."""
    server.next(behaviour)
    error = await failed(opened(server))
    assert error.kind == kind
    assert error.message.startswith("openai:small: ") and error.message.rstrip().endswith((".", ")."))
    assert len(error.message) < 600 and "\n" not in error.message


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_says_where_keys_come_from(server: Any, status: int) -> None:
    """The mend of a bad key is in the sentence, and others need not try the same key."""
    server.next({"status": status, "body": '{"error": {"message": "Invalid credentials"}}'})
    error = await failed(opened(server))
    assert error.auth and "OPENAI_API_KEY" in error.message and "key_file" in error.message


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
        "the request exceeds the available context size. try increasing the context size or enable context shift",
        "request (5120 tokens) exceeds the available context size (4096 tokens), try increasing it",
        "Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context "
        "length of only 4096 tokens, which is not enough.",
        "Requested token count exceeds the model's maximum context length of 4096 tokens.",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000",
        "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "The input token count (40000) exceeds the maximum number of tokens allowed (32768).",
        "Please reduce the length of the messages or completion.",
        "max_tokens must be at least 1, got -186.",
    ],
)
@pytest.mark.parametrize("status", [400, 500])
async def test_a_prompt_that_is_too_long_is_recognised(server: Any, said: str, status: int) -> None:
    """Servers word it differently, some call it a fault of their own, and all of it means the same."""
    server.next({"status": status, "body": json.dumps({"error": {"message": said, "type": "BadRequestError"}})})
    error = await failed(opened(server))
    assert error.kind == "context_overflow" and "shorten the note" in error.message


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"Retry-After": "7"}, 7, 7),
        ({"Retry-After": "0.5"}, 0.5, 0.5),
        ({"retry-after-ms": "250", "Retry-After": "1"}, 0.25, 0.25),
        ({"Retry-After": "DATE+30"}, 20, 31),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
        ({"x-ratelimit-reset-requests": "1m30s", "x-ratelimit-remaining-requests": "0"}, 90, 90),
        ({"x-ratelimit-reset-requests": "20ms", "x-ratelimit-reset-tokens": "6s"}, 6, 6),
        ({"x-ratelimit-reset-requests": "90s", "x-ratelimit-remaining-requests": "3"}, None, None),
        ({"x-ratelimit-reset": "EPOCH+20"}, 10, 21),
        ({"Retry-After": "soon"}, None, None),
        ({"Retry-After": "-5"}, 0, 0),
        ({"Retry-After": "nan"}, None, None),
        ({}, None, None),
    ],
)
async def test_how_long_a_server_asks_to_wait(server: Any, headers: dict[str, str], low: Any, high: Any) -> None:
    """Seconds, a date, milliseconds and resets of used-up limits are all read; nonsense is not a time."""
    now = time.time()
    given = {"DATE+30": formatdate(now + 30, usegmt=True), "EPOCH+20": str(int(now + 20))}
    headers = {name: given.get(value, value) for name, value in headers.items()}
    server.next({"status": 429, "headers": headers, "body": '{"error": {"message": "slow down"}}'})
    error = await failed(opened(server))
    assert error.kind == "rate_limit"
    if low is None:
        assert error.retry_after is None
    else:
        assert error.retry_after is not None and low <= error.retry_after <= high


async def test_an_unknown_model_is_answered_with_those_that_exist(server: Any) -> None:
    """The server is asked what it has, and the sentence says it."""
    server.next({"status": 404, "body": '{"error": {"message": "The model does not exist", "code": 404}}'})
    server.always(models=[f"m{i}" for i in range(20)])
    server.next({"status": 404, "body": '{"error": {"message": "The model `small` does not exist."}}'})
    error = await failed(opened(server))
    assert error.kind == "config"
    assert "has no model small; it has: m0, m1, m2, m3, m4, m5, m6, m7 and 12 more" in error.message


async def test_a_base_url_without_its_v1_is_told(server: Any) -> None:
    """An address where nothing answers is not taken for a missing model."""
    error = await failed(opened(server, base_url=server.root))
    assert error.kind == "config" and "/v1" in error.message and "base_url" in error.message


@pytest.mark.parametrize(("base", "first", "then"), [("max_tokens", "max_tokens", "max_completion_tokens")])
async def test_the_length_limit_is_sent_by_the_name_a_server_knows(
    server: Any, base: str, first: str, then: str
) -> None:
    """A server that refuses one name is sent the other at once, and from then on only that."""
    server.always(refuse=base)
    model = opened(server, decoding=Decoding(max_tokens=50))
    try:
        for _ in range(3):
            assert (await model.ask(question())).text
    finally:
        await model.close()
    bodies = server.bodies()
    assert [first in body for body in bodies] == [True, False, False, False]
    assert [body.get(then) for body in bodies] == [None, 50, 50, 50]


async def test_a_parameter_that_a_server_refuses_is_named(server: Any) -> None:
    """Which setting to leave out is in the sentence."""
    server.always(refuse="temperature")
    error = await failed(opened(server, decoding=Decoding(temperature=0.4)))
    assert error.kind == "config" and "leave out temperature" in error.message


@pytest.mark.parametrize(
    ("mode", "field", "said"),
    [
        ("json_schema", "response_format", "response_format type json_schema is unavailable now"),
        ("json_object", "response_format", "'response_format.type' must be 'json_schema' or 'text'"),
        ("tool", "tools", '"auto" tool choice requires --enable-auto-tool-choice; tools are not supported'),
    ],
)
async def test_a_server_asked_for_json_may_decline(server: Any, mode: Any, field: str, said: str) -> None:
    """Each way of asking sends its own field, and a server that does not know it is told from a broken request."""
    request = question(schema=SCHEMA, schema_name="turn", mode=mode)
    server.next({"status": 400, "body": json.dumps({"error": {"message": said}})})
    error = await failed(opened(server), request)
    assert error.kind == "config" and error.unsupported == mode
    (body,) = server.bodies()
    assert field in body
    server.next({"status": 400, "body": json.dumps({"error": {"message": "messages: too few"}})})
    assert (await failed(opened(server), request)).unsupported is None


async def test_json_is_asked_for_in_four_ways(server: Any) -> None:
    """A schema, JSON, a tool to call, or nothing: the text is the answer in each, for a tool its arguments."""
    model = opened(server)
    call = {"id": "c", "type": "function", "function": {"name": "turn", "arguments": '{"say": "Hi."}'}}
    server.next({}, {}, {"message": {"content": None, "tool_calls": [call]}, "finish": "tool_calls"}, {})
    replies = []
    try:
        for mode in ("json_schema", "json_object", "tool", "text"):
            replies.append(await model.ask(question(schema=SCHEMA, schema_name="turn", mode=mode)))
    finally:
        await model.close()
    strict, plain, tool, text = server.bodies()
    assert strict["response_format"]["json_schema"] == {"name": "turn", "schema": SCHEMA, "strict": True}
    assert plain["response_format"] == {"type": "json_object"}
    assert tool["tools"][0]["function"]["parameters"] == SCHEMA
    assert tool["tool_choice"]["function"]["name"] == "turn"
    assert not {"response_format", "tools"} & set(text)
    assert replies[2].text == '{"say": "Hi."}'


async def test_a_long_answer_is_whole_and_an_endless_one_is_cut(server: Any) -> None:
    """1 MB is an answer; above 2 MiB reading stops, with or without a length announced or compression."""
    server.next({"message": {"content": "x" * 1_000_000}})
    assert len((await asked(opened(server))).text) == 1_000_000
    server.next({"message": {"content": "x" * 3_000_000}})
    error = await failed(opened(server))
    assert error.kind == "truncated" and "max_tokens" in error.message and len(error.raw) <= 2000
    server.next({"status": 500, "body": "x" * 3_000_000})
    assert (await failed(opened(server))).kind == "truncated"


@pytest.mark.parametrize("behaviour", [{"hang": True}, {"drip": 0.05}])
async def test_no_answer_in_time(server: Any, behaviour: dict[str, Any]) -> None:
    """A server that hangs, or sends a byte now and then, is left when the time is over."""
    server.next(behaviour)
    began = time.monotonic()
    error = await failed(opened(server, timeout=0.6))
    assert error.kind == "timeout" and "0.6 s" in error.message
    assert time.monotonic() - began < 5


async def test_nobody_listens() -> None:
    """A refused connection may pass: the server may be starting."""
    model = open_openai("m", Player(name="openai:m", base_url="http://127.0.0.1:1/v1"), ModelSettings())
    error = await failed(model)
    assert error.kind == "transient" and "is the server running there?" in error.message


async def test_a_server_that_is_no_web_server() -> None:
    """What answers in another protocol is a wrong address, not an outage."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP ready\r\n\r\n")
        await writer.drain()
        await reader.read(10)
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as other:
        url = f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}/v1"
        error = await failed(open_openai("m", Player(name="openai:m", base_url=url), ModelSettings()))
    assert error.kind == "config" and "does not speak HTTP" in error.message


async def test_https_where_there_is_none(server: Any) -> None:
    """A secure address of a plain server is the user's to mend."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as plain:
        url = f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/v1"
        error = await failed(open_openai("m", Player(name="openai:m", base_url=url), ModelSettings()))
    assert error.kind == "config" and "http://" in error.message


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("localhost:8000/v1", "no scheme"),
        ("127.0.0.1:8000", "no scheme"),
        ("ftp://host/v1", "not a scheme"),
        ("http://me:secret@host/v1", "key_env"),
        ("http:///v1", "no host"),
        ("http://host:99999/v1", "cannot be read"),
        ("http://[::1/v1", "cannot be read"),
        ("http://host/v1?key=1", "'?'"),
        ("http://ho st/v1", "no host"),
    ],
)
def test_a_base_url_that_is_none(url: str, why: str) -> None:
    """One sentence says what is wrong with an address, before anything is sent, and repeats no password."""
    with pytest.raises(ModelError, match=r"base_url is no address") as caught:
        open_model(Player(name="openai:m", base_url=url), ModelSettings())
    assert caught.value.kind == "config" and why in caught.value.message and "secret" not in caught.value.message


def test_openai_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's own server is not asked without a key."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY") as caught:
        open_model(Player(name="openai:gpt-4o-mini"), ModelSettings())
    assert caught.value.kind == "config"


def test_local_only_refuses_what_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither OpenAI nor another machine is so much as looked up."""
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    for player in (
        Player(name="openai:m"),
        Player(name="openai:m", base_url="http://10.0.0.1/v1"),
        Player(name="openai:m", base_url="https://models.example/v1"),
    ):
        with pytest.raises(ModelError) as caught:
            open_model(player, ModelSettings(local_only=True))
        assert caught.value.kind == "config" and CANARY not in caught.value.message


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_local_only_asks_this_machine(server: Any, host: str) -> None:
    """A server on this machine is asked as ever."""
    url = server.url.replace("127.0.0.1", host)
    model = open_openai("small", Player(name="openai:small", base_url=url), ModelSettings(local_only=True))
    assert (await asked(model)).text == "You said: hello"


async def test_a_closed_model_may_be_asked_again(server: Any) -> None:
    """Closing lets go of connections and no more."""
    model = opened(server)
    assert (await asked(model)).text == (await asked(model)).text


def test_a_model_outlives_an_event_loop(server: Any) -> None:
    """A model opened once can be asked from one loop after another, as notebooks and tests do."""
    model = opened(server)

    async def twice() -> list[str]:
        return [(await model.ask(question())).text for _ in range(2)]

    assert asyncio.run(twice()) == asyncio.run(twice())
    asyncio.run(model.close())


def test_what_a_server_can_do_is_kept_by_its_address(tmp_path: Path) -> None:
    """The same name at another address is another model, however it is wrapped."""
    places = {
        place(open_model(Player(name="openai:m", base_url=f"http://127.0.0.1:{port}/v1/"), ModelSettings(record=tape)))
        for port in (1, 2)
        for tape in (None, tmp_path / "tape")
    }
    assert places == {"http://127.0.0.1:1/v1 openai:m", "http://127.0.0.1:2/v1 openai:m"}


async def test_many_at_once(server: Any) -> None:
    """150 questions at once are 150 connections: nothing holds them back at 100."""
    server.always(delay=0.5)
    model = opened(server, timeout=60)
    try:
        replies = await asyncio.gather(*(model.ask(question(f"n{i}")) for i in range(150)))
    finally:
        await model.close()
    assert [reply.text for reply in replies] == [f"You said: n{i}" for i in range(150)]
    assert server._call("/_seen")["most"] > 100


async def test_the_key_is_in_one_header_and_nowhere_else(
    server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: Any
) -> None:
    """A server that echoes the key in whatever it answers does not get it into a reply, an error, a recording or a
    log, not even the SDK's own at its chattiest."""
    monkeypatch.setenv("BEDSIDE_TEST_KEY", CANARY)
    caplog.set_level("DEBUG")
    tape = tmp_path / "tape.jsonl"
    player = Player(name="openai:small", base_url=server.url, key_env="BEDSIDE_TEST_KEY", attempts=1)
    model = open_model(player, ModelSettings(record=tape))
    told = f"your key {CANARY} is fine"
    broken = f'{{"error": {{"message": "Incorrect API key provided: {CANARY}"}}}}'
    server.next(
        {"message": {"content": told, "reasoning": told}},
        {"status": 400, "body": broken},
        {"body": f"<html>{CANARY}</html>"},
        {"status": 307, "headers": {"Location": f"http://x/?{CANARY}"}, "body": ""},
        {"finish": "length", "message": {"content": told}},
        {"status": 500, "body": broken},
        {"message": {"refusal": told}},
        {"status": 401, "body": broken},  # the last: a refused key is not tried again
    )
    shown = [repr(model), repr(player), repr(vars(model))]
    reply = await model.ask(question())
    assert reply.text == "your key [key] is fine"
    shown += [repr(reply)]
    for _ in range(7):
        with pytest.raises(ModelError) as caught:
            await model.ask(question())
        error: BaseException | None = caught.value
        while error is not None:
            shown += [repr(error), str(error), str(getattr(error, "raw", "")), repr(vars(error))]
            error = error.__cause__ or error.__context__
    await model.close()
    requests = server.seen()
    assert len(requests) == 8
    keys = {request["headers"].get("Authorization") for request in requests}
    assert keys == {f"Bearer {CANARY}"}
    out, err = capfd.readouterr()
    shown += [tape.read_text(), caplog.text, out, err]
    assert CANARY not in "\n".join(shown)
