"""How a conversation lets its note out: who says what first, how much at a time, how early. From words alone, so people's
conversations are measured by the same ruler; a judge is not asked."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean

from bedside.evaluation.concepts_said import NO_CONCEPT, VARIANT, ConceptsSaid, concepts_said
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Direction, Metric, Outcome, mean

QUARTERS = (10, 25, 50, 75, 100)  # per cent of the turns
MANY = 3  # new concepts in one turn that nobody tells at once


@dataclass(frozen=True)
class Disclosure:
    """``heard[i]`` is the share of the note's concepts said by the end of turn i, ``brought`` how many concepts of the note
    each turn of a patient brings that neither side had said, ``first`` of how many concepts said in all."""

    heard: tuple[float, ...]
    brought: tuple[int, ...]
    said: int

    def by(self, percent: int) -> float:
        """The share that is said by the end of the first ``percent`` of the turns."""
        turns = int(percent / 100 * len(self.heard))
        return self.heard[turns - 1] if turns else 0.0


def _disclosed(said: ConceptsSaid) -> Disclosure | None:
    if not said.noted or not said.record.turns:
        return None
    told, brought, fresh = set[str](), list[int](), list[int]()
    for turn, concepts in zip(said.record.turns, said.named, strict=True):
        new = (concepts & said.noted) - told
        told |= new
        fresh.append(len(new))
        if turn.speaker != "physician":
            brought.append(len(new))
    heard = tuple(count / len(said.noted) for count in accumulate(fresh))
    return Disclosure(heard, tuple(brought), len(told))


def disclosed(given: Given) -> list[Disclosure]:
    """How each dialogue whose note has a concept lets it out."""
    return given.once("disclosed", lambda: [one for said in concepts_said(given) if (one := _disclosed(said))])


def _new_at_once(one: Disclosure) -> float | None:
    return sum(count >= MANY for count in one.brought) / len(one.brought) if one.brought else None


def _first_two(one: Disclosure) -> float | None:
    return sum(one.brought[:2]) / sum(one.brought) if sum(one.brought) else None


def _half(one: Disclosure) -> float | None:
    """The share of the turns after which half of all that is said has been said."""
    return bisect_left(one.heard, one.heard[-1] / 2) / len(one.heard) if one.said else None


def _metric(
    name: str, measures: str, score: Callable[[Disclosure], float | None], unit: str = "share", way: Direction = "none"
) -> Metric:
    def measure(given: Given) -> Outcome:
        return mean(map(score, disclosed(given)), NO_CONCEPT)

    return Metric(
        id=name,
        measures=f"{measures} ({VARIANT})",
        direction=way,
        unit=unit,
        needs=frozenset({"record", "note"}),
        group="disclosure",
        measure=measure,
    )


def _heard(percent: int) -> Metric:
    measures = f"of the note's concepts, the share said in the first {percent} % of the turns"
    return _metric(f"heard_{percent}", measures, lambda one: one.by(percent))


DISCLOSURE = (
    *map(_heard, QUARTERS),
    _metric(
        "disclosure_auc",
        "mean over the turns of the share of the note's concepts said so far",
        lambda o: fmean(o.heard),
    ),
    _metric("half_said_at", "the place, 0 first and 1 last, by which half of all that is said has been said", _half),
    _metric(
        "patient_first",
        "of the note's concepts that are said, the share a patient says first",
        lambda one: sum(one.brought) / one.said if one.said else None,
    ),
    _metric(
        "new_a_turn",
        "concepts of the note that a patient's turn brings",
        lambda one: fmean(one.brought) if one.brought else None,
        "concepts a turn",
    ),
    _metric(
        "most_in_a_turn",
        "the most concepts of the note that one turn of a patient brings",
        lambda one: max(one.brought) if one.brought else None,
        "concepts",
        "lower",
    ),
    _metric(
        "three_or_more",
        f"turns of patients that bring {MANY} or more new concepts of the note",
        _new_at_once,
        "share",
        "lower",
    ),
    _metric(
        "first_two",
        "of the concepts that patients bring, the share in their first two turns",
        _first_two,
        "share",
        "lower",
    ),
)
