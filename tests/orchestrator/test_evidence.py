"""What complaints lead to in the guideline store: their guidelines, and not those of what sets them off."""

import pytest

from bedside.benchmarks.retrieval import complaints, given
from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.triggers import without_triggers
from bedside.orchestrator.build.guideline_store import open_guideline_store


@pytest.fixture(scope="module")
def store() -> FusedRetriever:
    """The shipped guidelines."""
    store = open_guideline_store().retriever
    assert isinstance(store, FusedRetriever)
    return store


def test_a_trigger_is_no_complaint(store: FusedRetriever) -> None:
    """Over the labelled complaints: every guideline that fits is found, none that only a trigger names, and it is the
    triggers that make the difference."""
    rows = complaints()
    assert len(rows) == 30
    assert {name for row in rows for name in (*row["fits"], *row["not"])} <= {item.id for item in store.documents}
    missed: list[tuple[str, list[str]]] = []
    misled: list[tuple[str, list[str]]] = []
    as_it_stands = 0
    for row in rows:
        found = given(store, without_triggers(row["complaint"]))
        missed += [(row["complaint"], found)] if set(row["fits"]) - set(found) else []
        misled += [(row["complaint"], found)] if set(row["not"]) & set(found) else []
        as_it_stands += bool(set(row["not"]) & set(given(store, row["complaint"])))
    assert (missed, misled) == ([], [])
    assert as_it_stands >= 8


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("worse when he coughs", ""),
        ("leaks urine when she coughs or sneezes", "leaks urine"),
        ("back pain, worse on bending, better with rest", "back pain"),
        ("chest pain on exertion", "chest pain"),
        ("presents with coughing", "presents with coughing"),
        ("In the last week he has been coughing", "In the last week he has been coughing"),
        ("fever with breathing trouble", "fever with breathing trouble"),
        ("rash that came when the fever started", "rash that came when the fever started"),
        ("She coughs and wheezes", "She coughs and wheezes"),
        ("wrist pain after a fall", "wrist pain after a fall"),
    ],
)
def test_what_sets_it_off_is_taken_out(text: str, left: str) -> None:
    """What people do that brings a complaint on goes; the same words as a complaint stay."""
    assert without_triggers(text) == left
