"""The patient, or a relative who speaks for them, in a language with phrases: what the note says, as one's own."""

from collections.abc import Sequence

from bedside.agents.languages.language import base
from bedside.agents.languages.lexicon import Lexicon, load_lexicon
from bedside.agents.multilingual import wording
from bedside.agents.multilingual.line import Line, load_phrases
from bedside.agents.multilingual.planner import habit_of
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.turn import Utterance

_LISTENS = frozenset({"examine", "report", "explain", "advise", "safety", "frame", "outlook", "message"})
_FORGETS = 0.35  # how often a person of poor recall cannot place what has a time
_COLOURS = 0.22  # how often a mood is heard in an answer
_LOST = {"none": 0.0, "mild": 0.12, "marked": 0.35}
_PUZZLED = {"A1": 0.5, "A2": 0.4, "B1": 0.2, "B2": 0.1}


class LexicalPatient:
    """Keeps the ``Patient`` contract."""

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text where there is nothing to say."""
        code = base(brief.language)
        line = Line.of(brief, load_phrases(code))
        return _Answer(brief, line, load_lexicon(code)).utterance()


class _Answer:
    """One answer in the making."""

    def __init__(self, brief: Brief, line: Line, lexicon: Lexicon) -> None:
        self.brief, self.line, self.lexicon = brief, line, lexicon
        self.child = brief.relation is not None  # somebody speaks for the patient
        self.exact = bool(brief.repair)

    def utterance(self) -> Utterance:
        brief, line = self.brief, self.line
        act = brief.step.act
        if act == "greet":
            line.add(line.draw("greet_back"))
            return line.utterance("greet back")
        if act == "close":
            line.add(line.draw("close_back"))
            return line.utterance("say goodbye")
        if act == "handover":
            return line.utterance("told to somebody else")
        if act == "secure":
            line.add(line.draw("secure_back"))
            return line.utterance("let them help")
        if act in _LISTENS:
            return self._listen()
        if act == "invite" and brief.step.topic == "questions":
            line.add(line.draw("no_questions"))
            return line.utterance("nothing to ask")
        if act in ("chart", "reflect", "summarize", "check"):
            line.add(line.draw("confirm"))
            return line.utterance("confirm")
        return self._answer()

    def _listen(self) -> Utterance:
        persona, line = self.brief.persona, self.line
        puzzled = max(_PUZZLED.get(persona.language_level, 0.0), 0.3 if persona.literacy == "low" else 0.0)
        if self.brief.step.act not in ("examine", "frame") and puzzled and line.chance(puzzled):
            line.add(line.draw("puzzled"))
            return line.utterance("a word is not clear")
        last = self.brief.turns[-1].text if self.brief.turns else ""
        if self.brief.step.act in ("explain", "report") and self.lexicon.pattern("grave").search(last):
            again = "loss" if self.lexicon.pattern("loss").search(last) else "grave"
            line.add(line.draw(f"listen_{again}"))
            return line.utterance("take in grave news")
        moves = [f"listen_{self.brief.step.subject}"] if self.brief.step.act == "frame" else []
        line.add(line.draw(line.best(*moves, f"listen_{self.brief.step.act}", "listen")))
        return line.utterance("take in what was said")

    def _answer(self) -> Utterance:
        brief, line, persona = self.brief, self.line, self.brief.persona
        keeps = [word.casefold() for word in persona.withholds]
        held = [fact for fact in brief.facts if any(word in fact.text.casefold() for word in keeps)]
        told = [fact for fact in brief.facts if fact not in held]
        ids = [fact.id for fact in held]
        if not told:
            line.add(line.draw("withhold" if held else line.best(f"unknown_{brief.step.topic}", "unknown")))
            return line.utterance(
                "keep that back" if held else "nothing known", ids, "I keep that back" if held else ""
            )
        if persona.recall == "poor" and told[0].time and line.chance(_FORGETS) and not brief.attempt:
            line.add(line.draw("forget"))
            return line.utterance("cannot recall", [*ids, *(fact.id for fact in told)], "I cannot recall")
        if line.chance(_LOST[persona.confusion]):
            line.add(line.draw("lost"))
        if brief.step.act == "write":
            self._write(told)
        else:
            self._tell(told)
        self._colour()
        return line.utterance("tell what was asked", ids, "I keep that back" if held else "")

    def _write(self, facts: Sequence[Fact]) -> None:
        # What the message says and what frames it are cut apart, so that each fact keeps its own stretch of it.
        before, _, after = self.line.draw("write", x="\0").partition("\0")
        self.line.add(before)
        self._tell(facts)
        self.line.add(after)

    def _tell(self, facts: Sequence[Fact]) -> None:
        """Say the facts: what is denied after a no, what is asked for by name after a yes, the rest as sentences."""
        named = any(cue.words for cue in self.brief.step.cues)
        denied = [fact for fact in facts if fact.polarity == "denied" and not self._stopped(fact)]
        first = True
        for fact in facts:
            if fact in denied:
                continue
            self.line.add(self._said(fact, yes=named and first), [fact.id])
            first = False
        several = {fact.section for fact in facts}
        if len(several) > 1:  # "none" would not say none of what
            for fact in [fact for fact in denied if self.lexicon.pattern("whole_denial").match(fact.text)]:
                rule = f"none_{fact.section}"
                if rule in self.line.book:
                    self.line.add(self.line.draw(rule), [fact.id])
                    denied.remove(fact)
        if denied and all(self._bare(fact) for fact in denied):
            words = [self._denial(fact) for fact in denied]
            if named and not self.exact and len(denied) == len(facts) and self.line.chance(0.5):
                self.line.add(self.line.draw("deny_bare"), [fact.id for fact in denied])
            else:
                self.line.add(self.line.draw("deny", x=", ".join(words)), [fact.id for fact in denied])
            return
        for fact in denied:
            self.line.add(self._said(fact), [fact.id])

    def _stopped(self, fact: Fact) -> bool:
        return self.lexicon.pattern("stopped").search(fact.text) is not None

    def _bare(self, fact: Fact) -> bool:
        return (
            not wording.is_sentence(fact.text, self.lexicon)
            and self.lexicon.verbs.get(fact.text.split(" ", 1)[0].casefold()) is None
        )

    def _denial(self, fact: Fact) -> str:
        """What is denied, with the word that denies it."""
        text = wording.plain(fact, self.lexicon, exact=self.exact)
        text = self.lexicon.apply("patient", wording.denied(text, self.lexicon))
        return text[:1].lower() + text[1:] if self.lexicon.pattern("denial").match(text) else text

    def _said(self, fact: Fact, *, yes: bool = False) -> str:
        """One fact as a sentence or as the answer to the question for it."""
        lexicon = self.lexicon
        text = wording.plain(fact, lexicon, exact=self.exact)
        if fact.role == "age":
            return lexicon.apply_first("identity_told" if self.child else "identity_own", text)
        if fact.section == "family":
            return self._family(fact, text)
        if not self.child:
            text = wording.own(text, lexicon, "patient")
        elif lexicon.verbs.get(text.split(" ", 1)[0].casefold()):
            return f"{self._pronoun()} {text[:1].lower()}{text[1:]}"
        return self._made(fact, text, yes=yes)

    def _made(self, fact: Fact, text: str, *, yes: bool) -> str:
        """A fragment of the note as a sentence."""
        lexicon, line = self.lexicon, self.line
        told = lexicon.apply_first("happened", text)
        if told != text:
            return self._theirs(told)
        behind = fact.sentence is not None and fact.span.start - fact.sentence.start <= len(fact.frame) + 1
        if behind and fact.frame.casefold().split(" ")[-1] in lexicon.words("dative_frames"):
            text = wording.from_dative(text, lexicon)
        past = lexicon.pattern("past_frame").match(text)
        if past:
            return self._had(wording.from_dative(text[past.end() :], lexicon), past=True)
        if wording.is_sentence(text, lexicon) or fact.polarity == "denied":
            return text
        if fact.section == "allergies":
            return self._allergy(text)
        if fact.section == "medications":
            return self._framed("take", wording.accusative(text, lexicon))
        if self.child and lexicon.pattern("given").search(text):
            return self._framed("given", self._object(text))
        if fact.group and fact.section == "past" and text[:1].islower():
            return f"{fact.group} {text}"
        if lexicon.pattern("be").search(text):
            return self._framed("am", wording.small(text, lexicon))
        if fact.section == "social" and habit_of(fact, lexicon) != "living":
            return text
        if yes:
            return line.draw("affirm", x=text)
        if fact.section == "complaint" and not fact.mentions and not lexicon.pattern("have_participle").search(text):
            return line.draw("reason", x=self._object(text))
        return self._had(text)

    def _theirs(self, told: str) -> str:
        """What somebody tells of themselves, as the one who speaks for them says it."""
        return self.lexicon.apply("told_of_child", told).replace("{er}", self._pronoun()) if self.child else told

    def _family(self, fact: Fact, text: str) -> str:
        """What a relative has or had; somebody who speaks for a child tells it of themselves where it is they."""
        told = self.lexicon.apply("family", text)
        if not self.child:
            return told
        return self.lexicon.apply_first("family_self" if fact.subject == self.brief.relation else "family_told", told)

    def _allergy(self, text: str) -> str:
        """What they do not bear, and what comes of it."""
        if not self.lexicon.pattern("allergen").search(text):
            return self.line.draw("affirm", x=text)
        what, _, reaction = text.partition(", ")
        said = self.line.draw(self.line.best("child_allergic", "allergic") if self.child else "allergic", x=what)
        return f"{said} {self._framed('reaction', reaction)}" if reaction else said

    def _had(self, text: str, *, past: bool = False) -> str:
        """What somebody has, or had, or was, with the time before it where the note has one at either end."""
        lexicon = self.lexicon
        rule = "am" if lexicon.pattern("be_participle").search(text) else "have"
        if past and rule == "have":
            rule = "had"
        times = list(lexicon.pattern("time").finditer(text))
        for time in times[:1] + times[-1:]:
            rest = f"{text[: time.start()]}{text[time.end() :]}".strip(" ,")
            if rest and (not text[: time.start()].strip(" ,") or not text[time.end() :].strip(" ,")):
                if (
                    rule == "have"
                    and not lexicon.pattern("ongoing").search(time[0])
                    and not lexicon.pattern("have_participle").search(rest)
                ):
                    rule = "had"
                if lexicon.pattern("be").search(rest):
                    return self._framed("am_since", wording.small(rest, lexicon), t=time[0])
                return self._framed(f"{rule}_since", self._object(rest), t=time[0])
        return self._framed(rule, self._object(text))

    def _object(self, text: str) -> str:
        small = wording.small(text, self.lexicon)
        return wording.accusative(wording.with_article(small, self.lexicon, "articles_accusative"), self.lexicon)

    def _framed(self, rule: str, text: str, **slots: str) -> str:
        name = self.line.best(f"child_{rule}", rule) if self.child else rule
        if self.child:
            female = self.brief.persona.sex == "female"
            slots |= {"er": self._pronoun(), "ihm": self.line.draw("to_her" if female else "to_him")}
        return self.line.draw(name, x=text, **slots)

    def _pronoun(self) -> str:
        return self.line.draw("pronoun_female" if self.brief.persona.sex == "female" else "pronoun")

    def _colour(self) -> None:
        """What mood and talkativeness add to an answer of the patient's own."""
        persona, line = self.brief.persona, self.line
        if self.child:
            return
        rule = f"mood_{persona.mood}"
        if persona.talkativeness != "terse" and rule in line.book and line.chance(_COLOURS):
            line.add(line.draw(rule))
        if persona.talkativeness == "chatty" and line.chance(0.3):
            line.add(line.draw("chatty"))
