"""The sentences of a note: where a full stop, a line or a bullet ends one, and where it does not.

Law of the file: an abbreviation, a number and a line that was only too long for the page end nothing.
"""

import re
from collections.abc import Iterator

from bedside.agents.languages.lexicon import Lexicon

TRIM = " \t\r\n.,;:、，。؛؟-–•*"
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
_END = re.compile(r"[.!?](?=[\s\"”»)]|$)|[;；。！？؟؛]|\n")
_AMOUNT = re.compile(r"\d\s?[^\W\d_]$")  # an amount with a unit of one letter
_WRAPPED = 56  # characters from which a line that ends without a mark was only too long for the page


def sentences(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where the sentences between two places begin and end, without what only parts them."""
    short = {word.casefold() for word in lexicon.words("abbreviations")}
    begin = start
    for match in _END.finditer(text, start, end):
        at = match.start()
        if match[0] == "." and _goes_on_behind_stop(text, begin, at, end, short, lexicon):
            continue
        if match[0] == "\n" and _goes_on_behind_line(text, at, end):
            continue
        if text[begin:at].strip(TRIM):
            yield trimmed(text, begin, at)
        begin = match.end()
    if text[begin:end].strip(TRIM):
        yield trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without a bullet before it and without marks and spaces at its ends."""
    bullet = _BULLET.match(text[start:end])
    start += bullet.end() if bullet else 0
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM and not text[start:end].endswith("..."):
        end -= 1
    return start, end


def inside_brackets(text: str, start: int, at: int) -> bool:
    """Whether a bracket that opened behind ``start`` is open at ``at``."""
    return text.count("(", start, at) > text.count(")", start, at)


def _goes_on_behind_stop(text: str, begin: int, at: int, end: int, short: set[str], lexicon: Lexicon) -> bool:
    before = re.search(r"[\w.°/]+$", text[begin:at])
    word = before[0].casefold().strip(".") if before else ""
    follows = text[at + 1 : at + 3].strip()
    written = before is not None and before[0].isupper() and len(word) > 1  # "WG" is no "wg."
    if (word in short and not written) or (inside_brackets(text, begin, at) and ")" in text[at:end]):
        return True
    if word.isdigit():
        listed = text[begin:at].strip() == word  # the number of a list
        return listed or follows[:1].islower() or lexicon.pattern("ordinal").search(text[begin:at]) is not None
    if "." in word and word.replace(".", "").isdigit():
        return not follows[:1].isupper()  # a date
    if word in lexicon.words("ends"):
        return not follows[:1].isupper()
    if lexicon.pattern("whole_denial").match(text[begin:at].strip()):
        return False  # a sign that denies is a sentence
    return (
        len(word) == 1
        and word.isalpha()
        and not lexicon.pattern("whole_denial").match(word)
        and not _AMOUNT.search(text[begin:at])
    )


def _goes_on_behind_line(text: str, at: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    rest = text[at + 1 : end]
    if not rest.strip() or _BULLET.match(rest) or rest[:1] == "\n" or not line or line[-1] in ".!?;:。；":
        return False
    return len(line) >= _WRAPPED or rest.lstrip()[:1].islower()
