"""What an ECG or a monitor showed, in letters: "ECG SR 62", "tele: AF 110-120"."""

import re
from dataclasses import replace

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.part import Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_RHYTHMS = {
    "sr": "sinus rhythm",
    "nsr": "normal sinus rhythm",
    "sinus": "sinus rhythm",
    "sinus rhythm": "sinus rhythm",
    "sinus tach": "sinus tachycardia",
    "sinus tachy": "sinus tachycardia",
    "sinus brady": "sinus bradycardia",
    "af": "atrial fibrillation",
    "afib": "atrial fibrillation",
    "a-fib": "atrial fibrillation",
    "aflutter": "atrial flutter",
    "paced": "a paced rhythm",
}
_TEST = r"(?P<test>(?:12[- ]lead )?(?:ECG|EKG)|tele(?:metry)?|rhythm strip)"
_SHOWN = re.compile(
    rf"(?:{_TEST}\s*(?:shows?|showed|:|-|=)?\s+)?(?P<rhythm>{'|'.join(sorted(_RHYTHMS, key=len, reverse=True))})\b"
    r"[\s,]*(?:(?:at|@|rate|of|HR)\s*){0,2}(?P<rate>\d{2,3}(?:\s?[-–]\s?\d{2,3})?)(?:\s?(?:bpm|/min))?(?=\s*(?:[.,;]|$))",
    re.IGNORECASE,
)
_LABELS = re.compile(_TEST, re.IGNORECASE)


def rhythms(record: Record, doc: Doc) -> tuple[list[Draft], Record]:
    """The rhythms with their rates with which sentences of a record begin, and the record without them."""
    found: list[Draft] = []
    rest: list[Span] = []
    for sentence in record.sentences:
        told = _rhythm(doc, sentence, record)
        if told is None:
            rest.append(sentence)
            continue
        found.append(told[0])
        rest += [told[1]] if told[1].start < told[1].end else []
    return found, replace(record, sentences=tuple(rest)) if found else record


def _rhythm(doc: Doc, sentence: Span, record: Record) -> tuple[Draft, Span] | None:
    """The result that a sentence begins with, and the sentence behind it; None for one that names no rhythm with its rate."""
    found = _SHOWN.match(doc.text, sentence.start, sentence.end)
    if found is None:
        return None
    label = record.label_span
    if found["test"]:
        test = argument(doc, "test", found.start("test"), found.end("test"))
    elif label is not None and _LABELS.fullmatch(doc.slice(label).strip(" :")):
        test = argument(doc, "test", label.start, label.end)
    else:
        return None
    rate = re.sub(r"\s?[-–]\s?", " to ", found["rate"])
    value = argument(
        doc,
        "value",
        found.start("rhythm"),
        found.end("rate"),
        f"{_RHYTHMS[found['rhythm'].lower()]} with a rate of {rate}",
    )
    span = Span(start=min(test.span.start, found.start()), end=found.end("rate"))
    rest = doc.trimmed(found.end(), sentence.end)
    while rest.start < rest.end and doc.text[rest.start] in ".,; ":
        rest = doc.trimmed(rest.start + 1, rest.end)
    return Draft("result", span, (test, value), sentence=sentence, group=record.label), rest
