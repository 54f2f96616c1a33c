"""Leads whose subject is the patient, or who came with the patient."""

from collections.abc import Sequence

from bedside.agents.reading.leads import Lead, denied
from bedside.agents.reading.lexemes import (
    BE,
    UNKNOWN_VERB,
    Word,
    act_verbs,
    after_patient,
    after_relative,
    auxiliaries,
    listed,
    low_at,
    tagged,
)
from bedside.agents.reading.telling import complement, told_lead

_TAKEN_UP = frozenset({"proceed", "have", "undergo", "start", "try", "take", "be"})


def patient_lead(words: Sequence[Word], at: int) -> Lead | None:
    after = after_patient(words, at)
    if after == at:
        return None
    if tagged(words, after, "TO0"):
        return Lead("patient", "told", after + 1)
    verb, before, negative = auxiliaries(words, after)
    if verb >= len(words):
        return None
    if negative and words[verb].lemma in ("need", "have"):
        return None  # "does not need to": no order
    found = patients_verb(words, verb, before)
    return denied(found) if found and negative else found


def patients_verb(words: Sequence[Word], at: int, before: Sequence[Word]) -> Lead | None:
    word = words[at]
    modal = next((w.lower for w in before if w.tag == "VM0"), "")
    if not before and word.tag in ("VVD", "VVN") and word.lemma in listed("tell") and at + 1 < len(words):
        return told_lead(words, at + 1, word.lemma)
    if not before and word.lemma == "know" and tagged(words, at + 1, "TO0"):
        return Lead("patient", "told", at + 2)
    if modal in ("would", "'d", "’d") and any(w.lower == "rather" for w in words[max(0, at - 3) : at]):
        return Lead("patient", "wants", at)
    be = bool(before) and before[-1].tag in BE
    if word.tag == "TO0" and before:  # "is to", "has to"
        return Lead("patient", "will", at + 1)
    if modal and any(w.tag[:2] == "VH" for w in before) and word.tag in ("VVN", "VVD"):
        return None  # "should have called": no advice
    if (be and word.tag in ("VVN", "VVD", "AJ0") and word.lemma != word.lower) or (be and word.lemma in act_verbs()):
        return _done_to(words, at, bool(modal), before[-1].tag in ("VBZ", "VBB") and len(before) == 1)
    if word.lemma in ("need", "have") and tagged(words, at + 1, "TO0"):
        return Lead("patient", "will", at + 2)
    if modal and be:
        return None if word.tag in ("VVN", "VVG") else Lead("patient", "will", words.index(before[-1]))
    return _answer(words, at, modal) or (
        Lead("patient", "will", at, may=modal in ("may", "might", "could")) if modal else None
    )


def family_lead(words: Sequence[Word], at: int) -> Lead | None:
    """ "Her mother was advised to ...": who comes along is told what to do for the patient."""
    after = after_relative(words, at)
    if after == at:
        return None
    if tagged(words, after, "TO0"):
        return Lead("patient", "told", after + 1)
    verb, before, negative = auxiliaries(words, after)
    if verb >= len(words) or not before or before[-1].tag not in BE or words[verb].lemma not in listed("tell"):
        return None
    found = told_lead(words, verb + 1, words[verb].lemma)
    return denied(found) if found and negative else found


def impersonal_lead(words: Sequence[Word], at: int) -> Lead | None:
    """ "It is recommended that he ..."."""
    if low_at(words, at) != "it":
        return None
    verb, before, negative = auxiliaries(words, at + 1)
    if verb >= len(words) or not before or words[verb].lemma not in ("recommend", "advise", "suggest"):
        return None
    found = complement(words, verb + 1, words[verb].lemma)
    return denied(found) if found and negative else found


def _done_to(words: Sequence[Word], at: int, modal: bool, state: bool) -> Lead | None:
    """ "was told to", "was given", "will be placed in": what is done to the patient."""
    verb = words[at].lemma
    if verb in listed("tell"):
        return told_lead(words, at + 1, verb)
    if state and not (act_verbs().get(verb) or UNKNOWN_VERB).drug:
        return None  # "is vaccinated": how it is
    if verb in act_verbs() and words[at].tag != "VVG" and words[at - 1].tag != "VBG":
        return Lead("physician", "will" if modal else "did", at)
    return None


def _answer(words: Sequence[Word], at: int, modal: str) -> Lead | None:
    verb = words[at].lemma
    after = at + 1
    if verb in listed("decline"):
        return Lead("patient", "answers", after, denied=True)
    if verb in listed("agree") and not modal and low_at(words, after) == "that":
        return Lead("physician", "says", after + 1)
    if verb in listed("agree") and not modal:
        if tagged(words, after, "TO0") and after + 1 < len(words) and words[after + 1].lemma not in _TAKEN_UP:
            return Lead("patient", "will", after + 1)  # "agreed to notify us"
        accepted = verb in ("agree", "consent", "accept") and _accepted(words, after)
        return Lead("patient", "answers", after) if accepted else Lead("patient", "agrees", after)
    if verb in listed("accept") and not modal:
        return Lead("patient", "answers", after)
    if verb in listed("want") and (modal in ("", "would")):
        return Lead("patient", "wants", after)
    return None


def _accepted(words: Sequence[Word], at: int) -> bool:
    """Whether something of its own was agreed to, not just the plan."""
    rest = [word.lower for word in words[at:]]
    return bool(rest) and not any(word in ("plan", "above", "recommendations", "this") for word in rest)
