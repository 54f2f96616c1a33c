"""Who does what to whom: the words before a verb phrase that say whose act it is ("I advised him to ...", "We will ...").

A sentence of a plan has the form *lead + verb phrase*. The lead is found from tags and a few lists of words, and only
then is the verb phrase read (:mod:`bedside.agents.reading.directives`), so that nobody's act is told as somebody else's.
"""

from collections.abc import Sequence
from dataclasses import replace

from bedside.agents.reading.acts_of_patients import family_lead, impersonal_lead, patient_lead, patients_verb
from bedside.agents.reading.leads import Lead, denied
from bedside.agents.reading.lexemes import (
    AUXILIARIES,
    BE,
    NEGATIVE,
    UNKNOWN_VERB,
    Word,
    act_verbs,
    after_object,
    after_patient,
    auxiliaries,
    base_verb,
    listed,
    low_at,
    skip,
    tagged,
    to_verb,
)
from bedside.agents.reading.telling import after_that, modal, told_lead
from bedside.agents.text.inflection import lemma

_NOT_NOMINAL = frozenset({"VVZ", "VVB", "VVI", "VVD", "CJS", "CJT", "PNQ", "DTQ"})

_STANDING = frozenset(
    {"remain", "stay", "continue", "follow", "return", "proceed", "begin", "start", "increase", "decrease"}
)

_NOUN = ("NN", "NP", "UNC", "CRD", "ZZ0")


def lead(words: Sequence[Word], start: int = 0) -> Lead | None:
    """The lead of a sentence or clause, or None where none is known (a bare noun phrase, a clause about the patient)."""
    at, negative = skip(words, start)
    if at >= len(words):
        return None
    if words[at].lower in ("needs", "need", "requires"):
        return _bare(words, at)
    for reader in (_author, patient_lead, family_lead, impersonal_lead, _passive, _bare):
        found = reader(words, at)
        if found is not None:
            return found if not negative else denied(found)
    return None


def _author(words: Sequence[Word], at: int) -> Lead | None:
    if words[at].lower not in listed("author"):
        return None
    at, before, negative = auxiliaries(words, at + 1)
    if before and before[-1].tag.startswith("VH") and tagged(words, at, "TO0"):
        at += 1  # "we may have to obtain a culture"
    if at >= len(words):
        return None
    found = _said(words, at, before)
    return denied(found) if found and negative else found


def _said(words: Sequence[Word], at: int, before: Sequence[Word]) -> Lead | None:
    """What an author's verb leads to."""
    verb = words[at].lemma
    after = at + 1
    if verb == "go" and tagged(words, after, "TO0"):
        return Lead("physician", "will", after + 1)
    if verb == "have" and before:
        told = after_object(words, after)
        if told > after and base_verb(words, told):
            return Lead("patient", "told", told)
    if verb == "have" and tagged(words, after, "TO0"):
        return Lead("physician", "will", after + 1, may=any(w.lower in ("may", "might", "could") for w in before))
    if verb in listed("want") or verb in ("plan", "intend", "need", "try", "decide"):
        meant = _intent(words, after)
        may = any(w.lower in ("may", "might", "could") for w in before)
        if meant is not None or verb in listed("want"):
            return replace(meant, may=meant.may or may) if meant is not None else None
    modal = any(word.lower in ("will", "'ll", "’ll", "shall") for word in before)
    if verb in listed("tell") or verb in listed("recommend"):
        return told_lead(words, after, verb)
    if (verb in listed("explain") or verb in listed("think")) and not modal:
        return Lead("physician", "says", after_that(words, after))
    if any(word.tag == "VM0" for word in before):
        return Lead("physician", "will", at, may=any(word.lower in ("may", "might", "could", "can") for word in before))
    if verb in act_verbs():
        return Lead("physician", "did", at)
    return None


def _intent(words: Sequence[Word], after: int) -> Lead | None:
    if tagged(words, after, "TO0"):
        return Lead("physician", "will", after + 1)
    if low_at(words, after) == "for":
        whom = after_object(words, after + 1)
        if whom > after + 1 and to_verb(words, whom):
            return Lead("patient", "told", whom + 1)
    if low_at(words, after) in ("for", "on"):
        gerund = tagged(words, after + 1, "VVG")
        return Lead("physician", "will" if gerund else "item", after + 1)
    told = after_object(words, after)
    if told > after and to_verb(words, told):
        return Lead("patient", "told", told + 1)
    return None


def _passive(words: Sequence[Word], at: int) -> Lead | None:
    """ "A CT was ordered", "Lisinopril should be continued", "Referral to ENT provided"."""
    end = at
    if (
        words[at].tag in ("PNP", "DTQ")
        or after_patient(words, at) > at
        or words[at].lower in ("this", "that", "these", "those")
    ):
        return None
    while end < len(words) and words[end].tag not in AUXILIARIES and not _participle(words, at, end):
        needed = words[end].lower == "once" or low_at(words, end + 1) in ("needed", "required", "directed")
        if end > at and not needed and words[end].tag in _NOT_NOMINAL:
            return None
        end += 1
    if end == at or end >= len(words):
        return None
    if tagged(words, end, "TO0"):
        return None
    verb, before, negative = auxiliaries(words, end)
    if verb >= len(words) or (before and before[-1].tag not in BE):
        return None
    if words[at].lower in ("no", "nil") and end > at + 1:
        at, negative = at + 1, True
    plain = words[verb]
    if any(w.lower == "," and after.tag == "PNP" for w, after in zip(words[verb:], words[verb + 1 :], strict=False)):
        return None  # "the last time it was checked, it was normal"
    if _plans(words, at, end) and before and plain.tag == "TO0":
        return Lead("physician", "will", verb + 1, negative)
    if not _orders(plain.lemma) or plain.tag not in ("VVN", "VVD", "VDN", "AJ0"):
        return None
    modal = [word.lower for word in before if word.tag == "VM0"]
    may = any(word in ("may", "might", "could", "can") for word in modal)
    if plain.lemma in ("recommend", "advise", "encourage"):
        return Lead("patient", "told", verb, negative, (at, end))
    return Lead(
        "physician", "will" if modal or plain.lemma in ("need", "require") else "did", verb, negative, (at, end), may
    )


def _orders(verb: str) -> bool:
    known = act_verbs().get(verb, UNKNOWN_VERB)
    return bool(known.drug or known.other) or verb in ("recommend", "make", "do", "offer", "advise", "encourage")


def _plans(words: Sequence[Word], at: int, end: int) -> bool:
    return any(word.lower in ("plan", "goal", "recommendation") for word in words[at:end])


def _participle(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a participle without "was" ends a noun phrase: "Referral to ENT provided"."""
    return (
        at > start
        and words[at].tag in ("VVD", "VVN")
        and words[at].lemma in act_verbs()
        and words[at].lemma not in _STANDING
        and not _because(words, at)
        and words[at - 1].tag.startswith(_NOUN)
    )


def _because(words: Sequence[Word], at: int) -> bool:
    """Whether "given" only tells why: "low suspicion given a normal test"."""
    after = words[at + 1].tag if at + 1 < len(words) else ""
    return words[at].lower == "given" and after[:2] in ("AJ", "NN", "DP", "AT", "CJ")


def _bare(words: Sequence[Word], at: int) -> Lead | None:
    word = words[at]
    verb = word.lemma if word.tag.startswith("V") else lemma(word.lower)
    if word.lower in ("needs", "need", "requires"):
        verb = "need"
    if word.tag == "VM0":
        verb_at, before, _ = auxiliaries(words, at)
        if verb_at < len(words) and words[verb_at].lemma in listed("want") | listed("recommend"):
            wants = words[verb_at].lemma in listed("want")
            return Lead("patient", "wants", verb_at + 1) if wants else _said(words, verb_at, before)
        return modal(words, at)
    if word.tag == "TO0":
        return Lead("", "will", at + 1)
    if word.tag in ("VBZ", "VBD", "VHZ", "VHD"):  # "was advised to", "has been provided with", the subject left out
        verb_at, before, negative = auxiliaries(words, at)
        found = patients_verb(words, verb_at, before) if verb_at < len(words) and before else None
        return denied(found) if found and negative else found
    if word.lower == "plan" and tagged(words, at + 1, "TO0"):
        return Lead("physician", "will", at + 2)
    if word.tag in ("VDB", "VDI") and low_at(words, at + 1) in NEGATIVE:
        if at + 2 < len(words) and words[at + 2].lemma in listed("think"):
            return None  # "do not think pericarditis": the author's view
        return Lead("patient", "imperative", at + 2, denied=True)
    if word.lower in ("given", "following"):
        return None
    past = word.tag in ("VVD", "VVN") or (word.lower != verb and word.lower.endswith("ed"))
    if past:
        return _bare_past(words, at, verb)
    if word.lower in ("needs", "need", "requires") and word.tag in ("VVZ", "VVB", "NN2", "NN1"):
        return Lead("", "will", at + 2) if tagged(words, at + 1, "TO0") else Lead("physician", "imperative", at)
    if verb in listed("decline") and word.tag == "VVZ":
        return Lead("patient", "answers", at + 1, denied=True)
    if verb in listed("want") and word.tag == "VVZ":
        return Lead("patient", "wants", at + 1)
    if verb in listed("recommend") or verb in ("advise", "encourage"):
        return told_lead(words, at + 1, verb) if base_verb(words, at) else None
    return _imperative(words, at, verb)


def _bare_past(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    if verb in listed("decline"):
        return Lead("patient", "answers", at + 1, denied=True)
    if verb in listed("tell") or verb in listed("recommend"):
        return told_lead(words, at + 1, verb)
    if verb in listed("explain"):
        return Lead("physician", "says", after_that(words, at + 1))
    if verb in listed("agree"):
        return Lead("patient", "agrees", at + 1)
    if verb in act_verbs():
        return Lead("physician", "did", at)
    return None


def _imperative(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    word = words[at]
    if low_at(words, at + 1) in ("precautions", "precaution", "directive", "directives") or _is_tested_by(words, at):
        return None
    if word.lower in listed("alone") and at + 1 < len(words):
        return Lead("patient", "imperative", at)
    if word.tag in ("VVB", "VVI", "VBI", "VBB", "VHB", "VHI", "VDB"):
        return (
            None
            if verb in listed("think") and verb != "consider"
            else Lead("", "imperative", at, may=verb == "consider")
        )
    known = word.lower in act_verbs() or word.lower in listed("patient_verbs")
    return Lead("", "imperative", at, may=verb == "consider") if known and _takes_object(words, at) else None


def _is_tested_by(words: Sequence[Word], at: int) -> bool:
    """Whether what looks like a verb is the effort under which a test is made: "exercise stress test", "walk test"."""
    if words[at].lower not in listed("efforts"):
        return False
    end = next((i for i in range(at + 1, len(words)) if words[i].tag[:2] not in ("NN", "AJ")), len(words))
    return end > at + 1 and words[end - 1].lower in listed("tested")


def _takes_object(words: Sequence[Word], at: int) -> bool:
    """Whether a word tagged as a noun is a verb here: what follows is its object and it is no "X of", "X was", "X for"."""
    if at + 1 >= len(words):
        return False
    after = words[at + 1]
    if words[at].lower in (
        "return",
        "transfer",
        "transport",
        "admit",
        "refer",
        "discharge",
        "change",
        "switch",
    ) and after.lower in (
        "to",
        "for",
        "in",
        "if",
        "from",
        "home",
        "when",
    ):
        return True
    if words[at].lower in (
        "increase",
        "decrease",
        "continue",
        "discontinue",
        "start",
        "stop",
        "rtc",
        "follow",
        "push",
        "avoid",
        "d/c",
        "f/u",
        "r/v",
        "rv",
    ):
        return after.tag not in ("PRF", "PUN") or after.lower == "/"
    if words[at].lower in listed("patient_verbs") and after.tag in ("PRP", "AV0") and at == 0:
        return True
    if words[at].lower in ("call", "ring", "dial") and after.tag == "CRD":
        return True
    return after.tag in (
        "AT0",
        "DPS",
        "NP0",
        "NN1",
        "NN2",
        "NN0",
        "AJ0",
        "DT0",
        "UNC",
        "PNP",
        "VVG",
        "AVP",
    ) and not is_verb_only(after)


def is_verb_only(word: Word) -> bool:
    """Whether a word is tagged as a finite verb."""
    return word.tag in AUXILIARIES or word.tag in ("VVZ", "VVD")
