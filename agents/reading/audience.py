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
EVERYBODY = ("companions",)  # who is outside where the note names nobody
_NEAR = 9  # words between a cue and the person it is about
_LONG = 10  # words from which a sentence tells more than who must not hear
_STAGE = 12  # words up to which a sentence may be about nothing else
_FIRST = 5  # words within which a sentence names who goes
_LED = re.compile(
    r"(?:(?:while|with|without|when|once|after|as)\b[^,:]{3,80}[,:]|[^,:]{3,80}:)\s+(?=\w)", re.IGNORECASE
)
_NOT_COMPANY = frozenset(("nurse", "aide"))
_PATIENT = frozenset(("patient", "pt"))
_KEPT = frozenset(
    "must not know|must not hear|should not know|not be told|not be informed|not to know|do not tell|don't tell|not to tell|"
    "never tell|kept from|keep from|keep this from|keep it from|hidden from|hide this from|secret from".split("|")
)  # wordings that may be about the patient: "patient does not know" is no secret
_CONFIDENTIAL = ("confidential", "confidentially", "confidentiality", "private", "privately")


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
    """Words for who may hear, and what each is called in the room."""
    came = {word: name for words, name in rows("company") if name not in _NOT_COMPANY for word in words.split("|")}
    return {row[0]: _SAME.get(row[0], row[0]) for row in rows("persons") if row[-1] == "relative"} | came | _SAME


def confidential(words: str) -> bool:
    """Whether a heading says that what follows is told in confidence."""
    first = [word.lower() for word in _WORD.findall(words[:120])]
    return any(word in first for word in (*_CONFIDENTIAL, "alone")) or (cue(words) or ("", ()))[0] == "alone"


def joined(label: str) -> tuple[str, ...]:
    """Who is there with the patient, as a label says: "Mother interviewed jointly", "Husband in the room"."""
    words = [word.lower() for word in _WORD.findall(label[:120])]
    there = not {"jointly", "together", "joint"}.isdisjoint(words) or (
        "room" in words and not {"out", "left", "not", "outside"} & set(words)
    )
    return tuple(dict.fromkeys(_persons()[word] for word in words if word in _persons())) if there else ()


def led(words: str) -> int:
    """How many characters at the start of a sentence only say who is outside: "While his wife waited outside, ..."."""
    match = _LED.match(words)
    found = cue(match[0]) if match is not None else None
    told = match is not None and found is not None and (found[0] == "alone" or (found[0] == "back" and ":" in match[0]))
    if match is not None and ":" in match[0] and joined(match[0]):
        return match.end()  # "Daughter present: cough for a week"
    return match.end() if match is not None and told else 0


def directs(words: str) -> bool:
    """Whether a sentence says that somebody goes out or comes back, and nothing else."""
    found = cue(words)
    said = [word.lower() for word in _WORD.findall(words[:200])]
    moves = found is not None and found[0] != "secret" and len(said) <= _STAGE and not led(words)
    return moves and any(_persons().get(word) in (found or ("", ()))[1] for word in said[:_FIRST])


def bare(words: str) -> bool:
    """Whether a sentence with a secret's cue tells nothing itself: "Please do not tell her mother."."""
    return len(_WORD.findall(words)) <= _LONG


def cue(words: str) -> tuple[Cue, tuple[str, ...]] | None:
    """What a sentence or a heading says about who hears, and whom it names; None where it says nothing of the kind."""
    found = [word.lower().replace("’", "'") for word in _WORD.findall(words[:400])]
    for i, word in enumerate(found):
        for wording, kind in _cues().get(word, ()):
            if tuple(found[i : i + len(wording)]) != wording:
                continue
            people = _named(found, i, i + len(wording), kind) or _patient(found, i, i + len(wording), wording)
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


def _patient(words: list[str], start: int, end: int, wording: tuple[str, ...]) -> tuple[str, ...]:
    """The patient, where it is from them that something is kept."""
    if " ".join(wording) not in _KEPT:
        return ()
    near = words[end : end + 2] if wording[-1] in ("tell", "from") else words[max(0, start - 1) : start]
    return ("patient",) if _PATIENT & set(near) else ()


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
        return start > 0 and words[start - 1] in ("seen", "interviewed", "spoke", "spoken", "patient", "pt", "examined")
    if wording[0] in ("returned", "returns", "excused", "rejoined", "back", "came", "comes"):
        return len(words) <= 12
    if wording == ("unaware",):
        return after[:2] != ["of", "any"] and start > 1 and any(word in _persons() for word in words[start - 2 : start])
    if wording[-1] == "know" and "to" not in wording and wording[0] in ("does", "do", "doesn't", "don't"):
        return start > 0 and words[start - 1] in _persons() and (not after or after[0] in _OF_WHAT)
    return True
