"""What a guideline passage is good for in this visit: a warning sign to ask about, or when to seek help.

The law: a passage counts only if its page is about a problem of this visit; where none is, nothing is said. Turns of steps that
only a passage fills are passed over when the talk so far is read, so that a run without guidelines differs in them alone.
"""

from collections.abc import Iterator, Sequence

from bedside.agents.builtin.tables import table, words
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.turn import Turn

EVIDENCE = "e"  # how the ids of steps begin that only a passage can fill
_IN_HOSPITAL = frozenset(("emergency", "hospital", "ambulance"))
_NEED = {"emergency": "safety_emergency", "same day": "safety_same_day"}
# Words of a page's name that say nothing of what it is about.
_WIDE = frozenset(
    "child adult problem injury pain loss care check type in of the 1 2 lesion disease management prevention visit".split()
)
_DENIES = frozenset(
    "no not never none without denies deny nor don't haven't isn't didn't doesn't wasn't hasn't".split()
)


def heard(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without those of steps that only a passage fills."""
    return [turn for turn in turns if not turn.id.startswith(EVIDENCE)]


def about_this_visit(evidence: Evidence, brief: Brief) -> bool:
    """Whether the page of a passage is about something that was named as there, in the step or in the talk."""
    from bedside.knowledge.terminology import Terminology

    named = " ".join(evidence.document.split("-"))
    core = [word for word in words(named) if word not in _WIDE]
    there = [brief.step.subject, *(turn.text for turn in heard(brief.turns))]
    there = [
        sentence
        for text in there
        for sentence in text.replace("?", ".").split(".")
        if _DENIES.isdisjoint(words(sentence))
    ]
    find = Terminology.load().find
    concepts = {found.concept for text in there for found in find(text)}
    if any(found.concept in concepts for found in find(named)):
        return True
    spoken = {word for text in there for word in words(text)}
    return any(word in spoken or f"{word}s" in spoken for word in core)


def warning_sign(brief: Brief) -> tuple[str, str] | None:
    """A warning sign that nobody has named, and the id of its passage."""
    from bedside.agents.checks.named import Named

    named = Named((turn.text for turn in brief.turns), brief.step.subject)
    for evidence in _pages(brief, "red"):
        for item in _items(evidence):
            if item not in named:
                return item, evidence.id
    return None


def safety_net(brief: Brief) -> list[tuple[str, str, str]]:
    """When to seek help: what happens, the rule of what to do then, the id of the passage; none that is there already."""
    from bedside.agents.checks.named import Named

    told = [turn.text for turn in brief.turns if turn.speaker != "physician" and _DENIES.isdisjoint(words(turn.text))]
    has = Named(told)
    said = " ".join(turn.text.casefold() for turn in brief.turns)
    for evidence in _pages(brief, "safety"):
        found: list[tuple[str, str, str]] = []
        for line in evidence.text.splitlines():
            text, _, urgency = (part.strip() for part in line.partition("|"))
            if text and text.casefold() not in said and not has.spreads(text):
                rule = "safety_here" if brief.setting in _IN_HOSPITAL else _NEED.get(urgency, "safety_soon")
                found.append((text, rule, evidence.id))
        if found:
            return found
    return []


def shape_of(flag: str) -> str:
    """How a warning sign is asked for: "sign" is noticed ("any swelling of the lips"), a "matter" is not ("any thoughts of
    self-harm"), and "doing" takes no "any" ("losing track of time")."""
    spoken = words(flag)
    rows = dict(table("flags"))
    if spoken[:1] and spoken[0] in rows["doing"] and "of" not in spoken[1:2]:
        return "doing"
    return "matter" if not rows["matter"].isdisjoint(spoken) else "sign"


def _pages(brief: Brief, section: str) -> Iterator[Evidence]:
    for evidence in brief.evidence:
        if section in evidence.section.lower() and about_this_visit(evidence, brief):
            yield evidence


def _items(evidence: Evidence) -> list[str]:
    return [text for line in evidence.text.splitlines() if (text := line.partition("|")[0].strip())]
