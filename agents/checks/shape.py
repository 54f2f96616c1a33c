"""The shape of a visit: how many turns, who talks how much, and how it opens and closes.

Law of the file: every bound is data (:class:`Bounds`), with the shape of recorded clinic visits as the default; a
style profile brings its own.
"""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.checks.catalogue import CLOSING, OPENING, SHAPE
from bedside.agents.checks.spoken import Spoken, tokens
from bedside.scenarios.finding import Finding
from bedside.scenarios.turn import Turn

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a dialogue's shape may be; each a closed range."""

    turns: Range = (45, 70)
    physician_share: Range = (0.60, 0.78)
    physician_words: Range = (18, 30)
    patient_words: Range = (8, 14)
    patient_median: Range = (3, 7)
    patient_short: Range = (0.35, 0.55)
    questions: Range = (0.35, 0.60)


@dataclass(frozen=True, slots=True)
class DialogueShape:
    """Measured shape. Shares are of all words or of the speaker's turns; None where there is nothing to measure."""

    turns: int
    physician_share: float | None
    physician_words: float | None
    patient_words: float | None
    patient_median: float | None
    patient_short: float | None
    questions: float | None


_QUESTION = re.compile(
    r"\?|^(?:(?:okay|ok|alright|all right|and|so|but|now|well|um|uh|great|good)[ ,.]+)*(?:what|how|when|where|who|why|which|do|does|did|are|is|was|have|has|can|could|would|any|tell me)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|welcome|nice to (?:see|meet)|how are you|how(?:'s| is| have) |what brings|come (?:on )?in|have a seat|thanks for coming|i'm dr|this is dr|my name)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:bye|take care|see you|thank(?:s| you)|good luck|have a (?:good|great|nice)|we'll (?:be in touch|talk|see)|call (?:us|me|the office)|all set|feel better|will do|sounds good|appreciate it)\b",
    re.IGNORECASE,
)


def measure_shape(turns: Sequence[Spoken]) -> DialogueShape:
    """Measure a dialogue. Turns of third parties count as turns and words, not as the patient's."""
    physician = [len(tokens(turn.text)) for turn in turns if turn.speaker == "physician"]
    patient = [len(tokens(turn.text)) for turn in turns if turn.speaker == "patient"]
    every = sum(len(tokens(turn.text)) for turn in turns)
    asks = [bool(_QUESTION.search(turn.text.strip())) for turn in turns if turn.speaker == "physician"]
    return DialogueShape(
        len(turns),
        sum(physician) / every if every else None,
        statistics.fmean(physician) if physician else None,
        statistics.fmean(patient) if patient else None,
        float(statistics.median(patient)) if patient else None,
        sum(count <= 3 for count in patient) / len(patient) if patient else None,
        sum(asks) / len(asks) if asks else None,
    )


def shape(turns: Sequence[Spoken], bounds: Bounds | None = None) -> tuple[Finding, ...]:
    """What lies outside the bounds, with its value."""
    bounds = bounds or Bounds()
    measured = measure_shape(turns)
    rows: tuple[tuple[str, float | None, Range], ...] = (
        ("turns", measured.turns, bounds.turns),
        ("the physician's share of words", measured.physician_share, bounds.physician_share),
        ("words a physician's turn", measured.physician_words, bounds.physician_words),
        ("words a patient's turn", measured.patient_words, bounds.patient_words),
        ("the median of a patient's turn", measured.patient_median, bounds.patient_median),
        ("the share of patient turns of three words or fewer", measured.patient_short, bounds.patient_short),
        ("the share of physician turns that ask", measured.questions, bounds.questions),
    )
    out = [
        SHAPE.failed(f"{name}: {value:.3g}, wanted {low:g} to {high:g}", value=value)
        for name, value, (low, high) in rows
        if value is not None and not low <= value <= high
    ]
    return tuple(out) or (SHAPE.passed(),)


def ends(turns: Sequence[Turn]) -> tuple[Finding, ...]:
    """Whether the dialogue opens and closes like one: somebody greets, both speak, somebody takes leave."""
    if not turns:
        return (OPENING.failed("nobody speaks"), CLOSING.unjudged("nobody speaks"))
    opening: list[Finding] = []
    closing: list[Finding] = []
    if not any(_OPENS.search(turn.text) for turn in turns[:3]):
        opening.append(OPENING.failed("the visit begins without a greeting or a first question", turn=turns[0].id))
    if len({turn.speaker for turn in turns}) < 2:
        opening.append(OPENING.failed("only one person speaks"))
    if not any(_CLOSES.search(turn.text) for turn in turns[-4:]):
        closing.append(CLOSING.failed("the visit breaks off without a farewell", turn=turns[-1].id))
    if turns[-1].text.rstrip().endswith("?"):
        closing.append(CLOSING.failed("the last word is a question nobody answers", turn=turns[-1].id))
    return (*(opening or [OPENING.passed()]), *(closing or [CLOSING.passed()]))
