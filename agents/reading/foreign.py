"""Sentences that stand in a section of another nature: vital signs among conditions, allergies among habits."""

from collections.abc import Sequence

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.measurements import measured
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.registry import handed_on
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_ALLERGY = frozenset({"nkda", "nka", "nkma", "allergic"})
_SHORT = 7  # words of a sentence that says no more than that there are none
_LIFE = frozenset(
    {
        "smokes",
        "smoker",
        "nonsmoker",
        "smoking",
        "alcohol",
        "etoh",
        "tobacco",
        "married",
        "divorced",
        "widowed",
        "lives",
    }
)


def foreign(record: Record, sentence: Span, part: Part, doc: Doc) -> Sequence[Draft] | None:
    """The statements of a sentence that belongs elsewhere, by the reader of its kind; None for one that does not."""
    words = plains(doc.tagged(sentence))
    vital = _measured(doc, sentence)
    if vital is not None:
        return vital
    if part.kind != "allergies" and _of_allergies(words):
        return list(handed_on("allergies", record, sentence, part, doc))
    if part.kind in ("past", "review") and "family" in words and "history" in words:
        return list(handed_on("family", record, sentence, part, doc))
    if part.kind in ("past", "medications", "family") and not _LIFE.isdisjoint(words):
        return list(handed_on("life", record, sentence, part, doc)) or None
    return None


def _of_allergies(words: Sequence[str]) -> bool:
    if not _ALLERGY.isdisjoint(words):
        return True
    denied = not {"known", "no", "nil"}.isdisjoint(words)
    return "allergies" in words and denied and len(words) <= _SHORT


def _measured(doc: Doc, sentence: Span) -> Sequence[Draft] | None:
    """The measurements of a sentence that is made of them."""
    found = measured(doc, sentence)
    told = sum(draft.span.end - draft.span.start for draft in found)
    return found if found and told >= (sentence.end - sentence.start) / 2 else None
