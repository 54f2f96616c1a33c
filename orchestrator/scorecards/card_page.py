"""A scorecard as one page of HTML that needs nothing beside it: tables by group, each score drawn beside people's, and the
curve by which the note comes out."""

from typing import Any

from bedside.orchestrator.scorecards.card_text import arrow_of, interval, number, title_of, unlike, why_not
from bedside.orchestrator.scorecards.heard_best import heard_text
from bedside.orchestrator.scorecards.plots import curve, ranges
from bedside.orchestrator.views.html_page import page, safe

Json = dict[str, Any]
_STYLE = """<style>
.scores { min-width: 48rem; }
.scores th, .scores td { vertical-align: middle; overflow-wrap: normal; }
.scores .name { min-width: 13rem; }
.scores .name { font-family: ui-monospace, monospace; font-size: .85em; }
.scores .what { color: var(--dim); font-size: .8rem; display: block; font-family: system-ui, sans-serif; font-weight: normal; }
.scores .num { font-variant-numeric: tabular-nums; white-space: nowrap; }
.scores small { color: var(--dim); }
.scroll { overflow-x: auto; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: currentColor; font: 11px system-ui, sans-serif; }
.ours { stroke: var(--physician); fill: var(--physician); }
.theirs { stroke: var(--patient); fill: var(--patient); }
.axis { stroke: var(--line); }
figure { margin: .5rem 0 1rem; }
figcaption { color: var(--dim); font-size: .85rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
</style>"""
_LEGEND = (
    '<p><svg width="12" height="12" viewBox="0 0 12 12" style="display:inline" aria-hidden="true">'
    '<circle class="ours" cx="6" cy="6" r="4"/></svg> this set, with its 95 % interval'
    ' &nbsp; <svg width="12" height="12" viewBox="0 0 12 12" style="display:inline" aria-hidden="true">'
    '<rect class="theirs" x="2" y="2" width="8" height="8"/></svg> the reference</p>'
)


def card_page(card: Json) -> str:
    """The page of a scorecard."""
    people = card["reference"]
    about = [
        ("dialogues scored", f"{card['dialogues']:,}"),
        ("left out", f"{sum(card['left_out'].values()):,}"),
        ("notes", f"{card['notes']:,}"),
        ("reference", people or "none"),
        ("grave findings", f"{card['findings']['grave']:,}"),
        ("bedside", card["bedside"]),
    ]
    facts = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in about)
    remarks = "".join(f'<p class="remark">{safe(remark)}</p>\n' for remark in card["remarks"])
    parts = [_STYLE, "<main>", f"<dl>{facts}</dl>", remarks, _LEGEND if people else ""]
    if card["unlike_people"]:
        told = "".join(f"<li>{safe(unlike(group, found))}</li>" for group, found in card["unlike_people"].items())
        parts.append(
            f"<section><h2>Unlike people, by intervals that do not meet (grounding, coherence: worse)</h2><ul>{told}</ul></section>"
        )
    if card.get("heard"):
        parts.append(f"<p>{safe(heard_text(card['heard']))}</p>")
    for group in dict.fromkeys(row["group"] for row in card["metrics"]):
        parts.append(_group(group, [row for row in card["metrics"] if row["group"] == group]))
    parts += [_subgroups(card["subgroups"]), "</main>"]
    return page(f"Scorecard: {card['source']}", "\n".join(parts))


def _group(group: str, rows: list[Json]) -> str:
    figure = ""
    if group == "disclosure":
        figure = f"<figure>{curve(rows)}<figcaption>Share of the note’s concepts that have been said, by share of the turns.</figcaption></figure>"
    cells = "\n".join(map(_row, rows))
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("Metric", "Value", "Reference", "Interval, drawn", "Better", "n")
    )
    return (
        f'<section><h2>{safe(title_of(group))}</h2>{figure}<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{safe(title_of(group))}"><table class="scores"><thead><tr>{head}</tr></thead>'
        f"<tbody>{cells}</tbody></table></div></section>"
    )


def _row(row: Json) -> str:
    name = f'<th scope="row" class="name">{safe(row["metric"])}<span class="what">{safe(row["measures"])}</span></th>'
    if row["value"] is None:
        return f'<tr>{name}<td colspan="5"><small>not scored: {safe(why_not(row))}</small></td></tr>'
    beside = row.get("reference") or {}
    theirs = f"{number(beside.get('value'))} <small>{safe(interval(beside))}</small>" if beside else "–"
    return (
        f'<tr>{name}<td class="num">{number(row["value"])} <small>{safe(interval(row))}</small></td>'
        f'<td class="num">{theirs}</td><td>{ranges(row, beside)}</td>'
        f'<td><small>{safe(arrow_of(row))}</small></td><td class="num">{row["dialogues"]:,}</td></tr>'
    )


def _subgroups(rows: list[Json]) -> str:
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row.get("metrics", {})))
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in ("By", "Group", "Dialogues", *names))
    body = "".join(_subgroup(row, names) for row in rows)
    return (
        "<section><h2>By subgroup</h2><p><small>Under each value: how far it is from all others, with its interval; "
        "bold where that does not hold 0. Many are compared, so one in twenty is bold by chance.</small></p>"
        '<div class="scroll" tabindex="0" role="region" aria-label="By subgroup"><table class="scores">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )


def _subgroup(row: Json, names: list[str]) -> str:
    cells = "".join(_difference(row.get("metrics", {}).get(name)) for name in names)
    share = f"{row['dialogues']:,} <small>({100 * row['share']:.0f} %)</small>"
    return f'<tr><td>{safe(row["key"])}</td><th scope="row">{safe(row["group"])}</th><td class="num">{share}</td>{cells}</tr>'


def _difference(found: Json | None) -> str:
    if found is None:
        return "<td>–</td>"
    apart = f"{found['difference']:+.3f} {interval(found)}"
    sure = found["low"] is not None and (found["low"] > 0 or found["high"] < 0)
    shown = f"<b>{safe(apart)}</b>" if sure else safe(apart)
    return f'<td class="num">{number(found["value"])}<br><small>{shown}</small></td>'
