"""When to get help, said without a verb for it: "999 for chest pain or collapse", "Blood in sputum or confusion, ring 999"."""

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.scene import Scene
from bedside.agents.reading.splitting import FINITE
from bedside.agents.reading.tables import phrases
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_OPENS = frozenset({"for", "if", "with"})
_CALLS = frozenset({"ring", "call", "dial", "phone"})
_SEEKS = frozenset(
    {
        "come",
        "return",
        "seek",
        "call",
        "ring",
        "attend",
        "contact",
        "go",
        "phone",
        "straight",
        "dial",
        "see",
        "999",
        "911",
        "tell",
    }
)
_NUMBERS = frozenset({"999", "911", "112", "111"})


def warns(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence lists signs and ends with what to do then: "drowsiness, vomiting: come straight back"."""
    words = doc.tagged(sentence)
    at = next((i for i in range(len(words) - 1, 0, -1) if words[i].text in ";:→–"), 0)
    if not at or at + 2 >= len(words) or words[at + 1].lower not in _SEEKS:
        return False
    return any(
        m.kind in ("symptom", "disorder") for m in doc.mentioned(Span(start=sentence.start, end=words[at].start))
    )


def safety_net(scene: Scene, end: int) -> Draft | None:
    """The advice that a sentence of signs and a place of help is, or None."""
    words = scene.words
    low = [word.lower for word in words[:end]]
    found = phrases("help_places").at(low, 0) if low else None
    if found is not None and found[1] + 1 < end and low[found[1]] in _OPENS:
        return _advice(scene, (0, found[1]), (found[1], end), "thing")
    if end > 3 and low[-1] in _NUMBERS and low[-2] in _CALLS and low[-3] in (",", "-", "–", ":"):
        told = any(word.tag in FINITE for word in words[: end - 3])
        signs = scene.has(0, end - 3, ("symptom", "disorder", "finding"))
        return _advice(scene, (end - 2, end), (0, end - 3), "verb") if signs and not told else None
    return None


def _advice(scene: Scene, what: tuple[int, int], signs: tuple[int, int], form: str) -> Draft:
    said, when = scene.span(what), scene.trimmed(*signs)
    arguments = (
        argument(scene.doc, "what", said.start, said.end, form),
        argument(scene.doc, "condition", when.start, when.end),
    )
    whole = scene.trimmed(0, max(what[1], signs[1]))
    return scene.draft(Draft("advice", whole, arguments, temporality="hypothetical"))
