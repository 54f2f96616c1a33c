"""Who answers for a patient who cannot: a parent or guardian of a small child."""

from bedside.scenarios.case import Case
from bedside.scenarios.note import Note

SPOKEN_FOR_UNTIL = 13  # years; below it a companion speaks for the patient
RELATIVES = ("mother", "father", "parents", "parent", "grandmother", "guardian", "caregiver", "mom", "dad")


def spokesperson(note: Note, case: Case) -> str:
    """Who answers: the patient, or the companion of a small child or of someone who cannot speak."""
    companions = ([case.patient.companion] if case.patient.companion else []) + list(note.companions)
    age = case.patient.age if case.patient.age is not None else note.age
    if age is not None and age < SPOKEN_FOR_UNTIL:
        for companion in companions:
            if companion in RELATIVES:
                return (
                    "mother"
                    if companion in ("mom", "parents", "parent")
                    else "father"
                    if companion == "dad"
                    else companion
                )
        if age < 6:
            return "mother"
    return "patient"
