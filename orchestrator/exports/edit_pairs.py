"""Pairs to learn editing from: a turn with a planted error, the turn as it was, the kind of the error, and the note's words.

In the manner of SYNFACT-EDIT (edit feedback that is made by planting what is then taken out). Only turns whose words rest on a fact of the
note are taken, so that what is right is known.

Law of the file: what is planted is wrong by the note: another number than any in the fact's words, the other side, the other polarity, a drug
that the note does not name, a symptom that it does not name, or a statement left out. One error a pair.
"""

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
CONTEXT = 6  # turns before it
_NUMBER = re.compile(r"(?<![\w.,/])\d{1,4}(?:\.\d+)?(?![\w/]|[.,]\d)")
_WORDED: Sequence[str] = "one two three four five six seven eight nine ten eleven twelve".split()
_WORDED_NUMBER = re.compile(rf"\b({'|'.join(_WORDED[1:])})\b", re.IGNORECASE)
_SIDES = {"left": "right", "right": "left"}
_SIDE = re.compile(r"\b(left|right)\b(?! (?:now|away|after|before|so|then)\b)", re.IGNORECASE)
_DRUGS = "metformin lisinopril atorvastatin amlodipine omeprazole sertraline levothyroxine gabapentin prednisone amoxicillin warfarin furosemide".split()
_SYMPTOMS = ("night sweats", "double vision", "blood in the urine", "trouble swallowing", "a rash", "ringing in the ears", "hair loss", "a tremor")  # fmt: skip
_DENIED = (  # what makes a denial an assertion
    (r"\b(?:don't|do not) have any\b", "have some"), (r"\b(?:haven't|have not) had any\b", "have had some"),
    (r"\bhaven't\b|\bhave not\b", "have"), (r"\bhasn't\b|\bhas not\b", "has"), (r"\bdon't have\b|\bdo not have\b", "have"),
    (r"\bdoesn't have\b|\bdoes not have\b", "has"), (r"\bhave no\b", "have some"), (r"\bhas no\b", "has some"),
    (r"\bnever had\b", "had"),
)  # fmt: skip
_ASSERTED = (  # and the other way round
    (r"\bI've had\b", "I haven't had"), (r"\bI've been\b", "I haven't been"), (r"\bI have had\b", "I have not had"),
    (r"\bI have\b(?! to\b)", "I don't have"), (r"\bI take\b", "I don't take"), (r"\bI'm taking\b", "I'm not taking"), (r"\byou have\b", "you don't have"),
    (r"\bI do get\b|\bI get\b", "I don't get"), (r"\bit hurts\b", "it doesn't hurt"), (r"\bI feel\b", "I don't feel"),
    (r"\bthere is\b", "there is no"), (r"\bthere's\b", "there's no"),
)  # fmt: skip


@dataclass(frozen=True)
class EditError:
    """The turn with the error; ``span`` its characters there, empty where something was left out; ``feedback`` says what is wrong."""

    text: str
    span: tuple[int, int]
    feedback: str


Planter = Callable[[str, Json, "_Dialogue"], EditError | None]


@dataclass(frozen=True)
class _Dialogue:
    note: str
    speaker: str
    draw: random.Random


def edit_pairs(row: Json, with_note: bool) -> list[Json]:
    """The pairs of a dialogue (``dialogue_row`` with labels and note): of every turn with a fact one, of a kind that turns take in turn."""
    made: list[Json] = []
    for index, turn in enumerate(row["turns"]):
        facts = [label for label in row["labels"][index] if label["label"] == "fact" and label.get("words")]
        if not facts:
            continue
        seed = hashlib.sha256(f"{row['run']}/{row['id']}/{index}".encode("utf-8", "surrogatepass")).hexdigest()
        dialogue = _Dialogue(row["note"] or "", turn["speaker"], random.Random(seed))
        found = next(_planted(turn["text"], facts, dialogue), None)
        if found is not None:
            kind, label, planted = found
            made.append(_pair(row, index, kind, label, planted, with_note))
    return made


def _planted(text: str, facts: list[Json], dialogue: _Dialogue) -> Iterator[tuple[str, Json, EditError]]:
    """What can be planted, rare kinds first half of the time, so that all kinds come up."""
    kinds = list(PLANTERS)
    if dialogue.draw.random() < 0.5:
        dialogue.draw.shuffle(kinds)
    for kind in kinds:
        for label in facts:
            planted = PLANTERS[kind](text, label, dialogue)
            if planted is not None and planted.text.strip() and planted.text != text:
                yield kind, label, planted


def _pair(row: Json, index: int, kind: str, label: Json, planted: EditError, with_note: bool) -> Json:
    turn = row["turns"][index]
    return {
        "id": f"{row['id']}/{index}",
        "run": row["run"],
        "note_id": row["note_id"],
        "synthetic": True,
        "turn": index,
        "speaker": turn["speaker"],
        "context": row["turns"][max(0, index - CONTEXT) : index],
        "error": kind,
        "wrong": planted.text,
        "wrong_span": list(planted.span),
        "corrected": turn["text"],
        "feedback": planted.feedback,
        "note_words": label["words"],
        "note_span": label["note"],
        **({"note": row["note"]} if with_note else {}),
    }


def _swapped(text: str, span: tuple[int, int], words: str, feedback: str) -> EditError:
    begin, end = span
    first = text[begin : begin + 1]
    words = words[:1].upper() + words[1:] if first.isupper() else words
    return EditError(f"{text[:begin]}{words}{text[end:]}", (begin, begin + len(words)), feedback)


def _within(pattern: "re.Pattern[str]", text: str, label: Json) -> Iterator["re.Match[str]"]:
    begin, end = label["said"]
    yield from pattern.finditer(text, begin, end)


def _number(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    words = label["words"].casefold()
    for match in _within(_NUMBER, text, label):
        if not re.search(rf"(?<![\d.]){re.escape(match[0])}(?![\d]|\.\d)", words):
            continue
        value = float(match[0])
        choices = [value * 2, value + 1, value * 10, max(0.0, value - 1)]
        for other in dialogue.draw.sample(choices, len(choices)):
            told = f"{other:g}"
            if told != match[0] and not re.search(rf"(?<![\d.]){re.escape(told)}(?![\d]|\.\d)", words):
                return _swapped(text, match.span(), told, f'The note says "{label["words"]}", not {told}.')
    for match in _within(_WORDED_NUMBER, text, label):
        if match[0].casefold() in words or str(_WORDED.index(match[0].casefold()) + 1) in words:
            told = dialogue.draw.choice(
                [w for n, w in enumerate(_WORDED, 1) if n > 1 and w not in words and str(n) not in words]
            )
            return _swapped(text, match.span(), told, f'The note says "{label["words"]}", not {told}.')
    return None


def _side(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    if label.get("side") not in _SIDES or "both" in label["words"].casefold():
        return None
    match = next((found for found in _within(_SIDE, text, label) if found[0].casefold() == label["side"]), None)
    if match is None:
        return None
    other = _SIDES[match[0].casefold()]
    return _swapped(text, match.span(), other, f'The note says "{label["words"]}": it is the {label["side"]} side.')


def _polarity(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    denied = label["polarity"] == "denied"
    for pattern, instead in _DENIED if denied else _ASSERTED if label["polarity"] == "present" else ():
        match = next(_within(re.compile(pattern, re.IGNORECASE), text, label), None)
        if match is not None:
            told = "denies it" if denied else "says that it is so"
            return _swapped(text, match.span(), instead, f'The note {told}: "{label["words"]}".')
    return None


def _drug(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    for form in label.get("drugs", ()):
        match = next(_within(re.compile(rf"\b{re.escape(form)}\b", re.IGNORECASE), text, label), None)
        free = [drug for drug in _DRUGS if drug not in dialogue.note.casefold()]
        if match is not None and free:
            other = dialogue.draw.choice(free)
            return _swapped(text, match.span(), other, f'The note says "{label["words"]}", and nothing of {other}.')
    return None


def _left_out(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    begin, end = label["said"]
    rest = text[end : end + 1]
    whole = (begin == 0 or text[:begin].rstrip()[-1:] in ".!?") and (
        text[:end].rstrip()[-1:] in ".!?" or rest in (".", "!", "?")
    )
    end += 0 if text[:end].rstrip()[-1:] in ".!?" else 1
    left = f"{text[:begin].rstrip()} {text[end:].lstrip()}".strip()
    if not whole or not left:
        return None
    return EditError(
        left, (min(begin, len(left)), min(begin, len(left))), f'It leaves out what the note says: "{label["words"]}".'
    )


def _added(text: str, label: Json, dialogue: _Dialogue) -> EditError | None:
    free = [one for one in _SYMPTOMS if one.split()[-1] not in dialogue.note.casefold()]
    if dialogue.speaker != "patient" or not free or not dialogue.note:
        return None
    symptom = dialogue.draw.choice(free)
    more = f" I've also had {symptom}."
    return EditError(
        text.rstrip() + more,
        (len(text.rstrip()) + 1, len(text.rstrip()) + len(more)),
        f"Nothing in the note says that there was {symptom}.",
    )


PLANTERS: dict[str, Planter] = {  # by what they are called in a pair, rare ones first
    "wrong side": _side,
    "wrong drug": _drug,
    "wrong number": _number,
    "polarity": _polarity,
    "omission": _left_out,
    "unsupported": _added,
}
