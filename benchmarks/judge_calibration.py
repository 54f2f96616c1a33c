"""How far a judge can be trusted: ``python -m bedside.benchmarks.judge_calibration --judge openai:MODEL --base-url URL``.

*Scores*: the judge scores planted conversations of the gold set and their untouched twins (``gold_set``); of each class the share of
pairs in which the planted one gets less (a tie counts half; 0.5 is no judge at all), by the mean of its five scores.
*Refuting*: it is asked to refute that a planted false number, unit, drug, side or polarity is unsupported (it should stand), and that the
untouched sentence in its place is (it should be refuted, with words that are there).
Of both it is said whether that is better than chance, by intervals over visits and over findings.
*Marks*: it scores the 26 conversations of version 0.1.0 and the 6 of people that were read aloud (``marks/`` in the data folder): how often
people's get more, and the rank correlation with the share of turns that readers passed.
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import DATA, read
from bedside.benchmarks.gold_plants import CLASSES, Defect, plants
from bedside.benchmarks.gold_talk import talks
from bedside.evaluation.intervals import clustered_share, wilson
from bedside.evaluation.judging.refuting import Verdict
from bedside.evaluation.metrics.evidence import ScoreEvidence
from bedside.orchestrator.cli.open_judges import PEOPLE, JudgeOptions, OpenJudges, open_judges
from bedside.orchestrator.scorecards.judge import JudgedDialogue, judged, talks_of
from bedside.orchestrator.scorecards.refute import PutFinding, answers
from bedside.orchestrator.scorecards.source import TalkSource
from bedside.orchestrator.scorecards.talk import SourceTalk
from bedside.orchestrator.scorecards.talk_file import FileTalks

Json = dict[str, Any]
_DRAWS = 1000
GROUNDED = ("number", "unit", "drug", "polarity", "side")  # a twin's sentence is refuted by words of the note


@dataclass(frozen=True)
class PairOfScores:
    """A planted conversation and its twin, each with the mean of the judge's scores; None where it gave none. ``visit`` is what both
    are of."""

    kind: str
    planted: float | None
    twin: float | None
    visit: str = ""

    @property
    def won(self) -> float | None:
        """1 where the planted one got less, 0.5 for a tie; None where one of them has no score."""
        if self.planted is None or self.twin is None:
            return None
        return 1.0 if self.planted < self.twin else 0.5 if self.planted == self.twin else 0.0


def pairs_won(pairs: Sequence[PairOfScores]) -> tuple[float | None, int]:
    """The share of pairs in which the planted one got less, ties half, and of how many pairs; None without a pair."""
    won = [pair.won for pair in pairs if pair.won is not None]
    return (sum(won) / len(won), len(won)) if won else (None, 0)


def pairs_between(pairs: Sequence[PairOfScores]) -> tuple[float, float] | None:
    """The 95 % interval of that share, as pairs of one visit are alike. None without a pair."""
    visits: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        if pair.won is not None:
            visits[pair.visit].append(pair.won)
    found = clustered_share([(sum(won), len(won)) for won in visits.values()])
    return found[1:] if found is not None else None


def difference(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float, float] | None:
    """How much larger the first share is than the second, each as (hits, of), with its 95 % interval (R. G. Newcombe, Statistics in
    Medicine 17 (1998) 873-890, method 10). None where one is of nothing."""
    if not first[1] or not second[1]:
        return None
    p, q = first[0] / first[1], second[0] / second[1]
    (p_low, p_high), (q_low, q_high) = wilson(p, first[1]), wilson(q, second[1])
    below = sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    above = sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return p - q, p - q - below, p - q + above


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's, with mean ranks for ties. None where one side is all the same, or with fewer than three."""
    from scipy.stats import spearmanr

    if len(pairs) < 3 or any(len({pair[at] for pair in pairs}) == 1 for at in (0, 1)):
        return None
    found: Any = spearmanr([one for one, _ in pairs], [other for _, other in pairs])
    return float(found.statistic)


def ranks_between(pairs: Sequence[tuple[float, float]], seed: int = 0) -> tuple[float, float] | None:
    """The 95 % interval of the rank correlation, drawing conversations 1,000 times. None without a correlation."""
    if rank_correlation(pairs) is None:
        return None
    draw = random.Random(seed)
    drawn = (rank_correlation(draw.choices(pairs, k=len(pairs))) for _ in range(_DRAWS))
    found = sorted(one for one in drawn if one is not None)
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]


def put_both(made: Sequence[Defect], by: dict[str, SourceTalk]) -> tuple[list[PutFinding], list[PutFinding]]:
    """Findings that are right, of planted conversations, and as many that are wrong, of the twins' sentence in the same place."""
    right: list[PutFinding] = []
    wrong: list[PutFinding] = []
    for number, one in enumerate(plant for plant in made if plant.kind in GROUNDED):
        same = one.turn < len(one.twin.turns) and one.twin.turns[one.turn][0] == one.talk.turns[one.turn][0]
        if not same:
            continue
        for put, name, said in (
            (right, one.id, one.talk.turns[one.turn][1]),
            (wrong, f"{one.id}-twin", one.twin.turns[one.turn][1]),
        ):
            finding = ScoreEvidence(metric="unsupported", turn=one.turn, said=said, against="the note does not say so")
            put.append(PutFinding(by[name], finding, number))
    return right, wrong


def mean_score(row: JudgedDialogue) -> float | None:
    """The mean of a dialogue's scores, None where there are none."""
    return sum(row.scores.values()) / len(row.scores) if row.scores else None


async def calibrate(
    opened: OpenJudges, made: Sequence[Defect], gold: TalkSource | None, marked: TalkSource | None
) -> Json:
    """Ask the first of the judges everything."""
    judges = opened.judges[:1]
    try:
        found = talks_of(gold, None) if gold is not None else []
        by = {talk.id: talk for talk in found}
        scores = {row.id: mean_score(row) for row in await judged(found, judges)}
        right, wrong = put_both(made, by)
        stands = [row.verdict for row in await answers(right, judges)]
        refuted = [row.verdict for row in await answers(wrong, judges)]
        heard = await judged(talks_of(marked, None), judges) if marked is not None else []
    finally:
        await opened.registry.close()
    pairs = [PairOfScores(one.kind, scores.get(one.id), scores.get(f"{one.id}-twin"), one.twin.case) for one in made]
    return {"pairs": pairs, "stands": stands, "refuted": refuted, "marks": {row.id: mean_score(row) for row in heard}}


def report(found: Json, passed: dict[str, float]) -> list[str]:
    """The tables. ``passed`` is the share of turns that readers passed, by the id of a marked conversation."""
    pairs: list[PairOfScores] = found["pairs"]
    if not pairs:
        return _marked(found["marks"], passed)
    lines = ["| planted | pairs judged | planted gets less | 95 % interval |", "|---|--:|--:|--:|"]
    for kind, of in groupby(sorted(pairs, key=lambda pair: pair.kind), key=lambda pair: pair.kind):
        lines.append(_row(kind.replace("_", " "), list(of)))
    lines += [_row("all", pairs), "", _told_apart(pairs), ""]
    lines += _refuting(found["stands"], found["refuted"])
    return lines + (_marked(found["marks"], passed) if found["marks"] else [])


def _marked(marks: dict[str, float | None], passed: dict[str, float]) -> list[str]:
    """How the scores of the marked conversations rank beside what readers passed, and how often people's get more."""
    scored = {name: score for name, score in marks.items() if score is not None}
    pairs = [(score, passed[name]) for name, score in scored.items()]
    ranks, between = rank_correlation(pairs), ranks_between(pairs)
    told = "–" if ranks is None else f"{ranks:+.2f}"
    if between is not None:
        told += f" [{between[0]:+.2f}, {between[1]:+.2f}]: {_beside_chance(between, 0.0)}"
    people, made = ([s for name, s in scored.items() if name.endswith("/people") == human] for human in (True, False))
    won = [1.0 if a > b else 0.5 if a == b else 0.0 for a in people for b in made]
    more = f"{sum(won) / len(won):.2f} of {len(won)} pairs, ties half" if won else "–"
    return [
        f"marked conversations scored: {len(scored)} of {len(marks)}; different scores: {len(set(scored.values()))}",
        f"rank correlation with the share of turns that readers passed: {told}",
        f"people's get more than version 0.1.0's: {more}",
    ]


def _row(name: str, pairs: Sequence[PairOfScores]) -> str:
    share, count = pairs_won(pairs)
    between = pairs_between(pairs)
    cells = (
        ("–", "–") if share is None or between is None else (f"{share:.2f}", f"[{between[0]:.2f}, {between[1]:.2f}]")
    )
    return f"| {name} | {count} of {len(pairs)} | {' | '.join(cells)} |"


def _told_apart(pairs: Sequence[PairOfScores]) -> str:
    """Whether its scores tell planted conversations from untouched ones at all."""
    between = pairs_between(pairs)
    if between is None:
        return "Scores: none that could be read. This judge judges nothing."
    ties = sum(pair.won == 0.5 for pair in pairs)
    return f"Scores: {_beside_chance(between, 0.5)}; {ties} of {pairs_won(pairs)[1]} pairs are ties."


def _refuting(stands: Sequence[Verdict | None], refuted: Sequence[Verdict | None]) -> list[str]:
    """How it does with findings that are right and with such that are wrong, and whether it tells these apart."""
    lines: list[str] = []
    for name, verdicts, should in (
        ("right findings that stand", stands, "stands"),
        ("wrong findings that are refuted", refuted, "refuted"),
    ):
        given = [one for one in verdicts if one is not None]
        share = f"{given.count(should) / len(given):.2f}" if given else "–"
        lines.append(f"{name}: {share} of {len(given)} judged, {len(verdicts) - len(given)} unscored")
    wrong, right = ([one == "refuted" for one in verdicts if one is not None] for verdicts in (refuted, stands))
    apart = difference((sum(wrong), len(wrong)), (sum(right), len(right)))
    if apart is not None:
        lines.append(
            f"Refuting: wrong findings are refuted more often than right ones by {apart[0]:+.2f} "
            f"[{apart[1]:+.2f}, {apart[2]:+.2f}]: {_beside_chance(apart[1:], 0.0)}."
        )
    return lines


def _beside_chance(between: tuple[float, float], chance: float) -> str:
    if between[0] > chance:
        return "better than chance"
    return "worse than chance" if between[1] < chance else "NO BETTER THAN CHANCE"


def marked_rows(data: Path) -> tuple[list[Json], dict[str, float]]:
    """The conversations that were read aloud, each under an id of its own, and the share of its turns without a mark of severity 2 or 3."""
    grave: dict[str, set[int]] = defaultdict(set)
    for line in (data / "marks" / "marks.jsonl").read_text(encoding="utf-8").splitlines():
        mark = json.loads(line)
        if mark["severity"] >= 2:
            grave[f"{mark['id']}/{mark['source']}"].add(mark["turn"])
    rows = [{**row, "id": f"{row['id']}/{row['source']}"} for row in read(data / "marks" / "conversations.jsonl")]
    return rows, {row["id"]: 1 - len(grave[row["id"]]) / len(row["turns"]) for row in rows}


def _source(rows: Sequence[Json], file: Path) -> TalkSource:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return FileTalks(file)


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", required=True)
    parser.add_argument("--base-url")
    parser.add_argument("--key-file")
    parser.add_argument("--timeout", type=float, help="seconds for one answer, in place of 120")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--most", type=int, default=3, help="planted conversations of a class")
    parser.add_argument("--classes", nargs="+", choices=CLASSES, default=CLASSES, metavar="CLASS", help="these alone")
    parser.add_argument("--cases", type=int, help="only the first N visits")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--marks-alone", action="store_true", help="no planted conversations")
    given = parser.parse_args()
    made = (
        []
        if given.marks_alone
        else [
            one
            for _, of in groupby(
                plants(given.seed, talks(given.seed, given.cases), tuple(given.classes)), key=lambda one: one.kind
            )
            for one in list(of)[: given.most]
        ]
    )
    with tempfile.TemporaryDirectory() as folder:
        gold = _source([row for one in made for row in one.rows()], Path(folder) / "gold.jsonl") if made else None
        marked, passed = None, {}
        if (given.data / "marks").is_dir():
            rows, passed = marked_rows(given.data)
            marked = _source(rows, Path(folder) / "marks.jsonl")
        elif given.marks_alone:
            parser.error(f"{given.data} has no marks")
        asked = JudgeOptions(
            (given.judge,), given.base_url, given.key_file, generators=(PEOPLE,), timeout=given.timeout
        )
        opened = open_judges(str(Path(folder) / ("gold.jsonl" if made else "marks.jsonl")), Path("runs"), asked)
        found = asyncio.run(calibrate(opened, made, gold, marked))
    print(f"{given.judge}, {len(made)} planted conversations and their twins, seed {given.seed}\n")
    print("\n".join(report(found, passed)))


if __name__ == "__main__":
    main()
