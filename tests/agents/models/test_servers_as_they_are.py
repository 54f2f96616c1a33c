"""What servers of open models do that no protocol says, over real HTTP: each ends in its class or is met half-way."""

import json
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.openai_model import OpenAIModel, open_openai
from bedside.scenarios.player import Player


def opened(server: Any) -> OpenAIModel:
    """The model without retries around it."""
    return open_openai("small", Player(name="openai:small", base_url=server.url, timeout=10), ModelSettings())


def question() -> Request:
    """A request of two messages."""
    return Request((Message("system", "Be brief."), Message("user", "hello")))


async def failed(model: OpenAIModel) -> ModelError:
    """The error that one question ends in."""
    with pytest.raises(ModelError) as caught:
        await model.ask(question())
    await model.close()
    return caught.value


async def test_no_choices_are_the_server_s_fault(server: Any) -> None:
    """Null where choices should be is no wrong address: it is worth asking again."""
    server.next({"body": '{"id": "x", "choices": null}'})
    assert (await failed(opened(server))).kind == "transient"


async def test_a_page_from_an_address_that_has_answered_is_in_passing(server: Any) -> None:
    """The same page is a wrong address at first, and a gateway's trouble once a model has answered there."""
    page = {"body": "<!DOCTYPE html><html><body>Back soon.</body></html>", "type": "text/html"}
    server.next(page)
    assert (await failed(opened(server))).kind == "config"
    model = opened(server)
    await model.ask(question())
    server.next(page)
    with pytest.raises(ModelError) as caught:
        await model.ask(question())
    await model.close()
    assert caught.value.kind == "transient"


@pytest.mark.parametrize(
    "said",
    [
        "System role not supported",
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "After the optional system message, conversation roles must alternate user/assistant",
        "Only user and assistant roles are supported; unsupported role: system",
    ],
)
async def test_a_template_without_a_system_is_found_out_once(server: Any, said: str) -> None:
    """What the system says opens the first turn of the user, turns of one role are one, and it is not tried again."""
    server.seen()
    server.next({"status": 400, "body": json.dumps({"error": {"message": said}})})
    model = opened(server)
    talk = Request((Message("system", "Play."), Message("user", "Go on."), Message("user", "Now.")))
    await model.ask(talk)
    await model.ask(talk)
    await model.close()
    refused, *sent = [body["messages"] for body in server.bodies()]
    assert [message["role"] for message in refused] == ["system", "user", "user"]
    assert sent == [[{"role": "user", "content": "Play.\n\nGo on.\n\nNow."}]] * 2
