"""Two kept dialogues compared, or one looked through, for the command line."""

from pathlib import Path

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.debug.cause_verbs import bisect_lines, turning_lines
from bedside.orchestrator.debug.dialogue_source import open_kept
from bedside.orchestrator.failures import FINISHED, Problem
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder


def run_bisect_command(one: str, other: str | None, check: str | None, notes: Path | None, out: Path) -> int:
    """Print what is found and return the exit code. Raises ``Problem``."""
    if (other is None) == (check is None):
        raise Problem("usage", "Give two dialogues (RUN/ID RUN/ID), or one and --check EXPR.")
    with reading():
        kept, setup = _kept(one, notes, out)
        if check is not None:
            lines = list(turning_lines(kept, check))
        else:
            assert other is not None
            lines = list(bisect_lines(kept, setup, *_kept(other, notes, out)))
    for line in lines:
        print_out(line)
    return FINISHED


def _kept(given: str, notes: Path | None, out: Path) -> tuple[KeptDialogue, ReplaySetup]:
    """A kept dialogue, and what it was played with. Raises ``Problem``."""
    path, name = find_run(given, out)
    folder = RunFolder(path)
    if notes is not None:
        from bedside.orchestrator.cli.note_texts import note_texts

        folder = RunFolder(path, note_texts(notes))
    if name is None and len(folder.ids) != 1:
        raise Problem("usage", f"{given} holds {len(folder.ids)} dialogues: name one, like {given}/ID.")
    source = open_kept(folder, name or folder.ids[0], PlayerOptions())
    return folder.dialogue(source.id), ReplaySetup(source.registry, source.simulator.retriever, prompts=source.prompts)
