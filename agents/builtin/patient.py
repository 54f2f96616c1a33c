"""The patient, or who speaks for one: answers what was asked with the facts of the brief and takes what is told in kind.

The law: what is told is what the brief holds; what the persona keeps back or has forgotten is on the record as such."""

from collections.abc import Callable, Sequence

from bedside.agents.builtin import spoken
from bedside.agents.builtin.acts import followed, head, only_does
from bedside.agents.builtin.line import Line, small
from bedside.agents.builtin.narration import BOOKED, asked, unasked
from bedside.agents.builtin.persons import slots
from bedside.agents.builtin.reactions import asks_for_more, asks_whether, auxiliary, heard
from bedside.agents.builtin.running_on import as_more
from bedside.agents.builtin.sides import SIDES, answer
from bedside.agents.builtin.tables import first, words
from bedside.agents.builtin.taking_in import take_in
from bedside.agents.builtin.telling import ASKS
from bedside.agents.builtin.temper import Temper
from bedside.agents.builtin.yes_or_no import is_name_alone, opens_with
from bedside.agents.speaking.view import View
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.setting import load_setting
from bedside.scenarios.statement import ROLES
from bedside.scenarios.turn import Utterance

_BRIEF = 0.85  # how often several things are denied without being named again
_FORGETS = 0.35  # how often a person of poor recall cannot place what has a time
_LOST = {"none": 0.0, "mild": 0.12, "marked": 0.35}
_SPLIT = {"A1": 1.0, "A2": 1.0, "B1": 0.8, "B2": 0.3}
_SHORT = {"terse": 1.0, "average": 0.5, "chatty": 0.2}  # how often a denial is a bare no
_BEGINS = {"terse": 0.05, "average": 0.25, "chatty": 0.4}  # how often somebody begins with "well" or "um"
_STORY = frozenset(("reason", "story", "associated", "past", "social"))
_TIMES = ("duration", "onset", "since", "when", "dose")
# Questions that ask whether there is any, so that a yes or a no may come before the answer.
_EXISTS = frozenset(
    """tried relief care prior trigger triggers concern past more_past surgery more_surgery hospital medications stopped allergies
    family symptom drinking drugs smoking travel exercise""".split()
)

_HEAVY = frozenset(
    ("shaken", "fear", "despair", "tears", "harming", "harmed", "lost_child")
)  # nobody wishes a good day after it


class BuiltInPatient:
    """Speaks for the patient, or for a relative named in the brief. Keeps the ``Patient`` contract."""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text where there is nothing to say."""
        return _Answer(brief).utterance()


class _Answer:
    """One answer in the making."""

    def __init__(self, brief: Brief) -> None:
        self.unasked = frozenset(unasked(brief.step))
        self.brief = brief = brief.model_copy(update={"step": asked(brief.step)})
        self.line = Line.of(brief, slots(brief))
        self.view: View = spoken.view_of(brief)
        self.persona = brief.persona
        self.own = brief.relation is None
        self.writes = load_setting(brief.setting).asynchronous
        self.terse = self.persona.talkativeness == "terse"
        self.temper = Temper(self.line, self.brief)
        self.thought = ""
        self.begun: list[str] = []  # the complaint that was named to them, agreed to as they begin to tell
        self.withheld: list[str] = []
        self.because = ""

    def utterance(self) -> Utterance:
        """Compose the line of this step."""
        acts: dict[str, Callable[[], None]] = {
            "greet": self._greet,
            "invite": self._invite,
            "ask": self._asked,
            "write": self._write,
            "chart": lambda: self._confirm("p_confirm"),
            "reflect": lambda: self._confirm("p_reflect"),
            "summarize": lambda: self._confirm("p_missed" if asks_for_more(self._asked_last()) else "p_confirm"),
            "check": self._check,
            "close": lambda: self._plain(self._parting(), "say goodbye"),
            "secure": lambda: self._plain("p_secure", "let them help"),
            "frame": self._frame,
            "outlook": lambda: self._plain("listen", "follow"),
            "handover": lambda: None,
            "message": lambda: self._plain("p_message", "thank them for the answer"),
        }
        acts.get(self.brief.step.act, self._listen)()
        self._told_within()
        return self.line.utterance(self.thought, self.withheld, self.because)

    def _plain(self, rule: str, thought: str) -> None:
        self.thought = thought
        self.line.add(self.line.draw(rule))

    # -- small acts --------------------------------------------------------------------------------------------------

    def _greet(self) -> None:
        if self.brief.step.subject == "smalltalk":
            return self._plain(self._small(), "answer the small talk")
        said = self._asked_last().casefold()
        met = f"p_greet_{self.brief.step.subject}"
        if met in self.line.book and self.brief.step.subject in ("phone", "video", "ward"):
            return self._plain(met if "?" in said else "p_greet_ward", "greet back")
        if "how are you" in said:
            return self._plain("p_greet_how", "say how I am")
        if "again" in said or "welcome back" in said:
            return self._plain("p_greet_known", "greet back")
        ill = self.own and self.brief.setting in ("emergency", "ambulance")
        return self._plain("p_greet_ill" if ill else "p_greet", "greet back")

    def _parting(self) -> str:
        """The rule of the goodbye: nobody who was told grave news wishes a good day."""
        mine = [heard(turn.text) for turn in self.brief.turns if turn.speaker == self.brief.role]
        return "p_close_grave" if _HEAVY & set(mine) else "p_close"

    def _confirm(self, rule: str) -> None:
        self.thought = "yes, that is how it is"
        self.line.add(self.line.draw(rule), [fact.id for fact in self.brief.facts])

    def _check(self) -> None:
        self.thought = "I follow and agree"
        self.line.add(self.line.draw("listen_check"), [fact.id for fact in self.brief.facts])

    def _frame(self) -> None:
        subject = self.brief.step.subject
        ready = "p_ready" if self.brief.step.topic == "examination" else "listen"
        rule = {"alone": "p_leave", "together": "p_back", "permission": "p_permission"}.get(subject, ready)
        self._plain(rule, "follow")

    def _invite(self) -> None:
        step = self.brief.step
        if step.topic == "questions":
            asked = next((cue.words for cue in step.cues if cue.aspect == ASKS), "")
            if asked:
                return self._plain(f"p_asks_{asked}", "ask what I want to know")
            return self._plain("p_no_questions", "nothing more to ask")
        if not self.brief.facts:
            return self._plain(self.line.best(f"p_{step.topic}", "p_unknown"), "say how it is, in a few words")
        return self._asked()

    # -- answering ---------------------------------------------------------------------------------------------------

    def _asked(self) -> None:
        facts = self._open()
        if not facts:
            return self._nothing()
        if self._forgets(facts):
            self.withheld += [fact.id for fact in facts]
            self.because = "I cannot recall"
            return self._plain("p_forget", "I cannot recall")
        if self.line.chance(_LOST[self.persona.confusion]):
            self.line.add(self.line.draw("p_lost"))
        self.thought = "tell what was asked"
        own = [fact for fact in facts if fact.id not in self.unasked]
        if own:
            self._answer(own)
        for fact in facts:
            if fact.id in self.unasked:
                rule, named, self.begun = "p_booked" if self.begun else "", self.begun, []
                self._tell([fact], rule, named, more=not rule)
        if self.begun:
            self.line.add(self.line.draw("p_confirm"), self.begun)
        return self.temper.colour(facts)

    def _write(self) -> None:
        facts = self._open()
        self.thought = "write why I turn to them"
        before, _, after = self.line.draw("p_write", x="\0").partition("\0")
        self.line.add(before)
        self._tell(facts)
        self.line.add(after)

    def _open(self) -> list[Fact]:
        """The facts that are told now; those that this persona keeps back are on the record."""
        keeps = [word.casefold() for word in self.persona.withholds]
        held = [fact for fact in self.brief.facts if any(word in fact.text.casefold() for word in keeps)]
        self.withheld += [fact.id for fact in held]
        self.because = "I keep that back" if held else ""
        return [fact for fact in self._given() if fact not in held]

    def _given(self) -> Sequence[Fact]:
        """The facts of the brief; a message that holds several answers tells each once."""
        return spoken.told_once(self.brief.facts) if self.writes else self.brief.facts

    def _told_within(self) -> None:
        """What another fact of a message says as well is stated by the same characters."""
        if self.writes:
            for fact, fuller in spoken.said_by_another(self.brief.facts).items():
                self.line.also(fact, fuller)

    def _forgets(self, facts: Sequence[Fact]) -> bool:
        """Whether what has a time or a dose does not come to mind."""
        if self.persona.recall != "poor" or self.brief.attempt:
            return False
        fact = facts[0]
        dated = fact.time is not None or any(argument.role in _TIMES for argument in fact.arguments)
        return dated and self.brief.step.act == "ask" and not self._told_before(fact) and self.line.chance(_FORGETS)

    def _told_before(self, fact: Fact) -> bool:
        """Whether the thing itself was told already, so that only one side of it is asked for now."""
        return bool(self._roles(fact)) and "what" not in self._roles(fact) and fact.kind in ("symptom", "complaint")

    def _nothing(self) -> None:
        if self.withheld:
            return self._plain("p_withhold", "keep that back")
        about = (*(cue.aspect for cue in self.brief.step.cues), self.brief.step.topic)
        return self._plain(self.line.best(*(f"p_unknown_{one}" for one in about), "p_unknown"), "I do not know")

    def _roles(self, fact: Fact) -> frozenset[str]:
        """The sides of a fact that are asked for now; none means all."""
        there = ROLES[fact.kind] if fact.kind else ()
        return frozenset(cue.aspect for cue in self.brief.step.cues if cue.aspect in there)

    def _answer(self, facts: Sequence[Fact]) -> None:
        """The facts as the answer to what was asked: yes and no where they were asked for by name."""
        named = any(
            cue.words
            for cue in self.brief.step.cues
            if cue.aspect not in ("status", "relative", "problem") and not cue.aspect.startswith("about_")
        )
        named = named and not any(cue.aspect in ROLES["symptom"][1:] and cue.words for cue in self.brief.step.cues)
        if self.brief.step.cues[:1] and self.brief.step.cues[0].aspect == BOOKED:
            return self._begun(facts)
        denied = [fact for fact in facts if fact.polarity == "denied"]
        if self.writes and len(self.brief.step.cues) > 1 and self._tell(facts):
            return None  # several questions at once are answered in whole sentences
        if named and len(denied) == len(facts):
            return self._deny(facts)
        if len(denied) == len(facts) and all(fact.kind == "habit" for fact in facts):
            ever = auxiliary(self._asked_last()) == "have"  # "have you ever smoked?" is not answered with "I don't"
            rule = "p_no_habit" if self.own and not ever else "p_no_habit_other"
            self.line.add(self.line.draw(rule), [fact.id for fact in facts])
            return None
        if facts[0].kind == "none":
            return self._none(facts)
        if self.own and only_does(facts) and auxiliary(self._asked_last()) == "do":
            self.thought = "yes, I do"
            self.line.add(self.line.draw("p_yes_habit"), [fact.id for fact in facts])
            return None
        if self.brief.step.act == "invite" and self._reason(facts):
            return None
        if self._sides(facts):
            return None
        if named and not denied:
            return self._affirm(facts)
        self._tell(facts, self._yes_or_no(facts) or self._begins())
        return None

    def _begins(self) -> str:
        """The rule for the word with which a person begins to tell, now and then."""
        tells = self.brief.step.topic in _STORY and not self.writes and self.brief.relation != "interpreter"
        return "p_begins" if tells and self.line.chance(_BEGINS[self.persona.talkativeness]) else ""

    def _begun(self, facts: Sequence[Fact]) -> None:
        """Agree to what was named as the reason, with the sides of it that come to mind."""
        if self._roles(facts[0]) <= {"what"} or not self._tell(facts, "p_yes_comma"):
            self.begun = [fact.id for fact in facts]

    def _small(self) -> str:
        """The rule that answers a word about the way or the weather."""
        asked = self._asked_last().casefold()
        return f"p_smalltalk{'_yes' if 'did you find' in asked else '_weather' if 'is it still' in asked else ''}"

    def _yes_or_no(self, facts: Sequence[Fact]) -> str:
        """The rule that opens an answer with yes or no, where the question asks whether there is any."""
        aspects = {cue.aspect for cue in self.brief.step.cues} - {"first"}
        if self.writes or not asks_whether(self._asked_last()) or not aspects <= _EXISTS or not self.line.chance(0.6):
            return ""
        return "" if self.terse else opens_with(facts)

    def _asked_last(self) -> str:
        """What the physician said last."""
        return next((turn.text for turn in reversed(self.brief.turns) if turn.speaker == "physician"), "")

    def _echo(self, rule: str) -> str:
        """The rule for a short yes or no that takes up the verb of the question."""
        return self.line.best(f"{rule}_{auxiliary(self._asked_last())}", rule)

    def _deny(self, facts: Sequence[Fact]) -> None:
        ids = [fact.id for fact in facts]
        rule = "p_no_several" if len(facts) > 1 else self._echo("p_no_one") if self.own else "p_no_other"
        self.thought = "no, none of that"
        if self.line.chance(_SHORT[self.persona.talkativeness]):
            self.line.add(self.line.draw("p_no"), ids)
        elif self.line.chance(_BRIEF if len(facts) > 1 else 0.6) or not self._tell(facts, "p_denial"):
            self.line.add(self.line.draw(rule), ids)

    def _affirm(self, facts: Sequence[Fact]) -> None:
        self.thought = "yes, I have that"
        bare = all(is_name_alone(fact) or self._roles(fact) == frozenset(("what",)) for fact in facts)
        if bare and self.line.chance(_SHORT[self.persona.talkativeness]):
            several = {2: "p_yes_both", 1: self._echo("p_yes") if self.own else "p_confirm_other"}
            self.line.add(self.line.draw(several.get(len(facts), "p_yes_all")), [fact.id for fact in facts])
            return
        if not self._tell(facts, "p_yes_comma"):
            rule = self._echo("p_yes") if self.own else "p_confirm_other"
            self.line.add(self.line.draw(rule), [fact.id for fact in facts])

    def _none(self, facts: Sequence[Fact]) -> None:
        unknown = facts[0].polarity == "unknown"
        self.thought = "I do not know" if unknown else "there is nothing to tell"
        how = "unknown" if unknown else "none"
        about = next((cue.aspect for cue in self.brief.step.cues), self.brief.step.topic)
        about = "more" if about.startswith("more_") else about
        topic = self.brief.step.topic
        others = () if self.own else (f"p_{how}_{topic}_other",)
        rule = self.line.best(*others, f"p_{how}_{about}", f"p_{how}_{topic}", f"p_{how}")
        self.line.add(self.line.draw(rule), [fact.id for fact in facts if fact.kind == "none"])
        self._tell([fact for fact in facts if fact.kind != "none"])

    def _sides(self, facts: Sequence[Fact]) -> bool:
        """The sides of a thing that was told before, as short answers; False where something else is asked for."""
        answered = False
        for fact in facts:
            sides = [cue.aspect for cue in self.brief.step.cues if cue.aspect in SIDES]
            if fact.kind not in ("symptom", "complaint") or not sides or "what" in self._roles(fact):
                return False
            for role in sides:
                found = answer(fact, role, self.view)
                if found is not None:
                    rule, filled = found
                    self.line.add(self.line.draw(rule, **filled), [fact.id])
                    answered = True
        return answered

    def _reason(self, facts: Sequence[Fact]) -> bool:
        """Why I came: a visit is mine, and named as such; False where it is told like anything else."""
        visits = [fact for fact in facts if fact.kind in ("complaint", "order") and first("visits", head(fact))]
        if not visits:
            return False
        for fact in facts:
            name = followed(spoken.name(fact, self.view) if fact in visits else "")
            if name:
                own = "my" if self.own else self.line.slots["your"]
                words_ = name if words(name)[0] in ("my", "a", "an", "the", "his", "her", "their") else f"{own} {name}"
                self.line.add(self.line.draw("p_visit", x=words_), [fact.id])
            else:
                self._tell([fact])
        return True

    def _tell(self, facts: Sequence[Fact], rule: str = "", named: Sequence[str] = (), *, more: bool = False) -> bool:
        """The sides of the facts that were asked for, as sentences; ``more`` where others were told before. True if any was said."""
        sides = [spoken.only(fact, self._roles(fact)) for fact in facts]
        if not sides:
            return False
        apart = len(sides) > 1 and self.line.chance(self._apart())
        said = None if apart else spoken.say(sides, self.view, self.line.rng)
        if said is None and len(sides) == 1 and sides[0] is not facts[0]:
            said = spoken.say(facts, self.view, self.line.rng)
        if said is not None:
            capital = small(said.text)[:1].isupper() and not said.text.startswith("I")
            rule = "" if rule == "p_begins" and capital else rule
            self.line.add_said(as_more(said) if more else said, self._introduced(rule), named)
            return True
        told = False
        for fact in facts if len(facts) > 1 else ():
            told = self._tell([fact], "" if told else rule) or told
        return told

    def _apart(self) -> float:
        """How often this person puts two short sentences where others put one."""
        return max(_SPLIT.get(self.persona.language_level, 0.0), 0.6 if self.persona.education == "basic" else 0.0)

    def _introduced(self, rule: str) -> str:
        return "p_relays" if self.brief.relation == "interpreter" and not rule else rule

    # -- listening ---------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Take in what was just said: bad news, good news, an order, an offer."""
        self.thought = take_in(self.line, self.view, self.temper)
