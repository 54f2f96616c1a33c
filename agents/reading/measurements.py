"""Vital signs and sizes: what was measured, its value, and how ("on room air", "sitting")."""

import re
from collections.abc import Iterator, Sequence

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.labels import tick
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import bounded, kind_of
from bedside.agents.reading.registry import handed_on
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.quantities import FoundQuantity
from bedside.scenarios.span import Span

_FILLERS = frozenset(
    {
        "is", "was", "of", ":", "=", "at", "today", "-", "(", "currently", "the", "in", "office", "initially", "to", "are", "were",
        "measured", "about",
        "around", "approximately", "her", "his", "at home", "rate", "has", "been", "recorded", "as", "an", "a",
        "max", "current", "on", "arrival", "presentation", "reading", "readings", "level", "~", ">", "<", "up", "triage", "reads",
    }
)  # fmt: skip
_SHORT = frozenset({"t", "p", "r", "map", "pain", "o2", "length", "fh", "hc", "bm", "sat", "weight", "oxygen"})
_SHORT_BODY = 9  # words of a value beside the label that names it
_MARKS = frozenset({",", ";", "|"})
_SIGNS = frozenset({"vitals", "vs", "signs", "vss"})
_SIGN_WORDS = frozenset({"stable", "normal", "wnl", "limits", "unremarkable", "reviewed", "unchanged"})
_GOES_ON = {"foot": ("inch", None), "lb": ("oz",)}  # "5 feet 4 inches", "7 lb 2 oz"
_TENS = re.compile(r"\d{1,2}0s(?:-\d{1,2}0s)?")
_KINDS = frozenset({"number", "amount", "pair", "score", "frequency"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    if record.label_span is not None:
        whole = hull([record.label_span, record.span])
        answer = tick(doc.slice(record.span))
        if answer and kind_of(doc, record.label_span) in ("symptom", "condition"):
            what = argument(doc, "what", record.label_span.start, record.label_span.end)
            yield Draft("finding", whole, (what,), "present" if answer == "yes" else "denied", sentence=whole)
            return
        found = measured(doc, whole)
        if found and found[0].arguments[0].span.start < record.span.start:
            yield from found
            return
        if (
            phrases("vitals").within(plains(doc.tagged(record.label_span)))
            and len(doc.tagged(record.span)) <= _SHORT_BODY
        ):
            what = argument(doc, "what", record.label_span.start, record.label_span.end)
            body = doc.trimmed(record.span.start, record.span.end)
            yield Draft("measurement", whole, (what, argument(doc, "value", body.start, body.end)), sentence=whole)
            return
    for sentence in record.sentences:
        yield from read_sentence(record, sentence, part, doc)


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence; one without a measurement is read as an examination."""
    found = measured(doc, sentence)
    if found:
        yield from found
        return
    general = _signs(doc, sentence)
    if general is not None:
        yield general
        return
    yield from handed_on("examination", record, sentence, part, doc)


def measured(doc: Doc, sentence: Span) -> list[Draft]:
    """The measurements of a stretch, in order."""
    found = _Measures(doc, sentence).run()
    return [
        draft for draft in found if not draft.arguments[-1].text.lower().startswith("x")
    ]  # "RR x2" is the red reflex


def _signs(doc: Doc, sentence: Span) -> Draft | None:
    """ "Vital signs are stable"."""
    words = plains(doc.tagged(sentence))
    if _SIGNS.isdisjoint(words) or len(words) > 12:
        return None
    tokens = doc.tagged(sentence)
    last = next((i for i in reversed(range(len(words))) if words[i] in _SIGN_WORDS), None)
    if last is None:
        return None
    first = next(i for i, word in enumerate(words) if word in _SIGNS)
    start = first - (words[first - 1] == "vital" if first else 0)
    begin = next(i for i in range(last, -1, -1) if i == 0 or words[i] in _SIGN_WORDS)
    while begin > first + 1 and tokens[begin - 1].tag[:2] not in ("VB", "PU"):
        begin -= 1
    what = argument(doc, "what", tokens[start].start, tokens[first].end)
    value = argument(doc, "value", tokens[begin].start, tokens[last].end)
    return Draft("measurement", hull([what.span, value.span]), (what, value), sentence=sentence)


class _Measures:
    """One pass over the words of a stretch."""

    def __init__(self, doc: Doc, sentence: Span) -> None:
        self.doc = doc
        self.sentence = sentence
        self.tokens: Sequence[Token] = doc.tagged(sentence)
        self.words = plains(self.tokens)
        self.starts = {
            q.start: q for q in doc.quantities if q.kind in _KINDS and sentence.start <= q.start < sentence.end
        }

    def run(self) -> list[Draft]:
        """The measurements, in order."""
        found: list[Draft] = []
        at = 0
        while at < len(self.words):
            name = self._name(at)
            if name:
                made = self._measure(at, name)
                if made is not None:
                    draft, at = made
                    found.append(draft)
                    continue
            again = self._again(at, found) if not name else None
            if again is not None:
                draft, at = again
                found.append(draft)
                continue
            pressure = self._pressure(at) if not name else None
            if pressure is not None:
                draft, at = pressure
                found.append(draft)
                continue
            at = max(name, at + 1)
        return found

    def _name(self, at: int) -> int:
        found = phrases("vitals").at(self.words, at)
        return found[1] if found else 0

    def _measure(self, at: int, after: int) -> tuple[Draft, int] | None:
        short = " ".join(self.words[at:after]) in _SHORT or self.words[at:after] == ["o", "2"]
        value = after
        while (
            value < len(self.words)
            and value - after < 7
            and self.words[value] in _FILLERS
            and not self._quantity(value)
        ):
            value += 1
        if value >= len(self.words) or (short and value - after > 2):
            return None
        ends = self._worth(value)
        if ends is None:
            return None
        end, until = ends
        what = argument(self.doc, "what", self.tokens[at].start, self.tokens[after - 1].end)
        arguments = [what, argument(self.doc, "value", self.tokens[value].start, end)]
        note = self._note(until)
        if note is not None:
            arguments.append(argument(self.doc, "note", self.tokens[until].start, self.tokens[note - 1].end))
            until = note
        return Draft("measurement", hull([a.span for a in arguments]), tuple(arguments), sentence=self.sentence), until

    def _worth(self, at: int) -> tuple[int, int] | None:
        """Where a value ends, as of ``_value``; None where no number stands."""
        number = self._quantity(at)
        if number is None:
            after = self._tens(at)
            return (self.tokens[after - 1].end, after) if after else None
        if self.doc.text[number.end : number.end + 1] == "+":  # "pulse 2+" is no number of beats
            return None
        return self._value(at)

    def _tens(self, at: int) -> int:
        """The word after "120s" and "90s/50s", which are no seconds; 0 where none stands."""
        if at + 1 >= len(self.words) or not _TENS.fullmatch(self.words[at] + self.words[at + 1]):
            return 0
        if self.tokens[at].end != self.tokens[at + 1].start:
            return 0
        after = at + 2
        more = self._tens(after + 1) if self.words[after : after + 1] in (["/"], ["-"], ["–"]) else 0
        return more or after

    def _again(self, at: int, found: Sequence[Draft]) -> tuple[Draft, int] | None:
        """A second percentage of what was measured just before: "SpO2 91% on room air, 96% on 3 L"."""
        if not found or self._quantity(at) is None or self.words[at + 1 : at + 3] != ["%", "on"] or at == 0:
            return None
        if self.words[at - 1] not in (",", ";", "and", "to", "then") or "%" not in found[-1].arguments[1].text:
            return None
        end, until = self._value(at)
        note = self._note(until)
        if note is None:
            return None
        value = argument(self.doc, "value", self.tokens[at].start, end)
        how = argument(self.doc, "note", self.tokens[until].start, self.tokens[note - 1].end)
        span = hull([value.span, how.span])
        return Draft("measurement", span, (found[-1].arguments[0], value, how), sentence=self.sentence), note

    def _quantity(self, at: int) -> FoundQuantity | None:
        return self.starts.get(self.tokens[at].start)

    def _value(self, at: int) -> tuple[int, int]:
        """Where a value ends, in characters and as the word after it: "5 feet 4 inches", "97% RA"."""
        number = self._quantity(at)
        assert number is not None
        end = number.end
        after = at
        while after < len(self.tokens) and self.tokens[after].start < end:
            after += 1
        if after - 1 > at and self._names_next(after - 1):  # "T 38.1 HR 104": no hours
            after -= 1
            return self.tokens[after - 1].end, after
        if after < len(self.tokens) and self.words[after] in _UNITS:  # "98.6 F", "72 regular"
            end, after = self.tokens[after].end, after + 1
        end, after = self._went(end, after)
        feet = self.doc.text[end : end + 1]
        if feet and feet in "'’" and after + 1 < len(self.tokens) and self.tokens[after + 1].text[0].isdigit():
            return self.tokens[after + 1].end, after + 2  # 5'6
        if self.words[after : after + 1] in (["st"], ["stone"]):
            pounds = after + 1 < len(self.tokens) and self._quantity(after + 1) is not None
            return self._value(after + 1) if pounds else (self.tokens[after].end, after + 1)
        more = self._quantity(after) if after < len(self.tokens) else None
        if more is not None and more.unit in _GOES_ON.get(number.unit or "", ()):
            return self._value(after)
        return end, after

    def _names_next(self, at: int) -> bool:
        """Whether what was taken for a unit is the name of the next vital sign."""
        named = self.tokens[at].text.isupper() and self._name(at) == at + 1
        return named and at + 1 < len(self.tokens) and self.tokens[at + 1].text[0].isdigit()

    def _went(self, end: int, after: int) -> tuple[int, int]:
        """A value with those that it went to: "39.4 → 37.9"."""
        while after + 1 < len(self.words) and (next_ := after + self._arrow(after)) > after and next_ < len(self.words):
            if not self._quantity(next_):
                break
            end, after = self._value(next_)
        return end, after

    def _arrow(self, at: int) -> int:
        """How many words an arrow takes: "→", "->"."""
        return 1 if self.words[at] in ("→", "⟶") else 2 if self.words[at : at + 2] == ["-", ">"] else 0

    def _note(self, at: int) -> int | None:
        """The word after words on how it was measured, if there are some before the next mark or name."""
        after = at
        while after < len(self.words) and after - at < 7:
            word = self.words[after]
            litres = (
                self.words[at : at + 1] == ["on"] and after == at + 1 and self.words[after + 1 : after + 2] in _LITRES
            )
            if (
                word in _MARKS
                or word in (".", "and", ")", "(")
                or (after > at and self._name(after))
                or (self._quantity(after) and not litres)
            ):
                break
            after += 1
        worth = any(word in _HOW for word in self.words[at:after])
        return after if worth else None

    def _pressure(self, at: int) -> tuple[Draft, int] | None:
        """A pair that can only be a blood pressure, with how it was taken ("122/74 standing"), and the word after it."""
        number = self._quantity(at)
        if (
            number is None
            or number.kind != "pair"
            or not number.high
            or not 70 <= number.value <= 260
            or not 30 <= number.high <= 150
        ):
            return None
        end, until = self._value(at)
        span = Span(start=self.tokens[at].start, end=end)
        value = argument(self.doc, "value", span.start, span.end, "blood pressure")
        what = argument(self.doc, "what", span.start, span.end, "blood pressure")
        after = self._note(until)
        if after is None:
            return Draft("measurement", span, (what, value), sentence=self.sentence), max(until, at + 1)
        note = argument(self.doc, "note", self.tokens[until].start, self.tokens[after - 1].end)
        return Draft("measurement", hull([span, note.span]), (what, value, note), sentence=self.sentence), after


_UNITS = frozenset(
    {
        "f",
        "c",
        "bpm",
        "%",
        "lbs",
        "lb",
        "kg",
        "cm",
        "mmhg",
        "pounds",
        "inches",
        "degrees",
        "percentile",
        "fahrenheit",
        "celsius",
    }
)
_LITRES = (["l"], ["liters"], ["litres"], ["liter"], ["lpm"], ["l/min"])  # "on 2 L"
_HOW = frozenset(
    "air ra room liters l sitting supine standing lying arm left right oral rectal tympanic nc cannula oxygen o regular resting"
    " rest home ambulation percentile temporal axillary exertion walking afebrile".split()
)
