"""What sort of phrase a wording is, by the tags of its words: a thing, a state, something that is or was done."""

from functools import cache
from typing import Literal

from bedside.agents.speaking.nouns import PREPOSITIONS, head
from bedside.agents.speaking.tables import listed
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

_ADJECTIVAL = ("ed", "ous", "ful", "ish", "ic", "less")
_NOMINAL = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ening",
    "ite",
    "ites",
    "cyte",
    "cytes",
    "gram",
    "oma",
    "osis",
    "itis",
)
_MADE = ("ectomy", "plasty", "scopy", "otomy", "adenoma", "megaly", "opathy", "emia", "uria", "algia", "carcinoma")
_OPENERS = frozenset("trouble difficulty problems problem inability episodes episode bouts attacks".split())
_FINITE = frozenset("VBZ VBD VBB VM0 VHZ VHD VHB VDZ VDD VVZ".split())
Shape = Literal["noun", "state", "doing", "done", "base", "other"]


@cache
def shape(phrase: str) -> Shape:
    """``cough`` is a noun, ``short of breath`` a state, ``feeling weak`` doing, ``lost eight pounds`` done, ``drink water``
    base; ``other`` is what cannot stand in a sentence by these rules ("additionally", "2")."""
    words = phrase.split()
    if not words:
        return "other"
    if phrase.lower() in listed("states"):
        return "state"
    if words[0].lower() in PREPOSITIONS:
        return "other"
    if words[0].lower() in ("left", "right") and len(words) > 1:
        return shape(" ".join(words[1:]))
    found = tags(["is", *words])[1:]
    at = next((i for i, tag in enumerate(found) if not tag.startswith(("AV", "XX"))), len(words))
    if at == len(words) or words[at].lower() in PREPOSITIONS:
        return "other"
    first = words[at].lower()
    named = len(words) > at + 1 and lemma(first, "VVG") not in ("have", "get", "feel") and _is_counted_word(words[-1])
    if (
        is_doing(first)
        and not named
        and not _is_mixed(words)
        and (phrase.lower() in listed("doings") or lemma(first, "VVG") in listed("doing_verbs"))
    ):
        return "doing"
    if (
        lemma(first, "VVD") in listed("doing_verbs")
        and first == inflect(lemma(first, "VVD"), "past")
        and len(words) > at + 1
    ):
        return "done"
    return _nominal(words, found, at)


def _is_mixed(words: list[str]) -> bool:
    """Whether what somebody does is joined with what they have: "vomiting and vaginal discharge"."""
    at = next((i for i, word in enumerate(words) if word in ("and", "or")), 0)
    return at == 1 and len(words) > at + 2 and not any(word.endswith("ing") for word in words[at + 1 :])


def _nominal(words: list[str], found: tuple[str, ...], at: int) -> Shape:
    """A noun phrase or an adjective phrase, by the last word before its first preposition."""
    graded = " ".join(words).partition(" out of ")[2].partition(" ")[2]
    if graded and words[0] in ("grade", "a"):
        return shape(graded)  # "grade three out of six systolic murmur"
    final = len(words) - 1 if is_listed(words[-1]) else len(words)  # "ST changes"
    verb = next(
        (i for i, tag in enumerate(found[:final]) if tag in _FINITE or words[i] in ("include", "includes")), None
    )
    if verb is not None and not any(tag in ("CJT", "DTQ", "AVQ", "PNQ") for tag in found[:verb]):
        return "other"
    if found[at] in ("VVD", "VVN") and found[at + 1 : at + 2] == ("AT0",):
        return "other"
    if words[at].lower() in _OPENERS:
        return "noun"
    phrase = " ".join(words)
    last = head(" ".join(words[at:]))
    tag = found[at + words[at:].index(last)] if last in words[at:] else ""
    if is_listed(last):
        return "noun"
    if "CJC" in found and any(one.startswith("NN") for one in found[: found.index("CJC")]):
        return "noun"
    if tag.startswith(("NN", "UNC", "NP")) or (tag == "VVG" and len(words) == 1):
        return "noun"
    if tag.startswith(("AJ0", "VVN")) and words[0].lower() not in PREPOSITIONS:
        named = len(words) == 1 and tag == "AJ0" and Terminology.load().concept(phrase) is not None
        return "noun" if named and not phrase.endswith(_ADJECTIVAL) else "state"
    return "noun" if Terminology.load().concept(phrase) else "other"


def is_listed(word: str) -> bool:
    """Whether a word is one of the nouns of our lists."""
    if word.endswith(_MADE):
        return True
    return any(word.lower() in listed(name) for name in ("counted", "massed", "plurals", "parts", "functions", "heard"))


def _is_counted_word(word: str) -> bool:
    return word in listed("counted") or word.removesuffix("s") in listed("counted")


def is_doing(word: str) -> bool:
    """Whether a word is the -ing form of a verb."""
    return word.endswith("ing") and is_verb(lemma(word, "VVG"))


@cache
def is_thing(phrase: str) -> bool:
    """Whether the head of a noun phrase is known: by our lists, or as a word of a term."""
    word = head(phrase)
    low = word.lower()
    if any(form in _things() for form in (low, low.removesuffix("s"), low.removesuffix("es"))):
        return True
    start = phrase.find(word)
    found = Terminology.load().find(phrase)
    return any(mention.start < start + len(word) and start < mention.end for mention in found)


@cache
def is_ailment(phrase: str) -> bool:
    """Whether a phrase may name something that one has: its head is in our lists or in a term of an illness, or it is what
    somebody does; "central location" and "Yosemite Park" are none."""
    opened = phrase.split(" ")[0].lower() in _OPENERS
    if shape(phrase) == "doing" or opened or is_thing(phrase) or head(phrase).lower() in listed("ailments"):
        return True
    terms = Terminology.load()
    return any(terms.kind(found.concept) in ("symptom", "disorder", "finding") for found in terms.find(phrase))


@cache
def is_named(phrase: str) -> bool:
    """Whether a phrase nobody has listed is a noun phrase by the tags of its words: "screws in good position", "perforation"."""
    words = phrase.split(" ")
    last = head(phrase)
    at = words.index(last) if last in words else 0
    found = tags(words)
    if any(char.isdigit() for char in phrase) or not found[at].startswith("NN"):
        return False
    if any(not tag.startswith(("NN", "AJ", "AV", "VVN", "VVG", "OR", "AT", "NP")) for tag in found[:at]):
        return False
    return len(words) > 1 or (last.endswith(_NOMINAL) and last.lower() not in listed("moves"))


@cache
def _things() -> frozenset[str]:
    return frozenset().union(
        *(listed(name) for name in ("counted", "massed", "plurals", "parts", "functions", "heard", "felt"))
    )


@cache
def is_act(phrase: str) -> bool:
    """Whether a phrase begins with a verb in its base form and goes on as an act: "drink more water"."""
    words = phrase.split()
    first = words[0].lower() if words else ""
    if not is_verb(first):
        return False
    return tags(["to", *words])[1].startswith("V") and tags(words)[0].startswith(("V", "AJ0"))


def is_personal(state: str) -> bool:
    """Whether a state is one of a person: "tired", "unable to sleep"; "black" is one of a thing."""
    words = [
        word for word in state.lower().split(" ") if not word.endswith("ly") and word not in ("very", "more", "quite")
    ]
    first = words[0] if words else ""
    return state.lower() in listed("states") or first in listed("states") | listed("personal_states")
