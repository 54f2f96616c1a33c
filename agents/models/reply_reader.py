"""A model's reply read as a typed value, tolerantly but without guessing.

Law of the file: what is returned has passed the shape's own validation; of two readings none is taken; nothing is
added, left out or converted besides the writing (quotes, commas, literals, the case of keys, a speaker's own label).
Time is linear in the reply.
"""

import json
import re
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, ValidationError

from bedside.agents.models.json_schema import Schema, keeps, strict_schema
from bedside.agents.models.loose_json import BrokenJson, find_objects
from bedside.agents.text.speaker_labels import without_label

T = TypeVar("T", bound=BaseModel)

Form = Literal["exact", "json", "loose", "bare"]

LONGEST = 2_000_000  # characters of a reply
LONGEST_WORDS = 4_000  # characters of an utterance: more than anyone says in one breath
_THINKING = re.compile(r"\s*<(think|thinking|reasoning)>")
_FENCE = re.compile(r"```[a-zA-Z]{0,12}[ \t]*\n([^`]*)\n?```")
_BRACES = re.compile(r"[{}]|```|</?think")
_NO_WORDS = frozenset({"null", "none", "true", "false"})


@dataclass(frozen=True, slots=True)
class ReadReply(Generic[T]):
    """What was read. ``value`` is None when the reply was refused, and ``fault`` then says why in one sentence without
    the full stop. ``form`` is how it was written: with exactly the schema's keys and types, as another object in JSON by
    the letter, as something that had to be looked for, or as bare words."""

    value: T | None
    fault: str = ""
    form: Form = "loose"


def read(text: str, shape: type[T], speaker: str | None = None) -> ReadReply[T]:
    """Read ``text`` as ``shape``. With a ``speaker``, the speaker's own label before the words is taken off and the
    words of another are refused."""
    if len(text) > LONGEST:
        return ReadReply(None, f"it is {len(text):,} characters long")
    schema = strict_schema(shape)
    said = _after_thinking(text)
    if said is None:
        return ReadReply(None, "its thinking never ends")
    whole = _json(said)
    if isinstance(whole, str) and whole.lstrip().startswith("{"):  # JSON packed into a JSON text
        said, whole = whole, None
    form: Form = "loose" if not isinstance(whole, dict) else "exact" if keeps(whole, schema) else "json"
    try:
        candidates = [cast(dict[str, Any], whole)] if isinstance(whole, dict) else find_objects(said)
    except BrokenJson:
        return ReadReply(None, "the JSON in it breaks off or can be read in more than one way")
    if not candidates:
        return _bare(whole if isinstance(whole, str) else said, shape, speaker)
    tried = [_validated(_unpacked(candidate, schema), shape, schema, speaker) for candidate in candidates]
    values = [one.value for one in tried if one.value is not None]
    if not values:
        return replace(tried[-1], form=form)
    if any(value != values[0] for value in values):
        return ReadReply(None, "it holds more than one answer")
    return ReadReply(values[0], form=form)


def _after_thinking(text: str) -> str | None:
    """What follows a thinking block at the start; all of it if there is none; None if it never ends."""
    opened = _THINKING.match(text)
    if opened:
        closer = f"</{opened.group(1)}>"
        end = text.find(closer, opened.end())
        if end < 0:
            return None
        text = text[end + len(closer) :]
    return text.strip("\ufeff\u200b \t\r\n")


def _json(text: str) -> Any:
    """The text as JSON by the letter, or None. A key that is given twice is not."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise BrokenJson
        return made

    def never(name: str) -> float:
        raise BrokenJson

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=never)
    except (ValueError, RecursionError):
        return None


def _unpacked(data: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """The arguments of a tool call that was written out as text; other objects as they are."""
    for key in ("arguments", "parameters"):
        if data.keys() == {"name", key} and isinstance(data[key], dict) and key not in schema["properties"]:
            return data[key]
    return data


def _validated(data: dict[str, Any], shape: type[T], schema: Schema, speaker: str | None) -> ReadReply[T]:
    try:
        named = _renamed(data, schema)
    except BrokenJson:
        return ReadReply(None, "one key stands in it twice")
    spoken = spoken_field(shape)
    if speaker and spoken and isinstance(named.get(spoken), str):
        if len(named[spoken]) > LONGEST_WORDS:
            return ReadReply(None, f"it is {len(named[spoken]):,} characters long")
        words = without_label(named[spoken], speaker)
        if words is None:
            return ReadReply(None, _ANOTHER)
        named = {**named, spoken: words}
    try:  # through JSON, so that a strict shape takes a list for a tuple and a text for a date, and nothing else
        return ReadReply(shape.model_validate_json(json.dumps(named), strict=True))
    except ValidationError as error:
        return ReadReply(None, _sentence(error))


_ANOTHER = "it holds another speaker's line or labels inside the words"


def _renamed(data: Any, schema: Schema) -> Any:
    """Keys as the schema writes them where they differ in case or in joints (``Next Step`` for ``next_step``)."""
    if isinstance(data, list) and schema.get("type") == "array":
        return [_renamed(item, schema["items"]) for item in cast(list[Any], data)]
    if not isinstance(data, dict):
        return data
    of = next((one for one in schema.get("anyOf", [schema]) if one.get("type") == "object"), None)
    if of is None:
        return cast(dict[str, Any], data)
    inner = cast(dict[str, Schema], of["properties"])
    plain = {_plain(name): name for name in inner}
    made: dict[str, Any] = {}
    for key, value in cast(dict[str, Any], data).items():
        name = key if key in inner else plain.get(_plain(key), key)
        if name in made:
            raise BrokenJson
        made[name] = _renamed(value, inner[name]) if name in inner else value
    return made


def _plain(key: str) -> str:
    return re.sub(r"[\s_-]", "", key[:100]).casefold()


def spoken_field(shape: type[BaseModel]) -> str | None:
    """The field that holds the words said aloud: ``say``, else the only field that must be given, if it is text."""
    if "say" in shape.model_fields and shape.model_fields["say"].annotation is str:
        return "say"
    return _only_text(shape)


def _only_text(shape: type[BaseModel]) -> str | None:
    required = [name for name, of in shape.model_fields.items() if of.is_required()]
    return required[0] if len(required) == 1 and shape.model_fields[required[0]].annotation is str else None


def _bare(text: str, shape: type[T], speaker: str | None) -> ReadReply[T]:
    """Words without JSON, where the shape needs nothing else."""
    name = _only_text(shape)
    if name is None:
        return ReadReply(None, "there is no JSON object in it")
    fenced = _FENCE.fullmatch(text)
    words = (fenced.group(1) if fenced else text).strip()
    label = re.match(rf"[\"'*]{{0,3}}{re.escape(name)}[\"'*]{{0,3}}[ \t]?:", words, re.IGNORECASE)
    words = words[label.end() :].strip() if label else words
    if len(words) > LONGEST_WORDS:
        return ReadReply(None, f"it is {len(words):,} characters long")
    if _BRACES.search(words) or _lists_keys(words, shape):
        return ReadReply(None, "it is neither the JSON object nor plain words")
    if not re.search(r"\w", words) or words.casefold() in _NO_WORDS:
        return ReadReply(None, "there are no words in it")
    if len(words) > 2 and words[0] + words[-1] in ('""', "“”", "„“", "''") and not set(words[1:-1]) & set('"“”„'):
        words = words[1:-1].strip()
    own = without_label(words, speaker) if speaker else words
    if own is None:
        return ReadReply(None, _ANOTHER)
    made = _validated({name: own.strip()}, shape, strict_schema(shape), None)
    return replace(made, form="bare")


def _lists_keys(words: str, shape: type[BaseModel]) -> bool:
    names = "|".join(map(re.escape, shape.model_fields))
    return (
        re.search(rf"^[ \t\"'*-]{{0,4}}(?:{names})[\"'*]{{0,3}}[ \t]?:", words, re.IGNORECASE | re.MULTILINE)
        is not None
    )


def _sentence(error: ValidationError) -> str:
    """The first faults in words, without the values that caused them."""
    words: list[str] = []
    for one in error.errors(include_input=False, include_url=False, include_context=False)[:3]:
        where = ".".join(str(part) for part in one["loc"])[:60]
        if one["type"] == "missing":
            words.append(f'the key "{where}" is missing')
        elif one["type"] == "extra_forbidden":
            words.append(f'the key "{where}" was not asked for')
        else:
            what = one["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")[:160].rstrip(".")
            words.append(f'at "{where}": {what[:1].lower()}{what[1:]}' if where else what)
    return "; ".join(words)
