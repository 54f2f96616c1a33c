"""Review of systems: what the patient has and has not, item by item, under the system that it was asked for."""

import re
from collections.abc import Iterator

from bedside.agents.reading import symptoms
from bedside.agents.reading.clause_shapes import cut
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.foreign import foreign
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.labels import is_system, tick
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import (
    answering,
    asserted,
    bounded,
    kind_of,
    opaque,
    persists,
    prose,
    told,
    unchanged,
)
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ANSWERS: dict[str, Polarity] = {
    "no": "denied", "none": "denied", "negative": "denied", "absent": "denied", "denies": "denied", "nil": "denied",
    "denied": "denied", "neg": "denied", "never": "denied", "-": "denied", "n": "denied", "yes": "present", "present": "present",
    "positive": "present", "pos": "present", "+": "present", "y": "present", "reports": "present", "endorses": "present",
    "reported": "present", "endorsed": "present", "unknown": "unknown", "unsure": "unknown",
}  # fmt: skip

_SIGNED = re.compile(
    r"(?: ?\.{2,} ?(?P<answer>[YNyn]\b)| (?P<sign>[+-])(?=\s*(?:[,;.\n]|\Z)))"
)  # "Cough ..... N", "rash -"
_FAR = 40  # characters from a complaint to its sign
_MARKS = frozenset(".,-()*@:;")
_ADVERBS = frozenset({"otherwise", "essentially", "basically", "currently", "really", "also", "generally", "all"})
_NEGATIVE = frozenset(
    {"negative", "unremarkable", "noncontributory", "non-contributory", "remarkable", "neg", "normal"}
)
_ELSEWHERE = frozenset({"hpi", "above", "noted", "stated", "mentioned", "illness"})
_GOES_ON = frozenset(
    {
        "as",
        "because",
        "due",
        "secondary",
        "given",
        "for",
        "except",
        "in",
        "by",
        "other",
        "and",
        "from",
        "on",
        "along",
        "per",
    }
)
_APART = frozenset((("apart", "from"), ("aside", "from"), ("other", "than"), ("with", "the"), ("save", "for")))
_LISTS = frozenset({"/", ",", "&", "and"})
_LETTERS = 2  # characters of a letter code that is a part of one name
_LONGEST = 25  # words of a sentence about the whole


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    answer = answered(doc, record.span)
    if record.label_span is not None and answer == "denied" and _system(doc, record.label_span):
        yield from spoken_of_all("none", record, record.span, doc)  # "GI: neg"
        return
    if record.label_span is not None and answer is not None and (record.tick or _complaint(doc, record.label_span)):
        yield from labelled(record, record.label_span, answer, doc)
        return
    if record.label_span is not None and len(record.sentences) == 1 and _complaint(doc, record.label_span):
        how = symptoms.adjuncts(doc, doc.tagged(record.span))
        if how:  # "Hoarseness: mild"
            what = _whole(doc, record.label_span)
            whole = Span(start=record.label_span.start, end=record.span.end)
            yield Draft("symptom", whole, (*what, *how), sentence=whole)
            return
    if record.tick:
        yield from ticked(record, doc)
        return
    for sentence in record.sentences:
        yield from read_sentence(record, sentence, part, doc)


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence of a review."""
    general = blanket(doc, sentence)
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return
    strange = foreign(record, sentence, part, doc)
    if strange is not None:
        yield from strange
        return
    listed = items(doc, sentence)
    if any(prose(doc, item) for item in listed):
        yield from told(record, sentence, part, doc)
        return
    for item in listed:
        general = blanket(doc, item.span)
        if doc.slice(item.span) in ("Y", "N", "y", "n"):
            continue  # the answer to the item before
        if general:
            yield from spoken_of_all(general, record, item.span, doc)
        else:
            yield draft(item, sentence, record, doc)


def draft(item: Item, sentence: Span, record: Record, doc: Doc) -> Draft:
    """One item that was asked for."""
    changes = item.lead == "same" and item.fresh and not persists(item, doc)
    answer, span = trailing(doc, unchanged(item, doc) if changes else item.span)
    kind = kind_of(doc, span, "symptom" if len(doc.slice(span).split()) <= 6 else None)
    if kind is None:
        return opaque(item.span, sentence, record.label)
    if kind != "condition":
        kind = "symptom"
    made = Draft(kind, item.span, (argument(doc, "what", span.start, span.end),), group=record.label)
    made = asserted(made, item, sentence, doc)
    if answer is not None and doc.slice(item.span).lower().endswith((" yes", " no")):
        return made.but(polarity=answer)
    return answering(made, answer)


def trailing(doc: Doc, span: Span) -> tuple[Polarity | None, Span]:
    """An answer at the end of an item ("Rash absent", "edema: none"), and the item without it."""
    words = doc.tagged(span)
    signed = _SIGNED.match(doc.text, span.end, span.end + _FAR)
    if signed is not None:
        return _ANSWERS[(signed["answer"] or signed["sign"]).lower()], span
    if len(words) > 1 and words[-1].lower in ("yes", "no"):
        named = doc.trimmed(span.start, words[-1].start)
        if any(m.span == named for m in doc.mentioned(named)):  # "nausea yes, vomiting no"
            return _ANSWERS[words[-1].lower], named
    if len(words) > 1:
        answer = _ANSWERS.get(words[-1].lower)
        if answer and words[-1].lower not in ("no", "n", "y", "-"):
            return answer, doc.trimmed(span.start, words[-1].start)
    return None, span


def answered(doc: Doc, span: Span) -> Polarity | None:
    """What a body that is nothing but an answer says: "No", "none", "patient history negative"."""
    words = [
        w
        for w in plains(doc.tagged(span))
        if w not in (".", ",", ":", "patient", "history", "pt", "currently", "known", "(", ")")
    ]
    found: set[Polarity | None] = {_ANSWERS.get(word) for word in words}
    if len(found) == 1:
        return next(iter(found))
    return {"yes": "present", "no": "denied"}.get(tick(doc.slice(span)))  # type: ignore[return-value]


def blanket(doc: Doc, span: Span) -> str:
    """What a sentence says of the whole section or system: "none", "normal", "open", "elsewhere", else ""."""
    words = [word for word in plains(doc.tagged(span)) if word not in _MARKS]
    while len(words) > 1 and words[0] in _ADVERBS:
        words = words[1:]
    found = phrases("blanket").within(words)
    if found:
        return found[0]
    if "systems" in words and not _NEGATIVE.isdisjoint(words) and len(words) < _LONGEST:
        apart = any(tuple(words[i : i + 2]) in _APART for i in range(len(words)))
        return "none" if not ("except" in words or apart) or not _ELSEWHERE.isdisjoint(words) else ""
    opening = phrases("blanket").at(words, 0) if words else None
    if opening and opening[0][0] in ("open", "elsewhere") and len(words) < _LONGEST:
        return opening[0][0] if opening[1] < len(words) and words[opening[1]] in _GOES_ON else ""
    return ""


def spoken_of_all(general: str, record: Record, span: Span, doc: Doc) -> Iterator[Draft]:
    """The draft of a sentence that speaks of the whole."""
    polarity: Polarity = "unknown" if general in ("open", "elsewhere") else "denied"
    shown = record.label_span if record.label_span is not None else span
    yield Draft(
        "none",
        span,
        (argument(doc, "what", shown.start, shown.end, general),),
        polarity,
        sentence=span,
        group=record.label,
    )


def _system(doc: Doc, label: Span) -> bool:
    """Whether a label names a system of organs."""
    return is_system(doc.slice(label).strip(" :-"))


def _complaint(doc: Doc, span: Span) -> bool:
    return kind_of(doc, span) in ("symptom", "condition")


def labelled(record: Record, label: Span, answer: Polarity, doc: Doc) -> Iterator[Draft]:
    """The complaints that a label names, and the answer beside it: "Fever: no", "Jaundice/pallor: nil"."""
    whole = Span(start=label.start, end=record.span.end)
    names = listed_in(doc, label)
    for name in names:
        span = whole if len(names) == 1 else name
        yield Draft(kind_of(doc, name, "symptom") or "symptom", span, _whole(doc, name), answer, sentence=whole)


def listed_in(doc: Doc, label: Span) -> list[Span]:
    """The names that a label lists: "jaundice/pallor/clubbing"."""
    pieces = list(cut(doc.tagged(label), _LISTS))
    spans = [doc.trimmed(piece[0].start, piece[-1].end) for piece in pieces]
    known = [kind_of(doc, span) in ("symptom", "condition") for span in spans]
    return spans if sum(known) > 1 and min(span.end - span.start for span in spans) > _LETTERS else [label]


def ticked(record: Record, doc: Doc) -> Iterator[Draft]:
    """The items of a record that has one answer for all of them: a box, or "Pertinent negatives" before it."""
    polarity: Polarity = {"yes": "present", "no": "denied"}.get(record.tick, "unknown")  # type: ignore[assignment]
    for sentence in record.sentences:
        for item in items(doc, sentence):
            kind = kind_of(doc, item.span, "symptom") or "symptom"
            yield Draft(kind, item.span, _whole(doc, item.span), polarity, sentence=sentence, group=record.label)


def _whole(doc: Doc, span: Span) -> tuple[Argument, ...]:
    return (argument(doc, "what", span.start, span.end),)
