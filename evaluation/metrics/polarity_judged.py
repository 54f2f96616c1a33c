"""How much a comparison of polarities has to go by: of the concepts to which the note gives one polarity, the share to
which the dialogue gives one, too."""

from collections.abc import Iterator

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean


def _judged(given: Given) -> Iterator[bool]:
    assert given.concepts is not None
    for record, note in given.noted():
        said = given.concepts.said(record.turns)
        for concept, polarities in given.concepts.noted(note.text).items():
            if len(polarities) == 1:
                yield len(said.get(concept, ())) == 1


def measure(given: Given) -> Outcome:
    """Over the concepts of all notes together."""
    return mean(_judged(given), "no note gives a concept one polarity")


POLARITY_JUDGED = Metric(
    id="polarity_judged",
    measures="of the note's concepts with one polarity, the share to which the dialogue gives one, too",
    direction="none",
    unit="share",
    needs=frozenset({"record", "note", "concepts"}),
    group="grounding",
    measure=measure,
)
