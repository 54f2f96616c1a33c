"""The truth of an interview as a section of the note: one line a criterion, each a fact with its place in the text.

Law of the file: briefs, traces, checks, coverage and replay then work as for any note. A line has the points of its own
criterion and never the label, the total or another criterion's points.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bedside.agents.interview.ground_truth import Truth, meets_rule, settle
from bedside.agents.interview.guide import LEVELS, PROTOCOL, SEVERITIES, Guide, bank, load_guide
from bedside.scenarios.case import Case
from bedside.scenarios.note import Fact, Note, Polarity, Quantity, Section, Span
from bedside.scenarios.persona import Persona

HEADING = "Profile for the interview (invented)"
_HOW = {
    "none": "not at all",
    "little": "a little, now and then",
    "some": "clearly, more days than not",
    "much": "strongly, nearly every day",
}
EXTRAS = {
    "since": "F",
    "impact": "G",
    "other": "H",
    "safety": "safety",
    "plan": "plan",
    "call": "call",
}  # asked of everyone; no points
_MOODS: dict[str, tuple[float, ...]] = {  # how likely a mood is by severity; they overlap so that none gives it away
    "anxious": (0.15, 0.2, 0.25, 0.25),
    "distrustful": (0.08, 0.1, 0.12, 0.15),
    "angry": (0.05, 0.07, 0.08, 0.1),
    "cheerful": (0.2, 0.15, 0.1, 0.08),
}
_KEEPS = (0.04, 0.06, 0.08, 0.1)  # how likely one answer is kept back


@dataclass(frozen=True)
class Sitting:
    """What an interview starts from: the note with its profile, the persona, and what is fixed, for the record."""

    note: Note
    persona: Persona
    about: dict[str, Any]


@cache
def lives(language: str = "en") -> dict[str, Any]:
    """The particulars that invented people have."""
    import yaml

    path = files("bedside.agents.interview").joinpath("phrases", language, "lives.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sit(case: Case, note: Note, persona: Persona, seed: int, subject: str) -> Sitting:
    """Fix the truth of an interview and write it into the note. Raises ``Contradiction`` and ``KnowledgeError``."""
    given = case.interview
    assert given is not None
    guide = load_guide(case.protocol.removeprefix(PROTOCOL), given.instrument)
    truth = settle(given, guide, seed)
    rng = random.Random(f"{seed}/profile")
    facts = _Lines(note.text)
    facts.heading()
    if guide.about == "event":
        events: dict[str, Any] = lives()["events"]
        kind = "own" if given.event else rng.choice(sorted(events))
        facts.add("event", "A", f"What happened: {given.event or events[kind]['note']}", "", kind=kind)
    particulars = [rng.choice(lives()[name]) for name in ("job", "who", "joy")]
    home = particulars[1].removeprefix("my ")
    facts.add(
        "life", "life", f"Work: {particulars[0]}; at home: {home}; likes {particulars[2]}", "", "|".join(particulars)
    )
    for item in sorted(guide.items, key=lambda item: item.number):
        points = truth.answers[item.number - 1]
        name = " and ".join(guide.names.get(s) or str(bank()[s]["name"]) for s in item.symptoms)
        facts.add(
            f"i{item.number}",
            item.criterion,
            name,
            guide.level(points, rng.random()),
            item.cluster,
            (points, guide.top),
            how=f"{guide.how(points)}, in {guide.window}" if guide.degrees else "",
        )
    severity = SEVERITIES.index(truth.severity)
    for name, criterion in EXTRAS.items():
        # Some carry much and are hardly held up, others the reverse: neither line gives the label away.
        near = min(3, max(0, severity + rng.choices((-1, 0, 1), (0.3, 0.4, 0.3))[0]))
        if severity and (truth.label == "positive" or name == "since"):
            near = max(1, near)  # there is something, so it began some time
        level = LEVELS[near] if name in ("since", "impact") else "little" if name == "call" else "none"
        facts.add(name, criterion, f"{bank()[name]['name']}: {bank()[name]['states'][level]}", level)
    made = note.model_copy(
        update={
            "text": facts.text,
            "facts": tuple(facts.facts),
            "sections": (*note.sections, Section(kind="history", heading=HEADING, span=facts.body)),
        }
    )
    built = _persona(case, persona, severity, facts.facts, guide, random.Random(f"{seed}/persona"))
    about = _about(case, guide, truth, subject)
    about["person"] = {"mood": built.mood, "talkativeness": built.talkativeness, "withholds": list(built.withholds)}
    return Sitting(made, built, about)


class _Lines:
    """A text that grows by lines, each a fact."""

    def __init__(self, text: str) -> None:
        self.text = text.rstrip() + "\n\n"
        self.facts: list[Fact] = []
        self.start = 0

    def heading(self) -> None:
        self.text += f"{HEADING}:\n"
        self.start = len(self.text)

    @property
    def body(self) -> Span:
        return Span(start=self.start, end=len(self.text.rstrip()))

    def add(
        self,
        name: str,
        criterion: str,
        what: str,
        level: str,
        group: str = "",
        points: tuple[int, int] | None = None,
        kind: str = "",
        how: str = "",
    ) -> None:
        """Add one line. ``level`` is how it is told, kept as the fact's frame; ``how`` puts it in words of the instrument's own
        degrees; ``kind`` names an event of the bank."""
        self.text += "- "
        start = len(self.text)
        line = what[:1].upper() + what[1:]
        line += f": {how or _HOW[level]}" if points is not None else ""
        quantities: tuple[Quantity, ...] = ()
        if points is not None:
            at = start + len(line) + 2
            quantities = (Quantity(value=points[0], unit="points", span=Span(start=at, end=at + len(str(points[0])))),)
            line += f" ({points[0]} of {points[1]} points)"
        self.text += f"{line}\n"
        there = level != "none" if points is None else points[0] > 0
        polarity: Polarity = "present" if there else "denied"
        self.facts.append(
            Fact(
                id=name, section="history", text=line, span=Span(start=start, end=start + len(line)), group=group,
                concept=f"{criterion}{'/' + kind if kind else ''}", quantities=quantities, polarity=polarity,
                knower="patient", frame=level,
            )
        )  # fmt: skip


def _persona(
    case: Case, persona: Persona, severity: int, facts: Sequence[Fact], guide: Guide, rng: random.Random
) -> Persona:
    """Who talks like this: mood, talkativeness and what is kept back, by severity. What the author chose stays."""
    moods = [(mood, shares[severity]) for mood, shares in _MOODS.items()]
    drawn = rng.random()
    mood = "plain"
    for name, share in moods:
        if drawn < share:
            mood = name
            break
        drawn -= share
    talk = rng.choices(("terse", "average", "chatty"), (25 + 3 * severity, 50, 25 - 3 * severity))[0]
    safe = [f.text.split(":")[0] for f in facts if f.quantities and int(f.id[1:]) not in guide.instrument.urgent]
    keeps = (rng.choice(safe),) if rng.random() < _KEEPS[severity] else ()
    spec = case.patient
    if "persona" in spec.model_fields_set:
        return persona
    update: dict[str, Any] = {"mood": mood, "talkativeness": talk, "withholds": keeps}
    return persona.model_copy(update={k: v for k, v in update.items() if k not in spec.model_fields_set})


def _about(case: Case, guide: Guide, truth: Truth, subject: str) -> dict[str, Any]:
    given = case.interview
    assert given is not None
    answers = {item.criterion: truth.answers[item.number - 1] for item in guide.items}
    about: dict[str, Any] = {
        "instrument": guide.instrument.id,
        "label": truth.label,
        "severity": truth.severity,
        "total": truth.total,
        "band": guide.instrument.band(truth.total).label,
        "cut_off": guide.instrument.cut_off,
        "answers": answers,
        "met": sorted(item.criterion for item in guide.items if answers[item.criterion] >= guide.needed(item)),
        "subject": given.subject or subject,
        "rule": given.rule,
        "degrees": guide.degrees,
        "language": case.language.partition("-")[0],
    }
    if guide.rule:
        about["meets_rule"] = meets_rule({i.number: truth.answers[i.number - 1] for i in guide.items}, guide)
    if given.partition:
        about["partition"] = given.partition
    return about
