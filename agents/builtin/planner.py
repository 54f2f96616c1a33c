"""The agenda of a visit over typed statements: acts planned from what the facts mean, every fact placed or accounted for."""

import random
from collections.abc import Sequence

from bedside.agents.builtin import background_alone, spoken
from bedside.agents.builtin.acts import asked_topic, by_gravity, problem_name, told_place, voices_of
from bedside.agents.builtin.background import background
from bedside.agents.builtin.desk import Desk, by_problem, read_out, summed_up
from bedside.agents.builtin.evidence import APART
from bedside.agents.builtin.fitting import fitted_questions
from bedside.agents.builtin.going_over import AWAITED, looking_forward, recap
from bedside.agents.builtin.grave import is_grave
from bedside.agents.builtin.narration import Narration, booked
from bedside.agents.builtin.question import Question
from bedside.agents.builtin.questions import by_its_name, is_rated, stepwise, story
from bedside.agents.builtin.reason import settle_reason
from bedside.agents.builtin.referring import DANGLING, dangling, named_by_questions, told_elsewhere, unheard
from bedside.agents.builtin.repeats import asked_again, told_again
from bedside.agents.builtin.short import fitted
from bedside.agents.builtin.telling import (
    ANSWERS,
    ASKS,
    FIRST,
    agrees,
    decisions,
    eased,
    examination,
    kept_for_a_question,
    results,
)
from bedside.agents.builtin.unsayable import silenced, wordless
from bedside.agents.builtin.untold import contradicted, had, is_refusal, late_wishes, named_again, said_with_its_time
from bedside.agents.builtin.visit_order import with_the_complaint, witnessed
from bedside.agents.planning.arrange import arrange
from bedside.agents.planning.occasion import WARD, occasion
from bedside.agents.planning.private import alone, spread
from bedside.agents.planning.spokesperson import spokesperson
from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Act, Cue, Plan, Step, Topic, TopicKind
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.setting import Setting, load_setting
from bedside.scenarios.style import StyleProfile

ONE_NUMBER = "not told: one number for how bad it is is enough"
_ASKED: tuple[TopicKind, ...] = ("past", "medications", "allergies", "family", "social", "review")
_ANNOUNCED = ("past", "review")  # parts of the history that are announced, however short
_WHOLE = 12  # facts from which a visit has room for a warning sign, a safety net and a round of questions
_SUMS_UP = 0.7  # how often a long story is said back
_BOOKED = 0.55  # how often they know beforehand what somebody comes for
_GOES_OVER = 0.7  # how often the plan is gone over once more before they part
_AGAIN = 0.4  # how often they are asked once more when a question was answered
_NO_WAY = (
    "emergency",
    "ambulance",
    "telehealth",
    "home",
    "hospital",
    "portal",
)  # where nobody is asked how they got there
_DECIDED: tuple[TopicKind, ...] = ("assessment", "plan")
_LONG_STORY = 3  # questions of a story from which it is summed up
_OF_BEFORE = frozenset(("complaint", "history", "course"))  # what tells whether they have met
_RETURNS = ("follow-up", "follow up", "followup", "last visit", "last saw", "returns")


class BuiltInPlanner:
    """Keeps the ``Planner`` contract. The style profile says how long turns are and whether people greet and part."""

    def __init__(self, style: StyleProfile, protocol: str = "notechat") -> None:
        rules = load_protocol(protocol)
        self._style = style
        full = rules.name == "notechat"  # the others have a summary and an opening of their own
        self._sums_up, self._booked = (_SUMS_UP, _BOOKED) if full else (0.0, 0.0)
        self._together = any({"assessment", "plan"} <= set(part) for part in rules.agenda)
        self._concludes = "assessment" not in rules.leaves_out
        self._telling = rules.told_words or max(18, round(style.told_words * 2.2))

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda. The same case, note and seed give the same agenda."""
        who = spokesperson(note, case)
        companions = came_along(case.patient.companion, note.companions)
        desk = Desk(
            note,
            voices_of(note, case, who, next(iter(companions), "")),
            who,
            random.Random(f"{seed}/plan"),
            next(iter(companions), None),
            load_setting(case.setting).witness is None,
            frozenset(heard := spread(note.facts, note, (*companions, "patient"))),
            occasion(note, case.setting),
        )
        asked, told = self._sorted(desk)
        topics = [
            Topic(kind="opening", title="opening", steps=self._opening(desk, case)),
            *self._history(desk, asked, told),
            *self._background(desk, asked, told),
            *self._findings(desk, told, load_setting(case.setting)),
            *self._decisions(desk, told),
            *self._closing(desk),
        ]
        for fact in note.facts:
            if fact.id not in desk.placed:
                desk.unplaced.setdefault(fact.id, ONE_NUMBER if is_rated(fact) else "no step brings it out")
        topics = fitted_questions(with_the_complaint(topics), note.facts)
        plan = Plan(topics=tuple(topic for topic in topics if topic.steps), unplaced=desk.unplaced)
        plan = arrange(plan, (case.protocol, case.setting), note, who, seed)
        plan = alone(plan, heard, who, patient_speaks=(note.age or case.patient.age or 18) >= 6)
        return fitted(plan, case.limits.turns)

    # -- sorting -----------------------------------------------------------------------------------------------------

    def _sorted(self, desk: Desk) -> tuple[dict[TopicKind, list[Fact]], dict[TopicKind, list[tuple[Act, Fact]]]]:
        """The facts by topic: those that are asked for, and those that the physician tells; the rest is accounted for."""
        asked: dict[TopicKind, list[Fact]] = {}
        told: dict[TopicKind, list[tuple[Act, Fact]]] = {}
        twice = said_with_its_time(desk.note.facts)
        for fact in desk.note.facts:
            reason = silenced(fact, desk.note) or twice.get(fact.id, "")
            teller = None if reason else desk.voices.teller(fact)
            if is_refusal(fact) and not reason and spoken.sayable(fact, desk.voices.patient):
                teller = "patient"
            if agrees(fact) and not fact.same_as:
                told.setdefault("plan", []).append(("check", fact))
            elif teller == "patient":
                asked.setdefault("story" if is_refusal(fact) else asked_topic(fact), []).append(fact)
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
    def _drop(desk: Desk, lost: Sequence[str], asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]) -> None:  # fmt: skip
        """Leave out what refers to something that is not told where it stands."""
        desk.unplaced |= dict.fromkeys(lost, DANGLING)
        for topic, facts in asked.items():
            asked[topic] = [fact for fact in facts if fact.id not in lost]
        for topic, pairs in told.items():
            told[topic] = [(act, fact) for act, fact in pairs if fact.id not in lost]

    @staticmethod
    def _spare(desk: Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]) -> None:
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

    def _opening(self, desk: Desk, case: Case) -> tuple[Step, ...]:
        """A greeting, and now and then a word about something else."""
        if desk.rng.random() >= self._style.greets:
            return ()
        why = [fact for fact in desk.note.facts if fact.section in _OF_BEFORE]
        known = any(word in fact.text.casefold() for fact in why for word in _RETURNS)
        steps = [desk.step("greet", "opening", subject=desk.occasion or ("known" if known else ""))]
        came = not desk.occasion and case.setting not in _NO_WAY
        if desk.rng.random() < 0.15 and came and not is_grave(desk.note):
            steps.append(desk.step("greet", "opening", subject="smalltalk"))
        return tuple(steps)

    def _history(
        self, desk: Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]
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
        steps = read_out(desk, witnessed(asked_, desk.companion, desk.speaker, desk.note.facts), charted)
        opening, left = self._narrated(desk, first, steps, complaint) if desk.at_ease else (first, steps)
        return [
            Topic(kind="reason", title="reason for visit", steps=tuple(opening)),
            Topic(kind="story", title=subject or "story", steps=tuple(left)),
        ]

    def _narrated(
        self, desk: Desk, first: Sequence[Step], steps: Sequence[Step], complaint: Fact | None
    ) -> tuple[Sequence[Step], Sequence[Step]]:
        """The opening and the story as people tell them in one breath, summed up where it is long."""
        narration = Narration(desk.note.facts)
        opening, left = narration.opened(first, steps)
        left = narration.joined(left)
        name = desk.name(complaint) if complaint is not None else ""
        asked = complaint is not None and complaint.id not in desk.kept and desk.rng.random() < self._booked
        if desk.occasion != WARD and name and complaint is not None and asked:  # on a ward they have met
            opening = booked(opening, complaint, name)
        if desk.occasion:
            opening = [step.model_copy(update={"cues": (*step.cues, Cue(aspect=desk.occasion))}) for step in opening]
        if (
            len(left) >= _LONG_STORY
            and desk.rng.random() < self._sums_up
            and (told := summed_up(desk, [*opening, *left]))
        ):
            left.append(desk.step("summarize", "story", told))
        return opening, left

    @staticmethod
    def _background(
        desk: Desk, asked: dict[TopicKind, list[Fact]], told: dict[TopicKind, list[tuple[Act, Fact]]]
    ) -> list[Topic]:
        topics: list[Topic] = []
        for kind in _ASKED:
            questions = background(kind, asked.get(kind, []), desk.note, desk.voices)
            steps = [desk.ask(kind, question) for question in questions]
            if steps and (kind in _ANNOUNCED or len(steps) > 1):
                steps[0] = steps[0].model_copy(update={"cues": (*steps[0].cues, FIRST)})
            steps += [
                desk.step("chart", kind, [fact], subject=kind) for act, fact in told.get(kind, []) if act == "chart"
            ]
            topics.append(Topic(kind=kind, title=kind, steps=tuple(steps)))
        return topics

    def _findings(self, desk: Desk, told: dict[TopicKind, list[tuple[Act, Fact]]], setting: Setting) -> list[Topic]:
        seen = [fact for _, fact in told.get("examination", [])]
        found = [fact for _, fact in told.get("results", [])]
        steps: list[Step] = []
        if desk.companion == "nurse":
            taken = [fact for fact in seen if fact.kind == "measurement"]
            seen = [fact for fact in seen if fact not in taken]
            steps = [desk.step("ask", "examination", taken, "nurse", [Cue(aspect="vitals")])] if taken else []
        by_hand = setting.examination == "by hand" and not setting.asynchronous
        steps += [desk.tell(part) for part in examination(seen, self._telling, announced=by_hand)]
        reported = [desk.tell(part) for part in results(found, self._telling)]
        return [
            Topic(kind="examination", title="examination", steps=tuple(steps)),
            Topic(kind="results", title="results", steps=tuple(reported)),
        ]

    def _decisions(self, desk: Desk, told: dict[TopicKind, list[tuple[Act, Fact]]]) -> list[Topic]:
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
        topics += by_problem(
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
        again = recap([fact for fact in left if fact.id not in desk.kept], desk.voices.physician)
        if agreed or (again and desk.rng.random() < _GOES_OVER):
            closing.append(desk.step("check", "plan", agreed, cues=again))
        topics.append(
            Topic(
                kind="plan",
                title="safety net",
                steps=(*closing[:1], *late, *closing[1:])
                if closing and closing[0].act == "safety"
                else (*late, *closing),
            )
        )
        if kept is not None or len(desk.placed) > _WHOLE:
            ordered_ = looking_forward([fact for fact in left if fact.id not in desk.kept], desk.voices.physician)
            about = [cue for cue in ordered_ if cue.aspect == AWAITED]
            topics.append(Topic(kind="questions", title="questions", steps=self._questions(desk, kept, about)))
        return topics

    @staticmethod
    def _questions(desk: Desk, kept: tuple[str, Fact] | None, about: Sequence[Cue]) -> tuple[Step, ...]:
        """The physician makes room, they ask what the note can answer, they are told, and asked again."""
        if kept is None:
            return (desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions"), *about], "questions"),)
        asked = desk.step("invite", "questions", (), desk.speaker, [Cue(aspect=ASKS, words=kept[0])], "questions")
        answered = desk.step("advise", "questions", [kept[1]], cues=[Cue(aspect=ANSWERS)])
        room = desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions")], "questions")
        return (asked, answered, room) if desk.rng.random() < _AGAIN else (asked, answered)

    def _closing(self, desk: Desk) -> list[Topic]:
        if desk.rng.random() >= 2 * self._style.closes:  # a recording often stops before the goodbye that was said
            return []
        ahead = looking_forward(
            [fact for fact in desk.note.facts if fact.id in desk.placed - desk.kept], desk.voices.physician
        )
        return [
            Topic(
                kind="closing",
                title="closing",
                steps=(desk.step("close", "closing", cues=ahead, subject=desk.occasion),),
            )
        ]
