"""Clauses of an English sentence: whom each is about, its finite verb, and the words that change with who says it.

The law: a clause is moved to another person by its ``marks`` alone, or not at all. Where a pronoun may mean somebody else,
there are no marks (None) and nobody says the clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Mark

Who = Literal["patient", "author", "other", ""]

_FINITE = frozenset({"VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0", "VVB", "VVD", "VVZ"})
_AGREES = frozenset({"VBZ", "VDZ", "VHZ", "VVZ"})
_NOMINAL = frozenset({"AT0", "DPS", "DT0", "NN0", "NN1", "NN2", "NP0", "CRD", "ORD", "POS", "PNI", "EX0", "UNC", "PNP"})
_INSIDE = _NOMINAL | {"AJ0", "AJC", "AJS", "PRF", "PRP", "AV0", "CJC", "VVG", "VVN", "ZZ0", "PNX"}
_OWNED = frozenset({"NN0", "NN1", "NN2", "NP0", "AJ0", "AJC", "AJS", "CRD", "ORD", "UNC", "VVG", "VVN", "ZZ0"})
_ADVERB = frozenset({"AV0", "XX0", "AVP"})
_PATIENT = frozenset({"patient", "pt", "pt.", "px"})
_CHILD = frozenset(
    {"child", "boy", "girl", "infant", "baby", "toddler", "man", "woman", "lady", "gentleman", "teenager"}
)
_SMALL = frozenset({"child", "infant", "baby", "toddler"})
_GROWN = 13  # years from which "the baby" is somebody else's
_PRONOUNS: dict[str, tuple[str, str]] = {  # pronoun: sex, case
    "he": ("m", "subject"),
    "she": ("f", "subject"),
    "him": ("m", "object"),
    "his": ("m", "possessive"),
    "her": ("f", "possessive"),
    "hers": ("f", "possessive"),
    "himself": ("m", "reflexive"),
    "herself": ("f", "reflexive"),
}
_AUTHOR: dict[str, Literal["author", "author_object", "author_possessive"]] = {
    "i": "author",
    "me": "author_object",
    "my": "author_possessive",
}
_TELLS = frozenset("feel think believe say find state report note mention claim describe suspect indicate".split())
_PEOPLE_DO = frozenset(
    "use take try wear see visit eat drink deny report state note treat ice apply feel avoid".split()
)
_THING = 5  # words before "she has tried" that name what she has tried
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx"})


@dataclass(frozen=True)
class Clause:
    """A clause that could stand alone. ``subject`` is None where the note left it out ("Reports nausea")."""

    span: Span
    subject: Span | None
    who: Who
    verb: Token | None
    negated: bool = False


@cache
def persons() -> dict[str, tuple[str, str]]:
    """Words for people beside the patient: sex ("f", "m", "-") and kind ("relative", "other")."""
    rows = files("bedside.agents.reading").joinpath("persons.tsv").read_text(encoding="utf-8").splitlines()
    table = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {word: (sex, kind) for word, sex, kind in table}


def finite(token: Token) -> bool:
    """Whether a token is a verb that can carry a clause."""
    return token.tag in _FINITE


# -- clauses ---------------------------------------------------------------------------------------------------------


def clauses(doc: Doc, sentence: Span) -> list[Clause]:
    """The clauses of a sentence that stand side by side, in order; a clause that hangs on another stays in it."""
    words = doc.tagged(sentence)
    cuts = [0]
    verb = False  # since the last cut
    for at in range(1, len(words)):
        verb = verb or finite(words[at - 1])
        if not (verb and _joins(words, at)) or _joins_subjects(words, cuts[-1], at):
            continue
        if words[at].text == "," and [word.lower for word in words[cuts[-1] : cuts[-1] + 3]] in _THE_TIME:
            continue  # "the last time they were checked, they were normal"
        after = _after(words, at)
        goes_on = _takes_over(words, cuts[-1], after) or _persists(words, cuts[-1], after)
        if goes_on or words[at].text == ";" or _starts(words, after):
            cuts.append(at)
            verb = False
    found: list[Clause] = []
    for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True):
        clause = _clause(doc, words[_after(words, start) if start else start : end])
        if clause is not None:
            found.append(clause)
    return found


def _joins(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    if word.text == ";":
        return True
    if word.tag == "CJC" and word.lower in ("and", "but", "so", "yet"):
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    return word.text == "," and after is not None and (after.tag == "PNP" or after.lower in (*_PATIENT, "still"))


_THE_TIME = (["the", "last", "time"], ["the", "first", "time"], ["the", "next", "time"])
_HANGS = frozenset("since because while although though when whenever unless".split())


def _joins_subjects(words: Sequence[Token], start: int, at: int) -> bool:
    """Whether "and" joins two subjects of one verb: "reports that his AST and ALT were high"."""
    if words[at].lower != "and" or at + 2 >= len(words):
        return False
    that = next((i for i in range(at - 1, start, -1) if words[i].tag == "CJT"), at)
    if that < at and not any(finite(word) for word in words[that + 1 : at]):
        return True
    bare = words[at + 1].tag in ("NN1", "NP0", "UNC") and words[at + 2].lower in ("were", "are", "have")
    return bare and words[at - 1].tag in ("NN1", "NP0", "UNC")


def _after(words: Sequence[Token], at: int) -> int:
    while at < len(words) and (words[at].text in ",;" or words[at].tag == "CJC"):
        at += 1
    return at


def _starts(words: Sequence[Token], at: int) -> bool:
    """Whether a subject and its finite verb stand here."""
    if at >= len(words) or words[at].tag not in _NOMINAL:
        return False
    for word in words[at + 1 : at + 9]:
        if finite(word):
            return True
        if word.tag not in _INSIDE or word.tag == "CJC" or word.lower in _HANGS:
            return False
    return False


def _takes_over(words: Sequence[Token], start: int, at: int) -> bool:
    """Whether what somebody does follows what one of their things does: "His asthma acts up and has been using his inhaler"."""
    verb = next((i for i in range(start, at) if finite(words[i])), at)
    thing = words[start].tag == "DPS" and all(word.tag in _OWNED for word in words[start + 1 : verb])
    if (
        not thing
        or words[start + 1].lower in persons()
        or at >= len(words)
        or words[at].tag not in ("VHZ", "VBZ", "VVZ")
    ):
        return False
    main = next((word for word in words[at : at + 4] if word.tag in ("VVG", "VVN", "VVZ")), None)
    return main is not None and lemma(main.text, main.tag) in _PEOPLE_DO


def _persists(words: Sequence[Token], start: int, at: int) -> bool:
    """Whether what is still had follows what is not: "no longer has tinnitus, still gets vertigo"."""
    over = any(word.tag == "XX0" or word.lower in ("no", "never") for word in words[start:at])
    return over and at + 1 < len(words) and words[at].lower == "still" and finite(words[at + 1])


def _clause(doc: Doc, words: Sequence[Token]) -> Clause | None:
    marks = " \t\r\n,;"
    if not words:
        return None
    span = doc.trimmed(words[0].start, words[-1].end, marks)
    verb_at = next((i for i, word in enumerate(words) if finite(word)), None)
    if verb_at is None:
        return Clause(span, None, "", None)
    before = [word for word in words[:verb_at] if word.tag not in _ADVERB and word.text not in ",:"]
    subject = Span(start=before[0].start, end=before[-1].end) if before else None
    negated = any(word.tag == "XX0" for word in words[verb_at : verb_at + 4])
    return Clause(span, subject, _who(before), words[verb_at], negated)


def _who(subject: Sequence[Token]) -> Who:
    """Whom the words of a subject name."""
    if not subject:
        return "patient"  # what the note leaves out is the patient
    head = [word for word in subject if word.tag in _NOMINAL]
    if not head:
        return "other"
    last = head[-1].lower
    if last in ("he", "she") or last in _PATIENT or (last in _CHILD and len(head) <= 3):
        return "patient"
    if last in ("i", "we"):
        return "author"
    if head[0].lower in _TITLES and head[0].text != "MS" and head[-1].tag in ("NP0", "NN1", "UNC"):
        return "patient"
    return "other"


def is_illness(words: Sequence[Token], at: int) -> bool:
    """Whether "MS" is multiple sclerosis: capitals with no name behind them."""
    if words[at].text != "MS":
        return False
    after = next((word.text for word in words[at + 1 : at + 3] if word.text != "."), "")
    return not after[:1].isupper()


# -- marks -----------------------------------------------------------------------------------------------------------


def marks(doc: Doc, span: Span, sex: str | None, name: str | None = None) -> tuple[Mark, ...] | None:
    """The words of a clause that change with who says it, by start. ``sex`` is the patient's ("female", "male" or None),
    ``name`` theirs, if the note gives it. None: a pronoun may mean somebody else, so that it can't be moved.

    A clause whose subject the note left out begins with a mark of no length."""
    return _Marker(doc, span, sex, name).run()


def _may_be_young(doc: Doc) -> bool:
    """Whether the first age of a note may be a small child's: none is given, or one in months or of a few years."""
    age = next((q for q in doc.quantities if q.kind == "age"), None)
    return age is None or age.value < _GROWN or (age.unit or "") in ("month", "week", "day")


class _Marker:
    """One pass over the words of a clause; ``self.last`` is whom the last subject named."""

    def __init__(self, doc: Doc, span: Span, sex: str | None, name: str | None) -> None:
        sentence = doc.tagged(span)
        self.words = sentence
        self.sex = sex[:1] if sex else None
        self.name = frozenset(name.lower().split()) if name else frozenset[str]()
        self.found: list[Mark] = []
        self.last: Who = ""
        self.reduced = 0  # as self.relative, of "the only thing she has tried": its second verb is the thing's
        self.young = _may_be_young(doc)
        self.carries = "fetus" in doc.text.lower() or "foetus" in doc.text.lower()
        self.others: set[str] = set()  # sexes of other people named so far
        self.safe = True
        self.relative = (
            0  # finite verbs after "which", as far as one of them is the patient's: "which she feels has helped"
        )

    def run(self) -> tuple[Mark, ...] | None:
        words = self.words
        at = 0
        first = next((i for i, word in enumerate(words) if word.tag not in _ADVERB and word.tag != "PUN"), None)
        if first is not None and words[first].tag in _FINITE and words[first].tag != "VM0":
            self._mark("subject", words[first].start, words[first].start)
            self.last = "patient"
        while at < len(words):
            at = self._step(at)
            if not self.safe:
                return None
        return tuple(sorted(self.found, key=lambda mark: (mark.span.start, mark.span.end)))

    def _step(self, at: int) -> int:
        word = self.words[at]
        low = word.lower
        if finite(word):
            self._verb(at)
            return at + 1
        bare_that = low == "that" and 0 < at < len(self.words) - 1 and finite(self.words[at + 1])
        if word.tag in ("DTQ", "PNQ") or (
            bare_that and self.words[at - 1].tag.startswith("NN")
        ):  # "ibuprofen, which helps": the verb agrees with what stands before
            self.last, self.relative = "other", 1
            return at + 1
        if low in _PRONOUNS:
            self._pronoun(at)
            return at + 1
        if low in _AUTHOR and (low != "i" or word.text == "I"):
            self._mark(_AUTHOR[low], word.start, word.end)
            self.last = "author" if low == "i" else self.last
            return at + 1
        named = self._patient_named(at)
        if named:
            return named
        return self._other(at)

    def _pronoun(self, at: int) -> None:
        word = self.words[at]
        sex, case = _PRONOUNS[word.lower]
        if self.sex is not None and sex != self.sex:
            if case == "subject":
                self.last = "other"
            return
        struck = word.lower in ("him", "her") and at and finite(self.words[at - 1]) and not self._owns(at)
        if struck and self.last == "other" and sex in self.others:
            self._mark("object", word.start, word.end)  # "Mom drove her here": whom another does something to
            return
        if sex in self.others or ("-" in self.others and self.last == "other"):
            self.safe = False
            return
        if word.lower == "her" and not self._owns(at):
            case = "object"
        self._mark(case, word.start, word.end)
        if case == "subject":
            self.last = "patient"
            self.reduced = int(
                0 < at <= _THING and self.words[0].tag == "AT0" and self.words[at - 1].tag in ("NN1", "NN2")
            )

    def _owns(self, at: int) -> bool:
        """Whether "her" stands before what is hers."""
        after = self.words[at + 1 : at + 3]
        if len(after) > 1 and after[0].lower in ("right", "left") and after[1].tag[:2] in ("NN", "AJ", "OR", "CR"):
            return True  # "of her right first toe"
        if after and after[0].tag == "AV0":  # "her very sore knee", and not "see her once"
            return len(after) > 1 and after[1].tag[:2] == "AJ"
        return bool(after) and after[0].tag in _OWNED

    def _patient_named(self, at: int) -> int:
        """The place after words that name the patient, having marked them; 0 if these do not."""
        words = self.words
        start = at
        if words[at].lower in _PATIENT and any(word.lower in ("a", "an") for word in words[max(0, at - 2) : at]):
            return 0  # "is an established patient"
        if words[at].lower in ("the", "this", "our") and at + 1 < len(words):
            at += 1
        if words[at].lower in _TITLES and not is_illness(words, at):
            at += 1
            while at < len(words) and (words[at].text == "." or words[at].tag in ("NP0", "UNC")):
                at += 1
            at -= 1
        elif self.carries and words[at].lower == "mother" and (at == 0 or words[at - 1].tag != "DPS"):
            pass  # of a fetus: she is the patient
        elif (words[at].lower not in _PATIENT or words[at].text == "PT") and not self._named(start, at):
            return 0
        while at + 1 < len(words) and words[at + 1].lower in self.name:
            at += 1
        if at + 1 < len(words) and words[at + 1].text == "." and words[at].lower == "pt":
            at += 1
        end = at + 1
        if end < len(words) and words[end].text in ("'s", "’s") and self._owner(end):
            self._mark("possessive", words[start].start, words[end].end)
            return end + 1
        ahead = next((word for word in words[end:] if word.tag not in _ADVERB), None)
        fronted = start == 0 and end < len(words) and words[end].tag in ("PRP", "CJS")
        subject = ahead is not None and (finite(ahead) or fronted)  # "The patient after the fall was confused"
        self._mark("subject" if subject else "object", words[start].start, words[at].end)
        self.last = "patient" if subject else self.last
        return end

    def _owner(self, at: int) -> bool:
        """Whether "'s" is what it is in "the patient's knee", and not in "the patient's here"."""
        after = self.words[at + 1].tag if at + 1 < len(self.words) else ""
        return self.words[at].tag == "POS" or after[:2] in ("NN", "AJ", "NP", "UN")

    def _named(self, start: int, at: int) -> bool:
        word = self.words[at]
        if word.lower in self.name:
            return True
        return (
            start != at and word.lower in _CHILD and (self.young or word.lower not in _SMALL)
        )  # a mother's baby is not she

    def _other(self, at: int) -> int:
        word = self.words[at]
        known = persons().get(word.lower)
        if known and word.tag[:2] in ("NN", "NP", "UN", "AJ"):
            self.others.add(known[0])
        if word.tag in _NOMINAL and word.tag not in ("DPS", "AT0", "CRD"):
            ahead = next((w for w in self.words[at + 1 :] if w.tag not in _ADVERB), None)
            if ahead is not None and finite(ahead):
                self.last = "other"
        return at + 1

    def _verb(self, at: int) -> None:
        word = self.words[at]
        if self.last == "other" and at and self.words[at - 1].tag == "CJC" and self._spoken_of():
            self.safe = False  # "she feels this works and rests": whoever rests
            return
        if self.last != "patient":
            self.relative = 0
            return
        if self.reduced > 1 and self.words[at - 1].tag not in ("CJC", "CJS", "PUN", "PNP"):
            self.last, self.reduced = "other", 0  # "the only treatment she has tried is ibuprofen"
            return
        self.reduced *= 2
        thinks = lemma(word.text, word.tag) in _TELLS
        if self.relative == 2:  # the verb of what "which" stands for
            self.last, self.relative = "other", 0
            return
        self.relative = 2 if self.relative and thinks else 0
        if word.tag in _AGREES or word.lower in ("was", "wasn"):
            past = word.tag == "VBD"
            self._mark("verb", word.start, word.end, lemma(word.text, word.tag), "past" if past else "present")

    def _spoken_of(self) -> bool:
        return any(mark.role == "subject" for mark in self.found)

    def _mark(self, role: str, start: int, end: int, verb: str = "", form: str = "") -> None:
        mark = Mark.model_validate({"role": role, "span": {"start": start, "end": end}, "lemma": verb, "form": form})
        self.found.append(mark)
