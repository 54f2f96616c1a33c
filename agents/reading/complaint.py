"""Why the patient came: each complaint in the note's words. A sentence of prose there is read as the story is."""

from collections.abc import Iterator

from bedside.agents.reading.clause import finite
from bedside.agents.reading.clause_shapes import subject_of_sign
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.identity_in_prose import introduced
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import asserted, bounded, kind_of, told
from bedside.agents.reading.review import blanket, spoken_of_all
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_KNOWN = 2  # words of "established patient" before what brings them
_QUOTES = "\"“”„'‘’"
_COMPLAINTS = frozenset({"symptom", "condition", "procedure"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    if record in part.records[1:]:  # the story goes on under the same heading
        for sentence in record.sentences:
            yield from told(record, sentence, part, doc)
        return
    for number, sentence in enumerate(record.sentences):
        if not any(token.text[0].isalpha() for token in doc.tagged(sentence)):
            continue
        quote = _quote(doc, sentence)
        general = blanket(doc, sentence)
        if quote is not None:
            yield Draft(
                "complaint", quote, (argument(doc, "what", quote.start, quote.end, "quote"),), sentence=sentence
            )
        elif general:
            yield from spoken_of_all(general, record, sentence, doc)
        elif subject_of_sign(doc.tagged(sentence)) == _KNOWN or (
            (number and not _is_list(doc, sentence))
            or introduced(doc, doc.tagged(sentence)) is not None
            or (_prose(doc, sentence) and not doc.slice(sentence).lower().startswith(("follow up", "follow-up", "f/u")))
        ):
            yield from told(record, sentence, part, doc)
        else:
            yield from _complaints(doc, sentence)


def _quote(doc: Doc, sentence: Span) -> Span | None:
    """A complaint in the patient's own words: "I can't sleep"."""
    text = doc.slice(sentence)
    if not text or text[0] not in _QUOTES or not any(mark in text[1:] for mark in _QUOTES[:3]):
        return None
    return doc.trimmed(sentence.start, sentence.end, f" \t\r\n.,{_QUOTES}")


def _prose(doc: Doc, sentence: Span) -> bool:
    words = doc.tagged(sentence)
    verb = next((i for i, token in enumerate(words) if finite(token) and token.tag != "VVB"), None)
    return verb is not None and any(token.tag.startswith(("PN", "NN", "NP", "EX")) for token in words[:verb])


def _is_list(doc: Doc, sentence: Span) -> bool:
    """Whether a later sentence goes on with complaints ("1. Infection. 2. Pelvic pain.")."""
    listed = items(doc, sentence)
    return bool(listed) and all(_is_complaint(item, doc) and item.lead == "" for item in listed)


def _complaints(doc: Doc, sentence: Span) -> Iterator[Draft]:
    listed = items(doc, sentence)
    if len(listed) > 1 and all(_is_complaint(item, doc) for item in listed):
        for item in listed:
            draft = Draft("complaint", item.span, (argument(doc, "what", item.span.start, item.span.end),))
            yield asserted(draft, item, sentence, doc)
        return
    span = doc.trimmed(sentence.start, sentence.end)
    if span.start < span.end:
        end = _evaluated(doc, span)
        aside = doc.text.find(" (", span.start, end)
        if aside > 0 and _prose(doc, Span(start=aside + 2, end=end)):
            end = aside  # "(patient speaks Spanish)"
        yield Draft("complaint", span, (argument(doc, "what", span.start, end),), sentence=sentence)


def _evaluated(doc: Doc, span: Span) -> int:
    """Where a complaint ends that is written as what will be done about it: "back pain evaluation"."""
    text = doc.slice(span)
    for ending in (" evaluation", " eval"):
        thing = text[: len(text) - len(ending)]
        whole = Span(start=span.start, end=span.start + len(thing))
        if text.lower().endswith(ending) and thing.strip() and kind_of(doc, whole) in ("symptom", "condition"):
            return whole.end
    return span.end


def _is_complaint(item: Item, doc: Doc) -> bool:
    """Whether an item is one by itself ("followup on diabetes" is not)."""
    first = doc.tagged(item.span)[0].lower
    return (
        kind_of(doc, item.span) in _COMPLAINTS
        and not first.startswith("follow")
        and item.lead in ("", "affirm", "deny")
    )
