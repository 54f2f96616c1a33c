"""Drafts of what is ordered, given and advised, once it is known who does it."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.adjuncts import Range
from bedside.agents.reading.clause import marks
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import ActVerb, Word, listed
from bedside.agents.reading.scene import Scene
from bedside.agents.reading.things import Thing, named
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

STRONG = frozenset({"refer", "admit", "discharge", "follow_up", "procedure", "image"})
ARTICLES = frozenset({"AT0", "DPS", "DT0"})

_NO_OBJECT = frozenset(
    {
        "by",
        "him",
        "her",
        "them",
        "you",
        "patient",
        "pt",
        "the",
        "on",
        "up",
        "with",
        "out",
        "back",
        "taking",
        "using",
        "to",
        "get",
        "getting",
        "have",
    }
)


_AT_HOME = frozenset(("temp", "temps", "temperature", "temperatures", "fever", "fevers"))  # what people measure at home
_OURS = frozenset(("we", "i", "will"))


def drug_drafts(
    base: Draft, medicines: Sequence[tuple[Span, tuple[Argument, ...]]], extra: Sequence[Argument]
) -> Iterator[Draft]:
    for number, (span, arguments) in enumerate(medicines):
        whole = Span(start=base.span.start, end=span.end) if number == 0 else span
        hung = tuple(
            a
            for a in extra
            if a.role in ("condition", "purpose", "when", "duration")
            and not any(a.span.start < b.span.end and b.span.start < a.span.end for b in arguments)
        )
        yield base.but(kind="drug", span=whole, arguments=(*arguments, *hung))


def _object_at(words: Sequence[Word], body: Range) -> int:
    """Where the object of a verb begins."""
    at = body[0] + 1
    while at < body[1] and (words[at].lower in _NO_OBJECT or words[at].tag in (*ARTICLES, "AV0", "AVP")):
        at += 1
    return at


def ordered(
    base: Draft, scene: Scene, verb: ActVerb, body: Range, doer: str, extra: Sequence[Argument]
) -> Iterator[Draft]:
    """Orders of what stands after a verb."""
    words = scene.words
    at, end = _object_at(words, body), body[1]
    if verb.other in ("admit", "discharge"):
        yield from acted(base, scene, (body[0], end), "physician", extra, verb.other)
        return
    if (
        verb.other == "follow_up"
        and at < end
        and words[at].tag in ("AVQ", "DTQ", "CJS", "PNQ")
        and words[at].lower != "as"
    ):
        yield from acted(base, scene, (body[0], end), "physician", extra)  # "see how it goes"
        return
    if verb.other == "follow_up":
        yield follow_up(base, scene, (body[0], end), doer, extra)
        return
    objects = list(named(scene.doc, words, at, end)) if at < end and words[at].tag not in ("PRP", "AVP") else []
    objects = alternatives(scene, objects)
    if not objects:
        if verb.other in STRONG:
            doer = "physician"
        yield from acted(base, scene, (body[0], end), doer, extra, verb.other if verb.other in STRONG else "")
        return
    vague = any(found.action in ("", "drug") for found in objects)
    if vague and verb.other == "test":  # "monitor the knee"
        near = {word.lower for word in words[max(0, body[0] - 3) : body[0]]}
        if words[body[0]].lemma == "monitor" and not near & _OURS and {w.lower for w in words[at:end]} & _AT_HOME:
            doer = "patient"
        yield from acted(base, scene, body, doer, extra)
        return
    away = any(found.action == "follow_up" and elsewhere(words, at, end) for found in objects)
    if away:  # "schedule an appointment with a specialist"
        yield from acted(base, scene, body, "patient", extra)
        return
    if verb.other == "by object" and vague:
        yield from acted(base, scene, body, doer, extra)
        return
    for number, found in enumerate(objects):
        if number == 0 and verb.other == "image" and words[body[0]].lower in listed("image") and not found.action:
            whole = Span(start=words[body[0]].start, end=found.span.end)
            found = Thing(whole, "image", found.concept)  # "x-ray knees"
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
                Argument(
                    role="action",
                    text=scene.doc.slice(scene.span((body[0], body[0] + 1))),
                    span=scene.span((body[0], body[0] + 1)),
                    value=action or None,
                ),
                Argument(role="who", text="", span=Span(start=span.start, end=span.start), value=who),
                *aim,
                *extra,
            ),
        )


def alternatives(scene: Scene, objects: list[Thing]) -> list[Thing]:
    """Things of which one will do, as one: "a cast or a splint" is no cast and splint."""
    out: list[Thing] = []
    for found in objects:
        before = out[-1] if out else None
        between = scene.doc.text[before.span.end : found.span.start].split() if before is not None else []
        if before is not None and "or" in between and before.action == found.action:
            span = Span(start=before.span.start, end=found.span.end)
            out[-1] = Thing(span, found.action, before.concept)
        else:
            out.append(found)
    return out


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
    if doer == "patient" and elsewhere(words, *body):
        told = argument(scene.doc, "what", what.start, what.end, "verb")
        return base.but(kind="advice", arguments=(told, *extra), marks=moved(scene.doc, what) or ())
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


def elsewhere(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a visit is to somebody else: "follow up with her GP", "see Dr. X", but not "follow up with me"."""
    at = next((i for i in range(start, end - 1) if words[i].lower == "with" or words[i].lemma == "see"), None)
    if at is None:
        return False
    ahead = [word.lower for word in words[at + 1 : at + 3]]
    return ahead != ["the", "doctor"] and not {"me", "us", "our", "my", "you", "him", "back"} & set(ahead)


_BACK = ("come back", "come again", "come in again", "be seen")


def sooner(doc: Doc, draft: Draft) -> Iterator[Draft]:
    """A visit and coming sooner under a condition, which are two: "in 2 weeks, sooner if worse"."""
    condition = next((a for a in draft.arguments if a.role == "condition"), None)
    back = next((a for a in draft.arguments if a.role == "what"), None)
    timed = draft.kind == "advice" and back is not None and back.text.lower().startswith(_BACK)
    words = doc.tagged(condition.span) if condition is not None and (draft.kind == "order" or timed) else ()
    at = next((i for i, word in enumerate(words) if word.lower in ("sooner", "earlier")), len(words))
    if condition is None or at + 1 >= len(words):
        yield draft
        return
    visit = tuple(a for a in draft.arguments if a.role in ("what", "action", "who"))
    rest = argument(doc, "condition", words[at + 1].start, condition.span.end)
    again = draft.but(
        span=Span(start=words[at].start, end=condition.span.end),
        arguments=(*visit, rest),
        temporality="hypothetical",
    )
    before = [word for word in words[:at] if word.lower not in ("or", "and", ",")]
    kept = tuple(a for a in draft.arguments if a is not condition)
    if before:
        kept = (*kept, argument(doc, "condition", before[0].start, before[-1].end))
    if len(kept) == len(visit):  # nothing but "see earlier if worse"
        yield again.but(span=draft.span)
        return
    end = max(a.span.end for a in kept)
    yield draft.but(span=Span(start=draft.span.start, end=end), arguments=kept, temporality="current")
    yield again


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
        yield base.but(
            kind="advice",
            arguments=(argument(scene.doc, "what", what.start, what.end, _form(scene.words[core[0]])), *extra),
            marks=changed,
        )
        return
    who = Argument(role="who", text="", span=Span(start=what.start, end=what.start), value="physician")
    named_ = (
        (Argument(role="action", text="", span=Span(start=what.start, end=what.start), value=action),) if action else ()
    )
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
    found = tuple(_object(doc, what, m) for m in found if not _compound(doc, what, m))
    return tuple(
        m for m in found if m.span.end > m.span.start and not (m.role == "verb" and m.span.start == first.start)
    )


def _object(doc: Doc, what: Span, mark: Mark) -> Mark:
    """A mark of "her" that owns nothing: "call her once ..."."""
    after = next((t for t in doc.tagged(what) if t.start >= mark.span.end), None)
    owns = after is not None and after.tag[:2] in ("NN", "AJ", "CR", "OR", "NP", "UN", "VV", "ZZ")
    her = mark.role == "possessive" and doc.slice(mark.span).lower() == "her"
    return mark.model_copy(update={"role": "object"}) if her and not owns else mark


def _compound(doc: Doc, what: Span, mark: Mark) -> bool:
    """Whether "the patient" only begins a name: "the patient portal"."""
    after = next((t for t in doc.tagged(what) if t.start >= mark.span.end), None)
    return (
        mark.role == "object"
        and doc.slice(mark.span).lower().endswith("patient")
        and after is not None
        and after.tag.startswith("NN")
    )
