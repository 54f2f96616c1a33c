"""Bytes of a file as text: UTF-8, or what a byte order mark says; anything else is refused with what it looks like."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotText(ValueError):
    """Bytes that are no text; the message says what they look like and the mend, ``line`` where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def is_utf16(head: bytes) -> bool:
    """Whether a file that begins with these bytes says that it is UTF-16."""
    return head.startswith(_UTF16) and not head.startswith(codecs.BOM_UTF32_LE)


def decoded(raw: bytes) -> str:
    """The text. Raises ``NotText``."""
    if is_utf16(raw):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise NotText("it begins as UTF-16 and is not: save it as UTF-8") from None
    if b"\0" in raw[:4096]:
        raise NotText("it is not text: give a plain text file in UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NotText(f"line {line} is not UTF-8{_looks_like(raw, error.start)}", line) from None


def _looks_like(raw: bytes, at: int) -> str:
    """The encoding that other bytes are most likely in, with the word they would make."""
    encoding = "cp1252" if any(0x80 <= byte <= 0x9F for byte in raw) else "latin-1"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return ": save it as UTF-8"
    words = text[max(0, at - 20) : at + 20].replace("\n", " ").split(" ")
    place = 0
    for word in words:
        place += len(word) + 1
        if place > min(at, 20):
            name = "Windows-1252" if encoding == "cp1252" else "Latin-1"
            return f" and reads as {name} (“{word}”): save it as UTF-8, or iconv -f {encoding.upper()} -t UTF-8 FILE"
    return ": save it as UTF-8"


def utf8_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file as bytes in UTF-8, without a byte order mark; of UTF-16 turned into it. Raises ``OSError``."""
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if is_utf16(head):
            yield from _from_utf16(file)
            return
        if head.startswith(codecs.BOM_UTF8):
            file.seek(3)
        yield from file


def _from_utf16(file: IO[bytes]) -> Iterator[bytes]:
    for line in io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n"):
        yield line.encode("utf-8", "surrogatepass")


def table_encoding(path: Path) -> str:
    """The encoding to read a table in: what its byte order mark says, else UTF-8. Raises ``OSError``."""
    with path.open("rb") as file:
        return "utf-16" if is_utf16(file.read(4)) else "utf-8-sig"
