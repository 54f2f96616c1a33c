"""Letters of several senses: the sense that a neighbour, a heading or the other words of the note speak for, or none.

Law: what another sense has as much to say for is left without one, so that nobody says it."""

from collections.abc import Sequence

from bedside.agents.text.ambiguous import ambiguous, never_by_section

_BESIDE = 2  # what a word beside the letters weighs against a word anywhere in the note
_HEADED = 1


def settled(letters: str, sense: str, beside: bool, headed: bool, words: frozenset[str]) -> str:
    """The sense of letters that were given one by their neighbours (``beside``), by their section (``headed``) or by neither;
    "" where the words of the note speak for another as loudly, or nothing speaks for it."""
    senses = ambiguous().get(letters)
    if senses is None or (sense and sense not in senses):
        return sense
    weights = {one: len(words & speaking) for one, speaking in senses.items()}
    if sense:
        weights[sense] += _BESIDE * beside + _HEADED * (headed and letters not in never_by_section())
    best = _best(weights)
    return best if best and sense in ("", best) else ""


def _best(weights: dict[str, int]) -> str:
    """The one sense that most speaks for; "" for none or several."""
    ranked: Sequence[str] = sorted(weights, key=lambda one: -weights[one])
    clear = weights[ranked[0]] > (weights[ranked[1]] if len(ranked) > 1 else 0)
    return ranked[0] if clear else ""
