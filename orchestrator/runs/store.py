"""The run folder: the only truth that lasts. Readable without this program, safe to stop at any moment, resumable.

``run.json`` is replaced atomically; every other file is JSON Lines and only ever gets whole lines. A line of
``traces.jsonl`` is written before its line of ``dialogues.jsonl``, so what both hold is finished and the rest is
made again. No two processes write one folder.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.events import Event, Fold
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.orchestrator.runs.versions import version, versions

Json = dict[str, Any]
RUN_VERSION = 1
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_COMPACT = 4 << 20  # bytes of journal after which finished dialogues are taken out of it


def dump(value: Any) -> bytes:
    """One JSON line with sorted keys: the same value gives the same bytes."""
    return orjson.dumps(value, option=_OPTIONS)


def digest(config: Json) -> str:
    """SHA-256 of a configuration as hex. Paths are not part of a configuration."""
    return hashlib.sha256(dump(config)).hexdigest()


class Lines:
    """An append-only file of whole lines. A write that fails leaves no half line behind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise storage(error, str(path)) from error
        self.size = os.fstat(self._fd).st_size

    def write(self, data: bytes) -> None:
        """Append ``data``, which ends with a line end, or nothing of it."""
        done = 0
        try:
            while done < len(data):
                done += os.write(self._fd, data[done:])
        except BaseException as error:
            with suppress(OSError):
                os.ftruncate(self._fd, self.size)
            if isinstance(error, OSError):
                raise storage(error, str(self.path)) from error
            raise
        self.size += done

    def cut(self, size: int) -> None:
        """Keep the first ``size`` bytes."""
        os.ftruncate(self._fd, size)
        self.size = size

    def close(self) -> None:
        """Close the file; what was written is on its way to the disk."""
        if self._fd >= 0:
            with suppress(OSError):
                os.fsync(self._fd)
            os.close(self._fd)
            self._fd = -1


def replace(path: Path, data: bytes) -> None:
    """Write a whole file atomically."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise storage(error, str(path)) from error


def read_lines(path: Path) -> Iterator[tuple[int, Json]]:
    """The whole lines of a JSON Lines file with the offset after each; stops before the first half-written one."""
    if not path.exists():
        return
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            if not line.endswith(b"\n"):
                return
            try:
                yield end, orjson.loads(line)
            except orjson.JSONDecodeError:
                return


def dialogue_line(fold: Fold) -> Json:
    """A dialogue as published: what was said and what produced it."""
    return {
        "id": fold.id,
        "note_id": fold.note_id,
        "synthetic": True,
        "turns": [{"speaker": turn["speaker"], "text": turn["text"]} for turn in fold.turns],
        "generator": {
            "name": "bedside",
            "version": version(),
            "family": fold.meta.get("family"),
            "style": fold.meta.get("style"),
            "seed": fold.seed,
        },
    }


def trace_line(fold: Fold, note: Json) -> Json:
    """Why it was said: a reason for every turn, in order, each with the index and speaker of its turn.

    ``spans[i]`` is where ``facts[i]`` stands in the note's text.
    """
    reasons = [
        {**reason, "index": index, "speaker": turn["speaker"]}
        for index, (turn, reason) in enumerate(zip(fold.turns, fold.reasons, strict=True))
    ]
    meta = {key: value for key, value in fold.meta.items() if key != "passages"}
    passages = fold.meta.get("passages", {})
    return {"id": fold.id, "stop": fold.stop, "note": note, "meta": meta, "passages": passages, "reasons": reasons}


def failure_line(fold: Fold, attempts: int) -> Json:
    """Why an item did not finish, with what had been said by then."""
    failure = {**(fold.failure or {}), "attempts": attempts}
    return {"id": fold.id, **failure, "turns": [{"speaker": t["speaker"], "text": t["text"]} for t in fold.turns]}


class Run:
    """One run folder, open for writing. Make it with ``open_run``."""

    def __init__(self, folder: Path, about: Json) -> None:
        self.folder = folder
        self.about = about
        self.finished: set[str] = set()
        self.failed: dict[str, int] = {}  # id -> attempts, of this sitting
        self.attempts: dict[str, int] = {}  # id -> attempts, of earlier sittings
        self.served: set[str] = set(about.get("served", ()))  # models, as their servers name them
        self._open_lines: dict[str, list[bytes]] = {}
        self._dialogues = Lines(folder / "dialogues.jsonl")
        self._traces = Lines(folder / "traces.jsonl")
        self._failures = Lines(folder / "failures.jsonl")
        self._journal = Lines(folder / "journal.jsonl")
        self._calls = Lines(folder / "calls.jsonl")
        self._log: Any = None
        self._repair()

    def _repair(self) -> None:
        """Keep what both files hold, in whole lines; forget half-written ends, and failures, to try again."""
        good = (0, 0)
        pairs = zip(read_lines(self._dialogues.path), read_lines(self._traces.path), strict=False)
        for (at, dialogue), (beside, trace) in pairs:
            if dialogue.get("id") != trace.get("id"):
                break
            good = (at, beside)
            self.finished.add(dialogue["id"])
        self._dialogues.cut(good[0])
        self._traces.cut(good[1])
        for _, failure in read_lines(self._failures.path):
            self.attempts[failure["id"]] = failure.get("attempts", 1)
        self._failures.cut(0)
        self._journal.cut(max((end for end, _ in read_lines(self._journal.path)), default=0))
        self._calls.cut(max((end for end, _ in read_lines(self._calls.path)), default=0))

    def sink(self, event: Event) -> None:
        """Journal one event: on disk before anybody sees it."""
        line = dump(event)
        self._open_lines.setdefault(event["dialogue"], []).append(line)
        self._journal.write(line)

    def keep(self, result: ItemResult) -> None:
        """Write what an item came to, finished or failed."""
        fold, admitted = result.fold, result.admitted
        calls: Json = {"dialogue": fold.id, "seconds": {k: round(v, 6) for k, v in sorted(result.spent.items())}}
        self._calls.write(b"".join(map(dump, [*result.measured, calls])))
        self.served |= {str(call["served"]) for call in result.measured if call.get("served")}
        if fold.status == "failed":
            attempts = self.attempts.get(fold.id, 0) + 1
            self._failures.write(dump(failure_line(fold, attempts)))
            self.failed[fold.id] = attempts
            failure = fold.failure or {}
            self.log("failed", id=fold.id, kind=failure.get("kind"), stage=failure.get("stage"), attempts=attempts)
        else:
            text = admitted.text if admitted else ""
            note = {
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "characters": len(text),
                "replaced": admitted.replaced if admitted else 0,
            }
            self._traces.write(dump(trace_line(fold, note)))
            self._dialogues.write(dump(dialogue_line(fold)))
            self.finished.add(fold.id)
            self.log("finished", id=fold.id, turns=len(fold.turns), stop=fold.stop, seconds=calls["seconds"].get("all"))
        self._open_lines.pop(fold.id, None)
        if self._journal.size > _COMPACT:
            self._compact()

    def _compact(self) -> None:
        self._journal.cut(0)
        self._journal.write(b"".join(line for lines in self._open_lines.values() for line in lines))

    def log(self, event: str, **facts: Any) -> None:
        """One structlog event in ``log.jsonl``. Only known, harmless keys are written; text of notes never is."""
        if self._log is None:
            from bedside.orchestrator.runs.log import open_log

            self._log = open_log(Lines(self.folder / "log.jsonl"))
        self._log.info(event, **facts)

    def settle(self, order: Iterable[str]) -> None:
        """Put the lines in input order, if a resumed run has left them otherwise."""
        for lines in (self._dialogues, self._traces):
            starts: dict[str, tuple[int, int]] = {}
            begin = 0
            for end, value in read_lines(lines.path):
                starts[value["id"]] = (begin, end)
                begin = end
            wanted = [starts[name] for name in order if name in starts]
            if wanted == sorted(wanted):
                continue
            part = lines.path.with_name(lines.path.name + ".part")
            try:
                with lines.path.open("rb") as source, part.open("wb") as target:
                    for begin, end in wanted:
                        source.seek(begin)
                        target.write(source.read(end - begin))
                lines.close()
                part.replace(lines.path)
            except OSError as error:
                with suppress(OSError):
                    part.unlink()
                raise storage(error, str(lines.path)) from error

    def counts(self, requested: int) -> dict[str, int]:
        """``requested = finished + failed + filtered + pending``."""
        finished, failed, filtered = len(self.finished), len(self.failed), 0
        pending = requested - finished - failed - filtered
        assert pending >= 0, "more items came out than went in"
        return {
            "requested": requested,
            "finished": finished,
            "failed": failed,
            "filtered": filtered,
            "pending": pending,
        }

    def close(self, requested: int, keep_journal: bool = False) -> dict[str, int]:
        """Write the counts and close. The journal goes once nothing is pending, unless it is to be kept."""
        counts = self.counts(requested)
        self.about["counts"] = counts
        if self.served:
            self.about["served"] = sorted(self.served)
        self.log("closed", **counts)
        for lines in (self._dialogues, self._traces, self._failures, self._journal, self._calls):
            lines.close()
        replace(self.folder / "run.json", orjson.dumps(self.about, option=_OPTIONS | orjson.OPT_INDENT_2))
        if not counts["pending"] and not keep_journal:
            with suppress(OSError):
                self._journal.path.unlink()
        return counts


def open_run(out: Path, stem: str, config: Json, about: Json, *, name: str | None = None, fresh: bool = False) -> Run:
    """Open the folder of a run, to go on with it if it was begun.

    ``config`` is all that decides what is generated, without paths; ``about`` is what else ``run.json`` says. Raises
    ``Problem`` if the folder was begun with another configuration, is in use or cannot be written.
    """
    chosen = name or f"{stem}-{digest(config)[:8]}"
    if not chosen or chosen in (".", "..") or "/" in chosen or "\\" in chosen or "\0" in chosen:
        raise Problem(
            "usage", f"--run {chosen!r} is not a folder name: leave the slashes out and use --out for the place."
        )
    folder = out / chosen
    if fresh:
        n = 2
        while folder.exists():
            folder, n = out / f"{chosen}-{n}", n + 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage(error, str(folder)) from error
    _lock(folder)
    path = folder / "run.json"
    if path.exists():
        before = _read(path)
        changed = diff(before.get("config", {}), config)
        if changed:
            raise Problem(
                "config",
                f"{folder} was made with another configuration ({'; '.join(changed)}): "
                "use --fresh for a new folder or --run for another name.",
            )
        about = {**about, "begun": before.get("begun", about.get("begun"))}
        about |= {"served": before["served"]} if "served" in before else {}
    whole = {"version": RUN_VERSION, "config": config, "digest": digest(config), "versions": versions(), **about}
    replace(path, orjson.dumps(whole, option=_OPTIONS | orjson.OPT_INDENT_2))
    return Run(folder, whole)


_LOCKS: dict[str, int] = {}


def _lock(folder: Path) -> None:
    """Hold the folder for this process until it ends. The lock goes with the process, even if it is killed."""
    key = str(folder.resolve())
    if key in _LOCKS:
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise storage(error, str(folder)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Problem("usage", f"{folder} is being written by another bedside: wait for it or use --fresh.") from None
    except OSError:  # a file system without locks
        os.close(handle)
        return
    _LOCKS[key] = handle


def _read(path: Path) -> Json:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        raise Problem("config", f"{path} cannot be read: use --fresh for a new folder, or remove this one.") from None


def diff(before: Json, after: Json, prefix: str = "") -> list[str]:
    """What changed between two configurations, one phrase a key, sorted: ``seed: 1 -> 2``."""
    changed: list[str] = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            changed += diff(old, new, f"{prefix}{key}.")  # pyright: ignore[reportUnknownArgumentType]
        elif old != new:
            changed.append(f"{prefix}{key}: {_short(old)} -> {_short(new)}")
    return changed


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:12] + "…"
