"""Who must not hear a part of a note, as far as the note says so: a companion sent out, a secret kept from somebody."""

import re
from functools import cache
from typing import Literal

from bedside.agents.reading.tables import rows

Cue = Literal["alone", "back", "secret"]
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*", re.IGNORECASE)
_SAME = {
    "mom": "mother", "mum": "mother", "mommy": "mother", "grandma": "grandmother", "grandpa": "grandfather", "stepmother": "stepmother",
    "stepfather": "stepfather", "stepmom": "stepmother", "stepdad": "stepfather", "mama": "mother", "dad": "father", "daddy": "father",
    "parent": "parents", "family": "family", "friend": "friend", "interpreter": "interpreter", "guardian": "guardian",
    "caregiver": "caregiver", "chaperone": "chaperone", "mother": "mother", "father": "father",
}  # fmt: skip
_WAITS = frozenset(("waited", "waits", "waiting", "wait", "sat", "sits", "stayed", "stays"))
_OF_WHAT = frozenset(("about", "of", "that", "he", "she", "they", "this", "it", "her", "his", "yet"))
_NEAR = 9  # words between a cue and the person it is about
_CONFIDENTIAL = ("confidential", "confidentially", "confidentiality")


@cache
def _cues() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    names: dict[str, Cue] = {"alone": "alone", "back": "back", "secret": "secret"}
    for wording, name in rows("audience"):
        words = tuple(wording.split())
        found.setdefault(words[0], []).append((words, names[name]))
    return found


@cache
def _persons() -> dict[str, str]:
    return {row[0]: _SAME.get(row[0], row[0]) for row in rows("persons") if row[-1] == "relative"} | _SAME


def confidential(words: str) -> bool:
    """Whether a heading says that what follows is told in confidence."""
    first = [word.lower() for word in _WORD.findall(words[:120])]
    return any(word in first for word in (*_CONFIDENTIAL, "alone")) or (cue(words) or ("", ()))[0] == "alone"


def cue(words: str) -> tuple[Cue, tuple[str, ...]] | None:
    """What a sentence or a heading says about who hears, and whom it names; None where it says nothing of the kind."""
    found = [word.lower().replace("’", "'") for word in _WORD.findall(words[:400])]
    for i, word in enumerate(found):
        for wording, kind in _cues().get(word, ()):
            if tuple(found[i : i + len(wording)]) != wording:
                continue
            people = _named(found, i, i + len(wording), kind)
            if (people or wording == ("alone",)) and _holds(found, i, i + len(wording), kind, wording):
                return kind, people
    return None


def _named(words: list[str], start: int, end: int, kind: Cue) -> tuple[str, ...]:
    """The persons that stand close by: after a secret's cue, before or after the others."""
    after, before = words[end : end + _NEAR], words[max(0, start - _NEAR) : start]
    if words[start] == "without":
        after, before = words[end : end + 3], []
    around = after if kind == "secret" and any(word in _persons() for word in after) else [*before, *after]
    named = [_persons()[word] for word in around if word in _persons()]
    return tuple(dict.fromkeys([*named, *(("mother", "father") if "parents" in named else ())]))


def _holds(words: list[str], start: int, end: int, kind: Cue, wording: tuple[str, ...]) -> bool:
    """Whether a wording that has other senses is meant so here."""
    after = words[end : end + _NEAR]
    if wording[-1] == "want":
        return bool({"know", "told", "hear", "informed", "find", "learn", "involved"} & set(after))
    if wording[0] == "without":
        return "present" in after or "room" in after or (start == 0 and len(words) <= 6)
    if wording[:2] == ("in", "the"):
        return bool(_WAITS & set(words[max(0, start - 3) : start]))
    if wording == ("alone",):
        return start > 0 and words[start - 1] in ("seen", "interviewed", "spoke", "spoken", "patient", "examined")
    if wording[0] in ("returned", "returns", "excused", "rejoined", "back", "came", "comes"):
        return len(words) <= 12
    if wording == ("unaware",):
        return after[:2] != ["of", "any"] and start > 1 and any(word in _persons() for word in words[start - 2 : start])
    if wording[-1] == "know" and "to" not in wording and wording[0] in ("does", "do", "doesn't", "don't"):
        return start > 0 and words[start - 1] in _persons() and (not after or after[0] in _OF_WHAT)
    return True
