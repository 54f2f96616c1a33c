"""Lines of a history that are no sentence by themselves: what they go on with, and a complaint with its tick or answer."""

from bedside.agents.reading import symptoms
from bedside.agents.reading.context import modifiers
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.fragments import ANSWERS
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_ABOVE = 80  # characters above a story in which the reason for the visit stands
_BACK = 300  # characters before a line in which the complaint may stand that it goes on with


def complaint_before(record: Record, part: Part, doc: Doc) -> Draft | None:
    """The complaint that the lines before told last, as far as a line without one ("Worse at night.") goes on with it."""
    above = doc.text[max(0, part.span.start - _ABOVE) : part.span.start]
    reason = any(name in above.lower() for name in ("cc:", "complaint", "reason"))  # stands right above the story
    first = max(part.span.start - (len(above) if reason else 0), record.span.start - _BACK)
    told = [m for m in doc.mentioned(Span(start=first, end=record.span.start)) if m.kind == "symptom"]
    for mention in reversed(told[-3:]):
        start = max(first, doc.text.rfind("\n", first, mention.span.start) + 1)
        end = doc.text.find("\n", mention.span.end)
        line = Span(start=start, end=end if end >= 0 else len(doc.text))
        if modifiers(doc, line, mention.span).polarity == "present":
            what = argument(doc, "what", mention.span.start, mention.span.end)
            return Draft("symptom", mention.span, (what,), sentence=line)
    return None


def labelled_complaint(record: Record, doc: Doc) -> Draft | None:
    """ "Vomiting: none", "+ cough": a complaint with its tick or its answer."""
    answer = " ".join(word.lower for word in doc.tagged(record.span) if word.tag != "PUN" or word.text in "+-")
    if record.label_span is not None and answer in ANSWERS:
        span, polarity = record.label_span, ANSWERS[answer]
    elif record.tick in ("yes", "no") and record.label_span is None and len(record.sentences) == 1:
        span, polarity = (
            doc.trimmed(record.span.start, record.span.end),
            "present" if record.tick == "yes" else "denied",
        )
    else:
        return None
    found = symptoms.named(doc, doc.tagged(span))
    if not found:
        return None
    whole = Span(start=min(span.start, record.span.start), end=max(span.end, record.span.end))
    return Draft(found[0].kind or "symptom", whole, found[0].arguments, polarity=polarity, sentence=whole)
