"""The drawings of a scorecard, as SVG inside the page."""

from typing import Any

Json = dict[str, Any]
_WIDE, _HIGH, _EDGE = 160, 22, 6
_QUARTERS = (10, 25, 50, 75, 100)


def ranges(row: Json, beside: Json) -> str:
    """A score and the reference's on one line, each with its interval. The scale holds both and says its ends."""
    known = [one[key] for one in (row, beside) for key in ("value", "low", "high") if one.get(key) is not None]
    low, high = min(known), max(known)
    if row["unit"] == "share":
        low, high = 0.0, max(high, 0.05)
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    low, high = low - (0 if low == 0 else room), high + room

    def at(value: float) -> float:
        return _EDGE + (value - low) / (high - low) * (_WIDE - 2 * _EDGE)

    parts = [f'<line class="axis" x1="{_EDGE}" x2="{_WIDE - _EDGE}" y1="{_HIGH / 2}" y2="{_HIGH / 2}"/>']
    for one, y, kind in ((row, 7.0, "ours"), (beside, 15.0, "theirs")):
        if one.get("value") is None:
            continue
        x = at(one["value"])
        if one.get("low") is not None:
            parts.append(
                f'<line class="{kind}" stroke-width="2" x1="{at(one["low"]):.1f}" x2="{at(one["high"]):.1f}" y1="{y}" y2="{y}"/>'
            )
        shape = (
            f'<circle class="ours" cx="{x:.1f}" cy="{y}" r="4"/>'
            if kind == "ours"
            else f'<rect class="theirs" x="{x - 3.5:.1f}" y="{y - 3.5}" width="7" height="7"/>'
        )
        parts.append(shape)
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" aria-hidden="true">{"".join(parts)}</svg>'
    )


def curve(rows: list[Json]) -> str:
    """The curve by which the note comes out, with intervals, and the reference's."""
    by_name = {row["metric"]: row for row in rows}
    points = [(percent, by_name.get(f"heard_{percent}", {})) for percent in _QUARTERS]
    if any(one.get("value") is None for _, one in points):
        return ""
    parts = [_axes(), _line(points, "ours")]
    beside = [(percent, one.get("reference") or {}) for percent, one in points]
    if all(one.get("value") is not None for _, one in beside):
        parts.append(_line(beside, "theirs"))
    said = ", ".join(f"{percent} %: {one['value']:.2f}" for percent, one in points)
    return f'<svg viewBox="0 0 352 190" width="352" role="img" aria-label="Said by share of turns: {said}">{"".join(parts)}</svg>'


def _place(percent: float, value: float) -> tuple[float, float]:
    return 34 + percent / 100 * 290, 160 - value * 145


def _axes() -> str:
    parts: list[str] = []
    for value in (0, 0.5, 1):
        y = _place(0, value)[1]
        parts.append(f'<line class="axis" x1="34" x2="324" y1="{y}" y2="{y}"/><text x="6" y="{y + 4}">{value:g}</text>')
    for percent in _QUARTERS:
        parts.append(f'<text x="{_place(percent, 0)[0] - 10:.0f}" y="180">{percent} %</text>')
    return "".join(parts)


def _line(points: list[tuple[int, Json]], kind: str) -> str:
    path = " ".join("{:.1f},{:.1f}".format(*_place(percent, one["value"])) for percent, one in points)
    parts = [f'<polyline class="{kind}" style="fill:none" stroke-width="2" points="{path}"/>']
    for percent, one in points:
        x, y = _place(percent, one["value"])
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
        if one.get("low") is not None:
            low, high = _place(0, one["low"])[1], _place(0, one["high"])[1]
            parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>')
    return "".join(parts)
