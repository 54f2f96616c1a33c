"""What in an answer calls for a word of its own before the next question, by who does what to whom: a table of wordings cannot say
whether somebody hits or is hit."""

import re
from collections.abc import Sequence
from typing import Literal

from bedside.scenarios.turn import Turn

Calls = Literal["harming", "lost_child", "hardship", "ill", "sore"]
_KIN = "wife|husband|partner|girlfriend|boyfriend|son|daughter|child|children|kids|baby|mother|father|mom|mum|dad|brother|sister"
_STRIKES = (
    "hit|hits|hitting|slap|slapped|push|pushed|shove|shoved|kick|kicked|beat|beaten|punch|punched|choke|choked|strangled|shook"
    "|shaken|hurt|hurting|threaten|threatened|killing|harming"
)
_HARD = (
    "lost (?:my|his|her|their) (?:job|home|house)|losing (?:my|his|her|their) (?:job|home)|(?:was|been|got|were) (?:laid off|made redundant|fired"
    "|let go|evicted)|(?:going|went) through a (?:divorce|separation)|(?:wife|husband|partner|girlfriend|boyfriend) (?:has )?left (?:me|him|her)"
    "|broke up with (?:my|me)|(?:am|i'm|been) homeless"
)
_CHILD = r"miscarr\w+|still(?:birth|born)|lost (?:the|a|my|our|her|this|another) (?:baby|pregnancy|child)|(?:baby|son|daughter|child) (?:has )?died"
_ILL = (
    "cancer|lymphoma|leuka?emia|melanoma|hiv|parkinson's|dementia|motor neuron|multiple sclerosis|heart attack|stroke"
)
# What calls for a word, by a pattern; the first that fits wins.
_SOUGHT: tuple[tuple[Calls, str], ...] = (
    ("harming", rf"\bI(?:'ve|'d|'m| have| had| am)?(?: \w+){{0,4}} (?:{_STRIKES}) (?:my|our) (?:{_KIN})\b(?! (?:a|some|with) )"),
    ("harming", r"\b(?:thoughts?|thinking|thought|urges?|plans?) (?:of|about|to) (?:hurt|harm|kill)(?:ing)? (?!my ?self|him ?self|her ?self|them ?sel)\w+"),
    ("lost_child", rf"\b(?:{_CHILD})"),
    ("hardship", rf"\b(?:{_HARD})\b"),
    ("ill", rf"\b(?:I have|I've|I've got|I had|diagnosed with)(?: (?!with\b|no\b|not\b|never\b)\w+){{0,5}} (?:{_ILL})\b"),
    ("sore", r"\b(?:8|9|10|eight|nine|ten)(?: to (?:a )?(?:9|10|nine|ten))? out of (?:10|ten)\b"),
)  # fmt: skip
_PATTERNS: tuple[tuple[Calls, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _SOUGHT
)
# What weighs so much that it is told by itself, and is not said back.
HEAVY = re.compile(
    rf"\b(?:(?:hits?|hitting|beats?|beat|kicked|punched|choked|strangled|slapped) (?:me|him|her|them|(?:his|her|my|their|our) (?:{_KIN}))"
    r"|died|passed away|lost (?:his|her|my|their|the) (?!weight|balance|appetite|voice|footing|grip)\w+|losing (?:his|her|my|their|this)|laid off|scared|terrified"
    r"|afraid|frightened|violen\w+|abus\w+|suicid\w+|hanging|kill\w*|harming|self-?harm|miscarr\w+|cancer)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:no|not|never|none|without|nor|\w+n't)\b", re.IGNORECASE)
_PART = re.compile(r"[.?!;]|\b(?:but|because)\b|\b(?:and|so) (?:i|he|she|they|we|my|sometimes|now)\b", re.IGNORECASE)
_NEAR = 40  # characters before a wording within which a denial reaches it


def calls_for(text: str) -> Calls | None:
    """What a statement calls for; None where it may be passed over, or is denied."""
    for what, pattern in _PATTERNS:
        found = pattern.search(text)
        if found is not None and not denied(text, found.start()) and _NOT.search(found[0]) is None:
            return what
    return None


def denied(text: str, at: int) -> bool:
    """Whether a denial of the same sentence stands close before what is said there: "I haven't had any suicidal thoughts"."""
    before = _PART.split(text[:at])[-1][-_NEAR:]
    return _NOT.search(before) is not None


def was_answered(text: str, turns: Sequence[Turn]) -> bool:
    """Whether somebody has said as much before, so that it was answered then."""
    what = calls_for(text)
    return sum(calls_for(turn.text) == what for turn in turns if turn.speaker != "physician") > 1
