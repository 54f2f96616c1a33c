"""Which facts answer a question that somebody asks in words of their own. Law: a fact is told only where the question asks
for its kind, names what it is about, or asks for a side that it tells; where none is, nothing is told.

Nothing here says anything: the facts go to the speaker in a brief, like those of any other step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bedside.agents.builtin.asked import Asked, broader, near, read_questions, same, tells, told_without_name
from bedside.agents.builtin.asked_about import STORY, of_topic, once
from bedside.agents.builtin.tables import words
from bedside.knowledge.terminology import Terminology, reduced
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Cue, TopicKind

MOST = 3  # facts that answer one question that is not for a list
_TOLD = frozenset((*STORY, "past", "medications", "allergies", "family", "social", "review"))
_NOT_TOLD = frozenset(("opaque", "order", "advice", "finding", "diagnosis", "reasoning", "prognosis"))
_LISTS = frozenset(("medications", "allergies", "surgery", "past", "family", "immunizations", "drugs"))
_PLAN_TOPIC: dict[str, TopicKind] = {
    "medications": "medications", "adherence": "medications", "allergies": "allergies", "surgery": "past", "past": "past",
    "hospital": "past", "immunizations": "past", "birth": "past", "family": "family", "smoking": "social", "drinking": "social",
    "drugs": "social", "caffeine": "social", "exercise": "social", "work": "social", "home": "social", "reason": "reason",
}  # fmt: skip

_BY_SIDE = frozenset(("periods", "appetite"))  # topics of which one side may be asked for
_EARLIER = frozenset(("before", "previously", "earlier"))
_WAYS = frozenset(("worse", "better"))  # which way something changes, in a question and in its answer alike
_VAGUE = frozenset(("pain", "problem", "illness", "discomfort", "headache", "injury", "trauma"))


@dataclass(frozen=True)
class Found:
    """The facts that answer, and what the question asks of them: the cues of a step."""

    facts: tuple[Fact, ...] = ()
    cues: tuple[Cue, ...] = ()
    topic: TopicKind = "story"


@dataclass(frozen=True)
class Knows:
    """What somebody may tell: ``facts`` in the note's order, ``told`` the ids of those that were told, ``before`` what the
    questions so far have named, newest first."""

    note: Note
    facts: tuple[Fact, ...]
    told: Collection[str] = ()
    before: tuple[str, ...] = ()
    concepts: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def named(self, fact: Fact) -> frozenset[str]:
        """The concepts that a fact is about, with those above them."""
        if fact.id not in self.concepts:
            self.concepts[fact.id] = _with_broader(fact)
        return self.concepts[fact.id]


def may_be_told(fact: Fact) -> bool:
    """Whether a fact is something that a patient tells of, and not of what is yet to be or was decided."""
    comes = fact.temporality in ("hypothetical", "future") and fact.kind not in ("wish", "quote")
    return fact.section in _TOLD and fact.kind is not None and fact.kind not in _NOT_TOLD and not comes


def find_answer(text: str, knows: Knows) -> Found:
    """The facts that answer a line with one question or several."""
    found = [_one(asked, knows) for asked in read_questions(text)]
    facts = {fact.id: fact for one in found for fact in one.facts}
    first = next((one for one in found if one.facts), Found(cues=(_unknown(text),)))
    if len([one for one in found if one.facts]) > 1:
        return Found(tuple(facts.values()), (Cue(aspect="more"),), first.topic)
    return first


def _unknown(text: str) -> Cue:
    """What is asked of who does not know: whether there is any such thing, or what it is like."""
    return Cue(aspect="whether" if read_questions(text)[-1:] and read_questions(text)[-1].whether else "unknown")


def _one(asked: Asked, knows: Knows) -> Found:
    if asked.kin or "family" in asked.topics:
        return _family(asked, knows)
    own = [fact for fact in knows.facts if not _is_family(fact)]
    if _EARLIER & frozenset(words(asked.text)) and asked.places:
        earlier = [f for f in own if f.section == "past" and frozenset(asked.places) & _parts(f)]
        if earlier:
            return _found(asked, once(earlier), "past")
    for topic in asked.topics:
        if topic in ("hello", "goodbye", "family"):
            continue
        found = _topic(topic, asked, own, knows)
        if found is not None:
            return found
    if asked.sides:
        found = _sides(asked, own, knows)
        if found is not None:
            return found
    return _named(asked, own, knows)


def _parts(fact: Fact) -> frozenset[str]:
    """The parts of the body that the words of a fact name."""
    return frozenset(
        m.concept for word in words(fact.text) for m in Terminology.load().find(word) if m.kind == "anatomy"
    )


# -- by topic --------------------------------------------------------------------------------------------------------


def _topic(topic: str, asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """The facts of a topic; None where the question is about something else."""
    if topic == "more":
        return _more(own, knows)
    if topic == "drinking" and "water" in words(asked.text):
        return None
    if topic == "cause" and any(fact.kind in ("drug", "allergy") for fact in _about(asked, own, knows)):
        return None
    if topic in ("past", "hospital", "medications", "allergies", "surgery") and _real(asked, topic):
        named = _about(asked, own, knows)
        if named or topic == "allergies":
            kept = [fact for fact in named if topic != "allergies" or fact.kind in ("allergy", "none")]
            if topic == "allergies" and not kept:
                kept = _by_words(asked, [fact for fact in own if fact.kind == "allergy"], within=True)
            none = (
                [fact for fact in of_topic("allergies", own, knows.note) if fact.kind == "none"]
                if topic == "allergies"
                else []
            )
            return _found(asked, kept or none, topic)
        if topic in ("past", "hospital", "surgery") and not {"other", "any"} & set(words(asked.text)):
            return None
    facts = of_topic(topic, own, knows.note)
    if topic == "tried" and not facts and "medications" in asked.topics:
        return None
    if topic in ("cause", "concern", "reason") and not facts:
        return None if asked.concepts or asked.sides else Found(topic=_PLAN_TOPIC.get(topic, "story"))
    if topic in ("work", "home") and not facts and asked.concepts:
        return None
    if asked.sides and topic in _BY_SIDE:
        facts = [f for f in facts if any(_has(f, side) or _tells(f, side) for side in asked.sides)][:1]
        if not facts:
            return None
    if topic == "adherence" and asked.concepts:
        facts = [f for f in facts if frozenset(asked.concepts) & knows.named(f)]
    if topic in ("adherence", "again", "pregnancies") and not facts:
        return None
    counted = [fact for fact in facts if any(sign.isdigit() for sign in fact.text)] if _counts(asked) else []
    close = _closest(asked, facts) if topic not in _LISTS and topic not in ("reason", "cause", "tried") else []
    return _found(asked, counted or close or facts, topic)


def _real(asked: Asked, topic: str) -> bool:
    """Whether a question names a thing beside its topic."""
    own = {"surgery": {"surgery"}, "medications": {"medication", "vitamins"}, "allergies": {"allergy", "rash"}}
    return bool(set(asked.concepts) - own.get(topic, set()))


def _more(own: Sequence[Fact], knows: Knows) -> Found:
    """What of the story has not been told yet: the next of it."""
    left = [
        f
        for f in own
        if f.section in STORY and f.polarity == "present" and f.id not in knows.told and f.kind != "identity"
    ]
    return Found(tuple(left[:1]), (Cue(aspect="more"),))


# -- the family ------------------------------------------------------------------------------------------------------


def _is_family(fact: Fact) -> bool:
    kin = fact.subject not in ("patient", "") and fact.kind in ("condition", "procedure", "habit", "symptom")
    return fact.section == "family" or fact.kind == "relative" or kin


def _family(asked: Asked, knows: Knows) -> Found:
    facts = [fact for fact in knows.facts if _is_family(fact)]
    if asked.kin not in ("", "family"):
        facts = [fact for fact in facts if asked.kin in _whose(fact)]
    if asked.concepts:
        named = _about(asked, facts, knows)
        facts = named or _by_words(asked, facts, within=True) or [fact for fact in facts if fact.kind == "none"]
    elif asked.content - {"famili", "health", "healthy", "medical", "relativ", "run", "diseas"}:
        facts = _by_words(asked, facts, within=True) or [fact for fact in facts if fact.kind == "none"]
    return _found(asked, facts, "family")


def _whose(fact: Fact) -> str:
    who = fact.argument("who")
    return f"{fact.subject} {who.text if who is not None else ''}".casefold()


# -- by side ---------------------------------------------------------------------------------------------------------


def _sides(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """One side of what is asked about: the thing named, what was named last, or the complaint."""
    story = [fact for fact in own if fact.section in STORY and fact.kind != "identity"]
    chief = _chief(story, knows)
    concepts = frozenset(c for one in asked.concepts for c in near(one))
    named = [fact for fact in own if concepts & knows.named(fact)] if concepts else []
    if not named:
        named = _by_words(asked, own)
    pool = named or ([] if concepts else _before(own, knows))
    foreign = bool(asked.content) and not asked.points  # of something that the note does not speak of
    of_chief = (
        (not named and not foreign) or any(knows.named(fact) & chief for fact in pool) or bool(concepts & _with(_VAGUE))
    )
    other = [fact for fact in pool if fact.section not in STORY]
    for side in asked.sides:
        typed = [
            fact for fact in (*pool, *(story if of_chief else ())) if _has(fact, side) and fact.polarity == "present"
        ]
        if typed:
            best = _fullest(typed, concepts, knows)
            return Found((best,), (Cue(aspect=_role(best, side)),), "story")
        told = [fact for fact in (*pool, *(story if of_chief else ())) if _tells(fact, side)]
        if told:
            best = max(dict.fromkeys(told), key=lambda fact: _fit(fact, asked, concepts, knows))
            return Found((best,), (Cue(aspect=side),), "story")
    if other or (asked.concepts and not of_chief):
        return None
    return None if asked.content and pool else Found()


def _chief(story: Sequence[Fact], knows: Knows) -> frozenset[str]:
    """The concepts of what they came with."""
    symptoms = [f for f in story if f.kind == "symptom" and f.section in STORY and f.polarity == "present"]
    complaints = [f for f in story if f.kind == "complaint"] or symptoms[:1]
    return frozenset(c for fact in complaints for c in knows.named(fact)) | {"pain"}


def _of_another(fact: Fact, chief: frozenset[str], knows: Knows) -> bool:
    """Whether a clause tells of a symptom that is not the one they came with."""
    symptoms = [mention for mention in fact.mentions if mention.kind in ("symptom", "disorder")]
    return bool(symptoms) and not (knows.named(fact) & (chief | _VAGUE))


def _with(names: Collection[str]) -> frozenset[str]:
    return frozenset(names)


def _before(own: Sequence[Fact], knows: Knows) -> list[Fact]:
    return next((found for c in knows.before if (found := [f for f in own if near(c) & knows.named(f)])), [])


ROLES_OF = {
    "onset": ("onset", "since", "when", "duration"),
    "duration": ("duration", "since", "onset"),
    "site": ("site",),
    "effect": ("effect",),
}


def _has(fact: Fact, side: str) -> bool:
    return fact.kind in ("symptom", "complaint", "condition", "procedure", "drug", "habit") and bool(_role(fact, side))


def _role(fact: Fact, side: str) -> str:
    return next((role for role in ROLES_OF.get(side, (side,)) if fact.argument(role) is not None), "")


def _tells(fact: Fact, side: str) -> bool:
    return fact.kind in ("event", "status", "quote", "complaint") and tells(side, fact.text)


def _fullest(facts: Sequence[Fact], concepts: Collection[str], knows: Knows) -> Fact:
    return max(
        dict.fromkeys(facts), key=lambda fact: (bool(knows.named(fact) & frozenset(concepts)), len(fact.arguments))
    )


def _fit(fact: Fact, asked: Asked, concepts: Collection[str], knows: Knows) -> tuple[int, ...]:
    shared = len(asked.content & _content(fact)) + bool(_WAYS & {*words(asked.text)} & {*words(fact.text)})
    named = bool(knows.named(fact) & frozenset(concepts))
    thing = frozenset(words(fact.text)[:4]) & {"it", "pain", "pains", "they", "pressure", "episode", "ache", "each"}
    drugs = any(m.kind == "drug" for m in fact.mentions)
    other = _of_another(fact, _chief(knows.facts, knows), knows)
    return (shared + named, bool(thing), not other, not drugs, fact.polarity == "present")


# -- by name ---------------------------------------------------------------------------------------------------------


def _named(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found:
    whole = [fact for fact in own if len(asked.content) > 1 and asked.content <= _content(fact)]
    return _found(asked, once(whole) or _about(asked, own, knows) or _by_words(asked, own), "named")


def _about(asked: Asked, facts: Sequence[Fact], knows: Knows) -> list[Fact]:
    """The facts about what a question names, for each thing those that are about it alone first."""
    out: list[Fact] = []
    for concept in asked.concepts:
        wanted = near(concept)
        above = broader(concept)  # who has no numbness has none in the foot
        here = [
            fact
            for fact in facts
            if (wanted & knows.named(fact) and _at_place(fact, concept, asked))
            or (fact.polarity == "denied" and fact.concept in above and len(fact.arguments) < 2)
        ]
        here = here or [fact for fact in facts if told_without_name(concept, _content(fact))]
        alone = [fact for fact in here if fact.kind not in ("event", "wish") and fact.concept in wanted]
        told = [fact for fact in here if fact.kind == "event"] if "why" in words(asked.text) else []
        out += told or _closest(asked, here) or alone or here
    return once(out)


def _closest(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Those that share most of the words of a question; none where none does."""
    shared = {fact.id: len(asked.content & _content(fact)) for fact in facts}
    most = max(shared.values(), default=0)
    return [fact for fact in facts if shared[fact.id] == most] if most else []


def _at_place(fact: Fact, concept: str, asked: Asked) -> bool:
    """Whether a fact about an ache is about the part of the body that is asked about, where one is."""
    if concept not in _VAGUE or not asked.places:
        return True
    return bool(frozenset(asked.places) & {m.concept for m in fact.mentions})


def _by_words(asked: Asked, facts: Sequence[Fact], *, within: bool = False) -> list[Fact]:
    """The fact that shares at least half of the words of a question; ``within``: of the topic that is asked about."""
    if not asked.content:
        return []
    scored = [(len(asked.content & _content(fact)), fact) for fact in facts]
    best = max((score for score, _ in scored), default=0)
    named = (
        bool(asked.concepts) and not within
    )  # a thing with a name, of which no fact is: only its words together stand for it
    if not best or best * 2 < len(asked.content) or (named and best < min(2, len(asked.content))):
        return []
    found = once([fact for score, fact in scored if score == best])
    counted = [fact for fact in found if any(sign.isdigit() for sign in fact.text)] if _counts(asked) else []
    return (counted or found)[:1]


def _counts(asked: Asked) -> bool:
    """Whether a question wants a number."""
    spoken = words(asked.text)
    return any(a == "how" and b in ("many", "much", "far", "high", "fast", "long", "old") for a, b in pairwise(spoken))


def _content(fact: Fact) -> frozenset[str]:
    return frozenset(same(reduced(word)) for word in words(fact.text))


def _with_broader(fact: Fact) -> frozenset[str]:
    own = {fact.concept, *(mention.concept for mention in fact.mentions), *(a.concept for a in fact.arguments)} - {None}
    found: set[str] = set()
    for concept in own:
        assert concept is not None
        found.add(concept)
        if fact.polarity == "present":
            found.update(broader(concept))
    return frozenset(found)


def _found(asked: Asked, facts: Sequence[Fact], topic: str) -> Found:
    most = len(facts) if topic in _LISTS else MOST
    kept = tuple(facts[:most])
    aspect = topic if topic in _PLAN_TOPIC else "symptom"
    name = asked.text.strip(" ?.!") if topic == "named" and asked.whether else ""
    return Found(kept, (Cue(aspect=aspect, words=name),), _PLAN_TOPIC.get(topic, "story"))
