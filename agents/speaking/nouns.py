"""Noun phrases: which is the head, one or many, with "a", "an", "my" or nothing before it."""

from functools import cache, lru_cache

from bedside.agents.speaking.people import Person
from bedside.agents.speaking.tables import listed
from bedside.agents.text.inflection import is_mass, plural
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

_SIDES = frozenset("left right both bilateral upper lower my your his her their the".split())
DETERMINERS = frozenset(
    "a an the my your his her their our no any some this that these those both all each every".split()
)
PREPOSITIONS = frozenset(
    "in on at of to with for from by under over after before behind below above around between through into without within "
    "near pending prior following upon per along across during since until till inside outside beneath up down about as when while if because".split()
)
_AMOUNTS = frozenset(("less", "more", "fewer", "enough", "plenty", "several", "half"))
_MASSED = ("itis", "osis", "emia", "uria", "algia", "ness", "pathy", "penia", "phagia", "plegia", "edema", "trophy")
# Endings of nouns that are mostly no things that one counts, where no list has the noun.
_ABSTRACT = (
    "ing",
    "ity",
    "ia",
    "sis",
    "ism",
    "age",
    "apy",
    "tion",
    "sion",
    "ance",
    "ence",
    "ure",
    "ology",
    "ics",
    "care",
    "phy",
)
_MEDICAL = frozenset("disorder drug substance finding symptom measurement test procedure anatomy".split())
_JOINED = ("ic", "al", "ous", "ed", "left", "right", "upper", "lower", "ive", "ful")  # adjectives before "and"
_READ_AS_WORDS = ("MRSA", "RAST", "SARS", "REM", "NICU", "HIDA", "LASIK", "STEMI", "NSTEMI", "SOAP")
_AN = ("a", "e", "i", "o", "u")
_CONSONANT_SOUND = ("uni", "use", "usu", "uti", "ure", "uro", "uri", "eu", "one", "once", "ute")
_VOWEL_SOUND = (
    "hour",
    "honest",
    "8",
    "11",
    "18",
    "80",
    "x-ray",
    "mri",
    "ecg",
    "ekg",
    "emg",
    "eeg",
    "er ",
    "hiv",
    "iud",
    "std",
    "rsv",
    "ldl",
    "hdl",
    "ms ",
)


@lru_cache(maxsize=4096)
def head(phrase: str) -> str:
    """The head noun: the last word before the first preposition or what else follows a noun ("fever with chills" -> "fever")."""
    phrase = phrase.partition(" out of ")[2] or phrase  # "grade three out of six murmur"
    phrase = unqualified(phrase)
    words = phrase.replace(",", " ,").split()
    stops = PREPOSITIONS | listed("after_nouns")
    stop = next((i for i, word in enumerate(words) if i and (word.lower() in stops or word == ",")), len(words))
    stop = min(stop, _often_at(words))
    return words[stop - 1] if words else ""


def _often_at(words: list[str]) -> int:
    """Where a phrase begins to say how often: "exercises three times a day"; its length where it does not."""
    for at in range(1, len(words)):
        times = words[at : at + 1] in (["once"], ["twice"]) or words[at + 1 : at + 2] == ["times"]
        if times and set(words[at:]) & {"a", "each", "every", "daily", "weekly", "per"}:
            return at
    return len(words)


def unqualified(phrase: str) -> str:
    """A phrase without a name of several words before its noun: "range of motion exercises" are exercises."""
    for name in listed("names_before_nouns"):
        before, found, after = phrase.partition(f"{name} ")
        if found and after[:1].isalpha() and after.split(" ")[0].lower() not in PREPOSITIONS | {"and", "or"}:
            return before + after
    return phrase


@cache
def is_plural(phrase: str) -> bool:
    """Whether a noun phrase agrees with "are"."""
    before = unqualified(phrase)
    for link in (" with ", " of ", " in ", " on ", " at ", " to ", " when ", " over "):
        before = before.partition(link)[0]
    if " and " in before and is_plural(phrase.rpartition(" and ")[2]):
        return True
    if phrase.split(" ")[0].lower() in ("both", "these", "those"):
        return True
    word = head(phrase).lower()
    if word in listed("plurals"):
        return True
    if word in listed("massed"):
        return False
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "itis", "osis")):
        return False
    return plural(word[:-1]) in (word, word[:-1]) or (word.endswith("es") and plural(word[:-2]) == word)


def is_massed(phrase: str) -> bool:
    """Whether a noun phrase is known to take no "a"."""
    low = head(phrase).lower()
    return low in listed("massed") or (is_mass(low) and low not in listed("counted")) or low.endswith(_MASSED)


@cache
def is_counted(phrase: str) -> bool:
    """Whether a singular noun phrase takes "a": "a cough", but "nausea"."""
    word = head(phrase)
    low = word.lower()
    if phrase.lower().endswith(tuple(listed("fevers"))):
        return False
    if is_massed(phrase) or is_plural(phrase):
        return False
    if " " in phrase and low in listed("counted_parts") and phrase.split(" ")[0].lower() not in _SIDES:
        return True
    if low in listed("counted") or word in listed("counted"):
        return True
    ending = low.endswith(("ectomy", "plasty", "scopy", "ostomy", "otomy", "gram", "logist"))
    return low in listed("counted_oma") or ending or _is_usual(word)


def _is_usual(word: str) -> bool:
    """Whether an unlisted noun is an everyday one in the singular, which is counted: "letter", "band", "school"."""
    terms = Terminology.load()
    concept = terms.concept(word)
    if not (word.isalpha() and word.islower()) or word.endswith(_ABSTRACT):
        return False
    if word in listed("parts") | listed("functions") or (concept is not None and terms.kind(concept) in _MEDICAL):
        return False
    return tags(["the", word])[1] == "NN1"


def an(phrase: str) -> str:
    """A noun phrase with its indefinite article."""
    low = phrase.lower()
    spelled = phrase[:1] in "AEFHILMNORSX" and (phrase[1:2].isdigit() or phrase[1:2].isupper())
    vowel = (
        (spelled and not phrase.startswith(_READ_AS_WORDS))
        or low.startswith(_VOWEL_SOUND)
        or (low.startswith(_AN) and not low.startswith(_CONSONANT_SOUND))
    )
    return f"{'an' if vowel else 'a'} {phrase}"


def determined(phrase: str) -> bool:
    """Whether a phrase has a determiner, a number or a quantity before it."""
    first = phrase.split(" ", 1)[0].lower() if phrase else ""
    return (
        first in DETERMINERS
        or first in _AMOUNTS
        or first[:1].isdigit()
        or first.endswith(("'s", "’s"))  # "today's examination"
        or phrase.lower().startswith(("a lot", "one ", "two ", "three "))
    )


def some(phrase: str) -> str:
    """A noun phrase as something new: "a cough", "nausea", "chills"."""
    if phrase == "flu":
        return "the flu"
    if phrase[:1].isdigit() and phrase.split(" ")[1:2] in (["centimeter"], ["millimeter"], ["inch"]):
        return an(phrase) if not is_plural(phrase) else phrase
    first, both, second = phrase.partition(" and ")
    if both and not determined(phrase) and not set(first.split(" ")) & PREPOSITIONS and is_counted(second):
        return f"{some(first)} and {some(second)}" if not first.endswith(_JOINED) else phrase
    one, either, other = phrase.partition(" or ")
    if either and not determined(phrase) and is_counted(one) and not one.endswith(_JOINED) and not set(one.split(" ")) & PREPOSITIONS:  # fmt: skip
        return f"{an(one)} or {some(other)}"
    if both and is_plural(second) and is_counted(first) and not first.endswith(_JOINED):
        return f"{an(first)} and {second}"
    return phrase if determined(phrase) or not is_counted(phrase) else an(phrase)


def owned(phrase: str, owner: Person) -> str:
    """A part of the body with whose it is: "right knee" -> "my right knee"."""
    words = phrase.split(" ")
    if words[0].lower() == owner.possessive:
        return phrase  # it was moved before
    if words[0].lower() in ("the", "his", "her", "their"):
        words = words[1:]
    side, of, part = " ".join(words).partition(" of the ")
    if not of and " of " in side and side.split(" of ")[0].split(" ")[-1] in listed("sides"):
        side, of, part = side.partition(" of ")  # "left side of head"
    if of and (is_part(part) or side.split(" ")[-1] in listed("sides")):
        part = part.removeprefix(f"{owner.possessive} ")  # it was moved before
        return f"the {side} of {owner.possessive} {part}"
    if words[0].lower() in ("both", "each") or determined(" ".join(words)):
        if words[0].lower() == "both" and len(words) > 1 and words[1] in ("the", "of"):
            words = ["both", *(w for w in words[1:] if w not in ("the", "of"))]
        return " ".join(words)
    return " ".join([owner.possessive, *words])


def plural_of(phrase: str) -> str:
    """A noun phrase in the plural: "right knee" -> "right knees"."""
    words = phrase.split(" ")
    return " ".join([*words[:-1], plural(words[-1])])


@cache
def is_part(phrase: str) -> bool:
    """Whether a phrase names a part of the body, or something a person has like one ("mood", "gait")."""
    word = head(phrase).lower()
    if word in listed("parts") | listed("functions") or (word.endswith("s") and word[:-1] in listed("parts")):
        return True
    terms = Terminology.load()
    if word.endswith(("al", "ic", "ous", "ary")):
        return False  # "gastrointestinal" is no part
    found = [concept for form in (phrase, word) for concept in [terms.concept(form)] if concept]
    return any(terms.kind(concept) == "anatomy" for concept in found)


def placed(site: str, owner: Person) -> str:
    """A site after its preposition: "right knee" -> "in my right knee", "behind the eyes" -> "behind my eyes"."""
    if site.startswith("all over"):
        rest = site.removeprefix("all over").strip().removeprefix("of ")
        return f"all over {owned(rest, owner)}" if rest else site
    words = site.split(" ")
    if words[0].endswith("ly") and len(words) > 1:
        words = words[1:]
    if words[0] == "of":
        words[0] = "in"
    site = " ".join(words)
    if words[0].lower() in PREPOSITIONS and len(words) > 1:
        rest = " ".join(words[1:])
        return f"{words[0]} {owned(rest, owner) if is_part(rest) else rest}"
    if words[0].lower() in ("bilateral", "both"):
        return f"in both {' '.join(words[1:])}"
    if site.startswith("on both sides") or site.lower() in ("everywhere", "all over"):
        return site
    return f"in {owned(site, owner) if is_part(site) else site}"
