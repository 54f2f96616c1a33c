"""Home, work and habits. A habit has its amount and its status; whoever never did or denies it has it denied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bedside.agents.reading import family, relatives
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.family_labels import about
from bedside.agents.reading.foreign import foreign
from bedside.agents.reading.habit_amounts import amounts, drunk, joined, shared
from bedside.agents.reading.items import led, pieces
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import bounded, told
from bedside.agents.reading.registry import registered
from bedside.agents.reading.review import answered, blanket, spoken_of_all
from bedside.agents.reading.tables import Phrases, phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_WORDS = Phrases((word, row[1:]) for row in rows("social_words") for word in row[0].split("|"))
_KINDS: dict[str, Kind] = {"habit": "habit", "home": "home", "work": "work"}
_LEADS = frozenset("at in with for from near as full part time".split())
_CLAUSE = 3  # words of "works full time", before "and lives alone"
_GOES_ON = ("VVZ", "VHZ", "VBZ", "VBD", "VHD")
_TRADES = ("er", "or", "ist", "ian", "eer", "man", "woman")  # how a trade's name may end
_CHARTS = frozenset({"chart", "card", "list", "round", "review", "clinic", "level", "screen"})
_ASKED = frozenset("occupation job work employment profession trade career employed education school works".split())
_LIFE = frozenset({"lives", "married", "single", "divorced", "widow", "widower", "widowed", "live", "living"})
_NON = re.compile(r"(?i)^\W*non[- ]?(smoker|drinker|user)")
_DENIES = frozenset({"no", "not", "never", "n't", "denies", "denied", "without", "none", "nor", "neither"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    sentences = record.sentences
    found = _labelled(record, sentences[0], doc) if record.label_span is not None and sentences else None
    if found is not None:
        yield found
        sentences = sentences[1:]
    for sentence in sentences:
        yield from read_sentence(record, sentence, part, doc)


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence."""
    general = blanket(doc, sentence)
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return
    strange = foreign(record, sentence, part, doc)
    if strange is not None:
        yield from strange
        return
    clause = relatives.relative_clause(doc, sentence)
    if clause is not None:
        who, at = clause
        found = family.of_relative(record, Span(start=at, end=sentence.end), who, doc)
        if found and all(draft.kind == "condition" for draft in found):
            yield from _Social(doc, doc.trimmed(sentence.start, who.end), record, part).run()
            yield from found
            return
    ill = "fam" in part.heading.lower() and any(m.kind == "disorder" for m in doc.mentioned(sentence))
    if (about(doc, sentence) or ill) and not first(doc, sentence):
        yield from family.read_sentence(record, sentence, part, doc)
        return
    yield from _Social(doc, sentence, record, part).run()


@registered("life")
def read_life(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The habits, home and work that a sentence of another part tells; nothing of one that tells of an illness."""
    if first(doc, sentence):
        yield from read_sentence(record, sentence, replace(part, kind="social"), doc)


def read_habit(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """A record of another part whose label names a habit or a trade: "Tobacco: never"; nothing for any other."""
    topic = _topic(record, doc)
    chart = record.label_span is not None and not _CHARTS.isdisjoint(plains(doc.tagged(record.label_span)))
    if topic is not None and not chart and (topic[0] == "habit" or (topic[0] == "work" and _asked(record, doc))):
        yield from read(record, replace(part, kind="social"), doc)


def _asked(record: Record, doc: Doc) -> bool:
    """Whether a label asks for a trade, and is not the trade of who wrote it: "Occupation", but not "Night nurse"."""
    words = plains(doc.tagged(record.label_span)) if record.label_span is not None else []
    return not _ASKED.isdisjoint(words)


def first(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence tells of a habit, a home or work rather than of an illness in the family."""
    words = plains(doc.tagged(sentence))
    found = [(i, f[0][0]) for i in range(len(words)) if (f := _WORDS.at(words, i))]
    habit = next((i for i, kind in found if kind != "home"), None)
    lives = not _LIFE.isdisjoint(words)
    if not about(doc, sentence):
        return habit is not None or lives
    kin = next((i for i, word in enumerate(words) if relatives.kin(word) or word == "family"), len(words))
    return habit is not None and habit < kin


def is_work(words: Sequence[Token]) -> bool:
    """Whether these words name a trade or a school."""
    low = plains(words)
    return any((found := _WORDS.at(low, i)) is not None and found[0][0] == "work" for i in range(len(low)))


def _labelled(record: Record, sentence: Span, doc: Doc) -> Draft | None:
    """ "Tobacco: none", "Occupation: nurse", "Alcohol: 2 beers a week"."""
    topic = _topic(record, doc)
    if topic is None:
        return None
    kind, what = topic
    whole = hull([what.span, sentence])
    body = doc.trimmed(sentence.start, sentence.end)
    answer = answered(doc, sentence) or ("denied" if blanket(doc, sentence) == "none" else None)
    if kind == "habit" and answer is not None:
        return Draft("habit", whole, (what,), answer, sentence=whole)
    if any(finite(t) for t in doc.tagged(sentence)) or body.start >= body.end:
        return None
    if kind != "habit":
        value = argument(doc, "what", body.start, body.end)
        return Draft(kind, whole, (value,), sentence=whole, group=record.label)
    status = "never" if _NON.search(doc.slice(sentence)) else _status(doc, doc.tagged(sentence))
    amount = argument(doc, "status" if status in ("former", "never") else "amount", body.start, body.end, status)
    polarity: Polarity = "denied" if status == "never" else "present"
    time = "past" if status == "former" else "current"
    return Draft("habit", whole, (what, amount), polarity, temporality=time, sentence=whole)


def _topic(record: Record, doc: Doc) -> tuple[Kind, Argument] | None:
    """What a label names: a habit, home or work."""
    if record.label_span is None:
        return None
    label = plains(doc.tagged(record.label_span))
    found = next((f for i in range(len(label)) if (f := _WORDS.at(label, i))), None)
    if found is None:
        return None
    kind, *more = found[0]
    what = argument(doc, "what", record.label_span.start, record.label_span.end, more[0] if more else None)
    return _KINDS[kind], what


def _status(doc: Doc, words: Sequence[Token]) -> str | None:
    low = plains(words)
    table = phrases("social_status")
    return next((f[0][0] for i in range(len(low)) if (f := table.at(low, i)) and f[0][0] != "amount"), None)


def _is_inside(body: Sequence[Token], at: int) -> bool:
    """Whether a word for a life stands inside another phrase: "special help in school", "sixth of nine siblings"."""
    start = at
    while start and body[at].tag != "PRP" and body[start - 1].tag[:2] in ("NN", "AJ", "CR", "AT", "DP", "UN", "NP"):
        start -= 1
    before = body[:start]
    return any(t.tag[:2] in ("NN", "PR", "VV") and t.lower not in _LEADS for t in before)


class _Social:
    """The statements of one sentence."""

    def __init__(self, doc: Doc, sentence: Span, record: Record, part: Part) -> None:
        self.doc = doc
        self.sentence = sentence
        self.record = record
        self.part = part
        self.lead = ""
        self.own = False  # whether a piece is denied by words of its own
        self.former = ""  # "quit smoking and drinking"
        self.last: Kind | None = None

    def run(self) -> Iterator[Draft]:
        """The statements in order."""
        found: list[Draft] = []
        for piece, joiner in self._pieces():
            if joiner in (";", ".", "but"):
                self.lead, self.former = "", ""
            place = self.last in ("home", "work") and [t.tag for t in piece if t.tag != "PUN"] == ["NP0"]
            if place and found and joiner == ",":  # "Munich, Germany"
                last = found[-1].arguments[0]
                whole = argument(self.doc, last.role, last.span.start, piece[0].end)
                found[-1] = found[-1].but(arguments=(whole,), span=whole.span)
            elif not (self.last == "habit" and found and self._goes_on(piece, found)):
                found += self._piece(piece, joiner)
        yield from shared(self.doc, found)

    def _pieces(self) -> Iterator[tuple[Sequence[Token], str]]:
        """Pieces, parted where a verb or a word of the table follows a comma ("married, 7 children")."""
        for piece, joiner in pieces(self.doc, self.sentence):
            start = 0
            low = plains(piece)
            for i in range(1, len(piece) - 1):
                begins = piece[i + 1].tag in ("VVZ", "VVD", "VHZ") or any(
                    _WORDS.at(low, j) for j in (i + 1, i + 2) if j < len(low)
                )
                goes_on = low[i] == "and" and i - start >= _CLAUSE and piece[i + 1].tag in _GOES_ON
                if (low[i] == "," and i > start and begins) or goes_on:
                    yield piece[start:i], joiner
                    start, joiner = i + 1, ","
            yield piece[start:], joiner

    def _goes_on(self, piece: Sequence[Token], found: list[Draft]) -> bool:
        """Whether a piece only says how much or since when of the habit before ("30 pack-years", "quit in 2010")."""
        low = plains(piece)
        if _WORDS.at(low, 0) or any(t.tag == "PNP" for t in piece):
            return False
        named = [f[0] for i in range(len(low)) if (f := _WORDS.at(low, i))]
        same = all(row[:2] == ("habit", found[-1].arguments[0].value) for row in named)  # "1 ppd, 6 beers" are two
        if not same and (any(row[0] == "habit" for row in named) or not piece[0].text[0].isdigit()):
            return False
        taken: set[int] = set()
        more: list[Argument] = []
        said = phrases("social_status").at(low, 0)
        if said is not None and said[0][0] == "former":
            more.append(argument(self.doc, "status", piece[0].start, piece[said[1] - 1].end, "former"))
            taken.update(range(said[1]))
        more += amounts(self.doc, piece, taken)
        if not more:
            return False
        last = found[-1]
        kept = [a for a in last.arguments if not (more[0].role == "status" and a.role == "status")]
        over = more[0].role == "status" or last.temporality == "past"
        found[-1] = last.but(
            arguments=(*kept, *more),
            span=hull([last.span, *(a.span for a in more)]),
            temporality="past" if over else "current",
        )
        return True

    def _piece(self, piece: Sequence[Token], joiner: str) -> Iterator[Draft]:
        own, body = led(piece, phrases("leads"))
        denied = own == "deny" or (own != "affirm" and any(t.lower in _DENIES for t in piece[:6]))
        self.own = denied
        if denied:
            self.lead = "deny"
        elif own or joiner not in ("or", "nor", "and", ",", "/") or any(finite(t) for t in piece[:3]):
            self.lead = ""
        if not body:
            return
        low = plains(body)
        named = [
            (i, f) for i in range(len(low)) if (f := _WORDS.at(low, i)) and (low[i] != "ppd" or low[i - 1][0].isdigit())
        ]
        at, found = named[0] if named else (0, None)
        if found is not None and body[at].tag.startswith("VV"):  # "smokes marijuana"
            at, found = next(
                ((i, f) for i, f in named if f[0][:1] == found[0][:1] and f[0][1:2] == ("drugs",)), (at, found)
            )
        if found is not None and found[0][0] == "habit":
            found = drunk(body, at, found, named)
        quits = any(a == "on" and b in ("quitting", "stopping", "cutting") for a, b in pairwise(low))
        quits = quits or any(token.tag == "VBG" for token in piece)  # "is working on quitting"
        if quits or (named and not {"tried", "experimented"}.isdisjoint(low)):  # "has tried cannabis twice"
            yield from self._prose(piece)
            return
        if not {"trying", "attempting"}.isdisjoint(low) and {"limit", "reduce", "cut"} & set(low):  # "his tobacco use"
            return (yield from self._prose(piece))
        if {"fan", "fans"} & set(low[-2:]):  # "a college football fan" is no trade
            yield from self._prose(piece)
            return
        if "accompanied" in low:  # a companion is no statement
            return
        if found is None:
            yield from self._other(piece, body)
        elif found[0][0] == "habit":
            yield self._habit(piece, body, at, found)
        elif _is_inside(body, at):
            yield from self._prose(piece)
        else:
            yield from self._life(piece, body, _KINDS[found[0][0]])

    def _habit(
        self, piece: Sequence[Token], body: Sequence[Token], at: int, found: tuple[tuple[str, ...], int]
    ) -> Draft:
        row, after = found
        what = argument(self.doc, "what", body[at].start, body[after - 1].end, row[1])
        low = plains(piece)
        table = phrases("social_status")
        begins = {t.start: i for i, t in enumerate(piece)}
        inside = range(begins[body[at].start], begins[body[after - 1].start] + 1)
        arguments: list[Argument] = [what]
        status = row[2] if len(row) > 2 else ""
        taken: set[int] = set() if body[at].lower.startswith(("pack", "ppd")) else set(inside)  # "1.5 ppd" is how much
        i = 0
        while i < len(low):
            said = table.at(low, i)
            if said is None or i in inside:
                i += 1
                continue
            role = "amount" if said[0][0] == "amount" else "status"
            if role == "amount" or not status:
                arguments.append(
                    argument(
                        self.doc, role, piece[i].start, piece[said[1] - 1].end, said[0][0] if role == "status" else None
                    )
                )
                status = said[0][0] if role == "status" else status
            taken.update(range(i, said[1]))
            i = said[1]
        arguments += amounts(self.doc, piece, taken)
        if self.lead == "deny" and not self.own and any(a.role == "amount" for a in arguments):
            self.lead = ""  # "nil smoking, social EtOH"
        if self.lead == "deny":
            arguments = [a for a in arguments if a.value != "former"]
            status = "" if status == "former" else status
        elif self.former and not status and self.last == "habit":
            status = self.former
        polarity: Polarity = "denied" if self.lead == "deny" or status == "never" else "present"
        self.former = status if status == "former" else ""
        if status in ("former", "never") and not any(a.role == "status" for a in arguments):
            arguments.append(what.model_copy(update={"role": "status", "value": status}))
        self.last = "habit"
        arguments.sort(key=lambda a: (a.role != "what", a.span.start))
        merged = joined(self.doc, arguments)
        return Draft(
            "habit",
            hull([a.span for a in merged]),
            tuple(merged),
            polarity,
            temporality="past" if status == "former" else "current",
            sentence=self.sentence,
        )

    def _life(self, piece: Sequence[Token], body: Sequence[Token], kind: Kind) -> Iterator[Draft]:
        """Home and work: the words as they stand, without the subject."""
        if self._told(piece):
            yield from self._prose(piece)
            return
        words = body
        span = self.doc.trimmed(words[0].start, words[-1].end)
        self.last = kind
        polarity: Polarity = "denied" if self.lead == "deny" else "present"
        was = any(token.tag == "VBD" for token in piece) and words[0].lower in _LIFE and "for" in plains(words)
        was = was or (words[0].lower == "worked" and not any(token.tag.startswith("VH") for token in piece))
        time = "past" if was or [word.lower for word in words[:2]] == ["used", "to"] else "current"
        what = (argument(self.doc, "what", span.start, span.end),)
        yield Draft(kind, span, what, polarity, temporality=time, sentence=self.sentence)

    def _told(self, piece: Sequence[Token]) -> bool:
        """Whether a piece is about somebody else, or holds a clause beside "lives", "works" and "is"."""
        subject = next((t for t in piece if t.tag.startswith(("NN", "PN", "NP"))), None)
        verb = next((t for t in piece if finite(t)), None)
        if verb is None:
            return False
        if subject is not None and subject.tag == "PNI":
            return True
        other = (
            subject is not None
            and subject.start < verb.start
            and subject.tag.startswith(("NN", "NP"))
            and subject.lower not in ("patient", "pt")
        )
        return other or sum(finite(t) for t in piece) > 2

    def _other(self, piece: Sequence[Token], body: Sequence[Token]) -> Iterator[Draft]:
        """A piece with no word of the table: it goes on with the one before ("bus driver, two cats"), or is prose."""
        span = self.doc.trimmed(body[0].start, body[-1].end)
        if span.start >= span.end:
            return
        topic = _topic(self.record, self.doc)
        if topic is not None and topic[0] == "habit" and self.lead != "deny":
            yield self._of(topic[1], piece)
            return
        if (
            len(body) <= 3
            and body[-1].tag.startswith("NN")
            and body[-1].lower.endswith(_TRADES)
            and len(body[-1].text) > 5
            and self.lead != "deny"  # "no dentist" is no trade
        ):
            self.last = "work"
        if any(finite(t) for t in piece) or self.last not in ("home", "work"):
            yield from self._prose(piece)
            return
        polarity: Polarity = "denied" if self.lead == "deny" else "present"
        yield Draft(
            self.last, span, (argument(self.doc, "what", span.start, span.end),), polarity, sentence=self.sentence
        )

    def _of(self, what: Argument, piece: Sequence[Token]) -> Draft:
        """What is said of the habit that the label names ("Quit 30 years ago")."""
        span = self.doc.trimmed(piece[0].start, piece[-1].end)
        status = _status(self.doc, piece)
        said = argument(self.doc, "status" if status else "amount", span.start, span.end, status)
        polarity: Polarity = "denied" if self.lead == "deny" or status == "never" else "present"
        time = "past" if status == "former" else "current"
        return Draft("habit", span, (what, said), polarity, temporality=time, sentence=self.sentence)

    def _prose(self, piece: Sequence[Token]) -> Iterator[Draft]:
        span = self.doc.trimmed(piece[0].start, piece[-1].end, " \t\r\n,;")
        self.last = None
        for draft in told(self.record, span, self.part, self.doc):
            listed_ = self.lead == "deny" and not self.own and draft.kind in ("symptom", "condition")
            yield draft.but(polarity="denied") if listed_ else draft  # "denies palpitations, hair loss"
