"""A dialogue in two columns: what was said, and beside it the note's words that it rests on."""

from collections.abc import Iterator

from bedside.orchestrator.views.dialogue_view import DialogueView, LineView, rests_on
from bedside.orchestrator.views.terminal_text import harmless, isolated, padded, wrapped

NARROW = 60  # columns below which what a line rests on stands under it
_BAR = " │ "


def side_by_side(view: DialogueView, width: int, trace: bool = False) -> Iterator[str]:
    """The lines of a dialogue for a terminal of so many columns; with ``trace`` the rest of each reason stands below what
    was said."""
    left = (width - len(_BAR)) // 2
    for line in view.lines:
        said = _said(line, left if width >= NARROW else width, trace)
        rests = rests_on(line)
        if width < NARROW:
            yield from said
            yield from (f"  {part}" for row in rests for part in _cut(row, width - 2))
        else:
            right = [part for row in rests for part in _cut(row, width - left - len(_BAR))]
            for n in range(max(len(said), len(right))):
                shown = said[n] if n < len(said) else ""
                beside = right[n] if n < len(right) else ""
                yield (padded(shown, left) + _BAR + beside).rstrip()


def _said(line: LineView, width: int, trace: bool) -> list[str]:
    said = _cut(f"{line.speaker.upper()}: {line.text}", width)
    return said + [f"  {part}" for row in line.why for part in _cut(row, width - 2)] if trace else said


def _cut(text: str, width: int) -> list[str]:
    return [isolated(part) for part in wrapped(harmless(text), width)]
