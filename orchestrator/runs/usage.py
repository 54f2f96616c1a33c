"""What a run has used of language models, failed calls included, over all sittings: ``usage.jsonl``.

A line is what was used since the line before it, by role and model. One is written every few seconds, so that a kill costs
the account of those and nothing else.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bedside.orchestrator.runs.checksum import checked, signed
from bedside.orchestrator.runs.file_names import USAGE
from bedside.orchestrator.runs.files import PRIVATE_FILE, Lines, whole_lines
from bedside.orchestrator.runs.model_call import ModelCall

Json = dict[str, Any]
ROLES = ("planner", "physician", "patient", "refiner")
FLEX = "flex"  # after a model's name: what was answered at the lower price
EVERY = 5.0  # seconds between two lines


@dataclass
class Used:
    """``calls`` are requests that were sent, each attempt of one that was repeated; ``failed`` those of them without an answer
    that could be used; ``uncounted`` questions whose server told no tokens; ``seconds`` what was waited for answers.
    ``cached`` is a part of ``prompt``."""

    calls: int = 0
    failed: int = 0
    questions: int = 0
    uncounted: int = 0
    prompt: int = 0
    cached: int = 0
    completion: int = 0
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """Of prompt and completion."""
        return self.prompt + self.completion

    def add(self, other: "Used") -> None:
        """Take in what was used elsewhere."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class Usage:
    """What was used, by role and model; what was answered at a lower price under the model's name with that price behind it."""

    by: dict[tuple[str, str], Used] = field(default_factory=dict)

    def add(self, role: str, model: str, used: Used) -> None:
        """Take in what one role used of one model."""
        self.by.setdefault((role, model), Used()).add(used)

    def take(self, other: "Usage") -> None:
        """Take in all of another."""
        for (role, model), used in other.by.items():
            self.add(role, model, used)

    @property
    def total(self) -> Used:
        """All of it together."""
        whole = Used()
        for used in self.by.values():
            whole.add(used)
        return whole

    def of_role(self, role: str) -> Used:
        """What one role used, of whatever model."""
        whole = Used()
        for (name, _), used in self.by.items():
            if name == role:
                whole.add(used)
        return whole

    def rows(self) -> list[Json]:
        """An object for each role and model."""
        return [
            {"role": role, "model": model, **{k: round(v, 3) if k == "seconds" else v for k, v in asdict(used).items()}}
            for (role, model), used in sorted(self.by.items())
        ]

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> "Usage":
        """The usage of such objects."""
        made = cls()
        for row in rows:
            numbers = {key: value for key, value in row.items() if key not in ("role", "model")}
            made.add(str(row["role"]), str(row["model"]), Used(**numbers))
        return made


def role_of(purpose: str) -> str:
    """The role that asked, from the purpose of its question (``knee-7/patient/s004.1``, whose id may have slashes, too)."""
    return next((part for part in reversed(purpose.split("/")) if part in ROLES), "other")


def usage_of(calls: Iterable[ModelCall]) -> Usage:
    """What these questions used. Answers that were paid for in an earlier sitting are left out."""
    made = Usage()
    for call in calls:
        if call.again:
            continue
        counted = call.prompt is not None or call.completion is not None
        used = Used(
            calls=call.attempts,
            failed=call.attempts if call.error else call.attempts - 1,
            questions=1,
            uncounted=int(not counted and not call.error),
            prompt=call.prompt or 0,
            cached=call.cached or 0,
            completion=call.completion or 0,
            seconds=max(0.0, call.ended - call.began),
        )
        model = f"{call.asked} {FLEX}" if call.tier == FLEX else call.asked
        made.add(role_of(str(call.exchange.get("purpose", ""))), model, used)
    return made


class UsageLog:
    """The usage of one run, open for writing. ``whole`` is that of all sittings, ``sitting`` that of this one."""

    def __init__(self, folder: Path, mode: int = PRIVATE_FILE) -> None:
        self.whole = read_usage(folder)
        self.sitting = Usage()
        self._path, self._mode = folder / USAGE, mode
        self._file: Lines | None = None
        self._since = Usage()
        self._told = time.monotonic()

    def heard(self, calls: Iterable[ModelCall]) -> bool:
        """Count these questions; whether anything was used."""
        used = usage_of(calls)
        if not used.by:
            return False
        for one in (self.whole, self.sitting, self._since):
            one.take(used)
        if time.monotonic() - self._told > EVERY:
            self.write()
        return True

    def write(self) -> None:
        """Write what was used since the last line. Raises ``StorageProblem``."""
        self._told = time.monotonic()
        if not self._since.by:
            return
        if self._file is None:
            self._file = Lines(self._path, self._mode)
        self._file.write(signed({"at": round(time.time(), 3), "used": self._since.rows()}))
        self._since = Usage()

    def close(self) -> None:
        """Write the rest and close."""
        self.write()
        if self._file is not None:
            self._file.close()
            self._file = None


def read_usage(folder: Path) -> Usage:
    """What a run has used so far; lines that are not as they were written are left out."""
    made = Usage()
    for _, line in whole_lines(folder / USAGE):
        with suppress(ValueError, KeyError, TypeError):
            made.take(Usage.of_rows(checked(line)["used"]))
    return made
