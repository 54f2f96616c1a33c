"""Blame: a planted fault of every kind is found, what is unharmed is not blamed, and every number is what it says it is."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.orchestrator.causes.blame import blame_check, blame_condition, blame_turn
from bedside.orchestrator.causes.dialogue_setup import built_in
from bedside.orchestrator.causes.fault_sets import WAYS, doubles, faults, first_fault, unharmed
from bedside.orchestrator.causes.validate import asked
from bedside.orchestrator.causes.wilson import Rate, wilson
from bedside.orchestrator.failures import Problem


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        (0, 4, 0.0, 0.4899),
        (4, 4, 0.5101, 1.0),
        (10, 20, 0.2993, 0.7007),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
    ],
)
def test_wilson_intervals_are_those_of_the_books(hits: int, tries: int, low: float, high: float) -> None:
    """The last two are those of Newcombe (1998, table I); the others are worked out by hand."""
    assert wilson(hits, tries) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(0, 60), st.integers(0, 60))
def test_wilson_holds_the_share_and_narrows(hits: int, more: int) -> None:
    """The share lies inside, the bounds inside [0, 1], and the mirror image has the mirrored interval."""
    tries = hits + more
    low, high = wilson(hits, tries)
    assert 0 <= low <= high <= 1
    assert tries == 0 or low <= hits / tries <= high
    assert wilson(more, tries) == pytest.approx((1 - high, 1 - low))
    assert not Rate(hits, tries).above(Rate(hits, tries))


QUICK = {0, 5, 6, 9, 13, 15, 16}  # one way for every kind but that of guidelines, which need an index


@pytest.mark.thin(3)
@pytest.mark.parametrize(
    "at",
    [
        pytest.param(n, id=f"{n} {way.maker.__name__}", marks=[] if n in QUICK else pytest.mark.slow)
        for n, way in enumerate(WAYS)
    ],
)
def test_a_planted_fault_is_found(at: int) -> None:
    """The place where it was planted comes first, blamed for sure, and without it the turn in question is another."""
    plant = first_fault(WAYS[at], at) or first_fault(WAYS[at], 0)
    assert plant is not None
    found = asked(plant)
    assert found is not None and found.verdict == "found" and found.first is not None
    assert any(found.first.place.same(place) for place in plant.places), found.rows()
    assert found.first.confirmed is not False
    assert found.calls <= found.budget


@pytest.mark.parametrize("count", [3, pytest.param(6, marks=pytest.mark.slow)])
def test_two_at_once_are_told_apart(count: int) -> None:
    """Of two faults in a dialogue each is found for what it did; where both did the same, both are named together."""
    for plant in doubles(count):
        found = asked(plant)
        assert found is not None and found.first is not None
        assert any(found.first.place.same(place) for place in plant.places), (plant.noticed, found.rows())
        if len(plant.places) > 1:
            assert any(found.first.together[0].same(place) for place in plant.places)


@pytest.mark.parametrize("count", [3, pytest.param(6, marks=pytest.mark.slow)])
def test_the_unharmed_are_not_blamed(count: int) -> None:
    """Nothing is blamed for what is not there, or comes and goes by itself."""
    for plant in unharmed(count):
        found = asked(plant)
        # Of models that draw their words one in twenty is blamed for a draw (docs/causes.md): sure is what is confirmed.
        first = found.first if found is not None else None
        blamed = first.place if first is not None and first.confirmed is not False else None
        assert blamed is None or (plant.places and not any(blamed.same(place) for place in plant.places))


def test_who_plants_does_not_catch() -> None:
    """Files that plant import nothing of those that look for causes."""
    folder = Path(__file__).parents[2] / "orchestrator" / "causes"
    planting = {
        "fault",
        "planted_faults",
        "planted_passages",
        "fault_sets",
        "bisect_pairs",
        "dialogue_setup",
        "literal_model",
        "cause_place",
    }
    for name in planting:
        tree = ast.parse((folder / f"{name}.py").read_text())
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        used = {module.rsplit(".", 1)[1] for module in modules if ".orchestrator.causes." in module}
        assert used <= planting, f"{name} imports {used - planting}"


def test_a_small_budget_is_kept_and_told() -> None:
    """With few calls blame says less, and that it was not through."""
    plant = first_fault(WAYS[0], 0)
    assert plant is not None and plant.noticed.says is not None
    for budget in (0, 3, 9):
        found = blame_turn(plant.harmed, plant.noticed.turn, says=plant.noticed.says, budget=budget)
        assert found.calls <= budget and not found.complete
        assert found.verdict in ("no budget", "nothing", "found")


def test_a_condition_is_blamed_on_what_brought_it_about() -> None:
    """The turn with which a condition is met for good is looked into; a question that has no answer is refused."""
    setup = built_in(0, limits={"turns": 24, "repairs": 0})
    kept = setup.held()
    fact = next(f for r in kept.record.reasons for f in r.facts if r.act == "ask")
    found = blame_condition(kept, lambda state: fact in state.said, name="it is told")
    assert found.first is not None and found.first.place.kind == "note"
    assert kept.note is not None and kept.note.fact(fact).text in found.first.place.name
    with pytest.raises(Problem, match="does not meet"):
        blame_condition(kept, lambda state: False)
    with pytest.raises(Problem, match="no turn"):
        blame_turn(kept, "s999.patient")
    with pytest.raises(Problem, match="did not fail"):
        blame_check(kept, "language")


def test_plants_are_the_same_every_time() -> None:
    """What is planted depends on nothing but its number."""
    assert [p.noticed for p in faults(2)] == [p.noticed for p in faults(2)]
