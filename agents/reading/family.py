"""Family history: which relative has which illness, and how the others are. An illness that names nobody is the family's."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading import symptoms
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.family_labels import (
    JOINT,
    about,
    label_of,
    of_patient,
    own_first,
    running,
    spelled,
    tells_age,
    whose_in,
)
from bedside.agents.reading.foreign import foreign
from bedside.agents.reading.items import led, pieces
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import bounded, opaque, told
from bedside.agents.reading.registry import handed_on, registered
from bedside.agents.reading.relatives import as_told, kin, named, relative_at
from bedside.agents.reading.review import answered, blanket, spoken_of_all
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_POLARITY: dict[str, Polarity] = {"deny": "denied", "open": "unknown"}
_LONGEST = 9  # words of an illness
_TELLS = frozenset(
    {"reports", "reported", "states", "stated", "denies", "denied", "says", "notes", "noted", "is concerned", "worries"}
)
_SIDES = frozenset({"side", "sides"})
_SKIPPED = ("AT0", "DPS", "DT0", "CJ", "AV0", "PUN")
_STATES = frozenset({"died", "state"})
_SAME = frozenset({"other", "one", "another", "others"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record; a sign before it denies them ("(-) gout")."""
    signed = record.tick == "no" and record.label_span is None
    for draft in _read(record, part, doc):
        yield draft.but(polarity="denied") if signed and draft.kind == "condition" else draft


def _read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    record = bounded(record, doc)
    inherited = list(running(record, doc))
    if inherited:
        yield from inherited
        return
    relative = label_of(record, doc)
    for sentence in (piece for whole in record.sentences for piece in own_first(doc, whole)):
        general = blanket(doc, sentence)
        strange = foreign(record, sentence, part, doc) if not relative and not about(doc, sentence) else None
        own = None if relative else of_patient(record, sentence, part, doc)
        if strange is not None:
            yield from strange
        elif own is not None:
            yield from own
        elif general and not relative:
            yield from spoken_of_all(general, record, sentence, doc)
        elif (
            not relative
            and not any(map(kin, plains(doc.tagged(sentence))))
            and (life := list(handed_on("life", record, sentence, part, doc)))
        ):
            yield from life
        else:
            yield from read_sentence(record, sentence, part, doc)


@registered("family")
def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence."""
    found = _Family(doc, sentence, label_of(record, doc), record).run()
    yield from told(record, sentence, part, doc) if found is None else (as_told(doc, d) for d in found)


def of_relative(record: Record, sentence: Span, who: Span | None, doc: Doc) -> list[Draft]:
    """What a clause behind a relative says of them: "(his brother,) who has gout"; nothing for another clause, or prose."""
    return _Family(doc, sentence, who, record).run() or []


class _Family:
    """The statements of one sentence."""

    def __init__(self, doc: Doc, sentence: Span, label: Span | None, record: Record) -> None:
        self.doc = doc
        self.sentence = sentence
        self.record = record
        self.who: list[Span] = [label] if label else []
        self.label = label
        self.early: list[Span] = []  # relatives whose illness is still to come ("mother and father had MI")
        self.lead = ""
        self.behind = False  # whether the relative stood behind the illness, and so holds no further one
        self.found: list[Draft] = []
        self.spoken_of: list[Span] = []  # of whom "the other" and "one" are
        self.unsaid: list[int] = []  # illnesses of this sentence that named nobody so far

    def run(self) -> list[Draft] | None:
        """The statements in order; None for prose."""
        for piece, joiner in self._pieces():
            if joiner in (";", ".", "but"):
                self.lead = ""
                self.spoken_of = self.who or self.early or self.spoken_of
                self.who = [self.label] if self.label else []
            if not self._piece(piece):
                return None
        for span in self.early:
            self._relative(span, None)
        return self.found

    def _pieces(self) -> Iterator[tuple[Sequence[Token], str]]:
        """Pieces, parted where another relative's story begins ("mother died of gout and father had a stroke")."""
        for piece, joiner in pieces(self.doc, self.sentence):
            start = 0
            for i in range(1, len(piece) - 1):
                after = relative_at(piece, i + 1) if piece[i].lower in ("and", ",") and i > start else 0
                if (
                    after
                    and after < len(piece)
                    and self._goes_on(piece, after)
                    and not relative_at(piece[start:i]) >= i - start
                ):
                    yield piece[start:i], joiner
                    start, joiner = i + 1, "and"
            yield piece[start:], joiner

    def _goes_on(self, piece: Sequence[Token], after: int) -> bool:
        found = phrases("family_words").at(plains(piece), after)
        return found is not None and found[0][0] in (*_STATES, "joins")

    def _excepted(self, piece: Sequence[Token]) -> bool:
        """ "No gout in the family, except in an uncle": the illness before is his."""
        at = next((i for i in range(1, min(4, len(piece))) if relative_at(piece, i)), 0)
        if piece[0].lower not in ("except", "besides", "apart", "other") or not at or not self.found:
            return False
        who = self._span(piece[at : relative_at(piece, at)])
        last = self.found[-1]
        self.found.append(
            last.but(polarity="present", subject=self._name([who]), span=hull([last.arguments[0].span, who]))
        )
        self.lead = ""
        return True

    def _piece(self, piece: Sequence[Token]) -> bool:
        if self._excepted(piece):
            return True
        while (
            piece
            and not relative_at(piece)
            and piece[0].lower != "no"
            and (piece[0].tag.startswith(_SKIPPED) or piece[0].text in ",:")
        ):
            piece = piece[1:]
        while piece and piece[-1].text in ".,;":
            piece = piece[:-1]
        if not piece:
            return True
        after = relative_at(piece)
        if not after:
            own, rest = led(piece, phrases("leads"))
            if rest and relative_at(rest):  # "No siblings", "Reports that her mother ..."
                self.lead, piece, after = own or self.lead, rest, relative_at(rest)
        if after:
            return self._of(piece, after)
        said = phrases("family_words").at(plains(piece), 0)
        aged = piece[0].lower in ("age", "aged", "ages")
        if self.early and (
            aged or (said is not None and said[0][0] in (*_STATES, "joins"))
        ):  # "Mother, deceased at 45"
            self.who, self.early = self.early, []
            return self._said(piece)
        if self.spoken_of and piece[0].lower in _SAME and len(piece) > 1:
            self.who = self.spoken_of
            return self._said(piece[1:])
        died = said is not None and said[0][0] == "died"
        if self.who and said is not None and (died or piece[0].tag.startswith(("VB", "PNQ"))):  # "and is 80"
            return self._said(piece)
        return self._illness(piece)

    def _of(self, piece: Sequence[Token], after: int) -> bool:
        """A piece that begins with a relative."""
        names = [self._span(piece[:after])]
        while after < len(piece) and piece[after].lower in JOINT and relative_at(piece, after + 1):
            end = relative_at(piece, after + 1)
            names.append(self._span(piece[after + 1 : end]))
            after = end
        rest = piece[after:]
        if len(rest) > 1 and rest[0].lower == "x" and rest[1].text.isdigit():
            rest = rest[2:]  # "sibs x3 well"
        if rest and (rest[0].text in ("'s", "’s") or rest[0].lower in _TELLS):
            return False
        if not rest:
            self.early += names
            if self.lead == "deny":
                self._relative(names[0], None)
                self.early.clear()
            return True
        self.who, self.early, self.lead = [*self.early, *names], [], "" if self.lead == "history" else self.lead
        return self._said(rest)

    def _said(self, rest: Sequence[Token]) -> bool:
        """What is said of the relative."""
        low = plains(rest)
        at = 0
        while at < len(rest):
            found = phrases("family_words").at(low, at)
            if found is None or found[0][0] not in (*_STATES, "joins"):
                if rest[at].tag in ("AV0", "PUN") and at == 0 and len(rest) > 1:
                    at += 1
                    continue
                break
            if found[0][0] in _STATES:
                if found[0][0] == "state" and low[found[1] : found[1] + 1] in (["with"], ["w"]):
                    self._relative(None, self._span(rest[at : found[1]]))  # "alive with dementia"
                    at = found[1] + 1 + (low[found[1] + 1 : found[1] + 2] == ["/"])
                    continue
                if (
                    found[0][0] == "state"
                    and found[1] < len(rest)
                    and rest[found[1]].text not in ",.;)("
                    and rest[found[1]].tag[:2] not in ("PR", "CJ", "AV")
                ):
                    break
                self._relative(None, self._span(rest[at:]))
                return True
            at = found[1]
        rest = rest[at:]
        while rest and rest[0].text in ",:(":
            rest = rest[1:]
        if not rest:
            return True
        if rest[0].tag == "CRD" or rest[0].lower in ("age", "aged", "ages") or rest[0].lower == "in":
            self._relative(None, self._span(rest))
            return True
        answer = answered(self.doc, self._span(rest))
        if answer == "denied":
            self._relative(None, self._span(rest), "denied")
            return True
        return self._illness(rest, named=True)

    def _illness(self, words: Sequence[Token], *, named: bool = False) -> bool:
        low = set(plains(words[:4]))
        if {"knowledge", "family"} <= set(plains(words)) or ("known" in low and low & {"nothing", "little"}):
            self.found += spoken_of_all("open", self.record, self._span(words), self.doc)
            return True
        own, body = led(words, phrases("leads"))
        self.lead = own or self.lead
        body, whose = whose_in(self.doc, body)
        if not body:
            if whose and self.found:
                self._give(whose)
            return True
        if whose:
            self.who = whose
        elif self.behind:
            self.who = [self.label] if self.label else []
        self.behind = bool(whose)
        body = self._without_clause(body)
        if not body:
            return True
        if self._tells(body) or body[0].tag == "PRP":
            return False
        if self._stated(body):
            return True
        span = self._span(body)
        if self.who and spelled(self.doc.slice(span)) is not None:  # "BRCA1+"
            self._relative(None, span)
            return True
        if len(body) > _LONGEST:
            self.found.append(opaque(span, self.sentence))
            return True
        if whose and not named:
            self._give(whose)
        if not self.who:
            self.unsaid.append(len(self.found))
        self.found.append(self._condition(span))
        return True

    def _stated(self, body: Sequence[Token]) -> bool:
        """Whether these words name no illness, but how a relative is, an age, or that there is nothing."""
        span = self._span(body)
        general = blanket(self.doc, span)
        if self.label and general == "none":
            self._relative(None, span, "denied")
            return True
        mentions = self.doc.mentioned(span)
        noun = any(t.tag.startswith(("NN", "NP", "UNC", "ZZ")) or t.text.isupper() for t in body)
        aged = tells_age(body) and not any(m.kind in ("disorder", "symptom") for m in mentions)
        state = phrases("family_words").within(plains(body))
        stated = state is not None and state[0] in _STATES
        if self.who and (aged or stated):
            self._relative(None, span)
        elif general:
            self.found += spoken_of_all(general, self.record, span, self.doc)
        else:
            return aged or not (noun or mentions)
        return True

    def _without_clause(self, body: Sequence[Token]) -> Sequence[Token]:
        """An illness without "who died of it", which is said of the relative."""
        at = next((i for i, t in enumerate(body) if i and t.lower in ("who", "that", "which")), None)
        if at is None or at + 1 >= len(body):
            return body
        found = phrases("family_words").at(plains(body), at + 1)
        if found is None or found[0][0] not in _STATES:
            return body
        self._relative(None, self._span(body[at + 1 :]))
        return body[:at]

    def _tells(self, body: Sequence[Token]) -> bool:
        for token in body:
            if token.tag.startswith(("DTQ", "PNQ", "CJT")):
                return False
            if (
                finite(token)
                and token.tag != "VVB"
                and token.lower != "ca"
                and not any(m.span.start <= token.start < m.span.end for m in self.doc.mentioned(self.sentence))
            ):
                return True
        return False

    def _give(self, whose: list[Span]) -> None:
        """What was listed before a relative is his as well ("diabetes and gout in his father")."""
        for at in self.unsaid:
            self.found[at] = self.found[at].but(subject=self._name(whose))
        self.unsaid.clear()

    def _condition(self, span: Span) -> Draft:
        polarity: Polarity = _POLARITY.get(self.lead, "present")
        certainty: Certainty = "possible" if self.lead == "maybe" else "certain"
        words = self.doc.tagged(span)
        at = next(
            (
                i
                for i, t in enumerate(words)
                if i and t.lower in ("at", "age") and any(w.tag == "CRD" or w.text.isdigit() for w in words[i + 1 :])
            ),
            None,
        )
        since: list[Argument] = []
        if at is not None and len(words) - at <= 5:
            since = [argument(self.doc, "since", words[at].start, words[-1].end)]
            span = self.doc.trimmed(span.start, words[at].start)
        illness = symptoms.named(self.doc, self.doc.tagged(span))
        arguments = [argument(self.doc, "what", span.start, span.end)]
        if illness and len(illness) == 1:
            taken = [a for a in illness[0].arguments if a.role in ("what", "since", "site", "duration", "onset")]
            if len(taken) == len(illness[0].arguments):
                arguments = [
                    a.model_copy(update={"role": "since"}) if a.role in ("duration", "onset") else a for a in taken
                ]
        arguments += since
        whole = hull([a.span for a in arguments])
        return Draft(
            "condition",
            whole,
            tuple(arguments),
            polarity,
            certainty,
            subject=self._name(self.who),
            sentence=self.sentence,
        )

    def _relative(self, who: Span | None, state: Span | None, polarity: Polarity = "present") -> None:
        spans = [who] if who else self.who or [self.sentence]
        arguments = [argument(self.doc, "who", spans[0].start, spans[-1].end)]
        if state is not None:
            arguments.append(argument(self.doc, "state", state.start, state.end, spelled(self.doc.slice(state))))
        if self.lead == "deny":
            polarity = "denied"
        inside = [a.span for a in arguments if a.span.start >= self.sentence.start]
        self.found.append(
            Draft(
                "relative", hull(inside), tuple(arguments), polarity, subject=self._name(spans), sentence=self.sentence
            )
        )

    def _name(self, who: Sequence[Span]) -> str:
        names = [named(self.doc.tagged(span)) for span in who]
        return " and ".join(names) or "family"

    def _span(self, words: Sequence[Token]) -> Span:
        return self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n.,;:•*–—-(")
