"""Who of several people is the patient, as an aside behind a name says."""

from collections.abc import Sequence

_AS_PATIENT = ("seen today", "seen here", "the patient", "our patient", "this patient", "patient", "pt")


def called_patient(low: Sequence[str]) -> int:
    """The place behind an aside that says who the patient is, after a name: "[Twin] B, seen today, has ..."; 0 for others."""
    at = 1 if low[:1] and len(low[0]) == 1 and low[0].isalnum() else 0
    if low[at : at + 1] not in ([","], ["("]):
        return 0
    end = next((i for i in range(at + 1, min(len(low), at + 4)) if low[i] in (",", ")")), 0)
    return end + 1 if end and " ".join(low[at + 1 : end]) in _AS_PATIENT else 0
