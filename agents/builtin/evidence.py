"""What a guideline passage is good for in this visit: when to seek help.

The law: a passage counts only if its page is that of the complaint or of a diagnosis of this visit; where none is, nothing is
said. What the note answers is asked for by name like anything else; nobody is asked for a sign that it does not speak of. Turns of steps that
only a passage fills are passed over when the talk so far is read, so that a run without guidelines differs in them alone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bedside.agents.builtin.tables import first, table, words
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.turn import Turn

APART = "; "  # between the problems that a step is about
EVIDENCE = "e"  # how the ids of steps begin that only a passage can fill
# A page on tiredness tells when to seek help with thoughts of suicide: said where the talk is of such a thing.
_OWN_LIFE = re.compile(
    r"\b(?:ending|end|take|taking) your (?:own )?life|suicid|self[- ]harm|(?:hurt|harm|kill)\w* yourself", re.I
)
_MOOD = re.compile(
    r"\b(?:mood|depress\w*|sad|sadness|anxi\w*|panic\w*|grief|griev\w*|hopeless\w*|worthless\w*|suicid\w*|tearful|cry\w*|stress\w*|ptsd"
    r"|bipolar|psycho\w*|alcohol|opioid\w*|life|despair)\b",
    re.I,
)
_KILLS = 3  # how grave a problem is beside which no other is worth a warning
_IN_HOSPITAL = frozenset(("emergency", "hospital", "ambulance"))
_NEED = {"emergency": "safety_emergency", "same day": "safety_same_day"}
# Words of a page's name that say nothing of what it is about.
_WIDE = frozenset(
    "child adult problem injury pain loss care check type in of the 1 2 lesion disease management prevention visit".split()
)


def heard(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without those of steps that only a passage fills."""
    return [turn for turn in turns if not turn.id.startswith(EVIDENCE)]


def about_this_visit(evidence: Evidence, brief: Brief) -> bool:
    """Whether the page of a passage is that of the complaint or of a diagnosis of this visit, which the step names."""
    return _about(evidence, brief.step.subject.split(APART))


def _about(evidence: Evidence, problems: Sequence[str]) -> bool:
    if evidence.problem:
        return evidence.problem in problems
    from bedside.knowledge.terminology import Terminology

    named = " ".join(evidence.document.split("-"))
    find = Terminology.load().find
    concepts = {found.concept for problem in problems for found in find(problem)}
    if any(found.concept in concepts for found in find(named)):
        return True
    core = frozenset(word for word in words(named) if word not in _WIDE)
    return bool(core) and any(core <= _forms(problem) for problem in problems)


def _gravity(problem: str) -> int:
    return int(first("gravity", problem) or 1)


def _forms(text: str) -> frozenset[str]:
    """The words of a text, with and without the ending of a plural."""
    spoken = words(text)
    return frozenset((*spoken, *(f"{word}s" for word in spoken), *(word.removesuffix("s") for word in spoken)))


def safety_net(brief: Brief) -> list[tuple[str, str, str]]:
    """When to seek help: what happens, the rule of what to do then, the id of the passage; none that is there already.
    A sign that means danger is told as one that needs help at once, and nobody is asked for it."""
    from bedside.agents.checks.named import Named

    named = Named((turn.text for turn in heard(brief.turns)), brief.step.subject)
    said = " ".join(turn.text.casefold() for turn in brief.turns)
    for section in ("safety", "red"):
        for evidence in _pages(brief, section):
            nets = _nets(evidence, section, brief.setting)
            new = [
                net
                for net in nets
                if fits(net[0], brief.step.subject)
                and not (_OWN_LIFE.search(net[0]) and not _MOOD.search(f"{said} {brief.step.subject}"))
            ]
            new = [net for net in new if not named.spreads(net[0]) and net[0].casefold() not in said]
            found = [net for net in new if section == "safety" or net[0] not in named]
            if found:
                grave = [net for net in found if net[1] == "safety_emergency"]
                return grave or found
    return []


def fits(sign: str, problems: str) -> bool:
    """Whether a sign that only some problems call for is about one of them: nobody who is tired is told of suicide for that."""
    spoken, theirs = frozenset(words(sign)), words(problems)
    return all(
        any(word.startswith(tuple(beginnings)) for word in theirs)
        for named, beginnings in _only_for()
        if not named.isdisjoint(spoken)
    )


@cache
def _only_for() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((frozenset(named.split()), beginnings) for named, beginnings in table("nets"))


def _nets(evidence: Evidence, section: str, setting: str) -> list[tuple[str, str, str]]:
    """The lines of a passage as what may happen, the rule of what to do then, and its id."""
    found: list[tuple[str, str, str]] = []
    for line in evidence.text.splitlines():
        text, _, urgency = (part.strip() for part in line.partition("|"))
        if not text or (section == "red" and shape_of(text) != "sign"):
            continue
        need = "safety_emergency" if section == "red" else _NEED.get(urgency, "safety_soon")
        words_ = f"you notice any {text}" if section == "red" else text
        found.append((words_, "safety_here" if setting in _IN_HOSPITAL else need, evidence.id))
    return found


def shape_of(flag: str) -> str:
    """How a warning sign is asked for: "sign" is noticed ("any swelling of the lips"), a "matter" is not ("any thoughts of
    self-harm"), and "doing" takes no "any" ("losing track of time")."""
    spoken = words(flag)
    rows = dict(table("flags"))
    if spoken[:1] and spoken[0] in rows["doing"] and "of" not in spoken[1:2]:
        return "doing"
    return "matter" if not rows["matter"].isdisjoint(spoken) else "sign"


def _pages(brief: Brief, section: str) -> Iterator[Evidence]:
    """The pages about the problems of this visit, those about the gravest first; where it is one that may kill, no others."""
    problems = brief.step.subject.split(APART)
    found = [one for one in brief.evidence if section in one.section.lower() and about_this_visit(one, brief)]
    of = {one.id: next((at for at, problem in enumerate(problems) if _about(one, [problem])), 0) for one in found}
    gravest = _gravity(problems[0])
    for evidence in sorted(found, key=lambda one: of[one.id]):
        if gravest < _KILLS or _gravity(problems[of[evidence.id]]) == gravest:
            yield evidence
