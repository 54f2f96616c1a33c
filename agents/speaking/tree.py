"""A clause before it is words: a subject with person and number, a verb with tense, aspect and polarity, complements."""

from dataclasses import dataclass, replace
from typing import Any, Literal

Facts = tuple[str, ...]
Tense = Literal["present", "past"]


@dataclass(frozen=True)
class Words:
    """A phrase that is said as it stands, and the facts it states (none: those of its clause)."""

    text: str
    facts: Facts = ()


@dataclass(frozen=True)
class Subject:
    """Whom or what a clause is about: ``person`` 1, 2 or 3; ``plural`` as the verb agrees ("you" is plural, so is "they")."""

    words: tuple[Words, ...]
    person: Literal[1, 2, 3] = 3
    plural: bool = False


@dataclass(frozen=True)
class Clause:
    """A clause. ``subject`` None with a verb is an order ("Stop the lisinopril"); without a verb a short answer ("No fever").

    ``items`` are coordinated objects or predicates ("swelling and redness"), ``determiner`` stands once before the first of
    them ("any", "no", "with"), ``rest`` is what follows. ``verb`` is the lemma of the main verb; ``auxiliary`` a modal ("can", "should", "will", "would"). ``before`` stands
    before the subject ("I think"), ``adverb`` before the main verb ("still"), ``time`` at the end or, ``fronted``, at the start.
    ``joined`` holds clauses that follow in the same sentence, each with the words between ("and", "but", ";")."""

    facts: Facts
    subject: Subject | None = None
    verb: str = ""
    rest: tuple[Words, ...] = ()
    tense: Tense = "present"
    auxiliary: str = ""
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    negative: bool = False
    never: bool = False
    adverb: str = ""
    before: str = ""
    time: tuple[Words, ...] = ()
    fronted: bool = False
    determiner: str = ""
    items: tuple[Words, ...] = ()
    joined: tuple[tuple[str, "Clause"], ...] = ()

    def but(self, **change: Any) -> "Clause":
        """The same clause with some fields changed."""
        return replace(self, **change)

    def join(self, link: str, other: "Clause") -> "Clause":
        """This clause with another one after it in the same sentence."""
        return replace(self, joined=(*self.joined, (link, other)))

    @property
    def all_facts(self) -> Facts:
        """The facts that this clause and what is joined to it state."""
        own = [*self.facts, *(f for words in (*self.items, *self.rest, *self.time) for f in words.facts)]
        for _, other in self.joined:
            own += other.all_facts
        return tuple(dict.fromkeys(own))
