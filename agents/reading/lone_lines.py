"""Lines of a history that are no sentence by themselves: what they go on with, and a complaint with its tick or answer."""

from bedside.agents.reading import symptoms
from bedside.agents.reading.context import modifiers
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.fragments import ANSWERS
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_WORSE = frozenset(
    (
        "aggravating factors",
        "exacerbating factors",
        "provoking factors",
        "aggravated by",
        "exacerbated by",
        "worse with",
    )
)
_BETTER = frozenset(("relieving factors", "alleviating factors", "mitigating factors", "relieved by", "better with"))
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


def side_labelled(record: Record, before: Draft | None, doc: Doc) -> Draft | None:
    """ "Aggravating factors: walking, turning": what makes the complaint told last worse or better; opaque where none was told."""
    label = record.label.lower()
    if label not in _WORSE | _BETTER or len(record.sentences) > 1:
        return None
    span = doc.trimmed(record.span.start, record.span.end, " \t\r\n.,;")
    if before is None or span.start >= span.end or doc.tagged(span)[0].lower in ANSWERS:
        return Draft("opaque", record.span, sentence=record.span)
    worse = label in _WORSE
    side = argument(doc, "trigger" if worse else "relief", span.start, span.end, "worse" if worse else None)
    return before.but(span=span, arguments=(before.arguments[0], side), sentence=record.span)
