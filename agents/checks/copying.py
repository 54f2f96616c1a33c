"""Spoken, not read out: how much of the talk is copied from the note, word for word.

Law of the file: a copied stretch is four words in a row that stand in the note in the same order, counted as said and
again with the fillers taken out, so that an "um" in the middle hides nothing.
"""

from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.checks.catalogue import COPYING
from bedside.agents.checks.spoken import FILLERS, Spoken, tokens
from bedside.scenarios.finding import Finding
from bedside.scenarios.turn import Turn

Gram = tuple[str, ...]
LONGEST = 7  # words of the note in a row that a line may have


def grams(words: Sequence[str], size: int = 4) -> list[Gram]:
    """All runs of ``size`` words."""
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


@lru_cache(maxsize=64)
def _note_grams(note_text: str, size: int) -> frozenset[Gram]:
    return frozenset(grams(tokens(note_text), size))


def without_fillers(words: Sequence[str]) -> list[str]:
    """The words without hesitations and discourse markers."""
    return [word for word in words if word not in FILLERS]


def copied_share(turns: Sequence[Spoken], note_text: str, size: int = 4) -> tuple[float | None, float | None]:
    """Share of the dialogue's runs of ``size`` words that stand in the note: as said, and without fillers."""
    noted = _note_grams(note_text, size)
    plain = [gram for turn in turns for gram in grams(tokens(turn.text), size)]
    bare = [gram for turn in turns for gram in grams(without_fillers(tokens(turn.text)), size)]
    return (
        sum(gram in noted for gram in plain) / len(plain) if plain else None,
        sum(gram in noted for gram in bare) / len(bare) if bare else None,
    )


def longest_copy(text: str, note_text: str) -> int:
    """The length in words of the longest stretch of ``text`` that the note has, 0 if shorter than four; fillers ignored."""
    noted = _note_grams(note_text, 4)
    best = run = 0
    for gram in grams(without_fillers(tokens(text))):
        run = run + 1 if gram in noted else 0
        best = max(best, run)
    return best + 3 if best else 0


def reads_out(text: str, note_text: str, longest: int = LONGEST) -> bool:
    """Whether a line reads the note out: a stretch of more than ``longest`` words that is half of the line or more. In a
    longer line a phrase of the note is what people say too, of an examination most of all."""
    stretch = longest_copy(text, note_text)
    return stretch > longest and stretch * 2 >= len(without_fillers(tokens(text)))


def copying(turns: Sequence[Turn], note_text: str, longest: int = LONGEST, share: float = 0.06) -> tuple[Finding, ...]:
    """Turns that read the note out, and a dialogue that copies more than ``share``."""
    out = [
        COPYING.failed("reads the note out word for word", turn=turn.id)
        for turn in turns
        if reads_out(turn.text, note_text, longest)
    ]
    shares = [value for value in copied_share(turns, note_text) if value is not None]
    if not shares:
        return tuple(out) or (COPYING.unjudged("no four words in a row are said"),)
    worst = max(shares)
    if worst > share:
        said = f"{worst:.0%} of the four-word runs stand in the note; at most {share:.0%} is wanted"
        out.append(COPYING.failed(said, value=worst, unit="share"))
    return tuple(out) or (COPYING.passed(value=worst, unit="share"),)
