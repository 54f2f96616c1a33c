"""Labels before a colon, names of organ systems, and values that say yes or no."""

import re
from dataclasses import dataclass
from functools import cache

from bedside.agents.reading.headings import words_of
from bedside.agents.reading.part import Tick
from bedside.agents.reading.tables import rows

_LABEL = re.compile(r"(?P<name>[^\W\d_](?:[^:\n;.?!]|\.(?=[\w:])){0,69}?)\s?:+(?=\D|$)")
_STOPPED = re.compile(r"(?P<name>[A-Z][a-z]+(?: [A-Za-z]+){1,4})\.(?=\s)")  # "Medical Reasoning. Stable."
_INNER = re.compile(
    r"(?P<sep>[.;,)\]!?]\s{0,3}|\s{1,3})(?P<name>(?:[A-Z]|(?<=[,;]\s)[a-z])(?:[\w '’&/()+-]){0,50}?)\s?:+(?=\D|$)"
)
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 8  # words of a label
_GROUPS = frozenset(("symptoms", "symptom", "features", "signs", "complaints", "findings", "pertinent"))
_EMPTY = frozenset(("", "+", "-"))


@dataclass(frozen=True, slots=True)
class Label:
    """A name before a colon: where it stands, and where what is said of it begins."""

    start: int
    end: int
    body: int
    name: str


@cache
def _systems() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("systems")}


@cache
def _stops() -> frozenset[str]:
    return frozenset(row[0] for row in rows("label_stops"))


@cache
def _work() -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(row[0]) for row in rows("work_labels"))


@cache
def _ticks() -> dict[str, Tick]:
    answers: dict[str, Tick] = {"yes": "yes", "no": "no", "open": "open"}
    return {row[0]: answers[row[1]] for row in rows("ticks")}


def is_system(name: str) -> bool:
    """Whether a name is that of an organ system, a part of the body, or several of them."""
    words = [word for word in words_of(name) if len(word) > 1 or word.isalpha()]
    kinds = [_systems().get(word, "") for word in words if word not in ("/", "&", "+")]
    return 0 < len(kinds) <= 8 and all(kinds) and any(kind != "join" for kind in kinds)


def is_general(name: str) -> bool:
    """Whether a name is of an examination in general, whatever the part: "General Examination"."""
    return all(_systems().get(word) == "join" or word == "general" for word in words_of(name))


def is_work(name: str) -> bool:
    """Whether a label under a problem says what is done or thought about it, and is no problem itself."""
    return words_of(name) in _work()


def is_clause(name: str) -> bool:
    """Whether a would-be label or title holds words that make a clause of it."""
    words = [word.lower() for word in _WORD.findall(name)]
    return any(word in _stops() for word in words) or (len(words) > 1 and words[-1] == "for")  # "Negative for: rash"


def tick(value: str) -> Tick:
    """ "yes" or "no" where a value is no more than that, else ""."""
    return _ticks().get(value.strip().lower().strip(".,;"), "")


def sign_of_group(name: str) -> Tick:
    """What a label says of the list behind it: "Pertinent negatives", "Symptoms - Yes", "Denies"; "" for any other."""
    words = name.lower().replace("–", "-").split()
    if len(words) == 2 and words[0] in _GROUPS:  # "Symptoms absent"
        words = words[1:]
    if answer := _ticks().get(" ".join(words), ""):
        return answer
    if words[-1].rstrip("s") in ("positive", "negative") and words[-1][-1] == "s":
        return "yes" if words[-1] == "positives" else "no"
    return _ticks().get(words[-1], "") if len(words) == 1 or words[-2] == "-" else ""


def first_label(text: str, start: int, end: int) -> Label | None:
    """The label with which a line begins, if it does."""
    match = _LABEL.match(text, start, min(end, start + 90)) or _STOPPED.match(text, start, min(end, start + 60))
    if match is None or len(match["name"].split()) > _MOST or is_clause(match["name"]):
        return None
    if text[match.end("name")] == "." and not is_work(match["name"]):
        return None
    if re.search(r"\d[^,:]{0,20},", match["name"]):  # "BP 120/80, HR: 72"
        return None
    if match["name"].count("(") != match["name"].count(")") or text[match.end() : match.end() + 2] == "//":
        return None
    return Label(start, match.end("name"), _behind(text, match.end(), end), match["name"])


def inner_labels(text: str, start: int, end: int, *, close: bool) -> list[Label]:
    """Labels further on in a line, each after the end of what was said before it. ``close``: a comma, or nothing but a
    space, may stand before one, as among measurements."""
    found: list[Label] = []
    if text.find(":", start, end) < 0:
        return found
    at = max(start - 1, 0)
    while match := _INNER.search(text, at, end):
        label = _inner(text, match, end, close=close)
        if label is not None and label.start >= start:
            found.append(label)
            at = label.body - 1 if label.body > label.end + 1 else label.body
        else:
            at = match.start() + 1
        at = max(at, match.start() + 1)
    return found


def _inner(text: str, match: re.Match[str], end: int, *, close: bool) -> Label | None:
    start, name, sep = match.start("name"), match["name"], match["sep"].strip()
    if (gap := name.rfind("  ")) >= 0:  # "Sample  DOB:"
        start, name, sep = start + gap + 2, name[gap + 2 :], ""
    words = name.split()
    if not words or len(words) > 6 or is_clause(name) or text[match.end() : match.end() + 2] == "//":
        return None
    if name[0].islower() and not (close and len(words) <= 3):
        return None
    strong = sep in (".", ";", ")", "]", "!", "?") and len(sep) == 1
    if name[0].islower() and not (close and len(words) <= 3):
        return None
    if not strong and not (close and (sep == "," or len(words) == 1 or is_system(name) or name.isupper())):
        return None
    return Label(start, match.end("name"), _behind(text, match.end(), end), name)


def _behind(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
