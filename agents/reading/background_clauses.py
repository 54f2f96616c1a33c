"""Clauses without a subject that tell a background in a list of complaints: "palpitations, drinks four coffees a day",
"sore throat, allergic to sulfa, no fever"."""

from collections.abc import Iterator

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_NAMED = ("PNP", "PNQ", "DTQ", "CJS", "CJT")
_MARKS = (",", ";")
_HOW = frozenset(", . ; well poorly fine ok normally less more little".split())  # "drinks well": a child, and no habit
_SHORT = 4  # words of "severe penicillin allergy"
_DID = frozenset("gave gives caused causes".split())
_TO_WHOM = frozenset("him her them me us the patient pt".split())
_REACTIONS = frozenset(
    "rash hives itching itch swelling anaphylaxis wheeze wheezing urticaria angioedema welts blisters".split()
)
_BEFORE = frozenset("severe mild known reported self-reported with possible ?".split())


def parted(doc: Doc, sentence: Span) -> Iterator[Span]:
    """The stretches of a sentence, parted where a mark stands before the verb of a habit without a subject, and around an
    allergy. What is denied before one ("no chest pain, drinks wine") reaches no further."""
    words = doc.tagged(sentence)
    if any(word.tag in _NAMED for word in words):
        yield sentence  # a clause with its subject is told whole
        return
    start = sentence.start
    allergic = bool(words) and words[0].lower in listed("allergic")
    for before, word, after in zip(words, words[1:], [*words[2:], None], strict=False):
        verb = word.lower in listed("habit_verbs") and after is not None and after.lower not in _HOW
        opens = verb or word.lower in listed("allergic")
        joins = before.text in _MARKS or (before.lower == "and" and opens and start > sentence.start)
        if joins and (opens or (allergic and after is not None)):
            yield doc.trimmed(start, before.start)
            start, allergic = word.start, word.lower in listed("allergic")
    yield Span(start=start, end=sentence.end)


def reaction(doc: Doc, sentence: Span) -> Draft | None:
    """What a drug did to somebody who does not bear it: "Penicillin gave her a rash"; None for any other words."""
    words = [word for word in doc.tagged(sentence) if word.tag != "PUN"]
    at = next((i for i, word in enumerate(words[:_SHORT]) if word.lower in _DID), 0)
    if not at or any(word.tag in ("VBZ", "VBD", "VHZ", "VHD") for word in words):
        return None
    came = words[at + 1 :]
    while came and (came[0].lower in _TO_WHOM or came[0].tag == "AT0"):
        came = came[1:]
    name = argument(doc, "what", words[0].start, words[at - 1].end)
    if not came or not _REACTIONS & {word.lower for word in came[:_SHORT]} or not _is_drug(doc, name.text):
        return None
    what = argument(doc, "reaction", came[0].start, came[-1].end)
    return Draft("allergy", Span(start=name.span.start, end=what.span.end), (name, what), sentence=sentence)


def _is_drug(doc: Doc, name: str) -> bool:
    drug = doc.terms is not None and any(m.kind in ("drug", "substance") for m in doc.terms.find(name))
    return drug or name.lower() in listed("short_drugs")


def allergy(doc: Doc, sentence: Span) -> Draft | None:
    """A drug named right before "allergy" or "allergic": "penicillin allergy", "pen allergic"; None for any other words."""
    words = [word for word in doc.tagged(sentence) if word.tag != "PUN"]
    while words and words[0].lower in _BEFORE:
        words = words[1:]
    if not 2 <= len(words) <= _SHORT or not words[-1].lower.startswith("allerg"):
        return None
    name = argument(doc, "what", words[0].start, words[-2].end)
    if not _is_drug(doc, name.text):
        return None
    return Draft("allergy", name.span, (name,), sentence=sentence)
