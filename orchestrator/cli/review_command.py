"""A blinded reading for the command line: the page written, and the answers counted."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.open_folder import open_folder
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.human_source import human_source
from bedside.orchestrator.reviews.annotation_tools import TOOLS, write_tasks
from bedside.orchestrator.reviews.answers import read_answers, read_key
from bedside.orchestrator.reviews.blinded import ReviewOptions, blind
from bedside.orchestrator.reviews.counts import count_review
from bedside.orchestrator.reviews.review_page import review_page
from bedside.orchestrator.runs.files import replace

Json = dict[str, Any]
PAGE, KEY = "review.html", ".key.json"


@dataclass(frozen=True)
class Sources:
    """Where the conversations come from, and where the page goes."""

    runs: Sequence[str]
    out: Path
    human: Path | None = None
    notes: Path | None = None
    to: Path | None = None
    tool: str | None = None  # tasks of another program in place of a page


def write_review(sources: Sources, options: ReviewOptions) -> None:
    """Write the page and, beside it, its key. Raises ``Problem``."""
    need_output()
    if not sources.runs:
        raise Problem("usage", "Name a run, or answers to be counted with --answers: bedside runs lists what is kept.")
    if sources.tool is not None and sources.tool not in TOOLS:
        raise Problem("usage", f"--for {sources.tool!r} is not known: it is {' or '.join(TOOLS)}.")
    paths = [_folder(run, sources.out) for run in sources.runs]
    if len({path.resolve().name for path in paths}) < len(paths):
        raise Problem("usage", "Two of the runs have the same name: an arm is called by it.")
    with reading():
        human = human_source(sources.human) if sources.human is not None else None
        made = blind([open_folder(path, sources.notes) for path in paths], human, options)
        page = sources.to or paths[0] / (PAGE if sources.tool is None else f"review-{sources.tool}")
        if sources.tool is None and (not page.parent.is_dir() or page.is_dir()):
            raise Problem("usage", f"--to {page} names no file in a folder that is there: name another.")
        if sources.tool is not None and page.exists() and (not page.is_dir() or any(page.iterdir())):
            raise Problem("usage", f"{page} is not an empty folder: name another with --to.")
        key = page.with_suffix(KEY)
        if key.exists() and not _is_key_of(key, made.key["review"]):
            raise Problem(
                "usage",
                f"{key} is the key of another review, whose answers could not be counted without it: name another page with --to.",
            )
        replace(key, [orjson.dumps(made.key, option=orjson.OPT_INDENT_2), b"\n"])
        if sources.tool is None:
            replace(page, review_page(made.shown))
        else:
            write_tasks(sources.tool, made.shown, page)
    items: list[Json] = made.key["items"]
    arms = {arm: sum(one["arm"] == arm for one in items) for arm in sorted({one["arm"] for one in items})}
    counts = ", ".join(f"{count} {arm}" for arm, count in arms.items())
    print_out(f"{page}: {len(items)} conversations ({counts}), {sum(one['turns'] for one in items):,} turns")
    print_out(f"{key} says which is which: keep it from the readers.")
    if made.unmatched:
        print(f"{made.unmatched} human conversations are of no note of the runs, and were left out.", file=sys.stderr)


def _is_key_of(key: Path, review: str) -> bool:
    try:
        return read_key(key).review == review
    except Problem:  # whatever it is, it is not ours to overwrite
        return False


def count_answers(files: Sequence[Path], key: Path | None, as_json: bool) -> None:
    """Print what the answers come to. Raises ``Problem``."""
    need_output()
    with reading():
        found = read_key(key or _key_beside(files))
        made = count_review(found, read_answers(files, found))
    print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode() if as_json else "\n".join(_told(made)))


def _key_beside(files: Sequence[Path]) -> Path:
    """The one key in the folder of the answers, or here."""
    for folder in dict.fromkeys((files[0].parent, Path())):
        keys = sorted(folder.glob(f"*{KEY}"))
        if len(keys) == 1:
            return keys[0]
    raise Problem("usage", "There is no single key beside the answers: name it with --key.")


def _folder(run: str, out: Path) -> Path:
    path, name = find_run(run, out)
    if name is not None:
        raise Problem("usage", f"bedside review takes whole runs: {path}, and not {name} alone.")
    return path


def _told(made: Json) -> Iterator[str]:
    """The counts in lines."""
    arms: list[Json] = made["arms"]
    width = max([len("arm"), *(len(row["arm"]) for row in arms)])
    names = max([len("reader"), *(len(row["reader"]) for row in arms)])
    yield f"{'arm':{width}}  {'reader':{names}}  {'talks':>5}  {'turns':>6}  {'any':>22}  {'severity 2+':>22}  {'severity 3':>22}  {'real':>4}"
    for row in arms:
        cells = "  ".join(f"{_interval(share):>22}" for share in row["shares"].values())
        real = f"{row['real']:.1f}" if row["real"] is not None else "-"
        yield f"{row['arm']:{width}}  {row['reader']:{names}}  {row['conversations']:>5}  {row['turns']:>6,}  {cells}  {real:>4}"
    for row in arms:
        kinds = ", ".join(f"{code} {count}" for code, count in row["codes"].items())
        if kinds:
            yield f"{row['arm']}, {row['reader']}: {kinds}"
    for row in made["guesses"]:
        yield f"{row['reader']} told people from programs in {row['right']} of {row['of']} ({row['low']:.0%} to {row['high']:.0%})"
    yield from _agreed(made["agreement"])
    yield from made["remarks"]


def _agreed(agreement: Json) -> Iterator[str]:
    if not agreement["turns"]:
        yield "No turn was read by two readers, so nothing is known of their agreement."
        return
    alpha = ", ".join(f"{name} {_number(value)}" for name, value in agreement["alpha"].items())
    yield f"Krippendorff's alpha over {agreement['turns']:,} turns: {alpha}"
    for pair in agreement["pairs"]:
        kappa = ", ".join(f"{name} {_number(value)}" for name, value in pair["kappa"].items())
        yield f"Cohen's kappa, {' and '.join(pair['readers'])}, {pair['turns']:,} turns: {kappa}"


def _interval(share: Json) -> str:
    return f"{share['share']:.1%} ({share['low']:.1%} to {share['high']:.1%})"


def _number(of: Json) -> str:
    if of["value"] is None:
        return "not to be had (one value only)"
    between = f" ({of['low']:.2f} to {of['high']:.2f})" if of["low"] is not None else ""
    return f"{of['value']:.2f}{between}"
