"""What stands under "worries" or "concerns" is a fear of who came, and no illness that they have."""

import re

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

_LABEL = re.compile(
    r"(?<!no )\b(?P<label>(?P<sure>worries|worry|worried|fears?|afraid)|concerns?|concerned)\b ?[:\-\u2013][^.\n;:]*$",
    re.I,
)
_ASKED = re.compile(r"\b(?:ideas?|expectations?)\b|\bICE\b")  # the three that a doctor asks for
_GRAVE = re.compile(r"\b(?:cancer|tumou?r|leuk\w+|stroke|heart attack|meningitis|clot|dementia)s?\b", re.I)
_NEAR = 160  # characters around in which the others of the three stand
_DECIDED: frozenset[SectionKind] = frozenset(("assessment", "plan", "instructions", "examination", "results", "course"))


def feared(draft: Draft, section: SectionKind, doc: Doc) -> Draft:
    """An illness behind such a label as the wish that it is; "concerns" alone may stand over what is there."""
    own = draft.kind == "condition" and draft.polarity == "present" and draft.subject == "patient" and draft.arguments
    if not own or section in _DECIDED:
        return draft
    start = doc.text.rfind("\n", 0, draft.span.start) + 1
    found = _LABEL.search(doc.text[start : draft.span.start])
    if found is None:
        return draft
    around = doc.text[max(0, draft.span.start - _NEAR) : draft.span.end + _NEAR]
    sure = found["sure"] or _GRAVE.search(draft.arguments[0].text)
    if not sure and not _ASKED.search(around.replace("Ideas", "ideas").replace("Expect", "expect")):
        return draft
    what = draft.arguments[0].model_copy(update={"role": "what"})
    felt = argument(doc, "feeling", start + found.start("label"), start + found.end("label"), "fear")
    whole = Span(start=felt.span.start, end=draft.span.end)
    return Draft("wish", whole, (what, felt), sentence=draft.sentence)
