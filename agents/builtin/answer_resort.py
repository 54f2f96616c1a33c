"""What answers a question that names nothing which the note has, in words that no statement shares: the statement that the
encoder finds nearest, where it is near and alone in that; else nothing.

A topic that the note would have spoken of under that name (smoking, allergies, ...) is not looked for so, and neither is a
thing that the terminology knows: where the note has none of it, the patient does not know."""

from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.builtin.asked import Asked
from bedside.agents.builtin.known import Found, Knows, content, found_of, parts
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact

_CLOSED = frozenset(
    """smoking drinking drugs caffeine work home age allergies surgery immunizations travel sex periods pregnancies birth
    medications family""".split()
)
_NOT_CLOSED = frozenset(("adherence", "quitting"))  # what is done with a medicine or a habit is told in any words
NEAR = 0.30  # cosine from which a statement may answer
ALONE, ALONE_WHETHER = 0.10, 0.14  # how much nearer it has to be than the next; more where yes or no is asked for
SURE = 0.55  # cosine from which it answers though others are nearly as near
NAMED = 0.50  # cosine for a question that names a thing of which there is no statement
_PEOPLE = frozenset(
    """wife husband partner mother father son daughter sister brother niece nephew friend neighbor neighbour nurse carer carers
    roommate family parents children grandson granddaughter colleague boss""".split()
)
_TIMES = frozenset("ago since yesterday today last year years month months week weeks day days hour hours minutes age".split())
_REASONS = frozenset("because due so since to made after cost".split())


def nearest_of_all(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found:
    """The one statement that is near enough, if there is one."""
    closed = not _CLOSED.isdisjoint(asked.topics) and _NOT_CLOSED.isdisjoint(asked.topics)
    if knows.nearness is None or closed or not asked.text.strip(" ?.!"):
        return Found()
    facts = [fact for fact in own if fact.kind not in ("identity", "none")]
    near = knows.near(asked, facts)
    wanted = _wants(asked)
    scored = sorted(((near[f.id] + _fits(wanted, f), -at, f) for at, f in enumerate(facts)), reverse=True)[:2]
    if not scored:
        return Found()
    best, _, fact = scored[0]
    gap = best - scored[1][0] if len(scored) > 1 else best
    shares = bool(asked.content & content(fact))
    least = NAMED if asked.concepts and not shares else NEAR
    alone = ALONE_WHETHER if asked.whether else ALONE
    if best >= least and (gap >= alone or best >= SURE) and not _elsewhere(asked, fact):
        return found_of(asked, [fact], "named")
    return Found()


def _elsewhere(asked: Asked, fact: Fact) -> bool:
    """Whether a statement is about another part of the body than the one that is asked about."""
    there, here = parts(asked.text), parts(fact.text)
    return bool(there) and bool(here) and there.isdisjoint(here)


def _wants(asked: Asked) -> str:
    """What an answer has to hold: a person, a time, a number, a reason; "" for anything."""
    spoken = words(asked.text)
    pairs = set(pairwise(spoken))
    if "who" in spoken[:2]:
        return "person"
    if "when" in spoken[:2] or ("how", "long") in pairs or ("how", "old") in pairs:
        return "time"
    if any(pair[0] == "how" and pair[1] in ("many", "much", "often", "far", "high") for pair in pairs):
        return "number"
    return "reason" if "why" in spoken[:2] else ""


def _fits(wanted: str, fact: Fact) -> float:
    """What it counts for a statement that it holds what is wanted, and against it that it does not."""
    spoken = frozenset(words(fact.text))
    holds = {
        "": True,
        "person": fact.subject != "patient" or not spoken.isdisjoint(_PEOPLE),
        "time": fact.time is not None or not spoken.isdisjoint(_TIMES),
        "number": bool(fact.quantities) or any(sign.isdigit() for sign in fact.text),
        "reason": not spoken.isdisjoint(_REASONS),
    }[wanted]
    return 0.0 if not wanted else 0.05 if holds else -0.1
