"""A model of an Ollama server, asked over its native API by a process that answers as its documentation says."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.local_only import NotLocalError
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.ollama_model import OllamaModel, open_ollama
from bedside.agents.models.prompt_window import PromptWindow
from bedside.agents.models.registry import open_model
from bedside.agents.text.thinking import split_thinking
from bedside.scenarios.player import Decoding, Player

SENTENCE = "Good morning. What brings you in today?"
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


def model(server: Any, tag: str, local_only: bool = False, **player: Any) -> OllamaModel:
    """A model of the server."""
    asked = Player(name=f"ollama:{tag}", base_url=server.url, **player)
    return open_ollama(tag, asked, ModelSettings(local_only))


def request(text: str = "Greet the patient.", **given: Any) -> Request:
    """A short request."""
    return Request((Message("system", "You are a physician."), Message("user", text)), **given)


async def test_a_reply_says_all_that_a_record_holds_of_a_call(ollama: Any) -> None:
    """Text, finish, served model, the weights' digest, tokens and time come with the reply."""
    reply = await model(ollama, "tiny").ask(request(decoding=Decoding(seed=4)))
    assert reply.text == f"{SENTENCE} [4]"
    assert (reply.asked, reply.served, reply.finish) == ("ollama:tiny", "tiny", "stop")
    assert reply.usage.prompt and reply.usage.completion and reply.seconds > 0
    assert reply.fingerprint and len(reply.fingerprint) == 64


async def test_what_is_set_is_sent_and_what_is_not_is_left_to_the_server(ollama: Any) -> None:
    """Decoding goes under Ollama's own names; the request's wins over the player's."""
    decoding = Decoding(temperature=0.5, top_k=20, max_tokens=90, num_ctx=2048, keep_alive="10m", stop=("\n",))
    asked = model(ollama, "tiny", decoding=decoding)
    await asked.ask(request("One.", decoding=Decoding(temperature=0.1, seed=3, min_p=0.05, keep_alive="30")))
    sent = next(body for body in reversed(ollama.asked("/api/chat")) if body["messages"][-1]["content"] == "One.")
    assert sent["options"] == {
        "temperature": 0.1,
        "top_k": 20,
        "min_p": 0.05,
        "num_predict": 90,
        "num_ctx": 2048,
        "seed": 3,
        "stop": ["\n"],
    }
    assert sent["keep_alive"] == 30 and "think" not in sent and sent.get("format") in (None, "")


@pytest.mark.parametrize(("mode", "key"), [("json_schema", "format"), ("json_object", "format"), ("text", None)])
async def test_json_is_asked_for_in_the_way_that_was_chosen(ollama: Any, mode: Any, key: str | None) -> None:
    """A schema goes into ``format``; JSON mode is the word json; text asks for nothing."""
    reply = await model(ollama, "tiny").ask(request(f"In {mode}.", schema=SCHEMA, mode=mode))
    sent = ollama.asked("/api/chat")[-1]
    assert sent.get("format") == {"json_schema": SCHEMA, "json_object": "json", "text": None}[mode]
    assert (key is None) or json.loads(reply.text) == {"text": SENTENCE}


async def test_a_tool_call_s_arguments_are_the_reply(ollama: Any) -> None:
    """Asked by tool, the call's arguments are the text; a model without tools says so, and another way may do."""
    reply = await model(ollama, "toolsmith").ask(request(schema=SCHEMA, mode="tool"))
    assert json.loads(reply.text) == {"text": SENTENCE}
    with pytest.raises(ModelError) as caught:
        await model(ollama, "tiny").ask(request(schema=SCHEMA, mode="tool"))
    assert (caught.value.kind, caught.value.unsupported) == ("config", "tool")


@pytest.mark.parametrize(("tag", "sent"), [("thinker", True), ("levels", "low")])
async def test_thinking_comes_apart_from_what_is_said(ollama: Any, tag: str, sent: Any) -> None:
    """The thought is in ``reasoning``; a model without levels of thinking is asked just to think."""
    reply = await model(ollama, tag).ask(request(decoding=Decoding(reasoning="minimal", seed=1)))
    assert reply.text == f"{SENTENCE} [1]" and reply.reasoning == "Greet the patient, then ask openly."
    assert ollama.asked("/api/chat")[-1]["think"] == sent


async def test_a_thought_inside_the_answer_is_taken_out(ollama: Any) -> None:
    """Old templates leave the thought in the text between tags."""
    reply = await model(ollama, "inline").ask(request())
    assert (reply.text, reply.reasoning) == ("Where does it hurt?", "First the knee.")


async def test_a_model_that_cannot_think_says_so(ollama: Any) -> None:
    """Asked to think, it is refused with the mend and not asked without thinking behind the author's back."""
    with pytest.raises(ModelError, match="leave out `reasoning`") as caught:
        await model(ollama, "tiny").ask(request(decoding=Decoding(reasoning="high")))
    assert caught.value.kind == "config"


@pytest.mark.parametrize(
    ("tag", "kind", "words"),
    [
        ("cut", "truncated", "num_ctx"),
        ("silent", "empty", "no words"),
        ("drops", "transient", "broke"),
        ("breaks", "transient", "an error was encountered"),
        ("crashes", "transient", "llama runner"),
        ("busy", "transient", "server busy"),
        ("limited", "rate_limit", "wait"),
        ("heavy", "config", "smaller model"),
        ("moved", "config", "redirects"),
        ("babble", "truncated", "max_tokens"),
        ("absent", "config", "ollama pull absent.*it has tiny:latest, thinker:latest"),
        ("thinkr", "config", "ollama pull thinkr.*did you mean thinker"),
    ],
)
async def test_what_is_no_answer_ends_in_its_class(ollama: Any, tag: str, kind: str, words: str) -> None:
    """A cut, empty or broken answer is never a reply, and its message says what to do."""
    with pytest.raises(ModelError, match=words) as caught:
        await model(ollama, tag).ask(request())
    assert caught.value.kind == kind
    assert caught.value.retry_after == (7 if tag == "limited" else None)


@pytest.mark.parametrize("tag", ["hangs", "drips"])
async def test_no_answer_in_time_is_a_timeout(ollama: Any, tag: str) -> None:
    """The client has no time limit of its own; ours holds for the whole answer, however it trickles."""
    with pytest.raises(ModelError) as caught:
        await model(ollama, tag, timeout=3 if tag == "drips" else 0.6).ask(request())
    assert caught.value.kind == "timeout"
    assert bool(caught.value.raw) == (tag == "drips")


async def test_a_cut_reply_is_never_parsed(ollama: Any) -> None:
    """Half a JSON object can be whole and wrong, so a reply that ended by length is an error even where it parses."""
    with pytest.raises(ModelError) as caught:
        await model(ollama, "cut").ask(request(schema=SCHEMA))
    assert caught.value.kind == "truncated" and json.loads(caught.value.raw) == {"text": SENTENCE}


async def test_a_prompt_cut_in_silence_is_found(ollama: Any) -> None:
    """The server answers 200 and counts half the window: that is truncated, and the mend names num_ctx."""
    long = "The knee swelled after the run and has ached since. " * 400
    asked = model(ollama, "tiny")
    with pytest.raises(ModelError, match=r"cut the rest silently.*4096.*raise `num_ctx`") as caught:
        await asked.ask(request(long))
    assert caught.value.kind == "truncated" and caught.value.usage.prompt == 2050
    assert (await asked.ask(request(long, decoding=Decoding(num_ctx=16384)))).text  # the mend mends


async def test_what_surely_does_not_fit_is_not_even_sent(ollama: Any) -> None:
    """With a known window a prompt that cannot fit is an overflow before the server is asked."""
    before = len(ollama.asked("/api/chat"))
    with pytest.raises(ModelError) as caught:
        await model(ollama, "tiny", decoding=Decoding(num_ctx=512)).ask(request("A long story. " * 500))
    assert caught.value.kind == "context_overflow"
    assert len(ollama.asked("/api/chat")) == before


async def test_an_overflow_that_the_server_names_is_one(ollama: Any) -> None:
    """Some builds refuse a long prompt instead of cutting it."""
    with pytest.raises(ModelError, match="num_ctx") as caught:
        await model(ollama, "strict").ask(request("A long story. " * 1500))
    assert caught.value.kind == "context_overflow"


async def test_a_prompt_that_fits_is_not_suspected(ollama: Any) -> None:
    """From one word to nearly the whole window, a prompt that was read is never called cut."""
    asked = model(ollama, "tiny")
    for words in (1, 100, 700, 1400, 1500, 2000, 2700):
        assert (await asked.ask(request("knees " * words))).text


@pytest.mark.parametrize("tag", ["gpt-oss:120b-cloud", "some:cloud", "innocent"])
async def test_a_cloud_model_is_refused_where_nothing_may_leave(ollama: Any, tag: str) -> None:
    """By its name at once, and by what the server says of it before the first prompt is sent."""
    before = len(ollama.asked("/api/chat"))
    with pytest.raises(ModelError, match="cloud model") as caught:
        await model(ollama, tag, local_only=True).ask(request())
    assert caught.value.kind == "config" and len(ollama.asked("/api/chat")) == before


async def test_a_server_elsewhere_is_refused_where_nothing_may_leave() -> None:
    """Its address is looked at before anything is sent."""
    player = Player(name="ollama:tiny", base_url="http://192.0.2.7:11434")
    with pytest.raises(NotLocalError, match=r"192\.0\.2\.7 is elsewhere"):
        open_ollama("tiny", player, ModelSettings(local_only=True))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "127.0.0.1:9"])
async def test_no_server_is_said_with_the_mend(address: str) -> None:
    """Nobody listens: start it, or give its address."""
    player = Player(name="ollama:tiny", base_url=address)
    with pytest.raises(ModelError, match="ollama serve") as caught:
        await open_ollama("tiny", player, ModelSettings()).ask(request())
    assert caught.value.kind == "transient"


@pytest.mark.parametrize("address", ["http://localhost:11434/v1", "ftp://localhost:11434", "http://localhost/api/"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    """The OpenAI route and other protocols are named as what they are."""
    player = Player(name="ollama:tiny", base_url=address)
    with pytest.raises(ModelError) as caught:
        open_ollama("tiny", player, ModelSettings())
    assert caught.value.kind == "config"


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("", "http://127.0.0.1:11434"),
        (":5", "http://127.0.0.1:5"),
        ("1.2.3.4", "http://1.2.3.4:11434"),
        ("[::1]", "http://[::1]:11434"),
        ("a.b/path/", "http://a.b:11434/path"),
        ("https://a.b", "https://a.b"),
        ("0.0.0.0:11434", "http://127.0.0.1:11434"),
    ],
)
def test_the_address_follows_the_rules_of_ollama_host(given: str, host: str) -> None:
    """A bare host gets Ollama's port; the address a server listens at everywhere is asked here."""
    os.environ["OLLAMA_HOST"] = given
    try:
        assert open_ollama("tiny", Player(name="ollama:tiny"), ModelSettings()).endpoint == host
    finally:
        del os.environ["OLLAMA_HOST"]


async def test_a_key_is_sent_only_where_it_was_named(ollama: Any, tmp_path: Path) -> None:
    """A key file's key goes into the header; the client's own variable, set for somebody else, does not."""
    (tmp_path / "key").write_text("file-key-0123456789\n")
    os.environ["OLLAMA_API_KEY"] = "meant-for-somebody-else-1"
    try:
        await model(ollama, "tiny").ask(request("No key."))
    finally:
        del os.environ["OLLAMA_API_KEY"]
    player = Player(name="ollama:tiny", base_url=ollama.url, key_file="key")
    await open_model(player, ModelSettings(), tmp_path).ask(request("A key."))
    rows = [row for row in ollama.rows() if row["path"] == "/api/chat"]
    assert "authorization" not in rows[-2]["headers"]
    assert rows[-1]["headers"]["authorization"] == "Bearer file-key-0123456789"


async def test_opened_by_name_it_is_asked_again(ollama: Any) -> None:
    """``ollama:MODEL`` through the one door: what fails in passing is tried as often as the player says."""
    player = Player(name="ollama:crashes", base_url=ollama.url, attempts=2)
    before = len(ollama.asked("/api/chat"))
    with pytest.raises(ModelError) as caught:
        await open_model(player, ModelSettings()).ask(request())
    assert caught.value.attempts == 2 and len(ollama.asked("/api/chat")) == before + 2


async def test_a_closed_model_can_be_asked_again(ollama: Any) -> None:
    """Closing lets go of connections only."""
    asked = model(ollama, "tiny")
    await asked.ask(request())
    await asked.close()
    assert (await asked.ask(request())).text
    await asked.close()


def test_a_model_outlives_the_loop_it_was_first_asked_in(ollama: Any) -> None:
    """Two runs of an event loop may share a model; the second opens connections of its own."""
    asked = model(ollama, "tiny")
    assert asyncio.run(asked.ask(request())).text and asyncio.run(asked.ask(request())).text


async def test_many_ask_at_once(ollama: Any) -> None:
    """Calls that start together each get their own answer."""
    asked = model(ollama, "tiny")
    replies = await asyncio.gather(*(asked.ask(request(decoding=Decoding(seed=seed))) for seed in range(60)))
    assert [reply.text for reply in replies] == [f"{SENTENCE} [{seed}]" for seed in range(60)]


def test_half_a_window_tells_of_a_cut_only_when_the_prompt_is_longer() -> None:
    """A prompt that really comes to half the window is not suspected; dense notes that were cut are."""
    window = PromptWindow()
    assert not window.was_cut(2050 * 4, 2050, 4096)
    assert window.was_cut(2050 * 6, 2050, 4096)
    assert window.was_cut(60_000, 4096, None) and not window.was_cut(60_000, None, 4096)


def test_old_messages_that_were_dropped_are_missed() -> None:
    """A history that outgrew the window and was cut by whole messages leaves any count; a quarter less is seen."""
    window = PromptWindow()
    assert not window.was_cut(14_000, 4000, 4096)  # before it has a measure, dense notes get the benefit of the doubt
    window.learn([Message("user", "Pt c/o L knee pain x2 wk, 8/10. " * 200)], 2000, 4096)
    assert window.was_cut(16_500, 4000, 4096)
    assert not window.was_cut(13_500, 4090, 4096)


def test_a_prompt_that_surely_fitted_is_the_measure() -> None:
    """In a script with few characters a token, a cut shows only against what shorter prompts came to."""
    window, text = PromptWindow(), "膝の痛みは二週間前から続いている。" * 80
    assert not window.was_cut(7000, 2050, 4096)
    window.learn([Message("user", text)], int(len(text) / 1.2), 8192)
    assert window.was_cut(7000, 2050, 4096)


@pytest.mark.parametrize(
    ("text", "said", "thought"),
    [
        ("Hello.", "Hello.", None),
        ("<think>a</think> Hello.", "Hello.", "a"),
        ("a</think>\nHello.", "Hello.", "a"),
        ("<think>never ends", "", "never ends"),
        ("Take <think> as it is.", "Take <think> as it is.", None),
        ("[THINK]a[/THINK]Hello.", "Hello.", "a"),
        ("<reasoning>a</reasoning>\n<|im_start|>assistant\nHello.<|im_end|>", "Hello.", "a"),
        ("Hello. <thought>a</thought> Sit down.", "Hello. Sit down.", "a"),
        (
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Hello.<|return|>",
            "Hello.",
            "a",
        ),
        ("\u25c1think\u25b7a\u25c1/think\u25b7Hello.", "Hello.", "a"),
        ("Hello.<|eot_id|><|start_header_id|>user<|end_header_id|>And you?", "Hello.", None),
        ("<s>[/INST] Hello.</s>", "Hello.", None),
        ('{"say": "Hello.<|im_end|>"}', '{"say": "Hello."}', None),
        ("It was < 5 and > 3.", "It was < 5 and > 3.", None),
    ],
)
def test_thinking_is_split_off(text: str, said: str, thought: str | None) -> None:
    """Tags at the start, a missing opening tag, a missing end, other servers' tags; and the signs of a chat template around an
    answer and inside it."""
    assert split_thinking(text) == (said, thought)
