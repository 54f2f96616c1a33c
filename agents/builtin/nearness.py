"""How near a question is to what statements say, by the sentence encoder that is shipped: for questions whose words and terms
no statement has.

A statement is put as a patient would think of it ("medicine I take: ...", "no fever"), since a question asks for its kind as
much as for its words. Nothing leaves this machine, and without a prepared encoder there is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bedside.knowledge.encoder import Encoder
from bedside.scenarios.note import Fact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AS = {
    "drug": "medicine I take",
    "allergy": "my allergy, reaction",
    "work": "my job, work",
    "home": "my home, who lives with me",
    "wish": "my worry, what I am afraid of or hope for",
    "procedure": "operation or treatment I had",
    "condition": "illness I have had",
    "complaint": "why I came",
    "identity": "my age",
}
_HABITS = {"tobacco": "smoking, cigarettes", "alcohol": "drinking alcohol", "drugs": "drug use"}
_DENIES = ("no ", "not ", "none", "never ", "he ", "she ", "they ")  # how a statement begins that says so by itself


class Nearness:
    """Cosines of questions and statements; what was encoded once is kept."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def of(self, question: str, facts: Sequence[Fact]) -> dict[str, float]:
        """How near each statement is, by its id: -1 to 1."""
        texts = {fact.id: as_thought_of(fact) for fact in facts}
        new = [text for text in dict.fromkeys(texts.values()) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.documents(new), strict=True))
        if question not in self._vectors:
            self._vectors[question] = self._encoder.queries([question])[0]
        asked = self._vectors[question]
        return {name: float(self._vectors[text] @ asked) for name, text in texts.items()}


def shipped_nearness(*, build: bool = False) -> Nearness | None:
    """By the shipped encoder; None where it was not prepared (``bedside knowledge build``), unless ``build``."""
    from bedside.knowledge.cache import cache_folder
    from bedside.knowledge.encoders.named import encoder_named
    from bedside.knowledge.error import KnowledgeError

    try:
        return Nearness(encoder_named(None, cache_folder(), build=build))
    except KnowledgeError:
        return None


def as_thought_of(fact: Fact) -> str:
    """A statement with its kind in a patient's words."""
    said = " ".join(fact.text.split())
    if fact.polarity == "denied" and not said.casefold().startswith(_DENIES):
        said = f"no {said}"
    if fact.subject != "patient" or fact.section == "family":
        return f"family, my {fact.subject}: {said}"
    if fact.kind == "habit":
        kind = _HABITS.get((fact.arguments[0].value if fact.arguments else None) or "")
    else:
        kind = _AS.get(fact.kind or "")
    return f"{kind}: {said}" if kind else said
