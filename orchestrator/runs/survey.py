"""What a run folder holds, looked through without changing it: what is whole, what is damaged, what can be made again.

``dialogues.jsonl`` is paired with its log by id, never by place. A line of it is whole when the index has its checksum; a
line that is not, or is missing, is made again from the dialogue's log; where that is damaged, too, the dialogue is lost
and named.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.checksum import checked, dump
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.fold import DialogueState, FoldError
from bedside.orchestrator.runs.outcome import dialogue_line
from bedside.orchestrator.runs.packed import Place, find_blocks, read_block
from bedside.orchestrator.runs.resume import begun_key, branch

Json = dict[str, Any]
DIALOGUES, INDEX, FAILURES = "dialogues.jsonl", "index.jsonl", "failures.jsonl"
EVENTS, PACKED = "events.jsonl", "events.jsonl.bz2"
EXCHANGES, EXCHANGES_PACKED = "exchanges.jsonl", "exchanges.jsonl.bz2"


@dataclass(frozen=True)
class Damage:
    """Bytes of a file that are not what was written. ``ids`` are the dialogues they held, as far as that is known."""

    file: str
    data: bytes
    ids: tuple[str, ...] = ()


@dataclass
class Kept:
    """One finished dialogue: its key, the checksum of its line, and where its log is packed (None: not yet)."""

    key: str
    crc: int
    place: Place | None = None


@dataclass
class Survey:
    """All that was found. ``logs`` holds the lines of logs that are not packed, by dialogue, in order."""

    kept: dict[str, Kept] = field(default_factory=dict)
    at: dict[str, tuple[int, int]] = field(default_factory=dict)  # where each dialogue's line begins and ends
    logs: dict[str, list[bytes]] = field(default_factory=dict)
    blocks: dict[str, Place] = field(default_factory=dict)  # where logs are packed, by dialogue
    failures: dict[str, Json] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)
    again: dict[str, bytes] = field(default_factory=dict)  # lines made again from their logs
    unindexed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # finished once, and neither line nor log is whole
    unexplained: list[str] = field(default_factory=list)  # the line is whole, its log is not
    stale: bool = False  # dialogues.jsonl holds lines that should not be there

    @property
    def finished(self) -> dict[str, str]:
        """Ids of the finished dialogues, each with its key."""
        return {name: one.key for name, one in self.kept.items()}


def survey(folder: Path, deep: bool = False) -> Survey:
    """Look through a folder. With ``deep`` every line is also compared with what its log says."""
    found = Survey()
    until = _size(folder / DIALOGUES)  # who writes it now writes on: of a line up to here, all the rest is on the disk
    crcs, places = _index(folder, found)
    _logs(folder, found)
    _blocks(folder, found, places)
    _dialogues(folder, found, crcs, until)
    _missing(folder, found)
    _failures(folder, found)
    if deep:
        _compare(folder, found)
    return found


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _index(folder: Path, found: Survey) -> tuple[dict[str, set[int]], set[Place]]:
    """Read the index: of each dialogue all checksums that its line ever had; the last one holds. Also the places of blocks
    all of whose dialogues it knows."""
    crcs: dict[str, set[int]] = {}
    places: set[Place] = set()
    for _, line in whole_lines(folder / INDEX):
        try:
            row = checked(line)
        except ValueError:
            found.damage.append(Damage(INDEX, line))
            continue
        if "block" in row:
            place = Place(*row["block"])
            found.blocks |= dict.fromkeys(row["ids"], place)
            if all(name in found.kept for name in row["ids"]):
                places.add(place)
        else:
            crcs.setdefault(row["id"], set()).add(row["crc"])
            found.kept[row["id"]] = Kept(row["key"], row["crc"])
            found.blocks.pop(row["id"], None)  # made anew: an older log's place holds no more
    for name, place in found.blocks.items():
        if name in found.kept:
            found.kept[name].place = place
    return crcs, places


def _logs(folder: Path, found: Survey) -> None:
    for _, line in whole_lines(folder / EVENTS):
        try:
            row = checked(line, "id")
            found.logs.setdefault(row["dialogue"], []).append(line)
        except (ValueError, KeyError):
            found.damage.append(Damage(EVENTS, line))


def _blocks(folder: Path, found: Survey, indexed: set[Place]) -> None:
    """Check the packed logs; those that the index does not name, or does not name any more, are looked for."""
    packed = folder / PACKED
    places = set(found.blocks.values())
    if not packed.exists():
        broken = places
    else:
        with packed.open("rb") as file:
            broken = {place for place in places if not _whole(file, place)}
    for place in broken:
        ids = tuple(name for name, where in found.blocks.items() if where == place)
        found.damage.append(Damage(PACKED, _bytes_at(packed, place), ids))
        found.unexplained += ids
    damaged = any(one.file == INDEX for one in found.damage)
    if damaged or sum(place.size for place in indexed) < _size(packed):
        for place, lines in find_blocks(packed, () if damaged else indexed):
            _readopt(found, place, lines)


def _readopt(found: Survey, place: Place, lines: bytes) -> None:
    """Take a block whose line in the index is damaged or missing into account again. An item that has changed since may be
    in several: the last one holds."""
    try:
        logs = by_dialogue(lines.splitlines(keepends=True))
    except (ValueError, KeyError, TypeError):  # whole, and no log
        return
    for name, log in logs.items():
        state = folded(log)
        if state is None or state.status != "finished":
            continue
        crc = zlib.crc32(dump(dialogue_line(state)))
        kept = found.kept.get(name)
        unpacked = kept is not None and kept.place is None and kept.crc != crc
        if unpacked or (kept is not None and kept.place is not None and kept.place.at > place.at):
            continue
        found.kept[name] = Kept(state.started.key if state.started else "", crc, place)
        found.blocks[name] = place
        found.unindexed.append(name)


def _whole(file: Any, place: Place) -> bool:
    file.seek(place.at)
    return zlib.crc32(file.read(place.size)) == place.crc


def _bytes_at(path: Path, place: Place) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(place.at)
        return file.read(place.size)


def _dialogues(folder: Path, found: Survey, crcs: dict[str, set[int]], until: int) -> None:
    good: set[str] = set()
    for begin, line in whole_lines(folder / DIALOGUES):
        if begin >= until:
            break
        name = _id_of(line)
        crc = zlib.crc32(line)
        kept = found.kept.get(name) if name is not None else None
        if name is not None and kept is not None and kept.crc == crc:
            good.add(name)
            found.at[name] = (begin, begin + len(line))
        elif name is not None and crc in crcs.get(name, ()):
            found.stale = True  # an earlier dialogue of an item that has changed since
        elif name is not None and name not in crcs and (log := _log_saying(folder, found, name, line)):
            good.add(name)  # written, and then the process was killed, or the index was damaged
            found.at[name] = (begin, begin + len(line))
            found.unindexed.append(name)
            found.kept[name] = Kept(begun_key(log), crc, found.blocks.get(name))
        else:
            found.stale = True
            found.damage.append(Damage(DIALOGUES, line, (name,) if name is not None and name in found.kept else ()))
    for name in list(found.kept):
        if name not in good:
            found.at.pop(name, None)


def _id_of(line: bytes) -> str | None:
    try:
        name = orjson.loads(line)["id"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) else None


def _log_saying(folder: Path, found: Survey, name: str, line: bytes) -> list[bytes]:
    """The log that says what a line of no index says, nothing if there is none."""
    place = found.blocks.get(name)
    for log in (found.logs.get(name, []), _block_log(folder, place, name) if place else []):
        state = folded(log)
        if state is not None and state.status == "finished" and dump(dialogue_line(state)) == line:
            return log
    return []


def _block_log(folder: Path, place: Place, name: str) -> list[bytes]:
    try:
        return by_dialogue(read_block(folder / PACKED, place).splitlines(keepends=True)).get(name, [])
    except (ValueError, OSError):
        return []


def _missing(folder: Path, found: Survey) -> None:
    """Make lines again: of dialogues that finished, whose line is not there."""
    for name, log in found.logs.items():
        if name in found.kept and (name in found.at or found.kept[name].key != begun_key(log)):
            continue
        state = folded(log)
        if state is not None and state.status == "finished":
            line = dump(dialogue_line(state))
            found.again[name] = line
            found.kept[name] = Kept(state.started.key if state.started else "", zlib.crc32(line))
    for name, one in list(found.kept.items()):
        if name in found.at or name in found.again:
            continue
        line = None if one.place is None else _from_block(folder, one, name)
        if line is None:
            found.lost.append(name)
            del found.kept[name]
        else:
            found.again[name] = line


def _from_block(folder: Path, one: Kept, name: str) -> bytes | None:
    assert one.place is not None
    state = folded(_block_log(folder, one.place, name))
    line = dump(dialogue_line(state)) if state is not None else b""
    return line if zlib.crc32(line) == one.crc else None


def by_dialogue(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Lines of several logs, apart."""
    logs: dict[str, list[bytes]] = {}
    for line in lines:
        logs.setdefault(orjson.loads(line)["dialogue"], []).append(line)
    return logs


def folded(lines: Iterable[bytes]) -> DialogueState | None:
    """The state of one dialogue's log, or None if it has no beginning."""
    events = branch(lines)
    if not events:
        return None
    state = DialogueState(events[0].dialogue)
    try:
        for event in events:
            state.add(event)
    except (FoldError, ValueError):
        return None
    return state


def _failures(folder: Path, found: Survey) -> None:
    for _, line in whole_lines(folder / FAILURES):
        try:
            row: Json = orjson.loads(line)
            found.failures[row["id"]] = row
        except (orjson.JSONDecodeError, KeyError, TypeError):
            found.damage.append(Damage(FAILURES, line))
    for name in found.kept:
        found.failures.pop(name, None)


def _compare(folder: Path, found: Survey) -> None:
    """Compare every line with its log."""
    blocks: dict[Place, list[str]] = {}
    for name, one in found.kept.items():
        if one.place is not None and name not in found.unexplained:
            blocks.setdefault(one.place, []).append(name)
    logs: Iterator[tuple[str, list[bytes]]] = (
        (name, log.get(name, []))
        for place, names in blocks.items()
        for log in (by_dialogue(read_block(folder / PACKED, place).splitlines(keepends=True)),)
        for name in names
    )
    loose = ((name, log) for name, log in found.logs.items() if name in found.at)
    for name, log in (*logs, *loose):
        state = folded(log)
        line = dump(dialogue_line(state)) if state is not None and state.status == "finished" else b""
        if zlib.crc32(line) != found.kept[name].crc and name not in found.unexplained:
            found.unexplained.append(name)
