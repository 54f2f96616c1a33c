"""An agenda cut to the turns that there are: what matters least goes first, so that a short visit still ends.

The law: what goes is on the record with its reason; a stretch that is said alone goes whole or stays whole.
"""

from collections.abc import Sequence

from bedside.agents.builtin.evidence import EVIDENCE
from bedside.agents.planning.private import FRAME
from bedside.scenarios.plan import LEFT_OUT, Plan, Step, Topic

_PER_STEP = 2  # turns of a step: who asks and who answers
# Parts in the order in which they go, the last step of each first; what is not named goes last.
_ORDER = (
    "review", "associated", "social", "family", "questions", "check", "past", "allergies", "medications", "story",
    "examination", "results", "reason", "plan", "opening", "assessment", "closing",
)  # fmt: skip


def fitted(plan: Plan, turns: int) -> Plan:
    """``plan`` in at most this many turns, as far as steps can be left out."""
    steps = list(plan.steps)
    if _PER_STEP * len(steps) <= turns:
        return plan
    gone: set[str] = set()
    for _, unit in sorted(_units(steps), key=lambda pair: pair[0]):
        if _PER_STEP * (len(steps) - len(gone)) <= turns:
            break
        gone |= {step.id for step in unit}
    left = {fact for step in steps if step.id not in gone for fact in step.facts}
    why = f"{LEFT_OUT}there is no time for it in {turns} turns"
    unplaced = {
        **plan.unplaced,
        **{fact: why for step in steps for fact in step.facts if step.id in gone and fact not in left},
    }
    topics = [_without(topic, gone) for topic in plan.topics]
    return plan.model_copy(update={"topics": tuple(topic for topic in topics if topic.steps), "unplaced": unplaced})


def _without(topic: Topic, gone: set[str]) -> Topic:
    return topic.model_copy(update={"steps": tuple(step for step in topic.steps if step.id not in gone)})


def _units(steps: Sequence[Step]) -> list[tuple[tuple[int, int], list[Step]]]:
    """Steps that go together, each with how much it is worth: its part's place in the order, then how early it comes. The
    first step of a part is worth more than all others of its kind."""
    units: list[list[Step]] = []
    alone = False
    for step in steps:
        frame = step.id.startswith(FRAME)
        if alone:
            units[-1].append(step)
        else:
            units.append([step])
        alone = (not alone) if frame else alone
    first: set[str] = set()
    out: list[tuple[tuple[int, int], list[Step]]] = []
    for at, unit in enumerate(units):
        topic = unit[0].topic
        extra = unit[0].id.startswith(EVIDENCE) or unit[0].subject == "smalltalk"
        place = _ORDER.index(topic) if topic in _ORDER else len(_ORDER)
        rank = -1 if extra else place + (len(_ORDER) if topic not in first else 0)
        first.add(topic)
        out.append(((rank, -at), unit))
    return out
