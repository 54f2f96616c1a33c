"""The JSON schema of a shape, as strict servers want it, and the same in words for those that read no schema.

Law of the file: the schema uses only ``type``, ``properties``, ``required``, ``additionalProperties``, ``items``,
``enum``, ``anyOf`` and ``description``; every object is closed and asks for all its keys; nothing is referred to. What
cannot be said so is refused with ``ValueError`` when the shape is written, not when a server sees it. Limits on length
or number are left out (few servers keep them): the shape itself checks them in the reply.
"""

from functools import cache
from typing import Any, cast

from pydantic import BaseModel

Schema = dict[str, Any]

_MOST_DEEP = 12  # a shape that refers to itself never ends
_SIMPLE = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


@cache
def strict_schema(shape: type[BaseModel]) -> Schema:
    """The closed, self-contained JSON schema of ``shape``. Treat it as read-only. Raises ``ValueError``."""
    whole = shape.model_json_schema()
    made = _strict(whole, whole.get("$defs", {}), 0)
    if made.get("type") != "object":
        raise ValueError(f"{shape.__name__} is no object; give it a field that holds the value.")
    return made


def _strict(node: Schema, known: dict[str, Schema], depth: int) -> Schema:
    if depth > _MOST_DEEP:
        raise ValueError("The shape refers to itself or is nested too deep for a strict schema; make it flatter.")
    if "$ref" in node:
        return _described(node, _strict(known[str(node["$ref"]).rsplit("/", 1)[-1]], known, depth + 1))
    choices = node.get("anyOf") or node.get("oneOf")
    if choices:
        return _described(node, {"anyOf": [_strict(choice, known, depth + 1) for choice in choices]})
    if "enum" in node or "const" in node:
        values = node.get("enum", [node.get("const")])
        kind = node.get("type")
        return _described(node, {**({"type": kind} if kind else {}), "enum": list(values)})
    kind = node.get("type")
    if kind == "object" and "properties" in node:
        inner = {name: _strict(of, known, depth + 1) for name, of in node["properties"].items()}
        closed = {"type": "object", "properties": inner, "required": list(inner), "additionalProperties": False}
        return _described(node, closed)
    if kind == "array" and "items" in node and "prefixItems" not in node:
        return _described(node, {"type": "array", "items": _strict(node["items"], known, depth + 1)})
    if kind in _SIMPLE:
        return _described(node, {"type": kind})
    named = node.get("title", kind or "a value of any type")
    raise ValueError(f"{named!r} has no strict schema; use text, numbers, choices, lists and closed objects.")


def _described(node: Schema, made: Schema) -> Schema:
    words = " ".join(str(node.get("description", "")).split())
    return {**made, "description": words} if words else made


def in_words(schema: Schema) -> str:
    """The schema as an instruction: one line a key. The same for every way of asking, so that prompts stay the same."""
    lines = ["Answer with one JSON object and nothing else. It has exactly these keys:"]
    for name, of in schema["properties"].items():
        words = of.get("description", "")
        lines.append(f'"{name}": {_kind(of)}{f" ({words})" if words else ""}')
    return "\n".join(lines)


def _kind(of: Schema) -> str:
    if "anyOf" in of:
        return " or ".join(dict.fromkeys(_kind(choice) for choice in of["anyOf"]))
    if "enum" in of:
        return "one of " + ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in of["enum"])
    if of["type"] == "array":
        return f"list of {_kind(of['items'])}"
    if of["type"] == "object":
        return "{" + ", ".join(f'"{name}": {_kind(inner)}' for name, inner in of["properties"].items()) + "}"
    return _SIMPLE[of["type"]]


def keeps(data: Any, schema: Schema) -> bool:
    """Whether ``data`` has the schema's keys and types: what a server that enforces the schema can never break."""
    if "anyOf" in schema:
        return any(keeps(data, choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return any(type(data) is type(value) and data == value for value in schema["enum"])
    match schema["type"]:
        case "object":
            if not isinstance(data, dict):
                return False
            found, inner = cast(dict[str, Any], data), cast(dict[str, Schema], schema["properties"])
            return found.keys() == inner.keys() and all(keeps(found[name], inner[name]) for name in inner)
        case "array":
            return isinstance(data, list) and all(keeps(item, schema["items"]) for item in cast(list[Any], data))
        case "string":
            return isinstance(data, str)
        case "boolean":
            return isinstance(data, bool)
        case "null":
            return data is None
        case "integer":
            return type(data) is int or (isinstance(data, float) and data.is_integer())
        case _:
            return type(data) in (int, float)
