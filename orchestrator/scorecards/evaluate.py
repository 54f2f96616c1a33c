"""A source becomes a folder: ``scores.jsonl`` with a line a dialogue, ``scorecard.json`` and ``scorecard.html``.

Law of the file: the scores are written as they come and take their name when they are whole; what was there before stays until
then.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.evaluation.metrics.registry import metrics
from bedside.evaluation.sets.sample import Sample, Spoken
from bedside.evaluation.sets.set_metric import SetMetric
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import PART, PRIVATE_FOLDER, replace
from bedside.orchestrator.scorecards.card import card
from bedside.orchestrator.scorecards.card_page import card_page
from bedside.orchestrator.scorecards.scoring import References, ScoreTally, scored_talks
from bedside.orchestrator.scorecards.source import TalkSource
from bedside.orchestrator.scorecards.talk import LeftOut, SourceTalk
from bedside.scenarios.record import Record

Json = dict[str, Any]
SCORES, CARD, PAGE = "scores.jsonl", "scorecard.json", "scorecard.html"


@dataclass(frozen=True)
class Several:
    """Several sources as one, in order."""

    sources: tuple[TalkSource, ...]

    @property
    def name(self) -> str:
        """Their names."""
        return ", ".join(source.name for source in self.sources)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be known of each."""
        return tuple(f"{source.name}: {remark}" for source in self.sources for remark in source.remarks)

    def portions(self) -> Iterator[tuple[str, ...]]:
        """Portions with the number of the source in front."""
        for number, source in enumerate(self.sources):
            for portion in source.portions():
                yield (str(number), *portion)

    def talks(self, portion: tuple[str, ...], *, notes: bool = True) -> Iterator[SourceTalk | LeftOut]:
        """The dialogues of a portion."""
        return self.sources[int(portion[0])].talks(portion[1:], notes=notes)


def evaluate(
    source: TalkSource,
    reference: Sequence[TalkSource],
    folder: Path,
    processes: int = 1,
    teachers: Sequence[TalkSource] = (),
    also: Sequence[SetMetric] = (),
) -> Json:
    """Score a source into a folder and return the scorecard; ``also`` are metrics of the set that cost much. Raises ``Problem``, and ``StorageProblem`` where the folder cannot
    be written."""
    remarks = list(source.remarks)  # a run that is still open is refused before anything is written
    people = Several(tuple(reference))
    remarks += [f"Reference {remark}" for remark in people.remarks]
    references = _by_note(people)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise storage(error, str(folder)) from error
    beside = ScoreTally(tuple(metrics().values()))
    for scored in scored_talks(people, processes, {}) if reference else ():
        beside.add(scored)
    if reference and not beside.ids:
        raise Problem(
            "input", f"Nothing of the reference {people.name} can be scored: give dialogues of both speakers."
        )
    tally = ScoreTally(tuple(metrics().values()))
    try:
        replace(folder / SCORES, _lines(source, processes, references, tally))
    except BaseException:  # no half scores stay behind, whatever ended it
        with suppress(OSError):
            (folder / (SCORES + PART)).unlink()
        raise
    made = card(source.name, tally, remarks, (people.name, beside) if reference else None, _sample(teachers), also)
    replace(folder / CARD, [orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    replace(folder / PAGE, [card_page(made).encode()])
    return made


def _lines(source: TalkSource, processes: int, references: References, tally: ScoreTally) -> Iterator[bytes]:
    for scored in scored_talks(source, processes, references):
        tally.add(scored)
        yield scored.data


def _sample(sources: Sequence[TalkSource]) -> list[Spoken]:
    """What is said in the dialogues of sources, of which nothing is scored."""
    several, sample = Several(tuple(sources)), Sample()
    for portion in several.portions():
        for talk in several.talks(portion, notes=False):
            if isinstance(talk, SourceTalk):
                sample.add(talk.spoken)
    return sample.talks


def _by_note(people: Several) -> dict[str, Record]:
    """What people said, by the digest of the note."""
    found: dict[str, Record] = {}
    for portion in people.portions():
        for talk in people.talks(portion, notes=False):
            if isinstance(talk, SourceTalk) and talk.digest is not None:
                found.setdefault(talk.digest, talk.record)
    return found
