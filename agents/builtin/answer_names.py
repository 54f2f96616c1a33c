"""What answers a question by the thing that it names, or by the words that it shares with a fact."""

from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.builtin.answer_resort import nearer
from bedside.agents.builtin.asked import Asked, broader, near, told_without_name
from bedside.agents.builtin.asked_about import STORY, once
from bedside.agents.builtin.known import Found, Knows, closest, content, found_of, nearest, shared_words
from bedside.agents.builtin.tables import words
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

VAGUE = frozenset(("pain", "problem", "illness", "discomfort", "headache", "injury", "trauma"))
_FAR = 0.25  # cosine below which a shared word means something else
_IT = frozenset("it this that they these".split())
_LATELY = frozenset(("yesterday", "today", "lately"))
_TAKEN = ("drug", "allergy")


def by_name(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found:
    """The facts about what a question names, else the fact with most of its words."""
    whole = [fact for fact in own if len(asked.content) > 1 and asked.content <= content(fact)]
    named = once(whole) or about(asked, own, knows)
    if named:
        named = really_taken(asked, named, knows)
        both = _about_all(asked, named, knows)
        kept = nearest(asked, both or named, knows) if both or len(asked.concepts) < 2 else named
        return found_of(asked, nearer(asked, kept, own, knows) or kept, "named")
    shared = by_words(asked, own, knows)
    return found_of(asked, nearer(asked, shared, own, knows) or _not_far(asked, shared, knows), "named")


def really_taken(asked: Asked, named: Sequence[Fact], knows: Knows) -> Sequence[Fact]:
    """Where it is asked how often a drug is taken, or of late, what the story says of it, and not what the list says."""
    often = "frequency" in asked.sides or not _LATELY.isdisjoint(words(asked.text))
    drugs = often and any(mention.kind == "drug" for fact in named for mention in fact.mentions)
    done = [fact for fact in named if fact.section in STORY] if drugs else []
    return nearest(asked, done, knows) or named


def _not_far(asked: Asked, shared: Sequence[Fact], knows: Knows) -> list[Fact]:
    """Facts that share words of the question without those that mean something else by them."""
    near_ = knows.near(asked, shared)
    heard = frozenset(words(asked.text))
    told = {
        f.id: asked.content <= content(f) and heard.isdisjoint(words(f.text)) for f in shared
    }  # by a table, not by chance
    return [fact for fact in shared if knows.nearness is None or near_[fact.id] >= _FAR or told[fact.id]]


def _about_all(asked: Asked, facts: Sequence[Fact], knows: Knows) -> list[Fact]:
    """The facts that are about two things at once that a question names: the pain before the rash."""
    things = [near(concept) for concept in asked.concepts]
    return [f for f in facts if sum(not thing.isdisjoint(knows.named(f)) for thing in things) > 1]


def about(asked: Asked, facts: Sequence[Fact], knows: Knows) -> list[Fact]:
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
        here += [fact for fact in facts if fact not in here and told_without_name(concept, content(fact))]
        here += _going_on(concept, asked, facts, knows)
        if concept.startswith("class:") and "allergies" not in asked.topics:
            here = [fact for fact in here if fact.kind != "allergy"]
        out += _of_one(concept, asked, here)
    taken = [fact for fact in out if fact.kind in _TAKEN] if _asks_which(asked) else []
    return once(taken or out)


def _asks_which(asked: Asked) -> bool:
    """Whether a question is for drugs by their kind: "what insulin are you on"."""
    spoken = words(asked.text)
    first = spoken[:2]
    if not {"do", "happen", "happens", "happened"}.isdisjoint(spoken[3:]):
        return False  # "what did the lisinopril do to you"
    return ("what" in first or "which" in first) and any(_is_drug(concept) for concept in asked.concepts)


def _of_one(concept: str, asked: Asked, here: Sequence[Fact]) -> list[Fact]:
    """Of the facts about one thing those that answer: where the reason is asked for, what happened; of a drug, that it is
    taken; else those that share most words with the question, and then those about nothing else."""
    spoken = words(asked.text)
    if "why" in spoken and (told := [fact for fact in here if fact.kind == "event"]):
        return told
    wanted = near(concept)
    alone = [fact for fact in here if fact.kind not in ("event", "wish") and fact.concept in wanted]
    return closest(asked, here) or alone or list(here)


def _going_on(concept: str, asked: Asked, facts: Sequence[Fact], knows: Knows) -> list[Fact]:
    """Clauses that go on about the complaint without its name, where they share a word beside it: "it is dry"."""
    if not asked.beside or not any(f.kind == "complaint" and near(concept) & knows.named(f) for f in facts):
        return []
    events = [f for f in facts if f.kind == "event" and f.section in STORY and not near(concept) & knows.named(f)]
    return [f for f in events if frozenset(words(f.text)[:2]) & _IT and shared_words(asked.beside, f)]


def _is_drug(concept: str) -> bool:
    terms = Terminology.load()
    return concept.startswith("class:") or (concept in terms and terms.kind(concept) == "drug")


def _at_place(fact: Fact, concept: str, asked: Asked) -> bool:
    """Whether a fact about an ache is about the part of the body that is asked about, where one is."""
    if concept not in VAGUE or not asked.places:
        return True
    return bool(frozenset(asked.places) & {m.concept for m in fact.mentions})


def by_words(asked: Asked, facts: Sequence[Fact], knows: Knows, *, within: bool = False) -> list[Fact]:
    """The fact that shares at least half of the words of a question; ``within``: of the topic that is asked about."""
    if not asked.content:
        return []
    scored = [(len(asked.content & content(fact)), fact) for fact in facts]
    best = max((score for score, _ in scored), default=0)
    named = (
        bool(asked.concepts) and not within
    )  # a thing with a name, of which no fact is: only its words together stand for it
    if not best or best * 2 < len(asked.content) or (named and best < min(2, len(asked.content))):
        return []
    found = once([fact for score, fact in scored if score == best])
    counted = [fact for fact in found if any(sign.isdigit() for sign in fact.text)] if counts(asked) else []
    near_ = knows.near(asked, counted or found)
    return [max(counted or found, key=lambda fact: near_[fact.id])]


def counts(asked: Asked) -> bool:
    """Whether a question wants a number."""
    spoken = words(asked.text)
    return any(a == "how" and b in ("many", "much", "far", "high", "fast", "long", "old") for a, b in pairwise(spoken))
