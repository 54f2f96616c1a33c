"""Whose an item of a sentence is: the patient's, or somebody else's whom the sentence names.

Each word of a sentence is given its holder once. A person holds what follows where they are the subject ("her son has
chickenpox", "father: MI") or bear it ("a coworker with tuberculosis"), and what stands before in "gout in his father".
Who only reports, brings or is met holds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bedside.agents.reading.called import called_patient
from bedside.agents.reading.clause import persons
from bedside.agents.reading.patient_sex import patient_sex
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.remembered import Remembered, within
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc, tokens
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span

Word = tuple[str, str]  # small letters, tag

_LEAD = frozenset({"AT0", "DPS", "DT0", "CRD", "ORD", "AJ0", "AJC", "AJS"})
_SIDES = frozenset({"maternal", "paternal"})
_OF_SIDE = {"maternal": "mother", "paternal": "father"}
_FINITE = frozenset({"VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0", "VVB", "VVD", "VVZ"})
_ADVERBS = frozenset({"AV0", "XX0"})
_REPORTS = frozenset(
    "report state say deny note describe mention disclose confide confirm endorse add feel believe think notice observe claim explain "
    "express worry wonder ask recall admit complain see hear tell give bring take accompany call help drive watch find insist".split()
)
_BEARS = frozenset({"with", "who", "having", "whose", "that"})
_PATIENT = frozenset({"patient", "pt", "px", "child", "boy", "girl", "baby", "infant"})
_OBJECTS = frozenset({"him", "her", "them", "patient"})
_TOGETHER = tuple([word, "and"] for word in ("patient", "pt"))
_NEUTRAL = frozenset({"this", "it", "that", "these", "those", "there", "i", "we", "they", "you"})
_COMES = frozenset({"accompany", "present", "come", "live", "bring", "be", "arrive", "here", "attend", "return"})
_PRONOUNS = {"he": "m", "she": "f"}
_OWNERS = {"his": "m", "her": "f"}
_NOT_HELD = frozenset(
    {"medicine", "doctor", "physician", "history", "planning", "member", "members", "practice", "nurse", "friend"}
)
OWN_RISKS = frozenset(
    "smoker smoking smokes ex-smoker overweight obese obesity sedentary age bmi male female sex".split()
)
_BEFORE = 300  # characters before a sentence in which its pronoun may have its person
_REACH = 100  # words that somebody holds at most
_HEAD = 6000  # characters in which a note says its patient's sex


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a sentence: where, how a statement names them, their sex ("f", "m" or "-")."""

    start: int
    end: int
    name: str
    sex: str


def whose(doc: Doc, sentence: Span, item: Span) -> str:
    """Whose an item is: "patient", or a name such as "mother", "sister and cousins", "coworker", "family"."""
    words = doc.tagged(sentence)
    if not words:
        return "patient"
    holders = _holders(Remembered(doc, sentence))
    return next((holders[i] for i in within(words, item) if holders[i]), "patient")


def reporter(doc: Doc, sentence: Span) -> str:
    """Who says what a sentence says, where it is not the patient: "mother" in "Mother reports a fever"; else ""."""
    words = tuple((word.lower, word.tag) for word in doc.tagged(sentence))
    for person in _persons(words)[:1]:
        verb = _verb(words, person.end)
        if verb is not None and _lead_only(words, person.start) and lemma(*words[verb]) in _REPORTS:
            return person.name
    return ""


# -- people ----------------------------------------------------------------------------------------------------------


@cache
def people() -> dict[str, tuple[str, str]]:
    """Words for others: sex, and the name that a statement gives them."""
    table = {word: (sex, word) for word, (sex, _) in persons().items()}
    return table | {word: (sex, name) for word, sex, name in rows("bystanders")}


def _persons(words: Sequence[Word]) -> list[Person]:
    """Everybody named in a sentence, who stand side by side as one."""
    found: list[Person] = []
    for at, (word, tag) in enumerate(words):
        known = people().get(word)
        if known is None or (tag[:1] == "V" and at and words[at - 1][1] not in _LEAD):
            continue
        if word in ("family", "child", "children") and _not_others(words, at):
            continue
        if at and words[at - 1][0] == "this":
            continue  # "this twin", of whom the note is
        if at + 1 < len(words) and (words[at + 1][0] in _NOT_HELD or _is_part(word, words[at + 1][1])):
            continue
        start = at
        while start and words[start - 1][1] in _LEAD:
            start -= 1
        side = next((words[i][0] for i in range(start, at) if words[i][0] in _SIDES), "")
        found.append(Person(start, at + 1, f"{side} {known[1]}".strip(), known[0]))
    return _joined(words, found)


def _is_part(word: str, after: str) -> bool:
    """Whether somebody's trade is part of another noun ("a physician visit", "ex smoker"); "mother gout" is not."""
    return after.startswith("NN") and (word == "ex" or persons().get(word, ("", ""))[1] == "other")


def _not_others(words: Sequence[Word], at: int) -> bool:
    """Whether "family" is part of "family history", or "child" stands for "as a child"."""
    if words[at][0] == "family":
        return at + 1 < len(words) and words[at + 1][0] not in ("has", "have", "had", "members", "member")
    return words[at][0] == "child" or (at > 0 and words[at - 1][0] == "'s")


def _joined(words: Sequence[Word], found: Sequence[Person]) -> list[Person]:
    out: list[Person] = []
    for person in found:
        last = out[-1] if out else None
        between = words[last.end : person.start] if last else ()
        if last and len(between) == 1 and between[0][0] in ("and", "or", "&", "/"):
            out[-1] = Person(last.start, person.end, f"{last.name} and {person.name}", "-")
        elif last and len(between) == 1 and between[0][1] == "POS":
            out[-1] = Person(last.start, person.end, person.name, person.sex)  # "the neighbour's dog"
        else:
            out.append(person)
    return out


# -- holders ---------------------------------------------------------------------------------------------------------


def _before(doc: Doc, sentence: Span) -> tuple[Word, ...]:
    """The words just before a sentence, where it begins with a pronoun."""
    words = doc.tagged(sentence)
    first = next((word.lower for word in words[:3] if word.lower in _PRONOUNS), "")
    if not first:
        return ()
    start = max(0, sentence.start - _BEFORE)
    return tuple((token.lower, "NN1") for token in tokens(doc.text, start, sentence.start))


@lru_cache(maxsize=256)
def _holders(key: Remembered) -> list[str]:
    """The holder of each word of a sentence; "" is the patient."""
    words = [(word.lower, word.tag) for word in key.words]
    sex = (key.doc.patient[0] or "")[:1] or patient_sex(key.doc.text[:_HEAD])
    return _Holders(words, sex, _before(key.doc, key.sentence)).run()


class _Holders:
    """One pass over the persons and pronouns of a sentence."""

    def __init__(self, words: Sequence[Word], sex: str, before: Sequence[Word]) -> None:
        self.words = words
        self.sex = sex
        self.before = before
        self.holder = [""] * len(words)
        self.persons = _persons(words)
        self.named: list[Person] = []  # whom a pronoun may mean

    def run(self) -> list[str]:
        if self.before:
            self.named = _persons(self.before)[-3:]
        places = {person.start: person for person in self.persons}
        at = 0
        while at < len(self.words):
            person = places.get(at)
            if person is not None:
                self._person(person)
                self.named.append(person)
                at = person.end
                continue
            self._word(at)
            at += 1
        return self.holder

    def _word(self, at: int) -> None:
        word, tag = self.words[at]
        if word in _PRONOUNS and tag == "PNP":
            self._give(at, len(self.words), self._meant(at))
        elif (word in _PATIENT and (self._following(at + 1) in _FINITE or self._beside_another(at))) or (
            word in _NEUTRAL
            and at
            and self.words[at - 1][1] in ("CJC", "PUN", "CJS")
            and self._following(at + 1, 2) in _FINITE
        ):
            self._give(at, len(self.words), "")
        elif tag == "DPS" and (at == 0 or self.words[at - 1][1] in ("CJC", "PUN")):
            self._owned(at)
        elif word in _SIDES and not any(person.start <= at < person.end for person in self.persons):
            self._give(at, self._clause_end(at), _OF_SIDE[word])
        elif word in ("fh", "fhx", "foh") or (
            word == "family" and at + 1 < len(self.words) and self.words[at + 1][0] in ("history", "hx", "hx.")
        ):
            self._give(at, self._family_end(at), "family")

    def _owned(self, at: int) -> None:
        """A clause about what is somebody's: "and her own back hurts" is of the patient, "his mother says ...; her nipples ..." of
        whom "her" can only mean."""
        sex = _OWNERS.get(self.words[at][0], "")
        if self.words[at + 1 : at + 2] and (self.words[at + 1][0] == "own" or (sex and sex == self.sex)):
            self._give(at, self._clause_end(at), "")
        elif sex and self.sex and sex != self.sex:
            alike = [person for person in self.named if person.sex == sex and person in self.persons]
            if alike:
                self._give(at, self._clause_end(at), alike[-1].name)

    def _beside_another(self, at: int) -> bool:
        """Whether the patient is named with somebody who has the same: "the boy and his brother both itch"."""
        ahead = self.words[at + 1 : at + 3]
        return len(ahead) > 1 and ahead[0][0] in ("and", "&") and ahead[1][1] == "DPS"

    def _family_end(self, at: int) -> int:
        """Where a family history ends among the patient's own risks: "FH of gout, smoker, hypertension"."""
        end = self._clause_end(at)
        if not any(word in OWN_RISKS for word, _ in self.words):
            return end
        return next((i for i in range(at, end) if self.words[i][0] == ","), end)

    def _meant(self, at: int) -> str:
        """Whom a pronoun means: somebody named before of its sex, if it can't be the patient."""
        sex = _PRONOUNS[self.words[at][0]]
        after = self.words[at + 1][0] if at + 1 < len(self.words) else ""
        alike = [person for person in self.named if person.sex == sex]
        if not alike:
            return ""
        here = (
            alike[-1] in self.persons or not self.sex
        )  # "his brother fell; he himself", of an earlier one: the patient
        if (after in ("herself", "himself") and here) or (self.sex and sex != self.sex):
            return alike[-1].name
        return ""

    def _of_reporter(self, person: Person) -> bool:
        """Whether somebody is the patient, as a parent calls them: "Mother reports that her son has a rash"."""
        words = self.words
        called = words[person.end - 1][0] in ("son", "daughter", "child", "baby")
        owned = person.start < person.end - 1 and words[person.start][0] in ("her", "his", "their", "the")
        parents = [one for one in self.named if one.name in ("mother", "father", "parents", "parent")]
        return (
            called
            and owned
            and any(
                (verb := _verb(words, one.end)) is not None and lemma(*words[verb]) in _REPORTS
                for one in parents
                if one in self.persons
            )
        )

    def _person(self, person: Person) -> None:
        words, end = self.words, person.end
        if (
            self._of_reporter(person)
            or [word for word, _ in words[max(0, person.start - 2) : person.start]] in _TOGETHER
        ):
            return  # "patient and daughter deny fevers"
        after = words[end][0] if end < len(words) else ""
        if self._is_patient(end) or self._with_patient(person.start):
            self._give(end, len(words), "")
            return
        if end < len(words) and words[end][1] == "POS":
            self._give(end, self._clause_end(end), person.name)
            return
        if person.start and words[person.start - 1][0] == "(" and after in (")", ","):
            self._back(person.start - 1, person.name)
            return
        governed = self._governed(person.start)
        if after in _BEARS or (after == "," and end + 1 < len(words) and words[end + 1][0] == "who"):
            if governed != "with" or not self._brought(person.start):
                self._give(end, len(words), person.name)
        elif governed in ("in", "of"):
            if not any(
                word in _PRONOUNS or word in _PATIENT for word, _ in words[max(0, person.start - _REACH) : person.start]
            ):
                self._back(person.start - 1, person.name)
        elif not governed and self._holds(person):
            self._give(end, len(words), person.name)

    def _is_patient(self, end: int) -> bool:
        """Whether somebody is the patient, as what stands behind their name says: "Twin B, seen today, has ..."."""
        return called_patient([word for word, _ in self.words[end : end + 6]]) > 0

    def _with_patient(self, start: int) -> bool:
        """Whether "he and his wife" have the same."""
        low = [word for word, _ in self.words[max(0, start - 2) : start]]
        return len(low) > 1 and low[1] in ("and", "&") and (low[0] in _PATIENT or low[0] in _PRONOUNS)

    def _governed(self, start: int) -> str:
        """The preposition or verb that a person stands under, else ""."""
        if not start:
            return ""
        word, tag = self.words[start - 1]
        if word in ("because", "as", "since", "that", "but", "if", "when", "while") or tag in (
            "CJC",
            "CJS",
            "CJT",
            "PUN",
        ):
            return ""
        if tag in ("PRP", "PRF", "TO0") or word in ("with", "of", "in", "by"):
            return word
        if tag[:2] in ("VB", "VH", "VV", "VD") and not self._report_before(start - 1):
            return "met"
        return ""

    def _report_before(self, at: int) -> bool:
        return lemma(*self.words[at]) in listed("say") | listed("think") and self._following(at + 1, 8) in _FINITE

    def _brought(self, start: int) -> bool:
        """ "She presents with her mother with a cough": a companion bears nothing."""
        return any(lemma(*word) in _COMES for word in self.words[max(0, start - 3) : start])

    def _holds(self, person: Person) -> bool:
        """Whether a person at the head of a clause has what follows."""
        verb = _verb(self.words, person.end)
        if verb is None:
            return person.end < len(self.words) and self.words[person.end][0] not in (".", ",", "and", "or", ")")
        if lemma(*self.words[verb]) in _REPORTS:
            return False
        return not any(word in _OBJECTS and tag != "DPS" for word, tag in self.words[verb + 1 : verb + 3])

    def _following(self, at: int, far: int = 3) -> str:
        return next((tag for _, tag in self.words[at : at + far] if tag in _FINITE), "")

    def _clause_end(self, at: int) -> int:
        end = at
        while end < min(len(self.words), at + _REACH) and self.words[end][0] not in (";", "but", "."):
            end += 1
        return end

    def _give(self, start: int, end: int, name: str) -> None:
        for i in range(start, min(end, start + _REACH)):
            self.holder[i] = name

    def _back(self, at: int, name: str) -> None:
        start = at
        while start > 0 and self.words[start - 1][0] not in (",", ";", "but", "."):
            start -= 1
        self._give(start, at, name)


def _verb(words: Sequence[Word], at: int) -> int | None:
    """The finite verb that follows a subject closely."""
    for i in range(at, min(len(words), at + 3)):
        if words[i][1] in _FINITE or (words[i][1] == "NN2" and lemma(words[i][0], "VVZ") in _REPORTS):
            return i  # "Mom notes"
        if words[i][1] not in _ADVERBS and words[i][1] != "PNX" and words[i][0] not in ("who",):
            return None
    return None


def _lead_only(words: Sequence[Word], start: int) -> bool:
    return all(
        tag in _ADVERBS or tag in _LEAD or tag in ("PUN", "CJC", "POS", "NP0", "NN1") for _, tag in words[:start]
    )
