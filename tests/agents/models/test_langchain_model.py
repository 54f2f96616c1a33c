"""A model through LangChain: a real provider package of theirs, asked against a server process."""

import json
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.langchain_model import open_langchain
from bedside.agents.models.local_only import NotLocalError
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.scenarios.player import Decoding, Player

SENTENCE = "Good morning. What brings you in today?"
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


def model(server: Any, tag: str, **given: Any) -> Any:
    """``langchain:ollama:TAG`` at the server: the provider whose package is small."""
    player = Player(name=f"langchain:ollama:{tag}", base_url=server.url, **given)
    return open_langchain(f"ollama:{tag}", player, ModelSettings())


def request(text: str = "Greet the patient.", **given: Any) -> Request:
    """A short request."""
    return Request((Message("system", "You are a physician."), Message("user", text)), **given)


async def test_a_reply_says_what_the_provider_told(ollama: Any) -> None:
    """Text, finish, served model and tokens come through LangChain's own message."""
    reply = await model(ollama, "tiny").ask(request(decoding=Decoding(seed=4)))
    assert reply.text == f"{SENTENCE} [4]"
    assert (reply.asked, reply.served, reply.finish) == ("langchain:ollama:tiny", "tiny", "stop")
    assert reply.usage.prompt and reply.usage.completion and reply.seconds > 0


async def test_decoding_reaches_the_fields_of_the_provider_s_class(ollama: Any) -> None:
    """Under whatever name its class has for it, and each call by its own."""
    asked = model(ollama, "tiny", decoding=Decoding(max_tokens=90, num_ctx=2048, keep_alive="10m"))
    await asked.ask(request("Two.", decoding=Decoding(temperature=0.1, seed=3, stop=("\n",))))
    await asked.ask(request("Three.", decoding=Decoding(seed=5)))
    two, three = ollama.asked("/api/chat")[-2:]
    assert two["options"] == {"num_predict": 90, "num_ctx": 2048, "temperature": 0.1, "seed": 3, "stop": ["\n"]}
    assert three["options"] == {"num_predict": 90, "num_ctx": 2048, "seed": 5}
    assert two["keep_alive"] == "10m"


async def test_braces_in_a_note_are_words_and_not_a_template(ollama: Any) -> None:
    """Messages go in as they are: a slot's name in a note reads nothing."""
    text = "BP {systolic}/{diastolic.__class__} and {{ user.password }}"
    await model(ollama, "tiny").ask(request(text))
    assert ollama.asked("/api/chat")[-1]["messages"][-1]["content"] == text


async def test_thinking_is_the_reasoning(ollama: Any) -> None:
    """What the package keeps apart stays apart."""
    reply = await model(ollama, "levels").ask(request(decoding=Decoding(reasoning="low", seed=1)))
    assert (reply.text, reply.reasoning) == (f"{SENTENCE} [1]", "Greet the patient, then ask openly.")


@pytest.mark.parametrize("mode", ["json_schema", "json_object", "tool"])
async def test_json_is_asked_for_in_the_way_that_was_chosen(ollama: Any, mode: Any) -> None:
    """Schema, JSON mode and tool all give the object's text, read from the raw message."""
    tag = "toolsmith" if mode == "tool" else "tiny"
    reply = await model(ollama, tag).ask(request(schema=SCHEMA, mode=mode))
    assert json.loads(reply.text) == {"text": SENTENCE}
    sent = ollama.asked("/api/chat")[-1]
    assert (sent.get("format") == SCHEMA, sent.get("format") == "json", bool(sent.get("tools"))) == (
        mode == "json_schema",
        mode == "json_object",
        mode == "tool",
    )


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("cut", "truncated"),
        ("silent", "empty"),
        ("drops", "transient"),
        ("crashes", "transient"),
        ("limited", "rate_limit"),
        ("moved", "config"),
        ("absent", "config"),
        ("strict", "context_overflow"),
    ],
)
async def test_what_is_no_answer_ends_in_its_class(ollama: Any, tag: str, kind: str) -> None:
    """Providers' own exceptions end in our classes, and a cut reply is no reply."""
    text = "A long story. " * 1500 if tag == "strict" else "Hello."
    with pytest.raises(ModelError) as caught:
        await model(ollama, tag).ask(request(text))
    assert caught.value.kind == kind


async def test_no_answer_in_time_is_a_timeout(ollama: Any) -> None:
    """The limit is ours, whatever the package's own."""
    with pytest.raises(ModelError) as caught:
        await model(ollama, "hangs", timeout=0.6).ask(request())
    assert caught.value.kind == "timeout"


def test_a_missing_package_is_named_with_the_mend() -> None:
    """The sentence says what to install, and there is no traceback to read."""
    player = Player(name="langchain:cohere:command-r")
    with pytest.raises(ModelError, match="pip install langchain-cohere") as caught:
        open_model(player, ModelSettings())
    assert caught.value.kind == "config"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("langchain:antropic:claude", "did you mean anthropic"),
        ("langchain:ollama", "lacks a part"),
        ("langchain:zzz:m", "it knows .*openai"),
    ],
)
def test_a_wrong_name_is_said(name: str, words: str) -> None:
    """An unknown provider or a missing part is config, with the nearest name."""
    with pytest.raises(ModelError, match=words) as caught:
        open_model(Player(name=name), ModelSettings())
    assert caught.value.kind == "config"


def test_decoding_that_the_provider_has_no_field_for_is_refused(ollama: Any) -> None:
    """What the author set and nobody would obey is said at once; a dialogue's seed is no such thing."""
    with pytest.raises(ModelError, match="takes no presence_penalty"):
        model(ollama, "tiny", decoding=Decoding(presence_penalty=0.5))


@pytest.mark.parametrize(
    ("name", "base_url", "words"),
    [
        ("langchain:ollama:tiny", "http://127.0.0.1:1", "ask it as ollama:"),
        ("langchain:openai:gpt", None, "runs elsewhere"),
        ("langchain:google_genai:gemini", "http://127.0.0.1:1", "cannot be watched"),
    ],
)
def test_where_nothing_may_leave_only_what_can_be_watched_is_opened(name: str, base_url: Any, words: str) -> None:
    """A provider elsewhere, one that escapes the guard, and one whose model may run elsewhere are refused."""
    with pytest.raises(ModelError, match=words):
        open_model(Player(name=name, base_url=base_url), ModelSettings(local_only=True))


def test_a_server_elsewhere_is_refused_where_nothing_may_leave() -> None:
    """Its address is looked at before its package is imported."""
    player = Player(name="langchain:openai:m", base_url="http://192.0.2.7/v1")
    with pytest.raises(NotLocalError):
        open_langchain("openai:m", player, ModelSettings(local_only=True))
