"""Runs exported as dialogues for the command line."""

import signal
from collections.abc import Iterable
from pathlib import Path

from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.exports.dialogue_sets import LEFT_OUT, ExportOptions, export_dialogues
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder, read_run_json


def stays_here(runs: Iterable[Path]) -> bool:
    """Whether the data of one of these runs may not leave this machine."""
    for run in runs:
        path, _ = find_run(str(run), Path("runs"))
        locality = read_run_json(path).get("locality")
        if isinstance(locality, dict) and locality.get("local_only"):
            return True
    return False


def run_export_command(
    runs: list[Path], out: Path, notes: Path | None, options: ExportOptions, shown: str = ""
) -> None:
    """Export whole runs and say what was written and what was left out. ``shown`` is what ``out`` is called, where that is
    another place. Raises ``Problem``."""
    need_output()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # no half folder stays behind
    text_of = None
    if notes is not None:
        from bedside.orchestrator.cli.note_texts import note_texts

        text_of = note_texts(notes)
    with reading():
        paths = [_folder(run) for run in runs]
        folders = [
            RunFolder(path, text_of, spoken_only=True) if text_of else RunFolder(path, spoken_only=True)
            for path in paths
        ]
        made = export_dialogues(folders, out, options)
    for part, of in made["parts"].items():
        files = [name for name, file in made["files"].items() if file["part"] == part]
        where = part if options.format in ("convokit", "brat") else files[0]
        more = f" and {len(files) - 1:,} more" if where != part and len(files) > 1 else ""
        print_out(f"{where}{more}: {_counted(of['dialogues'], 'dialogue')} of {_counted(of['patients'], 'patient')}")
    counts = made["counts"]
    left = "".join(f" + {count:,} {why}" for why, count in counts["left_out"].items())
    edited = f"; a person changed turns of {counts['edited']:,}" if counts["edited"] else ""
    print_out(f"{_counted(counts['dialogues'], 'dialogue')} = {counts['exported']:,} exported{left}{edited}")
    if left:
        print_out(f"{(shown or str(out)).rstrip('/')}/{LEFT_OUT} names those that were left out.")
    if options.release is not None:
        signed = "signed" if options.release.key is not None else "not signed"
        print_out(f"{out} is a release, {signed}: bedside verify {out} tells whether it is whole.")
    cells = sum(of["defused"] for of in made["files"].values())
    if cells:
        print_out(f"{cells:,} cells began like a formula and have an apostrophe before them.")


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"


def _folder(run: Path) -> Path:
    path, name = find_run(str(run), Path("runs"))
    if name is not None:
        raise Problem("usage", f"bedside export takes whole runs: {path}, and not {name} alone.")
    return path
