"""The refiner for talks that are not in English: faults of lines are said again, what was never told is asked for once."""

from bedside.agents.checks.catalogue import COVERAGE, OUTSIDE_BRIEF
from bedside.agents.refiner import Repair, Review
from bedside.scenarios.finding import failed, faults
from bedside.scenarios.plan import LEFT_OUT


class LexicalRefiner:
    """Keeps the ``Refiner`` contract. It reads the checks that each line was given, and who said which fact."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        repairs: list[Repair] = []
        for reason in review.reasons:
            # What a line only claims to tell is not counted as told: its words may be right.
            found = [finding for finding in failed(reason.checks) if finding.check != OUTSIDE_BRIEF.id]
            if found and reason.revision <= review.round:
                told = faults(finding for finding in found if finding.check == found[0].check)[0]
                repairs.append(Repair(kind="revise", turn=reason.turn, fault=told, finding=found[0]))
        told = {fact for reason in review.reasons for fact in (*reason.facts, *reason.withheld)}
        answered = {reason.step: reason.turn for reason in review.reasons}
        by = dict(zip((turn.id for turn in review.turns), (turn.speaker for turn in review.turns), strict=True))
        if review.round:
            return tuple(repairs)
        for step in review.plan.steps:
            left = tuple(fact for fact in step.facts if fact not in told and not self._silent(review, fact))
            teller = [r.turn for r in review.reasons if r.step == step.id and by[r.turn] == step.revealer]
            if left and teller and teller[0] not in {repair.turn for repair in repairs}:
                unsaid = COVERAGE.failed("something was left unsaid", turn=teller[0])
                repairs.append(Repair(kind="revise", turn=teller[0], finding=unsaid))
            elif left and step.id not in answered:
                again = step.model_copy(update={"id": f"r-{step.id}", "facts": left})
                unopened = COVERAGE.failed("a topic was not opened")
                repairs.append(Repair(kind="insert", finding=unopened, step=again))
        return tuple(repairs)

    @staticmethod
    def _silent(review: Review, fact: str) -> bool:
        return review.plan.unplaced.get(fact, "").startswith(LEFT_OUT)
