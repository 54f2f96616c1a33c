"""A treatment or test that the note says was turned down, told as taken up. By its words: many have no name in a terminology."""

import re

from bedside.agents.checks.assertions import answer_of
from bedside.evaluation.retold import content
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

_DECLINED = re.compile(r"\b(?:declin|refus|turn(?:s|ed) down|said no to|did not want|didn't want)\w*\b", re.IGNORECASE)
_WHAT = re.compile(
    r"\b(?:offered|declin\w+|refus\w+|turn(?:s|ed) down|said no to|want)\s+(?:an? |the |any |to have |to take )?(?P<what>[\w-]+(?: [\w-]+){0,3}?)"
    r"(?=\s+(?:last|this|in|because|and|but|due|for|on|at|today|by|when)\b|\s*[.,;:]|\s*$)",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(
    r"\b(?:had|have|took|take|taking|got|get|went|wear|did|accepted|agreed|use|using|on)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"n't\b|\b(?:no|not|never|none|nothing|declin\w+|refus\w+|turned|without|rather than|against|avoid\w*|instead|if|offered|want\w*|would)\b|\?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:today|now|still|this time|have changed|changed (?:his|her|their) mind|later|then accepted)\b", re.IGNORECASE
)


def declined(note: Note) -> dict[str, frozenset[str]]:
    """What was turned down, each sentence of the note with the words of the thing."""
    found: dict[str, frozenset[str]] = {}
    for sentence in re.split(r"(?<=[.;])\s+|\n", note.text):
        if _DECLINED.search(sentence) and not _GOES_ON.search(sentence):
            what = _WHAT.search(sentence)
            about = content(what["what"]) if what else frozenset[str]()
            if about and not about <= {"treatment", "medicine", "test"}:
                found[sentence.strip()] = about
    return found


def declined_as_accepted(record: Record, note: Note) -> tuple[int, list[tuple[int, str, str]]]:
    """How many of the things turned down are spoken of, and those told as taken up: turn, words, and the note's."""
    spoken = set[str]()
    found: dict[str, tuple[int, str, str]] = {}
    back = declined(note)
    before: frozenset[str] = frozenset()
    for at, turn in enumerate(record.turns if back else ()):
        text = turn.text.replace("’", "'")
        said = content(text)
        asked = record.turns[at - 1].text if at else ""
        for sentence, about in back.items():
            if about <= said:
                spoken.add(sentence)
                if turn.speaker != "physician" and _TAKEN_UP.search(text) and not _NOT.search(text):
                    found.setdefault(sentence, (at, turn.text, sentence))
            elif (
                about <= before
                and turn.speaker != "physician"
                and asked.rstrip().endswith("?")
                and answer_of(text) == "yes"
            ):
                if not _NOT.search(text) and _TAKEN_UP.search(asked) and len(text.split()) <= 4:
                    found.setdefault(sentence, (at, turn.text, sentence))
        before = said if turn.speaker == "physician" else frozenset()
    return len(spoken), list(found.values())
