"""The refiner: faults of lines are said again, what was never told is asked for once. It writes no words."""

from bedside.agents.builtin.acts import asked_topic, told_place
from bedside.agents.checks.catalogue import COVERAGE, OUTSIDE_BRIEF
from bedside.agents.refiner import Repair, Review
from bedside.scenarios.finding import failed, faults
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import LEFT_OUT, Cue, Step

# A plan's reasons for a fact that needs no words.
SILENT = ("shown by", "same as", "not understood", LEFT_OUT)
_BARE = 4  # words up to which a reply said again would be the same


class BuiltInRefiner:
    """Keeps the ``Refiner`` contract. It reads the checks that each line was given, and who said which fact."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        repairs: list[Repair] = []
        text = {turn.id: turn.text for turn in review.turns}
        for reason in review.reasons:
            found = [
                finding
                for finding in failed(reason.checks)
                if finding.check != OUTSIDE_BRIEF.id and finding.severity in ("fault", "grave")
            ]
            if (
                found
                and reason.revision <= review.round
                and not reason.passages
                and len(text[reason.turn].split()) > _BARE
            ):
                told = faults(finding for finding in found if finding.check == found[0].check)[0]
                repairs.append(Repair(kind="revise", turn=reason.turn, fault=told, finding=found[0]))
        if review.round:
            return tuple(repairs)
        told = {fact for reason in review.reasons for fact in (*reason.facts, *reason.withheld)}
        for fact in review.note.facts:
            if fact.id not in told and not review.plan.unplaced.get(fact.id, "").startswith(SILENT):
                finding = COVERAGE.failed("a topic was not opened", value=fact.id)
                repairs.append(Repair(kind="insert", finding=finding, step=_step(fact, review)))
        return tuple(repairs)


def _step(fact: Fact, review: Review) -> Step:
    """A step that brings out one fact, told by whoever can know it."""
    name = f"r{review.round}-{fact.id}"
    if fact.established == "visit" or fact.knower == "physician":
        topic, act = told_place(fact)
        return Step(id=name, act=act, topic=topic, facts=(fact.id,), subject=fact.problem or fact.group)
    answers = [turn.speaker for turn in review.turns if turn.speaker != "physician"]
    who = max(sorted(set(answers)), key=answers.count) if answers else "patient"
    return Step(id=name, act="ask", topic=asked_topic(fact), revealer=who, cues=(Cue(aspect="more"),), facts=(fact.id,))
