"""Entries of a plan that have no verb: "CXR today", "fluids", "paracetamol prn", "no honey until 12 months"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading.adjuncts import Phrase, Range, parted
from bedside.agents.reading.doses import dosed, drugs
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import listed
from bedside.agents.reading.orders import alternatives, drug_drafts, follow_up, moved, sooner
from bedside.agents.reading.scene import Scene
from bedside.agents.reading.things import Thing, named, tests_with, thing
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_MEASURED = re.compile(r"[A-Z][A-Za-z0-9]{1,6} \d+(?:\.\d+)?(?: at .*)?")  # "GCS 14 at 12 min": found, and not ordered
_LIMITS = frozenset({"limit", "restrict", "minimise", "minimize", "avoid"})
_COURSE = 5  # words in which "5 day course" ends
_NO_MORE = frozenset({"more", "further"})
_MEASURES = frozenset("less fewer more smaller larger plenty nothing".split())


def items(
    scene: Scene, start: int, end: int, shared: Sequence[Argument] = (), polarity: Polarity = "present"
) -> Iterator[Draft]:
    """A plan without verbs: "CXR today", "fluids, honey", "paracetamol prn", "no honey until 12 mo"."""
    words = scene.words
    if start < end and words[start].lower in ("no", "nil", "avoid", "without"):
        polarity, start = "denied", start + 1
    while start < end - 1 and (
        words[start].lower in ("for", "need", "indication", "thereafter", "then", ",", "further", "due", "overdue")
        or (
            words[start].tag == "AV0" and not scene.has(start, start + 1, ("drug", "test", "procedure", "disorder"))
        )  # names that the tagger does not know
    ):
        start += 1
    cut = tests_with(scene.doc, words, start, end)
    if cut and thing(scene.doc, words, start, cut).action == "follow_up":
        yield from items(scene, start, cut, shared, polarity)
        yield from items(scene, cut + 1, end, (*shared, *visited(scene, start, cut)), polarity)
        return
    start, lasting = _course(scene, start, end)
    shared = (*shared, *lasting)
    phrase: Phrase = parted(words, start, end)
    if phrase.core[1] - 1 > phrase.core[0] and words[phrase.core[1] - 1].lower in ("due", "overdue"):
        phrase = replace(phrase, core=(phrase.core[0], phrase.core[1] - 1))
    if phrase.core[1] <= phrase.core[0]:
        return
    extra = (*shared, *phrase.arguments(scene.doc, words))
    whole = scene.doc.trimmed(
        words[start - 1 if polarity == "denied" and start else start].start, words[end - 1].end, " \t\r\n,;•*–—-"
    )
    base = scene.draft(Draft("advice", whole, (), polarity, "certain"))
    found = thing(scene.doc, words, phrase.core[0], phrase.core[1])
    if not found.action and dosed(words, *phrase.core):
        found = Thing(found.span, "drug", found.concept)
    if (
        phrase.purpose
        and not found.action
        and words[min(phrase.purpose[0] + 1, end - 1)].lemma in ("see", "evaluate", "follow", "assess", "treat")
    ):
        found = Thing(found.span, "refer", found.concept)  # "cardiology to see"
    if (
        found.action == "drug"
        and phrase.when
        and words[phrase.when[0]].tag == "CRD"
        and phrase.when[0] == phrase.core[1]
    ):
        phrase = replace(
            phrase, core=(phrase.core[0], phrase.when[1]), when=None
        )  # "drops 4 bd 7/7" is how it is taken
        extra = (*shared, *phrase.arguments(scene.doc, words))
    yield from _item(base, scene, found, phrase, end, extra)


def visited(scene: Scene, start: int, end: int) -> tuple[Argument, ...]:
    """When the visit of a phrase is, which is also when its tests are made."""
    return tuple(a for a in parted(scene.words, start, end).arguments(scene.doc, scene.words) if a.role == "when")


def _course(scene: Scene, start: int, end: int) -> tuple[int, tuple[Argument, ...]]:
    """The place after "3/7 course of", and how long that is."""
    words = scene.words
    at = next((i for i in range(start + 1, min(end - 1, start + _COURSE)) if words[i].lower == "course"), 0)
    if not at or not (words[start].tag == "CRD" or words[start].lower[0].isdigit()):
        return start, ()
    after = at + 2 if words[at + 1].lower == "of" and at + 2 < end else at + 1
    if not scene.has(after, end, ("drug",)):
        return start, ()
    return after, (argument(scene.doc, "duration", words[start].start, words[at - 1].end),)


def _item(
    base: Draft, scene: Scene, found: Thing, phrase: Phrase, end: int, extra: Sequence[Argument]
) -> Iterator[Draft]:
    words = scene.words
    over = found.action == "drug" and base.polarity == "denied" and words[max(phrase.core[0] - 1, 0)].lower in _NO_MORE
    if over and (ended := list(drugs(scene.doc, words, *phrase.core, "stop"))):
        yield from drug_drafts(base.but(polarity="present"), ended, extra)  # "no more ibuprofen"
        return
    if found.action == "drug" and base.polarity == "denied":
        what = scene.span(phrase.core)
        yield base.but(arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra))
        return
    if found.action == "drug" and words[phrase.core[0]].lower in _LIMITS:
        what = scene.span((phrase.core[0], end))
        yield base.but(arguments=(argument(scene.doc, "what", what.start, what.end, "verb"),))
        return
    if found.action == "drug":
        written = words[phrase.core[0]].lower in ("prescription", "script", "rx")
        medicines = list(drugs(scene.doc, words, phrase.core[0], phrase.core[1], "start" if written else "take"))
        if medicines:
            yield from drug_drafts(base, medicines, extra)
            return
    last = words[phrase.core[1] - 1]
    measured = _MEASURED.fullmatch(scene.doc.slice(base.span)) is not None
    hanging = (
        measured
        or last.lower in ("start", "restart")
        or (found.action == "test" and last.tag == "CRD" and phrase.core[1] - phrase.core[0] > 1)
    )
    if hanging:  # "RIPE therapy start", "GCS 14"
        yield base.but(
            kind="opaque", polarity="present", arguments=(argument(scene.doc, "what", base.span.start, base.span.end),)
        )
        return
    if found.action == "follow_up":
        yield from sooner(scene.doc, follow_up(base, scene, phrase.core, "patient", extra))
        return
    if found.action in ("test", "image", "refer", "procedure", "school", "admit", "treat", "discharge"):
        yield from _ordered_things(base, scene, phrase, extra)
        return
    what = scene.span(phrase.core)
    changed = moved(scene.doc, what)
    left = base.polarity == "denied" and _doing(scene, phrase.core, extra)
    if not left and not _advisable(scene, phrase.core):
        whole = base.span
        yield base.but(
            kind="opaque", polarity="present", arguments=(argument(scene.doc, "what", whole.start, whole.end),)
        )
    elif changed is not None:
        yield base.but(arguments=(argument(scene.doc, "what", what.start, what.end, "thing"), *extra), marks=changed)


def _ordered_things(base: Draft, scene: Scene, phrase: Phrase, extra: Sequence[Argument]) -> Iterator[Draft]:
    found = alternatives(scene, list(named(scene.doc, scene.words, *phrase.core)))
    for one in found:
        empty = Span(start=one.span.start, end=one.span.start)
        alone = scene.doc.slice(base.span).lower().startswith("self")
        who = Argument(role="who", text="", span=empty, value="patient" if alone else "physician")
        action = Argument(
            role="action", text="", span=empty, value=one.action if one.action not in ("", "drug") else "treat"
        )
        what = Argument(role="what", text=scene.doc.slice(one.span), span=one.span, concept=one.concept)
        yield base.but(
            kind="order", span=base.span if len(found) == 1 else one.span, arguments=(what, action, who, *extra)
        )


def _doing(scene: Scene, core: Range, extra: Sequence[Argument]) -> bool:
    """Whether what is denied is something to be left ("no vaping", "no soccer for 4 weeks") and no sign that is absent."""
    words = scene.words[core[0] : core[1]]
    if any(m.kind in ("disorder", "symptom", "anatomy", "test") for m in scene.doc.mentioned(scene.span(core))):
        return False
    if words[0].lower in ("sign", "signs", "evidence", "need", "change", "changes", "indication", "risk"):
        return False
    timed = any(word.lower in listed("time") for word in words[1:])
    return words[0].lower.endswith("ing") or timed or any(a.role in ("when", "condition") for a in extra)


def _advisable(scene: Scene, core: Range) -> bool:
    """Whether a noun phrase is something that a patient does or leaves."""
    words = scene.words[core[0] : core[1]]
    lower = {word.lower for word in words}
    if {word.lower for word in words[:4]} & listed("talked") or words[0].tag in ("PRP", "CJS", "AV0"):
        return bool(lower & {"work", "school"})
    if any(m.kind in ("device", "procedure", "substance") for m in scene.doc.mentioned(scene.span(core))):
        return True
    if words[0].lower in _MEASURES or lower & {"emergency"} or lower == {"nothing", "by", "mouth"}:
        return True
    if lower & {"work", "school"} and lower & {"off", "no", "out"}:
        return True
    return (
        scene.guides
        or bool(lower & (listed("home") | listed("drugs") | listed("patient_verbs")))
        or words[0].tag == "VVG"
    )
