"""The test that a record of results is about: its label, or the record before that names no more than a test."""

import re
from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.labels import tick
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import kind_of
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

TESTS = frozenset({"test", "measurement", "procedure", "device"})
_IMAGES = frozenset(
    "ct mri x-ray x-rays xray xrays cxr axr kub ray rays ultrasound uss us echo echocardiogram ekg ecg scan scans doppler film films"
    " mammogram egd ogd endoscopy colonoscopy bronchoscopy biopsy pathology histology cath angiogram".split()
)
_SIGNED = re.compile(r"(?P<name>[A-Za-z][\w ]{1,24}?) ?(?P<sign>\+{1,3}|-)")
_DETERMINERS = ("AT0", "DPS", "DT0", "CJ", "POS")
_ANSWERS = frozenset(("yes", "no", "none", "nil", "absent", "present"))
_MADE = frozenset({",", "(", "from", "reviewed", "today", "on", ":", "obtained", "drawn"})
TITLES = frozenset(
    {
        "test",
        "tests",
        "results",
        "panel",
        "scan",
        "titer",
        "screen",
        "culture",
        "cultures",
        "x-ray",
        "ray",
        "rays",
        "mri",
        "ct",
        "ekg",
        "ecg",
        "us",
        "sensitivities",
        "labs",
        "bloods",
        "obs",
        "function",
        "fx",
        "level",
        "levels",
        "count",
        "profile",
        "enzymes",
        "naat",
        "pcr",
        "antigen",
        "antibody",
        "antibodies",
        "serology",
        "smear",
        "swab",
        "assay",
    }
)


def labelled(record: Record, doc: Doc) -> Argument | None:
    """The test that a label names; "Labs" and "Impression" name none."""
    words = plains(doc.tagged(record.label_span)) if record.label_span is not None else []
    opening = phrases("result_words").at(words, 0) if words else None
    if record.label_span is None:
        return None
    if opening is not None and opening[0][0] == "generic" and (opening[1] == len(words) or words[opening[1]] in _MADE):
        return None
    return argument(doc, "test", record.label_span.start, record.label_span.end)


def before(record: Record, part: Part, doc: Doc) -> Argument | None:
    """The test that the record before names, if that is all it does and this one is its impression."""
    at = part.records.index(record) if record in part.records else 0
    if not at or record.label_span is None:
        return None
    last = part.records[at - 1]
    words = doc.tagged(last.sentences[0]) if len(last.sentences) == 1 and last.label_span is None else ()
    end = next((i for i, token in enumerate(words) if token.text == ","), len(words))
    named = doc.trimmed(words[0].start, words[end - 1].end) if words else None
    if named is None or any(token.tag.startswith(("VB", "VV")) for token in words):
        return None
    known = any(m.kind in TESTS for m in doc.mentioned(named)) or not TITLES.isdisjoint(plains(words))
    return argument(doc, "test", named.start, named.end) if known else None


def lasts(test: Argument | None, found: Sequence[Draft], doc: Doc) -> bool:
    """Whether the next sentence goes on with a test: a picture shows several things, a test that came out one way no more."""
    if test is None or not _IMAGES.isdisjoint(plains(doc.tagged(test.span))):
        return True
    values = [a for draft in found if draft.kind == "result" for a in draft.arguments if a.role == "value"]
    return not any(
        a.value in ("normal", "abnormal") or a.text[:1].isdigit() or a.text.lower().endswith("detected") for a in values
    )


def signed(doc: Doc, sentence: Span) -> list[Draft]:
    """The results of a line of names with a sign behind each: "LE+, nit-"; none where something else stands among them."""
    found: list[Draft] = []
    for piece in re.finditer(r"[^,;]+", doc.slice(sentence)):
        said = _SIGNED.fullmatch(piece[0].strip(" ."))
        if said is None:
            return []
        start = sentence.start + piece.start() + len(piece[0]) - len(piece[0].lstrip())
        test = argument(doc, "test", start, start + len(said["name"]))
        positive = said["sign"].startswith("+")
        how = argument(doc, "value", test.span.end, start + len(said[0]), "abnormal" if positive else "normal")
        found.append(Draft("result", Span(start=start, end=how.span.end), (test, how), sentence=sentence))
    return found


def is_exception(words: Sequence[Token]) -> bool:
    """Whether "exception of" stands before a test that was not as the others."""
    return len(words) > 2 and words[0].lower == "exception" and words[1].lower in ("of", "being")


def opens(words: Sequence[Token]) -> bool:
    """Whether an article or the like stands first, and not the first letter of a name: "A1c"."""
    return words[0].tag.startswith(_DETERMINERS) and (len(words) == 1 or words[0].end < words[1].start)


def looked_for(record: Record, doc: Doc) -> Draft | None:
    """What a test looked for, by its name, with whether it was there: "Fractures: none seen", "Osteopenia: yes"."""
    label = record.label_span
    answer = tick(doc.slice(record.span))
    if label is None or answer not in ("yes", "no") or not TITLES.isdisjoint(plains(doc.tagged(label))):
        return None
    words = doc.slice(record.span).lower().strip(" .,;").split()
    seen = len(words) > 1 and words[0] in ("none", "not") and words[1] != "detected"
    if not seen and (words[0] not in _ANSWERS or kind_of(doc, label) not in ("symptom", "condition")):
        return None
    whole = Span(start=label.start, end=record.span.end)
    what = argument(doc, "what", label.start, label.end)
    return Draft("finding", whole, (what,), "present" if answer == "yes" else "denied", sentence=whole)
