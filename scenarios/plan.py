"""The agenda of a visit: ordered topics, each a list of steps, each step one exchange."""

from typing import Any, Literal

from bedside.scenarios.value import Value

TopicKind = Literal[
    "opening",
    "reason",
    "story",
    "associated",
    "past",
    "medications",
    "allergies",
    "family",
    "social",
    "review",
    "examination",
    "results",
    "assessment",
    "plan",
    "questions",
    "closing",
]

Act = Literal[
    "greet",  # hello, small talk
    "invite",  # an open question: what brings you in, tell me more, any questions
    "ask",  # a question about cues; the answer is the revealer's
    "chart",  # the physician names what stood in the chart before the visit
    "examine",  # the physician narrates examination findings
    "report",  # the physician tells results
    "explain",  # assessment: what it is and why
    "advise",  # plan: drugs, tests, referrals, instructions
    "safety",  # red flags and when to come back
    "check",  # does the patient follow
    "close",
]


class Cue(Value):
    """What a physician may put into a question: a subject to ask about, never its answer.

    ``aspect`` names the side of the story asked for (onset, cause, place, quality, severity, timing, course,
    worse, better, tried, effect, associated, dose, ...); ``words`` is the subject in the note's words
    ("chest pain"), or "" for an aspect question; ``concept`` its concept id if known."""

    aspect: str
    words: str = ""
    concept: str | None = None
    passage: str | None = None  # the passage that makes this worth asking


class Step(Value):
    """One exchange. ``facts`` are brought out by ``revealer``; the others hear them."""

    id: str
    act: Act
    topic: TopicKind
    revealer: str = "physician"
    cues: tuple[Cue, ...] = ()
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    subject: str = ""  # the complaint, organ system or problem the step is about, in the note's words


class Topic(Value):
    """A stretch of the visit."""

    kind: TopicKind
    title: str
    steps: tuple[Step, ...]


class Plan(Value):
    """The whole agenda. ``unplaced`` lists facts that no step brings out, with the reason; ``made`` says which model
    ordered it and how, nothing for the built-in planner."""

    topics: tuple[Topic, ...]
    unplaced: dict[str, str] = {}
    made: dict[str, Any] = {}

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for topic in self.topics for step in topic.steps)
