"""When to seek help, from a page about the gravest problem of the visit; nothing where no page is about it.

Law of the file: which page is right was decided by the problem it was found by; a page that only other words led to is not spoken from.
"""

from bedside.agents.languages.lexicon import Lexicon
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Note

APART = "; "  # between the problems that a step is about
GROUNDED = "e"  # how the ids of steps begin that only a passage can fill
_SECTION = "safety net"
_RULES = {"emergency": "safety_emergency", "same day": "safety_same_day"}


def problems(note: Note, lexicon: Lexicon) -> str:
    """The problems of a visit, the gravest first, then the complaint."""
    stated = [fact for fact in note.facts if fact.section == "assessment" and _counts(fact)]
    complaint = [fact for fact in note.facts if fact.section in ("complaint", "history") and _counts(fact)][:1]
    grave = lexicon.pattern("grave")
    ordered = sorted(stated, key=lambda fact: grave.search(fact.text) is None)
    return APART.join(dict.fromkeys(" ".join(fact.text.replace(";", ",").split()) for fact in (*ordered, *complaint)))


def safety_net(brief: Brief) -> list[tuple[str, str, str]]:
    """When to seek help: what happens, the rule of what to do then, the id of the passage. What may kill comes alone."""
    named = brief.step.subject.split(APART)
    said = " ".join(turn.text.casefold() for turn in brief.turns)
    found: list[tuple[str, str, str]] = []
    for one in brief.evidence:
        if one.problem not in named or _SECTION not in one.section.casefold():
            continue
        for line in one.text.splitlines():
            text, _, urgency = (part.strip() for part in line.partition("|"))
            if text and text.casefold() not in said:
                found.append((text, _RULES.get(urgency, "safety_soon"), one.id))
    return [net for net in found if net[1] == "safety_emergency"] or found


def _counts(fact: Fact) -> bool:
    return (
        fact.polarity == "present" and fact.subject == "patient" and fact.role != "age" and fact.temporality != "past"
    )
