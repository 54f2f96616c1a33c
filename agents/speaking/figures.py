"""Numbers as they are said, with their units: fractions, pairs, ranges, dates, counts."""

from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.scan import SMALL, Scan, units
from bedside.agents.speaking.tables import listed

_MONTHS = "January February March April May June July August September October November December".split()
_BRITISH = {"7": "day", "52": "week", "12": "month"}
_TIMES = frozenset("hour day week month year minute second night time".split())
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}

_PARTS = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters"}
_GAUGED = frozenset(
    "needle needles iv cannula angiocath catheter spinal butterfly piv".split()
)  # measured by gauge: "22g needle"
_STRENGTHS = frozenset(("mg", "mcg", "ug"))  # of a medicine of two parts: "80/4.5 mcg"


def spoken_number(written: str, spelled: bool = True) -> str:
    """A number as it is said: small whole ones in words, others in figures."""
    whole, _, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        return f"{whole or '0'}.{decimals}"
    return SMALL[int(whole)] if spelled and whole.isdigit() and int(whole) < len(SMALL) else whole


def number(scan: Scan) -> bool:
    """A number with what belongs to it: a fraction, a pair, a range, a unit."""
    naked = scan.ahead() == "." and scan.ahead(1)[:1].isdigit() and scan.touches(1)
    if naked:
        scan.at += 1
    written = ("." if naked else "") + scan.ahead()
    if not written.strip(".")[:1].isdigit():
        return _for_or_times(scan) or _every(scan)
    if not written.replace(".", "").replace(",", "").isdigit():
        scan.out.append(_ORDINALS.get(written, written))
        scan.at += 1
        return True
    if scan.ahead(1) == "/" and scan.ahead(3) in _STRENGTHS and scan.ahead(2).replace(".", "").isdigit():
        scan.out += [f"{written} over {scan.ahead(2)}", units()[scan.ahead(3)][1]]
        scan.at += 4
        return True
    if scan.ahead(1) == "/" and scan.ahead(2).isdigit():
        return _slashed(scan)
    if _mixed(scan, written) or _sized(scan, written) or _times_a(scan, written):
        return True
    scan.at += 1
    if scan.ahead() == "+" and scan.touches():
        scan.out.append(f"{spoken_number(written)} plus")
        scan.at += 1
        return written in ("1", "2", "3", "4")
    if scan.ahead() in ("'", "’") and scan.touches() and (scan.ahead(1).isdigit() or scan.at + 1 == len(scan.tokens)):
        scan.out.append(f"{written} foot")  # 5'6"
        scan.at += 1
        return True
    if scan.ahead() == "s" and scan.touches():
        scan.out.append(f"{written}s")
        scan.at += 1
        return True
    parts = scan.ahead(1).split("-")
    if scan.ahead() == "-" and len(parts) == 3 and parts[0] == "to" and parts[1].isdigit():
        scan.out.append(f"{spoken_number(written)}-to-{spoken_number(parts[1])}-{parts[2]}")  # "6-to-8-week"
        scan.at += 2
        return True
    top = ""
    if scan.ahead() in ("-", "–", "to") and scan.ahead(1)[:1].isdigit():
        top = scan.ahead(1)
        scan.at += 2
        if scan.ahead() == "+" and scan.touches() and top in ("2", "3", "4"):
            scan.out.append(f"{spoken_number(written)} to {spoken_number(top)} plus")
            scan.at += 1
            return True
        if scan.ahead() == "/" and scan.ahead(1) in _BRITISH:
            scan.out.append(f"{spoken_number(written)} to {spoken_number(top)} {_BRITISH[scan.ahead(1)]}s")
            scan.at += 2
            return True
        if scan.ahead() == "/" and (top, scan.ahead(1)) == ("1", "2"):
            scan.out.append(f"{spoken_number(written)} and a half")
            scan.at += 2
            return True
    return _with_unit(scan, written, top)


def _times_a(scan: Scan, written: str) -> bool:
    """``5x/day``: how often."""
    if scan.ahead(1) != "x" or not scan.touches(1) or scan.ahead(2) != "/" or scan.ahead(3) not in _TIMES:
        return False
    scan.out.append(f"{spoken_number(written)} times a {scan.ahead(3)}")
    scan.at += 4
    return True


def _mixed(scan: Scan, written: str) -> bool:
    """``2 1/2 cm``: a whole number and a part."""
    part = _PARTS.get("".join(scan.ahead(i) for i in (1, 2, 3)))
    if part is None or not written.isdigit():
        return False
    scan.out.append(f"{spoken_number(written)} and {part}")
    scan.at += 4
    unit, used = _unit(scan)
    if unit is not None:
        scan.out.append(unit[1])
        scan.at += used
    return True


def _sized(scan: Scan, written: str) -> bool:
    """``3x4x0.5cm``: a size with two or three sides."""
    sides, at = [written], 1
    while scan.ahead(at) in ("x", "×") and scan.ahead(at + 1)[:1].isdigit():
        sides.append(scan.ahead(at + 1))
        at += 2
    if len(sides) < 2:
        return False
    before = scan.at
    scan.at += at
    unit, used = _unit(scan)
    if unit is None or unit[1] not in listed("lengths"):
        scan.at = before
        return False
    scan.out.append(f"{' by '.join(spoken_number(side) for side in sides)} {unit[1]}")
    scan.at += used
    return True


def _with_unit(scan: Scan, written: str, top: str) -> bool:
    hyphen = scan.ahead() == "-" and scan.touches() and scan.ahead(1).split("-")[0].isalpha()
    joint = scan.ahead(1) if hyphen else ""
    if hyphen and joint.split("-")[0].rstrip("s") in _TIMES | {"pound", "pack"}:
        scan.out.append(f"{spoken_number(written)}-{joint}")
        scan.at += 2
        return True
    unit, used = _unit(scan)
    before = scan.tokens[scan.at - 2].lower if scan.at > 1 else ""
    spelled = scan.ahead().isalpha() and before not in listed("labels")
    spelled = spelled if unit is None else unit[1].rstrip("s") in _TIMES
    spelled = spelled and not (top and any(one.isdigit() and int(one) >= len(SMALL) for one in (written, top)))
    said = spoken_number(written, spelled) + (f" to {spoken_number(top, spelled)}" if top else "")
    scan.out.append(said)
    if unit is not None:
        scan.at += used
        one = (float(written.replace(",", "")) == 1 and not top) or _before_noun(scan, unit[1])
        scan.out.append(unit[0] if one else unit[1])
    return True


def _before_noun(scan: Scan, unit: str) -> bool:
    """Whether a measure stands before what it measures: "a 3 centimeter mass"."""
    word = scan.ahead()
    if unit in listed("lengths"):
        return word.isalpha() and word not in PREPOSITIONS and word not in listed("after_length")
    return word in ("tablet", "capsule", "patch", "pill")


def _unit(scan: Scan) -> tuple[tuple[str, str] | None, int]:
    """The unit that stands here, in the singular and the plural, and how many tokens it takes."""
    for count in (3, 1):
        written = "".join(scan.ahead(i) for i in range(count))
        if written == "g" and scan.ahead(1) in _GAUGED:
            return ("gauge", "gauge"), 1
        if written in units():
            if written in ("in", "m", "u", "l", "h", "d", "w", "y", "g") and not (
                scan.touches() or scan.at + 1 == len(scan.tokens) or written in "gul"
            ):
                return None, 0
            return units()[written], count
    return None, 0


def _slashed(scan: Scan) -> bool:
    """``118/76``, ``8/10``, ``3/4/2021``."""
    first, second = scan.ahead(), scan.ahead(2)
    third = scan.ahead(4) if scan.ahead(3) == "/" else ""
    if third.isdigit():
        date = _date(int(first), int(second), third)
        if date is None:
            return False
        scan.out.append(date)
        scan.at += 5
        return True
    if first.isdigit() and int(first) >= 30 and int(second) >= 20:
        scan.out.append(f"{first} over {second}")
    elif second in ("10", "5", "6") and first.isdigit() and int(first) <= int(second):
        scan.out.append(f"{spoken_number(first)} out of {spoken_number(second)}")
    elif second in ("20", "30") and 12 < int(first) <= int(second):
        scan.out.append(f"{first} out of {second}")
    elif second in _BRITISH and first.isdigit() and int(first) <= 12:
        unit = _BRITISH[second]
        scan.out.append(f"{spoken_number(first)} {unit}{'' if first == '1' else 's'}")
    elif first == "1" and second in ("2", "4"):
        scan.out.append({"2": "half a", "4": "a quarter of a"}[second])
    else:
        return False
    scan.at += 3
    return True


def day_of(written: str) -> str | None:
    """A month and a day in figures as a date, "1/5" -> "January 5th"; None if it is none."""
    month, _, day = written.strip().partition("/")
    if not (month.isdigit() and day.isdigit()):
        return None
    said = _date(int(month), int(day), "2000")
    return said.removesuffix(", 2000") if said else None


def _date(month: int, day: int, year: str) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and len(year) in (2, 4)):
        return None
    full = year if len(year) == 4 else ("20" if int(year) < 50 else "19") + year
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{_MONTHS[month - 1]} {day}{ending}, {full}"


def _for_or_times(scan: Scan) -> bool:
    """``x 2 weeks`` is a time, ``x 3`` a count."""
    if scan.ahead() not in ("x", "×") or not scan.ahead(1)[:1].isdigit():
        return False
    scan.at += 1
    if scan.ahead(1) == "/" and scan.ahead(2).rstrip("s") in _TIMES:  # "x 4/week"
        scan.out.append(f"{spoken_number(scan.ahead())} times a {scan.ahead(2)}")
        scan.at += 3
        return True
    if scan.ahead(1) == "/" and scan.ahead(2) in _BRITISH:
        scan.out.append("for")  # "x 2/52"
        return True
    unit, used = None, 0
    ahead = 1
    while ahead < 4 and unit is None:
        word = scan.ahead(ahead)
        unit = units().get(word) or ((word, word) if word.rstrip("s") in _TIMES else None)
        ahead += 1
    del used
    if unit is not None and unit[1].rstrip("s") in _TIMES:
        scan.out.append("for")
        return True
    written = scan.ahead()
    scan.at += 1
    scan.out.append({"1": "once", "2": "twice"}.get(written, f"{spoken_number(written)} times"))
    return True


def _every(scan: Scan) -> bool:
    """``q6h``, ``q 4-6 h``: the number follows by itself."""
    if scan.ahead() != "q" or not scan.ahead(1)[:1].isdigit():
        return False
    scan.out.append("every")
    scan.at += 1
    return True
