"""The truth of one interview, drawn before a word is said: points for every item that agree with label and severity.

Law of the file: what an author fixed stays; the rest is drawn by seed. ``refuse`` finds every contradiction without a
seed, and what it lets pass can be drawn with every seed.
"""

import math
import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from bedside.agents.interview.guide import SEVERITIES, Guide, GuideItem
from bedside.scenarios.interview import Interview

Bounds = dict[int, tuple[int, int]]  # item number -> lowest and highest points


@dataclass(frozen=True)
class Contradiction(Exception):
    """What an author wrote that cannot be. ``where`` leads to the value below ``interview``."""

    where: tuple[str, ...]
    message: str
    mend: str


@dataclass(frozen=True)
class Truth:
    """What holds of a subject: the points of every item, in the instrument's order, and what follows from them."""

    label: str
    severity: str
    answers: tuple[int, ...]

    @property
    def total(self) -> int:
        """The sum of all points."""
        return sum(self.answers)


def refuse(given: Interview, guide: Guide) -> None:
    """Find what cannot be in an interview. Raises ``Contradiction``."""
    bounds = _bounds(given, guide)
    low, high = _totals(given, guide)
    least, most = (sum(pair[side] for pair in bounds.values()) for side in (0, 1))
    cut = guide.instrument.cut_off
    if low > high:
        raise Contradiction(
            ("severity",),
            f"severity {given.severity!r} of {guide.instrument.id} has totals of "
            f"{'-'.join(map(str, guide.severity[given.severity or 'none']))}, and a {given.label} label goes with "
            f"{f'{cut} and more' if given.label == 'positive' else f'less than {cut}'}",
            "Change the severity or the label",
        )
    where = ("answers",) if given.answers else ("criteria",) if given.criteria else ("label",)
    if least > high:
        raise Contradiction(
            where,
            f"what is fixed sums to {least} at least, and a {given.label} label{_with(given)} allows {high} at most",
            "Lower some, or change the label",
        )
    if most < low:
        raise Contradiction(
            where,
            f"what is fixed lets the sum reach {most}, and a {given.label} label{_with(given)} needs {low}",
            "Raise some, or change the label",
        )
    if given.rule == "dsm-5":
        _refuse_rule(given, guide, bounds, (low, high), where)
    if given.event is not None and guide.about != "event":
        raise Contradiction(("event",), f"{guide.instrument.id} asks about no event", "Take the line out")


def settle(given: Interview, guide: Guide, seed: int) -> Truth:
    """Draw what is left open. Raises ``Contradiction`` for what cannot be."""
    refuse(given, guide)
    rng = random.Random(f"{seed}/truth")
    bounds = _bounds(given, guide)
    low, high = _totals(given, guide)
    if given.rule == "dsm-5" and given.label == "positive":
        bounds = _raised(bounds, guide, rng)
    if given.rule == "dsm-5" and given.label == "negative":
        bounds = _lowered(bounds, guide, low, rng)
    least, most = (sum(pair[side] for pair in bounds.values()) for side in (0, 1))
    target = rng.randint(max(low, least), min(high, most))
    points = _by_structure(bounds, target, guide, rng) if guide.loadings else _share(bounds, target, rng)
    total = sum(points)
    severity = next(name for name, (start, end) in guide.severity.items() if start <= total <= end)
    return Truth(given.label, severity, points)


def _with(given: Interview) -> str:
    return f" with severity {given.severity}" if given.severity else ""


def meets_rule(answers: Mapping[int, int], guide: Guide) -> bool:
    """Whether every cluster has as many met items as the instrument's rule wants."""
    return all(
        sum(answers[item.number] >= guide.needed(item) for item in guide.items if item.cluster == cluster) >= count
        for cluster, count in guide.rule.items()
    )


def _totals(given: Interview, guide: Guide) -> tuple[int, int]:
    cut, last = guide.instrument.cut_off, guide.top * len(guide.items)
    low, high = (cut, last) if given.label == "positive" else (0, cut - 1)
    if given.severity:
        start, end = guide.severity[given.severity]
        low, high = max(low, start), min(high, end)
    return low, high


def _bounds(given: Interview, guide: Guide) -> Bounds:
    """The points each item can have, from answers and criteria."""
    bounds: Bounds = {item.number: (0, guide.top) for item in guide.items}
    clusters = {item.cluster for item in guide.items}
    for key, severity in sorted(given.criteria.items(), key=lambda pair: pair[0] not in clusters):  # single ones win
        named = [item for item in guide.items if key in (item.criterion, item.cluster)]
        if not named:
            raise Contradiction(
                ("criteria", key),
                f"{guide.instrument.id} has no criterion {key!r}",
                f"Use one of: {', '.join([*guide.clusters, *(item.criterion for item in guide.items)])}",
            )
        for item in named:
            bounds[item.number] = _range(severity, guide.top)
    for key, points in given.answers.items():
        item = guide.item(key)
        if item is None or key != str(item.number):
            raise Contradiction(
                ("answers", key),
                f"{guide.instrument.id} has no item {key}",
                f"Items are numbered 1 to {len(guide.items)}",
            )
        if not 0 <= points <= guide.top:
            raise Contradiction(
                ("answers", key),
                f"item {key} of {guide.instrument.id} cannot have {points} points",
                f"Points go from 0 to {guide.top}",
            )
        low, high = bounds[item.number]
        if not low <= points <= high:
            raise Contradiction(
                ("answers", key), f"item {key} has {points} points, and its criterion is {_severity(given, item)}",
                f"Give {low}{f' to {high}' if high != low else ''} points, or change the criterion",
            )  # fmt: skip
        bounds[item.number] = (points, points)
    return bounds


def _severity(given: Interview, item: GuideItem) -> str:
    return given.criteria.get(item.criterion) or given.criteria.get(item.cluster) or "free"


def _range(severity: str, top: int) -> tuple[int, int]:
    """The points that a severity of one criterion stands for."""
    if top == 1:
        return (0, 0) if severity in ("none", "mild") else (1, 1)
    if top == 4 and severity == "severe":
        return 3, 4
    at = SEVERITIES.index(severity)
    return (at, at) if top <= 4 else (round(at * top / 4), round((at + 1) * top / 4))


def _refuse_rule(
    given: Interview, guide: Guide, bounds: Bounds, totals: tuple[int, int], where: tuple[str, ...]
) -> None:
    if not guide.rule:
        raise Contradiction(
            ("rule",), f"{guide.instrument.id} has no rule by clusters", "Use rule: cut-off, or leave it out"
        )
    if given.label == "positive":
        for cluster, count in guide.rule.items():
            able = sum(bounds[i.number][1] >= guide.needed(i) for i in guide.items if i.cluster == cluster)
            if able < count:
                raise Contradiction(
                    where, f"cluster {cluster} can have {able} met items and rule dsm-5 needs {count}", "Raise some"
                )
        least = sum(pair[0] for pair in _raised(bounds, guide, random.Random(0), cheapest=True).values())
        if least > totals[1]:
            raise Contradiction(
                where, f"rule dsm-5 needs a sum of {least} here, and {totals[1]} is allowed", "Lower some"
            )
        return
    if not _spoilable(bounds, guide, totals[0]):
        raise Contradiction(
            where, "what is fixed meets rule dsm-5, and the label is negative", "Lower some, or change it"
        )


def _raised(bounds: Bounds, guide: Guide, rng: random.Random, cheapest: bool = False) -> Bounds:
    """Bounds in which every cluster has its met items, those chosen that cost least."""
    out = dict(bounds)
    for cluster, count in guide.rule.items():
        able = [i for i in guide.items if i.cluster == cluster and out[i.number][1] >= guide.needed(i)]
        if not cheapest:
            rng.shuffle(able)
        able.sort(key=lambda item: max(0, guide.needed(item) - out[item.number][0]))
        for item in able[:count]:
            out[item.number] = (max(out[item.number][0], guide.needed(item)), out[item.number][1])
    return out


def _spoiled(bounds: Bounds, guide: Guide, cluster: str, rng: random.Random | None) -> Bounds | None:
    """Bounds in which this cluster lacks a met item; None where what is fixed forbids it."""
    out = dict(bounds)
    mine = [item for item in guide.items if item.cluster == cluster]
    fixed = [item for item in mine if bounds[item.number][0] >= guide.needed(item)]
    room = guide.rule[cluster] - 1 - len(fixed)
    if room < 0:
        return None
    rest = [item for item in mine if item not in fixed]
    rest.sort(key=lambda item: -bounds[item.number][1])  # the room goes where most would be lost
    if rng is not None:
        rng.shuffle(rest)
    for item in rest[room:]:
        low, high = out[item.number]
        out[item.number] = (low, min(high, guide.needed(item) - 1))
    return out


def _spoilable(bounds: Bounds, guide: Guide, low: int, rng: random.Random | None = None) -> list[Bounds]:
    made = [_spoiled(bounds, guide, cluster, rng) for cluster in guide.rule]
    return [one for one in made if one is not None and sum(pair[1] for pair in one.values()) >= low]


def _lowered(bounds: Bounds, guide: Guide, low: int, rng: random.Random) -> Bounds:
    return rng.choice(_spoilable(bounds, guide, low, rng) or _spoilable(bounds, guide, low))


def _share(bounds: Bounds, target: int, rng: random.Random) -> tuple[int, ...]:
    """Points within the bounds that sum to ``target``; some items get more than others."""
    points = {number: low for number, (low, _) in bounds.items()}
    pull = {number: rng.random() + 0.5 for number in bounds}
    for _ in range(target - sum(points.values())):
        free = [number for number in points if points[number] < bounds[number][1]]
        chosen = rng.choices(free, [pull[number] for number in free])[0]
        points[chosen] += 1
    return tuple(points[number] for number in sorted(points))


def _totals_of_a_set(guide: Guide) -> tuple[float, float]:
    """Mean and standard deviation of the totals where one half is positive and totals of a label are alike likely."""
    cut, top = guide.instrument.cut_off, guide.top * len(guide.items)
    totals = [(total, 0.5 / cut if total < cut else 0.5 / (top - cut + 1)) for total in range(top + 1)]
    mean = sum(total * share for total, share in totals)
    return mean, math.sqrt(sum(share * (total - mean) ** 2 for total, share in totals))


def _by_structure(bounds: Bounds, target: int, guide: Guide, rng: random.Random) -> tuple[int, ...]:
    """Points within the bounds that sum to ``target`` and go together as the instrument's published structure has it: what an item
    shares with its factor rises with the total, the rest is the person's own."""
    middle, spread = _totals_of_a_set(guide)
    overall = (target - middle) / spread
    # So wide an item's points are where its share with the factor is to be that of the structure.
    width = spread / len(guide.items) / statistics.fmean(share for _, share in guide.loadings.values())
    names = sorted({name for name, _ in guide.loadings.values()})
    together = guide.between if len(names) > 1 else 1.0
    factors = {
        name: math.sqrt(together) * overall + math.sqrt(1 - together) * rng.gauss(0, 1) for name in names
    }  # with one factor the total is all there is of it
    pull: dict[int, float] = {}
    for number in sorted(bounds):
        name, share = guide.loadings[number]
        own = rng.gauss(0, 1)
        pull[number] = width * (share * factors[name] + math.sqrt(1 - share**2) * own)
    points = {number: low for number, (low, _) in bounds.items()}
    for _ in range(target - sum(points.values())):
        free = [number for number in points if points[number] < bounds[number][1]]
        points[max(free, key=lambda number: (pull[number] - points[number], number))] += 1
    return tuple(points[number] for number in sorted(points))
