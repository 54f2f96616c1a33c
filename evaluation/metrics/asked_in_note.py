"""Of the concepts that questions name, the share that the note has. The others only show what was asked."""

from collections.abc import Iterator

from bedside.evaluation.asserted import part
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean


def _shares(given: Given) -> Iterator[float | None]:
    assert given.concepts is not None
    for record, note in given.noted():
        if not record.reasons:
            continue
        named = given.concepts.named("\n".join(sentence for _, sentence in part(record).asked))
        yield len(named & given.concepts.held(note.text)) / len(named) if named else None


def measure(given: Given) -> Outcome:
    """The mean over the dialogues whose questions name a concept."""
    return mean(_shares(given), "no question names a concept")


ASKED_IN_NOTE = Metric(
    id="asked_in_note",
    measures="of the concepts that questions name, the share that the note has",
    direction="none",
    unit="share",
    needs=frozenset({"record", "note", "concepts"}),
    group="grounding",
    measure=measure,
)
