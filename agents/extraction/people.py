"""Who the note is about, and who came along: age, sex, name and companions, only as far as the note says."""

import re
from dataclasses import dataclass
from typing import Literal

from bedside.agents.extraction.lexicon import RELATIVE, RELATIVES

F = re.IGNORECASE
_UNITS = {
    "year": 1.0,
    "yr": 1.0,
    "y": 1.0,
    "month": 1 / 12,
    "mth": 1 / 12,
    "mo": 1 / 12,
    "week": 7 / 365.25,
    "wk": 7 / 365.25,
    "day": 1 / 365.25,
    "hour": 1 / 8766,
}
_NUMBERS = (
    {
        word: number
        for number, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen".split()
        )
    }
    | {
        word: 10 * (number + 2)
        for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
    }
    | {"hundred": 100}
)
_AGE = re.compile(
    r"\b(\d{1,3}(?:\.\d)?|(?:"
    + "|".join(_NUMBERS)
    + r")(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))?)(?:-1/2)?[\s-]*"
    r"(?:(years?|yrs?|ys?|months?|mths?|mos?|weeks?|wks?|days?|hours?)[\s.-]*(?:old\b|of\s+age)|(y)[./]?o\b|(y)(?:ear)?s?\s?(?=[MF]\b)|(y)rs?\b(?=\s*[,.]?\s*(?:female|male|man|woman|lady|gentleman)))",
    F,
)
_SEXWORD: dict[str, Literal["female", "male"]] = {
    "female": "female",
    "females": "female",
    "woman": "female",
    "women": "female",
    "girl": "female",
    "lady": "female",
    "rhf": "female",
    "lhf": "female",
    "male": "male",
    "males": "male",
    "man": "male",
    "boy": "male",
    "gentleman": "male",
    "rhm": "male",
    "lhm": "male",
    "f": "female",
    "m": "male",
}
_SEX = re.compile(
    r"\b(female|woman|girl|lady|male|man|boy|gentleman|RHF|RHM)\b(?!\s+(?:partner|friend|genitalia|pattern|relative|sibling|cousin))",
    F,
)
_RELATED = re.compile(rf"\b(?:{RELATIVE})\b", F)
_HE = re.compile(r"\b(?:he|his|him|himself)\b", F)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", F)
_PREGNANT = re.compile(
    r"\b(?:G\d\s?P\d|gravida|hysterectomy|menopaus\w+|LMP|menstrua\w+|pap smear|pregnan(?:t|cy)|ovar(?:y|ies))\b", F
)
_MALE_SIGN = re.compile(r"\b(?:prostate|prostatectomy|testic\w+|vasectomy|scrot\w+|erectile)\b", F)
_NAME = re.compile(
    r"\b((?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][a-z'’-]+(?:\s[A-Z][a-z'’-]+)?)\b"
    r"|(?:^|[.\n]\s*)((?:[A-Z][a-z'’-]+\s){1,2}[A-Z][A-Za-z'’-]+)\s*,?\s+is\s+(?:a|an)\s+(?:\w+\s+){0,3}?(?:\d{1,3}|[a-z]+)[\s-]+(?:year|month|week|day|y)",
)
_NOT_NAME = frozenset("the this patient he she pt in at on today there mr mrs ms chief history".split())
_COMPANY = frozenset(RELATIVES) | frozenset(("interpreter", "friend", "nurse", "aide", "neighbor", "family", "staff"))
_SAYS = r"(?:reports?|reported|states?|stated|denies|denied|notes|noted|says|said|mentions|describes?|described|endorses|adds|believes|thinks|feels|provides?|provided|brings|brought|confirms|is concerned|was concerned|are concerned|asks|asked|is present|was present|is here|expresse[sd]|relates?|complains|gives|has noticed|noticed|is unaware|is able|reports that|is asking|wants|explains|recalls?|interprets?|interpreted|is interpreting|translates?|translated)"
_PRESENT = re.compile(
    rf"(?:accompanied|brought|carried|escorted)(?:\s+\w+){{0,8}}?\s+by\s+(?P<a>(?:(?:his|her|the|their|patient['’]s|an?)\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{RELATIVE}|friend|interpreter|nurse|aide|neighbor|family|staff)\b(?:\s+and\s+(?:(?:his|her|the|their)\s+)?{RELATIVE}\b)?)"
    rf"|(?:here|presents?|presented|comes?|came|seen|attends?|attended)\s+(?:\w+\s+){{0,3}}?with\s+(?P<b>(?:(?:his|her|the|their|patient['’]s|both)\s+)?(?:{RELATIVE}|interpreter)\b(?:\s+and\s+(?:(?:his|her|the|their)\s+)?{RELATIVE}\b)?)"
    rf"|\b(?:old|child|infant|baby|toddler|boy|girl)(?:\s+[\w'’-]+){{0,2}}?\s+with\s+(?P<i>(?:his|her|their)\s+{RELATIVE}\b(?!['’]s))"
    rf"|\b(?P<c>(?:{RELATIVE}|interpreter|caregiver|friend)(?:\s+and\s+(?:(?:his|her|the|their)\s+)?(?:{RELATIVE}|grandmother))?)\s+(?:also\s+|currently\s+)?{_SAYS}\b"
    rf"|(?:history|information)\s+(?:is|was|were|has been)?\s*(?:\w+\s+){{0,2}}?(?:obtained|provided|given|taken|gathered|elicited)\s+(?:\w+\s+){{0,2}}?(?:from|by|through|via|with)\s+(?P<d>(?:[\w'’-]+\s+){{0,3}}?(?:{RELATIVE}|interpreter)\b(?:\s+and\s+(?:(?:his|her|the|their)\s+)?{RELATIVE}\b)?)"
    rf"|(?:per|according to)\s+(?P<e>(?:(?:his|her|the|their|patient['’]s)\s+)?{RELATIVE}\b)"
    rf"|\b(?:via|through|with)\s+(?:an?|the)\s+(?:[a-z]+\s+)?(?P<f>interpreter)\b"
    rf"|\b(?P<g>(?:{RELATIVE}))\s+(?:is|was|are|were)\s+(?:also\s+)?(?:present|here|with (?:him|her)|in the room|in attendance)\b"
    rf"|(?:advised|told|informed|explained to|instructed|encouraged|asked|discussed with)\s+(?P<h>(?:(?:his|her|the|their)\s+)?(?:mother|mom|mum|father|dad|parents?|guardian|caregiver))\b",
    F,
)
_WORD = re.compile(rf"\b(?:{RELATIVE}|interpreter|friend|nurse|aide|neighbor|family|staff)\b", F)


@dataclass(frozen=True, slots=True)
class People:
    """What the note says of the people in the room. ``age`` in years."""

    age: float | None = None
    sex: Literal["female", "male"] | None = None
    name: str | None = None
    companions: tuple[str, ...] = ()


def years(words: str) -> float | None:
    """An age in years from words such as "50-year-old", "22 month old", "46 y/o", "fifty one year old"."""
    match = _AGE.search(words)
    if not match:
        return None
    raw = match.group(1).lower()
    number = float(raw) if raw[0].isdigit() else float(sum(_NUMBERS.get(part, 0) for part in re.split(r"[\s-]+", raw)))
    unit = (match.group(2) or "year").lower().rstrip("s")
    value = number * _UNITS.get(unit, 1.0)
    return round(value, 2) if value <= 125 else None


def read_people(text: str, ages: list[str], sexes: list[str]) -> People:
    """People in a note. ``ages`` and ``sexes`` are the words of demographic statements already found, first first."""
    age = next((value for value in map(years, ages) if value is not None), None)
    head = text[:6000]
    if age is None:
        for match in _AGE.finditer(head):
            before = head[max(0, match.start() - 40) : match.start()].lower()
            after = re.sub(r"\bwith (?:his|her|their) \w+", "", head[match.end() : match.end() + 30].lower())[:25]
            if (
                _RELATED.search(before)
                or _RELATED.search(after)
                or (
                    re.search(r"\b(?:at|when|since|until|age|a)\s+(?:\w+\s+)?$", before)
                    and not re.search(r"\bis a\s+$", before)
                )
            ):
                continue
            age = years(match.group())
            break
    sex: Literal["female", "male"] | None = next(
        (_SEXWORD[word] for word in (word.lower().split()[-1] for word in sexes if word.split()) if word in _SEXWORD),
        None,
    )
    name = None
    for match in _NAME.finditer(text[:20000]):
        found = match.group(1) or match.group(2)
        if found.split()[0].lower().rstrip(".") in _NOT_NAME - {"mr", "mrs", "ms"}:
            continue
        if match.group(2) or name is None:
            name = re.sub(r"['’]s$", "", re.sub(r"\s+", " ", found))
            if match.group(2):
                break
    if sex is None and name:
        title = name.split()[0].lower().rstrip(".")
        sex = "male" if title == "mr" else "female" if title in ("mrs", "ms", "miss") else None
    if sex is None:
        he, she = len(_HE.findall(head)), len(_SHE.findall(head))
        if he >= 2 * she and he:
            sex = "male"
        elif (she >= 2 * he and she) or (_PREGNANT.search(head) and not _MALE_SIGN.search(head)):
            sex = "female"
        elif _MALE_SIGN.search(head) and not _PREGNANT.search(head):
            sex = "male"
        elif match := _SEX.search(head):
            sex = _SEXWORD.get(match.group(1).lower())
    return People(age, sex, name, _companions(text))


def _companions(text: str) -> tuple[str, ...]:
    found: list[str] = []
    text = text[:20000]
    ends = 0
    windows: list[tuple[int, int]] = []
    for word in re.finditer(r"[a-z]+", text.lower()) if len(text.lower()) == len(text) else _WORD.finditer(text):
        if word.group().lower() not in _COMPANY or word.start() < ends:
            continue
        ends = min(len(text), word.end() + 60)
        windows.append((max(0, word.start() - 110), ends))
    for match in (match for a, b in windows for match in _PRESENT.finditer(text, a, b)):
        words = next(group for group in match.groups() if group)
        before = text[max(0, match.start() - 30) : match.start()].lower()
        if re.search(r"\b(?:if|when)\s+(?:\w+\s+)?$", before):
            continue
        for who in _WORD.findall(words):
            key: str = str(who).lower().replace("-", " ").split()[-1]
            key = str(RELATIVES.get(key, key))
            if key == "parent":
                key = "parents"
            if key in ("twin", "child", "children", "family", "staff") or key in found:
                continue
            found.append(key)
    return tuple(found)
