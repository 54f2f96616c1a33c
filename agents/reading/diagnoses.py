"""Diagnoses of a line without a verb: what each is, how sure, how it does, from what it comes."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.adjuncts import Range
from bedside.agents.reading.context import modifiers
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.judgement import judged
from bedside.agents.reading.lexemes import Word, listed
from bedside.agents.reading.named_findings import as_finding, names_part
from bedside.agents.reading.past import is_operation
from bedside.agents.reading.scene import Scene, bare, status
from bedside.agents.reading.tables import phrases
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Kind

_SIDES = frozenset({"right", "left", "bilateral", "bilaterally", "side", "sided", "unilateral", "both"})
_TESTED = frozenset({"test", "swab", "screen", "culture", "titer", "titre", "pcr", "antigen", "antibodies"})
_SHOWN = frozenset({"negative", "normal", "positive", "unremarkable", "neg", "pos", "nonreactive", "reactive"})

_SHORT = 3  # words of a diagnosis in a list of what it may be
_SEVERAL = 3  # diagnoses of one visit from which they are what it may be
_NAMED = ("disorder", "symptom", "finding")


def diagnoses(scene: Scene, start: int, end: int, kind: Kind = "diagnosis") -> Iterator[Draft]:
    """The diagnoses of a line without a verb, each with what is added to it: "HTN, stable", "migraine vs tension HA"."""
    last: Draft | None = None
    hedge: tuple[Certainty, Polarity] = ("certain", "present")
    sticky = scene.possible or _differential(scene.words, start, end) or _alternatives(scene, start, end)
    for at, stop, joint in _pieces(scene, start, end):
        if last is not None and is_status(scene.words, at, stop):
            yield status(scene, at, stop, last.arguments[0])
            continue
        at, own = hedged(scene.words, at, stop)
        if at >= stop or not any(word.lower[0].isalpha() for word in scene.words[at:stop]):
            continue
        hedge = own or (hedge if joint in ("vs", "or", "versus") else ("certain", "present"))
        hedge = ("possible", hedge[1]) if sticky else hedge
        if joint in ("vs", "versus", "/", "+/-") and last is not None and last.certainty == "certain":
            hedge = ("possible", hedge[1])
            last = last.but(certainty="possible") if joint != "+/-" else last
        if last is not None and own is None and _is_extension(scene, at, stop) and not is_status(scene.words, at, stop):
            last = _extended(scene, last, at, stop)
            continue
        if (
            last is not None
            and scene.words[at].lower in ("secondary", "due", "because")
            and _after_cause(scene.words, at, stop) < stop
        ):
            first = _after_cause(scene.words, at, stop)
            cause = argument(
                scene.doc,
                "cause",
                scene.words[first].start,
                scene.words[stop - 1].end,
                "possible" if hedge[0] == "possible" else None,
            )
            last = last.but(
                span=Span(start=last.span.start, end=scene.words[stop - 1].end), arguments=(*last.arguments, cause)
            )
            continue
        for draft in _piece(scene, at, stop, hedge, last, kind):
            if draft.kind in (kind, "condition", "procedure"):
                if last is not None:
                    yield last
                last = draft
            else:
                yield draft
    if last is not None:
        yield last


def _differential(words: Sequence[Word], start: int, end: int) -> bool:
    return any(
        word.lower in ("differential", "differentials", "ddx", "etiologies", "possibilities")
        for word in words[start : min(end, start + 3)]
    )


def _alternatives(scene: Scene, start: int, end: int) -> bool:
    """Whether an impression of one line is what it may be, and not all of it: "Imp - constipation, PID, UTI"."""
    if scene.part.heading.lower().strip(" :-") not in ("imp", "impression", "?") or scene.record.title:
        return False
    pieces = list(_pieces(scene, start, end))
    short = all(stop - at <= _SHORT and scene.has(at, stop, _NAMED) for at, stop, _ in pieces)
    return short and len(pieces) >= _SEVERAL and all(joint in ("", ",", "or") for _, _, joint in pieces)


def _extended(scene: Scene, last: Draft, at: int, stop: int) -> Draft:
    """A diagnosis with what is added to it after a comma: its side or place, or of what kind it is."""
    words = scene.words[at:stop]
    sided = any(word.lower in _SIDES or word.lower in ("r", "l") for word in words) or any(
        m.kind == "anatomy" for m in scene.doc.mentioned(scene.span((at, stop)))
    )
    added = argument(scene.doc, "site" if sided else "status", words[0].start, words[-1].end)
    return last.but(span=Span(start=last.span.start, end=words[-1].end), arguments=(*last.arguments, added))


def _piece(
    scene: Scene, at: int, stop: int, hedge: tuple[Certainty, Polarity], last: Draft | None, kind: Kind
) -> Iterator[Draft]:
    words = scene.words
    problem = last.arguments[0] if last is not None else scene.problem
    if last is not None and any(word.tag in ("VVZ", "VBZ", "VHZ", "VM0") for word in words[at:stop]):
        yield from judged(scene, at, stop)
        return
    tail = _status_tail(words, at, stop)
    cause = _cause(words, at, tail)
    core = (at, cause if cause is not None else tail)
    if core[1] > core[0]:
        made = as_finding(scene, _diagnosis(scene, core, (cause, tail), hedge, kind), core)
        problem = made.arguments[0]
        if tail == stop or made.kind != "diagnosis" or not names_part(scene, core):
            yield made
    if tail < stop:
        yield status(scene, tail, stop, problem)


def _diagnosis(
    scene: Scene, core: Range, because: tuple[int | None, int], hedge: tuple[Certainty, Polarity], kind: Kind
) -> Draft:
    words = scene.words
    past, first = _over(words, *core)
    last = core[1]
    while last > first + 1 and (
        words[last - 1].lower in listed("hedge_possible")
        or words[last - 1].tag in ("AV0", "CJC")
        or words[last - 1].lower in ("cannot", "contributor", "contributing")
    ):
        last -= 1
    if _certainty(words, last, core[1]):
        hedge = ("possible", hedge[1])  # "reflux, possible contributor"
    core = (first, next((i for i in range(first + 1, last) if words[i].lower == "given"), last))
    kind = past or kind
    span = scene.doc.trimmed(words[core[0]].start, words[core[1] - 1].end, " ,;:.-–—")
    result = _result(scene, core, span)
    if result is not None:
        return result
    if _heads(scene, core):
        return bare(scene, "none", *core)
    said = modifiers(scene.doc, scene.sentence, span)
    found = [argument(scene.doc, "what", span.start, span.end)]
    end = span.end
    cause, stop = because
    if cause is not None and cause < stop:
        first = _after_cause(words, cause, stop)
        if first < stop:
            sure = _certainty(words, cause, first)
            found.append(argument(scene.doc, "cause", words[first].start, words[stop - 1].end, sure))
            end = words[stop - 1].end
    certainty: Certainty = "possible" if "possible" in (hedge[0], said.certainty) else "certain"
    maybe = hedge == ("possible", "present")  # "possibly X" is not denied by what stands before it
    polarity: Polarity = "denied" if hedge[1] == "denied" or (said.polarity == "denied" and not maybe) else "present"
    if past == "procedure":
        polarity, certainty = "present", "certain"
    return scene.draft(
        Draft(
            kind,
            Span(start=span.start, end=end),
            tuple(found),
            polarity,
            certainty,
            "past" if past == "procedure" else _time(said.temporality),
            said.subject,
        )
    )


def _heads(scene: Scene, core: Range) -> bool:
    """Whether a title names no problem: "Health maintenance", "Colonoscopy"."""
    words = scene.words[core[0] : core[1]]
    mentions = scene.doc.mentioned(scene.span(core))
    tested = bool(mentions) and all(m.kind == "test" for m in mentions) and mentions[0].span.start == words[0].start
    whole = tested and mentions[-1].span.end == words[-1].end
    sick = any(word.lower in ("abnormal", "elevated", "low", "high", "positive") for word in words)
    short = scene.doc.text[words[0].start : words[0].end].isupper()
    return (whole and not sick and not short) or all(
        word.lower in listed("upkeep") or word.tag == "PUN" for word in words
    )


def _upkeep(words: Sequence[Word], start: int, end: int) -> bool:
    return all(word.lower in listed("upkeep") or word.tag == "PUN" for word in words[start:end])


def _over(words: Sequence[Word], at: int, stop: int) -> tuple[Kind | None, int]:
    """What "status post X" and "history of X" name, and where X begins."""
    lower = [word.lower for word in words[at:stop]]
    for i in range(1, min(4, len(lower) - 2)):  # "8 months status post repair of ..."
        if lower[i : i + 2] == ["status", "post"] or lower[i] == "s/p":
            return "procedure", at + i + (1 if lower[i] == "s/p" else 2)
    if lower[:2] == ["status", "post"] and len(lower) > 2:
        return "procedure", at + 2
    if lower[0] in ("s/p", "status-post") and len(lower) > 1:
        return "procedure", at + 1
    if lower[:2] == ["history", "of"] and len(lower) > 2:
        end = next((i for i in range(at + 3, stop) if words[i].tag in ("PRP", "PRF", "PUN")), stop)
        return "procedure" if is_operation(words[end - 1].lower) else "condition", at + 2
    return None, at


def _result(scene: Scene, core: Range, span: Span) -> Draft | None:
    """ "Negative EKG", "Normal chest x-ray": a test and what it showed."""
    words = scene.words
    mentions = scene.doc.mentioned(span)
    if core[1] - core[0] < 2:
        return None
    last = words[core[1] - 1]
    known = bool(mentions) and all(m.kind in ("test", "measurement", "anatomy") for m in mentions)
    first = scene.doc.text[span.start : words[core[0]].end]
    coded = sum(map(str.isupper, first)) > 1 and first.isalnum()  # "pCO2 49"
    named = not mentions and (last.lower in _SHOWN or coded or first.isupper())
    named = named or words[core[1] - 2].lower in _TESTED
    apart = last.start > words[core[1] - 2].end
    if (known or named) and apart and (last.lower in _SHOWN or last.tag == "CRD"):
        value = argument(scene.doc, "value", last.start, last.end)
        test = scene.doc.trimmed(span.start, words[core[1] - 2].end, " :=-")
        return scene.draft(Draft("result", span, (argument(scene.doc, "test", test.start, test.end), value)))
    if not known or words[core[0]].lower not in _SHOWN:
        return None
    value = argument(scene.doc, "value", words[core[0]].start, words[core[0]].end)
    return scene.draft(Draft("result", span, (argument(scene.doc, "test", words[core[0] + 1].start, span.end), value)))


def _time(said: str) -> str:
    return "past" if said == "past" else "current"


def _certainty(words: Sequence[Word], start: int, end: int) -> str | None:
    return "possible" if any(word.lower in listed("hedge_possible") for word in words[start:end]) else None


def _pieces(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Stretches between commas, semicolons, "vs" and, between named problems, "and"; with the sign before each."""
    words = scene.words
    at, joint, depth = start, "", 0
    for i in range(start, end):
        low = words[i].lower
        depth += {"(": 1, ")": -1}.get(low, 0)
        dashed = low in ("-", "–", "—") and i > at and scene.doc.text[words[i].end : words[i].end + 1].isspace()
        dashed = dashed and words[i - 1].lower != "/"
        if depth > 0 or not (
            dashed
            or low in (",", ";", "vs", "versus", "but", "however")
            or (low == "/" and _alternates(scene, at, i, end))
            or (low in ("and", "or", "&", "+") and (_both_named(scene, at, i, end) or _upkeep(words, at, i)))
        ):
            continue
        more = low == "/" and words[i - 1].lower == "+"  # "tension headache +/- migraine"
        if i - more > at:
            yield at, i - more, joint
        at, joint = i + 1, "+/-" if more else low
    while at < end and words[at].lower == ".":
        at += 1
    if at < end:
        yield at, end, joint


def _alternates(scene: Scene, start: int, sign: int, end: int) -> bool:
    """Whether a stroke stands between two problems, of which it is one: "URTI/influenza", "UTI/cystitis"."""
    before, after = scene.doc.mentioned(scene.span((start, sign))), scene.doc.mentioned(scene.span((sign + 1, end)))
    sorts = _NAMED if scene.words[sign - 1].lower == "+" else ("disorder",)
    named = all(any(m.kind in sorts for m in side) for side in (before, after))
    return start < sign < end - 1 and named


def _both_named(scene: Scene, start: int, joint: int, end: int) -> bool:
    """Whether "and" joins two problems of their own: "hypertension and gout", but not "pain and swelling of the knee"."""
    if joint <= start or joint + 1 >= end:
        return False
    listed_before = start > 0 and scene.words[start - 1].lower == ","
    before = scene.doc.mentioned(scene.span((start, joint)))
    after = scene.doc.mentioned(scene.span((joint + 1, end)))
    if not any(m.kind in _NAMED for m in before) or not any(m.kind in _NAMED for m in after):
        return False
    if any(word.tag in ("PRF", "PRP") for word in scene.words[start:end]) and not listed_before:
        return False
    return listed_before or all(m.kind == "disorder" for m in (*before, *after))


def hedged(words: Sequence[Word], at: int, stop: int) -> tuple[int, tuple[Certainty, Polarity] | None]:
    """The place after words that say how sure a diagnosis is, and what they say."""
    table = phrases("hedges")
    lower = [word.lower for word in words[:stop]]
    said: tuple[Certainty, Polarity] | None = None
    while at < stop:
        found = table.at(lower, at)
        if found is None:
            apart = at + 1 < stop and words[at + 1].start > words[at].end
            if (words[at].tag in ("AT0", "CJC") and apart) or words[at].lower in (":", ".", "-", ",", "also"):
                at += 1
                continue
            break
        said = _hedge(found[0][0], said)
        at = found[1]
    return at, said


def _hedge(word: str, before: tuple[Certainty, Polarity] | None) -> tuple[Certainty, Polarity]:
    if word == "possible":
        return ("possible", before[1] if before else "present")
    if word == "doubted":
        return ("possible", "denied")
    if word == "denied":
        return ("certain", "denied")
    return before or ("certain", "present")


def is_status(words: Sequence[Word], at: int, stop: int) -> bool:
    """Whether a piece says how a problem does ("better reading today", "well controlled on lisinopril")."""
    first = [word.lower for word in words[at : min(stop, at + 3)]]
    named = any(low in listed("status") for low in first)
    return named and not any(words[i].tag in ("VM0", "VVZ", "VBZ") for i in range(at, stop))


def _status_tail(words: Sequence[Word], at: int, stop: int) -> int:
    """Where a status begins that stands behind a diagnosis without a comma: "Diabetes type II uncontrolled"."""
    for i in range(at + 1, stop):
        low = words[i].lower
        start = (
            i - 1
            if words[i - 1].tag in ("AV0",)
            or words[i - 1].lower in ("well", "poorly", "currently", "now", "both", "fairly", "not")
            else i
        )
        start = start - 1 if start - 1 > at and words[start - 1].lower == "not" else start
        if (
            low in listed("status")
            and start > at
            and low not in ("well", "good", "active", "poor", "fair", "recurrent", "refractory", "goal")
        ):
            rest = words[i + 1 : stop]
            if not rest or rest[0].tag in ("PRP", "CJC", "AV0", "PRF", "CJS", "VVN", "PUN"):
                return start
    return stop


def _is_extension(scene: Scene, at: int, stop: int) -> bool:
    """Whether a piece only adds to the diagnosis before it: a side, a place, a form."""
    words = list(scene.words[at:stop])
    mentions = scene.doc.mentioned(scene.span((at, stop)))
    if all(word.lower in listed("side") or word.tag in ("CRD", "PRP", "AT0", "PRF") for word in words):
        return True
    if words[0].lower in listed("side") and len(words) > 1 and words[1].tag == "PRP":
        return True  # "low back pain, chronic with obesity"
    if any(m.kind in _NAMED for m in mentions):
        return False
    return words[0].tag in ("PRP", "PRF", "VVN", "VVG", "AJ0", "CRD", "CJS", "DTQ") or all(
        m.kind == "anatomy" for m in mentions
    )


def _cause(words: Sequence[Word], at: int, stop: int) -> int | None:
    """Where the cause of a diagnosis begins: "[likely] secondary to", "due to"."""
    for i in range(at + 1, stop):
        if words[i].lower == "secondary" and not _secondary(words, i, stop):
            continue
        if words[i].lower in listed("cause") and _after_cause(words, i, stop) > i and words[i].lower != "from":
            while i - 1 > at and (words[i - 1].lower in listed("hedge_possible") or words[i - 1].lower == "most"):
                i -= 1
            return i
    return None


def _secondary(words: Sequence[Word], at: int, stop: int) -> bool:
    before = words[at - 1].lower in listed("hedge_possible")
    return before or (at + 1 < stop and words[at + 1].lower == "to")


def _after_cause(words: Sequence[Word], at: int, stop: int) -> int:
    while at < stop and (
        words[at].lower in listed("hedge_possible")
        or words[at].lower in ("most", "secondary", "due", "to", "because", "of", "caused", "by", "from")
    ):
        at += 1
    return at


def concluded(scene: Scene, start: int, end: int) -> Draft | None:
    """ "Pneumonia has not been ruled out", "DVT excluded by ultrasound", "cellulitis suspected"."""
    words = scene.words
    at = next(
        (
            i
            for i in range(start + 1, end)
            if words[i].lemma in listed("conclude") and words[i].tag in ("VVN", "VVD", "AJ0")
        ),
        None,
    )
    if at is None:
        return None
    stop = at
    while stop > start and (words[stop - 1].tag[:2] in ("VB", "VH", "VM", "XX") or words[stop - 1].tag == "AV0"):
        stop -= 1
    if stop == start or any(word.tag in ("VVD", "VVZ", "VBZ", "VHZ", "PNP", "VBD") for word in words[start:stop]):
        return None
    draft = _diagnosis(scene, (start, stop), (None, stop), ("certain", "present"), "diagnosis")
    return draft.but(span=Span(start=draft.span.start, end=words[end - 1].end))
