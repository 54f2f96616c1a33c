"""Failure is data: small errors inside, one boundary that turns them into a classified Failure.

What a user can mend is a ``Problem``: one sentence with the mend, shown without a traceback.
"""

import errno
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from bedside.scenarios.record import Failure

FINISHED, USAGE, SOME_FAILED, HALTED, INTERRUPTED = 0, 2, 3, 4, 130  # exit codes; HALTED by a limit
FILTERED = "filtered"  # of an item of whose note too little was understood: no error, and no dialogue
MENDABLE = frozenset(
    {"input", "config", "usage", "language", "knowledge", "storage", FILTERED}
)  # kinds a user can do something about
_SENTENCES = {"CaseError": "config", "KnowledgeError": "knowledge", "IdentifierEngineError": "config"}
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Problem(Exception):
    """Something the user can mend. ``kind`` is the class of error, the message one sentence that says how."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Failed(Exception):
    """One item did not finish; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def is_mendable(error: Exception) -> bool:
    """Whether its words are a sentence for the user, so that no traceback is shown."""
    return isinstance(error, (Problem, Failed)) or type(error).__name__ in _SENTENCES


class StorageProblem(Problem):
    """The run folder cannot be written: nothing can go on."""

    def __init__(self, message: str) -> None:
        super().__init__("storage", message)


@contextmanager
def boundary(stage: str) -> Generator[None]:
    """Turn whatever goes wrong inside into ``Failed``. Storage trouble and interruption pass: they end the run."""
    try:
        yield
    except (Failed, StorageProblem):
        raise
    except Exception as error:
        raise Failed(classify(stage, error)) from error


def classify(stage: str, error: Exception) -> Failure:
    """The failure an exception stands for. An internal one carries where it happened, not the data it happened on."""
    if isinstance(error, Problem):
        return Failure(kind=error.kind, stage=stage, message=str(error))
    name = type(error).__name__
    if name == "ModelError" or any(base.__name__ == "ModelError" for base in type(error).__mro__):
        return _of_model(stage, error)
    if isinstance(error, TimeoutError):
        return Failure(kind="timeout", stage=stage, message=f"{stage} took too long; raise the limit and run again.")
    if name in _SENTENCES:  # told by name, so that nothing is imported here; their words already carry the mend
        return Failure(kind=_SENTENCES[name], stage=stage, message=str(error))
    if isinstance(error, OSError):
        return Failure(kind="input", stage=stage, message=f"{error.strerror or error} ({error.filename or stage}).")
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in reversed(frames))
    kind = "knowledge" if stage == "retrieve" else "internal"
    text = str(error).splitlines()[0][:200] if str(error) else ""
    return Failure(kind=kind, stage=stage, message=f"{name} in {stage}: {text}".rstrip(": "), raw=where)


def _of_model(stage: str, error: Any) -> Failure:
    """A model's own class of failure, with what it last said."""
    return Failure(kind=error.kind, stage=stage, message=error.message, attempts=max(1, error.attempts), raw=error.raw)


def storage(error: OSError, path: str) -> StorageProblem:
    """The sentence for a run folder that cannot be written."""
    if error.errno in _NO_SPACE:
        return StorageProblem(f"No space left to write {path}: free some, then run the same command to go on.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageProblem(f"Cannot write {path}: choose another folder with --out or change its permissions.")
    return StorageProblem(f"Cannot write {path} ({error.strerror}): choose another folder with --out.")
