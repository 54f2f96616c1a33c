"""Short sentences said in one breath: two of a kind are joined, and what stands third or later is added to them.

The law: no word of what is said changes, but for the small letter of a sentence that goes on, and each fact keeps its characters."""

import itertools
import random
import re

from bedside.agents.builtin.line import small
from bedside.agents.speaking.said import Said

_BREAK = re.compile(r"(?<=[A-Za-z0-9%)])(?<!Dr)(?<!Mr)(?<!Ms)(?<!Mrs)\. (?=[A-Z])")
_NAMED = re.compile(r"\b(?:your|his|her|their) \w+")
_PLACE = re.compile(r" in ((?:your|his|her|their) \w+)(?=\. |\.$)")
_LONGEST = 11  # words of a sentence that is joined to another
_OURS = frozenset(("I", "I'd", "I'm", "I'll", "I've", "We", "We'll", "We'd", "We're"))
_THEIRS = frozenset("You You'll You've You're Your The There's There It He She They His Her Their".split())
_WITHIN = (" and ", " but ", " if ", ", ", " when ", " which ", " or ", " because ")


def run_on(said: Said, rng: random.Random, share: float = 0.7) -> Said:
    """``said`` with neighbouring short sentences of a kind as one, now and then."""
    starts = [0, *(found.end() for found in _BREAK.finditer(said.text)), len(said.text) + 1]
    parts = [said.text[a : b - 1] for a, b in itertools.pairwise(starts)]
    text, claims, joined = parts[0], list(said.claims), False
    for part in parts[1:]:
        before = text.rsplit(". ", 1)[-1]
        link = ". "
        if not joined and _fit(before, part) and rng.random() < share:
            link, part = ", and ", small(part)
            text = text.removesuffix(".")
            claims = [(a, min(b, len(text)), ids) if a < len(text) else (a, b, ids) for a, b, ids in claims]
            joined = True
        else:
            text = text.removesuffix(".")
            joined = False
        at = len(text)
        shift = len(link) - 2
        claims = [(a + shift, b + shift, ids) if a > at else (a, b, ids) for a, b, ids in claims]
        text += link + part
    return Said(text, tuple(claims))


def _fit(before: str, part: str) -> bool:
    """Whether two sentences may be said as one: short and plain, both of the same or both orders."""
    short = all(len(one.split()) <= _LONGEST and not any(word in one for word in _WITHIN) for one in (before, part))
    sort = [_sort(one.split(" ")[0]) for one in (before, part)]
    return short and sort[0] == sort[1]


def _sort(opening: str) -> int:
    """Whose a sentence is by its first word: the speaker's, another's, or an order."""
    return 0 if opening in _OURS else 1 if opening in _THEIRS else 2


def once_placed(said: Said) -> Said:
    """``said`` without the place at the end of a sentence where the sentence before named it: "your lungs are clear; no wheezes"."""
    text, claims = said.text, list(said.claims)
    for found in reversed([*_PLACE.finditer(text)]):
        named = _NAMED.findall(text[: found.start()].casefold())
        whole = any(found.start() <= a and b <= found.end() for a, b, _ in claims)  # a fact of its own
        if named[-1:] == [found[1].casefold()] and ". " in text[: found.start()] and not whole:
            cut = found.end() - found.start()
            text = text[: found.start()] + text[found.end() :]
            claims = [(_moved(a, found.start(), cut), _moved(b, found.start(), cut), ids) for a, b, ids in claims]
    return Said(text, tuple(claims))


def _moved(at: int, start: int, cut: int) -> int:
    return at if at <= start else max(start, at - cut)


def as_more(said: Said) -> Said:
    """What is told along with other things: "I've also had bloating"."""
    for opening in ("I've had ", "I have "):
        if said.text.startswith(opening):
            at = opening.index(" ") + 1
            moved = tuple((a + (a >= at) * 5, b + 5, ids) for a, b, ids in said.claims)
            return Said(f"{said.text[:at]}also {said.text[at:]}", moved)
    return said
