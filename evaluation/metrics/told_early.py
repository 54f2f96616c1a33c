"""Who cannot know it yet: a patient with the examination, a result or the plan, a physician with the story.

Law of the file: something is known once anybody has named it, also by asking. The reason for the visit may be known before.
"""

import re

from bedside.agents.checks.assertions import split_sentences
from bedside.evaluation.retold import SEEN, TOLD, content, of_sections, retells, values
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.record import Record

Found = tuple[int, str, str]  # the turn, what was said, what of the note it is

_TO_COME = re.compile(
    r"\b(?:i'm|i am|i'll|you'll|you will|you're|we'll|they'll)\b.*\b(?:have|order|get|do|send|start|undergo)\b",
    re.IGNORECASE,
)
_TOLD_YOU = re.compile(
    r"\b(?:you(?:'ve| have| had| also| feel| get)|i know (?:that )?you|your [\w ]+ (?:has|have|is|are|was|were))\b",
    re.IGNORECASE,
)
_TO_BE = re.compile(r"\b(?:if|when|may|might|can|could|should|will|would)\b|\?\s*$", re.IGNORECASE)


def _sentences(text: str) -> list[str]:
    plain = text.replace("’", "'")
    return [plain[start:end] for start, end in split_sentences(plain)]


def patient_early(record: Record, note: Note) -> list[Found]:
    """Sentences of those who are not the physician that say a finding, a result or an order of this visit in the note's words
    before a physician has."""
    old = content(" ".join(fact.text for fact in note.facts if fact.established == "before"))
    new = [fact for fact in note.facts if fact.established == "visit" and fact.section in SEEN]
    noted = [(fact, content(fact.text), values(fact.text)) for fact in new]
    heard: frozenset[str] = frozenset()
    found: list[Found] = []
    for at, turn in enumerate(record.turns):
        if turn.speaker == "physician":
            heard |= content(turn.text)
            continue
        for sentence in _sentences(turn.text):
            said = content(sentence) - heard
            fact = next(
                (fact for fact, about, numbers in noted if _early(sentence, said, about - old, numbers, fact)), None
            )
            if fact is not None:
                found.append((at, sentence, fact.text))
                break
    return found


def _early(sentence: str, said: frozenset[str], about: frozenset[str], numbers: frozenset[float], fact: Fact) -> bool:
    if sentence.endswith("?") or not said & about:
        return False
    if numbers & values(sentence):
        return True
    if fact.section == "plan":
        return about <= said and _TO_COME.search(sentence) is not None
    return retells(said, about)


def physician_knew(record: Record, note: Note) -> tuple[int, list[Found]]:
    """How many statements of the story are told or asked, and those that the physician states to the patient before anybody has
    named them."""
    reason = content(" ".join(fact.text for fact in of_sections(note.facts, {"complaint"})))
    seen = content(" ".join(fact.text for fact in of_sections(note.facts, SEEN | {"past"})))
    story = [(fact, content(fact.text)) for fact in of_sections(note.facts, {"history", "review"})]
    story = [(fact, about) for fact, about in story if about - reason - seen and fact.polarity == "present"]
    named: frozenset[str] = frozenset()
    told = set[str]()
    found: list[Found] = []
    for at, turn in enumerate(record.turns):
        for sentence in _sentences(turn.text):
            said = content(sentence)
            for fact, about in story:
                if fact.id in told or not about <= said:
                    continue
                told.add(fact.id)
                states = turn.speaker == "physician" and _TOLD_YOU.search(sentence) and not _TO_BE.search(sentence)
                if states and len((about - reason) & named) * 2 < len(about - reason):
                    found.append((at, sentence, fact.text))
        named |= content(turn.text)
    return len(told), found


def seen_by_words(note: Note, sentence: str) -> Fact | None:
    """The statement of the story that a sentence tells in its words, where nothing that was seen speaks of it."""
    said = content(sentence)
    seen = content(" ".join(fact.text for fact in of_sections(note.facts, SEEN)))
    for fact in of_sections(note.facts, TOLD):
        about = content(fact.text)
        if retells(said, about) and not retells(seen, about):
            return fact
    return None
