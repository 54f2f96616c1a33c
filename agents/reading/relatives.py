"""Names of relatives: "maternal grandmother", "two brothers", "both of her parents"."""

from collections.abc import Sequence
from functools import cache

from bedside.agents.reading.clause import finite, persons
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.tables import phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_SHORT = frozenset({"relatives", "relative"})
_LETTERS = {"F": "father", "M": "mother", "B": "brother", "S": "sister"}  # before a sign: "F: gout"
_SIDES = (("'s", "side"), ("'s", "family"))


@cache
def short_names() -> dict[tuple[str, ...], str]:
    """Short words for relatives, and the names that they stand for."""
    return {tuple(word.split(" ")): name for word, name in rows("relatives")}


def named(words: Sequence[Token]) -> str:
    """The name that a statement gives to relatives: "MGM" is the maternal grandmother, "F" the father."""
    low = tuple(token.lower for token in words if not token.tag.startswith(("AT0", "DPS")))
    if len(words) == 1 and words[0].text in _LETTERS:
        return _LETTERS[words[0].text]
    said = short_names().get(low) or " ".join(short_names().get((word,), word) for word in low)
    return said.split(" of ")[0].replace(" 's ", "'s ")


def relative_at(words: Sequence[Token], at: int = 0) -> int:
    """The word after a relative's name at ``at`` ("maternal grandmother", "two brothers"); 0 if there is none."""
    low = plains(words)
    after = at
    while after < len(words):
        found = phrases("family_words").at(low, after)
        if found is not None and found[0][0] == "which":
            after = found[1]
        elif words[after].tag == "CRD" or low[after].isdigit():
            after += 1
        else:
            break
    if after >= len(words):
        return 0
    if low[after] in ("mat", "pat") and after + 1 < len(words):
        after += 1
    if not kin(low[after]) and not _lettered(words, after):
        return 0
    after += 1
    if tuple(low[after : after + 2]) in _SIDES:
        return after + 2
    for more in (["members"], ["member"], ["of", "the", "patient"], ["of", "this", "patient"]):
        if low[after : after + len(more)] == more:
            after += len(more)
    return after


def _lettered(words: Sequence[Token], at: int) -> bool:
    """Whether a capital letter stands for a relative: nothing, or a sign, follows it."""
    after = words[at + 1].text if at + 1 < len(words) else ""
    alone = not after or after in ":-–" or (len(after) > 1 and after.isupper())  # "F: gout", "F HTN"
    return words[at].text in _LETTERS and at == 0 and alone


def kin(word: str) -> bool:
    """Whether a word names a relative, one or several."""
    first, last = word.removesuffix("s").split("-")[0], word.split("-")[-1]
    if word.removesuffix("s").endswith("-in-law"):
        last = first
    for form in (word, word.rstrip("s"), last, last.rstrip("s")):
        known = persons().get(form)
        if known is not None and known[1] == "relative":
            return True
    return word in _SHORT or (word,) in short_names()


def relative_clause(doc: Doc, sentence: Span) -> tuple[Span, int] | None:
    """The relative and the place of "who has ..." in "Lives with his brother, who has gout"."""
    words = doc.tagged(sentence)
    at = next((i for i in range(2, len(words) - 2) if words[i].text == "," and words[i + 1].lower == "who"), None)
    if at is None or not kin(words[at - 1].lower) or words[0].lower not in ("lives", "lived", "cares"):
        return None
    return Span(start=words[at - 1].start, end=words[at - 1].end), words[at + 1].start


def as_told(doc: Doc, draft: Draft) -> Draft:
    """An illness that a relative "had" is past, whatever stands between: "Her uncle had gout and asthma". Of which somebody is
    "unsure", nobody knows."""
    if draft.kind != "condition" or draft.subject == "patient" or draft.sentence is None:
        return draft
    words = [token for token in doc.tagged(draft.sentence) if token.start < draft.span.start]
    before = (token.lower for token in doc.tagged(draft.sentence) if token.start < draft.span.end)
    if not {"unsure", "unaware", "uncertain"}.isdisjoint(before):
        return draft.but(polarity="unknown")
    if draft.subject == "family":
        return draft
    verb = next((at for at in range(len(words) - 1, -1, -1) if finite(words[at])), None)
    had = verb is not None and words[verb].lower == "had" and not (verb and words[verb - 1].lower in ("has", "have"))
    return draft.but(temporality="past") if had and draft.temporality == "current" else draft
