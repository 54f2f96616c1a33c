"""Typed answers: the best way that a server really has, one repair, and an error by class."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bedside.agents.model import Message, Mode, ModelError, Reply, Request, Usage
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.agents.models.server_features import LADDER, Features, place
from bedside.agents.models.structured import ask_typed
from bedside.scenarios.player import Player
from bedside.scenarios.value import Value


class ServerMessage(Value):
    """A reasoned utterance."""

    thought: str
    say: str


GOOD = '{"thought": "t", "say": "How are you?"}'
REQUEST = Request((Message("system", "Be brief."), Message("user", "Go on.")), purpose="knee/physician/s1")


@dataclass
class Server:
    """A model whose server knows some ways of asking and answers by a function of the request."""

    answer: Callable[[Request], str]
    knows: tuple[Mode, ...] = LADDER
    name: str = "openai:m"
    endpoint: str = "http://user:secret@localhost:1/v1/"
    asked: list[Request] = field(default_factory=list)

    async def ask(self, request: Request) -> Reply:
        """Answer, or say that this way is not known."""
        self.asked.append(request)
        if request.mode not in self.knows:
            raise ModelError("config", "The server does not know this.", unsupported=request.mode)
        return Reply(self.answer(request), self.name, usage=Usage(prompt=10, completion=1))

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def modes(self) -> list[Mode]:
        """The ways it was asked, in order."""
        return [request.mode for request in self.asked]


async def test_a_server_that_binds_its_model_is_asked_once_with_the_schema():
    """The first way is the schema, and a reply that keeps it needs no more."""
    server, features = Server(lambda _: GOOD), Features()
    typed = await ask_typed(server, REQUEST, ServerMessage, features=features)
    assert (typed.value, typed.mode, typed.repairs) == (
        ServerMessage(thought="t", say="How are you?"),
        "json_schema",
        0,
    )
    assert server.asked[0].schema is not None
    assert server.asked[0].schema["required"] == ["thought", "say"]
    assert features.of(server, "json_schema").verdict == "works"


async def test_what_a_server_refuses_is_asked_once():
    """A refused way costs one call, ever; the next way is taken at once."""
    server, features = Server(lambda _: GOOD, knows=("json_object", "text")), Features()
    await ask_typed(server, REQUEST, ServerMessage, features=features)
    typed = await ask_typed(server, REQUEST, ServerMessage, features=features)
    assert server.modes == ["json_schema", "tool", "json_object", "json_object"]
    assert typed.mode == "json_object"


async def test_a_server_that_ignores_the_schema_is_found_out_from_its_reply():
    """JSON that had to be looked for shows that the schema bound nobody; the value is used, the way is left."""
    server, features = Server(lambda _: f"Sure:\n```json\n{GOOD}\n```"), Features()
    values = [await ask_typed(server, REQUEST, ServerMessage, features=features) for _ in range(5)]
    assert server.modes == ["json_schema", "tool", "json_object", "text", "text"]
    assert {typed.value.say for typed in values} == {"How are you?"}
    assert [features.of(server, mode).verdict for mode in LADDER] == ["ignored", "ignored", "ignored", "unknown"]


async def test_a_way_that_has_worked_is_not_left_for_one_slip():
    """A server that has kept the schema many times may break it once."""
    replies = iter([GOOD] * 8 + [f"So: {GOOD}"] + [GOOD])
    server, features = Server(lambda _: next(replies)), Features()
    for _ in range(10):
        await ask_typed(server, REQUEST, ServerMessage, features=features)
    assert set(server.modes) == {"json_schema"}


async def test_a_faulty_reply_is_shown_to_its_model_once():
    """The second question holds the fault, the reply as fenced data, and the same start as the first."""
    server = Server(lambda request: GOOD if "could not be used" in request.messages[-1].text else '{"say": "a"}')
    typed = await ask_typed(server, REQUEST, ServerMessage, features=Features())
    first, second = server.asked
    assert typed.repairs == 1
    assert typed.value.say == "How are you?"
    assert typed.usage == Usage(prompt=20, completion=2)
    assert second.messages[0] == first.messages[0]
    assert [message.role for message in second.messages] == ["system", "user"]
    shown = second.messages[-1].text.removeprefix(first.messages[-1].text)
    assert 'the key "thought" is missing' in shown
    assert '\n{"say": "a"}\n</answer-' in shown


async def test_a_long_faulty_reply_is_shortened():
    """A megabyte that came back is not sent again."""
    server = Server(lambda request: GOOD if "could not be used" in request.messages[-1].text else "a " * 500_000)
    await ask_typed(server, REQUEST, ServerMessage, features=Features())
    assert len(server.asked[1].messages[-1].text) < 1500


async def test_after_one_repair_it_is_an_error_of_class_schema():
    """A model that never keeps the shape ends as ``schema``, with its last reply and the tokens of both calls."""
    server = Server(lambda _: "I would rather sing.")
    with pytest.raises(ModelError) as caught:
        await ask_typed(server, REQUEST, ServerMessage, features=Features())
    assert caught.value.kind == "schema"
    assert caught.value.raw == "I would rather sing."
    assert caught.value.usage == Usage(prompt=20, completion=2)
    assert len(server.asked) == 2


async def test_other_errors_pass_with_the_tokens_that_were_spent():
    """An error of another class during the repair keeps its class and counts the first reply's tokens."""

    def answer(request: Request) -> str:
        if "could not be used" in request.messages[-1].text:
            raise ModelError("timeout", "Too slow.", usage=Usage(prompt=1))
        return "no"

    with pytest.raises(ModelError) as caught:
        await ask_typed(Server(answer), REQUEST, ServerMessage, features=Features())
    assert (caught.value.kind, caught.value.usage) == ("timeout", Usage(prompt=11, completion=1))


async def test_the_messages_and_the_digest_do_not_depend_on_what_the_server_can():
    """A cassette recorded on one server answers for another: prompts are the same in every way of asking."""
    able, unable = Server(lambda _: GOOD), Server(lambda _: GOOD, knows=("text",))
    for server in (able, unable):
        await ask_typed(server, REQUEST, ServerMessage, features=Features())
    assert able.asked[0].messages == unable.asked[-1].messages
    assert able.asked[0].digest == unable.asked[-1].digest


async def test_many_at_once_end_well_while_the_server_is_found_out():
    """Calls in flight at the same time each get their value though none knows the server yet."""
    server, features = Server(lambda _: GOOD, knows=("json_object", "text")), Features()
    typed = await asyncio.gather(*(ask_typed(server, REQUEST, ServerMessage, features=features) for _ in range(20)))
    assert {one.value.say for one in typed} == {"How are you?"}
    assert features.mode(server) == "json_object"


async def test_what_was_found_is_kept_in_a_file_without_passwords(tmp_path: Path):
    """A server is probed once: the next run reads what this one found, and no secret of an address is written."""
    server, features = Server(lambda _: GOOD, knows=("json_object", "text")), Features()
    await ask_typed(server, REQUEST, ServerMessage, features=features)
    features.save(tmp_path / "kept" / "features.json")
    text = (tmp_path / "kept" / "features.json").read_text()
    assert "secret" not in text
    again = Server(lambda _: GOOD, knows=("json_object", "text"))
    await ask_typed(again, REQUEST, ServerMessage, features=Features.load(tmp_path / "kept" / "features.json"))
    assert again.modes == ["json_object"]


@pytest.mark.parametrize("content", ["", "[]", '{"x": {"json_schema": {"kept": "many"}}}', "\x00"])
def test_an_unreadable_file_is_as_good_as_none(tmp_path: Path, content: str):
    """A spoiled file of features costs a probe, not the run."""
    path = tmp_path / "features.json"
    path.write_text(content)
    assert Features.load(path).mode(Server(lambda _: GOOD)) == "json_schema"
    assert Features.load(tmp_path / "missing.json").mode(Server(lambda _: GOOD)) == "json_schema"


@pytest.mark.parametrize(
    "text", ["I'm sorry, but I can't assist with that request.", '{"thought": "t", "say": "As an AI, I have no knee."}']
)
async def test_a_refusal_in_words_is_no_utterance(text: str):
    """Declining, bare or in the right shape, ends as ``refusal`` at once, without a repair."""
    server = Server(lambda _: text)
    with pytest.raises(ModelError) as caught:
        await ask_typed(server, REQUEST, ServerMessage, features=Features())
    assert (caught.value.kind, len(server.asked)) == ("refusal", 1)


@pytest.mark.parametrize("name", ["openai:m", "ollama:m"])
def test_two_servers_of_the_same_model_are_told_apart(name: str):
    """What is found out is kept for the address and the model, through everything that wraps it."""
    models = [open_model(Player(name=name, base_url=f"http://localhost:{port}"), ModelSettings()) for port in (1, 2)]
    assert [place(model) for model in models] == [f"http://localhost:{port} {name}" for port in (1, 2)]
