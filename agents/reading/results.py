"""Results: which test showed what. A value belongs to the test beside it, a finding to the test that the record or the
sentence names; a test never lends its name to the next record."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading import examination, result_tests
from bedside.agents.reading.awaited import to_come
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.exam_places import words_of
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import answering, asserted, bounded, opaque, told
from bedside.agents.reading.result_tests import TESTS, TITLES, before, is_exception, labelled, lasts, signed
from bedside.agents.reading.result_values import COPULA, OUTCOMES, Values, goes_on, verdict
from bedside.agents.reading.review import trailing
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_POINTS = frozenset(
    {"this", "these", "it", "they", "that", "which", "results", "images", "findings", "study", "films", "film"}
)
_WHENEVER = frozenset({"last", "first", "time", "when", "every", "each"})  # "the last time the lipids were checked"
_SIGNED = re.compile(r"\b[a-zA-Z]{3,}(?:\+|-)(?=[,.;]|\s|$)(?!-)")
_SHORT_ANSWER = 5  # words of a test and its answer
_TIMES = frozenset({"today", "yesterday", "recently", "previously"})
_DOING = frozenset("obtained reviewed performed done taken completed ordered repeated drawn collected checked".split())


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    if (answer := result_tests.looked_for(record, doc)) is not None:
        yield answer
        return
    named = test = labelled(record, doc) or before(record, part, doc)
    for sentence in record.sentences:
        if _SIGNED.search(doc.slice(sentence)):
            yield from signed(doc, sentence) or [opaque(sentence)]  # "fent+, meth-": a sign that would be lost
            continue
        awaited = to_come(doc, sentence, record)
        if awaited is not None:
            yield awaited
            continue
        reader = _Results(doc, sentence, record, test)
        found = reader.run()
        if found is None:
            found = told(record, sentence, part, doc)
        kept = list(found)
        yield from kept
        test = reader.test if lasts(reader.test, kept, doc) else named


def shown(doc: Doc, sentence: Span, record: Record, test: Argument | None = None) -> list[Draft]:
    """What a stretch says of the test, or of those that it names; nothing for one that tells something else."""
    return _Results(doc, sentence, record, test).run() or []


class _Results:
    """The results of one sentence."""

    def __init__(self, doc: Doc, sentence: Span, record: Record, test: Argument | None) -> None:
        self.doc = doc
        self.sentence = sentence
        self.record = record
        self.test = self.given = test
        self.found: list[Draft] = []
        self.values = Values(doc, sentence)

    def run(self) -> list[Draft] | None:
        """The results in order; None for prose that holds none."""
        words = self.doc.tagged(self.sentence)
        value = verdict(self._plain(words))
        if value and value != "generic" and self.test is not None:
            self._result(self.test, words)
            return self.found
        if value and value != "generic" and self.record.label_span is not None:
            self._result(argument(self.doc, "test", self.record.label_span.start, self.record.label_span.end), words)
            return self.found
        words = self._without_doing(words)
        if not words:
            return None
        if self.test is not None and verdict(self._plain(words)) in ("normal", "abnormal", "same", "unknown"):
            self._result(self.test, words)
            return self.found
        if self._only_test(words):
            return self.found
        shows = self._shows(words)
        if shows is not None:
            start, after = shows
            self._named(words[:start])
            listed = self._items(words[after:], words[start:after])
        else:
            listed = items(self.doc, Span(start=words[0].start, end=words[-1].end), described=True)
        waiting: list[Item] = []
        for item in listed:
            if not self._item(item, waiting, shown=shows is not None):
                return self.found or None
        return self.found if self.found else None

    def _only_test(self, words: Sequence[Token]) -> bool:
        """A test with its date and no more: what it showed follows."""
        date = next(
            (q for q in self.doc.quantities if q.kind == "date" and self.sentence.start <= q.start < self.sentence.end),
            None,
        )
        before = [token for token in words if date is not None and token.start < date.start and token.text not in ",("]
        after = [token for token in words if date is not None and token.start >= date.end and token.text[0].isalnum()]
        if (
            date is None
            or not before
            or after
            or not self._test_in(before)
            or any(t.tag.startswith(("VB", "VH")) for t in before)
        ):
            return False
        while before[-1].tag in ("VVN", "VVD", "PRP", "AJ0"):
            before = before[:-1]
        self.test = argument(self.doc, "test", before[0].start, before[-1].end)
        when = argument(self.doc, "when", date.start, date.end)
        self.found.append(Draft("result", hull([self.test.span, when.span]), (self.test, when), sentence=self.sentence))
        return True

    # -- what the test is -----------------------------------------------------------------------------------------
    def _shows(self, words: Sequence[Token]) -> tuple[int, int] | None:
        """The verb before what was found, if a test stands before it: its first word and the word after."""
        low = plains(words)
        for i in range(len(words)):
            found = phrases("result_words").at(low, i)
            if found is None or found[0][0] != "shows" or all(w in ".,;)" for w in low[found[1] :]):
                continue
            if i == 0:
                return (0, found[1]) if self.test is not None and words[0].tag.startswith(("VV", "VB")) else None
            if self._test_in(words[:i]) or (self.test is not None and low[i - 1] in _POINTS):
                return i, found[1]
            if words[i].tag.startswith(("VV", "VB")):
                return None
        return None

    def _without_doing(self, words: Sequence[Token]) -> Sequence[Token]:
        """A sentence without words on how its test was made: "X-rays (obtained and reviewed today) were normal"."""
        done = next((i for i, t in enumerate(words) if t.lower in _DOING and t.tag in ("VVN", "VVD", "AJ0")), None)
        if not done or not self._test_in(words[:done]):
            return words
        self._named(words[:done])
        after = next((i for i in range(done, len(words)) if words[i].lower in COPULA or self._verb_at(words, i)), None)
        if after is None:
            return ()
        return words[after + 1 :] if words[after].lower in COPULA and not self._verb_at(words, after) else words[after:]

    def _verb_at(self, words: Sequence[Token], i: int) -> bool:
        found = phrases("result_words").at(plains(words), i)
        return found is not None and found[0][0] == "shows" and words[i].tag.startswith(("VV", "VB"))

    def _test_in(self, words: Sequence[Token]) -> bool:
        span = Span(start=words[0].start, end=words[-1].end)
        if any(m.kind in TESTS for m in self.doc.mentioned(span)):
            return True
        return not TITLES.isdisjoint(plains(words)) and not any(t.tag in ("PNP", "VVZ", "VVD") for t in words)

    def _named(self, subject: Sequence[Token]) -> None:
        """Takes the test from the words before its verb: "X-rays of the hand obtained today" is "X-rays of the hand"."""
        while subject and (result_tests.opens(subject) or subject[0].lower in _WHENEVER):
            subject = subject[1:]
        if not subject or (subject[-1].lower in _POINTS and len(subject) <= 2):
            return
        end = next(
            (
                i
                for i, t in enumerate(subject)
                if i and (t.text in ",(" or t.tag in ("VVN", "VVD") or t.lower in _TIMES)
            ),
            len(subject),
        )
        name = subject[:end]
        if self.test is not None and any(t.lower in ("review", "interpretation") for t in name):
            return
        while len(name) > 1 and name[-1].tag in (
            "AT0",
            "DPS",
            "PRF",
            "VBD",
            "VBZ",
            "VBB",
            "AV0",
            "CJC",
            "PRP",
            "PUN",
            "VHZ",
            "VHD",
        ):
            name = name[:-1]
        self.test = argument(self.doc, "test", name[0].start, name[-1].end)

    def _items(self, rest: Sequence[Token], verb: Sequence[Token]) -> list[Item]:
        """What the words after the verb list."""
        while rest and rest[-1].text in ".;":
            rest = rest[:-1]
        if not rest:
            return []
        listed = items(self.doc, Span(start=rest[0].start, end=rest[-1].end), described=True)
        if not {"not", "negative"}.isdisjoint(plains(verb)):
            listed = [replace(item, lead=item.lead or "deny", fresh=True) for item in listed]
        return listed

    # -- items ------------------------------------------------------------------------------------------------------
    def _item(self, item: Item, waiting: list[Item], *, shown: bool) -> bool:
        """Read one item; ``waiting`` are tests whose value is still to come ("BUN and creatinine normal")."""
        words = list(self.doc.tagged(item.span))
        while len(words) > 1 and (result_tests.opens(words) or words[0].lower in COPULA or is_exception(words)):
            words = words[2 if is_exception(words) else 1 :]
        if words[-1:] and words[0].lower in COPULA:
            return True
        if self._dated(item) or words[0].lower == "regarding":
            return True
        came = self._answers(words, item) if not shown else 0
        if came:
            self.test = argument(self.doc, "test", words[0].start, words[came - 1].end)
            self._result(self.test, words[came:])
            return True
        judged = shown and len(words[0].text) > 1 and verdict(plains(words)[:1]) in ("normal", "abnormal")
        pair = (
            self.values.pair(words) if not judged else None
        )  # "a decreased ejection fraction of 45%" is what was shown
        if (
            pair is not None
            and not self.values.numbers.get(words[pair[1]].start)
            and self._no_test(words[: pair[0]])
            and words[pair[1]].tag != "XX0"
        ):
            return self._finding(item, words)
        if (
            pair is None
            and self.test is not None
            and verdict(plains(words)) in ("normal", "abnormal", "same", "unknown")
        ):
            self._result(self.test, words)
            return True
        if pair is not None:
            name, value, after = pair
            after = self._before_test(words, value, after)
            for early in waiting:
                self._result(argument(self.doc, "test", early.span.start, early.span.end), words[value:after], early)
            waiting.clear()
            test = argument(self.doc, "test", words[0].start, words[name - 1].end) if name else self.test
            more = goes_on(words[after:])
            self._result(test, words[value:after], item, None if more else self.values.remark(words[after:]))
            if not shown and name:
                self.test = test if self.test is None else self.test
            return self._more(words[after:], item, waiting, shown=shown)
        if not shown and self._bare_test(words) and not item.fresh:
            waiting.append(item)
            return True
        return self._finding(item, words)

    def _more(self, words: Sequence[Token], item: Item, waiting: list[Item], *, shown: bool) -> bool:
        if not goes_on(words) or self.values.pair(words) is None:
            return True
        rest = replace(item, span=Span(start=words[0].start, end=words[-1].end), led=None)
        return self._item(rest, waiting, shown=shown)

    def _before_test(self, words: Sequence[Token], value: int, after: int) -> int:
        """The end of a value, before the next test where a full stop was forgotten: "TSH 2.1 EKG"."""
        tests = {
            m.span.start
            for m in self.doc.mentioned(Span(start=words[value].start, end=words[after - 1].end))
            if m.kind in TESTS
        }
        return next((i for i in range(value + 1, after) if words[i].start in tests and words[i].text.isupper()), after)

    def _answers(self, words: Sequence[Token], item: Item) -> int:
        """How many words name a test before how it came out: "Flu A pos", "chlamydia PCR not detected"; 0 for another item."""
        first = item.span.start <= self.sentence.start + 1
        again = item.joiner in (",", ";", "and") and bool(self.found) and self.found[-1].kind == "result"
        at = next((i for i, t in enumerate(words) if t.lower in OUTCOMES), 0)
        rest = words[at + 1 :]
        while at and words[at - 1].tag == "XX0":
            at -= 1
        times = len(rest) <= len(("x", "2")) and "".join(t.lower for t in rest)[:1] in ("", "x")
        if not (first or again) or not 0 < at < _SHORT_ANSWER or not times or any(t.tag[:1] == "V" for t in words[:at]):
            return 0
        kinds = {m.kind for m in self.doc.mentioned(Span(start=words[0].start, end=words[at - 1].end))}
        return 0 if kinds & {"symptom", "finding", "anatomy"} else at

    def _dated(self, item: Item) -> bool:
        """A date that stands alone is when the test before was made."""
        date = next(
            (
                q
                for q in self.doc.quantities
                if q.start == item.span.start and q.end == item.span.end and q.kind == "date"
            ),
            None,
        )
        if date is None or not self.found:
            return False
        last = self.found[-1]
        when = argument(self.doc, "when", date.start, date.end)
        self.found[-1] = last.but(arguments=(*last.arguments, when), span=hull([last.span, when.span]))
        return True

    def _no_test(self, words: Sequence[Token]) -> bool:
        """Whether these words name a part or a disease, so that what is said of it is no value of a test."""
        if not words or (len(words[0].text) > 1 and verdict(plains(words)[:1]) in ("normal", "abnormal")):
            return bool(words)
        if not TITLES.isdisjoint(plains(words)):
            return False
        span = Span(start=words[0].start, end=words[-1].end)
        kinds = {m.kind for m in self.doc.mentioned(span)}
        if kinds & TESTS:
            return False
        return (
            bool(kinds & {"anatomy", "symptom", "disorder"}) or phrases("exam_parts").within(plains(words)) is not None
        )

    def _bare_test(self, words: Sequence[Token]) -> bool:
        span = Span(start=words[0].start, end=words[-1].end)
        return len(words) <= 4 and any(m.kind in TESTS and m.span.end == span.end for m in self.doc.mentioned(span))

    def _result(
        self, test: Argument | None, value: Sequence[Token], item: Item | None = None, note: Argument | None = None
    ) -> None:
        words = self._trim(value)
        said = verdict(plains(words)) or verdict(plains(words)[:1])
        shown = argument(
            self.doc, "value", words[0].start, words[-1].end, said if said in ("normal", "abnormal") else None
        )
        arguments = [a for a in (test, shown, note) if a is not None]
        inside = [a.span for a in arguments if self.sentence.start <= a.span.start < self.sentence.end]
        draft = Draft(
            "result" if test is not None else "finding",
            hull(inside),
            tuple(arguments),
            sentence=self.sentence,
            group=self.record.label,
        )
        if said == "unknown":
            draft = draft.but(polarity="unknown")
        if test is None:
            draft = draft.but(arguments=(shown.model_copy(update={"role": "what"}),))
        self.found.append(draft)

    def _finding(self, item: Item, words: Sequence[Token]) -> bool:
        """What was found, under the test that is spoken of, or with none as an examination's finding."""
        if (
            self.test is None
            and len(words) > 1
            and verdict(plains(words)[:1]) in ("normal", "abnormal")
            and self._test_in(words[1:])
        ):
            self._result(argument(self.doc, "test", words[1].start, words[-1].end), words[:1])  # "Normal CT of abdomen"
            return True
        if self.test is None or (self.test != self.given and not lasts(self.test, self.found, self.doc)):
            return self._examined(item)  # "receptor negative, HER2 positive breast cancer"
        answer, span = trailing(self.doc, self.doc.trimmed(words[0].start, words[-1].end))
        words = [token for token in words if token.start < span.end]
        while len(words) > 1 and (words[-1].lower in words_of("seen") or (words[-1].tag.startswith("VB"))):
            words = words[:-1]
        while len(words) > 1 and (words[-1].tag == "XX0" or (answer and words[-1].tag.startswith("VB"))):
            answer, words = answer or "denied", words[:-1]  # "cord compression is not [demonstrated]"
        while len(words) > 1 and answer and words[-1].tag.startswith("VB"):
            words = words[:-1]
        verb = next(
            (i for i, t in enumerate(words) if t.tag in ("VBZ", "VBD", "VHZ", "VBB", "VVZ", "VM0", "VHD", "VHB")), None
        )
        span = self.doc.trimmed(words[0].start, words[-1].end)
        if verb is not None and any(t.tag == "PNP" for t in words[:verb]):
            return False
        note = None
        if item.lead == "same" and item.fresh and item.led is not None:
            note = argument(self.doc, "note", item.led.start, item.led.end, "unchanged")
        value = argument(self.doc, "value", span.start, span.end)
        arguments = tuple(a for a in (self.test, value, note) if a is not None)
        draft = Draft(
            "result", hull([span, *([item.led] if note and item.led else [])]), arguments, group=self.record.label
        )
        draft = asserted(draft, item, self.sentence, self.doc)
        self.found.append(draft.but(polarity="present") if item.lead == "same" else answering(draft, answer))
        return True

    def _examined(self, item: Item) -> bool:
        found = examination.found(self.doc, item, self.sentence, self.record)
        if not found:
            return False
        self.found += found
        return True

    def _trim(self, words: Sequence[Token]) -> Sequence[Token]:
        while len(words) > 1 and words[-1].text in ".,;)":
            words = words[:-1]
        return words

    def _plain(self, words: Sequence[Token]) -> list[str]:
        return [w for w in plains(words) if w not in (".", ",")]
