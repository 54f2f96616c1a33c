"""A verb phrase whose doer is known, made into orders, drugs and advice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bedside.agents.reading.adjuncts import Phrase, Range, parted
from bedside.agents.reading.doses import drugs
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.entries import items, visited
from bedside.agents.reading.leads import Lead
from bedside.agents.reading.lexemes import NEGATIVE, ActVerb, Word, act_verbs, listed, skip
from bedside.agents.reading.orders import ARTICLES, STRONG, acted, alternatives, drug_drafts, elsewhere, ordered, sooner
from bedside.agents.reading.scene import Scene, bare
from bedside.agents.reading.things import Thing, named, tests_with, thing
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.note import Certainty, Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ACTIVE = frozenset(
    {"work", "school", "sport", "sports", "play", "duty", "activity", "activities", "exercise", "practice", "driving"}
)

_STOPS = frozenset({"stop", "discontinue", "hold", "cease"})
_UNNAMED = frozenset("use it this the taking using medication medicine drug them".split())
_ASKED_FOR = frozenset({"for", "if", "us", "me", "clinic", "office", "back"})  # "call for results": the patient does
_OWN_PLACE = frozenset({"home", "daily", "himself", "herself", "diary", "log", "journal"})


def directives(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument] = ()) -> Iterator[Draft]:
    """The drafts of a lead's verb phrase, which may be several joined by "and". ``shared``: a condition at the front."""
    if found.subject is not None:
        yield from _passive(scene, found, start, end, shared)
        return
    joint = found.body
    phrases = list(_phrases(scene.words, found.body, end))
    for number, (at, stop) in enumerate(phrases):
        stopping = number + 1 < len(phrases) and not shared and _stops_it(scene.words, at, stop)
        hung = parted(scene.words, phrases[-1][0], end).condition if stopping else None
        given = shared
        if hung is not None:  # "stop taking it and call us if ..."
            given = (argument(scene.doc, "condition", scene.words[hung[0]].start, scene.words[hung[1] - 1].end),)
        inner = found
        negative = number > 0 and any(word.lower in NEGATIVE for word in scene.words[joint:at])
        joint = stop
        if number:
            done = scene.words[found.body].tag in ("VVN", "VVD") and scene.words[at].tag not in ("VVN", "VVD")
            inner = (
                Lead("patient", "will", at, negative)
                if done
                else Lead(found.doer, found.mood, at, found.denied or negative, None, found.may)
            )
        yield from _directive(scene, inner, start if number == 0 else at, at, stop, given)


def _stops_it(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether an act is to stop something that is not named, as nobody is told but under a condition: "discontinue use"."""
    at, _ = skip(words, start)
    rest = {word.lower for word in words[at + 1 : end]}
    return at < end and words[at].lemma in _STOPS and rest <= _UNNAMED


def _phrases(words: Sequence[Word], start: int, end: int) -> Iterator[Range]:
    """Verb phrases that stand side by side: "start X and increase Y", "rest, push fluids"."""
    at = start
    for i in range(start + 1, end - 1):
        well = words[i].lower == "as" and words[i + 1].lower == "well"
        if not well and words[i].tag != "CJC" and words[i].lower not in (",", ";", "&", "then"):
            continue
        after, _ = skip(words, i + 3 if well else i + 1)
        aimed = words[i].tag == "CJC" or words[i + 1].tag == "CJC" or words[i].lower == "then"
        while after < end and (
            words[after].tag == "CJC"
            or (aimed and words[after].tag == "TO0")
            or words[after].lower in ("not", "do", "don", "will")
        ):
            after, _ = skip(words, after + 1)
        aims = words[after - 1].tag == "TO0" and any(
            word.tag == "TO0" or (word.lower == "as" and words[n + 1].tag == "AT0")
            for n, word in enumerate(words[at + 1 : i], at + 1)
        )  # "start that as a pain reliever and to get the swelling down"
        if after < end - 1 and i > at and not aims and _another(words, after, i) and not _aim(words, at, i):
            yield at, i
            at = after
    yield at, end


def _aim(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether what is joined here are two aims of one order: "follow up to review the results and discuss ..."."""
    known = act_verbs().get(words[start].lemma) or act_verbs().get(words[start].lower)
    return known is not None and known.other in STRONG and any(word.tag == "TO0" for word in words[start + 1 : end])


def _another(words: Sequence[Word], at: int, joint: int) -> bool:
    word = words[at]
    if word.tag not in ("VVB", "VVI", "VBI", "VHI", "VHB") and not (
        word.lower in act_verbs().keys() | listed("patient_verbs") and word.tag in ("NN1", "UNC", "VVN")
    ):
        return False
    if word.tag == "NN1" and words[at + 1].tag not in ("AT0", "DPS", "NP0", "NN1", "NN2", "AVP"):
        return False
    if word.lower in ("take", "use", "apply") and words[at + 1].tag in ("PRP", "AV0", "CRD"):
        return False  # "amlodipine 5 mg, take at night"
    head = words[joint - 1]
    paired = head.tag in ("VVB", "VVI") and words[at + 1].tag in ARTICLES | {"PRP"}  # "monitor and record his weight"
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
    if verb == "dispense":  # how many tablets: for the pharmacy
        yield bare(scene, "none", at, end)
        return
    if (
        verb in ("continue", "try", "be", "start", "begin", "plan", "need", "resume")
        and at + 2 < end
        and words[at + 1].tag == "TO0"
    ):
        inner = at + 2  # "continue to monitor": the act is "monitor"
        if words[inner].tag.startswith("V"):
            yield from _acted(scene, found, start, (at, end), words[inner].lemma, inner, denied, shared)
            return
    if verb == "be" and at + 2 < end and words[at + 1].tag in ("VVN", "VVD") and words[at + 1].lemma in act_verbs():
        done = Lead("physician", found.mood, at + 1, found.denied, None, found.may)  # "needs to be seen"
        yield from _acted(scene, done, start, (at + 1, end), words[at + 1].lemma, at + 1, denied, shared)
        return
    if verb in ("start", "begin") and at + 3 < end and words[at + 1].lower == "by" and words[at + 2].tag == "VVG":
        yield from _acted(scene, found, start, (at + 2, end), words[at + 2].lemma, at + 2, denied, shared)
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
    if verb == "consult" and at + 1 < whole[1] and scene.words[at + 1].lower == "with":
        known = None  # the physician asks somebody, and sends nobody to them
    if verb == "follow" and at + 1 < whole[1] and scene.words[at + 1].tag[:2] in ("AT", "DP", "NN", "AJ"):
        known = None  # "follow the diet"
    if verb in ("give", "administer") and known and found.mood != "did" and found.doer != "patient":
        known = ActVerb(known.doer, "start", known.other)
    if verb == "d/c" and any(w.lower in ("home", "to") for w in scene.words[at + 1 : at + 3]):
        known = ActVerb("physician", "", "discharge")
    doer = found.doer or (known.doer if known else "patient")
    away = verb == "see" and elsewhere(scene.words, at, whole[1])  # "see Dr. Bell"
    if not found.doer and ((verb == "get" and found.mood == "imperative") or away):
        doer = "patient"
    if (
        verb in ("call", "contact", "notify")
        and found.mood in ("will", "imperative")
        and not found.doer
        and not (found.mood == "imperative" and any(w.lower in _ASKED_FOR for w in words_in(scene, at, whole[1])))
        and any(w.lower == "results" for w in words_in(scene, at, whole[1]))
    ):
        doer = "physician"  # "will call with results"
    words = scene.words
    if (
        any(word.lower in _OWN_PLACE for word in words[at : whole[1]])
        and not found.doer
        and (not known or known.other in ("test", ""))
    ):
        doer = "patient"
    patient = doer == "patient" or (found.mood == "imperative" and known is None)
    cut = tests_with(scene.doc, words, at, whole[1]) if known and known.other == "follow_up" else 0
    if cut:  # "return in 6 weeks with labs"
        yield from _acted(scene, found, start, (whole[0], cut), verb, at, denied, shared)
        yield from items(scene, cut + 1, whole[1], (*shared, *visited(scene, whole[0], cut)))
        return
    phrase = parted(
        words, whole[0], _until_sign(scene, verb, at, whole[1]), purpose=not patient or bool(known and known.other)
    )
    signs = _signs(scene, verb, at, whole[1])
    extra = (*shared, *phrase.arguments(scene.doc, words), *signs)
    span = Span(start=words[start].start, end=words[whole[1] - 1].end)
    polarity: Polarity = "denied" if denied else "present"
    likely = any(word.lower in listed("hedge_possible") for word in words[start : whole[0]])
    certainty: Certainty = "possible" if found.may or likely or verb == "consider" else "certain"
    time = _hanging(extra) or _time(found)
    base = scene.draft(
        Draft("order", scene.doc.trimmed(span.start, span.end), (), polarity, certainty, temporality=time)
    )
    body = (at, phrase.core[1])
    examples = any(a.lower == "such" and b.lower == "as" for a, b in pairwise(words[at : phrase.core[1]]))
    if known and known.drug and not (examples and patient):  # "any painkiller such as ...": one thing with its examples
        verb_at = scene.span((body[0], body[0] + 1))
        medicines = list(drugs(scene.doc, words, body[0] + 1, body[1], known.drug, verb_at))
        if medicines:
            yield from drug_drafts(base, medicines, extra)
            return
    back = verb == "return" and any(w.lower in _ACTIVE for w in words[at : whole[1]])  # to work, to sport: no visit
    if known and known.other and not back and not (patient and _own(doer, verb, known)):
        for draft in ordered(base, scene, known, body, doer, extra):
            yield from sooner(scene.doc, draft)
        return
    for draft in acted(base, scene, phrase.core, doer, extra):
        yield from sooner(scene.doc, draft)  # "come back in two weeks, sooner if worse"


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
    if known.other in STRONG:
        return False
    if known.doer == "patient":
        return verb not in ("need", "require", "undergo")
    return doer == "patient" and verb not in ("get", "obtain", "have", "complete")


def _time(found: Lead) -> str:
    return "past" if found.mood == "did" else "current"


def _hanging(extra: Sequence[Argument]) -> str | None:
    """Whether an act is done under a condition only, and at no other time."""
    roles = {a.role for a in extra}
    return "hypothetical" if "condition" in roles and "when" not in roles else None


def _passive(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """ "A CT was ordered today to confirm this": what is done stands before the verb."""
    words = scene.words
    subject = found.subject or (start, start)
    verb = act_verbs().get(words[found.body].lemma) or ActVerb("physician", "start", "by object")
    phrase = _aimed(words, found, parted(words, found.body, end))
    extra = (*shared, *phrase.arguments(scene.doc, words))
    span = scene.trimmed(start, end)
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
    noun = words[at].lower if words[at].tag not in ARTICLES else words[min(at + 1, subject[1] - 1)].lower
    action = verb.drug or "start"
    said = scene.span((found.body, found.body + 1))
    medicines = list(
        drugs(scene.doc, words, at, subject[1], "start" if noun.startswith("prescription") else action, said)
    )
    if medicines and verb.drug:
        yield from drug_drafts(base, medicines, extra)
        return
    written = _prescribed(scene, noun, found.body + 1, end, said)
    if written:
        yield from drug_drafts(base, written, ())
        return
    objects = alternatives(scene, list(named(scene.doc, words, _after_noun(words, subject), subject[1])))
    if found.mood == "told" and not any(one.action for one in objects):
        what = scene.span((_after_noun(words, subject), subject[1]))
        yield base.but(kind="advice", arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra))
        return
    objects, extra = _seen_by(scene, objects, phrase, extra)
    for number, thing_ in enumerate(objects):
        what = thing_.span
        own = verb.other not in ("by object", "") and not (
            verb.other == "procedure" and thing_.action in ("test", "image")
        )
        value = verb.other if own else _made(thing_.action, verb)
        yield base.but(
            span=span if number == 0 and len(objects) == 1 else what,
            arguments=(
                Argument(role="what", text=scene.doc.slice(what), span=what, concept=thing_.concept),
                Argument(
                    role="action",
                    text=scene.doc.slice(scene.span((found.body, found.body + 1))),
                    span=scene.span((found.body, found.body + 1)),
                    value=value or None,
                ),
                Argument(role="who", text="", span=Span(start=span.start, end=span.start), value="physician"),
                *extra,
            ),
        )


def _aimed(words: Sequence[Word], found: Lead, phrase: Phrase) -> Phrase:
    """What something was ordered for, right behind its verb: "ordered to see if it has healed"."""
    aim = found.body + 1
    plain = words[found.body].lemma not in ("schedule", "need", "plan", "make", "require")
    if phrase.purpose is not None or found.mood == "told" or not plain or aim + 1 >= phrase.core[1]:
        return phrase
    opens = words[aim].tag == "TO0" and words[aim + 1].tag.startswith("V")
    return replace(phrase, core=(phrase.core[0], aim), purpose=(aim, phrase.core[1])) if opens else phrase


def _prescribed(scene: Scene, noun: str, at: int, end: int, said: Span) -> list[tuple[Span, tuple[Argument, ...]]]:
    """The medicines behind the verb: "a prescription is provided for Mobic 15 mg once a day"."""
    action = "refill" if noun.startswith("refill") else "start"
    if not noun.startswith(("prescription", "script", "refill")) or at + 1 >= end or scene.words[at].lower != "for":
        return []
    return list(drugs(scene.doc, scene.words, at + 1, end, action, said))


def _seen_by(
    scene: Scene, objects: list[Thing], phrase: Phrase, extra: tuple[Argument, ...]
) -> tuple[list[Thing], tuple[Argument, ...]]:
    """To whom a referral is, where only its purpose says so: "a referral was sent to see a specialist"."""
    words = scene.words
    if (
        phrase.purpose is None
        or len(objects) != 1
        or not scene.doc.slice(objects[0].span).lower().startswith("referral")
    ):
        return objects, extra
    at = phrase.purpose[0] + 1
    if words[at].lemma != "see" or at + 1 >= phrase.purpose[1]:
        return objects, extra
    found = thing(scene.doc, words, at + 1, phrase.purpose[1])
    return [Thing(found.span, "refer", found.concept)], tuple(a for a in extra if a.role != "purpose")


def _made(action: str, verb: ActVerb) -> str:
    if action in ("", "drug"):
        return "treat" if verb.drug or action else "test"
    return action


def _after_noun(words: Sequence[Word], subject: Range) -> int:
    """The place after "an order for", "a prescription for", "a referral to"."""
    for at in range(subject[0], min(subject[1] - 1, subject[0] + 4)):
        if words[at].lower in ("order", "orders", "prescription", "referral", "request") and words[at + 1].lower in (
            "for",
            "to",
            "of",
        ):
            return at + 2
    at = subject[0]
    while at < subject[1] - 1 and words[at].tag in ARTICLES:
        at += 1
    return at
