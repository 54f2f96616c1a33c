"""Left, right and both, each with the part of the body it goes with.

Law of the file: sides are read from words alone, the same way in notes and in speech. "Right" that is no side ("right
now", "that's right") is left out; a side without a part counts only where it can be nothing else ("on the left").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right", "both"]


@dataclass(frozen=True, slots=True)
class Laterality:
    """A side, and the body part it goes with ("" if none stands near)."""

    start: int
    end: int
    side: Side
    part: str
    sentence: int


_SIDE = re.compile(
    r"\b(?:(left|right|both|bilateral(?:ly)?|either)(?:[- ](?:sided?|hand side))?|(?<!\w)(lt|rt)\b\.?|(?-i:\b([LR])(?=\s[a-z])))",
    re.IGNORECASE,
)
_NOT_A_SIDE = re.compile(
    r"^(?:right (?:now|away|here|there|after|before|then|back|on\b|at|around|when|in the|as|up|over|and|or wrong|thing|amount|track|dose|direction|way|person|time|one)\b"
    r"|left (?:the|me|my|it|off|over|in|for|a|over|him|her|untreated|alone|message|to|with|on)\b|both (?:of (?:us|them|you|those|these)|the|my parents|and|good|are|were|is|sound|as|in)\b|both (?:upper and lower|inspiration|(?!hands|feet|legs|arms|eyes|ears|knees|hips|ankles|wrists|shoulders|left|right)\w+ and (?!left|right))"
    r"|right[,.?!]|right$|either (?:of|way|one)|left[- ]handed|right[- ]handed)",
    re.IGNORECASE,
)
_RIGHT_BEFORE = re.compile(
    r"(?:\b(?:all|that's|that is|is that|am i|yeah|so|okay|quite|just|sounds about|about|you're|got|was|have|has|had|is|are|i've|i)\s+|^|[,.?!]\s*)$",
    re.IGNORECASE,
)

_PARTS = {
    part: words.split()
    for part, words in {
        "knee": "knee knees patella patellar kneecap",
        "shoulder": "shoulder shoulders deltoid rotator",
        "hip": "hip hips",
        "ankle": "ankle ankles",
        "foot": "foot feet plantar",
        "toe": "toe toes hallux",
        "heel": "heel heels",
        "leg": "leg legs calf calves thigh thighs shin shins tibia fibula femur lower",
        "arm": "arm arms forearm forearms humerus upper bicep biceps",
        "elbow": "elbow elbows",
        "wrist": "wrist wrists carpal",
        "hand": "hand hands palm",
        "finger": "finger fingers thumb thumbs index",
        "eye": "eye eyes ocular vision eyelid eyelids conjunctiva retina",
        "ear": "ear ears tympanic hearing eardrum eardrums tm tms",
        "breast": "breast breasts nipple",
        "chest": "chest thorax lung lungs rib ribs pleural lobe base bases",
        "abdomen": "abdomen abdominal belly stomach quadrant tummy",
        "flank": "flank flanks kidney kidneys renal cva",
        "neck": "neck cervical carotid",
        "back": "back lumbar buttock buttocks sciatica lumbosacral",
        "groin": "groin inguinal hernia",
        "face": "face cheek jaw facial temple sinus nostril nose nasal",
        "head": "head scalp headache",
        "ovary": "ovary ovarian adnexal",
        "testicle": "testicle testis testicular scrotum",
        "armpit": "axilla axillary armpit underarm",
        "tonsil": "tonsil tonsils",
        "heart": "ventricle ventricular atrium atrial",
    }.items()
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}
_WORDS = re.compile(r"[a-z]+")


def find_sides(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[Laterality, ...]:
    """The sides of a text whose sentences have the given starts and ends."""
    out: list[Laterality] = []
    at = 0
    for match in _SIDE.finditer(text):
        tail = text[match.start() : match.start() + 24]
        if _NOT_A_SIDE.match(tail):
            continue
        word = match.group(1) or match.group(2) or match.group(3) or ""
        low = word.lower()
        while at + 1 < len(sentences) and sentences[at][1] <= match.start():
            at += 1
        sentence = sentences[at] if sentences else (0, len(text))
        part = _part_near(text, match.end(), match.start(), sentence)
        if low in ("right", "left") and not part and match.group() == word:
            if _RIGHT_BEFORE.search(text[max(0, match.start() - 16) : match.start()]):
                continue
            if not re.search(
                r"\b(?:on|in|to|the|my|your|a)\s+(?:\w+\s+)?$",
                text[max(0, match.start() - 14) : match.start()],
                re.IGNORECASE,
            ):
                continue
        side: Side = "left" if low in ("left", "lt", "l") else "right" if low in ("right", "rt", "r") else "both"
        if side == "both" and not part:
            continue
        out.append(Laterality(match.start(), match.end(), side, part, at))
    return tuple(out)


def _part_near(text: str, after: int, before: int, sentence: tuple[int, int]) -> str:
    """The body part right of the side ("left lower leg"), else left of it ("my knee, on the left")."""
    start, end = sentence
    following = re.split(r"[,;.]", text[after : min(end, after + 40)])[0]
    found = ""
    for count, word in enumerate(_WORDS.findall(following.lower())):
        if word in ("left", "right", "and", "or") and count:
            if word in ("left", "right"):
                continue
            if found:
                break
        part = _PART_OF.get(word)
        if part is not None and word not in ("upper", "lower", "base", "index"):
            return part
        if part is not None:
            found = found or part
        if count >= 3:
            break
    if found:
        return found
    for word in reversed(_WORDS.findall(text[max(start, before - 36) : before].lower())):
        part = _PART_OF.get(word)
        if part is not None and word not in ("upper", "lower", "base", "index"):
            return part
    return ""
