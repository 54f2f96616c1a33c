"""Who the note is about, and who came along: age, sex, name and companions, only as far as the note says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from bedside.agents.reading.patient_sex import patient_sex
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Token, tokens
from bedside.agents.text.number_words import NUMBERS

Sex = Literal["female", "male"]

_HEAD = 20_000  # characters in which a note says who came
_YEARS = {
    "year": 1.0,
    "yr": 1.0,
    "y": 1.0,
    "yo": 1.0,
    "month": 1 / 12,
    "mo": 1 / 12,
    "mth": 1 / 12,
    "week": 7 / 365.25,
    "wk": 7 / 365.25,
    "day": 1 / 365.25,
    "hour": 1 / 8766,
}
_SPELLED_AGE = re.compile(r"(?P<n>[a-z]+(?:-[a-z]+)?)-(?P<unit>year|month|week|day)s?-olds?")
_TITLES: dict[str, Sex] = {"mr": "male", "mrs": "female", "ms": "female", "miss": "female"}
_OLDEST = 125
_SEXES = frozenset("f m female male woman man girl boy lady baby infant".split())
_ONLY = dict.fromkeys(
    "gravida lmp menstrual menopause hysterectomy pregnant pregnancy ovary ovaries pap".split(), "f"
) | (dict.fromkeys("prostate prostatectomy vasectomy scrotum testicle testicular".split(), "m"))
_COMES = frozenset(
    "accompanied brought carried escorted here presents presented presenting comes came seen attends attended obtained "
    "provided given taken gathered history hx collateral informant historian information boy girl infant baby child toddler f m teen teenager old translated interpreted".split()
)
_HISTORY = frozenset("history hx information".split())
_LEADS = frozenset(
    ": is was also mainly mostly partly primarily largely obtained provided given taken gathered today".split()
)
_LIVES = frozenset("live lives lived living resides resided residing stays staying shares sharing".split())
_SOURCES = frozenset("collateral informant informants historian source caller".split())
_BY = frozenset("by with from via through per to".split())
_SMALL = frozenset(
    "his her their the a an both patient 's ’s teenage teenaged teen adult elderly older younger eldest oldest youngest grown".split()
)
_SAYS = frozenset(
    "reports reported states stated denies denied notes noted says said mentions describes described endorses adds believes "
    "thinks provides provided brings brought confirms asks expresses expressed relates complains gives noticed wants explains "
    "recalls interprets interpreted translates translated worries".split()
)
_THERE = frozenset("present here room attendance concerned explaining explain trying".split())
_WELL = frozenset({"well child", "well baby", "well infant", "child check", "baby check"})
_TOLD = frozenset("advised told informed instructed encouraged asked".split())


@dataclass(frozen=True, slots=True)
class People:
    """What the note says of the people in the room. ``age`` in years."""

    age: float | None = None
    sex: Sex | None = None
    name: str | None = None
    companions: tuple[str, ...] = ()


@cache
def company() -> dict[str, str]:
    """Words for people who may come along, and what each is called."""
    return {word: name for words, name in rows("company") for word in words.split("|")}


def read_people(text: str) -> People:
    """The people of a note. Linear in its length, which is looked at up to some pages."""
    words = tokens(text, 0, min(len(text), _HEAD))
    name, titled = _name(words)
    found: dict[str, Sex] = {"f": "female", "m": "male"}
    shown = patient_sex(text[:_HEAD]) or next((_ONLY[w.lower] for w in words if w.lower in _ONLY), "")
    sex = titled or found.get(shown)
    return People(_age(words), sex, name, tuple(dict.fromkeys(_companions(words))))


# -- age -------------------------------------------------------------------------------------------------------------


def _age(words: Sequence[Token]) -> float | None:
    for at in range(len(words)):
        value = _number(words, at)
        if value is None or value > _OLDEST:
            continue
        if months := _twelfths(words, at):
            return round(months / 12, 2)
        after = at + 1
        while after < len(words) and words[after].lower in NUMBERS:
            after += 1
        spelled = _SPELLED_AGE.fullmatch(words[at].lower)
        unit = spelled["unit"] if spelled else _age_unit(words, at, after)
        well = "" if unit else _well(words, at, after)
        unit = unit or well
        if unit and (well or not _of_another(words, at)):
            years = value * _YEARS[unit]
            return round(years, 2) if years <= _OLDEST else None
    return None


def _number(words: Sequence[Token], at: int) -> float | None:
    """The number that begins at a word: "46", "fifty one", "twenty-two"."""
    word = words[at].lower
    if aged := _SPELLED_AGE.fullmatch(word):  # "two-year-old" is one word
        word = aged["n"]
    if word[0].isdecimal():
        return float(word) if word.replace(".", "", 1).isdecimal() else None
    parts = word.split("-")
    if not all(part in NUMBERS for part in parts) or (at and words[at - 1].lower in NUMBERS):
        return None
    following = words[at + 1].lower if at + 1 < len(words) else ""
    more = NUMBERS[following] if NUMBERS[parts[0]] >= 20 and 0 < NUMBERS.get(following, 0) < 10 else 0
    return float(sum(NUMBERS[part] for part in parts) + more)


def _age_unit(words: Sequence[Token], number: int, at: int) -> str:
    """The unit of an age at these words: "-year-old", "y/o", "yo", "months old", "F" after a number; else ""."""
    near = [word.lower for word in words[at : at + 5] if word.text != "-"]
    parts = [
        part for word in near for part in word.replace("/", "-").replace(".", "-").split("-") if part not in ("", ".")
    ]
    if not parts:
        return ""
    unit = parts[0] if parts[0] in _YEARS else parts[0].rstrip("s")
    if unit == "yo" or (parts[0] in ("f", "m") and words[at].text in ("F", "M") and not _coded(words, at)):
        return "yo"
    if unit not in _YEARS:
        return ""
    after = [part for part in parts[1:3] if part != "/"][:1]
    if after and (after[0] in ("old", "o") or (unit in ("y", "yr") and after[0] in _SEXES)):
        return unit
    opens = not number or words[number - 1].text in ".:;"
    if opens and after and after[0] in _SEXES and words[at + 1].text in ("F", "M", "♀", "♂", *_SEXES):
        return unit  # "2 mo F, well baby"
    if after and after[0] == "well" and parts[2:3] in (["child"], ["baby"], ["infant"], ["check"], ["visit"]):
        return unit  # "2 month well child"
    return unit if parts[1:3] == ["of", "age"] else ""


def _well(words: Sequence[Token], number: int, at: int) -> str:
    """The unit of an age beside the name of a child's visit: "Well child, 12 mo", "15 mo WCC"; else ""."""
    unit = words[at].lower if at < len(words) else ""
    unit = unit if unit in _YEARS else unit.rstrip("s")
    if unit not in _YEARS:
        return ""
    before = [word.lower for word in words[max(0, number - 5) : number]]
    after = [word.lower for word in words[at + 1 : at + 3]]
    visit = "wcc" in (*before, *after) or any(pair in _WELL for pair in _pairs(before))
    return unit if visit else ""


def _twelfths(words: Sequence[Token], at: int) -> float:
    """The months of a child whose age is written "8/12 old" or "8/12 boy"; 0 for any other number."""
    near = [word.lower for word in words[at : at + 4]]
    if (
        near[1:3] != ["/", "12"]
        or len(near) < 4
        or not near[0].isdecimal()
        or near[3] not in _SEXES | {"old", "♂", "♀"}
    ):
        return 0
    return float(near[0])


def _coded(words: Sequence[Token], at: int) -> bool:
    """Whether "F" or "M" behind a number is part of a code: "T2N1M0", "E1 V2 M3"."""
    after = words[at + 1 : at + 2]
    return bool(after) and after[0].start == words[at].end and after[0].text[0].isdecimal()


def _of_another(words: Sequence[Token], at: int) -> bool:
    """Whether an age is somebody else's, or one at which something happened."""
    before = list(reversed(_before(words, at, 5)))
    after = [word.lower for word in words[at + 1 : at + 6]]
    end = next((i for i, word in enumerate(after) if i > 1 and word in (".", ";", "here")), len(after))
    after = after[:end]
    young = after[1:] if after and after[0].rstrip("s") in _YEARS else after
    if young[:1] in (["f"], ["m"]) and "with" in young[1:3]:
        after = []  # "16F with dad"
    if any(word in company() for word in (*before, *after[2:])):
        return True
    return bool(before) and before[-1] in ("at", "when", "since", "until", "age")


# -- name ------------------------------------------------------------------------------------------------------------


def _name(words: Sequence[Token]) -> tuple[str | None, Sex | None]:
    """A name with a title, or the capitalised words before "is a 31-year-old"."""
    for at, word in enumerate(words):
        if word.lower in _TITLES and word.text[:1].isupper():
            named = list(_capitals(words, at + 1))
            if named:
                return " ".join((word.text, *named)), _TITLES[word.lower]
        if word.lower == "is" and words[at + 1 : at + 2] and words[at + 1].lower in ("a", "an"):
            named = list(_capitals(words, _back(words, at)))
            if len(named) > 1 and _back(words, at) + len(named) == at and _age(words[at : at + 8]) is not None:
                return " ".join(named), None
    return None, None


def _back(words: Sequence[Token], at: int) -> int:
    while at and _capital(words[at - 1]) and words[at].start - words[at - 1].end <= 2:
        at -= 1
    return at


def _capital(word: Token) -> bool:
    """Whether a word is written as a name is, and not "ABC" for one that was taken out."""
    return word.text[:1].isupper() and not word.text.isupper() and word.text.replace("-", "").isalpha()


def _capitals(words: Sequence[Token], at: int) -> Iterator[str]:
    if at < len(words) and words[at].text == ".":
        at += 1
    while at < len(words) and _capital(words[at]) and words[at].start - words[at - 1].end <= 2:
        yield words[at].text
        at += 1


# -- companions ------------------------------------------------------------------------------------------------------


def _companions(words: Sequence[Token]) -> Iterator[str]:
    for at, word in enumerate(words):
        name = company().get(word.lower)
        if name and not _if(words, at) and _came(words, at):
            yield name


def _came(words: Sequence[Token], at: int) -> bool:
    return _brought(words, at) or _speaks(words, at) or _asked(words, at) or _named_source(words, at)


def _named_source(words: Sequence[Token], at: int) -> bool:
    """Whether somebody is named as who tells it or stands by: "Collateral (wife)", "Informant: mother", "wife at bedside",
    "mum re 8/12 boy", "with her aunt (support person)"."""
    before = [word.lower for word in words[max(0, at - 2) : at]]
    if len(before) == 2 and before[0] in _SOURCES and before[1] in ("(", ":", "-"):
        return True
    after = [word.lower for word in words[at + 1 : at + 6]]
    if after[:1] == ["re"]:
        return True
    near = after[: after.index(".")] if "." in after else after
    return "bedside" in near[1:4] or any(pair in ("support person", "support worker") for pair in _pairs(near))


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{first} {second}" for first, second in pairwise(words))


def _if(words: Sequence[Token], at: int) -> bool:
    return any(word.lower in ("if", "when", "whether") for word in words[max(0, at - 3) : at])


def _before(words: Sequence[Token], at: int, most: int) -> list[str]:
    """The words before one in its sentence, the nearest first."""
    found: list[str] = []
    for word in reversed(words[max(0, at - most) : at]):
        if word.text in ".;":
            break
        found.append(word.lower)
    return found


def _brought(words: Sequence[Token], at: int) -> bool:
    """Whether somebody came with, or told the story: "accompanied by his mother", "here with mom"."""
    near = _before(words, at, 12)
    link = next((i for i, word in enumerate(near) if word in _BY), None)
    if (
        link is None
        or link > 5
        or any(word not in _SMALL and word not in company() and word != "and" for word in near[:link])
    ):
        return False
    return near[link] == "per" or _comes(near[link + 1 :])


def _comes(near: Sequence[str]) -> bool:
    """Whether words before "with" or "by", the nearest first, say that somebody came or told it. Living with somebody brings
    nobody along, and a heading ("Social history:") tells nothing."""
    for at, word in enumerate(near):
        if word in _LIVES:
            return False
        heading = word in _HISTORY and any(other not in _LEADS for other in near[:at])
        if not heading and word.rsplit("-", 1)[-1] in _COMES:
            return True
    return False


def _speaks(words: Sequence[Token], at: int) -> bool:
    """Whether somebody says something, or is said to be there: "mother reports", "wife is present"."""
    after = [word.lower for word in words[at + 1 : at + 6]]
    if after[:1] and after[0] in ("'s", "’s"):
        return False
    verb = next((word for word in after if word not in ("also", "currently", "who")), "")
    if verb in _SAYS:
        return not any(word in ("with", "if") for word in _before(words, at, 2))
    return verb in ("is", "was", "are", "were") and any(word in _THERE for word in after[1:5])


def _asked(words: Sequence[Token], at: int) -> bool:
    near = _before(words, at, 3)
    return (
        bool(near)
        and any(word in _TOLD for word in near)
        and company()[words[at].lower] in ("mother", "father", "parents", "guardian", "caregiver")
    )
