"""What a note asserts, arranged for looking up.

Law of the file: it is built from the words of one text and keeps for every concept its polarities, for every number
and side what stands around it. It judges nothing.
"""

import re
from collections import defaultdict
from functools import lru_cache

from bedside.agents.checks.assertions import Assertion, Polarity, Reading, read
from bedside.agents.checks.context import EMPTY
from bedside.agents.checks.noted_numbers import NumbersNoted
from bedside.agents.checks.noted_sides import SidesNoted
from bedside.agents.checks.times import TimesNoted
from bedside.knowledge.terminology import Finder, reduced, words

_NOTE_HEADING = re.compile(
    r"^[ \t]*(?:[A-Z][A-Z /&,()'-]{3,60}:?|[A-Z][\w /&,()'-]{2,60}:)[ \t]*(?=$|[^\n])", re.MULTILINE
)
_DENIES = re.compile(r"(?:no|not|never|non|nil|without)\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:ex|former|formerly a|previous)[- ]*$")  # an ex-smoker smokes no more: both may be said
_CLOSE = 24  # characters more than a form has, within which its words speak of one thing
_FAMILY_HEADING = re.compile(r"(?i)^\s*(?:family|fh\b|fhx|fmhx|fam)")


class NoteIndex:
    """What a text asserts, arranged for looking up. Built once a note (see :func:`index_note`)."""

    def __init__(self, text: str, finder: Finder) -> None:
        self.text = text
        self.low = text.lower().replace("\u2019", "'")
        self.finder = finder
        self.reading: Reading = read(text, finder, spoken=False)
        self._worded: dict[tuple[str, str], set[Polarity | None] | None] = {}
        family = _family_spans(text)
        self.polarity: dict[tuple[str, bool], set[Polarity | None]] = defaultdict(set)
        self._told: dict[str, set[int]] = defaultdict(set)
        for item in self.reading.assertions:
            if not item.family:
                self._told[item.concept].add(item.sentence)
            about_family = item.family or any(a <= item.start < b for a, b in family)
            was = _WAS.search(self.low, max(0, item.start - 12), item.start) or item.form.lower().startswith(
                ("ex-", "ex ")
            )
            self._add(item.concept, about_family, None if was else item.polarity)
            self._nested(item, about_family)
        gapped = getattr(finder, "find_gapped", None)
        if gapped is not None:
            for mention in gapped(self.low):
                sentence = self._sentence_at(mention.start)
                self._add(mention.concept, False, sentence.polarity_at(mention.end - 1) if sentence else "present")
        self.bags: list[dict[str, int]] = []
        for sentence in self.reading.sentences:
            bag: dict[str, int] = {}
            for word in words(sentence.text):
                bag.setdefault(reduced(word.group()), sentence.start + word.start())
            self.bags.append(bag)
        self.bag = frozenset(word for bag in self.bags for word in bag)
        self.numbers = NumbersNoted(self.reading, self.low)
        self.sides = SidesNoted(self.reading)
        self.times = TimesNoted(self.reading, self.low)

    def _sentence_at(self, position: int):
        for sentence in self.reading.sentences:
            if sentence.start <= position < sentence.end:
                return sentence
        return None

    def _add(self, concept: str, family: bool, polarity: Polarity | None) -> None:
        self.polarity[(concept, family)].add(polarity)

    def _nested(self, item: Assertion, family: bool) -> None:
        """ "Iron deficiency anemia" also bears out "anemia"."""
        parts = [match.start() for match in words(item.form)]
        if len(parts) < 2:
            return
        ends = [match.end() for match in words(item.form)]
        polarity = "denied" if _DENIES.match(item.form) else item.polarity  # "no known allergies" denies "allergies"
        lookup = getattr(self.finder, "concept", None)
        for first in range(len(parts)):
            for last in range(first, min(len(parts), first + 4)):
                if last - first + 1 == len(parts):
                    continue
                form = item.form[parts[first] : ends[last]]
                if lookup is not None:
                    concept = lookup(form)
                    if concept is not None:
                        self._add(concept, family, polarity)
                else:
                    for mention in self.finder.find(form):
                        self._add(mention.concept, family, polarity)

    def polarities(self, concept: str, form: str, family: bool) -> set[Polarity | None] | None:
        """The polarities the text gives a concept, or None where the text does not speak of it."""
        known = self.polarity.get((concept, family)) or self.polarity.get((concept, not family))
        again = self._by_words(form, concept)
        return known | again if known and again else known or again

    def _by_words(self, form: str, concept: str) -> set[Polarity | None] | None:
        """The polarities of the sentences that have all the words of a form close together, beside those in which the
        concept was read."""
        if (form, concept) in self._worded:
            return self._worded[(form, concept)]
        content = [word for word in (reduced(match.group()) for match in words(form)) if word not in EMPTY]
        found: set[Polarity | None] = set()
        if content and all(word in self.bag for word in content):
            told = self._told.get(concept, ())
            for number, (sentence, bag) in enumerate(zip(self.reading.sentences, self.bags, strict=True)):
                if number in told:
                    continue
                places = [bag[word] for word in content if word in bag]
                if len(places) == len(content) and max(places) - min(places) <= len(form) + _CLOSE:
                    found.add(sentence.polarity_at(max(places)))
        self._worded[(form, concept)] = found or None
        return found or None

    def concept_known(self, concept: str) -> bool:
        """Whether the concept itself stands in the text."""
        return (concept, False) in self.polarity or (concept, True) in self.polarity


@lru_cache(maxsize=128)
def index_note(text: str, finder: Finder) -> NoteIndex:
    """The index of a note or passage, kept for the texts used last."""
    return NoteIndex(text, finder)


def _family_spans(text: str) -> list[tuple[int, int]]:
    headings = list(_NOTE_HEADING.finditer(text))
    spans: list[tuple[int, int]] = []
    for number, match in enumerate(headings):
        if _FAMILY_HEADING.match(match.group()):
            end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
            spans.append((match.end(), end))
    return spans
