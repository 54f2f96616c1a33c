"""Whether a reader found what was planted: one statement of :mod:`planted_notes` against the facts of a reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.benchmarks.planted_notes import Expected, Planted
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\.\d+")
_AUTHOR = re.compile(r"clause=.I (?!.*says)")
_SMALL = frozenset({"a", "an", "the", "of"})
_UNITS = {
    "mcg": {"mcg", "ug", "µg", "μg", "microgram", "micrograms"},
    "units": {"unit", "units", "iu", "u"},
    "ml": {"ml", "cc", "milliliter", "millilitre"},
}
_FAMILIES = {  # roles in which a reader may put what a frame calls by one name
    "freq": {"frequency", "as_needed"},
    "dose": {"dose", "form"},
    "part": {"part", "site", "what"},
    "state": {"state", "what", "since"},
    "value": {"value", "what"},
    "test": {"test"},
    "reaction": {"reaction"},
    "condition": {"condition"},
    "amount": {"amount"},
}
_CLOSED = ("action", "answer", "feeling", "status")
_NO_CLAIM = frozenset({"advice", "order", "prognosis", "offer", "opaque", "none", "event", "wish"})
_NAMED = frozenset(
    {
        "symptom",
        "condition",
        "diagnosis",
        "finding",
        "result",
        "drug",
        "allergy",
        "complaint",
        "procedure",
        "measurement",
    }
)
_RAGGED = frozenset("cannot not no but except without is was has had denies notes because that".split())
_PARENT: dict[str, str] = {"mom": "mother", "mum": "mother", "dad": "father", "maternal": "mother"}


@dataclass(frozen=True)
class StatementVerdict:
    """What became of a planted statement: the aspects that are wrong (none: right) and the fact that was taken for it."""

    expected: Expected
    wrong: tuple[str, ...]
    got: str
    fact: Fact | None = None

    @property
    def as_clause(self) -> bool:
        """Whether a whole sentence was kept as a clause, which keeps its meaning, though nobody knows its type."""
        if self.expected.kind == "quote" and _AUTHOR.search(self.got):
            return False  # cut from who said it, the patient's "I" is the author's
        return self.expected.sentence and self.wrong in {("as event",), ("as reasoning",)}


def words(text: str) -> frozenset[str]:
    """The words and numbers of a text, small, without articles."""
    return frozenset(_WORD.findall(text.lower())) - _SMALL


def shown(fact: Fact) -> str:
    """A fact in one line."""
    marks = [fact.polarity, fact.certainty, fact.temporality, fact.subject]
    plain = ("present", "certain", "current", "patient")
    said = [mark for mark, usual in zip(marks, plain, strict=True) if mark != usual]
    arguments = ", ".join(f"{one.role}={one.text!r}" + (f"→{one.value}" if one.value else "") for one in fact.arguments)
    return f"{fact.kind}({arguments or repr(fact.text)}{' ' if said else ''}{' '.join(said)})"


def _overlap(note: Note, span: Span, expected: Expected) -> bool:
    there = note.origin(span)
    return there.start < expected.start + len(expected.text) and expected.start < there.end


def _holders(note: Note, expected: Expected) -> list[tuple[tuple[bool, int], Fact, Argument | None]]:
    """The facts that hold the words of a place, the nearest and shortest first, each with the argument that does."""
    wanted = words(expected.text)
    found: list[tuple[tuple[bool, int], Fact, Argument | None]] = []
    for fact in note.facts:
        holding = [one for one in fact.arguments if wanted <= words(one.text)]
        if holding:
            best = min(holding, key=lambda one: (not _overlap(note, one.span, expected), len(one.text)))
            found.append(((not _overlap(note, best.span, expected), len(best.text)), fact, best))
        elif wanted <= words(fact.text):
            found.append(((not _overlap(note, fact.span, expected), 1000 + len(fact.text)), fact, None))
    return sorted(found, key=lambda one: one[0])


def _accepted(fact: Fact, expected: Expected) -> bool:
    if fact.kind is None or fact.kind == "opaque":
        return False
    if fact.kind == "event":
        return expected.clause or "event" in expected.kinds
    if expected.temporality == "hypothetical" and fact.kind in {"advice", "order", "prognosis"}:
        return True  # what to do in that case
    return not expected.kinds or fact.kind in expected.kinds


def judge(planted: Planted, note: Note, terminology: Terminology) -> list[StatementVerdict]:
    """What became of each statement that was planted in a note."""
    names = tuple(_names(note, terminology))
    return [_judged(expected, planted, note, terminology, names) for expected in planted.expected]


def _boundary(fact: Fact, argument: Argument | None, expected: Expected, planted: Planted) -> tuple[str, ...]:
    """Whether the name of what was found holds another statement of the note, or words that are no part of a name."""
    if argument is None or fact.kind not in _NAMED or argument.role in {"condition", "purpose", "clause"}:
        return ()
    more = words(argument.text) - words(expected.text)
    others = (words(one.text) for one in planted.expected if one.start != expected.start and not one.text.isdigit())
    swallowed = any(other and other <= more for other in others)
    return ("boundary",) if swallowed or more & _RAGGED else ()


def _judged(
    expected: Expected, planted: Planted, note: Note, terminology: Terminology, names: tuple[str, ...]
) -> StatementVerdict:
    never = ("wrong sense",) if expected.never and any(expected.never in name for name in names) else tuple[str, ...]()
    holders = _holders(note, expected)
    if expected.polarity == "absent":
        claim = next((fact for _, fact, argument in holders if _claims(fact, argument, expected)), None)
        return StatementVerdict(expected, (("claimed",) if claim else ()) + never, shown(claim) if claim else "", claim)
    taken = [one for one in holders if _accepted(one[1], expected)]
    if not taken:
        nearest = next((fact for _, fact, _ in holders), None)
        name = f"as {nearest.kind}" if nearest else "unread"
        return StatementVerdict(expected, (name, *never), shown(nearest) if nearest else "nothing", None)
    best = [one for one in taken if one[0] == taken[0][0]]
    judged = [
        (
            (
                *_wrong(fact, argument, expected),
                *_sense(fact, argument, expected, note, terminology),
                *_boundary(fact, argument, expected, planted),
            ),
            fact,
        )
        for _, fact, argument in best
    ]
    wrong, fact = min(judged, key=lambda one: len(one[0]))
    return StatementVerdict(expected, wrong + never, shown(fact), fact)


def _claims(fact: Fact, argument: Argument | None, expected: Expected) -> bool:
    """Whether a fact says of the patient that it is so."""
    if fact.kind is None or fact.kind in _NO_CLAIM or (expected.kinds and fact.kind not in expected.kinds):
        return False
    text = argument.text if argument else fact.text
    if len(words(text) - words(expected.text)) > 2 or any("not" in words(one.text) for one in fact.arguments):
        return False
    if argument and argument.role in {"purpose", "condition"}:
        return False
    usual = (fact.polarity, fact.certainty, fact.temporality, fact.subject)
    return usual == ("present", "certain", "current", "patient")


def _wrong(fact: Fact, argument: Argument | None, expected: Expected) -> Iterator[str]:
    """The aspects of a fact that are not as planted."""
    if fact.kind == "event" and "event" not in expected.kinds:
        return  # a whole clause keeps its own words
    if not polarity_right(fact, expected):
        yield "polarity"
    certainty = "possible" if argument and argument.value == "possible" else fact.certainty
    if expected.certainty not in {"anycertainty", certainty}:
        yield "certainty"
    if not _time_right(fact, argument, expected):
        yield "temporality"
    if not whose_right(fact.subject, expected.whose):
        yield "whose"
    for role, text in expected.arguments:
        if not _argument_right(fact, role, text):
            yield f"argument {role}"


def polarity_right(fact: Fact, expected: Expected) -> bool:
    """Whether a fact's polarity is the one that was planted."""
    if expected.polarity == "anypolarity":
        return True
    if expected.polarity == "over":
        ended = any(one.role in {"status", "course"} for one in fact.arguments)
        return fact.polarity == "denied" or fact.temporality == "past" or ended
    return fact.polarity == expected.polarity


def _time_right(fact: Fact, argument: Argument | None, expected: Expected) -> bool:
    if expected.temporality == "anytime" or expected.polarity == "over":
        return True
    if expected.temporality == "hypothetical":
        inside = argument is not None and argument.role in {"condition", "purpose"}
        return inside or fact.temporality in {"hypothetical", "future"} or fact.kind in _NO_CLAIM
    if expected.temporality == "past" and any(one.value == "former" for one in fact.arguments):
        return True
    return fact.temporality == expected.temporality


def whose_right(subject: str, expected: str) -> bool:
    """Whether a subject is the one meant: "any", "other" than the patient, the patient, or a relative's name."""
    if expected == "any":
        return True
    if expected in {"other", "patient"}:
        return (subject == "patient") == (expected == "patient")
    said = {_PARENT.get(word, word).rstrip("s") for word in map(str, _WORD.findall(subject.lower()))}
    return any(word.lower().rstrip("s") in said for word in expected.split("/"))


def _argument_right(fact: Fact, role: str, text: str) -> bool:
    if role in {"q", "noq"}:
        return _quantity_right(fact, text) if role == "q" else not _has_number(fact, text)
    if (role in _CLOSED and role != "status") or (role == "status" and text == "former"):
        values = {one.value for one in fact.arguments if one.role == role}
        return bool(values & set(text.split("/"))) or (role == "action" and not values and "take" in text)
    roles = frozenset({role[:-1]}) if role.endswith("!") else _FAMILIES.get(role)
    said = [one.text for one in fact.arguments if roles is None or one.role in roles]
    return words(text) <= words(" ".join(said))


def _has_number(fact: Fact, text: str) -> bool:
    return any(one.value == float(text) for one in fact.quantities) or any(
        text in words(one.text) for one in fact.arguments
    )


def _quantity_right(fact: Fact, text: str) -> bool:
    number, unit = text.split(" ")
    units = _UNITS.get(unit.lower(), {unit.lower()})
    return any(abs(one.value - float(number)) < 1e-6 and (one.unit or "").lower() in units for one in fact.quantities)


def _of_concept(concept: str | None, terminology: Terminology) -> Iterator[str]:
    if concept:
        yield concept.replace("-", " ").lower()
        if concept in terminology:
            yield from (form.lower() for form in terminology.forms(concept))


def _names(note: Note, terminology: Terminology) -> Iterator[str]:
    """What a reading took the words of a note to mean."""
    for fact in note.facts:
        if fact.kind in {None, "opaque"}:
            continue
        concepts = {fact.concept, *(one.concept for one in fact.arguments)}
        for concept in concepts - {None}:
            assert concept is not None
            yield concept.replace("-", " ").lower()
            if concept in terminology:
                yield terminology.name(concept).lower()
        yield from ((one.value or "").lower() for one in fact.arguments)
        if note.edits:
            yield fact.text.lower()


def _sense(
    fact: Fact, argument: Argument | None, expected: Expected, note: Note, terminology: Terminology
) -> Iterable[str]:
    if not expected.sense:
        return ()
    letters = words(expected.text)
    near = [one for one in fact.mentions if letters & words(one.form)]
    concepts = {*(one.concept for one in near), argument.concept if argument else fact.concept}
    said = [name for concept in concepts for name in _of_concept(concept, terminology)]
    said += [argument.value.lower()] if argument and argument.value else []
    said += [fact.text.lower(), *(one.text.lower() for one in fact.arguments)] if note.edits else []
    if any(wanted in name for wanted in expected.sense.split("/") for name in said):
        return ()
    return ("no sense",) if not said else ("other sense",)


def extra(planted: Planted, note: Note) -> Iterator[Fact]:
    """The typed facts of a reading that nobody planted: no place of an acceptable kind, and no word put in on purpose."""
    planned = {expected.text.lower() for expected in planted.expected}
    noise = [words(value) for value in planted.values.values() if value.lower() not in planned]
    for fact in note.facts:
        if fact.kind in {None, "opaque", "none"}:
            continue
        held = words(" ".join((fact.text, *(one.text for one in fact.arguments))))
        if any(words(one.text) <= held and (_accepted(fact, one) or fact.kind == "event") for one in planted.expected):
            continue
        if not any(some and some <= held for some in noise):
            yield fact
