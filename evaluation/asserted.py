"""What a dialogue asserts about this patient, told apart by its reasons from what it only asks or quotes.

Set apart are: sentences that ask; sentences that rest on a guideline passage alone; replies to a question that a
passage suggested. All else stays, with or without a fact behind it, so an invented statement can never hide here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.scenarios.record import Record
from bedside.scenarios.turn import Reason, Turn

SUPPORT = 0.6  # share of an item's content words that a sentence resting on it has

_SENTENCE = re.compile(r"[^.?!]*(?:[.?!](?![.?!\s]|$)[^.?!]*)*[.?!]*\s*")
_TAG = re.compile(
    r",\s*(?:okay|ok|all right|alright|right|yeah|correct|you know|(?:is|are|was|were|do|does|did|have|has)(?:n't)? \w+"
    r"|is that (?:right|correct)|does that (?:sound right|make sense))\s*\?+\s*$",
    re.I,
)
_WORD = re.compile(r"[a-z]+")
_SMALL = frozenset(
    """a an and any are at be been but by can do for from get had has have help how i if in is it its last like may might
    more my not of off on or our out over right so some sure than that the them then there they this time to up us was
    we what when which while who will with would you your yourself""".split()
)


@dataclass(frozen=True)
class AssertedParts:
    """``turns`` hold what is asserted, ``asked`` and ``quoted`` what was set apart: sentences with their turn's index.

    ``replies`` counts replies to questions from a passage; their words are in neither.
    """

    turns: tuple[Turn, ...]
    asked: tuple[tuple[int, str], ...]
    quoted: tuple[tuple[int, str], ...]
    replies: int

    @property
    def quoted_turns(self) -> dict[int, str]:
        """What each turn says on a passage, its sentences joined, by the turn's index."""
        said: dict[int, str] = {}
        for index, sentence in self.quoted:
            said[index] = f"{said[index]} {sentence}" if index in said else sentence
        return said


def sentences(text: str) -> list[tuple[int, int]]:
    """Character ranges of the sentences of a turn. A full stop inside a number or a name ends none."""
    return [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]


def asks(sentence: str) -> bool:
    """Whether a sentence asks. One that ends in a tag (", okay?") states what stands before the tag."""
    return sentence.rstrip().endswith("?") and not _TAG.search(sentence)


def part(record: Record) -> AssertedParts:
    """Set apart what a dialogue only asks or quotes, by its reasons. Raises ``ValueError`` if it has not one a turn."""
    kept: list[Turn] = []
    asked: list[tuple[int, str]] = []
    quoted: list[tuple[int, str]] = []
    replies = 0
    doubtful = ""  # the step whose question came from a passage
    for index, (turn, reason) in enumerate(zip(record.turns, record.reasons, strict=True)):
        text, rest = turn.text, ""
        if reason.step == doubtful and turn.speaker != "physician" and not reason.facts:
            replies += 1
            continue
        for start, end in sentences(text):
            sentence = text[start:end]
            if _quotes(reason, start, end):
                quoted.append((index, sentence.strip()))
                if asks(sentence):
                    doubtful = reason.step
            elif asks(sentence):
                asked.append((index, sentence.strip()))
            else:
                rest += sentence
        if rest.strip():
            kept.append(turn.model_copy(update={"text": rest.strip()}))
    return AssertedParts(tuple(kept), tuple(asked), tuple(quoted), replies)


def _quotes(reason: Reason, start: int, end: int) -> bool:
    """Whether this sentence rests on a passage and on no fact of the note."""
    if reason.claims:
        here = [claim for claim in reason.claims if claim.said.start < end and start < claim.said.end]
        return any(claim.passages for claim in here) and not any(claim.facts for claim in here)
    return bool(reason.passages) and not reason.facts


def supported(sentence: str, items: Iterable[str]) -> bool:
    """Whether one item of a passage stands behind a sentence: most of its content words are said."""
    said = _content(sentence)
    for item in items:
        wanted = _content(item)
        if wanted and len(wanted & said) >= SUPPORT * len(wanted):
            return True
    return False


def _content(text: str) -> frozenset[str]:
    """The content words of a text, cut to their first five letters, so that "vomiting" meets "vomit"."""
    return frozenset(word[:5] for word in _WORD.findall(text.lower()) if word not in _SMALL and len(word) > 1)


def withheld(record: Record) -> frozenset[str]:
    """Ids of the facts that somebody kept back or could not recall."""
    return frozenset(
        [*record.meta.get("withheld", ()), *(fact for reason in record.reasons for fact in reason.withheld)]
    )
