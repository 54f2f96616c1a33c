"""What follows "advised", "recommended", "was told": an act of the patient, of the author, a clause or a thing."""

from collections.abc import Sequence

from bedside.agents.reading.leads import Doer, Lead, denied
from bedside.agents.reading.lexemes import (
    AUXILIARIES,
    Word,
    act_verbs,
    after_object,
    after_patient,
    auxiliaries,
    base_verb,
    listed,
    low_at,
    skip,
    to_verb,
)


def told_lead(words: Sequence[Word], after: int, verb: str) -> Lead | None:
    """What follows "advised", "recommended", "was told"."""
    after, at_once = skip(words, after)  # "warned not to"
    if low_at(words, after) == "for":
        after += 1 if after_object(words, after + 1) > after + 1 else 0
    told = after_object(words, after)
    told, negative = skip(words, told)
    found = complement(words, told, verb)
    return denied(found) if found and negative != at_once else found


def complement(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    if at >= len(words):
        return None
    resting = low_at(words, at) == "to" and low_at(words, at + 1) in listed("patient_verbs")  # "told to rest and drink"
    if to_verb(words, at) or resting:
        return Lead("patient", "told", at + 1)
    if words[at].tag == "VM0":
        return modal(words, at)
    if low_at(words, at) == "against":
        return Lead("patient", "told", at + 1, denied=True)
    whose = after_that(words, at)
    inner = _subjunctive(words, whose)
    if inner is not None:
        return inner
    if whose > at or (verb in listed("explain") and _finite_ahead(words, at)):
        return Lead("physician", "says", whose)
    if words[at].tag == "VVG" or (base_verb(words, at) and words[at].tag in ("VVB", "VVI")):
        return Lead("patient", "told", at)
    if words[at].tag in ("PRP", "PRF", "CJS", "DTQ", "AVQ", "PUN", "AVP") or words[at].lower in (
        "re",
        "regarding",
        "about",
        "on",
    ):
        return None if words[at].tag == "PUN" else Lead("physician", "says", at)
    return Lead("patient", "item", at)


def _subjunctive(words: Sequence[Word], at: int) -> Lead | None:
    """ "(that) he wear a splint", "she should rest", "we obtain an EMG"."""
    subject = after_patient(words, at)
    if subject > at:
        verb, before, negative = auxiliaries(words, subject)
        done = verb < len(words) and bool(before) and before[-1].lower == "be" and words[verb].tag == "VVN"
        if done and words[verb].lemma in act_verbs():
            return Lead("physician", "will", verb, negative)
        advised = any(word.lower in ("should", "must", "can", "could") for word in before)
        if verb < len(words) and (advised or (not before and words[verb].tag in ("VVB", "VVI", "VBI", "VBB", "NN1"))):
            return Lead("patient", "told", verb, negative)
        if before and before[-1].tag in ("VBI", "VBB") and before[-1].lower == "be":
            return Lead("patient", "told", verb - 1, negative)
        return None
    if low_at(words, at) in listed("author"):
        verb, before, negative = auxiliaries(words, at + 1)
        whom = after_object(words, verb + 1) if verb < len(words) and words[verb].lemma in listed("want") else verb
        if whom > verb + 1 and to_verb(words, whom):
            return Lead("patient", "told", whom + 1, negative)  # "that I want him to rest"
        if verb < len(words) and words[verb].tag in ("VVB", "VVI"):
            return Lead("physician", "will", verb, negative)
    return None


def modal(words: Sequence[Word], at: int) -> Lead | None:
    verb, before, negative = auxiliaries(words, at)
    if verb >= len(words):
        return None
    if words[verb].lemma in listed("decline"):
        return None
    may = before[0].lower in ("may", "might", "could")
    doer: Doer = "patient" if before[0].lower in ("should", "can", "must") else ""
    return Lead(doer, "will", verb, negative, may=may)


def after_that(words: Sequence[Word], at: int) -> int:
    """The place after "to him", "with the patient" and "that"."""
    at = after_object(words, at)
    return at + 1 if low_at(words, at) == "that" else at


def _finite_ahead(words: Sequence[Word], at: int) -> bool:
    for word in words[at : at + 8]:
        if word.lower in ("(", ",", ";"):
            return False
        if word.tag in AUXILIARIES or word.tag in ("VVZ", "VVD", "VVB"):
            return True
    return False
