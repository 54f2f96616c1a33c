"""What a panel came to over a set: of what each metric points at, how much stands."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bedside.evaluation.agreement import ac1_of, alpha_of
from bedside.evaluation.intervals import clustered_share
from bedside.evaluation.judging.refuting import VERDICTS, Verdict, panel
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.scorecards.judge_families import JudgeFamily
from bedside.orchestrator.scorecards.refute import PanelAnswer, PutFinding

Json = dict[str, Any]
FORM = 1
Verdicts = dict[tuple[str, int], list[Verdict]]


def refute_card(
    name: str,
    generators: Sequence[str],
    judges: Sequence[tuple[JudgeFamily, Sequence[str]]],
    dialogues: int,
    found: Sequence[PutFinding],
    rows: Sequence[PanelAnswer],
) -> Json:
    """All of it as JSON. ``judges`` are each with the names its server gave it."""
    said: Verdicts = defaultdict(list)
    for row in rows:
        if row.verdict is not None:
            said[row.put.talk.id, row.put.number].append(row.verdict)
    by: dict[str, list[PutFinding]] = defaultdict(list)
    for put in found:
        by[put.finding.metric].append(put)
    units = Counter(tuple(VERDICTS.index(one) for one in given) for given in said.values() if len(given) > 1)
    return {
        "form": FORM,
        "bedside": version(),
        "source": name,
        "generators": list(generators),
        "dialogues": dialogues,
        "judges": [_judge(judge, served, [row for row in rows if row.judge == judge.name]) for judge, served in judges],
        "metrics": {metric: _counts(by[metric], said) for metric in sorted(by)},
        "all": _counts(found, said),
        "agreement": {"findings": units.total(), "alpha": alpha_of(units), "ac1": ac1_of(units, len(VERDICTS))}
        if len(judges) > 1
        else None,
        "remarks": list(_remarks(judges, rows)),
    }


def _judge(judge: JudgeFamily, served: Sequence[str], rows: Sequence[PanelAnswer]) -> Json:
    given = Counter(row.verdict for row in rows if row.verdict is not None)
    return {
        "judge": judge.name,
        "served": list(served),
        "families": list(judge.families),
        "same_family": list(judge.shared),
        **{verdict: given[verdict] for verdict in VERDICTS},
        "reasons": dict(Counter(row.reason for row in rows if row.reason)),
    }


def _counts(found: Sequence[PutFinding], said: Verdicts) -> Json:
    """What became of these findings, and the share that stands of those that were judged."""
    came = [(put.talk.id, panel(said.get((put.talk.id, put.number), []))) for put in found]
    counts = Counter(verdict for _, verdict in came)
    clusters: dict[str, tuple[int, int]] = {}
    for name, verdict in came:
        if verdict is not None:
            stands, of = clusters.get(name, (0, 0))
            clusters[name] = (stands + (verdict == "stands"), of + 1)
    share = clustered_share(list(clusters.values()))
    value, low, high = share if share is not None else (None, None, None)
    return {
        "findings": len(found),
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "open": counts[None],
        "share": {"value": value, "low": low, "high": high},
    }


def _remarks(judges: Sequence[tuple[JudgeFamily, Sequence[str]]], rows: Sequence[PanelAnswer]) -> Iterator[str]:
    for judge, _ in judges:
        own = [row for row in rows if row.judge == judge.name]
        if judge.shared:
            yield f"{judge.name} is of the family that spoke ({', '.join(judge.shared)}): judges prefer their own kind, and this was insisted on."
        verdicts = {row.verdict for row in own if row.verdict is not None}
        if len(own) >= 5 and len(verdicts) == 1:
            yield f"{judge.name} said {next(iter(verdicts))} to everything: it tells no finding from another."
    if len(judges) == 1:
        yield "One judge is no panel: name a second of another family with --judge."


def refute_text(made: Json) -> Iterator[str]:
    """The card in lines for a terminal."""
    yield f"{made['source']}: {made['all']['findings']:,} findings in {made['dialogues']:,} dialogues"
    for judge in made["judges"]:
        given = ", ".join(f"{judge[verdict]:,} {verdict}" for verdict in VERDICTS)
        reasons = "".join(f"; {count:,} {why}" for why, count in judge["reasons"].items())
        forced = f"  SAME FAMILY: {', '.join(judge['same_family'])}" if judge["same_family"] else ""
        yield f"{judge['judge']} ({', '.join(judge['families']) or 'family not known'}): {given}{reasons}{forced}"
    yield f"  {'':24}{'findings':>9}{'stands':>8}{'refuted':>9}{'unsure':>8}{'open':>6}   of those judged, stand"
    for metric, row in (*made["metrics"].items(), ("all", made["all"])):
        share = row["share"]
        between = "" if share["value"] is None else f"{share['value']:.2f} [{share['low']:.2f}, {share['high']:.2f}]"
        yield (
            f"  {metric:24}{row['findings']:9,}{row['stands']:8,}{row['refuted']:9,}{row['unsure']:8,}{row['open']:6,}   {between}"
        )
    agreement = made["agreement"]
    if agreement and agreement["findings"]:
        numbers = ("not to be had" if agreement[key] is None else f"{agreement[key]:.2f}" for key in ("alpha", "ac1"))
        alpha, ac1 = numbers
        yield f"agreement: alpha {alpha}, AC1 {ac1} over {agreement['findings']:,} findings"
    yield from made["remarks"]
