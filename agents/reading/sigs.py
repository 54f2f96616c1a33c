"""The words of a prescription: which of them are a dose, a form, a route, a frequency, how long, what for, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.agents.reading import sig_words
from bedside.agents.reading.sig_numbers import Numbered
from bedside.agents.reading.sig_portions import counted, halved, mixed
from bedside.agents.reading.sig_units import PER, UNITS
from bedside.agents.reading.tables import phrases
from bedside.scenarios.span import Span

DENIALS = frozenset({"no", "denies", "denied", "not", "never", "without", "nor", "neither", "none"})
SEPARATORS = frozenset({",", ";", "and", "plus", "&", "+", ".", "or", "but"})
_DAYS = 31  # the highest number of a day
_BEFORE_PERIOD = ("a", "an", "the", "last", "past", "next", "further", "another")
_MOST_BEFORE = 4  # words between "for" and a number
_LONGEST_UNTIL = 8  # words


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words of a prescription. ``role`` is one of a drug's, or "name", "word", "number", "glue", "open", "close",
    "separator", "note"; ``first`` and ``after`` count words."""

    role: str
    first: int
    after: int
    value: str | None = None


class Sig(Numbered):
    """The bits of one sentence, in order."""

    @cached_property
    def names(self) -> dict[int, int]:
        """First word of every drug that the terminology knows, with the word after it."""
        found: dict[int, int] = {}
        for mention in self.doc.mentioned(self.span):
            if mention.kind in ("drug", "substance") and mention.form.lower() not in sig_words.NO_NAME:
                inside = [
                    i for i, t in enumerate(self.tokens) if t.start < mention.span.end and t.end > mention.span.start
                ]
                if inside:
                    found[inside[0]] = inside[-1] + 1
        return found

    @cached_property
    def topical(self) -> bool:
        """Whether something is put on the skin."""
        return not sig_words.TOPICAL.isdisjoint(self.words)

    def bits(self) -> list[Bit]:
        """All bits."""
        found: list[Bit] = []
        at = 0
        while at < len(self.words):
            bit = self._bit(at)
            found.append(bit)
            at = bit.after
        return found

    def _bit(self, i: int) -> Bit:
        word = self.words[i]
        if i in self.names:
            return Bit("name", i, self.names[i])
        if word in ("today", "tonight") and "then" in self.words[i + 1 : i + 3]:
            return Bit("frequency", i, i + 1)  # "500 mg today, then 250 mg daily"
        if word in DENIALS:
            behind = any(name < i for name in self.names) and not any(name > i for name in self.names)
            return (self._action(i) if behind else None) or Bit("denial", i, i + 1)  # "naproxen - not taking"
        if word in "()[]":
            return Bit("open" if word in "([" else "close", i, i + 1)
        for read in (
            self._portioned,
            self._eye,
            self._days,
            self._interval,
            self._lasting,
            self._sheet,
            self._aimed,
            self._dose,
            self._phrase,
            self._action,
            self._placed,
            self._purpose,
            self._when,
            self._until,
        ):
            bit = read(i)
            if bit is not None:
                return bit
        if word == "then" and self.at(i + 1) in ("stop", "off"):
            return Bit("duration", i, i + 2)
        if word in SEPARATORS:
            return Bit("separator", i, i + 1)
        if word in sig_words.GLUE:
            return Bit("glue", i, i + 1)
        if word == "x" and self._number(i + 1):
            return Bit("frequency", i, self._number(i + 1))  # "q5min x3"
        if counted(self.words, i, self._range(i), any(self._dose(at) for at in range(i))):
            return Bit("dose", i, self._range(i))
        if self._number(i):
            return Bit("number", i, self._number(i))
        return Bit("word", i, i + 1)

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
        if self.at(i) in sig_words.CHANGES and self.at(i + 1) in ("by", "to"):
            start = i + 2  # "then reduce by 5 mg every 3 days"
        after = self._range(start)
        if not after:
            return None
        unit = UNITS.at(self.words, after) if after < len(self.words) else None
        if unit is None and start == i and self._strengths(i, after):
            return Bit("dose", i, after)
        if unit is None or ("per" in unit[0] and "amount" not in unit[0]):
            return None
        after = self._more(unit[1])
        return Bit("dose", start, after) if start == i else Bit("dose", i, after)

    def _aimed(self, i: int) -> Bit | None:
        """ "titrate to 3 BMs/day": what a dose is to bring about, where that is no dose."""
        if self.at(i) not in ("titrate", "titrated", "titrating", "adjust") or self.at(i + 1) not in ("to", "for"):
            return None
        number = self._range(i + 2)
        if number and number < len(self.words) and UNITS.at(self.words, number) is not None:
            return None
        after = i + 2
        while after < len(self.words) and self.words[after] not in SEPARATORS and self.words[after] not in "()":
            after += 1
        return Bit("purpose", i, after) if after > i + 2 else None

    def _portioned(self, i: int) -> Bit | None:
        """half a 50 mg tablet, in 8 oz of water."""
        half = halved(self.words, i)
        if half:
            return Bit("dose", i, half)
        drink = mixed(self.words, i)
        return Bit("route", i, drink) if drink else None

    def _strengths(self, i: int, after: int) -> bool:
        """Whether two numbers are those of a pair of drugs: "Advair 250/50", "5/325", and no date."""
        pair = self.words[i:after]
        if i == 0 or after - i != 3 or pair[1] not in ("/", "-") or not (self._touch(i) and self._touch(i + 1)):
            return False
        if not self.words[i - 1][:1].isalpha() or self.at(after) == "/":
            return False
        return any("." in one or (one.isdigit() and int(one) > _DAYS) for one in (pair[0], pair[2]))

    def _more(self, after: int) -> int:
        """What a dose is per ("mg/5 mL", "mcg/actuation"), and the second half of a pair ("20 mcg-0.10 mg")."""
        while self.at(after) in ("/", "per", "-", "–", "to"):
            then = self._range(after + 1) or after + 1
            table = PER if self.at(after) in ("/", "per") else UNITS
            if (then == after + 1 and table is UNITS) or then >= len(self.words):
                break
            found = table.at(self.words, then)
            if found is None:
                break
            after = found[1]
        return after

    # -- phrases ----------------------------------------------------------------------------------------------------
    def _phrase(self, i: int) -> Bit | None:
        found = phrases("sig").at(self.words, i)
        if found is None or (
            self.words[i : found[1]] in (["on"], ["ad"], ["once"]) and self.at(found[1]) not in ("", ",", ".", ";", ")")
        ):
            return None
        role, *value = found[0]
        return Bit(role, i, found[1], value[0] if value else None)

    def _action(self, i: int) -> Bit | None:
        found = phrases("drug_actions").at(self.words, i)
        return Bit("action", i, found[1], found[0][0]) if found else None

    def _interval(self, i: int) -> Bit | None:
        """q4-6h, every 4 to 6 hours, 4 hourly, 3-monthly."""
        if self.at(i) not in ("q", "every"):
            return self._hourly(i)
        after = self._range(i + 1)
        period = sig_words.PERIODS.get(self.at(after)) if after else None
        if period is None:
            return None
        found = phrases("sig").at(self.words, i)  # "every 8 hours" is 3/day
        value = (
            found[0][1]
            if found and found[1] == after + 1
            else f"1/{self.doc.text[self.tokens[i + 1].start : self.tokens[after - 1].end]} {period}"
        )
        return Bit("frequency", i, after + 1, value)

    def _hourly(self, i: int) -> Bit | None:
        after = self._range(i)
        if after and self.at(after) == "-":
            after += 1
        if not after or self.at(after) not in sig_words.EVERY:
            return None
        count = self.doc.text[self.tokens[i].start : self.tokens[after - 1].end].rstrip("- ")
        return Bit("frequency", i, after + 1, f"1/{count} {sig_words.EVERY[self.at(after)]}")

    def _eye(self, i: int) -> Bit | None:
        """OS, OU, and OD where no "once a day" can stand: the eyes."""
        word = self.words[i]
        if word not in ("od", "os", "ou") or not self.tokens[i].text.isupper():
            return None
        after = phrases("sig").at(self.words, i + 1) if i + 1 < len(self.words) else None
        timed = after is not None and after[0][0] == "frequency"
        drops = timed or not sig_words.EYES.isdisjoint(self.words)
        return Bit("route", i, i + 1) if drops or (word != "od" and i > 0) else None

    def _days(self, i: int) -> Bit | None:
        """4 days a week, 5 nights per week."""
        after = self._range(i)
        if (
            after
            and self.at(after) in ("days", "nights", "day")
            and self.at(after + 1) in ("a", "per", "each", "every")
        ):
            if self.at(after + 2) in ("week", "month"):
                count = self.doc.text[self.tokens[i].start : self.tokens[after - 1].end]
                return Bit("frequency", i, after + 3, f"{count}/{self.at(after + 2)}")
        return None

    def _sheet(self, i: int) -> Bit | None:
        """1-0-0: morning, noon, evening (and night)."""
        after = self._number(i)
        count = 1
        while after and self.at(after) in ("-", "–") and self._number(after + 1) and self._touch(after):
            after, count = self._number(after + 1), count + 1
        if count not in (3, 4):
            return None
        return Bit("frequency", i, after, self.doc.text[self.tokens[i].start : self.tokens[after - 1].end])

    def _lasting(self, i: int) -> Bit | None:
        """for 7 days, x 10 days, times 20 years, for at least another 3 months, after 4 days, 8/52."""
        start = i + 1 if self.at(i) in sig_words.LASTING else i
        led = start > i
        while start > i and start - i <= _MOST_BEFORE and self.at(start) in sig_words.ABOUT:
            start += 1
        if self.at(i) in ("day", "days") and (counted := self._range(i + 1)):
            return Bit("duration", i, counted)  # "500 mg day 1, then 250 mg days 2-5"
        role = "until" if self.at(i) == "after" else "duration"
        if self._slashed_time(start) and (led or self._undated(start)):
            return Bit(role, i, start + 3)  # "x 5/7"
        after = self._range(start)
        if self.at(start) in ("several", "many", "few"):
            after = start + 1
        lasting = self.at(i) in ("for", "x", "over") and self.at(start - 1) in _BEFORE_PERIOD
        if not after and lasting:
            after = start  # "for a week"
        if self.at(after) in ("more", "full", "further") and after:
            after += 1
        unit = self.at(after).rstrip("s") if after else ""
        if not unit or sig_words.PERIODS.get(unit, unit) not in sig_words.LASTS:
            return None
        after += 1
        ago = self.at(after) in ("ago", "prior", "earlier", "back")
        return Bit("since" if ago else role, i, after + ago)

    def _undated(self, i: int) -> bool:
        """Whether "8/52" or "3/7" without a word before it cannot be a date."""
        if self.at(i + 3) == "/" or self.at(i - 1) in sig_words.WHEN or not self._touch(i) or not self._touch(i + 1):
            return False
        return self.at(i + 2) == "52" or bool(phrases("sig").within(self.words[max(0, i - 1) : i]))

    def _until(self, i: int) -> Bit | None:
        """until reviewed, till seen by the specialist."""
        if self.at(i) not in ("until", "till", "til") or i + 1 >= len(self.words):
            return None
        after = i + 1
        while after < len(self.words) and after - i <= _LONGEST_UNTIL and not self._stops(after):
            after += 1
        return Bit("until", i, after) if after > i + 1 else None

    def _when(self, i: int) -> Bit | None:
        """in May, since 2010, on 08/07/2001, until the 12th."""
        word = self.at(i)
        start = i + 1 if word in sig_words.WHEN else i
        if start >= len(self.tokens):
            return None
        role = "until" if word in sig_words.ENDS else "since"
        if start > i and (self.at(start) in sig_words.MONTHS or self._year(start)):
            after = start + 1
            while self._year(after) or (self.at(after) == "," and self._year(after + 1)):
                after += 1 + (self.at(after) == ",")
            return Bit(role, i, after)
        begin = self.tokens[start].start
        date = next((q for q in self.doc.quantities if q.start == begin and q.kind == "date"), None)
        if date is None:
            return self._slashed(i, start, role)
        after = start
        while after < len(self.tokens) and self.tokens[after].start < date.end:
            after += 1
        return Bit(role, i, after)

    def _slashed(self, i: int, start: int, role: str) -> Bit | None:
        """ "1/5" where no dose can stand."""
        if (
            self.at(start).isdigit()
            and self.at(start + 1) == "/"
            and self.at(start + 2).isdigit()
            and self.at(i - 1) not in ("", ",")
        ):
            return (
                Bit(role, i, start + 3) if int(self.at(start)) <= 31 and self.at(start + 2) not in ("2", "4") else None
            )
        return None

    def _placed(self, i: int) -> Bit | None:
        """ "to her lips", "on the left wrist rash": where it is put."""
        if self.at(i) not in ("to", "on", "into", "in"):
            return None
        if self.topical and self.tokens[i + 1 : i + 2] and self.tokens[i + 1].tag in ("DPS", "AT0"):
            after = i + 2
            while (
                after < len(self.words)
                and self.tokens[after].tag.startswith(("NN", "AJ", "VV", "NP", "UNC", "PRP", "DPS"))
                and not self._stops(after)
            ):
                after += 1
            return Bit("route", i, after)
        after = i + 1
        while self.at(after) in (
            "the",
            "his",
            "her",
            "their",
            "affected",
            "left",
            "right",
            "both",
            "each",
            "areas",
            "area",
            "of",
            "bilateral",
        ):
            after += 1
        if after >= len(self.tokens):
            return None
        here = next(
            (
                m
                for m in self.doc.mentioned(Span(start=self.tokens[after].start, end=self.span.end))
                if m.span.start == self.tokens[after].start
            ),
            None,
        )
        if here is None or here.kind not in ("anatomy",):
            return None
        while after < len(self.tokens) and self.tokens[after].start < here.span.end:
            after += 1
        return Bit("route", i, after)

    def _purpose(self, i: int) -> Bit | None:
        """ "for high blood pressure", up to the next mark or word of a prescription."""
        if self.at(i) not in ("for", "due", "because") or i + 1 >= len(self.words):
            return None
        after = i + 1 + (self.at(i + 1) in ("to", "of"))
        while after < len(self.words) and not self._stops(after):
            after += 1
        named = any(token.tag[:2] not in ("PR", "AT", "DP", "DT") for token in self.tokens[i + 1 : after])
        return Bit("purpose", i, after) if after > i + 1 and named else None

    def _stops(self, i: int) -> bool:
        word = self.words[i]
        if word in ("and", "or"):
            after = i + 1
            return (
                after >= len(self.words)
                or after in self.names
                or not self.tokens[after].tag.startswith(("NN", "AJ", "NP", "VVG"))
                or phrases("sig").at(self.words, after) is not None
                or self._names_ahead(after)
            )
        if word in SEPARATORS or word in "()" or i in self.names or self.tokens[i].tag.startswith(("CJS", "PN", "DTQ")):
            return True
        return phrases("sig").at(self.words, i) is not None or self._lasting(i) is not None or self._dose(i) is not None

    def _names_ahead(self, i: int) -> bool:
        """Whether a dose follows within a few words, so that a drug's name stands between."""
        return any(self._dose(j) is not None for j in range(i + 1, min(i + 4, len(self.words))))


def covered(bits: Sequence[Bit]) -> int:
    """How many words were not understood."""
    return sum(bit.after - bit.first for bit in bits if bit.role == "word")
