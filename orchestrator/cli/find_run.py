"""What ``RUN`` and ``RUN/ID`` on the command line mean, and where the texts of notes come from that a run does not keep."""

import difflib
from pathlib import Path

from bedside.orchestrator.batch.items import rows, scan
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.runs.reader import TextOf
from bedside.orchestrator.runs.run_list import run_rows


def find_run(given: str, out: Path) -> tuple[Path, str | None]:
    """The folder that is meant, by its path or its name in ``out``, and the id after it if there is one, which may have
    slashes of its own. Raises ``Problem``."""
    words = given.rstrip("/") or given
    at = len(words)
    while at > 0:
        head, rest = words[:at], words[at + 1 :]
        for folder in (Path(head), out / head):
            if _holds_run(folder):
                return folder, rest or None
        at = words.rfind("/", 0, at)
    raise Problem("input", _nothing(words, out))


def _holds_run(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("run.json", "dialogues.jsonl"))


def _nothing(given: str, out: Path) -> str:
    """There is no such run: what may have been meant."""
    folder = Path(given)
    if folder.is_dir():
        inside = [row.name for row in run_rows(folder)]
        if inside:
            return f"{given} holds {len(inside):,} runs: name one of them, like {given}/{inside[0]}."
        return f"{given} is no run folder: no run.json in it."
    names = [row.name for row in run_rows(out)]
    near = difflib.get_close_matches(given.split("/")[0], names, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"bedside runs --out {out} lists those that are kept."
    return f"There is no run {given!r}, neither as a path nor in {out}. {hint}"


def note_texts(file: Path | None) -> TextOf:
    """Finds texts of notes by digest in a file as ``batch --notes`` takes it, in a case file or in a text file. Raises
    ``Problem``."""
    if file is None:
        return lambda _: None
    texts = {digest_of(text): text for text in map(admitted_text, _texts(file))}
    return texts.get


def _texts(file: Path) -> list[str]:
    if file.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        scan(file)
        return [row.note for row in rows(file) if row.fault is None]
    from bedside.orchestrator.cases.case_input import read_case, read_plain

    if file.suffix.lower() in (".yaml", ".yml"):
        return [read_case(file)[1]]
    try:
        return [read_plain(file.read_bytes(), str(file))[1]]
    except OSError as error:
        raise Problem("input", f"--notes {file} cannot be read ({error.strerror}): check its path.") from None
