"""The refiner: what somebody else said wrong is said again, what was never told is asked for once. It writes no words.

A line made from statements has the characters of every fact that it states: said again it would state the same, so it is
left as it is. Lines of a language model or a person have none, and are checked over the whole talk.
"""

from collections.abc import Iterator

from bedside.agents.builtin.acts import asked_topic, told_place
from bedside.agents.builtin.evidence import heard
from bedside.agents.checks.catalogue import COVERAGE, OUTSIDE_BRIEF, SUPPORT
from bedside.agents.refiner import Repair, Review
from bedside.scenarios.finding import Finding, failed, faults
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.plan import LEFT_OUT, Cue, Step
from bedside.scenarios.turn import Reason

# A plan's reasons for a fact that needs no words.
SILENT = ("shown by", "same as", "named by", "not told", "not understood", LEFT_OUT)
_BARE = 4  # words up to which a reply said again would be the same


class BuiltInRefiner:
    """Keeps the ``Refiner`` contract."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        found: dict[str, Repair] = {}
        for turn, fault, finding in _faults(review):
            found.setdefault(turn, Repair(kind="revise", turn=turn, fault=fault, finding=finding))
        if review.round:
            return tuple(found.values())
        told = {fact for reason in review.reasons for fact in (*reason.facts, *reason.withheld)}
        inserts = [
            Repair(
                kind="insert",
                finding=COVERAGE.failed("a topic was not opened", value=fact.id),
                step=_step(fact, review),
            )
            for fact in review.note.facts
            if fact.id not in told
            and fact.kind != "none"  # that there is nothing is an answer, and nothing to ask for
            and not review.plan.unplaced.get(fact.id, "").startswith(SILENT)
        ]
        return (*found.values(), *inserts)


def _faults(review: Review) -> Iterator[tuple[str, str, Finding]]:
    """Turns with a fault: those of the checks that the line was given, then those of the talk as a whole."""
    foreign = {reason.turn: reason for reason in review.reasons if _foreign(reason) and reason.revision <= review.round}
    if not foreign:
        return
    text = {turn.id: turn.text for turn in review.turns}
    for reason in foreign.values():
        stayed = {OUTSIDE_BRIEF.id, *reason.model.get("stayed", ())}  # asking once more would bring the same
        found = [finding for finding in failed(reason.checks) if finding.check not in stayed]
        if found and len(text[reason.turn].split()) > _BARE:
            yield reason.turn, faults(one for one in found if one.check == found[0].check)[0], found[0]
    for finding in _over_the_talk(review):
        if finding.turn in foreign and finding.check not in foreign[finding.turn].model.get("stayed", ()):
            yield finding.turn, faults([finding])[0], finding


def _foreign(reason: Reason) -> bool:
    """Whether a line was not made from statements: it tells facts, and does not say with which characters."""
    if reason.passages:
        return False
    return bool(reason.model) or bool(set(reason.facts) - {fact for claim in reason.claims for fact in claim.facts})


def _over_the_talk(review: Review) -> Iterator[Finding]:
    from bedside.agents.checks.repetition import repetition
    from bedside.agents.checks.roles import roles
    from bedside.agents.checks.support import check_support
    from bedside.knowledge.terminology import Terminology

    terminology = Terminology.load()
    for fault in check_support(review.turns, review.note.text, terminology).unsupported:
        turn = review.turns[fault.turn]
        if len(turn.text.split()) > _BARE:
            words, where = (
                f"the {fault.kind} does not agree with what you know",
                Span(start=fault.start, end=fault.end),
            )
            yield SUPPORT.failed(words, value=fault.kind, turn=turn.id, span=where)
    yield from repetition(heard(review.turns))
    yield from roles(review.turns, review.note, terminology)


def _step(fact: Fact, review: Review) -> Step:
    """A step that brings out one fact, told by whoever can know it."""
    name = f"r{review.round}-{fact.id}"
    if fact.established == "visit" or fact.knower == "physician":
        topic, act = told_place(fact)
        return Step(id=name, act=act, topic=topic, facts=(fact.id,), subject=fact.problem or fact.group)
    answers = [turn.speaker for turn in review.turns if turn.speaker != "physician"]
    who = max(sorted(set(answers)), key=answers.count) if answers else "patient"
    return Step(id=name, act="ask", topic=asked_topic(fact), revealer=who, cues=(Cue(aspect="more"),), facts=(fact.id,))
