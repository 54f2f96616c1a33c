"""Conversations scored for the command line."""

import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from bedside.evaluation.sets.told_before import listened_to
from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.card_text import card_text
from bedside.orchestrator.scorecards.evaluate import PAGE, evaluate
from bedside.orchestrator.scorecards.source import RunTalks, TalkSource
from bedside.orchestrator.scorecards.talk_file import FileTalks
from bedside.orchestrator.views.terminal_text import harmless

FOLDER = "evaluation"


@dataclass(frozen=True)
class EvaluateOptions:
    """What is compared with, of how many turns a small language model is asked, where the scores go, and how they are printed."""

    reference: tuple[str, ...] = ()
    learn_from: tuple[str, ...] = ()
    notes: Path | None = None
    to: Path | None = None
    processes: int = 0
    lm: int = 0
    json: bool = False
    quiet: bool = False


def run_evaluate_command(run: str, out: Path, asked: EvaluateOptions) -> None:
    """Score a run or a file and print its scorecard. Raises ``Problem``."""
    need_output()
    with reading():
        source = talk_source(run, out, asked.notes)
        reference = [talk_source(one, out, None) for one in asked.reference]
        folder = asked.to or scores_folder(run, out)
        if folder.is_file():
            raise Problem("usage", f"--to {folder} is a file: name a folder.")
        processes = asked.processes or os.cpu_count() or 1
        teachers = [talk_source(one, out, None) for one in asked.learn_from]
        if teachers and not reference:
            raise Problem("usage", "--learn-from is for --reference FILE: name the people to compare with, too.")
        also = listened_to(asked.lm) if asked.lm else ()
        made = evaluate(source, reference, folder, processes, teachers, also)
    if asked.json:
        print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
        return
    if asked.quiet:
        return
    print_out(harmless(f"{card_text(made)}\n\n{folder / PAGE}"))


def scores_folder(run: str, out: Path) -> Path:
    """Where the scores of a run or a file are kept unless another folder is named. Raises ``Problem``."""
    file = Path(run)
    if file.is_file():
        return file.with_name(f"{file.stem}-{FOLDER}")
    path, name = find_run(run, out)
    if name is not None:
        raise Problem("usage", f"Whole runs are scored: {path}. The line of {name} is in scores.jsonl, by its id.")
    return path / FOLDER


def talk_source(run: str, out: Path, notes: Path | None) -> TalkSource:
    """The dialogues of a run or a file. Raises ``Problem``."""
    file = Path(run)
    if file.is_file():
        if notes is not None:
            raise Problem("usage", f"--notes is for a run folder: rows of {file} have their note under note.")
        return FileTalks(file)
    return RunTalks(scores_folder(run, out).parent, _texts(notes))


def _texts(notes: Path | None) -> dict[str, str] | None:
    if notes is None:
        return None
    from bedside.orchestrator.cli.note_texts import all_texts

    return all_texts(notes)
