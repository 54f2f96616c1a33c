"""Lay words for whole clinical phrases: only where the terminology says that both name the same concept."""

import random
from functools import cache, lru_cache

from bedside.agents.speaking.nouns import DETERMINERS, PREPOSITIONS, an, is_counted, is_plural
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View

_ARTICLES = ("a ", "an ", "the ")
_GOES_ON = frozenset("is was has had can may will would that which since when if because".split())  # after a thing
_EPISODES = frozenset(("episode of", "episodes of", "bout of", "bouts of"))


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


@cache
def _doings() -> dict[str, str]:
    """Clinical name -> what somebody does, of the same concept: "hemoptysis" -> "coughing up blood"."""
    from bedside.knowledge.lay import Lay
    from bedside.knowledge.terminology import Terminology

    terms = Terminology.load()
    found: dict[str, str] = {}
    for row in Lay.load().rows:
        concept = terms.concept(row.clinical)
        if concept is None or row.shape not in ("n", "np") or row.clinical in listed("own_lay"):
            continue
        doing = next((w.text for w in row.plain if terms.concept(w.text) == concept and _is_personal(w.text)), None)
        if doing is not None and row.clinical.lower() not in _swaps():
            found[row.clinical.lower()] = doing
    return found


def _is_personal(text: str) -> bool:
    """Whether a wording tells what a person does: "throwing up blood"."""
    return text.split(" ")[0] in listed("personal")


def doing(phrase: str, view: View) -> str:
    """A symptom as what somebody does, if that is how people put it."""
    low = phrase.lower()
    return phrase if view.exact else _doings().get(low) or _doings().get(_american(low), phrase)


def _american(low: str) -> str:
    """A wording in small letters as the table spells it: "haemoptysis" is "hemoptysis"."""
    return low.replace("ae", "e").replace("oe", "e")


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
    low = phrase.lower()
    rows = _swaps().get(low) or _swaps().get(_american(low), ())
    fit = [text for text, speaker in rows if speaker in ("both", who)]
    if not fit:
        return phrase
    return rng.choice(fit) if rng is not None else fit[0]


@lru_cache(maxsize=8192)
def plain_inside(text: str, view: View) -> str:
    """A phrase with clinical names inside it in lay words, where one stands as a whole noun phrase and the lay one has its
    number and takes no article that it did not take."""
    if view.exact:
        return text
    whole = plain(text, view)
    if whole != text:
        return whole
    words = text.split(" ")
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            clinical = " ".join(words[at:end])
            comma = "," if clinical.endswith(",") else ""
            lay = plain(clinical.removesuffix(","), view)
            if " ".join(words[max(0, at - 2) : at]).lower() in _EPISODES and end == len(words):
                lay = doing(lay, view)  # "two episodes of coughing up blood"
            if lay != clinical.removesuffix(",") and _fits(words, at, end, clinical, lay):
                words[at:end] = f"{lay}{comma}".split(" ")
                break
        at += 1
    return " ".join(words)


def _fits(words: list[str], at: int, end: int, clinical: str, lay: str) -> bool:
    """Whether a lay phrase stands well where the clinical one stood."""
    after = words[end].lower().strip(",.") if end < len(words) else ""
    before = words[at - 1].lower() if at else ""
    joints = PREPOSITIONS | {"and", "or", "but"}
    if after and after not in joints | _GOES_ON and not clinical.endswith(","):
        return False
    clinical = clinical.removesuffix(",")
    if before and before not in joints | DETERMINERS | {"have", "has", "had"}:
        return False
    if lay.split(" ")[0] in listed("personal") and before == "of":
        return True
    same = is_plural(clinical) == is_plural(lay) and is_counted(clinical) == is_counted(lay)
    return same and (before not in ("a", "an") or an(lay).split(" ")[0] == before)
