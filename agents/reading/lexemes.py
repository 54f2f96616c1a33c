"""Words of a sentence as the readers of plans see them, and the small patterns that many of them ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.clause import is_illness
from bedside.agents.reading.leads import Doer
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb, lemma
from bedside.scenarios.span import Span

NEGATIVE = frozenset({"not", "n't", "n’t", "never"})

BE = frozenset({"VBB", "VBD", "VBZ", "VBI", "VBN", "VBG"})

FINITE = frozenset({"VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0", "VVB", "VVD", "VVZ"})
AUXILIARIES = BE | {"VHB", "VHD", "VHZ", "VHI", "VM0", "VDB", "VDD", "VDZ"}

_ADVERBS = frozenset({"AV0", "ITJ"})

_POLITE = frozenset({"please", "also", "strongly", "kindly", "just", "then", "both", "all", "again", "further", "o/w"})

_OBJECTS = frozenset({"him", "her", "them", "you"})

_NAMES = frozenset({"mr", "mrs", "ms", "miss", "mx"})

_SHORT = frozenset({"r/v", "f/u", "d/c", "r/o", "c/w", "s/p", "w/u", "d/w"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its base form; a shorthand with a slash ("r/v") is one word."""

    start: int
    end: int
    lower: str
    tag: str
    lemma: str


@dataclass(frozen=True, slots=True)
class ActVerb:
    """What an act's verb means: ``doer`` where nobody is named, ``drug`` its action on a drug, ``other`` its action on
    anything else."""

    doer: Doer
    drug: str
    other: str


UNKNOWN_VERB = ActVerb("patient", "", "")


@cache
def act_verbs() -> dict[str, ActVerb]:
    """Verbs of orders by their base form."""
    table: dict[str, ActVerb] = {}
    for verb, doer, drug, *other in rows("act_verbs"):
        table[verb] = ActVerb("physician" if doer == "physician" else "patient", drug, other[0] if other else "")
    return table


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of ``act_words.tsv``. Raises ``KeyError``."""
    return frozenset({row[0]: row[1] for row in rows("act_words")}[name].split())


def words_of(doc: Doc, span: Span) -> tuple[Word, ...]:
    """The words of a stretch with tags and base forms."""
    found = doc.tagged(span)
    words: list[Word] = []
    at = 0
    while at < len(found):
        three = found[at : at + 3]
        short = "".join(token.lower for token in three)
        if short in _SHORT and len(three) == 3:
            words.append(Word(three[0].start, three[2].end, short, "VVB" if short in act_verbs() else "UNC", short))
            at += 3
            continue
        token = found[at]
        ill = is_illness(found, at)
        low = token.text if token.text == "PT" or ill else token.lower  # physical therapy, multiple sclerosis: nobody
        tag = _mended(low, token.tag, found[at + 1].tag if at + 1 < len(found) else "")
        base = _base_form(token.text, tag) if tag.startswith("V") or low.endswith("ed") else low
        words.append(Word(token.start, token.end, low, tag, base))
        at += 1
    return tuple(words)


def _base_form(text: str, tag: str) -> str:
    """A verb's base form, also of spellings with one letter less ("counseled")."""
    base = lemma(text, tag)
    return base[:-2] if base.endswith("ed") and is_verb(base[:-2]) else base


def _mended(low: str, tag: str, after: str) -> str:
    """The tag of a word that the tagger mistakes in a note: "will" before a noun, "left" for a side."""
    if low == "will":
        return "VM0"
    return "AJ0" if low == "left" and tag.startswith("V") and after[:2] in ("NN", "AJ") else tag


def skip(words: Sequence[Word], at: int) -> tuple[int, bool]:
    """The place after adverbs, and whether one of them denies."""
    negative = False
    while at < len(words):
        word = words[at]
        if word.lower in NEGATIVE or word.tag == "XX0":
            negative = True
        elif not (word.tag in _ADVERBS or word.lower in _POLITE or (word.tag == "PUN" and word.lower in ",:-•*")):
            break
        at += 1
    return at, negative


def auxiliaries(words: Sequence[Word], at: int) -> tuple[int, list[Word], bool]:
    """The main verb's place after auxiliaries and adverbs, these auxiliaries, and whether they deny."""
    found: list[Word] = []
    negative = False
    while at < len(words):
        at, no = skip(words, at)
        negative = negative or no
        if at >= len(words) or words[at].tag not in AUXILIARIES:
            break
        main = words[at].tag[:2] == "VH" and not _verb_follows(words, at + 1)
        if main and words[at].tag != "VM0":
            break
        found.append(words[at])
        at += 1
    return at, found, negative


def _verb_follows(words: Sequence[Word], at: int) -> bool:
    at, _ = skip(words, at)
    return at < len(words) and words[at].tag in ("VVN", "VVD", "VBN", "VHN", "VDN", "TO0")


def low_at(words: Sequence[Word], at: int) -> str:
    return words[at].lower if at < len(words) else ""


def tagged(words: Sequence[Word], at: int, tag: str) -> bool:
    return at < len(words) and words[at].tag == tag


def to_verb(words: Sequence[Word], at: int) -> bool:
    """Whether "to" stands here before a verb, also one that is tagged as a noun ("to ice her ankle")."""
    if tagged(words, at, "TO0"):
        return True
    if low_at(words, at) != "to" or at + 2 >= len(words):
        return False
    if words[at + 1].lower == "be":
        return True
    return is_verb(words[at + 1].lower) and words[at + 2].tag in ("DPS", "AT0", "PNP", "DT0")


def base_verb(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].tag in ("VVB", "VVI", "VBI", "VHI") or is_verb(words[at].lower))


def after_patient(words: Sequence[Word], at: int) -> int:
    """The place after words that name the patient as a subject; ``at`` if none stand here."""
    low = low_at(words, at)
    if low in ("he", "she", "they", "you", "patient", "pt"):
        return at + 1
    if low in ("the", "this") and low_at(words, at + 1) in listed("patient"):
        return at + 2
    if low in _NAMES:
        at += 1
        while at < len(words) and (words[at].lower == "." or words[at].tag in ("NP0", "UNC")):
            at += 1
    return at


def after_relative(words: Sequence[Word], at: int) -> int:
    """The place after words that name who comes along; ``at`` if none stand here."""
    first = at + 1 if at < len(words) and words[at].tag in ("AT0", "DPS") else at
    return first + 1 if low_at(words, first) in listed("family") else at


def after_object(words: Sequence[Word], at: int) -> int:
    """The place after words that name the patient as an object."""
    if low_at(words, at) in ("with", "to"):
        inner = after_object(words, at + 1)
        return inner if inner > at + 1 else at
    if low_at(words, at) in _OBJECTS and not (low_at(words, at) == "her" and _is_noun(words, at + 1)):
        return at + 1
    after = max(after_patient(words, at), after_relative(words, at))
    return after if after > at and low_at(words, at) not in ("he", "she", "they") else at


def _is_noun(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].tag.startswith(("NN", "AJ"))
