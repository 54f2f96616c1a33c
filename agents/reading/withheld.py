"""Words of a note that nobody says, whatever was read from them: identifiers of real people, and what speaks to a machine.

Law of the file: no argument and no clause of a fact that can be said holds an identifier. A clause keeps its sense where that
can be done without it ("Dr. Smith" is "the doctor", "his daughter Anna" is his daughter); an argument beside the first is left
out; what is nothing without it becomes words that were not understood.
"""

import re
from collections.abc import Iterator, Sequence

from bedside.agents.identifiers.find import identifiers, overlapping
from bedside.agents.identifiers.identifier import Identifier
from bedside.scenarios.note import Aside, Fact, Note
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Mark

_KIN = re.compile(
    r"\b(?:wife|husband|spouse|partner|mother|mom|mum|father|dad|son|daughter|brother|sister|aunt|uncle|niece|nephew|cousin|grand\w+|"
    r"girlfriend|boyfriend|fianc[eé]e?|friend|neighbou?r|caregiver|carer|roommate|doctor|physician|nurse|therapist|psychiatrist|"
    r"dentist|neurologist|cardiologist|surgeon),?\s*\(?$",
    re.I,
)
_TITLE = re.compile(r"\b(?:Drs?|Doctor|Prof|Professor|Nurse)\.? ?(?:(?:Dr|med)\.? )*$")
_LED = re.compile(
    r"[ ,(]*\b(?:at|on|in|from|under|via|by|of)(?: (?:number|no\.|the number|home|phone|MRN))?:? $|[ ]*\($", re.I
)
_AFTER = re.compile(r",? (?:in|of|from|for|with) (?P<it>(?:the )?\w[\w -]{3,60})")
_OPEN = frozenset("a an the to with by at on in of for from and or see call his her their via dr".split())
_ONLY = re.compile(
    r"\b(?:reach\w*|contact\w*|call\w*|phone\w*|mail\w*|e-?mail\w*|number|name|named|called|born)(?: (?:back|him|her|them|us|me))?$",
    re.I,
)
_PATIENT = ("subject", "object", "possessive")
_BY_WORDS = frozenset(("finding", "measurement", "result"))  # of which more is said than the arguments


def withheld(note: Note, intrusions: Sequence[tuple[int, int]] = ()) -> Note:
    """The note with its facts rid of identifiers, and with a mark for each and for each stretch of ``intrusions``."""
    found = identifiers(note.text)
    told = [Aside(kind="instruction", span=Span(start=start, end=end)) for start, end in intrusions]
    told += [Aside(kind=one.kind, span=one.span) for one in found]
    if not told:
        return note
    names = {note.text[one.span.start : one.span.end].casefold() for one in found}
    facts = tuple(
        _without(fact, found, names, note.text)
        for fact in note.facts
        if fact.kind is not None or not overlapping(found, fact.span)  # of which only the words were read
    )
    return note.model_copy(update={"facts": facts, "asides": tuple(sorted(told, key=lambda one: one.span.start))})


def _without(fact: Fact, found: tuple[Identifier, ...], names: set[str], text: str) -> Fact:
    """The fact as it can be said."""
    if any(_holds(words, names) for words in (fact.problem, fact.group)):
        fact = fact.model_copy(update={"problem": "", "group": ""})
    spans = [fact.span, *(argument.span for argument in fact.arguments)]
    whole = Span(start=min(span.start for span in spans), end=max(span.end for span in spans))
    inside = [one for one in overlapping(found, whole) if not _is_patient(fact, one)]
    if not inside or not fact.arguments:
        return fact
    if fact.arguments[0].role == "clause":
        marks = list(_marks(inside, text))
        if len(marks) < len(inside) or any(mark.span.start < fact.span.start for mark in marks):
            return _unsaid(fact)
        kept = (mark for mark in fact.marks if not overlapping(tuple(inside), mark.span))
        return fact.model_copy(update={"marks": tuple(sorted((*kept, *marks), key=lambda mark: mark.span.start))})
    head, *others = fact.arguments
    half = head.text.split()[-1:] and head.text.split()[-1].lower() in _OPEN
    if half or (fact.kind in _BY_WORDS and overlapping(tuple(inside), fact.span)):
        return _unsaid(fact)
    if held := overlapping(tuple(inside), head.span):
        cut = _cut(head, held, text, fact.kind == "order")
        if cut is None:
            return _unsaid(fact)
        return fact.model_copy(
            update={"arguments": (cut, *(one for one in others if not overlapping(tuple(inside), one.span)))}
        )
    left = tuple(argument for argument in others if not overlapping(tuple(inside), argument.span))
    return fact if len(left) == len(others) else fact.model_copy(update={"arguments": (head, *left)})


def _cut(head: Argument, held: Sequence[Identifier], text: str, order: bool) -> Argument | None:
    """The first argument up to what nobody says: "his wife Anna" is his wife; of whom somebody is sent to, what stands after:
    "Dr. Miller in cardiology". None if nothing is left that is something."""
    start, end = head.span.start, held[0].span.start
    title = _TITLE.search(text[start:end])
    if title:
        end -= len(title[0])
    words = text[start:end]
    led = _LED.search(words)
    words = words[: led.start()] if led else words
    words = words.rstrip(" ,(")
    if not words.split() or words.split()[-1].lower() in _OPEN:
        after = _AFTER.match(text, held[-1].span.end, head.span.end) if order else None
        if after is None:
            return None
        start, words = after.start("it"), after["it"]
    if _KIN.search(words) is None and not order and not led:
        return None
    return head.model_copy(update={"text": words, "span": Span(start=start, end=start + len(words))})


def _unsaid(fact: Fact) -> Fact:
    return fact.model_copy(update={"kind": "opaque", "arguments": (), "marks": ()})


def _holds(words: str, names: set[str]) -> bool:
    low = words.casefold()
    return bool(low) and any(name in low for name in names)


def _is_patient(fact: Fact, one: Identifier) -> bool:
    """Whether an identifier is the patient, whom each speaker calls by a pronoun."""
    return any(
        mark.role in _PATIENT and mark.span.start <= one.span.start and one.span.end <= mark.span.end
        for mark in fact.marks
    )


def _marks(inside: Sequence[Identifier], text: str) -> Iterator[Mark]:
    """What stands for each identifier of a clause: nothing for one without which the clause is as whole."""
    for one in inside:
        start, end = one.span.start, one.span.end
        before = text[max(0, start - 40) : start]
        title = _TITLE.search(before)
        if one.kind == "name" and title is not None:
            owner = text[end : end + 2] in ("'s", "’s")
            after = end + 2 if owner else end
            words = "the doctor's" if owner else "the doctor"
            yield Mark(role="named", span=Span(start=start - len(title[0]), end=after), lemma=words)
        elif one.kind == "name" and _KIN.search(before) and text[end : end + 2] not in ("'s", "’s"):
            lead = len(before) - len(before.rstrip(" ,("))
            close = 1 if text[end : end + 1] in (")", ",") and before.rstrip(" ")[-1:] in ("(", ",") else 0
            yield Mark(role="named", span=Span(start=start - lead, end=end + close), lemma=" " if not close else "")
        elif one.kind != "name" and (led := _LED.search(before)) and not _ONLY.search(before[: led.start()]):
            close = 1 if "(" in led[0] and text[end : end + 1] == ")" else 0
            yield Mark(role="named", span=Span(start=start - len(led[0]), end=end + close))
