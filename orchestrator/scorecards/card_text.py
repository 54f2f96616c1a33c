"""A scorecard for the terminal: a line a metric, what could not be scored with its reason."""

from typing import Any

from bedside.orchestrator.scorecards.heard_best import heard_text

Json = dict[str, Any]
_TITLES = {
    "grounding": "Grounding: is what is said borne out by the note",
    "disclosure": "Disclosure: how the note comes out",
    "coherence": "Coherence: does one turn follow from the other",
    "realism": "Realism: does it sound like people",
    "diversity": "Diversity: does the set repeat itself",
    "shape": "Shape: to be compared with people's, never maximised",
    "overlap": "Overlap with the reference: never to be read alone",
    "other": "Other",
}
_ARROWS = {"higher": "higher is better", "lower": "lower is better", "none": "as people's"}


def card_text(card: Json) -> str:
    """The scorecard in lines of text."""
    people = card["reference"]
    left = sum(card["left_out"].values())
    lines = [f"{card['source']}: {card['dialogues']:,} dialogues scored, {left:,} left out."]
    lines += [f"  ! {remark}" for remark in card["remarks"]]
    lines.append(
        f"  reference: {people}" if people else "  no reference: give people's conversations with --reference FILE"
    )
    for group in dict.fromkeys(row["group"] for row in card["metrics"]):
        rows = [row for row in card["metrics"] if row["group"] == group]
        scored = [row for row in rows if row["value"] is not None]
        lines += ["", title_of(group)]
        lines += [_line(row, bool(people)) for row in scored]
        lines += [f"  {row['metric']:<24} not scored: {why_not(row)}" for row in rows if row["value"] is None]
    if card["unlike_people"]:
        lines += ["", "Unlike people, by intervals that do not meet (grounding, coherence: worse)"]
        lines += [f"  {unlike(group, found)}" for group, found in card["unlike_people"].items()]
    if card.get("heard"):
        lines += ["", heard_text(card["heard"])]
    grave = card["findings"]["grave"]
    lines += ["", f"grave findings: {grave:,}; every one with its sentence in scores.jsonl, under findings."]
    lines += ["What each metric measures stands beside its name in scorecard.html."]
    return "\n".join(lines)


def unlike(group: str, found: Json) -> str:
    """In how many metrics of a group a set is unlike people, and which."""
    told = f"{group:<11} {len(found['unlike'])} of {found['compared']}"
    return f"{told}: {', '.join(found['unlike'])}" if found["unlike"] else told


def title_of(group: str) -> str:
    """The heading of a group of metrics."""
    return _TITLES[group]


def arrow_of(row: Json) -> str:
    """Which way is better, in words."""
    return _ARROWS[row["better"]]


def why_not(row: Json) -> str:
    """Why a metric has no value: the reason that most dialogues gave."""
    reasons = row.get("unscored") or {row.get("reason", "nothing was scored"): 1}
    return max(reasons, key=lambda reason: reasons[reason])


def number(value: float | None) -> str:
    """A number as it is shown."""
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def interval(row: Json) -> str:
    """The interval of a score, "" where there is none."""
    return f"[{number(row['low'])}, {number(row['high'])}]" if row.get("low") is not None else ""


def _line(row: Json, people: bool) -> str:
    beside = row.get("reference") or {}
    compared = f"  people {number(beside.get('value')):>7} {interval(beside):<17}" if people and beside else ""
    if people and not compared:
        compared = " " * 34
    return f"  {row['metric']:<24}{number(row['value']):>8} {interval(row):<18}{compared} {arrow_of(row):<16} n {row['dialogues']:,}"
