"""The agenda of a visit over typed statements: acts planned from what the facts mean, every fact placed or accounted for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from bedside.agents.builtin import background_alone, spoken
from bedside.agents.builtin.acts import Voices, asked_topic, by_gravity, problem_name, told_place, voices_of
from bedside.agents.builtin.background import background
from bedside.agents.builtin.evidence import APART, EVIDENCE
from bedside.agents.builtin.grave import is_grave
from bedside.agents.builtin.narration import Narration
from bedside.agents.builtin.question import Question, runs
from bedside.agents.builtin.questions import by_its_name, is_rated, stepwise, story
from bedside.agents.builtin.reason import settle_reason
from bedside.agents.builtin.referring import DANGLING, dangling, named_by_questions, told_elsewhere, unheard
from bedside.agents.builtin.repeats import asked_again, told_again
from bedside.agents.builtin.short import fitted
from bedside.agents.builtin.tables import words
from bedside.agents.builtin.telling import (
    ANSWERS,
    ASKS,
    Told,
    agrees,
    decisions,
    eased,
    examination,
    kept_for_a_question,
    results,
)
from bedside.agents.builtin.unsayable import silenced, wordless
from bedside.agents.builtin.untold import contradicted, had, late_wishes, named_again
from bedside.agents.builtin.visit_order import with_the_complaint, witnessed
from bedside.agents.planning.arrange import arrange
from bedside.agents.planning.private import alone, spread
from bedside.agents.planning.spokesperson import spokesperson
from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Act, Cue, Plan, Step, Topic, TopicKind
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.style import StyleProfile

ONE_NUMBER = "not told: one number for how bad it is is enough"
_ASKED: tuple[TopicKind, ...] = ("past", "medications", "allergies", "family", "social", "review")
_WHOLE = 12  # facts from which a visit has room for a warning sign, a safety net and a round of questions
_AGAIN = 0.4  # how often they are asked once more when a question was answered
_COMMUNITY = ("emergency", "ambulance")
_SUBJECT = 2  # words at the start of a clause within which its subject stands: "His wife has noticed"
_DECIDED: tuple[TopicKind, ...] = ("assessment", "plan")
_AT_ONCE = 3  # facts of the records that are read out before somebody answers
_OF_BEFORE = frozenset(("complaint", "history", "course"))  # what tells whether they have met
_RETURNS = ("follow-up", "follow up", "followup", "last visit", "last saw", "returns")


@dataclass
class _Desk:
    """What the planner has in hand while it writes the agenda."""

    note: Note
    voices: Voices
    speaker: str  # who answers for the patient
    rng: random.Random
    companion: str | None
    placed: set[str] = field(default_factory=set[str])
    unplaced: dict[str, str] = field(default_factory=dict[str, str])
    count: int = 0
    late: list[Fact] = field(default_factory=list[Fact])  # what they wish of a plan, told when it has been

    def step(self, act: Act, topic: TopicKind, facts: Sequence[Fact] = (), revealer: str = "physician", cues: Sequence[Cue] = (), subject: str = "") -> Step:  # fmt: skip
        """The next step; its facts are placed. What only a passage can fill has an id of its own kind, so that what comes
        after does not depend on whether it was said."""
        self.count += 1
        self.placed.update(fact.id for fact in facts)
        grounded = act == "safety"
        return Step(
            id=f"{EVIDENCE if grounded else 's'}{self.count:03d}",
            act=act,
            topic=topic,
            revealer=revealer,
            cues=tuple(cues),
            facts=tuple(fact.id for fact in facts),
            subject=subject,
        )

    def ask(self, topic: TopicKind, question: Question) -> Step:
        """The step of a question."""
        act: Act = "invite" if question.opens else "ask"
        return self.step(act, topic, question.facts, self.teller(question.facts[0]), question.cues, question.subject)

    def parted(self, question: Question) -> list[Question]:
        """A question whose facts two people tell, as one to each of them."""
        parts = runs(question.facts, self.teller)
        if len(parts) < 2:
            return [question]
        more = (Cue(aspect="more"),)
        (_, first), *rest = parts
        own = Question(tuple(first), question.cues, question.subject, question.opens)
        return [own, *(Question(tuple(facts), more, question.subject) for _, facts in rest)]

    def teller(self, fact: Fact) -> str:
        """Who is asked for a fact: a companion whom the note quotes for it or who did it, else who answers for the patient."""
        who = self.companion
        if who is None or who == self.speaker or who == "nurse":
            return self.speaker
        beside = self.voices.beside
        if beside is None or not spoken.sayable(fact, beside):
            return self.speaker
        quoted = fact.speaker == who or who in words(self._before(fact)) or who in words(fact.text)[:_SUBJECT]
        return who if quoted or self.voices.quoted(fact) else self.speaker

    def _before(self, fact: Fact) -> str:
        """The words of its sentence before a fact: who says so."""
        return self.note.text[fact.sentence.start : fact.span.start] if fact.sentence is not None else ""

    def tell(self, told: Told) -> Step:
        """The step of what the physician tells."""
        return self.step(told.act, told.topic, told.facts, cues=told.cues, subject=told.subject)

    def name(self, fact: Fact) -> str:
        """What a fact can be asked for by."""
        return self.voices.name(fact)


class BuiltInPlanner:
    """Keeps the ``Planner`` contract. The style profile says how long turns are and whether people greet and part."""

    def __init__(self, style: StyleProfile, protocol: str = "notechat") -> None:
        rules = load_protocol(protocol)
        self._style = style
        self._together = any({"assessment", "plan"} <= set(part) for part in rules.agenda)
        self._concludes = "assessment" not in rules.leaves_out
        self._telling = rules.told_words or max(18, round(style.told_words * 1.6))

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda. The same case, note and seed give the same agenda."""
        who = spokesperson(note, case)
        companions = came_along(case.patient.companion, note.companions)
        desk = _Desk(
            note,
            voices_of(note, case, who, next(iter(companions), "")),
            who,
            random.Random(f"{seed}/plan"),
            next(iter(companions), None),
        )
        asked, told = self._sorted(desk)
        topics = [
            Topic(kind="opening", title="opening", steps=self._opening(desk, case)),
            *self._history(desk, asked, told),
            *self._background(desk, asked, told),
            *self._findings(desk, told),
            *self._decisions(desk, told),
            *self._closing(desk),
        ]
        for fact in note.facts:
            if fact.id not in desk.placed:
                desk.unplaced.setdefault(fact.id, ONE_NUMBER if is_rated(fact) else "no step brings it out")
        topics = with_the_complaint(topics)
        plan = Plan(topics=tuple(topic for topic in topics if topic.steps), unplaced=desk.unplaced)
        plan = arrange(plan, (case.protocol, case.setting), note, who, seed)
        heard = spread(note.facts, note, (*companions, "patient"))
        plan = alone(plan, heard, who, patient_speaks=(note.age or case.patient.age or 18) >= 6)
        return fitted(plan, case.limits.turns)

    # -- sorting -----------------------------------------------------------------------------------------------------

    def _sorted(self, desk: _Desk) -> tuple[dict[TopicKind, list[Fact]], dict[TopicKind, list[tuple[Act, Fact]]]]:
        """The facts by topic: those that are asked for, and those that the physician tells; the rest is accounted for."""
        asked: dict[TopicKind, list[Fact]] = {}
        told: dict[TopicKind, list[tuple[Act, Fact]]] = {}
        for fact in desk.note.facts:
            reason = silenced(fact, desk.note)
            teller = None if reason else desk.voices.teller(fact)
            if agrees(fact) and not fact.same_as:
                told.setdefault("plan", []).append(("check", fact))
            elif teller == "patient":
                asked.setdefault(asked_topic(fact), []).append(fact)
            elif teller == "physician":
                topic, act = told_place(fact)
                told.setdefault(topic, []).append((act, fact))
            else:
                desk.unplaced[fact.id] = reason or wordless(fact, desk.voices)
        self._drop(desk, dangling(desk.note.facts, unheard(desk.unplaced)), asked, told)
        background_alone.set_background_apart(asked)
        settle_reason(desk.note, asked, desk.unplaced)
        self._spare(desk, asked, told)
        desk.late = late_wishes(asked.get("story", []))
        asked["story"] = [fact for fact in asked.get("story", []) if fact not in desk.late]
        moved = unheard(desk.unplaced) | told_elsewhere(desk.note.facts, desk.unplaced)
        self._drop(desk, [lost for lost in dangling(desk.note.facts, moved) if lost not in desk.unplaced], asked, told)
        return asked, told

    @staticmethod
    def _drop(desk: _Desk, lost: Sequence[str], asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]) -> None:  # fmt: skip
        """Leave out what refers to something that is not told where it stands."""
        desk.unplaced |= dict.fromkeys(lost, DANGLING)
        for topic, facts in asked.items():
            asked[topic] = [fact for fact in facts if fact.id not in lost]
        for topic, pairs in told.items():
            told[topic] = [(act, fact) for act, fact in pairs if fact.id not in lost]

    @staticmethod
    def _spare(desk: _Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]) -> None:
        """Take out what would be asked or told a second time; the record says what says it first."""
        read_out = {fact.id: fact for act, fact in told.get("story", []) if act == "chart"}
        first = [
            *asked.get("reason", []),
            *sorted((*asked.get("story", []), *read_out.values()), key=lambda f: f.span.start),
        ]
        heard = [*first, *(fact for topic in _ASKED for fact in asked.get(topic, []))]
        again = {fact: said for fact, said in asked_again(heard).items() if fact not in read_out}
        again |= named_again([fact for fact in heard if fact.id not in again and fact.id not in read_out], desk.name)
        reports = [fact for topic in ("results", "examination", *_DECIDED) for _, fact in told.get(topic, [])]
        again |= told_again([fact for fact in heard if fact.id not in again], reports)
        for topic, facts in asked.items():
            asked[topic] = [fact for fact in facts if fact.id not in again]
        for topic, pairs in told.items():
            told[topic] = [(act, fact) for act, fact in pairs if fact.id not in again or act in ("check", "chart")]
        against = contradicted([fact for fact in heard if fact.id not in again])
        for topic, facts in asked.items():
            asked[topic] = [fact for fact in facts if fact.id not in against]
        desk.unplaced |= against
        desk.unplaced |= {fact: f"same as {first}" for fact, first in again.items()}
        named = named_by_questions(asked.get("story", []), asked.get("past", []))
        asked["past"] = [fact for fact in asked.get("past", []) if fact.id not in named]
        desk.unplaced |= named

    # -- topics ------------------------------------------------------------------------------------------------------

    def _opening(self, desk: _Desk, case: Case) -> tuple[Step, ...]:
        """A greeting, and now and then a word about something else."""
        if desk.rng.random() >= self._style.greets:
            return ()
        why = [fact for fact in desk.note.facts if fact.section in _OF_BEFORE]
        known = any(word in fact.text.casefold() for fact in why for word in _RETURNS)
        steps = [desk.step("greet", "opening", subject="known" if known else "")]
        if desk.rng.random() < 0.15 and case.setting not in _COMMUNITY and not is_grave(desk.note):
            steps.append(desk.step("greet", "opening", subject="smalltalk"))
        return tuple(steps)

    def _history(
        self, desk: _Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]
    ) -> list[Topic]:
        reasons, facts = asked.get("reason", []), asked.get("story", [])
        charted = [fact for act, fact in told.get("story", []) if act == "chart"]
        complaint = reasons[0] if reasons else None
        subject = desk.name(complaint) if complaint is not None else ""
        first: list[Step] = []
        later: list[Question] = []
        for at, fact in enumerate(reasons):
            opening = (
                Question((fact,), (), opens=True)
                if at == 0
                else Question((fact,), (Cue(aspect="more_reason"),), subject)
            )
            parts = (
                stepwise(fact, opening.cues, desk.voices, subject)
                if fact.kind in ("complaint", "symptom")
                else [opening]
            )
            first.append(
                desk.ask("reason", Question(parts[0].facts, parts[0].cues, "" if at == 0 else subject, opens=at == 0))
            )
            later += by_its_name(parts[1:], desk.name(fact)) if len(reasons) > 1 else parts[1:]
        questions = [*later, *story(facts, desk.voices, complaint, charted)]
        asked_ = [desk.ask("story", part) for question in questions for part in desk.parted(question)]
        steps = _read_out(desk, witnessed(asked_, desk.companion, desk.speaker, desk.note.facts), charted)
        narration = Narration(desk.note.facts)
        opening, left = narration.opened(first, steps)
        return [
            Topic(kind="reason", title="reason for visit", steps=tuple(opening)),
            Topic(kind="story", title=subject or "story", steps=tuple(narration.joined(left))),
        ]

    @staticmethod
    def _background(
        desk: _Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]
    ) -> list[Topic]:
        topics: list[Topic] = []
        for kind in _ASKED:
            questions = background(kind, asked.get(kind, []), desk.note, desk.voices)
            steps = [desk.ask(kind, question) for question in questions]
            steps += [
                desk.step("chart", kind, [fact], subject=kind) for act, fact in told.get(kind, []) if act == "chart"
            ]
            topics.append(Topic(kind=kind, title=kind, steps=tuple(steps)))
        return topics

    def _findings(self, desk: _Desk, told: dict[TopicKind, list[tuple[Act, Fact]]]) -> list[Topic]:
        seen = [fact for _, fact in told.get("examination", [])]
        found = [fact for _, fact in told.get("results", [])]
        steps: list[Step] = []
        if desk.companion == "nurse":
            taken = [fact for fact in seen if fact.kind == "measurement"]
            seen = [fact for fact in seen if fact not in taken]
            steps = [desk.step("ask", "examination", taken, "nurse", [Cue(aspect="vitals")])] if taken else []
        steps += [desk.tell(part) for part in examination(seen, self._telling)]
        reported = [desk.tell(part) for part in results(found, self._telling)]
        return [
            Topic(kind="examination", title="examination", steps=tuple(steps)),
            Topic(kind="results", title="results", steps=tuple(reported)),
        ]

    def _decisions(self, desk: _Desk, told: dict[TopicKind, list[tuple[Act, Fact]]]) -> list[Topic]:
        """Assessment and plan, problem by problem in the note's order; what is kept for a question comes after them."""
        both = [*told.get("assessment", []), *told.get("plan", [])]
        both.sort(key=lambda pair: pair[1].span.start)
        agreed = [fact for act, fact in both if act == "check"]
        facts = [fact for act, fact in both if act not in ("check", "chart")]
        kept = kept_for_a_question(facts, desk.rng)
        topics: list[Topic] = []
        told_before = [
            fact
            for fact in desk.note.facts
            if self._concludes and fact.kind == "diagnosis" and fact.same_as and fact.established == "visit"
        ]
        left = [fact for fact in facts if kept is None or fact is not kept[1]]
        topics += _by_problem(
            desk,
            eased(
                decisions(
                    left,
                    told_before,
                    had(desk.note) if self._concludes else (),
                    desk.voices,
                    self._telling,
                    self._together,
                ),
                desk.note.facts,
            ),
        )
        problems = APART.join(dict.fromkeys(problem_name(fact) for fact in by_gravity(desk.note.facts)))
        late = [desk.step("ask", "plan", [fact], desk.speaker, [Cue(aspect="reaction")]) for fact in desk.late]
        closing = [desk.step("safety", "plan", (), subject=problems)] if len(desk.placed) > _WHOLE else []
        if agreed:
            closing.append(desk.step("check", "plan", agreed))
        topics.append(Topic(kind="plan", title="safety net", steps=(*late, *closing)))
        if kept is not None or len(desk.placed) > _WHOLE:
            topics.append(Topic(kind="questions", title="questions", steps=self._questions(desk, kept)))
        return topics

    @staticmethod
    def _questions(desk: _Desk, kept: tuple[str, Fact] | None) -> tuple[Step, ...]:
        """The physician makes room, they ask what the note can answer, they are told, and asked again."""
        if kept is None:
            return (desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions")], "questions"),)
        asked = desk.step("invite", "questions", (), desk.speaker, [Cue(aspect=ASKS, words=kept[0])], "questions")
        answered = desk.step("advise", "questions", [kept[1]], cues=[Cue(aspect=ANSWERS)])
        room = desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions")], "questions")
        return (asked, answered, room) if desk.rng.random() < _AGAIN else (asked, answered)

    def _closing(self, desk: _Desk) -> list[Topic]:
        if desk.rng.random() >= 2 * self._style.closes:  # a recording often stops before the goodbye that was said
            return []
        return [Topic(kind="closing", title="closing", steps=(desk.step("close", "closing"),))]


def _by_problem(desk: _Desk, told: Sequence[Told]) -> list[Topic]:
    """A topic for every problem."""
    topics: list[Topic] = []
    for part in told:
        step = desk.tell(part)
        if topics and topics[-1].title == (part.subject or part.topic):
            topics[-1] = topics[-1].model_copy(update={"steps": (*topics[-1].steps, step)})
        else:
            topics.append(Topic(kind=part.topic, title=part.subject or part.topic, steps=(step,)))
    return topics


def _read_out(desk: _Desk, steps: Sequence[Step], charted: Sequence[Fact]) -> tuple[Step, ...]:
    """The steps of a story with what the physician has read between them, where the note has it: a few facts at a time."""
    place = {fact.id: at for at, fact in enumerate(desk.note.facts)}
    starts = [min((place[fact] for fact in step.facts), default=0) for step in steps]
    parts: dict[int, list[list[Fact]]] = {}
    for fact in charted:
        after = next((at for at, start in enumerate(starts) if start > place[fact.id]), len(steps))
        here = parts.setdefault(max(after, min(1, len(steps))), [[]])
        if len(here[-1]) == _AT_ONCE:
            here.append([])
        here[-1].append(fact)
    out: list[Step] = []
    for at in range(len(steps) + 1):
        for facts in parts.get(at, []):
            said = any(step.act == "chart" for step in out)
            cues = [Cue(aspect="more")] if said else []
            out.append(desk.step("chart", "story", facts, cues=cues, subject="story"))
        out += steps[at : at + 1]
    return tuple(out)
