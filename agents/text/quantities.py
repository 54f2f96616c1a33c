"""Numbers with their units, read from notes and from speech, and said again the way a person says them.

Law of the file: ``find_quantities`` never raises, its spans lie inside the text and do not overlap, and whatever
``say`` returns parses back to the same value, top value and unit. Written and spoken forms of one quantity give the
same value: "127/80" and "one twenty seven over eighty", "bid" and "twice a day", "3/7" and "three days".

Values by kind:

=========== ===================================================== ======================= =====================
kind        example                                               value, high             unit
=========== ===================================================== ======================= =====================
amount      25 mg, three days, 3-5 days, a week ago               25 / 3 / 3, 5 / 1       mg / day / day / week
number      7.2, twelve, 96 (no unit)                             7.2                     None
vague       a couple of days                                      2                       day
age         50-year-old, age 50                                   50                      year
pair        127/80, one twenty seven over eighty                  127, 80                 mmhg if said, else None
score       6/10, six out of ten, 5-6/10                          6 / 6 / 5, 6            /10
frequency   bid, twice a day, daily, three times a week           2 / 2 / 1 / 3           per day, per week
interval    q6h, every six hours, every 4-6 hours                 6 / 6 / 4, 6            hour
dimension   0.4 by 2.0 cm (one for each number)                   0.4                     cm
date        11/03/2019, July 8th, March 2020                      20191103, 708, 20200300 date
year        2019, nineteen eighty five                            2019                    None
clock       7:30, 8 pm                                            7.5, 20                 clock
money       $75                                                   75                      dollar
label       type 2, stage 3                                       2                       type, stage
ordinal     1st, second, "1." at the start of a list line         1                       None
=========== ===================================================== ======================= =====================
"""

import random
import re
from dataclasses import dataclass, replace
from functools import lru_cache

__all__ = ["FoundQuantity", "date_parts", "find_quantities", "say", "say_number", "say_unit"]


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity in a text. ``start`` and ``end`` are character offsets, ``high`` the top of a range or the second
    number of a pair, ``unit`` normalised ("mg", "day", "mmhg", "%", "per day", "/10") or None."""

    value: float
    high: float | None
    unit: str | None
    start: int
    end: int
    kind: str

    @property
    def key(self) -> tuple[float, float | None, str | None]:
        """What has to agree for two quantities to be the same."""
        return (self.value, self.high, self.unit)


_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
}
_ORDINALS["thirtieth"] = 30
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            (),
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ]
    )
    for name in names
}
_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

# Spelling -> normalised unit. Multi-word spellings are given as tokens separated by spaces.
_UNIT_TABLE: dict[str, str] = {
    "mg": "mg mgs milligram milligrams",
    "mcg": "mcg mcgs ug microgram micrograms",
    "g": "g gm gms gram grams",
    "kg": "kg kgs kilo kilos kilogram kilograms",
    "ml": "ml mls cc ccs milliliter milliliters millilitre millilitres",
    "liter": "l liter liters litre litres",
    "liter/min": "l / min|l / minute|liters per minute|liter per minute|liters a minute|liter a minute|lpm",
    "lb": "lb lbs pound pounds",
    "oz": "oz ounce ounces",
    "%": "% percent pct|per cent",
    "year": "year years yr yrs",
    "month": "month months mo mos mth mths",
    "week": "week weeks wk wks",
    "day": "day days",
    "night": "night nights",
    "hour": "hour hours hr hrs h",
    "minute": "minute minutes min mins",
    "second": "sec secs seconds",
    "cm": "cm cms centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "m": "meter meters metre metres",
    "inch": "inch inches",
    "foot": "ft foot feet",
    "mile": "mile miles",
    "block": "block blocks",
    "step": "steps",
    "stair": "stairs|flights of stairs|flight of stairs",
    "degree": "degree degrees °",
    "f": "fahrenheit|degrees fahrenheit|degree fahrenheit|degrees f|° f|deg f|f",
    "c": "celsius|degrees celsius|degree celsius|degrees c|° c|deg c|centigrade|degrees centigrade|c",
    "unit": "unit units iu|international units",
    "meq": "meq milliequivalent milliequivalents",
    "mmol": "mmol millimole millimoles",
    "mmhg": "mmhg|mm hg|mm of mercury|millimeters of mercury",
    "bpm": "bpm|beats per minute|beats a minute|beats / min|beats / minute|beat per minute|beats per min",
    "breath/min": "breaths per minute|breaths a minute|breaths / min|breaths / minute|breaths per min",
    "pack": "pack packs",
    "pack-year": "pack - years|pack - year|pack years|pack year|pack - yr|pack - yrs",
    "cigarette": "cigarette cigarettes cigs",
    "drink": "drink drinks|alcoholic drinks|alcoholic beverages",
    "beer": "beer beers",
    "glass": "glass glasses|glasses of wine|glass of wine",
    "cup": "cup cups",
    "bottle": "bottle bottles",
    "can": "cans",
    "time": "time times x",
    "tablet": "tablet tablets tab tabs pill pills capsule capsules cap caps",
    "puff": "puff puffs inhalation inhalations",
    "spray": "spray sprays",
    "drop": "drop drops gtt gtts",
    "dose": "dose doses",
    "patch": "patch patches",
    "injection": "injection injections shot shots",
    "child": "child children kid kids",
    "pregnancy": "pregnancies",
    "episode": "episode episodes",
    "visit": "visits",
    "pound/week": "lbs per week",
    "calorie": "calorie calories kcal",
    "dollar": "dollar dollars",
    "mg/dl": "mg / dl|milligrams per deciliter|milligram per deciliter|milligrams a deciliter",
    "g/dl": "g / dl|gm / dl|grams per deciliter",
    "mmol/l": "mmol / l|millimoles per liter",
    "meq/l": "meq / l|milliequivalents per liter",
    "mg/kg": "mg / kg|milligrams per kilogram|milligrams per kilo",
    "mg/ml": "mg / ml|milligrams per milliliter",
    "mcg/ml": "mcg / ml",
    "mg/hour": "mg / hr|mg / h|mg / hour|milligrams per hour|milligrams an hour",
    "ml/hour": "ml / hr|ml / h|ml / hour|milliliters per hour|milliliters an hour",
    "ng/ml": "ng / ml|nanograms per milliliter",
    "pg/ml": "pg / ml",
    "u/l": "u / l|iu / l|units per liter",
    "mm/hour": "mm / hr|mm / h|millimeters per hour",
    "kg/m2": "kg / m2|kg / m^2|kilograms per square meter|kg / m²",
    "ml/min": "ml / min|milliliters per minute",
    "day/week": "days a week|days per week|days / week|days / wk|nights a week|nights per week",
    "hour/day": "hours a day|hours per day|hours a night|hours per night|hours / day|hours / night",
    "mph": "mph|miles per hour",
}
_PERIODS = {
    "day": "day", "days": "day", "night": "day", "daily": "day", "nightly": "day", "morning": "day", "evening": "day",
    "week": "week", "weekly": "week", "wk": "week", "month": "month", "monthly": "month", "year": "year",
    "yearly": "year", "annually": "year", "hour": "hour", "hourly": "hour", "minute": "minute", "bedtime": "day",
}  # fmt: skip
_TIME_UNITS = frozenset({"year", "month", "week", "day", "night", "hour", "minute", "second"})


def _unit_index() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for unit, spellings in _UNIT_TABLE.items():
        forms: list[tuple[str, ...]] = []
        for part in spellings.split("|"):
            words = part.split()
            # A part whose words are alternatives rather than a phrase: the first part of most rows.
            if part == spellings.split("|")[0] and len(words) > 1 and not _is_phrase(part):
                forms.extend((word,) for word in words)
            else:
                forms.append(tuple(words))
        for form in forms:
            index.setdefault(form[0], []).append((form, unit))
    for rows in index.values():
        rows.sort(key=lambda row: -len(row[0]))
    return index


def _is_phrase(part: str) -> bool:
    return "/" in part or " per " in part or " - " in part or part.split()[-1] in {"week", "pregnancies"}


_UNITS = _unit_index()
_SHORT_UNITS = frozenset({"f", "c", "l", "h", "g", "m", "x", "time", "min", "cap", "mo", "can", "cup"})
_FILLERS = frozenset(
    {"more", "full", "whole", "extra", "other", "different", "straight", "additional", "separate", "good"}
)
_BEFORE_ARTICLE = frozenset(
    [
        "for",
        "about",
        "almost",
        "over",
        "in",
        "within",
        "past",
        "last",
        "than",
        "nearly",
        "around",
        "after",
        "roughly",
        "approximately",
        "maybe",
        "like",
        "be",
        "once",
    ]
)
_AFTER_ARTICLE = frozenset(["ago", "or", "now", "later", "and", "long", "prior", "before", "earlier", "back"])
_ARTICLE_ALWAYS = frozenset({"pack", "pound", "mile", "block", "dose"})
_LABELS = frozenset(["type", "stage", "grade", "class", "phase", "level", "category", "tier", "step"])
_LATIN = {"bid": 2.0, "tid": 3.0, "qid": 4.0, "qd": 1.0, "bd": 2.0, "tds": 3.0, "qds": 4.0, "od": 1.0}
_GLUED = {"d": "day", "w": "week"}  # units only where they touch their number
_PICTURES = frozenset(
    {"echo", "echocardiogram", "ultrasound", "us", "ct", "mammogram", "mammography", "image", "images", "imaging"}
)
_BORN = frozenset(
    {"born", "at", "delivered", "delivery", "term", "preterm", "birth", "gestation", "pregnant", "svd", "nvd", "lscs"}
)
_FREQUENCY_ADVERBS = {"daily": "per day", "nightly": "per day", "weekly": "per week", "monthly": "per month",
                      "yearly": "per year", "annually": "per year", "hourly": "per hour"}  # fmt: skip
_NO_JOIN_AFTER_DAILY = frozenset({"living", "life", "activities", "activity", "routine", "basis"})

_TOKEN = re.compile(
    r"""
    (?P<date>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])|\d{1,2}/(?:19|20)\d{2}(?![\d/])|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?![\d:]))
  | (?P<ordinal>\d+(?:st|nd|rd|th)\b)
  | (?P<decade>\d+'?s\b)
  | (?P<code>\d+(?!(?:MG|ML|CM|MM|KG|LBS?|MCG|AM|PM|PPD|YO|HRS?|CC|IU|MEQ|BPM|MMHG)\b)[A-Z]{2,}\b)
  | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\d\w.])\.\d+|½|¼|¾)
  | (?P<abbr>[A-Za-z](?:\.[A-Za-z])+\b\.?)
  | (?P<mixed>(?:[qQ](?=\d)|[xX](?=\d))|[A-Za-z]+\d[\w]*(?:-\d+)?|(?:[Cc][Oo][Vv][Ii][Dd]|[Pp][Hh][Qq]|[Gg][Aa][Dd]|[Pp][Cc][Ll]|[A-Z]{1,4})-\d+\w*)
  | (?P<word>[A-Za-z]+(?:'[a-z]+)?)
  | (?P<mark>[%/$°+:;.,!?()&×–-]|\n(?![ \t]*(?:[a-z]{4}|m[gl]\b|mcg\b|day\b|kg\b|hrs?\b)))
    """,
    re.VERBOSE,
)
_LIST_MARK = re.compile(r"(?m)^[ \t]*(\d{1,2})[.)](?=[ \t]+[A-Za-z])")
_FRACTION = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75, (1, 3): 0.333, (2, 3): 0.667}
_QUICK = re.compile(
    r"\d|½|¼|¾|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand"
    r"|dozen|couple|half|once|twice|thrice|every|each|daily|nightly|weekly|monthly|yearly|hourly|annually|an?|bid|tid|qid|qd|bd|tds"
    r"|qds|od|b\.i|t\.i|q\.i|q\.d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+th)\b",
    re.IGNORECASE,
)
_STARTERS = frozenset(_ONES) | frozenset(_TENS) | frozenset(_ORDINALS) | frozenset(_LATIN) | frozenset(_MONTHS) | frozenset(
    _FREQUENCY_ADVERBS
) | frozenset(["a", "an", "half", "hundred", "thousand", "dozen", "couple", "once", "twice", "thrice", "every", "each", "q", "qod", "between", "age", "aged", "x", "point"]) | _LABELS  # fmt: skip


class _Reader:
    """One pass over the tokens of one text."""

    __slots__ = ("ends", "found", "groups", "starts", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.groups: list[str] = []
        self.found: list[FoundQuantity] = []
        for match in _TOKEN.finditer(text):
            group = match.lastgroup or ""
            word = match.group().lower()
            if group == "abbr":
                word = word.replace(".", "")
            self.tokens.append(word)
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.groups.append(group)

    # -- numbers -----------------------------------------------------------------------------------------------
    def at(self, i: int) -> str:
        return self.tokens[i] if 0 <= i < len(self.tokens) else ""

    def small(self, i: int) -> tuple[int, int] | None:
        """one .. ninety nine spelled."""
        word = self.at(i)
        if word in _TENS:
            j = i + 1
            if self.at(j) == "-":
                j += 1
            if 0 < _ONES.get(self.at(j), 0) < 10:
                return _TENS[word] + _ONES[self.at(j)], j + 1
            return _TENS[word], i + 1
        if word in _ONES:
            return _ONES[word], i + 1
        return None

    def number(self, i: int) -> tuple[float, int, bool] | None:
        """The number that starts at word ``i``: value, next word, written in digits."""
        if i < 0 or i >= len(self.tokens):
            return None
        word = self.tokens[i]
        if self.groups[i] == "number":
            return self._digits(i)
        if word in ("a", "an") and self.at(i + 1) in ("hundred", "thousand", "dozen", "million"):
            value, j = 1.0, i + 1
        elif word == "half" and self.at(i + 1) == "a" and self.at(i + 2) == "dozen":
            return 6.0, i + 3, False
        elif word == "point" and self.at(i + 1) in _ONES and _ONES[self.at(i + 1)] < 10:
            digits, j = self._spoken_digits(i + 1)
            return float("0." + digits), j, False
        else:
            first = self.small(i)
            if first is None:
                return None
            value, j = float(first[0]), first[1]
        value, j = self._magnitude(value, j)
        if self.at(j) == "point":
            digits, k = self._spoken_digits(j + 1)
            if digits:
                value, j = float(f"{int(value)}.{digits}"), k
        return self._and_a_half(value, j, False)

    def _digits(self, i: int) -> tuple[float, int, bool]:
        word = self.tokens[i]
        j = i + 1
        if word in "½¼¾":
            return {"½": 0.5, "¼": 0.25, "¾": 0.75}[word], j, True
        value = float(word.replace(",", ""))
        if self.at(j) in ("½", "¼", "¾"):
            return value + {"½": 0.5, "¼": 0.25, "¾": 0.75}[self.at(j)], j + 1, True
        # 1-1/2, 1 1/2
        k = j + 1 if self.at(j) == "-" else j
        if value.is_integer() and self.at(k) in ("1", "3") and self.at(k + 1) == "/" and self.at(k + 2) in ("2", "4"):
            part = _FRACTION.get((int(self.at(k)), int(self.at(k + 2))))
            if part is not None:
                return value + part, k + 3, True
        if self.at(j) == "/" and self.groups[i + 2 : i + 3] == ["number"]:
            below = self.at(j + 1)
            part = (
                _FRACTION.get((int(value), int(below)))
                if value.is_integer() and below.isdigit() and len(below) < 3
                else None
            )
            if part is not None and self.at(j + 2) != "/":
                return part, j + 2, True
        if self.at(j) == "point" and self.at(j + 1):
            digits, k = self._spoken_digits(j + 1)
            if digits and value.is_integer():
                return float(f"{int(value)}.{digits}"), k, True
        if self.at(j) in ("hundred", "thousand", "million", "billion", "k") and value < 1000:
            if self.at(j) == "k" and self.starts[j] != self.ends[i]:
                return value, j, True
            value, j = (
                value * {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1e6, "billion": 1e9}[self.at(j)],
                j + 1,
            )
        return self._and_a_half(value, j, True)

    def _magnitude(self, value: float, j: int) -> tuple[float, int]:
        word = self.at(j)
        if word == "dozen":
            return value * 12, j + 1
        if word == "hundred" and value < 100:
            value, j = value * 100, j + 1
            value, j = self._tail(value, j)
            if self.at(j) != "thousand":
                return value, j
            word = "thousand"
        if word in ("thousand", "million"):
            scale = 1000 if word == "thousand" else 1_000_000
            value, j = value * scale, j + 1
            k = j + 1 if self.at(j) == "and" else j
            rest = self.small(k)
            if rest is not None:
                part, k2 = float(rest[0]), rest[1]
                if self.at(k2) == "hundred":
                    part, k2 = self._tail(part * 100, k2 + 1)
                return value + part, k2
            return value, j
        if value < 100:
            following = self.at(j)
            teen = 10 <= _ONES.get(following, 0) < 20
            if value in (19, 20) and (following in _TENS or teen):
                rest = self.small(j)
                if rest is not None:
                    return value * 100 + rest[0], rest[1]
            if 1 <= value <= 9 and (following in _TENS or teen):
                rest = self.small(j)
                if rest is not None:
                    return value * 100 + rest[0], rest[1]
            if (
                (1 <= value <= 9 or value in (19, 20))
                and following in ("oh", "o")
                and 0 < _ONES.get(self.at(j + 1), 0) < 10
            ):
                return value * 100 + _ONES[self.at(j + 1)], j + 2
        return value, j

    def _tail(self, value: float, j: int) -> tuple[float, int]:
        """ "... and five" after a hundred."""
        k = j + 1 if self.at(j) == "and" else j
        rest = self.small(k)
        return (value + rest[0], rest[1]) if rest is not None else (value, j)

    def _spoken_digits(self, i: int) -> tuple[str, int]:
        digits = ""
        while True:
            word = self.at(i)
            if word in _ONES and _ONES[word] < 10:
                digits += str(_ONES[word])
            elif word in ("oh", "o"):
                digits += "0"
            elif word.isdigit() and len(word) <= 3 and word.isascii():
                digits += word
            else:
                break
            i += 1
        return digits, i

    def _and_a_half(self, value: float, j: int, digits: bool) -> tuple[float, int, bool]:
        if value.is_integer() and self.at(j) == "and":
            if self.at(j + 1) == "a" and self.at(j + 2) == "half":
                return value + 0.5, j + 3, digits
            if self.at(j + 1) == "half":
                return value + 0.5, j + 2, digits
        return value, j, digits

    # -- units -------------------------------------------------------------------------------------------------
    def unit(self, j: int, adjacent_to: int, digits: bool) -> tuple[str, int] | None:
        """The unit that starts at word ``j``; ``adjacent_to`` is where the number ended."""
        for skip in (0, 1, 2):
            k = j + skip
            word = self.at(k)
            if skip == 1 and self.at(j) not in _FILLERS and self.at(j) != "-":
                return None
            if skip == 2 and not (self.at(j) == "or" and self.at(j + 1) == "so"):
                return None
            for form, unit in _UNITS.get(word, ()):
                if tuple(self.tokens[k : k + len(form)]) != form:
                    continue
                if form[0] in _SHORT_UNITS and len(form) == 1:
                    if form[0] in ("f", "c", "l", "h", "g", "m", "x") and not digits:
                        continue
                    if form[0] == "x" and self.groups[k] != "word":
                        continue
                    if form[0] == "time" and skip != 0 and self.at(j) != "-":
                        continue
                if unit == "second" and form[0] == "second":
                    continue
                return unit, k + len(form)
        return None

    # -- emitting ----------------------------------------------------------------------------------------------
    def add(self, value: float, high: float | None, unit: str | None, first: int, after: int, kind: str) -> int:
        self.found.append(
            FoundQuantity(
                round(value, 4),
                None if high is None else round(high, 4),
                unit,
                self.starts[first],
                self.ends[after - 1],
                kind,
            )
        )
        return after

    def period(self, j: int) -> tuple[str, int] | None:
        """ "a day", "per week", "/day", "daily", "every night": what a count repeats over."""
        word = self.at(j)
        if word in _FREQUENCY_ADVERBS:
            return _FREQUENCY_ADVERBS[word], j + 1
        if word in ("a", "an", "per", "/", "each", "every", "in", "at") or (word == "x" and self.at(j + 1) in _PERIODS):
            k = j + 1
            if word == "in":
                if self.at(k) not in ("a", "the") or self.at(k + 1) not in ("day", "week", "morning", "evening"):
                    return None
                k += 1
                if self.at(k) in ("morning", "evening"):
                    return None
            if word == "at" and self.at(k) not in ("bedtime",):
                return None
            if self.at(k) in _PERIODS and self.at(k) != "days" and not self.at(k).endswith("ly"):
                return "per " + _PERIODS[self.at(k)], k + 1
        return None

    # -- the walk ----------------------------------------------------------------------------------------------
    def read(self) -> None:
        i, count = 0, len(self.tokens)
        tokens, groups = self.tokens, self.groups
        while i < count:
            group = groups[i]
            if group == "word":
                if tokens[i] not in _STARTERS:
                    i += 1
                    continue
            elif group == "mark":
                if tokens[i] == "$":
                    i = self._money(i)
                else:
                    i += 1
                continue
            i = max(self._start(i, group), i + 1)

    def _money(self, i: int) -> int:
        number = self.number(i + 1)
        if number is None:
            return i + 1
        return self.add(number[0], None, "dollar", i, number[1], "money")

    def _start(self, i: int, group: str) -> int:
        word = self.tokens[i]
        if group == "date":
            value = _read_date(word)
            return self.add(value, None, "date", i, i + 1, "date") if value else i + 1
        if group == "clock":
            return self._clock(i)
        if group == "ordinal":
            return self._ordinal(i, float(re.sub(r"\D", "", word)))
        if group == "decade":
            return i + 1
        if group == "mixed":
            if word in ("q", "x"):
                return self._prefixed(i)
            return i + 1
        if group == "abbr" or group == "word":
            special = self._special(i)
            if special is not None:
                return special
        return self._quantity(i)

    def _clock(self, i: int) -> int:
        hour, minute = (int(part) for part in self.tokens[i].split(":"))
        if hour > 24 or minute > 59:
            return i + 1
        value, j = hour + minute / 60, i + 1
        if self.at(j) == "pm" and hour < 12:
            value, j = value + 12, j + 1
        elif self.at(j) in ("am", "pm"):
            value, j = (value - 12 if self.at(j) == "am" and hour == 12 else value), j + 1
        return self.add(value, None, "clock", i, j, "clock")

    def _ordinal(self, i: int, value: float) -> int:
        # "the 8th of July"
        if self.at(i + 1) == "of" and self.at(i + 2) in _MONTHS and 1 <= value <= 31:
            year, j = self._year_after(i + 3)
            return self.add(year * 10000 + _MONTHS[self.at(i + 2)] * 100 + value, None, "date", i, j, "date")
        return self.add(value, None, None, i, i + 1, "ordinal")

    def _year_after(self, j: int) -> tuple[int, int]:
        k = j + 1 if self.at(j) in (",", "of") else j
        number = self.number(k)
        if number is not None and number[0].is_integer() and 1900 <= number[0] < 2100:
            return int(number[0]), number[1]
        return 0, j

    def _month(self, i: int) -> int | None:
        word = self.tokens[i]
        month = _MONTHS[word]
        j = i + 1
        if self.at(j) == "." and word in (
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "oct",
            "nov",
            "dec",
        ):
            j += 1
        day = 0
        if j < len(self.tokens) and self.groups[j] == "ordinal":
            day, j = int(re.sub(r"\D", "", self.tokens[j])), j + 1
        elif self.at(j) in _ORDINALS:
            day, j = _ORDINALS[self.at(j)], j + 1
        elif self.at(j) in ("twenty", "thirty") and (
            self.at(j + 1) in _ORDINALS or (self.at(j + 1) == "-" and self.at(j + 2) in _ORDINALS)
        ):
            k = j + 2 if self.at(j + 1) == "-" else j + 1
            day, j = _TENS[self.at(j)] + _ORDINALS[self.at(k)], k + 1
        else:
            number = self.number(j)
            if (
                number is not None
                and number[0].is_integer()
                and 1 <= number[0] <= 31
                and self.unit(number[1], 0, True) is None
            ):
                day, j = int(number[0]), number[1]
        if day > 31:
            return None
        year, k = self._year_after(j)
        if not day and not year:
            return None
        if word in ("may", "march", "mar", "jan", "sep", "dec") and not day and not year:
            return None
        return self.add(year * 10000 + month * 100 + day, None, "date", i, k, "date")

    def _prefixed(self, i: int) -> int:
        """q6h, q 4-6 h, x3 days, x 3."""
        word = self.tokens[i]
        number = self.number(i + 1)
        if number is None:
            return i + 1
        value, j, _ = number
        high: float | None = None
        if self.at(j) in ("-", "–", "to"):
            more = self.number(j + 1)
            if more is not None and more[0] > value:
                high, j = more[0], more[1]
        unit = self.unit(j, 0, True)
        if word == "q":
            if unit is not None and unit[0] in _TIME_UNITS:
                return self.add(value, high, unit[0], i, unit[1], "interval")
            if self.at(j) in ("d", "w"):
                return self.add(value, high, {"d": "day", "w": "week"}[self.at(j)], i, j + 1, "interval")
            return i + 1
        if unit is not None and unit[0] != "time":
            return self.add(value, high, unit[0], i, unit[1], "amount")
        return self.add(value, high, "time", i, j, "amount")

    def _special(self, i: int) -> int | None:
        word = self.tokens[i]
        if word in _MONTHS:
            return self._month(i) or i + 1
        if word in _LATIN:
            if word in ("od", "bd") and self.groups[i] == "abbr":
                return i + 1
            return self.add(_LATIN[word], None, "per day", i, i + 1, "frequency")
        if word == "qod":
            return self.add(2, None, "day", i, i + 1, "interval")
        if word in _FREQUENCY_ADVERBS:
            if self.at(i + 1) in _NO_JOIN_AFTER_DAILY:
                return i + 1
            return self.add(1, None, _FREQUENCY_ADVERBS[word], i, i + 1, "frequency")
        if word in ("once", "twice", "thrice"):
            period = self.period(i + 1)
            value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[word]
            if period is not None:
                return self.add(value, None, period[0], i, period[1], "frequency")
            if word == "once" and self.at(i + 1) == "every":
                return i + 1  # "once every three months": the interval says it
            if word == "once" or self.at(i + 1) == "as":
                return i + 1
            return self.add(value, None, "time", i, i + 1, "amount")
        if word in ("every", "each", "q"):
            return self._every(i)
        if word == "half":
            return self._half(i)
        if word in ("a", "an"):
            return self._article(i)
        if word in _ORDINALS and word not in _ONES:
            if word == "second" and self.at(i - 1) in ("a", "per", "each", "every"):
                return i + 1
            return self._ordinal(i, float(_ORDINALS[word]))
        if word in ("age", "aged"):
            k = i + 2 if self.at(i + 1) in ("of", ":") else i + 1
            number = self.number(k)
            if number is not None and number[0] <= 120:
                unit = self.unit(number[1], 0, number[2])
                if unit is None:
                    return self.add(number[0], None, "year", k, number[1], "age")
            return i + 1
        if word in _LABELS:
            number = self.number(i + 1)
            scored = (
                number is not None and word == "grade" and self.at(number[1]) in ("/", "out")
            )  # "grade 2/6" is a score
            if number is not None and not scored and number[0] <= 10 and self.unit(number[1], 0, number[2]) is None:
                return self.add(number[0], None, word, i, number[1], "label")
            return i + 1
        if word == "between":
            low = self.number(i + 1)
            if low is not None:
                j = low[1]
                first_unit = self.unit(j, 0, low[2])
                k = first_unit[1] if first_unit else j
                if self.at(k) == "and":
                    top = self.number(k + 1)
                    if top is not None and top[0] > low[0]:
                        return self._finish(i + 1, low[0], top[0], top[1], top[2])
            return i + 1
        if word == "x":
            return self._prefixed(i) if self.at(i - 1) != "a" else i + 1
        if word == "couple":
            return i + 1
        if word in ("hundred", "thousand", "dozen"):
            return i + 1
        return None

    def _every(self, i: int) -> int:
        word = self.tokens[i]
        j = i + 1
        if word != "q" and self.at(j) == "other" and self.at(j + 1) in _PERIODS:
            return self.add(2, None, _PERIODS[self.at(j + 1)], i, j + 2, "interval")
        if word != "q" and self.at(j) == "single":
            j += 1
        if self.at(j) in ("day", "night", "morning", "evening", "week", "month", "year", "hour"):
            return self.add(1, None, "per " + _PERIODS[self.at(j)], i, j + 1, "frequency")
        if word != "q" and self.at(j) == "couple" and self.at(j + 1) == "of":
            return i + 1
        number = self.number(j)
        if number is None:
            return i + 1
        value, k, digits = number
        high: float | None = None
        if self.at(k) in ("-", "–", "to", "or"):
            more = self.number(k + 1)
            if more is not None and more[0] > value:
                high, k, digits = more[0], more[1], more[2]
        unit = self.unit(k, 0, digits)
        if unit is None or unit[0] not in _TIME_UNITS:
            return i + 1
        return self.add(value, high, unit[0], i, unit[1], "interval")

    def _half(self, i: int) -> int:
        j = i + 2 if self.at(i + 1) in ("a", "an") else i + 1
        if self.at(i + 1) == "a" and self.at(i + 2) == "dozen":
            return self._quantity(i)
        unit = self.unit(j, 0, False)
        if unit is None:
            return i + 1
        return self._with_period(self.add(0.5, None, unit[0], i, unit[1], "amount"), unit[0])

    def _article(self, i: int) -> int:
        following = self.at(i + 1)
        if following == "couple":
            j = i + 3 if self.at(i + 2) == "of" else i + 2
            unit = self.unit(j, 0, False)
            return self.add(2, None, unit[0] if unit else None, i, unit[1] if unit else i + 2, "vague")
        if following in ("hundred", "thousand", "dozen", "million"):
            return self._quantity(i)
        if following == "half":
            return i + 1
        unit = self.unit(i + 1, 0, False)
        if unit is None or unit[0] == "time":
            return i + 1
        j = unit[1]
        if self.at(j) == "and" and self.at(j + 1) in ("a", "half"):
            k = (
                j + 3
                if self.at(j + 1) == "a" and self.at(j + 2) == "half"
                else j + 2
                if self.at(j + 1) == "half"
                else 0
            )
            if k:
                return self._with_period(self.add(1.5, None, unit[0], i, k, "amount"), unit[0])
        if self.at(j) == "or" and unit[0] in _TIME_UNITS and self.at(j + 1) in ("two", "three"):
            return self.add(1, float(_ONES[self.at(j + 1)]), unit[0], i, j + 2, "amount")
        wanted = unit[0] in _ARTICLE_ALWAYS or (
            unit[0] in _TIME_UNITS and (self.at(i - 1) in _BEFORE_ARTICLE or self.at(j) in _AFTER_ARTICLE)
        )
        if not wanted:
            return i + 1
        return self._with_period(self.add(1, None, unit[0], i, j, "amount"), unit[0])

    def _with_period(self, after: int, unit: str | None) -> int:
        """ "10 mg a day" also says once a day; "three months a year" says nothing of the kind."""
        if unit is None or unit in _TIME_UNITS or unit in ("time", "%", "bpm", "foot", "inch", "lb", "f", "c"):
            return after
        if self.at(after) in ("a", "an", "per", "/", "each"):
            period = self.period(after)
            if period is not None and period[0] != "per minute":
                return self.add(1, None, period[0], after, period[1], "frequency")
        return after

    def _quantity(self, i: int) -> int:
        number = self.number(i)
        if number is None:
            return i + 1
        value, j, digits = number
        # A lone "one" is nearly always a pronoun, a lone "zero" a figure of speech.
        connector = self.at(j)
        if connector in ("to", "or", "-", "–", "through"):
            more = self.number(j + 1)
            if more is not None and more[0] > value and not (connector == "or" and digits != more[2]):
                return self._finish(i, value, more[0], more[1], more[2] or digits)
        if connector in ("x", "by", "×"):
            done = self._dimensions(i, value, j, digits)
            if done is not None:
                return done
        if connector == "/" and digits:
            done = self._slash(i, value, j)
            if done is not None:
                return done
        if connector == "over" and value > 9:
            more = self.number(j + 1)
            if more is not None and more[0] >= 10 and self.groups[j + 1] != "mark":
                end, unit_name = more[1], None
                unit = self.unit(more[1], 0, more[2])
                if unit is not None and unit[0] == "mmhg":
                    unit_name, end = unit
                if unit is None and value <= more[0] in (10, 15, 21, 27, 28, 30):
                    return self.add(value, None, f"/{int(more[0])}", i, more[1], "score")
                if unit is None or unit[0] == "mmhg":
                    return self.add(value, more[0], unit_name, i, end, "pair")
        return self._finish(i, value, None, j, digits)

    def _slash(self, i: int, value: float, j: int) -> int | None:
        more = self.number(j + 1)
        if more is None or not more[2] or self.at(more[1]) == "/":
            return None
        below = more[0]
        if below in (7.0, 52.0, 12.0) and value.is_integer() and value <= 24 and not (value == 24 and below == 7):
            return self.add(value, None, {7: "day", 52: "week", 12: "month"}[int(below)], i, more[1], "amount")
        if value == 24 and below == 7:
            return more[1]
        if re.fullmatch(r"0[1-9]", self.tokens[i]) and self.at(i - 1) in ("on", "since", "dated") and 1 <= below <= 31:
            return self.add(value * 100 + below, None, "date", i, more[1], "date")  # "on 04/10"
        unit = self.unit(more[1], 0, True)
        if below == 40 and 22 <= value <= 42 and (self.at(i - 1) in _BORN or self.at(more[1]).startswith("gest")):
            return self.add(value, None, "week", i, more[1], "amount")
        if value >= 20 and below >= 10:
            if unit is not None and unit[0] == "mmhg":
                return self.add(value, below, "mmhg", i, unit[1], "pair")
            return self.add(value, below, None, i, more[1], "pair")
        if below in (3.0, 4.0, 5.0, 6.0, 9.0, 10.0, 15.0, 27.0, 28.0, 30.0, 21.0, 100.0) and value <= below:
            return self.add(value, None, f"/{int(below)}", i, more[1], "score")
        return self.add(value, below, unit[0] if unit else None, i, unit[1] if unit else more[1], "pair")

    def _dimensions(self, i: int, value: float, j: int, digits: bool) -> int | None:
        parts = [(value, i, j)]
        k = j
        while self.at(k) in ("x", "by", "×"):
            more = self.number(k + 1)
            if more is None:
                break
            parts.append((more[0], k + 1, more[1]))
            k, digits = more[1], digits or more[2]
        if len(parts) < 2:
            return None
        unit = self.unit(k, 0, digits)
        if (
            unit is not None and unit[0] in _TIME_UNITS and self.at(j) == "x"
        ):  # "2 tablets x 3 days" without the tablets
            return None
        for number, (part, first, after) in enumerate(parts):
            last = number == len(parts) - 1
            self.add(part, None, unit[0] if unit else None, first, unit[1] if unit and last else after, "dimension")
        return unit[1] if unit else k

    def _finish(self, i: int, value: float, high: float | None, j: int, digits: bool) -> int:
        """Unit, score or frequency after the number or range that ends at word ``j``."""
        word = self.at(j)
        if word == "out" and self.at(j + 1) == "of":
            of = self.number(j + 2)
            if of is not None and of[0].is_integer() and value <= of[0] <= 100:
                return self.add(value, high, f"/{int(of[0])}", i, of[1], "score")
        if high is not None and word == "/" and digits:
            of = self.number(j + 1)
            if of is not None and of[2]:
                if of[0] in (7.0, 52.0, 12.0):
                    return self.add(value, high, {7: "day", 52: "week", 12: "month"}[int(of[0])], i, of[1], "amount")
                if of[0].is_integer() and high <= of[0] <= 100:
                    return self.add(value, high, f"/{int(of[0])}", i, of[1], "score")
        if word in ("am", "pm") and value <= 12 and high is None:
            hour = value % 12 + (12 if word == "pm" else 0)
            return self.add(hour, None, "clock", i, j + 1, "clock")
        if word == "o'clock" and value <= 12:
            return self.add(value, None, "clock", i, j + 1, "clock")
        unit = self.unit(j, 0, digits)
        if unit is not None:
            name, k = unit
            if name == "time":
                period = self.period(k)
                if period is not None:
                    return self.add(value, high, period[0], i, period[1], "frequency")
                if self.at(k - 1) == "x" and self.number(k) is not None:  # "10 mg x 3" never comes here; "10 x 3" does
                    return self.add(value, high, None, i, j, "number")
                return self.add(value, high, name, i, k, "amount")
            if name in ("year", "month", "week", "day"):
                old = k + 1 if self.at(k) == "-" else k
                if self.at(old) == "old":
                    return self.add(value, high, name, i, old + 1, "age")
                if self.at(k) == "of" and self.at(k + 1) == "age":
                    return self.add(value, high, name, i, k + 2, "age")
            return self._with_period(self.add(value, high, name, i, k, "amount"), name)
        if word in ("yo", "y/o", "yom", "yof") or (word == "y" and self.at(j + 1) == "/" and self.at(j + 2) == "o"):
            return self.add(value, high, "year", i, j + (3 if word == "y" else 1), "age")
        if digits and word in _GLUED and self.starts[j] == self.ends[j - 1] and self.at(j + 1) not in _PICTURES:
            return self.add(value, high, _GLUED[word], i, j + 1, "amount")  # "7d", "in 2w", but "2D echo"
        if word == "ppd":
            self.add(value, high, "pack", i, j, "amount")
            return self.add(1, None, "per day", j, j + 1, "frequency")
        if word in ("a", "per", "/") and high is None and value >= 2:
            period = self.period(j)
            if period is not None and period[0] in ("per day", "per week"):
                return self.add(value, high, period[0], i, period[1], "frequency")
        if (
            digits
            and word in ("m", "f")
            and self.groups[j] == "word"
            and self.starts[j] == self.ends[j - 1]
            and 0 < value < 110
        ):
            return self.add(value, high, "year", i, j + 1, "age")
        if value.is_integer() and 1900 <= value < 2100 and (high is None or high < 2100):
            return self.add(value, high, None, i, j, "year")
        if not digits and high is None and value in (0.0, 1.0):
            return i + 1
        return self.add(value, high, None, i, j, "number")


def _read_date(word: str) -> float | None:
    parts = [int(part) for part in re.split(r"[/-]", word)]
    if len(parts) == 2:  # 03/2021
        month, year = parts
        return float(year * 10000 + month * 100) if 1 <= month <= 12 else None
    if len(word.split("-")[0]) == 4 and "-" in word:
        year, month, day = parts
    else:
        month, day, year = parts
        if month > 12:
            month, day = day, month
        if year < 100:
            year += 2000 if year < 50 else 1900
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return float(year * 10000 + month * 100 + day)


def date_parts(value: float) -> tuple[int, int, int]:
    """Year, month and day of a ``date`` quantity; a part that was not said is 0."""
    number = int(value)
    return number // 10000, number // 100 % 100, number % 100


def find_quantities(text: str) -> list[FoundQuantity]:
    """Every quantity of ``text`` in reading order. Never raises; spans do not overlap."""
    return list(_remembered(text) if len(text) <= 1000 else _read_all(text))


@lru_cache(maxsize=4096)  # a line is read when it is said, when it is answered and when the whole talk is checked
def _remembered(text: str) -> tuple[FoundQuantity, ...]:
    return tuple(_read_all(text))


def _read_all(text: str) -> list[FoundQuantity]:
    if _QUICK.search(text) is None:
        return []
    marks = {match.start(1): match for match in _LIST_MARK.finditer(text)}
    reader = _Reader(text)
    reader.read()
    if not marks:
        return reader.found
    return [
        replace(item, kind="ordinal") if item.start in marks and item.unit is None else item for item in reader.found
    ]


# -- saying ----------------------------------------------------------------------------------------------------------
_SPOKEN_UNITS: dict[str, tuple[str, ...]] = {
    "mg": ("milligram", "milligrams"), "mcg": ("microgram", "micrograms"), "g": ("gram", "grams"),
    "kg": ("kilogram", "kilograms"), "ml": ("milliliter", "milliliters"), "liter": ("liter", "liters"),
    "liter/min": ("liter per minute", "liters per minute"), "lb": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "%": ("percent", "percent"), "foot": ("foot", "feet"), "inch": ("inch", "inches"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "m": ("meter", "meters"), "degree": ("degree", "degrees"),
    "f": ("degrees fahrenheit", "degrees fahrenheit"), "c": ("degrees celsius", "degrees celsius"),
    "meq": ("milliequivalent", "milliequivalents"), "mmol": ("millimole", "millimoles"), "mmhg": ("mmhg", "mmhg"),
    "bpm": ("beat per minute", "beats per minute"), "breath/min": ("breaths per minute", "breaths per minute"),
    "pack-year": ("pack year", "pack years"), "child": ("child", "children"), "glass": ("glass", "glasses"),
    "patch": ("patch", "patches"), "pregnancy": ("pregnancies", "pregnancies"), "second": ("sec", "seconds"),
    "step": ("steps", "steps"), "stair": ("stairs", "stairs"), "can": ("cans", "cans"), "visit": ("visits", "visits"),
    "mg/dl": ("milligrams per deciliter", "milligrams per deciliter"), "g/dl": ("grams per deciliter",) * 2,
    "mmol/l": ("millimoles per liter",) * 2, "meq/l": ("milliequivalents per liter",) * 2,
    "mg/kg": ("milligrams per kilogram",) * 2, "mg/ml": ("milligrams per milliliter",) * 2, "mcg/ml": ("mcg/ml",) * 2,
    "mg/hour": ("milligrams per hour",) * 2, "ml/hour": ("milliliters per hour",) * 2,
    "ng/ml": ("nanograms per milliliter",) * 2, "pg/ml": ("pg/ml",) * 2, "u/l": ("units per liter",) * 2,
    "mm/hour": ("millimeters per hour",) * 2, "kg/m2": ("kilograms per square meter",) * 2,
    "ml/min": ("milliliters per minute",) * 2, "day/week": ("days a week",) * 2, "hour/day": ("hours a day",) * 2,
    "mph": ("miles per hour",) * 2, "pound/week": ("lbs per week",) * 2,
}  # fmt: skip
_TEN_WORDS = ["x", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONE_WORDS = list(_ONES)


def say_unit(unit: str, value: float = 2) -> str:
    """How a unit is said: ``say_unit("mg") == "milligrams"``, ``say_unit("day", 1) == "day"``."""
    forms = _SPOKEN_UNITS.get(unit, (unit, unit + "s"))
    return forms[0] if value == 1 else forms[1]


def _under_hundred(number: int) -> str:
    if number < 20:
        return _ONE_WORDS[number]
    tens, ones = divmod(number, 10)
    return _TEN_WORDS[tens] + (f" {_ONE_WORDS[ones]}" if ones else "")


def _digits(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.4f}".rstrip("0")


def say_number(value: float, *, short: bool = False) -> str:
    """``value`` in words. ``short`` gives the clipped form of three digits ("one eighty five")."""
    if value < 0 or value >= 1_000_000:
        return _digits(value)
    whole = int(value)
    if whole != value:
        if value - whole == 0.5 and 0 < whole < 10 and short:
            return f"{_ONE_WORDS[whole]} and a half"
        decimals = _digits(value).split(".")[1]
        return f"{say_number(whole)} point {' '.join(_ONE_WORDS[int(digit)] for digit in decimals)}"
    if whole < 100:
        return _under_hundred(whole)
    if whole < 1000:
        hundreds, rest = divmod(whole, 100)
        if short and rest >= 10:
            return f"{_ONE_WORDS[hundreds]} {_under_hundred(rest)}"
        if short and rest:
            return f"{_ONE_WORDS[hundreds]} oh {_ONE_WORDS[rest]}"
        return f"{_ONE_WORDS[hundreds]} hundred" + (f" and {_under_hundred(rest)}" if rest else "")
    thousands, rest = divmod(whole, 1000)
    if thousands >= 100 or rest >= 100:
        return str(whole)
    return f"{_under_hundred(thousands)} thousand" + (f" {_under_hundred(rest)}" if rest else "")


def _say_year(value: float) -> str:
    year = int(value)
    if 2000 <= year < 2010:
        return "two thousand" + (f" {_ONE_WORDS[year - 2000]}" if year > 2000 else "")
    if year % 100 < 10:
        return str(year)
    return f"{_under_hundred(year // 100)} {_under_hundred(year % 100)}"


def _suffix(day: int) -> str:
    if 10 <= day % 100 <= 20:
        return f"{day}th"
    return f"{day}" + {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _say_date(value: float) -> str:
    year, month, day = date_parts(value)
    if not 1 <= month <= 12:
        return _digits(value)
    said = _MONTH_NAMES[month - 1]
    if day:
        said += f" {_suffix(day)}"
    if year:
        said += (", " if day else " ") + str(year)
    return said


def say(found: FoundQuantity, rng: random.Random) -> str:
    """One spoken form of a quantity, in digits or words, that parses back to the same value, top and unit."""
    for wordy in (rng.random() < 0.5, False):
        said = _say(found, rng, wordy)
        back = find_quantities(said)
        if back and all(item.unit == found.unit for item in back) and any(item.key == found.key for item in back):
            return said
    return said


def _say(found: FoundQuantity, rng: random.Random, wordy: bool) -> str:
    value, high, unit, kind = found.value, found.high, found.unit, found.kind

    def speak(number: float) -> str:
        if not wordy:
            return _digits(number)
        return say_number(number, short=rng.random() < 0.6)

    if kind == "date":
        return _say_date(value)
    if kind == "year" and high is None:
        return _say_year(value) if wordy else _digits(value)
    if kind == "clock":
        hour, minute = int(value), round((value - int(value)) * 60)
        return f"{hour}:{minute:02d}"
    if kind == "ordinal":
        return _suffix(int(value))
    if kind == "money":
        return f"${_digits(value)}"
    if kind == "label" and unit:
        return f"{unit} {speak(value)}"
    if kind == "frequency" and unit and high is None:
        period = unit.removeprefix("per ")
        article = "an" if period == "hour" else "a"
        if value == 1:
            return rng.choice([f"once {article} {period}", f"every {period}"])
        if value == 2:
            return f"twice {article} {period}"
        return f"{speak(value)} times {article} {period}"
    if kind == "frequency" and unit:
        return f"{speak(value)} to {speak(high or 0)} times a {unit.removeprefix('per ')}"
    if kind == "interval" and unit:
        if value == 2 and high is None and rng.random() < 0.5:
            return f"every other {unit}"
        body = f"{speak(value)} to {speak(high)}" if high is not None else speak(value)
        return f"every {body} {say_unit(unit, high or value)}"
    if kind == "pair":
        return f"{speak(value)} over {speak(high or 0)}" + (" mmhg" if unit == "mmhg" else "")
    if kind == "score" and unit:
        body = f"{speak(value)} to {speak(high)}" if high is not None else speak(value)
        return f"{body} out of {speak(float(unit[1:]))}"
    if kind == "age" and unit and high is None:
        return f"{speak(value)} {say_unit(unit, value)} old"
    if kind == "vague" and high is None and value == 2:
        return "a couple" + (f" of {say_unit(unit)}" if unit else "")
    if high is not None:
        body = f"{speak(value)} {rng.choice(['to', 'or']) if high == value + 1 else 'to'} {speak(high)}"
    elif value == 0.5 and unit and wordy:
        return f"half {'an' if unit == 'hour' else 'a'} {say_unit(unit, 1)}"
    elif unit is None and value in (0, 1):
        body = _digits(value)  # a lone "one" is not read as a number
    else:
        body = speak(value)
    if unit is None:
        return body
    return f"{body} {say_unit(unit, high if high is not None else value)}"
