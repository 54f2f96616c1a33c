"""A leaderboard as one page of HTML that needs nothing beside it: a row a run, a column a metric, to be sorted by any; below, all
metrics by group. Without a script it is the same page, unsorted."""

from typing import Any

from bedside.orchestrator.scorecards.card import GROUPS
from bedside.orchestrator.scorecards.card_text import arrow_of, interval, number, title_of
from bedside.orchestrator.views.html_page import page, safe

Json = dict[str, Any]
SHOWN = (  # of each group, what a reader looks for first; the others stand below
    "unsupported_grave",
    "concept_precision",
    "concept_recall",
    "number_precision",
    "three_or_more",
    "first_two",
    "heard_50",
    "beside_question",
    "asked_again",
    "answer_fits",
    "told_before",
    "surprise_in_talk",
    "surprise_patient",
    "surprise_physician",
    "detector_patient",
    "detector_physician",
    "turns_distance",
    "copied_bare",
    "patient_register",
    "self_bleu_30",
    "repeated_across",
)
_STYLE = """<style>
body { max-width: 110rem; }
main > p { max-width: 60rem; }
.board { width: max-content; min-width: 100%; }
.board th, .board td { vertical-align: top; overflow-wrap: normal; white-space: nowrap; font-variant-numeric: tabular-nums; }
.board .run { position: sticky; left: 0; z-index: 1; background: Canvas; max-width: 9rem; white-space: normal; overflow-wrap: anywhere; }
.board thead th { vertical-align: bottom; font-size: .8rem; }
.board thead .group { border-left: 1px solid var(--line); color: var(--dim); font-weight: 600; }
.board .first { border-left: 1px solid var(--line); }
.board small { display: block; color: var(--dim); font-weight: normal; }
.board .people { color: var(--dim); font-style: italic; }
.board .metric { min-width: 16rem; max-width: 16rem; }
.board button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: .25rem 0; min-height: 1.75rem; cursor: pointer; text-align: start; }
.board button span { text-decoration: underline dotted; }
.board button:focus-visible { outline: 2px solid var(--physician); outline-offset: 2px; }
.board [aria-sort=ascending] button span::after { content: " \\25B2"; }
.board [aria-sort=descending] button span::after { content: " \\25BC"; }
.what { color: var(--dim); font-size: .8rem; display: block; white-space: normal; max-width: 15rem; font-weight: normal; }
td .what { width: 8rem; }
.scroll { overflow-x: auto; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
@media (max-width: 40rem) {
  .board .run { max-width: 6rem; }
  .board .metric { min-width: 8.5rem; max-width: 8.5rem; }
}
</style>"""
# Sorts the rows of runs by what a cell holds, those without a value last; people's row stays where it is.
_SCRIPT = """<script>
for (const head of document.querySelectorAll(".sorted thead [data-column]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "descending" : head.dataset.better !== "higher";
    for (const other of head.closest("thead").querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = head.closest("table").tBodies[0], at = Number(head.dataset.column);
    const value = row => row.cells[at].dataset.value ?? "";
    const rows = [...body.rows];
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === "");
      const far = at ? Number(x) - Number(y) : x.localeCompare(y);
      return up ? far : -far;
    });
    body.append(...rows);
    document.getElementById("sorted-by").textContent = "Sorted by " + head.dataset.name + (up ? ", smallest first." : ", largest first.");
  });
}
</script>"""


def leaderboard_page(board: Json) -> str:
    """The page of a leaderboard."""
    about = [
        ("runs", f"{len(board['runs'])}"),
        ("cases that all have", f"{board['cases']:,}"),
        ("people beside", board["reference"] or "none"),
    ]
    facts = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in about)
    remarks = "".join(f'<p class="remark">{safe(remark)}</p>\n' for remark in board["remarks"])
    told = (
        "<p>Under each value its 95 % interval, by drawing dialogues. There is no number over all of them: a set can be perfect in one group and "
        "worthless. What is <em>as people’s</em> is good where it is near people’s, and sorting by it ranks nobody.</p>"
    )
    parts = [
        _STYLE,
        "<main>",
        f"<dl>{facts}</dl>",
        remarks,
        told,
        '<p id="sorted-by" role="status"></p>',
        _board(board),
    ]
    for group in GROUPS:
        rows = [row for row in board["metrics"] if row["group"] == group]
        if rows:
            parts.append(_group(group, rows, board["runs"]))
    return page("Leaderboard", "\n".join([*parts, "</main>", _SCRIPT]))


def _board(board: Json) -> str:
    """The table of runs."""
    chosen = [row for group in GROUPS for row in board["metrics"] if row["group"] == group and row["metric"] in SHOWN]
    counted = list(board["unlike_people"])
    over = [("Unlike people, of so many metrics", len(counted))] if counted else []
    for group in dict.fromkeys(row["group"] for row in chosen):
        over.append((group.capitalize(), sum(row["group"] == group for row in chosen)))
    top = "".join(f'<th scope="colgroup" colspan="{count}" class="group">{safe(name)}</th>' for name, count in over)
    heads = [_head(0, "run", "lower", "", "run", "")]
    heads += [
        _head(
            1 + at, group, "lower", "lower is better", "first" if not at else "", f"metrics of {group} unlike people’s"
        )
        for at, group in enumerate(counted)
    ]
    before = None
    for at, row in enumerate(chosen, 1 + len(counted)):
        heads.append(
            _head(
                at,
                row["metric"],
                row["better"],
                arrow_of(row),
                "first" if row["group"] != before else "",
                row["metric"],
            )
        )
        before = row["group"]
    body = "\n".join(_run(board, chosen, at) for at in range(len(board["runs"])))
    people = _people(chosen, len(counted)) if board["reference"] else ""
    return (
        '<section><h2>All runs</h2><div class="scroll" tabindex="0" role="region" aria-label="All runs"><table class="board sorted">'
        f'<thead><tr><td class="run"></td>{top}</tr><tr>{"".join(heads)}</tr></thead><tbody>{body}</tbody>{people}</table></div></section>'
    )


def _head(column: int, name: str, better: str, told: str, kind: str, spoken: str) -> str:
    below = f"<small>{safe(told)}</small>" if told else ""
    return (
        f'<th scope="col" class="{kind}" data-column="{column}" data-better="{better}" data-name="{safe(spoken or name)}">'
        f"<span>{safe(name)}</span>{below}</th>"
    )


def _run(board: Json, chosen: list[Json], at: int) -> str:
    name = board["runs"][at]["name"]
    cells = [f'<th scope="row" class="run" data-value="{safe(name)}">{safe(name)}</th>']
    for number_of, counts in enumerate(board["unlike_people"].values()):
        one, kind = counts[at], ' class="first"' if not number_of else ""
        cells.append(
            f"<td{kind}>–</td>"
            if one is None
            else f'<td{kind} data-value="{one["unlike"] / one["compared"]:.6f}">{one["unlike"]} of {one["compared"]}</td>'
        )
    before = None
    for row in chosen:
        cells.append(_cell(row["scores"][at], "first" if row["group"] != before else ""))
        before = row["group"]
    return f"<tr>{''.join(cells)}</tr>"


def _people(chosen: list[Json], skipped: int) -> str:
    """The reference's row, which is of other cases and is never sorted."""
    cells = "<td>–</td>" * skipped + "".join(_cell(row.get("reference") or {}, "") for row in chosen)
    return f'<tfoot><tr class="people"><th scope="row" class="run">the reference’s people</th>{cells}</tr></tfoot>'


def _cell(score: Json, kind: str, *, why: bool = False) -> str:
    """A value with its interval; with ``why`` the reason where there is none."""
    kind = f' class="{kind}"' if kind else ""
    if score.get("value") is None:
        told = f'<span class="what">{safe(score["reason"])}</span>' if why and score.get("reason") else ""
        return f"<td{kind}>–{told}</td>"
    return f'<td{kind} data-value="{score["value"]:.9g}">{number(score["value"])}<small>{safe(interval(score))}</small></td>'


def _group(group: str, rows: list[Json], runs: list[Json]) -> str:
    """All metrics of a group: a row a metric, a column a run."""
    heads = "".join(f'<th scope="col">{safe(run["name"])}</th>' for run in runs)
    body = "\n".join(_metric(row) for row in rows)
    return (
        f'<section><h2>{safe(title_of(group))}</h2><div class="scroll" tabindex="0" role="region" aria-label="{safe(title_of(group))}">'
        f'<table class="board"><thead><tr><th scope="col" class="run metric">Metric</th>{heads}<th scope="col">People</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _metric(row: Json) -> str:
    told = f"{row['measures']}; {arrow_of(row)}"
    cells = "".join(_cell(one, "", why=True) for one in row["scores"])
    name = safe(row["metric"]).replace("_", "_<wbr>")
    return (
        f'<tr><th scope="row" class="run metric">{name}<span class="what">{safe(told)}</span></th>'
        f"{cells}{_cell(row.get('reference') or {}, '')}</tr>"
    )
