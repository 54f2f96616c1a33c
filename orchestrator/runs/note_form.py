"""A note as an event keeps it: the text once, and the facts as spans of it, since a fact's words are that slice.

Without the text (``keep_text=False``) no string of the note is left in it: whatever stands in the note word for word is a
span, written ``{"at": [start, end]}``, and is read back with the note's own text, which is named by its digest.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from bedside.scenarios.note import Edit, Note, Span

Json = dict[str, Any]


HIDDEN = ""  # stands for a text that is not known: its words are told by where they stand


class TextMissing(ValueError):
    """The words of a note are not kept, and were not given."""


def digest_of(text: str) -> str:
    """SHA-256 of a note's text as given, as hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def packed_note(note: Note, keep_text: bool = True, given: str | None = None) -> Json:
    """The note as JSON. Raises nothing; ``read_note`` gives the same note again. ``given`` is the text that was handed in,
    where the program has written something of its own under it (the profile of an interview)."""
    form = note.model_dump(mode="json", exclude_defaults=True)
    text = note.text
    for fact in form.get("facts", ()):
        _leave_out(fact, "text", text)
        for mention in fact.get("mentions", ()):
            _leave_out(mention, "form", text)
        if "arguments" in fact:
            fact["arguments"] = [_argument(argument) for argument in fact["arguments"]]
        if "marks" in fact:
            fact["marks"] = [_mark(mark) for mark in fact["marks"]]
        if fact.get("sentence") == fact["span"]:
            fact["sentence"] = True
    given = note.given if given is None else given
    form["sha256"] = digest_of(given)
    if keep_text:
        return form
    del form["text"]
    form.pop("shorthand", None)
    written = [text[edit.start : edit.end] for edit in note.edits]  # the program's words for shorthand, not the note's
    read = _as_read(given, form.get("edits", ()), written)
    added = text[len(read.rstrip()) :] if read != text and text.startswith(read.rstrip()) else ""
    own = {key: value for key, value in (("written", written), ("added", added)) if value}
    return {**spans_for(form, text), **own, "kept": False}


def _argument(given: Json) -> list[Any]:
    """An argument as a list: role, start, end, and, where there is one, value and concept. Its text is that slice."""
    packed = [given["role"], given["span"]["start"], given["span"]["end"], given.get("value"), given.get("concept")]
    return packed[:3] if packed[3:] == [None, None] else packed


def _mark(given: Json) -> list[Any]:
    """A mark as a list: role, start, end, and, of a verb, its base and form."""
    packed = [given["role"], given["span"]["start"], given["span"]["end"]]
    return [*packed, given["lemma"], given.get("form", "")] if given.get("lemma") else packed


def _leave_out(part: Json, key: str, text: str) -> None:
    """Drop a string that is the slice of ``text`` at the part's span."""
    span = part["span"]
    if part.get(key) == text[span["start"] : span["end"]]:
        del part[key]


def read_note(form: Json, text: str | None = None) -> Note:
    """The note of ``packed_note``. ``text`` is the note as given, for a form that does not keep it. Raises
    ``TextMissing`` if it is needed and not there, or another note's."""
    form = dict(form)
    digest = form.pop("sha256")
    if not form.pop("kept", True):
        if text is None:
            raise TextMissing("the run keeps no text of its notes: give the notes file")
        if digest_of(text) != digest:
            raise TextMissing("the text given is another note than the one that was read")
        read = _as_read(text, form.get("edits", ()), form.pop("written", ()))
        added = form.pop("added", "")
        read = read.rstrip() + added if added else read
        form = {**words_for(form, read), "text": read, **({"shorthand": text} if form.get("edits") else {})}
    words = form["text"]
    facts = [_filled(fact, words) for fact in form.get("facts", ())]
    return Note.model_validate({**form, "facts": facts})


def packed_spans(form: Json) -> dict[str, Span]:
    """Where each fact of a packed note stands in the note as given; its words are not needed for that."""
    note = Note(id="", text="", edits=tuple(Edit(**edit) for edit in form.get("edits", ())))
    return {fact["id"]: note.origin(Span(**fact["span"])) for fact in form.get("facts", ())}


def _filled(fact: Json, words: str) -> Json:
    span = fact["span"]
    fact = {"text": words[span["start"] : span["end"]], **fact}
    if fact.get("sentence") is True:
        fact["sentence"] = span
    if "arguments" in fact:
        fact["arguments"] = [
            {
                "role": role,
                "text": words[start:end],
                "span": {"start": start, "end": end},
                **dict(zip(("value", "concept"), rest, strict=False)),
            }
            for role, start, end, *rest in fact["arguments"]
        ]
    if "marks" in fact:
        fact["marks"] = [
            {"role": role, "span": {"start": start, "end": end}, **dict(zip(("lemma", "form"), rest, strict=False))}
            for role, start, end, *rest in fact["marks"]
        ]
    if "mentions" in fact:
        fact["mentions"] = [
            {"form": words[one["span"]["start"] : one["span"]["end"]], **one} for one in fact["mentions"]
        ]
    return fact


def _as_read(given: str, edits: Sequence[Json], written: Sequence[str]) -> str:
    """The note with its shorthand written out again."""
    parts: list[str] = []
    at = 0
    for edit, words in zip(edits, written, strict=True):
        parts += (given[at : edit["given_start"]], words)
        at = edit["given_end"]
    return "".join([*parts, given[at:]])


# Keys whose values are words of the program's own, whatever the note says.
_FIXED = frozenset(
    "section kind polarity certainty side knower established role language sex same_as concept unit act topic revealer "
    "aspect id sha256 turn step document check severity".split()
)


def spans_for(value: Any, text: str, key: str = "") -> Any:
    """``value`` with every string that stands in ``text`` word for word as the span where it stands. Keys whose values
    are names of the program's own stay."""
    if isinstance(value, dict):
        return {name: spans_for(part, text, name) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [spans_for(part, text, key) for part in value]
    if isinstance(value, str) and len(value) > 1 and key not in _FIXED:
        at = text.find(value)
        return {"at": [at, at + len(value)]} if at >= 0 else value
    return value


def words_for(value: Any, text: str) -> Any:
    """What ``spans_for`` was given, with the same text; with none, ``[start:end]`` stands for words."""
    if isinstance(value, dict):
        if set(value) == {"at"}:
            start, end = value["at"]
            return text[start:end] if text != HIDDEN else f"[{start}:{end}]"
        return {name: words_for(part, text) for name, part in value.items()}
    return [words_for(part, text) for part in value] if isinstance(value, list) else value
