"""A stretch of a story that was not understood, read as the list that it looks like: drugs with their doses, tests with their
values, signs, findings. What still is none of these stays as it was."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from bedside.agents.reading import complaint_lists, medications, results
from bedside.agents.reading.clause import finite
from bedside.agents.reading.clause_shapes import content, cut, of_reporter
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.exam_places import words_of
from bedside.agents.reading.examination import found as findings
from bedside.agents.reading.functions import of_function
from bedside.agents.reading.items import items
from bedside.agents.reading.measurements import measured
from bedside.agents.reading.names_alone import named_alone
from bedside.agents.reading.part import Record
from bedside.agents.reading.readings import outside
from bedside.agents.reading.result_tests import TESTS, TITLES
from bedside.agents.reading.result_values import verdict
from bedside.agents.reading.sigs import Sig
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_STRONG = frozenset({";", "|", "•", "→"})
_SAID = frozenset({"symptom", "disorder", "finding", "anatomy", "procedure", "device"})
_OBSERVED = words_of("seen") | words_of("absent")
_PER_VOLUME = re.compile(r"(?:mol|[0-9] ?[npmuµ]?g|iu|u)/d?l\b", re.IGNORECASE)
_NO_TEST = frozenset({"max", "maximum", "then", "dose", "total", "up", "taking", "on", "using", "missed"})
_TO_COME = frozenset({"due", "planned", "scheduled", "booked", "listed", "awaiting", "until", "will"})
_TIMED = frozenset(
    {"day", "days", "week", "weeks", "month", "months", "since", "for", "age", "aged", "after", "on", "x"}
)
_BIRTHS = re.compile(r"G\d{1,2} ?P\d")
_SO_LONG = re.compile(r"[x×] ?\d|\d{1,2}/(?:7|52|12)\b|\d{1,2}(?:\+\d)?/40\b", re.IGNORECASE)
_UNITS_OF_TIME = frozenset({"hour", "day", "week", "month", "year"})
_DOSED = frozenset({"dose", "frequency", "as_needed", "route", "form"})
_TOLD = ("PNP", "EX0", "VM0", "CJT", "DTQ")
_SUBJECTS = ("AT0", "DPS", "DT0", "EX0", "PN", "CJS", "CJT")
_DENIALS = frozenset({"no", "nil", "without", "denies", "denied", "nor"})
_SHORT = 4  # words of a noun and what it is
_AGO = frozenset("ago yesterday today week month year night morning".split())
_LABEL = 8  # words of a label
_LONGEST = 60  # words of a stretch


def again(draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """A draft, read as a list where it is no clause."""
    if draft.kind == "procedure" and draft.temporality == "current" and _dated(draft, doc):
        return [draft.but(temporality="past")]  # "hysterectomy 2010"
    draft = named_alone(draft, record, doc)
    if draft.kind in ("opaque", "event") and draft.polarity == "present":
        of_body = of_function(doc.tagged(draft.span), draft, doc)
        if of_body is not None:
            return of_body
    if draft.kind == "opaque":
        return by_content(draft, record, doc)
    if draft.kind != "event":
        return [draft]
    as_drug = dosed(draft, record, doc)
    if as_drug != [draft]:
        return as_drug
    found = observed(draft, record, doc)
    return found if found != [draft] else telegraphic(draft, record, doc)


def by_content(draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """The statements of an opaque draft; itself alone where its words are no list."""
    words = _behind_label(doc.tagged(draft.span), doc)
    if len(words) > _LONGEST or any(_tells(word) for word in words):
        return [draft]
    found = [one for piece in cut(words, _STRONG) for one in _piece(piece, draft, record, doc)]
    if all(one.kind == "opaque" for one in found):
        return [draft]
    return found


def _behind_label(words: Sequence[Token], doc: Doc) -> Sequence[Token]:
    """The words behind a label that names no illness: "6/52 postnatal: tear healed"."""
    colon = next((i for i, word in enumerate(words[:_LABEL]) if word.text == ":"), 0)
    if not 0 < colon < len(words) - 1:
        return words
    named = doc.mentioned(Span(start=words[0].start, end=words[colon - 1].end))
    told = any(m.kind in ("symptom", "disorder", "drug") for m in named) or any(w.text == "," for w in words[:colon])
    return words if told else words[colon + 1 :]


def dosed(draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """What was taken for a thought, read as the prescription that it is: "prednisolone 40 mg, then reduce by 5 mg a week"."""
    if draft.kind not in ("reasoning", "opaque", "event") or draft.polarity != "present":
        return [draft]
    first = next(iter(doc.mentioned(draft.span)), None)
    if first is None or first.kind != "drug" or first.span.start != draft.span.start:
        return [draft]
    words = doc.tagged(draft.span)
    opened = next((i for i, word in enumerate(words) if word.text == "("), 0)
    if opened and any(finite(word) for word in words[opened:]) and not any(finite(word) for word in words[:opened]):
        aside = draft.but(kind="opaque", span=Span(start=words[opened].end, end=draft.span.end), arguments=(), marks=())
        plain = draft.but(span=doc.trimmed(draft.span.start, words[opened].start))
        return [*dosed(plain, record, doc), aside] if dosed(plain, record, doc) != [plain] else [draft]
    found = _drugs(draft.span, record, doc, known=True) or []
    told = any(word.text[0].isdigit() and not _held(word, found) for word in words)
    return [draft] if not found or told else found


def telegraphic(draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """The statements of a clause that is none: no subject of its own, and a participle for its verb ("tear healed"); itself
    alone where a word of it is not understood."""
    words = doc.tagged(draft.span)
    verbs = [word for word in outside(words) if finite(word)]
    low, table = plains(words), phrases("time_words")
    told = any(
        word.tag.startswith(_SUBJECTS) and not _letters(word) and table.at(low, at) is None  # "the week before last"
        for at, word in enumerate(words)
    ) or any(word.tag[1] != "V" for word in verbs)
    first = bool(verbs) and words[0] is verbs[0] and not _names(words, doc)
    undone = "not" in [word.lower for word in words[:2]]  # "not sleeping" is no denial of a complaint
    led = any(mark.role == "verb" and mark.lemma == "have" for mark in draft.marks)  # "(has) lost 5 kg"
    if told or first or undone or led or any(word.tag == "VVZ" for word in verbs):
        return [draft]
    found = by_content(draft.but(kind="opaque", arguments=(), marks=()), record, doc)
    return [draft] if any(one.kind == "opaque" for one in found) else found


def _piece(words: Sequence[Token], draft: Draft, record: Record, doc: Doc) -> Iterator[Draft]:
    """A piece between strong marks: entry by entry where each of them is read, else whole, else what of it is read."""
    head, *rest = _dashed(words)
    test = doc.trimmed(head[0].start, head[-1].end)
    if rest and any(m.kind in TESTS and m.span == test for m in doc.mentioned(test)):  # "CXR - no effusion"
        body = Span(start=rest[0][0].start, end=words[-1].end)
        told = results.shown(doc, body, record, argument(doc, "test", test.start, test.end))
        if told:
            yield from told
            yield from _left(words, told, draft, doc)
            return
    entries = [part for piece in cut(words, frozenset({","})) for part in _dashed(piece)]
    read = [_read(entry, draft, record, doc) for entry in entries]
    measures = any(word.text == ":" for word in words) and any(
        one.kind == "measurement" for told in read for one in told
    )  # "BP 118/72, urine: trace"
    whole = _read(words, draft, record, doc) if not all(read) and not measures else []
    if whole:
        yield from whole
        yield from _left(words, whole, draft, doc)
        return
    for entry, told in zip(entries, read, strict=True):
        span = doc.trimmed(entry[0].start, entry[-1].end)
        yield from told or [draft.but(span=span)]
        if told:
            yield from _left(entry, told, draft, doc)


def observed(draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """A clause that says no more than that something was found or was not: "cord compression is not demonstrated"."""
    words = doc.tagged(draft.span)
    verb = next((at for at, word in enumerate(words) if finite(word)), 0)
    said = words[verb + 1 :]
    while said and said[0].tag in ("XX0", "AV0", "VBN"):
        said = said[1:]
    if not verb or words[verb].tag[:2] != "VB" or len(said) != 1 or said[0].lower not in _OBSERVED:
        return [draft]
    if any(word.tag in ("DPS", "PNP") for word in words[:verb]) or of_reporter(words[:verb]):
        return [draft]
    return _findings(draft.span, draft, record, doc) or [draft]


def _names(words: Sequence[Token], doc: Doc) -> bool:
    """Whether what looks like a verb names a thing: "pulled elbow", "drain 40 mL"."""
    held = doc.mentioned(Span(start=words[0].start, end=words[-1].end))
    return words[1:2] != () and (words[1].text[0].isdigit() or any(m.span.start == words[0].start for m in held))


def _tells(word: Token) -> bool:
    """Whether a word is of a sentence and of no list: a pronoun, but not "IM"."""
    return word.tag in _TOLD and not _letters(word)


def _letters(word: Token) -> bool:
    return len(word.text) > 1 and word.text.isupper()


def _dashed(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The stretches between dashes with spaces around them: "CXR - no effusion"."""
    start = 0
    for at in range(1, len(words) - 1):
        if words[at].text in "-–—" and words[at - 1].end < words[at].start and words[at].end < words[at + 1].start:
            yield words[start:at]
            start = at + 1
    yield words[start:]


def _left(words: Sequence[Token], found: Sequence[Draft], draft: Draft, doc: Doc) -> Iterator[Draft]:
    """The words of content that none of the statements holds, as far as they go on side by side."""
    stretch: list[Token] = []
    for word in words:
        if content(word) and not _held(word, found) and word.lower not in _OBSERVED:
            stretch.append(word)
        elif stretch and content(word):
            yield draft.but(span=Span(start=stretch[0].start, end=stretch[-1].end))
            stretch = []
    if stretch:
        yield draft.but(span=Span(start=stretch[0].start, end=stretch[-1].end))


def _held(word: Token, found: Sequence[Draft]) -> bool:
    return any(a.span.start <= word.start < a.span.end for one in found for a in one.arguments) or any(
        one.span.start <= word.start < one.span.end for one in found if not word.text[0].isdigit()
    )


def _read(words: Sequence[Token], draft: Draft, record: Record, doc: Doc) -> list[Draft]:
    """What one stretch says as a list of one sort; nothing where it is none."""
    span = doc.trimmed(words[0].start, words[-1].end)
    if span.start >= span.end:
        return []
    kinds = {mention.kind for mention in doc.mentioned(span)}
    for held in (
        _drugs(span, record, doc, known="drug" in kinds),
        of_function(words, draft, doc),
        _measures(span, doc),
        _undergone(words, draft, doc),
        _results(span, record, doc) if kinds & TESTS or _valued(words) else None,
        _planned(words, draft, doc),
        _last_time(words, draft, record, doc),
        _predicate(words, draft, doc),
        _findings(span, draft, record, doc) if kinds & (_SAID | TESTS) or any(map(_letters, words)) else None,
    ):
        if held and not any(word.text[0].isdigit() and not _held(word, held) for word in words):
            return held
    return []


def _drugs(span: Span, record: Record, doc: Doc, *, known: bool) -> list[Draft] | None:
    if _PER_VOLUME.search(doc.slice(span)):
        return None  # "vitamin D 28 nmol/L" was measured
    roles = {bit.role for bit in Sig(doc, span).bits()}
    if not (roles & _DOSED if known else {"dose", "frequency"} <= roles):
        return None
    found = medications.prescribed(doc, span, listed=True, record=record)
    named = found is not None and all(one.kind == "drug" and one.arguments[0].role == "drug" for one in found)
    return found if named else None


def _measures(span: Span, doc: Doc) -> list[Draft] | None:
    found = measured(doc, span)
    told = sum(one.span.end - one.span.start for one in found)
    return found if told * 2 > span.end - span.start else None


def _valued(words: Sequence[Token]) -> bool:
    """Whether a name in letters stands before a number: "urea 14.2", "Na+ 128"."""
    numbered = any(word.text[0].isdigit() for word in words[1:4])
    judged = words[-1:] if words[0].lower not in TITLES else words[1:2]  # "bloods OK last week"
    return words[0].text[0].isalpha() and (numbered or verdict(plains(judged)) in ("normal", "abnormal"))


def _results(span: Span, record: Record, doc: Doc) -> list[Draft] | None:
    found = results.shown(doc, span, record)
    return found if found and all(one.kind == "result" and _is_test(one, doc) for one in found) else None


def _is_test(draft: Draft, doc: Doc) -> bool:
    """Whether what has a value is no illness: "bronchiolitis at 4 months" is none."""
    test = next((a for a in draft.arguments if a.role == "test"), None)
    kinds = {m.kind for m in doc.mentioned(test.span)} if test is not None else set[str]()
    if test is not None and _BIRTHS.match(test.text):
        return False
    if test is not None and (set(test.text.lower().split()[:1]) & _NO_TEST or _lasts(draft, test, kinds, doc)):
        return False
    return not kinds or bool(kinds & TESTS) or not kinds & {"disorder", "symptom", "drug", "finding"}


def _lasts(draft: Draft, test: Argument, kinds: AbstractSet[str], doc: Doc) -> bool:
    """Whether the number beside a name says when, how long or how often, and is no value of it: "home on day 2", "knee
    replacement 15 days [ago]", "wet nappies x2", "visit 1/52"."""
    value = next((a for a in draft.arguments if a.role == "value"), None)
    if value is None or "measurement" in kinds:
        return False
    if test.text.lower().split()[-1] in _TIMED or _SO_LONG.match(value.text) is not None:
        return True
    timed = (q for q in doc.quantities if value.span.start <= q.start < value.span.end)
    return any(q.unit in _UNITS_OF_TIME for q in timed)


def _planned(words: Sequence[Token], draft: Draft, doc: Doc) -> list[Draft] | None:
    """What is still to be done: "awaiting a hip replacement", "listed for phaco"."""
    found = phrases("awaited").at(plains(words), 0)
    rest = words[found[1] :] if found else ()
    while rest and rest[0].tag in ("AT0", "DPS"):
        rest = rest[1:]
    if not rest:
        return None
    span = doc.trimmed(rest[0].start, rest[-1].end)
    done = [m for m in doc.mentioned(span) if m.kind in ("procedure", "test", "device")]
    if not done and any(m.kind in _SAID for m in doc.mentioned(span)):
        return None
    whole = Span(start=words[0].start, end=span.end)
    what = argument(doc, "what", span.start, span.end)
    return [Draft("procedure", whole, (what,), temporality="hypothetical", sentence=draft.sentence)]


def _undergone(words: Sequence[Token], draft: Draft, doc: Doc) -> list[Draft] | None:
    """What was done and when: "right knee replacement 15 days ago for osteoarthritis"."""
    span = doc.trimmed(words[0].start, words[-1].end)
    first = next((m for m in doc.mentioned(span) if m.kind != "anatomy"), None)
    if first is None or first.kind != "procedure" or any(word.lower in _DENIALS for word in words):
        return None
    if any(word.start < first.span.start and not word.tag.startswith(("AJ", "NN", "NP", "AT", "ZZ")) for word in words):
        return None
    made = Draft("procedure", span, (argument(doc, "what", span.start, span.end),), sentence=draft.sentence)
    return [made.but(temporality="past")] if _dated(made, doc) else None


def _dated(draft: Draft, doc: Doc) -> bool:
    """Whether the words of a draft say that it was at a time that is over: "15 days ago", "in 2010"."""
    if any(word.lower == "ago" for word in doc.tagged(draft.span)):
        return True
    return any(
        q.kind in ("year", "date") for q in doc.quantities if draft.span.start <= q.start < draft.span.end
    ) and not any(word.lower in _TO_COME for word in doc.tagged(draft.span))


def _last_time(words: Sequence[Token], draft: Draft, record: Record, doc: Doc) -> list[Draft] | None:
    """When something was for the last time or the first: "last flare 2021", "last BM 4 days ago"."""
    if words[0].lower not in ("last", "first", "latest") or len(words) < _SHORT - 1 or not words[1].tag.startswith("N"):
        return None
    end = next((i for i, word in enumerate(words) if i > 1 and not word.tag.startswith(("NN", "NP", "AJ"))), len(words))
    comma = next(
        (i for i in range(end, len(words) - 1) if words[i].text == "," and not words[i + 1].text[0].isdigit()),
        len(words),
    )
    when, behind = words[end:comma], words[comma + 1 :]
    if not when or not any(word.text.isdigit() or word.lower in _AGO for word in when):
        return None
    what = argument(doc, "what", words[1].start, words[end - 1].end)
    onset = argument(doc, "onset", when[0].start, when[-1].end)
    whole = Span(start=words[0].start, end=when[-1].end)
    found = [Draft("symptom", whole, (what, onset), temporality="past", sentence=draft.sentence)]
    if behind:  # "last seizure 7 years ago, off levetiracetam for 2 years"
        rest = doc.trimmed(behind[0].start, behind[-1].end)
        taken = medications.prescribed(doc, rest, listed=True, record=record) or []
        if not taken or any(one.kind != "drug" for one in taken):
            return None
        found += taken
    return found


def _findings(span: Span, draft: Draft, record: Record, doc: Doc) -> list[Draft] | None:
    if told := _complaints(span, draft, doc):
        return told
    found: list[Draft] = []
    for item in items(doc, span, described=True):
        told = [] if item.lead else _complaints(item.span, draft, doc)
        told = told or findings(doc, item, draft.sentence or span, record)
        if not told or any(_ragged(one) for one in told):
            return None
        found += told
    return found


def _complaints(span: Span, draft: Draft, doc: Doc) -> list[Draft]:
    """What is told and not seen, since more than its name is said: "headaches for a month"."""
    words = doc.tagged(span)
    if not words or words[0].lower in _DENIALS or not any(m.kind == "symptom" for m in doc.mentioned(span)):
        return []
    found = [one for _, one in complaint_lists.listed(doc, words)]
    if not all(one is not None and len(one.arguments) > 1 for one in found):
        return []
    whole = len(found) == 1
    return [
        Draft(one.kind or "symptom", span if whole else one.span, one.arguments, sentence=draft.sentence)
        for one in found
        if one is not None
    ]


def _ragged(draft: Draft) -> bool:
    """Whether a name holds a denial of something else."""
    return not _DENIALS.isdisjoint(draft.arguments[0].text.lower().split())


def _predicate(words: Sequence[Token], draft: Draft, doc: Doc) -> list[Draft] | None:
    """A noun and what it is: "voice wet", "memory declining"."""
    if not 2 <= len(words) <= _SHORT or not words[-1].tag.startswith(("AJ", "VVG", "VVN")):
        return None
    if not all(word.tag.startswith(("NN", "NP", "UNC", "CRD", "ZZ")) for word in words[:-1]):
        return None
    part = argument(doc, "part", words[0].start, words[-2].end)
    what = argument(doc, "what", words[-1].start, words[-1].end)
    return [Draft("finding", Span(start=words[0].start, end=words[-1].end), (what, part), sentence=draft.sentence)]
