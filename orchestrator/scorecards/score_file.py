"""``scores.jsonl`` read back: what each dialogue came to, and by which version of each metric."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem

Json = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True)
class ScoredDialogue:
    """One line. ``note`` is the digest of its note, "" where it has none; ``scores`` are value and n of what was scored."""

    id: str
    note: str
    scores: dict[str, tuple[float, int]]


@dataclass
class ScoreFile:
    """The lines of a file, and the version of each metric in it."""

    path: Path
    dialogues: list[ScoredDialogue] = field(default_factory=list[ScoredDialogue])
    versions: dict[str, int] = field(default_factory=dict[str, int])
    left_out: int = 0


def read_scores(path: Path, name: str) -> ScoreFile:
    """Read a file. Raises ``Problem`` where it is not there or damaged, or holds scores of two versions of one metric; ``name``
    is what was asked for."""
    found = ScoreFile(path)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                _add(found, number, line)
    except FileNotFoundError:
        raise Problem("input", f"{name} has no scores: run bedside evaluate {name} first.") from None
    except OSError as error:
        raise Problem("input", f"{path} cannot be read ({error.strerror}): change its permissions.") from None
    if not found.dialogues:
        raise Problem("input", f"Nothing of {name} was scored: bedside evaluate {name} says why.")
    return found


def _add(found: ScoreFile, number: int, line: bytes) -> None:
    try:
        row: Json = orjson.loads(line)
        if "left_out" in row:
            found.left_out += 1
            return
        scores: dict[str, tuple[float, int]] = {}
        for metric, score in row["scores"].items():
            version = found.versions.setdefault(metric, score["version"])
            if version != score["version"]:
                raise Problem(
                    "input",
                    f"{found.path} holds scores of {metric} by its versions {version} and {score['version']}: score the run again.",
                )
            if score["value"] is not None:
                scores[metric] = (float(score["value"]), int(score["n"]))
        found.dialogues.append(ScoredDialogue(str(row["id"]), str(row["note"] or ""), scores))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError):
        raise Problem("input", f"{found.path}, line {number} is damaged: score the run again.") from None
