"""A question in free words, as far as the words alone tell: what it names, which side of it is asked for, and whose it is."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bedside.agents.builtin.asked_spelling import spelled
from bedside.agents.builtin.reactions import asks_whether
from bedside.agents.builtin.tables import words
from bedside.knowledge.terminology import Terminology, reduced

_PARTS = re.compile(r"[^.?!;]+[.?!;]*")
# Where a second question begins without a mark before it: "how did you get help and did you have to wait".
_SECOND = re.compile(
    r"(?i),? (?:and|or) (?=(?:how|what|when|where|which|why|who|did|do|does|is|are|was|were|have you|has|can|could|any|since when)\b)"
)
_WEAK = frozenset(("anatomy", "substance"))  # a part of the body, or what comes of it: where, and not what
_FILLERS = re.compile(r"(?i)(?<!\w)(?:any|some|much|ever|lots of|a lot of) ")
# Words that stand in the midst of a wording and change nothing: "when exactly did it start".
_MERE = frozenset(
    "exactly actually really usually normally generally currently roughly just also precisely typically".split()
)
_ASKING = frozenset(
    """what when where which who why how do does did is are was were have has had can could will would any ever tell describe show
    and""".split()
)
_FLUIDS = frozenset("water enough fluid fluids juice well milk soda".split())
_EATS = frozenset(("eat", "eating", "feeding"))  # beside them drinking is no habit
_KIN = frozenset(
    """mother mom mum father dad sister brother son daughter grandmother grandfather aunt uncle parents siblings relatives family
    anybody anyone""".split()
)
_SAME_KIN = {"mom": "mother", "mum": "mother", "dad": "father"}
# "What do you take for your blood pressure?", "your blood pressure tablets"
_AIM = re.compile(
    r"(?<!\w)(?:tak\w+|took|use|uses|using|used|have|had|get|got|given|on|prescribed|tablets?|pills?|medicines?|medications?|meds|anything"
    r"|something) (?:for|to(?: help)?(?: you)?) (?P<aim>.+)|(?P<before>\w+(?: \w+)?) (?:tablets?|pills?|medicines?|medications?|meds|drugs?)(?!\w)"
)
_TAKES = re.compile(
    r"(?<!\w)(?:tak\w+|took|use|uses|using|used|on|given|prescribed|tablets?|pills?|medic\w+|meds|drugs?)(?!\w)"
)
_POINTING = frozenset("it it's this that that's they they're them these those pain".split())
# Words of a question that name nothing.
_EMPTY = frozenset(
    """a an the i you he she it they we me him her them us your his its their my this that these those there here what when where which
    who whom whose why how is are was were am be been being do does did done have has had having can could will would shall should may
    might must not no yes any anything anyone anybody some something someone somebody ever never always usually often sometimes lately
    recently currently now today ago at all in on of for to from by with without about as and or but if so than then too also else other
    more most much many lot bit little very really just only still already again before after during while since until up down out off
    over into get gets got getting go goes going gone come comes coming came make makes made take takes took taken feel feels felt
    feeling notice noticed notices problem problems issue issues symptom symptoms thing things time times tell describe know think say
    happen happens happened like well ok okay please right thanks thank sure mr mrs ms doctor use used using give let
    experience experienced suffer suffering troubled bothering history kind sort type first last long old day days week weeks month
    months year years another one two strange certain particular usual normal normally far stop exactly stuff touch mind need through change changes changed still most
    regular trouble hurt hurts hurting pain painful ache aches aching sore doing blood enough help
    helps helped start started begin began worse better last lasts allergic allergy allergies""".split()
)
_REST = frozenset(reduced(word) for word in _EMPTY)


@dataclass(frozen=True)
class Asked:
    """One question. ``concepts`` are what it names, nearest wording first; ``content`` its other words, reduced; ``kin`` whose
    it is where it is not the patient's ("family" for any relative)."""

    text: str
    topics: tuple[str, ...]
    sides: tuple[str, ...]
    concepts: tuple[str, ...]
    places: tuple[str, ...]
    content: frozenset[str]
    kin: str = ""
    whether: bool = False
    points: bool = False  # whether it takes up what was spoken of: "it", "the pain"
    beside: frozenset[str] = frozenset()  # of ``content`` what is no word of the topics, the sides and the things named
    fluids: bool = False  # whether drinking is asked about for the water in it
    aim: str = ""  # what drugs that are asked for are taken against, as it is named


def read_questions(text: str) -> list[Asked]:
    """The questions of a line, in order; a line without any is one, since people leave marks out."""
    parts = [part.strip() for part in _PARTS.findall(text.replace("’", "'")) if part.strip(" .?!;")]
    asking = [part for part in parts if part.endswith("?")] or [p for p in parts if _opens(p)] or parts
    return [read_question(one) for part in asking for one in _apart(part)]


def _apart(part: str) -> list[str]:
    """The questions of a sentence that joins them by "and"."""
    pieces = _SECOND.split(part)
    whole = len(pieces) > 1 and all(len(words(piece)) > 2 for piece in pieces)
    return [f"{piece.strip(' ,?')}?" for piece in pieces] if whole and _opens(pieces[0]) else [part]


def is_question(text: str) -> bool:
    """Whether a line asks for something."""
    return "?" in text or any(_opens(part) for part in _PARTS.findall(text) if part.strip())


def _opens(part: str) -> bool:
    spoken = words(part)
    return bool(spoken) and (spoken[0].partition("'")[0] in _ASKING or "tell me" in part.casefold()) and len(spoken) > 1


def read_question(text: str) -> Asked:
    """One question from its words, its slips mended."""
    text = spelled(text)
    spoken = words(text)
    terms = Terminology.load()
    plain = _FILLERS.sub("", text)
    found = [*terms.find(plain)]
    apart = terms.find_gapped(plain)
    named = [m for m in found if not any(_within(m, whole) for whole in apart)]
    named += [m for m in apart if m.concept not in {n.concept for n in named}]
    many, instead = _of_many(spoken)
    named = [m for m in named if m.concept not in instead]
    kin = next((word for word in spoken if word in _KIN), "")
    if kin in ("anybody", "anyone") and "family" not in spoken:
        kin = ""
    kin = kin or ("siblings" if {("other", "children"), ("other", "kids")} & set(pairwise(spoken)) else "")
    person = kin if kin not in ("anybody", "anyone", "relatives", "parents", "siblings", "") else "family"
    own = {
        same(reduced(word)) for word in spoken if "'" not in word and reduced(word) not in _REST and word not in _KIN
    }
    line = _bare(spoken)
    matched = [found.group() for _, pattern in _topics() for found in pattern.finditer(line)]
    matched += [found.group() for _, pattern, _ in _sides() for found in pattern.finditer(line)]
    matched += [terms.name(mention.concept) for mention in named if mention.kind not in _WEAK]
    spent = frozenset(same(reduced(word)) for stretch in matched for word in words(stretch))
    return Asked(
        text,
        topics_of(spoken),
        sides_of(spoken),
        tuple(dict.fromkeys((*many, *(m.concept for m in named if m.kind not in _WEAK)))),
        tuple(dict.fromkeys(m.concept for m in found if m.kind in _WEAK)),
        frozenset(own),
        _SAME_KIN.get(person, person) if kin else "",
        asks_whether(text),
        not _POINTING.isdisjoint(spoken),
        frozenset(own) - spent,
        not _FLUIDS.isdisjoint(spoken) or not _EATS.isdisjoint(spoken),
        _aim(spoken),
    )


def _aim(spoken: tuple[str, ...]) -> str:
    line = " ".join(spoken)
    found = _AIM.search(line) if _TAKES.search(line) else None
    return (found["aim"] or found["before"] or "") if found is not None else ""


def classes_against(aim: str, before: tuple[str, ...] = ()) -> frozenset[str]:
    """The classes of drugs ("class:statin") that are taken against what is named so, or, where that is a mere "it", against the
    concepts that were named before."""
    rows = [(_wordings(row[0]), frozenset(row[1].split()), row[2].split()) for row in _rows("asked_aims")]
    found = next((classes for wording, _, classes in rows if wording.search(aim)), None)
    if found is None and aim.split()[:1] and aim.split()[0] in _POINTING:
        found = next((classes for one in before for _, concepts, classes in rows if one in concepts), None)
    return frozenset(f"class:{name}" for name in found or ())


def _of_many(spoken: tuple[str, ...]) -> tuple[list[str], frozenset[str]]:
    """The concepts that a question names by a word for many, and those that it then does not mean."""
    line = " ".join(spoken)
    found = [(row, instead) for wording, row, instead in _many() if wording.search(line)]
    not_meant = frozenset(concept for _, instead in found for concept in instead)
    return [concept for row, _ in found for concept in row if concept not in not_meant], not_meant


@cache
def _many() -> tuple[tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]], ...]:
    rows = (row if len(row) > 2 else (*row, "") for row in _rows("asked_named"))
    return tuple((_wordings(row[0]), tuple(row[1].split()), tuple(row[2].split())) for row in rows)


def _within(mention: Any, whole: Any) -> bool:
    inside = whole.start <= mention.start and mention.end <= whole.end and mention.concept != whole.concept
    return inside and mention.concept in broader(whole.concept)


def broader(concept: str) -> tuple[str, ...]:
    """The concepts above this one in the terminology, none for one that it does not have."""
    try:
        return Terminology.load().broader(concept)
    except KeyError:
        return ()


def topics_of(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """The topics that the words of a question name, in the order of the table."""
    line = _bare(spoken)
    return tuple(topic for topic, pattern in _topics() if pattern.search(line))


def sides_of(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """The sides of a thing that the words of a question ask for, in the order of the table."""
    line = _bare(spoken)
    return tuple(side for side, pattern, _ in _sides() if pattern.search(line))


def _bare(spoken: tuple[str, ...]) -> str:
    return " ".join(word for word in spoken if word not in _MERE)


def tells(side: str, text: str) -> bool:
    """Whether a clause tells this side of what it is about."""
    told = next((told for name, _, told in _sides() if name == side), None)
    return told is not None and told.search(" ".join(text.casefold().split())) is not None


@cache
def near(concept: str) -> frozenset[str]:
    """The concepts that answer a question for this one, itself among them."""
    rows = (frozenset(row[1].split()) for row in _rows("asked_near"))
    return frozenset({concept}.union(*(row for row in rows if concept in row)))


@cache
def same(word: str) -> str:
    """One word for those that stand for each other, all reduced."""
    return next((row[0] for row in _same() if word in row), word)


@cache
def _same() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(reduced(word) for word in row[1].split()) for row in _rows("asked_same"))


def told_without_name(concept: str, spoken: frozenset[str]) -> bool:
    """Whether these words of a clause, reduced, tell a thing that it does not name."""
    rows = (row[1].split() for row in _rows("asked_told") if row[0] == concept)
    return any(all(same(reduced(word)) in spoken for word in row) for row in rows)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], _wordings(row[1])) for row in _rows("asked_topics"))


@cache
def _sides() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (row[0], _wordings(row[1]), re.compile(rf"(?<![\w/])(?:{row[2]})(?!\w)")) for row in _rows("asked_sides")
    )


def _wordings(given: str) -> re.Pattern[str]:
    made = (re.escape(one).replace(r"\ \*\ ", r" (?:\w+ ){1,3}").replace(r"\*", r"[\w']*") for one in given.split("|"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)})(?!\w)")


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
