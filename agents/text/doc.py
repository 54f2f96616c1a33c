"""A note cut into words, once: everybody who reads a stretch of it reads these tokens, tags and terms."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from bedside.agents.text.inflection import inflect, lemma
from bedside.agents.text.quantities import FoundQuantity, find_quantities
from bedside.agents.text.retagging import in_list, retagged
from bedside.agents.text.shorthand import beginnings
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Mention
from bedside.scenarios.span import Span

_TOKEN = re.compile(
    r"\d+\.\d+(?=[a-zµ])|\d+(?:[.,]\d+)*(?:(?<=1)st|(?<=2)nd|(?<=3)rd|th)?\b|\d+|(?:[a-z]\.){2,}|[^\W\d_]+?(?=n['’]t\b)|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+(?:-[^\W_]+)*|[^\s\w]|\w+",
    re.IGNORECASE,
)
_NOTHING = frozenset("Ø∅⊘")  # before what is not there
_SIGNS_WRITTEN = _NOTHING | {"/"}
DENIES = "¬"  # stands for "no" before what a note denies by a sign
_LOSES = frozenset(("lost", "gained", "passed"))  # "has lost weight"
_NAME = 40  # characters on either side in which a complaint has its name
_NOUNS = frozenset(("test", "procedure", "disorder", "drug"))
_TITLES = ("mr", "mrs", "ms", "miss")


class Token(NamedTuple):
    """A word or a mark: where it stands, its characters and its tag (see :mod:`bedside.agents.text.tagger`)."""

    start: int
    end: int
    text: str
    tag: str = ""

    @property
    def lower(self) -> str:
        return self.text.lower()


class Terms(Protocol):
    """Whatever finds concepts in a text, as ``bedside.knowledge.terminology.Terminology`` does."""

    def find(self, text: str) -> Sequence["FoundConcept"]:
        """Concepts in ``text``, ordered by start."""
        ...


class FoundConcept(Protocol):
    """A concept found in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def concept(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def form(self) -> str: ...


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of a stretch, untagged; offsets count from the start of ``text``. ``DENIES`` is read as "no"."""
    return list(_cut(text, start, len(text) if end is None else end))


@lru_cache(maxsize=1024)  # one stretch is cut by one reader after another, and a phrase for whoever may say it
def _cut(text: str, start: int, end: int) -> tuple[Token, ...]:
    made = Token._make
    return tuple(made((*m.span(), m[0] if m[0] != DENIES else "no", "")) for m in _TOKEN.finditer(text, start, end))


def _written_out(found: list[Token], language: str) -> list[Token]:
    """With "w/", "w/o", "Ø" and the shorthand of telegram style as the words that they stand for, each where it stands."""
    signs = any(token.text in _SIGNS_WRITTEN for token in found)
    if signs:
        found = _signs_out(found)
    if language != "en" or not any(token.text in beginnings() for token in found):
        return found
    out: list[Token] = []
    at = 0
    while at < len(found):
        word, after = _stands_for(found, at) or (found[at].text, at + 1)
        out.append(Token(found[at].start, found[after - 1].end, word))
        at = after
    return out


def _stands_for(found: Sequence[Token], at: int) -> tuple[str, int] | None:
    """What the shorthand at a token stands for and the token after it; None where none stands."""
    for others, word in beginnings().get(found[at].text, ()):
        after = at + 1 + len(others)
        here = found[at:after]
        if [token.text for token in here[1:]] == list(others) and all(a.end == b.start for a, b in pairwise(here)):
            joined = after < len(found) and found[after].text == "/" and found[after].start == here[-1].end
            return None if joined else (word, after)  # "adv/rec" is left as it is
    return None


def _signs_out(found: list[Token]) -> list[Token]:
    """With "w/", "w/o" and "Ø" as words."""
    out: list[Token] = []
    for at, token in enumerate(found):
        if token.text in _NOTHING and at + 1 < len(found):
            out.append(Token(token.start, token.end, "no"))
            continue
        before = out[-1] if out else None
        ahead = found[at + 1] if at + 1 < len(found) else None
        if token.text == "/" and before is not None and before.text in ("w", "W") and before.end == token.start:
            if ahead is None or not ahead.text[0].isdigit() or ahead.start > token.end:  # "W/5" is something else
                out[-1] = Token(before.start, token.end, "with")
                continue
        if (
            token.text in ("o", "O", "out")
            and before is not None
            and before.text == "with"
            and before.end == token.start
        ):
            if before.end - before.start == len("w/"):
                out[-1] = Token(before.start, token.end, "without")
                continue
        out.append(token)
    return out


@dataclass
class Doc:
    """A text with its words. Tags are made a sentence at a time, when somebody asks for them."""

    text: str
    terms: Terms | None = None
    language: str = "en"
    patient: tuple[str | None, str | None] = (None, None)  # sex and name, where the note gives them
    meant: tuple[Mention, ...] | None = None  # given before anybody asks for a tag or a concept
    _tagged: dict[tuple[int, int], tuple[Token, ...]] = field(default_factory=dict[tuple[int, int], tuple[Token, ...]])

    def tagged(self, span: Span) -> tuple[Token, ...]:
        """The tokens of one sentence or item with their tags."""
        key = (span.start, span.end)
        if key not in self._tagged:
            plain = _written_out(tokens(self.text, span.start, span.end), self.language)
            words = [token.text.replace("’", "'") for token in plain]
            if sum(map(str.isupper, words)) > len(words) / 2:
                words = [word.lower() for word in words]  # a line in capitals: the model knows small letters
            found = tags(words, self.language)
            self._tagged[key] = tuple(
                Token(t.start, t.end, t.text, self._mended(t, words, found, at)) for at, t in enumerate(plain)
            )
        return self._tagged[key]

    def _mended(self, token: Token, words: Sequence[str], tags: Sequence[str], at: int) -> str:
        if tags[at] in ("AV0", "ITJ") and token.lower != "cannot":
            own = self.mentioned(Span(start=token.start, end=token.end))
            return "NN1" if any(m.kind in _NOUNS for m in own) else tags[at]  # "Ultrasound today"
        held = self._complaints_at(token) if tags[at] in ("VVZ", "VVB", "VVI", "VVN") else []
        if held and tags[at] == "VVN":
            described = at + 1 < len(tags) and tags[at + 1][:2] == "NN" and token.lower not in _LOSES
            opens = any(m.span.start == token.start and m.span.end > token.end for m in held)
            held = []
            if described and opens:
                return "AJ0"  # "has blurred vision"
        ill = any(m.form != token.text or in_list(words, tags, at) for m in held)
        return _verb_after_patient(words, tags, at) or retagged(words, tags, at, named=ill) or tags[at]

    def _complaints_at(self, token: Token) -> list[Mention]:
        """The complaints whose names hold a word."""
        near = self.mentioned(Span(start=max(0, token.start - _NAME), end=token.end + _NAME))
        return [m for m in near if m.span.start <= token.start < m.span.end and m.kind in ("symptom", "disorder")]

    @cached_property
    def found(self) -> tuple[Mention, ...]:
        """The concepts that the terminology finds in the text, by start."""
        found = self.terms.find(self.text) if self.terms is not None else ()
        return tuple(
            Mention(concept=m.concept, kind=m.kind, form=m.form, span=Span(start=m.start, end=m.end)) for m in found
        )

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The concepts in the text, by start: ``meant`` where the reader knows what letters mean, else ``found``."""
        return self.found if self.meant is None else self.meant

    @cached_property
    def quantities(self) -> tuple[FoundQuantity, ...]:
        """The numbers of the text with their units, by start."""
        return tuple(find_quantities(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    def mentioned(self, span: Span) -> tuple[Mention, ...]:
        """The concepts that lie within a stretch."""
        at = bisect_left(self._starts, span.start)
        found: list[Mention] = []
        while at < len(self.mentions) and self._starts[at] < span.end:
            if self.mentions[at].span.end <= span.end:
                found.append(self.mentions[at])
            at += 1
        return tuple(found)

    def slice(self, span: Span) -> str:
        """The characters of a stretch."""
        return self.text[span.start : span.end]

    def trimmed(self, start: int, end: int, marks: str = " \t\r\n.,;:•*–—-") -> Span:
        """A stretch without spaces and marks at its ends."""
        while start < end and self.text[start] in marks:
            start += 1
        while end > start and self.text[end - 1] in marks:
            end -= 1
        return Span(start=start, end=end)


def _verb_after_patient(words: Sequence[str], found: Sequence[str], at: int) -> str:
    """ "The patient states", "Mr. Allen reports": a verb that the model of general English takes for a plural noun or a
    participle; "" otherwise."""
    if not at or found[at] not in ("NN2", "VVN"):
        return ""
    named = found[at - 1] == "NP0" and "".join(words[max(0, at - 3) : at - 1]).rstrip(".").lower().endswith(_TITLES)
    if words[at - 1].lower() not in ("patient", "pt", "he", "she") and not named:
        return ""
    if found[at] == "VVN":
        return "VVD" if lemma(words[at], "VVN") != words[at].lower() else ""
    return "VVZ" if inflect(lemma(words[at], "VVZ"), "present_3") == words[at].lower() else ""
