"""What ``RUN`` and ``RUN/ID`` on the command line mean."""

import difflib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.run_list import run_rows


def find_run(given: str, out: Path) -> tuple[Path, str | None]:
    """The folder that is meant, by its path or its name in ``out``, and the id after it if there is one, which may have
    slashes of its own. Raises ``Problem``."""
    words = given.rstrip("/") or given
    if not words:
        raise Problem("usage", "Name a run: bedside runs lists those that are kept.")
    at = len(words)
    while at > 0:
        head, rest = words[:at], words[at + 1 :]
        for folder in (Path(head), out / head):
            if _holds_run(folder):
                return folder, rest or None
        at = words.rfind("/", 0, at)
    raise Problem("input", _nothing(words, out))


@contextmanager
def reading() -> Generator[None]:
    """Turn what the system says of a file that cannot be read into a ``Problem``."""
    try:
        yield
    except BrokenPipeError:  # nobody reads what is printed, which is no trouble of the run's
        raise
    except OSError as error:
        what = error.filename or "The run folder"
        raise Problem(
            "input", f"{what} cannot be read ({error.strerror}): change its permissions or copy it again."
        ) from None


def _holds_run(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("run.json", "dialogues.jsonl"))


def _nothing(given: str, out: Path) -> str:
    """There is no such run: what may have been meant."""
    folder = Path(given)
    if folder.is_dir():
        inside = [row.name for row in run_rows(folder)]
        if inside:
            count = "one run" if len(inside) == 1 else f"{len(inside):,} runs"
            return f"{given} is no run folder and holds {count}: name one, like {given}/{inside[0]}."
        return f"{given} is no run folder: no run.json in it."
    names = [row.name for row in run_rows(out)]
    near = difflib.get_close_matches(given.split("/")[0], names, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"bedside runs --out {out} lists those that are kept."
    return f"There is no run {given!r}, neither as a path nor in {out}. {hint}"
