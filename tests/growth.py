"""Time as a ratio: how much longer the same work takes on more of the same text."""

import time
from collections.abc import Callable

TRIES = 4  # a busy machine may double any one measurement; what grows with the square does so each time


def stays_linear(work: Callable[[str], object], piece: str, size: int) -> bool:
    """Whether ten times ``size`` characters of ``piece`` take less than thirty times the processor time of ``size``."""
    small, large = piece * (size // len(piece)), piece * (10 * size // len(piece))
    return any(_seconds(work, large) < 30 * max(_seconds(work, small), 0.005) for _ in range(TRIES))


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start
