"""The built-in refiner: checks the whole talk and asks for repairs; it writes no words.

Every repair names a turn or a topic and a fault, never an answer. The role says its line again within its own brief; a
fault of fact makes it keep to the note's own words. Facts are checked before and after: what a repair loses, the next
round finds, until nothing is left or the rounds are used up."""

from bedside.agents.agenda.planner import is_action
from bedside.agents.agenda.talk import EVIDENCE, heard
from bedside.agents.checks.catalogue import COVERAGE, SUPPORT
from bedside.agents.checks.coverage import measure_coverage
from bedside.agents.checks.repetition import repetition
from bedside.agents.checks.roles import roles
from bedside.agents.checks.support import check_support
from bedside.agents.refiner import Repair, Review
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.plan import LEFT_OUT, Act, Cue, Step, TopicKind

FACTUAL = ("support", "coverage")
# A plan's reasons for a fact that needs no words: the sex of who speaks, a repeated statement, what is not about the patient.
SILENT = ("shown by", "same as", "addressed to", "a physician's line", LEFT_OUT)

BARE = 4  # words up to which a reply is a yes or a no: said again it would be the same

PLACES: dict[str, tuple[Act, TopicKind]] = {
    "examination": ("examine", "examination"),
    "vitals": ("examine", "examination"),
    "procedure": ("report", "results"),
    "results": ("report", "results"),
    "course": ("report", "results"),
    "assessment": ("explain", "assessment"),
    "plan": ("advise", "plan"),
    "instructions": ("advise", "plan"),
}
KINDS: dict[str, TopicKind] = {
    "past": "past", "medications": "medications", "allergies": "allergies", "family": "family", "social": "social", "review": "review",
}  # fmt: skip


def is_factual(fault: str | None) -> bool:
    """True for a fault of fact: the next attempt keeps to the note's own words."""
    return bool(fault) and any(name in str(fault) for name in FACTUAL)


class AgendaRefiner:
    """Keeps the ``Refiner`` contract."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        terminology = Terminology.load()
        faults: dict[str, Finding] = {}  # turn id -> fault, the gravest first
        cites = {reason.turn for reason in review.reasons if reason.passages}
        report = check_support(review.turns, review.note.text, terminology)
        for fault in report.unsupported:
            turn = review.turns[fault.turn].id
            if turn not in cites and len(review.turns[fault.turn].text.split()) > BARE:
                words, where = (
                    f"the {fault.kind} does not agree with what you know",
                    Span(start=fault.start, end=fault.end),
                )
                faults.setdefault(turn, SUPPORT.failed(words, value=fault.kind, turn=turn, span=where))
        withheld = {fact for reason in review.reasons for fact in reason.withheld}
        said_by = {fact: reason.turn for reason in review.reasons for fact in reason.facts if reason.turn}
        inserts: list[Fact] = []
        agreed = {fact for step in review.plan.steps if step.act == "check" for fact in step.facts}  # shown by agreeing
        for missing in measure_coverage(review.note, heard(review.turns), terminology, withheld).missing:
            fact = review.note.fact(missing)
            if missing in agreed or review.plan.unplaced.get(missing, "").startswith(SILENT):
                continue
            if missing in said_by:
                teller = said_by[missing]
                faults.setdefault(teller, COVERAGE.failed("something was left unsaid", value=missing, turn=teller))
            else:
                inserts.append(fact)
        for turns in (heard(review.turns), review.turns):  # a guideline's turn gives way, never the one it repeats
            for finding in repetition(turns):
                if finding.turn is not None and (turns is not review.turns or finding.turn.startswith(EVIDENCE)):
                    faults.setdefault(finding.turn, finding)
        for finding in roles(review.turns, review.note, terminology):
            if finding.turn is not None:
                faults.setdefault(finding.turn, finding)
        mended = {reason.turn for reason in review.reasons if reason.revision > review.round}
        repairs = [Repair(kind="revise", turn=turn.id, finding=faults[turn.id]) for turn in review.turns if turn.id in faults and turn.id not in mended]  # fmt: skip
        if review.round == 0:
            repairs += [
                Repair(
                    kind="insert",
                    finding=COVERAGE.failed("a topic was not opened", value=fact.id),
                    step=_step(fact, review),
                )
                for fact in inserts
            ]
        return tuple(repairs)


def _step(fact: Fact, review: Review) -> Step:
    """A step that brings out one fact, told by whoever can know it."""
    act, topic = PLACES.get(fact.section, ("ask", KINDS.get(fact.section, "story")))
    if act == "explain" and is_action(fact):
        act, topic = "advise", "plan"
    if act != "ask":
        return Step(
            id=f"r{review.round}-{fact.id}", act=act, topic=topic, facts=(fact.id,), subject=fact.problem or fact.group
        )
    if fact.knower == "both" or fact.section in ("past", "medications", "allergies"):
        return Step(id=f"r{review.round}-{fact.id}", act="chart", topic=topic, facts=(fact.id,), subject=topic)
    speakers = [turn.speaker for turn in review.turns if turn.speaker != "physician"]
    who = max(sorted(set(speakers)), key=speakers.count) if speakers else "patient"
    named = fact.polarity == "denied" and len(fact.text.split()) <= 6
    cue = Cue(aspect="symptom", words=fact.text, concept=fact.concept) if named else Cue(aspect="more")
    return Step(id=f"r{review.round}-{fact.id}", act="ask", topic=topic, revealer=who, cues=(cue,), facts=(fact.id,))
