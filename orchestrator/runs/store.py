"""A run folder, open for writing. Safe to stop at any moment, resumable, readable without this program.

Law of the file: what is finished is on the disk when it finishes, and nothing finished is ever lost. Every file is
appended to in whole lines or replaced whole; ``dialogues.jsonl`` and the logs are paired by id. While a run is open its
lines stand in the order in which they were finished, and when it is finished, in the order of its input.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.checksum import dump, signed
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.files import PRIVATE_FILE, SHARED_FILE, Lines, replace, whole_lines
from bedside.orchestrator.runs.outcome import Outcome
from bedside.orchestrator.runs.packed import TOGETHER, pack, place_of
from bedside.orchestrator.runs.passages import PASSAGES, packed_once, passage_texts
from bedside.orchestrator.runs.survey import (
    DIALOGUES,
    EVENTS,
    EXCHANGES,
    EXCHANGES_PACKED,
    FAILURES,
    INDEX,
    PACKED,
    Survey,
    survey,
)

Json = dict[str, Any]
_ROLL = 32 << 20  # bytes of exchanges after which they are packed
_COMPACT = 4 << 20  # bytes of logs after which those that are packed are taken out


class Run:
    """One run folder, open for writing. Make it with ``open_run``."""

    def __init__(self, folder: Path, about: Json, shared: bool = False, before: Json | None = None) -> None:
        self.folder = folder
        self.about = about
        self.before = before or {}  # what ``run.json`` said when it was opened
        self.finished: dict[str, str] = {}  # id -> key
        self.failed: dict[str, Json] = {}  # id -> its line, attempts counted over all sittings
        self.filtered: set[str] = set()
        self.served: set[str] = set(about.get("served", ()))  # models, as their servers name them
        self.lost: list[str] = []  # finished once, and damaged since: named in a file that ends in .damaged
        self._mode = SHARED_FILE if shared else PRIVATE_FILE
        self._crcs: dict[str, int] = {}  # id -> checksum of its line
        found = survey(folder)
        self._logs = found.logs
        self._files = {
            name: Lines(folder / name, self._mode) for name in (DIALOGUES, EVENTS, INDEX, FAILURES, "calls.jsonl")
        }
        self._passages = set(passage_texts(folder))
        self._log: Any = None
        self._unpacked: list[str] = []
        self._mend(found)

    def _mend(self, found: Survey) -> None:
        """Set aside what is damaged, write again what can be made again, and forget half-written ends."""
        for one in found.damage:
            data = one.data if one.data.endswith(b"\n") or one.file == PACKED else one.data + b"\n"
            _append(self.folder / f"{one.file}.damaged", data, self._mode)
        if found.lost:
            _append(self.folder / f"{DIALOGUES}.damaged", b"".join(dump({"lost": n}) for n in found.lost), self._mode)
        source = self.folder / DIALOGUES
        kept = sorted(found.at.values())
        if found.stale or found.again or sum(end - begin for begin, end in kept) != source.stat().st_size:
            self._files[DIALOGUES].rewrite(chain(_parts(source, kept), found.again.values()))
        for name, one in found.kept.items():
            if one.place is not None:  # packed, and then the process was killed
                self._logs.pop(name, None)
        self._compact()
        self._files["calls.jsonl"].cut(_whole_size(self.folder / "calls.jsonl"))
        self.finished = found.finished
        self.failed = found.failures
        self.lost = [*found.lost]
        self._crcs = {name: one.crc for name, one in found.kept.items()}
        if found.damage or found.again or found.lost or found.unindexed:
            self._files[INDEX].rewrite([_index_lines(found)])
        else:
            self._files[INDEX].cut(_whole_size(self.folder / INDEX))
        self._files[FAILURES].rewrite(map(dump, self.failed.values()))
        self._unpacked = [name for name, one in found.kept.items() if one.place is None and name in found.logs]
        for name in found.unexplained:
            self.log("damaged", id=name, kind="events")

    def sink(self, entry: Entry) -> None:
        """Write one event: on its way to the disk before anybody sees what comes of it."""
        if entry.passages:
            self._keep_passages(entry.passages)
        self._logs.setdefault(entry.dialogue, []).append(entry.line)
        self._files[EVENTS].write(entry.line)
        if entry.measured:
            rows = [{"dialogue": entry.dialogue, **row} for row in entry.measured]
            self._files["calls.jsonl"].write(b"".join(map(dump, rows)))
            self.served |= {str(row["served"]) for row in rows if row.get("served")}
        if entry.exchanges:
            self._keep_exchanges(entry)

    def _keep_passages(self, passages: Iterable[Json]) -> None:
        new = [row for row in passages if row["id"] not in self._passages]
        if new:
            self._passages |= {row["id"] for row in new}
            _append(self.folder / PASSAGES, pack(b"".join(map(dump, new))), self._mode)

    def _keep_exchanges(self, entry: Entry) -> None:
        """Keep what models were asked and answered, in a file of their own; packed from time to time."""
        file = self._file(EXCHANGES)
        rows = [{"dialogue": entry.dialogue, "event": entry.id, "n": n, **row} for n, row in enumerate(entry.exchanges)]
        file.write(b"".join(map(dump, rows)))
        if file.size > _ROLL:
            self._pack_exchanges()

    def _pack_exchanges(self) -> None:
        file = self._file(EXCHANGES)
        data = file.path.read_bytes()
        if data:
            _append(self.folder / EXCHANGES_PACKED, pack(data), self._mode)
            file.cut(0)  # killed before this, and they are there twice, under the same numbers

    def _file(self, name: str) -> Lines:
        if name not in self._files:
            self._files[name] = Lines(self.folder / name, self._mode)
        return self._files[name]

    def keep(self, outcome: Outcome) -> None:
        """Write what an item came to, finished or failed."""
        if outcome.spent:
            seconds = {name: round(value, 6) for name, value in sorted(outcome.spent.items())}
            self._files["calls.jsonl"].write(dump({"dialogue": outcome.id, "seconds": seconds}))
        if outcome.status == "failed":
            self._keep_failure(outcome)
            return
        self._files[DIALOGUES].write(outcome.line)
        crc = zlib.crc32(outcome.line)
        self._files[INDEX].write(signed({"id": outcome.id, "key": outcome.key, "crc": crc}))
        self._crcs[outcome.id] = crc
        self.finished[outcome.id] = outcome.key
        self.failed.pop(outcome.id, None)
        seconds = round(outcome.spent.get("all", 0.0), 6)
        self.log("finished", id=outcome.id, turns=outcome.turns, stop=outcome.stop, seconds=seconds)
        self._unpacked.append(outcome.id)
        if len(self._unpacked) >= TOGETHER:
            self._pack()

    def _keep_failure(self, outcome: Outcome) -> None:
        attempts = self.failed.get(outcome.id, {}).get("attempts", 0) + 1
        line = {"id": outcome.id, **(outcome.failure or {}), "attempts": attempts}
        self._files[FAILURES].write(dump(line))
        self.failed[outcome.id] = line
        self.log("failed", id=outcome.id, kind=line.get("kind"), stage=line.get("stage"), attempts=attempts)

    def _pack(self) -> None:
        """Pack the logs of dialogues that are finished."""
        names = [name for name in self._unpacked if name in self._logs]
        self._unpacked = []
        if not names:
            return
        block = pack(b"".join(line for name in names for line in self._logs[name]))
        at = _append(self.folder / PACKED, block, self._mode)
        place = place_of(block, at)
        self._files[INDEX].write(signed({"ids": names, "block": [place.at, place.size, place.crc]}))
        for name in names:
            del self._logs[name]
        if self._files[EVENTS].size > _COMPACT:
            self._compact()

    def _compact(self) -> None:
        self._files[EVENTS].rewrite(line for lines in self._logs.values() for line in lines)

    def begun(self, name: str) -> tuple[bytes, ...]:
        """The lines of the log of a dialogue that was broken off, nothing for one that is finished."""
        return tuple(self._logs.get(name, ())) if name not in self.finished else ()

    def forget(self, name: str) -> None:
        """An item is made anew: its old log goes, and what it came to before counts no more."""
        self._logs.pop(name, None)
        self.finished.pop(name, None)
        self._unpacked = [other for other in self._unpacked if other != name]

    def log(self, event: str, **facts: Any) -> None:
        """One structlog event in ``log.jsonl``. Only known, harmless keys are written; text of notes never is."""
        if self._log is None:
            from bedside.orchestrator.runs.log import open_log

            self._log = open_log(self._file("log.jsonl"))
        self._log.info(event, **facts)

    def settle(self, order: Iterable[str]) -> None:
        """Put the lines in input order; those of items that are not asked for any more come last. Whole files are
        replaced, one by one, and each pairs with the others by id: it may be stopped anywhere."""
        self._pack()
        places = dict(_by_id(self.folder / DIALOGUES, self._crcs))
        ranked = {name: places[name] for name in order if name in places}
        wanted = list((ranked | places).values())  # those that are not asked for any more keep their order, at the end
        size = sum(end - begin for begin, end in wanted)
        if wanted != sorted(wanted) or size != self._files[DIALOGUES].size:
            self._files[DIALOGUES].rewrite(_parts(self.folder / DIALOGUES, wanted))
        self._files[FAILURES].rewrite(map(dump, self.failed.values()))
        self._compact()
        if (self.folder / EXCHANGES).exists():
            self._pack_exchanges()
        passages = packed_once(self.folder)
        if passages is not None:
            replace(self.folder / PASSAGES, [passages], self._mode)

    def counts(self, requested: Sequence[str]) -> dict[str, int]:
        """``requested = finished + failed + filtered + pending``, each counted by itself. Raises ``AssertionError`` if
        the sum is another: something was counted twice, or not at all."""
        counts = {"requested": len(requested), "finished": 0, "failed": 0, "filtered": 0, "pending": 0}
        for name in requested:
            counts["finished"] += name in self.finished
            counts["failed"] += name in self.failed
            counts["filtered"] += name in self.filtered
            counts["pending"] += not (name in self.finished or name in self.failed or name in self.filtered)
        parts = counts["finished"] + counts["failed"] + counts["filtered"] + counts["pending"]
        assert counts["requested"] == parts, f"the account does not add up: {counts}"
        return counts

    def close(self, requested: Sequence[str]) -> dict[str, int]:
        """Write the counts and close. What is on the disk then is all there is."""
        counts = self.counts(requested)
        self.about["counts"] = counts
        self.about["kept"] = {"finished": len(self.finished), "failed": len(self.failed)}  # also of earlier inputs
        if self.served:
            self.about["served"] = sorted(self.served)
        self.log("closed", **counts)
        for lines in self._files.values():
            lines.close()
        option = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2
        replace(self.folder / "run.json", [orjson.dumps(self.about, option=option)], self._mode)
        for name in (EVENTS, EXCHANGES):
            path = self.folder / name
            if path.exists() and not path.stat().st_size:
                with suppress(OSError):
                    path.unlink()
        return counts


def _index_lines(found: Survey) -> bytes:
    """The index, written again: a line a dialogue, then a line a block."""
    out = [signed({"id": name, "key": one.key, "crc": one.crc}) for name, one in found.kept.items()]
    blocks: dict[Any, list[str]] = {}
    for name, one in found.kept.items():
        if one.place is not None and name not in found.unexplained:
            blocks.setdefault(one.place, []).append(name)
    out += [signed({"ids": names, "block": [p.at, p.size, p.crc]}) for p, names in blocks.items()]
    return b"".join(out)


def _by_id(path: Path, crcs: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the lines stand that hold; of an item that has changed, only the last."""
    for begin, line in whole_lines(path):
        name = orjson.loads(line)["id"]
        if crcs.get(name) == zlib.crc32(line):
            yield name, (begin, begin + len(line))


def _parts(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    with path.open("rb") as file:
        for begin, end in places:
            file.seek(begin)
            yield file.read(end - begin)


def _whole_size(path: Path) -> int:
    data = path.read_bytes()
    return data.rfind(b"\n") + 1


def _append(path: Path, data: bytes, mode: int) -> int:
    """Append to a file that is seldom written; returns where the data begins. Raises ``StorageProblem``."""
    lines = Lines(path, mode)
    try:
        return lines.write(data)
    finally:
        lines.close()
