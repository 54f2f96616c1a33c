"""Lay words for whole clinical phrases: only where the terminology says that both name the same concept."""

import random
from functools import cache

from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View

_ARTICLES = ("a ", "an ", "the ")


@cache
def _swaps() -> dict[str, tuple[tuple[str, str], ...]]:
    """Clinical phrase -> (lay phrase, who), for phrases whose lay wording is a noun phrase of the same concept."""
    from bedside.knowledge.lay import Lay
    from bedside.knowledge.terminology import Terminology

    terms = Terminology.load()
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in Lay.load().rows:
        concept = terms.concept(row.clinical)
        if row.shape not in ("n", "np") or concept is None or row.clinical in listed("own_lay"):
            continue
        fit = tuple(
            (bare, wording.who)
            for wording in row.plain
            if terms.concept(bare := _bare(wording.text)) == concept and not _is_doing(bare)
        )
        if fit:
            found[row.clinical.lower()] = fit
    return found


def _bare(text: str) -> str:
    return next((text.removeprefix(article) for article in _ARTICLES if text.startswith(article)), text)


def _is_doing(text: str) -> bool:
    """A wording that does not stand where a noun stood: "being short of breath", "no appetite", "how far it moves"."""
    first = text.split(" ", 1)[0]
    return " " in text and (
        (first.endswith("ing") and first not in ("ringing", "burning", "swelling")) or first in ("no", "how", "when")
    )


def plain(phrase: str, view: View, rng: random.Random | None = None) -> str:
    """A noun phrase in lay words, if it has any as a whole; the phrase itself otherwise, and for ``view.exact``.

    The first wording is taken without a generator, so that a question and its answer use one name."""
    if view.exact:
        return phrase
    who = "physician" if view.speaker == "physician" else "patient"
    fit = [text for text, speaker in _swaps().get(phrase.lower(), ()) if speaker in ("both", who)]
    if not fit:
        return phrase
    return rng.choice(fit) if rng is not None else fit[0]
