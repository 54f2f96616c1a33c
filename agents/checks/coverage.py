"""Is every fact of the note expressed? Judged from the words of the turns, not from the fact ids of the generator.

Law of the file: a fact counts as expressed when its numbers were said and most of its concepts (through any wording
the terminology knows) or most of its content words were. A message names the section, never the answer.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.checks.catalogue import COVERAGE
from bedside.agents.checks.spoken import Spoken, tokens
from bedside.agents.text.quantities import FoundQuantity, find_quantities
from bedside.knowledge.terminology import Finder, reduced
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Fact, Note

_EMPTY = frozenset(
    """a an the of in on at to for with and or but is was are were be been being has have had having he she his her him they their them it its this that these those
    patient pt who which as by from also there no not denies denied reports reported states stated notes noted endorses endorsed does do did any some will would
    should can may we i you your my our continue continues continued currently day time times per mr mrs ms year years old per due since during while then than
    into over after before when about both well very without within""".split()
)
_LAY = {
    "deni": "no", "bilateral": "both", "bilaterally": "both", "abdomen": "belly", "abdominal": "belly", "physician": "doctor", "medication": "medicine",
    "daily": "day", "nightly": "night", "prior": "before", "previous": "before", "increas": "more", "decreas": "less", "examination": "exam",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the facts are expressed, and which are not. ``score`` is None for a note without facts."""

    facts: int
    missing: tuple[str, ...]

    @property
    def score(self) -> float | None:
        """Share of the facts that are expressed."""
        return 1 - len(self.missing) / self.facts if self.facts else None


class _Heard:
    """All that was said, arranged for looking up."""

    def __init__(self, turns: Sequence[Spoken], finder: Finder) -> None:
        self.concepts: set[str] = set()
        self.words: set[str] = set()
        self.quantities: list[FoundQuantity] = []
        for turn in turns:
            self.concepts.update(mention.concept for mention in finder.find(turn.text))
            self.words.update(reduced(word) for word in tokens(turn.text))
            self.quantities.extend(find_quantities(turn.text))
        gapped = getattr(finder, "find_gapped", None)
        if gapped is not None:
            for turn in turns:
                self.concepts.update(mention.concept for mention in gapped(turn.text))
        self.values = {found.value for found in self.quantities} | {found.high for found in self.quantities}


def _numbers_said(fact: Fact, heard: _Heard) -> bool:
    for quantity in fact.quantities:
        noted = FoundQuantity(
            quantity.value, quantity.high, quantity.unit, 0, 1, "amount" if quantity.unit else "number"
        )
        if quantity.value in (0.0, 1.0) and quantity.unit is None:
            continue
        if quantity.value in heard.values and (quantity.high is None or quantity.high in heard.values):
            continue
        if any(same_quantity(found, noted) for found in heard.quantities):
            continue
        if quantity.unit == "date" or (quantity.unit in ("per day", "per week") and quantity.value == 1):
            continue
        return False
    return True


def _expressed(fact: Fact, heard: _Heard, share: float) -> bool:
    if fact.kind == "none":  # "Noncontributory" has no content to be said again
        return True
    if not _numbers_said(fact, heard):
        return False
    wanted = {mention.concept for mention in fact.mentions if mention.kind != "anatomy"}
    if fact.concept is not None:
        wanted.add(fact.concept)
    if wanted:
        by_words = sum(1 for mention in fact.mentions if mention.concept in wanted and _words_in(mention.form, heard))
        return len(wanted & heard.concepts) >= share * len(wanted) or by_words >= share * len(wanted)
    content = [reduced(word) for word in tokens(fact.text) if word not in _EMPTY and not word.isdigit()]
    if not content:
        return True
    hits = sum(1 for word in content if word in heard.words or _LAY.get(word, "") in heard.words)
    return hits >= min(share, 0.5) * len(content)


def _words_in(form: str, heard: _Heard) -> bool:
    content = [reduced(word) for word in tokens(form) if word not in _EMPTY]
    return bool(content) and all(word in heard.words for word in content)


def measure_coverage(
    note: Note, turns: Sequence[Spoken], terminology: Finder, withheld: Collection[str] = (), share: float = 0.6
) -> Coverage:
    """Which facts are expressed. Facts in ``withheld`` leave the count. ``share`` of a fact's concepts must be said."""
    heard = _Heard(turns, terminology)
    facts = [fact for fact in note.facts if fact.id not in withheld and re.search(r"\w", fact.text)]
    return Coverage(len(facts), tuple(fact.id for fact in facts if not _expressed(fact, heard, share)))


def expressed(
    facts: Sequence[Fact], turns: Sequence[Spoken], terminology: Finder, share: float = 0.6
) -> tuple[str, ...]:
    """Ids of the facts that these turns express, judged as above. For a reply, give the question with it."""
    heard = _Heard(turns, terminology)
    return tuple(fact.id for fact in facts if _expressed(fact, heard, share))


def coverage(
    note: Note, turns: Sequence[Spoken], terminology: Finder, withheld: Collection[str] = ()
) -> tuple[Finding, ...]:
    """One finding for each fact that nothing in the turns expresses; the message names the fact's id and section."""
    result = measure_coverage(note, turns, terminology, withheld)
    if not result.facts:
        return (COVERAGE.unjudged("no fact was to be told"),)
    sections = {fact.id: fact.section for fact in note.facts}
    out = [COVERAGE.failed(f"fact {fact} ({sections[fact]}) is not expressed", value=fact) for fact in result.missing]
    return tuple(out) or (COVERAGE.passed(),)
