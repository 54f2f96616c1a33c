"""The agenda of a visit over a note that a lexicon read: topics in the order clinicians work, every fact placed once."""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bedside.agents.languages.lexicon import Lexicon, load_lexicon
from bedside.agents.languages.words import flat, size
from bedside.agents.multilingual.guidance import GROUNDED, problems
from bedside.agents.multilingual.unsayable import unsayable
from bedside.agents.planning.arrange import arrange
from bedside.agents.planning.private import alone, spread
from bedside.agents.planning.spokesperson import spokesperson
from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import NOT_UNDERSTOOD, Act, Cue, Plan, Step, Topic, TopicKind
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.style import StyleProfile

_ASKED: tuple[TopicKind, ...] = ("past", "medications", "allergies", "family", "social", "review")
HABITS = ("smoking", "alcohol", "drugs_used", "work", "sport", "living")
_WHOLE = 12  # facts from which a visit has room for a safety net
_NAMED = 5  # words up to which a statement names one thing that can be asked for
_ASKED_OF_ONE = frozenset({"denied", "item"})
_SPEAKS = 6  # years from which a child tells something itself
_TOGETHER = 2  # things asked for in one question
FIRST, SAME = Cue(aspect="first"), Cue(aspect="same")


@dataclass
class _Desk:
    """What the planner has in hand while it writes the agenda."""

    note: Note
    lexicon: Lexicon
    speaker: str
    placed: set[str] = field(default_factory=set[str])
    count: int = 0

    def step(self, act: Act, topic: TopicKind, facts: Sequence[Fact] = (), revealer: str = "physician", cues: Sequence[Cue] = (), subject: str = "") -> Step:  # fmt: skip
        """Make the next step and mark its facts as placed."""
        self.count += 1
        kind = GROUNDED if act == "safety" else "s"
        self.placed.update(fact.id for fact in facts)
        ids = tuple(fact.id for fact in facts)
        return Step(
            id=f"{kind}{self.count:03d}",
            act=act,
            topic=topic,
            revealer=revealer,
            cues=tuple(cues),
            facts=ids,
            subject=subject,
        )

    def left(self, *sections: str) -> list[Fact]:
        """The facts of these sections that no step has yet."""
        return [
            fact
            for section in sections
            for fact in self.note.facts
            if fact.section == section and fact.id not in self.placed and fact.same_as is None
        ]


class LexicalPlanner:
    """Keeps the ``Planner`` contract for notes that are not in English."""

    def __init__(self, style: StyleProfile, protocol: str) -> None:
        rules = load_protocol(protocol)
        self._style = style
        self._chart = rules.chart
        self._answer = rules.answer_words or max(14, round(style.patient_words * 3))
        self._telling = rules.told_words or max(18, round(style.told_words * 1.6))

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda. The same case, note and seed give the same agenda."""
        rng = random.Random(f"{seed}/plan")
        lexicon = load_lexicon(note.language)
        desk = _Desk(note, lexicon, spokesperson(note, case))
        shown = {fact.id for fact in note.facts if fact.role == "idle"}
        mute = unsayable(note, lexicon)
        desk.placed |= shown | mute
        greets, closes = rng.random() < max(0.6, self._style.greets), rng.random() < max(0.6, self._style.closes)
        opening = [desk.step("greet", "opening")] if greets else []
        topics = [
            Topic(kind="opening", title="opening", steps=tuple(opening)),
            Topic(kind="reason", title="reason for visit", steps=tuple(self._reason(desk))),
            Topic(kind="story", title="story", steps=tuple(self._story(desk))),
            *self._background(desk),
            *self._told(desk),
        ]
        if len(desk.placed) > _WHOLE:
            safety = desk.step("safety", "plan", (), subject=problems(note, lexicon))
            topics.append(Topic(kind="plan", title="safety net", steps=(safety,)))
        if len(desk.placed) > 8:
            asked = desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions")], "questions")
            topics.append(Topic(kind="questions", title="questions", steps=(asked,)))
        if closes:
            topics.append(Topic(kind="closing", title="closing", steps=(desk.step("close", "closing"),)))
        unplaced = {f.id: f"same as {f.same_as}" for f in note.facts if f.same_as is not None}
        unplaced |= dict.fromkeys(shown, "shown by who speaks")
        unplaced |= dict.fromkeys(mute, NOT_UNDERSTOOD)
        unplaced |= {
            f.id: "no step brings it out" for f in note.facts if f.id not in desk.placed and f.id not in unplaced
        }
        plan = Plan(topics=tuple(topic for topic in topics if topic.steps), unplaced=unplaced)
        plan = arrange(plan, (case.protocol, case.setting), note, desk.speaker, seed)
        companions = came_along(case.patient.companion, note.companions)
        heard = spread(note.facts, note, (*companions, "patient"))
        return alone(plan, heard, desk.speaker, patient_speaks=(note.age or case.patient.age or 18) >= _SPEAKS)

    def _reason(self, desk: _Desk) -> list[Step]:
        reasons = desk.left("complaint")
        story = desk.left("history", "other")
        if not reasons:
            reasons = [fact for fact in story if fact.polarity == "present" and fact.role != "age"][:1]
        steps = [desk.step("invite", "reason", reasons[:2], desk.speaker)] if reasons else []
        steps += [
            desk.step("ask", "reason", part, desk.speaker, [Cue(aspect="more")])
            for part in chunk(reasons[2:], self._answer)
        ]
        identity = [fact for fact in desk.left("history", "other") if fact.role == "age"][:1]
        if identity and not self._chart:
            return [*steps, desk.step("ask", "reason", identity, desk.speaker, [Cue(aspect="identity")])]
        return steps + ([desk.step("chart", "reason", identity, subject="identity")] if identity else [])

    def _story(self, desk: _Desk) -> list[Step]:
        steps: list[Step] = []
        facts = desk.left("history", "other")
        # What somebody has is asked before what they do not have, so that no denial comes between.
        for kind, run in _runs(facts, lambda fact: kind_of(fact, desk.lexicon)):
            if kind in _ASKED_OF_ONE:
                for part in chunk(run, 14, _TOGETHER if kind == "denied" else 1):
                    cues = [Cue(aspect="symptom", words=name_of(f, desk.lexicon), concept=f.concept) for f in part]
                    steps.append(desk.step("ask", "story", part, desk.speaker, cues))
            else:
                for part in chunk(run, self._answer, 2):
                    times = {fact.time for fact in desk.note.facts if fact.id in desk.placed and fact.time}
                    cue = Cue(aspect=aspect_of(part[0], desk.lexicon, told=times))
                    steps.append(desk.step("ask", "story", part, desk.speaker, [cue]))
        return steps

    def _background(self, desk: _Desk) -> list[Topic]:
        topics: list[Topic] = []
        for kind in _ASKED:
            steps: list[Step] = []
            facts = desk.left(kind)
            for aspect, run in _runs(facts, lambda fact, kind=kind: _side(desk.note, fact, kind, desk.lexicon)):
                if aspect == "symptom":
                    for part in chunk(run, 14, _TOGETHER):
                        cues = [Cue(aspect="symptom", words=name_of(f, desk.lexicon), concept=f.concept) for f in part]
                        steps.append(desk.step("ask", kind, part, desk.speaker, cues))
                else:
                    # "None" and "none known" answer the question for the topic itself, alone.
                    for part in chunk(run, 26, 3):
                        again = any(cue.aspect == aspect for step in steps for cue in step.cues)
                        cue = Cue(aspect="more" if again else aspect)
                        steps.append(desk.step("ask", kind, part, desk.speaker, [cue]))
            topics.append(Topic(kind=kind, title=kind, steps=tuple(steps)))
        return topics

    def _told(self, desk: _Desk) -> list[Topic]:
        told: tuple[tuple[TopicKind, Act, tuple[str, ...]], ...] = (
            ("examination", "examine", ("vitals", "examination")),
            ("results", "report", ("results", "procedure", "course")),
            ("assessment", "explain", ("assessment",)),
            ("plan", "advise", ("plan", "instructions")),
        )
        topics: list[Topic] = []
        for kind, act, sections in told:
            parts = chunk(desk.left(*sections), self._telling, 4 if act != "advise" else 3)
            steps = [
                desk.step(act, kind, part, cues=[SAME] if number else [FIRST], subject=part[0].group)
                for number, part in enumerate(parts)
            ]
            topics.append(Topic(kind=kind, title=kind, steps=tuple(steps)))
        return topics


def kind_of(fact: Fact, lexicon: Lexicon) -> str:
    """How a part of the story comes up: "denied" and "item" are asked for by name, "told" by the side of the story."""
    text = flat(fact.text)
    if fact.polarity == "denied" and size(text) <= _NAMED + 1 and lexicon.pattern("leading_denial").match(text):
        return "denied"
    if fact.polarity == "denied" and size(text) <= _NAMED and not lexicon.pattern("denial").search(text):
        return "denied"  # denied by what stands before it
    one = size(text) <= 2 and not fact.time and not fact.quantities and fact.mentions
    return "item" if one and fact.polarity == "present" and not fact.frame else "told"


def name_of(fact: Fact, lexicon: Lexicon) -> str:
    """What is asked for: the thing itself, without the word that denies it."""
    return lexicon.pattern("leading_denial").sub("", flat(fact.text), count=1).strip()


def aspect_of(fact: Fact, lexicon: Lexicon, told: Collection[str] = ()) -> str:
    """The side of the story that a statement tells of; "more" where its words show none. Since when is not asked again
    once it was ``told``."""
    known = {time.casefold() for time in told}
    again = fact.time is not None and fact.time.casefold() in known
    for aspect, pattern in lexicon.aspects:
        if pattern.search(fact.text) and not (again and aspect == "onset"):
            return aspect
    return "onset" if fact.time and not again else "more"


def habit_of(fact: Fact, lexicon: Lexicon) -> str:
    """What a social statement tells of; "social" where its words show nothing."""
    return next((name for name in HABITS if lexicon.pattern(name).search(fact.text)), "social")


def _side(note: Note, fact: Fact, kind: str, lexicon: Lexicon) -> str:
    if kind == "social":
        return habit_of(fact, lexicon)
    if (
        kind in ("review", "past")
        and kind_of(fact, lexicon) == "denied"
        and not lexicon.pattern("whole_denial").match(fact.text)
    ):
        return "symptom"
    if kind == "past":
        return next(
            (part for part, names in lexicon.lists("parts_of_past").items() if heading_of(note, fact) in names), kind
        )
    if kind == "review":
        return "symptom" if fact.mentions and size(fact.text) <= _NAMED else "more"
    return kind


def heading_of(note: Note, fact: Fact) -> str:
    """The heading that a fact stands under, casefolded."""
    for section in note.sections:
        if section.span.start <= fact.span.start < section.span.end:
            return section.heading.casefold()
    return fact.group.casefold()


def _runs(facts: Sequence[Fact], key: Callable[[Fact], str]) -> list[tuple[str, list[Fact]]]:
    """Neighbours that one kind of question brings out; the order stays."""
    return [(kind, list(run)) for kind, run in groupby(facts, key)]


def chunk(facts: Sequence[Fact], words: int, most: int = 3) -> list[list[Fact]]:
    """Cut a run of facts into stretches of at most ``words`` words and ``most`` facts."""
    out: list[list[Fact]] = []
    held = 0
    for fact in facts:
        count = size(fact.text)
        if out and held + count <= words and len(out[-1]) < most:
            out[-1].append(fact)
            held += count
        else:
            out.append([fact])
            held = count
    return out
