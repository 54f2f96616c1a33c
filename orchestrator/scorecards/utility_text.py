"""A report of utility in lines for a terminal."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bedside.orchestrator.scorecards.card_text import interval, number

Json = dict[str, Any]
_WHERE = 24


def utility_text(made: Json) -> Iterator[str]:
    """The report: a line a score, under its task and measure; what could not be scored with its reason."""
    counts: Json = made["counts"]
    yield (
        f"{made['source']}: {counts['synthetic']:,} synthetic dialogues, {counts['left_out']:,} left out; {counts['real']:,} real ones, "
        f"{counts['real_tested']:,} of them, of {counts['notes_tested']:,} notes, only tested on."
    )
    yield from (f"  ! {remark}" for remark in made["remarks"])
    for (task, measure), rows in groupby(made["scores"], key=lambda row: (row["task"], row["measure"])):
        scored = list(rows)
        told = f", by {', '.join(made['instruments'])}" if task == "screening" and made["instruments"] else ""
        yield ""
        yield f"{task.capitalize()}{told}: {measure}"
        reasons = list(dict.fromkeys(row["reason"] for row in scored))
        if len(reasons) == 1 and reasons[0]:
            yield f"  not scored: {reasons[0]}"
            continue
        yield from (_line(row) for row in scored)


def _line(row: Json) -> str:
    where = f"  {row['trained_on']} -> {row['tested_on']}"
    if row["value"] is None:
        return f"{where:<{_WHERE}} not scored: {row['reason']}"
    floor = f"  floor {number(row['floor'])}" if row["floor"] is not None else ""
    apart = ""
    if row["apart"] is not None:
        between = interval({"low": row["apart_low"], "high": row["apart_high"]})
        apart = f"  {row['apart']:+.3f} {between} from real -> real"
    marked = "  (synthetic: nothing of people)" if row["remark"] else ""
    return (
        f"{where:<{_WHERE}}{number(row['value']):>7} {interval(row):<16}{floor}"
        f"  trained on {row['trained']:,}, tested on {row['tested']:,}{apart}{marked}"
    )
