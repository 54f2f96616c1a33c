"""The first sentence of a note in one paragraph: what somebody told, or the visit of care that they come for."""

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.part import Part
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_VISIT = 4  # words of "annual diabetes review"


def presented(found: list[Draft], sentence: Span, part: Part, doc: Doc) -> list[Draft]:
    """What stands in the first sentence of a note without a heading was told and not found: "67M T2DM, ear pain L"; and a visit
    of care is why they come ("annual review")."""
    if part.heading or sentence.start > part.span.start or part.span.start > 0:
        return found
    return [_of_story(draft, doc) for draft in found]


def _of_story(draft: Draft, doc: Doc) -> Draft:
    words = doc.slice(draft.span).lower().strip(" .,").split()
    told = draft.kind in ("opaque", "finding", "condition")
    if told and 0 < len(words) <= _VISIT and words[-1] in listed("visits"):
        what = argument(doc, "what", draft.span.start, draft.span.end)
        return draft.but(kind="complaint", arguments=(what,), marks=())
    if draft.kind in ("opaque", "finding") and words[:1] and words[0] in listed("mishaps"):
        what = argument(doc, "what", draft.span.start, draft.span.end)
        return draft.but(kind="symptom", arguments=(what,), marks=(), temporality="past")
    named = [m.kind for m in doc.mentioned(draft.span)] if draft.kind == "finding" else []
    if "part" in {a.role for a in draft.arguments} or not named:
        return draft
    kind = "condition" if named[0] == "disorder" else "symptom" if named[0] in ("symptom", "finding") else None
    return draft.but(kind=kind) if kind is not None else draft
