"""What each metric hears of what readers marked: ``python -m bedside.benchmarks.marks``.

26 conversations of version 0.1.0 and 6 of people were read aloud and marked turn by turn (``marks/`` in the data folder). For every
metric that can name a turn: how well it tells turns that make no sense (severity 2 and 3) from those that were passed, by the
area under its curve (0.5 is not at all), over all turns and within turns of about the same length; what share it points at in
either, and of people's turns. Models of how people talk are learnt from other conversations.
"""

import argparse
import json
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score

from bedside.agents.checks.register import register_share
from bedside.agents.reading.read import read_note
from bedside.benchmarks.corpora import CORPORA, DATA, people, read, transcribed
from bedside.evaluation.given import Given
from bedside.evaluation.metrics.coherence import COUNTS
from bedside.evaluation.metrics.evidence import evidence
from bedside.evaluation.sets.answer_model import SHORT, AnswerModel
from bedside.evaluation.sets.speech_model import SpeechModel, spoken_words
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
MADE = "bedside-0.1.0"
GRAVE = 2  # severity from which a turn makes no sense
BANDS = (4, 8, 16, 32)  # words
PEOPLE = "people"


@dataclass
class HeardTurn:
    """One turn: whose conversation it is of, the gravest mark on it, how long it is, and what each metric says of it."""

    source: str
    severity: int
    words: int
    says: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True)
class Strangers:
    """How people talk who are not among those that were marked."""

    speech: Mapping[str, SpeechModel]
    answers: AnswerModel


def strangers(data: Path, but: frozenset[str]) -> Strangers:
    """Learn from all development conversations but those of these ids; raw speech recognition is left out."""
    rows = [row for corpus in CORPORA.values() for row in people(data, corpus, None)]
    rows += read(data / "dev" / "osce272_dialogue_only.jsonl")
    turns: dict[str, list[list[str]]] = defaultdict(list)
    pairs: list[tuple[list[str], list[str]]] = []
    for row in rows:
        if row["id"] in but or not transcribed(row):
            continue
        said = [(_role(turn["speaker"]), spoken_words(turn["text"])) for turn in row["turns"]]
        for who, words in said:
            if len(words) >= SHORT:
                turns[who].append(words)
        pairs += [(a[1], b[1]) for a, b in pairwise(said) if _replied(a, b)]
    return Strangers({who: SpeechModel(lines) for who, lines in turns.items()}, AnswerModel(pairs))


def _role(speaker: str) -> str:
    return "physician" if speaker in ("doctor", "physician") else "patient"


def _replied(a: tuple[str, Sequence[str]], b: tuple[str, Sequence[str]]) -> bool:
    return a[0] == "physician" and b[0] == "patient" and len(a[1]) > 0 and len(b[1]) >= SHORT


def heard(talk: Json, severity: Mapping[int, int], known: Strangers) -> list[HeardTurn]:
    """Every turn of a conversation with what the metrics say of it."""
    turns = tuple(
        Turn(id=f"t{at}", speaker=_role(turn["speaker"]), text=turn["text"]) for at, turn in enumerate(talk["turns"])
    )
    record = Record(id=talk["id"], note_id=talk["id"], seed=0, status="finished", stop="", turns=turns)
    finder = Terminology.load()
    given = Given(records=[record], notes={talk["id"]: read_note(talk["id"], talk["note"], finder)})
    found = [
        HeardTurn(talk["source"], severity.get(at, 0), len(spoken_words(turn.text))) for at, turn in enumerate(turns)
    ]
    for one in evidence(given):
        found[one.turn].says[one.metric] = 1.0
    for at in COUNTS["not_known"][0](record).turns:
        found[at].says["not_known"] = 1.0
    for at, turn in enumerate(turns):
        words, says = spoken_words(turn.text), found[at].says
        if turn.speaker == "patient":
            says["patient_register"] = register_share(turns[max(0, at - 1) : at + 1], finder) or 0.0
        if len(words) >= SHORT:
            says[f"surprise_{turn.speaker}"] = known.speech[turn.speaker].bits_a_word(words) or 0.0
        if at and _replied((turns[at - 1].speaker, spoken_words(turns[at - 1].text)), (turn.speaker, words)):
            says["answer_fits"] = -known.answers.bond(spoken_words(turns[at - 1].text), words)
    return found


GRADED = frozenset({"surprise_patient", "surprise_physician", "answer_fits"})  # scored only where they say something


def judged(turns: Sequence[HeardTurn], metric: str) -> list[tuple[HeardTurn, float]]:
    """The turns on which a metric has a say, with what it says: one that points at turns says nothing by 0."""
    if metric in GRADED:
        return [(turn, turn.says[metric]) for turn in turns if metric in turn.says]
    return [(turn, turn.says.get(metric, 0.0)) for turn in turns]


def area(pairs: Sequence[tuple[HeardTurn, float]]) -> float:
    """How well what is said tells marked turns from those that were passed; NaN where there are only ones of a kind. Turns
    that are merely stiff (severity 1) are on neither side."""
    pairs = [pair for pair in pairs if pair[0].severity != 1]
    labels = [turn.severity >= GRAVE for turn, _ in pairs]
    return float(roc_auc_score(labels, [said for _, said in pairs])) if 0 < sum(labels) < len(labels) else math.nan


def area_by_length(pairs: Sequence[tuple[HeardTurn, float]]) -> float:
    """The same within bands of length, weighed by the pairs of turns in each: long turns have more room for faults."""
    bands: dict[int, list[tuple[HeardTurn, float]]] = defaultdict(list)
    for turn, said in pairs:
        bands[bisect_left(BANDS, turn.words)].append((turn, said))
    total = weight = 0.0
    for band in bands.values():
        marked = sum(turn.severity >= GRAVE for turn, _ in band)
        here = marked * sum(not turn.severity for turn, _ in band)
        if here:
            total, weight = total + here * area(band), weight + here
    return total / weight if weight else math.nan


def table(turns: Sequence[HeardTurn]) -> list[str]:
    """A row a metric, the best first."""
    made = [turn for turn in turns if turn.source == MADE]
    human = [turn for turn in turns if turn.source == PEOPLE]
    rows: list[tuple[float, str]] = []
    for metric in sorted({name for turn in turns for name in turn.says}):
        pairs = judged(made, metric)
        whole, within = area(pairs), area_by_length(pairs)
        shares: list[str] = []
        for side in (
            [p for p in pairs if p[0].severity >= GRAVE],
            [p for p in pairs if not p[0].severity],
            judged(human, metric),
        ):
            mean = sum(said for _, said in side) / len(side) if side else math.nan
            shares.append(f"{abs(mean):.3f}")
        rows.append((-within, f"| `{metric}` | {len(pairs)} | {whole:.3f} | {within:.3f} | {' | '.join(shares)} |"))
    return [row for _, row in sorted(rows)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    talks = read(data / "marks" / "conversations.jsonl")
    severity: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for line in (data / "marks" / "marks.jsonl").read_text(encoding="utf-8").splitlines():
        mark = json.loads(line)
        held = severity[mark["id"], mark["source"]]
        held[mark["turn"]] = max(held.get(mark["turn"], 0), mark["severity"])
    known = strangers(data, frozenset(talk["id"] for talk in talks))
    turns = [turn for talk in talks for turn in heard(talk, severity[talk["id"], talk["source"]], known)]
    made = [turn for turn in turns if turn.source == MADE]
    marked = sum(turn.severity >= GRAVE for turn in made)
    print(
        f"{len(made)} turns of version 0.1.0, {marked} marked with severity 2 or 3; {len(turns) - len(made)} of people\n"
    )
    print(
        "| metric | turns judged | area | within length | mean, marked | mean, passed | mean, people |\n|---|---|---|---|---|---|---|"
    )
    print("\n".join(table(turns)))


if __name__ == "__main__":
    main()
