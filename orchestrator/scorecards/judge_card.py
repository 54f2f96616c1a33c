"""What judges came to, over a set: means with intervals, agreement of judges, people joined with each judge, pairs."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from bedside.evaluation.agreement import Units, ac1_of, alpha_of, drawn_interval
from bedside.evaluation.bootstrap import interval_of
from bedside.evaluation.intervals import wilson
from bedside.evaluation.judging.ppi import FEWEST, PoweredMean, powered_mean
from bedside.evaluation.judging.rubric import HIGHEST, ITEMS, LOWEST
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.scorecards.human_ratings import HumanRatings
from bedside.orchestrator.scorecards.judge import JudgedDialogue, JudgedPair, unscored
from bedside.orchestrator.scorecards.judge_families import JudgeFamily

Json = dict[str, Any]
FORM = 1
_SCALE = HIGHEST - LOWEST + 1


def judge_card(
    name: str,
    generators: Sequence[str],
    judges: Sequence[tuple[JudgeFamily, Sequence[str]]],
    rows: Sequence[JudgedDialogue],
    pairs: Sequence[JudgedPair],
    people: HumanRatings | None,
) -> Json:
    """All of it as JSON. ``judges`` are each with the names its server gave it."""
    by = {judge.name: [row for row in rows if row.judge == judge.name] for judge, _ in judges}
    return {
        "form": FORM,
        "bedside": version(),
        "source": name,
        "generators": list(generators),
        "judges": [
            {
                "judge": judge.name,
                "served": list(served),
                "families": list(judge.families),
                "same_family": list(judge.shared),
                "judged": sum(row.scores is not None for row in by[judge.name]),
                "unscored": unscored(by[judge.name]),
                "items": {item: _item(by[judge.name], item) for item in ITEMS},
                "with_people": {item: _powered(by[judge.name], item, people) for item in ITEMS} if people else None,
                "pairs": _pairs([pair for pair in pairs if pair.judge == judge.name]) if pairs else None,
            }
            for judge, served in judges
        ],
        "agreement": {item: _agreement(rows, item) for item in ITEMS} if len(judges) > 1 else None,
        "remarks": [*(people.remarks if people else ()), *_remarks(judges, by)],
    }


def _scores(rows: Sequence[JudgedDialogue], item: str) -> dict[str, int]:
    return {row.id: row.scores[item] for row in rows if row.scores is not None}


def _item(rows: Sequence[JudgedDialogue], item: str) -> Json:
    values = list(_scores(rows, item).values())
    between = interval_of(values)
    low, high = between if between else (None, None)
    return {"value": sum(values) / len(values) if values else None, "low": low, "high": high, "n": len(values)}


def _powered(rows: Sequence[JudgedDialogue], item: str, people: HumanRatings) -> Json | None:
    judged, rated = _scores(rows, item), people.by_item[item]
    both = [name for name in judged if name in rated]
    found = powered_mean(
        [rated[name] for name in both],
        [judged[name] for name in both],
        [score for name, score in judged.items() if name not in rated],
    )
    return _json(found) if found is not None else None


def _json(found: PoweredMean) -> Json:
    return {
        name: getattr(found, name) for name in ("value", "low", "high", "weight", "judge", "people", "rated", "judged")
    }


def _agreement(rows: Sequence[JudgedDialogue], item: str) -> Json:
    by: dict[str, list[int]] = {}
    for row in rows:
        if row.scores is not None:
            by.setdefault(row.id, []).append(row.scores[item])
    units = [tuple(values) for values in by.values() if len(values) > 1]
    clusters = [Counter([unit]) for unit in units]
    together = Counter(units)
    found: Json = {"dialogues": len(units)}
    measures: dict[str, Callable[[Units], float | None]] = {
        "alpha": partial(alpha_of, level="ordinal"),
        "ac1": partial(ac1_of, categories=_SCALE),
    }
    for name, measure in measures.items():
        between = drawn_interval(clusters, measure)
        low, high = between if between else (None, None)
        found[name] = {"value": measure(together), "low": low, "high": high}
    return found


def _pairs(pairs: Sequence[JudgedPair]) -> Json:
    counts = Counter(pair.better for pair in pairs if pair.better)
    decided = counts["ours"] + counts["theirs"]
    low, high = wilson(counts["ours"] / decided, decided) if decided else (None, None)
    return {
        "pairs": len(pairs),
        **{name: counts[name] for name in ("ours", "theirs", "neither", "order")},
        "unscored": unscored(pairs),
        "won": counts["ours"] / decided if decided else None,
        "low": low,
        "high": high,
    }


def _remarks(judges: Sequence[tuple[JudgeFamily, Sequence[str]]], by: dict[str, list[JudgedDialogue]]) -> Iterator[str]:
    for judge, _ in judges:
        rows = by[judge.name]
        lost = sum(row.scores is None for row in rows)
        if judge.shared:
            yield f"{judge.name} is of the family that spoke ({', '.join(judge.shared)}): judges prefer their own kind, and this was insisted on."
        if lost:
            yield f"{judge.name} could not be brought to score {lost:,} of {len(rows):,} dialogues: they are unscored."
        values = {score for row in rows if row.scores for score in row.scores.values()}
        if len(values) == 1 and len(rows) - lost >= FEWEST:
            yield f"{judge.name} gave everything the same score: it tells no dialogue from another."


def judge_text(made: Json) -> Iterator[str]:
    """The card in lines for a terminal."""
    yield f"{made['source']}, spoken by {', '.join(made['generators']) or 'no language model'}"
    for judge in made["judges"]:
        forced = f"  SAME FAMILY: {', '.join(judge['same_family'])}" if judge["same_family"] else ""
        lost = ", ".join(f"{count:,} {why}" for why, count in judge["unscored"].items())
        yield (
            f"{judge['judge']} ({', '.join(judge['families']) or 'family not known'}): {judge['judged']:,} judged"
            + (f"; unscored: {lost}" if lost else "")
            + forced
        )
        for item, row in judge["items"].items():
            powered = (judge["with_people"] or {}).get(item)
            beside = (
                f"   with {powered['rated']} human ratings {powered['value']:.2f} [{powered['low']:.2f}, {powered['high']:.2f}]"
                if powered
                else ""
            )
            yield f"  {item:12}{_number(row)}{beside}"
        pairs = judge["pairs"]
        if pairs:
            yield f"  pairs       {pairs['ours']} better, {pairs['theirs']} worse, {pairs['neither']} neither, {pairs['order']} by their order alone, of {pairs['pairs']}"
    for item, found in (made["agreement"] or {}).items():
        yield f"agreement on {item}: alpha {_number(found['alpha'])}, AC1 {_number(found['ac1'])} over {found['dialogues']:,} dialogues"
    yield from made["remarks"]


def _number(row: Json) -> str:
    if row["value"] is None:
        return "not to be had"
    between = f" [{row['low']:.2f}, {row['high']:.2f}]" if row["low"] is not None else ""
    return f"{row['value']:.2f}{between}"
