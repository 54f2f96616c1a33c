"""Notes of more than one visit: where each begins, and which is the one that is held now."""

import re

_DATE = r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})"
_HEAD = re.compile(
    rf"^[ \t]*[-=_*#>~ ]{{0,8}}(?:(?:visit|encounter|consultation|appointment|contact)(?: (?:no\.? |#|number )?\d{{1,2}})?"
    rf"(?: (?:on|date))?[ \t:=*_-]{{0,8}}(?P<date>{_DATE})|(?:visit|encounter|consultation|appointment) (?:no\.? |#|number )?\d{{1,2}}|"
    rf"[-=_*#]{{2,}}[ \t]*(?P<bare>{_DATE}))[ \t]*[:=*_#-]{{0,8}}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def visits(text: str) -> dict[int, bool]:
    """Where the heads of visits begin, each with whether another visit is the one held now. Empty
    for a note of one visit. The one with the latest date is held now, without dates the last."""
    heads = list(_HEAD.finditer(text))
    if len(heads) < 2:
        return {}
    days = [_day(found["date"] or found["bare"] or "") for found in heads]
    now = max(range(len(heads)), key=lambda at: (days[at], at)) if all(days) else len(heads) - 1
    return {found.start(): at != now for at, found in enumerate(heads)}


def _day(date: str) -> tuple[int, int, int] | None:
    """A date as year and the two numbers before it in their order, for a comparison within one note; None for none."""
    parts = [int(part) for part in re.split(r"[/.-]", date) if part]
    if len(parts) != 3:
        return None
    if parts[0] > 31:
        return parts[0], parts[1], parts[2]
    year = parts[2] + 2000 if parts[2] < 100 else parts[2]
    day_first = "." in date or parts[0] > 12
    return (year, parts[1], parts[0]) if day_first else (year, parts[0], parts[1])
