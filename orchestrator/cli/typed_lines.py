"""The lines that a person types, or that come from a pipe, one after another."""

import sys
from collections.abc import Callable, Iterator


def typed_lines(prompt: str, after: Callable[[], None] = lambda: None) -> Iterator[str]:
    """The lines until the input ends; on a terminal Ctrl-C drops what was typed. ``after`` is called after each of them."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    while True:
        try:
            yield input(prompt)
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
        finally:
            after()
