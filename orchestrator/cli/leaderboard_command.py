"""Many runs in one table for the command line."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.cli.compare_command import scores_file
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import replace
from bedside.orchestrator.scorecards.card_text import interval, number
from bedside.orchestrator.scorecards.evaluate import CARD
from bedside.orchestrator.scorecards.leaderboard import RankedRun, leaderboard
from bedside.orchestrator.scorecards.leaderboard_page import SHOWN, leaderboard_page
from bedside.orchestrator.scorecards.score_file import read_scores
from bedside.orchestrator.views.terminal_text import harmless

Json = dict[str, Any]
_NAME = 24


def run_leaderboard_command(runs: Sequence[str], out: Path, file: Path, *, json: bool) -> None:
    """Write the page and print the table. Raises ``Problem``."""
    need_output()
    if file.is_dir() or file.suffix.lower() not in (".html", ".htm"):
        raise Problem("usage", f"--leaderboard {file} is no page: name a file that ends in .html.")
    with reading():
        places = [scores_file(run, out) for run in runs]
        if len({place.resolve() for place in places}) < max(2, len(places)):
            raise Problem("usage", "A table needs two different runs or more: name each once.")
        board = leaderboard(_entries(runs, places))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage(error, str(file.parent)) from error
        replace(file, [leaderboard_page(board).encode()])
    if json:
        print_out(orjson.dumps(board, option=orjson.OPT_INDENT_2).decode())
        return
    print_out(harmless("\n".join([*_text(board), "", str(file)])))


def _entries(runs: Sequence[str], places: Sequence[Path]) -> list[RankedRun]:
    """The runs with what they are called: by their scorecard, or as they were given where two are called the same."""
    cards = [_card(place.with_name(CARD)) for place in places]
    names = [str(card["source"]).removesuffix(".jsonl") if card else run for run, card in zip(runs, cards, strict=True)]
    often = Counter(names)
    return [
        RankedRun(name if often[name] == 1 else run, read_scores(place, run), card)
        for run, place, name, card in zip(runs, places, names, cards, strict=True)
    ]


def _card(file: Path) -> Json | None:
    """The scorecard; None where there is none. Raises ``Problem`` for one that is damaged."""
    if not file.is_file():
        return None
    try:
        found: Any = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or "metrics" not in found or "source" not in found:
        raise Problem("input", f"{file} is damaged: score the run again.")
    return found


def _text(board: Json) -> list[str]:
    """The table in lines: a run a column would not fit, so a block a metric."""
    lines = [f"{len(board['runs'])} runs over {board['cases']:,} cases that all have."]
    lines += [f"  ! {remark}" for remark in board["remarks"]]
    for row in board["metrics"]:
        if row["metric"] not in SHOWN or all(one["value"] is None for one in row["scores"]):
            continue
        lines += ["", row["metric"]]
        for run, one in zip(board["runs"], row["scores"], strict=True):
            lines.append(f"  {run['name'][:_NAME]:<{_NAME}} {number(one['value']):>7} {interval(one)}".rstrip())
    return lines
