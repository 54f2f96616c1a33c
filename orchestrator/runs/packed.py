"""Lines that are packed: blocks, one after the other in one bzip2 file that ``bzcat`` reads as JSON Lines.

Several logs share a block because they share words: ten together take six tenths of what they take alone. Where each block
stands, and its checksum, is in the index; a block that is damaged costs the reasons of its dialogues and of no others, and
none of their words, which stand elsewhere.
"""

import bz2
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

TOGETHER = 10  # logs in a block
_MAGIC = b"BZh9"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class BlockExtent:
    """Where a block stands in its file, and the checksum of its bytes."""

    at: int
    size: int
    crc: int

    @property
    def end(self) -> int:
        """Where the block ends."""
        return self.at + self.size


@dataclass
class PackedFile:
    """What a packed file was found to be: blocks of the index that do not hold, whole blocks that are not in the index,
    bytes that are neither, and where what can be used of it ends."""

    broken: list[BlockExtent] = field(default_factory=list)
    unlisted: list[tuple[BlockExtent, bytes]] = field(default_factory=list)
    strange: list[BlockExtent] = field(default_factory=list)
    end: int = 0


def pack(lines: bytes) -> bytes:
    """One block."""
    return bz2.compress(lines, 9)


def place_of(block: bytes, at: int) -> BlockExtent:
    """The place of a block that begins at ``at``."""
    return BlockExtent(at, len(block), zlib.crc32(block))


def read_block(path: Path, place: BlockExtent) -> bytes:
    """The lines of a block. Raises ``ValueError`` if it is not what was written."""
    block = bytes_at(path, place)
    if len(block) != place.size or zlib.crc32(block) != place.crc:
        raise ValueError("the block is not what was written")
    try:
        return bz2.decompress(block)
    except OSError as error:
        raise ValueError(f"the block cannot be read ({error})") from None


def bytes_at(path: Path, place: BlockExtent) -> bytes:
    """The bytes of a place, fewer or none where the file is shorter."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(place.at)
        return file.read(place.size)


def examine(path: Path, listed: Iterable[BlockExtent]) -> PackedFile:
    """Compare a packed file with the places that are listed of it. What follows the last whole block was being written
    when its process was stopped, and what it was packed from is still there: it counts as not written."""
    found = PackedFile()
    size = path.stat().st_size if path.exists() else 0
    begin = 0
    for place in sorted(listed, key=lambda one: one.at):
        if begin < place.at:
            _unlisted(path, BlockExtent(begin, place.at - begin, 0), found)
        block = bytes_at(path, place)
        if len(block) != place.size or zlib.crc32(block) != place.crc:
            found.broken.append(place)
        begin = max(begin, place.end)
    found.end = min(begin, size)
    if begin < size:
        _unlisted(path, BlockExtent(begin, size - begin, 0), found)
        last = found.unlisted[-1][0].end if found.unlisted else 0
        found.end = max(found.end, last)
        found.strange = [place for place in found.strange if place.end <= found.end]
    return found


def _unlisted(path: Path, gap: BlockExtent, found: PackedFile) -> None:
    """Take bytes into account that no listed block covers."""
    data = bytes_at(path, gap)
    at = 0
    for place, lines in _blocks(data):
        if at < place.at:
            found.strange.append(place_of(data[at : place.at], gap.at + at))
        found.unlisted.append((BlockExtent(gap.at + place.at, place.size, place.crc), lines))
        at = place.end
    if at < len(data):
        found.strange.append(place_of(data[at:], gap.at + at))


def find_blocks(path: Path) -> Iterator[tuple[BlockExtent, bytes]]:
    """The whole blocks of a file whose places are not known, with their lines; what is damaged is passed over."""
    if path.exists():
        yield from _blocks(path.read_bytes())


def _blocks(data: bytes) -> Iterator[tuple[BlockExtent, bytes]]:
    at = data.find(_MAGIC)
    while at >= 0:
        lines, end = _unpacked(memoryview(data)[at:])
        if end:
            yield place_of(data[at : at + end], at), lines
        at = data.find(_MAGIC, at + max(end, 1))


def _unpacked(data: memoryview) -> tuple[bytes, int]:
    """The lines of the block that begins here, and how many bytes it takes: 0 for one that is not whole."""
    reader = bz2.BZ2Decompressor()
    parts: list[bytes] = []
    try:
        for begin in range(0, len(data), _CHUNK):
            parts.append(reader.decompress(data[begin : begin + _CHUNK]))
            if reader.eof:
                return b"".join(parts), min(begin + _CHUNK, len(data)) - len(reader.unused_data)
    except OSError:
        pass
    return b"", 0
