"""What answers a question that names nothing which the note has, in words that no statement shares: the statement that the
encoder finds nearest, where it is near and alone in that; else nothing.

A topic that the note would have spoken of under that name (smoking, allergies, ...) is not looked for so, and neither is a
thing that the terminology knows: where the note has none of it, the patient does not know."""

from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.builtin.asked import Asked
from bedside.agents.builtin.known import Found, Knows, found_of, parts, shared_words
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact

_CLOSED = frozenset(
    "smoking drinking drugs caffeine age allergies surgery immunizations travel sex periods medications family".split()
)
_NOT_CLOSED = frozenset(("adherence", "quitting"))  # what is done with a medicine or a habit is told in any words
NEAR = 0.30  # cosine from which a statement may answer
ALONE, ALONE_WHETHER = 0.10, 0.14  # how much nearer it has to be than the next; more where yes or no is asked for
SURE, TIED = 0.55, 0.03  # cosine from which it answers though others are nearly as near, if not quite
SURE_OF_MEANING, NEARER = 0.45, 0.12  # from which, and by how much, meaning goes before a name or a word
NAMED = 0.50  # cosine for a question that names a thing of which there is no statement
_WHO = frozenset(("who", "whom", "whose", "who's"))
_PEOPLE = frozenset(
    """wife husband partner mother father son daughter sister brother niece nephew friend neighbor neighbour nurse carer carers
    roommate family parents children grandson granddaughter colleague boss""".split()
)
_TIMES = frozenset(
    "ago since when while after before night morning evening summer winter spring minute year hour child yesterday today last year years month months week weeks day days hour hours minutes age".split()
)
_REASONS = frozenset("because due so since to made after cost".split())


def nearest_of_all(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found:
    """The one statement that is near enough, if there is one."""
    closed = not _CLOSED.isdisjoint(asked.topics) and _NOT_CLOSED.isdisjoint(asked.topics) and not asked.fluids
    if knows.nearness is None or closed or not asked.text.strip(" ?.!"):
        return Found()
    ranked = by_nearness(asked, own, knows)
    if not ranked:
        return Found()
    best, fact = ranked[0]
    gap = best - ranked[1][0] if len(ranked) > 1 else best
    shares = shared_words(asked.content, fact) > 0
    least = NAMED if asked.concepts and not shares else NEAR
    alone = ALONE_WHETHER if asked.whether else ALONE
    if best >= least and (gap >= alone or (best >= SURE and gap >= TIED)) and not _elsewhere(asked, fact):
        return found_of(asked, [fact], "named")
    return Found()


def by_nearness(asked: Asked, own: Sequence[Fact], knows: Knows) -> list[tuple[float, Fact]]:
    """The statements by their nearness to a question, and by whether they hold what it wants, best first."""
    facts = [fact for fact in own if fact.kind not in ("identity", "none")]
    near, wanted = knows.near(asked, facts), wants(asked)
    scored = sorted(((-near[f.id] - fits(wanted, f), at) for at, f in enumerate(facts)))
    return [(-score, facts[at]) for score, at in scored]


def nearer(asked: Asked, found: Sequence[Fact], own: Sequence[Fact], knows: Knows) -> list[Fact]:
    """A statement that is much nearer to the question than all of those that were found by a name or a word; none if there is
    none."""
    ranked = by_nearness(asked, own, knows) if found and knows.nearness is not None else []
    names = {fact.id for fact in found}
    things = frozenset(asked.concepts)
    held = max((score for score, fact in ranked if fact.id in names), default=1.0)
    if not ranked or ranked[0][1].id in names or ranked[0][0] < SURE_OF_MEANING or ranked[0][0] - held < NEARER:
        return []
    fact = ranked[0][1]
    another = bool(things) and fact.concept is not None and things.isdisjoint(knows.named(fact))
    said = [word for word in (asked.beside if asked.concepts else asked.content) if not parts(word)]
    told = max(shared_words(said, one) for one in found) > shared_words(said, fact)
    return [] if another or told or _elsewhere(asked, fact) else [fact]


def _elsewhere(asked: Asked, fact: Fact) -> bool:
    """Whether a statement is about another part of the body than the one that is asked about."""
    there, here = parts(asked.text), parts(fact.text)
    return bool(there) and bool(here) and there.isdisjoint(here)


def holds(asked: Asked, facts: Sequence[Fact]) -> bool:
    """Whether one of the facts holds the person or the time that is asked for."""
    wanted = wants(asked)
    return wanted not in ("person", "time") or any(fits(wanted, fact) > 0 for fact in facts)


def wants(asked: Asked) -> str:
    """What an answer has to hold: a person, a time, a number, a reason; "" for anything."""
    spoken = words(asked.text)
    pairs = set(pairwise(spoken))
    if not _WHO.isdisjoint(spoken[:2]):
        return "person"
    if "when" in spoken[:2] or ("how", "long") in pairs or ("how", "old") in pairs:
        return "time"
    if any(pair[0] == "how" and pair[1] in ("many", "much", "often", "far", "high") for pair in pairs):
        return "number"
    return "reason" if "why" in spoken[:2] else ""


def fits(wanted: str, fact: Fact) -> float:
    """What it counts for a statement that it holds what is wanted, and against it that it does not."""
    spoken = frozenset(words(fact.text))
    holds = {
        "": True,
        "person": fact.subject != "patient" or not spoken.isdisjoint(_PEOPLE),
        "time": fact.time is not None or any(sign.isdigit() for sign in fact.text) or not spoken.isdisjoint(_TIMES),
        "number": bool(fact.quantities) or any(sign.isdigit() for sign in fact.text),
        "reason": not spoken.isdisjoint(_REASONS),
    }[wanted]
    return 0.0 if not wanted else 0.05 if holds else -0.1
