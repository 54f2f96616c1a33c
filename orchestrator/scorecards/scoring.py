"""A source scored, portion by portion: one line a dialogue as they come, and what the scorecard is made of.

Law of the file: lines come in the order of the source whatever the number of processes; of a dialogue nothing stays in memory
but its numbers and, for some, what was said.
"""

import multiprocessing
from array import array
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedside.evaluation.metric import Metric
from bedside.evaluation.metrics.registry import metrics
from bedside.evaluation.sets.sample import Sample
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.score_talk import TalkScores, score_talk
from bedside.orchestrator.scorecards.source import TalkSource
from bedside.scenarios.record import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Json = dict[str, Any]
References = Mapping[str, Record]
_AHEAD = 3  # portions a process that are asked for before the first is back


@dataclass
class ScoreTally:
    """The numbers of all dialogues: of each metric a value and a weight a dialogue, a weight of 0 where there is no score."""

    metrics: tuple[Metric, ...]
    values: "array[float]" = field(default_factory=lambda: array("d"))
    weights: "array[float]" = field(default_factory=lambda: array("d"))
    unscored: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    groups: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    left_out: Counter[str] = field(default_factory=Counter[str])
    findings: Counter[str] = field(default_factory=Counter[str])
    grave: int = 0
    ids: list[str] = field(default_factory=list[str])
    notes: set[str] = field(default_factory=set[str])
    sample: Sample = field(default_factory=Sample)

    def add(self, scored: TalkScores) -> None:
        """Take a dialogue into account."""
        line = scored.line
        if scored.spoken is None:
            self.left_out[line["left_out"]] += 1
            return
        self.sample.add(scored.spoken)
        self.ids.append(line["id"])
        self.groups.append(line["groups"])
        if line["note"]:
            self.notes.add(line["note"])
        for metric in self.metrics:
            score = line["scores"][metric.id]
            self.values.append(0.0 if score["value"] is None else score["value"])
            self.weights.append(0 if score["value"] is None else score["n"])
            if score["value"] is None:
                self.unscored.setdefault(metric.id, Counter())[score["reason"]] += 1
        for found in line["findings"]:
            self.findings[found["metric"]] += 1
            self.grave += found["severity"] == "grave"

    def table(self) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Values and weights, both of shape (dialogues, metrics)."""
        import numpy as np

        shape = (len(self.ids), len(self.metrics))
        return np.asarray(self.values).reshape(shape), np.asarray(self.weights).reshape(shape)


def scored_talks(source: TalkSource, processes: int, references: References) -> Iterator[TalkScores]:
    """Every dialogue of a source, scored, in order. Raises ``Problem``."""
    if processes <= 1:
        own = tuple(metrics().values())
        for portion in source.portions():
            for talk in source.talks(portion):
                yield score_talk(talk, own, references)
        return
    with _pool(source, processes, references) as pool:
        asked: deque[Future[list[TalkScores]]] = deque()
        try:
            for portion in source.portions():
                asked.append(pool.submit(_score, portion))
                if len(asked) >= _AHEAD * processes:
                    yield from asked.popleft().result()
            while asked:
                yield from asked.popleft().result()
        except (BrokenProcessPool, BrokenPipeError):
            raise Problem(
                "input", "A process that scores has died: run again with --processes 1, in case memory ran out."
            ) from None
        finally:
            for future in asked:
                future.cancel()


_WORK: list[tuple[TalkSource, tuple[Metric, ...], References]] = []  # what a process was started for


def _pool(source: TalkSource, processes: int, references: References) -> ProcessPoolExecutor:
    there = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in there else "spawn")
    return ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(source, dict(references)))


def _begin(source: TalkSource, references: References) -> None:
    _WORK.append((source, tuple(metrics().values()), references))


def _score(portion: tuple[str, ...]) -> list[TalkScores]:
    source, own, references = _WORK[0]
    return [score_talk(talk, own, references) for talk in source.talks(portion)]
