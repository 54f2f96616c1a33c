"""The physician: asks for the facts that come next, says what was found, what it is and what to do, and answers what was
just said before going on.

The law: a question has cues and no answer; what is told are the facts of the brief, each with the characters that state it."""

from collections.abc import Callable, Sequence

from bedside.agents.builtin import evidence, reactions, spoken
from bedside.agents.builtin.acknowledging import Acknowledging
from bedside.agents.builtin.asking import Asking
from bedside.agents.builtin.going_over import AWAITED, RECAP
from bedside.agents.builtin.grave import sombre
from bedside.agents.builtin.line import Line
from bedside.agents.builtin.listed import and_
from bedside.agents.builtin.looking import announce, before_finding
from bedside.agents.builtin.narration import BOOKED, asked
from bedside.agents.builtin.news import are_good
from bedside.agents.builtin.persons import address, slots
from bedside.agents.builtin.question import runs
from bedside.agents.builtin.running_on import once_placed, run_on
from bedside.agents.builtin.telling import ANSWERS, FEARED, FIRST, LOOK, called_it, part_of, unconditioned
from bedside.agents.builtin.told_runs import by_offer, in_order
from bedside.agents.planning.occasion import WARD
from bedside.agents.speaking.nouns import some
from bedside.agents.speaking.view import View
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import StyleProfile
from bedside.scenarios.turn import Utterance

_PACE = {"brisk": 0.4, "balanced": 1.0, "unhurried": 1.5}
_PRESSURE = {"none": 1.0, "some": 0.4, "high": 0.0}
_SIGNPOSTS = {"brisk": 0.3, "balanced": 0.7, "unhurried": 0.9}  # how often a new part of the visit is announced
_GOES_ON = 0.4  # how often the next part follows with "and", and good findings are called so
_RUNS_ON = 0.6  # how often a question goes on from the word that shows that one heard
_GREETINGS = {
    "telehealth": "greet_telehealth",
    "home": "greet_home",
    "therapy": "greet_session",
    "ambulance": "greet_ambulance",
}
_OCCASIONS = ("phone", "video", WARD, "doorstep")
_TELLS = frozenset(("examine", "report", "explain", "advise", "message", "chart"))
_HEAVY = frozenset(("fear", "shaken", "despair", "tears", "harming", "harmed", "lost_child"))
_SHOWN = frozenset(("result", "finding", "measurement"))
_THOUGHT = frozenset(("diagnosis", "condition", "status", "reasoning"))


class BuiltInPhysician:
    """Speaks for the physician from its brief alone. Keeps the ``Physician`` contract."""

    def __init__(self, style: StyleProfile, protocol: str = "notechat") -> None:
        self._style = style
        self._protocol = protocol

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text where there is nothing to say and the step is passed over."""
        return _Telling(brief, self._style, self._protocol).utterance()


class _Telling:
    """One line in the making."""

    def __init__(self, brief: Brief, style: StyleProfile, protocol: str) -> None:
        self.brief = brief = brief.model_copy(update={"step": asked(brief.step)})
        self.protocol = protocol
        self.line = Line.of(brief, slots(brief))
        self.view: View = spoken.view_of(brief)
        self.child = self.view.listener == "companion"
        self.writes = load_setting(brief.setting).asynchronous
        pace = _PACE[brief.manner.style] * _PRESSURE[brief.manner.time_pressure]
        self.heard = Acknowledging(self.line, min(1.0, style.acknowledges * pace), pace, writes=self.writes)
        self.murmurs, self.tags = style.backchannels, style.tags
        self.thought = ""

    def utterance(self) -> Utterance:
        """Compose the line of this step."""
        acts: dict[str, Callable[[], None]] = {
            "greet": self._greet,
            "invite": self._invite,
            "ask": self._ask,
            "chart": self._chart,
            "examine": self._examine,
            "report": self._report,
            "explain": self._explain,
            "advise": self._advise,
            "safety": self._safety,
            "check": self._check,
            "close": self._close,
            "write": lambda: None,
            "secure": self._secure,
            "frame": self._frame,
            "reflect": lambda: self._around("reflect"),
            "summarize": lambda: self._around("summarize"),
            "outlook": lambda: self._plain("outlook_relative" if self.child else "outlook", "say what comes next"),
            "handover": lambda: self._around("handover", team=load_setting(self.brief.setting).receiver or "team"),
            "message": self._message,
        }
        acts[self.brief.step.act]()
        if self.brief.step.act in ("message", "summarize", "handover", "reflect"):
            for fact, fuller in spoken.said_by_another(self.brief.facts).items():
                self.line.also(fact, fuller)
        if self.brief.step.act in _TELLS and self.brief.facts and not self.line.facts:
            self.line.text = ""  # a sign of having heard, and nothing told
        return self.line.utterance(self.thought)

    def _plain(self, rule: str, thought: str, **more: str) -> None:
        self.thought = thought
        self.line.add(self.line.draw(rule, **more))

    # -- opening and closing -----------------------------------------------------------------------------------------

    def _greet(self) -> None:
        step = self.brief.step
        if step.subject == "smalltalk":
            return self._plain("smalltalk", "a word before the visit starts")
        own = f"greet_{step.subject}" if step.subject in ("urgent", "session") else ""
        own = _GREETINGS.get(self.brief.setting, own) if step.subject != "session" else own
        own = f"greet_{step.subject}" if step.subject in _OCCASIONS else own
        rule = own or ("greet_relative" if self.child else "greet_known" if step.subject == "known" else "greet")
        return self._plain(rule, "open the visit", name=address(self.brief))

    def _close(self) -> None:
        grave = self._grave()
        own = ("close_relative",) if self.child else ("close_grave",) if grave else ()
        met = self.brief.step.subject if self.brief.step.subject in _OCCASIONS else ""
        own = own if grave and met != WARD else (f"close_{met}", *own)
        rule = self.line.best(f"close_{self.brief.setting}", *own, "close")
        self.heard.react(telling=True, moves_on=True)
        for cue in self.brief.step.cues:
            if self._was_said(cue) and not grave:
                said = self.line.best(f"close_{cue.aspect}_{met}", f"close_{cue.aspect}")
                self.line.add(self.line.draw(said, x=cue.words))
        self._plain(rule, "close the visit", name=address(self.brief))

    def _was_said(self, cue: Cue) -> bool:
        """Whether what a cue goes over was told, by its name."""
        return all(name in self.line.said for name in (cue.concept or cue.words).casefold().split(evidence.APART))

    def _grave(self) -> bool:
        """Whether a fear or grave news was heard in this visit."""
        heavy = any(reactions.heard(turn.text) in _HEAVY for turn in self.brief.turns if turn.speaker != "physician")
        return heavy or sombre(self.brief)

    # -- asking ------------------------------------------------------------------------------------------------------

    def _invite(self) -> None:
        step = self.brief.step
        if step.revealer == "physician":
            return None
        if step.topic == "questions":
            asks = any(cue.aspect == "asks" for cue in step.cues)
            self.heard.react(telling=True, moves_on=asks)
            named = [cue.words for cue in step.cues if cue.aspect == AWAITED and self._was_said(cue)]
            rule = "invite_questions_of" if named and self.line.chance(_RUNS_ON) else "invite_questions"
            return self._plain(rule, "make room for questions", x="".join(named[:1]))
        self.heard.react(telling=step.topic == "reaction", moves_on=step.topic in ("reason", "checkin"))
        named = next((cue for cue in step.cues if cue.aspect == BOOKED), None)
        if named is not None:
            rule = "invite_booked_relative" if self.child else "invite_booked"
            return self._plain(
                rule, "name what they come for, and have them tell", x=named.words, some=some(named.words)
            )
        met = next((cue.aspect for cue in step.cues if cue.aspect in _OCCASIONS), "")
        urgent = "urgent" if self.brief.setting in ("emergency", "ambulance") else self.brief.setting
        rules = (
            f"invite_{step.topic}_{self.protocol}",
            f"invite_{step.topic}_{met or urgent}",
            f"invite_{step.topic}_relative" if self.child else f"invite_{step.topic}",
            "invite_reason",
        )
        return self._plain(self.line.best(*rules), "an open question")

    def _ask(self) -> None:
        cues = self.brief.step.cues
        asking = Asking(self.line, self.child, self.murmurs)
        if self.brief.step.revealer == "physician":
            return
        if self.writes and len(cues) > 1:
            self.thought = asking.at_once(cues)
            return
        self.heard.react()
        topic = f"sign_{self.brief.step.topic}"
        if cues[-1:] == (FIRST,) and topic in self.line.book and self.line.chance(_SIGNPOSTS[self.brief.manner.style]):
            self.line.add(self.line.draw(topic))
        elif self.line.chance(_RUNS_ON):
            self.line.run_on(self.line.draw("and_then"))
        self.thought = asking.question([cue for cue in cues if cue != FIRST])

    # -- telling -----------------------------------------------------------------------------------------------------

    def _tell(self, facts: Sequence[Fact], rule: str = "", named: Sequence[str] = (), **slots_: str) -> bool:
        """The facts as sentences; where they cannot stand together, half by half. True if any was said."""
        if not facts:
            return False
        said = spoken.say(facts, self.view, self.line.rng)
        if said is not None:
            said = once_placed(said) if self.brief.step.act == "examine" else said
            self.line.add_said(run_on(said, self.line.rng), rule, named, **slots_)
            return True
        if len(facts) == 1:
            return False
        half = len(facts) // 2  # what can stand together still does
        told = self._tell(facts[:half], rule, named, **slots_)
        return self._tell(facts[half:], "" if told else rule, () if told else named, **slots_) or told

    def _chart(self) -> None:
        self.heard.react()
        self.thought = "name what stands in the chart, so that they can set it right"
        more = bool(self.brief.step.cues)
        rule = "chart_story" if self.brief.step.topic == "story" else "chart"
        if self._tell(self.brief.facts, "chart_more" if more else rule) and not more:
            self.line.add(self.line.draw("handed_question"))

    def _around(self, rule: str, **more: str) -> None:
        if rule != "handover":
            self.heard.react(moves_on=True)
        facts = spoken.told_once(self.brief.facts)
        self.thought = {"reflect": "say back what was said", "summarize": "sum up, so that they can set it right"}.get(
            rule, "hand over"
        )
        view = (
            self.view
            if rule != "handover"
            else View("physician", self.view.sex, self.view.age, None, "companion", self.view.exact)
        )
        said = spoken.say(facts, view, self.line.rng) if facts else None
        each = (
            [said]
            if said is not None
            else [found for fact in facts if (found := spoken.say([fact], view, self.line.rng)) is not None]
        )
        if not each:
            return
        before, _, after = self.line.draw(rule, x="\0", **more).partition("\0")
        for at, found in enumerate(each):
            self.line.wrap(found, before if at == 0 else "", "")
        self.line.add(after.strip(" ."), end=after.strip()[-1:] or ".")

    def _lead(self, act: str) -> None:
        cues = {cue.aspect for cue in self.brief.step.cues}
        led = {"explain": _THOUGHT, "report": _SHOWN}.get(act)
        thought = led is None or any(fact.kind in led for fact in self.brief.facts)
        if "first" in cues and thought:
            own = f"{act}_first_{self.brief.setting}"
            self.line.add(self.line.draw(self.line.best(own, f"{act}_first")))

    def _examine(self) -> None:
        self.thought = "say what is found while it is examined"
        if self.brief.facts:
            self.heard.react(telling=True)
            rule = before_finding(self.line, self.brief)
            parts = [found for _, found in runs(self.brief.facts, part_of)]
            for at, found in enumerate(parts):
                self._tell(found, rule if at == 0 else "exam_next" if at == len(parts) - 1 and at > 1 else "")
            self._comfort()

    def _report(self) -> None:
        self.thought = "tell the results"
        if self.brief.facts:
            self.heard.react(telling=True)
            self._lead("report")
            self._tell(self.brief.facts)
            self._comfort()

    def _comfort(self) -> None:
        """Say that it is good where all that was found is, now and then."""
        if self.line.facts and are_good(self.brief.facts) and not sombre(self.brief) and self.line.chance(_GOES_ON):
            self.line.add(self.line.draw("found_good"))

    def _explain(self) -> None:
        self.thought = f"explain what it is: {self.brief.step.subject}".rstrip(": ")
        if self.brief.facts:
            self.heard.react(telling=True)
            self._lead("explain")
            self._ease()
            self._tell_about("explain_first_about" if self.line.text else "explain_about")

    def _advise(self) -> None:
        self.thought = f"say what to do: {self.brief.step.subject}".rstrip(": ")
        if not self.brief.facts:
            return
        if any(cue.aspect == ANSWERS for cue in self.brief.step.cues):
            self.thought = "answer what they asked"
            turn = reactions.last(self.brief)
            if turn is not None and reactions.asks_whether(turn.text):
                self.line.add(self.line.draw("answer_lead"))
        else:
            self.heard.react(telling=True)
            self._lead("explain")
            self._ease()
        self._tell_about("advise_first" if self.line.text else "advise_for")
        if self.line.facts and not sombre(self.brief) and self.line.chance(self.tags):
            self.line.add(self.line.draw("tag"))

    def _ease(self) -> None:
        """Come back to a fear where what is told now answers it."""
        if any(cue.aspect == FEARED for cue in self.brief.step.cues):
            self.line.add(self.line.draw("explain_fear"))

    def _tell_about(self, rule: str) -> None:
        """The facts under the name of the problem they are about, where that is called by name and not told as news."""
        about = next((cue for cue in self.brief.step.cues if cue.aspect == "about"), None)
        facts = self.brief.facts
        if about is None:
            self._tell_runs(in_order(by_offer(facts)))
            return
        known = [fact for fact in facts if fact.kind == "diagnosis" and about.concept and fact.concept == about.concept]
        named = [fact.id for fact in known]
        runs = in_order(by_offer([fact for fact in facts if fact not in known]))
        if runs:
            self._tell([called_it(runs[0][0], about), *runs[0][1:]], rule, named, problem=about.words)
        self._tell_runs(runs[1:], runs[0] if runs else ())

    def _tell_runs(self, runs: Sequence[Sequence[Fact]], before: Sequence[Fact] = ()) -> None:
        """Run by run; what stands under the condition of the one ``before`` is told as what comes then."""
        for run in runs:
            then = unconditioned(before, run)
            told = bool(then) and spoken.sayable(then[0], self.view) and self._tell(then, "then")
            self._tell(run[1:] if told else run)
            before = run

    def _message(self) -> None:
        """Results, what they mean and what to do, in one message."""
        self.thought = "answer in one message: what was found, what it means, what to do"
        if self.brief.facts:
            self.line.add(self.line.draw("message_tells"))
            for fact in by_offer(spoken.told_once(self.brief.facts)):
                self._tell(fact)

    def _safety(self) -> None:
        found = evidence.safety_net(self.brief)
        if not found:
            self.thought = "no safety net on a page about this problem"
            return
        text, rule, passage = found[int(self.line.rng.random() * min(3, len(found)))]
        self.thought = f"say when to seek help, of a sign that nobody raised: {text}"
        words = (
            text.replace("your child", self.line.slots["you"]) if self.child else text
        )  # pages on children speak to parents
        if self.child and "you " not in words:
            words = words.replace("your ", f"{self.line.slots['your']} ")
        self.line.add(self.line.draw("safety", x=words, do_it=self.line.draw(rule)), passages=[passage])

    def _check(self) -> None:
        self.heard.react(telling=True)
        again = [cue.words for cue in self.brief.step.cues if cue.aspect == RECAP and self._was_said(cue)]
        if again:
            self.line.add(self.line.draw("recap", x=and_(again)))
        self._plain("check", "make sure that the plan is understood and agreed")

    def _secure(self) -> None:
        self._plain(
            self.line.best(f"secure_{self.brief.setting}", "secure"), "make sure first that nothing is in danger"
        )

    def _frame(self) -> None:
        step = self.brief.step
        if step.topic == "examination":
            self.thought = "say what will be looked at"
            self.heard.react(telling=True)
            announce(self.line, [cue.words for cue in step.cues if cue.aspect == LOOK])
            return
        who = [cue.words for cue in step.cues if cue.aspect == "who"]
        if step.subject in ("alone", "together"):
            self.heard.react()
            name = (self.brief.patient_name or "").split(" ")[0] or {"female": "her", "male": "him"}.get(
                self.view.sex or "", "them"
            )
            whom = f"your {' and your '.join(who)}" if who else "them"
            stays = set(self.brief.present) - {*who, "patient", "physician"}
            rule = "without" if stays and step.subject == "alone" else step.subject
            self._plain(f"frame_{rule}", "what is said now is not for everybody", name=name, who=whom)
            return
        self.heard.react(moves_on=step.topic == "reason")
        self._plain(self.line.best(f"frame_{step.topic}", "frame"), "say what this part is for")
