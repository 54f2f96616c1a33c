"""Numbers with their units, of note and dialogue: "one twenty seven over eighty" is 127/80."""

from collections.abc import Iterable, Iterator

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.checks.noted import index_note
from bedside.agents.text.quantities import find_quantities
from bedside.agents.text.quantity import FoundQuantity
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.knowledge.terminology import Terminology

_PASSING = frozenset({"minute", "second"})  # "give me a minute"


def _distinct(found: Iterable[FoundQuantity]) -> list[FoundQuantity]:
    """Each value once. Ordinals, and a bare nought or one, are no quantities: "the first one"."""
    kept = {
        one.key: one
        for one in found
        if one.kind not in ("ordinal", "clock") and one.unit not in _PASSING and (one.unit or one.value not in (0, 1))
    }
    return list(kept.values())


def _precision(given: Given) -> Iterator[float | None]:
    finder = Terminology.load()
    for record, note in english_noted(given):
        numbers = index_note(note.text, finder).numbers
        said = _distinct(one for turn in record.turns for one in find_quantities(turn.text))
        yield sum(map(numbers.has, said)) / len(said) if said else None


def _recall(given: Given) -> Iterator[float | None]:
    for record, note in english_noted(given):
        said = [one for turn in record.turns for one in find_quantities(turn.text)]
        noted = _distinct(find_quantities(note.text))
        found = sum(any(same_quantity(one, other) for other in said) for one in noted)
        yield found / len(noted) if noted else None


def precision(given: Given) -> Outcome:
    """The mean over the dialogues that say a number."""
    return mean(_precision(given), "no dialogue in English says a number")


def recall(given: Given) -> Outcome:
    """The mean over the dialogues whose note has a number."""
    return mean(_recall(given), "no note of a dialogue in English has a number")


NUMBER_OVERLAP = (
    Metric(
        id="number_precision",
        measures="of the numbers with units that are said, the share that the note has",
        direction="higher",
        unit="share",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=precision,
    ),
    Metric(
        id="number_recall",
        measures="of the note's numbers with units, the share that is said",
        direction="higher",
        unit="share",
        needs=frozenset({"record", "note"}),
        group="grounding",
        measure=recall,
    ),
)
