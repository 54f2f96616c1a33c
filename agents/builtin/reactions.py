"""What the last words call for before anything else is said: comfort, a plainer word, respect, or a short sign of having
heard. Read from the words alone, so that it fits what a person typed as well."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from bedside.agents.builtin.calls_for import calls_for, denied
from bedside.agents.builtin.evidence import heard as without_evidence
from bedside.agents.builtin.tables import table, words
from bedside.scenarios.brief import Brief
from bedside.scenarios.turn import Turn

Heard = Literal[
    "nothing", "nod", "no", "yes", "told", "trouble", "question", "puzzled", "shaken", "scare", "despair", "harmed", "tears", "fear", "doubt", "angry", "declined", "loss", "unsure", "thanks", "harming", "lost_child", "hardship", "ill", "sore",
]  # fmt: skip
_NO = frozenset(("no", "nope", "none", "never", "not", "nothing"))
_NOT_SO = frozenset("don't doesn't didn't haven't hasn't hadn't isn't aren't wasn't without".split())
_HESITATES = frozenset(("uh", "um", "er", "hm", "oh", "well"))
_YES = frozenset(("yes", "yeah", "yep", "right", "correct", "exactly"))
_WHETHER = frozenset(
    (
        "do",
        "does",
        "did",
        "are",
        "is",
        "have",
        "has",
        "any",
        "anything",
        "anyone",
        "was",
        "were",
        "will",
        "should",
    )
)
KIN = frozenset(
    """mother father mom mum dad wife husband partner son daughter brother sister grandmother grandfather aunt uncle cousin friend
    baby child""".split()
)
_CAN_BE_DENIED = frozenset(("fear", "scare", "loss", "despair", "harmed", "tears"))
_NOD = 4  # words up to which a reply only shows that it was heard
# The rule of the phrases that answers what was heard.
ANSWERS: dict[Heard, str] = {
    "puzzled": "answer_puzzled",
    "shaken": "answer_shaken",
    "scare": "answer_scare",
    "despair": "answer_despair",
    "harmed": "answer_harmed",
    "tears": "answer_tears",
    "fear": "answer_fear",
    "doubt": "answer_doubt",
    "angry": "answer_angry",
    "declined": "answer_declined",
    "loss": "answer_loss",
    "unsure": "answer_unsure",
    "harming": "answer_harming",
    "lost_child": "answer_lost_child",
    "hardship": "answer_hardship",
    "ill": "answer_ill",
    "sore": "answer_sore",
}
ONCE: frozenset[Heard] = frozenset(("hardship", "ill", "sore", "lost_child"))  # a word is said to it once
_FIRST: frozenset[Heard] = frozenset(
    ("question", "puzzled", "shaken", "scare", "despair", "harmed")
)  # before all that follows
_THINGS = frozenset("car truck van bike ball door branch vehicle bus".split())  # what hits somebody and is no person


@cache
def _wordings() -> tuple[tuple[Heard, tuple[str, ...]], ...]:
    text = Path(__file__).with_name("heard.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((what, tuple(f" {wording} " for wording in wordings.split("|"))) for what, wordings in rows)  # type: ignore[misc]


def answer_to(what: Heard, telling: bool) -> str:
    """The rule of the phrases that answers what was heard; "" where it needs no answer of its own."""
    rule = ANSWERS.get(what, "")
    if what == "declined" and not telling:
        return ANSWERS["unsure"]  # what somebody does not want to tell is let be
    return f"{rule}_late" if telling and what == "fear" else rule


def last(brief: Brief) -> Turn | None:
    """The turn before this one, those that only a passage brought about passed over."""
    turns = without_evidence(brief.turns)
    return turns[-1] if turns else None


@lru_cache(maxsize=4096)
def heard(text: str) -> Heard:
    """What somebody said, as far as it calls for a reaction."""
    spoken = words(text)
    spoken = spoken[1:] if spoken[:1] and spoken[0] in _HESITATES else spoken
    if not spoken:
        return "nothing"
    denies = spoken[0] in _NO
    found = _worded(text, spoken[0])
    called = None if denies or found in _FIRST else calls_for(text)
    if called is not None and not (called == "sore" and found is not None and found != "thanks"):
        return called
    if found is not None:
        return found if found != "thanks" or len(spoken) > _NOD else "nod"
    if text.rstrip().endswith("?"):
        return "question"
    if denies:
        return "no"
    if len(spoken) <= _NOD:
        return "yes" if spoken[0] in _YES else "nod"
    return "trouble" if troubled(text) else "told"


def _worded(text: str, opening: str) -> Heard | None:
    """What the first row of the table stands for that has words of a sentence of a text, and is not denied there."""
    said = [words(part) for part in re.split(r"(?<=[.?!]) ", text)]
    lines = [f" {' '.join(part[1:] if part[0] in _HESITATES else part)} " for part in said if part]
    for what, wordings in _wordings():
        for line in lines:
            at = next((place for wording in wordings if (place := line.find(wording)) >= 0), -1)
            if at < 0 or (what == "harmed" and not _THINGS.isdisjoint(line.split())):
                continue
            if what not in _CAN_BE_DENIED or not (opening in _NO or denied(line, at)):
                return what
    return None


def asks_whether(text: str) -> bool:
    """Whether the last sentence of a text is a question that yes or no answers."""
    if not text.rstrip().endswith("?"):
        return False
    last = words(text.rstrip("? ").replace("?", ".").split(".")[-1])
    return bool(last) and last[0] in _WHETHER


def asks_for_more(text: str) -> bool:
    """Whether the last sentence asks what was left out: "have I missed anything?"."""
    return not {"miss", "missed"}.isdisjoint(words(text.rstrip("? ").rsplit(". ", 1)[-1]))


def auxiliary(text: str) -> str:
    """The verb of the last question that a short answer takes up: "have" or "do"; "" where it has none or is another's."""
    last = words(text.rstrip("? ").replace("?", ".").replace(":", ".").split(".")[-1])
    return last[0] if len(last) > 1 and last[0] in ("have", "do") and last[1] == "you" else ""


def lost(text: str) -> str:
    """Who of the family has died, by the words that say so ("mother"); "" where none is named."""
    return next((word for word in words(text) if word in KIN), "")


def _denies(spoken: tuple[str, ...]) -> bool:
    """Whether a sentence says that something is not there; "I can't sleep" says that something is wrong."""
    return any(word in _NO or word in _NOT_SO for word in spoken)


def troubled(text: str) -> bool:
    """Whether who said this may be told that one is sorry to hear it."""
    rows = dict(table("troubles"))
    parts = text.replace("blood pressure", "").replace("?", ".").replace(", and ", ".").replace(" but ", ".").split(".")
    told = [words(part) for part in parts]
    spoken = frozenset(word for part in told if not _denies(part) for word in part)  # what is not there is no trouble
    return not rows["trouble"].isdisjoint(spoken) and rows["ease"].isdisjoint(spoken)
