"""Dates in figures as they are read out, month first: "11/03/2019" -> "November 3rd 2019"."""

import re

MONTHS = "January February March April May June July August September October November December".split()
_DATE = re.compile(
    r"(?<![\d/])(?P<m>\d{1,2})(?P<s>[/-])(?:(?P<d>\d{1,2})(?P=s))?(?P<y>(?:19|20)\d\d)(?![\d/])|(?<![\d/])(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>\d\d)(?![\d/])"
)


def read_dates(text: str) -> str:
    """``text`` with its dates said as words; what is no date stays."""
    return _DATE.sub(_read, text)


def _read(match: re.Match[str]) -> str:
    """ "11/03/2019" -> "November 3rd 2019"; what is no date stays."""
    month, day, year = int(match["m"] or match["m2"]), match["d"] or match["d2"], match["y"] or match["y2"]
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return match.group(0)
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    if not day:
        return f"{MONTHS[month - 1]} {year}"
    number = int(day)
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{MONTHS[month - 1]} {number}{suffix} {year}"
