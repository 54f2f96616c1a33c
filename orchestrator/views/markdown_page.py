"""Dialogues and lists as Markdown. Whatever was said is text: nothing in it is taken for Markdown or HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bedside.orchestrator.views.dialogue_view import SYNTHETIC, DialogueView, LineView, rests_on
from bedside.orchestrator.views.terminal_text import harmless

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~#&$!])")
_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    line = " ".join(harmless(text).split())
    return _LIST.sub(lambda match: match[1] + match[2][:-1] + "\\" + match[2][-1], _SIGNS.sub(r"\\\1", line))


def markdown_page(view: DialogueView, *, trace: bool = False, beside: bool = False) -> str:
    """A dialogue: a paragraph a line, or with ``beside`` a table of lines and what they rest on."""
    rows = [f"# {escaped(view.title)}", "", SYNTHETIC, ""]
    rows += [", ".join(f"{name}: {escaped(value)}" for name, value in view.about), ""]
    rows += [part for remark in view.remarks for part in (f"> {escaped(remark)}", "")]
    if beside:
        rows += table(("who", "said", "rests on"), (_cells(line, trace) for line in view.lines))
    else:
        for line in view.lines:
            rows += [f"**{escaped(line.speaker.upper())}** {escaped(line.text)}", ""]
            if trace:
                rows += [f"* {escaped(row)}" for row in (*line.why, *rests_on(line))]
                rows += [""]
    return "\n".join(rows).rstrip("\n") + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table. Cells are escaped already."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _cells(line: LineView, trace: bool) -> tuple[str, str, str]:
    why = [f"*{escaped(row)}*" for row in line.why] if trace else []
    return escaped(line.speaker), "<br>".join([escaped(line.text), *why]), "<br>".join(map(escaped, rests_on(line)))
