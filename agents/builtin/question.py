"""A question and the facts of its answer, and how facts are dealt out to questions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bedside.agents.builtin.acts import Voices
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

DENIED = 4  # things asked for in one question
LISTED = 3  # things asked for in one question of a list that is gone through
REVIEWED = 4  # things asked for in one question where one goes over all there may be
TOGETHER = 2  # facts of one answer
LONG = 26  # words from which a fact is an answer of its own


@dataclass(frozen=True)
class Question:
    """One question and the facts of its answer. ``about`` is whom a cue's words name where it is not a thing."""

    facts: tuple[Fact, ...]
    cues: tuple[Cue, ...]
    subject: str = ""
    opens: bool = False  # an open question, put by an invitation


def chunks(facts: Sequence[Fact], most: int, size: int = 2 * LONG) -> list[list[Fact]]:
    """Stretches of at most ``most`` facts and ``size`` words; the order stays."""
    out: list[list[Fact]] = []
    for fact in facts:
        held = sum(len(other.text.split()) for other in (*out[-1], fact)) if out else 0
        if out and len(out[-1]) < most and held <= size:
            out[-1].append(fact)
        else:
            out.append([fact])
    return out


def runs(facts: Iterable[Fact], key: Callable[[Fact], str]) -> list[tuple[str, list[Fact]]]:
    """The facts by what they are asked with, each kind together where its first one stands."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return list(found.items())


def evenly(facts: Sequence[Fact], most: int) -> list[list[Fact]]:
    """Cut into parts of nearly the same size: four are two and two, not three and one."""
    if not facts:
        return []
    parts = -(-len(facts) // most)
    size, more = divmod(len(facts), parts)
    out: list[list[Fact]] = []
    at = 0
    for part in range(parts):
        end = at + size + (part < more)
        out.append(list(facts[at:end]))
        at = end
    return out


def by_name(facts: Sequence[Fact], voices: Voices, aspect: str = "symptom") -> tuple[Cue, ...]:
    """The cues that ask for each of the facts by its name."""
    names = [voices.name(fact).removesuffix(" before" if aspect == "history" else "\0") for fact in facts]
    return tuple(Cue(aspect=aspect, words=name, concept=fact.concept) for name, fact in zip(names, facts, strict=True))
