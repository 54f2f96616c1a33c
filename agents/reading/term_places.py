"""Which words of a sentence are of its concepts."""

from bisect import bisect_left
from collections.abc import Sequence

from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_NAMING = frozenset({"symptom", "disorder", "finding", "procedure", "test"})


def named_ranges(doc: Doc, sentence: Span, words: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """The words of each concept of several words: a modifier within one is part of its name ("lack of energy")."""
    long = [m.span for m in doc.mentioned(sentence) if m.kind in _NAMING and " " in m.form]
    if not long:
        return ()
    starts = [word.start for word in words]
    return tuple((bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in long)


def indices(doc: Doc, sentence: Span, words: Sequence[Token], kinds: frozenset[str]) -> frozenset[int]:
    """The words of each concept of these kinds."""
    starts = [word.start for word in words]
    found = [m.span for m in doc.mentioned(sentence) if m.kind in kinds]
    return frozenset(i for span in found for i in range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
