"""One sentence of an assessment or a plan: whose act it is, or else what it concludes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bedside.agents.reading.acts import Lead, Word, act_verbs, lead, listed, skip, words_of
from bedside.agents.reading.adjuncts import fronted, parted
from bedside.agents.reading.directives import Scene, directives, items
from bedside.agents.reading.doses import drugs
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.judgement import concluded, diagnoses, hedged, judged, opaque, status
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.tables import phrases
from bedside.agents.reading.things import thing
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_ACTS = frozenset({"order", "drug", "advice", "offer", "wish", "reasoning", "prognosis", "event", "status"})
_BULLETS = " \t\r\n.,;:•*#-–—0123456789)"
_FINITE = frozenset({"VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0", "VVB", "VVD", "VVZ"})


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a phrase without a verb and a clause about the patient are where nothing else is known."""

    phrase: Literal["diagnosis", "item", "event", "procedure"]
    clause: Kind


def scene_of(doc: Doc, sentence: Span, record: Record, heading: str = "") -> Scene:
    """The scene of one sentence."""
    guides = bool(set(f"{record.label} {heading}".lower().split()) & listed("guidance"))
    differs = any(word in ("ddx", "differential", "differentials") for word in (record.label or heading).lower().replace(":", " ").split())
    return Scene(doc, sentence, words_of(doc, sentence), record.problem, guides, differs)


def statements(scene: Scene, record: Record, part: Part, defaults: Defaults) -> Iterator[Draft]:
    """The drafts of one sentence, by start."""
    words = scene.words
    end = len(words)
    while end and words[end - 1].lower in (".", ";", ",", ":"):
        end -= 1
    if not end:
        return
    if _introduces(words):
        yield from _told(scene, scene.sentence, record, part, (0, end), defaults)
        return
    if defaults.phrase == "diagnosis" and set(record.label.lower().split()) & listed("item_label"):
        defaults = Defaults("item", defaults.clause)
    told: list[Draft] = []
    hung: tuple[Argument, ...] = ()
    for start, stop in _parts(scene, end):
        answer = _only_answer(words, start, stop)
        if answer is not None and told and told[-1].kind in ("order", "advice", "drug"):
            told[-1] = _answered(scene, told[-1], answer, stop)
            continue
        joined = start > 0 and words[start - 1].lower in ("and", ",")
        found = list(_statement(scene, start, stop, record, part, defaults, hung if joined else ()))
        hung = tuple(a for d in found[:1] for a in d.arguments if a.role == "condition" and a.span.start <= words[start].start)
        told += _whole_stretch(scene, found, start, stop) if found else _unread(scene, start, stop)
    yield from sorted(told, key=lambda draft: (draft.span.start, draft.span.end))


def _unread(scene: Scene, start: int, end: int) -> list[Draft]:
    named = any(word.lower[0].isalpha() for word in scene.words[start:end])
    return [opaque(scene, start, end)] if named else []


def _whole_stretch(scene: Scene, found: list[Draft], start: int, end: int) -> list[Draft]:
    """The drafts of a stretch, which together reach from its first to its last word: "I explained that ..." belongs to what
    was explained. A diagnosis is its own words only."""
    found = sorted(found, key=lambda draft: (draft.span.start, draft.span.end))
    stretch = scene.doc.trimmed(scene.words[start].start, scene.words[end - 1].end, " \t\r\n,;")
    if found[0].kind in _ACTS:
        found[0] = found[0].but(span=Span(start=min(stretch.start, found[0].span.start), end=found[0].span.end))
    if found[-1].kind in _ACTS:
        found[-1] = found[-1].but(span=Span(start=found[-1].span.start, end=max(stretch.end, found[-1].span.end)))
    return found


def _only_answer(words: Sequence[Word], start: int, end: int) -> Lead | None:
    """ "he declined", after what was offered."""
    start, _ = _past_joint(words, start, end)
    found = lead(words[:end], start) if start < end else None
    rest = words[found.body : end] if found else ()
    if found is None or found.mood not in ("answers", "agrees") or any(w.tag.startswith(("NN", "VV")) and w.lemma != "proceed" for w in rest):
        return None
    return found


def _answered(scene: Scene, draft: Draft, answer: Lead, end: int) -> Draft:
    what = next((a for a in draft.arguments if a.role in ("what", "drug")), draft.arguments[0])
    verb = scene.words[answer.body - 1]
    said = argument(scene.doc, "answer", verb.start, verb.end, "declined" if answer.denied else "accepted")
    span = Span(start=draft.span.start, end=scene.words[end - 1].end)
    return draft.but(kind="offer", span=span, arguments=(what.model_copy(update={"role": "what"}), said), polarity="present")


def _told(scene: Scene, span: Span, record: Record, part: Part, where: tuple[int, int], defaults: Defaults) -> Iterator[Draft]:
    """What the patient said or has, told once more: read as a history is."""
    from bedside.agents.reading.history import read as history

    found = list(history(replace(record, span=span, sentences=(span,), title=False), part, scene.doc))
    if not found or any(draft.kind == "opaque" for draft in found):
        yield from judged(scene, *where, defaults.clause)
        return
    for draft in found:
        yield draft.but(problem=draft.problem or scene.problem)


def _whole(scene: Scene, start: int, end: int) -> Draft | None:
    """A sentence that only the record needs: an agreement, a heading without a body, "All questions were answered"."""
    lower = [word.lower for word in scene.words[start:end]]
    table = phrases("formalities")
    if any(table.at(lower, at) for at in range(len(lower))) and len(lower) < 30:
        span = scene.doc.trimmed(scene.words[start].start, scene.words[end - 1].end)
        return scene.draft(Draft("none", span, (argument(scene.doc, "what", span.start, span.end),)))
    return None


def _introduces(words: Sequence[Word]) -> bool:
    """ "Ms. X is a 57-year-old woman with ... who presents with ...": the story told once more."""
    lower = [word.lower for word in words[:14]]
    return any(low.endswith("-old") or low in ("y/o", "yo") or low.endswith("year-old") for low in lower)


def _parts(scene: Scene, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a sentence that stand for themselves: at semicolons, and at ", and we will ..."."""
    words = scene.words
    at = 0
    for i in range(1, end - 1):
        low = words[i].lower
        apart = low == ";" or _stopped(scene, i) or _dashed(scene, at, i, end)
        if not apart and words[i + 1].tag == "PNP" and _unstopped(scene, i):
            yield at, i + 1
            at = i + 1
            continue
        if not apart and low == "," and words[i + 1].lower in ("although", "though") and any(w.tag in _FINITE for w in words[i + 2 : i + 9]):
            apart = True
        if not apart and low == "," and _starts_act(scene, at, i, end):
            apart = True
        if not apart and low in ("and", "but", "so", ",", "however") and not (low == "so" and words[i - 1].lower != ","):
            after, _ = skip(words, i + 1)
            while after < end and words[after].tag == "CJC":
                after, _ = skip(words, after + 1)
            apart = after < end and _new_clause(words, after, end, low) and (words[after - 1].tag == "CJC" and low == "," or not _hangs(scene, at, i))
            apart = apart or (after < end and words[after].tag == "VVZ" and words[after].lemma in listed("decline"))
        if apart and i > at:
            yield at, i
            at = i + 1
    yield at, end


def _starts_act(scene: Scene, start: int, at: int, end: int) -> bool:
    """Whether an imperative follows a problem: "Hypertension, above goal, increase lisinopril"."""
    words = scene.words
    named = any(m.kind in ("disorder", "symptom") for m in scene.doc.mentioned(scene.span((start, at))))
    if words[at + 1].lower == "need" or not (named or any(w.lower in listed("status") for w in words[start:at])):
        return False
    if words[at + 1].lower not in act_verbs().keys() | listed("patient_verbs") or any(w.tag in _FINITE for w in words[start:at]):
        return False
    found = lead(words[:end], at + 1)
    return found is not None and found.mood == "imperative" and lead(words[:at], start) is None and words[start].lower not in listed("front") | listed("condition")


def _dashed(scene: Scene, start: int, at: int, end: int) -> bool:
    """Whether a dash parts two statements: "review in a week - discuss treatment", but not "Pred - 40 mg"."""
    words = scene.words
    if words[at].lower not in ("-", "–", "—") or at <= start or words[start].lower in listed("condition"):
        return False
    spaced = scene.doc.text[words[at].end : words[at].end + 1].isspace()
    return spaced and (lead(words[:end], at + 1) is not None or words[at + 1].lower in listed("condition"))


def _stopped(scene: Scene, at: int) -> bool:
    """Whether a full stop ends a sentence although a small letter follows: "given his history. it may ..."."""
    after = scene.words[at + 1]
    if scene.words[at].lower != "." or scene.words[at - 1].lower in ("dr", "mr", "mrs", "ms", "st"):
        return False
    gap = scene.doc.text[scene.words[at].end : after.start]
    small = scene.doc.text[after.start].islower() and bool(gap) and len(scene.words[at - 1].lower) > 3
    return small or len(gap) > 1


def _unstopped(scene: Scene, at: int) -> bool:
    """Whether a sentence begins after this word without a full stop before it: "for pain relief We are going to"."""
    after = scene.words[at + 1]
    return scene.words[at].tag.startswith("NN") and after.lower != "i" and scene.doc.text[after.start].isupper()


def _new_clause(words: Sequence[Word], at: int, end: int, joint: str) -> bool:
    if _subject(words, at):
        found = lead(words[:end], at)
        return (found is not None and found.mood != "imperative") or (joint != "," and any(w.tag in _FINITE for w in words[at + 1 : at + 4]))
    if joint in ("but", "however") and lead(words[:end], at) is not None:
        return True
    if words[at].tag in ("VVD", "VVN") and words[at].lemma in listed("tell") | listed("recommend") | listed("explain"):
        return joint == "and" and words[0].lower in listed("author")
    if words[at].tag == "VM0" and joint == "and" and words[at].lower != "will" and at + 1 < end:
        return lead(words[:end], at) is not None
    answers = listed("want") | listed("decline") | listed("accept")
    if (words[at].tag in ("VHZ", "VBZ", "VHD", "VBD") or (words[at].tag == "VVZ" and words[at].lemma in answers)) and joint != ",":
        return lead(words[:end], at) is not None
    return False


def _subject(words: Sequence[Word], at: int) -> bool:
    return words[at].lower in listed("author") or words[at].lower in ("he", "she", "they", "patient", "pt") or (
        words[at].lower == "the" and at + 1 < len(words) and words[at + 1].lower == "patient"
    )


def _hangs(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands before is no sentence of its own ("If she worsens, she will call")."""
    words = scene.words
    first, _ = skip(words, start)
    body = fronted(words, first, end)
    if first >= end or (body > first and any(word.tag in _FINITE for word in words[body:end])):
        return first >= end
    if words[first].lower in listed("front") | listed("condition"):
        return True
    named = any(m.kind in ("disorder", "symptom", "drug", "test", "procedure") for m in scene.doc.mentioned(scene.span((first, end))))
    return not named and not any(word.tag in _FINITE for word in words[start:end])


def _statement(
    scene: Scene, start: int, end: int, record: Record, part: Part, defaults: Defaults, hung: Sequence[Argument] = ()
) -> Iterator[Draft]:
    words = scene.words
    start, _ = _past_joint(words, start, end)
    if start >= end:
        return
    start = _past_label(words, _past_number(words, start, end), end)
    formal = _whole(scene, start, end)
    if formal is not None:
        yield formal
        return
    body = fronted(words, start, end)
    shared = _shared(scene, start, body) or tuple(hung)
    body, _ = _past_joint(words, body, end)
    loose = words[body].lower in listed("front") | listed("condition") and words[body].tag in ("VVN", "CJS", "PRP") and words[body].lower not in ("for", "per", "as")
    if body >= end or (loose and not any(word.tag in _FINITE for word in words[body:end]) and words[body].lower != "at"):
        yield opaque(scene, start, end)
        return
    known = concluded(scene, body, end)
    if known is not None:
        yield known
        return
    if defaults.phrase == "item" and _is_list(words, body, end):
        yield from _phrase(scene, body, end, record, part, defaults, shared)
        return
    found = lead(words[:end], body)
    if found is not None and found.mood == "imperative" and _in_name(scene, found.body):
        found = None
    if found is not None and defaults.phrase == "diagnosis" and words[found.body].lower in ("follow-up", "f/u", "fu") and found.body + 1 < end:
        if any(m.kind in ("disorder", "symptom") for m in scene.doc.mentioned(scene.span((found.body + 1, end)))):
            yield from diagnoses(scene, found.body + 1, end)
            return
    if found is not None:
        yield from _led(scene, found, (start, body, end), record, part, defaults, shared)
        return
    includes = next((i for i in range(body, min(end - 1, body + 5)) if words[i].lower in ("includes", "include", "including")), None)
    if includes is not None and any(w.lower in ("differential", "differentials", "ddx", "etiologies") for w in words[body:includes]):
        yield from diagnoses(replace(scene, possible=True), includes + 1, end)
        return
    if any(word.tag in _FINITE for word in words[body:end]) and _clausal(scene, body, end) and not _problem_first(scene, body, end):
        yield from _clause(scene, start, end, record, part, defaults)
        return
    yield from _phrase(scene, body, end, record, part, defaults, shared)


def _past_number(words: Sequence[Word], start: int, end: int) -> int:
    """The place after the number of a list within a line: "2. Hypertension"."""
    numbered = start + 2 < end and words[start].lower.isdigit() and words[start + 1].lower in (".", ")")
    return start + 2 if numbered else start


def _past_label(words: Sequence[Word], start: int, end: int) -> int:
    """The place after a label within a line: "Medical Treatment: ..."."""
    colon = next((i for i in range(start, min(end - 1, start + 6)) if words[i].lower == ":"), None)
    if colon is None or not {w.lower for w in words[start:colon]} & (listed("item_label") | {"reasoning"}):
        return start
    return colon + 1


def _is_list(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether commas part entries, the first of which has no verb: "CXR, r/v 2/52", but not "Today, we will ..."."""
    first = next(_listed(words, start, end), (start, end))
    if {word.lower for word in words[start : min(end, start + 3)]} & {"risk", "risks", "complications", "benefits"}:
        return False
    opening, _ = skip(words, first[0])
    if first[1] >= end - 1 or opening >= first[1] or words[first[0]].tag in ("PNP", "AT0") or words[first[0]].lower in listed("front"):
        return False
    inside = words[first[0] : first[1]]
    return lead(words[: first[1]], first[0]) is None and not any(w.tag in _FINITE and w.lower not in listed("follow_up") for w in inside)


def _problem_first(scene: Scene, start: int, end: int) -> bool:
    """ "Jaw pain, sounds muscular", "Renal failure, may be dehydration": a problem and what it may be."""
    words = scene.words
    comma = next((i for i in range(start + 1, end - 1) if words[i].lower == ","), None)
    needs = comma is not None and words[comma + 1].lower in ("need", "needs", "to")
    if needs and not any(w.tag in _FINITE for w in words[start:comma]):
        return True
    if comma is None or words[comma + 1].tag not in ("VVZ", "VM0", "VBZ") or any(w.tag in _FINITE for w in words[start:comma]):
        return False
    return any(m.kind in ("disorder", "symptom", "finding") for m in scene.doc.mentioned(scene.span((start, comma))))


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


def _in_name(scene: Scene, at: int) -> bool:
    """Whether a word that looks like an imperative begins a name: "contact dermatitis"."""
    word = scene.words[at]
    rest = Span(start=word.start, end=scene.sentence.end)
    return any(m.span.start == word.start and m.span.end > word.end for m in scene.doc.mentioned(rest))


def _clausal(scene: Scene, start: int, end: int) -> bool:
    """Whether a finite verb stands in the main clause, and not only in "that may cause ..." or within a name."""
    words = scene.words
    mentions = scene.doc.mentioned(scene.span((start, end)))
    for word in words[start:end]:
        if any(m.span.start <= word.start and word.end <= m.span.end and m.span.end - m.span.start > word.end - word.start for m in mentions):
            continue
        if word.tag == "VVB" and word is words[end - 1] or word.lower in ("consult", "consults") and word.tag == "VVB":
            continue
        if word.tag in ("CJT", "PNQ", "DTQ", "CJS") and word is not words[start]:
            return False
        if word.tag in _FINITE and not (word.tag in ("VVB", "VVD") and word is words[start]):
            return True
    return False


def _led(scene: Scene, found: Lead, where: tuple[int, int, int], record: Record, part: Part, defaults: Defaults, shared: Sequence[Argument]) -> Iterator[Draft]:
    start, _, end = where
    words = scene.words
    if found.mood == "says":
        if found.denied:
            yield from judged(scene, start, end)
        elif found.body >= end:
            yield opaque(scene, start, end)
        elif _supposes(words, found.body, end):
            yield from diagnoses(scene, found.body - 1, end)
        elif _tells(words, found.body, end):
            inner = lead(words[:end], found.body)
            if inner is not None and inner.mood in ("told", "will") and inner.body < end and inner.subject is None:
                yield from _led(scene, inner, (found.body, found.body, end), record, part, defaults, shared)
                return
            yield from _clause(scene, found.body, end, record, part, defaults)
        else:
            yield from _mentioned(scene, found, start, end, shared)
        return
    if words[found.body].lemma == "rule" and found.body + 2 < end and words[found.body + 1].lower == "out":
        yield from diagnoses(scene, found.body, end)
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
    verb = words[found.body].lemma
    if verb in ("need", "require") and found.doer == "patient" and words[found.body].tag in ("VVI", "VVB") and not thing(scene.doc, words, min(found.body + 1, end - 1), end).action:
        yield from judged(scene, start, end)
        return
    if found.mood == "item":
        yield from items(scene, found.body, end, shared, "denied" if found.denied else "present")
        return
    sent = words[found.body].lemma == "refer" and any(w.lower in ("me", "us") for w in words[found.body : found.body + 3])
    if found.mood == "did" and sent:  # "was referred to me by"
        yield from judged(scene, start, end, "event")
        return
    seen = found.mood == "did" and getattr(act_verbs().get(words[found.body].lemma), "other", "") == "follow_up"
    if seen or (part.kind in ("course", "procedure") and found.mood == "did" and not _named_drug(scene, found, end)):
        yield from judged(scene, start, end, "event")
        return
    if _is_prognosis(words, found, end) or (found.may and found.doer == "patient" and verb in listed("state_verbs")):
        yield from judged(scene, start, end)
        return
    yield from directives(scene, found, start, end, shared)


def _named_drug(scene: Scene, found: Lead, end: int) -> bool:
    if scene.words[found.body].lemma in ("make", "do"):
        return False
    stretch = found.subject if found.subject else (found.body, end)
    return any(m.kind == "drug" for m in scene.doc.mentioned(scene.span(stretch)))


def _supposes(words: Sequence[Word], at: int, end: int) -> bool:
    """ "I suspect an element of heart disease", "doubt a fracture"."""
    return words[at - 1].lemma in ("suspect", "doubt", "favor", "favour") and not any(w.tag in _FINITE for w in words[at:end])


def _tells(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a clause follows ("explained that ..."), and not only what was talked about ("discussed the findings")."""
    if not any(word.tag in _FINITE for word in words[at:end]) or words[at].tag in ("PRP", "PRF"):
        return False
    verb = next((word.lemma for word in reversed(words[:at]) if word.tag.startswith("V")), "")
    return words[at - 1].lower == "that" or verb not in ("discuss", "review", "talk", "describe", "mention")


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
    verb = next((w.lemma for w in reversed(words[: found.body]) if w.tag.startswith("V")), "")
    at = found.body + 1
    if verb in ("counsel", "educate", "advise", "encourage", "remind", "instruct") and at < end and words[at].tag.startswith(("NN", "VVG", "AJ")):
        if not {w.lower for w in words[at:end]} & listed("talked"):
            what = scene.span((at, end))
            span = scene.doc.trimmed(words[start].start, words[end - 1].end)
            yield scene.draft(Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"),)))
            return
    if verb in ("discuss", "review") and {w.lower for w in words[found.body : found.body + 2]} & listed("home"):
        what = scene.span((found.body, end))
        span = scene.doc.trimmed(words[start].start, words[end - 1].end)
        yield scene.draft(Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"),)))
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
        arguments = (argument(scene.doc, "what", what.start, what.end), feeling)
        yield scene.draft(Draft("wish", span, arguments, "denied" if found.denied else "present"))
        return
    answer = argument(scene.doc, "answer", words[found.body - 1].start, words[found.body - 1].end, "declined" if found.denied else "accepted")
    yield scene.draft(Draft("offer", span, (argument(scene.doc, "what", what.start, what.end), answer, *extra)))


def _clause(scene: Scene, start: int, end: int, record: Record, part: Part, defaults: Defaults) -> Iterator[Draft]:
    """A clause that nobody is asked to act on."""
    words = scene.words
    at, _ = skip(words, start)
    if defaults.clause == "reasoning" and any(word.lemma in listed("report") for word in words[at : at + 4]) and _subject(words, at):
        span = scene.doc.trimmed(words[start].start, words[end - 1].end, " ,;")
        taking = _admitted(scene, at, end)
        if taking:
            yield from (scene.draft(Draft("drug", span, arguments)) for arguments in taking[:1])
            return
        yield from _told(scene, span, record, part, (start, end), defaults)
        return
    yield from judged(scene, start, end, defaults.clause)


def _admitted(scene: Scene, start: int, end: int) -> list[tuple[Argument, ...]]:
    """ "She admits to skipping sertraline": what the patient does with a drug."""
    words = scene.words
    for at in range(start, end - 1):
        verb = act_verbs().get(words[at].lemma)
        action = "skip" if words[at].lemma in ("skip", "miss", "forget") else verb.drug if verb else ""
        if words[at].tag == "VVG" and action:
            return [arguments for _, arguments in drugs(scene.doc, words, at + 1, end, action)]
    return []


def _phrase(
    scene: Scene, start: int, end: int, record: Record, part: Part, defaults: Defaults, shared: Sequence[Argument]
) -> Iterator[Draft]:
    """A line without a verb."""
    words = scene.words
    _, hedge = hedged(words, start, end)
    date = next((i for i in range(start + 1, end) if [w.lower for w in words[i : i + 3]] == ["up", "to", "date"] or words[i].lower == "utd"), None)
    if date is not None:
        yield status(scene, date, end, scene.doc.slice(scene.span((start, date))))
        return
    if words[start].lower in ("due", "overdue") and defaults.phrase == "diagnosis":
        yield from items(scene, start, end, shared)
        return
    if part.kind == "plan" and defaults.phrase == "item" and _told_before(scene, start, end):
        yield from diagnoses(scene, start, end)
        return
    if _subject(words, start):
        yield opaque(scene, start, end)
        return
    plain = _plain_phrase(scene, start, end)
    if plain is not None:
        yield plain
        return
    if {word.lower for word in words[start : min(end, start + 3)]} & {"risk", "risks", "complications", "benefits"}:
        yield opaque(scene, start, end)
        return
    if words[end - 1].lower == "diet":
        yield from items(scene, start, end, shared)
        return
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
        for first, stop in _listed(words, start, end):
            at, _ = _past_joint(words, first, stop)
            if at >= stop:
                continue
            inner = lead(words[:stop], at)
            if inner is not None and inner.body < stop:
                yield from _led(scene, inner, (at, at, stop), record, part, defaults, shared)
            else:
                for draft in items(scene, at, stop, shared):
                    if draft.kind == "advice" and not scene.guides:
                        scene = replace(scene, guides=True)  # what else such a list holds is advice too
                    yield draft
        return
    if defaults.phrase == "procedure":
        span = scene.doc.trimmed(words[start].start, words[end - 1].end)
        yield scene.draft(Draft("procedure", span, (argument(scene.doc, "what", span.start, span.end),)))
        return
    if defaults.phrase == "event" and thing(scene.doc, words, start, end).action:
        yield from items(scene, start, end, shared)
        return
    yield from diagnoses(scene, start, end)


@lru_cache(maxsize=8)
def _lines(text: str) -> dict[str, int]:
    """The lines of a note in small letters, and where each stands first."""
    found: dict[str, int] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        found.setdefault(line.strip(_BULLETS).lower(), at)
        at += len(line)
    return found


def _told_before(scene: Scene, start: int, end: int) -> bool:
    """Whether this line of a plan stood in the note before: the title of its problem, told twice."""
    span = scene.span((start, end))
    first = _lines(scene.doc.text).get(scene.doc.slice(span).strip(_BULLETS).lower())
    ends = scene.doc.text.find("\n", first) if first is not None else -1
    return 0 <= ends < span.start


def _plain_phrase(scene: Scene, start: int, end: int) -> Draft | None:
    """ "None.", "Stable.", "Fair, but improved.", "Worried about cancer"."""
    words = scene.words
    span = scene.doc.trimmed(words[start].start, words[end - 1].end)
    body = [word for word in words[start:end] if word.tag not in ("PUN", "CJC", "AV0", "PRP", "XX0")]
    if len(body) > 1 and all(w.lower in listed("item_label") | {"medical", "reasoning", "specialist", "additional", "patient"} for w in body):
        return scene.draft(Draft("none", span, (argument(scene.doc, "what", span.start, span.end),)))
    if body and len(body) < 5 and body[0].lower in ("none", "nil", "n/a", "na") and (len(body) == 1 or body[1].tag in ("PRP", "DT0")):
        return scene.draft(Draft("none", span, (argument(scene.doc, "what", span.start, span.end),), "denied"))
    if body and words[start].lower != "as" and all(word.lower in listed("status") or word.lower in ("condition", "but") for word in body):
        return status(scene, start, end, scene.problem, "problem" if scene.problem else "patient")
    if words[start].lower in listed("fear"):
        about = next((i for i in range(start + 1, end - 1) if words[i].lower in ("about", "re", "of", "regarding", "that")), None)
        if about is not None:
            what = argument(scene.doc, "what", words[about + 1].start, words[end - 1].end)
            feeling = argument(scene.doc, "feeling", words[start].start, words[start].end, "fear")
            return scene.draft(Draft("wish", span, (what, feeling)))
    return None


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
    lower = {word.lower for word in words[start:end]}
    if not mentions and first == end and words[first - 1].lower.endswith(tuple(listed("disease_endings"))):
        return True
    if not mentions or not all(m.kind in ("disorder", "symptom", "anatomy") for m in mentions) or lower & (listed("home") | listed("drugs") | listed("follow_up") | listed("refer") | listed("image") | listed("test")):
        return False
    if words[start].lower == "for" or any(word.tag in ("TO0", "VVI", "VVB") for word in words[start:end]):
        return False
    named = any(m.kind != "anatomy" for m in mentions)
    return (named and first == end) or any(word.lower in listed("status") for word in words[first : min(end, first + 4)])


def scene_tight(words: Sequence[Word], at: int) -> bool:
    """Whether a sign stands between its neighbours without spaces."""
    return words[at - 1].end == words[at].start


def _listed(words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a plan in one line: "fluids, honey"; what follows "if" stays with the last."""
    at, depth = start, 0
    for i in range(start, end):
        low = words[i].lower
        depth += {"(": 1, ")": -1}.get(low, 0)
        dated = low == "until" and i + 1 < end and words[i + 1].tag == "CRD"
        if low in listed("condition") and depth == 0 and not dated:
            break
        if depth or low not in (",", ";", "+", "•") or i == at:
            continue
        if low == "+" and len(words[i - 1].lower) < 3 and scene_tight(words, i):
            continue  # "U+E"
        after = words[i + 1 : i + 3]
        shorthand = bool(after) and after[0].lower in act_verbs()
        if after and not shorthand and (after[0].tag in ("CRD", "PRP") or after[0].lower in ("or", "sooner", "earlier", "as", "then")):
            continue
        yield at, i
        at = i + 1
    if at < end:
        yield at, end
