"""A stretch of a text."""

from bedside.scenarios.value import Value


class Span(Value):
    """A half-open range of characters, ``start <= i < end``."""

    start: int
    end: int
