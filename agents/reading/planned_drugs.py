"""What is still to be done with a drug: "sucralfate - to start Monday" is not taken yet, "aspirin to be stopped a week before" still
is."""

import re
from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_TO_BE = re.compile(
    r"[ ]*[-–,:]?[ ]*(?:is |are )?(?P<whole>to (?:be )?(?P<verb>start(?:ed)?|commenced?|begin|begun|initiated?|resumed?|restart(?:ed)?"
    r"|stop(?:ped)?|discontinued?|held|hold|paused?|increased?|reduced?|decreased?|weaned|tapered?|uptitrated|titrated)\b"
    r"(?P<when>[^.;,\n]*))",
    re.IGNORECASE,
)
_DECIDED: frozenset[SectionKind] = frozenset(("plan", "instructions", "assessment", "course"))  # where all is to come
_STARTS = ("start", "commence", "begin", "begun", "initiat", "resume", "restart")
_STOPS = ("stop", "discontinu")
_HOLDS = ("held", "hold", "pause")


def planned(found: Sequence[Draft], doc: Doc, section: SectionKind) -> list[Draft]:
    """The drafts of one record, with what is to be done with a drug told of a later time; what was read of those words is left out."""
    out: list[Draft] = []
    behind = -1  # where the words of a plan end
    for draft in found:
        if draft.span.start < behind and draft.kind != "drug":
            continue
        first = draft.arguments[0] if draft.arguments else None
        said = _TO_BE.match(doc.text, first.span.end) if draft.kind == "drug" and first is not None else None
        said = said or (_TO_BE.match(doc.text, draft.span.end) if draft.kind == "drug" and first is not None else None)
        if said is None or first is None or first.role != "drug":
            out.append(draft)
            continue
        behind = said.end()
        out += _told(draft, said, doc)[1 if section in _DECIDED else 0 :] or _told(draft, said, doc)
    return out


def _told(draft: Draft, said: re.Match[str], doc: Doc) -> list[Draft]:
    name = draft.arguments[0]
    verb = said["verb"].lower()
    value = (
        "start"
        if verb.startswith(_STARTS)
        else "stop"
        if verb.startswith(_STOPS)
        else "hold"
        if verb.startswith(_HOLDS)
        else "change"
    )
    when = doc.trimmed(said.start("when"), said.end("when"))
    action = argument(doc, "action", said.start("whole"), said.end("verb"), value)
    times = (argument(doc, "since", when.start, when.end),) if when.start < when.end else ()
    kept = tuple(a for a in draft.arguments if a.span.end <= said.start("whole") and a.role != "action")
    end = max(action.span.end, when.end if times else 0)
    if value == "start":
        span = Span(start=name.span.start, end=end)
        return [draft.but(arguments=(*kept, action, *times), temporality="future", polarity="present", span=span)]
    now = draft.but(
        arguments=kept,
        temporality="current",
        polarity="present",
        span=Span(start=name.span.start, end=kept[-1].span.end),
    )
    later = draft.but(
        arguments=(name, action, *times),
        temporality="future",
        polarity="present",
        span=Span(start=said.start("whole"), end=end),
    )
    return [now, later]
