"""What kind of thing a patient was just told: bad news, good news, something to do."""

from collections.abc import Sequence

from bedside.agents.builtin.acts import gravity, head
from bedside.agents.builtin.grave import sombre
from bedside.agents.builtin.tables import first, words
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact

_OWN_THOUGHTS = frozenset(("suicidal", "suicide", "self-harm"))
_BEATS = ("heart", "cardiac", "pole", "pulse")
_DEAD = (
    "no fetal heart",
    "no foetal heart",
    "no fetal cardiac",
    "fetal demise",
    "absent fetal heart",
    "no heartbeat",
    "nonviable",
)
_LASTING = frozenset(
    (
        "stable",
        "chronic",
        "known",
        "longstanding",
        "controlled",
        "well-controlled",
        "remission",
        "treated",
        "old",
        "remote",
    )
)


def news(brief: Brief) -> str:
    """What kind of thing was just told."""
    facts, act = brief.facts, brief.step.act
    if any(_is_death(fact) for fact in facts):
        return "grave"
    if act == "examine":
        return "examine"
    if act == "safety":
        return "safety"
    known = any(cue.aspect == "about" for cue in brief.step.cues)
    worst = max((_gravity(fact) for fact in facts), default=1) if not known else 1
    if worst > 1:
        return "grave" if worst == 3 else "bad"
    if are_good(facts):
        return "plain" if sombre(brief) else "good"
    kinds = {fact.kind for fact in facts}
    if act == "advise":
        return "drug" if kinds == {"drug"} else "advice" if kinds <= {"advice"} else "order"
    return "plain"


def are_good(facts: Sequence[Fact]) -> bool:
    """Whether all of this is good to hear."""
    return bool(facts) and all(_is_good(fact) for fact in facts)


def _gravity(fact: Fact) -> int:
    """How bad a statement is to hear; what the patient has thought of themselves is no news."""
    news = fact.kind in ("diagnosis", "result") and fact.polarity == "present" and not fact.same_as
    named = fact.text if fact.kind == "result" else f"{head(fact)} {_called(fact)}"
    known = fact.kind == "diagnosis" and not _LASTING.isdisjoint(words(fact.text))  # "stable CAD"
    return gravity(named) if news and not known and _OWN_THOUGHTS.isdisjoint(words(named)) else 1


def _is_death(fact: Fact) -> bool:
    """Whether a finding or a result says that a child has died in the womb."""
    if fact.kind not in ("finding", "result", "diagnosis"):
        return False
    said = fact.text.casefold()
    gone = fact.polarity == "denied" and any(
        f"{whose} {what}" in said for whose in ("fetal", "foetal") for what in _BEATS
    )
    return gone or (fact.polarity == "present" and any(one in said for one in _DEAD))


def _called(fact: Fact) -> str:
    """What a diagnosis written in letters is called: "myocardial infarction" of "MI"."""
    from bedside.knowledge.terminology import Terminology

    terms = Terminology.load()
    return terms.name(fact.concept) if fact.concept and fact.concept in terms else ""


def _is_good(fact: Fact) -> bool:
    """Whether a statement is good news by what it says, not by its words' sound."""
    if fact.kind in ("result", "finding"):
        note = fact.argument("note") or fact.argument("manner")
        return (note is not None and note.value == "normal") or (
            fact.kind == "result" and fact.polarity == "denied" and gravity(fact.text) > 1
        )
    return fact.kind == "status" and first("troubles", fact.text) == "ease"
