"""Reading the note aloud, which hesitating must not hide: four-word stretches of the note, fillers taken out first."""

from collections.abc import Iterator

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean

FILLERS = ("um", "uh", "er", "erm", "mm", "hmm", "oh", "well", "so", "like", "you know", "i mean", "okay", "ok")

Gram = tuple[str, ...]


def _grams(given: Given, text: str) -> list[Gram]:
    said = " ".join(given.words(text))
    for filler in FILLERS:
        said = f" {said} ".replace(f" {filler} ", " ")
    words = said.split()
    return [tuple(words[at : at + 4]) for at in range(len(words) - 3)]


def _shares(given: Given) -> Iterator[float | None]:
    for record, note in given.noted():
        noted = set(_grams(given, note.text))
        grams = _grams(given, " ".join(turn.text for turn in record.turns))
        yield sum(gram in noted for gram in grams) / len(grams) if grams else None


def measure(given: Given) -> Outcome:
    """The mean over the dialogues of four words and more."""
    return mean(_shares(given), "no dialogue has four words in a row")


COPIED_BARE = Metric(
    id="copied_bare",
    measures="four-word stretches that stand in the note, fillers taken out",
    direction="lower",
    unit="share",
    needs=frozenset({"record", "note"}),
    group="realism",
    measure=measure,
)
