"""Where a clause turns: to a denial, to what was given, to another verb of the patient's."""

from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.reading.clause import finite
from bedside.agents.reading.clause_shapes import main_verb, of_patient
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.agents.text.units import unit_at
from bedside.scenarios.span import Span

_GIVEN = frozenset(("given", "started", "commenced", "prescribed"))
_DENIES = frozenset(("no", "nil", "not", "without"))
_LISTED = 5  # words of one thing in a list, with its comma
_HANGS = ("CJS", "CJT", "DTQ", "PNQ", "AVQ", "PRP")
_TOPIC = 12  # words in which what stands at the front ends


def denial_at(words: Sequence[Token]) -> int:
    """Where ", no syncope" begins after a clause with a verb; 0 where nothing does."""
    verbs = [i for i, word in enumerate(words) if finite(word)]
    if not verbs:
        return 0
    for at in range(verbs[-1] + 1, len(words)):
        if words[at].lower in ("no", "nil") and words[at - 1].text in (",", ";", "-", "–"):
            return at
    return 0


def clause_behind_denials(words: Sequence[Token]) -> int:
    """Where a clause begins behind a list of what is denied: "No fever, no cough, appetite is good"; 0 where none does."""
    verb = next((i for i, word in enumerate(words) if finite(word)), 0)
    if not verb or not words or words[0].lower not in _DENIES:
        return 0
    at = next((i for i in range(verb, 0, -1) if words[i].text in (",", ";")), 0)
    while at and words[at + 1].lower in ("but", "and"):
        at += 1
    behind = (
        bool(at) and at + 1 < verb and words[at + 1].lower not in (*_DENIES, "or") and words[at + 1].tag not in _HANGS
    )
    parted = [i + 1 for i in range(at) if words[i].text in (",", ";")]
    short = all(end - start <= _LISTED for start, end in pairwise([0, *parted]))
    return at + 1 if behind and short else 0


def weight_at(words: Sequence[Token]) -> int | None:
    """Where a weight lost or gained begins without its subject, "not eating, lost 5 kg"; None where none does."""
    for at, word in enumerate(words[:-2]):
        lower = [one.lower for one in words[at + 1 : at + 4]]
        counted = words[at + 1].tag == "CRD" and unit_at(lower, 1, digits=True) is not None
        if word.lower in ("lost", "gained") and counted and (at == 0 or words[at - 1].text in (",", ";")):
            return at
    return None


def given_at(doc: Doc, words: Sequence[Token]) -> int:
    """The comma before what was given, after a clause or a denial: "has no symptoms, given ciprofloxacin"; 0 where none is."""
    for at in range(1, len(words) - 2):
        if words[at].text not in ",;" or words[at + 1].lower not in _GIVEN:
            continue
        near = Span(start=words[at + 2].start, end=words[min(len(words), at + 8) - 1].end)
        if any(m.kind == "drug" for m in doc.mentioned(near)) and not any(finite(word) for word in words[at + 2 :]):
            return at
    return 0


def fronted_denial(words: Sequence[Token]) -> int:
    """The comma behind "Without fever" before a clause; 0 where nothing such stands."""
    comma = next((i for i, word in enumerate(words[:_TOPIC]) if word.text == ","), 0)
    told = words[0].lower == "without" and 1 < comma < len(words) - 1
    return comma if told and words[comma + 1].tag == "PNP" else 0


def turn_at(words: Sequence[Token]) -> int:
    """Where "but endorses ..." begins after a clause that lists what the patient has or denies; 0 where nothing does."""
    verb = next((i for i, word in enumerate(words) if finite(word)), None)
    if verb is None or not of_patient(words[:verb]):
        return 0
    kinds = listed("deny") | listed("suffer") | listed("say")
    listing = lemma(words[main_verb(words, verb)].text, words[main_verb(words, verb)].tag) in kinds
    for at in range(verb + 2, len(words) - 1):
        if words[at].tag in ("CJS", "CJT", "DTQ", "PNQ", "AVQ"):
            return 0
        if words[at].lower not in ("and", "but") and words[at].text != ",":
            continue
        after = at + 1
        while after < len(words) - 1 and (words[after].tag in ("CJC", "AV0") or words[after].text == ","):
            after += 1
        here = words[after]
        if not any(word.tag.startswith(("NN", "AJ", "VVG", "VVN", "NP")) for word in words[verb + 1 : at]):
            continue  # "is not currently and has never been"
        if here.tag in ("VVZ", "VHZ", "VDZ", "VVD", "VHD", "VBZ") and (listing or lemma(here.text, here.tag) in kinds):
            return at
    return 0
