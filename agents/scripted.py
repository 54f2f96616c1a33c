"""Scripted players: the four contracts played from canned or computed lines, with no language in them.

For testing an agent of your own against partners that always do the same, for tests of the orchestrator, and as the
smallest example of the contracts. Lines are functions of a Brief, so a script cannot say what its role may not know.
Nothing here sounds like a person.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bedside.agents.refiner import Repair, Review
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Fact, Note, Section, Span
from bedside.scenarios.plan import Act, Plan, Step, Topic, TopicKind
from bedside.scenarios.turn import Claim, Utterance

Line = str | Utterance | None  # None: say what the default line says
Script = Callable[[Brief], Line]
_SENTENCE = re.compile(r"[^\s][^.!?\n]*[.!?]?")
_AT_VISIT = re.compile(r"\b(assessment|plan|exam|diagnos|prescri|start|order|result|recommend)\w*", re.IGNORECASE)


@dataclass(frozen=True)
class ScriptedSpeaker:
    """Says what ``script`` says for a brief: a mapping from step id to a line, or a function. Keeps both speakers'
    contracts. ``heard`` collects every brief, for tests that ask what a role was told."""

    script: Script | Mapping[str, Line] | None = None
    heard: list[Brief] | None = None

    async def speak(self, brief: Brief) -> Utterance:
        """Say the scripted line, or the default one."""
        if self.heard is not None:
            self.heard.append(brief)
        script = self.script
        line = None if script is None else script.get(brief.step.id) if isinstance(script, Mapping) else script(brief)
        if isinstance(line, Utterance):
            return line
        return default_line(brief) if line is None else Utterance(text=line, thought="scripted")


def default_line(brief: Brief) -> Utterance:
    """The plainest line that does the step: a question about the cues, or the facts of the brief one after another."""
    if brief.facts and (brief.role == brief.step.revealer or brief.role == "physician"):
        text, claims = "", list[Claim]()
        for fact in brief.facts:
            start = len(text)
            text += f"{fact.text.strip()} "
            claims.append(Claim(said=Span(start=start, end=len(text) - 1), facts=(fact.id,)))
        facts = tuple(fact.id for fact in brief.facts)
        return Utterance(text=text.strip(), thought="tell what the step brings out", facts=facts, claims=tuple(claims))
    if brief.role == "physician":
        words = ", ".join(cue.words or cue.aspect for cue in brief.step.cues) or brief.step.subject or brief.step.topic
        cited = tuple(item.id for item in brief.evidence[:1]) if brief.step.act == "ask" else ()
        return Utterance(text=f"[{brief.step.act}] {words}?", thought="ask about the cues", passages=cited)
    return Utterance(text="[yes]" if brief.step.act != "ask" else "[nothing to tell]", thought="nothing to tell")


@dataclass(frozen=True)
class ScriptedPlanner:
    """Returns ``plan``; without one, a plan of one step for every ``size`` facts, in the order of the note."""

    given: Plan | None = None
    size: int = 3

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the plan."""
        return self.given or plain_plan(note, self.size)


def plain_plan(note: Note, size: int = 3) -> Plan:
    """Greeting, the story asked for in pieces, what was established at the visit told in pieces, farewell."""
    before = [fact for fact in note.facts if fact.established == "before"]
    visit = [fact for fact in note.facts if fact.established == "visit"]
    topics = [_topic("opening", [_step("open", "greet", "opening")])]
    asked = [_step(f"ask{i}", "ask", "story", "patient", part) for i, part in enumerate(_parts(before, size))]
    told = [_step(f"tell{i}", "explain", "assessment", "physician", part) for i, part in enumerate(_parts(visit, size))]
    topics += [_topic("story", asked)] if asked else []
    topics += [_topic("assessment", told)] if told else []
    return Plan(topics=(*topics, _topic("closing", [_step("close", "close", "closing")])))


def _parts(facts: Sequence[Fact], size: int) -> list[tuple[str, ...]]:
    return [tuple(fact.id for fact in facts[i : i + size]) for i in range(0, len(facts), size)]


def _step(name: str, act: Act, topic: TopicKind, revealer: str = "physician", facts: tuple[str, ...] = ()) -> Step:
    return Step(id=name, act=act, topic=topic, revealer=revealer, facts=facts)


def _topic(kind: TopicKind, steps: Sequence[Step]) -> Topic:
    return Topic(kind=kind, title=kind, steps=tuple(steps))


@dataclass(frozen=True)
class ScriptedRefiner:
    """Asks for ``rounds[n]`` in round n, and for nothing after the last."""

    rounds: tuple[tuple[Repair, ...], ...] = ()
    seen: list[Review] | None = None

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return the scripted repairs of this round."""
        if self.seen is not None:
            self.seen.append(review)
        return self.rounds[review.round] if review.round < len(self.rounds) else ()


def plain_extract(note_id: str, text: str, section: str | None = None) -> Note:
    """A note with one fact a sentence. A sentence that reads like a finding or a plan counts as of this visit."""
    facts: list[Fact] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        end = start + len(text[start:end].rstrip())
        established = "visit" if _AT_VISIT.search(text, start, end) else "before"
        knower = "physician" if established == "visit" else "both"
        facts.append(
            Fact(
                id=f"f{len(facts)}",
                section="other",
                text=text[start:end],
                span=Span(start=start, end=end),
                established=established,
                knower=knower,
            )
        )
    whole = Section(kind="other", heading=section or "", span=Span(start=0, end=len(text)))
    return Note(id=note_id, text=text, sections=(whole,), facts=tuple(facts))


def no_faults(note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
    """A check of one utterance that finds nothing."""
    return ()


@dataclass(frozen=True)
class Scripted:
    """The scripted family. Replace any player: ``Scripted(patient=ScriptedSpeaker({"ask0": "No."}))``."""

    planner: ScriptedPlanner = field(default_factory=ScriptedPlanner)
    physician: ScriptedSpeaker = field(default_factory=ScriptedSpeaker)
    patient: ScriptedSpeaker = field(default_factory=ScriptedSpeaker)
    refiner: ScriptedRefiner = field(default_factory=ScriptedRefiner)
    extract: Callable[..., Note] = plain_extract
    check_turn: Callable[[Note, Brief, Utterance], tuple[Finding, ...]] = no_faults
    languages: frozenset[str] | None = None  # whatever the script is written in


def family(style: str = "visit", protocol: str = "notechat", language: str = "en") -> Scripted:
    """The family as the orchestrator asks for one by name. Nothing asked for changes anything here."""
    return Scripted()
