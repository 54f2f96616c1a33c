"""Two runs compared by their scores for the command line."""

from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.cli.evaluate_command import scores_folder
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.card_text import number, title_of
from bedside.orchestrator.scorecards.compare import compare, verdict
from bedside.orchestrator.scorecards.evaluate import SCORES
from bedside.orchestrator.scorecards.score_file import read_scores
from bedside.orchestrator.views.terminal_text import harmless

Json = dict[str, Any]


def run_compare_command(a: str, b: str, out: Path, *, json: bool) -> None:
    """Compare two runs and print the table. Raises ``Problem``."""
    need_output()
    with reading():
        files = [scores_file(run, out) for run in (a, b)]
        if files[0].resolve() == files[1].resolve():
            raise Problem("usage", "A run is compared with another one: name two.")
        found = compare(read_scores(files[0], a), read_scores(files[1], b), a, b)
    print_out(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if json else harmless(_text(found)))


def scores_file(run: str, out: Path) -> Path:
    """The file with the scores of a run, of a file of dialogues, or of a folder that ``evaluate --to`` wrote."""
    given = Path(run)
    if (given / SCORES).is_file():
        return given / SCORES
    if given.name == SCORES and given.is_file():
        return given
    return scores_folder(run, out) / SCORES


def _text(found: Json) -> str:
    lines = [f"A {found['a']}, B {found['b']}: {found['pairs']:,} pairs of dialogues over the same note."]
    lines += [f"  ! {remark}" for remark in found["remarks"]]
    for group in dict.fromkeys(row["group"] for row in found["metrics"]):
        rows = [row for row in found["metrics"] if row["group"] == group and row["difference"] is not None]
        if rows:
            lines += [
                "",
                title_of(group),
                f"  {'':<24}{'A':>8}{'B':>9}  {'B - A':>8} {'95 %':<18} {'effect':>7}  pairs",
            ]
            lines += [_line(row) for row in rows]
    return "\n".join(lines)


def _line(row: Json) -> str:
    between = f"[{number(row['low'])}, {number(row['high'])}]" if row["low"] is not None else ""
    effect = "–" if row["effect"] is None else f"{row['effect']:+.2f}"
    return (
        f"  {row['metric']:<24}{number(row['a']):>8}{number(row['b']):>9}  {row['difference']:>+8.3f} {between:<18} {effect:>7}"
        f"  {row['pairs']:,}  {verdict(row)}"
    ).rstrip()
