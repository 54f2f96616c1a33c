"""Examination: what was found, and of which part. A finding is never told under another part: where the label does not
fit it, and the sentence names none, it has none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.measurements import measured
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import asserted, told
from bedside.agents.reading.review import blanket, spoken_of_all, trailing
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_COPULA = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "appears",
        "appear",
        "appeared",
        "remains",
        "remain",
        "looks",
        "seems",
        "feels",
        "looked",
        "felt",
    }
)
_SHOWS = frozenset(
    {
        "reveals",
        "revealed",
        "shows",
        "showed",
        "demonstrates",
        "demonstrated",
        "has",
        "have",
        "had",
        "exhibits",
        "displays",
        "show",
        "reveal",
        "shown",
        "demonstrate",
    }
)
_NOUN = ("NN", "NP", "UNC", "VVG", "ZZ")
_WITHIN = frozenset(
    {"of", "over", "in", "on", "to", "at", "along", "around", "about", "across", "involving", "throughout", "within"}
)
_PATIENT = frozenset(
    {"he", "she", "patient", "pt", "they", "child", "infant", "baby", "who", "it", "this", "there", "which", "i"}
)
_NOT_VERBS = frozenset(
    {
        "sounds",
        "bruits",
        "rubs",
        "wheezes",
        "pulses",
        "notes",
        "thrills",
        "breaks",
        "masses",
        "tears",
        "scars",
        "lesions",
        "cords",
        "heaves",
        "lifts",
        "sores",
        "rashes",
    }
)
_DOES = frozenset({"able", "unable", "asked", "seen", "here", "given", "brought", "sent", "taken", "examined"})
_ABSENT = frozenset({"negative", "absent", "neg"})
_SHOWN = _ABSENT | {
    "positive",
    "present",
    "pos",
    "noted",
    "felt",
    "seen",
    "appreciated",
    "heard",
    "found",
    "observed",
    "identified",
    "visualized",
    "visible",
    "palpable",
    "palpated",
    "evident",
    "demonstrated",
    "detected",
    "appreciable",
    "elicited",
    "noticed",
}
_NOT = frozenset({"not", "n't", "no", "without"})
_MOVES = frozenset(
    {
        "palpation",
        "auscultation",
        "percussion",
        "inspection",
        "touch",
        "light",
        "examination",
        "testing",
        "gravity",
        "time",
        "person",
        "place",
    }
)
_DETERMINERS = ("AT0", "DPS", "DT0")


@dataclass
class _Part:
    """The part that is spoken of."""

    argument: Argument
    key: str


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    place = _label(record, doc)
    for sentence in record.sentences:
        place = yield from _sentence(record, sentence, part, doc, place)


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence."""
    yield from _sentence(record, sentence, part, doc, _label(record, doc))


def _label(record: Record, doc: Doc) -> _Part | None:
    if record.label_span is None:
        return None
    words = plains(doc.tagged(record.label_span))
    found = phrases("exam_parts").within(words)
    made = argument(doc, "part", record.label_span.start, record.label_span.end)
    known = found or any(m.kind == "anatomy" for m in doc.mentioned(record.label_span))
    return _Part(made, found[0] if found else "") if known else None


def _sentence(record: Record, sentence: Span, part: Part, doc: Doc, place: _Part | None) -> Iterator[Draft]:
    """The statements of a sentence; returns the part that is spoken of after it."""
    general = blanket(doc, sentence)
    if general == "normal":
        yield _normal(sentence, place, record, doc)
        return place
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return place
    vital = measured(doc, sentence)
    if vital:
        yield from vital
        return place
    reader = _Findings(doc, sentence, record, place)
    found = reader.run()
    if found is None:
        yield from told(record, sentence, part, doc)
        return place
    yield from found
    return reader.place


def _normal(span: Span, place: _Part | None, record: Record, doc: Doc) -> Draft:
    body = doc.trimmed(span.start, span.end)
    what = argument(doc, "what", body.start, body.end, "normal")
    arguments = (what,) if place is None else (what, place.argument)
    return Draft("finding", span, arguments, sentence=span, group=record.label)


class _Findings:
    """The findings of one sentence."""

    def __init__(self, doc: Doc, sentence: Span, record: Record, place: _Part | None) -> None:
        self.doc = doc
        self.sentence = sentence
        self.record = record
        self.place = place
        self.found: list[Draft] = []

    def run(self) -> list[Draft] | None:
        """The findings in order; None for prose that tells something else."""
        listed = items(self.doc, self.sentence, described=True)
        self._carry(listed)
        for item in listed:
            general = blanket(self.doc, item.span)
            if general == "normal":
                self.found.append(_normal(item.span, self.place, self.record, self.doc))
            elif not self.one(item):
                return None
        self._share()
        return self.found

    def _carry(self, listed: Sequence[Item]) -> None:
        """The part of the sentence before is spoken of still by adjectives alone ("Nontender."), and by findings of it."""
        own = _label(self.record, self.doc)
        if not listed or own is None or self.place is None or self.place.argument == own.argument:
            return
        words = self.doc.tagged(listed[0].span)
        if not words[-1].tag.startswith(("AJ", "VVN", "VVD")) and self._key(listed[0].span) != {self.place.key}:
            self.place = own

    def _key(self, span: Span) -> set[str]:
        words = plains(self.doc.tagged(span))
        table = phrases("finding_parts")
        return {found[0][0] for i in range(len(words)) if (found := table.at(words, i))}

    def one(self, item: Item) -> bool:
        """Read one item; False for a clause that is no finding."""
        words = self.doc.tagged(item.span)
        if item.named and words[0].lower in _DOES:
            return False
        ahead = next((i for i, t in enumerate(words) if t.tag in ("DTQ", "PNQ", "CJT", "AVQ", "CJS")), len(words))
        verb = next((i for i, t in enumerate(words[:ahead]) if t.lower in _COPULA | _SHOWS or _verb(t, i, words)), None)
        if verb is None or not self._clause(words, verb):
            head = self._noun(words)
            if verb is not None and not (
                words[verb].tag in ("VVN", "VVG", "VVB", "VVD") or words[verb].lower in _COPULA
            ):
                return False
            if head:
                self._name(words[:head])
            self._add(item, words[head:])
            return True
        if words[verb].lower not in _COPULA | _SHOWS:
            return False
        rest = words[verb + 1 :]
        denied = bool(rest) and rest[0].lower in _NOT
        if rest and rest[0].lower in _DOES:
            return False
        lead = "deny" if denied else item.lead
        rest = rest[1:] if denied else rest
        while rest and rest[0].lower in ("to", "be"):
            rest = rest[1:]
        said = replace(item, lead=lead, fresh=item.fresh or denied)
        if verb and rest and all(t.lower in _SHOWN for t in rest):  # "Lachman's test is positive"
            self._add(said, words[:verb], answer="denied" if rest[-1].lower in _ABSENT else None)
            return True
        if verb:
            self._name(words[:verb])
        if not rest:
            return not verb
        self._add(said, rest, told=bool(verb) and self.place is not None)
        return True

    def _clause(self, words: Sequence[Token], verb: int) -> bool:
        """Whether what stands before a verb can be its subject."""
        return words[verb].tag not in ("VVN", "VVG") and (
            verb == 0 or any(t.tag.startswith(_NOUN) or t.tag.startswith("PN") for t in words[:verb])
        )

    def _noun(self, words: Sequence[Token]) -> int:
        """How many words name the part before what is said of it ("Abdomen soft"); 0 if none do."""
        found = phrases("exam_parts").at(plains(words), 0) if words else None
        after = found[1] if found else self._anatomy(words)
        while found and words[after : after + 1] and words[after].lower in ("and", "&") and after + 1 < len(words):
            found = phrases("exam_parts").at(plains(words), after + 1)
            after = found[1] if found else after
        if not after or after >= len(words):
            return 0
        following = words[after]
        described = (
            following.tag.startswith(("AJ", "VVN", "AV0", "VVD", "CRD", "XX0", "VVG")) or following.text in ":-–="
        )
        return after if described and following.lower not in _WITHIN else 0

    def _anatomy(self, words: Sequence[Token]) -> int:
        if not words:
            return 0
        start = words[0].start
        for mention in self.doc.mentioned(Span(start=start, end=words[-1].end)):
            if (
                mention.kind == "anatomy"
                and mention.span.start - start <= 12
                and all(
                    t.tag.startswith(("AJ", "NN", "AT", "DPS", "CRD", "NP"))
                    for t in words
                    if t.start < mention.span.start
                )
            ):
                return sum(t.start < mention.span.end for t in words)
        return 0

    def _name(self, subject: Sequence[Token]) -> None:
        """The part that is spoken of from here on."""
        subject = [t for t in subject if t.text not in ",:-–="]
        while subject and (subject[0].tag.startswith(_DETERMINERS) or subject[0].tag.startswith(("CJ", "AV"))):
            subject = subject[1:]
        of = next((i for i, t in enumerate(subject) if t.lower == "of"), None)
        if of is not None and subject[0].lower in (
            "examination",
            "exam",
            "inspection",
            "palpation",
            "auscultation",
            "evaluation",
            "percussion",
        ):
            subject = list(subject[of + 1 :])
            while subject and subject[0].tag.startswith(_DETERMINERS):
                subject = subject[1:]
        if not subject:
            return
        if subject[-1].lower in _PATIENT or subject[0].lower in _PATIENT:
            self.place = None
            return
        words = plains(subject)
        if words[-1] in ("examination", "exam") and len(words) > 1:
            words, subject = words[:-1], subject[:-1]
        found = phrases("exam_parts").within(words) or phrases("exam_parts").at(words, len(words) - 1)
        self.place = _Part(argument(self.doc, "part", subject[0].start, subject[-1].end), found[0] if found else "")

    def _add(self, item: Item, words: Sequence[Token], *, told: bool = False, answer: Polarity | None = None) -> None:
        """A finding. ``told``: its part is the subject of its clause; ``answer``: what its verb says of it."""
        span = self.doc.trimmed(words[0].start, words[-1].end)
        while words[0].tag.startswith(_DETERMINERS) and len(words) > 1:
            words = words[1:]
            span = self.doc.trimmed(words[0].start, words[-1].end)
        last, span = trailing(self.doc, span)
        answer = answer or last
        place = self.place if told else self._own(words) or self._fitting(span)
        arguments = [argument(self.doc, "what", span.start, span.end)]
        if place is not None and place.argument.span.start > span.start:  # "swelling of the wrists"
            before = self._before(words, place.argument.span.start)
            arguments = [argument(self.doc, "what", span.start, before)]
        if place is not None:
            arguments.append(place.argument)
        whole = (
            hull([Span(start=words[0].start, end=span.end), item.span])
            if place and place.argument.span.start < span.start
            else span
        )
        made = Draft(
            "finding", Span(start=whole.start, end=max(whole.end, span.end)), tuple(arguments), group=self.record.label
        )
        made = asserted(made, replace(item, span=span), self.sentence, self.doc)
        if answer:
            made = made.but(polarity=answer, span=item.span)
        elif not item.fresh and item.lead == "deny" and self._described(words):
            made = made.but(polarity="present")  # "in no distress, calm, cooperative"
        self.found.append(made)

    def _described(self, words: Sequence[Token]) -> bool:
        return all(t.tag.startswith(("AJ", "AV", "VVN")) for t in words)

    def _before(self, words: Sequence[Token], start: int) -> int:
        """Where the words before a part end, without the preposition."""
        last = [t for t in words if t.start < start]
        while len(last) > 1 and (last[-1].lower in _WITHIN or last[-1].tag.startswith((*_DETERMINERS, "PRP"))):
            last = last[:-1]
        return last[-1].end

    def _own(self, words: Sequence[Token]) -> _Part | None:
        """The part that an item names itself, after a preposition: "of wrist joints bilaterally", "over the jaw"."""
        for i in range(1, len(words) - 1):
            if words[i].lower not in _WITHIN or words[i + 1].lower in _MOVES:
                continue
            said = self.doc.mentioned(Span(start=words[0].start, end=words[-1].end))
            if words[i].lower == "of" and not any(m.span.start < words[i].start for m in said):
                continue  # "loss of muscle tone"
            after = i + 1
            while after < len(words) - 1 and words[after].tag.startswith(_DETERMINERS):
                after += 1
            inside = Span(start=words[after].start, end=words[-1].end)
            if any(m.kind == "anatomy" for m in self.doc.mentioned(inside)) or phrases("exam_parts").at(
                plains(words), after
            ):
                found = phrases("exam_parts").at(plains(words), after)
                span = self.doc.trimmed(inside.start, inside.end)
                return _Part(argument(self.doc, "part", span.start, span.end), found[0] if found else "")
        return None

    def _fitting(self, span: Span) -> _Part | None:
        """The part that is spoken of, unless the finding belongs to another."""
        place = self.place
        if place is None:
            return None
        wanted = self._key(span)
        if not wanted or not place.key or place.key in wanted or (place.key == "head" and wanted & {"eyes", "neck"}):
            return place
        if place.key == "limbs" or {"lungs", "heart"} >= wanted | {place.key}:
            return place if place.key in wanted else None
        return None

    def _share(self) -> None:
        """ "Swelling and pain of the wrists": the part is of both."""
        for i in range(len(self.found) - 1):
            one, two = self.found[i], self.found[i + 1]
            between = self.doc.text[one.span.end : two.span.start].split()
            shared = two.arguments[-1]
            if between in (["and"], ["or"], ["with"]) and shared.role == "part" and shared.span.start >= two.span.start:
                own = one.arguments[-1].role == "part" and one.arguments[-1].span.start > one.arguments[0].span.start
                if not own:
                    self.found[i] = one.but(arguments=(one.arguments[0], shared))


def _verb(token: Token, i: int, words: Sequence[Token]) -> bool:
    if token.lower in _NOT_VERBS:
        return False
    if token.tag in ("VVZ", "VHZ", "VBZ", "VBD", "VHD", "VM0", "VDZ"):
        return True
    return token.tag in ("VVD", "VVB") and i > 0 and words[i - 1].tag in ("PNP", "PNQ")


def found(doc: Doc, item: Item, sentence: Span, record: Record) -> list[Draft]:
    """One item of a sentence read as a finding; none for a clause that tells something else."""
    reader = _Findings(doc, sentence, record, _label(record, doc))
    return reader.found if reader.one(item) else []
