"""Medicines: one statement a drug, with its dose, form, route, frequency, purpose and what is done with it, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bedside.agents.reading import allergies
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.drug_sense import earlier
from bedside.agents.reading.drugs_under import headed, labelled
from bedside.agents.reading.foreign import foreign
from bedside.agents.reading.medication_asides import before_clause, nothing, without_allergies
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.readings import bounded, opaque, told
from bedside.agents.reading.review import spoken_of_all
from bedside.agents.reading.sig_fields import is_mixture, merged
from bedside.agents.reading.sigs import Bit, Sig, covered
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_NOUNS = ("NN", "NP", "UNC")
_NAMED = ("NN", "NP", "UNC", "AJ", "VVG", "ZZ")
_TALK = ("PNP", "DPS", "EX0")
_GENERIC = frozenset(
    "other medications medication medicine medicines over the counter current meds drugs drug list new".split()
)
_OVER = frozenset({"stop", "finish"})
_FOR_A_REASON = frozenset({"stop", "hold", "pend", "refuse"})
_SORTS = frozenset({"abx", "antibiotic", "antibiotics"})  # what kind of drug the name before them is


@dataclass
class _Entry:
    """A drug in the making: the words of its name, and its other bits."""

    name: tuple[int, int] | None = None
    bits: list[Bit] = field(default_factory=list[Bit])
    action: Bit | None = None
    given: Argument | None = None  # an action that stands before a whole list
    denied: bool = False


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    action = labelled(record, doc) or headed(part, doc)
    last: Draft | None = None
    for sentence in record.sentences:
        sentence, aside = before_clause(doc, sentence)
        if aside is not None:
            yield opaque(aside, sentence, record.label)
        sentence, allergy = without_allergies(doc, sentence)
        if allergy is not None:
            yield from allergies.read_sentence(record, allergy, part, doc)
        if sentence.start >= sentence.end:
            continue
        strange = foreign(record, sentence, part, doc)
        if strange is not None:
            yield from strange
            continue
        general = nothing(doc, sentence)
        if general:
            yield from spoken_of_all(general, record, sentence, doc)
            continue
        found = prescribed(doc, sentence, listed=True, action=action, record=record)
        if found is None:
            if last is not None:
                yield last
                last = None
            yield from told(record, sentence, part, doc)
            continue
        for draft in (earlier(one, doc) for one in found):
            if last is not None and draft.kind == "drug" and draft.arguments[0].role != "drug":
                last = last.but(span=hull([last.span, draft.span]), arguments=last.arguments + draft.arguments)
                continue
            if last is not None:
                yield last
            last = draft
    if last is not None:
        yield last


def prescribed(
    doc: Doc, sentence: Span, *, listed: bool = False, action: Argument | None = None, record: Record | None = None
) -> list[Draft] | None:
    """The drugs of a sentence in order. ``listed``: it is a list of drugs, so that names need not be known.
    ``action`` holds for all. None: it is prose, or names no drug."""
    sig = Sig(doc, sentence)
    bits = sig.bits()
    if not any(token.text[0].isalpha() for token in sig.tokens):
        return []  # a list number alone
    listed = listed and (bool(sig.names) or not any(token.tag in _TALK for token in sig.tokens))
    if any(_verb(sig.tokens[bit.first]) for bit in bits if bit.role == "word"):
        return None
    said = any(finite(sig.tokens[bit.first]) for bit in bits if bit.role == "glue")
    if said and covered(bits) > 2:
        return None
    entries = _Assembly(sig, bits, listed, action).run()
    drafts = [made for entry in entries if (made := _draft(entry, sig, sentence, record)) is not None]
    words = sum(bit.role in ("word", "name") for bit in bits)
    if (
        not drafts
        or (covered(bits) > 6 and not listed)
        or (listed and not any(d.kind == "drug" for d in drafts) and words)
    ):
        return None
    return drafts


def _verb(token: Token) -> bool:
    return (finite(token) and token.tag not in ("VVB", "VVD")) or (
        token.tag == "VVD" and token.lower.endswith(("ted", "ved", "sed"))
    )


class _Assembly:
    """Puts the bits of a sentence to their drugs."""

    def __init__(self, sig: Sig, bits: Sequence[Bit], listed: bool, action: Argument | None) -> None:
        self.sig = sig
        self.bits = list(bits)
        self.listed = listed
        self.action = action
        self.entries: list[_Entry] = []
        self.pending: list[Bit] = []
        self.parted = True  # a separator stands before
        self.inside = 0  # within parentheses
        self.denied = False

    def run(self) -> list[_Entry]:
        for at, bit in enumerate(self.bits):
            step = getattr(self, f"_{bit.role}", self._field)
            step(at, bit)
        if self.pending and not self.entries:
            self.entries.append(_Entry(bits=self.pending, given=self.action))
        return self.entries

    @property
    def current(self) -> _Entry | None:
        return self.entries[-1] if self.entries else None

    def _open(self, at: int, bit: Bit) -> None:
        self.inside += 1

    def _close(self, at: int, bit: Bit) -> None:
        self.inside = max(0, self.inside - 1)

    def _separator(self, at: int, bit: Bit) -> None:
        if not self.inside:
            self.parted = True
            self.denied = self.denied and self.sig.words[bit.first] in ("or", "and", ",", "nor")

    def _denial(self, at: int, bit: Bit) -> None:
        self.denied = self.parted = True

    def _glue(self, at: int, bit: Bit) -> None:
        """ "then" parts two drugs: "saline 1 L over 8 h then 5% dextrose 500 mL"."""
        if self.sig.words[bit.first] in ("then", "with") and not self.inside and self._ahead_name(at):
            self.parted = True

    def _note(self, at: int, bit: Bit) -> None:
        pass

    def _number(self, at: int, bit: Bit) -> None:
        entry = self.current
        if entry is None or not entry.name or entry.bits or entry.name[1] + self._marked(bit) != bit.first:
            return
        tokens = self.sig.tokens
        if (
            self._dose_ahead(at) or self._marked(bit) or tokens[bit.first - 1].end == tokens[bit.first].start
        ):  # "NovoMix 30 14 iu"
            entry.name = (entry.name[0], bit.after)
        else:
            entry.bits.append(Bit("dose", bit.first, bit.after))

    def _marked(self, bit: Bit) -> bool:
        return self.sig.at(bit.first - 1) == "#"

    def _name(self, at: int, bit: Bit) -> None:
        entry = self.current
        if entry is not None and entry.name and entry.name[1] == bit.first and self.sig.words[bit.first] in _SORTS:
            return  # "nitrofurantoin abx"
        ahead = self.bits[at + 1] if at + 1 < len(self.bits) else bit
        paired = ahead.role == "dose" and "/" in self.sig.words[ahead.first : ahead.after]
        joins = (
            entry is not None and entry.name and (self.inside or not self.parted) and self._joins(entry, bit, paired)
        )
        if joins and entry is not None and entry.name:
            if not entry.bits:
                entry.name = (entry.name[0], bit.after)
            return
        self._start(bit)

    def _joins(self, entry: _Entry, bit: Bit, paired: bool) -> bool:
        """Whether a name goes on, or another drug's begins without a mark between. ``paired``: two strengths follow."""
        if self.inside or (paired and self.sig.at(bit.first - 1) == "/"):
            return True
        assert entry.name is not None
        between = self.sig.words[entry.name[1] : bit.first]
        if not between:
            return not entry.bits and entry.name[0] not in self.sig.names  # "combined" before a name
        return not entry.bits and all(word in ("/", "-", "(", "or", "–") for word in between)

    def _word(self, at: int, bit: Bit) -> None:
        if self.sig.words[bit.first] in ("/", "→") and self._dose_ahead(at):
            return  # "2 mg AM/1.5 mg PM"
        entry = self.current
        if entry is not None and entry.bits and entry.bits[-1].role == "as_needed" and self._symptom(bit):
            entry.bits.append(Bit("purpose", bit.first, bit.after))  # "PRN pain"
        elif entry is not None and self._is_reason(entry, bit):
            after = next((ahead.first for ahead in self.bits[at:] if ahead.role != "word"), len(self.sig.words))
            entry.bits.append(Bit("purpose", bit.first, after))  # "stopped - muscle aches"
        elif (
            entry is not None
            and entry.name
            and entry.name[1] == bit.first
            and not self.parted
            and not _described(entry)
        ):
            entry.name = (entry.name[0], bit.after)  # "Metoprolol XL"
        elif entry is None or (self.parted and not self.inside):
            tag = self.sig.tokens[bit.first].tag
            person = not {"dr", "mr", "mrs", "ms"}.isdisjoint(self.sig.words[max(0, bit.first - 2) : bit.after])
            lettered = tag == "CRD" and self.sig.tokens[bit.first].text[:1].isalpha()  # "NovoMix"
            named = (
                (lettered or tag.startswith(_NOUNS if self.denied else _NAMED))
                and not person
                and not self._symptom(bit)
            )
            self.parted = False
            if named and ((self.listed and self._ends_well(at)) or self._dose_ahead(at)):
                self._start(bit)
        elif self.listed and not self.inside and entry.bits and self._dose_ahead(at):
            self._start(bit)

    def _is_reason(self, entry: _Entry, bit: Bit) -> bool:
        """Whether a word tells why a drug was given up: a trouble or a part of the body behind a mark."""
        done = entry.action.value if entry.action is not None else ""
        marked = self.sig.at(bit.first - 1) in (",", "-", "–", "—", ":", "(", ";") and bit.first > 1
        return done in _FOR_A_REASON and marked and self._symptom(bit, "anatomy")

    def _symptom(self, bit: Bit, *more: str) -> bool:
        token = self.sig.tokens[bit.first]
        around = Span(start=token.start, end=self.sig.span.end)
        return any(
            m.span.start == token.start and m.kind in ("symptom", "disorder", *more)
            for m in self.sig.doc.mentioned(around)
        )

    def _ends_well(self, at: int) -> bool:
        """Whether a field, a mark or the end follows an unknown name, as it does after a drug's."""
        after = next((bit.role for bit in self.bits[at + 1 :] if bit.role != "word"), "separator")
        return after != "glue" or self.bits[at + 1].role != "word"

    def _dose_ahead(self, at: int) -> bool:
        return at + 1 < len(self.bits) and self.bits[at + 1].role == "dose"

    def _start(self, bit: Bit) -> None:
        first = bit.first
        strength = self.pending[-1] if self.pending else None
        if strength is not None and strength.after == first and self.sig.at(first - 1) == "%":
            first = self.pending.pop().first  # "5% dextrose 500 mL"
        self.entries.append(_Entry((first, bit.after), self.pending, given=self.action, denied=self.denied))
        self.pending = []
        self.parted = False

    def _action(self, at: int, bit: Bit) -> None:
        entry = self.current
        ahead = self._ahead(at)
        rest = [later.role for later in self.bits[at + 1 :]]
        apart = not self.parted and "separator" in rest and "name" not in rest[: rest.index("separator")]
        last = (
            bit.value in _OVER and "name" not in rest
        ) or apart  # "prednisone finished last week; montelukast 10 mg"
        if entry is not None and (self.inside or last or ahead not in ("name", "word", "dose")) and entry.name:
            entry.action = entry.action or bit
        elif bit.value == "take" and not _was(bit, self.sig):
            self.action = None
        else:
            self.action = self._said(bit)

    def _said(self, bit: Bit) -> Argument:
        tokens = self.sig.tokens
        return argument(self.sig.doc, "action", tokens[bit.first].start, tokens[bit.after - 1].end, bit.value)

    def _ahead(self, at: int) -> str:
        return next((bit.role for bit in self.bits[at + 1 :] if bit.role not in ("glue", "frequency")), "")

    def _field(self, at: int, bit: Bit) -> None:
        entry = self.current
        before_name = self._ahead_name(at)
        if entry is None or (self.parted and before_name and not self.inside):
            self.pending.append(bit)
            return
        again = any(b.role == bit.role and (b.value == bit.value or b.role == "dose") for b in entry.bits)
        own = bit.role == "dose" and not {"/", "max", "maximum"}.isdisjoint(self.sig.words[bit.first : bit.after])
        weighed = bit.role == "dose" and any("kg" in self.sig.words[b.first : b.after] for b in entry.bits)
        if self.inside and again and not own and not weighed:
            return  # but "1 mg/kg (80 mg)"
        entry.bits.append(bit)
        self.parted = self.parted and bool(self.inside)

    def _ahead_name(self, at: int) -> bool:
        """Whether a name follows before the next mark: "occasional ibuprofen", "10 mg of lisinopril"."""
        for bit in self.bits[at + 1 :]:
            if bit.role == "name" or (
                bit.role == "word" and self.listed and self.sig.tokens[bit.first].tag.startswith(_NAMED)
            ):
                return True
            if bit.role not in ("glue", "frequency", "form", "dose"):
                return False
        return False


def _described(entry: _Entry) -> bool:
    """Whether something was said after a drug's name, so that its name is over."""
    return entry.name is not None and any(bit.first >= entry.name[1] for bit in entry.bits)


def _draft(entry: _Entry, sig: Sig, sentence: Span, record: Record | None) -> Draft | None:
    tokens, doc = sig.tokens, sig.doc
    found: list[Argument] = []
    if entry.name is not None:
        if _GENERIC.issuperset(sig.words[entry.name[0] : entry.name[1]]):
            return None
        name = doc.trimmed(tokens[entry.name[0]].start, tokens[entry.name[1] - 1].end, " \t\r\n,;|/")
        if doc.text[name.start : name.end].count("(") > doc.text[name.start : name.end].count(")"):
            name = Span(start=name.start, end=tokens[min(entry.name[1], len(tokens) - 1)].end)
        found.append(_named(doc, name))
    fields = merged(entry.bits, sig)
    doses = [bit for bit in fields if bit.role == "dose"]
    for bit in fields:
        start, end = tokens[bit.first].start, tokens[bit.after - 1].end
        if bit.role == "dose" and doc.text[end - 1] == ".":
            end -= 1
        mixed = bit.role == "dose" and is_mixture(doc.text[start:end]) and bit is not doses[-1]
        found.append(argument(doc, "form" if mixed else bit.role, start, end, bit.value))
    if entry.name is None and not any(a.role == "dose" for a in found):
        return None
    span = hull([a.span for a in found])
    action = _action(entry, sig)
    over = action is not None and action.value in _OVER
    if action is not None:
        found.append(action)
        span = hull([span, action.span]) if entry.action is not None else span
    if over:
        found = [a.model_copy(update={"role": "until"}) if a.role == "since" else a for a in found]
    found.sort(key=lambda a: (a.role != "drug", a.span.start))
    pending = action is not None and action.value == "pend"
    polarity = "denied" if entry.denied or pending else "present"
    return Draft(
        "drug",
        span,
        tuple(found),
        polarity,
        temporality="past" if over else "current",
        sentence=sentence,
        group=record.label if record else "",
    )


def _named(doc: Doc, name: Span) -> Argument:
    made = argument(doc, "drug", name.start, name.end)
    if made.concept is None and doc.terms is not None:  # "Tegretol300": no concept ends within a word
        found = next(iter(doc.terms.find(made.text)), None)
        if found is not None:
            return made.model_copy(update={"concept": found.concept})
    return made


def _was(bit: Bit, sig: Sig) -> bool:
    """Whether a medicine was taken, and it is not said that it still is: "was on aspirin"."""
    return sig.tokens[bit.first].lower == "was" and bit.after - bit.first == len(("was", "on"))


def _action(entry: _Entry, sig: Sig) -> Argument | None:
    bit = entry.action
    if bit is None:
        return entry.given
    if bit.value == "take" and not _was(bit, sig):
        return None
    return argument(sig.doc, "action", sig.tokens[bit.first].start, sig.tokens[bit.after - 1].end, bit.value)
