"""Sentences of a history that tell a background and nothing else: habits, home and work, and the family's illnesses."""

from dataclasses import replace

from bedside.agents.reading import family, social
from bedside.agents.reading.clause_shapes import covers
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span


def life(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The habits, home and work that a sentence tells, where it tells nothing else."""
    if part.kind == "social" or not social.first(doc, sentence):
        return []
    found = list(social.read_sentence(record, sentence, replace(part, kind="social"), doc))
    if not found or not all(draft.kind == "habit" or _lives(draft) for draft in found):
        return []
    return found if covers(doc, doc.tagged(sentence), found) else []


def kin(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The family's illnesses, where a sentence tells a family history and nothing else."""
    words = [token.lower for token in doc.tagged(sentence)]
    if part.kind == "family" or not any(words[i : i + 2] == ["family", "history"] for i in range(len(words))):
        return []
    found = list(family.read_sentence(record, sentence, replace(part, kind="family"), doc))
    return [] if any(draft.kind in ("opaque", "event") for draft in found) else found


def _lives(draft: Draft) -> bool:
    """Whether words taken for a home or a trade begin as such: "works at ...", "married"."""
    words = draft.arguments[0].text.lower().split() if draft.arguments else []
    return draft.kind in ("home", "work") and words[:1] != [] and words[0] in listed("lives") and len(words) <= 12
