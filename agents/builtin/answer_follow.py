"""What answers a question that goes on about what was just spoken of without naming it: "how big are they", "why did you do
that", "what happens when you eat it".

It is looked for in what was told last, in what the note says next about the same thing, and nowhere else."""

from collections.abc import Sequence

from bedside.agents.builtin.answer_resort import fits, wants
from bedside.agents.builtin.answer_sides import has, role, says
from bedside.agents.builtin.asked import Asked, near
from bedside.agents.builtin.known import Found, Knows
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

_BACK = frozenset("it its it's this that that's they them they're these those there one ones then he's".split())
_IT = frozenset("it this that they these each his her".split())
_REACTS = frozenset("happens happen happened reaction react do does".split())
_NEAR = 0.40  # cosine of the two questions together from which a statement of the same thing goes on with it
_BARE = 2  # words of a question that can only go on about the last: "Why?", "How often?"
_ALONE, _AGAIN = 0.20, 0.35  # cosine of the question alone, and where the statement was told just now


def follow_up(asked: Asked, knows: Knows) -> Found | None:
    """The fact of what was spoken of that answers; None where the question names something of its own, or nothing does."""
    spoken = frozenset(words(asked.text))
    if not knows.last or asked.concepts or asked.topics or asked.kin:
        return None
    if spoken.isdisjoint(_BACK) and len(spoken) > _BARE:
        return None
    pool = _around(knows)
    for side in asked.sides:
        told = [fact for fact in pool if says(fact, side) and fact.polarity == "present"]
        if told:
            best = max(told, key=lambda fact: (fact in knows.last, has(fact, side)))
            return Found((best,), (Cue(aspect=role(best, side) or side),), "story")
    if not spoken.isdisjoint(_REACTS):
        reacts = [fact for fact in pool if fact.kind == "allergy" and fact.argument("reaction") is not None]
        if reacts:
            return Found(tuple(reacts[:1]), (Cue(aspect="reaction"),), "allergies")
    wanted = wants(asked)
    held = [fact for fact in pool if wanted and not asked.sides and fits(wanted, fact) > 0]
    if held:
        both = knows.nearness.of(f"{knows.earlier} {asked.text}", held) if knows.nearness is not None else {}
        best = max(held, key=lambda fact: (fact in knows.last, both.get(fact.id, 0.0)))
        return Found((best,), (Cue(aspect="more"),), "story")
    return _nearest(asked, pool, knows) if not asked.sides and not wanted else None


def _around(knows: Knows) -> list[Fact]:
    """What was told last, what is about the same thing, and the clauses of the note that go on about it."""
    things = frozenset(one for fact in knows.last if fact.concept for one in near(fact.concept))
    order = {fact.id: at for at, fact in enumerate(knows.facts)}
    pool = list(knows.last)
    for fact in knows.last:
        at = order.get(fact.id)
        following = knows.facts[at + 1 : at + 2] if at is not None else ()
        pool += [f for f in following if f.section == fact.section and _IT & frozenset(words(f.text)[:1])]
    pool += [f for f in knows.facts if things & knows.named(f) and f not in pool]
    return pool


def _nearest(asked: Asked, pool: Sequence[Fact], knows: Knows) -> Found | None:
    """The statement nearest to both questions together, where it is near, and to this one alone as well: more so where it was
    told just now, since then it is said again."""
    if knows.nearness is None:
        return None
    both, alone = knows.nearness.of(f"{knows.earlier} {asked.text}", pool), knows.near(asked, pool)
    own = [fact for fact in pool if alone[fact.id] >= (_AGAIN if fact in knows.last else _ALONE)]
    best = max(own, key=lambda fact: both[fact.id], default=None)
    return Found((best,), (Cue(aspect="more"),), "story") if best is not None and both[best.id] >= _NEAR else None
