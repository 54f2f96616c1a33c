"""Examination: what was found, and of which part. A finding is never told under another part: where the label does not
fit it, and the sentence names none, it has none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.exam_places import (
    DETERMINERS,
    Place,
    fitting,
    keys_of,
    labelled,
    labelled_function,
    named,
    opening,
    within,
    words_of,
)
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.measurements import measured
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import answering, asserted, bounded, kind_of, persists, told
from bedside.agents.reading.registry import registered
from bedside.agents.reading.review import answered, blanket, listed_in, spoken_of_all, trailing
from bedside.agents.reading.shared_parts import described, parted
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span

_NOUN = ("NN", "NP", "UNC", "VVG", "ZZ", "PN")
_FINITE = ("VVZ", "VHZ", "VBZ", "VBD", "VHD", "VM0", "VDZ")
_SUBORDINATE = ("DTQ", "PNQ", "CJT", "AVQ", "CJS")
_NOT = frozenset({"not", "n't", "no", "without"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    place = labelled(record, doc)
    for sentence in record.sentences:
        place = yield from _sentence(record, sentence, part, doc, place)


@registered("examination")
def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence."""
    yield from _sentence(record, sentence, part, doc, labelled(record, doc))


def found(doc: Doc, item: Item, sentence: Span, record: Record) -> list[Draft]:
    """One item of a sentence read as a finding; none for a clause that tells something else."""
    reader = _Findings(doc, sentence, record, labelled(record, doc))
    return reader.found if reader.one(item) else []


def _sentence(record: Record, sentence: Span, part: Part, doc: Doc, place: Place | None) -> Iterator[Draft]:
    """The statements of a sentence; returns the part that is spoken of after it."""
    general = blanket(doc, sentence)
    answer = answered(doc, sentence) if record.label_span is not None else None
    if record.label_span is not None and answer is not None and place is None and len(record.sentences) == 1:
        names = listed_in(doc, record.label_span)
        if len(names) > 1 or (answer == "present" and kind_of(doc, names[0]) in ("symptom", "condition")):
            for name in names:
                what = argument(doc, "what", name.start, name.end)
                yield Draft("finding", name, (what,), answer, sentence=hull([record.label_span, sentence]))
            return place
    if record.label_span is not None and place is None and (general == "none" or answer == "denied"):
        whole = hull([record.label_span, sentence])  # "McMurray: negative", "Rash: not seen"
        what = argument(doc, "what", record.label_span.start, record.label_span.end)
        yield Draft("finding", whole, (what,), "denied", sentence=whole)
        return place
    if general == "normal" or (general == "none" and place is not None):
        yield _normal(sentence, place, record, doc)
        return place
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return place
    vital = measured(doc, sentence)
    yield from vital
    if sum(draft.span.end - draft.span.start for draft in vital) * 2 > sentence.end - sentence.start:
        return place
    reader = _Findings(doc, sentence, record, place)
    drafts = reader.run([draft.span for draft in vital])
    yield from told(record, sentence, part, doc) if drafts is None else drafts
    return place if drafts is None else reader.place


def _normal(span: Span, place: Place | None, record: Record, doc: Doc) -> Draft:
    body = doc.trimmed(span.start, span.end)
    what = argument(doc, "what", body.start, body.end, "normal")
    arguments = (what,) if place is None else (what, place.argument)
    return Draft("finding", span, arguments, sentence=span, group=record.label)


class _Findings:
    """The findings of one sentence."""

    def __init__(self, doc: Doc, sentence: Span, record: Record, place: Place | None) -> None:
        self.doc = doc
        self.sentence = sentence
        self.record = record
        self.label = labelled(record, doc)
        self.place = place
        self.found: list[Draft] = []
        self.bare: list[int] = []  # findings of this sentence of which nothing was said so far
        self.function = labelled_function(record, doc)  # the reflexes or the strength of which is told

    def run(self, measures: Sequence[Span] = ()) -> list[Draft] | None:
        """The findings in order, without those of ``measures``; None for prose that tells something else."""
        listed = items(self.doc, self.sentence, described=True)
        listed = [
            item for item in listed if not any(m.start < item.span.end and item.span.start < m.end for m in measures)
        ]
        self._carry(listed)
        for item in listed:
            if blanket(self.doc, item.span) == "normal":
                self.found.append(_normal(item.span, self.place, self.record, self.doc))
            elif not self._read(item):
                return None
        self._share()
        return self.found

    def _read(self, item: Item) -> bool:
        """Read one item; behind "or" what is denied stays denied: "reveals no ulcer or evidence of thrush present"."""
        count = len(self.found)
        denies = item.joiner in ("or", "nor") and count > 0 and self.found[-1].polarity == "denied"
        if not self.one(item):
            return False
        if denies:
            self.found[count:] = [one.but(polarity="denied") for one in self.found[count:]]
        return True

    def _carry(self, listed: Sequence[Item]) -> None:
        """The part of the sentence before is still spoken of by adjectives alone ("Nontender."), and by findings of it."""
        if not listed or self.place is None:
            return
        if self.label is not None and self.place.argument == self.label.argument:
            return
        wanted = keys_of(self.doc, listed[0].span)
        if not described(self.doc.tagged(listed[0].span)) and (not wanted or self.place.key not in wanted):
            self.place = self.label

    # -- items ----------------------------------------------------------------------------------------------------------
    def one(self, item: Item) -> bool:
        """Read one item; False for a clause that is no finding."""
        words = self.doc.tagged(item.span)
        if all(token.tag in ("CRD", "PUN") for token in words):  # "raised, 39.3, 122": of what, nobody says
            return True
        if len(self.doc.slice(item.span)) < 2 or phrases("exam_parts").within(plains(words)):
            self.place = named(self.doc, words) or self.place
            return True
        if item.named and (words[0].lower in words_of("does") or words[0].tag in ("VVD", "VVN")):
            return False
        if (
            words[0].lower in words_of("exam")
            and len(words) > 2
            and words[1].lower == "of"
            and self._verb(words) is None
        ):
            self.place = named(self.doc, words)
            return True
        verb = self._verb(words)
        if verb is None or words[verb].tag in ("VVN", "VVG") or not self._subject(words, verb):
            return self._phrase(item, words, verb)
        if words[verb].lower not in words_of("is") | words_of("shows"):
            return False
        return self._clause(item, words, verb)

    def _verb(self, words: Sequence[Token]) -> int | None:
        """The verb of a clause; one that hangs on "which" does not count."""
        for i, token in enumerate(words):
            if token.tag.startswith(_SUBORDINATE):
                return None
            if token.lower in words_of("is") | words_of("shows"):
                return i
            if token.lower in words_of("noun") or self._in_term(token):
                continue
            if token.tag in _FINITE or (token.tag in ("VVD", "VVB") and i and words[i - 1].tag in ("PNP", "PNQ")):
                return i
        return None

    def _in_term(self, token: Token) -> bool:
        return any(m.span.start <= token.start < m.span.end for m in self.doc.mentioned(self.sentence))

    def _subject(self, words: Sequence[Token], verb: int) -> bool:
        return verb == 0 or any(token.tag.startswith(_NOUN) for token in words[:verb])

    def _phrase(self, item: Item, words: Sequence[Token], verb: int | None) -> bool:
        if verb is not None and words[verb].tag in _FINITE and words[verb].lower not in words_of("is"):
            return False
        if not item.fresh and self.found and item.joiner in (",", "and", "or") and self._more_parts(item):
            return True
        head = opening(self.doc, words)
        if head:
            self.place = named(self.doc, words[:head])
        named_before = self.place is not None and self.place != self.label
        strange = self.place is not None and named_before and (not self.place.key or _narrow(self.place))
        if not head and strange and not described(words):
            self.place = self.label  # "TM intact, vertigo resolved"
        if not head and not item.fresh and item.lead == "":
            self.bare.append(len(self.found))
        told = words[0].tag.startswith(("AJ", "CRD"))
        if self.function is not None and not head and not item.fresh and told:
            self.place = self.function  # "reflexes are 2+ and symmetric at the biceps": those, and no biceps
            self._add(item, words, told=True)
            return True
        unseen = bool(head) and len(words) == head + 2 and self._not_seen(words) == head
        self._add(item, words if unseen else words[head:], told=unseen)
        if head and not item.fresh and item.lead == "deny" and item.joiner == ",":
            self.found[-1] = self.found[-1].but(polarity="present")  # "no wheeze, abdomen soft"
        return True

    def _more_parts(self, item: Item) -> bool:
        """Whether an item only names another part of the finding before: "tender over the hip and the knee"."""
        if {m.kind for m in self.doc.mentioned(item.span)} != {"anatomy"}:
            return False
        last = self.found[-1]
        at = max(range(len(last.arguments)), key=lambda i: last.arguments[i].span.end)
        part = last.arguments[at]
        if part.role == "what" and not any(t.tag.startswith("PRP") for t in self.doc.tagged(part.span)):
            return False
        more = argument(self.doc, part.role, part.span.start, item.span.end)
        self.found[-1] = last.but(
            arguments=(*last.arguments[:at], more, *last.arguments[at + 1 :]), span=hull([last.span, item.span])
        )
        return True

    def _clause(self, item: Item, words: Sequence[Token], verb: int) -> bool:
        """ "Lungs are clear", "Examination of the knee shows swelling", "Lachman's test is negative"."""
        subject, rest = words[:verb], words[verb + 1 :]
        denied = bool(rest) and rest[0].lower in _NOT
        rest = rest[1:] if denied else rest
        if rest and rest[0].lower in words_of("does"):
            return False
        while rest and rest[0].lower in ("to", "be", "all", "both"):
            rest = rest[1:]
        said = replace(item, lead="deny" if denied else item.lead, fresh=item.fresh or denied)
        if subject and rest and rest[0].lower in words_of("seen") | words_of("absent"):
            return self._seen(said, subject, rest)
        if subject:
            self.place = named(self.doc, subject)
            if subject[-1].lower in words_of("function"):
                self.function = self.place
            elif self.function != labelled_function(self.record, self.doc):
                self.function = None
        if not rest:
            return not subject
        self._add(said, rest, told=bool(subject) and self.place is not None)
        return True

    def _seen(self, item: Item, subject: Sequence[Token], rest: Sequence[Token]) -> bool:
        """The subject itself was found, or was not: "no tenderness is elicited in the midline"."""
        if self.label is not None:
            self.place = self.label
        place = within(self.doc, rest)
        if place is not None:
            self.place = place[0]
        self._add(
            item, subject, answer="denied" if rest[0].lower in words_of("absent") else None, told=place is not None
        )
        return True

    # -- drafts ---------------------------------------------------------------------------------------------------------
    def _add(self, item: Item, words: Sequence[Token], *, told: bool = False, answer: Polarity | None = None) -> None:
        """A finding. ``told``: the sentence names its part; ``answer``: what its verb says of it."""
        while len(words) > 1 and words[0].text in ":=–-":
            words = words[1:]  # "Neuro: stable"
        words, answer = self._signed(words, answer)
        while (
            len(words) > 1 and words[0].tag.startswith(DETERMINERS) and words[0].end < words[1].start
        ):  # "A&O", "HER2"
            words = words[1:]
        if self._status(words):
            return
        unseen = self._not_seen(words)
        if unseen:
            never = words[unseen + 1].lower.startswith("visuali") or (told and words[unseen + 1].lower == "seen")
            words, answer = words[:unseen], "unknown" if never else "denied"
        last, span = trailing(self.doc, self.doc.trimmed(words[0].start, words[-1].end))
        answer = answer or last
        words = self._unseen([token for token in words if token.start < span.end])
        own = None if told else within(self.doc, words)
        place = own[0] if own else self.place if told else fitting(self.place, keys_of(self.doc, span))
        end = self._unseen(words[: own[1]])[-1].end if own else words[-1].end
        grade = words[-1].text.isdigit() and self.doc.text[end : end + 1] == "+"  # "edema 2+"
        arguments = [argument(self.doc, "what", words[0].start, end + grade)]
        if place is not None and place.argument.span != arguments[0].span:
            arguments.append(place.argument)
        if item.lead == "same" and item.fresh and item.led is not None and persists(item, self.doc):
            arguments.append(argument(self.doc, "manner", item.led.start, item.led.end, "unchanged"))
        inside = [a.span for a in arguments if a.span.start >= item.span.start]
        made = Draft("finding", hull([*inside, item.span]), tuple(arguments), group=self.record.label)
        made = asserted(made, replace(item, span=span), self.sentence, self.doc)
        if item.lead == "done" and item.fresh:  # "s/p Mohs"
            made = made.but(kind="procedure", arguments=tuple(arguments[:1]), temporality="past")
        if answer:
            made = answering(made, answer)
        elif not item.fresh and item.lead == "deny" and described(words):
            made = made.but(polarity="present")  # "in no distress, calm, cooperative"
        self.found.append(made)

    def _signed(self, words: Sequence[Token], answer: Polarity | None) -> tuple[Sequence[Token], Polarity | None]:
        """A finding without the sign at its end, and what that says: "BS+ x4"; "edema 2+" is a grade and stays."""
        at = next((i for i in range(1, len(words)) if words[i].text in "+-" and words[i].start == words[i - 1].end), 0)
        rest = "".join(word.lower for word in words[at + 1 :])
        if not at or words[at - 1].text[0].isdigit() or rest not in ("", "x2", "x3", "x4"):
            return words, answer
        return words[:at], answer or ("present" if words[at].text == "+" else "denied")

    def _not_seen(self, words: Sequence[Token]) -> int:
        """Where "not seen" stands behind what was looked for: "sinus tract not seen"; 0 where it does not."""
        for at in range(1, len(words) - 1):
            if words[at].lower in _NOT and words[at + 1].lower in words_of("seen"):
                return at
        return 0

    def _status(self, words: Sequence[Token]) -> bool:
        """ "Systolic murmur, stable": how the finding before does."""
        if not self.found or len(words) != 1 or words[0].lower not in words_of("status"):
            return False
        last = self.found[-1]
        manner = argument(self.doc, "manner", words[0].start, words[0].end)
        self.found[-1] = last.but(arguments=(*last.arguments, manner), span=hull([last.span, manner.span]))
        return True

    def _unseen(self, words: Sequence[Token]) -> Sequence[Token]:
        """A finding without "noted" and "were appreciated" at its end."""
        while len(words) > 1 and (words[-1].lower in words_of("seen") or words[-1].tag.startswith("VB")):
            words = words[:-1]
        return words

    def _share(self) -> None:
        """ "Swelling and pain of the wrists": the part is of both."""
        self.found = parted(self.doc, self.found)
        for i in range(len(self.found) - 1):
            one, two = self.found[i], self.found[i + 1]
            between = self.doc.text[one.span.end : two.span.start].split()
            shared = two.arguments[-1]
            after = shared.role == "part" and shared.span.start > two.arguments[0].span.start
            part = one.arguments[-1]
            said = self.doc.text[part.span.end : one.arguments[0].span.start].strip().lower()
            own = part.role == "part" and (part.span.start > one.arguments[0].span.start or said in words_of("is"))
            if between in (["and"], ["or"], ["with"]) and after and not own:
                self.found[i] = one.but(arguments=(one.arguments[0], shared))


def _narrow(place: Place) -> bool:
    """Whether a part is so small that a finding behind it is of another: "pupils equal, no nystagmus", "OP clear, no LAD"."""
    return place.argument.text.lower().split()[-1] in words_of("narrow")
