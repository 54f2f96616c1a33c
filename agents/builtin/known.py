"""What somebody may tell, and what is found of it for a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bedside.agents.builtin.asked import Asked, broader, same
from bedside.agents.builtin.asked_about import STORY
from bedside.agents.builtin.nearness import Nearness
from bedside.agents.builtin.tables import words
from bedside.knowledge.terminology import Terminology, reduced
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Cue, TopicKind

MOST = 3  # facts that answer one question that is not for a list
LISTS = frozenset(("medications", "allergies", "surgery", "past", "family", "immunizations", "drugs"))
_TOLD = frozenset((*STORY, "past", "medications", "allergies", "family", "social", "review"))
_NOT_TOLD = frozenset(("opaque", "order", "advice", "finding", "diagnosis", "reasoning", "prognosis"))
_AS_NEAR = 0.12  # cosine within which two statements about the same thing answer alike
_BARE = 3  # words of a statement up to which a yes says all of it
_STEM = 5  # letters by which words are of one family
PLAN_TOPIC: dict[str, TopicKind] = {
    "medications": "medications", "adherence": "medications", "allergies": "allergies", "surgery": "past", "past": "past",
    "hospital": "past", "immunizations": "past", "birth": "past", "family": "family", "smoking": "social", "drinking": "social",
    "drugs": "social", "caffeine": "social", "exercise": "social", "work": "social", "home": "social", "reason": "reason",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The facts that answer, and what the question asks of them: the cues of a step."""

    facts: tuple[Fact, ...] = ()
    cues: tuple[Cue, ...] = ()
    topic: TopicKind = "story"


@dataclass(frozen=True)
class Knows:
    """What somebody may tell: ``facts`` in the note's order, ``told`` the ids of those that were told, ``before`` what the
    questions so far have named, newest first, ``last`` what was told last, to the question ``earlier``. ``nearness`` is None where no encoder was prepared: then words alone decide."""

    note: Note
    facts: tuple[Fact, ...]
    told: Collection[str] = ()
    before: tuple[str, ...] = ()
    nearness: Nearness | None = None
    last: tuple[Fact, ...] = ()
    earlier: str = ""
    concepts: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def named(self, fact: Fact) -> frozenset[str]:
        """The concepts that a fact is about, with those above them and the classes of its drugs."""
        if fact.id not in self.concepts:
            self.concepts[fact.id] = _with_broader(fact)
        return self.concepts[fact.id]

    def near(self, asked: Asked, facts: Sequence[Fact]) -> Mapping[str, float]:
        """How near the question is to each fact, by id; 0 for each where there is no encoder."""
        if self.nearness is None or not facts:
            return {fact.id: 0.0 for fact in facts}
        return self.nearness.of(asked.text, facts)


def may_be_told(fact: Fact) -> bool:
    """Whether a fact is something that a patient tells of, and not of what is yet to be or was decided."""
    comes = fact.temporality in ("hypothetical", "future") and fact.kind not in ("wish", "quote")
    return fact.section in _TOLD and fact.kind is not None and fact.kind not in _NOT_TOLD and not comes


def content(fact: Fact) -> frozenset[str]:
    """The words of a fact, reduced, one for those that stand for each other."""
    return frozenset(same(reduced(word)) for word in words(fact.text))


@cache
def parts(text: str) -> frozenset[str]:
    """The parts of the body that the words of a text name."""
    return frozenset(m.concept for word in words(text) for m in Terminology.load().find(word) if m.kind == "anatomy")


def is_family(fact: Fact) -> bool:
    """Whether a fact is about an illness or a habit of somebody else."""
    kin = fact.subject not in ("patient", "") and fact.kind in ("condition", "procedure", "habit", "symptom")
    return fact.section == "family" or fact.kind == "relative" or kin


def found_of(asked: Asked, facts: Sequence[Fact], topic: str) -> Found:
    """These facts as the answer to a question for this topic."""
    most = len(facts) if topic in LISTS else MOST
    aspect = topic if topic in PLAN_TOPIC else "symptom"
    name = asked.text.strip(" ?.!") if topic == "named" and asked.whether and _yes_tells(asked, facts) else ""
    return Found(tuple(facts[:most]), (Cue(aspect=aspect, words=name),), PLAN_TOPIC.get(topic, "story"))


def _yes_tells(asked: Asked, facts: Sequence[Fact]) -> bool:
    """Whether a mere yes or no is an answer: what is there has no more to it, and one of two things was not asked for."""
    there = [fact for fact in facts if fact.polarity != "denied"]
    either = len(facts) == 1 and "or" in words(asked.text)
    return not there or (not either and all(len(words(fact.text)) <= _BARE for fact in there))


def nearest(asked: Asked, facts: Sequence[Fact], knows: Knows) -> list[Fact]:
    """Those of several facts about one thing that are as near to the question as the nearest."""
    near = knows.near(asked, facts)
    best = max(near.values(), default=0.0)
    return [fact for fact in facts if near[fact.id] >= best - _AS_NEAR]


def closest(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Those that share most of the words of a question beside what it names; none where none does."""
    shared = {fact.id: shared_words(asked.beside, fact) for fact in facts}
    most = max(shared.values(), default=0)
    return [fact for fact in facts if shared[fact.id] == most] if most else []


def shared_words(wanted: Collection[str], fact: Fact) -> int:
    """How many of these words, reduced, a fact has, or a word of their family: "depressed" and "depressive"."""
    own = content(fact)
    return sum(word in own or any(_akin(word, other) for other in own) for word in wanted)


def _akin(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return (
        len(short) >= _STEM - 1 and long.startswith(short[:_STEM]) and (len(short) >= _STEM or long.startswith(short))
    )


def _with_broader(fact: Fact) -> frozenset[str]:
    own = {fact.concept, *(mention.concept for mention in fact.mentions), *(a.concept for a in fact.arguments)} - {None}
    found: set[str] = set()
    for concept in own:
        assert concept is not None
        found.add(concept)
        if fact.polarity == "present":
            found.update(broader(concept))
    terms = Terminology.load()
    of_drugs = [one for one in own if one is not None and one in terms and terms.kind(one) == "drug"]
    found.update(f"class:{(terms.drug_class(one) or '').replace(' ', '_')}" for one in of_drugs)
    if fact.kind == "allergy" and (what := fact.argument("what")) is not None:
        found.add("-".join(words(what.text)))
    return frozenset(found)
