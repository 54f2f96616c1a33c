"""What the readers of list sections share: prose among lists, what kind of thing an item is, whether it is so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading import context
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.items import Item
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.registry import handed_on
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Kind

_POLARITY: dict[str, Polarity] = {"deny": "denied", "open": "unknown"}
_KINDS: dict[str, Kind] = {
    "disorder": "condition", "symptom": "symptom", "drug": "drug", "procedure": "procedure", "finding": "symptom",
}  # fmt: skip
_CERTAIN = ("VBZ", "VBD", "VHZ", "VHD", "VDZ", "VM0", "VBB")
_LONGEST = 900  # characters; no sentence of the development notes has more
_SUBORDINATE = ("DTQ", "PNQ", "CJS", "CJT", "AVQ")


def prose(doc: Doc, item: Item) -> bool:
    """Whether an item holds a clause: a finite verb that hangs on no "which", "when" or "that"."""
    subject = spoken = item.named
    for token in outside(doc.tagged(item.span)):
        if token.tag.startswith(_SUBORDINATE):
            return False
        if finite(token) and (subject or token.tag in _CERTAIN) and token.tag != "VVB":
            return True
        if token.tag in ("VVG", "VBG", "VHG") and token.start == item.span.start and not doc.mentioned(item.span):
            return True
        if token.tag == "VBN" or (token.tag == "VVN" and token.start == item.span.start and item.named):
            return True
        if token.tag == "VVB" and spoken:
            return True
        spoken = token.tag.startswith("PN")
        subject = subject or spoken or token.tag.startswith(("NN", "NP"))
    return False


def outside(words: Sequence[Token]) -> Iterator[Token]:
    """The words that stand in no brackets: what is in them only adds to an item."""
    depth = 0
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        if depth <= 0:
            yield word


def bounded(record: Record, doc: Doc) -> Record:
    """The record with no sentence longer than ``_LONGEST`` characters, so that none costs more than its length: a line that
    runs on is cut at a mark, or at a space."""
    if all(sentence.end - sentence.start <= _LONGEST for sentence in record.sentences):
        return record
    cut: list[Span] = []
    for sentence in record.sentences:
        start = sentence.start
        while sentence.end - start > _LONGEST:
            stretch = doc.text[start : start + _LONGEST]
            at = next(
                (found for mark in (". ", "; ", ", ", " ") if (found := stretch.rfind(mark)) > _LONGEST // 2),
                _LONGEST - 1,
            )
            cut.append(Span(start=start, end=start + at + 1))
            start += at + 1
            while start < sentence.end and doc.text[start].isspace():
                start += 1
        if start < sentence.end:
            cut.append(Span(start=start, end=sentence.end))
    return replace(record, sentences=tuple(cut))


def told(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """A sentence of prose in a list section, read as the story is."""
    yield from handed_on("history", record, sentence, part, doc)


def opaque(span: Span, sentence: Span | None = None, group: str = "") -> Draft:
    """Words that were not understood."""
    return Draft("opaque", span, sentence=sentence or span, group=group)


def kind_of(doc: Doc, span: Span, other: Kind | None = None) -> Kind | None:
    """What an item is, by the last concept of its head: what stands behind a preposition tells only where that does not."""
    words = doc.tagged(span)
    end = next((token.start for token in words[1:] if token.tag == "PRP"), span.end)
    for stretch in (Span(start=span.start, end=end), span):
        for mention in reversed(doc.mentioned(stretch)):
            if mention.kind in _KINDS:
                return _KINDS[mention.kind]
    return other


def asserted(draft: Draft, item: Item, sentence: Span, doc: Doc) -> Draft:
    """The draft with what the words around its item say: so or not, sure or not, when, whose."""
    if item.lead == "same" and item.fresh:
        if persists(item, doc):
            return draft.but(polarity="present", sentence=sentence)
        return draft.but(polarity="denied", sentence=sentence, span=unchanged(item, doc))
    own = item.fresh or item.lead != "deny" or item.joiner in ("or", "nor")
    polarity: Polarity = _POLARITY.get(item.lead, "present") if own else "present"
    certainty: Certainty = "possible" if item.lead == "maybe" else "certain"
    draft = draft.but(polarity=polarity, certainty=certainty, sentence=sentence)
    return modified(draft, sentence, doc)


def answering(draft: Draft, answer: Polarity | None) -> Draft:
    """The draft with the answer at its end; "no fracture present" stays denied."""
    if answer is None or (answer == "present" and draft.polarity == "denied"):
        return draft
    return draft.but(polarity=answer)


def persists(item: Item, doc: Doc) -> bool:
    """Whether what does not change is an illness: "no increase in the effusion", but not "no change in bowel habits"."""
    return any(mention.kind in ("disorder", "symptom", "finding") for mention in doc.mentioned(item.span))


def unchanged(item: Item, doc: Doc) -> Span:
    """What does not change, with the word for it: "change in bowel habits"."""
    first = doc.tagged(item.whole)
    at = next(
        (
            token.start
            for token in first
            if token.lower not in ("no", "there", "is", "are", "was", "has", "been", "any")
        ),
        item.span.start,
    )
    return Span(start=at, end=item.span.end)


def modified(draft: Draft, sentence: Span, doc: Doc) -> Draft:
    """The draft with what the table of modifiers says around it, where the item's own lead does not."""
    said = context.modifiers(doc, sentence, draft.span)
    polarity = draft.polarity if draft.polarity != "present" else said.polarity
    certainty = draft.certainty if draft.certainty != "certain" else said.certainty
    return draft.but(polarity=polarity, certainty=certainty, temporality=said.temporality, subject=said.subject)
