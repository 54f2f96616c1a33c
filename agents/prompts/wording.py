"""What a brief holds, in the words of a prompt: facts as lines, passages as lines, who is in the room, how they talk."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bedside.agents.languages.language import load_language
from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.prompts.prompt import Prompt
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.note import Fact
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.setting import load_setting

_MANNERS = {
    "brisk": "brisk: you keep things short and moving",
    "balanced": "friendly and to the point",
    "unhurried": "unhurried: you take your time and explain",
}
_PRESSURES = {
    "none": "",
    "some": ", with little time",
    "high": ", in a great hurry: the shortest way to say each thing",
}
_MOODS = {
    "plain": "",
    "anxious": "worried and easily alarmed",
    "angry": "irritated, and it shows",
    "distrustful": "wary of doctors and slow to agree",
    "cheerful": "cheerful and easy to talk to",
    "overly-positive": "plays everything down and is sure it is nothing",
}
_TALK = {"terse": "says no more than needed", "average": "", "chatty": "says more than was asked"}
_LITERACY = {"low": "does not know medical words", "average": "", "high": "knows medical words well"}
_RECALL = {"poor": "often cannot recall dates, doses and names", "average": "", "good": ""}
_SCHOOL = {
    "basic": "speaks in short, simple sentences",
    "secondary": "",
    "university": "speaks in well-built sentences",
}
_LEVELS = {
    "A1": "has only begun to learn the language: three or four plain words at a time",
    "A2": "speaks the language only a little: very short sentences, the commonest words",
    "B1": "speaks the language as a learner: short sentences, simple words, asks when a word is new",
    "B2": "speaks the language well, with simple sentences",
}
_CONFUSION = {
    "none": "",
    "mild": "loses the thread now and then and asks again",
    "marked": "is confused: often loses the thread, asks what the question was, and corrects themselves",
}
_PASSAGE = 280  # characters of a passage that a prompt shows
_DENIES = re.compile(r"\b(?:no|not|never|none|nil|without|denie[sd]|negative|\w+n't)\b", re.IGNORECASE)


def language(code: str) -> str:
    """A language's name in English; for one that is shipped, with the instruction in the language itself after it."""
    known = load_language(code)
    return f"{known.name}. {known.instruction}" if known.instruction else known.name


def visit(setting: str) -> str:
    """The kind of visit, with its article."""
    return load_setting(setting).where


def purpose(protocol: str) -> str:
    """What this talk is for, where it is not a full visit."""
    return f"What this talk is for: {load_protocol(protocol).purpose} " if protocol != "notechat" else ""


def manner(manner: Manner) -> str:
    """How the physician works."""
    return _MANNERS[manner.style] + _PRESSURES[manner.time_pressure]


def person(persona: Persona, name: str | None) -> str:
    """The patient in a sentence: what a listener would notice. It holds nothing of the note but age, sex and name."""
    years = f"{persona.age:g} years old" if persona.age is not None and persona.age >= 1 else ""
    if persona.age is not None and persona.age < 1:
        years = f"{round(persona.age * 12)} months old"
    who = ", ".join(part for part in (f"called {name}" if name else "", years, persona.sex or "") if part)
    axes = (
        _MOODS[persona.mood],
        _TALK[persona.talkativeness],
        _LITERACY[persona.literacy],
        _RECALL[persona.recall],
        _SCHOOL[persona.education],
        _LEVELS.get(persona.language_level, ""),
        _CONFUSION[persona.confusion],
    )
    traits = "; ".join(axis for axis in axes if axis)
    return f"The patient is {who or 'an adult'}." + (f" Manner: {traits}." if traits else "")


def fact_line(fact: Fact, language: str = "en") -> str:
    """A fact as one line: whose it is, whether it is so, the note's words and what governs them. ``language`` is the
    note's."""
    about = f"({fact.subject}) " if fact.subject not in ("patient", "") else ""
    state = {"denied": "NOT so: ", "unknown": "not known: "}.get(fact.polarity, "")
    denies = _DENIES if language == "en" else load_lexicon(language).pattern("denial")
    if fact.polarity == "denied" and denies.search(fact.text):
        state = ""  # the words deny by themselves
    possible = " (possibly)" if fact.certainty == "possible" else ""
    over = fact.problem or fact.group
    heading = f"{over}: " if over and not fact.text.casefold().startswith(over.casefold()) else ""
    tail = f" {fact.tail}" if fact.tail and fact.tail.lower() not in fact.text.lower() else ""
    frame = f"{fact.frame.strip()} " if fact.frame.strip() and not state else ""
    return one_line(f"- {about}{state}{heading}{frame}{fact.text}{tail}{possible}")


def fact_lines(facts: Sequence[Fact], language: str = "en") -> str:
    """Facts, one a line."""
    return "\n".join(fact_line(fact, language) for fact in facts)


def evidence_lines(evidence: Sequence[Evidence]) -> str:
    """Passages, each under its document and section, whole lines as far as a prompt shows them."""
    return "\n".join(f"[{item.document}, {item.section}]\n{_start(item.text)}" for item in evidence)


def _start(text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        if lines and sum(map(len, lines)) + len(line) > _PASSAGE:
            break
        lines.append(line[:_PASSAGE])
    return "\n".join(lines)


@cache
def aspects(lines: str) -> Mapping[str, str]:
    """What each side of a story is called in a prompt, from its part of that name: one ``side: words`` a line."""
    return dict(line.split(": ", 1) for line in lines.splitlines() if ": " in line)


def cue_words(brief: Brief, prompt: Prompt) -> str:
    """What a step's cues ask about: a named subject, or a side of the story."""
    known = aspects(prompt.parts["aspects"])
    named = [cue.words for cue in brief.step.cues if cue.words]
    sides = [known[cue.aspect] for cue in brief.step.cues if not cue.words and cue.aspect in known]
    words = [one_line(text) for text in [*named, *sides]]
    return "; ".join(words) or brief.step.subject or known.get(brief.step.topic, brief.step.topic)


def one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()
