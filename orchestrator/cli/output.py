"""What commands print on standard output. Whoever stops reading is no trouble; what cannot be written is one sentence."""

import shutil
import sys

from bedside.orchestrator.cli.streams import Nowhere
from bedside.orchestrator.failures import Problem, StorageProblem


def print_out(text: str) -> None:
    """Print a text and a line end. Raises ``StorageProblem`` where it cannot be written, and ``BrokenPipeError`` where nobody
    reads any more."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageProblem(
            f"Standard output cannot be written ({error.strerror}): give it room, then run the same command again."
        ) from error


def print_bytes(data: bytes) -> None:
    """Print bytes as they are. Raises as ``print_out`` does."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageProblem(
            f"Standard output cannot be written ({error.strerror}): give it room, then run the same command again."
        ) from error


def need_output() -> None:
    """Raises ``Problem`` where standard output was closed before the command began, and all it would say were lost."""
    if isinstance(sys.stdout, Nowhere):
        raise Problem("usage", "Standard output is closed: leave out >&-, or name a file with > FILE.")


def table_width() -> int:
    """How many columns a table may take: those of the terminal, and as many as it likes in a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 1000
