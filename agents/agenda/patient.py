"""The built-in patient, or the relative who speaks for one: answers what was asked, from its brief alone.

First person (a relative: third), lay words, short. It denies only what the note denies, says so where it does not
know, and never names a finding, dose or diagnosis of this visit: those are not in its brief."""

import random
import re
from collections.abc import Sequence
from itertools import groupby
from typing import cast

from bedside.agents.agenda.manners import coloured
from bedside.agents.agenda.occasions import had, unspoken, written
from bedside.agents.agenda.phrase_bank import CALM, calm, phrasebook
from bedside.agents.agenda.recast import PATIENT, Viewpoint, about
from bedside.agents.agenda.refiner import is_factual
from bedside.agents.agenda.shape import an, article
from bedside.agents.agenda.statement import PERSON, Lump, Said, lumps, state
from bedside.agents.agenda.talk import troubled, words_said
from bedside.agents.agenda.verbs import base_of, unthird
from bedside.agents.agenda.wording import in_words, series
from bedside.agents.extraction.whole import says
from bedside.agents.text.phrasebook import Phrasebook
from bedside.agents.text.tidy import tidy
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue, TopicKind
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import StyleProfile
from bedside.scenarios.turn import Utterance

VISIT = re.compile(
    r"\b(?:follow[- ]?up|exam(?:ination)?|visit|check[- ]?up|check|evaluation|physical|appointment|consult(?:ation)?|opinion|screening|refills?|recheck|assessment)\b",
    re.I,
)


VISIT_FILLERS = 2.0  # hesitations in a hundred words of a recorded visit
BACKGROUND = frozenset(("past", "medications", "allergies", "family", "social"))
UNCHANGED = re.compile(r"(?:\w+ly )?(?:the )?(?:same|unchanged|normal|negative|unremarkable)\b", re.I)
# Somebody's work, by how its name ends: "retired baker", "farmer", "dental hygienist".
TRADE = re.compile(
    r"(?!.*\b(?:cancer|liquor|beer|number|father|mother|brother|sister|daughter|partner|dinner|liver|fever|sober|disorder|tumor|other|former|never|over|drinker|her)$)"
    r"(?:(?:a|an|the|retired|former|full-time|part-time|self-employed|\w+(?:al|ic|ing|ool|or)) )*[a-z]+(?:er|or|ist|ian|keeper|clerk|chef|nurse|worker|homemaker|housewife|attorney|engineer|secretary|student|mechanic|veteran)",
    re.I,
)
# What a note says one is, and a person says one does.
SMOKES = {
    "smoker": "smoke", "current smoker": "smoke", "a current smoker": "smoke", "active smoker": "smoke", "former smoker": "used to smoke",
    "a former smoker": "used to smoke", "nonsmoker": "don't smoke", "non-smoker": "don't smoke", "a nonsmoker": "don't smoke",
}  # fmt: skip


class AgendaPatient:
    """Speaks for the patient, or for a relative named in the brief. Keeps the ``Patient`` contract."""

    def __init__(self, style: StyleProfile, language: str = "en") -> None:
        self._style = style
        self._book: Phrasebook = phrasebook(language)

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing."""
        rng = random.Random(f"{brief.seed}/{brief.step.id}/{brief.role}/{brief.attempt}")
        return _Line(self._book, self._style, brief, rng).utter()


class _Line:
    """One line in the making."""

    def __init__(self, book: Phrasebook, style: StyleProfile, brief: Brief, rng: random.Random) -> None:
        self.book = book
        self.style = written(style, brief.setting)
        self.writes = load_setting(brief.setting).asynchronous
        self.brief = brief
        self.rng = rng
        self.said = words_said(brief.turns)
        self.sex = brief.persona.sex
        self.voice: Viewpoint = about(self.sex, brief.relation) if brief.relation else PATIENT
        self.thought = ""
        self.literal = min(2, brief.attempt) if is_factual(brief.repair) else 0
        self.told: tuple[str, ...] = ()
        self.withheld: tuple[str, ...] = ()
        self.because = "I keep that back"

    def draw(self, rule: str, **slots: str) -> str:
        """Draw a phrase that was not said before."""
        return self.book.draw(rule, self.rng, self.said, **slots)

    def utter(self) -> Utterance:
        """Compose the line of this step."""
        text = getattr(self, f"_{self.brief.step.act}")()
        if self.brief.relation:
            text = as_oneself(text, self.brief.relation)
            text = re.sub(r"\b(when|if|as) I need it\b", rf"\1 {self.voice.subject} needs it", text)
        if text and self.brief.relation is None and not (self.withheld and not self.told):
            text = coloured(text.rstrip(), self.brief, self.rng, self.draw)
        text = tidy(in_words(text) if self.style.numbers == "words" else text) if text else ""
        if text and self.writes:
            text = unspoken(text)
        elif self.style.patient_fillers < CALM * VISIT_FILLERS and text:
            text = calm(text, self.rng)
        return Utterance(
            text=text,
            thought=self.thought,
            facts=self.told,
            withheld=self.withheld,
            because=self.because if self.withheld else "",
        )

    def _said(self, facts: Sequence[Fact]) -> list[Said]:
        return [self._state(lump) for lump in lumps(facts, self.rng)]

    def _state(self, lump: Lump) -> Said:
        return state(lump, self.voice, "patient", self.rng, self.sex, self.brief.patient_name, literal=self.literal)

    # -- acts ----------------------------------------------------------------------------------------------------

    def _greet(self) -> str:
        if self.brief.step.subject == "smalltalk":
            self.thought = "answer the small talk"
            return self.draw("p_smalltalk")
        self.thought = "greet back"
        if self.brief.setting in ("emergency", "ambulance"):
            return self.draw("p_greet_ill")
        return self.draw("p_greet" if self.rng.random() < 0.7 else "p_greet_back")

    def _invite(self) -> str:
        step = self.brief.step
        if step.topic == "questions":
            if any(cue.aspect == "asks" for cue in step.cues):
                self.thought = "ask what happens next"
                return self.draw("question_follow")
            self.thought = "nothing more to ask"
            return self.draw("no_questions")
        if step.topic in ("checkin", "agenda", "reaction"):
            return self._opened()
        return self._reason()

    def _opened(self) -> str:
        """Answer a question that leaves everything open; without anything of one's own, with a few words."""
        if self.brief.step.topic == "agenda" and self.brief.facts:
            return self._reason()
        facts = self._open()
        self.thought = "say how it is, in my own words"
        return self._answer(facts) if facts else self.draw(f"p_{self.brief.step.topic}")

    def _write(self) -> str:
        """The first message: why I write, and what I can say of it at once."""
        facts = self._open()
        self.thought = "write why I turn to them, and what I know of it"
        return self.draw("p_write", x=self._answer(facts)) if facts else self.draw("unsure")

    def _quiet(self) -> str:
        """Who listens while others are told, or reads a message, says nothing."""
        self.thought = "listen"
        return ""

    _handover = _quiet

    def _secure(self) -> str:
        self.thought = "hold on to them"
        return self.draw("p_secure")

    def _frame(self) -> str:
        self.thought = "follow"
        return self._nod()

    _outlook = _frame

    def _reflect(self) -> str:
        self._open()
        self.thought = "yes, that is how it is"
        return self.draw("p_reflect")

    def _summarize(self) -> str:
        self._open()
        self.thought = "yes, that is all of it"
        return self.draw("yes_chart_had")

    def _message(self) -> str:
        self.thought = "thank them for the answer"
        return self.draw("p_message")

    def _reason(self) -> str:
        facts = self._open()
        if not facts:
            self.thought = "say in a few words why I came"
            return self.draw("unsure")
        self.thought = "say why I came, in my own words"
        parts: list[str] = []
        said = self._said(facts)
        phrases = [t for t in said if t.kind == "np" and not t.denied]
        if phrases:
            words = [self._visit(article(t.text)) for t in phrases]
            rule = "reason_visit" if any(VISIT.search(w) for w in words) else "reason_np"
            if self.brief.relation:
                rule = "other_visit" if rule == "reason_visit" else "other_reason"
            parts.append(self.draw(rule, s=self.voice.subject, has=self.voice.have, x=series(words, "and")))
        parts += [self._sentence(t) for t in said if t not in phrases]
        return self._lead(self._join(parts))

    def _visit(self, words: str) -> str:
        """A visit is mine: "annual exam" -> "my annual exam"."""
        if VISIT.search(words) and not re.match(r"(?:my|a|an|the) ", words):
            return f"{self.voice.possessive} {words}"
        return words

    def _ask(self) -> str:
        step = self.brief.step
        facts = self._open()
        if self.writes and len({fact.section for fact in facts}) > 1:
            return self._answers_at_once(facts)
        named = [cue for cue in step.cues if cue.words]
        if not facts:
            if self.withheld:
                self.thought = "keep that back"
                return self.draw("withhold")
            self.thought = "I do not know"
            return self.draw("unsure")
        if self.brief.persona.recall == "poor" and facts[0].time and self.rng.random() < 0.35:
            self.withheld += tuple(f.id for f in facts)
            self.told = ()
            self.thought = self.because = "I cannot recall"
            return self.draw("forget")
        whole = {says(f.text) for f in facts}
        if "" not in whole:
            return self._nothing("unknown" in whole)
        if all(f.polarity == "denied" for f in facts) and named:
            self.thought = "no, none of that"
            return self._no(facts)
        if named and all(f.polarity == "unknown" for f in facts):
            self.thought = "I cannot say"
            return self.draw("unsure")
        if named:
            self.thought = "yes, I have that"
            return self._yes(facts, {cue.words for cue in named})
        self.thought = "tell that part of it"
        return self._answer(facts)

    def _answers_at_once(self, facts: Sequence[Fact]) -> str:
        """Several questions in one message are answered one after another."""
        told: list[str] = []
        for section, run in groupby(facts, key=lambda fact: fact.section):
            part = tuple(run)
            topic = cast("TopicKind", section if section in BACKGROUND else "story")
            cues = (Cue(aspect=topic if topic != "story" else "more"),)
            step = self.brief.step.model_copy(update={"topic": topic, "facts": tuple(f.id for f in part), "cues": cues})
            line = _Line(self.book, self.style, self.brief.model_copy(update={"step": step, "facts": part}), self.rng)
            told.append(line._ask().rstrip(" ."))
        self.thought = "answer one after another"
        return ". ".join(text for text in told if text)

    def _nothing(self, unknown: bool) -> str:
        """The note only says "None", "Noncontributory" or "Unknown": a short reply, with nothing added."""
        aspect = self.brief.step.cues[0].aspect
        if unknown:
            self.thought = "I do not know"
            return self.draw("unknown_family" if aspect == "family" else "unsure")
        self.thought = "there is nothing to tell"
        if self.rng.random() < 0.4:
            return self.draw("refuse")
        rule = {"rest": "nothing_else", "family": "nothing_family", "medications": "nothing_taken"}.get(
            aspect, "nothing_much"
        )
        return self.draw(rule)

    def _no(self, facts: Sequence[Fact]) -> str:
        roll = self.rng.random()
        if self.brief.persona.talkativeness == "terse" or roll < 0.5:
            return self.draw("refuse")
        words = [
            t.text
            for t in (self._state(Lump((f,), f.frame, True)) for f in facts)
            if t.kind == "np" and len(t.text.split()) <= 3
        ]
        if words and roll < 0.78:
            named = words[: 2 if self.rng.random() < 0.4 else 1]
            other = self.brief.role != "patient"  # somebody speaks for them, and has none of it
            slots = {"s": self.voice.subject} if other else {}
            return self.draw(
                "refuse_named_other" if other else "refuse_named",
                **slots,
                x=series([re.sub(r"^(?:an?|some|the|any) ", "", w) for w in named]),
            )
        return self.draw("refuse_more")

    def _yes(self, facts: Sequence[Fact], asked: set[str]) -> str:
        roll = self.rng.random()
        if self.brief.persona.talkativeness == "terse" or roll < 0.35:
            return self.draw("affirm")
        said = [t for t in self._said(facts) if t.kind == "np" and not t.denied and len(t.text.split()) <= 7]
        if said and roll < 0.75:
            text = self.draw("affirm_named", x=article(said[0].text))
            return self._aside(text, facts)
        return self._aside(self.draw("affirm_more"), facts)

    def _aside(self, text: str, facts: Sequence[Fact]) -> str:
        """Now and then a few words more, without any clinical content: about a complaint what one says of a nuisance,
        after anything else at most that this was it."""
        share = {"terse": 0.1, "average": 1.0, "chatty": 1.8}[self.brief.persona.talkativeness] * min(
            0.42, self.style.patient_leads * 1.4
        )
        if self.style.patient_fillers < CALM * VISIT_FILLERS:
            share *= 0.4
        if self.rng.random() >= share:
            return text
        named = self.brief.step.cues and self.brief.step.cues[0].words
        if troubled(" ".join(f"{f.frame} {f.text}" for f in facts if f.polarity == "present")) or (
            named and any(m.kind == "symptom" for f in facts for m in f.mentions)
        ):
            return f"{text}. {self.draw('aside')}"
        if named or len(text.split()) < 12 or self.rng.random() < 0.5:
            return text
        return f"{text}. {self.draw('aside_done')}"

    def _answer(self, facts: Sequence[Fact]) -> str:
        parts: list[str] = []
        for told in self._said(facts):
            if told.denied and told.text in ("since", "else"):
                parts.append("none since" if told.text == "since" else "nothing else")
            elif told.denied and told.kind == "np":
                parts.append(self.draw("no_np", x=told.text) if not parts else f"no {told.text}")
            else:
                parts.append(self._sentence(told, first=not parts))
        text = self._join(parts)
        if self.brief.relation == "interpreter":
            return f"{self.voice.subject} {self.rng.choice(('says', 'is saying', 'tells me') if self.voice.third else ('say', 'are saying', 'tell me'))} {text}"
        if self.brief.relation == "nurse":
            return text
        if any(cue.aspect == "go on" for cue in self.brief.step.cues):
            text = f"{self.draw('carry_on')} {text}" if self.rng.random() < 0.6 else text
            return self._aside(text, facts)
        if self.brief.step.topic in BACKGROUND:  # what somebody has, takes or does for a living is simply said
            return self._lead(text, tail=0.0)
        return self._aside(self._lead(text), facts)

    def _sentence(self, told: Said, first: bool = True) -> str:
        """Give a shape the frame it takes in an answer."""
        subject = self.voice.subject.lower() if self.voice.subject == "I" else self.voice.subject
        if told.kind == "clause":
            return told.text
        if told.kind == "vp":
            return f"{subject} {told.text}"
        if told.kind == "pred" and UNCHANGED.match(told.text):
            return f"it's {told.text}"
        if told.kind == "pred" and re.match(r"(?:\w+ )?up[- ]to[- ]date", told.text):
            return self.draw("up_to_date")
        if told.kind == "pred":
            return f"{subject} {self.voice.am} {'not ' if told.denied else ''}{told.text}"
        if told.kind == "gerund":
            return (
                f"{subject} {self.voice.have} been {told.text}"
                if not told.denied
                else f"{subject} {self.voice.have}n't been {told.text}"
            )
        if told.kind in ("infinitive", "imperative"):
            return f"to {told.text}" if told.kind == "infinitive" else told.text
        if told.denied:
            return f"no {told.text}"
        step = self.brief.step
        if step.topic == "social" and TRADE.fullmatch(told.text):
            return f"{subject} {self.voice.am} {an(told.text)}"
        words = article(told.text)
        if subject == "i" and told.text.lower() in SMOKES:
            return f"{subject} {SMOKES[told.text.lower()]}"
        if PERSON.search(told.text):
            return f"{subject} {self.voice.am} {'a ' if not words.startswith(('a ', 'an ')) else ''}{words}"
        if self.brief.relation and told.role == "taking":
            return f"{self.voice.subject} {'takes' if self.voice.third else 'take'} {words}"
        if self.brief.relation:
            return self.draw("other_np", s=self.voice.subject, has=self.voice.have, x=words)
        if step.topic == "medications" or told.role == "taking":
            return self.draw("take_np", x=words)
        if step.topic == "past":
            done = all({m.kind for m in f.mentions} & {"procedure"} for f in told.lump.facts)
            return self.draw("past_done" if done or step.cues[:1] == (Cue(aspect="surgery"),) else "past_np", x=words)
        if step.topic == "allergies":
            return self.draw("allergic_np", x=words)
        if step.topic == "family":
            return words
        if re.match(
            r"(?:on|in|at|for|since|with|from|by|during|after|before|about|around|every|when|while|over|until)\b|\d",
            told.text,
        ):
            return self.draw("answer_np", x=words) if first else words
        if not first:
            return (
                words
                if not had(told) or self.brief.relation
                else self.draw("had_then" if THEN.search(words) else "had_too", x=words)
            )
        return self.draw("have_np" if had(told) else "plain_np", x=words)

    def _join(self, parts: Sequence[str]) -> str:
        out: list[str] = []
        for part in (p.strip(" .") for p in parts):
            if not part:
                continue
            if out:
                if self.rng.random() < 0.45:
                    out[-1] += ","
                    out.append(f"{self.draw('join')} {part}")
                else:
                    out[-1] += "."
                    out.append(part)
            else:
                out.append(part)
        return " ".join(out)

    def _lead(self, text: str, tail: float = 0.12) -> str:
        roll = self.rng.random()
        if roll < 1.5 * self.style.patient_leads:
            text = f"{self.draw('lead')} {text}"
        if self.rng.random() < tail:
            text = f"{text} {self.draw('tail')}"
        return text

    def _chart(self) -> str:
        self._open()
        self.thought = "yes, that is right"
        if self.brief.step.subject == "reason":
            return self.draw("yes_chart")
        return self.draw("yes_chart_had" if self.brief.step.subject in ("past", "story") else "yes_chart")

    def _nod(self, rule: str = "okay", more: float = 0.2, longer: str = "okay_more") -> str:
        mood = self.brief.persona.mood
        roll = self.rng.random()
        if mood == "anxious" and roll < 0.12:
            return self.draw("worried")
        if mood == "angry" and roll < 0.3:
            return self.draw("angry")
        if mood == "distrustful" and roll < 0.25:
            return self.draw("distrustful")
        if mood in ("cheerful", "overly-positive") and roll < 0.25:
            return self.draw("cheerful")
        if self.brief.persona.talkativeness == "terse":
            more = more / 3
        elif self.brief.persona.talkativeness == "chatty":
            more = more * 2
        return self.draw(longer if self.rng.random() < more else rule)

    def _examine(self) -> str:
        self.thought = "listen while I am examined"
        return self._nod("okay_exam", 0.06, "okay_heard")

    def _report(self) -> str:
        self.thought = "take in the results"
        return self._nod("okay_news", 0.2, "okay_heard")

    def _explain(self) -> str:
        self.thought = "follow the explanation"
        return self._nod("okay_news", 0.25, "okay_heard")

    def _advise(self) -> str:
        self.thought = "agree with the plan"
        return self._nod("okay", 0.35)

    def _safety(self) -> str:
        self.thought = "remember when to call"
        return self._nod("okay_news", 0.4)

    def _check(self) -> str:
        self._open()
        self.thought = "I follow and agree"
        return self.draw("okay_more")

    def _close(self) -> str:
        self.thought = "say goodbye"
        return self.draw("p_bye")

    def _open(self) -> list[Fact]:
        """The facts I tell now; those my persona keeps back are recorded as withheld."""
        keeps = [word.lower() for word in self.brief.persona.withholds]
        facts = list(self.brief.facts)
        held = [f for f in facts if any(word in f.text.lower() for word in keeps)]
        self.withheld = tuple(f.id for f in held)
        told = [f for f in facts if f not in held]
        self.told = tuple(f.id for f in told)
        return told


THEN = re.compile(
    r"\b(?:ago|back|yesterday|last (?:night|week|month|year)|in (?:19|20)\d\d|in,? in the (?:past|last)|in the (?:past|last)|earlier)\b"
)
PARENTS = re.compile(  # both of whom one speaks
    r"\b(?:his|her|their|the|my) parents(?= (?:both |also )?(?:do|don't|are|aren't|have|haven't|were|smoke|live|work|drink|say|report|feel|think|"
    r"gave|tried|took|noticed|called|brought|worry|saw|heard)\b)",
    re.I,
)
SELF = {"mother": "mother|mom|mum|parents?", "father": "father|dad|parents?", "wife": "wife|spouse|partner", "husband": "husband|spouse|partner"}  # fmt: skip


def as_oneself(text: str, relation: str) -> str:
    """What a note says of "his wife" is "I" when the wife says it: "his wife has noticed" -> "I have noticed"."""
    names = SELF.get(relation, re.escape(relation))
    if relation in ("mother", "father"):
        text = PARENTS.sub(lambda m: "We" if m[0][0].isupper() else "we", text)

    def mine(match: re.Match[str]) -> str:
        verb = match["verb"] or ""
        if not verb:
            return f"me{match['rest']}"
        if verb.startswith("'s"):
            return (
                f"I've{match['rest']}"
                if re.match(r" (?:been|\w+ed|seen|had|given|taken)\b", match["rest"])
                else f"I'm{match['rest']}"
            )
        word = verb.strip()
        if not re.fullmatch(FINITE, word, re.I) and not base_of(word, "third"):
            return f"me{verb}{match['rest']}"  # no verb of theirs: "with his wife and son"
        own = {"has": "have", "is": "am", "was": "was", "does": "do"}.get(word) or (
            unthird(word) if base_of(word, "third") else word
        )
        return f"I {own}{match['rest']}"

    pattern = rf"\b(?:his|her|their|the|my) (?:{names})\b(?P<verb>'s| [a-z]+)?(?P<rest>(?: \w+)?)"
    return re.sub(pattern, mine, text, flags=re.I)


FINITE = r"put|puts|got|went|came|made|felt|heard|has|is|was|does|had|did|will|would|thinks|feels|says|notes|reports|states|worries|smokes|drinks|works|lives|rings|visits|brings|checks|cares|sleeps|noticed|gave|tried|took|called|brought|thought|saw|found|said|told|helps|wonders|believes|uses|wants|describes|denies|adds"  # fmt: skip
