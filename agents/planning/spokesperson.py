"""Who answers for a patient who cannot: a parent or guardian of a small child, who came with somebody who cannot speak."""

import re

from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along, is_nobody
from bedside.scenarios.note import Note

SPOKEN_FOR_UNTIL = 13  # years; below it a companion speaks for the patient
_RELATIVES = ("mother", "father", "parents", "parent", "grandmother", "guardian", "caregiver", "mom", "dad")
_CALLED = {"mom": "mother", "parents": "mother", "parent": "mother", "dad": "father"}
_NEVER_ALONE = 6  # years
_NO_WITNESSES = ("interpreter", "nurse")
_SILENT = re.compile(
    r"\b(?:aphasi[ac]|dysphasi[ac]|non-?verbal|poor historian|(?:unable|not able) to (?:give|provide|offer) (?:(?:a|any|much|further|additional|reliable|adequate) ){0,2}(?:hx|history)"
    r"|(?:cannot|can't|does not|doesn't) speak(?! in| (?:to|with|for) ))\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:cannot|can't|can not|could not|couldn't|(?:is|was|being) unable to|not able to|no longer able to) (?:reliably )?(?:give|provide|offer|tell)\b(?! (?:any )?(?:further|additional|more|much))[^.;\n]{0,30}\b(?:history|account|story)\b"
    r"|\b(?:non-?communicative|unable to communicate|minimally verbal|no verbal output|history (?:is |was )?(?:un|not )(?:obtainable|available) from (?:the )?patient)\b"
    r"|\b(?:advanced|severe|end[- ]stage|late[- ]stage) (?:\S+ ){0,2}dementia\b|\bdementia,? (?:advanced|severe|end[- ]stage)\b",
    re.IGNORECASE,
)
_DEMENTED = re.compile(r"\b(?:dementia|alzheimer\S*|delirious|delirium|disoriented|not oriented)\b", re.IGNORECASE)
_TELLS = "daughter|son|wife|husband|sister|brother|niece|nephew|carer|caregiver|partner|mother|father|granddaughter|grandson|guardian"
_RELATED = re.compile(
    rf"\b(?:(?:brought|accompanied|here|seen|presents?|comes?|came)(?: in)?(?: today)? (?:by|with)|(?:history|hx|information|collateral)[^.;\n]{{0,25}}\b(?:from|by|per|via)|per) (?:(?:his|her|the|patient's|their) )?({_TELLS})\b"
    rf"|\b({_TELLS}) (?:reports?|states?|says?|notes?|tells?|gives?|gave|provides?|provided|describes?|is concerned|is worried)\b",
    re.IGNORECASE,
)
_INFANT = re.compile(
    r"\b(?:newborn|neonate|infant|toddler|baby (?:boy|girl)|nicu|\d+ ?-?(?:day|week|wk|mo|month)s?[- ]olds?)\b",
    re.IGNORECASE,
)
_HEAD = 200  # characters of a note within which it says who it is about
_FAINT = re.compile(r"\b(?:unresponsive|unconscious|intubated|comatose|obtunded|gcs(?: of)? [3-8])\b", re.IGNORECASE)
_CHILD = re.compile(r"\W*(?:the|this) (?:child|infant|baby|toddler|newborn)\b", re.IGNORECASE)
_WITNESSED = re.compile(
    r"\b(?:collateral|(?:history|hx|information) (?:obtained |taken )?(?:from|by|via|per))\b", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|when|unless|until|should)\b[^.;\n]*$", re.IGNORECASE)  # "call if he cannot speak"
_FAMILY = re.compile(r"\b(?:mother|father|grandmother|grandfather|family|fh|fhx|aunt|uncle)\b[^.;\n]*$", re.IGNORECASE)
_BIRTHS = re.compile(
    r"\b(?:g\d ?p\d|postpartum|post-?natal|pregnan\w+|gestation\w*|breast-?feeding|delivered|weeks? pregnant)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|without|denies|never)\s(?:\w+\s)?$", re.IGNORECASE)


def spokesperson(note: Note, case: Case) -> str:
    """Who answers: the patient, or the companion of a small child or of someone who cannot speak."""
    companions = came_along(case.patient.companion, note.companions)
    age = case.patient.age if case.patient.age is not None else note.age
    unaged = age is None and (_CHILD.match(note.text) is not None or _is_infant(note.text[:_HEAD]))
    if unaged or (age is not None and age < SPOKEN_FOR_UNTIL):
        for companion in companions:
            if companion in _RELATIVES:
                return _CALLED.get(companion, companion)
        if age is None or age < _NEVER_ALONE:
            return "mother"
    witness = next((who for who in companions if who not in _NO_WITNESSES), "")
    declared = bool(case.patient.companion)  # an author who names who came along leaves the word to the patient
    if witness and (_is_silent(note.text) or _cannot_tell(note.text, demented=not declared)):
        return witness
    silent = not is_nobody(case.patient.companion) and _cannot_tell(note.text, demented=not declared)
    return _carer(note.text) if silent else "patient"


def _is_infant(head: str) -> bool:
    """Whether the first words of a note are about a baby, and not about a mother who has one."""
    return _INFANT.search(head) is not None and _BIRTHS.search(head) is None


def _cannot_tell(text: str, *, demented: bool = True) -> bool:
    """Whether the note says that the patient cannot give a history, or is demented and somebody else gives it."""
    if any(_holds(text, found.start()) for found in _CANNOT.finditer(text)):
        return True
    told = demented and _RELATED.search(text) is not None
    return told and any(_holds(text, found.start()) for found in _DEMENTED.finditer(text))


def _holds(text: str, at: int) -> bool:
    """Whether what stands there is said of the patient, is there, and does not hang on a condition."""
    return not any(other.search(text, max(0, at - _HEAD), at) for other in (_DENIED, _CONDITION, _FAMILY))


def _carer(text: str) -> str:
    """Who is there with somebody who cannot tell: whom the note has speak, else a carer."""
    found = _RELATED.search(text)
    who = (found[1] or found[2]).lower() if found is not None else "caregiver"
    return "caregiver" if who == "carer" else who


def _is_silent(text: str) -> bool:
    """Whether the note says that the patient cannot tell the story: no speech, or out of it and somebody else told it."""
    said = [
        found
        for found in _SILENT.finditer(text)
        if not _DENIED.search(text, 0, found.start()) and not _CONDITION.search(text, 0, found.start())
    ]
    return bool(said) or (_FAINT.search(text) is not None and _WITNESSED.search(text) is not None)
