"""Who does what to whom: the words before a verb phrase that say whose act it is ("I advised him to ...", "We will ...").

A sentence of a plan has the form *lead + verb phrase*. The lead is found from tags and a few lists of words, and only
then is the verb phrase read (:mod:`bedside.agents.reading.directives`), so that nobody's act is told as somebody else's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb, lemma
from bedside.scenarios.span import Span

Doer = Literal["physician", "patient", ""]
Mood = Literal[
    "told",  # advised to: the patient does
    "will",  # somebody will, should, can or may
    "did",  # ordered, prescribed, given: the author did
    "imperative",
    "says",  # explained that ...: a clause follows
    "item",  # recommends a thing: a noun phrase follows
    "wants",  # the patient would like
    "answers",  # the patient declines or accepts
    "agrees",  # understands the plan
]

_NEGATIVE = frozenset({"not", "n't", "n’t", "never"})
_BE = frozenset({"VBB", "VBD", "VBZ", "VBI", "VBN", "VBG"})
_AUX = _BE | {"VHB", "VHD", "VHZ", "VHI", "VM0", "VDB", "VDD", "VDZ"}
_ADVERBS = frozenset({"AV0", "ITJ"})
_POLITE = frozenset({"please", "also", "strongly", "kindly", "just", "then", "both", "all", "again", "further", "o/w"})
_OBJECTS = frozenset({"him", "her", "them", "you"})
_NAMES = frozenset({"mr", "mrs", "ms", "miss", "mx"})
_SHORT = frozenset({"r/v", "f/u", "d/c", "r/o", "c/w", "s/p", "w/u", "d/w"})
_NOT_NOMINAL = frozenset({"VVZ", "VVB", "VVI", "VVD", "CJS", "CJT", "PNQ", "DTQ"})
_TAKEN_UP = frozenset({"proceed", "have", "undergo", "start", "try", "take", "be"})
_STANDING = frozenset({"remain", "stay", "continue", "follow", "return", "proceed", "begin", "start", "increase", "decrease"})
_NOUN = ("NN", "NP", "UNC", "CRD", "ZZ0")


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its base form; a shorthand with a slash ("r/v") is one word."""

    start: int
    end: int
    lower: str
    tag: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Whose act a verb phrase is. ``body`` is the index of its first word; ``subject`` the words of the subject of a
    passive ("A CT was ordered"); ``may`` whether it is only possible ("may need", "consider")."""

    doer: Doer
    mood: Mood
    body: int
    denied: bool = False
    subject: tuple[int, int] | None = None
    may: bool = False


@dataclass(frozen=True, slots=True)
class ActVerb:
    """What an act's verb means: ``doer`` where nobody is named, ``drug`` its action on a drug, ``other`` its action on
    anything else."""

    doer: Doer
    drug: str
    other: str


_NONE = ActVerb("patient", "", "")


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
        low = token.text if token.text == "PT" else token.lower  # physical therapy, and no patient
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


def lead(words: Sequence[Word], start: int = 0) -> Lead | None:
    """The lead of a sentence or clause, or None where none is known (a bare noun phrase, a clause about the patient)."""
    at, negative = skip(words, start)
    if at >= len(words):
        return None
    if words[at].lower in ("needs", "need", "requires"):
        return _bare(words, at)
    for reader in (_author, _patient, _family, _impersonal, _passive, _bare):
        found = reader(words, at)
        if found is not None:
            return found if not negative else _denied(found)
    return None


def skip(words: Sequence[Word], at: int) -> tuple[int, bool]:
    """The place after adverbs, and whether one of them denies."""
    negative = False
    while at < len(words):
        word = words[at]
        if word.lower in _NEGATIVE or word.tag == "XX0":
            negative = True
        elif not (word.tag in _ADVERBS or word.lower in _POLITE or (word.tag == "PUN" and word.lower in ",:-•*")):
            break
        at += 1
    return at, negative


def _denied(found: Lead) -> Lead:
    return Lead(found.doer, found.mood, found.body, True, found.subject, found.may)


def _auxiliaries(words: Sequence[Word], at: int) -> tuple[int, list[Word], bool]:
    """The main verb's place after auxiliaries and adverbs, these auxiliaries, and whether they deny."""
    found: list[Word] = []
    negative = False
    while at < len(words):
        at, no = skip(words, at)
        negative = negative or no
        if at >= len(words) or words[at].tag not in _AUX:
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


# -- the author: "I", "we" ----------------------------------------------------------------------------------------------


def _author(words: Sequence[Word], at: int) -> Lead | None:
    if words[at].lower not in listed("author"):
        return None
    at, before, negative = _auxiliaries(words, at + 1)
    if at >= len(words):
        return None
    found = _said(words, at, before)
    return _denied(found) if found and negative else found


def _said(words: Sequence[Word], at: int, before: Sequence[Word]) -> Lead | None:
    """What an author's verb leads to."""
    verb = words[at].lemma
    after = at + 1
    if verb == "go" and _is(words, after, "TO0"):
        return Lead("physician", "will", after + 1)
    if verb == "have" and before:
        told = _object(words, after)
        if told > after and _base(words, told):
            return Lead("patient", "told", told)
    if verb in listed("want") or verb in ("plan", "intend", "need", "try", "decide"):
        meant = _intent(words, after)
        if meant is not None or verb in listed("want"):
            return meant
    modal = any(word.lower in ("will", "'ll", "’ll", "shall") for word in before)
    if verb in listed("tell") or verb in listed("recommend"):
        return _told(words, after, verb)
    if (verb in listed("explain") or verb in listed("think")) and not modal:
        return Lead("physician", "says", _clause(words, after))
    if any(word.tag == "VM0" for word in before):
        return Lead("physician", "will", at, may=any(word.lower in ("may", "might", "could", "can") for word in before))
    if verb in act_verbs():
        return Lead("physician", "did", at)
    return None


def _intent(words: Sequence[Word], after: int) -> Lead | None:
    if _is(words, after, "TO0"):
        return Lead("physician", "will", after + 1)
    if _word(words, after) in ("for", "on"):
        gerund = _is(words, after + 1, "VVG")
        return Lead("physician", "will" if gerund else "item", after + 1)
    told = _object(words, after)
    if told > after and _to(words, told):
        return Lead("patient", "told", told + 1)
    return None


def _told(words: Sequence[Word], after: int, verb: str) -> Lead | None:
    """What follows "advised", "recommended", "was told"."""
    after, _ = skip(words, after)
    if _word(words, after) == "for":
        after += 1 if _object(words, after + 1) > after + 1 else 0
    told = _object(words, after)
    told, negative = skip(words, told)
    found = _complement(words, told, verb)
    return _denied(found) if negative and found else found


def _complement(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    if at >= len(words):
        return None
    if _to(words, at):
        return Lead("patient", "told", at + 1)
    if words[at].tag == "VM0":
        return _modal(words, at)
    if _word(words, at) == "against":
        return Lead("patient", "told", at + 1, denied=True)
    whose = _clause(words, at)
    inner = _subjunctive(words, whose)
    if inner is not None:
        return inner
    if whose > at or (verb in listed("explain") and _finite_ahead(words, at)):
        return Lead("physician", "says", whose)
    if words[at].tag == "VVG" or (_base(words, at) and words[at].tag in ("VVB", "VVI")):
        return Lead("patient", "told", at)
    if words[at].tag in ("PRP", "PRF", "CJS", "DTQ", "AVQ", "PUN", "AVP") or words[at].lower in ("re", "regarding", "about", "on"):
        return None if words[at].tag == "PUN" else Lead("physician", "says", at)
    return Lead("patient", "item", at)


def _subjunctive(words: Sequence[Word], at: int) -> Lead | None:
    """ "(that) he wear a splint", "she should rest", "we obtain an EMG"."""
    subject = _subject(words, at)
    if subject > at:
        verb, before, negative = _auxiliaries(words, subject)
        done = verb < len(words) and bool(before) and before[-1].lower == "be" and words[verb].tag == "VVN"
        if done and words[verb].lemma in act_verbs():
            return Lead("physician", "will", verb, negative)
        advised = any(word.lower in ("should", "must", "can", "could") for word in before)
        if verb < len(words) and (advised or (not before and words[verb].tag in ("VVB", "VVI", "VBI", "VBB", "NN1"))):
            return Lead("patient", "told", verb, negative)
        if before and before[-1].tag in ("VBI", "VBB") and before[-1].lower == "be":
            return Lead("patient", "told", verb - 1, negative)
        return None
    if _word(words, at) in listed("author"):
        verb, before, negative = _auxiliaries(words, at + 1)
        if verb < len(words) and words[verb].tag in ("VVB", "VVI"):
            return Lead("physician", "will", verb, negative)
    return None


# -- the patient --------------------------------------------------------------------------------------------------------


def _patient(words: Sequence[Word], at: int) -> Lead | None:
    after = _subject(words, at)
    if after == at:
        return None
    if _is(words, after, "TO0"):
        return Lead("patient", "told", after + 1)
    verb, before, negative = _auxiliaries(words, after)
    if verb >= len(words):
        return None
    if negative and words[verb].lemma in ("need", "have"):
        return None  # "does not need to": no order
    found = _patients_verb(words, verb, before)
    return _denied(found) if found and negative else found


def _patients_verb(words: Sequence[Word], at: int, before: Sequence[Word]) -> Lead | None:
    word = words[at]
    modal = next((w.lower for w in before if w.tag == "VM0"), "")
    if not before and word.tag in ("VVD", "VVN") and word.lemma in listed("tell") and at + 1 < len(words):
        return _told(words, at + 1, word.lemma)
    if not before and word.lemma == "know" and _is(words, at + 1, "TO0"):
        return Lead("patient", "told", at + 2)
    if modal in ("would", "'d", "’d") and any(w.lower == "rather" for w in words[max(0, at - 3) : at]):
        return Lead("patient", "wants", at)
    be = bool(before) and before[-1].tag in _BE
    if word.tag == "TO0" and before:  # "is to", "has to"
        return Lead("patient", "will", at + 1)
    if modal and any(w.tag[:2] == "VH" for w in before) and word.tag in ("VVN", "VVD"):
        return None  # "should have called": no advice
    if be and word.tag in ("VVN", "VVD", "AJ0") and word.lemma != word.lower or be and word.lemma in act_verbs():
        return _done_to(words, at, bool(modal), before[-1].tag in ("VBZ", "VBB") and len(before) == 1)
    if word.lemma in ("need", "have") and _is(words, at + 1, "TO0"):
        return Lead("patient", "will", at + 2)
    if modal and be:
        return None if word.tag in ("VVN", "VVG") else Lead("patient", "will", words.index(before[-1]))
    return _answer(words, at, modal) or (Lead("patient", "will", at, may=modal in ("may", "might", "could")) if modal else None)


def _family(words: Sequence[Word], at: int) -> Lead | None:
    """ "Her mother was advised to ...": who comes along is told what to do for the patient."""
    after = _relative(words, at)
    if after == at:
        return None
    verb, before, negative = _auxiliaries(words, after)
    if verb >= len(words) or not before or before[-1].tag not in _BE or words[verb].lemma not in listed("tell"):
        return None
    found = _told(words, verb + 1, words[verb].lemma)
    return _denied(found) if found and negative else found


def _impersonal(words: Sequence[Word], at: int) -> Lead | None:
    """ "It is recommended that he ..."."""
    if _word(words, at) != "it":
        return None
    verb, before, negative = _auxiliaries(words, at + 1)
    if verb >= len(words) or not before or words[verb].lemma not in ("recommend", "advise", "suggest"):
        return None
    found = _complement(words, verb + 1, words[verb].lemma)
    return _denied(found) if found and negative else found


def _relative(words: Sequence[Word], at: int) -> int:
    """The place after words that name who comes along; ``at`` if none stand here."""
    first = at + 1 if at < len(words) and words[at].tag in ("AT0", "DPS") else at
    return first + 1 if _word(words, first) in listed("family") else at


def _done_to(words: Sequence[Word], at: int, modal: bool, state: bool) -> Lead | None:
    """ "was told to", "was given", "will be placed in": what is done to the patient."""
    verb = words[at].lemma
    if verb in listed("tell"):
        return _told(words, at + 1, verb)
    if state and not (act_verbs().get(verb) or _NONE).drug:
        return None  # "is vaccinated": how it is
    if verb in act_verbs() and words[at].tag != "VVG" and words[at - 1].tag != "VBG":
        return Lead("physician", "will" if modal else "did", at)
    return None


def _answer(words: Sequence[Word], at: int, modal: str) -> Lead | None:
    verb = words[at].lemma
    after = at + 1
    if verb in listed("decline"):
        return Lead("patient", "answers", after, denied=True)
    if verb in listed("agree") and not modal and _word(words, after) == "that":
        return Lead("physician", "says", after + 1)
    if verb in listed("agree") and not modal:
        if _is(words, after, "TO0") and after + 1 < len(words) and words[after + 1].lemma not in _TAKEN_UP:
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


# -- passives and leads without a subject -------------------------------------------------------------------------------


def _passive(words: Sequence[Word], at: int) -> Lead | None:
    """ "A CT was ordered", "Lisinopril should be continued", "Referral to ENT provided"."""
    end = at
    if words[at].tag in ("PNP", "DTQ") or _subject(words, at) > at or words[at].lower in ("this", "that", "these", "those"):
        return None
    while end < len(words) and words[end].tag not in _AUX and not _participle(words, at, end):
        needed = words[end].lower == "once" or _word(words, end + 1) in ("needed", "required", "directed")
        if end > at and not needed and words[end].tag in _NOT_NOMINAL:
            return None
        end += 1
    if end == at or end >= len(words):
        return None
    if _is(words, end, "TO0"):
        return None
    verb, before, negative = _auxiliaries(words, end)
    if verb >= len(words) or (before and before[-1].tag not in _BE):
        return None
    if words[at].lower in ("no", "nil") and end > at + 1:
        at, negative = at + 1, True
    plain = words[verb]
    if _plans(words, at, end) and before and plain.tag == "TO0":
        return Lead("physician", "will", verb + 1, negative)
    if not _orders(plain.lemma) or plain.tag not in ("VVN", "VVD", "VDN", "AJ0"):
        return None
    modal = [word.lower for word in before if word.tag == "VM0"]
    may = any(word in ("may", "might", "could", "can") for word in modal)
    if plain.lemma in ("recommend", "advise", "encourage"):
        return Lead("patient", "told", verb, negative, (at, end))
    return Lead("physician", "will" if modal or plain.lemma in ("need", "require") else "did", verb, negative, (at, end), may)


def _orders(verb: str) -> bool:
    known = act_verbs().get(verb, _NONE)
    return bool(known.drug or known.other) or verb in ("recommend", "make", "do", "offer", "advise", "encourage")


def _plans(words: Sequence[Word], at: int, end: int) -> bool:
    return any(word.lower in ("plan", "goal", "recommendation") for word in words[at:end])


def _participle(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a participle without "was" ends a noun phrase: "Referral to ENT provided"."""
    return at > start and words[at].tag in ("VVD", "VVN") and words[at].lemma in act_verbs() and words[at].lemma not in _STANDING and words[at - 1].tag.startswith(_NOUN)


def _bare(words: Sequence[Word], at: int) -> Lead | None:
    word = words[at]
    verb = word.lemma if word.tag.startswith("V") else lemma(word.lower)
    if word.lower in ("needs", "need", "requires"):
        verb = "need"
    if word.tag == "VM0":
        return _modal(words, at)
    if word.tag == "TO0":
        return Lead("", "will", at + 1)
    if word.tag in ("VBZ", "VBD", "VHZ", "VHD"):  # "was advised to", "has been provided with", the subject left out
        verb_at, before, negative = _auxiliaries(words, at)
        found = _patients_verb(words, verb_at, before) if verb_at < len(words) and before else None
        return _denied(found) if found and negative else found
    if word.lower == "plan" and _is(words, at + 1, "TO0"):
        return Lead("physician", "will", at + 2)
    if word.tag in ("VDB", "VDI") and _word(words, at + 1) in _NEGATIVE:
        return Lead("patient", "imperative", at + 2, denied=True)
    if word.lower in ("given", "following"):
        return None
    past = word.tag in ("VVD", "VVN") or (word.lower != verb and word.lower.endswith("ed"))
    if past:
        return _bare_past(words, at, verb)
    if word.lower in ("needs", "need", "requires") and word.tag in ("VVZ", "VVB", "NN2", "NN1"):
        return Lead("patient", "will", at + 2) if _is(words, at + 1, "TO0") else Lead("physician", "imperative", at)
    if verb in listed("decline") and word.tag == "VVZ":
        return Lead("patient", "answers", at + 1, denied=True)
    if verb in listed("want") and word.tag == "VVZ":
        return Lead("patient", "wants", at + 1)
    if verb in listed("recommend") or verb in ("advise", "encourage"):
        return _told(words, at + 1, verb) if _base(words, at) else None
    return _imperative(words, at, verb)


def _bare_past(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    if verb in listed("decline"):
        return Lead("patient", "answers", at + 1, denied=True)
    if verb in listed("tell") or verb in listed("recommend"):
        return _told(words, at + 1, verb)
    if verb in listed("explain"):
        return Lead("physician", "says", _clause(words, at + 1))
    if verb in listed("agree"):
        return Lead("patient", "agrees", at + 1)
    if verb in act_verbs():
        return Lead("physician", "did", at)
    return None


def _modal(words: Sequence[Word], at: int) -> Lead | None:
    verb, before, negative = _auxiliaries(words, at)
    if verb >= len(words):
        return None
    if words[verb].lemma in listed("want") | listed("recommend"):
        return _said(words, verb, before)
    if words[verb].lemma in listed("decline"):
        return None
    may = before[0].lower in ("may", "might", "could")
    doer: Doer = "patient" if before[0].lower in ("should", "can", "must") else ""
    return Lead(doer, "will", verb, negative, may=may)


def _imperative(words: Sequence[Word], at: int, verb: str) -> Lead | None:
    word = words[at]
    if _word(words, at + 1) in ("precautions", "precaution"):
        return None
    if word.tag in ("VVB", "VVI", "VBI", "VBB", "VHB", "VHI", "VDB"):
        return None if verb in listed("think") and verb != "consider" else Lead("", "imperative", at, may=verb == "consider")
    known = word.lower in act_verbs() or word.lower in listed("patient_verbs")
    return Lead("", "imperative", at, may=verb == "consider") if known and _takes_object(words, at) else None


def _takes_object(words: Sequence[Word], at: int) -> bool:
    """Whether a word tagged as a noun is a verb here: what follows is its object and it is no "X of", "X was", "X for"."""
    if at + 1 >= len(words):
        return False
    after = words[at + 1]
    if words[at].lower in ("return", "transfer", "admit", "refer", "discharge", "change", "switch") and after.lower in ("to", "for", "in", "if", "from"):
        return True
    if words[at].lower in ("increase", "decrease", "continue", "discontinue", "start", "stop", "rtc", "follow", "push", "avoid", "d/c", "f/u", "r/v", "rv"):
        return after.tag not in ("PRF", "PUN") or after.lower == "/"
    if words[at].lower in listed("patient_verbs") and after.tag in ("PRP", "AV0") and at == 0:
        return True
    return after.tag in ("AT0", "DPS", "NP0", "NN1", "NN2", "NN0", "AJ0", "DT0", "UNC", "PNP", "VVG", "AVP") and not is_verb_only(after)


def is_verb_only(word: Word) -> bool:
    """Whether a word is tagged as a finite verb."""
    return word.tag in _AUX or word.tag in ("VVZ", "VVD")


# -- small parts --------------------------------------------------------------------------------------------------------


def _word(words: Sequence[Word], at: int) -> str:
    return words[at].lower if at < len(words) else ""


def _is(words: Sequence[Word], at: int, tag: str) -> bool:
    return at < len(words) and words[at].tag == tag


def _to(words: Sequence[Word], at: int) -> bool:
    """Whether "to" stands here before a verb, also one that is tagged as a noun ("to ice her ankle")."""
    if _is(words, at, "TO0"):
        return True
    if _word(words, at) != "to" or at + 2 >= len(words):
        return False
    if words[at + 1].lower == "be":
        return True
    return is_verb(words[at + 1].lower) and words[at + 2].tag in ("DPS", "AT0", "PNP", "DT0")


def _base(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].tag in ("VVB", "VVI", "VBI", "VHI") or is_verb(words[at].lower))


def _subject(words: Sequence[Word], at: int) -> int:
    """The place after words that name the patient as a subject; ``at`` if none stand here."""
    low = _word(words, at)
    if low in ("he", "she", "they", "you", "patient", "pt"):
        return at + 1
    if low in ("the", "this") and _word(words, at + 1) in listed("patient"):
        return at + 2
    if low in _NAMES:
        at += 1
        while at < len(words) and (words[at].lower == "." or words[at].tag in ("NP0", "UNC")):
            at += 1
    return at


def _object(words: Sequence[Word], at: int) -> int:
    """The place after words that name the patient as an object."""
    if _word(words, at) in ("with", "to"):
        inner = _object(words, at + 1)
        return inner if inner > at + 1 else at
    if _word(words, at) in _OBJECTS and not (_word(words, at) == "her" and _is_noun(words, at + 1)):
        return at + 1
    after = max(_subject(words, at), _relative(words, at))
    return after if after > at and _word(words, at) not in ("he", "she", "they") else at


def _is_noun(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].tag.startswith(("NN", "AJ"))


def _clause(words: Sequence[Word], at: int) -> int:
    """The place after "to him", "with the patient" and "that"."""
    at = _object(words, at)
    return at + 1 if _word(words, at) == "that" else at


def _finite_ahead(words: Sequence[Word], at: int) -> bool:
    for word in words[at : at + 8]:
        if word.lower in ("(", ",", ";"):
            return False
        if word.tag in _AUX or word.tag in ("VVZ", "VVD", "VVB"):
            return True
    return False
