"""One sentence of an assessment or a plan: whose act it is, or else what it concludes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bedside.agents.reading.acts import Lead, Word, lead, listed, skip, words_of
from bedside.agents.reading.adjuncts import fronted, parted
from bedside.agents.reading.directives import Scene, directives, items
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.judgement import concluded, diagnoses, hedged, judged, opaque, status
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.tables import phrases
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_FINITE = frozenset({"VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0", "VVB", "VVD", "VVZ"})


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a phrase without a verb and a clause about the patient are where nothing else is known."""

    phrase: Literal["diagnosis", "item", "event", "procedure"]
    clause: Kind


def scene_of(doc: Doc, sentence: Span, record: Record) -> Scene:
    """The scene of one sentence."""
    return Scene(doc, sentence, words_of(doc, sentence), record.problem)


def statements(scene: Scene, record: Record, part: Part, defaults: Defaults) -> Iterator[Draft]:
    """The drafts of one sentence, by start."""
    words = scene.words
    end = len(words)
    while end and words[end - 1].lower in (".", ";", ",", ":"):
        end -= 1
    if not end:
        return
    known = _whole(scene, end)
    if known is not None:
        yield known
        return
    if _introduces(words):
        from bedside.agents.reading.history import read as history

        yield from history(replace(record, span=scene.sentence, sentences=(scene.sentence,), title=False), part, scene.doc)
        return
    if defaults.phrase == "diagnosis" and set(record.label.lower().split()) & listed("item_label"):
        defaults = Defaults("item", defaults.clause)
    told: list[Draft] = []
    for start, stop in _parts(words, end):
        answer = _only_answer(words, start, stop)
        if answer is not None and told and told[-1].kind in ("order", "advice", "drug"):
            told[-1] = _answered(scene, told[-1], answer, stop)
            continue
        told += _statement(scene, start, stop, record, part, defaults)
    yield from sorted(told, key=lambda draft: (draft.span.start, draft.span.end))


def _only_answer(words: Sequence[Word], start: int, end: int) -> Lead | None:
    """ "he declined", after what was offered."""
    start, _ = _past_joint(words, start, end)
    found = lead(words[:end], start) if start < end else None
    if found is None or found.mood not in ("answers", "agrees") or any(w.tag.startswith(("NN", "VV")) for w in words[found.body : end]):
        return None
    return found


def _answered(scene: Scene, draft: Draft, answer: Lead, end: int) -> Draft:
    what = next((a for a in draft.arguments if a.role in ("what", "drug")), draft.arguments[0])
    verb = scene.words[answer.body - 1]
    said = argument(scene.doc, "answer", verb.start, verb.end, "declined" if answer.denied else "accepted")
    span = Span(start=draft.span.start, end=scene.words[end - 1].end)
    return draft.but(kind="offer", span=span, arguments=(what.model_copy(update={"role": "what"}), said), polarity="present")


def _whole(scene: Scene, end: int) -> Draft | None:
    """A sentence that only the record needs: an agreement, a heading without a body, "All questions were answered"."""
    lower = [word.lower for word in scene.words[:end]]
    table = phrases("formalities")
    if any(table.at(lower, at) for at in range(end)) and end < 30:
        span = scene.doc.trimmed(scene.sentence.start, scene.sentence.end)
        return scene.draft(Draft("none", span, (argument(scene.doc, "what", span.start, span.end),)))
    return None


def _introduces(words: Sequence[Word]) -> bool:
    """ "Ms. X is a 57-year-old woman with ... who presents with ...": the story told once more."""
    lower = [word.lower for word in words[:14]]
    return any(low.endswith("-old") or low in ("y/o", "yo") or low.endswith("year-old") for low in lower)


def _parts(words: Sequence[Word], end: int) -> Iterator[tuple[int, int]]:
    """Parts of a sentence that stand for themselves: at semicolons, and at ", and we will ..."."""
    at = 0
    for i in range(1, end - 1):
        low = words[i].lower
        apart = low == ";" or (low == "." and i > at)
        if not apart and low in ("and", "but", "so", ","):
            after, _ = skip(words, i + 1)
            while after < end and words[after].tag == "CJC":
                after, _ = skip(words, after + 1)
            found = lead(words[:end], after) if after < end and _subject(words, after) else None
            apart = found is not None and found.mood != "imperative" and not _hangs(words, at, i)
            apart = apart or (after < end and words[after].tag == "VVZ" and words[after].lemma in listed("decline"))
        if apart and i > at:
            yield at, i
            at = i + 1
    yield at, end


def _subject(words: Sequence[Word], at: int) -> bool:
    return words[at].lower in listed("author") or words[at].lower in ("he", "she", "they", "patient", "pt") or (
        words[at].lower == "the" and at + 1 < len(words) and words[at + 1].lower == "patient"
    )


def _hangs(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether what stands before is no sentence of its own ("If she worsens, she will call")."""
    first, _ = skip(words, start)
    return first < end and (words[first].lower in listed("front") | listed("condition") or not any(w.tag in _FINITE for w in words[start:end]))


def _statement(scene: Scene, start: int, end: int, record: Record, part: Part, defaults: Defaults) -> Iterator[Draft]:
    words = scene.words
    start, _ = _past_joint(words, start, end)
    if start >= end:
        return
    body = fronted(words, start, end)
    shared = _shared(scene, start, body)
    body, _ = _past_joint(words, body, end)
    if body >= end:
        yield opaque(scene, start, end)
        return
    known = concluded(scene, body, end)
    if known is not None:
        yield known
        return
    if defaults.phrase == "item" and _is_list(words, body, end):
        yield from _phrase(scene, body, end, defaults, shared)
        return
    found = lead(words[:end], body)
    if found is not None:
        yield from _led(scene, found, (start, body, end), record, part, defaults, shared)
        return
    if any(word.tag in _FINITE for word in words[body:end]) and _clausal(words, body, end):
        yield from _clause(scene, start, end, record, part, defaults)
        return
    yield from _phrase(scene, body, end, defaults, shared)


def _is_list(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether commas part entries, the first of which has no verb: "CXR, r/v 2/52", but not "Today, we will ..."."""
    first = next(_listed(words, start, end), (start, end))
    if first[1] >= end - 1 or words[first[0]].tag in ("PNP", "AT0") or words[first[0]].lower in listed("front"):
        return False
    inside = words[first[0] : first[1]]
    return lead(words[: first[1]], first[0]) is None and not any(w.tag in _FINITE and w.lower not in listed("follow_up") for w in inside)


def _past_joint(words: Sequence[Word], at: int, end: int) -> tuple[int, bool]:
    while at < end and (words[at].tag == "CJC" or words[at].lower in (",", ".", ":", "-", "•")):
        at += 1
    return at, True


def _shared(scene: Scene, start: int, body: int) -> tuple[Argument, ...]:
    """What stands at the front holds for all that follows: a condition, a time, a purpose."""
    words = scene.words
    if body <= start:
        return ()
    last = body - 1
    while last > start and words[last].tag == "PUN":
        last -= 1
    first = words[start].lower
    role = "condition" if first in listed("condition") or first == "depending" else "purpose" if first == "for" else ""
    if not role and any(word.lower in listed("time") for word in words[start : last + 1]):
        role = "when"
    return (argument(scene.doc, role, words[start].start, words[last].end),) if role else ()


def _clausal(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a finite verb stands in the main clause, and not only in "that may cause ..."."""
    for word in words[start:end]:
        if word.tag in ("CJT", "PNQ", "DTQ", "CJS") and word is not words[start]:
            return False
        if word.tag in _FINITE and not (word.tag in ("VVB", "VVD") and word is words[start]):
            return True
    return False


def _led(scene: Scene, found: Lead, where: tuple[int, int, int], record: Record, part: Part, defaults: Defaults, shared: Sequence[Argument]) -> Iterator[Draft]:
    start, _, end = where
    words = scene.words
    if found.mood == "says":
        if found.body >= end:
            yield opaque(scene, start, end)
        elif any(word.tag in _FINITE for word in words[found.body : end]):
            yield from _clause(scene, found.body, end, record, part, defaults)
        else:
            yield from _mentioned(scene, found, start, end, shared)
        return
    if found.mood == "agrees":
        span = scene.doc.trimmed(words[start].start, words[end - 1].end)
        yield scene.draft(Draft("none", span, (argument(scene.doc, "what", span.start, span.end),)))
        return
    if found.mood in ("answers", "wants"):
        yield from _answer(scene, found, start, end)
        return
    if found.body >= end:
        yield opaque(scene, start, end)
        return
    if found.mood == "item":
        yield from items(scene, found.body, end, shared, "denied" if found.denied else "present")
        return
    if _is_prognosis(words, found, end):
        yield from judged(scene, start, end)
        return
    yield from directives(scene, found, start, end, shared)


def _is_prognosis(words: Sequence[Word], found: Lead, end: int) -> bool:
    """ "She will tolerate it well", "should feel better", "will be unable to play"."""
    if found.doer != "patient" or found.mood != "will":
        return False
    verb = words[found.body].lemma
    if verb in ("be", "have", "need", "get", "do", "feel", "experience", "notice"):
        return verb in ("be", "feel", "experience", "notice", "do") and found.body + 1 < end and words[found.body + 1].tag not in ("VVN", "TO0", "VVG")
    return verb in listed("state_verbs")


def _mentioned(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """ "Discussed the importance of a low-salt diet": advice of it; "discussed the findings": only said."""
    words = scene.words
    for at in range(found.body, end - 1):
        if words[at].lower == "importance" and words[at + 1].lower == "of":
            phrase = parted(words, at + 2, end)
            if phrase.core[1] > phrase.core[0]:
                what = scene.span(phrase.core)
                span = scene.doc.trimmed(words[start].start, words[end - 1].end)
                extra = (*shared, *phrase.arguments(scene.doc, words))
                yield scene.draft(Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"), *extra)))
                return
    yield from judged(scene, start, end, "event")


def _answer(scene: Scene, found: Lead, start: int, end: int) -> Iterator[Draft]:
    """Declined, accepted, wished for."""
    words = scene.words
    at = found.body
    while at < end and (words[at].tag in ("TO0", "AT0", "DPS", "DT0") or words[at].lower in ("to", "with", "on", "for", "any", "having", "undergoing", "proceed")):
        at += 1
    if at >= end:
        yield opaque(scene, start, end)
        return
    phrase = parted(words, at, end)
    core = phrase.core if phrase.core[1] > phrase.core[0] else (at, end)
    what = scene.span(core)
    span = scene.doc.trimmed(words[start].start, words[end - 1].end)
    extra = phrase.arguments(scene.doc, words)
    if found.mood == "wants" and "proceed" not in [word.lower for word in words[found.body : at]]:
        feeling = argument(scene.doc, "feeling", words[found.body - 1].start, words[found.body - 1].end, "preference")
        yield scene.draft(Draft("wish", span, (argument(scene.doc, "what", what.start, what.end), feeling)))
        return
    answer = argument(scene.doc, "answer", words[found.body - 1].start, words[found.body - 1].end, "declined" if found.denied else "accepted")
    yield scene.draft(Draft("offer", span, (argument(scene.doc, "what", what.start, what.end), answer, *extra)))


def _clause(scene: Scene, start: int, end: int, record: Record, part: Part, defaults: Defaults) -> Iterator[Draft]:
    """A clause that nobody is asked to act on."""
    words = scene.words
    at, _ = skip(words, start)
    if defaults.clause == "reasoning" and any(word.lemma in listed("report") for word in words[at : at + 4]) and _subject(words, at):
        from bedside.agents.reading.history import read as history

        span = scene.doc.trimmed(words[start].start, words[end - 1].end, " ,;")
        yield from history(replace(record, span=span, sentences=(span,), title=False), part, scene.doc)
        return
    yield from judged(scene, start, end, defaults.clause)


def _phrase(scene: Scene, start: int, end: int, defaults: Defaults, shared: Sequence[Argument]) -> Iterator[Draft]:
    """A line without a verb."""
    words = scene.words
    _, hedge = hedged(words, start, end)
    if defaults.phrase == "diagnosis" and _dosed(words, start, end):
        yield from items(scene, start, end, shared)
        return
    if defaults.phrase == "diagnosis" and _forbids(scene, start, end):
        yield from items(scene, start, end, shared)
        return
    if defaults.phrase == "item" and _names_problem(scene, start, end):
        yield from diagnoses(scene, start, end)
        return
    if defaults.phrase == "item" and not (hedge and hedge[0] == "possible"):
        for at, stop in _listed(words, start, end):
            inner = lead(words[:stop], at)
            if inner is not None and inner.body < stop and inner.mood in ("imperative", "will", "told", "did"):
                yield from directives(scene, inner, at, stop, shared)
            else:
                yield from items(scene, at, stop, shared)
        return
    if defaults.phrase in ("event", "procedure") and len(words) - start <= 6 and any(w.lower in listed("status") for w in words[start:end]):
        yield status(scene, start, end, scene.problem, "patient")
        return
    if defaults.phrase == "procedure":
        span = scene.doc.trimmed(words[start].start, words[end - 1].end)
        yield scene.draft(Draft("procedure", span, (argument(scene.doc, "what", span.start, span.end),)))
        return
    yield from diagnoses(scene, start, end)


def _dosed(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether this is a drug with its dose."""
    return any(words[i].lower in ("mg", "mcg", "puffs", "cream", "%", "tablets", "ointment", "drops") for i in range(start + 1, end))


def _forbids(scene: Scene, start: int, end: int) -> bool:
    """ "No triptan during the aura", "no honey until 12 months": a thing to be left, and no sign that is absent."""
    words = scene.words
    if words[start].lower not in ("no", "avoid"):
        return False
    mentions = scene.doc.mentioned(scene.span((start, end)))
    if mentions and mentions[0].kind in ("disorder", "symptom", "finding", "anatomy"):
        return False
    lower = {word.lower for word in words[start:end]}
    return any(m.kind == "drug" for m in mentions) or bool(lower & (listed("home") | listed("drugs") | {"until", "during"}))


def _names_problem(scene: Scene, start: int, end: int) -> bool:
    """Whether a line of a plan is a problem and how it does: "Hypertension, stable on lisinopril"."""
    words = scene.words
    first = next((i for i in range(start, end) if words[i].lower in (",", ":", "-")), end)
    mentions = scene.doc.mentioned(scene.span((start, first)))
    if not mentions or not all(m.kind in ("disorder", "symptom", "anatomy") for m in mentions) or mentions[-1].span.end < words[first - 1].start:
        return False
    return first == end or any(word.lower in listed("status") for word in words[first : min(end, first + 4)])


def _listed(words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a plan in one line: "fluids, honey"; what follows "if" stays with the last."""
    at, depth = start, 0
    for i in range(start, end):
        low = words[i].lower
        depth += {"(": 1, ")": -1}.get(low, 0)
        if low in listed("condition") and depth == 0:
            break
        if depth or low not in (",", ";", "+", "•") or i == at:
            continue
        after = words[i + 1 : i + 3]
        if after and (after[0].tag in ("CRD", "PRP") or after[0].lower in ("or", "sooner", "earlier", "as", "then", "and")):
            continue
        yield at, i
        at = i + 1
    if at < end:
        yield at, end
