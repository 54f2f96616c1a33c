"""Labels of a family history: a relative before a colon, or an illness that runs in the family."""

import re
from collections.abc import Iterator, Sequence

from bedside.agents.reading.clause import marks
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.registry import handed_on
from bedside.agents.reading.relatives import kin, named, relative_at
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Mark

JOINT = frozenset({"and", "or", "&", "/", ",", "both"})
_RUNS = frozenset({"runs", "run", "common"})  # "gout runs in the family"
_DIED = re.compile(
    r"d\s+(?:(?:at |age |aged )?(?P<age>\d{1,3})\b)?[\s,]*(?:(?:of|from|with|-)\s*)?(?P<cause>.*)", re.DOTALL
)
_SIGNED = re.compile(r"(?P<name>[A-Z][A-Za-z0-9-]{1,8}) ?(?P<sign>[+-])")


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


def spelled(state: str) -> str | None:
    """What a relative's state in shorthand says: "d 44 ovarian ca" is "died at 44 of ovarian ca", "BRCA1+" is "BRCA1 positive";
    None where nothing is short."""
    signed = _SIGNED.fullmatch(state)
    if signed is not None:
        return f"{signed['name']} {'positive' if signed['sign'] == '+' else 'negative'}"
    found = _DIED.fullmatch(state)
    if found is None:
        return None
    age, cause = found["age"], found["cause"].strip(" .,")
    return f"died{f' at {age}' if age else ''}{f' of {cause}' if cause else ''}"


def of_patient(record: Record, sentence: Span, part: Part, doc: Doc) -> list[Draft] | None:
    """What a sentence of a family history says of the patient alone: "Adopted.", "Patient BRCA1 neg"; None for any other."""
    words = [token for token in doc.tagged(sentence) if token.tag != "PUN"]
    low = plains(words)
    if any(map(kin, low)):
        return None
    if low and low[-1] == "adopted" and set(low[:-1]) <= {"patient", "pt", "he", "she", "is", "was", "the"}:
        clause = argument(doc, "clause", words[0].start, words[-1].end)
        at = Span(start=clause.span.start, end=clause.span.start)
        left_out = (Mark(role="subject", span=at), Mark(role="verb", span=at, lemma="be", form="past"))
        made = left_out if len(low) == 1 else marks(doc, clause.span, *doc.patient) or ()
        return [Draft("event", clause.span, (clause,), sentence=sentence, marks=made)]
    if low[:1] in (["patient"], ["pt"]) and len(low) > 1:
        return list(handed_on("history", record, sentence, part, doc))
    return None


def whose_in(doc: Doc, body: Sequence[Token]) -> tuple[Sequence[Token], list[Span]]:
    """ "TIAs in his mother", "gout (father)": an illness without the relative, and the relative."""
    for i in range(1, len(body) - 1 if len(body) > 1 else 0):
        if body[i].lower not in ("in", "of", "on", "(", "for", "-", "–", "with", ":", "by"):
            continue
        start = i + 1
        names: list[Span] = []
        while start < len(body) and (after := relative_at(body, start)):
            names.append(_named_span(doc, body[start:after]))
            start = after
            while start < len(body) and body[start].lower in JOINT | {")"}:
                start += 1
            if start < len(body) and body[start].text == "(":  # "father (dx 52)"
                start = next((j + 1 for j in range(start, len(body)) if body[j].text == ")"), len(body))
        if names:
            while i > 1 and (body[i - 1].tag in ("VVN", "VVD", "VVG") or body[i - 1].lower in _RUNS):
                i -= 1
            rest = [t for t in body[start:] if t.text not in ").,"]
            aged = bool(rest) and rest[0].text[0].isdigit()  # "(aunt, 45y)"
            if rest and not aged and rest[0].lower not in ("at", "age", "aged", "in", "who", "on", "with", "side"):
                continue
            return body[:i], names
    return body, []


def _named_span(doc: Doc, words: Sequence[Token]) -> Span:
    return doc.trimmed(words[0].start, words[-1].end, " \t\r\n.,;:•*–—-(")


def own_first(doc: Doc, sentence: Span) -> Iterator[Span]:
    """A sentence that begins with what is the patient's own, in two: "Adopted; biological mother had gout"."""
    words = doc.tagged(sentence)
    at = next((i for i, token in enumerate(words[:4]) if token.text in ";,-"), 0)
    if at and words[at - 1].lower == "adopted" and at + 1 < len(words):
        yield Span(start=sentence.start, end=words[at - 1].end)
        yield Span(start=words[at + 1].start, end=sentence.end)
    else:
        yield sentence
