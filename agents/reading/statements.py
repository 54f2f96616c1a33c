"""One sentence of an assessment or a plan: whose act it is, or else what it concludes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading.acts import lead
from bedside.agents.reading.adjuncts import Range, fronted
from bedside.agents.reading.answers import admitted, answer, answered, only_answer, only_mentioned
from bedside.agents.reading.concluding import concluded_whole
from bedside.agents.reading.diagnoses import concluded, diagnoses
from bedside.agents.reading.directives import directives
from bedside.agents.reading.doses import dosed_after, dosed_whole
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.entries import items
from bedside.agents.reading.judgement import caused, judged
from bedside.agents.reading.lead_sense import headless, is_prognosis, supposes, tells
from bedside.agents.reading.leads import Lead
from bedside.agents.reading.lexemes import FINITE, Word, act_verbs, listed, skip
from bedside.agents.reading.order_lists import named_service, of_problem, ranges
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.plan_lines import (
    before_source,
    clausal,
    formal,
    in_name,
    loose,
    nature,
    past_names,
    plain_phrase,
    planned_at,
    problem_first,
)
from bedside.agents.reading.registry import handed_on
from bedside.agents.reading.relative_acts import relative_act, told_to_relative
from bedside.agents.reading.safety_nets import helps, safety_net
from bedside.agents.reading.scene import Nature, Scene, bare, opaque, scene_of
from bedside.agents.reading.splitting import (
    entries_of,
    is_list,
    names_patient,
    parts,
    past_joint,
    past_label,
    past_number,
    shared_by,
    timed_test,
)
from bedside.agents.reading.things import thing
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_ACTS = frozenset({"order", "drug", "advice", "offer", "wish"})
_DONE = frozenset({"check", "recheck", "perform", "obtain", "draw", "do", "collect"})  # "labs were checked": no order
_LONGEST = 300  # words read as one sentence: a run-on line costs no more than its length
_UNDOSED = 2  # arguments of a drug that has no dose: its name and what is done with it


def read_record(record: Record, part: Part, doc: Doc, phrase: Nature, clause: Kind) -> Iterator[Draft]:
    """The drafts of a record. A title names its problem and nothing else; what was copied from an older note is no plan."""
    last: Draft | None = None  # a drug whose dose may be a sentence of its own
    for sentence in record.sentences:
        if last is not None:
            whole = dosed_after(doc, last, sentence)
            yield whole or last
            last = None
            if whole is not None:
                continue
        scene = scene_of(doc, sentence, record, part, phrase, clause)
        if not scene.words:
            continue
        if record.source == "copied":
            yield opaque(scene, 0, len(scene.words))
        elif record.title:
            yield from diagnoses(scene, 0, len(scene.words))
        else:
            for at in range(0, len(scene.words), _LONGEST):
                for draft in _sentence(replace(scene, words=scene.words[at : at + _LONGEST])):
                    if last is not None:
                        yield last
                    last = draft if draft.kind == "drug" and len(draft.arguments) <= _UNDOSED else None
                    if last is None:
                        yield draft
    if last is not None:
        yield last


def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one sentence of a record of another part, as an assessment has them."""
    yield from _sentence(scene_of(doc, sentence, record, part, "diagnosis", "reasoning"))


def _sentence(scene: Scene) -> Iterator[Draft]:
    """The drafts of one sentence, by start."""
    words = scene.words
    end = len(words)
    while end and words[end - 1].lower in (".", ";", ",", ":"):
        end -= 1
    end = before_source(words, end)
    if not end:
        return
    one = not any(words[at].lower == "," and helps(words, at + 1, end) for at in range(1, end))
    net = safety_net(scene, 0, end) if one else None
    if net is not None:
        yield net
        return
    if _introduces(words):
        yield from _told(scene, 0, end)
        return
    if told_to_relative(scene, end) or words[0].lower in ("asks", "asked", "wonders"):
        yield opaque(scene, 0, end)
        return
    given = dosed_whole(scene.doc, words, end)
    if given is not None:
        yield scene.draft(given)
        return
    whole = concluded_whole(scene, end)
    if whole is not None:
        yield from whole
        return
    found: list[Draft] = []
    hung: tuple[Argument, ...] = ()
    for start, stop in parts(scene, end):
        reply = only_answer(words, start, stop)
        if reply is not None and found and found[-1].kind in ("order", "advice", "drug"):
            found[-1] = answered(scene, found[-1], reply, stop)
            continue
        joined = start > 0 and words[start - 1].lower in ("and", ",")
        net = safety_net(scene, start, stop)
        if net is not None:
            found.append(net)
            continue
        drafts = list(_statement(of_problem(scene, start, stop), start, stop, hung if joined else ()))
        hung = _condition(drafts, words[start].start)
        found += _whole_stretch(scene, drafts, start, stop) if drafts else _unread(scene, start, stop)
    asked = scene.doc.slice(scene.sentence).rstrip().endswith("?")  # "Start ramipril?"
    for draft in sorted(found, key=lambda draft: (draft.span.start, draft.span.end)):
        yield draft.but(certainty="possible") if asked and draft.kind in _ACTS else draft


def _condition(drafts: Sequence[Draft], start: int) -> tuple[Argument, ...]:
    """The condition at the front of a stretch, which holds for the next too."""
    return tuple(a for draft in drafts[:1] for a in draft.arguments if a.role == "condition" and a.span.start <= start)


def _unread(scene: Scene, start: int, end: int) -> list[Draft]:
    named = any(word.lower[0].isalpha() for word in scene.words[start:end])
    return [opaque(scene, start, end)] if named else []


def _whole_stretch(scene: Scene, found: list[Draft], start: int, end: int) -> list[Draft]:
    """The drafts of a stretch. Acts reach from its first to its last word: "I advised her to ..." belongs to the advice. A
    diagnosis or a clause is its own words only."""
    found = sorted(found, key=lambda draft: (draft.span.start, draft.span.end))
    stretch = scene.trimmed(start, end)
    if found[0].kind in _ACTS:
        found[0] = found[0].but(span=Span(start=min(stretch.start, found[0].span.start), end=found[0].span.end))
    if found[-1].kind in _ACTS:
        found[-1] = found[-1].but(span=Span(start=found[-1].span.start, end=max(stretch.end, found[-1].span.end)))
    return found


def _introduces(words: Sequence[Word]) -> bool:
    """ "Ms. X is a 57-year-old woman with ... who presents with ...": the story told once more."""
    aged = any(word.lower.endswith("-old") or word.lower in ("y/o", "yo") for word in words[:14])
    return aged and any(word.tag in FINITE for word in words)


def _told(scene: Scene, start: int, end: int) -> Iterator[Draft]:
    """What the patient said or has, told once more: read as a history is."""
    span = scene.trimmed(start, end)
    record = replace(scene.record, title=False)
    found = list(handed_on("history", record, span, scene.part, scene.doc))
    if not found or any(draft.kind in ("opaque", "drug") for draft in found):  # "denies blood thinners" is no order
        yield from judged(scene, start, end, scene.clause)
        return
    for draft in found:
        yield draft.but(problem=draft.problem or scene.problem)


# -- a statement --------------------------------------------------------------------------------------------------------


def _statement(scene: Scene, start: int, end: int, hung: Sequence[Argument]) -> Iterator[Draft]:
    """One statement. ``hung``: a condition that the statement before it shares."""
    words = scene.words
    start = past_joint(words, start, end)
    if start >= end:
        return
    start = past_label(words, past_number(words, start, end), end)
    body = start if timed_test(words, start, end) else past_joint(words, fronted(words, start, end), end)
    if words[start].lower in ("asks", "wonders"):
        yield opaque(scene, start, end)
    elif formal(words, start, end):
        yield bare(scene, "none", start, end)
    elif body >= end or loose(words, body, end):
        yield opaque(scene, start, end)
    else:
        shared = shared_by(scene, start, body) or tuple(hung)
        yield from _body(scene, start, body, end, shared)


def _body(scene: Scene, start: int, body: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    words = scene.words
    if headless(words, body, end):
        yield opaque(scene, start, end)
        return
    known = relative_act(scene, body, end) or concluded(scene, body, end) or caused(scene, body, end)
    if known is not None:
        yield known
        return
    planned = planned_at(scene, body, end)
    if planned:  # "Colonoscopy planned for May"
        when = (argument(scene.doc, "when", words[planned + 1].start, words[end - 1].end),) if planned + 1 < end else ()
        yield from items(scene, body, planned, (*shared, *when))
        return
    if scene.phrase == "item" and is_list(words, body, end):
        yield from _phrase(scene, body, end, shared)
        return
    found = lead(words[:end], body)
    if found is not None and not _named_only(scene, found, end):
        (_, stop), *more = ranges(scene, found, body, end) if scene.phrase == "item" else ((body, end),)
        yield from _led(scene, found, (start, body, stop), shared)
        for at, until in more:
            yield from _entries(scene, at, until, shared)
        return
    first = past_names(scene, body, end)
    if first > body:
        listed_ = scene.but(possible=True) if words[first - 1].lower.startswith("includ") else scene
        yield from diagnoses(listed_, first, end)
    elif _is_clause(scene, body, end):
        yield from _clause(scene, start, end)
    else:
        yield from _phrase(scene, body, end, shared)


def _named_only(scene: Scene, found: Lead, end: int) -> bool:
    """Whether a word that looks like a verb begins a name ("contact dermatitis", "follow-up breast cysts")."""
    at = found.body
    if found.mood != "imperative" or at >= end:
        return False
    return in_name(scene, at) or past_names(scene, at, end) > at or named_service(scene, found, at, end)


def _is_clause(scene: Scene, start: int, end: int) -> bool:
    if end - start < 2:
        return False  # "PACs"
    if scene.words[start].tag == "VVZ" and scene.words[start].lower in listed("home"):
        start += 1  # "Exercises three times a day"
    if scene.words[start].lower in ("no", "nil"):  # "No driving until the spells are gone"
        end = next((i for i in range(start, end) if scene.words[i].lower in ("until", "unless", "till")), end)
    verbal = any(word.tag in FINITE for word in scene.words[start:end])
    return verbal and clausal(scene, start, end) and not problem_first(scene, start, end)


# -- a statement whose lead is known ------------------------------------------------------------------------------------


def _led(scene: Scene, found: Lead, where: tuple[int, int, int], shared: Sequence[Argument]) -> Iterator[Draft]:
    """``where``: the first word, the first after what stands at the front, and the end."""
    start, _, end = where
    words = scene.words
    if found.mood == "says":
        yield from _says(scene, found, start, end, shared)
    elif found.mood == "agrees":
        yield bare(scene, "none", start, end)
    elif found.mood in ("answers", "wants"):
        yield from answer(scene, found, start, end)
    elif found.body >= end:
        yield opaque(scene, start, end)
    elif words[found.body].lemma == "rule" and found.body + 2 < end and words[found.body + 1].lower == "out":
        yield from diagnoses(scene, found.body, end)
    elif found.mood == "item":
        acts = _lists_acts(words, found.body, end) and not found.denied
        polarity: Polarity = "denied" if found.denied else "present"
        yield from _entries(scene, found.body, end, shared) if acts else items(scene, found.body, end, shared, polarity)
    else:
        kind = _only_told(scene, found, end)
        yield from judged(scene, start, end, kind) if kind else directives(scene, found, start, end, shared)


def _lists_acts(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a list goes on with verbs: "advised soft diet, drink plenty"."""
    entries = list(entries_of(words, start, end))
    return any(lead(words[:stop], past_joint(words, first, stop)) for first, stop in entries[1:])


def _says(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """ "I explained that ...", "we discussed ...", "I suspect ..."."""
    words = scene.words
    doubts = any(word.lemma == "doubt" for word in words[start : found.body])
    if found.denied or (doubts and not supposes(words, found.body, end)):
        yield from judged(scene, start, end)  # "I doubt this is cancer"
    elif found.body >= end:
        yield opaque(scene, start, end)
    elif supposes(words, found.body, end):
        yield from diagnoses(scene, found.body - 1, end)
    elif tells(words, found.body, end):
        inner = lead(words[:end], found.body)
        if inner is not None and inner.mood in ("told", "will") and inner.body < end and inner.subject is None:
            yield from _led(scene, inner, (found.body, found.body, end), shared)
            return
        thought = any(word.lemma in listed("think") for word in words[start : found.body])
        for draft in _clause(scene, found.body, end):  # "I believe this is a strain" is not "this is a strain"
            yield draft.but(certainty="possible") if thought and draft.kind == "reasoning" else draft
    else:
        yield from only_mentioned(scene, found, start, end, shared)


def _only_told(scene: Scene, found: Lead, end: int) -> Kind | None:
    """The kind of a clause with a lead that is no act all the same; None if it is one."""
    word = scene.words[found.body]
    verb = act_verbs().get(word.lemma)
    if found.subject is not None and verb is not None and not verb.other and not _named_drug(scene, found, end):
        return scene.clause  # "the wound should be kept dry"
    if found.mood == "did":
        seen = verb is not None and verb.other == "follow_up"
        sent = word.lemma == "refer" and _to_me(scene.words, found.body)
        past = scene.part.kind in ("course", "procedure") or (
            word.lemma in _DONE and scene.words[found.body - 1].tag[:2] in ("VB", "AV")
        )
        done = past and not _named_drug(scene, found, end)
        return "event" if seen or sent or done else None
    if word.lemma in ("need", "require") and found.doer == "patient" and word.tag in ("VVI", "VVB"):
        needed = thing(scene.doc, scene.words, min(found.body + 1, end - 1), end)
        return None if needed.action else "reasoning"
    maybe = found.may and found.doer == "patient" and word.lemma in listed("state_verbs")
    return "reasoning" if maybe or is_prognosis(scene.words, found, end) else None


def _to_me(words: Sequence[Word], at: int) -> bool:
    return any(word.lower in ("me", "us") for word in words[at : at + 3])


def _named_drug(scene: Scene, found: Lead, end: int) -> bool:
    if scene.words[found.body].lemma in ("make", "do"):
        return False
    stretch: Range = found.subject if found.subject else (found.body, end)
    return scene.has(*stretch, ("drug",))


# -- a clause, a phrase -------------------------------------------------------------------------------------------------


def _clause(scene: Scene, start: int, end: int) -> Iterator[Draft]:
    """A clause that nobody is asked to act on."""
    words = scene.words
    at, _ = skip(words, start)
    reports = any(word.lemma in listed("report") for word in words[at : at + 4]) and names_patient(words, at)
    if scene.clause != "reasoning" or not reports:
        yield from judged(scene, start, end, scene.clause)
        return
    taking = admitted(scene, at, end)
    if taking:
        yield scene.draft(Draft("drug", scene.trimmed(start, end), taking[0]))
    else:
        yield from _told(scene, start, end)


def _phrase(scene: Scene, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """A line without a verb."""
    plain = plain_phrase(scene, start, end)
    kind = "plain" if plain is not None else nature(scene, start, end)
    if plain is not None:
        yield plain
    elif kind == "diagnoses":
        yield from diagnoses(scene, start, end)
    elif kind == "item":
        yield from items(scene, start, end, shared)
    elif kind == "entries":
        yield from _entries(scene, start, end, shared)
    else:
        yield bare(scene, "procedure" if kind == "procedure" else "opaque", start, end)


def _entries(scene: Scene, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """The entries of a plan in one line, each of which may have a verb of its own."""
    for first, stop in entries_of(scene.words, start, end):
        at = past_joint(scene.words, first, stop)
        if at >= stop:
            continue
        theirs = relative_act(scene, at, stop)
        if theirs is not None:
            yield theirs
            continue
        found = lead(scene.words[:stop], at)
        found = None if found is not None and named_service(scene, found, at, stop) else found
        plain = plain_phrase(scene, at, stop) if found is None else None
        drafts = items(scene, at, stop, shared) if plain is None else iter((plain,))
        if found is not None and found.body < stop:
            drafts = _led(scene, found, (at, at, stop), shared)
        for draft in drafts:
            if draft.kind == "advice" and found is None:
                scene = scene.but(guides=True)  # what else such a list holds is advice too
            yield draft
