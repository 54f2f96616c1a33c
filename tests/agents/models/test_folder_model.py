"""A folder as a model: a request is a file, so is its reply, and what stands there already is not asked for again."""

import asyncio
import json
from pathlib import Path

import pytest

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.scenarios.player import Player

SAY = {"type": "object", "properties": {"thought": {}, "say": {}}}


def asked(text: str) -> Request:
    """A request with these words."""
    return Request((Message("system", "You are a patient."), Message("user", text)), "knee/patient/s1.1", SAY)


async def answered(folder: Path, reply: str) -> dict[str, object]:
    """Wait for a request in the folder, reply to it as a program would, and return what was asked."""
    while not (found := list(folder.glob("*.request.json"))):
        await asyncio.sleep(0.02)
    name = found[0].name.removesuffix(".request.json")
    beside = folder / "mine"
    beside.write_text(reply, encoding="utf-8")
    beside.replace(folder / f"{name}.reply.txt")
    return json.loads(found[0].read_text(encoding="utf-8"))


async def test_a_reply_is_awaited_and_stays(tmp_path: Path) -> None:
    """What is asked stands in the folder whole; bare words are taken as what is to be said; the same request is not asked twice."""
    model = open_model(Player(name="folder:talk"), ModelSettings(), tmp_path)
    reply, request = await asyncio.gather(
        model.ask(asked("Where does it hurt?")), answered(tmp_path / "talk", "My knee.")
    )
    assert json.loads(reply.text)["say"] == "My knee."
    assert request["messages"] == [
        {"role": "system", "content": "You are a patient."},
        {"role": "user", "content": "Where does it hurt?"},
    ]
    assert request["schema"] == SAY
    again = open_model(Player(name="folder:talk", timeout=5), ModelSettings(), tmp_path)
    assert (await again.ask(asked("Where does it hurt?"))).text == reply.text


async def test_who_never_answers_is_a_timeout_and_an_empty_answer_is_none(tmp_path: Path) -> None:
    """Waiting ends; a reply without words is told by its class."""
    model = open_model(Player(name="folder:talk", timeout=0.3, attempts=1), ModelSettings(), tmp_path)
    with pytest.raises(ModelError) as late:
        await model.ask(asked("Hello?"))
    assert late.value.kind == "timeout"
    asking = open_model(Player(name="folder:other", attempts=1), ModelSettings(), tmp_path).ask(asked("Hello?"))
    with pytest.raises(ModelError) as empty:
        await asyncio.gather(asking, answered(tmp_path / "other", "  \n"))
    assert empty.value.kind == "empty"


async def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """What cannot be written to is the user's to mend."""
    (tmp_path / "talk").write_text("a file")
    with pytest.raises(ModelError) as caught:
        await open_model(Player(name="folder:talk"), ModelSettings(), tmp_path).ask(asked("Hello?"))
    assert caught.value.kind == "config"
