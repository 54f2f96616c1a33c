"""Allergies: one statement an allergen, with what it does; what follows in the note and is no allergen is left alone."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.context import modifiers
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import bounded, opaque, told
from bedside.agents.reading.registry import registered
from bedside.agents.reading.review import blanket, spoken_of_all
from bedside.agents.reading.tables import Phrases, phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ALLERGENS = Phrases((word, ("allergen",)) for row in rows("allergens") for word in row[0].split("|"))
_PARTS = frozenset({",", ";", "and", "or", "/", "&", ".", "+", "-", "–", "•"})
_SKIP = frozenset(
    {
        "the",
        "history", "a", "an", "to", "of", "he", "she", "patient", "pt", "is", "has", "have", "had", "are", "also", "severe", "any", "in",
        "known", "all", "some", "that", "her", "his", "reports", "reported", "states", "denies", "denied", "they",
        "was", "were", "does", "not", "currently", "both", "questionable", "possible", "possibly", "other", "products", ":",
    }
)  # fmt: skip
_DENIES = frozenset({"no", "denies", "denied", "not", "without", "negative", "nor"})
_ARTICLES = frozenset({"a", "an", "the", "her", "his", "him", "them", "with", "of", "to", ":", "is", "both"})
_TOLERATES = frozenset({"tolerates", "tolerated", "tolerate", "tolerating"})
_UNSURE = frozenset({"unsure", "uncertain", "unconfirmed", "unverified"})
_SURE = (["sure"], ["certain"], ["confirmed"], ["clear"])
_OWN_LABELS = frozenset(
    """drug drugs food foods environmental environment medication medications medicine medicines reaction reactions severity
    substance allergen allergens type onset comment comments contrast other others seasonal intolerance intolerances sensitivity
    sensitivities adverse allergies allergy""".split()
)  # names under which allergens stand
_WIDE = 80  # characters of a concept
_SOURCES = frozenset({"drug", "substance"})
_EFFECTS = frozenset({"symptom", "disorder", "finding"})
_REACTIONS = frozenset(
    {
        "gi",
        "upset",
        "anaphylactic",
        "intolerance",
        "reaction",
        "reactions",
        "unknown",
        "shock",
        "swelling",
        "anaphylaxis",
        "rash",
        "hives",
    }
)


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    if record.label_span is not None and _allergen_at(doc, record.label_span):
        yield _labelled(record, doc)
        return
    over = any(_leaves(one, part, doc) for one in part.records if one.span.start <= record.span.start)
    for number, sentence in enumerate(record.sentences):
        listed = _Scan(doc, sentence, True).run() if over and record.label_span is None else []
        if number and blanket(doc, sentence) in ("unknown", "open"):
            yield opaque(sentence)  # of the allergen before it
        elif over and not any(draft.kind == "allergy" for draft in listed):
            yield opaque(sentence)
        else:
            yield from read_sentence(record, sentence, part, doc, known=over or number > 0)


@registered("allergies")
def read_listed(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence in a part of another kind."""
    yield from read_sentence(record, sentence, part, doc)


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc, *, known: bool = False) -> Iterator[Draft]:
    """The statements of one sentence. ``known``: only known allergens count, since the list may be over."""
    general = blanket(doc, sentence)
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return
    scan = _Scan(doc, sentence, known)
    drafts = scan.run()
    if drafts and not (scan.talk and not scan.said and part.kind == "allergies"):
        yield from drafts
    else:
        yield from told(record, sentence, part, doc)


class _Scan:
    """One pass over the words of a sentence."""

    def __init__(self, doc: Doc, sentence: Span, known: bool) -> None:
        self.doc = doc
        self.sentence = sentence
        self.tokens: Sequence[Token] = doc.tagged(sentence)
        self.words = plains(self.tokens)
        self.elsewhere = False
        self.said = False  # whether a word of allergies stands there
        self.talk = any(token.tag in ("PNP", "DPS", "EX0") for token in self.tokens)
        self.open = not known and not self.talk  # whether an unknown word may be an allergen
        self.found: list[Draft] = []
        self.polarity: Polarity = "present"
        self.reacting = False  # what follows is what the last allergen does
        self.parted = True
        self.sparing = False
        self.spared: set[int] = set()  # allergens, by their number, that are no allergens after all

    def run(self) -> list[Draft]:
        """The drafts, in order; none for a sentence about something else."""
        at = 0
        while at < len(self.words):
            at = self._step(at)
        return [] if self.elsewhere else self.found

    def _step(self, at: int) -> int:
        word = self.words[at]
        phrase = phrases("allergies").at(self.words, at)
        if phrase is not None:
            return self._phrase(phrase[0][0], at, phrase[1])
        if word in "([":
            return self._within(at)
        if word in _PARTS:
            self.parted = True
            self.reacting = word in ("-", "–") and bool(self.found)
            if word in (".", ";"):
                self.polarity = "present"
            return at + 1
        unsure = self._unsure(at)
        if unsure:
            return unsure
        if word in _DENIES:
            self.polarity = "denied"
            return at + 1
        if self.reacting and word not in _ARTICLES and word not in _PARTS:
            return self._react(at, at + 1)
        if word in _TOLERATES:
            self.polarity = "denied"
            return at + 1
        listed = _ALLERGENS.at(self.words, at)
        after = 0 if listed else self._term(at, _EFFECTS)
        if after and not self.found and not self.reacting:
            self.elsewhere = True  # a disorder stands first: the sentence is about that
            return after
        if after and self.found and self.found[-1].kind == "allergy" and not self._term(at, _SOURCES):
            return self._react(at, after)
        after = self._allergen(at)
        if after:
            self._add(at, after)
            return after
        if word not in _SKIP:
            self.parted = False
        return at + 1

    def _phrase(self, role: str, at: int, after: int) -> int:
        self.said = self.said or role != "joins" or bool(self.found)
        if role == "none" and self._of_last(at):
            self.found[-1] = self.found[-1].but(polarity="denied")
            self.reacting = False
        elif role == "none":
            said = self.words[at].startswith(("no", "nk", "nil")) or self.polarity == "denied"
            if said:
                span = Span(start=self.tokens[at].start, end=self.tokens[after - 1].end)
                what = argument(self.doc, "what", span.start, span.end, "none")
                self.found.append(Draft("none", span, (what,), "denied", sentence=self.sentence))
            self.polarity = "present"
            self.open = self.open and not said
        elif role == "except":
            spared = bool(self.found) and self.found[-1].kind == "allergy"  # "all statins except rosuvastatin"
            self.polarity, self.parted, self.open, self.reacting = "denied" if spared else "present", True, True, False
            self.sparing = spared
        elif role == "opens":
            self.parted = self.open = True
            self.reacting = False
        elif self.found and self.found[-1].kind == "allergy":
            self.reacting = True
        return after

    def _of_last(self, at: int) -> bool:
        """Whether "nil" stands behind one allergen: "latex - nil"."""
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "allergy" and self.words[at - 1] in ("-", "–", ":", "=")

    def _unsure(self, at: int) -> int:
        """The word after "not sure", which leaves the last allergen open; 0 where nothing of the kind stands there."""
        after = at + 1 + (self.words[at] in ("not", "never") and self.words[at + 1 : at + 2] in _SURE)
        if self.words[at] not in _UNSURE and after == at + 1:
            return 0
        if self.found and self.found[-1].kind == "allergy":
            self.found[-1] = self.found[-1].but(certainty="possible")
            self.reacting = False
        return after

    def _within(self, at: int) -> int:
        """Words in parentheses: what the allergen does, or another name of it."""
        close = next((i for i in range(at, len(self.words)) if self.words[i] in ")]"), len(self.words) - 1)
        inner = range(at + 1, close)
        if not inner or not self.found or self.found[-1].kind != "allergy":
            return close + 1
        if any(self._term(i, _EFFECTS) or self.words[i] in _REACTIONS for i in inner) or not any(
            self._allergen(i) for i in inner
        ):
            self._react(at + 1, close)
        return close + 1

    def _term(self, at: int, kinds: frozenset[str]) -> int:
        """The word after a concept of one of these kinds that begins at ``at``; 0 if there is none."""
        start = self.tokens[at].start
        found = next(
            (
                m
                for m in self.doc.mentioned(Span(start=start, end=min(start + _WIDE, self.sentence.end)))
                if m.span.start == start
            ),
            None,
        )
        if found is None or found.kind not in kinds:
            return 0
        after = at
        while after < len(self.tokens) and self.tokens[after].start < found.span.end:
            after += 1
        return after

    def _allergen(self, at: int) -> int:
        """The word after an allergen at ``at``; 0 if none begins there."""
        listed = _ALLERGENS.at(self.words, at)
        after = max(listed[1] if listed else 0, self._term(at, _SOURCES))
        if after:
            while self.words[after : after + 1] in (["drugs"], ["products"], ["derivatives"], ["allergy"]):
                after += 1
            return after
        unknown = (
            self.open and self.parted and not self.reacting and self.words[at] not in _SKIP and len(self.words[at]) > 2
        )
        if unknown and self.tokens[at].tag.startswith(("NN", "NP", "UNC", "AJ")):
            after = at + 1
            while (
                after < len(self.words)
                and self.tokens[after].tag.startswith(("NN", "NP", "UNC"))
                and self.words[after] not in _PARTS
            ):
                after += 1
            return after
        return 0

    def _add(self, at: int, after: int) -> None:
        span = Span(start=self.tokens[at].start, end=self.tokens[after - 1].end)
        what = argument(self.doc, "what", span.start, span.end)
        sure = modifiers(self.doc, self.sentence, span).certainty
        self.found.append(Draft("allergy", span, (what,), self.polarity, sure, sentence=self.sentence))
        if self.sparing:
            self.spared.add(len(self.found) - 1)
        self.parted = self.reacting = self.sparing = False

    def _react(self, at: int, after: int) -> int:
        owner = self._owner()
        last = self.found[owner]
        if self.words[at] in _TOLERATES | {"not", "no"} and len(last.arguments) == 1:
            self.found[-1] = last.but(polarity="denied")  # "shellfish - tolerates shrimp"
            self.reacting = False
            return next((i for i in range(at, len(self.words)) if self.words[i] in (".", ";")), len(self.words))
        while at < after and self.words[at] in ("a", "an", "the", "severe", ",") and self.words[at] != "severe":
            at += 1
        if self.reacting:
            after = self._run(after)
        span = Span(start=self.tokens[at].start, end=self.tokens[after - 1].end)
        reaction = argument(self.doc, "reaction", span.start, span.end)
        whole = hull([last.span, span]) if last is self.found[-1] else last.span
        self.found[owner] = last.but(arguments=(*last.arguments, reaction), span=whole)
        self.reacting = self.parted = False
        return after

    def _owner(self) -> int:
        """Which allergen a reaction is of: the last, or the one that it was spared from ("statins except rosuvastatin (pain)")."""
        last = len(self.found) - 1
        spared = last in self.spared and len(self.found[last - 1].arguments) == 1
        return last - 1 if spared else last

    def _run(self, after: int) -> int:
        """A reaction of several words goes on to the next mark."""
        while after < len(self.words) and self.words[after] not in (".", ";", "(", "and", "but", "or"):
            if self.words[after] == "," and not self.tokens[after - 1].tag.startswith("AJ"):
                break
            after += 1
        return after


def _allergen_at(doc: Doc, label: Span) -> bool:
    words = plains(doc.tagged(label))
    return _ALLERGENS.within(words) is not None or any(m.kind in _SOURCES for m in doc.mentioned(label))


def _leaves(record: Record, part: Part, doc: Doc) -> bool:
    """Whether a record stands under a name that is no allergen and has nothing to do with allergies, so that the list is over:
    "Airway: MP 2" below the last allergen."""
    if record.label_span is None or part.kind != "allergies" or record.tick:
        return False
    name = frozenset(plains(doc.tagged(record.label_span)))
    return not (_allergen_at(doc, record.label_span) or name & _OWN_LABELS or phrases("allergies").within(tuple(name)))


def _labelled(record: Record, doc: Doc) -> Draft:
    """ "Penicillin: rash", "Eggs: not allergic"."""
    assert record.label_span is not None
    label, body = record.label_span, doc.trimmed(record.span.start, record.span.end)
    found: list[Argument] = [argument(doc, "what", label.start, label.end)]
    said = plains(doc.tagged(body))
    if said and (said[0] in _DENIES | _TOLERATES or blanket(doc, body) == "none"):
        return Draft("allergy", hull([label, body]), tuple(found), "denied", sentence=hull([label, body]))
    if body.start < body.end:
        found.append(argument(doc, "reaction", body.start, body.end))
    whole = hull([label, body])
    return Draft("allergy", whole, tuple(found), sentence=whole)
