"""The agenda of a visit: ordered topics, each a list of steps, each step one exchange."""

from typing import Any, Literal

from bedside.scenarios.value import Value

TopicKind = Literal[
    "opening",
    "safety",  # airway, breathing, circulation, consciousness
    "checkin",  # how they have been since the last session
    "agenda",  # what to work on
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
    "reaction",  # how they take what they were told
    "plan",
    "questions",
    "summary",
    "next",  # what happens after this talk
    "homework",
    "handover",
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
    "write",  # the patient begins, unasked: the first message
    "secure",  # the first look and the first hold: no question and no finding
    "frame",  # says what this part is for, nothing of the note
    "reflect",  # says back what was said, so that they go on
    "summarize",  # sums up what was said
    "outlook",  # what happens after this talk, nothing of the note
    "handover",  # tells who takes over what was said and done
    "message",  # writes results, assessment and plan at once
]

NOT_UNDERSTOOD = "not understood: nobody can say it"  # the reason for a fact that neither side has words for
MALFORMED = "not told: nobody has a well-formed sentence for it"
WORDLESS = frozenset((NOT_UNDERSTOOD, MALFORMED))  # what was read, and what no word is said of
LEFT_OUT = "left out: "  # how the reason begins for a fact that the protocol or the setting does not bring out


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
    absent: tuple[str, ...] = ()  # who is outside meanwhile, and hears nothing of it


class Topic(Value):
    """A stretch of the visit."""

    kind: TopicKind
    title: str
    steps: tuple[Step, ...]


class Plan(Value):
    """The whole agenda. ``unplaced`` lists facts that no step brings out, with the reason; ``order`` is that of a
    protocol that does not keep a visit's; ``provenance`` says which model ordered it and how, nothing for the built-in
    planner."""

    topics: tuple[Topic, ...]
    unplaced: dict[str, str] = {}
    order: tuple[TopicKind, ...] = ()
    provenance: dict[str, Any] = {}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The facts that the protocol or the setting does not promise to bring out."""
        return tuple(fact for fact, why in self.unplaced.items() if why.startswith(LEFT_OUT))

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for topic in self.topics for step in topic.steps)
