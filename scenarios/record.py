"""One finished, unfinished or failed dialogue with its reasons: versioned, readable without this program."""

from typing import TYPE_CHECKING, Any, Literal

from bedside.scenarios.turn import Reason, Turn
from bedside.scenarios.value import Value

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

RECORD_VERSION = 1


class Failure(Value):
    """Why an item did not finish. ``kind`` is the class of error, ``stage`` where it happened."""

    kind: str
    stage: str
    message: str
    attempts: int = 1
    raw: str = ""


class Record(Value):
    """A dialogue as a value. ``stop`` is the reason it ended ("complete", "turns", "seconds", "calls", ...)."""

    version: int = RECORD_VERSION
    id: str
    note_id: str
    seed: int
    status: Literal["finished", "unfinished", "failed"]
    stop: str
    turns: tuple[Turn, ...] = ()
    reasons: tuple[Reason, ...] = ()
    meta: dict[str, Any] = {}
    failure: Failure | None = None

    def transcript(self) -> str:
        """What was said, a line a turn: ``PHYSICIAN: Good morning.`` No line has a line break of its own."""
        return "\n".join(f"{turn.speaker.upper()}: {turn.text}" for turn in self.turns)

    def to_rows(self) -> list[dict[str, Any]]:
        """A dictionary a turn, all with the same keys and JSON types alone: what was said by whom, and what of its reason
        fits into a table. A turn without a reason has empty texts and lists there."""
        why = {reason.turn: reason for reason in self.reasons}
        return [self._row(index, turn, why.get(turn.id)) for index, turn in enumerate(self.turns)]

    def to_pandas(self) -> "DataFrame":  # pyright: ignore[reportUnknownParameterType]
        """``to_rows`` as a pandas data frame, a row a turn. Raises ``ModuleNotFoundError`` where pandas is not installed."""
        try:
            from pandas import DataFrame  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "to_pandas needs pandas, which is not installed here: run pip install pandas."
            ) from None
        return DataFrame(self.to_rows())

    def with_words(self, note: str) -> "Record":
        """The same record with the words of ``note``, as it was given, in every reason."""
        reasons = tuple(
            reason.model_copy(update={"words": tuple(note[span.start : span.end] for span in reason.spans)})
            for reason in self.reasons
        )
        return self.model_copy(update={"reasons": reasons})

    def _row(self, index: int, turn: Turn, reason: Reason | None) -> dict[str, Any]:
        why = reason or Reason(turn=turn.id, thought="", act="", topic="", step="")
        return {
            "dialogue": self.id,
            "index": index,
            "turn": turn.id,
            "speaker": turn.speaker,
            "text": turn.text,
            "act": why.act,
            "topic": why.topic,
            "step": why.step,
            "thought": why.thought,
            "facts": list(why.facts),
            "words": list(why.words),
            "withheld": list(why.withheld),
            "passages": list(why.passages),
            "revision": why.revision,
        }
