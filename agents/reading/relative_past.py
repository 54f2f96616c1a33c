"""Illnesses that a relative had, and nobody says still has: "mother had arthritis"."""

from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft
from bedside.agents.text.doc import Doc


def had_once(draft: Draft, doc: Doc) -> Draft:
    """The draft as past, where the last verb before it in its sentence is "had"."""
    if draft.kind != "condition" or draft.temporality != "current" or draft.sentence is None or not draft.arguments:
        return draft
    start = draft.arguments[0].span.start
    verbs = [word.lower for word in doc.tagged(draft.sentence) if word.end <= start and finite(word)]
    return draft.but(temporality="past") if verbs[-1:] == ["had"] else draft
