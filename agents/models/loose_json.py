"""JSON as models write it: with words around it, trailing commas, other quotes, Python's literals, open line breaks.

Law of the file: one pass, each character read once or a bounded number of times; what cannot be read in exactly one
way is refused. An object that began rightly and then broke is not searched for its parts, and a key given twice with
different values is broken.
"""

import math
import re
from typing import Any

_SPACE = re.compile(r"[\s\ufeff\u200b]*")
_OPEN = re.compile(r"\{[\s\ufeff\u200b]*(?:[}\"'“”„‘’]|[A-Za-z_][A-Za-z_0-9]{0,63}\s*:)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]{0,63}(?!\w)")
_HEX = {"u": re.compile(r"[0-9a-fA-F]{4}"), "x": re.compile(r"[0-9a-fA-F]{2}")}
_LITERALS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CLOSERS = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’"}
_APOSTROPHES = "'’"
_RUNS = {closers: re.compile(rf"[^\\{closers}\x00-\x08\x0b\x0c\x0e-\x1f]*") for closers in set(_CLOSERS.values())}
_DEEP = 32
_MOST = 20  # objects in one text: more are no answer


class BrokenJson(ValueError):
    """The text is not one readable value."""


def find_objects(text: str) -> list[dict[str, Any]]:
    """The objects that stand in ``text``, in order, those inside others left out. Raises ``BrokenJson``."""
    found: list[dict[str, Any]] = []
    start = _next(text, 0)
    while start >= 0:
        reader = _Reader(text, start)
        if len(found) == _MOST:
            raise BrokenJson
        try:
            found.append(reader.object(0))
        except BrokenJson:
            if reader.begun:
                raise
        start = _next(text, max(reader.at, start + 1))
    return found


def _next(text: str, at: int) -> int:
    """Where the next brace stands that may open an object; -1 if none does."""
    match = _OPEN.search(text, at)
    return match.start() if match else -1


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.begun = False  # a key and its colon were read: this is meant as an object, and no brace in prose

    def object(self, depth: int) -> dict[str, Any]:
        self._take("{")
        made: dict[str, Any] = {}
        while not self._try("}"):
            key = self._word() if self._peek() not in _CLOSERS else self._string()
            self._take(":")
            self.begun = True
            value = self._value(depth + 1)
            if key in made and not _same(made[key], value):
                raise BrokenJson
            made[key] = value
            if not self._try(","):
                self._take("}")
                break
        return made

    def _array(self, depth: int) -> list[Any]:
        self._take("[")
        made: list[Any] = []
        while not self._try("]"):
            made.append(self._value(depth + 1))
            if not self._try(","):
                self._take("]")
                break
        return made

    def _value(self, depth: int) -> Any:
        if depth > _DEEP:
            raise BrokenJson
        first = self._peek()
        if first == "{":
            return self.object(depth)
        if first == "[":
            return self._array(depth)
        if first in _CLOSERS:
            return self._string()
        number = _NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            return _number(number.group())
        word = self._word()
        if word not in _LITERALS:
            raise BrokenJson
        return _LITERALS[word]

    def _string(self) -> str:
        closers = _CLOSERS[self.text[self.at]]
        run = _RUNS[closers]
        self.at += 1
        parts: list[str] = []
        while True:
            match = run.match(self.text, self.at)
            assert match is not None  # it may be empty
            parts.append(match.group())
            self.at = match.end()
            here = self.text[self.at : self.at + 1]
            if here == "\\":
                parts.append(self._escape())
            elif here and here in closers:
                self.at += 1
                if not (here in _APOSTROPHES and self._inside_a_word()):
                    return "".join(parts)
                parts.append(here)
            else:
                raise BrokenJson

    def _inside_a_word(self) -> bool:
        around = self.text[self.at - 2 : self.at + 1]
        return len(around) == 3 and around[0].isalnum() and around[2].isalnum()

    def _escape(self) -> str:
        kind = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if kind in _ESCAPES:
            return _ESCAPES[kind]
        if kind not in _HEX:
            raise BrokenJson
        code = self._hex(kind)
        if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.at):
            self.at += 2
            low = self._hex("u")
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= code < 0xE000:
            raise BrokenJson
        return chr(code)

    def _hex(self, kind: str) -> int:
        match = _HEX[kind].match(self.text, self.at)
        if not match:
            raise BrokenJson
        self.at = match.end()
        return int(match.group(), 16)

    def _word(self) -> str:
        match = _WORD.match(self.text, self.at)
        if not match:
            raise BrokenJson
        self.at = match.end()
        return match.group()

    def _peek(self) -> str:
        match = _SPACE.match(self.text, self.at)
        assert match is not None  # it may be empty
        self.at = match.end()
        return self.text[self.at : self.at + 1] or " "

    def _try(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self.at += 1
        return True

    def _take(self, mark: str) -> None:
        if not self._try(mark):
            raise BrokenJson


def _number(text: str) -> int | float:
    if text.lstrip("-").isdigit():
        return int(text)
    value = float(text)
    if not math.isfinite(value):
        raise BrokenJson
    return value


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other
