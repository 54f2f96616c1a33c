"""Who answers for a patient who cannot: a parent or guardian of a small child, who came with somebody who cannot speak."""

import re

from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Note

SPOKEN_FOR_UNTIL = 13  # years; below it a companion speaks for the patient
RELATIVES = ("mother", "father", "parents", "parent", "grandmother", "guardian", "caregiver", "mom", "dad")
_NO_WITNESSES = ("interpreter", "nurse")
_SILENT = re.compile(
    r"\b(?:aphasi[ac]|dysphasi[ac]|non-?verbal|poor historian|(?:unable|not able) to (?:give|provide|offer) (?:(?:a|any|much|further|additional|reliable|adequate) ){0,2}(?:hx|history)"
    r"|(?:cannot|can't|does not|doesn't) speak(?! in| (?:to|with|for) ))\b",
    re.IGNORECASE,
)
_FAINT = re.compile(r"\b(?:unresponsive|unconscious|intubated|comatose|obtunded|gcs(?: of)? [3-8])\b", re.IGNORECASE)
_CHILD = re.compile(r"\W*(?:the|this) (?:child|infant|baby|toddler|newborn)\b", re.IGNORECASE)
_WITNESSED = re.compile(
    r"\b(?:collateral|(?:history|hx|information) (?:obtained |taken )?(?:from|by|via|per))\b", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|when|unless|until|should)\b[^.;\n]*$", re.IGNORECASE)  # "call if he cannot speak"
_DENIED = re.compile(r"\b(?:no|not|without|denies|never)\s(?:\w+\s)?$", re.IGNORECASE)


def spokesperson(note: Note, case: Case) -> str:
    """Who answers: the patient, or the companion of a small child or of someone who cannot speak."""
    companions = came_along(case.patient.companion, note.companions)
    age = case.patient.age if case.patient.age is not None else note.age
    unaged = age is None and _CHILD.match(note.text) is not None
    if unaged or (age is not None and age < SPOKEN_FOR_UNTIL):
        for companion in companions:
            if companion in RELATIVES:
                return (
                    "mother"
                    if companion in ("mom", "parents", "parent")
                    else "father"
                    if companion == "dad"
                    else companion
                )
        if age is None or age < 6:
            return "mother"
    witness = next((who for who in companions if who not in _NO_WITNESSES), "")
    return witness if witness and _is_silent(note.text) else "patient"


def _is_silent(text: str) -> bool:
    """Whether the note says that the patient cannot tell the story: no speech, or out of it and somebody else told it."""
    said = [
        found
        for found in _SILENT.finditer(text)
        if not _DENIED.search(text, 0, found.start()) and not _CONDITION.search(text, 0, found.start())
    ]
    return bool(said) or (_FAINT.search(text) is not None and _WITNESSED.search(text) is not None)
