"""Is a citation borne out: what a turn says on a passage is there, one of its items in full and no concept beyond it."""

from collections.abc import Iterator

from bedside.evaluation.asserted import part, supported
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean


def _items(given: Given, passage_id: str) -> list[str]:
    passage = given.passages.get(passage_id)
    if passage is None:
        return []
    return [item.text for item in passage.items] or passage.text.splitlines()


def _held(given: Given) -> Iterator[bool]:
    assert given.concepts is not None
    for record in given.records:
        for index, said in part(record).quoted_turns.items() if record.reasons else ():
            items = [item for passage in record.reasons[index].passages for item in _items(given, passage)]
            beyond = given.concepts.named(said) - given.concepts.held("\n".join(items))
            yield supported(said, items) and not beyond


def measure(given: Given) -> Outcome:
    """The share of all turns that rest on a passage."""
    return mean(_held(given), "no turn rests on a passage")


CITED_SUPPORTED = Metric(
    id="cited_supported",
    measures="turns resting on a passage that say one of its items in full and no concept beyond it",
    direction="higher",
    unit="share",
    needs=frozenset({"record", "passage", "concepts"}),
    group="grounding",
    measure=measure,
)
