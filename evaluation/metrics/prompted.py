"""Prompted and unprompted disclosure, from the ledger of facts in the reasons of the turns: no judge is asked.

A fact is prompted where the question before it asks for one of its concepts or for its kind of fact, or is open. Precision is
the share of told facts that were asked for, and the rest is the leak; recall is the share that was told, of the facts a patient
knows that a question asked for by name.
"""

import re
from dataclasses import dataclass

from bedside.agents.checks.repetition import content_of
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Direction, Metric, Outcome, mean
from bedside.evaluation.questions import question_in, wanted_by
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.record import Record

NO_LEDGER = "no dialogue has a ledger of facts: people's conversations and those of other programs have none"
_TOPICS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(kinds.split()))
    for pattern, kinds in (
        (r"\b(?:medic\w+|meds|pills?|tablets?|drugs?|prescri\w+|using anything|taking anything|used anything|tried|for it)\b", "drug"),
        (r"\ballerg\w+|react\w+\b", "allergy"),
        (r"\b(?:surger\w+|operat\w+|procedures?|hospital\w*)\b", "procedure"),
        (r"\b(?:health|medical (?:history|problems|conditions)|conditions?|history|past|diagnos\w+|illness\w*)\b", "condition procedure event"),
        (r"\b(?:family|parents?|mother|father|mom|dad|brothers?|sisters?|siblings?|run in)\b", "relative"),
        (r"\b(?:smok\w+|drink\w*|alcohol|tobacco|drugs|habits?|exercise|diet|caffeine|vap\w+)\b", "habit"),
        (r"\b(?:work|job|living|occupation|retired|school|do for)\b", "work"),
        (r"\b(?:home|live|lives|living|married|house|who do you|alone|children|kids)\b", "home relative"),
        (r"\b(?:worr\w+|concern\w*|afraid|hop(?:e|ing)|expect\w*|want)\b", "wish"),
        (r"\b(?:old|age|birthday|born)\b", "identity"),
    )
)  # fmt: skip
_STORY = frozenset({"complaint", "symptom", "event", "status", "quote", "opaque"})


@dataclass(frozen=True)
class Ledger:
    """Facts told by others than the physician in reply: how many, how many of them asked for; and of the facts that were
    asked for by name, how many there were to tell and how many were told in reply."""

    told: int
    prompted: int
    asked: int
    answered: int


def _ledger(record: Record, note: Note) -> Ledger:
    facts = {fact.id: fact for fact in note.facts}
    told = prompted = asked = answered = 0
    known = set[str]()
    for at in range(1, len(record.turns)):
        turn, before, reason = record.turns[at], record.turns[at - 1], record.reasons[at]
        new = [facts[name] for name in dict.fromkeys(reason.facts) if name in facts and name not in known]
        if turn.speaker != "physician" and before.speaker == "physician":
            question = question_in(before.text) or before.text
            told += len(new)
            prompted += sum(_asks_for(question, fact) for fact in new)
            wanted = [fact for fact in _by_name(question, note) if fact.id not in known]
            asked += len(wanted)
            answered += len({fact.id for fact in wanted} & set(reason.facts))
        known.update(reason.facts)
    return Ledger(told, prompted, asked, answered)


def _asks_for(question: str, fact: Fact) -> bool:
    if wanted_by(question) == "open" or question_in(question) is None:  # "Go on."
        return True
    topics = [kinds for pattern, kinds in _TOPICS if pattern.search(question)]
    if any(fact.kind in kinds for kinds in topics) or (
        fact.section == "family" and any("relative" in k for k in topics)
    ):
        return True
    if _named(question) & {mention.concept for mention in fact.mentions} or content_of(question) & content_of(
        fact.text
    ):
        return True
    return not topics and wanted_by(question) not in ("polar", "choice", "tag") and fact.kind in _STORY


def _by_name(question: str, note: Note) -> list[Fact]:
    """The facts whose concept a question names, of those the patient can know before the visit."""
    named = _named(question)
    return [
        fact
        for fact in note.facts
        if fact.established == "before" and fact.knower != "physician" and fact.same_as is None
        if named & {mention.concept for mention in fact.mentions if mention.kind in ("symptom", "disorder", "drug")}
    ]


def _named(question: str) -> set[str]:
    return {mention.concept for mention in Terminology.load().find(question) if mention.kind != "anatomy"}


def ledgers(given: Given) -> list[Ledger]:
    """The ledger of each dialogue in English that has the reasons of its turns."""
    return given.once(
        "ledgers",
        lambda: [
            _ledger(record, note)
            for record, note in english_noted(given)
            if len(record.reasons) == len(record.turns) and any(reason.facts for reason in record.reasons)
        ],
    )


def _share(hits: int, n: int, reason: str) -> Outcome:
    return Outcome(hits / n, n) if n else Outcome(None, 0, reason)


def precision(given: Given) -> Outcome:
    """Over the facts that are told in reply."""
    found = ledgers(given)
    none = "nobody tells a fact in reply" if found else NO_LEDGER
    return _share(sum(one.prompted for one in found), sum(one.told for one in found), none)


def leak(given: Given) -> Outcome:
    """Over the facts that are told in reply: what is left of the precision."""
    found = precision(given)
    return found if found.value is None else Outcome(1 - found.value, found.n)


def recall(given: Given) -> Outcome:
    """Over the facts that were asked for by name."""
    found = ledgers(given)
    none = "no question names what the patient knows" if found else NO_LEDGER
    return _share(sum(one.answered for one in found), sum(one.asked for one in found), none)


def f1(given: Given) -> Outcome:
    """The mean over the dialogues that have both."""
    return mean(map(_f1, ledgers(given)), "no dialogue has a precision and a recall of prompted disclosure")


def _f1(one: Ledger) -> float | None:
    if not one.told or not one.asked:
        return None
    precision, recall = one.prompted / one.told, one.answered / one.asked
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _metric(name: str, measures: str, direction: Direction) -> Metric:
    measure = {"prompted_precision": precision, "prompted_recall": recall, "prompted_f1": f1, "leak": leak}[name]
    return Metric(
        id=name,
        measures=measures,
        direction=direction,
        unit="share",
        needs=frozenset({"record", "note"}),
        group="disclosure",
        measure=measure,
    )


PROMPTED = (
    _metric("prompted_precision", "of the facts told in reply, the share that the question asked for", "higher"),
    _metric("prompted_recall", "of the facts a patient knows and a question names, the share told in reply", "none"),
    _metric("prompted_f1", "harmonic mean of precision and recall of prompted disclosure", "none"),
    _metric("leak", "of the facts told in reply, the share that nobody asked for", "lower"),
)
