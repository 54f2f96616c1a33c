"""The refiner for talks that are not in English: faults of lines are said again, what was never told is asked for once."""

from bedside.agents.refiner import Repair, Review
from bedside.scenarios.plan import LEFT_OUT


class LexicalRefiner:
    """Keeps the ``Refiner`` contract. It reads the checks that each line was given, and who said which fact."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        repairs: list[Repair] = []
        for reason in review.reasons:
            faults = [f"{name}: {found}" for name, found in reason.checks.items() if isinstance(found, str) and found]
            if faults and reason.revision <= review.round:
                repairs.append(Repair(kind="revise", turn=reason.turn, fault=faults[0]))
        told = {fact for reason in review.reasons for fact in (*reason.facts, *reason.withheld)}
        answered = {reason.step: reason.turn for reason in review.reasons}
        by = dict(zip((turn.id for turn in review.turns), (turn.speaker for turn in review.turns), strict=True))
        if review.round:
            return tuple(repairs)
        for step in review.plan.steps:
            left = tuple(fact for fact in step.facts if fact not in told and not self._silent(review, fact))
            teller = [r.turn for r in review.reasons if r.step == step.id and by[r.turn] == step.revealer]
            if left and teller and teller[0] not in {repair.turn for repair in repairs}:
                repairs.append(Repair(kind="revise", turn=teller[0], fault="coverage: something was left unsaid"))
            elif left and step.id not in answered:
                fault = "coverage: a topic was not opened"
                repairs.append(
                    Repair(
                        kind="insert", fault=fault, step=step.model_copy(update={"id": f"r-{step.id}", "facts": left})
                    )
                )
        return tuple(repairs)

    @staticmethod
    def _silent(review: Review, fact: str) -> bool:
        return review.plan.unplaced.get(fact, "").startswith(LEFT_OUT)
