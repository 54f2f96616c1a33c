"""The built-in interviewer and the built-in interviewee: phrases drawn by seed from the bank, and the reason with each.

Law of the file: the interviewer draws from seed, step and its own earlier turns alone. The interviewee tells the level a
fact has, and the reason names the characters that show it.
"""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from bedside.agents.interview.degrees import degree_words, read_degree
from bedside.agents.interview.guide import LEVELS, Guide, bank
from bedside.agents.interview.profile import lives
from bedside.agents.text.phrasebook import Phrasebook
from bedside.agents.text.tidy import tidy
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.turn import Claim, Criterion, Utterance

_TRIES = 12  # draws after which an answer is its degree alone
_SAME = 0.6  # of the words of the shorter of two answers, from which one is the other over again
_WORD = re.compile(r"[\w']+")
_COUNTS = frozenset("couple two three four five eight nine ten".split())
_EXTRAS = ("since", "impact", "other", "safety", "plan", "call")
_OPENS = {"plain": 0.2, "anxious": 0.3, "angry": 0.3, "distrustful": 0.3, "cheerful": 0.3}
_MORE = {"terse": 0.0, "average": 0.25, "chatty": 0.6}
_NEUTRAL = {"who": "the people at home", "sound": "a sound or a smell", "it": "what happened"}


@cache
def _shipped() -> dict[str, list[str]]:
    import yaml

    path = files("bedside.agents.interview").joinpath("phrases", "en", "speech.yaml")
    rules: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rules | {
        f"{name}.{part}": symptom[part]
        for name, symptom in bank().items()
        for part in ("ask", *LEVELS)
        if part in symptom
    }


def phrases(guide: Guide) -> Phrasebook:
    """The phrase bank, with what the instrument's own file brings."""
    return Phrasebook(_shipped() | dict(guide.rules))


_BOOKS: dict[tuple[str, str, int], Phrasebook] = {}


def _telling(guide: Guide, points: int) -> Phrasebook:
    """The phrases of an answer of so many points: its adverbs say how often that is."""
    key = (guide.instrument.id, guide.degrees, points)
    if key not in _BOOKS:
        words = degree_words()[guide.degrees]
        adverbs = list(words.get("adverb", {}).get(points, ()))
        often = {name: adverbs for name in ("t_little", "t_some", "t_much") if adverbs}
        _BOOKS[key] = Phrasebook(_shipped() | dict(guide.rules) | often | {"degree": list(words["say"][points])})
    return _BOOKS[key]


def _rng(brief: Brief) -> random.Random:
    return random.Random(f"{brief.seed}/{brief.step.id}/{brief.role}/{brief.attempt}")


def _said(brief: Brief, role: str) -> str:
    return "\n".join(turn.text.lower() for turn in brief.turns if turn.speaker == role)


class Interviewer:
    """Keeps the ``Physician`` contract."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._book = phrases(guide)

    async def speak(self, brief: Brief) -> Utterance:
        """Ask, or open and close."""
        step, rng, said = brief.step, _rng(brief), _said(brief, brief.role)
        name = f", {brief.patient_name}" if brief.patient_name else ""
        fixed = {"greet": "i_open", "advise": "i_support", "close": "i_bye"}.get(step.act)
        if fixed:
            return Utterance(
                text=tidy(self._book.draw(fixed, rng, said, name=name)), thought=f"{step.act}: the same for everyone"
            )
        aspect = step.cues[0].aspect if step.cues else ""
        rule = {"life": "i_life", "event": "i_event", "example": "i_example"}.get(aspect)
        if rule is None and aspect in _EXTRAS:
            rule = f"{aspect}.ask"
        heard = rng.random() < 0.45 and aspect != "life"  # nothing has been told yet
        parts = [self._book.draw("i_thanks", rng, said)] if heard else []
        if step.subject:
            parts.append(self._book.draw("i_cluster", rng, said, what=step.subject, window=self._guide.window))
        if rule is None:
            symptoms = step.cues[0].words.split(", ")
            parts += [self._book.draw(f"{symptom}.ask", rng, said, **_NEUTRAL) for symptom in symptoms]
        else:
            parts.append(self._book.draw(rule, rng, said, **_NEUTRAL, window=self._guide.window))
        about = step.cues[0].concept if step.cues and step.cues[0].concept else step.id
        return Utterance(text=" ".join(tidy(part) for part in parts), thought=f"ask about {about}")


class Interviewee:
    """Keeps the ``Patient`` contract."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._book = phrases(guide)

    async def speak(self, brief: Brief) -> Utterance:
        """Answer, with the reason apart."""
        return _Answer(self._guide, self._book, brief).utter()


class _Answer:
    """One answer in the making."""

    def __init__(self, guide: Guide, book: Phrasebook, brief: Brief) -> None:
        self.guide, self.book, self.brief = guide, book, brief
        self.rng = _rng(brief)
        self.said = _said(brief, brief.role)
        self.facts: dict[str, Fact] = {fact.id: fact for fact in brief.facts}
        self.slots = self._slots()

    def _slots(self) -> Mapping[str, str]:
        life, event = self.facts.get("life"), self.facts.get("event")
        job, who, joy = life.group.split("|") if life else ("work", "my people", "music")
        kind = (event.concept or "").partition("/")[2] if event else "own"
        known: dict[str, Any] = lives()
        there = known["events"].get(kind) or known["own"]
        return {
            "job": job,
            "who": who,
            "joy": joy,
            "event": there["event"],
            "place": there["place"],
            "sound": there["sound"],
        }

    def draw(self, rule: str) -> str:
        return self.book.draw(rule, self.rng, self.said, **self.slots)

    def utter(self) -> Utterance:
        step = self.brief.step
        fixed = {"greet": "agree", "advise": "listen", "close": "bye"}.get(step.act)
        if fixed:
            return Utterance(text=tidy(self.draw(fixed)), thought=f"answer: {step.act}")
        aspect = step.cues[0].aspect if step.cues else ""
        if aspect == "life":
            return self._told([self.draw("life")], self.facts["life"], None)
        if aspect == "event":
            return self._event()
        rest = [fact for fact in self.brief.facts if fact.id not in ("event", "life")]
        if not rest:
            return Utterance(text="I don't know.", thought="nothing is known of it")
        return self._answer(rest[0], aspect)

    def _event(self) -> Utterance:
        fact = self.facts["event"]
        kind = (fact.concept or "").partition("/")[2]
        if kind == "own":
            own = fact.text.partition(": ")[2]
            return self._told([own[:1].upper() + own[1:]], fact, "A")
        when: list[str] = lives()["when"]
        tells = Phrasebook({"tell": lives()["events"][kind]["tell"], "when": when})
        return self._told([tells.draw("tell", self.rng), tells.draw("when", self.rng)], fact, "A")

    def _answer(self, fact: Fact, aspect: str) -> Utterance:
        keeps = [word.casefold() for word in self.brief.persona.withholds]
        if any(word in fact.text.casefold() for word in keeps):
            return Utterance(text=tidy(self.draw("refuse")), thought="keep it back", withheld=(fact.id,))
        level = fact.frame
        symptoms = [aspect] if aspect in _EXTRAS else self.brief.step.cues[0].words.split(", ")
        if len(symptoms) > 1 and level in ("some", "much") and self.rng.random() < 0.6:
            symptoms = [self.rng.choice(symptoms)]
        if aspect in _EXTRAS or not self.guide.degrees:
            core = [self.draw(f"{symptom}.{level}") for symptom in symptoms]
            about = fact.group if aspect == "example" else fact.concept
            return self._told(core, fact, about, more=f"more_{level}" if aspect == "symptom" else "")
        about = fact.group if aspect == "example" else fact.concept
        return self._told(self._with_degree(symptoms, fact), fact, about, more=f"more_{level}")

    def _with_degree(self, symptoms: Sequence[str], fact: Fact) -> list[str]:
        """What is told of the symptoms, with how often or how much, so that the answer alone gives the points back."""
        points, degrees = int(fact.quantities[0].value), self.guide.degrees
        more = bool(self.brief.step.cues) and self.brief.step.cues[0].aspect == "example"
        book = _telling(self.guide, points)
        core: list[str] = []
        for _ in range(_TRIES):  # a picture that says another degree by itself is another's
            core = [book.draw(f"{s}.{fact.frame}", self.rng, self.said, **self.slots) for s in symptoms]
            if read_degree(degrees, " ".join(core)) in (None, points) and not (more and self._repeats(" ".join(core))):
                break
        for _ in range(_TRIES):
            told = [*core, book.draw("degree", self.rng, self.said, **self.slots)]
            if read_degree(degrees, " ".join(core)) == points:
                return core
            if read_degree(degrees, " ".join(told)) == points:
                return told
        return [book.draw("degree", self.rng, self.said, **self.slots)]

    def _repeats(self, told: str) -> bool:
        """Whether the follow-up would be the answer before it over again, or would count the days otherwise."""
        spoken = frozenset(_WORD.findall(told.casefold()))
        before = (frozenset(_WORD.findall(line)) for line in self.said.splitlines())
        again = any(len(spoken & line) > _SAME * min(len(spoken), len(line)) for line in before if line)
        return again or not spoken.isdisjoint(_COUNTS)

    def _told(self, core: Sequence[str], fact: Fact, criterion: str | None, more: str = "") -> Utterance:
        persona = self.brief.persona
        before, after = "", ""
        if more and self.rng.random() < _OPENS[persona.mood]:
            before = self.draw(f"mood_{persona.mood}")
        if more and self.rng.random() < _MORE[persona.talkativeness]:
            after = self.draw(more)
        shown = " ".join(tidy(part) for part in core)
        lead = before[:1].upper() + before[1:] + " " if before else ""
        if lead and lead.rstrip().endswith((",", "but")) and shown.split()[0].partition("'")[0] != "I":
            shown = shown[:1].lower() + shown[1:]
        if more and fact.quantities and self.guide.degrees:  # neither may say another degree
            points = int(fact.quantities[0].value)
            lead = lead if read_degree(self.guide.degrees, lead + shown) == points else ""
            after = after if read_degree(self.guide.degrees, f"{lead}{shown} {tidy(after)}") == points else ""
            shown = shown if lead else shown[:1].upper() + shown[1:]
        text = lead + shown + (f" {tidy(after)}" if after else "")
        reasons = (self._criterion(fact, criterion, len(lead), len(lead) + len(shown)),) if criterion else ()
        thought = f"{fact.polarity}: {fact.text}"
        claim = Claim(said=Span(start=len(lead), end=len(lead) + len(shown)), facts=(fact.id,))
        return Utterance(text=text, thought=thought, facts=(fact.id,), criteria=reasons, claims=(claim,))

    def _criterion(self, fact: Fact, name: str, start: int, end: int) -> Criterion:
        return criterion_of(self.guide, fact, name, Span(start=start, end=end))


def criterion_of(guide: Guide, fact: Fact, name: str, evidence: Span) -> Criterion:
    """What a line says about its criterion: polarity and points from the fact, ``met`` from the guide."""
    assert fact.polarity != "unknown"
    name = name.partition("/")[0]
    points = int(fact.quantities[0].value) if fact.quantities and name == fact.concept else None
    item = guide.item(name)
    met = points >= guide.needed(item) if item is not None and points is not None else None
    return Criterion(id=name, fact=fact.id, polarity=fact.polarity, points=points, met=met, evidence=evidence)
