"""What is said of a symptom besides its name: how it came, how it goes, what makes it worse or better."""

from bedside.agents.speaking.nouns import PREPOSITIONS, is_plural, some
from bedside.agents.speaking.people import IT
from bedside.agents.speaking.phrase import naming, said, text
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_PAST = frozenset(("VBD", "VVD", "VDD", "VHD"))


def stays(quality: str) -> bool:
    """Whether a quality says that it does not spread: "nil radiation"."""
    return quality.startswith(("nil ", "no ", "not ", "non-", "nonradiat", "without ")) and "radiat" in quality


def _parted(quality: str) -> list[str]:
    """ "cramping, nil radiating" is what it is like, and that it stays where it is."""
    parts = quality.split(", ")
    return parts if any(stays(part) for part in parts) else [quality]


def is_hedged(quality: str) -> bool:
    """Whether a quality says how much of it is so, as nobody does before a noun: "mainly watery"."""
    return quality.split(" ")[0] in ("mainly", "mostly", "predominantly", "largely", "usually")


def qualities(fact: Fact, view: View) -> list[str]:
    """All that is said of what it is like."""
    found = [said(argument, view, fact) for argument in fact.arguments if argument.role == "quality"]
    return [part for quality in found if quality for part in _parted(quality)]


def _it(fact: Fact, view: View) -> Subject:
    name = naming(fact.argument("what"), view) or ""
    if is_plural(some(name)):
        return Subject((Words("they"),), 3, True)
    return IT


def details(fact: Fact, view: View, own: tuple[str, ...]) -> list[Clause | None]:
    it = _it(fact, view)

    def is_(words: str) -> Clause:
        return Clause(own, it, "be", (Words(words),))

    found: list[Clause | None] = []
    onset = text(fact, "onset", view)
    if onset and not happened_at(fact, view):
        found.append(_onset(onset, it, own))
    for quality in qualities(fact, view):
        if quality.startswith("like "):
            found.append(Clause(own, it, "feel", (Words(quality),)))
        elif is_hedged(quality):
            found.append(is_(quality))
        elif stays(quality):
            found.append(Clause(own, it, "spread", (Words("anywhere"),), negative=True))
    severity = text(fact, "severity", view)
    if (severity and any(c.isdigit() for c in severity)) or (severity and " out of " in severity):
        found.append(is_(f"about {severity}" if not severity.startswith("about") else severity))
    course = text(fact, "course", view)
    if course:
        found.append(_course(course, it, own))
    if text(fact, "frequency", view) in ("intermittent", "constant"):
        found.append(
            is_("there all the time")
            if text(fact, "frequency", view) == "constant"
            else Clause(own, it, "come", (Words("and goes" if not it.plural else "and go"),))
        )
    trigger = unworsened(text(fact, "trigger", view) or "")
    if trigger and not trigger.startswith("after ") and is_worse_with(fact):
        found.append(is_(f"worse {led(trigger)}").but(tense="past" if is_of_then(trigger) else "present"))
    relief = text(fact, "relief", view)
    if relief and not relief.startswith(("no ", "not ", "nothing")):
        placed_ = relief.removeprefix("by ").removeprefix("better ")
        placed_ = placed_ if placed_.split(" ")[0] in PREPOSITIONS else f"with {placed_}"
        found.append(Clause(own, it, "get", (Words(f"better {placed_}"),)))
    return found


def happened_at(fact: Fact, view: View) -> tuple[str, ...]:
    """The time in which something that is over happened, rather than began: "I was constipated last week"."""
    when = text(fact, "onset", view) if fact.temporality == "past" and fact.polarity == "present" else None
    timed = when is not None and (
        when.endswith(" ago") or when.split(" ")[0] in ("last", "yesterday", "in", "on", "during")
    )
    return (when,) if when is not None and timed else ()


def is_worse_with(fact: Fact) -> bool:
    """Whether something makes it worse, rather than that it comes only then, or never does."""
    trigger = fact.argument("trigger")
    worse = trigger is not None and (trigger.value == "worse" or "wors" in trigger.text.lower())
    return worse and fact.polarity != "denied"


def is_of_then(trigger: str) -> bool:
    """Whether what makes it worse was there once: "when I was at a fair"."""
    return trigger.startswith(("when ", "while ", "after ")) and bool(_PAST & set(tags(trigger.split(" "))))


def unworsened(trigger: str) -> str:
    """ "worse at night" -> "at night"."""
    return trigger.removeprefix("worse ")


def led(trigger: str) -> str:
    """What brings it on, behind a preposition: "walking" -> "with walking"."""
    first = trigger.split(" ")[0]
    leaning = first in PREPOSITIONS or first.endswith("ly") or first in ("sometimes", "often", "when")
    return trigger if leaning else f"with {trigger}"


def _onset(onset: str, it: Subject, own: tuple[str, ...]) -> Clause:
    onset = onset.removesuffix(" onset")
    if onset in ("sudden", "suddenly", "acute", "abrupt"):
        return Clause(own, it, "come", (Words("on suddenly"),), "past")
    if onset in ("gradual", "gradually", "insidious"):
        return Clause(own, it, "come", (Words("on slowly"),), "past")
    first, _, rest = onset.partition(" ")
    if rest and first.endswith("ed") and is_verb(lemma(first, "VVN")) and lemma(first, "VVN") != "start":
        done = Words(rest)  # "dressed by the nurse yesterday"
        return Clause(own, it, lemma(first, "VVN"), (done,), "past", passive=True)
    return Clause(own, it, "start", (Words(onset),), "past")


_COURSES = {
    "worsening": ("get", "worse", True), "progressive": ("get", "worse", True), "getting worse": ("get", "worse", True),
    "improving": ("get", "better", True), "getting better": ("get", "better", True), "resolving": ("go", "away", True),
    "resolved": ("be", "gone now", False), "stable": ("be", "about the same", False), "unchanged": ("be", "about the same", False),
    "constant": ("be", "there all the time", False), "continuous": ("be", "there all the time", False),
    "gone": ("be", "gone now", False), "worse": ("be", "worse", False), "better": ("be", "better", False), "persistent": ("be", "not going away", False),
    "improved": ("be", "better", False), "worsened": ("be", "worse", False), "intermittent": ("come", "and goes", False),
    "comes and goes": ("come", "and goes", False), "on and off": ("come", "and goes", False),
}  # fmt: skip
_PACES = {
    "gradually": "slowly",
    "slowly": "slowly",
    "progressively": "",
    "steadily": "steadily",
    "now": "",
    "rapidly": "fast",
    "quickly": "fast",
}


def _course(course: str, it: Subject, own: tuple[str, ...]) -> Clause | None:
    """How it goes: "it's getting better slowly"."""
    first, _, rest = course.partition(" ")
    pace, course = (_PACES[first], rest) if first in _PACES else ("", course)
    verb, words, progressive = _COURSES.get(course, ("", "", False))
    if not verb or (pace and not progressive):
        return None
    words = words.replace("goes", "go") if it.plural else words
    return Clause(own, it, verb, (Words(f"{words} {pace}".strip()),), progressive=progressive)
