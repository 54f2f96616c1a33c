"""Fewer rounds of the garbage collector while many dialogues are made.

What is loaded once (libraries, terminology, prompts) never becomes garbage, and every full round walks all of it. It is
set aside, unless whoever runs this process has done so, and rounds come less often. What is no cycle is freed at once all the same.
"""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager

SELDOM = (20_000, 20, 50)  # CPython's own are (700, 10, 10) or (2000, 10, 10)


@contextmanager
def relaxed_gc() -> Generator[Callable[[], None]]:
    """Inside, rounds are rare. What is yielded is to be called once all is loaded: what is there then is not walked
    again. Afterwards all is as it was."""
    before = gc.get_threshold()
    settled = False
    theirs = gc.get_freeze_count() > 0

    def settle() -> None:
        nonlocal settled
        if not (settled or theirs):
            settled = True
            gc.collect()
            gc.freeze()

    gc.set_threshold(*SELDOM)
    try:
        yield settle
    finally:
        gc.set_threshold(*before)
        if settled:
            gc.unfreeze()
