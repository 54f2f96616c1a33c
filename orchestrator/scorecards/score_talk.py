"""One dialogue scored: a line of ``scores.jsonl``. Nothing is generated: metrics read what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Score
from bedside.evaluation.metrics.evidence import evidence
from bedside.evaluation.sets.sample import Spoken
from bedside.orchestrator.scorecards.talk import LeftOut, SourceTalk
from bedside.scenarios.record import Record

Json = dict[str, Any]


@dataclass(frozen=True)
class TalkScores:
    """What one dialogue came to: its line, and what is kept of it for measures of the whole set. ``spoken`` is None where it
    was left out."""

    line: Json
    spoken: Spoken | None

    @property
    def data(self) -> bytes:
        """The line as it is written."""
        return orjson.dumps(self.line, option=orjson.OPT_APPEND_NEWLINE)


def score_talk(talk: SourceTalk | LeftOut, metrics: Iterable[Metric], references: Mapping[str, Record]) -> TalkScores:
    """Score a dialogue by every metric. ``references`` are what people said over the same notes, by the note's digest."""
    if isinstance(talk, LeftOut):
        return TalkScores({"id": talk.id, "left_out": talk.why}, None)
    record = talk.record
    people = references.get(talk.digest or "")
    given = Given(
        records=[record],
        notes={record.note_id: talk.note} if talk.note is not None else {},
        references={record.id: people} if people is not None else {},
        passages=talk.passages,
    )
    scores = {metric.id: _short(metric(given)) for metric in metrics}
    found = [one.shown(with_note=talk.words_kept) for one in evidence(given)]
    line: Json = {"id": talk.id, "note": talk.digest, "groups": talk.groups, "scores": scores, "findings": found}
    return TalkScores(line, talk.spoken)


def _short(score: Score) -> Json:
    """A score without its name, and without what it does not have."""
    if score.value is None:
        return {"version": score.version, "value": None, "reason": score.reason}
    return {"version": score.version, "value": score.value, "n": score.n}
