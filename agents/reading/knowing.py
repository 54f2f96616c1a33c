"""Who can know a statement when the visit begins, and whether it stood before the visit: by its section and its kind."""

import re

from bedside.agents.reading.draft import Draft
from bedside.scenarios.note import Knower, SectionKind
from bedside.scenarios.statement import Kind

_VISIT: frozenset[SectionKind] = frozenset(
    ("vitals", "examination", "results", "course", "procedure", "assessment", "plan", "instructions")
)
_CHART: frozenset[SectionKind] = frozenset(("past", "medications", "allergies"))
# What only the patient can have told, wherever the author wrote it down.
_TOLD: frozenset[Kind] = frozenset(("symptom", "wish", "quote", "habit", "home", "work", "relative", "identity"))
_MEASURED: frozenset[Kind] = frozenset(("measurement", "finding", "result"))
_REFUSES = re.compile(
    r"\b(?:he|she|they|the patient|patient|pt)(?:'d)? (?:would |still |also )*(?:rather not|prefers? not|does not want|doesn't want|do not want|don't want|did not want"
    r"|is not keen|is reluctant|is unwilling|refuses?|refused|does not wish|would like to avoid)\b",
    re.IGNORECASE,
)
_EARLIER = frozenset(
    "ago previous previously prior last earlier outside year month yesterday since january february march april may june july "
    "august september october november december".split()
)


def known(draft: Draft, section: SectionKind, words: str) -> tuple[Knower, bool]:
    """Who can know a statement, and whether it was first found or decided at this visit. ``words`` are its sentence's."""
    if draft.kind == "identity":
        return "both", False
    if section not in _VISIT:
        return _of_story(draft, section, words)
    if draft.kind in _TOLD and section in ("assessment", "plan", "instructions"):
        return "patient", False
    if draft.kind == "drug" and _action(draft) in ("skip", "refuse"):
        return "patient", False
    if draft.kind == "drug" and section == "assessment" and _action(draft) in ("take", "finish", ""):
        return "both", False
    if draft.kind == "event" and section in ("assessment", "plan") and any(m.role == "subject" for m in draft.marks):
        return "both", False
    if draft.kind == "result" and _earlier(words):
        return "both", False
    if draft.kind == "reasoning" and _REFUSES.search(words) is not None:
        return "both", False  # what the patient would rather not, which they have said
    return "physician", True


def _of_story(draft: Draft, section: SectionKind, words: str) -> tuple[Knower, bool]:
    if section in _CHART or draft.kind in ("condition", "procedure", "drug", "allergy"):
        return "both", False
    if draft.kind == "measurement" and section in ("history", "complaint") and "home" in _plain(words):
        return "patient", False  # who measured it
    if draft.kind in _MEASURED:
        return ("both", False) if _earlier(words) or section != "history" else ("physician", True)
    if draft.kind in ("order", "advice", "diagnosis", "prognosis", "reasoning"):
        return ("both", False) if _earlier(words) else ("physician", True)
    return "patient", False


def _action(draft: Draft) -> str:
    return next((a.value or "" for a in draft.arguments if a.role == "action"), "")


def _earlier(words: str) -> bool:
    words_in = _plain(words)
    return "today" not in words_in and any(word in _EARLIER or (word.isdigit() and len(word) == 4) for word in words_in)


def _plain(words: str) -> list[str]:
    return [word.strip(".,;:()") for word in words.lower().split()]
