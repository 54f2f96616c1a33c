"""Words as they are written inside a sentence: capitals, and letters that stand for words."""

from functools import cache

from bedside.agents.speaking.nouns import plural_of
from bedside.agents.speaking.tables import listed
from bedside.agents.text.ambiguous import ambiguous
from bedside.agents.text.inflection import is_verb, lemma, plural
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

UNREAD = frozenset("@{}[]_|<>=^\\?!*#§¶•†…")  # signs that nobody reads aloud
_ADJECTIVAL = ("ic", "al", "ous", "oid")
_ROMAN = {"II": "two", "III": "three"}
_ABBREVIATED = frozenset(("mr", "mrs", "ms", "dr", "st", "vs"))


@cache
def fixed() -> frozenset[str]:
    return listed("letters") | listed("names")


@cache
def cased(word: str, first: bool = False) -> str | None:
    """A word as it is written inside a sentence; letters that nobody says are written out; None if they mean nothing.

    ``first``: it opens its phrase, so that its capital says nothing."""
    bare = word.removesuffix("'s").removesuffix("s") if word[:-1].isupper() else word
    if is_undecided(bare):
        return None
    if word in fixed() or bare in fixed() or (word[0].isupper() and _stem(word) in listed("names")):
        return word
    if word in _ROMAN:
        return _ROMAN[word]
    if len(word) > 3 and word[1] == "-" and word[2:].islower():
        return word  # C-section
    if word.isupper() and len(word) == 1:
        return word.lower() if word == "A" else {"R": "right", "L": "left"}.get(word)
    if word.isupper() or (not word[1:].islower() and any(c.isupper() for c in word[1:])):
        return code(word)
    if word[0].isupper() and len(word) == 2 and word[1].islower() and not is_common(word.lower()):
        senses = expansions(word)
        return cased_phrase(senses[0]) if len(senses) == 1 and word.upper() not in listed("risky_letters") else None
    if word[0].isupper():
        low = word.lower()
        if low.endswith(_ADJECTIVAL) and as_listed(word) is None:
            return low
        if _is_drug(word):
            return as_listed(word) or word
        return low if is_common(low) else as_listed(word) or (low if tags([word])[0] != "NP0" else word)
    return _small_code(word)


@cache
def is_undecided(letters: str) -> bool:
    """Whether letters have several senses, of which the note chose none: else their sense would stand in their place."""
    return letters in ambiguous() and not any(letters in sense.split() for sense in ambiguous()[letters])


def _stem(word: str) -> str:
    bare = word.split("-")[0].removesuffix("'s").removesuffix("’s")
    return bare if bare in listed("names") else bare.removesuffix("s")


def _is_drug(word: str) -> bool:
    """Whether a word names a medicine, whose capital tells a brand."""
    concept = Terminology.load().concept(word)
    return concept is not None and Terminology.load().kind(concept) == "drug"


@cache
def as_listed(word: str) -> str | None:
    """A name as the terminology writes it: "Metformin" -> "metformin", "Cardura" stays."""
    terms = Terminology.load()
    concept = terms.concept(word)
    if concept is None:
        return None
    forms = [form for form in terms.forms(concept) if form.lower() == word.lower()]
    return next((form for form in forms if form.islower()), forms[0] if forms else None)


def _small_code(word: str) -> str | None:
    """A word in small letters, or one that is only shorthand ("abd", "htn") written out; None for consonants alone."""
    consonants = word.isalpha() and not any(letter in "aeiouy" for letter in word) and word not in _ABBREVIATED
    if not consonants and (len(word) > 6 or is_common(word)):
        return word
    senses = Terminology.load().expansions(word)
    certain = len(senses) == 1 and not set(senses[0]) & UNREAD and word.upper() not in listed("risky_letters")
    if certain and senses[0].lower() != word:
        return senses[0].replace("X-ray", "x-ray")
    return None if consonants else word


def expansions(word: str) -> tuple[str, ...]:
    """What letters can stand for, in any case."""
    terms = Terminology.load()
    return terms.expansions(word) or terms.expansions(word.upper()) or terms.expansions(word.capitalize())


def code(word: str) -> str | None:
    """Letters in capitals as they are said; None where they mean nothing, or where the note says not which of several."""
    if is_undecided(word):
        return None
    low = word.lower()
    if len(word) >= 4 and word.isalpha() and not Terminology.load().expansions(word):
        known = as_listed(word)
        if known or is_common(low):
            return known or low
    senses = Terminology.load().expansions(word)
    if any(word in sense.split() for sense in senses):
        return word  # "DEXA" is said in "DEXA scan"
    if len(senses) == 1:
        return cased_phrase(senses[0])
    if word[-1] == "s" and word[:-1].isupper():
        one = code(word[:-1])
        return plural_of(one) if one else None
    return low if len(word) >= 7 and word.isalpha() else None


def cased_phrase(text: str) -> str | None:
    """A wording of the terminology as it is said inside a sentence."""
    if set(text) & (UNREAD | {"/"}):
        return None
    parts = [word.replace("X-ray", "x-ray") if word.startswith("X-ray") else cased(word) for word in text.split()]
    return None if None in parts else " ".join(part for part in parts if part)


@cache
def is_common(word: str) -> bool:
    """Whether a word has small letters: the lexicon has it, or the tagger knows it for another sort than a name."""
    if is_verb(word) or plural(word) != word + "s" or word in _known():
        return True
    if word.lower().endswith(("ellar", "ular", "eal", "oid")):
        return True  # "Patellar tendinopathy"
    if word.endswith("ing") and is_verb(lemma(word)):
        return True  # "Barking cough", which is no place
    return tags([word])[0][:2] in (
        "AJ",
        "AV",
        "PR",
        "CJ",
        "AT",
        "DP",
        "DT",
        "PN",
        "VM",
        "VB",
        "VH",
        "VD",
        "XX",
        "TO",
        "OR",
        "CR",
    )


@cache
def _known() -> frozenset[str]:
    from bedside.agents.text.inflection import TABLE

    return frozenset(line.split("\t")[1] for line in TABLE.read_text(encoding="utf-8").splitlines())
