"""Earlier conditions, operations and pregnancies: one statement each, with since when, how it is, and what is taken for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading import medications, symptoms
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.foreign import foreign
from bedside.agents.reading.items import Item, items
from bedside.agents.reading.modifier_table import is_over
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.past_names import balanced, year_of
from bedside.agents.reading.past_tails import before_drug, before_status
from bedside.agents.reading.pregnancies import pregnancies
from bedside.agents.reading.readings import asserted, bounded, kind_of, opaque, prose, told
from bedside.agents.reading.review import answered, blanket, spoken_of_all
from bedside.agents.reading.tables import plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import ROLES, Argument, Kind

_DONE = frozenset(word for row in rows("procedure_words") for word in row[0].split("|") if word[0] != "-")
_ENDINGS = tuple(word[1:] for row in rows("procedure_words") for word in row[0].split("|") if word[0] == "-")
_NO_HISTORY = frozenset(
    "past medical surgical history significant prior previous other major chronic pertinent known other problems illnesses"
    " conditions psychiatric disease medical issues".split()
)
_TITLES = frozenset({"medical", "surgical", "psychiatric", "obstetric", "gynecologic", ".", ":", "past", "history"})
_ENDED_LABELS = frozenset("resolved inactive former".split())
_PLANNED = frozenset("planned scheduled booked awaiting due pending upcoming".split())
_LONG_AGO = frozenset("remote old prior previous former childhood past distant".split())
_TIMES = ("duration", "onset", "since", "when")
_HOW = frozenset(
    {"under", "on", "well", "stable", "controlled", "active", "ongoing", "mild", "moderate", "severe", "treated"}
)
_SHORT_BODY = 4  # words of a date beside the label that it dates
_LONGEST = 9  # words of an item that no term explains


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record."""
    record = bounded(record, doc)
    if record.label_span is not None and _names(doc, record.label_span):
        found = _labelled(record, doc)
        if found is not None:
            yield found
            return
    for sentence in record.sentences:
        yield from read_sentence(record, sentence, part, doc)


def _names(doc: Doc, label: Span) -> bool:
    """Whether a label names a condition, a procedure or a test, and no group of them."""
    tests = any(mention.kind == "test" for mention in doc.mentioned(label))
    return tests or kind_of(doc, label) in ("condition", "procedure", "symptom")


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence; what stands between the semicolons of a list is read by itself."""
    listed = ";" in doc.slice(sentence) and not any(token.tag == "PNP" for token in doc.tagged(sentence))
    for stretch in _stretches(doc, sentence) if listed else (sentence,):
        story = _story_from(doc, stretch)
        if story is None:
            yield from _read_stretch(record, stretch, part, doc)
            continue
        yield from _read_stretch(record, doc.trimmed(stretch.start, story, " ,\t\r\n"), part, doc)
        yield from told(record, Span(start=story, end=stretch.end), part, doc)


def _stretches(doc: Doc, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    while (at := doc.text.find(";", start, sentence.end)) >= 0:
        if (span := doc.trimmed(start, at)).start < span.end:
            yield span
        start = at + 1
    if (span := doc.trimmed(start, sentence.end, " \t\r\n")).start < span.end:
        yield span


def _read_stretch(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    general = blanket(doc, sentence)
    if general:
        yield from spoken_of_all(general, record, sentence, doc)
        return
    if not any(token.text[0].isalpha() for token in doc.tagged(sentence)):
        return  # a list number alone
    if _TITLES.issuperset(plains(doc.tagged(sentence))):
        return  # "Medical", above the conditions
    strange = foreign(record, sentence, part, doc)
    if strange is not None:
        yield from strange
        return
    births = pregnancies(doc, sentence)
    if births is not None:
        yield births
    if births is None and _tells_birth(doc, sentence):
        yield from told(record, sentence, part, doc)
        return
    listed = [item for item in items(doc, sentence) if births is None or item.span.start >= births.span.end]
    if any(_tells(item, doc) for item in listed):
        yield from told(record, sentence, part, doc)
        return
    time: tuple[Argument, ...] = ()
    nothing = False  # "nil of note, back pain": what stands behind is not denied
    for item in listed:
        if nothing and not item.fresh:
            item = replace(item, lead="")
        whole = blanket(doc, item.whole)
        nothing = nothing or bool(whole)
        general = "none" if item.lead == "deny" and _history(doc, item.span) else whole or blanket(doc, item.span)
        when = () if general else _time(item, doc)
        if general:
            yield from spoken_of_all(general, record, item.span, doc)
        elif when:
            time = when
        else:
            yield from _item(item, time, sentence, record, part, doc)
            time = ()


def _story_from(doc: Doc, sentence: Span) -> int | None:
    """Where a story goes on behind a condition: "MS diagnosed in 2010, walks with a cane"."""
    words = doc.tagged(sentence)
    for i, word in enumerate(words[:-1]):
        if finite(word) and word.lower not in _DATED_BY:
            return None
        after = words[i + 1]
        named = doc.mentioned(Span(start=after.start, end=after.end))
        if word.text == "," and after.tag in ("VVZ", "VHZ") and not named and i:
            return after.start
    return None


def _ended(label: str) -> bool:
    """Whether a label says that what stands behind it is over: "Resolved", "Inactive problems"."""
    words = label.lower().split()
    return len(words) <= 2 and bool(_ENDED_LABELS & set(words))


def _tells_birth(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence says no more than when or how somebody was born: "Born at 37 weeks"."""
    words = plains(doc.tagged(sentence))
    return words[0] == "born" and "," not in words


def _tells(item: Item, doc: Doc) -> bool:
    """Whether an item is a clause: "which" and "that" may hang on a condition, "as he is uninsured" is a clause."""
    if prose(doc, item):
        return not _dated(doc, item)
    words = doc.tagged(item.span)
    return any(
        t.tag.startswith(("CJS", "AVQ")) and i + 1 < len(words) and words[i + 1].tag == "PNP"
        for i, t in enumerate(words)
    )


_DATED = frozenset(("diagnosed", "dx", "dx'd"))
_DATED_BY = frozenset(
    "diagnosed dx found treated removed repaired excised resected ablated stented drained fixed replaced operated".split()
)


def _dated(doc: Doc, item: Item) -> bool:
    """Whether the only verb of an item tells since when: "Hypertension, diagnosed 8 years ago", "gallbladder removed in 2016"."""
    words = doc.tagged(item.span)
    at = next((i for i, t in enumerate(words) if t.tag.startswith("V")), 0)
    alone = not any(t.tag.startswith(("V", "PN")) for i, t in enumerate(words) if i != at)
    timed = any(q.start >= words[at].end for q in doc.quantities if q.end <= item.span.end)
    return alone and timed and words[at].lower in _DATED_BY


def _history(doc: Doc, span: Span) -> bool:
    """ "No significant past surgical history"."""
    return _NO_HISTORY.issuperset(plains(doc.tagged(span)))


def _time(item: Item, doc: Doc) -> tuple[Argument, ...]:
    """The time of an item that is nothing else: "In 1979, tubal ligation"."""
    words = doc.tagged(item.span)
    if not words or words[0].lower == "born" or len(words) > 4 or doc.mentioned(item.span):
        return ()
    found = symptoms.adjuncts(doc, words)
    return tuple(found) if found and all(a.role in _TIMES for a in found) else ()


def _item(
    item: Item, time: tuple[Argument, ...], sentence: Span, record: Record, part: Part, doc: Doc
) -> Iterator[Draft]:
    words = doc.tagged(item.span)
    body, tail = before_drug(doc, words)
    body, status = before_status(body)
    if body:
        yield _earlier(item, (body, status, time), sentence, record, part, doc)
    if tail:
        span = doc.trimmed(tail[0].start, tail[-1].end)
        yield from medications.prescribed(doc, span) or [opaque(span, sentence, record.label)]


def _earlier(
    item: Item,
    said: tuple[Sequence[Token], tuple[str, Sequence[Token]] | None, tuple[Argument, ...]],
    sentence: Span,
    record: Record,
    part: Part,
    doc: Doc,
) -> Draft:
    """A condition or a procedure; ``said`` are the words that name it, how it is, and when it was."""
    words, status, time = said
    long_ago = words[0].lower in _LONG_AGO
    if long_ago and words[0].lower != "childhood" and status is not None and status[0] == "past" and len(words) > 1:
        words = words[1:]  # "Remote Bell's palsy, fully recovered"
    span = balanced(doc, doc.trimmed(words[0].start, words[-1].end))
    kind = _kind(item, words, span, part, doc)
    if kind is None:
        return opaque(item.span, sentence, record.label)
    arguments = (*_named(doc, span, kind), *(_role(kind, a) for a in time))
    over = (status is not None and status[0] == "past") or _ended(record.label)
    if status is not None:
        role = (
            "when"
            if kind == "procedure"
            else "since"
            if status[0] == "past" and status[1][0].lower not in _ENDED
            else "status"
        )
        told = doc.trimmed(status[1][0].start, status[1][-1].end, " ()")
        arguments = (*arguments, argument(doc, role, told.start, told.end))
    whole = hull([span, *(a.span for a in arguments if a not in time)])
    draft = asserted(Draft(kind, whole, arguments, group=record.label), item, sentence, doc)
    if kind == "procedure" and any(a.role == "when" and a.text.lower().split()[0] in _PLANNED for a in arguments):
        return draft.but(temporality="future")  # "hip replacement scheduled for June"
    if over or kind == "procedure" or is_over(doc.slice(span)) or long_ago:
        return draft.but(temporality="past")
    told = status is not None or not (item.fresh or draft.temporality == "past")
    return draft.but(temporality="current") if told else draft


def _named(doc: Doc, span: Span, kind: Kind) -> tuple[Argument, ...]:
    """What it is called, with when and where, if nothing else is said of it."""
    words = doc.tagged(span)
    dated = next((i for i, t in enumerate(words) if i and t.lower in _DATED), 0)
    times = symptoms.adjuncts(doc, words[dated + 1 :]) if 0 < dated < len(words) - 1 else None
    if times and all(a.role in _TIMES for a in times):  # "asthma diagnosed in 2010"
        what = doc.trimmed(span.start, words[dated - 1].end, " ,;:-\u2013(")
        return (*_named(doc, what, kind), *(_role(kind, a) for a in times))
    year = year_of(doc, span)
    if year is not None:
        what = doc.trimmed(span.start, year.span.start)
        return (*_named(doc, what, kind), _role(kind, year))
    found = symptoms.named(doc, doc.tagged(span))
    if found and len(found) == 1:
        arguments = tuple(_role(kind, a) for a in found[0].arguments)
        if all(a.role in ROLES[kind] for a in arguments) and all(
            a.text.count("(") == a.text.count(")") for a in arguments
        ):
            return arguments
    return (argument(doc, "what", span.start, span.end),)


_ENDED = frozenset(
    {
        "resolved",
        "recovered",
        "fully",
        "full",
        "made",
        "healed",
        "completely",
        "no",
        "cleared",
        "eradicated",
        "cured",
        "treated",
        "has",
        "now",
        "outgrown",
        "(",
        "since",
    }
)


def _role(kind: Kind, a: Argument) -> Argument:
    """Every kind has its own name for when."""
    if kind == "procedure" and a.role in ("since", "duration", "onset"):
        return a.model_copy(update={"role": "when"})
    if kind == "condition" and a.role in ("when", "duration", "onset"):
        return a.model_copy(update={"role": "since"})
    return a


def _kind(item: Item, words: Sequence[Token], span: Span, part: Part, doc: Doc) -> Kind | None:
    head = next((i for i, t in enumerate(words) if t.tag in ("PRP", "PRF") and i), len(words))
    known = kind_of(doc, span)
    if done(words[:head]) or (item.lead == "done" and (item.fresh or known != "condition")):
        return "procedure"
    if known == "symptom":
        return "condition"
    if known in ("condition", "procedure"):
        return known
    if known == "drug":
        return None
    if len(words) > _LONGEST or not any(t.tag.startswith(("NN", "NP", "UNC")) for t in words):
        return None
    return "procedure" if "surg" in part.heading.lower() else "condition"


def done(words: Sequence[Token]) -> bool:
    """Whether these words name an operation or a treatment."""
    return any(map(is_operation, plains(words)))


def is_operation(word: str) -> bool:
    """Whether a word in small letters names an operation or a treatment."""
    return word in _DONE or word.endswith(_ENDINGS)


def _labelled(record: Record, doc: Doc) -> Draft | None:
    """ "Gout: patient history positive", "Asthma: since childhood"."""
    assert record.label_span is not None
    whole = hull([record.label_span, record.span])
    answer = answered(doc, record.span)
    tests = any(mention.kind == "test" for mention in doc.mentioned(record.label_span))
    kind: Kind = "procedure" if tests or done(doc.tagged(record.label_span)) else "condition"
    what = argument(doc, "what", record.label_span.start, record.label_span.end)
    if answer is not None:
        return Draft(kind, whole, (what,), answer, sentence=whole)
    found = before_status(doc.tagged(whole))
    words = doc.tagged(record.span)
    if found[1] is not None and found[1][1][0].start == words[0].start:
        status = argument(doc, "status", found[1][1][0].start, found[1][1][-1].end)
        return Draft(
            kind, whole, (what, status), temporality="past" if found[1][0] == "past" else "current", sentence=whole
        )
    if (
        any(q.kind in ("date", "year") and q.start == record.span.start for q in doc.quantities)
        and len(words) <= _SHORT_BODY
    ):
        body = doc.trimmed(record.span.start, record.span.end)
        when = argument(doc, "when" if kind == "procedure" else "since", body.start, body.end)
        return Draft(
            kind, whole, (what, when), temporality="past" if kind == "procedure" else "current", sentence=whole
        )
    says = {"yes": "present", "no": "denied"}.get(words[0].lower)
    rest = words[2:] if says and words[1].text in ",;" else words
    if len(rest) <= _SHORT_BODY and rest[0].lower in _HOW and not doc.mentioned(record.span):
        how = doc.trimmed(rest[0].start, rest[-1].end)
        return Draft(
            kind,
            whole,
            (what, argument(doc, "status", how.start, how.end)),
            "denied" if says == "denied" else "present",
            sentence=whole,
        )
    time = symptoms.adjuncts(doc, words)
    if time and all(a.role in ("duration", "onset", "since") for a in time):
        return Draft(kind, whole, tuple(_role(kind, a) for a in (what, *time)), sentence=whole)
    return None
