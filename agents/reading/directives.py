"""A verb phrase whose doer is known, made into orders, drugs and advice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bedside.agents.reading.acts import ActVerb, Lead, Word, act_verbs, listed, skip
from bedside.agents.reading.adjuncts import Phrase, Range, parted
from bedside.agents.reading.clause import marks
from bedside.agents.reading.doses import dosed, drugs
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.things import Thing, named, thing
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

_ARTICLES = frozenset({"AT0", "DPS", "DT0"})
_NO_OBJECT = frozenset({"by", "him", "her", "them", "you", "patient", "pt", "the", "on", "up", "with", "out", "back", "taking", "using", "to", "get", "getting", "have"})
_STRONG = frozenset({"refer", "admit", "discharge", "follow_up", "procedure", "image"})
_ACTIVE = frozenset({"work", "school", "sport", "sports", "play", "duty", "activity", "activities", "exercise", "practice", "driving"})
_OWN_PLACE = frozenset({"home", "daily", "himself", "herself", "diary", "log", "journal"})


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a phrase stands: the document, the whole sentence, its words, the problem it belongs to."""

    doc: Doc
    sentence: Span
    words: tuple[Word, ...]
    problem: str = ""
    guides: bool = False  # instructions to the patient, where a bare thing is advice
    possible: bool = False  # a differential: each diagnosis is only possible

    def span(self, part: Range) -> Span:
        """The characters of a range of words."""
        return Span(start=self.words[part[0]].start, end=self.words[part[1] - 1].end)

    def draft(self, draft: Draft) -> Draft:
        """A draft of this sentence."""
        return draft.but(sentence=self.sentence, problem=self.problem)


def directives(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument] = ()) -> Iterator[Draft]:
    """The drafts of a lead's verb phrase, which may be several joined by "and". ``shared``: a condition at the front."""
    if found.subject is not None:
        yield from _passive(scene, found, start, end, shared)
        return
    for number, (at, stop) in enumerate(_phrases(scene.words, found.body, end)):
        inner = found
        if number:
            done = scene.words[found.body].tag in ("VVN", "VVD") and scene.words[at].tag not in ("VVN", "VVD")
            inner = Lead("patient", "will", at) if done else Lead(found.doer, found.mood, at, found.denied, None, found.may)
        yield from _directive(scene, inner, start if number == 0 else at, at, stop, shared)


def _phrases(words: Sequence[Word], start: int, end: int) -> Iterator[Range]:
    """Verb phrases that stand side by side: "start X and increase Y", "rest, push fluids"."""
    at = start
    for i in range(start + 1, end - 1):
        well = words[i].lower == "as" and words[i + 1].lower == "well"
        if not well and words[i].tag != "CJC" and words[i].lower not in (",", ";", "&", "then"):
            continue
        after, _ = skip(words, i + 3 if well else i + 1)
        aimed = words[i].tag == "CJC" or words[i + 1].tag == "CJC" or words[i].lower == "then"
        while after < end and (words[after].tag == "CJC" or (aimed and words[after].tag == "TO0") or words[after].lower in ("not", "do", "don", "will")):
            after, _ = skip(words, after + 1)
        aims = words[after - 1].tag == "TO0" and any(word.tag == "TO0" for word in words[at + 1 : i])
        if after < end - 1 and i > at and not aims and _another(words, after, i) and not _aim(words, at, i):
            yield at, i
            at = after
    yield at, end


def _aim(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether what is joined here are two aims of one order: "follow up to review the results and discuss ..."."""
    known = act_verbs().get(words[start].lemma) or act_verbs().get(words[start].lower)
    return known is not None and known.other in _STRONG and any(word.tag == "TO0" for word in words[start + 1 : end])


def _another(words: Sequence[Word], at: int, joint: int) -> bool:
    word = words[at]
    if word.tag not in ("VVB", "VVI", "VBI", "VHI", "VHB") and not (word.lower in act_verbs().keys() | listed("patient_verbs") and word.tag in ("NN1", "UNC", "VVN")):
        return False
    if word.tag == "NN1" and words[at + 1].tag not in ("AT0", "DPS", "NP0", "NN1", "NN2", "AVP"):
        return False
    if word.lower in ("take", "use", "apply") and words[at + 1].tag in ("PRP", "AV0", "CRD"):
        return False  # "amlodipine 5 mg, take at night"
    head = words[joint - 1]
    paired = head.tag in ("VVB", "VVI") and words[at + 1].tag in _ARTICLES | {"PRP"}  # "monitor and record his weight"
    near = words[max(0, joint - 6) : joint]
    agrees = any(w.tag in ("VBZ", "VVZ", "VHZ") for w in near)  # "when she is seated and continue to ..."
    inside = not agrees and any(w.lower in listed("condition") or w.tag in ("PNQ", "DTQ") for w in near)
    return not paired and not inside and (is_verb(word.lower) or word.lower in act_verbs())


def _directive(scene: Scene, found: Lead, start: int, at: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    words = scene.words
    at, negative = skip(words, at)
    if at >= end:
        return
    verb = words[at].lemma if words[at].tag.startswith("V") else words[at].lower
    denied = found.denied or negative
    if verb in ("continue", "try", "be", "start", "begin", "plan", "need", "resume") and at + 2 < end and words[at + 1].tag == "TO0":
        inner = at + 2  # "continue to monitor": the act is "monitor"
        if words[inner].tag.startswith("V"):
            yield from _acted(scene, found, start, (at, end), words[inner].lemma, inner, denied, shared)
            return
    if verb == "be" and at + 2 < end and words[at + 1].tag in ("VVN", "VVD") and words[at + 1].lemma in act_verbs():
        done = Lead("physician", found.mood, at + 1, found.denied, None, found.may)  # "needs to be seen"
        yield from _acted(scene, done, start, (at + 1, end), words[at + 1].lemma, at + 1, denied, shared)
        return
    if verb == "consider" and at + 2 < end and words[at + 1].tag == "VVG":
        found = Lead(found.doer, found.mood, at, found.denied, None, True)
        yield from _acted(scene, found, start, (at + 1, end), words[at + 1].lemma, at + 1, denied, shared)
        return
    if verb == "continue" and at + 2 < end and words[at + 1].tag == "VVG":
        yield from _acted(scene, found, start, (at, end), "continue", at + 1, denied, shared)
        return
    yield from _acted(scene, found, start, (at, end), verb, at, denied, shared)


def _acted(
    scene: Scene, found: Lead, start: int, whole: Range, verb: str, at: int, denied: bool, shared: Sequence[Argument]
) -> Iterator[Draft]:
    """One verb phrase: ``whole`` its words, ``at`` the verb that says what is done."""
    known = act_verbs().get(verb)
    if verb == "see" and at + 1 < whole[1] and scene.words[at + 1].lower == "by":
        known = ActVerb("physician", "", "refer")  # "to be seen by a specialist"
    if verb in ("give", "administer") and known and found.mood != "did":
        known = ActVerb(known.doer, "start", known.other)
    doer = found.doer or (known.doer if known else "patient")
    if verb == "get" and not found.doer:
        doer = "patient"
    if verb in ("call", "contact", "notify") and found.mood == "will" and not found.doer and any(w.lower == "results" for w in words_in(scene, at, whole[1])):
        doer = "physician"  # "will call with results"
    words = scene.words
    if any(word.lower in _OWN_PLACE for word in words[at : whole[1]]) and not found.doer and (not known or known.other in ("test", "")):
        doer = "patient"
    patient = doer == "patient" or (found.mood == "imperative" and known is None)
    phrase = parted(words, whole[0], _until_sign(scene, verb, at, whole[1]), purpose=not patient or bool(known and known.other))
    signs = _signs(scene, verb, at, whole[1])
    extra = (*shared, *phrase.arguments(scene.doc, words), *signs)
    span = Span(start=words[start].start, end=words[whole[1] - 1].end)
    polarity: Polarity = "denied" if denied else "present"
    likely = any(word.lower in listed("hedge_possible") for word in words[start : whole[0]])
    certainty: Certainty = "possible" if found.may or likely else "certain"
    time = _hanging(extra) or _time(found)
    base = scene.draft(Draft("order", scene.doc.trimmed(span.start, span.end), (), polarity, certainty, temporality=time))
    body = (at, phrase.core[1])
    if known and known.drug:
        verb_at = scene.span((body[0], body[0] + 1))
        medicines = list(drugs(scene.doc, words, body[0] + 1, body[1], known.drug, verb_at))
        if medicines:
            yield from _medicines(base, medicines, extra)
            return
    back = verb == "return" and any(w.lower in _ACTIVE for w in words[at : whole[1]])  # to work, to sport: no visit
    if known and known.other and not back and not (patient and _own(doer, verb, known)):
        yield from ordered(base, scene, known, body, doer, extra)
        return
    yield from acted(base, scene, phrase.core, doer, extra)


def _until_sign(scene: Scene, verb: str, at: int, end: int) -> int:
    """Where "for chest pain or fainting" begins, which says when to come back; ``end`` where nothing says so."""
    if verb not in ("return", "call", "come", "go", "seek", "present", "attend", "report"):
        return end
    for i in range(at + 1, end - 1):
        first = scene.doc.mentioned(scene.span((i + 1, end)))[:1]
        if scene.words[i].lower in ("for", "with") and first and first[0].kind in ("symptom", "disorder", "finding"):
            return i
    return end


def _signs(scene: Scene, verb: str, at: int, end: int) -> tuple[Argument, ...]:
    i = _until_sign(scene, verb, at, end)
    return (argument(scene.doc, "condition", scene.words[i].start, scene.words[end - 1].end),) if i < end else ()


def words_in(scene: Scene, start: int, end: int) -> Sequence[Word]:
    """The words of a range."""
    return scene.words[start:end]


def _own(doer: str, verb: str, known: ActVerb) -> bool:
    """Whether the patient does it alone: "check your sugar", but not "he should get an MRI"."""
    if known.other in _STRONG:
        return False
    if known.doer == "patient":
        return verb not in ("need", "require", "undergo", "complete")
    return doer == "patient" and verb not in ("get", "obtain", "have", "complete")


def _time(found: Lead) -> str:
    return "past" if found.mood == "did" else "current"


def _hanging(extra: Sequence[Argument]) -> str | None:
    """Whether an act is done under a condition only, and at no other time."""
    roles = {a.role for a in extra}
    return "hypothetical" if "condition" in roles and "when" not in roles else None


def _medicines(base: Draft, medicines: Sequence[tuple[Span, tuple[Argument, ...]]], extra: Sequence[Argument]) -> Iterator[Draft]:
    for number, (span, arguments) in enumerate(medicines):
        whole = Span(start=base.span.start, end=span.end) if number == 0 else span
        hung = tuple(a for a in extra if a.role in ("condition", "purpose", "when") and not any(a.span.start < b.span.end and b.span.start < a.span.end for b in arguments))
        yield base.but(kind="drug", span=whole, arguments=(*arguments, *hung))


def ordered(base: Draft, scene: Scene, verb: ActVerb, body: Range, doer: str, extra: Sequence[Argument]) -> Iterator[Draft]:
    """Orders of what stands after a verb."""
    words = scene.words
    at, end = body[0] + 1, body[1]
    while at < end and (words[at].lower in _NO_OBJECT or words[at].tag in _ARTICLES or words[at].tag in ("AV0", "AVP")):
        at += 1
    if verb.other in ("admit", "discharge"):
        yield from acted(base, scene, (body[0], end), "physician", extra, verb.other)
        return
    if verb.other == "follow_up" and at < end and words[at].tag in ("AVQ", "DTQ", "CJS", "PNQ") and words[at].lower != "as":
        yield from acted(base, scene, (body[0], end), "physician", extra)  # "see how it goes"
        return
    if verb.other == "follow_up":
        yield follow_up(base, scene, (body[0], end), doer, extra)
        return
    objects = list(named(scene.doc, words, at, end)) if at < end and words[at].tag not in ("PRP", "AVP") else []
    if not objects:
        if verb.other in _STRONG:
            doer = "physician"
        yield from acted(base, scene, (body[0], end), doer, extra, verb.other if verb.other in _STRONG else "")
        return
    vague = any(found.action in ("", "drug") for found in objects)
    if vague and verb.other == "test":  # "monitor the knee"
        yield from acted(base, scene, body, doer, extra)
        return
    if verb.other == "by object" and vague:
        yield from acted(base, scene, body, doer, extra)
        return
    for number, found in enumerate(objects):
        action = verb.other if verb.other != "by object" else found.action or "treat"
        if action == "drug":
            action = "treat"
        found, aim = _referred_for(scene, words, found) if action == "refer" else (found, ())
        if verb.other in ("test", "procedure") and found.action in ("image", "test", "refer", "follow_up"):
            action = found.action
        span = Span(start=base.span.start if number == 0 else found.span.start, end=found.span.end)
        if number == len(objects) - 1:
            span = Span(start=span.start, end=base.span.end)
        who = "patient" if action == "follow_up" else "physician"
        yield base.but(
            span=span,
            arguments=(
                Argument(role="what", text=scene.doc.slice(found.span), span=found.span, concept=found.concept),
                Argument(role="action", text=scene.doc.slice(scene.span((body[0], body[0] + 1))), span=scene.span((body[0], body[0] + 1)), value=action or None),
                Argument(role="who", text="", span=Span(start=span.start, end=span.start), value=who),
                *aim,
                *extra,
            ),
        )


def _referred_for(scene: Scene, words: Sequence[Word], found: Thing) -> tuple[Thing, tuple[Argument, ...]]:
    """A referral and what it is for: "ophthalmology [for field testing]"."""
    inside = [w for w in words if w.start >= found.span.start and w.end <= found.span.end]
    at = next((i for i, w in enumerate(inside) if w.lower == "for" and i), None)
    if at is None or at + 1 >= len(inside):
        return found, ()
    aim = argument(scene.doc, "purpose", inside[at].start, found.span.end)
    return Thing(Span(start=found.span.start, end=inside[at - 1].end), found.action, found.concept), (aim,)


def follow_up(base: Draft, scene: Scene, body: Range, doer: str, extra: Sequence[Argument]) -> Draft:
    """A visit: the patient comes, the physician sees."""
    words = scene.words
    verb = scene.span((body[0], body[0] + 1))
    what = scene.doc.trimmed(words[body[0]].start, words[max(body[0], body[1] - 1)].end)
    roles = {a.role for a in extra}
    own = words[body[0]].lemma in ("return", "follow", "come", "rtc")
    soon = any(a.role == "when" and a.text.lower() in listed("day") for a in extra)
    if own and "condition" in roles and ("when" not in roles or soon):  # "return if worse"
        told = argument(scene.doc, "what", what.start, what.end, "verb")
        return base.but(kind="advice", arguments=(told, *extra), marks=moved(scene.doc, what) or ())
    return base.but(
        kind="order",
        arguments=(
            argument(scene.doc, "what", what.start, what.end),
            Argument(role="action", text=scene.doc.slice(verb), span=verb, value="follow_up"),
            Argument(role="who", text="", span=Span(start=verb.start, end=verb.start), value="patient"),
            *extra,
        ),
        marks=moved(scene.doc, what) or (),
    )


def acted(
    base: Draft, scene: Scene, core: Range, doer: str, extra: Sequence[Argument], action: str = ""
) -> Iterator[Draft]:
    """What has no name among the orders: advice for the patient, or something that the physician will do."""
    if core[1] <= core[0]:
        return
    what = scene.span(core)
    changed = moved(scene.doc, what)
    if changed is None:
        yield base.but(kind="opaque", arguments=(argument(scene.doc, "what", base.span.start, base.span.end),))
        return
    if doer == "physician" and not action and scene.words[core[0]].tag == "VVD" and core[0] > 0:
        yield event(base, scene)  # "I gave him a leaflet"
        return
    if doer == "patient":
        yield base.but(kind="advice", arguments=(argument(scene.doc, "what", what.start, what.end, _form(scene.words[core[0]])), *extra), marks=changed)
        return
    who = Argument(role="who", text="", span=Span(start=what.start, end=what.start), value="physician")
    named_ = (Argument(role="action", text="", span=Span(start=what.start, end=what.start), value=action),) if action else ()
    told = argument(scene.doc, "what", what.start, what.end, _form(scene.words[core[0]]))
    yield base.but(kind="order", arguments=(told, *named_, who, *extra), marks=changed)


def event(base: Draft, scene: Scene) -> Draft:
    """A clause that only tells what happened."""
    sex, name = scene.doc.patient
    changed = marks(scene.doc, base.span, sex, name)
    kind: Kind = "opaque" if changed is None else "event"
    role = "what" if changed is None else "clause"
    told = argument(scene.doc, role, base.span.start, base.span.end)
    return base.but(kind=kind, arguments=(told,), marks=changed or ())


def _form(word: Word) -> str | None:
    """How a "what" begins, where it is no base form."""
    if word.tag == "VVG":
        return "gerund"
    if word.tag in ("VVN", "VVD") and word.lemma != word.lower:
        return "participle"
    return "verb" if word.tag.startswith("V") or is_verb(word.lower) else "thing"


def moved(doc: Doc, what: Span) -> tuple[Mark, ...] | None:
    """The words of a verb phrase that change with who says it; None if it cannot be moved."""
    sex, name = doc.patient
    found = marks(doc, what, sex, name)
    if found is None:
        return None
    first = doc.tagged(what)[0]
    found = tuple(m for m in found if not _compound(doc, what, m))
    return tuple(m for m in found if m.span.end > m.span.start and not (m.role == "verb" and m.span.start == first.start))


def _compound(doc: Doc, what: Span, mark: Mark) -> bool:
    """Whether "the patient" only begins a name: "the patient portal"."""
    after = next((t for t in doc.tagged(what) if t.start >= mark.span.end), None)
    return mark.role == "object" and doc.slice(mark.span).lower().endswith("patient") and after is not None and after.tag.startswith("NN")


def _passive(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """ "A CT was ordered today to confirm this": what is done stands before the verb."""
    words = scene.words
    subject = found.subject or (start, start)
    verb = act_verbs().get(words[found.body].lemma) or ActVerb("physician", "start", "by object")
    phrase = parted(words, found.body, end)
    extra = (*shared, *phrase.arguments(scene.doc, words))
    span = scene.doc.trimmed(words[start].start, words[end - 1].end)
    base = scene.draft(
        Draft(
            "order",
            span,
            (),
            "denied" if found.denied else "present",
            "possible" if found.may else "certain",
            temporality=_time(found),
        )
    )
    at = subject[0]
    noun = words[at].lower if words[at].tag not in _ARTICLES else words[min(at + 1, subject[1] - 1)].lower
    action = verb.drug or "start"
    said = scene.span((found.body, found.body + 1))
    medicines = list(drugs(scene.doc, words, at, subject[1], "start" if noun.startswith("prescription") else action, said))
    if medicines and verb.drug:
        yield from _medicines(base, medicines, extra)
        return
    objects = list(named(scene.doc, words, _after_noun(words, subject), subject[1]))
    if found.mood == "told" and not any(one.action for one in objects):
        what = scene.span((_after_noun(words, subject), subject[1]))
        yield base.but(kind="advice", arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra))
        return
    for number, thing_ in enumerate(objects):
        what = thing_.span
        own = verb.other not in ("by object", "") and not (verb.other == "procedure" and thing_.action in ("test", "image"))
        value = verb.other if own else _made(thing_.action, verb)
        yield base.but(
            span=span if number == 0 and len(objects) == 1 else what,
            arguments=(
                Argument(role="what", text=scene.doc.slice(what), span=what, concept=thing_.concept),
                Argument(role="action", text=scene.doc.slice(scene.span((found.body, found.body + 1))), span=scene.span((found.body, found.body + 1)), value=value or None),
                Argument(role="who", text="", span=Span(start=span.start, end=span.start), value="physician"),
                *extra,
            ),
        )


def _made(action: str, verb: ActVerb) -> str:
    if action in ("", "drug"):
        return "treat" if verb.drug else "test"
    return action


def _after_noun(words: Sequence[Word], subject: Range) -> int:
    """The place after "an order for", "a prescription for", "a referral to"."""
    for at in range(subject[0], min(subject[1] - 1, subject[0] + 4)):
        if words[at].lower in ("order", "orders", "prescription", "referral", "request") and words[at + 1].lower in ("for", "to", "of"):
            return at + 2
    at = subject[0]
    while at < subject[1] - 1 and words[at].tag in _ARTICLES:
        at += 1
    return at


def items(scene: Scene, start: int, end: int, shared: Sequence[Argument] = (), polarity: Polarity = "present") -> Iterator[Draft]:
    """A plan without verbs: "CXR today", "fluids, honey", "paracetamol prn", "no honey until 12 mo"."""
    words = scene.words
    if start < end and words[start].lower in ("no", "nil", "avoid", "without"):
        polarity, start = "denied", start + 1
    while start < end - 1 and (words[start].lower in ("for", "need", "indication", "thereafter", "then", ",", "further", "due", "overdue") or words[start].tag == "AV0"):
        start += 1
    phrase: Phrase = parted(words, start, end)
    if phrase.core[1] - 1 > phrase.core[0] and words[phrase.core[1] - 1].lower in ("due", "overdue"):
        phrase = replace(phrase, core=(phrase.core[0], phrase.core[1] - 1))
    if phrase.core[1] <= phrase.core[0]:
        return
    extra = (*shared, *phrase.arguments(scene.doc, words))
    whole = scene.doc.trimmed(words[start - 1 if polarity == "denied" and start else start].start, words[end - 1].end, " \t\r\n,;•*–—-")
    base = scene.draft(Draft("advice", whole, (), polarity, "certain"))
    found = thing(scene.doc, words, phrase.core[0], phrase.core[1])
    if not found.action and dosed(words, *phrase.core):
        found = Thing(found.span, "drug", found.concept)
    if phrase.purpose and not found.action and words[min(phrase.purpose[0] + 1, end - 1)].lemma in ("see", "evaluate", "follow", "assess", "treat"):
        found = Thing(found.span, "refer", found.concept)  # "cardiology to see"
    yield from _item(base, scene, found, phrase, end, extra)


def _item(base: Draft, scene: Scene, found: Thing, phrase: Phrase, end: int, extra: Sequence[Argument]) -> Iterator[Draft]:
    words = scene.words
    if found.action == "drug" and base.polarity == "denied":
        what = scene.span(phrase.core)
        yield base.but(arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra))
        return
    if found.action == "drug":
        written = words[phrase.core[0]].lower in ("prescription", "script", "rx")
        medicines = list(drugs(scene.doc, words, phrase.core[0], phrase.core[1], "start" if written else "take"))
        if medicines:
            yield from _medicines(base, medicines, extra)
            return
    if found.action == "follow_up":
        yield follow_up(base, scene, phrase.core, "patient", extra)
        return
    if found.action in ("test", "image", "refer", "procedure", "school", "admit", "treat"):
        yield from _ordered_things(base, scene, phrase, extra)
        return
    what = scene.span(phrase.core)
    changed = moved(scene.doc, what)
    if not _advisable(scene, phrase.core):
        whole = base.span
        yield base.but(kind="opaque", polarity="present", arguments=(argument(scene.doc, "what", whole.start, whole.end),))
    elif changed is not None:
        yield base.but(arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra), marks=changed)


def _ordered_things(base: Draft, scene: Scene, phrase: Phrase, extra: Sequence[Argument]) -> Iterator[Draft]:
    found = list(named(scene.doc, scene.words, *phrase.core))
    for one in found:
        empty = Span(start=one.span.start, end=one.span.start)
        alone = scene.doc.slice(base.span).lower().startswith("self")
        who = Argument(role="who", text="", span=empty, value="patient" if alone else "physician")
        action = Argument(role="action", text="", span=empty, value=one.action if one.action not in ("", "drug") else "treat")
        what = Argument(role="what", text=scene.doc.slice(one.span), span=one.span, concept=one.concept)
        yield base.but(kind="order", span=base.span if len(found) == 1 else one.span, arguments=(what, action, who, *extra))


def _advisable(scene: Scene, core: Range) -> bool:
    """Whether a noun phrase is something that a patient does or leaves."""
    words = scene.words[core[0] : core[1]]
    lower = {word.lower for word in words}
    if {word.lower for word in words[:4]} & listed("talked") or words[0].tag in ("PRP", "CJS", "AV0"):
        return bool(lower & {"work", "school"})
    if any(m.kind in ("device", "procedure", "substance") for m in scene.doc.mentioned(scene.span(core))):
        return True
    if lower & {"work", "school"} and lower & {"off", "no", "out"}:
        return True
    return scene.guides or bool(lower & (listed("home") | listed("drugs") | listed("patient_verbs"))) or words[0].tag == "VVG"
