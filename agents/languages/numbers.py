"""Numbers in a text of any shipped language: digits of every script, decimal signs, and number words up to 999.

Law of the file: a number is found by its value, so that "achtunddreißig Komma fünf", "38,5" and "٣٨٫٥" are the same.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bedside.agents.languages.language import Language, load_language

_SIGNS = {ord("٫"): ".", ord("٬"): ",", ord("．"): ".", ord("，"): ",", 0xA0: " ", 0x202F: " "}
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST = 6  # tokens of a number in words


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands; ``unit`` is the word or sign right behind it, lower case, if there is one."""

    value: float
    start: int
    end: int
    unit: str | None = None


def numbers(text: str, code: str) -> tuple[Number, ...]:
    """The numbers in ``text``, in order. An article that is also "one" is none."""
    language = load_language(code)
    plain = _plain(text)
    found = [*_digits(plain, language), *_words(plain, language)]
    found = _decimals(sorted(found, key=lambda number: number.start), plain, language)
    return tuple(Number(n.value, n.start, n.end, _unit(text, n.end)) for n in found)


def _plain(text: str) -> str:
    """The same text with every script's digits as 0-9, sign for sign."""
    out: list[str] = []
    for sign in text:
        if sign.isdecimal() and not sign.isascii():
            out.append(str(int(sign)))
        else:
            out.append(_SIGNS.get(ord(sign), sign))
    return "".join(out)


@cache
def _written(point: str, group: str) -> re.Pattern[str]:
    groups = re.escape(group)
    return re.compile(rf"(?<![\d])(?:\d{{1,3}}(?:{groups}\d{{3}})+(?!\d)(?:{re.escape(point)}\d+)?|\d+(?:[.,]\d+)?)")


def _digits(text: str, language: Language) -> list[Number]:
    out: list[Number] = []
    dates = [(match.start(), match.end()) for match in _DATE.finditer(text)]
    for start, end in dates:
        out += [
            Number(float(part[0]), start + part.start(), start + part.end())
            for part in re.finditer(r"\d+", text[start:end])
        ]
    for match in _written(language.point, language.group).finditer(text):
        if any(start <= match.start() < end for start, end in dates):
            continue
        shown = match[0]
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(language.group)}\d{{3}})+(?:{re.escape(language.point)}\d+)?", shown):
            shown = shown.replace(language.group, "").replace(language.point, ".")
        out.append(Number(float(shown.replace(",", ".")), match.start(), match.end()))
    return out


@cache
def number_words(code: str) -> dict[str, float]:
    """Every number word of a language up to 999, casefolded, with its value; empty for one without number words."""
    data = load_language(code).numerals
    ones: dict[str, float] = {str(k): float(v) for k, v in (data.get("ones") or {}).items()}
    teens: dict[str, float] = {str(k): float(v) for k, v in (data.get("teens") or {}).items()}
    tens: dict[str, float] = {str(k): float(v) for k, v in (data.get("tens") or {}).items()}
    small = {**ones, **teens, **tens}
    inside = {word: value for word, value in ones.items() if value >= 1}
    if data.get("one_in_compounds"):
        inside = {word: value for word, value in inside.items() if value > 1} | {str(data["one_in_compounds"]): 1.0}
    for form in data.get("compounds") or ():
        for ten, high in tens.items():
            for one, low in inside.items():
                small[str(form).format(t=ten, u=one)] = high + low
    small |= {str(k): float(v) for k, v in (data.get("irregular") or {}).items()}
    hundreds: dict[str, float] = {}
    for form in data.get("hundred") or ():
        word, _, value = str(form).partition("=")
        if value:
            hundreds[word] = 100 * float(value)
        else:
            hundreds |= {word.format(u=one): 100 * low for one, low in inside.items() if low > 1}
    out = {**small, **hundreds}
    for form in data.get("hundreds") or ():
        for word, high in hundreds.items():
            out |= {str(form).format(h=word, r=rest): high + low for rest, low in small.items() if low >= 1}
    out |= {str(k): float(v) for k, v in (data.get("others") or {}).items()}
    return {word.casefold(): value for word, value in out.items()}


def _words(text: str, language: Language) -> list[Number]:
    if language.numerals.get("digits"):
        return _han(text, language.numerals)
    known = number_words(language.code)
    if not known:
        return []
    tokens = list(_TOKEN.finditer(text))
    out: list[Number] = []
    at = 0
    while at < len(tokens):
        for many in range(min(_MOST, len(tokens) - at), 0, -1):
            first, last = tokens[at], tokens[at + many - 1]
            shown = text[first.start() : last.end()].casefold()
            value = known.get(shown, known.get(" ".join(shown.split()))) if many > 1 else known.get(shown)
            if value is not None:
                if value != 1 or many > 1:  # alone it is an article more often than a number
                    out.append(Number(value, first.start(), last.end()))
                at += many
                break
        else:
            at += 1
    return out


def _han(text: str, data: dict[str, Any]) -> list[Number]:
    """Chinese numerals: 十二, 三百零五, 两; 三十八度五 is 38.5."""
    digits: dict[str, int] = data["digits"]
    powers: dict[str, int] = data["powers"]
    signs = "".join([*digits, *powers])
    degree = str(data["degree"])
    out: list[Number] = []
    for match in re.finditer(rf"[{signs}]+(?:{degree}[{''.join(digits)}](?![{signs}]))?", text):
        whole, _, tenth = match[0].partition(degree)
        value = _han_value(whole, digits, powers)
        if value is None or (value == 1 and not tenth):
            continue
        out.append(Number(value + (digits[tenth] / 10 if tenth else 0), match.start(), match.end()))
    for match in re.finditer(rf"(?<![\d.])(\d+){degree}([{''.join(digits)}\d])(?![{signs}\d])", text):
        tenths = int(match[2]) if match[2].isdecimal() else digits[match[2]]
        out.append(Number(int(match[1]) + tenths / 10, match.start(), match.end()))
    return out


def _han_value(shown: str, digits: dict[str, int], powers: dict[str, int]) -> float | None:
    if all(sign in digits for sign in shown):
        return float("".join(str(digits[sign]) for sign in shown))
    total, section, held = 0, 0, 0
    for sign in shown:
        if sign in digits:
            held = digits[sign]
        elif powers[sign] == 10_000:
            total, section, held = (total + section + held) * 10_000, 0, 0
        else:
            section += (held or 1) * powers[sign]
            held = 0
    return float(total + section + held)


def _decimals(found: list[Number], text: str, language: Language) -> list[Number]:
    """ "achtunddreißig Komma fünf" as one number; of two that overlap the longer."""
    out: list[Number] = []
    for number in found:
        last = out[-1] if out else None
        if last is not None and number.start < last.end:
            if number.end - number.start > last.end - last.start:
                out[-1] = number
            continue
        between = text[last.end : number.start].strip().casefold() if last is not None else ""
        whole = last is not None and last.value == int(last.value) and number.value == int(number.value)
        if last is not None and whole and language.point_word and between == language.point_word and number.value < 100:
            digits = f"{number.value:g}"
            out[-1] = Number(last.value + float(f"0.{digits}"), last.start, number.end)
            continue
        out.append(number)
    return out


_UNIT = re.compile(r"\s?(%|°\s?C?|µg|/\s?\w+|[^\W\d_]+)")


def _unit(text: str, end: int) -> str | None:
    match = _UNIT.match(text, end)
    return match[1].casefold() if match else None
