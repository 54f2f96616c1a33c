"""Case files put in shape: indentation, spaces, line ends. Comments stay, and so does every value.

The law: what is written is read back, and is written only if it says exactly what the file said.
"""

import io
from pathlib import Path
from typing import Any

from bedside.scenarios.document import DocumentError, read_document
from bedside.scenarios.load import CaseError

_WIDE = 1 << 16  # lines are the author's: none is broken


def shaped(raw: bytes, name: str) -> bytes:
    """The file in shape. Raises ``CaseError`` for one that is no YAML that a case may be."""
    try:
        before = read_document(raw)  # with its caps: what comes after would choke on a hostile file
    except DocumentError as error:
        raise CaseError(name, *error.mark, error.message, error.mend, error.code) from None
    text = _from_its_first_line(raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    made = _written(text)
    try:
        same = read_document(made).data == before.data
    except DocumentError:
        same = False
    if not same:  # a quirk of a file that the writer cannot keep: only its line ends and its last line are put right
        made = (text.rstrip("\n") + "\n").encode()
        try:
            same = read_document(made).data == before.data
        except DocumentError:
            same = False
    return made if same else raw


def _from_its_first_line(text: str) -> str:
    """Without the empty lines before the first, of which the writer takes one at a time."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip(" \t")), 0)
    return "\n".join(lines[first:])


def _written(text: str) -> bytes:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    writer: Any = YAML()
    writer.preserve_quotes = True
    writer.width = _WIDE
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    try:
        writer.dump(writer.load(text), out)
    except (YAMLError, ValueError, AttributeError, TypeError):
        return b""
    lines = (line.rstrip() if not line.strip() else line for line in out.getvalue().split("\n"))
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def shape(path: Path, check: bool) -> bool:
    """Put one file in shape, or only look with ``check``; whether it was not. Raises ``CaseError``."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CaseError(str(path), 1, 1, f"cannot be read ({error.strerror})", "Check the path", "no-file") from None
    made = shaped(raw, str(path))
    if made == raw:
        return False
    if not check:
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(made)
        beside.replace(path)
    return True
