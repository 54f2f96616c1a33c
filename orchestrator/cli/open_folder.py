"""A run folder opened for a command that shows it, and what must be known of it."""

from pathlib import Path

from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.reader import RunFolder

NO_WORDS = "The run keeps no text of its notes: give them with --notes FILE to see their words."


def open_folder(path: Path, notes: Path | None) -> RunFolder:
    """The folder, with the texts of its notes from the file ``notes`` where it keeps none. Raises ``Problem``."""
    if notes is None:
        return RunFolder(path)
    from bedside.orchestrator.cli.note_texts import note_texts

    return RunFolder(path, note_texts(notes))


def remarks_of(folder: RunFolder) -> tuple[str, ...]:
    """What must be known of the run, in sentences."""
    if is_held(folder.path):
        return ("The run is still open: another process is writing it.",)
    if folder.survey.lost:
        some = ", ".join(folder.survey.lost[:5])
        return (f"Finished dialogues are lost ({some}): bedside verify {folder.path} says more.",)
    return ()
