"""What is left of telegram style where every word is a word: a time of the clock for a thing's name, a verb behind "take",
an adjective behind its noun. Law: a rule knows a few neighbouring words, and what it refuses is said in another way or not at
all."""

import re
from functools import lru_cache

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNITS = r"(?:milli|micro|gram|calor|units?\b|steps|feet|meters|metres|dollars|times|people|and\b|to\b|or\b)"
_RULES = tuple(
    re.compile(rule)
    for rule in (
        rf"\bin {_MONTH} \d+(?:st|nd|rd|th)\b",  # "3/12" is no date
        rf"(?:^|[.!?] |\b(?:have|has|had|take|takes) )[012]\d[0-5]\d (?!{_UNITS})[a-z]",  # "2230 blood glucose"
        r"\d['’](?!s\b|\d)",  # "2' enlarged prostate": secondary to
        rf"\bfor {_NUMBER} (?:last|next|this|past)\b",
        r"\b(?:take|takes|taking|took) (?:continue|start|stop|hold|restart|resume|increase|decrease|switch|give|wean)\b",
        r"\b(?:once|twice|times) a day (?:started|given|stopped|continued|held|commenced)\b",
        r"(?:^|[.!?] )(?:Will|Would|Has|Was|Were|Is|Are) (?:be |not )?(?:\w+)(?: [^.?!]*)?\.(?=$| [A-Z])",  # nobody does it
        r"\b(?:drug|cream|ointment|gel|antibiotic|antibiotics|steroid|steroids|milliliters) (?:topical|oral|serous|nasal|inhaled)\b",
        r"\b(?:started|given|seen|noted|did|took|had) none (?:today|yesterday|now|overnight)\b",
        r"^(?:Update|Inform|Review|Bleep|Page) you\b",
    )
)
_SUBJECTS = re.compile(
    r"(?:^|[.!?] )(?:Will|Would|Has|Was|Were|Is|Are) (?:I|you|he|she|it|we|they|there|that|this|the|your|my|his|her|any)\b"
)


@lru_cache(maxsize=8192)
def residue(text: str) -> str:
    """The first stretch of a text that only a telegram has; "" if there is none."""
    for rule in _RULES:
        for match in rule.finditer(text):
            if not _SUBJECTS.match(match[0]):
                return match[0]
    return ""
