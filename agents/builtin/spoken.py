"""What is said of facts, and by whom it can be said: the one place where this family calls ``bedside.agents.speaking``."""

import random
import re
from collections.abc import Iterable, Sequence

from bedside.agents.planning.spokesperson import SPOKEN_FOR_UNTIL
from bedside.agents.speaking import say as speech
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.view import View
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import ROLES

_REFUSES = re.compile(
    r"(?:he|she|they|the patient|patient|pt)(?:'d)? (?:would |still |also )*(?:rather not|prefers? not|does not want|doesn't want|do not want|don't want|did not want"
    r"|is not keen|is reluctant|is unwilling|refuses?|refused|does not wish|would like to avoid)\b",
    re.IGNORECASE,
)
_MINE = re.compile(r"\W*(?:I|I'm|I've|my)\b(?=.* )")


def view_of(brief: Brief) -> View:
    """Where the speaker of a brief stands."""
    persona = brief.persona
    if brief.role == "physician":
        told = companion(brief)
        return View(
            "physician", persona.sex, persona.age, told or None, "companion" if told else "patient", _exact(brief)
        )
    if brief.relation is None:
        return View("patient", persona.sex, persona.age, exact=_exact(brief))
    return View("companion", persona.sex, persona.age, brief.relation, exact=_exact(brief))


def _exact(brief: Brief) -> bool:
    return bool(brief.repair)


def companion(brief: Brief) -> str:
    """Who is talked to in the stead of a small child or of somebody who cannot speak; "" if the patient is."""
    age = brief.persona.age
    if brief.step.revealer == "patient":
        return ""
    others = [who for who in brief.present if who not in ("physician", "patient", "nurse")]
    said = [turn.speaker for turn in brief.turns if turn.speaker not in ("physician", "patient")]
    if age is None or age >= SPOKEN_FOR_UNTIL:
        return _in_stead(brief, said)
    if said or others:
        return (said or others)[-1]
    return "mother" if age < 6 else ""


def _in_stead(brief: Brief, said: Sequence[str]) -> str:
    """Who answers for a grown patient: whoever spoke or is asked before the patient said a word."""
    if any(turn.speaker == "patient" for turn in brief.turns):
        return ""
    asked = brief.step.revealer if brief.step.revealer != "physician" else ""
    return said[-1] if said else asked or ""


def only(fact: Fact, roles: Iterable[str]) -> Fact:
    """The fact with its first argument and those of ``roles`` alone; the whole fact where it has none of these."""
    kept = frozenset(roles)
    head = ROLES[fact.kind][0] if fact.kind else ""
    if not kept or fact.kind is None:
        return fact
    left = tuple(argument for argument in fact.arguments if argument.role == head or argument.role in kept)
    return fact if len(left) == len(fact.arguments) else fact.model_copy(update={"arguments": left})


def told_once(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, each once, without those of which another says the same and more."""
    within = said_by_another(facts)
    return tuple(fact for fact in {fact.id: fact for fact in facts}.values() if fact.id not in within)


def said_by_another(facts: Sequence[Fact]) -> dict[str, str]:
    """For a fact of a few words of which another one says the same and more, the id of the fuller one."""
    fuller = {_about(fact): fact for fact in sorted(facts, key=lambda fact: len(fact.arguments))}
    found = {fact.id: fuller[_about(fact)].id for fact in facts if len(fact.arguments) <= 1}
    return {fact: other for fact, other in found.items() if fact != other}


def _about(fact: Fact) -> tuple[str, str, str]:
    what = fact.concept or (fact.arguments[0].text.casefold() if fact.kind != "event" and fact.arguments else fact.id)
    return ("symptom" if fact.kind == "complaint" else fact.kind or fact.id), f"{what} {fact.polarity}", fact.subject


def say(facts: Sequence[Fact], view: View, rng: random.Random) -> Said | None:
    """The facts as sentences of this speaker; None where none of them can be said."""
    return speech.say([_own(fact, view) for fact in facts], view, rng)


def sayable(fact: Fact, view: View) -> bool:
    """Whether this speaker can say the fact."""
    return speech.sayable(_own(fact, view), view)


def refuses(fact: Fact) -> bool:
    """Whether a thought in a plan is what somebody would rather not: "she would rather not take tablets"."""
    return fact.kind == "reasoning" and _REFUSES.match(fact.text) is not None


def is_quoted(fact: Fact) -> bool:
    """Whether a complaint is a sentence of the patient's own: "I can't go on"."""
    return fact.kind == "complaint" and _MINE.match(fact.text) is not None


def _own(fact: Fact, view: View) -> Fact:
    """A fact as who says it has it: a refusal is an event to who refuses, a sentence in the first person its own words."""
    if view.speaker == "physician":
        return fact
    kind = "event" if refuses(fact) else "quote" if is_quoted(fact) else fact.kind
    return fact if kind == fact.kind else fact.model_copy(update={"kind": kind})


def is_malformed(fact: Fact, view: View) -> bool:
    """Whether this speaker has words for the fact, and none of them is well formed."""
    return speech.is_malformed(fact, view)


def name(fact: Fact, view: View) -> str:
    """What a fact is about as one can ask for it ("chest pain"); "" if it has no such name."""
    return speech.name(fact, view) or ""
