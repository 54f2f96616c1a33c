"""When to get help, said without a verb for it: "999 for chest pain or collapse", "Blood in sputum or confusion, ring 999"."""

from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import FINITE, Word
from bedside.agents.reading.scene import Scene
from bedside.agents.reading.tables import phrases
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_OPENS = frozenset({"for", "if", "with"})
_ONLY_IF = frozenset({"if", "inb"})
_PLACE = 4  # words of a place of help
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


def helps(words: Sequence[Word], at: int, end: int) -> int:
    """The place after a place of help that begins here and is followed by what to go there for; 0 where none is."""
    found = phrases("help_places").at([word.lower for word in words[at : at + _PLACE]], 0) if at < end else None
    after = at + found[1] if found is not None else end
    opens = _OPENS if found is None or not found[0] else _ONLY_IF
    return after if after + 1 < end and words[after].lower in opens else 0


def safety_net(scene: Scene, start: int, end: int) -> Draft | None:
    """The advice that a stretch of signs and a place of help is, or None."""
    words = scene.words
    place = helps(words, start, end)
    if place:
        return _advice(scene, (start, place), (place, end), "thing")
    low = [word.lower for word in words[start:end]]
    if end - start > 3 and low[-1] in _NUMBERS and low[-2] in _CALLS and low[-3] in (",", "-", "–", ":"):
        told = any(word.tag in FINITE for word in words[start : end - 3])
        named = scene.has(start, end - 3, ("symptom", "disorder", "finding"))
        return _advice(scene, (end - 2, end), (start, end - 3), "verb") if named and not told else None
    return None


def _advice(scene: Scene, what: tuple[int, int], signs: tuple[int, int], form: str) -> Draft:
    said, when = scene.span(what), scene.trimmed(*signs)
    arguments = (
        argument(scene.doc, "what", said.start, said.end, form),
        argument(scene.doc, "condition", when.start, when.end),
    )
    whole = scene.trimmed(min(what[0], signs[0]), max(what[1], signs[1]))
    return scene.draft(Draft("advice", whole, arguments, temporality="hypothetical"))
