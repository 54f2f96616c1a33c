"""A text cut into the words that quantities are made of. Sorts: date, clock, ordinal, decade, code, number, letters ("b.i.d."),
mixed ("q", "x3", "COVID-19"), word and mark."""

import re

_UNITS_AT_DIGITS = "MG|ML|CM|MM|KG|LBS?|MCG|AM|PM|PPD|YO|HRS?|CC|IU|MEQ|BPM|MMHG"
_SORTS: tuple[tuple[str, str], ...] = (
    ("word", r"[A-Za-z]{2,}(?=\s)"),  # most words: tried first, since it is quick
    ("date", r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])"),
    ("date", r"\d{1,2}/(?:19|20)\d{2}(?![\d/])"),
    ("date", r"\d{4}-\d{2}-\d{2}(?!\d)"),
    ("date", r"\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?!\d)"),
    ("clock", r"\d{1,2}:\d{2}(?![\d:])"),
    ("ordinal", r"\d+(?:(?<=1)st|(?<=2)nd|(?<=3)rd|th)\b"),
    ("decade", r"\d+'?s\b"),
    ("code", rf"\d+(?!(?:{_UNITS_AT_DIGITS})\b)[A-Z]{{2,}}\b"),
    ("number", r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"),
    ("number", r"\d+(?:\.\d+)?"),
    ("number", r"(?<![\d\w.])\.\d+|[½¼¾]"),
    ("letters", r"[A-Za-z](?:\.[A-Za-z])+\b\.?"),
    ("mixed", r"[qQxX](?=\d)"),
    ("word", r"[A-Za-z]{5,}(?=\d{2,}(?:\.\d+)?[ ]?m?c?g\b)"),  # "Tegretol300 mg"
    ("mixed", r"[A-Za-z]+\d[\w]*(?:-\d+)?"),
    ("mixed", r"(?:(?i:covid|phq|gad|pcl)|[A-Z]{1,4})-\d+\w*"),
    ("word", r"[A-Za-zµ]+(?:'[a-z]+)?"),
    ("mark", r"[%/$°+:;.,!?()&×–-]"),
    ("mark", r"\n(?![ \t]*(?:[a-z]{4}|m[gl]\b|mcg\b|day\b|kg\b|hrs?\b))"),  # not a line that was wrapped
)
_NAMES = [sort for sort, _ in _SORTS]
_WORD = re.compile("|".join(f"({pattern})" for _, pattern in _SORTS))


def lex(text: str) -> list[tuple[str, int, int, str]]:
    """The words in small letters with their start, end and sort; letters with stops lose these,
    and an "x" at digits is "×"."""
    found: list[tuple[str, int, int, str]] = []
    for match in _WORD.finditer(text.replace("μ", "µ")):
        sort = _NAMES[(match.lastindex or 1) - 1]
        word = match[0].lower()
        word = word.replace(".", "") if sort == "letters" else "×" if sort == "mixed" and word == "x" else word
        found.append((word, match.start(), match.end(), sort))
    return found
