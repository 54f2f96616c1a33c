"""Statements that only say that there is nothing to say: "None", "Noncontributory", "All other systems are negative", "Unknown".

They have no content of their own. What they answer is the question that their place in the note stands for."""

import re
from functools import lru_cache
from typing import Literal

F = re.IGNORECASE

_LEAD = r"(?:(?:otherwise|essentially|completely|also|apparently|generally|grossly|basically|all|again|as above|is|are|was|were|remains?|reviewed and|except as (?:above|noted))[,:]? )*"
_ABOUT = (
    r"(?:(?:all |the |his |her |their |my |patient'?s |any |past |prior |previous |other |remaining |remainder of (?:the )?|rest of (?:the )?|complete |full |(?:10|12|14|ten|twelve|fourteen)[- ]?point )*"
    r"(?:(?:family|medical|surgical|social|psychiatric|psychological|birth|developmental|gynecologic(?:al)?|obstetric(?:al)?|immunization|medication|allergy)(?: and )?)* ?"
    r"(?:histor(?:y|ies)|hx|systems?|review of systems|ros|review|symptoms)(?: (?:were|was|are|is|have been|has been))*(?: (?:reviewed|obtained|asked about|discussed))*(?:,? and)?(?: (?:were|was|are|is|have been|has been))* ?)?"
)
_NOTHING = re.compile(
    rf"{_ABOUT}{_LEAD}(?:non[- ]?contributory|not contributory|unremarkable|insignificant|non[- ]?significant|not significant|negative|none(?: (?:known|significant|noted|reported|stated|recently|at all|apparent))?|nil|n/?a|"
    r"not applicable|nothing(?: (?:significant|of note|else))?|no|never|not pertinent|nonpertinent)"
    r"(?: (?:otherwise|except as (?:above|noted)|per (?:the )?\w+|to (?:the )?(?:present|current)\w* (?:illness|problem|complaint|condition)|at this time|at present|in (?:detail|all|full)))*",
    F,
)
_NOTHING_OF = re.compile(
    rf"{_LEAD}(?:unremarkable|negative|non[- ]?contributory|no (?:significant|pertinent|relevant|contributory))(?: for)? (?:(?:past |prior |his |her )*(?:family|medical|surgical|social|psychiatric) (?:history|hx)|fhx|pmhx?|pshx?|shx)",
    F,
)
_UNKNOWN = re.compile(
    rf"{_ABOUT}{_LEAD}(?:unknown|unobtainable|unavailable|unclear|uncertain|not (?:known|obtainable|available|obtained|sure|clear)|cannot be obtained|could not be obtained|unable to (?:be )?(?:obtain\w*|provide|give))",
    F,
)


@lru_cache(maxsize=4096)
def says(text: str) -> Literal["nothing", "unknown", ""]:
    """Whether a whole statement says that there is nothing, that nobody knows, or something after all."""
    words = re.sub(r"\s+", " ", text).strip(" .,;:-–—*")
    if not words or len(words) > 120:
        return ""
    return (
        "nothing"
        if _NOTHING.fullmatch(words) or _NOTHING_OF.fullmatch(words)
        else "unknown"
        if _UNKNOWN.fullmatch(words)
        else ""
    )
