"""The gate on export: a run whose privacy report says red is not exported, unless somebody insists, and then it is stamped.

Law of the file: a report of other dialogues than those that are there counts for nothing.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_digest import digest_of_file
from bedside.orchestrator.runs.file_names import DIALOGUES, PRIVACY
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
_KEPT = ("measure", "band", "says", "value", "low", "high", "p", "n")


def privacy_stamps(folders: Sequence[RunFolder], force: bool) -> Json:
    """What is known of each run, by its name; None where nobody measured. Raises ``Problem`` for a run above the band, and for
    a report that is not of these dialogues."""
    return {folder.path.resolve().name: _stamp(folder, force) for folder in folders}


def privacy_report_of(folder: RunFolder) -> Json | None:
    """The privacy report of a run, None where there is none. Raises ``Problem`` for one that is damaged or of other dialogues."""
    path = folder.path / PRIVACY
    again = f"run bedside evaluate {folder.path} --privacy again."
    try:
        made: Any = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except orjson.JSONDecodeError:
        made = None
    if not isinstance(made, dict) or "band" not in made or not isinstance(made.get("measures"), list):
        raise Problem("input", f"{path} is damaged: {again}")
    if made.get("digest") != digest_of_file(folder.path / DIALOGUES):
        raise Problem("input", f"{path} is of other dialogues than the run has now: {again}")
    return made


def _stamp(folder: RunFolder, force: bool) -> Json | None:
    made = privacy_report_of(folder)
    if made is None:
        return None
    red = [row["measure"] for row in made["measures"] if row["band"] == "red"]
    if made["band"] == "red" and not force:
        raise Problem(
            "input",
            f"The privacy report of {folder.path} is red ({', '.join(red)}): {folder.path / PRIVACY} says what to do, or export it with this stamped on it by --force-privacy.",
        )
    return {
        "band": made["band"],
        "forced": made["band"] == "red",
        "counts": made["counts"],
        "measures": [{key: row.get(key) for key in _KEPT} for row in made["measures"]],
    }
