"""What a run folder holds, looked through without changing it: what is whole, what is damaged, what can be made again.

Every line and every block has a checksum, its own or the index's. ``dialogues.jsonl`` is paired with its log by id, never by
place. A line of it that is not whole, or is missing, is made again from the dialogue's log; where that is damaged, too, the
dialogue is lost and named.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.checksum import checked, dump
from bedside.orchestrator.runs.file_names import (
    ABOUT,
    ANSWERS,
    CALLS,
    DIALOGUES,
    EVENTS,
    EXCHANGES,
    EXCHANGES_PACKED,
    FAILURES,
    INDEX,
    ITEMS,
    LOG,
    PACKED,
    PASSAGES,
    PASSAGES_PACKED,
    REQUESTS,
    USAGE,
)
from bedside.orchestrator.runs.files import torn_end, whole_lines
from bedside.orchestrator.runs.fold import DialogueState, FoldError
from bedside.orchestrator.runs.index import Index, Kept, read_index
from bedside.orchestrator.runs.outcome import dialogue_line
from bedside.orchestrator.runs.packed import BlockExtent, bytes_at, examine, place_of, read_block
from bedside.orchestrator.runs.resume import begun_key, branch
from bedside.orchestrator.runs.run_json import is_whole

Json = dict[str, Any]


@dataclass(frozen=True)
class Damage:
    """Bytes of a file that are not what was written. ``ids`` are the dialogues they held, as far as that is known."""

    file: str
    data: bytes
    ids: tuple[str, ...] = ()


@dataclass
class Survey:
    """All that was found. ``logs`` holds the lines of logs that are not packed, by dialogue, in order."""

    index: Index = field(default_factory=Index)
    at: dict[str, tuple[int, int]] = field(default_factory=dict)  # where each dialogue's line begins and ends
    logs: dict[str, list[bytes]] = field(default_factory=dict)
    failures: dict[str, Json] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)
    again: dict[str, bytes] = field(default_factory=dict)  # lines made again from their logs
    unindexed: list[str] = field(default_factory=list)
    answers: dict[str, list[Json]] = field(default_factory=dict)  # of models, that no event holds yet
    lost: list[str] = field(default_factory=list)  # finished once, and neither line nor log is whole
    unexplained: list[str] = field(default_factory=list)  # the line is whole, its log is not
    reopened: list[str] = field(default_factory=list)  # finished and packed, and gone on with since
    stale: bool = False  # dialogues.jsonl holds lines that should not be there
    adopted: bool = False  # something is packed that the index does not name
    ends: dict[str, int] = field(default_factory=dict)  # of packed files: where what can be used of them ends

    @property
    def kept(self) -> dict[str, Kept]:
        """What is finished, by id."""
        return self.index.kept

    @property
    def finished(self) -> dict[str, str]:
        """Ids of the finished dialogues, each with its key."""
        return {name: one.key for name, one in self.kept.items()}

    def begun(self, name: str) -> str:
        """The key under which the log of a dialogue that is not packed began, "" where there is none."""
        return begun_key(self.logs.get(name, []))

    def damaged(self, *files: str) -> bool:
        """Whether any of these files is damaged."""
        return any(one.file in files for one in self.damage)


def survey(folder: Path, deep: bool = False) -> Survey:
    """Look through a folder. With ``deep`` every line is also compared with what its log says, and ``run.json`` is looked
    at."""
    found = Survey()
    until = _size(folder / DIALOGUES)  # who writes it now writes on: of a line up to here, all the rest is on the disk
    found.index = read_index(row for row, _ in _rows(folder, INDEX, found))
    _logs(folder, found)
    _packed(folder, found)
    _dialogues(folder, found, until)
    _missing(folder, found)
    _explained(found)
    _failures(folder, found)
    for name in (CALLS, LOG, EXCHANGES, PASSAGES, USAGE, ITEMS, REQUESTS):
        for _ in _rows(folder, name, found):
            pass
    _answers(folder, found)
    if deep:
        _compare(folder, found)
        if (folder / ABOUT).exists() and not is_whole(folder / ABOUT):
            found.damage.append(Damage(ABOUT, (folder / ABOUT).read_bytes()))
    return found


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _rows(folder: Path, name: str, found: Survey, key: str = "sum") -> Iterator[tuple[Json, bytes]]:
    """The lines of a file that are what was written; the others, and half a line at its end, are damage."""
    for _, line in whole_lines(folder / name):
        try:
            yield checked(line, key), line
        except ValueError:
            found.damage.append(Damage(name, line))
    _torn(folder, name, found)


def _torn(folder: Path, name: str, found: Survey) -> None:
    torn = torn_end(folder / name)
    if torn:
        found.damage.append(Damage(name, torn))


def _logs(folder: Path, found: Survey) -> None:
    """The logs that are not packed. One that begins again takes the place of what was there."""
    for row, line in _rows(folder, EVENTS, found, "id"):
        if row.get("event") == "started" and not row.get("parent"):
            found.logs[row["dialogue"]] = [line]
        else:
            found.logs.setdefault(row["dialogue"], []).append(line)


def _packed(folder: Path, found: Survey) -> None:
    """Check what is packed. Where lines of the index are damaged, it tells what they said."""
    for file in (PACKED, EXCHANGES_PACKED, PASSAGES_PACKED):
        path = folder / file
        places = found.index.blocks.setdefault(file, {})
        packed = examine(path, places)
        for place in packed.broken:
            ids = tuple(name for name in places.pop(place) if name in found.kept and found.kept[name].place == place)
            data = bytes_at(path, place)
            found.damage.append(Damage(file, data, ids))
            places[place_of(data, place.at)] = []
            found.unexplained += ids
        for place in packed.strange:
            found.damage.append(Damage(file, bytes_at(path, place)))
            places[place] = []
        for place, _ in packed.unlisted:
            places[place] = []
        found.ends[file] = packed.end
        if file == PACKED:
            unlisted = {place for place, _ in packed.unlisted}
            for place in sorted(places, key=lambda one: one.at):
                if place in unlisted or found.damaged(INDEX) or any(name not in found.kept for name in places[place]):
                    _adopt(folder, found, place)


def _adopt(folder: Path, found: Survey, place: BlockExtent) -> None:
    """Take a block into account whose line in the index, or that of one of its dialogues, is not there."""
    found.adopted = True
    try:
        logs = by_dialogue(read_block(folder / PACKED, place).splitlines(keepends=True))
    except (ValueError, KeyError, TypeError):
        return  # bytes that are of no use
    names = found.index.blocks[PACKED][place] = list(logs)
    for name in names:
        state = folded(logs[name])
        if state is None or state.status != "finished" or state.started is None:
            continue
        kept = found.kept.get(name)
        if kept is None or (kept.place is not None and kept.place.at <= place.at):
            found.kept[name] = kept_of(state, place)
        elif kept.key == state.started.key:
            kept.place = place


def _dialogues(folder: Path, found: Survey, until: int) -> None:
    """Pair the lines of dialogues with the index."""
    crcs = found.index.crcs
    for begin, line in whole_lines(folder / DIALOGUES):
        if begin >= until:
            return
        name, crc = _id_of(line), zlib.crc32(line)
        kept = found.kept.get(name) if name is not None else None
        place = begin, begin + len(line)
        if name is None:
            found.stale = True
            found.damage.append(Damage(DIALOGUES, line))
        elif kept is not None and kept.crc == crc:
            found.at[name] = place
        elif crc in crcs.get(name, ()):
            found.stale = True  # an earlier dialogue of an item that has changed since
        elif (state := _believed(line, found.logs.get(name))) is not None:
            found.stale = found.stale or name in found.at
            found.at[name] = place  # written, and then the process was killed
            found.unindexed.append(name)
            found.kept[name] = kept_of(state)
        else:
            found.stale = True
            found.damage.append(Damage(DIALOGUES, line, (name,) if kept is not None else ()))
    _torn(folder, DIALOGUES, found)


def _id_of(line: bytes) -> str | None:
    try:
        name = orjson.loads(line)["id"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) else None


def _believed(line: bytes, log: list[bytes] | None) -> DialogueState | None:
    """The dialogue of a line that is in no index, where its log says the same."""
    state = folded(log or ())
    same = state is not None and state.status == "finished" and dump(dialogue_line(state)) == line
    return state if same else None


def kept_of(state: DialogueState, place: BlockExtent | None = None) -> Kept:
    """What the index says of a finished dialogue."""
    key = state.started.key if state.started is not None else ""
    crc = zlib.crc32(dump(dialogue_line(state)))
    return Kept(key, crc, place, turns=len(state.turns) if state.stop == "turns" else None)


def _missing(folder: Path, found: Survey) -> None:
    """Make lines again: of dialogues that finished, whose line is not there."""
    for name, log in found.logs.items():
        kept = found.kept.get(name)
        begun = kept is not None and kept.key == begun_key(log)
        further = begun and kept is not None and kept.place is not None and _goes_further(log)
        if begun and not further and name in found.at:
            continue
        state = folded(log)
        if state is None or state.status != "finished" or state.started is None:
            found.reopened += [name] if further else []
            continue
        line = dump(dialogue_line(state))
        crc = zlib.crc32(line)
        if kept is not None and kept.crc != crc and crc in found.index.crcs.get(name, ()):
            continue  # it finished, and another has taken its place since
        found.stale = found.stale or name in found.at
        found.at.pop(name, None)
        found.again[name] = line
        if kept is None or kept.crc != crc:
            found.kept[name] = kept_of(state)
    for name, one in list(found.kept.items()):
        if name in found.at or name in found.again:
            continue
        line = None if one.place is None else _from_block(folder, one, name)
        if line is None:
            found.lost.append(name)
            del found.kept[name]
        else:
            found.again[name] = line


def _goes_further(log: list[bytes]) -> bool:
    """Whether a dialogue that had ended was gone on with, with more turns."""
    return any(b'"event":"changed"' in line for line in log)


def _from_block(folder: Path, one: Kept, name: str) -> bytes | None:
    assert one.place is not None
    try:
        lines = read_block(folder / PACKED, one.place).splitlines(keepends=True)
    except ValueError:
        return None
    state = folded(by_dialogue(lines).get(name, ()))
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


def _explained(found: Survey) -> None:
    """Find the finished dialogues whose log is not packed yet and does not say what their line says. What is left of such
    a log is damage, too."""
    gone = set(found.unexplained)
    for name, one in found.kept.items():
        if name in gone:
            one.place = None
        if one.place is not None or one.bare or name in found.again:
            continue
        log = found.logs.get(name, [])
        if name not in gone and (state := folded(log)) is not None and state.status == "finished":
            if zlib.crc32(dump(dialogue_line(state))) == one.crc:
                continue
        if name not in gone:
            found.unexplained.append(name)
        one.bare = True
        if log and begun_key(log) in (one.key, ""):
            found.damage.append(Damage(EVENTS, b"".join(found.logs.pop(name)), (name,)))


def _failures(folder: Path, found: Survey) -> None:
    """Why items did not finish; those that have since are left out."""
    for row, _ in _rows(folder, FAILURES, found):
        found.failures[row["id"]] = row
    for name, one in found.kept.items():
        if name in found.failures and found.failures[name].get("key", one.key) == one.key:
            del found.failures[name]


def _answers(folder: Path, found: Survey) -> None:
    """What models answered after the last event of a log; what an event holds is of no more use here."""
    for row, _ in _rows(folder, ANSWERS, found):
        log = found.logs.get(row["dialogue"])
        if log and orjson.loads(log[-1])["id"] == row["after"]:
            found.answers.setdefault(row["dialogue"], []).append(row)


def _compare(folder: Path, found: Survey) -> None:
    """Compare every line with its packed log."""
    blocks: dict[BlockExtent, list[str]] = {}
    for name, one in found.kept.items():
        if one.place is not None:
            blocks.setdefault(one.place, []).append(name)
    for place, names in blocks.items():
        logs = by_dialogue(read_block(folder / PACKED, place).splitlines(keepends=True))
        for name in names:
            state = folded(logs.get(name, []))
            line = dump(dialogue_line(state)) if state is not None and state.status == "finished" else b""
            if zlib.crc32(line) != found.kept[name].crc:
                found.unexplained.append(name)
