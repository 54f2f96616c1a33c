"""What a physician says only on some occasions: the first hold of an emergency, a reflection, a summary, a handover, a
message that answers everything at once.

Nothing here adds a fact: what is said back was said before, and what a message tells is told by the acts of a visit.
"""

import random
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Protocol

from bedside.agents.agenda.phrase_bank import STUTTER
from bedside.agents.agenda.recast import Viewpoint, about
from bedside.agents.agenda.shape import article, head
from bedside.agents.agenda.statement import Said, lumps, state
from bedside.agents.extraction.lexicon import FINDINGS
from bedside.agents.text.tidy import tidy
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Act
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import StyleProfile

_ACTS: dict[str, tuple[Act, str]] = {
    "results": ("report", "tell the results"),
    "procedure": ("report", "tell the results"),
    "course": ("report", "tell the results"),
    "assessment": ("explain", "explain what it is"),
}
_FLAT = (
    "acknowledges", "physician_fillers", "patient_fillers", "tags", "backchannels", "patient_leads", "patient_short",
)  # fmt: skip


class Teller(Protocol):
    """A line in the making, as far as an occasion needs it."""

    brief: Brief
    rng: random.Random
    voice: Viewpoint
    sex: Any
    thought: str

    def draw(self, rule: str, **slots: str) -> str: ...


def written(style: StyleProfile, setting: str) -> StyleProfile:
    """The style as it is where people write: no hesitations, tags or murmurs."""
    if not load_setting(setting).asynchronous:
        return style
    return style.model_copy(update=dict.fromkeys(_FLAT, 0.0))


def had(told: Said) -> bool:
    """True for what somebody can be said to have or notice: a symptom, a finding, a disease. The rest is only named."""
    if any(m.kind in ("symptom", "disorder", "finding") for f in told.lump.facts for m in f.mentions):
        return True
    return head(told.lump.first.text) in FINDINGS or told.lump.first.section == "complaint"


def unspoken(text: str) -> str:
    """A finished line without the marks of speech: hesitations, stutters, openers."""
    text = STUTTER.sub(r"\1", text)
    text = re.sub(
        r"(?:^|(?<=[.?!] ))(?:um|uh|so|well|okay|yeah|now|and|but|then),? (?=\w)|,? \b(?:um|uh)\b,?",
        "",
        text,
        flags=re.I,
    )
    return tidy(
        re.sub(
            r"\b(?:you know|i mean|like), |\band then\b",
            lambda m: "and" if m[0].lower() == "and then" else "",
            text,
            flags=re.I,
        )
    )


def told_back(told: Said, voice: Viewpoint) -> str:
    """A statement with whom it is about: "you have chest pain", "she has had none since"."""
    who, text = voice.subject, told.text
    if told.kind == "clause" or re.search(rf"\b{who}\b", text):
        return text
    if told.kind == "vp":
        return f"{who} {text}"
    if told.kind == "pred":
        return f"{who} {voice.am} {'not ' if told.denied else ''}{text}"
    if told.kind == "gerund":
        return f"{who} {voice.have} {'not ' if told.denied else ''}been {text}"
    first = told.lump.first
    if first.section == "medications" and not told.denied:
        return f"{who} {'takes' if voice.third else 'take'} {text}"
    if first.section == "allergies" and not told.denied:
        return f"{who} {voice.am} allergic to {text}"
    if told.denied:
        return f"{who} {voice.have} no {text}"
    if first.time and re.search(r"\b(?:for|since|over the)\b", f"{text} {first.time}") and had(told):
        return f"{who} {voice.have} had {article(text)}"
    return f"{who} {voice.have} {article(text)}" if had(told) else article(text)


def _back(line: Teller, voice: Viewpoint) -> str:
    parts: list[str] = []
    for lump in lumps(line.brief.facts, line.rng):
        told = state(lump, voice, "physician", line.rng, line.sex, line.brief.patient_name)
        parts.append(told_back(told, voice).strip(" ."))
    return ", and ".join(parts[:1]) if len(parts) == 1 else ". ".join(parts)


def _secure(line: Teller) -> str:
    line.thought = "make sure first that nothing is in danger, and say who is here"
    return line.draw(f"secure_{line.brief.setting}" if line.brief.setting == "ambulance" else "secure")


def _frame(line: Teller) -> str:
    line.thought = "say what this part is for"
    return line.draw(f"frame_{line.brief.step.topic}")


def _reflect(line: Teller) -> str:
    line.thought = "say back what was said, so that they go on"
    body = _back(line, line.voice)
    return line.draw("reflect", x=body) if body else ""


def _summarize(line: Teller) -> str:
    line.thought = "sum up what was said, so that they can set it right"
    body = _back(line, line.voice)
    return line.draw("summarize", x=body) if body else ""


def _outlook(line: Teller) -> str:
    line.thought = "say what comes next, and nothing of what it may show"
    return line.draw("outlook")


def _handover(line: Teller) -> str:
    """Told to who takes over, so of the patient as of somebody else."""
    line.thought = "hand over to who takes on from here"
    voice = about(line.sex, "physician")
    body = _back(line, voice)
    return line.draw("handover", x=body, s=load_setting(line.brief.setting).receiver or "team") if body else ""


OCCASIONS: dict[str, Callable[[Teller], str]] = {
    "secure": _secure,
    "frame": _frame,
    "reflect": _reflect,
    "summarize": _summarize,
    "outlook": _outlook,
    "handover": _handover,
}


def parts_of(facts: Sequence[Fact]) -> list[tuple[Act, list[Fact]]]:
    """The facts of a message in stretches, each with the act of a visit that tells it."""
    runs = groupby(facts, key=lambda fact: (_ACTS.get(fact.section, ("advise", ""))[0], fact.problem or fact.group))
    return [(act, list(run)) for (act, _), run in runs]
