"""A run played again for the command line."""

from dataclasses import asdict
from pathlib import Path

import orjson

from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.debug.reproduce import differences, reproduce
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.views.terminal_text import harmless


def run_reproduce_command(run: str, notes: Path | None, as_json: bool, out: Path) -> int:
    """Print what came of each dialogue and return the exit code. Raises ``Problem``."""
    need_output()
    with reading():
        path, name = find_run(run, out)
        if name is not None:
            raise Problem("usage", f"A run is reproduced whole: bedside reproduce {path}.")
        folder = RunFolder(path)
        if notes is not None:
            from bedside.orchestrator.cli.note_texts import note_texts

            folder = RunFolder(path, note_texts(notes))
        if not as_json:
            for sentence in differences(folder):
                print_out(harmless(sentence))
        played = drifted = left = 0
        for one in reproduce(folder):
            left, played = left + bool(one.left_out), played + (not one.left_out)
            drifted += one.drifted
            if as_json:
                print_out(orjson.dumps({**asdict(one), "drifted": one.drifted}).decode())
            elif one.left_out:
                print_out(harmless(f"{one.id}: not played again, {one.left_out}."))
            elif one.drifted:
                print_out(
                    harmless(
                        f"{one.id}: drifts at turn {one.same + 1} of {one.turns}\n  then  {one.then_said}\n  now   {one.now_said}"
                    )
                )
    if not as_json:
        print_out(f"{played:,} played again, {drifted:,} drifted" + (f", {left:,} not played." if left else "."))
    return 1 if drifted else 0
