"""A dialogue as a Word document: a table of who said what, as it is printed and handed out. Needs python-docx."""

import io
from typing import Any

from bedside.orchestrator.views.dialogue_view import SYNTHETIC, DialogueView, LineView, rests_on
from bedside.orchestrator.views.terminal_text import harmless

_WIDTHS = {False: (3.0, 14.0), True: (3.0, 8.0, 6.0)}  # centimetres, without and with what lines rest on
_SMALL = 9  # points


class NoWriter(Exception):
    """python-docx is not installed."""


def word_page(view: DialogueView, *, trace: bool = False, beside: bool = False) -> bytes:
    """The document as the bytes of a ``.docx``; with ``trace`` reasons below each line, with ``beside`` what each rests on at its
    side. Raises ``NoWriter``."""
    try:
        from docx import Document
        from docx.shared import Cm
    except ImportError:
        raise NoWriter from None
    document: Any = Document()
    document.core_properties.title = view.title
    document.core_properties.author = "bedside"
    document.add_heading(harmless(view.title), 1)
    _small(document.add_paragraph(), SYNTHETIC)
    _small(document.add_paragraph(), ", ".join(f"{name}: {harmless(value)}" for name, value in view.about))
    for remark in view.remarks:
        document.add_paragraph(harmless(remark), style="Intense Quote")
    widths = _WIDTHS[beside]
    table = document.add_table(rows=1, cols=len(widths))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, ("who", "said", "rests on"), strict=False):
        cell.paragraphs[0].add_run(head).bold = True
    _repeated(table.rows[0])
    for line in view.lines:
        _row(table.add_row(), line, trace, beside)
    for row in table.rows:
        _unbroken(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _row(row: Any, line: LineView, trace: bool, beside: bool) -> None:
    row.cells[0].paragraphs[0].add_run(harmless(line.speaker).capitalize()).bold = True
    row.cells[1].paragraphs[0].add_run(harmless(line.text))
    below = [*line.why, *([] if beside else rests_on(line))] if trace else []
    for why in below:
        _small(row.cells[1].add_paragraph(), why)
    if beside:
        for number, rests in enumerate(rests_on(line)):
            _small(row.cells[2].add_paragraph() if number else row.cells[2].paragraphs[0], rests)


def _small(paragraph: Any, text: str) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(harmless(text))
    run.font.size = Pt(_SMALL)
    run.italic = True


def _repeated(row: Any) -> None:
    """The row stands again at the top of every page."""
    _property(row, "w:tblHeader")


def _unbroken(row: Any) -> None:
    """No page ends within the row."""
    _property(row, "w:cantSplit")


def _property(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))
