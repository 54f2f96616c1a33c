"""A note in shorthand, written out before it is read: what a word is short for, and what a sign denies.

Law of the file: every change is an ``Edit``, so that what is read from the note still points at the note as it was given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.multilingual.wording import denial_of
from bedside.scenarios.note import Edit

_CAPITAL = re.compile(r"[ \t]+[^\W\d_a-z]|[ \t]*(?:\n|$)")
_BEGINS = re.compile(r"(?:^|\n|[.!?][ \t]+)[ \t]*$")  # what a sentence begins behind
Becomes = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class WrittenOut:
    """A note as it is read, and the stretches that were written out, in their order."""

    text: str
    edits: tuple[Edit, ...] = ()


def written_out(text: str, lexicon: Lexicon) -> WrittenOut:
    """The note with its shorthand written out; as it is, in a language without a table of it."""
    found = WrittenOut(text)
    for pattern, becomes in lexicon.rules("before_shorthand"):
        found = _replaced(found, pattern, lambda match, becomes=becomes: _expanded(match, becomes))
    if lexicon.shorthand:
        found = _replaced(found, lexicon.any_shorthand, lambda match: _word(match, lexicon))
    for pattern, becomes in lexicon.rules("after_shorthand"):
        found = _replaced(found, pattern, lambda match, becomes=becomes: _expanded(match, becomes))
    for pattern, form in lexicon.rules("signs_of_denial"):
        found = _replaced(found, pattern, lambda match, form=form: _denied(match, form, lexicon))
    return found


def _expanded(match: re.Match[str], becomes: str) -> str:
    return match.expand(becomes)


def _word(match: re.Match[str], lexicon: Lexicon) -> str:
    """What a short form stands for. Its full stop is also that of the sentence if the form may end one and a capital follows."""
    short = lexicon.shorthand[match[0]]
    ends = short.may_end and match[0][-1:] == "." and _CAPITAL.match(match.string, match.end())
    begins = match[0][0].isupper() and _BEGINS.search(match.string[: match.start()])
    becomes = short.becomes[0].upper() + short.becomes[1:] if begins else short.becomes
    return f"{becomes}." if ends else becomes


def _denied(match: re.Match[str], form: str, lexicon: Lexicon) -> str:
    what = match["what"]
    word = denial_of(what, lexicon) if form == "no" else form
    if _BEGINS.search(match.string[: match.start()]):
        word = word.capitalize()
    return f"{word} {what}"


def _replaced(note: WrittenOut, pattern: re.Pattern[str], becomes: Becomes) -> WrittenOut:
    """The note after every place that fits ``pattern`` became what ``becomes`` says; from the end, so that places stay."""
    text = note.text
    for match in reversed(list(pattern.finditer(text))):
        new = becomes(match)
        start, end = match.span()
        while start < end and new and text[start] == new[0]:
            start, new = start + 1, new[1:]
        while start < end and new and text[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        if start < end or new:
            note = _changed(note, start, end, new)
    return note


def _changed(note: WrittenOut, begin: int, until: int, new: str) -> WrittenOut:
    """The note with one stretch replaced; an earlier change that it touches becomes part of the new one."""
    before = [edit for edit in note.edits if edit.end <= begin]
    rest = note.edits[len(before) :]
    after = [edit for edit in rest if edit.start >= until]
    touched = rest[: len(rest) - len(after)]
    start = min(begin, touched[0].start) if touched else begin
    end = max(until, touched[-1].end) if touched else until
    moved = before[-1].given_end - before[-1].end if before else 0
    given_start = touched[0].given_start if touched and touched[0].start == start else start + moved
    if touched and touched[-1].end == end:
        given_end = touched[-1].given_end
    else:
        given_end = end + (touched[-1].given_end - touched[-1].end if touched else moved)
    by = len(new) - (until - begin)
    whole = Edit(start=start, end=end + by, given_start=given_start, given_end=given_end)
    later = [edit.model_copy(update={"start": edit.start + by, "end": edit.end + by}) for edit in after]
    return WrittenOut(f"{note.text[:begin]}{new}{note.text[until:]}", (*before, whole, *later))
