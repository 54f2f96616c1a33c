"""The parts of a note in which no heading stands: which of its sentences tell the story, which what was found, what a test
showed, what it is thought to be and what is to be done.

Sentences of such notes follow one another in the order of a visit, and each has words of its part. Each sentence is given a
weight for each kind by a table of words, and the likeliest sequence is taken (the Viterbi algorithm over kinds, with a price for
each change, a higher one for going back), as sections of discharge letters are found by sequence labelling (Li et al. 2010, Section
classification in clinical notes using a supervised hidden Markov model).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bedside.agents.reading.lines import lines
from bedside.agents.reading.sentences import sentences
from bedside.agents.reading.tables import Phrases, phrases, plain, rows
from bedside.agents.text.doc import tokens
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span

KINDS: tuple[SectionKind, ...] = ("history", "examination", "results", "assessment", "plan")
_STORY, _FOUND, _SHOWN, _THOUGHT, _PLANNED = range(len(KINDS))
_PLACE: dict[str, int] = {kind: place for place, kind in enumerate(KINDS)}
_ON, _BACK, _FROM_PLAN = 0.8, 2.0, 3.0  # prices of a change: to a later kind, to an earlier one, from the plan
_AT_LINE = 0.5  # share of the price of going on where a line begins
_OPENS_WITH_STORY = 3.0
_USUAL = 0.4  # what speaks for the story where nothing does
_BARE, _BRIEF = 5, 9  # words of a sentence that only names something; of a short one
_LOOKED_AT = 240  # characters of a sentence
_MOST = 60  # sentences: a longer note without a heading is prose, whose sentences are told apart one by one
_COURSE = re.compile(r"\b\d{1,2}/(?:7|52|12)\b|\b(?:for|x) ?\d{1,2} ?(?:d|days?|weeks?|wks?)\b", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(?:bd|bid|tds|tid|qds|qid|od|om|nocte|mane|prn|stat)\b|\d ?(?:mg|mcg|g|ml|units?|puffs?)\b", re.IGNORECASE
)
_LATER = re.compile(
    r"\b(?:in|after|at) (?:\d{1,2}|a|one|two|three|four|six) ?(?:-\d{1,2} ?)?(?:d|days?|w|weeks?|wks?|months?|mths?)\b|\b(?:\d{1,2}/(?:7|52|12))$",
    re.IGNORECASE,
)
_NOUN_BEFORE = frozenset(("of", "was", "is"))  # "stop of breath": no order
_CHANGED = re.compile(r"\d ?(?:mg|mcg|g|units?)? ?(?:->|→|>) ?\d")  # of a dose: "4.6 -> 9.5 mg"
_ANOTHER = re.compile(r"(?:donor|partner|index case|co-?twin)\s*:", re.IGNORECASE)  # of whom a history tells
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_CLAIMED = frozenset(
    "normal abnormal neg negative pos positive clear nad unremarkable raised elevated low high reassuring unchanged stable shows showed reactive nonreactive non-reactive detected undetected".split()
)
_WEIGHED = frozenset(
    "likely unlikely favored favoured suspected excluded confirmed possible probable doubt doubtful".split()
)
_DISORDERS = (
    "itis",
    "osis",
    "oma",
    "pathy",
    "emia",
    "aemia",
    "sprain",
    "strain",
    "fracture",
    "infection",
    "syndrome",
    "failure",
    "disease",
    "flare",
    "exacerbation",
    "migraine",
    "asthma",
    "virus",
    "viral",
    "uti",
    "urti",
    "lrti",
    "gord",
    "gerd",
)


def unheaded(text: str) -> dict[int, SectionKind]:
    """By the place where a sentence begins, the kind of part that it is of. Empty for a note that is too long to be a telegram or
    of which all is story."""
    found = [
        (part, not number)
        for line in lines(text)
        if not line.empty
        for number, part in enumerate(p for span in sentences(text, line.body, line.end) for p in parted(text, span))
    ]
    if not 1 < len(found) <= _MOST:
        return {}
    kinds = _likeliest([_weights(text, span) for span, _ in found], [first for _, first in found])
    if set(kinds) == {_STORY}:
        return {}
    return {span.start: KINDS[kind] for (span, _), kind in zip(found, kinds, strict=True)}


def goes_on(now: SectionKind, kind: SectionKind, *, mixed: bool) -> bool:
    """Whether a sentence that seems of ``kind`` may leave a part of the kind ``now``: what is thought and decided is followed by what
    is decided alone, and what a name within a line opened is not left for the story. ``mixed``: both stand under one name."""
    if kind == now or (now, kind) == ("vitals", "examination"):
        return False
    if now in ("assessment", "plan"):
        return kind == "plan" and not mixed
    return now in KINDS or (
        now in ("complaint", "vitals", "medications", "social", "family", "past", "allergies") and kind != "history"
    )


def parted(text: str, span: Span) -> Iterator[Span]:
    """A sentence cut at its semicolons, behind which such a note turns as at a full stop: "no bruising; US if not settling"."""
    start = span.start
    for at in [*(found.start() for found in re.finditer("; ", text[span.start : span.end])), span.end - span.start]:
        end = span.start + at + 1 if at < span.end - span.start else span.end
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield Span(start=start, end=end)
        start = end


def _likeliest(weights: Sequence[Sequence[float]], firsts: Sequence[bool]) -> list[int]:
    """The sequence of kinds with the greatest sum of weights less prices; ``firsts``: which sentences begin a line."""
    best = [weight + (_OPENS_WITH_STORY if kind == _STORY else 0.0) for kind, weight in enumerate(weights[0])]
    came: list[list[int]] = []
    for row, first in zip(weights[1:], firsts[1:], strict=True):
        before = [
            max(range(len(KINDS)), key=lambda one, to=to, first=first: best[one] - _price(one, to, first=first))
            for to in range(len(KINDS))
        ]
        best = [best[one] - _price(one, to, first=first) + row[to] for to, one in enumerate(before)]
        came.append(before)
    at = max(range(len(KINDS)), key=best.__getitem__)
    found = [at]
    for before in reversed(came):
        at = before[at]
        found.append(at)
    return found[::-1]


def _price(one: int, to: int, *, first: bool) -> float:
    """Of a change, lower where a line begins."""
    if one == to:
        return 0.0
    if to > one:
        return _ON * (_AT_LINE if first else 1.0)
    return _FROM_PLAN if one == _PLANNED else _BACK


def _weights(text: str, span: Span) -> list[float]:
    """What speaks for each kind in a sentence."""
    end = min(span.end, span.start + _LOOKED_AT)
    said = text[span.start : end]
    words = [plain(token) for token in tokens(text, span.start, end)]
    words = [word for word in words if word[0].isalnum() or word in ("?", "/", "&")]
    out = [_USUAL, 0.0, 0.0, 0.0, 0.0]
    if not words:
        return out
    if _ANOTHER.match(said):
        out[_STORY] += 5  # "Donor: melanoma excluded, smoker"
    _add_worded(words, out)
    _add_tested(words, said, out)
    if _TAKEN.search(said) and _COURSE.search(said):
        out[_PLANNED] += 2
    if _LATER.search(said.rstrip(" .")) and not {"ago", "hx", "history", "since"} & set(words):
        out[_PLANNED] += 1
    if any(map(_YEAR.fullmatch, words)):
        out[_STORY] += 1.5
    if _TAKEN.search(said) and words[0] not in ("given", "start", "started"):
        out[_STORY] += 1
        out[_PLANNED] += 1
    if _CHANGED.search(said):
        out[_PLANNED] += 1.5
    if len(words) <= _BARE and words[-1].endswith(_DISORDERS) and words[0] not in ("no", "nil", "known"):
        out[_THOUGHT] += 1
    return out


def _add_worded(words: Sequence[str], out: list[float]) -> None:
    """The weights of the table's words: of the first of a sentence, behind a "no", and of any."""
    first, anywhere = _tables()
    told = first.at(words, 0)
    if told is None and len(words) > 1 and words[0] in ("no", "then", "and", "not"):
        behind = first.at(words, 1)
        told = behind if behind and behind[0][0] == "plan" else None
    if told and not (told[0][0] == "plan" and words[told[1] : told[1] + 1] and words[told[1]] in _NOUN_BEFORE):
        out[_PLACE[told[0][0]]] += float(told[0][1])
    for kind in {cells for at in range(len(words)) if (held := anywhere.at(words, at)) for cells in [held[0]]}:
        out[_PLACE[kind[0]]] += float(kind[1])


def _add_tested(words: Sequence[str], said: str, out: list[float]) -> None:
    """A test with what it showed is a result; one without is still to be done, if a sentence says little else. An illness that is
    weighed is a thought of the author's."""
    terms = Terminology.load()
    named = {terms.kind(mention.concept): mention.start for mention in terms.find(said)}
    table = phrases("turn_words")
    listed = next(
        (at for at in range(len(words)) if (held := table.at(words, at)) and held[0][0] in ("test", "lab")), None
    )
    if "disorder" in named and not _WEIGHED.isdisjoint(words):
        out[_THOUGHT] += 2.5
    if listed is None and "test" not in named:
        if "procedure" in named and len(words) <= _BRIEF and _LATER.search(said):
            out[_PLANNED] += 1
        return
    at = listed or 0
    if "drug" in named and _TAKEN.search(said):
        return
    numbers = [word for word in words[at + 1 : at + 4] if word[:1].isdigit() and not _YEAR.fullmatch(word)]
    valued = bool(numbers) and not _LATER.search(said)
    if valued or not _CLAIMED.isdisjoint(words):
        out[_SHOWN] += 2.5
    elif len(words) <= _BRIEF and (at == 0 or len(words) <= _BARE):
        out[_PLANNED] += 1.5


@cache
def _tables() -> tuple[Phrases, Phrases]:
    """Wordings of a sentence's first words, and of any."""
    held: dict[str, list[tuple[str, Sequence[str]]]] = {"first": [], "any": []}
    for wordings, kind, where, weight in rows("unheaded"):
        held[where] += [(wording, (kind, weight)) for wording in wordings.split("|")]
    return Phrases(held["first"]), Phrases(held["any"])
