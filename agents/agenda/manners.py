"""What a persona adds to a finished line or takes from it, and how a physician's time shows. No fact is added or lost.

Every axis moves a measure that ``benchmarks/personas.py`` prints. What is added comes from phrases that name nothing
clinical; what is taken is only how sentences are joined.
"""

import random
import re
from collections.abc import Callable

from bedside.scenarios.brief import Brief
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.style import StyleProfile

Draw = Callable[[str], str]
_SPLIT = {"A1": 1.0, "A2": 1.0, "B1": 0.8, "B2": 0.3}  # how often a joined sentence is taken apart
_LOST = {"none": 0.0, "mild": 0.12, "marked": 0.35}  # how often the thread is lost
_PUZZLED = {"A1": 0.5, "A2": 0.4, "B1": 0.2, "B2": 0.1}  # how often a word is asked about, of what is told
_TOLD = frozenset({"report", "explain", "advise", "safety", "message"})
_JOIN = re.compile(
    r",? (?:and then|and also|and|but then|but|so|plus|because then),? (?=(?:i|it|he|she|we|they|my|the|there)\b)",
    re.IGNORECASE,
)
_PACE = {"brisk": 0.5, "balanced": 1.0, "unhurried": 1.4}
_PRESSURE = {"none": 1.0, "some": 0.4, "high": 0.0}


def paced(style: StyleProfile, manner: Manner) -> StyleProfile:
    """The style of a physician who has more or less time: acknowledgements, tags and hesitations by the same factor."""
    factor = _PACE[manner.style] * _PRESSURE[manner.time_pressure]
    if factor == 1.0:
        return style
    shares = {name: min(1.0, getattr(style, name) * factor) for name in ("acknowledges", "tags")}
    return style.model_copy(update={**shares, "physician_fillers": style.physician_fillers * factor})


def split_share(persona: Persona) -> float:
    """How often this person puts two short sentences where others put one."""
    by_school = 0.6 if persona.education == "basic" else 0.0
    return max(_SPLIT.get(persona.language_level, 0.0), by_school)


def coloured(text: str, brief: Brief, rng: random.Random, draw: Draw) -> str:
    """A finished line as this persona says it. A plain adult's is not touched, and no draw is made."""
    persona = brief.persona
    share = split_share(persona)
    if share:
        text = _JOIN.sub(lambda match: ". " if rng.random() < share else match[0], text)
    if brief.step.act in _TOLD:
        puzzled = max(_PUZZLED.get(persona.language_level, 0.0), 0.3 if persona.literacy == "low" else 0.0)
        if puzzled and rng.random() < puzzled:
            return draw("puzzled")
        if persona.literacy == "high" and rng.random() < 0.2:
            return _then(text, draw("read_about"))
    if persona.mood == "overly-positive" and brief.step.act in ("ask", "invite", "write") and rng.random() < 0.4:
        text = _then(text, draw("plays_down"))
    if persona.mood == "anxious" and brief.step.act == "ask" and brief.facts and rng.random() < 0.12:
        text = _then(text, draw("worried"))
    lost = _LOST[persona.confusion]
    if lost and rng.random() < lost and brief.step.act not in ("greet", "close"):
        text = f"{draw('lost')} {text}"
    return text


def _then(text: str, more: str) -> str:
    """Two sentences, one after the other."""
    return f"{text if text.endswith(('.', '?', '!')) else text + '.'} {more}"
