"""Tests of which there is no result yet: "HIV bloods taken", "sputum cultures sent". What is tested for was not found."""

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.part import Record
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_TAKEN = frozenset("taken sent drawn collected submitted requested ordered swabbed".split())
_AWAITED = frozenset("pending awaited outstanding".split())
_LONGEST = 12  # words of such a line


def to_come(doc: Doc, sentence: Span, record: Record) -> Draft | None:
    """The test of a short sentence that ends with its being taken or awaited; None for any other sentence."""
    words = [token for token in doc.tagged(sentence) if token.text not in ".;"]
    said = plains(words)
    if not 1 < len(words) <= _LONGEST or said[-1] not in _TAKEN | _AWAITED or any(t.text == ":" for t in words):
        return None
    if any(q.kind not in ("date", "number") for q in doc.quantities if sentence.start <= q.start < sentence.end):
        return None
    end = len(words) - 1
    while end > 1 and (words[end - 1].tag[:2] in ("VB", "VH", "AV") or said[end - 1] in ("still", "result", "results")):
        end -= 1
    if any(token.tag[:2] in ("VV", "VM", "PN") for token in words[:end]):
        return None
    what = argument(doc, "what", words[0].start, words[end - 1].end)
    place = Span(start=words[-1].start, end=words[-1].end)
    action = Argument(role="action", text=doc.slice(place), span=place, value="test")
    who = Argument(role="who", text="", span=Span(start=what.span.start, end=what.span.start), value="physician")
    past = "past" if said[-1] in _TAKEN else "current"
    return Draft(
        "order",
        Span(start=what.span.start, end=place.end),
        (what, action, who),
        temporality=past,
        sentence=sentence,
        group=record.label,
    )
