"""Part-of-speech tags of a sentence, from the Hannover Tagger (Wartena 2019, a trained model of word parts and tag
sequences that ships in its package), so that nothing is fetched.

English tags are those of the British National Corpus (C5): AT0 article, AJ0 adjective, AV0 adverb, AVP particle, CJC "and",
CJS "because", CJT "that", CRD number, DPS "his", DT0 "this", NN1 and NN2 nouns, NP0 name, PNP pronoun, PNX "himself", PRF
"of", PRP preposition, TO0 "to", UNC unclear, VM0 modal, VV? VB? VH? VD? verbs (be, have, do), each ending in B base or
present, D past, G -ing, I infinitive, N participle, Z third person; XX0 "not", PUN marks.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

_MODELS = {"en": "morphmodel_en.pgz", "de": "morphmodel_ger.pgz"}
_LONGEST = 60  # words tagged at once: a run-on line is cut, so that no line costs more than its length
_MARKS = frozenset(".,;:!?()[]/\\\"'-–—•*+=<>%#&@{}|~`^_")


_BEAM = 5  # states of a word that are gone on with, as in the package
State = tuple[int, int]  # the tags of two words in a row


@cache
def _model(language: str) -> Any:
    from HanTa.HanoverTagger import HanoverTagger

    model = HanoverTagger(_MODELS[language])
    model.analyze_forward = lru_cache(maxsize=20_000)(model.analyze_forward)  # the same within and at a start
    return model


@cache
def _chances(language: str) -> Callable[[str, bool], tuple[tuple[int, float], ...]]:
    """How likely a word is under each of its tags, as logarithms. The package analyses a word anew each time that it meets
    it; a note meets the same words again and again."""
    model = _model(language)

    @lru_cache(maxsize=20_000)
    def chances(word: str, cased: bool) -> tuple[tuple[int, float], ...]:
        found = model._tag_word(word, 5, cased, True)
        # Neither the end nor unknown; numpy's floats, which the package makes some of, add up five times as slowly.
        return tuple((tag, float(chance)) for tag, chance in found if tag not in (2, 3))

    return chances


@cache
def vocabulary(language: str = "en") -> frozenset[str]:
    """The words, in small letters, that the model was trained on. Raises ``KeyError`` for a language without a model."""
    return frozenset(word.casefold() for word in _model(language).cache)


def tags(words: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """One tag a word. Raises ``KeyError`` for a language without a model."""
    found: list[str] = []
    for start in range(0, len(words), _LONGEST):
        found += _tagged(tuple(words[start : start + _LONGEST]), language)
    return tuple(found)


@lru_cache(maxsize=4096)
def _tagged(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    names = _model(language).int2tag
    path = _best(words, language)
    return tuple("PUN" if _MARKS.issuperset(word) else names[tag] for word, tag in zip(words, path, strict=True))


def _best(words: Sequence[str], language: str) -> list[int]:
    """The likeliest tags (Viterbi), as the package finds them, going only through the tags that each word has: its own search
    goes through all of them, which takes ten times as long."""
    trans: dict[State, dict[int, float]] = _model(language).LP_trans_word
    chances = _chances(language)
    row: dict[State, float] = {(0, 1): 0.0}  # nothing, then the start
    back: list[dict[State, State]] = []
    for at, word in enumerate(words):
        row, came = _next(row, trans, chances(word, at > 0))
        back.append(came)
    state = max(row, key=lambda state: row[state] + trans[state].get(2, -math.inf))
    path: list[int] = []
    for came in reversed(back):
        path.append(state[1])
        state = came[state]
    return path[::-1]


def _next(
    row: dict[State, float], trans: dict[State, dict[int, float]], own: Sequence[tuple[int, float]]
) -> tuple[dict[State, float], dict[State, State]]:
    """The states after one more word, and from which state each came."""
    least = sorted(row.values(), reverse=True)[_BEAM] - 1 if len(row) > _BEAM else -math.inf
    new: dict[State, float] = {}
    came: dict[State, State] = {}
    for state, before in row.items():
        if before < least:
            continue
        steps, last = trans[state], state[1]
        for tag, chance in own or [(tag, 0.0) for tag in steps if tag != 2]:
            if tag not in steps:
                continue
            total = before + steps[tag] + chance
            after = (last, tag)
            if after not in new or total > new[after]:
                new[after] = total
                came[after] = state
    return new, came


_RARE = -22.0  # a logarithm: under it a word was built from word parts, and is in no text that the model was trained on


def is_general(word: str, language: str = "en") -> bool:
    """Whether a word is one of general texts: "travel" is, "cerazette" is not."""
    found = _chances(language)(word.lower(), True)
    return bool(found) and max(chance for _, chance in found) > _RARE
