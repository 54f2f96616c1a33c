"""The table of modifiers (``context.tsv``) and where its words stand in a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Token, tokens

Word = tuple[str, str]  # small letters, tag

_APOSTROPHES = str.maketrans("’", "'")
_PLAIN = {"n't": "not", "ca": "can", "wo": "will", "isn": "is"}
_SEEN = frozenset(("noted", "seen", "found", "present", "visible", "identified"))
_THERE = frozenset(("in", "over", "around", "at", "along", "within", "near"))
_DATE = 3  # words of a date behind an item
_FINITE = frozenset(("VBZ", "VBD", "VHZ", "VHD", "VDZ", "VDD", "VM0", "VVZ", "VVD", "VVB", "VBB", "VHB", "VDB"))
_YEAR = 4  # digits
_BETWEEN = frozenset(
    {"completely", "entirely", "yet", "definitively", "fully", "currently", "really", "reliably", "been"}
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A modifier found: its words from ``start`` to ``end``, and which way it looks."""

    start: int
    end: int
    category: str
    direction: str


@dataclass(slots=True)
class States:
    """What is said of each word of a sentence."""

    polarity: list[str]
    possible: list[bool]
    time: list[str]
    cue: list[bool] = field(default_factory=list[bool])


def words_are_over(words: list[str]) -> bool:
    """The same of words in small letters."""
    return any(
        words[i : i + len(entry)] == list(entry) for i in range(len(words)) for entry in _over().get(words[i], ())
    )


def is_over(text: str) -> bool:
    """Whether this names an event that is over when a history tells it: a stroke, a fracture."""
    return words_are_over([plain(token) for token in tokens(text)])


def plain(token: Token) -> str:
    """A word as the table writes it."""
    low = token.text.lower().translate(_APOSTROPHES)
    return _PLAIN.get(low, low)


def _wording(text: str) -> tuple[str, ...]:
    return tuple(plain(token) for token in tokens(text))


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Modifiers by their first word, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in rows("context"):
        wording, category, direction = _wording(row[0]), row[1], row[2] if len(row) > 2 else ""
        if category != "over":
            table.setdefault(wording[0], []).append((wording, category, direction))
            if wording[0] == "cannot":
                table.setdefault("can", []).append((("can", "not", *wording[1:]), category, direction))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _over() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for row in rows("context"):
        if row[1] == "over":
            wording = _wording(row[0])
            table.setdefault(wording[0], []).append(wording)
    return table


def _matched(words: Sequence[Word], at: int, wording: tuple[str, ...]) -> int:
    """The word after a wording that stands at ``at``, adverbs after "not" read over; 0 if it does not stand there."""
    i = at
    for wanted in wording:
        while (
            i > at
            and i < len(words)
            and words[i][0] != wanted
            and words[i][0] in _BETWEEN
            and words[i - 1][0] in ("not", "been", "n't")
        ):
            i += 1
        if i >= len(words) or words[i][0] != wanted:
            return 0
        i += 1
    return i


def cues(words: Sequence[Word]) -> Iterator[Cue]:
    """The modifiers of a sentence in order; the longest wording at a place, in each of its categories."""
    table = _table()
    at = 0
    while at < len(words):
        end = at + 1
        longest = 0
        ahead = words[at + 1][0] if end < len(words) else ""
        for wording, category, direction in table.get(words[at][0], ()):
            if longest and len(wording) < longest:
                break
            if ahead not in (wording[1:2] or (ahead,)) and ahead not in _BETWEEN:
                continue  # its second word does not follow
            found = _matched(words, at, wording)
            if found:
                longest, end = len(wording), found
                yield Cue(at, found, category, direction)
        at = end


def seen_there(words: Sequence[Word], start: int, at: int, end: int) -> bool:
    """Whether a list's second item, from ``at`` to ``end``, is said to be seen in a place; the first begins at ``start``."""
    if words[at - 1][0] != "," or any(words[i][0] == "," or words[i][1] == "CJC" for i in range(start, at - 1)):
        return False
    return any(words[i][0] in _SEEN and words[i + 1][0] in _THERE for i in range(at + 1, end - 1))


def sort_of(category: str) -> str:
    """What a category decides: the polarity, the time, or what it is called."""
    if category in ("negated", "affirmed", "unknown", "doubted"):
        return "polarity"
    return "time" if category in ("past", "history", "hypothetical") else category


def dated(words: Sequence[Token], inside: Sequence[int]) -> bool:
    """Whether an age or a year stands in or right behind an item: "MI at 52", "stroke in 2019", "TIA Feb 2022"."""
    at = inside[-1] + 1
    if at + 1 < len(words) and words[at].lower in ("at", "in", "age", "aged") and words[at + 1].tag == "CRD":
        return True
    for word in (*(words[i] for i in inside), *words[at : at + _DATE]):
        if word.text in ",;.":
            return False
        if len(word.text) == _YEAR and word.text.isdigit() and word.text[:2] in ("19", "20"):
            return True
    return False


def told_past(words: Sequence[Word], starts: Mapping[int, Sequence[Cue]], times: list[str]) -> None:
    """ "She had pneumonia in 2019": the verb and a time that is over make it past."""
    for i, (word, tag) in enumerate(words):
        goes_on = i + 1 < len(words) and words[i + 1][1][-1:] == "N" and words[i + 1][1][0] == "V"
        before = words[i - 1][0] if i else ""
        did = (tag, word) == ("VHD", "had") or (word == "have" and before == "did")
        if not did or before in ("has", "have", "having") or goes_on:
            continue
        for at in range(i + 1, min(len(words), i + 30)):
            if (
                words[at][0] in (";", ".", "but")
                or words[at][1] in _FINITE
                or any(cue.category == "stop" for cue in starts.get(at, ()))
            ):
                break
            if times[at] in ("", "history"):
                times[at] = "past"
