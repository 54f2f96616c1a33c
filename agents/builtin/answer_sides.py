"""What answers a question for one side of a thing: since when, how bad, where, what brings it on."""

from collections.abc import Collection, Sequence

from bedside.agents.builtin.answer_names import VAGUE, by_words
from bedside.agents.builtin.asked import Asked, near, tells
from bedside.agents.builtin.asked_about import STORY, of_topic
from bedside.agents.builtin.known import Found, Knows, content
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

ROLES_OF = {
    "onset": ("onset", "since", "when", "duration"),
    "duration": ("duration", "since", "onset"),
    "site": ("site",),
    "effect": ("effect",),
}
BY_SIDE = frozenset(("periods", "appetite"))  # topics of which one side may be asked for
# Which way something changes, in a question and in its answer alike.
_WAYS = {
    "worse": "worse",
    "worst": "worse",
    "worsens": "worse",
    "better": "better",
    "eases": "better",
    "helps": "better",
}
_TYPED = frozenset(("symptom", "complaint", "condition", "procedure", "drug", "habit"))
_TAKEN = frozenset(("drug", "habit"))  # told of only where they are named themselves
_NEAR = 0.4  # cosine from which a statement of something unnamed tells the side that is asked for
_CLEAR, _NEARER = 0.45, 0.12  # from which, and by how much nearer, meaning goes before the mere side
_THINGS = frozenset(("it", "pain", "pains", "they", "pressure", "episode", "ache", "each"))


def by_side(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """One side of what is asked about: the thing named, what was named last, or the complaint. None where it is a question for
    something else."""
    story = [fact for fact in own if fact.section in STORY and fact.kind != "identity"]
    chief = _chief(story, knows)
    concepts = frozenset(c for one in asked.concepts for c in near(one))
    named = [fact for fact in own if concepts & knows.named(fact)] if concepts else []
    topical = [t for t in asked.topics if t in BY_SIDE]
    named += [fact for topic in topical for fact in of_topic(topic, own, knows.note) if fact not in named]
    if not named:
        named = by_words(asked, own, knows)
    pool = named or ([] if concepts else _before(own, knows))
    foreign = bool(asked.content) and not asked.points  # of something that the note does not speak of
    of_chief = (not named and not foreign) or any(knows.named(fact) & chief for fact in pool) or bool(concepts & VAGUE)
    others = [fact for fact in story if fact.kind not in _TAKEN] if of_chief else []
    candidates = list(dict.fromkeys((*pool, *others)))
    near_ = knows.near(asked, candidates)
    for side in asked.sides:
        typed = [fact for fact in candidates if has(fact, side) and fact.polarity == "present"]
        told = [fact for fact in candidates if _tells(fact, side) and fact not in typed]
        if not typed and not told:
            continue
        best = max(
            (*typed, *told),
            key=lambda fact: (
                bool(_way(words(asked.text)) & _way(words(fact.text))),
                bool(knows.named(fact) & concepts) or fact in pool,
                fact in typed,
                *_fit(fact, asked, concepts, knows),
                near_[fact.id],
            ),
        )
        if not named:  # nothing is named: what is much nearer in meaning goes before what merely has the side
            nearest_ = max((*typed, *told), key=lambda fact: near_[fact.id])
            clear = near_[nearest_.id] >= _CLEAR and near_[nearest_.id] - near_[best.id] >= _NEARER
            best = nearest_ if clear else best
        return Found((best,), (Cue(aspect=role(best, side) if best in typed else side),), "story")
    if knows.nearness is not None and not concepts:
        elsewhere = _nearest_with(asked, own, knows)
        if elsewhere is not None:
            return elsewhere
    other = [fact for fact in pool if fact.section not in STORY]
    if other or (asked.concepts and not of_chief):
        return None
    return None if asked.content and pool else Found()


def _nearest_with(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """The nearest of all statements that tell the side, where it is near."""
    near_ = knows.near(asked, own)
    with_it = [(near_[f.id], side, f) for side in asked.sides for f in own if says(f, side) and f.polarity == "present"]
    best = max(with_it, key=lambda one: one[0], default=None)
    return Found((best[2],), (Cue(aspect=best[1]),), "story") if best is not None and best[0] >= _NEAR else None


def _way(spoken: Sequence[str]) -> frozenset[str]:
    return frozenset(_WAYS[word] for word in spoken if word in _WAYS)


def has(fact: Fact, side: str) -> bool:
    """Whether a fact has this side as an argument."""
    return fact.kind in _TYPED and bool(role(fact, side))


def role(fact: Fact, side: str) -> str:
    """The argument of a fact that is this side of it; "" for none."""
    return next((role for role in ROLES_OF.get(side, (side,)) if fact.argument(role) is not None), "")


def says(fact: Fact, side: str) -> bool:
    """Whether a fact has or tells this side."""
    return has(fact, side) or _tells(fact, side)


def _tells(fact: Fact, side: str) -> bool:
    if fact.kind not in ("event", "status", "quote", "complaint", "symptom"):
        return False
    if side == "site" and fact.kind != "event" and any(m.kind == "anatomy" for m in fact.mentions):
        return True
    return fact.kind != "symptom" and tells(side, fact.text)


def _chief(story: Sequence[Fact], knows: Knows) -> frozenset[str]:
    """The concepts of what they came with."""
    symptoms = [f for f in story if f.kind == "symptom" and f.section in STORY and f.polarity == "present"]
    complaints = [f for f in story if f.kind == "complaint"] or symptoms[:1]
    return frozenset(c for fact in complaints for c in knows.named(fact)) | {"pain"}


def _of_another(fact: Fact, chief: frozenset[str], knows: Knows) -> bool:
    """Whether a clause tells of a symptom that is not the one they came with."""
    symptoms = [mention for mention in fact.mentions if mention.kind in ("symptom", "disorder")]
    return bool(symptoms) and not (knows.named(fact) & (chief | VAGUE))


def _before(own: Sequence[Fact], knows: Knows) -> list[Fact]:
    return next((found for c in knows.before if (found := [f for f in own if near(c) & knows.named(f)])), [])


def _fit(fact: Fact, asked: Asked, concepts: Collection[str], knows: Knows) -> tuple[int, ...]:
    shared = len(asked.content & content(fact))
    named = bool(knows.named(fact) & frozenset(concepts))
    thing = frozenset(words(fact.text)[:4]) & _THINGS
    drugs = any(m.kind == "drug" for m in fact.mentions)
    other = _of_another(fact, _chief(knows.facts, knows), knows)
    return (shared + named, bool(thing), not other, not drugs, fact.polarity == "present")
