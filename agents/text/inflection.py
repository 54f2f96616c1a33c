"""Forms of English verbs and nouns: by rule, and from a table where the rule is wrong.

The table is made by :mod:`bedside.agents.text.build_inflection` from the SPECIALIST Lexicon (US National Library of
Medicine)."""

from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).with_name("inflection_en.tsv")
VerbForm = Literal["base", "present_1", "present_3", "past", "past_2", "participle", "gerund"]

_BE: dict[VerbForm, str] = {
    "base": "be",
    "present_1": "am",
    "present_3": "is",
    "past": "was",
    "past_2": "were",
    "participle": "been",
    "gerund": "being",
}
_BE_FORMS = frozenset({"am", "is", "are", "was", "were", "been", "being", "be", "'s", "'m", "'re", "’s", "’m", "’re"})
_VOWELS = "aeiou"


def regular(verb: str) -> tuple[str, str, str, str]:
    """Past, participle, gerund and third person by rule."""
    doubled = verb + verb[-1] if _doubles(verb) else verb
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        past, gerund = f"{verb}d", f"{verb[:-1]}ing"
        gerund = f"{verb[:-2]}ying" if verb.endswith("ie") else gerund
    elif verb.endswith("e"):
        past, gerund = f"{verb}d", f"{verb}ing"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        past, gerund = f"{verb[:-1]}ied", f"{verb}ing"
    else:
        past, gerund = f"{doubled}ed", f"{doubled}ing"
    return past, past, gerund, regular_plural(verb)


def _doubles(verb: str) -> bool:
    """Whether the last consonant of a verb of one syllable is doubled: "stop", "plan"."""
    if len(verb) < 3 or verb[-1] in "aeiouwxyh" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return sum(verb[i] in _VOWELS and (i == 0 or verb[i - 1] not in _VOWELS) for i in range(len(verb))) == 1


def regular_plural(noun: str) -> str:
    """A plural, or a verb's third person, by rule."""
    if noun.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{noun}es" if not noun.endswith(("oo", "io", "eo")) else f"{noun}s"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}s"


@cache
def _table() -> tuple[dict[str, tuple[str, str, str, str]], dict[str, str], dict[str, str]]:
    """Verbs with their four forms, verbs by any form, and nouns with their plural."""
    verbs: dict[str, tuple[str, str, str, str]] = {}
    plurals: dict[str, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        kind, lemma, *forms = line.split("\t")
        if kind == "n":
            plurals[lemma] = forms[0]
        else:
            past, participle, gerund, third = forms or regular(lemma)
            verbs[lemma] = (past, participle, gerund, third)
    lemmas: dict[str, str] = {}
    for lemma, forms in verbs.items():
        for form in forms:
            lemmas.setdefault(form, lemma)
    return verbs, lemmas, plurals


@cache
def forms() -> frozenset[str]:
    """Every verb and noun of the table in each of its forms."""
    verbs, lemmas, plurals = _table()
    return frozenset((*verbs, *lemmas, *plurals, *plurals.values()))


def is_verb(word: str) -> bool:
    """Whether a word is the base form of a verb of the table."""
    return word in _table()[0]


def lemma(word: str, tag: str = "") -> str:
    """The base form of a verb form; the word itself where no verb has it. ``tag`` (C5) may say which form it is:
    "saw" as VVB is "saw", as VVD is "see"."""
    low = word.lower()
    if low in _BE_FORMS and (tag.startswith("VB") or low not in ("'s", "’s")):
        return "be"
    if tag.startswith("VH"):
        return "have"
    if tag.startswith("VD"):
        return "do"
    verbs, lemmas, _ = _table()
    bare = tag[-1:] in ("B", "I") or (not tag and low in verbs)
    if bare and low in verbs:
        return low
    return lemmas.get(low, low)


def inflect(verb: str, form: VerbForm) -> str:
    """A form of a verb given by its base form; by rule where the table does not know it."""
    if verb == "be":
        return _BE[form]
    past, participle, gerund, third = _table()[0].get(verb) or regular(verb)
    return {
        "base": verb,
        "present_1": verb,
        "present_3": third,
        "past": past,
        "past_2": past,
        "participle": participle,
        "gerund": gerund,
    }[form]


def plural(noun: str) -> str:
    """The plural of a noun."""
    return _table()[2].get(noun) or regular_plural(noun)


def is_mass(noun: str) -> bool:
    """Whether a noun has no plural of its own, and so takes no "a": "nausea", "swelling"."""
    return _table()[2].get(noun) == noun
