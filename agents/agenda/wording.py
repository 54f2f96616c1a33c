"""The register of speech: units and shorthand spelled out, clinical words put plainly. Numbers never change."""

import random
import re
from collections.abc import Iterable
from functools import cache

SPELLED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\d)\s?mcg\b", " micrograms"),
        (r"(?<=\d)\s?mg/dL\b", ""),
        (r"(?<=\d)\s?(?:g/dL|mmol/L|ng/mL|U/L|mEq/L|K/uL|IU/L|pg/mL)(?![\w/])", ""),
        (r"(?<=\d)\s?(?:mg|MG|mgs)\b", " milligrams"),
        (r"(?<=\d)\s?(?:ml|mL|cc)\b", " milliliters"),
        (r"(?<=\d)\s?(?:gm|g)\b", " grams"),
        (r"(?<=\d)\s?kg\b", " kilograms"),
        (r"(?<=\d)\s?(?:lbs?|pounds?)\b\.?", " pounds"),
        (r"(?<=\d)\s?cm\b", " centimeters"),
        (r"(?<=\d)\s?mm ?Hg\b", ""),
        (r"(?<=\d)\s?mm\b", " millimeters"),
        (r"(?<=\d)\s?IU\b", " units"),
        (r"(?<=\d)\s?%", " percent"),
        (r"(?<=\d)\s?(?:°|degrees? )\s?F\b", " degrees fahrenheit"),
        (r"(?<=\d)\s?(?:bpm|BPM)\b", " beats per minute"),
        (r"(?<=\d)\s?(?:hrs?|h)\b", " hours"),
        (r"(?<=\d)\s?(?:yrs?)\b", " years"),
        (r"(?<=\d)\s?(?:mins?)\b", " minutes"),
        (r"(?<=\d)\s?(?:wks?)\b", " weeks"),
        (r"\b(\d{1,2}(?:-\d{1,2})?)/7\b", r"\1 days"),
        (r"\b(\d{1,2}(?:-\d{1,2})?)/52\b", r"\1 weeks"),
        (r"\b(\d{1,2}(?:-\d{1,2})?)/12\b", r"\1 months"),
        (r"\b(\d{1,2}) ?/ ?10\b", r"\1 out of 10"),
        (r"\b(\d{1,2}) ?/ ?6\b(?= (?:systolic|diastolic|murmur|ejection))", r"\1 out of 6"),
        (r"\b(\d)/5\b", r"\1 out of 5"),
        (r"\b(\d{2,3})/(\d{2,3})\b", r"\1 over \2"),
        (r"\b[qQ]\.?(\d+)[- ]?(?:h|hrs?|hours?)\b", r"every \1 hours"),
        (r"\b(?:b\.i\.d\.|BID|bid)(?!\w)", "twice a day"),
        (r"\b(?:t\.i\.d\.|TID|tid)(?!\w)", "three times a day"),
        (r"\b(?:q\.i\.d\.|QID|qid)(?!\w)", "four times a day"),
        (r"\b(?:q\.d\.|QD|qd|OD)(?!\w)", "once a day"),
        (r"\b(?:q\.h\.s\.|qhs|QHS|h\.s\.)(?!\w)", "at bedtime"),
        (r"\b(?:p\.r\.n\.|PRN|prn)(?!\w)", "as needed"),
        (r"\b(?:p\.o\.|PO|po)(?!\w)", "by mouth"),
        (r"\bx ?(\d+)/day\b", r"\1 times a day"),
        (r"\bx ?(\d+)\b(?= (?:days?|weeks?|months?|years?))", r"for \1"),
        (r"(?<=\d)-(?=(?:day|week|month|year|hour|minute|pound|inch|mile)\b)", " "),
        (r"\b(\d+)[ -](year|month|week|day)s?[ -]old (?:female|male|woman|man|girl|boy|lady|gentleman)\b", r"\1 \2s old"),
        (r"\b(\d+)[ -](year|month|week|day)s?[ -]old\b", r"\1 \2s old"),
        (r"\b(\d+) ?(?:y/?o|y\.o\.|yo)(?: [MF]\b| (?:female|male|woman|man))?", r"\1 years old"),
        (r"\+ ?(?=\d)", ""),
        (r"(?<=\d)\+(?= )", " plus"),
        (r" ?& ?", " and "),
        (r"\be\.g\.,?", "like"),
        (r"\bi\.e\.,?", "that is"),
        (r"\betc\b\.?", "and so on"),
        (r"\bw/(?=\s?\w)", "with "),
        (r"\bb/c\b", "because"),
        (r"\(([^()]{1,60})\)", r", \1,"),
        (r"[“”\"]", ""),
        (r";", ","),
    )
)


def spell(text: str) -> str:
    """Write units and shorthand as they are said: "10 mg bid" -> "10 milligrams twice a day"."""
    for pattern, replacement in SPELLED:
        text = pattern.sub(replacement, text)
    return re.sub(r"\s{2,}", " ", text).strip(" ,")


@cache
def _lay() -> object:
    from bedside.knowledge.lay import Lay

    return Lay.load()


def plain(text: str, who: str, rng: random.Random, avoid: Iterable[str] = ()) -> str:
    """Put clinical and formal words plainly, as ``who`` ("patient" or "physician") would say them."""
    return _lay().plain(text, who, rng, frozenset(avoid))  # type: ignore[attr-defined]


def lower_first(text: str, names: Iterable[str] = ()) -> str:
    """Lower the first letter unless the first word is a name, an abbreviation or "I"."""
    word = re.match(r"[\w'’.-]+", text)
    if not word:
        return text
    first = word.group(0)
    if first in ("I", "I'm", "I've", "I'll", "I'd") or first.lower() in names or len(first) > 1 and not first[1:].islower() and any(c.isupper() for c in first[1:]):  # fmt: skip
        return text
    return text[0].lower() + text[1:]


def series(items: list[str], conjunction: str = "or") -> str:
    """Join spoken items: "a, b, or c"."""
    if len(items) <= 1:
        return items[0] if items else ""
    if len(items) == 2:
        return f"{items[0]} {conjunction} {items[1]}"
    return ", ".join(items[:-1]) + f", {conjunction} {items[-1]}"
