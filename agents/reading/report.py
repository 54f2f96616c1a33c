"""What a reading made of a note: its content words typed, not understood, or not read, each with its words."""

from collections.abc import Container, Sequence
from functools import cache
from importlib.resources import files

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part
from bedside.agents.text.doc import tokens
from bedside.scenarios.note import Note
from bedside.scenarios.reading import Reading
from bedside.scenarios.span import Span


@cache
def function_words() -> frozenset[str]:
    """English words without content of their own, and those with which a note brings a statement in ("reports")."""
    text = files("bedside.agents.reading").joinpath("function_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def report(text: str, parts: Sequence[Part], drafts: Sequence[Draft]) -> Reading:
    """Count the words of the records of ``parts``. Linear in the length of the text."""
    state = bytearray(len(text))  # 0 unread, 1 opaque, 2 typed
    for draft in drafts:
        if draft.problem and draft.sentence is not None:  # "Regarding his gout, ...": the name it stands under
            named = text.find(draft.problem, draft.sentence.start, draft.span.start)
            if named >= 0:
                _paint(state, Span(start=draft.sentence.start, end=named + len(draft.problem)), 2)
        _paint(state, draft.span, 1 if draft.kind == "opaque" else 2)
        for argument in draft.arguments:
            if draft.kind != "opaque":
                _paint(state, argument.span, 2)
    counts = [0, 0, 0]
    left: list[list[Span]] = [[], []]
    for part in parts:
        for record in part.records:
            for token in tokens(text, record.span.start, record.span.end):
                if not _content(token.text):
                    continue
                kind = state[token.start]
                counts[kind] += 1
                if kind < 2:
                    _grow(left[kind], text, Span(start=token.start, end=token.end))
    unread, opaque = (tuple(text[span.start : span.end] for span in spans) for spans in left)
    return Reading(typed=counts[2], opaque=counts[1], unread=counts[0], opaque_words=opaque, unread_words=unread)


def without(note: Note, lost: Container[str]) -> Reading | None:
    """How much of a note was understood where nobody can say the facts with the ids ``lost``: words that stand in no other
    fact count as not understood. None where nobody counted."""
    reading = note.reading
    if reading is None:
        return None
    state = bytearray(len(note.text))
    for fact in note.facts:
        if fact.kind != "opaque":
            for span in (fact.span, *(argument.span for argument in fact.arguments)):
                _paint(state, span, 1 if fact.id in lost else 2)
    spans = [fact.span for fact in note.facts if fact.kind != "opaque" and fact.id in lost]
    words = {
        token.start
        for span in spans
        for token in tokens(note.text, span.start, span.end)
        if _content(token.text) and state[token.start] == 1
    }
    moved = min(len(words), reading.typed)
    said = tuple(note.text[s.start : s.end] for s in spans if any(s.start <= at < s.end for at in words))
    change = {"typed": reading.typed - moved, "opaque": reading.opaque + moved}
    return reading.model_copy(update={**change, "opaque_words": (*reading.opaque_words, *said)})


def _paint(state: bytearray, span: Span, kind: int) -> None:
    for at in range(span.start, span.end):
        state[at] = max(state[at], kind)


def _content(word: str) -> bool:
    return word[0].isalnum() and word.lower() not in function_words() and (len(word) > 1 or word.isdigit())


def _grow(spans: list[Span], text: str, word: Span) -> None:
    """Join a word to the stretch before it, where only spaces and small words lie between."""
    if spans and word.start - spans[-1].end < 12 and "\n" not in text[spans[-1].end : word.start]:
        between = tokens(text, spans[-1].end, word.start)
        if not any(_content(token.text) for token in between):
            spans[-1] = Span(start=spans[-1].start, end=word.end)
            return
    spans.append(word)
