"""Whole sentences in which an author concludes: what this may be, how it will go on, what was offered and how it was taken."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.clause import marks
from bedside.agents.reading.diagnoses import diagnoses, hedged
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import FINITE, Word, listed
from bedside.agents.reading.scene import Scene, opaque
from bedside.agents.reading.tables import phrases
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Mark

_NEAR = 4  # words within which a diagnosis begins
_OBJECTS = frozenset({"him", "her", "them", "a", "an", "the", "patient", "pt"})
_OFFERED = frozenset({"offered", "offer"})
_REPLIES = {"decline": "declined", "refuse": "declined", "defer": "declined", "accept": "accepted", "agree": "accepted"}
_REPLY_WORDS = frozenset(
    {"he", "she", "they", "patient", "the", "pt", "and", "but", "which", "was", ",", ";", "who", "has", "it", "this"}
)
_WEIGHS = frozenset(("think", "consider", "decide", "discuss"))  # of an answer that is still to come
_GOES = frozenset("recover resolve settle improve heal subside clear ease".split())
_STATES = frozenset("well fine better normal okay ok fit healthy recovered back healed over gone".split())
_EXPECTS = frozenset({"expect", "anticipate"})
_THOUGHT = 2  # words with which an author doubts an illness: "do not think", "low probability"
_FORESEES = 12  # words in which a sentence says how it will go on


def concluded_whole(scene: Scene, end: int) -> list[Draft] | None:
    """The drafts of a sentence of such a form, None for any other."""
    return (
        _prevents(scene, end)
        or _weighs(scene, end)
        or _at_risk(scene, end)
        or _offered(scene, end)
        or _foreseen(scene, end)
        or list(_supposed(scene, end))
        or None
    )


def _supposed(scene: Scene, end: int) -> Iterator[Draft]:
    """ "This could be gout or cellulitis", "I think she has asthma", "The diagnosis is pancreatitis"."""
    words = scene.words
    lower = [word.lower for word in words[:end]]
    found = phrases("conclusions").at(lower, 0)
    first = found[1] if found is not None else 0
    if first >= end:
        return
    at, hedge = hedged(words, first, end)
    if found is None and (hedge is None or hedge[1] != "denied" or at < _THOUGHT):
        return
    told = first > 1 or hedge is not None
    if (
        not told
        or at >= end
        or any(word.tag in FINITE or word.tag in ("CJS", "DTQ", "PNQ", "CJT") for word in words[at:end])
    ):
        return
    if not scene.has(at, min(end, at + _NEAR), ("disorder",)):
        return
    sure = scene.but(possible=True) if found is not None and found[0][0] == "possible" else scene
    whole = scene.trimmed(0, end)
    drafts = list(diagnoses(sure, first, end))
    for number, draft in enumerate(drafts):
        yield draft.but(span=Span(start=whole.start, end=draft.span.end)) if not number else draft


def _foreseen(scene: Scene, end: int) -> list[Draft] | None:
    """ "Should be well within 2 weeks", "Expected to recover in a month", "I expect the pain to settle"."""
    words = scene.words
    opened = words[0].lower in ("should", "will", "expected", "anticipated", "likely") or (
        words[0].lower in ("i", "we") and any(word.lemma in _EXPECTS for word in words[1:3])
    )
    if not opened or not _goes_on(words[:end]):
        return None
    span = scene.trimmed(0, end)
    sex, name = scene.doc.patient
    found = marks(scene.doc, span, sex, name)
    if found is None:
        return None
    at = Span(start=span.start, end=span.start)
    if words[0].lower not in ("i", "we"):
        led = [Mark(role="subject", span=at)]
        if words[0].lower not in ("should", "will"):
            led.append(Mark(role="verb", span=at, lemma="be", form="present"))
        found = (*led, *(mark for mark in found if mark.span.start > span.start))
    clause = (argument(scene.doc, "clause", span.start, span.end),)
    return [scene.draft(Draft("prognosis", span, clause, temporality="future", marks=found))]


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether words tell a course: "to recover", "be well", but not "be seen" or "be taken"."""
    near = words[:_FORESEES]
    if any(word.lemma in _GOES for word in near):
        return True
    be = next((i for i, word in enumerate(near[:-1]) if word.lower in ("be", "feel", "get")), None)
    return be is not None and (near[be + 1].lower in _STATES or near[be + 1].lower in listed("better"))


def _offered(scene: Scene, end: int) -> list[Draft] | None:
    """ "I offered a flu shot; he declined", "COVID booster offered and declined"."""
    words = scene.words
    at = next((i for i, word in enumerate(words[:end]) if word.lower in _OFFERED), None)
    reply = next((i for i in range(end - 1, 0, -1) if words[i].lemma in _REPLIES and words[i].tag[:2] == "VV"), None)
    if at == 0 and reply is None:
        return _only_offered(scene, end)
    if at is None or reply is None or reply <= at or end - reply > 2:
        return None
    start, stop = (0, at) if words[0].lower not in ("i", "we") else (at + 1, reply)
    while start < stop and words[start].lower in _OBJECTS:
        start += 1
    while stop > start and (words[stop - 1].lower in _REPLY_WORDS or words[stop - 1].tag == "AV0"):
        stop -= 1
    between = words[max(stop, at + 1) : reply]
    if start >= stop or any(word.lower not in _REPLY_WORDS and word.tag != "AV0" for word in between):
        return None
    what = scene.trimmed(start, stop)
    answer = argument(scene.doc, "answer", words[reply].start, words[reply].end, _REPLIES[words[reply].lemma])
    return [
        scene.draft(Draft("offer", scene.trimmed(0, end), (argument(scene.doc, "what", what.start, what.end), answer)))
    ]


def _at_risk(scene: Scene, end: int) -> list[Draft] | None:
    """ "At risk for pressure ulcers": what the patient has not, and may get."""
    words = scene.words
    low = [word.lower for word in words[:4]]
    bare = (
        low[:2] == ["at", "risk"]
        or low[1:3] == ["at", "risk"]
        or low[:3] in (["at", "high", "risk"], ["at", "increased", "risk"])
    )
    if (
        not bare
        or not any(word in ("for", "of") for word in (w.lower for w in words[2:5]))
        or any(w.tag in FINITE for w in words[:end])
    ):
        return None
    span = scene.trimmed(0, end)
    at = Span(start=span.start, end=span.start)
    left_out = (Mark(role="subject", span=at), Mark(role="verb", span=at, lemma="be", form="present"))
    clause = (argument(scene.doc, "clause", span.start, span.end),)
    return [scene.draft(Draft("reasoning", span, clause, marks=left_out))]


def _only_offered(scene: Scene, end: int) -> list[Draft] | None:
    """ "Offered sertraline; he will think about it": what was not taken up yet."""
    words = scene.words
    stop = next((i for i in range(1, end) if words[i].lower in (";", ",", "-", "–", "but")), end)
    rest = words[stop + 1 : end]
    waits = any(word.lemma in _WEIGHS for word in rest)
    start = 1
    while start < stop and words[start].lower in _OBJECTS:
        start += 1
    if start >= stop or (rest and not waits) or any(word.tag in FINITE for word in words[start:stop]):
        return None
    what = scene.trimmed(start, stop)
    return [scene.draft(Draft("offer", scene.trimmed(0, stop), (argument(scene.doc, "what", what.start, what.end),)))]


def _weighs(scene: Scene, end: int) -> list[Draft] | None:
    """ "He will think about it": no advice of the author's."""
    low = [word.lower for word in scene.words[: min(end, 5)]]
    said = low[:1] and low[0] in ("he", "she", "patient", "pt") and "will" in low[1:3]
    if not said or not any(word.lemma in _WEIGHS for word in scene.words[2:5]):
        return None
    return [opaque(scene, 0, end)]


def _prevents(scene: Scene, end: int) -> list[Draft] | None:
    """ "DVT ppx": what is given so that the patient does not get it, and no diagnosis."""
    words = scene.words
    if not 1 < end <= 4 or words[end - 1].lower not in ("ppx", "prophylaxis") or words[0].lower in ("no", "on"):
        return None
    span = scene.trimmed(0, end)
    at = Span(start=span.start, end=span.start)
    what = argument(scene.doc, "what", span.start, span.end, "thing")
    nobody = (
        Argument(role="action", text="", span=at, value="treat"),
        Argument(role="who", text="", span=at, value="physician"),
    )
    return [scene.draft(Draft("order", span, (what, *nobody)))]
