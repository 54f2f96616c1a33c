"""The agenda of an interview: opening, the person, the event, cluster by cluster, how it weighs, safety, support, end.

Law of the file: order and wording come from seed and guide alone, never from an answer. Everyone is asked the same, so
what an interviewer says tells nothing about a label.
"""

import random

from bedside.agents.interview.guide import Guide
from bedside.agents.interview.profile import EXTRAS
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Cue, Plan, Step, Topic

_SAFETY = ("safety", "plan", "call")  # one question each


class InterviewPlanner:
    """Keeps the ``Planner`` contract."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda."""
        rng = random.Random(f"{seed}/plan")
        known = {fact.id for fact in note.facts}
        about = tuple(name for name in ("event", "life") if name in known)  # what the person may refer to
        opening = [Step(id="open", act="greet", topic="opening"), self._ask("life", "social", "life", ("life",))]
        if "event" in known:
            opening.append(self._ask("event", "story", "event", ("event",)))
        topics = [
            Topic(kind="opening", title="opening", steps=(opening[0],)),
            Topic(kind="social", title="the person", steps=(opening[1],)),
            *([Topic(kind="story", title="the event", steps=(opening[2],))] if len(opening) > 2 else []),
        ]
        for cluster, title in self._guide.clusters.items():
            items = [item for item in self._guide.items if item.cluster == cluster]
            rng.shuffle(items)
            steps = [
                Step(
                    id=item.criterion, act="ask", topic="review", revealer="patient", subject=title if first else "",
                    cues=(Cue(aspect="symptom", words=", ".join(item.symptoms), concept=item.criterion),),
                    facts=(*about, f"i{item.number}"),
                )
                for first, item in ((at == 0, item) for at, item in enumerate(items))
            ]  # fmt: skip
            if len(items) > 1:  # one more question about what was just said, whatever it was
                cue = Cue(aspect="example", words=", ".join(items[-1].symptoms))
                steps.append(self._ask(f"{cluster}-more", "review", cue, (*about, f"i{items[-1].number}")))
            topics.append(Topic(kind="review", title=title, steps=tuple(steps)))
        # Where an item is urgent, whether the person is safe is asked right after it; elsewhere, last.
        names = sorted(EXTRAS, key=lambda name: name not in _SAFETY) if self._guide.instrument.urgent else list(EXTRAS)
        last = [self._ask(EXTRAS[name], "social", name, (*about, name)) for name in names]
        topics.append(Topic(kind="social", title="how it weighs", steps=tuple(last)))
        end = (Step(id="support", act="advise", topic="closing"), Step(id="end", act="close", topic="closing"))
        topics.append(Topic(kind="closing", title="what comes next", steps=end))
        return Plan(topics=tuple(topics))

    @staticmethod
    def _ask(name: str, topic: str, cue: str | Cue, facts: tuple[str, ...]) -> Step:
        return Step.model_validate(
            {
                "id": name,
                "act": "ask",
                "topic": topic,
                "revealer": "patient",
                "cues": (cue if isinstance(cue, Cue) else {"aspect": cue},),
                "facts": facts,
            }
        )
