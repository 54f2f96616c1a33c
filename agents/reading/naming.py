"""What a stretch of words names: its head, the kinds of term that hold the head, and whether it is a whole phrase."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.clause import finite
from bedside.agents.reading.tables import plain, rows
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.tagger import is_general
from bedside.scenarios.span import Span

_STOPS = frozenset(("PRP", "PRF", "CJS", "CJT", "DTQ", "PNQ", "AVQ", "TO0"))  # what a name goes on with
_MARKS = frozenset(",;:()[]")
_NOUNS = ("NN", "NP", "UNC", "ZZ")
_CLOSED = ("AT0", "DPS", "DT0", "PN", "PRP", "PRF", "CJ", "TO0", "EX0", "DTQ", "AVQ", "VM0", "XX0", "PUN")
_LAST = frozenset(("PRF", "CJC", "CJS", "CJT", "AT0", "DPS", "TO0"))
_PLACED = frozenset("with of from to for at by per and or than because due including especially since when".split())
_FIRST = frozenset("and or but than because with from to for at by per of if as so that which who".split())
_OPENERS = frozenset(
    "history hx type kind sort episode episodes bout bouts onset relapse".split()
)  # "history of migraine"
NO_VERBS = frozenset(
    "sided present associated related open dry clean clear warm cool calm level free slow steady".split()
)  # what is taken for a verb within a name
_TIMES = frozenset("day days d week weeks wk wks month months mo year years yr yrs hour hours h hr hrs minutes".split())
_AT = frozenset("at with in after since for during to".split())
_SHORT = 3  # letters of a name that is no word
_TELLING = ("AJ", "VV", "AV", "XX", "PRP", "CRD")  # of what more than a place is said
_OBJECTS = ("DPS", "AT0", "PRP", "PRF", "AVP", "PN", "DT0", "TO0", "CRD", "AV0")
_FAR = 60  # characters in which a term that holds a word may begin or end


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its words, the word that it is about (None for no words), and the kinds of term that hold that word."""

    text: str
    words: tuple[Token, ...]
    stretch: tuple[Token, ...]  # the words before what hangs on the name
    head: Token | None
    kinds: frozenset[str]
    within: frozenset[str]  # the kinds of every term in it
    first: frozenset[str]  # the kinds of a term that begins it
    is_part: bool  # whether the term that holds the head goes on beyond the name: "penicillin" of "penicillin allergy"

    @property
    def is_whole(self) -> bool:
        """Whether it begins and ends where a name does, and has a word of its own."""
        if not self.words or self.head is None:
            return False
        first, last = self.words[0], self.words[-1]
        if (
            last.tag in _LAST
            or last.lower in _PLACED
            or first.text in _MARKS
            or (first.lower in _FIRST and not first.text.isupper())
        ):
            return False
        told = (word for word in self.words if any(map(str.isalpha, word.text)))
        return bool(self.within) or any(not word.tag.startswith(_CLOSED) for word in told)

    @property
    def is_clause(self) -> bool:
        """Whether it holds a verb of its own before anything hangs on it."""
        for at, word in enumerate(self.stretch):
            plural = at == 0 or self.stretch[at - 1].tag in ("NN2", "PNP", "AV0")
            noun = at + 1 < len(self.stretch) and self.stretch[at + 1].tag.startswith((*_NOUNS, "AJ"))
            noun = noun or len(self.stretch) == 1  # "retracted"
            described = at == 0 and word.tag in ("VVD", "VVB") and noun  # "decreased appetite"
            if finite(word) and word.lower not in NO_VERBS and not described and (word.tag != "VVB" or plural):
                return True
        return False

    @property
    def is_doing(self) -> bool:
        """Whether it begins with what somebody does: "slipping on a grape", "being depressed"."""
        first = self.words[0].tag if self.words else ""
        after = self.words[1].tag if len(self.words) > 1 else ""
        if "symptom" in self.first and len(self.words) > 1 and self.words[1].lower in _AT:
            return False  # "vomiting at this time"
        return first in ("VBG", "VHG", "VDG") or (first == "VVG" and after.startswith(_OBJECTS))

    def is_one_of(self, name: str) -> bool:
        """Whether the head is a word of a list of ``plausible.tsv``, or ends as one."""
        last = self.words[-1:] if name != "not_a_name" and self._is_list else ()
        heads = [word for word in (self.head, *last) if word is not None]
        return any(_is_in(name, plain(word)) for word in heads) or self.text.lower() in listed(name)[0]

    @property
    def _is_list(self) -> bool:
        """Whether its last word is what each of its words names: "thyroid, kidney or bladder dysfunctions"."""
        hung = any(word.tag in ("PRP", "PRF", "CJS") and word.lower != "concerning" for word in self.words)
        return not hung and any(word.tag == "CJC" for word in self.words)

    def has_one_of(self, name: str) -> bool:
        """Whether any of its words is one of a list."""
        return any(_is_in(name, plain(word)) for word in self.words)

    @property
    def is_bare_place(self) -> bool:
        """Whether it names parts of the body and nothing about them: "knees and ankles"."""
        return self.kinds == frozenset(("anatomy",)) and not any(
            word.tag.startswith(_TELLING) or word.text[0].isdigit() for word in self.words
        )

    @property
    def is_unknown(self) -> bool:
        """Whether the head is a word that general English does not know, and no letters."""
        if self.head is None or self.head.text.isupper():
            return False
        low = self.head.lower.removesuffix("'s")
        return len(low) > _SHORT and low.replace("-", "").isalpha() and not is_general(low)

    @property
    def is_letters(self) -> bool:
        """Whether it is one word of capital letters."""
        return len(self.words) == 1 and 1 < len(self.text) <= _SHORT + 2 and self.text.isupper() and self.text.isalpha()


def name_of(doc: Doc, span: Span, sentence: Span | None = None) -> Name:
    """What the words of a stretch name, as they are tagged in their sentence."""
    words = _tagged(doc, span, sentence)
    stretch = _before(words)
    near = doc.mentioned(Span(start=max(0, span.start - _FAR), end=span.end + _FAR))
    head = _head(stretch, [m.span for m in near])
    over = [m for m in near if head is not None and m.span.start <= head.start < m.span.end]
    held = frozenset(m.kind for m in over)
    part = bool(over) and all(m.span.end > span.end or m.span.start < span.start for m in over)
    inside = [m for m in near if m.span.start < span.end and span.start < m.span.end]
    first = frozenset(m.kind for m in inside if m.span.start <= span.start)
    return Name(
        doc.slice(span), tuple(words), tuple(stretch), head, held, frozenset(m.kind for m in inside), first, part
    )


@cache
def listed(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a list of ``plausible.tsv``, and the endings of one. Raises ``KeyError``."""
    words = {row[0]: row[1] for row in rows("plausible")}[name].split()
    return frozenset(w for w in words if w[0] != "-"), tuple(w[1:] for w in words if w[0] == "-")


def _is_in(name: str, word: str) -> bool:
    words, endings = listed(name)
    low = word.removesuffix("'s")
    return low in words or (len(low) > _SHORT and low.endswith(endings)) or low.rpartition("-")[2] in words


def _tagged(doc: Doc, span: Span, sentence: Span | None) -> Sequence[Token]:
    if sentence is not None and sentence.start <= span.start and span.end <= sentence.end:
        found = [word for word in doc.tagged(sentence) if span.start <= word.start and word.end <= span.end]
        if found and found[0].start == span.start and found[-1].end == span.end:
            return found
    return doc.tagged(span)


def _before(words: Sequence[Token]) -> Sequence[Token]:
    """The words before what hangs on a name: of "history of migraine since 2010" the migraine, of a list its first name."""
    start = next((i + 2 for i in range(len(words) - 2) if _opens(words, i) and words[i + 1].lower == "of"), 0)
    for at in range(start + 1, len(words)):
        word = words[at]
        timed = (word.text[0].isdigit() or word.tag == "CRD") and at + 1 < len(words) and words[at + 1].lower in _TIMES
        if (
            word.tag in _STOPS
            or word.text in _MARKS
            or timed
            or word.lower == "involving"
            or (at > start + 1 and word.text in "-–—")
        ):
            return words[start:at]
    return words[start:]


def _opens(words: Sequence[Token], at: int) -> bool:
    """Whether "of" after this word brings in what is named: "history of", "4 d of"."""
    return words[at].lower.rpartition("-")[2] in _OPENERS or (
        at == 1 and words[0].text.isdigit() and words[1].lower in _TIMES
    )


def _head(stretch: Sequence[Token], held: Sequence[Span]) -> Token | None:
    """The last noun, or the last word of a term that ends the stretch: the tagger doesn't know many names of medicine."""
    told = [word for word in stretch if word.tag != "PUN" and any(map(str.isalpha, word.text))]
    while len(told) > 1 and told[-1].tag == "AV0" and not _is_held(told[-1], held):
        told.pop()
    if told and _is_held(told[-1], held):
        return told[-1]
    nouns = [word for word in told if word.tag.startswith(_NOUNS)]
    named = [word for word in told if word.tag[:2] in ("AJ", "VV", "AV")]
    return next((found[-1] for found in (nouns, named, told) if found), None)


def _is_held(word: Token, held: Sequence[Span]) -> bool:
    return any(span.start <= word.start < span.end for span in held)
