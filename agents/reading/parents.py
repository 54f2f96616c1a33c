"""What the parents of a child are worried about: "Mom concerned re: spit-up". The worry is theirs, and what it is about the child's."""

import re
from dataclasses import replace

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.people import company
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_WORRIED = re.compile(
    r"(?:the )?(?P<who>mom|mum|mother|dad|father|parents?|grandma|grandmother|guardian|caregiver)(?: is| are| was)?(?: very| a bit)? "
    r"(?P<feeling>concerned|worried|anxious|concern|worries)(?:\s+(?:about|re|regarding|for|over)\b:?|:)\s*(?:possible |poss )?"
    r"(?P<what>[^.;,:()]{3,60}?)(?=\s*(?:[.;,(]|$))",
    re.IGNORECASE,
)


def worries(record: Record, part: Part, doc: Doc) -> tuple[list[Draft], Record]:
    """The worries of a child's parents with which sentences of a story begin, and the record without them."""
    found: list[Draft] = []
    rest: list[Span] = []
    for sentence in record.sentences if part.kind in ("history", "complaint", "other") else ():
        told = _WORRIED.match(doc.text, sentence.start, sentence.end)
        if told is None:
            rest.append(sentence)
            continue
        what = argument(doc, "what", told.start("what"), told.end("what"))
        feeling = argument(doc, "feeling", told.start("feeling"), told.end("feeling"), "concern")
        span = Span(start=told.start("feeling"), end=told.end("what"))
        who = company().get(told["who"].lower(), "mother")
        found.append(Draft("wish", span, (what, feeling), subject=who, speaker=who, sentence=sentence))
        left = doc.trimmed(told.end("what"), sentence.end)
        while left.start < left.end and doc.text[left.start] in ".,; ":
            left = doc.trimmed(left.start + 1, left.end)
        rest += [left] if left.start < left.end else []
    return found, replace(record, sentences=tuple(rest)) if found else record
