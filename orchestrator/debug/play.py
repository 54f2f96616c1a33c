"""A person takes a part: what they type is a turn of the dialogue, and the others answer it.

It is a debugging session with nothing but lines in it, so the record is the same. Who plays a patient follows the plan; who
plays the physician asks what they like, and each line makes a step of its own, beside the plan, for whoever answers.
"""

from collections.abc import Sequence

from bedside.agents.builtin import spoken
from bedside.agents.builtin.answering import PERMISSION, asks_permission, find_answer
from bedside.agents.builtin.asked import is_question, read_question, topics_of
from bedside.agents.builtin.known import Found, Knows, may_be_told
from bedside.agents.builtin.nearness import Nearness, shipped_nearness
from bedside.agents.builtin.tables import words
from bedside.agents.checks.coverage import expressed
from bedside.agents.languages.language import base
from bedside.agents.planning.private import spread
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.debug.changes import say
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Failed, Problem, boundary
from bedside.orchestrator.graph.ask import ask
from bedside.orchestrator.graph.briefs import PATIENT, PHYSICIAN, Moment, brief, granted
from bedside.orchestrator.graph.graph import node_of
from bedside.orchestrator.graph.model_exchanges import recorded
from bedside.orchestrator.graph.reasons import clean, measured_beside, reason_for
from bedside.orchestrator.graph.schedule import NextUtterance, turn_id
from bedside.orchestrator.runs.events import Event, Spoke, Stopped
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Act, Step
from bedside.scenarios.turn import Reason, Turn

QUESTION = "q"  # how the ids of steps begin that a person's line makes
_STATES = frozenset(
    "i i'm i'll i'd it it's this that that's you you're you'll your we we'll let let's there take the".split()
)
_SHARE = 0.5  # of the concepts of a statement that a person has to say
_SHORT = 6  # words up to which a greeting or a goodbye is nothing else


class Play:
    """One dialogue in which a person plays ``role``. ``begin`` comes first; then a line at a time. Raises ``Problem``."""

    def __init__(self, session: Session, role: str) -> None:
        self.session = session
        self.role = role
        self.lines = 0
        self._nearness: Nearness | None = None
        self._sought = False  # whether the encoder was looked for: once, when the first question is asked
        present = session.context.present
        if session.source.case.interview is not None:
            raise Problem("usage", "An interview cannot be played yet: take a case of a visit (bedside list cases).")
        if role not in present:
            raise Problem("usage", f"{role!r} is not in the room: {', '.join(present)} are.")
        if role == PHYSICIAN and base(session.context.language) != "en":
            raise Problem("language", "Questions are read in English alone: play the patient, or take an English case.")

    @property
    def ended(self) -> bool:
        """Whether the dialogue has come to its end."""
        return self.session.state.status != "unfinished"

    async def begin(self) -> list[Turn]:
        """Lay out the visit, and have said what comes before the person's first line."""
        while not self.session.state.planned and not self.ended:
            await self._go()
        return [] if self.role == PHYSICIAN else await self._until_mine()

    async def line(self, text: str) -> list[Turn]:
        """Say this, and hear what the others say to it."""
        self.lines += 1
        return await (self._asked(text) if self.role == PHYSICIAN else self._answered(text))

    def end(self, stop: str = "stopped") -> None:
        """End the dialogue. One in which the person said nothing stays unfinished."""
        if not self.ended and self.lines:
            self.session.write(Stopped(dialogue=self.session.source.id, stop=stop))

    # -- the plan's way: a patient or a companion is played ------------------------------------------------------------

    async def _answered(self, text: str) -> list[Turn]:
        state = self.session.state
        upcoming = self.session.next
        facts: tuple[str, ...] = ()
        if upcoming is not None and base(self.session.context.language) == "en":
            said = frozenset(state.said)
            known = [fact for fact in self.session.context.note.facts if granted(self.role, fact, upcoming.step, said)]
            heard = [turn for turn in state.turns if turn.speaker == self.role] + state.turns[-1:]
            told = expressed(known, [*heard, Turn(id="-", speaker=self.role, text=text)], Terminology.load(), _SHARE)
            facts = tuple(name for name in told if name not in said)
        say(self.session, self.role, text, facts)
        return await self._until_mine()

    async def _until_mine(self) -> list[Turn]:
        """What the others say until it is the person's turn, or all is said."""
        known = len(self.session.state.turns)
        while not self.ended:
            upcoming = self.session.next
            if upcoming is None or upcoming.kind != "say":
                self.end("complete")
                break
            if upcoming.speaker == self.role:
                break
            await self._go()
        return list(self.session.state.turns[known:])

    async def _go(self) -> None:
        await self.session.go(lambda _state, _utterance: True, stops=False, one=True)

    # -- one's own way: the physician is played ------------------------------------------------------------------------

    async def _asked(self, text: str) -> list[Turn]:
        session = self.session
        known = len(session.state.turns)
        found, act = self._heard(text)
        step = Step(
            id=f"{QUESTION}{self.lines}",
            act=act,
            topic=found.topic,
            subject=PERMISSION if act == "frame" else "",
            revealer=self._teller(found.facts),
            cues=found.cues,
            facts=tuple(fact.id for fact in found.facts),
        )
        mine = Turn(id=turn_id(step.id, PHYSICIAN, session.state.turns), speaker=PHYSICIAN, text=clean(text))
        reason = Reason(turn=mine.id, thought="said by a person", act=act, topic=step.topic, step=step.id)
        session.write(Spoke(dialogue=session.source.id, turn=mine, reason=reason, aside=True))
        await self._reply(step)
        return list(session.state.turns[known + 1 :])

    def _heard(self, text: str) -> tuple[Found, Act]:
        """What a line of the physician asks for, and what it is to whoever hears it."""
        spoken_ = words(text)
        topics = topics_of(spoken_)
        if "goodbye" in topics and not is_question(text):
            return Found(topic="closing"), "close"
        if asks_permission(text):
            return Found(topic="opening"), "frame"
        if is_question(text):
            found = find_answer(text, self.knows())
            return found, "ask"
        if "hello" in topics and len(spoken_) <= 2 * _SHORT:
            return Found(topic="opening"), "greet"
        bare = 0 < len(spoken_) <= _SHORT and spoken_[0] not in _STATES and "!" not in text  # "any fever", "allergies"
        found = find_answer(text, self.knows()) if bare else Found()
        return (found, "ask") if found.facts else (Found(topic="plan"), "advise")

    def knows(self) -> Knows:
        """What the patient's side may tell now."""
        context, state = self.session.context, self.session.state
        step = Step(id=QUESTION, act="ask", topic="story", revealer=PATIENT)
        said = frozenset(state.said)
        beside = [who for who in context.present if who not in (PHYSICIAN, PATIENT)]
        hidden = spread(context.note.facts, context.note, beside) if beside else {}
        facts = tuple(
            fact
            for fact in context.note.facts
            if may_be_told(fact)
            and granted(PATIENT, fact, step, said)
            and fact.id not in hidden
            and (fact.kind == "none" or any(spoken.sayable(fact, view) for _, view in self._views()))
        )
        before = [turn.text for turn in reversed(state.turns) if turn.speaker == PHYSICIAN][:2]
        named = tuple(concept for text in before for concept in read_question(text).concepts)
        if not self._sought:
            self._nearness, self._sought = shipped_nearness(), True
        lately = (
            frozenset(state.reasons[-1].facts)
            if state.reasons and state.turns[-1].speaker != PHYSICIAN
            else frozenset()
        )
        last = tuple(fact for fact in facts if fact.id in lately)
        return Knows(context.note, facts, said, named, self._nearness, last, before[0] if before else "")

    def _views(self) -> list[tuple[str, View]]:
        """Who may answer, the patient or who speaks for them first, and where each stands."""
        context = self.session.context
        first = self.session.state.spokesperson
        lay = [first, *(who for who in context.present if who not in (first, PHYSICIAN, "nurse", "interpreter"))]
        lay = [who for who in lay if who != PATIENT or first == PATIENT]
        person = context.persona
        return [
            (who, View("patient", person.sex, person.age))
            if who == PATIENT
            else (who, View("companion", person.sex, person.age, who))
            for who in lay
        ]

    def _teller(self, facts: Sequence[Fact]) -> str:
        """Who answers: the first who can say all of it."""
        views = self._views()
        able = (who for who, view in views if all(f.kind == "none" or spoken.sayable(f, view) for f in facts))
        return next(able, views[0][0])

    async def _reply(self, step: Step) -> None:
        """Have the step's revealer speak to the person's line. Raises ``Problem``."""
        session = self.session
        context, state = session.context, session.state
        who = step.revealer
        moment = Moment(step=step, turns=tuple(state.turns), said=frozenset(state.said))
        given = brief(context, who, moment)
        context.answers.tape = session.tape()
        try:
            with boundary(node_of(who)), recorded(context.answers) as exchanges:
                asked = await ask(context, who, given)
        except Failed as failed:
            raise Problem(
                failed.failure.kind, f"{failed.failure.message.rstrip('.')}. Your line stands; ask again."
            ) from None
        text = clean(asked.utterance.text) if asked is not None else ""
        if asked is None or not text:
            return
        utterance = NextUtterance("say", step, who, len(state.turns))
        name = turn_id(step.id, who, state.turns)
        allowed = {*moment.said, *(fact.id for fact in asked.brief.facts)}
        told = asked.utterance
        if not told.facts and given.facts:  # a model that says nothing of what it told is read
            heard = [state.turns[-1], Turn(id=name, speaker=who, text=text)]
            told = told.model_copy(update={"facts": expressed(given.facts, heard, Terminology.load(), _SHARE)})
        reason = reason_for(name, utterance, allowed, told, asked.checks, ())
        event: Event = Spoke(
            dialogue=session.source.id,
            turn=Turn(id=name, speaker=who, text=text),
            reason=reason,
            aside=True,
            calls=asked.calls,
        )
        beside = {"measured": measured_beside(asked, event, step.id), "exchanges": tuple(exchanges)}
        session.write(event, who, beside=beside)
