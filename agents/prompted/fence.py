"""Data inside prompts stands between delimiters that it cannot contain, and what a prompt holds must not come back.

Law of the file: a delimiter is derived by hash from what the data belongs to, so that runs stay reproducible and server
caches hit; when the text holds it all the same (whoever knows the key can compute it), the next one is taken. A leak is
named in words that do not repeat it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from bedside.agents.model import Message

Key = tuple[str, int, str]  # case id, seed, label ("note", "passage", ...)

ECHO = 8  # words in a row that no one says by chance
_MARK = re.compile(r"</?[a-z]{1,20}-([0-9a-f]{8})>")
_BLOCK = re.compile(r"<([a-z]{1,20}-[0-9a-f]{8})>\n")
_BETWEEN = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ROLE_MARKS = re.compile(
    r"<\|[a-z_]{1,30}\|>|<\|?/?(?:im_start|im_end|endoftext|start_of_turn|end_of_turn|eot_id)\|?>|\[/?INST\]|<</?SYS>>"
    r"|(?:^|\n)[ \t#*]{0,6}(?:system|assistant|user|human)[ \t*]{0,4}:|(?:^|\n)#{2,4}[ \t]?(?:instruction|response|system)\b",
    re.IGNORECASE,
)


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
    plain = _plain(text)
    code = next(code for code in _codes(key) if code not in plain)
    label = re.sub(r"[^a-z]", "", key[2].casefold())[:20] or "data"
    return Fenced(f"<{label}-{code}>\n{text}\n</{label}-{code}>", f"{label}-{code}")


def holds(fenced: Fenced, text: str) -> bool:
    """Whether ``text`` cannot end or forge this fence."""
    return fenced.code not in _plain(text)


def _codes(key: Key) -> Iterator[str]:
    for number in count():
        yield hashlib.sha256("\x1f".join((*map(str, key), str(number))).encode("utf-8", "replace")).hexdigest()[:8]


def _plain(text: str) -> str:
    """Letters and digits alone, compatibility forms folded: what is read as the code counts as the code."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def leaks(reply: str, prompts: Sequence[Message], canaries: Sequence[str] = ()) -> list[str]:
    """What of the prompt comes back in a reply, each once and in words that do not repeat it: delimiters, marks of
    roles, ``canaries``, and eight words in a row from a system message. Fenced data there is not the prompt's own
    words, and what was said aloud (the other messages) may be said again."""
    faults: list[str] = []
    plain = _plain(reply)
    codes = {code for message in prompts for code in _MARK.findall(message.text)}
    if _MARK.search(reply) or any(code in plain for code in codes):
        faults.append("a delimiter of the prompt stands in the words")
    if _ROLE_MARKS.search(reply):
        faults.append("a mark of roles stands in the words")
    if any(canary and _plain(canary) and _plain(canary) in plain for canary in canaries):
        faults.append("something planted in the data stands in the words")
    said = set(runs(reply))  # of a short reply there are none, and nothing need be compared
    own = {run for message in prompts if said and message.role == "system" for run in said & _own_runs(message.text)}
    if own and not own <= {run for message in prompts if message.role != "system" for run in runs(message.text)}:
        faults.append("the prompt's own sentences stand in the words")
    return faults


@lru_cache(maxsize=512)  # a dialogue's system message stays the same from turn to turn
def _own_runs(system: str) -> frozenset[tuple[str, ...]]:
    return frozenset(runs(without_data(system)))


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
    return (tuple(words[i : i + ECHO]) for i in range(len(words) - ECHO + 1))
