"""Who is in the case against who is in its note: age, birth date, sex, what only one sex can have."""

import re
from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.companions import is_nobody
from bedside.scenarios.load import CaseError

_BORN = re.compile(r"\b(?:born|DOB|date of birth|birth ?date)\b[^0-9\n]{0,15}((?:19|20)\d\d)", re.IGNORECASE)
_SEEN_ON = re.compile(
    r"\b(?:visit|seen|date of (?:visit|service|encounter)|encounter)\b[^0-9\n]{0,20}((?:19|20)\d\d)", re.IGNORECASE
)
_FEMALE = re.compile(
    r"\b(?:pregnan(?:t|cy)|gravida|menstrua\w+|menopaus\w+|ovar(?:y|ies|ian)|hysterectomy|uter(?:us|ine)|cervical (?:smear|cancer)|endometri\w+|G\d ?P\d)\b",
    re.IGNORECASE,
)
_MALE = re.compile(r"\b(?:prostat\w+|testic\w+|scrot\w+|vasectomy|erectile|PSA)\b")
_RELATIVE = re.compile(
    r"\b(?:mother|sister|daughter|wife|father|brother|son|husband|aunt|uncle|grandmother|grandfather|partner|girlfriend)\b",
    re.IGNORECASE,
)
_COMPANIONS = (
    "partner spouse friend neighbour neighbor interpreter carer caregiver nurse parent parents guardian teacher paramedic "
    "bystander colleague flatmate girlfriend boyfriend fiance chaperone social-worker"
).split()
_SPEAKS = 6  # years below which somebody else speaks for a patient
_SLACK = 1.0  # years by which an age may differ: a birthday between two dates


def find(context: LintContext) -> Iterator[CaseError]:
    """Contradictions between the person of the case and the note."""
    spec = context.case.patient
    if context.case.language.split("-")[0] != "en":
        return
    if spec.age is not None and context.note.age is not None and abs(spec.age - context.note.age) > _SLACK:
        message = f"the patient is {spec.age:g} and the note says {context.note.age:g}"
        yield context.at(("patient", "age"), message, "Make them agree, or leave the age out", "age")
    yield from _misspelt(context)
    born, on = _BORN.search(context.text), _SEEN_ON.search(context.text)
    age = spec.age if spec.age is not None else context.note.age
    if born and on and age is not None:
        years = int(on[1]) - int(born[1])
        if not years - 1 - _SLACK < age < years + _SLACK:
            message = f"born {born[1]} and seen {on[1]} makes {years - 1} or {years}, not {age:g}"
            yield context.in_note(born.start(), message, "Correct the age or the dates", "age")
    if spec.sex is not None and context.note.sex is not None and spec.sex != context.note.sex:
        message = f"the patient is {spec.sex} and the note speaks of a {context.note.sex} patient"
        yield context.at(("patient", "sex"), message, "Make them agree, or leave the sex out", "sex")
    sex = spec.sex or context.note.sex
    if sex is not None:
        pattern, other = (_FEMALE, "a woman") if sex == "male" else (_MALE, "a man")
        for match in pattern.finditer(context.text):
            start = max(context.text.rfind(mark, 0, match.start()) for mark in (".", "\n")) + 1
            if not _RELATIVE.search(context.text[start : match.start()]):
                message = f"{match[0]!r} is told of {other}, and the patient is {sex}"
                yield context.in_note(match.start(), message, "Correct the note or the sex", "sex")
                break


def _misspelt(context: LintContext) -> Iterator[CaseError]:
    """A companion whom nobody has and who is nearly one that people have; nobody beside a small child."""
    from difflib import get_close_matches

    from bedside.agents.reading.people import company

    who = context.case.patient.companion
    if who is None:
        return
    if is_nobody(who):
        age = context.case.patient.age if context.case.patient.age is not None else context.note.age
        if age is not None and age < _SPEAKS:
            message = f"nobody came along, and a patient of {age:g} cannot speak: the mother will"
            yield context.at(("patient", "companion"), message, "Name who came with the child", "companion")
        return
    known = {*company(), *company().values(), *_COMPANIONS}
    near = get_close_matches(who.casefold(), sorted(known), n=1, cutoff=0.75)
    if near and who.casefold() not in known and who.casefold().removesuffix("s") not in known:
        message = f"nobody is called {who!r}"
        yield context.at(
            ("patient", "companion"), message, f"Write {near[0]!r}, if that is who came along", "companion"
        )
