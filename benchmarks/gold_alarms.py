"""Which detectors are to find which class of planted defect, and what they find in one conversation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from bedside.agents.checks.copying import copying
from bedside.agents.checks.register import register
from bedside.agents.checks.repetition import repetition
from bedside.agents.checks.roles import roles
from bedside.agents.checks.shape import ends
from bedside.agents.reading.read import read_note
from bedside.benchmarks.gold_plants import Defect
from bedside.benchmarks.gold_talk import GoldTalk
from bedside.evaluation.given import Given
from bedside.evaluation.metrics.evidence import evidence
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.finding import Finding
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

Alarm = tuple[str, int]  # who raised it, and at which turn

_AMOUNT = frozenset({"unsupported/value", "unsupported/time", "unsupported/drug-dose"})
_SAID_EARLY = frozenset({"known_too_early", "check/roles"})
_BESIDE = frozenset({"beside_question"})
LISTENS: dict[str, frozenset[str]] = {
    "number": _AMOUNT,
    "unit": _AMOUNT,
    "drug": frozenset({"unsupported/drug"}),
    "polarity": frozenset({"unsupported/polarity"}),
    "side": frozenset({"unsupported/side"}),
    "leak_exam": _SAID_EARLY,
    "leak_plan": _SAID_EARLY,
    "physician_knows": frozenset({"known_by_physician"}),
    "retracted_drug": frozenset({"retracted_as_given", "unsupported/polarity"}),
    "declined_accepted": frozenset({"declined_as_given"}),
    "role_exchanged": frozenset({"check/roles", "part_exchanged"}),
    "history_as_exam": frozenset({"history_as_examination"}),
    "family_as_own": frozenset({"anothers_as_own"}),
    "not_known_by_speaker": _SAID_EARLY,
    "unanswered": _BESIDE,
    "other_answer": _BESIDE,
    "asked_twice": frozenset({"asked_again", "check/repetition"}),
    "repeated": frozenset({"told_again", "check/repetition"}),
    "heading_spoken": frozenset({"check/roles", "not_speech"}),
    "note_register": frozenset({"check/register", "not_speech"}),
    "fragment": frozenset({"grammar_faults", "breaks_off"}),
    "agreement": frozenset({"grammar_faults"}),
    "third_person": frozenset({"self_as_other"}),
    "invented_finding": frozenset({"unsupported/concept", "unsupported/value", "unsupported/side"}),
    "invented_diagnosis": frozenset({"unsupported/concept", "unsupported/drug"}),
    "wrong_person": frozenset({"wrong_person"}),
    "abrupt_ending": frozenset({"check/closing"}),
    "no_greeting": frozenset({"check/opening"}),
    "language_mix": frozenset({"other_language"}),
    "prompt_artefact": frozenset({"check/roles", "not_speech"}),
}


@dataclass(frozen=True)
class GoldVerdict:
    """What the detectors of its class said of one plant: ``found`` at the turn, ``false`` the alarms on its twin."""

    plant: Defect
    found: bool
    false: tuple[Alarm, ...]


def _record(talk: GoldTalk) -> Record:
    turns = tuple(Turn(id=str(at), speaker=who, text=text) for at, (who, text) in enumerate(talk.turns))
    return Record(id=talk.case, note_id=talk.case, seed=0, status="finished", stop="", turns=turns)


@cache
def alarms(talk: GoldTalk) -> frozenset[Alarm]:
    """All that any detector finds in a conversation."""
    return frozenset(_alarms(talk))


def _alarms(talk: GoldTalk) -> Iterator[Alarm]:
    finder = Terminology.load()
    note, record = read_note(talk.case, talk.note, finder), _record(talk)
    for one in evidence(Given(records=[record], notes={talk.case: note})):
        kind = f"/{one.against.split(':')[0]}" if one.metric == "unsupported" else ""
        yield f"{one.metric}{'/drug' if kind == '/concept' and one.severity == 'grave' else kind}", one.turn
    looks: tuple[Callable[[], tuple[Finding, ...]], ...] = (
        lambda: repetition(record.turns),
        lambda: roles(record.turns, note, finder),
        lambda: register(record.turns, finder),
        lambda: copying(record.turns, note.text),
        lambda: ends(record.turns),
    )
    for look in looks:
        for finding in look():
            if finding.passed is False and finding.turn is not None:
                yield f"check/{finding.check}", int(finding.turn)


def verdict(plant: Defect) -> GoldVerdict:
    """Whether the detectors of a plant's class find it, and what they say of its twin."""
    ours = LISTENS[plant.kind]
    where = {plant.turn, plant.turn + 1} if plant.kind == "role_exchanged" else {plant.turn}
    found = any(name in ours and at in where for name, at in alarms(plant.talk))
    false = tuple(sorted((name, at) for name, at in alarms(plant.twin) if name in ours))
    return GoldVerdict(plant, found, false)
