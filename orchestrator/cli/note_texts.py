"""Where the texts of notes come from that a run does not keep."""

from pathlib import Path

from bedside.agents.identifiers.surrogates import deidentified
from bedside.orchestrator.batch.items import rows, scan
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.cases.case_input import read_case, read_note_file, read_plain
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.runs.reader import TextOf


def note_texts(file: Path) -> TextOf:
    """Finds texts of notes by digest in a file as ``batch --notes`` takes it, in a case file or in a text file. Raises
    ``Problem``."""
    texts = _texts(file)
    known = {digest_of(text): text for text in map(admitted_text, texts)}
    replaced: dict[str, str] = {}

    def find(digest: str) -> str | None:
        if digest not in known and not replaced:  # of a run with --deidentify
            replaced.update({digest_of(text): text for text in (admitted_text(deidentified(t)[0]) for t in texts)})
        return known.get(digest) or replaced.get(digest)

    return find


def all_texts(file: Path) -> dict[str, str]:
    """The same texts, by digest. Raises ``Problem``."""
    return {digest_of(text): text for text in map(admitted_text, _texts(file))}


def given_texts(file: Path, option: str) -> list[str]:
    """The texts of notes of a file, as a run reads them. Raises ``Problem`` for one that holds none."""
    if not file.is_file():
        raise Problem("input", f"{option} {file} is no file: check its path.")
    try:
        texts = [admitted_text(text) for text in _texts(file)]
    except OSError as error:
        raise Problem("input", f"{option} {file} cannot be read ({error.strerror}): check its path.") from None
    if not texts:
        raise Problem("input", f"{option} {file} holds no note: write one object a line, with id and note.")
    return texts


def _texts(file: Path) -> list[str]:
    kind = file.suffix.lower()
    if kind in (".jsonl", ".ndjson", ".json"):
        scan(file)
        return [row.note for row in rows(file) if row.fault is None]
    if kind in (".yaml", ".yml"):
        return [read_case(file)[1]]
    try:
        return [read_plain(*read_note_file(file))[1]]
    except OSError as error:
        raise Problem("input", f"--notes {file} cannot be read ({error.strerror}): check its path.") from None
