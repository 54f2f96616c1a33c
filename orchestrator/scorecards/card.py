"""A scorecard: every metric with its interval, beside people's where a reference was given, and what was not scored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bedside.evaluation.bootstrap import Estimate, estimates
from bedside.evaluation.metric import Metric
from bedside.evaluation.sets.registry import set_metrics
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, Sets, SetScore
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.scorecards.beside_people import unlike_people
from bedside.orchestrator.scorecards.heard_best import heard_best
from bedside.orchestrator.scorecards.scoring import ScoreTally
from bedside.orchestrator.scorecards.subgroups import subgroups
from bedside.orchestrator.scorecards.talk import WHY

Json = dict[str, Any]
FORM = 1
GROUPS = ("grounding", "disclosure", "coherence", "realism", "diversity", "shape", "other", "overlap")  # overlap last


def card(
    name: str,
    tally: ScoreTally,
    remarks: Iterable[str],
    people: tuple[str, ScoreTally] | None,
    teachers: Sequence[Spoken] = (),
    also: Sequence[SetMetric] = (),
) -> Json:
    """The scorecard of one source as JSON; ``people`` is a reference by its name, scored in the same way, ``teachers`` are
    people to learn from how people talk, and ``also`` are metrics of the set that were asked for."""
    beside = people[1] if people is not None else None
    rows = _rows(tally, beside) + _set_rows(tally, beside, teachers, also)
    order = {group: number for number, group in enumerate(GROUPS)}
    rows.sort(key=lambda row: order[row["group"]])
    return {
        "form": FORM,
        "bedside": version(),
        "source": name,
        "reference": people[0] if people is not None else None,
        "dialogues": len(tally.ids),
        "notes": len(tally.notes),
        "left_out": {why: tally.left_out[why] for why in WHY if tally.left_out[why]},
        "findings": {"grave": tally.grave, **dict(sorted(tally.findings.items()))},
        "remarks": [*remarks, *_remarks(tally, beside)],
        "unlike_people": unlike_people(rows),
        "heard": heard_best(rows),
        "metrics": rows,
        "subgroups": subgroups(tally),
    }


def _rows(tally: ScoreTally, people: ScoreTally | None) -> list[Json]:
    found = _estimates(tally)
    beside = _estimates(people) if people is not None else {}
    rows: list[Json] = []
    for metric in tally.metrics:
        row = _about(metric) | _number(found[metric.id])
        row["dialogues"] = found[metric.id].dialogues
        row["unscored"] = dict(tally.unscored.get(metric.id, {}))
        if metric.id in beside:
            row["reference"] = _number(beside[metric.id]) | {"dialogues": beside[metric.id].dialogues}
        rows.append(row)
    return rows


def _set_rows(
    tally: ScoreTally, people: ScoreTally | None, teachers: Sequence[Spoken], also: Sequence[SetMetric]
) -> list[Json]:
    ours = tally.sample.talks
    theirs = people.sample.talks if people is not None else []
    sets = Sets(dialogues=ours, reference=theirs, teachers=teachers)
    strangers = replace(sets, dialogues=theirs if teachers else sets.halves[0])  # they share what is learnt
    half = Sets(dialogues=sets.halves[0], reference=theirs)
    rows: list[Json] = []
    for metric in (*set_metrics().values(), *also):
        row = _about(metric) | _set_number(metric(sets))
        row["dialogues"] = row["n"]
        row["of"] = len(ours)
        row["compares"] = metric.compares
        row["goal"] = metric.goal
        if theirs:
            among = half if metric.compares else strangers if "reference" in metric.needs else Sets(dialogues=theirs)
            found = _set_number(metric(among))
            row["reference"] = found | {"dialogues": found["n"]}
        rows.append(row)
    return rows


def _estimates(tally: ScoreTally) -> Mapping[str, Estimate]:
    if not tally.ids:
        return {metric.id: Estimate(None, 0, 0) for metric in tally.metrics}
    return dict(zip((metric.id for metric in tally.metrics), estimates(*tally.table()), strict=True))


def _about(metric: Metric | SetMetric) -> Json:
    return {
        "metric": metric.id,
        "version": metric.version,
        "group": metric.group,
        "measures": metric.measures,
        "unit": metric.unit,
        "better": metric.direction,
    }


def _number(found: Estimate) -> Json:
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


def _set_number(found: SetScore) -> Json:
    row: Json = {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
    return row | ({"reason": found.reason} if found.value is None else {})


def _remarks(tally: ScoreTally, people: ScoreTally | None) -> list[str]:
    said: list[str] = []
    if not tally.ids:
        said.append("Nothing could be scored.")
    said += [f"{tally.left_out[why]:,} left out: {told}." for why, told in WHY.items() if tally.left_out[why]]
    foreign = sum(group.get("language") not in ("en", "not told") for group in tally.groups)
    if foreign:
        said.append(f"{foreign:,} in another language than English: metrics of English words do not score them.")
    if people is not None:
        shared = len(tally.notes & people.notes)
        if tally.notes and not shared:
            said.append(
                "The reference is of other notes: its values are of another corpus, and nothing is compared note by note."
            )
        elif shared < len(tally.notes):
            said.append(f"{shared:,} of {len(tally.notes):,} notes have a dialogue in the reference.")
    return said
