"""Labels of a family history: a relative before a colon, or an illness that runs in the family."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.part import Record
from bedside.agents.reading.relatives import kin, named, relative_at
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span


def label_of(record: Record, doc: Doc) -> Span | None:
    """The label of a record where it names a relative and nothing else."""
    if record.label_span is None:
        return None
    words = doc.tagged(record.label_span)
    return record.label_span if relative_at(words) >= len(words) > 0 else None


def running(record: Record, doc: Doc) -> Iterator[Draft]:
    """ "Gout runs in the family: mother, aunt", "Asthma: mother, aunt"."""
    label = record.label_span
    if label is None or relative_at(doc.tagged(label)):
        return
    named_ill = [m for m in doc.mentioned(label) if m.kind in ("disorder", "symptom")]
    runs = bool({"family", "runs"} & set(plains(doc.tagged(label))))
    ill = next((m for m in named_ill if runs or m.span == label), None)
    words = [token for token in doc.tagged(record.span) if token.tag != "CJC" and token.text not in ",;."]
    if ill is None or not words:
        return
    at = 0
    found: list[Draft] = []
    while at < len(words):
        after = relative_at(words, at)
        if not after:
            return
        who = Span(start=words[at].start, end=words[after - 1].end)
        what = argument(doc, "what", ill.span.start, ill.span.end)
        found.append(Draft("condition", hull([what.span, who]), (what,), subject=named(words[at:after]), sentence=who))
        at = after
    yield from found


def tells_age(words: Sequence[Token]) -> bool:
    """Whether these words tell an age ("58 years old", "ages 60")."""
    low = {token.lower for token in words}
    return any(token.text.isdigit() for token in words) and bool(low & {"old", "age", "ages", "aged", "years"})


def about(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence tells of an illness in the family, or how a relative is."""
    words = plains(doc.tagged(sentence))
    if "family" in words and "history" in words:
        return True
    ill = any(m.kind in ("disorder", "symptom") for m in doc.mentioned(sentence)) or not {
        "died",
        "deceased",
        "healthy",
        "alive",
        "passed",
        "passing",
    }.isdisjoint(words)
    aged = any(q.kind == "age" and sentence.start <= q.start < sentence.end for q in doc.quantities)
    return (ill or aged) and any(kin(word) for word in words)
