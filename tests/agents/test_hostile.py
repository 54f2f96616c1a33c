"""Hostile replies, one by one: each ends in its class, is read as what it says, or goes on to the checks of lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import ask_typed
from bedside.scenarios.value import Value

ROWS = [json.loads(line) for line in Path(__file__).with_name("hostile.jsonl").read_text().splitlines()]
LONG = {"{LONG}": json.dumps({"thought": "t", "say": "word " * 200_000}), "{LONGBARE}": "word " * 200_000, "{LONGBRACES}": "{" * 1_000_000}  # fmt: skip
KINDS = (
    "other speaker", "both speakers", "prompt echo", "hidden fact", "same again", "refusal", "empty", "wrong shape",
    "loose writing", "stage direction", "narrator", "markdown", "emoji", "1 MB", "other language",
)  # fmt: skip


class Reasoned(Value):
    """A reply of a speaker."""

    thought: str
    say: str


def test_the_catalogue_is_complete():
    """Every kind of hostility is there, with an expectation of a known form."""
    assert {row["kind"] for row in ROWS} == set(KINDS)
    assert {row["expect"].split(":")[0] for row in ROWS} == {"ok", "repair", "schema", "refusal", "empty"}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
async def test_a_hostile_reply_ends_in_its_class_or_goes_on_to_the_checks(row: dict[str, Any]):
    """A model that gives this reply every time: the class that the catalogue says, or the words themselves."""
    reply: str = LONG.get(row["reply"]) or row["reply"]
    request = Request((Message("system", "Play your part."), Message("user", "Go on.")), purpose="x/patient/s1/0")
    if "{" in row["reply"] and row["reply"].strip("{}").isupper() and row["reply"] not in LONG:
        return  # its words depend on the conversation
    asked = ask_typed(ScriptedModel(lambda _: reply), request, Reasoned, features=Features(), speaker=row["role"])
    expect = row["expect"].split(":")[0]
    if expect in ("ok", "repair"):
        assert (await asked).value.say
        return
    try:
        said = (await asked).value.say.strip()
    except ModelError as error:
        assert error.kind == expect
        assert len(error.raw) <= 2000
        assert len(error.message) < 500
    else:
        assert (expect, said) == ("empty", "")
