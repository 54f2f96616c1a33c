"""One drug of a list in the making, and the statement that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.part import Record
from bedside.agents.reading.sigs import Bit, Sig
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_FIELDS = frozenset({"dose", "form", "route", "frequency", "as_needed", "purpose", "duration", "since", "until"})
_GENERIC = frozenset(
    "other medications medication medicine medicines over the counter current meds drugs drug list new".split()
)
OVER = frozenset({"stop", "finish"})  # actions after which a drug is no longer taken


@dataclass
class Entry:
    """A drug in the making: the words of its name, and its other bits."""

    name: tuple[int, int] | None = None
    bits: list[Bit] = field(default_factory=list[Bit])
    action: Bit | None = None
    given: Argument | None = None  # an action that stands before a whole list
    denied: bool = False


def described(entry: Entry) -> bool:
    """Whether something was said after a drug's name, so that its name is over."""
    return entry.name is not None and any(bit.first >= entry.name[1] for bit in entry.bits)


def drafted(entry: Entry, sig: Sig, sentence: Span, record: Record | None) -> Draft | None:
    """The statement of a drug; None for words that name none and hold no dose."""
    tokens, doc = sig.tokens, sig.doc
    found: list[Argument] = []
    if entry.name is not None:
        if _GENERIC.issuperset(sig.words[entry.name[0] : entry.name[1]]):
            return None
        name = doc.trimmed(tokens[entry.name[0]].start, tokens[entry.name[1] - 1].end, " \t\r\n,;|/")
        if doc.text[name.start : name.end].count("(") > doc.text[name.start : name.end].count(")"):
            name = Span(start=name.start, end=tokens[min(entry.name[1], len(tokens) - 1)].end)
        found.append(_named(doc, name))
    for bit in _merged(entry.bits, sig):
        start, end = tokens[bit.first].start, tokens[bit.after - 1].end
        if bit.role == "dose" and doc.text[end - 1] == ".":
            end -= 1
        found.append(argument(doc, bit.role, start, end, bit.value))
    if entry.name is None and not any(a.role == "dose" for a in found):
        return None
    span = hull([a.span for a in found])
    action = _action(entry, sig)
    over = action is not None and action.value in OVER
    if action is not None:
        found.append(action)
        span = hull([span, action.span]) if entry.action is not None else span
    if over:
        found = [a.model_copy(update={"role": "until"}) if a.role == "since" else a for a in found]
    found.sort(key=lambda a: (a.role != "drug", a.span.start))
    polarity = "denied" if entry.denied else "present"
    return Draft(
        "drug",
        span,
        tuple(found),
        polarity,
        temporality="past" if over else "current",
        sentence=sentence,
        group=record.label if record else "",
    )


def _named(doc: Doc, name: Span) -> Argument:
    made = argument(doc, "drug", name.start, name.end)
    if made.concept is None and doc.terms is not None:  # "Tegretol300": no concept ends within a word
        found = next(iter(doc.terms.find(made.text)), None)
        if found is not None:
            return made.model_copy(update={"concept": found.concept})
    return made


def _action(entry: Entry, sig: Sig) -> Argument | None:
    bit = entry.action
    if bit is None:
        return entry.given
    if bit.value == "take":
        return None
    return argument(sig.doc, "action", sig.tokens[bit.first].start, sig.tokens[bit.after - 1].end, bit.value)


def _merged(bits: Sequence[Bit], sig: Sig) -> list[Bit]:
    """Times of a day or a week that stand side by side are one frequency."""
    found: list[Bit] = []
    for bit in bits:
        last = found[-1] if found else None
        if bit.role == "frequency" and last is not None and last.role == "frequency":
            between = sig.words[last.after : bit.first]
            if (
                all(word in ("and", ",", "at", "or", "then", "&", "the", "in", "/", "-") for word in between)
                and bit.first >= last.after
            ):
                found[-1] = Bit("frequency", last.first, bit.after, last.value or bit.value)
                continue
        if bit.role in _FIELDS:
            found.append(bit)
    return found
