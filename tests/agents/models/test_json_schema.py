"""Schemas for strict servers: closed, complete, self-contained, and made of few words."""

from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from bedside.agents.models.json_schema import Schema, in_words, keeps, strict_schema
from bedside.scenarios.value import Value


class Way(Enum):
    """A choice by name."""

    UP = "up"
    DOWN = "down"


class Inner(Value):
    """An inner object with limits that few servers know."""

    title: str = Field(max_length=80, pattern="^[a-z]+$", description="What it is\n about.")
    count: Annotated[int, Field(ge=0, le=9)] = 1


class Shape(Value):
    """All that a strict schema can say."""

    say: str = Field(description="The words.")
    way: Way = Way.UP
    act: Literal["ask", "tell"]
    only: Literal["x"] = "x"
    maybe: Inner | None = None
    many: tuple[Inner, ...] = Field(default=(), min_length=0, max_length=3)
    share: float = 0.5
    sure: bool = False


ALLOWED = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "description"}


def _nodes(schema: Schema) -> list[Schema]:
    inner = [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", []),
        *([schema["items"]] if "items" in schema else []),
    ]
    return [schema, *(node for one in inner for node in _nodes(one))]


def test_every_object_is_closed_and_nothing_else_is_said():
    """Every object forbids other keys and asks for all of its own; no other keyword stands anywhere."""
    nodes = _nodes(strict_schema(Shape))
    assert {key for node in nodes for key in node} <= ALLOWED
    objects = [node for node in nodes if node.get("type") == "object"]
    assert len(objects) == 3
    for node in objects:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])


def test_the_words_name_every_key():
    """The instruction is one line a key, with its kind and what it is for."""
    words = in_words(strict_schema(Shape)).splitlines()
    assert words[1] == '"say": text (The words.)'
    assert words[2] == '"way": one of "up", "down" (A choice by name.)'
    assert '"maybe": {"title": text, "count": whole number} or null' in words[5]
    assert len(words) == 1 + len(Shape.model_fields)


class Open(Value):
    """An object with keys of its own making."""

    data: dict[str, int]


class Pair(Value):
    """A list whose places have types."""

    pair: tuple[int, str]


class Anything(Value):
    """A value of any type."""

    data: Any


class Ring(Value):
    """A shape that holds itself."""

    next: "Ring | None" = None


@pytest.mark.parametrize("shape", [Open, Pair, Anything, Ring])
def test_what_cannot_be_said_strictly_is_refused_at_once(shape: type[Value]):
    """A shape without a strict schema is an error of its author."""
    with pytest.raises(ValueError, match="strict schema"):
        strict_schema(shape)


def test_a_value_of_the_shape_keeps_its_schema():
    """A full value has the schema's keys and types; one key more or less, or a type changed, has not."""
    schema = strict_schema(Shape)
    whole = Shape(say="a", act="ask", maybe=Inner(title="a"), many=(Inner(title="b"),)).model_dump(mode="json")
    assert keeps(whole, schema)
    assert keeps({**whole, "maybe": None, "share": 1}, schema)
    for change in ({"more": 1}, {"say": 1}, {"act": "sing"}, {"many": {}}, {"sure": 0}, {"share": True}, {"maybe": {}}):
        assert not keeps({**whole, **change}, schema)
    assert not keeps({key: value for key, value in whole.items() if key != "sure"}, schema)
