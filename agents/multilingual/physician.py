"""The physician in a language with phrases: asks by the side of the story, names what was found, decided and advised."""

from collections.abc import Sequence

from bedside.agents.languages.language import base
from bedside.agents.languages.lexicon import Lexicon, load_lexicon
from bedside.agents.multilingual import wording
from bedside.agents.multilingual.guidance import safety_net
from bedside.agents.multilingual.line import Line, load_phrases
from bedside.agents.planning.spokesperson import SPOKEN_FOR_UNTIL
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import StyleProfile
from bedside.scenarios.turn import Utterance

_PACE = {"brisk": 0.4, "balanced": 1.0, "unhurried": 1.4}
_PRESSURE = {"none": 1.0, "some": 0.4, "high": 0.0}
_MURMUR = 20  # characters of a line that needs no acknowledgement
_BARE = 4  # words of a diagnosis that is only named
_SORRY = 0.5  # how often a first complaint is answered with a word of sympathy


class LexicalPhysician:
    """Keeps the ``Physician`` contract."""

    def __init__(self, style: StyleProfile, protocol: str) -> None:
        self._style = style
        self._protocol = protocol

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text where there is nothing to say."""
        code = base(brief.language)
        line = Line.of(brief, load_phrases(code))
        pace = _PACE[brief.manner.style] * _PRESSURE[brief.manner.time_pressure]
        return _Line(brief, line, load_lexicon(code), self._style.acknowledges * pace, self._protocol).utterance()


class _Line:
    """One line in the making."""

    def __init__(self, brief: Brief, line: Line, lexicon: Lexicon, acknowledges: float, protocol: str) -> None:
        self.brief, self.line, self.lexicon = brief, line, lexicon
        self.acknowledges, self.protocol = acknowledges, protocol
        self.exact = bool(brief.repair)
        age = brief.persona.age
        self.child = age is not None and age < SPOKEN_FOR_UNTIL and len(brief.present) > 2

    def utterance(self) -> Utterance:
        brief, line = self.brief, self.line
        step = brief.step
        led = step.revealer == "physician" and step.act in ("ask", "invite")
        if step.act == "write":
            return line.utterance("theirs to write")
        if led:
            if brief.facts:
                self._advise(brief.facts)
            elif brief.turns and brief.turns[-1].speaker != "physician":
                line.add(line.draw("acknowledge"))
            return line.utterance("answer them")
        if step.act == "greet":
            rule = line.best(f"greet_{load_protocol(self.protocol).greeting or 'plain'}", "greet")
            line.add(line.draw(rule, name=self._name()))
            return line.utterance("greet")
        if step.act == "close":
            line.add(line.draw("close", name=self._name()))
            return line.utterance("say goodbye")
        if step.act in ("invite", "ask"):
            return self._ask()
        if step.act in ("secure", "frame", "outlook"):
            moves = [f"{step.act}_{step.subject}"] if step.subject in ("alone", "together") else []
            line.add(line.draw(line.best(*moves, f"{step.act}_{step.topic}", step.act)))
            return line.utterance(step.act)
        if step.act == "safety":
            return self._safety()
        if not brief.facts:
            return line.utterance("nothing to tell")
        return self._tell()

    def _safety(self) -> Utterance:
        """When to seek help, from a page about a problem of this visit; nothing where there is none."""
        found = safety_net(self.brief)
        if not found:
            return self.line.utterance("no page about this problem")
        text, rule, passage = found[0]
        self.line.add(self.line.draw("safety", x=text, do_it=self.line.draw(rule)), passages=[passage])
        return self.line.utterance("say when to seek help")

    def _name(self) -> str:
        return f", {self.brief.patient_name}" if self.brief.patient_name else ""

    def _ask(self) -> Utterance:
        brief, line = self.brief, self.line
        step = brief.step
        if step.topic == "questions":
            line.add(line.draw("questions"))
            return line.utterance("room for questions")
        if brief.turns and step.topic not in ("reason", "safety"):
            self._acknowledge()
        if step.act == "invite":
            how = load_protocol(self.protocol).greeting or "plain"
            line.add(line.draw(line.best(f"invite_{step.topic}_{how}", f"invite_{step.topic}", "invite")))
            return line.utterance("an open question")
        named = [cue.words for cue in step.cues if cue.words]
        if named:
            words = [wording.lay(name, self.lexicon) if not self.exact else name for name in named]
            asked = f" {self.lexicon.data['or']} ".join(self._object(word) for word in words)
            line.add(line.draw("child_symptom" if self.child else "ask_symptom", x=asked))
        sides = list(dict.fromkeys(cue.aspect for cue in step.cues if not cue.words)) or ([] if named else ["more"])
        for side in sides[: 1 if not load_setting(brief.setting).asynchronous else len(sides)]:
            rules = [f"child_{side}"] if self.child else []
            line.add(line.draw(line.best(*rules, f"ask_{side}", f"ask_{step.topic}", "ask_more")))
        return line.utterance(f"ask for {', '.join([*named, *sides])}")

    def _object(self, text: str) -> str:
        small = wording.small(text, self.lexicon)
        return wording.accusative(wording.with_article(small, self.lexicon, "articles_accusative"), self.lexicon)

    def _acknowledge(self) -> None:
        line, turns = self.line, self.brief.turns
        last = turns[-1]
        if last.speaker == "physician" or len(last.text) < _MURMUR:
            return
        if self.lexicon.pattern("sad").search(last.text) and not self.lexicon.pattern("felt").search(line.said):
            line.add(line.draw("sorry_grave"))
            return
        early = len(turns) <= 5 and self.brief.step.topic == "story"
        routine = self.lexicon.pattern("routine").search(last.text)
        if (
            early
            and not routine
            and not self.lexicon.pattern("felt").search(line.said)
            and line.chance(_SORRY * min(1.0, self.acknowledges))
        ):
            line.add(line.draw("sorry"))
        elif line.chance(self.acknowledges):
            line.add(line.draw("acknowledge"))

    def _tell(self) -> Utterance:
        brief, line = self.brief, self.line
        step, facts = brief.step, brief.facts
        first = any(cue.aspect == "first" for cue in step.cues)
        if step.act == "chart":
            words = [self._to_them(fact) for fact in facts]
            rule = "chart_identity" if step.subject == "identity" else "chart"
            self._around(rule, words, facts)
        elif step.act in ("reflect", "summarize", "handover"):
            self._around(step.act, [self._to_them(fact) for fact in facts], facts)
        elif step.act == "advise" or (step.act == "message" and step.topic == "plan"):
            self._lead("advise", first)
            self._advise(facts)
        elif step.act == "explain":
            self._lead("explain", first)
            for fact in facts:
                line.add(self._thought(fact), [fact.id])
        elif step.act == "message":
            self._lead("message", True)
            for fact in facts:
                if fact.section in ("plan", "instructions"):
                    self._advise([fact])
                else:
                    line.add(self._found(fact, True), [fact.id])
        else:
            self._lead(step.act, first)
            group = ""
            for fact in facts:
                line.add(self._found(fact, fact.group != group), [fact.id])
                group = fact.group
        return line.utterance(step.act)

    def _lead(self, act: str, first: bool) -> None:
        """The words before what is told."""
        place = "first" if first else "same"
        child = [f"child_{act}_{place}"] if self.child else []
        rule = self.line.best(*child, f"{act}_{place}", f"{act}_first", act)
        turns, sad = self.brief.turns, self.lexicon.pattern("sad")
        if act == "examine" and any(sad.search(turn.text) for turn in turns[-1:] if turn.speaker != "physician"):
            self.line.add(self.line.draw("sorry"))
        loss = self.lexicon.pattern("loss")
        if act == "report" and any(loss.search(fact.text) for fact in self.brief.facts):
            self.line.add(self.line.draw("sorry_loss"))
            return
        if act == "advise" and self._grave():
            lost = any(loss.search(turn.text) for turn in self.brief.turns[-4:])
            self.line.add(self.line.draw("comfort_loss" if lost else "comfort"))
        if first or self.line.chance(0.5 * min(1.0, 2 * self.acknowledges)):
            self.line.add(self.line.draw(rule, x=""))

    def _grave(self) -> bool:
        """Whether the news just told is grave and nobody has said a word of comfort yet."""
        told = [turn.text for turn in self.brief.turns[-2:] if turn.speaker == "physician"]
        return any(self.lexicon.pattern("grave").search(text) for text in told) and not self.lexicon.pattern(
            "comforted"
        ).search(self.line.said)

    def _around(self, rule: str, words: Sequence[str], facts: Sequence[Fact]) -> None:
        """A frame with the facts inside it: the whole line says them."""
        self.line.add(self.line.draw(rule, x="; ".join(words)), [fact.id for fact in facts])

    def _to_them(self, fact: Fact) -> str:
        text = wording.plain(fact, self.lexicon, exact=self.exact)
        if fact.role == "age":
            text = self.lexicon.apply_first("identity_child" if self.child else "identity", text)
        return self._affirmed(fact, text if self.child else wording.own(text, self.lexicon, "physician"))

    def _affirmed(self, fact: Fact, text: str) -> str:
        """A denied statement with the word that denies it, where that stands before it in the note."""
        return wording.denied(text, self.lexicon) if fact.polarity == "denied" else text

    def _found(self, fact: Fact, name: bool) -> str:
        text = self._affirmed(fact, wording.plain(fact, self.lexicon, exact=self.exact))
        if fact.polarity == "present" and not fact.group:
            text = self._made("found", text)
        if fact.group and name:
            return f"{wording.lay(fact.group, self.lexicon)}: {text}"
        return text

    def _made(self, rules: str, text: str) -> str:
        """A note's fragment as a sentence, by the rules of that name or by what a noun is found to be."""
        made = self.lexicon.apply_first(rules, text)
        return wording.predicate(text, self.lexicon) if made == text else made

    def _thought(self, fact: Fact) -> str:
        text = self._to_them(fact)
        past = self.lexicon.pattern("past_frame").match(text)
        if past:
            rule = "child_had_it" if self.child else "had_it"
            return self.line.draw(rule, x=self._object(wording.from_dative(text[past.end() :], self.lexicon)))
        made = self._made("thought", text)
        if made != text:
            return made
        if wording.is_sentence(text, self.lexicon) or fact.polarity == "denied":
            return text
        if fact.certainty == "possible":
            stated = self.lexicon.pattern("possible").search(text)
            return text if stated else self.line.draw("maybe", x=self._object(text))
        known = self.lexicon.find(fact.text)
        if not known or known[0].kind != "disorder":
            bare = (
                text[:1].isupper()
                and not any(sign.isdigit() for sign in text)
                and not self.lexicon.pattern("participle").search(text)
                and len(text.split()) <= _BARE
            )
            return self.line.draw("it_is", x=text) if bare else text
        return self.line.draw(
            self.line.best("child_have_it", "have_it") if self.child else "have_it", x=self._object(text)
        )

    def _advise(self, facts: Sequence[Fact]) -> None:
        lexicon, line = self.lexicon, self.line
        for fact in facts:
            plain = wording.plain(fact, lexicon, exact=self.exact)
            text = lexicon.apply_first("advice", plain)
            if text == plain and not wording.is_sentence(text, lexicon):
                if lexicon.pattern("infinitive").search(text):
                    head, _, rest = text.partition(" ")
                    verb = lexicon.pattern("infinitive").fullmatch(head.lower())
                    text = line.draw("do_it", x=f"{head.lower()} {rest}" if verb else wording.small(text, lexicon))
                elif fact.role == "drug":
                    rule = line.best("child_prescribe", "prescribe") if self.child else "prescribe"
                    text = line.draw(rule, x=self._object(text))
                elif fact.section in ("plan", "instructions"):
                    text = line.draw(
                        "arrange_it", x=wording.with_article(wording.small(text, lexicon), lexicon, "articles")
                    )
            if text == plain:
                text = self._affirmed(fact, text if self.child else wording.own(text, lexicon, "physician"))
            line.add(text, [fact.id])
