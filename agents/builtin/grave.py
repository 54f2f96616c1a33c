"""Visits in which nobody chats, cheers or is glad: somebody may die, wants to, or has lost a child."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bedside.agents.builtin.acts import by_gravity, gravity, problem_name
from bedside.agents.builtin.evidence import heard
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Note

_GRAVEST = 3
_WORDS = re.compile(
    r"\b(?:heart attacks?|n?stemi|(?:acute )?coronary syndrome|cardiac arrest|crushing chest (?:pain|pressure)|stroke|suicid\w+|self[- ]harm\w*|overdosed?"
    r"|(?:kill|hurt|harm|hang)(?:ing|ed)? (?:him|her|my|your|them)sel(?:f|ves)|(?:end|take|took|ending|taking) (?:my|his|her|your|their) (?:own )?life|better off dead|not (?:want to|wanting to) (?:live|be alive|wake up)|not wake up|see (?:the|any) point|death wish"
    r"|wish(?:es|ed)? (?:I|he|she|they) (?:was|were) dead|miscarr\w+|stillb\w+|lost (?:the|her|my|our|your) (?:baby|pregnancy|child)|no (?:fetal )?heartbeat|ectopic|pregnancy (?:has )?(?:ended|failed)|nonviable|fetal (?:demise|death)|intrauterine death|no (?:fetal )?cardiac activity"
    r"|cancer|malignan\w+|metasta\w+|terminal|hospice|sexual(?:ly)? assault\w*|raped?|(?:partner|domestic|sexual|physical|child|elder) (?:violence|abuse)|abused (?:by|as)|(?:hits|beats|hit|beat|strangled|chokes|choked|threatens) (?:her|him)(?=[.,;]|$| (?:when|and|at|again|every|often|regularly)\b)|died|passed away|sepsis|anaphyla\w+|meningitis|aneurysm)\b",
    re.IGNORECASE,
)
_NOW = frozenset(("complaint", "history", "assessment", "course", "results", "review"))


def is_grave(note: Note) -> bool:
    """Whether a problem of this visit is of that kind: named in its complaint, its story or what was concluded."""
    if any(gravity(problem_name(fact)) >= _GRAVEST for fact in by_gravity(note.facts)):
        return True
    return any(_is_now(fact) and _WORDS.search(fact.text) for fact in note.facts)


def sombre(brief: Brief) -> bool:
    """Whether something of that kind was told so far, or is told now."""
    return _any_names((*(turn.text for turn in heard(brief.turns)), *(fact.text for fact in brief.facts)))


def _any_names(texts: Iterable[str]) -> bool:
    return any(map(_names, texts))


@lru_cache(maxsize=4096)  # each line asks it of all that was said before
def _names(text: str) -> bool:
    return _WORDS.search(text) is not None


def _is_now(fact: Fact) -> bool:
    return (
        fact.section in _NOW
        and fact.polarity == "present"
        and fact.subject == "patient"
        and fact.temporality == "current"
    )
