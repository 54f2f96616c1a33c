"""A note's file as its text, by what its name says: plain text, HTML and RTF; Word and PDF with their readers installed."""

import io
import stat
from pathlib import Path
from typing import Any

from bedside.orchestrator.cases.text_encoding import NotText, decoded
from bedside.orchestrator.failures import Problem

DOCUMENTS = (".docx", ".pdf")  # read by libraries that are an extra
MARKED_UP = (".html", ".htm", ".xhtml", ".rtf")
_EXTRA = "pip install 'bedside[documents]', or save it as text"


def refuse_irregular(path: Path) -> None:
    """Refuse a pipe, a socket or a device, which may never end or never begin. Raises ``Problem``."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # opening it says why
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise Problem(
            "input", f"{path} is no regular file: save the note to one, or give it on standard input (--note -)."
        )


def note_text(raw: bytes, name: str) -> str:
    """The text of a note from the bytes of its file. Raises ``NotText`` for one that cannot be read."""
    kind = Path(name).suffix.lower()
    if kind == ".docx" or raw.startswith(b"PK\x03\x04"):
        return _docx(raw)
    if kind == ".pdf" or raw.startswith(b"%PDF-"):
        return _pdf(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotText("it is an old Word document: save it as .docx or as text")
    # RTF is ASCII, and says itself what other letters are.
    text = raw.decode("latin-1") if raw.startswith(b"{\\rtf") else decoded(raw)
    if kind in MARKED_UP:
        from bedside.agents.reading.markup import plain

        return plain(text) or text
    return text


def _docx(raw: bytes) -> str:
    try:
        import docx
    except ImportError:
        raise NotText(f"Word documents need python-docx: {_EXTRA}") from None
    try:
        document: Any = docx.Document(io.BytesIO(raw))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if hasattr(block, "rows"):
                lines += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
            else:
                bullet = "• " if str(block.style.name if block.style else "").startswith("List") else ""
                lines.append(bullet + block.text)
    except Exception as error:  # whatever a zip or an XML parser makes of a file that is none
        raise NotText(f"it is no Word document that can be read ({type(error).__name__}): save it as text") from None
    return "\n".join(lines).strip() + "\n"


def _pdf(raw: bytes) -> str:
    try:
        import pypdf
    except ImportError:
        raise NotText(f"PDF needs pypdf: {_EXTRA}") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it stumbles over is told below, in a sentence
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            raise NotText("the PDF is locked with a password: save it without, or as text")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except NotText:
        raise
    except Exception as error:  # whatever a parser makes of a file that is none
        raise NotText(f"it is no PDF that can be read ({type(error).__name__}): save it as text") from None
    if not text.strip():
        raise NotText("the PDF holds pictures and no text: give its text")
    return text.strip() + "\n"
