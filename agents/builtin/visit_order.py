"""Who tells a part of a story, and what is asked along with the complaint."""

from collections.abc import Sequence

from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Step, Topic

_SEEN = frozenset(("event", "drug"))  # what somebody beside can tell as well
_BESIDE = frozenset(("more", "cause", "frequency", "course", "onset", "sleep", "tried"))  # sides that others notice
_RELAYS = "interpreter"  # passes on whatever is told, seen by others or not
_ENOUGH = 2  # such parts of a story from which one is left to a companion
_LITTLE = 2  # questions of a story below which what else they feel is asked at once


def witnessed(steps: list[Step], companion: str | None, speaker: str, facts: Sequence[Fact]) -> list[Step]:
    """A companion whom the note does not quote tells one part of the story: the second that is told at length."""
    if companion is None or companion in (speaker, "nurse") or any(step.revealer == companion for step in steps):
        return steps
    by_id = {fact.id: fact for fact in facts}
    told = [
        at
        for at, step in enumerate(steps)
        if step.act == "ask"
        and {by_id[fact].kind for fact in step.facts} <= _SEEN
        and step.cues
        and (step.cues[0].aspect in _BESIDE or companion == _RELAYS)
    ]
    if len(told) < _ENOUGH:
        return steps
    at = told[1]
    return [step.model_copy(update={"revealer": companion}) if i == at else step for i, step in enumerate(steps)]


def with_the_complaint(topics: Sequence[Topic]) -> list[Topic]:
    """The topics with the review right after the complaint where the note tells next to nothing of that: nobody hears of a sore
    throat and goes on to what one does for a living."""
    story = next((at for at, topic in enumerate(topics) if topic.kind == "story"), None)
    review = next((topic for topic in topics if topic.kind == "review" and topic.steps), None)
    if story is None or review is None or sum(step.act == "ask" for step in topics[story].steps) >= _LITTLE:
        return list(topics)
    steps = tuple(step.model_copy(update={"topic": "associated"}) for step in review.steps)
    own = Topic(kind="associated", title="associated symptoms", steps=steps)
    out = [topic for topic in topics if topic is not review]
    return [*out[: story + 1], own, *out[story + 1 :]]
