"""The drugs of a plan's phrase: which of its words name a drug that the verb is about, and what belongs to each."""

from collections.abc import Iterator, Sequence
from functools import cache

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import Word, listed
from bedside.agents.reading.medications import prescribed
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ROUTES = frozenset({"iv", "im", "po", "oral", "topical", "inhaled"})
_ENDS = frozenset({"with", "such", "well", "as", "the", "some", "on", "to"})
_HYPOTHETICAL = frozenset({"if", "unless", "should", "in-case", "inb"})
_LEFT_OUT = frozenset({"except", "excluding", "discontinuing", "stopping"})
_SHARED = frozenset({"between", "that", "which", "because", "than", "instead", "without"})


def drugs(
    doc: Doc, words: Sequence[Word], start: int, end: int, action: str, said: Span | None = None
) -> Iterator[tuple[Span, tuple[Argument, ...]]]:
    """Each drug of these words with its arguments, the drug first; nothing if no drug is named. ``said``: the verb."""
    heads = _heads(doc, words, start, end)
    for number, (at, stop) in enumerate(heads):
        limit = heads[number + 1][0] if number + 1 < len(heads) else end
        limit = _before_joint(words, stop, limit)
        own = _switched(words, start, at, action)
        place = said or Span(start=words[at].start, end=words[at].start)
        named = Argument(role="action", text=doc.slice(place), span=place, value=own)
        if number == 0 and at > start and words[at - 1].lower in _ROUTES:
            at -= 1
        yield Span(start=words[at].start, end=words[limit - 1].end), (*_parts(doc, words, at, stop, limit), named)


def _heads(doc: Doc, words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """The names of drugs, as ranges of words."""
    if start >= end:
        return []
    found = [head for head in _known(doc, words, start, end) if not _governed(words, start, head[0])]
    specific = [head for head in found if words[head[0]].lower not in listed("drugs")]
    found = specific or found[:1]
    if not found:
        found = [name for i in range(start + 1, end - 1) if _measured(words, i) and (name := _unknown(words, start, i))]
    if not found:
        found = [
            (_named_from(words, start, i), i + 1)
            for i in range(start, end)
            if words[i].lower in listed("drugs") and not _governed(words, start, i)
        ][:1]
    return found


def _unknown(words: Sequence[Word], start: int, at: int) -> tuple[int, int] | None:
    """The word before a dose, which names a drug although nobody knows it: "Pred - 40 mg"."""
    at -= 1
    while at > start and words[at].tag == "PUN":
        at -= 1
    first = at
    while (
        first > start and words[first].lower in listed("drugs") and words[first - 1].tag[:2] in ("NN", "NP", "UN", "AJ")
    ):
        first -= 1  # "nicotine patch"
    return (first, at + 1) if words[at].tag[:2] in ("NN", "NP", "UN", "AJ", "IT", "VV") else None


def _named_from(words: Sequence[Word], start: int, at: int) -> int:
    """The first word of a generic name: "shingles vaccine", "oral steroids"."""
    while at > start and words[at - 1].tag in ("NN1", "NN2", "AJ0", "NP0", "UNC"):
        at -= 1
    return at


def _known(doc: Doc, words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    span = Span(start=words[start].start, end=words[end - 1].end)
    for mention in doc.mentioned(span):
        inside = [
            i for i in range(start, end) if words[i].start >= mention.span.start and words[i].end <= mention.span.end
        ]
        if inside and mention.kind == "drug":
            yield inside[0], inside[-1] + 1


@cache
def _units() -> frozenset[str]:
    return frozenset(wording for row in rows("dose_units") for wording in row[0].split("|"))


def _measured(words: Sequence[Word], at: int) -> bool:
    """Whether a number with a unit of dose stands here."""
    return words[at].lower[0].isdigit() and words[at + 1].lower in _units()


def dosed(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a dose stands among these words."""
    return any(_measured(words, i) for i in range(start + 1, end - 1))


def _governed(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a drug is named only in what hangs on the phrase: "to see how she does on lisinopril", "if ... ibuprofen"."""
    between = words[start:at]
    if any(word.tag in ("VVB", "VVI") and word.lower != "refill" for word in between[1:]):
        return True
    return any(word.lower in _HYPOTHETICAL or word.lower in _SHARED for word in between) or any(
        word.tag == "TO0" and is_verb(after.lower)
        for word, after in zip(between, words[start + 1 : at + 1], strict=True)
    )


def _switched(words: Sequence[Word], start: int, at: int, action: str) -> str:
    """The action on one drug of "switch from A to B", "refills for A"."""
    near = [word.lower for word in words[max(start, at - 4) : at]]
    if _LEFT_OUT & {word.lower for word in words[start:at]}:
        return "stop"  # "continue all except for stopping X"
    if action == "take" and "off" in near:
        return "stop"  # "take her off prednisone"
    if action == "start" and ("refill" in near or "refills" in near):
        return "refill"
    if action != "change":
        return action
    way = next((word for word in reversed(near) if word in ("from", "to")), "")
    return {"from": "stop", "to": "start"}.get(way, action)


_TAKEN = ("take", "use", "apply")  # "800 mg to take every 6 hours" says how, and not what for


def _before_joint(words: Sequence[Word], stop: int, limit: int) -> int:
    for i in range(stop, limit):
        if words[i].lower in _HYPOTHETICAL:
            limit = i
            break
    while (
        limit > stop
        and (words[limit - 1].tag in ("PUN", "CJC", "AT0", "DPS") or words[limit - 1].lower in _ENDS)
        and words[limit - 1].lower not in ")%"
    ):
        limit -= 1
    return limit


def _parts(doc: Doc, words: Sequence[Word], at: int, stop: int, limit: int) -> tuple[Argument, ...]:
    """The arguments of one drug."""
    goal = next(
        (
            i
            for i in range(stop, limit - 1)
            if words[i].tag == "TO0" and is_verb(words[i + 1].lower) and words[i + 1].lower not in _TAKEN
        ),
        limit,
    )
    aim = (argument(doc, "purpose", words[goal].start, words[limit - 1].end),) if goal < limit else ()
    span = doc.trimmed(words[at].start, words[goal - 1].end)
    found = prescribed(doc, span, listed=True) or []
    own = next((draft.arguments for draft in found if draft.kind == "drug" and draft.arguments[0].role == "drug"), ())
    if not own and len(found) == 1 and found[0].kind == "drug" and found[0].arguments[0].role == "form":
        rest = (a for a in found[0].arguments[1:] if a.role != "action")
        return (argument(doc, "drug", words[at].start, words[stop - 1].end), *map(_lasting, rest), *aim)
    if not own:
        first = at if words[at].lower not in _ROUTES else at + 1
        return (argument(doc, "drug", words[first].start, words[stop - 1].end), *aim)
    return (_bare(doc, own[0]), *(_lasting(part) for part in own[1:] if part.role != "action"), *aim)


def _bare(doc: Doc, name: Argument) -> Argument:
    """A name without "from" or "to" at its end ("gabapentin from 300 to 600 mg")."""
    words = doc.tagged(name.span)
    last = len(words)
    while last > 1 and words[last - 1].lower in ("from", "to", "by", "dose"):
        last -= 1
    short = Span(start=name.span.start, end=words[last - 1].end)
    return name.model_copy(update={"span": short, "text": doc.slice(short)})


def _lasting(part: Argument) -> Argument:
    """ "for 3/7", "for a full week" are no purposes."""
    inside = part.text.lower().split()
    lasts = part.role == "purpose" and (
        any(word in listed("time") for word in inside) or inside[-1][-3:] in ("/52", "/12") or inside[-1].endswith("/7")
    )
    return part.model_copy(update={"role": "duration"}) if lasts else part


def dosed_after(doc: Doc, drug: Draft, sentence: Span) -> Draft | None:
    """A drug with the dose that the next sentence is ("Nitrofurantoin. 100 mg twice a day"), None where it is none."""
    words = doc.tagged(sentence)
    if drug.arguments[0].span.end > sentence.start or len(words) < 2 or words[0].tag != "CRD":
        return None
    whole = doc.trimmed(drug.arguments[0].span.start, sentence.end)
    found = prescribed(doc, whole, listed=True) or []
    dose = len(found) == 1 and found[0].kind == "drug" and any(a.role == "dose" for a in found[0].arguments)
    if not dose:
        return None
    own = tuple(a for a in found[0].arguments[1:] if a.role != "action")
    span = Span(start=drug.span.start, end=whole.end)
    return drug.but(span=span, arguments=(drug.arguments[0], *own, *drug.arguments[1:]))


_GIVES = frozenset("give take use inject apply max maximum".split())


def dosed_whole(doc: Doc, words: Sequence[Word], end: int) -> Draft | None:
    """A sentence that is one drug with its strength and, behind a comma, how it is given: "Ibuprofen 100 mg/5 mL, give 7.5 mL q6h,
    max 4 doses a day"; None for any other."""
    gives = any(
        words[i].lower == "," and words[i + 1].lower in _GIVES and words[i + 2].lower[0].isdigit()
        for i in range(1, end - 2)
    )
    if not gives:
        return None
    whole = doc.trimmed(words[0].start, words[end - 1].end)
    found = prescribed(doc, whole, listed=True) or []
    if (
        len(found) != 1
        or found[0].kind != "drug"
        or found[0].arguments[0].role != "drug"
        or found[0].polarity != "present"
    ):
        return None
    if (
        sum(a.role in ("dose", "form") and a.text[:1].isdigit() for a in found[0].arguments) < 2
        or found[0].arguments[0].span.start != whole.start
    ):
        return None
    at = Span(start=whole.start, end=whole.start)
    taken = Argument(role="action", text="", span=at, value="take")
    return found[0].but(span=whole, arguments=(*(a for a in found[0].arguments if a.role != "action"), taken))
