"""Data inside a text stands between delimiters that it cannot contain, and is told apart from what stands around it.

Law of the file: a delimiter is derived by hash from what the data belongs to, so that runs stay reproducible and server
caches hit; when the text holds it all the same (whoever knows the key can compute it), the next one is taken.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

Key = tuple[str, int, str]  # case id, seed, label ("note", "passage", ...)

RUN = 8  # words in a row that no one says by chance
_DELIMITER = re.compile(r"</?[a-z]{1,20}-([0-9a-f]{8})>")
_BLOCK = re.compile(r"<([a-z]{1,20}-[0-9a-f]{8})>\n")
_BETWEEN = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Fenced:
    """Data with its delimiters around it, ready for a prompt. ``name`` is the delimiter without its brackets."""

    text: str
    name: str

    @property
    def code(self) -> str:
        """The part that the data cannot contain: 8 hexadecimal digits."""
        return self.name[-8:]


def fence(text: str, key: Key) -> Fenced:
    """``text`` between ``<label-code>`` and ``</label-code>``, a line each. The same text and key give the same."""
    plain = letters(text)
    code = next(code for code in _codes(key) if code not in plain)
    label = re.sub(r"[^a-z]", "", key[2].casefold())[:20] or "data"
    return Fenced(f"<{label}-{code}>\n{text}\n</{label}-{code}>", f"{label}-{code}")


def holds(fenced: Fenced, text: str) -> bool:
    """Whether ``text`` cannot end or forge this fence."""
    return fenced.code not in letters(text)


def _codes(key: Key) -> Iterator[str]:
    for number in count():
        yield hashlib.sha256("\x1f".join((*map(str, key), str(number))).encode("utf-8", "replace")).hexdigest()[:8]


def letters(text: str) -> str:
    """Letters and digits alone, compatibility forms folded: what is read as the code counts as the code."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_data(text: str) -> str:
    """A prompt's own words: fenced data left out."""
    kept: list[str] = []
    at = 0
    while opened := _BLOCK.search(text, at):
        end = text.find(f"</{opened.group(1)}>", opened.end())
        kept.append(text[at : opened.start()])
        at = end + len(opened.group(1)) + 3 if end >= 0 else opened.end()
    return "\n".join([*kept, text[at:]])


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row of a text, without case and punctuation."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def delimiter_codes(text: str) -> list[str]:
    """The codes of the delimiters that stand in a text, in their order."""
    return _DELIMITER.findall(text)
