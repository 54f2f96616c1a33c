"""Findings that none can be: what was found where nobody was examined, a bare place, a test, a verb."""

import re
from collections.abc import Sequence

from bedside.agents.reading.admitted import as_kind, described
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.naming import Name, listed, name_of
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.reading.untyped import as_clause, refused
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_EXAMINED = frozenset(("examination", "vitals", "results", "procedure"))
_VALUE = re.compile(
    r"(?P<test>[^\W\d][^(,;:]{0,24}?)[ :=]+"
    r"(?P<value>(?:[<>~]?\d[\d.,/-]*(?: ?(?P<unit>%|[a-zµ]*mol|[mµ]?g|[mdk]?L|mmHg|mm|cm|kg|I?U)\b)?|negative|positive|normal|II?I?V?\b).*)",
    re.DOTALL,
)
_SIDES = frozenset("l r left right bilateral both".split())
_COMPARING = frozenset("different various varying differing".split())
_COUNTED = 3  # words of "4 d of"
_MEASURED = frozenset("test measurement procedure".split())
_ILL = frozenset("disorder symptom finding".split())


def finding(draft: Draft, first: Argument, name: Name, section: SectionKind, doc: Doc) -> Draft | None:
    """What was found where nobody was examined is a complaint, an illness or a result."""
    if section in _EXAMINED:
        return _examined(draft, first, name, doc)
    if draft.temporality == "hypothetical":
        return refused(draft, doc)
    parts = [a for a in draft.arguments if a.role == "part"]
    if name.is_one_of("presence") and parts:  # "gum hypertrophy noted"
        first, parts = parts[0].model_copy(update={"role": "what"}), []
        name = name_of(doc, first.span, draft.sentence)
    if name.is_whole and len(parts) == 1 and name_of(doc, parts[0].span).is_one_of("faculty"):
        doing = parts[0].text.lower().endswith("ing")  # "hearing muffled" reads as what somebody does
        return draft if doing else as_clause(draft, draft.span, doc)
    if not parts and len(name.words) > 2 and name.words[0].lower in listed("faculty")[0] and not name.first & _ILL:
        return as_clause(draft, draft.span, doc)  # "bowels open yesterday"
    parts = [a for a in parts if a.span.start > first.span.start or a.span.end + 2 > first.span.start]
    placed = all(_is_place(a, doc) for a in parts)
    value = measured(draft, first, doc) if not parts else None
    if value is not None:
        return value
    cut = shortened(first, name, doc, draft)
    told = name_of(doc, cut.span, draft.sentence)
    if told.is_whole and not told.is_clause and not told.is_doing and placed:
        if (
            "symptom" in told.kinds
            or told.is_one_of("complaint")
            or told.is_one_of("ending")
            or described(told, draft.but(kind="symptom"))
        ):
            site = tuple(a.model_copy(update={"role": "site"}) for a in parts if a.span.start > first.span.start)
            return draft.but(kind="symptom", arguments=(cut, *site))
        if not parts and (told.is_one_of("medicine") or told.is_one_of("not_a_name")):
            return refused(draft, doc)  # nobody "has" inhalers, or three days' gestation
        if not parts and (not told.kinds.isdisjoint(("disorder", "device")) or told.is_one_of("illness")):
            return as_kind(draft, "condition", cut)
        if parts and name.is_whole:
            return draft  # "the left drum is retracted", in a note without headings
    return refused(draft, doc)


def _examined(draft: Draft, first: Argument, name: Name, doc: Doc) -> Draft | None:
    """What an examination or a test showed: no bare place, no test and no verb with what it shows."""
    verb = name.words[0] if name.words else None
    if verb is not None and verb.lower in _COMPARING:
        return draft.but(kind="opaque", arguments=())  # "bruises R arm, L flank, different ages": of what stands before
    if (
        verb is not None
        and len(name.words) > 1
        and verb.tag in ("VVB", "VVZ", "VVD")
        and verb.lower in listed("shows")[0]
    ):
        no = name.words[1].lower == "no"
        rest = name.words[2:] if no else name.words[1:]
        what = name_of(doc, Span(start=rest[0].start, end=rest[-1].end)) if rest else None
        if what is None or not what.is_whole or what.is_clause:
            return refused(draft, doc)
        told = argument(doc, "what", what.words[0].start, what.words[-1].end)
        arguments = tuple(told if a is first else a for a in draft.arguments)
        return draft.but(arguments=arguments, polarity="denied" if no else draft.polarity)
    held = [m for m in doc.mentioned(first.span) if m.span == first.span]
    letters = name.words and sum(map(str.isupper, name.words[0].text)) > 1  # "EOMI", "DTRs 2+"
    if letters or first.text[:1].isdigit():
        return None
    test = any(m.kind in ("test", "procedure") for m in held)
    odd = name.is_one_of("not_a_name") and draft.polarity == "present"
    if test or odd or name.is_bare_place:
        return refused(draft, doc)
    return None if name.is_whole or name.within else refused(draft, doc)


def _is_place(part: Argument, doc: Doc) -> bool:
    """Whether what a finding is told of is a part of the body: a place, or letters behind a side."""
    name = name_of(doc, part.span)
    return "anatomy" in name.kinds or (len(name.words) > 1 and name.words[0].lower in _SIDES)


def shortened(first: Argument, name: Name, doc: Doc, draft: Draft) -> Argument:
    """A name without the numbers, marks and second thoughts that it goes on with: "T1DM since 11", "gout (uncle)"."""
    words = list(name.words)
    if len(words) > _COUNTED and words[0].text.isdigit() and words[2].lower == "of":
        words = words[_COUNTED:]  # "4 d of cough"
    cut = next(
        (
            at
            for at, word in enumerate(words)
            if at
            and (word.text[0].isdigit() or word.text in "(,>:;" or word.lower in listed("presence")[0])
            and (word.text not in "(" or draft.subject != "patient" or _is_aside(words[at:]))
        ),
        len(words),
    )
    words = words[:cut]
    while len(words) > 1 and (words[-1].lower in listed("after")[0] or len(words[-1].text) == 1):
        words.pop()
    if not words:
        return first
    return argument(doc, first.role, words[0].start, words[-1].end)


def _is_aside(words: Sequence[Token]) -> bool:
    return not any(word.lower in people() for word in words)


def measured(draft: Draft, first: Argument, doc: Doc) -> Draft | None:
    """A test and its value that were taken for what was found: "INR 2.4 (target 2-3)"."""
    split = _VALUE.fullmatch(first.text)
    if (
        split is None
        or draft.kind in ("result", "drug")
        or draft.polarity != "present"
        or len(doc.mentioned(first.span)) > 1
    ):
        return None
    start, end = first.span.start, first.span.start + split.end("test")
    test = name_of(doc, Span(start=start, end=end))
    known = not test.kinds.isdisjoint(_MEASURED) or test.is_one_of("test") or test.is_one_of("analyte")
    if not known and not (split["unit"] and test.is_letters):
        return None
    sign = phrases("vitals").at(plains(test.words), 0) is not None
    value = argument(doc, "value", first.span.start + split.start("value"), first.span.end)
    told = (argument(doc, "what" if sign else "test", start, end), value)
    return draft.but(kind="measurement" if sign else "result", arguments=told)
