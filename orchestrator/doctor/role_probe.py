"""How large a model is, and whether it stays in its part: found in its server's answers, its name, and lines that it plays.

The visit that it plays a few lines of is made up here and about nobody. A line counts as lost by the same checks that end a
conversation as ``role_lost``, and where no answer in the form asked for can be had.
"""

import re
from typing import Any, cast

from bedside.agents.checks.out_of_role import out_of_role
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.model import Model, ModelError
from bedside.agents.models.server_features import Features
from bedside.agents.prompted.speaker import PromptedSpeaker
from bedside.agents.prompts.voice import Voice
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.plan import Act, Cue, Step, TopicKind
from bedside.scenarios.prompting import Forms, Prompting
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Turn

_NO_LINE = frozenset({"schema", "empty", "refusal", "truncated", "safety"})
_IN_NAME = re.compile(r"(?<![a-z0-9.])(?:(\d{1,2})x)?(\d{1,4}(?:\.\d{1,3})?)(b|m)(?![a-z0-9])", re.IGNORECASE)
_IN_WORDS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmbt])\s*", re.IGNORECASE)
_UNITS = {"k": 1e-6, "m": 1e-3, "b": 1.0, "t": 1e3}
_TALK = (
    ("physician", "Good morning. What brings you in today?"),
    ("patient", "My left ear has been blocked since I went swimming last Sunday."),
    ("physician", "Does it hurt as well?"),
    ("patient", "No, it doesn't hurt, it just feels full."),
    ("physician", "What have you tried for it so far?"),
    ("patient", "Some drops from the chemist, twice a day."),
    ("physician", "Have you had any operations on your ears?"),
)
_LINES: tuple[tuple[int, str, Act, TopicKind, str], ...] = (  # turns before it, role, act, topic, what it is to tell
    (1, "patient", "invite", "reason", "left ear blocked since Sunday, after swimming"),
    (3, "patient", "ask", "associated", "no pain in the ear"),
    (4, "physician", "ask", "story", ""),
    (5, "patient", "ask", "story", "ear drops twice a day"),
    (6, "physician", "ask", "past", ""),
    (7, "patient", "ask", "past", ""),
)


def parameters_told(answer: dict[str, Any]) -> float | None:
    """Billions of parameters, as a server tells them of a model: what Ollama shows, or a row of ``/models``. None where it
    does not."""
    meta = cast(dict[str, Any], answer.get("meta") or {})
    shown = cast(dict[str, Any], answer.get("model_info") or {})
    for count in (shown.get("general.parameter_count"), meta.get("n_params")):
        if isinstance(count, int) and count > 0:
            return count / 1e9
    words = cast(dict[str, Any], answer.get("details") or {}).get("parameter_size")
    found = _IN_WORDS.fullmatch(words) if isinstance(words, str) else None
    return float(found[1]) * _UNITS[found[2].casefold()] or None if found else None


def parameters_named(name: str) -> float | None:
    """Billions of parameters, where a model's name has them: ``qwen3:1.7b``, ``SmolLM2-135M``, ``mixtral-8x7b``. None where it
    has none; of several the first counts."""
    found = _IN_NAME.search(name)
    return float(found[1] or 1) * float(found[2]) * _UNITS[found[3].casefold()] or None if found else None


async def lines_lost(model: Model, features: Features, short: bool) -> tuple[int, int]:
    """How many lines a model was let play, in the short or the full form, and how many of them were lost. Raises
    ``ModelError`` where its server does not answer."""
    form = "short" if short else "full"
    prompting = Prompting(form=Forms(physician=form, patient=form))
    style = load_style("visit")
    lost = 0
    for number in range(len(_LINES)):
        brief = _brief(number)
        speaker = PromptedSpeaker(brief.role, Voice(model, prompting, style, features=features))
        try:
            text = (await speaker.speak(brief)).text
        except ModelError as error:
            if error.kind not in _NO_LINE:
                raise
            lost += 1
            continue
        other = [fault for fault in speaker_faults(brief.role, text) if not fault.startswith("a phrase")]
        lost += bool(other or out_of_role(brief.role, text, brief.turns))
    return len(_LINES), lost


def _brief(number: int) -> Brief:
    said, role, act, topic, told = _LINES[number]
    fact = Fact(id="f1", section="history", text=told, span=Span(start=0, end=len(told)))
    asked = Cue(aspect={"story": "tried", "past": "past"}.get(topic, "onset"))
    step = Step(id=f"line-{number}", act=act, topic=topic, revealer="patient", cues=(asked,))
    turns = tuple(Turn(id=f"t{n}", speaker=who, text=text) for n, (who, text) in enumerate(_TALK[:said]))
    return Brief(role=role, dialogue="doctor", seed=1, step=step, facts=(fact,) if told else (), turns=turns)
