"""Whether every word of what is about to be said is one that people say. A word that no list knows is residue of telegram style
("bisop", "exac"), and so is one that a note clips where the language has a word of the same letters ("reg", "chase").

Law: what is refused is said in another way or not at all, and letters in capitals are the business of
:mod:`bedside.agents.speaking.letters`."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from bedside.agents.identifiers.names import given_names, surnames
from bedside.agents.identifiers.names import listed as names_listed
from bedside.agents.speaking.letters import fixed
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.inflection import forms
from bedside.agents.text.tagger import vocabulary
from bedside.knowledge.terminology import Terminology

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d))$|(?<=s)['’]$")
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|s|am|pm|x|mg|kg|g|ml|k)?|[A-Z][A-Za-z]?\d{1,4}[a-z]?|\d?[A-Z]+\d*[A-Z]*\d*")
_LABEL = re.compile(r"[a-z]:(?:\s|$)", re.I)  # "Return: two weeks": a heading
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "doctor", "nurse", "professor", "sister"))
_PREFIXES = (
    "non un re anti post pre over semi hyper hypo inter intra sub supra multi micro extra trans peri dis mis co out under"
).split()
_SUFFIXES = (
    ("s", ""), ("es", ""), ("ly", ""), ("ally", "al"), ("ally", ""), ("ness", ""), ("iness", "y"), ("ish", ""), ("ish", "e"),
    ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("ers", ""), ("less", ""), ("wise", ""),
    ("y", ""), ("y", "e"), ("ier", "y"), ("iest", "y"), ("ies", "y"), ("ily", "y"), ("able", ""), ("able", "e"), ("ful", ""),
    ("ity", ""), ("ity", "e"), ("ist", "y"), ("ists", "y"), ("al", ""), ("al", "y"), ("ic", "y"), ("our", "or"), ("ours", "ors"),
    ("oured", "ored"), ("re", "er"), ("isation", "ization"), ("ise", "ize"), ("ised", "ized"), ("ising", "izing"),
)  # fmt: skip
_BRITISH = (("haem", "hem"), ("oed", "ed"), ("oes", "es"), ("aem", "em"), ("paed", "ped"), ("orrhoea", "orrhea"))
_LONG = 8  # letters from which a word is no clipped one where it ends as words of medicine and brands do
_LONGER = 11  # letters from which none is
_ENDINGS = re.compile(
    r"(?:tions?|[sx]ions?|s[ie]s|itis|[ae]mia|uria|a[lr]|ic|ics|ary|ory|ous|ive|ates?|ated|ating|ity|ities|gram|grams|graphy|scopy"
    r"|tom(?:y|ies)|plasty|omas?|pathy|log(?:y|ist|ists)|[aeio]nes?|ides?|oles?|pril|sartan|statins?|[aei]l[oi]l|[mn]ab|ments?|ness"
    r"|ly|ists?|isms?|ents?|ants?|[ae]nce|able|ible|[eo]rs?|ures?|i?um|us|oid|oids|ia|ias|ae|izes?|ized|ing|eal|ectasis|phage|cyte|cytes|condyles?|[aeoy]|ets?|ulus)$"
)
_OWN_ENDINGS = re.compile(r"[a-z]{3,}(?:oid|ous|itis|oma|ase|scopy|ectomy|uria|emia)$")
_SLIPPED = 7  # letters from which a slip is one; a shorter word is as likely a clipped one ("bisop" is no bishop)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_STEM = 3  # letters at least of what is left of a word without its ending
_PART = 4  # letters at least of the second word of two written as one
_SHORT = 4  # letters up to which the terminology has more clipped wordings than words


@lru_cache(maxsize=8192)
def unknown_word(text: str) -> str:
    """The first word of a text that nobody says, or a label; "" if there is none."""
    if label := _LABEL.search(text):
        return label[0].strip()
    found = [match[0] for match in _TOKEN.finditer(text)]
    if clipped := _clipped(tuple(word.lower() for word in found)):
        return clipped
    for at, match in enumerate(_TOKEN.finditer(text)):
        titled = at > 0 and found[at - 1].lower() in _TITLES
        joined = text[match.start() - 1 : match.start()] in ("-", ".", "/") or text[match.end() : match.end() + 1] in (
            "-",
            ".",
        )
        if not (titled or is_known(match[0], joined=joined)):
            return match[0]
    return ""


def _clipped(words: Sequence[str]) -> str:
    """The first word that stands here as notes clip one."""
    table = _clipped_words()
    for at, word in enumerate(words):
        if word in table:
            beside = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
            if beside.isdisjoint(table[word]):
                return word
    return ""


@cache
def _clipped_words() -> dict[str, frozenset[str]]:
    """Word -> the words one of which stands beside it where it is no clipped one."""
    table = {word: frozenset[str]() for word in listed("clipped")}
    return table | {word: frozenset(beside.split("|")) for word, beside in rows("clipped")}


@lru_cache(maxsize=16384)
def is_known(word: str, *, joined: bool = False) -> bool:
    """Whether people say this word; ``joined``: a hyphen or a full stop stands at it, like at "x" in "x-ray"."""
    bare = _CONTRACTED.sub("", word)
    if bare in fixed() or _FIGURE.fullmatch(bare):
        return len(bare) > 1 or bare.isdigit() or bare in "AI" or joined or bare.isupper()
    if any(sign.isdigit() for sign in bare) or not _LETTERS.fullmatch(bare.replace("'", "").replace("’", "")):
        return False
    low = bare.lower()
    if len(low) == 1:
        return low in ("a", "i") or joined
    if sum(sign.isupper() for sign in bare) > 1:
        return True
    named = bare[0].isupper() and (low in _names() or len(low) > 6)
    return named or _in_lists(low) or _is_built(low)


def _in_lists(low: str) -> bool:
    return low in _general() or low in _of_medicine()


def _is_built(low: str) -> bool:
    """Whether a word is made of words that are known, as the language makes them."""
    for ending, back in _SUFFIXES:
        stem = low.removesuffix(ending) + back
        if low.endswith(ending) and len(stem) >= _STEM + len(back) and (_in_lists(stem) or _in_lists(_undoubled(stem))):
            return True
    if any(
        low.startswith(prefix) and len(low) > len(prefix) + _STEM and _known_rest(low[len(prefix) :])
        for prefix in _PREFIXES
    ):
        return True
    if any(british in low and _in_lists(low.replace(british, american)) for british, american in _BRITISH):
        return True
    general = _general()
    if any(low[:at] in general and low[at:] in general for at in range(_STEM, len(low) - _PART + 1)):
        return True  # "daycare"
    if _OWN_ENDINGS.match(low) or len(low) >= _LONGER:
        return True
    return (len(low) >= _LONG and _ENDINGS.search(low) is not None) or _is_misspelt(low)


def _is_misspelt(low: str) -> bool:
    """Whether a long word is one slip from a known one: "epsiode", "paracetmol"."""
    if len(low) < _SLIPPED:
        return False
    for at in range(len(low) + 1):
        head, tail = low[:at], low[at:]
        swapped = tail[1:2] + tail[:1] + tail[2:]
        if _in_lists(head + tail[1:]) or _in_lists(head + swapped):
            return True
        if any(_in_lists(head + sign + tail) or _in_lists(head + sign + tail[1:]) for sign in _ALPHABET):
            return True
    return False


def _known_rest(low: str) -> bool:
    return _in_lists(low) or any(
        low.endswith(ending) and _in_lists(low.removesuffix(ending) + back) for ending, back in _SUFFIXES
    )


def _undoubled(stem: str) -> str:
    return stem[:-1] if len(stem) > _STEM and stem[-1] == stem[-2] else stem


def is_general_word(low: str) -> bool:
    """Whether a word, in small letters, is one of the general language and not of medicine alone."""
    return low in _general()


@cache
def _general() -> frozenset[str]:
    """Words of general texts and of the tables of forms, and what only people say aloud."""
    return vocabulary() | forms() | listed("spoken_only")


@cache
def _names() -> frozenset[str]:
    people = frozenset[str]().union(*given_names().values()) | surnames() | names_listed("capitals")
    return frozenset(name.lower() for name in people | listed("names"))


@cache
def _of_medicine() -> frozenset[str]:
    """Words of the wordings of the terminology, but for letters in capitals and, but for medicines, for short ones."""
    terms = Terminology.load()
    found: set[str] = set()
    for concept in terms.concepts():
        short = terms.kind(concept) == "drug"
        for form in (terms.name(concept), *terms.forms(concept), *terms.lay_forms(concept)):
            found |= {
                word.lower() for word in _LETTERS.findall(form) if not word.isupper() and (short or len(word) > _SHORT)
            }
    return frozenset(found)
