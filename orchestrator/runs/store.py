"""A run folder, open for writing. Safe to stop at any moment, resumable, readable without this program.

Law of the file: what is finished is on the disk when it finishes, and nothing finished is ever lost. Every file is
appended to in whole lines or replaced whole; ``dialogues.jsonl`` and the logs are paired by id. While a run is open its
lines stand in the order in which they were finished, and when it is finished, in the order of its input.
"""

import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import FILTERED
from bedside.orchestrator.runs.checksum import signed
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.file_names import (
    ANSWERS,
    CALLS,
    DIALOGUES,
    EVENTS,
    EXCHANGES,
    FAILURES,
    INDEX,
    ITEMS,
    LOG,
    PACKED,
    PASSAGES,
    REQUESTS,
)
from bedside.orchestrator.runs.files import PRIVATE_FILE, SHARED_FILE, Lines, replace, whole_lines
from bedside.orchestrator.runs.index import block_line, config_line, dialogue_line
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.packed import TOGETHER, pack, place_of, read_block
from bedside.orchestrator.runs.packed_lines import PackedLines
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.repair_folder import append, mend, parts
from bedside.orchestrator.runs.run_json import write_about
from bedside.orchestrator.runs.survey import by_dialogue, survey

Json = dict[str, Any]
_TRIED = 20  # attempts that a failure tells of, the last ones
_COMPACT = 4 << 20  # bytes of logs after which those that are packed are taken out


class Run:
    """One run folder, open for writing. Make it with ``open_run``."""

    def __init__(self, folder: Path, about: Json, shared: bool = False, before: Json | None = None) -> None:
        self.folder = folder
        self.about = about
        self.before = before or {}  # what ``run.json`` said when it was opened
        self._closed = bool(before)
        self.served: set[str] = set(about.get("served", ()))  # models, as their servers name them
        self._mode = SHARED_FILE if shared else PRIVATE_FILE
        found = survey(folder)
        made_by, found.index.config = found.index.config, str(about.get("digest", ""))
        mend(folder, found, self._mode)
        if made_by not in ("", found.index.config):  # gone on with under another configuration
            replace(folder / INDEX, [found.index.lines()], self._mode)
        self.finished: dict[str, str] = found.finished  # id -> key
        self.failed: dict[str, Json] = found.failures  # id -> its line, attempts counted over all sittings
        self.lost = [*found.lost]  # finished once, and damaged since: named in a file that ends in .damaged
        self.damaged = sorted({one.file for one in found.damage})  # files of which something was set aside
        self._crcs = {name: one.crc for name, one in found.kept.items()}  # of the dialogues' lines
        self._logs = found.logs
        self._answers: dict[str, list[Json]] = found.answers
        reopened = frozenset(found.reopened)
        self._unpacked = [
            name for name in found.kept if found.begun(name) == found.kept[name].key and name not in reopened
        ]
        self.limited = {name: one.turns for name, one in found.kept.items() if one.turns is not None}  # by turns
        self._places = {name: found.kept[name].place for name in self.limited}  # of their logs
        self._extending: set[str] = set()  # finished and gone on with: the old dialogue is there until there is another
        self._files = {name: Lines(folder / name, self._mode) for name in (DIALOGUES, EVENTS, INDEX, FAILURES, CALLS)}
        self._log: Any = None
        index = self._files[INDEX]
        if not index.size:
            index.write(config_line(found.index.config))
        self._passages = set(passage_texts(folder))
        self._packed = {name: PackedLines(folder / name, self._mode, index) for name in (EXCHANGES, PASSAGES)}
        for file in self.damaged:
            self.log("damaged", file=file)
        for name in found.unexplained:
            self.log("damaged", id=name, file=EVENTS)

    @property
    def mode(self) -> int:
        """The permissions of its files."""
        return self._mode

    @property
    def earlier(self) -> tuple[str, ...]:
        """The digests of the configurations under which it was made before it was changed, oldest first."""
        return tuple(self.about.get("earlier", ()))

    @property
    def changes(self) -> tuple[str, ...]:
        """What was changed in the configuration since the sitting before, a phrase each."""
        old = len(self.before.get("changes", ()))
        return tuple(phrase for change in self.about.get("changes", ())[old:] for phrase in change["what"])

    @property
    def filtered(self) -> frozenset[str]:
        """The items of whose note too little was understood: no error, and no dialogue."""
        return frozenset(name for name, line in self.failed.items() if line.get("kind") == FILTERED)

    def _open(self) -> None:
        """Something is about to be written: from here on the account of an earlier sitting does not hold."""
        if self._closed:
            self._closed = False
            write_about(self.folder, self.about, self._mode)

    def sink(self, entry: Entry) -> None:
        """Write one event: on its way to the disk before anybody sees what comes of it, and after all that belongs to it."""
        self._open()
        if entry.passages:
            new = [row for row in entry.passages if row["id"] not in self._passages]
            self._passages |= {row["id"] for row in new}
            self._packed[PASSAGES].write(b"".join(map(signed, new)))
        if entry.exchanges:
            of = {"dialogue": entry.dialogue, "event": entry.id}
            self._packed[EXCHANGES].write(
                b"".join(signed({**of, "n": n, **row}) for n, row in enumerate(entry.exchanges))
            )
        if entry.measured:
            self._files[CALLS].write(b"".join(signed({"dialogue": entry.dialogue, **row}) for row in entry.measured))
            self.served |= {str(row["served"]) for row in entry.measured if row.get("served")}
        self._answers.pop(entry.dialogue, None)
        if entry.begins:
            self._logs[entry.dialogue] = []
        self._logs.setdefault(entry.dialogue, []).append(entry.line)
        self._files[EVENTS].write(entry.line)

    def answered(self, row: Json) -> None:
        """Write what a model answered: it was paid for, and the event that comes of it is not there yet."""
        self._answers.setdefault(row["dialogue"], []).append(row)
        if ANSWERS not in self._files:
            self._files[ANSWERS] = Lines(self.folder / ANSWERS, self._mode)
        file = self._files[ANSWERS]
        file.write(signed(row))
        if file.size > _COMPACT:
            file.rewrite(signed(row) for rows in self._answers.values() for row in rows)

    def paid(self, name: str) -> tuple[Json, ...]:
        """What models had answered for a dialogue that was broken off, after its last event."""
        return tuple(self._answers.get(name, ()))

    def keep(self, outcome: ItemOutcome) -> None:
        """Write what an item came to: finished, failed, or held at a review gate."""
        self._open()
        if outcome.spent:
            seconds = {name: round(value, 6) for name, value in sorted(outcome.spent.items())}
            self._files[CALLS].write(signed({"dialogue": outcome.id, "seconds": seconds}))
        if outcome.status == "failed":
            self._keep_failure(outcome)
            return
        if outcome.status == "held":  # its log is all there is of it yet
            self.failed.pop(outcome.id, None)
            if outcome.request is not None:
                if REQUESTS not in self._files:
                    self._files[REQUESTS] = Lines(self.folder / REQUESTS, self._mode)
                self._files[REQUESTS].write(signed(outcome.request))
            self.log("held", id=outcome.id, turns=outcome.turns)
            return
        self._files[DIALOGUES].write(outcome.line)
        crc = zlib.crc32(outcome.line)
        turns = outcome.turns if outcome.stop == "turns" else None
        self._files[INDEX].write(dialogue_line(outcome.id, outcome.key, crc, turns))
        self._extending.discard(outcome.id)
        self.limited.pop(outcome.id, None)
        if turns is not None:
            self.limited[outcome.id] = turns
        self._crcs[outcome.id] = crc
        self.finished[outcome.id] = outcome.key
        self.failed.pop(outcome.id, None)
        seconds = round(outcome.spent.get("all", 0.0), 6)
        found: Json = {"words": [*outcome.words], "faults": [*outcome.checks]}
        self.log("finished", id=outcome.id, turns=outcome.turns, stop=outcome.stop, seconds=seconds, **found)
        self._unpacked.append(outcome.id)
        if len(self._unpacked) >= TOGETHER:
            self._pack()

    def _keep_failure(self, outcome: ItemOutcome) -> None:
        before = self.failed.get(outcome.id, {})
        failure = outcome.failure or {}
        attempts = before.get("attempts", 0) + 1
        tried = {"at": round(time.time(), 3), "kind": failure.get("kind"), "stage": failure.get("stage")}
        tried |= {"turns": outcome.turns, "calls": failure.get("attempts", 1)}
        line = {"id": outcome.id, "key": outcome.key, **failure, "attempts": attempts}
        line["tried"] = [*before.get("tried", ()), tried][-_TRIED:]
        self._files[FAILURES].write(signed(line))
        self.failed[outcome.id] = line
        self.log(
            "filtered" if line.get("kind") == FILTERED else "failed",
            id=outcome.id,
            kind=line.get("kind"),
            stage=line.get("stage"),
            attempts=attempts,
        )

    def _pack(self) -> None:
        """Pack the logs of dialogues that are finished."""
        names = [name for name in self._unpacked if name in self._logs]
        self._unpacked = []
        if not names:
            return
        block = pack(b"".join(line for name in names for line in self._logs[name]))
        place = place_of(block, append(self.folder / PACKED, block, self._mode))
        self._files[INDEX].write(block_line(PACKED, place, names))
        for name in names:
            del self._logs[name]
            if name in self.limited:
                self._places[name] = place
        if self._files[EVENTS].size > _COMPACT:
            self._compact()

    def _compact(self) -> None:
        self._files[EVENTS].rewrite(line for lines in self._logs.values() for line in lines)

    def begun(self, name: str) -> tuple[bytes, ...]:
        """The lines of the log of a dialogue that was broken off, nothing for one that is finished."""
        return tuple(self._logs.get(name, ())) if name not in self.finished else ()

    def reopen(self, name: str) -> tuple[bytes, ...]:
        """The lines of the log of a finished dialogue that may have more turns now, to go on from. It counts as finished no
        more; the old dialogue stays until there is another. Nothing where its log is lost."""
        if name in self._unpacked:
            self._pack()
        place = self._places.get(name)
        if name not in self._logs and place is not None:
            lines = by_dialogue(read_block(self.folder / PACKED, place).splitlines(keepends=True)).get(name, [])
            self._open()
            self._files[EVENTS].write(b"".join(lines))  # with what is added it is one log, wherever it breaks off
            self._logs[name] = lines
        self.finished.pop(name, None)
        self._extending.add(name)
        return tuple(self._logs.get(name, ()))

    def first_event(self, name: str) -> str | None:
        """The id of the event with which a dialogue that is in the making was begun."""
        lines = self._logs.get(name)
        return orjson.loads(lines[0])["id"] if lines else None

    def forget(self, name: str) -> None:
        """An item that has changed is made anew: its dialogue stays until there is another, and counts no more."""
        if name in self._unpacked:
            self._pack()  # its log would be taken for the beginning of the new one
        self._logs.pop(name, None)
        self._answers.pop(name, None)
        self.finished.pop(name, None)
        self.limited.pop(name, None)

    def keep_items(self, places: Mapping[str, int]) -> None:
        """Write which items are asked for and where each stands among those of all shards. Nothing without any."""
        if places:
            replace(self.folder / ITEMS, (signed({"id": name, "n": n}) for name, n in places.items()), self._mode)

    def log(self, event: str, **facts: Any) -> None:
        """One structlog event in ``log.jsonl``. Only known, harmless keys are written; text of notes never is."""
        if self._log is None:
            from bedside.orchestrator.runs.log import open_log

            self._files[LOG] = Lines(self.folder / LOG, self._mode)
            self._log = open_log(self._files[LOG])
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
            self._files[DIALOGUES].rewrite(parts(self.folder / DIALOGUES, wanted))
        self._files[FAILURES].rewrite(signed(row) for row in self.failed.values())
        self._compact()
        for lines in self._packed.values():
            lines.pack()

    def counts(self, requested: Sequence[str]) -> dict[str, int]:
        """``requested = finished + failed + filtered + pending``, each counted by itself. Raises ``AssertionError`` if
        the sum is another: something was counted twice, or not at all."""
        counts = {"requested": len(requested), "finished": 0, "failed": 0, "filtered": 0, "pending": 0}
        filtered = self.filtered
        for name in requested:
            counts["finished"] += name in self.finished
            counts["failed"] += name in self.failed and name not in filtered
            counts["filtered"] += name in filtered
            counts["pending"] += not (name in self.finished or name in self.failed)
        total = counts["finished"] + counts["failed"] + counts["filtered"] + counts["pending"]
        assert counts["requested"] == total, f"the account does not add up: {counts}"
        return counts

    def close(self, requested: Sequence[str]) -> dict[str, int]:
        """Write the counts and close. What is on the disk then is all there is."""
        counts = self.counts(requested)
        self.about["counts"] = counts
        # Also of earlier inputs; among those without a dialogue are the filtered ones.
        self.about["kept"] = {"finished": len(self.finished) + len(self._extending), "failed": len(self.failed)}
        if self.served:
            self.about["served"] = sorted(self.served)
        self.log("closed", **counts)
        left = {EVENTS: self._files[EVENTS].size, ANSWERS: len(self._answers)}
        for lines in (*self._files.values(), *self._packed.values()):
            lines.close()
        write_about(self.folder, self.about, self._mode)
        for name in (EVENTS, ANSWERS):
            if not left[name]:
                with suppress(OSError):
                    (self.folder / name).unlink()
        return counts


def _by_id(path: Path, crcs: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the lines stand that hold; of an item that has changed, only the last."""
    for begin, line in whole_lines(path):
        name = orjson.loads(line)["id"]
        if crcs.get(name) == zlib.crc32(line):
            yield name, (begin, begin + len(line))
