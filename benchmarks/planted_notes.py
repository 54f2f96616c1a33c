"""Notes with statements planted in them: frames and a grammar in ``planted/*.tsv``, filled by seed.

A frame is a note with places for words: ``{symptom}`` takes a word of a class of ``words.tsv`` (``{Symptom}`` with a capital,
``{SYMPTOM}`` in capitals, ``{symptom2}`` another word of the class, ``{drug.dose}`` what stands beside the drug's name), ``{=RA}``
is a place that always holds the same letters, and ``<HPI>`` is one of the alternatives of ``expansions.tsv``. What is right
about each place stands beside the frame: ``symptom2=denied; relative.disease=...``, see ``_expected``.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "planted"
KINDS = ("negation", "experiencer", "temporality", "units", "abbreviation", "format")
FRESH = (
    "fresh",
    "fresh_second",
    "fresh_third",
    "fresh_fourth",
    "styles",
)  # tables of notes with fixed words, in the order of their first runs
POLARITIES = ("present", "denied", "unknown", "absent", "over", "anypolarity")
TIMES = ("current", "past", "hypothetical", "anytime")
_PLACE = re.compile(r"\{(=?)([^{}]+)\}")
_VOWEL = re.compile(r"[aeioAEIO]|ultra|MRI")  # of the words after an article: a urinalysis, an ultrasound
_CHOICE = re.compile(r"<(\w+)>")
_SIGNS = {"lt": "\ue000", "gt": "\ue001", "ob": "\ue002", "cb": "\ue003"}  # what a template uses itself
_MEANT = str.maketrans("\ue000\ue001\ue002\ue003", "<>{}")
_BY_SEX = {
    "He": ("He", "She"), "he": ("he", "she"), "His": ("His", "Her"), "his": ("his", "her"), "him": ("him", "her"),
    "himself": ("himself", "herself"), "man": ("man", "woman"), "male": ("male", "female"), "boy": ("boy", "girl"),
    "Mr": ("Mr.", "Ms."), "M": ("M", "F"), "HE": ("HE", "SHE"), "HIS": ("HIS", "HER"), "MAN": ("MAN", "WOMAN"), "son": ("son", "daughter"),
}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """A note or a sentence with places, and what is right about them. ``name`` is its kind and number; ``section`` where it may stand."""

    name: str
    template: str
    expects: str
    kind: str = ""
    section: str = ""


@dataclass(frozen=True)
class Expected:
    """A statement that stands in a note at ``start``: the words of its place, and what is right about it.

    ``polarity`` may be "absent" (nobody may claim it), "over" (denied now, or past) or "anypolarity"; ``temporality`` may be
    "hypothetical" (or said in an instruction, which claims nothing) or "anytime"; ``whose`` is a word of the one it is about,
    "other" anybody but the patient, "any" nobody asks. ``arguments`` are roles with their words, ``sense`` and ``never`` what
    letters mean and do not.
    """

    text: str
    start: int
    kinds: frozenset[str]
    kind: str = ""
    polarity: str = "present"
    certainty: str = "certain"
    temporality: str = "current"
    whose: str = "patient"
    arguments: tuple[tuple[str, str], ...] = ()
    sense: str = ""
    never: str = ""
    clause: bool = False  # a whole clause that keeps the meaning is right as well
    sentence: bool = False  # of the grammar: it is a whole sentence, so that a clause would keep its meaning

    def moved(self, by: int) -> "Expected":
        """The same at another place of a longer note."""
        return replace(self, start=self.start + by)


@dataclass(frozen=True)
class Planted:
    """A note with what stands in it."""

    id: str
    text: str
    expected: tuple[Expected, ...]
    frame: str = ""
    values: Mapping[str, str] = field(default_factory=dict, compare=False)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.split("\t")


@cache
def words() -> dict[str, list[tuple[str, str]]]:
    """The words of each class, each with what stands beside it ("" mostly)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, word, *beside in _rows("words"):
        found.setdefault(name, []).append((word, beside[0] if beside else ""))
    return found


@cache
def expansions() -> dict[str, list[str]]:
    """What a choice may become."""
    found: dict[str, list[str]] = {}
    for name, text in _rows("expansions"):
        found.setdefault(name, []).append(text)
    return found


@cache
def kinds_of() -> dict[str, frozenset[str]]:
    """The kinds of statement that a word of a class, or a statement of the grammar's kind, may be read as."""
    return {name: frozenset(kinds.split()) for name, kinds in _rows("classes")}


@cache
def frames(kind: str) -> tuple[Frame, ...]:
    """The frames of one of the six kinds."""
    return tuple(Frame(f"{kind}-{n}", row[0], row[1], kind) for n, row in enumerate(_rows(kind), 1))


@cache
def grammar() -> tuple[Frame, ...]:
    """The sentences of the grammar: kind, section, template, what is right."""
    return tuple(Frame(f"{row[0]}-{n}", row[2], row[3], row[0], row[1]) for n, row in enumerate(_rows("grammar"), 1))


def _opened(template: str, draw: random.Random, sex: int) -> str:
    """A template whose choices are made."""
    for _ in range(6):
        if not _CHOICE.search(template):
            break
        template = _CHOICE.sub(lambda found: _chosen(found[1], draw, sex), template)
    template = template.replace("\\r\\n", "\r\n").replace("\\n", "\n").replace("\\t", "\t")
    return template.replace("\n ", "\n")


def _chosen(name: str, draw: random.Random, sex: int) -> str:
    if name in _SIGNS:
        return _SIGNS[name]
    return _BY_SEX[name][sex] if name in _BY_SEX else draw.choice(expansions()[name])


def _class_of(key: str) -> str:
    return key.rstrip("0123456789").lower()


def _within(word: str, others: set[str]) -> bool:
    """Whether a word is in another one or holds it: "ultrasound", "abdominal ultrasound"."""
    return any(word in other or other in word for other in others)


def _drawn(key: str, values: dict[str, tuple[str, str]], draw: random.Random) -> tuple[str, str]:
    """The word of a place: another one than every place of its class has."""
    if key not in values:
        name = _class_of(key)
        taken = {word for other, (word, _) in values.items() if _class_of(other) == name}
        values[key] = draw.choice([pair for pair in words()[name] if not _within(pair[0], taken)] or words()[name])
    return values[key]


def _written(place: str, values: dict[str, tuple[str, str]], draw: random.Random) -> str:
    name, _, beside = place.partition(".")
    word, extra = _drawn(name.lower(), values, draw)
    if beside:
        shown = extra.split(" ")[0] if beside.lower() == "num" else extra
        return shown.upper() if beside.isupper() else shown
    if name.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if name[0].isupper() else word


def fill(frame: Frame, draw: random.Random, sex: int) -> Planted:
    """A frame with its places filled."""
    template = _opened(frame.template, draw, sex)
    values: dict[str, tuple[str, str]] = {}
    places: dict[str, tuple[int, str]] = {}
    text, at = "", 0
    for found in _PLACE.finditer(template):
        text += template[at : found.start()]
        word = found[2] if found[1] else _written(found[2], values, draw)
        if _VOWEL.match(word) and text.endswith((" a ", "\nA ")):
            text = f"{text[:-1]}n "
        places.setdefault(found[2].replace(" ", "_") if found[1] else found[2].lower(), (len(text), word))
        text += word
        at = found.end()
    text += template[at:]
    text = text.translate(_MEANT)
    known = {key: word for key, (_, word) in places.items()}
    expected = tuple(_all_expected(frame, places, known))
    return Planted("", text, expected, frame.name, known)


def _all_expected(frame: Frame, places: dict[str, tuple[int, str]], known: dict[str, str]) -> Iterator[Expected]:
    for item in filter(None, (part.strip() for part in frame.expects.split(" ; "))):
        keys, _, right = item.partition(":=")
        for key in keys.split():
            start, word = places[key]
            name = _class_of(key)
            kinds = kinds_of().get(f"g_{frame.kind}") or kinds_of().get(name) or frozenset()
            plain = Expected(word, start, kinds, frame.kind, sentence=frame.section.endswith("*"))
            yield _expected(plain, right, known)


def _expected(plain: Expected, right: str, known: Mapping[str, str]) -> Expected:
    """What is right about a place, from words such as ``denied | past | whose:mother | kind:drug,order | dose:{drug.dose}``."""
    change: dict[str, Any] = {}
    arguments: list[tuple[str, str]] = []
    for token in filter(None, (token.strip() for token in right.split("|"))):
        role, _, value = token.partition(":")
        value = _PLACE.sub(lambda found: known[found[2].lower()], value)
        if token in POLARITIES:
            change["polarity"] = token
        elif token in TIMES:
            change["temporality"] = token
        elif token in {"possible", "anycertainty"}:
            change["certainty"] = token
        elif token == "clause":
            change["clause"] = True
        elif role == "kind":
            change["kinds"] = frozenset(value.split(","))
        elif role in {"whose", "sense", "never"}:
            change[role] = value
        elif value:
            arguments.append((role, value))
        else:
            raise ValueError(f"{token!r} says nothing about {plain.text!r}")
    return replace(plain, arguments=tuple(arguments), **change)


def short_notes(kind: str, number: int, seed: int) -> list[Planted]:
    """``number`` notes of one of the six kinds, each frame as often as every other, no text twice where words allow it."""
    draw = random.Random(f"{kind} {seed}")
    made: list[Planted] = []
    seen: set[str] = set()
    pool = frames(kind)
    for n in range(number):
        frame = pool[n % len(pool)]
        planted = fill(frame, draw, draw.randrange(2))
        for _ in range(20):
            if planted.text not in seen:
                break
            planted = fill(frame, draw, draw.randrange(2))
        seen.add(planted.text)
        made.append(Planted(f"{frame.name}.{n}", planted.text, planted.expected, frame.name, planted.values))
    return made


_ORDER = (
    "identity", "complaint", "history", "past", "medications", "allergies", "family", "social", "review", "vitals", "examination",
    "results", "assessment", "plan",
)  # fmt: skip


def fresh_notes(name: str = "fresh") -> list[Planted]:
    """The notes of a table of ``FRESH``, which have fixed words: kind, note, what is right. A frame is named
    by its line."""
    drawn = [Frame(f"{name}-{n}", row[1], row[2], row[0]) for n, row in enumerate(_rows(name), 1)]
    return [replace(fill(frame, random.Random(0), 0), id=f"{frame.kind}.{frame.name}") for frame in drawn]


def _fitting(drawn: list[Frame], prose: bool) -> dict[str, list[Frame]]:
    placed: dict[str, list[Frame]] = {}
    for frame in drawn:
        placed.setdefault("history" if prose else frame.section.strip("*"), []).append(frame)
    return placed


class _Page:
    """A note that is being written."""

    def __init__(self, draw: random.Random, sex: int) -> None:
        self.draw, self.sex = draw, sex
        self.text = ""
        self.expected: list[Expected] = []
        self.words: set[str] = set()
        self.values: dict[str, str] = {}

    def put(self, frame: Frame, between: str) -> None:
        """Add a sentence, with words that the note does not have yet."""
        planted = fill(frame, self.draw, self.sex)
        for _ in range(12):
            fresh = {one.text.lower() for one in planted.expected}
            if not any(_within(word, self.words) for word in fresh if not word.isdigit()) and not fresh & self.words:
                break
            planted = fill(frame, self.draw, self.sex)
        else:
            return
        fresh = {one.text.lower() for one in planted.expected}
        self.words |= fresh
        self.text += between
        self.expected += [one.moved(len(self.text)) for one in planted.expected]
        self.text += planted.text
        self.values |= {f"{frame.name}.{key}": value for key, value in planted.values.items()}


def _headed(page: _Page, drawn: list[Frame]) -> None:
    placed = _fitting(drawn, False)
    style = page.draw.choice(("block", "inline", "list"))
    case = page.draw.choice((str.upper, str.title, str.capitalize))
    for section in _ORDER:
        if section not in placed:
            continue
        heading = case(page.draw.choice(expansions()[f"h_{section}"])) if section != "identity" else ""
        page.text += ("\n\n" if page.text else "") + heading
        first = {"block": "\n", "inline": ": ", "list": ":\n- "}[style] if heading else ""
        rest = "\n- " if style == "list" else page.draw.choice((" ", "\n")) if style == "block" else " "
        for number, frame in enumerate(placed[section]):
            page.put(frame, first if not number else rest)


def _told(page: _Page, drawn: list[Frame]) -> None:
    for number, frame in enumerate(drawn):
        page.put(frame, "" if not number else page.draw.choice((" ", " ", " ", "\n\n")))


def long_notes(number: int, seed: int) -> list[Planted]:
    """Notes of 5 to 15 sentences of the grammar, under headings or (every third) told in prose."""
    draw = random.Random(f"grammar {seed}")
    made: list[Planted] = []
    by_kind: dict[str, list[Frame]] = {}
    for frame in grammar():
        by_kind.setdefault(frame.kind, []).append(frame)
    for n in range(number):
        prose = n % 3 == 2
        page = _Page(draw, draw.randrange(2))
        size = draw.randint(5, 15)
        drawn: list[Frame] = []
        while len(drawn) < size:
            frame = draw.choice(by_kind[draw.choice(sorted(by_kind))])
            twice = frame in drawn or (frame.kind == "identity" and any(one.kind == "identity" for one in drawn))
            if twice or (prose and not frame.section.endswith("*")):
                continue
            drawn.append(frame)
        drawn.sort(key=lambda frame: _ORDER.index(frame.section.strip("*")))
        (_told if prose else _headed)(page, drawn)
        made.append(
            Planted(f"grammar-{n}", page.text, tuple(page.expected), "prose" if prose else "headed", page.values)
        )
    return made
