"""A line of a case put in the place of what it rewords: of the part of a turn that tells those facts, and of no other part.

Law of the file: no fact that the turn tells is lost. A part that tells a fact of the line and another one that the line does not
say stays, beside the line.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bedside.agents.checks.coverage import expressed
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact
from bedside.scenarios.turn import Claim, Reason, Turn

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+")
_JOINT = re.compile(r"\s*(?:[,;]\s+(?:and|but)\s+|;\s+)")  # between two clauses that may stand alone
_SHARE = 0.5  # of the concepts of a fact that a line has to say to tell it


@dataclass(frozen=True)
class Part:
    """A stretch of a turn, and the ids of the facts that it tells."""

    text: str
    facts: frozenset[str]


@dataclass(frozen=True)
class Reworded:
    """A turn with a line in it. ``beside`` are the facts that could not be parted from what the line rewords."""

    text: str
    beside: frozenset[str] = frozenset()


def reworded(
    turn: Turn, reason: Reason, facts: Sequence[Fact], wanted: Collection[str], say: str, *, alone: bool = True
) -> Reworded:
    """``turn`` with ``say`` in place of what tells the facts ``wanted``; ``facts`` are those that the turn tells,
    but for those of lines that stand in it already, where it is not the line ``alone``."""
    others = [fact for fact in facts if fact.id not in wanted]
    line = Turn(id="-", speaker=turn.speaker, text=say)
    said = frozenset(expressed(others, [line], Terminology.load(), _SHARE)) if others else frozenset[str]()
    left = frozenset(fact.id for fact in others) - said
    if not left and alone:
        return Reworded(say)
    claimed = frozenset(fact for claim in reason.claims for fact in claim.facts)
    parts = [*_parts(turn.text, reason.claims)]
    if not any(part.facts & frozenset(wanted) for part in parts):
        return Reworded(f"{say} {turn.text}", left)
    told: list[str] = []
    beside: frozenset[str] = frozenset()
    for part in parts:
        if not part.facts & frozenset(wanted):
            told += [part.text] if not part.facts or part.facts & left else []
            continue
        told += [say] if say not in told else []
        kept = (part.facts & left) | (left - claimed)  # what nothing is known to tell may stand here
        if kept:
            told.append(part.text)
            beside |= kept
    return Reworded(" ".join(told), beside)


def _parts(text: str, claims: Sequence[Claim]) -> Iterator[Part]:
    """The sentences of a turn; one of two clauses with a claim each, as two sentences."""
    cuts = [(found.end(), found.start()) for found in _SENTENCE.finditer(text)]
    ordered = sorted(claims, key=lambda claim: claim.said.start)
    for first, second in pairwise(ordered):
        if _JOINT.fullmatch(text, first.said.end, second.said.start):
            cuts.append((second.said.start, first.said.end))
    start = 0
    for begin, end in [*sorted(cuts), (len(text), len(text))]:
        words = text[start:end].strip()
        if words:
            facts = (claim.facts for claim in claims if claim.said.start < end and claim.said.end > start)
            whole = words if words[-1] in '.!?"”’)…' else f"{words}."
            yield Part(whole[:1].upper() + whole[1:], frozenset(fact for told in facts for fact in told))
        start = begin
