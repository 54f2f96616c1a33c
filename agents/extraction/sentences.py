"""Where sentences end. Abbreviations, initials, list numbers and decimals end none; a span never begins or ends in blank."""

import re

_ABBREVIATION = frozenset(
    "dr mr mrs ms mx st jr sr vs approx e.g i.e eg ie prof rev fig dept cont resp temp ca cf al viz inc ltd max "
    "q.d b.i.d t.i.d q.i.d p.o p.r.n h.s q.h.s q.a.m q.p.m gen lt rt incl esp".split()
)


_SOFT_ABBREVIATION = frozenset(
    "a.m p.m min mins hr hrs wk wks mo mos yr yrs yo y.o etc mg ml mcg cm mm kg lb lbs oz tab tabs cap caps no nos u.s m.d ph.d r.n p.a wt ht".split()
)


_STOP = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)|[.](?=[A-Z][a-z])|[.](?=\s*$)")


_LASTWORD = re.compile(r"([^\s(\[\"“,;:]+)$")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``, trimmed; abbreviations, initials and decimals do not end one."""
    found: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        at = stop.start()
        if at < begin or (text[at] == "?" and (at == begin or text[at - 1].isspace())):  # "? fracture" is a query
            continue
        if text[at] == "." and stop.end() - at == 1:
            last = _LASTWORD.search(text, begin, at)
            word = last.group(1) if last else ""
            low = word.lower().rstrip(".")
            rest = text[stop.end() : stop.end() + 3].lstrip()
            follow = rest[:1]
            if low in _ABBREVIATION or (low == "no" and follow.isdigit() and not word.isupper()):
                continue
            if low in _SOFT_ABBREVIATION and follow and (follow.islower() or follow.isdigit() or follow in ",;("):
                if low != "no":
                    continue
            if (
                len(word) == 1
                and word.isupper()
                and follow.isupper()
                and re.search(r"(?:^|[A-Z][a-z]*\.?\s)[A-Z]$", text[max(begin, at - 24) : at])
                and not re.search(
                    r"(?i)\b(?:vitamin|hepatitis|type|grade|stage|class|influenza|group|dr\.?|factor)\s[A-Z]$",
                    text[max(begin, at - 16) : at],
                )
            ):
                continue
            if stop.end() < end and not text[stop.end()].isspace() and not re.search(r"[a-z]{3,}$", word):
                continue  # "10.Mg", "U.S.A"
        if begin < stop.end():
            _push(text, begin, stop.end(), found)
        begin = stop.end()
    _push(text, begin, end, found)
    return found


def _push(text: str, start: int, end: int, into: list[tuple[int, int]]) -> None:
    start, end = trim(text, start, end)
    if (end > start and not re.fullmatch(r"\(?\d{1,2}[.)]?", text[start:end])) or (
        end > start and not re.match(r"\s*[.)]", text[end : end + 2])
    ):
        into.append((start, end))


_STRIP_LEFT = " \t\r\n\f\v\u00a0\u200b\ufeff.,;:•●▪·–—-!)]}*/|"


_STRIP_RIGHT = " \t\r\n\f\v\u00a0\u200b\ufeff.,;:•●▪·–—-(["


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span to its words; closing quotes and brackets without a partner go too."""
    while start < end and (text[start] in _STRIP_LEFT or text[start].isspace()):
        if (
            text[start] in "-–"
            and start + 1 < end
            and text[start + 1].isdigit()
            and (start == 0 or text[start - 1].isspace())
        ):
            break
        if text[start] == "." and start + 1 < end and text[start + 1].isdigit():
            break
        start += 1
    while end > start and (text[end - 1] in _STRIP_RIGHT or text[end - 1].isspace()):
        end -= 1
    if end < len(text) and text[end] == "." and end - start > 2 and text[end - 2] == "." and text[end - 1].isalpha():
        end += 1  # "q.d.", "b.i.d.", "p.m."
    if end - start > 1:
        piece = text[start:end]
        if piece[0] == "(" and piece[-1] == ")" and piece.count("(") == 1:
            return trim(text, start + 1, end - 1)
        if piece[-1] == ")" and piece.count("(") < piece.count(")"):
            return trim(text, start, end - 1)
        if piece[0] == "(" and ")" not in piece:
            return trim(text, start + 1, end)
        if piece[0] in '"“' and piece[-1] in '"”' and piece.count(piece[0]) <= 2:
            return trim(text, start + 1, end - 1)
    return start, end
