"""What an export needs before strangers get it: a licence that somebody chose, terms for data that is not open, checksums.

Law of the file: nothing is released under terms that nobody wrote down.
"""

from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_digest import digest_of_file
from bedside.orchestrator.runs.files import replace

Json = dict[str, Any]
CHECKSUMS = "CHECKSUMS"


def data_terms(row: Json) -> str | None:
    """The written terms of a dialogue whose note is not open data, None for open data. Raises ``Problem`` where there are
    none."""
    if row["data_class"] == "open":
        return None
    if not row["terms"]:
        raise Problem(
            "input",
            f"{row['id']} is made of {row['data_class']} data and no terms are written in its case: it cannot be released.",
        )
    return str(row["terms"])


def write_checksums(folder: Path) -> None:
    """The SHA-256 of every file below a folder, as ``sha256sum --check CHECKSUMS`` reads them."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    replace(folder / CHECKSUMS, [f"{digest_of_file(folder / name)}  {name}\n".encode() for name in names])
