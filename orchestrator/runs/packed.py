"""Finished logs, packed: blocks of whole logs, one after the other in one bzip2 file that ``bzcat`` reads as JSON Lines.

Several logs share a block because they share words: ten together take six tenths of what they take alone. A block that is
damaged costs the reasons of its dialogues and of no others, and none of their words, which stand elsewhere.
"""

import bz2
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TOGETHER = 10  # logs in a block
_MAGIC = b"BZh9"
_STEP = 1 << 16  # bytes given to the decompressor at a time: what it does not use is copied


@dataclass(frozen=True)
class Place:
    """Where a block stands in its file, and the checksum of its bytes."""

    at: int
    size: int
    crc: int


def pack(lines: bytes) -> bytes:
    """One block."""
    return bz2.compress(lines, 9)


def place_of(block: bytes, at: int) -> Place:
    """The place of a block that begins at ``at``."""
    return Place(at, len(block), zlib.crc32(block))


def read_block(path: Path, place: Place) -> bytes:
    """The lines of a block. Raises ``ValueError`` if it is not what was written."""
    with path.open("rb") as file:
        file.seek(place.at)
        block = file.read(place.size)
    if len(block) != place.size or zlib.crc32(block) != place.crc:
        raise ValueError("the block is not what was written")
    try:
        return bz2.decompress(block)
    except OSError as error:
        raise ValueError(f"the block cannot be read ({error})") from None


def find_blocks(path: Path, known: Iterable[Place] = ()) -> Iterator[tuple[Place, bytes]]:
    """The whole blocks of a file whose places are not ``known``, with their lines; what is damaged is passed over."""
    if not path.exists():
        return
    data = path.read_bytes()
    ends = {place.at: place.at + place.size for place in known}
    at = data.find(_MAGIC)
    while at >= 0:
        end = ends.get(at)
        if end is None:
            lines, end = _block_at(data, at)
            if lines is not None:
                yield place_of(data[at:end], at), lines
        at = data.find(_MAGIC, end)


def _block_at(data: bytes, at: int) -> tuple[bytes | None, int]:
    """The lines of the block that begins here and where it ends; None and the next place for one that is damaged."""
    reader = bz2.BZ2Decompressor()
    parts: list[bytes] = []
    end = at
    try:
        while not reader.eof and end < len(data):
            parts.append(reader.decompress(data[end : end + _STEP]))
            end = min(end + _STEP, len(data))
    except OSError:
        return None, at + 1
    return (b"".join(parts), end - len(reader.unused_data)) if reader.eof else (None, at + 1)
