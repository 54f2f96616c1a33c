"""Adjectives that share the part behind the last of them: "soft, non-distended abdomen" says two things of the abdomen."""

from collections.abc import Sequence

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.text.doc import Doc, Token

_SIDES = frozenset(("left", "right"))


def described(words: Sequence[Token]) -> bool:
    """Whether words only say what something is like."""
    return all(token.tag.startswith(("AJ", "AV", "VVN")) for token in words)


def parted(doc: Doc, found: Sequence[Draft]) -> list[Draft]:
    """The findings of a sentence, where those of a list of adjectives have their part as an argument of each."""
    out = list(found)
    for at in range(1, len(out)):
        split = _split(doc, out[at]) if _waits(doc, out, at - 1) else None
        if split is None:
            continue
        out[at] = split
        part = split.arguments[-1]
        before = at - 1
        while before >= 0 and _waits(doc, out, before):
            out[before] = out[before].but(arguments=(*out[before].arguments, part))
            before -= 1
    return out


def _waits(doc: Doc, found: Sequence[Draft], at: int) -> bool:
    """Whether a finding is an adjective alone, with a comma and the next finding behind it."""
    draft, after = found[at], found[at + 1]
    if draft.kind != "finding" or len(draft.arguments) != 1 or draft.polarity != after.polarity:
        return False
    between = doc.text[draft.span.end : after.span.start].strip()
    return between in (",", "and", ", and") and described(doc.tagged(draft.arguments[0].span))


def _split(doc: Doc, draft: Draft) -> Draft | None:
    """ "non-distended abdomen" as what it is like and the part; None where it is no such thing."""
    what = draft.arguments[0]
    if draft.kind != "finding" or len(draft.arguments) != 1:
        return None
    parts = [m for m in doc.mentioned(what.span) if m.kind == "anatomy" and m.span.end == what.span.end]
    words = [token for token in doc.tagged(what.span) if parts and token.start < parts[0].span.start]
    start = parts[0].span.start if parts else 0
    while words and words[-1].lower in _SIDES:
        start = words[-1].start
        words = words[:-1]
    if not words or not described(words):
        return None
    like = argument(doc, "what", words[0].start, words[-1].end)
    part = argument(doc, "part", start, what.span.end)
    return draft.but(arguments=(like, part), span=hull([like.span, part.span]))
