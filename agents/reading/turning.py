"""Where a story turns into what the physician decides or asks for: "If you develop chest pain, please call", "We will refer
her", "Most likely diagnosis is"."""

import re
from collections.abc import Sequence

from bedside.agents.reading.part import Record
from bedside.agents.reading.tables import phrases, plain
from bedside.agents.text.doc import tokens
from bedside.scenarios.note import SectionKind

_STORY: frozenset[SectionKind] = frozenset(("complaint", "history", "past", "medications", "social", "family", "other"))
_CONDITIONS = frozenset(("if", "should"))
_OPENED: dict[str, SectionKind] = {"assessment": "assessment", "plan": "plan", "examination": "examination"}
_TAKEN = re.compile(r"[A-Za-z\d] (?:bd|bid|tds|tid|qds|qid|nocte)\b")  # in small letters: "OD" is an eye
_WHOSE = frozenset(("his", "her", "the", "he", "she"))
_DOES = frozenset(
    """rest take see continue start stop return come follow use try keep avoid get check call increase decrease wear begin finish
    elevate ice cut reduce switch""".split()
)
_SIDES = frozenset(("left", "right", "both"))
_FAR = 14  # words in which a sentence says what it is
_DID = frozenset("gave put saw sent had took told did".split())
_GOES_ON = frozenset(
    "states stated returns returned continues denies denied reports reported did feels tells told complains had".split()
)
_SHORTEST = 8  # characters of a sentence that asks for something
_LOOKED_AT = 240
_PLAIN = ("of", "in", "from", "with", "at", "on", "after", "was", "is", "and", "or")  # "stop of", "review of": nouns


def turns(text: str, record: Record, kind: SectionKind, *, headed: bool) -> dict[int, SectionKind]:
    """By the number of a sentence of a record, the kind of part that begins with it, where it is another than before.
    ``headed``: the part has a heading, which says what most of its sentences are."""
    if kind == "examination":
        return _treats(text, record)
    if kind not in _STORY:
        return {}
    found: dict[int, SectionKind] = {}
    now: SectionKind = kind
    for i, sentence in enumerate(record.sentences):
        reason = kind == "complaint" and i == 0 and text[sentence.start :][:6].lower() == "follow"
        own = (
            kind if reason else _decides(text, sentence.start, sentence.end, headed=headed or kind != "history") or kind
        )  # "Follow up after a stroke"
        if own == "plan" and not headed and _is_over(text, record, i):
            own = kind
        if own != now:
            found[i] = now = own
    return found


def _is_over(text: str, record: Record, at: int) -> bool:
    """Whether a sentence tells what the author did before, since the story goes on behind it: "I referred her for an MRI and she
    returns today. She states that ..."."""
    words = _words(text, record, at)
    if words[:1] not in (["i"], ["we"]) or not (words[1:2] and (words[1].endswith("ed") or words[1] in _DID)):
        return False
    later = (_words(text, record, i)[:3] for i in range(at + 1, len(record.sentences)))
    return any({"she", "he", "they", "patient"} & set(said[:2]) and _GOES_ON & set(said[1:]) for said in later)


def _words(text: str, record: Record, at: int) -> list[str]:
    """The first words of a sentence."""
    sentence = record.sentences[at]
    return [plain(token) for token in tokens(text, sentence.start, min(sentence.end, sentence.start + _LOOKED_AT))]


def _treats(text: str, record: Record) -> dict[int, SectionKind]:
    """The sentence of an examination with which the plan begins, since it says how often a drug is taken: "Dry patches.
    Hydrocortisone cream bd. RTC 2 wks"."""
    for i, sentence in enumerate(record.sentences):
        if i and _TAKEN.search(text, sentence.start, sentence.end):
            return {i: "plan"}
    return {}


def _decides(text: str, start: int, end: int, *, headed: bool) -> SectionKind | None:
    """The kind of part of a sentence that is the physician's, None for one of the story."""
    if end - start < _SHORTEST:
        return None
    words = [plain(token) for token in tokens(text, start, min(end, start + _LOOKED_AT))]
    opened = phrases("physician_openings").at(words, 0) if words else None
    if opened is not None and not (headed and "bare" in opened[0]):
        kind = _OPENED[opened[0][0]]
        noun = opened[1] >= len(words) or ("bare" not in opened[0] and words[opened[1]] in _PLAIN)
        if kind != "plan" or not noun:
            return kind
    if not headed and words[1:2] == ["will"] and words[0] in ("she", "he", "they") and words[2:3] and words[2] in _DOES:
        return "plan"  # "She will rest her voice and come back in a month"
    if words[:1] and words[0] in _CONDITIONS:
        asked = any(phrases("physician_asks").at(words, at) for at in range(2, len(words)))
        return "plan" if asked else None
    if words[:1] == ["please"]:
        return "plan" if words[1:2] not in (["note"], ["see"], ["refer"]) else None
    return None if headed else _found(words)


def _found(words: Sequence[str]) -> SectionKind | None:
    """The kind of a sentence of a note without headings that tells what was measured, seen or concluded."""
    if _measured(words):
        return "vitals"
    table = phrases("turn_words")
    named = ""
    for at in range(min(len(words), _FAR)):
        found = table.at(words, at)
        kind = found[0][0] if found else ""
        after = found[1] if found else at
        if kind in ("test", "lab"):
            named = kind
            if (
                kind == "lab"
                and words[after : after + 1] in (["was"], ["is"], ["of"])
                and words[after + 1][:1].isdigit()
            ):
                return "results"
        elif kind == "shows":
            return "results" if named else "examination" if _SIDES & set(words[:at]) else None
        elif kind == "verdict" and named:
            return "results"
        elif kind == "sees" or (kind == "over" and after >= len(words) - 1):
            return "assessment"
    return None


def _measured(words: Sequence[str]) -> bool:
    """ "His heart rate is 92", "She weighs 54 kg"."""
    at = 1 if words[:1] and words[0] in _WHOSE else 0
    sign = phrases("vitals").at(words, at) if at < len(words) - 1 else None
    if sign is None or not at:
        return False
    after = sign[1] + (words[sign[1] : sign[1] + 1] in (["is"], ["was"], ["of"]))
    return after < len(words) and words[after][:1].isdigit() and "10" not in words[after:]
