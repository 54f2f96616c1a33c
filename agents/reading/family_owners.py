"""An illness with the relative behind it ("gout in his father"): which words are the illness, and whose it is."""

from collections.abc import Sequence

from bedside.agents.reading.relatives import relative_at
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

JOINT = frozenset({"and", "or", "&", "/", ",", "both"})
_RUNS = frozenset({"runs", "run", "common"})  # "gout runs in the family"


def trimmed(doc: Doc, words: Sequence[Token]) -> Span:
    """The span of words, without the marks around them."""
    return doc.trimmed(words[0].start, words[-1].end, " \t\r\n.,;:•*–—-(")


def illness_of(doc: Doc, body: Sequence[Token]) -> tuple[Sequence[Token], list[Span]]:
    """ "TIAs in his mother", "gout (father)": an illness without the relative, and the relative."""
    for i in range(1, len(body) - 1 if len(body) > 1 else 0):
        if body[i].lower not in ("in", "of", "on", "(", "for", "-", "–", "with", ":", "by"):
            continue
        start = i + 1
        names: list[Span] = []
        while start < len(body) and (after := relative_at(body, start)):
            names.append(trimmed(doc, body[start:after]))
            start = after
            while start < len(body) and body[start].lower in JOINT | {")"}:
                start += 1
            if start < len(body) and body[start].text == "(":  # "father (dx 52)"
                start = next((j + 1 for j in range(start, len(body)) if body[j].text == ")"), len(body))
        if names:
            while i > 1 and (body[i - 1].tag in ("VVN", "VVD", "VVG") or body[i - 1].lower in _RUNS):
                i -= 1
            rest = [t for t in body[start:] if t.text not in ").,"]
            aged = bool(rest) and rest[0].text[0].isdigit()  # "(aunt, 45y)"
            if rest and not aged and rest[0].lower not in ("at", "age", "aged", "in", "who", "on", "with", "side"):
                continue
            return body[:i], names
    return body, []
