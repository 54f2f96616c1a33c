"""What a role played by a model is made of, what it replies, and what a record keeps of the call.

Law of the file: it is the same for every protocol; what a role asks for and what it makes of the reply is its own.
"""

from dataclasses import dataclass, field
from typing import Any

from bedside.agents.model import Model
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import TypedReply
from bedside.agents.prompts.examples import Example
from bedside.agents.prompts.prompt import Prompt
from bedside.scenarios.prompting import Prompting
from bedside.scenarios.style import StyleProfile
from bedside.scenarios.value import Value

LONGEST = 4000  # characters of one utterance


class SpokenReply(Value):
    """The reply of a speaker."""

    say: str


@dataclass(frozen=True)
class Voice:
    """What a speaker is made of: a model, how it is prompted, and how long people talk in this style."""

    model: Model
    prompting: Prompting
    style: StyleProfile
    protocol: str = "notechat"
    features: Features = field(default_factory=Features)
    examples: tuple[Example, ...] = ()
    backchannel: Any = None  # a built-in speaker of the same role for lines of a word or two


def account(typed: TypedReply[Any], prompt: Prompt) -> dict[str, Any]:
    """What a reason keeps of a call, and under ``measured`` what no second run repeats. ``request`` is the digest under
    which a cassette has the reply."""
    reply, usage = typed.reply, typed.usage
    kept: dict[str, Any] = {
        "asked": reply.asked,
        "prompt": prompt.name,
        "version": prompt.version,
        "digest": prompt.digest,
        "request": typed.digest[:16],
        "repairs": typed.repairs,
    }
    if reply.reasoning:
        kept["reasoning"] = reply.reasoning
    kept["measured"] = {
        "mode": typed.mode,  # how the server was asked for JSON: what was found out about it earlier has a say
        "served": reply.served,
        "fingerprint": reply.fingerprint,
        "request_id": reply.request_id,
        "attempts": sum(one.attempts for one in typed.replies),
        "seconds": round(reply.seconds, 4),
        "tokens": {
            "prompt": usage.prompt,
            "completion": usage.completion,
            "cached": usage.cached,
            "reasoning": usage.reasoning,
        },
    }
    return kept


def bare_words(text: str, role: str) -> str:
    """An utterance without the speaker's own label before it and without quotation marks around it."""
    text = text.strip()
    names = {"physician": ("physician", "doctor", "clinician", "dr"), "patient": ("patient",)}.get(role, (role,))
    head, colon, rest = text.partition(":")
    if colon and head.strip(" *[]#").casefold() in names:
        text = rest.strip(" *")
    for left, right in (('"', '"'), ("\u201c", "\u201d")):
        if len(text) > 2 and text.startswith(left) and text.endswith(right) and left not in text[1:-1]:
            text = text[1:-1].strip()
    return text
