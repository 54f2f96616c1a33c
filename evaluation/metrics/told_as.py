"""True words in the wrong place: known before anybody could, a treatment that was taken back told as given, a history told as
an examination, somebody else's condition told as the patient's.

Law of the file: each is a share of what could have gone wrong in that way; a dialogue in which nothing could is not scored.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bedside.agents.checks.assertions import Assertion, Reading, read
from bedside.agents.checks.noted import index_note
from bedside.agents.checks.roles import early
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome
from bedside.evaluation.metrics.declined import declined_as_accepted
from bedside.evaluation.metrics.told_early import patient_early, physician_knew, seen_by_words
from bedside.evaluation.retold import SEEN, TOLD
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

_BACK = frozenset({"stop", "refuse", "skip", "hold"})
_GIVES = re.compile(
    r"\b(?:start(?:ed|ing)?|begin|prescrib\w+|put(?:ting)? (?:you|me|him|her) on|continu\w+|keep taking|give|giv(?:en|ing)"
    r"|taking|take|i'll|we'll|going to|i'm on|you're on|send(?:ing)? (?:in|over))\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:stop\w*|off|hold(?:ing)?|held|quit|discontinu\w+|declin\w+|refus\w+|instead|not|n't|no|never|without|avoid|came off"
    r"|used to|rather than|skip\w*|pause\w*|if)\b",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"\b(?:stopp?(?:ed|ing)?|discontinu\w+|held|hold|refus\w+|declin\w+|came off|quit|no longer)\b", re.IGNORECASE
)
_EXAMINES = re.compile(
    r"\b(?:on (?:your |my |the )?exam\w*|(?:your|the|my) exam\w*|i (?:can |do )?(?:see|hear|feel|notice|appreciate|find)|listening to your|looking at your"
    r"|when i (?:press|push|touch|look|listen))\b",
    re.IGNORECASE,
)
_FELT = ("disorder", "symptom", "finding")


@dataclass(frozen=True)
class Misplaced:
    """Of ``n`` things that could have gone wrong, those that did: the index of the turn, what was said, and what of the note
    speaks against it."""

    n: int
    found: tuple[tuple[int, str, str], ...]


def known_too_early(record: Record, note: Note) -> Misplaced:
    """Of the turns of those who are not the physician, those with a finding of this visit that nobody has told them."""
    others = sum(turn.speaker != "physician" for turn in record.turns)
    if not any(fact.established == "visit" for fact in note.facts):
        return Misplaced(0, ())
    by_words = {at: f"{said}: {noted}" for at, said, noted in patient_early(record, note)}
    found = by_words | dict(early(record.turns, note, Terminology.load()))
    return Misplaced(others, tuple((at, record.turns[at].text, fault) for at, fault in sorted(found.items())))


def known_by_physician(record: Record, note: Note) -> Misplaced:
    """Of the statements of the story that are spoken of, those that a physician states before anybody has named them."""
    n, found = physician_knew(record, note)
    return Misplaced(n, tuple(found))


def declined_as_given(record: Record, note: Note) -> Misplaced:
    """Of what the note says was turned down and is spoken of, what is told as taken up."""
    n, found = declined_as_accepted(record, note)
    return Misplaced(n, tuple(found))


def retracted_as_given(record: Record, note: Note) -> Misplaced:
    """Of the note's drugs that were stopped, held, skipped or refused and are spoken of, those told as given."""
    kept = {drug for fact in note.facts if (drug := _drug(fact)) and not _retracted(fact, note)}
    back = {drug: fact for fact in note.facts if _retracted(fact, note) and (drug := _drug(fact)) and drug not in kept}
    spoken = set[str]()
    found: dict[str, tuple[int, str, str]] = {}
    for at, reading in _readings(record):
        for item in reading.assertions:
            if item.concept not in back:
                continue
            spoken.add(item.concept)
            words = reading.sentences[item.sentence].text
            if item.mood == "stated" and _GIVES.search(words) and not _TAKES_BACK.search(words):
                found.setdefault(item.concept, (at, words, back[item.concept].text))
    return Misplaced(len(spoken), tuple(found.values()))


def history_as_examination(record: Record, note: Note) -> Misplaced:
    """Of the note's concepts that the physician tells as seen or felt now, those that the note has from being told alone."""
    seen, told = _by_section(note, SEEN), _by_section(note, TOLD)
    n, found = 0, list[tuple[int, str, str]]()
    for at, reading in _readings(record, "physician"):
        for sentence in reading.sentences:
            told_back = seen_by_words(note, sentence.text) if _EXAMINES.search(sentence.text) else None
            if told_back is not None:
                n += 1
                found.append((at, sentence.text, told_back.text))
        for item in _asserted(reading):
            words = reading.sentences[item.sentence].text
            if item.concept not in seen | told.keys() or not _EXAMINES.search(words):
                continue
            n += 1
            if item.concept not in seen and all((at, words) != one[:2] for one in found):
                found.append((at, words, told[item.concept].text))
    return Misplaced(n, tuple(found))


def anothers_as_own(record: Record, note: Note) -> Misplaced:
    """Of the conditions that only the patient's family has and that are spoken of, those told as the patient's own."""
    index = index_note(note.text, Terminology.load())
    n, found = set[str](), dict[str, tuple[int, str, str]]()
    for at, reading in _readings(record):
        for item in _asserted(reading):
            if (item.concept, True) not in index.polarity or (item.concept, False) in index.polarity:
                continue
            n.add(item.concept)
            if not item.family:
                said = reading.sentences[item.sentence].text
                found.setdefault(item.concept, (at, said, f"{item.form}: of the family"))
    return Misplaced(len(n), tuple(found.values()))


def _asserted(reading: Reading) -> Iterator[Assertion]:
    for item in reading.assertions:
        if item.kind in _FELT and item.mood == "stated" and item.polarity == "present":
            yield item


def _readings(record: Record, speaker: str = "") -> Iterator[tuple[int, Reading]]:
    for at, turn in enumerate(record.turns):
        if speaker in ("", turn.speaker):
            yield at, _read(turn)


def _read(turn: Turn) -> Reading:
    family = turn.speaker not in ("physician", "patient")
    physician = turn.speaker == "physician"
    return read(turn.text, Terminology.load(), spoken=True, physician=physician, family=family)


def _retracted(fact: Fact, note: Note) -> bool:
    """Whether a statement takes a treatment back. Of a sentence with one drug all words are read: "ibuprofen, stopped in May"."""
    action, answer = fact.argument("action"), fact.argument("answer")
    if fact.kind == "offer":
        return answer is not None and answer.value == "declined"
    if action is not None and action.value in _BACK:
        return True
    words = fact.text
    if fact.sentence is not None:
        sentence = note.text[fact.sentence.start : fact.sentence.end]
        words = (
            sentence if len({m.concept for m in Terminology.load().find(sentence) if m.kind == "drug"}) == 1 else words
        )
    return fact.polarity == "present" and _STOPPED.search(words) is not None


def _drug(fact: Fact) -> str | None:
    named = fact.argument("drug")
    if named is not None and named.concept:
        return named.concept
    return next((mention.concept for mention in fact.mentions if mention.kind == "drug"), None)


def _by_section(note: Note, sections: frozenset[str]) -> dict[str, Fact]:
    return {
        mention.concept: fact for fact in reversed(note.facts) if fact.section in sections for mention in fact.mentions
    }


Look = Callable[[Record, Note], Misplaced]
LOOKS: dict[str, tuple[Look, str, str]] = {
    "known_too_early": (
        known_too_early,
        "turns of patients and families with a finding of this visit that nobody has told them",
        "the note of no dialogue in English has a finding of its visit",
    ),
    "retracted_as_given": (
        retracted_as_given,
        "of the drugs that were stopped, held or refused and are spoken of, the share told as given",
        "no drug that was stopped, held or refused is spoken of",
    ),
    "known_by_physician": (
        known_by_physician,
        "of the statements of the story that are spoken of, those that a physician states before anybody has named them",
        "nothing of the story is spoken of in the note's words",
    ),
    "declined_as_given": (
        declined_as_given,
        "of what the note says was turned down and is spoken of, the share told as taken up",
        "nothing that was turned down is spoken of",
    ),
    "history_as_examination": (
        history_as_examination,
        "of the findings that a physician tells as seen or felt, the share that the note has from being told alone",
        "no finding of the note is told as seen or felt",
    ),
    "anothers_as_own": (
        anothers_as_own,
        "of the conditions that only the family has and that are spoken of, the share told as the patient's",
        "no condition that only the family has is spoken of",
    ),
}


def misplaced(given: Given, name: str) -> list[tuple[Record, Misplaced]]:
    """What one of ``LOOKS`` finds in each dialogue in English over a note in English. It is looked for once."""
    look = LOOKS[name][0]
    return given.once(name, lambda: [(record, look(record, note)) for record, note in english_noted(given)])


_MENDED = frozenset({"known_too_early", "history_as_examination"})


def _metric(name: str, measures: str, nothing: str) -> Metric:
    def measure(given: Given) -> Outcome:
        looked = [one for _, one in misplaced(given, name)]
        n = sum(one.n for one in looked)
        return Outcome(sum(len(one.found) for one in looked) / n, n) if n else Outcome(None, 0, nothing)

    return Metric(
        id=name,
        version=2 if name in _MENDED else 1,
        measures=measures,
        direction="lower",
        unit="share",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=measure,
    )


TOLD_AS = tuple(_metric(name, measures, nothing) for name, (_, measures, nothing) in LOOKS.items())
