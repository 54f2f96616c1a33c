"""How many words a dialogue shares with what people said over the same note: shown last and never alone, since another patient's
conversation can beat a good one.

The libraries are an extra, ``bedside[quality]``; without them nothing is scored and the reason says so.
"""

from collections.abc import Callable, Iterator
from typing import Any

from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.scenarios.record import Record

_MISSING = "{} is not installed: pip install 'bedside[quality]'"

Score = Callable[[str, str], float]  # of what was said, beside what people said


def _said(record: Record) -> str:
    return " ".join(turn.text for turn in record.turns)


def _pairs(given: Given) -> Iterator[tuple[str, str]]:
    for record in given.records:
        people = given.references.get(record.id)
        if people is not None and record.turns and people.turns:
            yield _said(record), _said(people)


def _rouge(kind: str) -> Score:
    from rouge_score.rouge_scorer import RougeScorer  # pyright: ignore[reportMissingImports]

    scorer: Any = RougeScorer([kind], use_stemmer=True)
    return lambda said, people: float(scorer.score(people, said)[kind].fmeasure)


def _sacrebleu(kind: str) -> Score:
    from sacrebleu.metrics.bleu import BLEU  # pyright: ignore[reportMissingImports]
    from sacrebleu.metrics.chrf import CHRF  # pyright: ignore[reportMissingImports]

    scorer: Any = BLEU(lowercase=True, effective_order=True) if kind == "bleu" else CHRF(lowercase=True)
    return lambda said, people: float(scorer.sentence_score(said, [people]).score)


def _metric(name: str, measures: str, unit: str, package: str, load: Callable[[], Score]) -> Metric:
    def measure(given: Given) -> Outcome:
        pairs = list(_pairs(given))
        if not pairs:
            return Outcome(None, 0, "no dialogue has a reference over the same note")
        try:
            score = load()
        except ModuleNotFoundError:
            return Outcome(None, 0, _MISSING.format(package))
        return mean((score(said, people) for said, people in pairs), "no dialogue has a reference")

    return Metric(
        id=name,
        measures=measures,
        direction="none",
        unit=unit,
        needs=frozenset({"record", "reference"}),
        group="overlap",
        citation="Lin (2004)" if package == "rouge-score" else "Post (2018)",
        measure=measure,
    )


OVERLAP = (
    *(
        _metric(
            kind.lower(),
            f"F1 of {what} shared with what people said over the same note",
            "share",
            "rouge-score",
            lambda kind=kind: _rouge(kind),
        )
        for kind, what in (("rouge1", "words"), ("rouge2", "pairs of words"), ("rougeL", "the longest common sequence"))
    ),
    _metric(
        "bleu", "BLEU-4 beside what people said over the same note", "0 to 100", "sacrebleu", lambda: _sacrebleu("bleu")
    ),
    _metric(
        "chrf", "chrF beside what people said over the same note", "0 to 100", "sacrebleu", lambda: _sacrebleu("chrf")
    ),
)
