"""Sentences of a history that tell a background and nothing else: habits, home and work, and the family's illnesses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bedside.agents.reading import allergies, family, naming, relatives, results, social, statements
from bedside.agents.reading.background_clauses import allergy, reaction
from bedside.agents.reading.clause_shapes import covers
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import OWN_RISKS
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.people import company
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.readings import told
from bedside.agents.reading.registry import SentenceReader
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span

_OPENING = 3  # words in which a sentence says that it is of the family
_STORY = frozenset({"history", "complaint", "other"})
_NO_ALLERGIES = frozenset({"nkda", "nka", "nkma"})
_MARKED = 3  # a word and its mark
_STATED = frozenset({"died", "deceased", "healthy", "alive", "passed", "well", "dead"})
_MEN = frozenset("father dad brother son husband uncle grandfather nephew grandson".split())
_WOMEN = frozenset("mother mom mum sister daughter wife aunt grandmother niece granddaughter".split())
_FEELS = frozenset("afraid frightened scared worried anxious concerned fearful fears worries terrified".split())
_ILL = frozenset({"disorder", "symptom"})


def life(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The habits, home and work that a sentence tells, where it tells nothing else."""
    if part.kind == "social" or not social.first(doc, sentence):
        return []
    found = list(social.read_sentence(record, sentence, replace(part, kind="social"), doc))
    if not found or not all(draft.kind == "habit" or _lives(draft) for draft in found):
        return []
    return found if covers(doc, doc.tagged(sentence), found) else []


def labelled(doc: Doc, record: Record, part: Part) -> Iterator[Draft]:
    """What stands beside a label that another reader knows: a habit, or a test and what it showed."""
    label = record.label_span
    if label is None or part.kind not in _STORY:
        return
    scored = doc.slice(label).lower().strip(" :") in naming.listed("test")[0] and doc.slice(record.span)[:1].isdigit()
    if scored or any(m.kind == "test" and m.span == label for m in doc.mentioned(label)):
        yield from results.read(record, replace(part, kind="results"), doc)
    else:
        yield from social.read_habit(record, part, doc)


def elsewhere(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """What a sentence tells that another reader knows as a whole: an allergy, how a relative is, how a problem does."""
    if part.kind not in _STORY:
        return []
    words = [token.lower for token in doc.tagged(sentence)]
    named = allergy(doc, sentence) or reaction(doc, sentence)
    if named is not None:
        return [named]
    if words[:1] and words[0] in _NO_ALLERGIES and len(words) < _MARKED:
        return list(allergies.read_listed(record, sentence, replace(part, kind="allergies"), doc))
    if any(a.startswith("allerg") and b == "to" for a, b in pairwise(words)):
        return _by(allergies.read_listed, ("allergy",), doc, sentence, record, replace(part, kind="allergies"))
    first = next((i for i, word in enumerate(words) if word not in ("his", "her", "the", "my")), 0)
    fear = _fear_at(words) if relatives.relative_at(doc.tagged(sentence), first) else 0
    if fear:
        at = doc.tagged(sentence)[fear + 1].start
        before = Span(start=sentence.start, end=doc.tagged(sentence)[fear - 1].end)
        kin = elsewhere(doc, before, record, part)
        return [*kin, *told(record, Span(start=at, end=sentence.end), part, doc)] if kin else []
    if relatives.relative_at(doc.tagged(sentence), first) and _STATED & set(words):
        return _by(family.read_sentence, ("relative",), doc, sentence, record, replace(part, kind="family"))
    if (
        not part.heading
        and words[:1]
        and words[0] in ("his", "her", "the")
        and _ILL & {m.kind for m in doc.mentioned(sentence)}
    ):
        return _by(statements.read_sentence, ("status",), doc, sentence, record, replace(part, kind="assessment"))
    return []


def _fear_at(words: Sequence[str]) -> int:
    """The "and" before what the patient fears, behind what a relative has: "... and she is afraid of the same"; 0 for none."""
    own = {"her": "she", "his": "he"}.get(words[0]) if words else None
    alike = {"she": _WOMEN, "he": _MEN}.get(own or "", frozenset())
    for at in range(2, len(words) - 2):
        if words[at] in ("and", "but", "so") and words[at + 1] in (own, "patient", "pt"):
            meant = words[at + 1] != own or not alike & set(words[:at])  # "his father ... and he": which?
            return at if meant and _FEELS & set(words[at + 2 : at + 5]) else 0
    return 0


def _by(
    reader: SentenceReader, kinds: tuple[str, ...], doc: Doc, sentence: Span, record: Record, part: Part
) -> list[Draft]:
    """What another reader makes of a sentence, where that is of these kinds and leaves nothing out."""
    found = list(reader(record, sentence, part, doc))
    whole = found and all(draft.kind in kinds for draft in found)
    held = [
        draft.but(arguments=(*draft.arguments, argument(doc, "what", draft.span.start, draft.span.end)))
        for draft in found
    ]
    return found if whole and (part.kind == "allergies" or covers(doc, doc.tagged(sentence), held)) else []


def kin(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The family's illnesses, where a sentence tells a family history and nothing else."""
    words = [token.lower for token in doc.tagged(sentence)]
    if OWN_RISKS & set(words):
        return []  # "risk factors: family history of gout, smoker, overweight"
    told = any(words[i : i + 2] == ["family", "history"] for i in range(len(words)))
    if part.kind == "family" or "note" in words or not (told or {"fh", "fhx"} & set(words[:_OPENING])):
        return []
    found = list(family.read_sentence(record, sentence, replace(part, kind="family"), doc))
    return [] if any(draft.kind in ("opaque", "event") for draft in found) else found


def _lives(draft: Draft) -> bool:
    """Whether words taken for a home or a trade begin as such: "works at ...", "married"."""
    words = draft.arguments[0].text.lower().split() if draft.arguments else []
    return (
        draft.kind in ("home", "work")
        and words[:1] != []
        and (words[0] in listed("lives") or words[:2] == ["used", "to"])
        and len(words) <= 12
    )


_OF_PARENTS = frozenset(
    """epds phq tearful depressed depression mood postpartum baby-blues anxious overwhelmed exhausted breastfeeding works smokes
    lactating recovering""".split()
)
_HOLDERS = {"donor": "donor", "index case": "index case", "partner": "partner", "co-twin": "twin", "cotwin": "twin"}
_REPORTING = frozenset(
    "says said reports reported states stated notes noted describes adds thinks feels denies".split()
)
_THIRD = frozenset("he she him her his hers child baby's pt patient infant".split())


def parent(doc: Doc, record: Record) -> str:
    """The mother or father of whom a line tells how they are themselves ("Mom: EPDS 14, tearful most days"), and not what they
    say of their child; "" for any other line."""
    label = record.label.lower().split(" / ")[-1].strip()
    told = {word.lower for word in doc.tagged(record.span)}
    if label in _HOLDERS and not told & _REPORTING:
        return _HOLDERS[label]
    who = company().get(label, "")
    if who not in ("mother", "father"):
        return ""
    said = {word.lower for word in doc.tagged(record.span)}
    return who if said & _OF_PARENTS and not said & _THIRD else ""
