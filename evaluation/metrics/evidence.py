"""What stands behind a score: the turn, its words, and what of the note speaks against them."""

from collections.abc import Iterator
from typing import Any, Literal

from bedside.evaluation.given import Given
from bedside.evaluation.metrics.coherence import COUNTS, counted
from bedside.evaluation.metrics.severity import grave
from bedside.evaluation.metrics.support import reports
from bedside.evaluation.metrics.told_as import LOOKS, misplaced
from bedside.scenarios.value import Value

_SILENT = frozenset({"not_known"})  # counted, and no fault


class ScoreEvidence(Value):
    """One thing that a metric counted. ``turn`` is the index of the turn, ``said`` its words, ``against`` the note's words or
    what is missing there ("" where nothing of it speaks of that)."""

    metric: str
    turn: int
    said: str
    against: str = ""
    severity: Literal["grave", "minor"] = "minor"

    def shown(self, *, with_note: bool) -> dict[str, Any]:
        """As JSON; without the note's words where those are not to be written down."""
        row = self.model_dump(mode="json")
        return row if with_note else {key: value for key, value in row.items() if key != "against"}


def evidence(given: Given) -> list[ScoreEvidence]:
    """All of it for what was given, in order of turns. What metrics have read already is not read again."""
    if given.lacks("record"):
        return []
    return sorted(_found(given), key=lambda one: (one.turn, one.metric, one.said))


def _found(given: Given) -> Iterator[ScoreEvidence]:
    if not given.lacks("note"):
        for record, report in reports(given):
            for fault in report.unsupported:
                severity = "grave" if grave(fault) else "minor"
                against = fault.expected or "the note does not say so"
                said = _sentence(record.turns[fault.turn].text, fault.start, fault.end)
                yield ScoreEvidence(
                    metric="unsupported",
                    turn=fault.turn,
                    said=f"{fault.said}: {said}",
                    against=f"{fault.kind}: {against}",
                    severity=severity,
                )
        for name in LOOKS:
            for _, found in misplaced(given, name):
                for turn, said, against in found.found:
                    yield ScoreEvidence(metric=name, turn=turn, said=said, against=against, severity="grave")
    for name in COUNTS:
        if name not in _SILENT:
            for record, found in counted(given, name):
                for turn in dict.fromkeys(found.turns):
                    before = record.turns[turn - 1].text if name == "beside_question" else ""
                    yield ScoreEvidence(
                        metric=name, turn=turn, said=f"{before} / {record.turns[turn].text}".lstrip(" /")
                    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of a turn around a stretch of it."""
    begin = max(text.rfind(mark, 0, start) for mark in ".?!") + 1
    ends = [at for mark in ".?!" if (at := text.find(mark, end)) >= 0]
    return text[begin : min(ends) + 1 if ends else len(text)].strip()
