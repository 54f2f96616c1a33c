"""What tests showed: "The chest x-ray didn't show a fracture.", "Your hemoglobin was 13.5.\""""

import random
from collections.abc import Sequence

from bedside.agents.speaking.english import gathered, joined
from bedside.agents.speaking.examination import is_heap, predicates, unnoted
from bedside.agents.speaking.nouns import (
    determined,
    head,
    is_counted,
    is_part,
    is_plural,
    some,
)
from bedside.agents.speaking.people import THERE, patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import is_named, is_thing, shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_DIRECTIONS = frozenset("proximal distal lateral medial anterior posterior superior inferior dorsal volar extra-articular intra-articular".split())  # fmt: skip
_PART = 4  # words of a part that a picture is of
_PICTURES = frozenset(
    "angiogram x-ray ct mri ultrasound scan echocardiogram ecg ekg electrocardiogram mammogram ct scan colonoscopy endoscopy biopsy".split()
)


def results(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "The chest x-ray didn't show a fracture.", "Your hemoglobin was 13.5."""
    out: list[Clause] = []
    for fact in facts:
        test, value = naming(fact.argument("test"), view), unnoted(text(fact, "value", view))
        if test is None:
            return None
        test = "images" if test.endswith("review of the images") else test
        note = fact.argument("note")
        if value is None and note is not None and note.value in ("normal", "abnormal"):
            value = note.value
        if value is None:
            return None
        value = value.removesuffix(" in comparison").removesuffix(" compared")
        if note is not None and note.value == "unchanged":
            value = f"unchanged {value}"
        clause = _result(fact, test, value, view)
        if clause is None or is_heap(test):
            return None
        out.append(clause)
    return joined(_named_once(gathered(_same_denials(_by_test(out)))), rng, 2)


def after(told: Sequence[Clause], clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses after what was told; a test that the sentence before named is not named again: "I looked at your x-rays.
    They showed ..."."""
    first, *rest = clauses
    if not told or first.subject is None:
        return list(clauses)
    before = " ".join(words.text for words in told[-1].rest).casefold()
    if _called(first.subject).casefold().removeprefix("the ") not in before:
        return list(clauses)
    return [_by_pronoun(first), *rest]


def _by_test(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of one test together, what it did not show behind what it was or showed."""
    tests: dict[str, list[Clause]] = {}
    for clause in clauses:
        tests.setdefault(_called(clause.subject) if clause.subject else "", []).append(clause)
    return [clause for some_ in tests.values() for clause in sorted(some_, key=lambda one: one.negative)]


def _named_once(clauses: Sequence[Clause]) -> list[Clause]:
    """A test is named once in a row: "The x-ray was normal, and it didn't show a fracture"."""
    out = list(clauses)
    for at in range(1, len(out)):
        before, here = clauses[at - 1].subject, clauses[at].subject
        if before is not None and here is not None and _called(before) == _called(here):
            out[at] = _by_pronoun(out[at])
    return out


def _by_pronoun(clause: Clause) -> Clause:
    many = clause.subject is not None and clause.subject.plural
    return clause.but(subject=Subject((Words("they" if many else "it"),), 3, many))


def _called(subject: Subject) -> str:
    return " ".join(words.text for words in subject.words)


def _same_denials(clauses: Sequence[Clause]) -> list[Clause]:
    """What one test did not show, several things of them alike: "didn't show any fracture or bony abnormality"."""
    out = list(clauses)
    for at, clause in enumerate(out):
        near = [out[by] for by in (at - 1, at + 1) if 0 <= by < len(out)]
        same = any(one.subject == clause.subject and one.verb == "show" and one.negative for one in near)
        if same and clause.verb == "show" and clause.negative and len(clause.items) == 1:
            bare = clause.items[0].text.removeprefix("a ").removeprefix("an ")
            out[at] = clause.but(determiner="any", items=(Words(bare, clause.items[0].facts),))
    return out


def _is_reading(value: str) -> bool:
    """Whether a value is what the test was: a number with its unit, or an adjective."""
    words = value.split(" ")
    if any(tag in ("VBZ", "VBD", "VBB", "VM0") for tag in tags(words)):
        return False
    if words[0][:1].isdigit() or words[0] in SMALL:
        return len(words) <= 2 or not is_thing(value)
    return value in ("normal", "negative", "positive", "pending") or shape(value) == "state"


def _is_shown(value: str) -> bool:
    """Whether a value is a thing, or two: "white cells and nitrite"."""
    return any(all(is_thing(one) or is_named(one) for one in parts) for parts in ([value], value.split(" and ")))


def _pictured(test: str) -> tuple[str, str]:
    """A picture and the part that it is of, where they only stand side by side: "x-ray lumbar spine"."""
    words = test.split(" ")
    at = next((i for i, word in enumerate(words[:-1], 1) if word.lower().removesuffix("s") in _PICTURES), 0)
    part = " ".join(words[at:])
    placed = bool(at) and not {"of", "with", "without", "from", "showing"} & set(words[at:]) and is_part(part)
    return (" ".join(words[:at]), part) if placed and len(words) - at <= _PART else (test, "")


def _seen(own: tuple[str, ...], name: str, denied: bool) -> Clause | None:
    """What a report only calls "identified" or "present": "There wasn't any ulceration"."""
    thing = name.removeprefix("your ").removeprefix("my ")
    if shape(thing) != "noun" or head(thing).lower() in ("phase", "cells", "lymphocytes", "margin"):
        return None
    there = Subject(THERE.words, 3, is_plural(thing))
    items = (Words(thing if denied else some(thing)),)
    return Clause(own, there, "be", tense="past", determiner="any" if denied else "", items=items, negative=denied)


def _result(fact: Fact, test: str, value: str, view: View) -> Clause | None:
    first, rest = _pictured(test)
    if rest:
        test = f"{first} of the {rest}"
    picture = any(word in _PICTURES or word.removesuffix("s") in _PICTURES for word in test.lower().split())
    name = test if determined(test) else f"the {test}" if picture else f"{patient(view).possessive} {test}"
    subject = Subject((Words(name),), 3, is_plural(test))
    own, denied = (fact.id,), fact.polarity == "denied"
    when = text(fact, "when", view)
    time = (Words(when),) if when else ()
    known = predicates().get(value)
    value = known[0] if known and known[1] == "adj" and not view.exact else value
    if value in listed("noted") | {"present"}:
        return _seen(own, name, denied)
    value = value.removeprefix("all ")
    for grade, joined_ in (("mild to moderate ", "mild-to-moderate "), ("moderate to severe ", "moderate-to-severe ")):
        value = value.replace(grade, joined_)
    if " " not in value and is_part(value) and not picture:
        return None  # a part of the body is no result
    for unit in (" milligrams", " grams", " nanograms"):
        value = value.removesuffix(unit)  # "mg" of "mg/dL"
    if picture and value.split(" ")[0] in _DIRECTIONS:
        return None  # "proximal to the joint": what is, stands elsewhere
    if _is_reading(value):
        tense = "present" if value == "pending" else "past"
        negative = denied and value not in ("negative", "normal")
        return Clause(own, subject, "be", (Words(value),), tense, negative=negative, time=time)
    shown = value.partition(" of ")[2] if head(value) in ("sign", "signs", "evidence") else value
    if head(test).lower() in ("score", "level", "count", "ratio", "rate"):
        return None  # a number shows nothing
    bare = shown.partition(" in leads ")[0]
    if shape(value) != "noun" or not _is_shown(bare) or is_heap(bare):
        return None
    auxiliary = "might" if fact.certainty == "possible" and not denied else ""
    items = (Words(value if denied else some(value)),)
    determiner = "any" if denied and not determined(value) and not is_counted(value) else ""
    if denied and not determiner:
        items = (Words(some(value)),)
    tense = "present" if auxiliary else "past"
    return Clause(
        own,
        subject,
        "show",
        tense=tense,
        auxiliary=auxiliary,
        negative=denied,
        time=time,
        determiner=determiner,
        items=items,
    )
