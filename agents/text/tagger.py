"""Part-of-speech tags of a sentence, from the Hannover Tagger (Wartena 2019, a trained model of word parts and tag
sequences that ships in its package), so that nothing is fetched.

English tags are those of the British National Corpus (C5): AT0 article, AJ0 adjective, AV0 adverb, AVP particle, CJC "and",
CJS "because", CJT "that", CRD number, DPS "his", DT0 "this", NN1 and NN2 nouns, NP0 name, PNP pronoun, PNX "himself", PRF
"of", PRP preposition, TO0 "to", UNC unclear, VM0 modal, VV? VB? VH? VD? verbs (be, have, do), each ending in B base or
present, D past, G -ing, I infinitive, N participle, Z third person; XX0 "not", PUN marks.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

_MODELS = {"en": "morphmodel_en.pgz", "de": "morphmodel_ger.pgz"}
_LONGEST = 60  # words tagged at once: a run-on line is cut, so that no line costs more than its length
_MARKS = frozenset(".,;:!?()[]/\\\"'-–—•*+=<>%#&@{}|~`^_")


@cache
def _model(language: str) -> Any:
    from HanTa.HanoverTagger import HanoverTagger

    model = HanoverTagger(_MODELS[language])
    # The package analyses a word anew each time that it meets it; a note meets the same words again and again.
    model._tag_word = lru_cache(maxsize=20_000)(model._tag_word)  # noqa: SLF001
    return model


def tags(words: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """One tag a word. Raises ``KeyError`` for a language without a model."""
    found: list[str] = []
    for start in range(0, len(words), _LONGEST):
        found += _tagged(tuple(words[start : start + _LONGEST]), language)
    return tuple(found)


@lru_cache(maxsize=4096)
def _tagged(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    model = _model(language)
    named = model.tag_sent(list(words), taglevel=0)
    return tuple("PUN" if set(word) <= _MARKS else tag for word, tag in zip(words, named, strict=True))
