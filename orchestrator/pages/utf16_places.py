"""Places in a text, counted as a browser counts them: in UTF-16 units, of which a sign beyond the first plane has two."""

from itertools import accumulate

from bedside.scenarios.note import Span


class Places:
    """Turns places in ``text``, which Python counts in characters, into those of a page's script."""

    def __init__(self, text: str) -> None:
        plain = text.isascii() or max(text) <= "\uffff"
        self._at = None if plain else [0, *accumulate(2 if sign > "\uffff" else 1 for sign in text)]

    def __call__(self, span: Span) -> list[int]:
        """Start and end of a span. One that reaches beyond the text ends with it."""
        if self._at is None:
            return [span.start, span.end]
        last = len(self._at) - 1
        return [self._at[max(0, min(place, last))] for place in (span.start, span.end)]
