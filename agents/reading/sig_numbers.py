"""The numbers of a prescription: counts, ranges, and doses with their units."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.reading.sig_words import SPREAD
from bedside.agents.reading.tables import Phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.number_words import NUMBERS
from bedside.scenarios.span import Span

_CHANGES = frozenset(
    "reduce reducing decrease decreasing taper tapering increase increasing titrate wean weaning drop".split()
)
_DAYS = 31  # the highest number of a day
_UNITS = Phrases((wording, row[1:]) for row in rows("dose_units") if row[1] != "per" for wording in row[0].split("|"))
_PER = Phrases((wording, row[1:]) for row in rows("dose_units") if row[1] == "per" for wording in row[0].split("|"))


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words of a prescription. ``role`` is one of a drug's, or "name", "word", "number", "glue", "open", "close",
    "separator", "note"; ``first`` and ``after`` count words."""

    role: str
    first: int
    after: int
    value: str | None = None


def _parted(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with "mcg-0" of "20 mcg-0.10 mg" in its three parts."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        head, dash, tail = token.text.partition("-")
        if not dash or not tail.isdigit() or _UNITS.within([head.lower()]) is None:
            found.append(token)
            continue
        middle, last = token.start + len(head), token.end
        rest = tokens[at + 1 : at + 3]
        found += [
            Token(token.start, middle, head, "NN0"),
            Token(middle, middle + 1, dash, "PUN"),
            Token(middle + 1, last, tail, "CRD"),
        ]
        if len(rest) == 2 and rest[0].text == "." and rest[0].start == last:
            found[-1] = Token(middle + 1, last, tail, "CRD")
    return tuple(found)


class SigNumbers:
    """The words of one sentence, and the numbers among them."""

    def __init__(self, doc: Doc, span: Span) -> None:
        self.doc = doc
        self.span = span
        self.tokens = _parted(doc.tagged(span))
        self.words = plains(self.tokens)

    def at(self, i: int) -> str:
        """The word at ``i``, "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _number(self, i: int) -> int:
        """The word after the number at ``i``; 0 if there is none."""
        word = self.at(i)
        if not word:
            return 0
        if word == "." and self.at(i + 1)[:1].isdigit() and self._touch(i):
            return i + 2
        if word[0].isdigit():
            if self.at(i + 1) == "." and self.at(i + 2)[:1].isdigit() and self._touch(i) and self._touch(i + 1):
                return i + 3
            if self.at(i + 1) == "/" and self.at(i + 2) in ("2", "4", "3") and word == "1" and self._touch(i):
                return i + 3
            return i + 1
        if word in "½¼¾":
            return i + 1
        if word in NUMBERS or word == "half":
            after = i + 1
            if self.at(after) == "(" and self.at(after + 1)[:1].isdigit() and self.at(after + 2) == ")":
                return after + 3
            if word == "half" and self.at(after) in ("a", "an"):
                return after + 1
            return after
        return 0

    def _touch(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i].end == self.tokens[i + 1].start

    def _range(self, i: int) -> int:
        """The word after a number, a range or a pair of them at ``i``."""
        after = self._number(i)
        while after and self.at(after) in SPREAD and self._number(after + 1):
            after = self._number(after + 1)
        return after

    def _dose(self, i: int) -> Bit | None:
        if (
            self.at(i).isdigit()
            and self.at(i + 1) == ":"
            and self._touch(i)
            and self._number(i + 2)
            and self._touch(i + 1)
        ):
            return Bit("dose", i, i + 3)  # "1:1000"
        start = i + 1 if self.at(i) in ("#", "x", "max", "maximum") and self._number(i + 1) else i
        if self.at(i) in _CHANGES and self.at(i + 1) in ("by", "to"):
            start = i + 2  # "then reduce by 5 mg every 3 days"
        after = self._range(start)
        if not after:
            return None
        unit = _UNITS.at(self.words, after) if after < len(self.words) else None
        if unit is None and start == i and self._strengths(i, after):
            return Bit("dose", i, after)
        if unit is None or ("per" in unit[0] and "amount" not in unit[0]):
            return None
        after = self._more(unit[1])
        return Bit("dose", start, after) if start == i else Bit("dose", i, after)

    def _strengths(self, i: int, after: int) -> bool:
        """Whether two numbers are those of a pair of drugs: "Advair 250/50", "5/325", and no date."""
        pair = self.words[i:after]
        if i == 0 or after - i != 3 or pair[1] != "/" or not (self._touch(i) and self._touch(i + 1)):
            return False
        if not self.words[i - 1][:1].isalpha() or self.at(after) == "/":
            return False
        return any("." in one or (one.isdigit() and int(one) > _DAYS) for one in (pair[0], pair[2]))

    def _more(self, after: int) -> int:
        """What a dose is per ("mg/5 mL", "mcg/actuation"), and the second half of a pair ("20 mcg-0.10 mg")."""
        while self.at(after) in ("/", "per", "-", "–", "to"):
            then = self._range(after + 1) or after + 1
            table = _PER if self.at(after) in ("/", "per") else _UNITS
            if (then == after + 1 and table is _UNITS) or then >= len(self.words):
                break
            found = table.at(self.words, then)
            if found is None:
                break
            after = found[1]
        return after
