"""A run folder read back: one reader for exports, ``show``, viewers and debuggers. It changes nothing.

Whatever a dialogue is, is folded from its log; folders of version 0.1.0, which kept none, give what they have.
"""

import difflib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.bare_record import failed_record, finished_record
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.file_names import ABOUT, CALLS, DIALOGUES, EXCHANGES, EXCHANGES_PACKED, PACKED
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.outcome import dialogue_line
from bedside.orchestrator.runs.packed import find_blocks, read_block
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.resume import Branch, branches, path_to, read_events
from bedside.orchestrator.runs.run_json import RUN_VERSION
from bedside.orchestrator.runs.survey import Survey, by_dialogue, survey
from bedside.orchestrator.runs.version_1 import FolderOfVersion1, folder_of_version_1
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

Json = dict[str, Any]
TextOf = Callable[[str], str | None]  # a note's text by its digest
_LOST = "Its log is damaged: the words are whole, the reasons are lost; make the dialogue again to have them."
_LOST_1 = "Its line in traces.jsonl is missing or damaged: the words are whole, the reasons are lost."


@dataclass(frozen=True)
class KeptDialogue:
    """One dialogue of a run. ``events`` is the last branch of its log, empty where none is kept; ``note`` the note as it was read and ``given``
    its text, None where its words are not kept and were not given, ``digest`` its SHA-256; ``calls`` what was measured,
    ``exchanges`` what models were asked and answered, ``passages`` the lines of the passages by id. ``lost`` says in a
    sentence why there are no reasons."""

    id: str
    record: Record
    events: tuple[Event, ...] = ()
    note: Note | None = None
    given: str | None = None
    digest: str | None = None
    calls: tuple[Json, ...] = ()
    exchanges: tuple[Json, ...] = ()
    passages: Json = field(default_factory=dict)
    lost: str = ""
    log: Mapping[str, Event] = field(default_factory=dict)  # all events by id, also those of other branches

    @cached_property
    def state(self) -> DialogueState:
        """The log, folded. Raises ``Problem`` where none is kept."""
        if not self.events:
            raise Problem("input", f"Of {self.id} no log is kept: it was damaged, or made by version 0.1.0.")
        return fold(self.events)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The branches of the log, in the order of their ends; one only, unless somebody forked the dialogue. ``events`` are
        those of the last."""
        return branches(self.log)


class RunFolder:
    """A run folder, open for reading. ``text_of`` finds a note's text where the run keeps none; ``spoken_only`` leaves out
    calls and exchanges with models, which are read all at once, and passages. Raises ``Problem`` for a folder that is none, or of a version
    that is not known."""

    def __init__(self, path: Path, text_of: TextOf = lambda _: None, *, spoken_only: bool = False) -> None:
        self.path = path
        self.spoken_only = spoken_only
        self.about = read_run_json(path)
        self.version = self.about.get("version", 1)
        if not isinstance(self.version, int) or self.version > RUN_VERSION:
            raise Problem(
                "input",
                f"{path} was made by a newer bedside (run folder version {self.version}): install that to read it.",
            )
        if not (path / DIALOGUES).is_file():
            raise Problem("input", f"{path} is half a run folder: {DIALOGUES} is missing; copy it again, whole.")
        self._text_of = text_of

    @cached_property
    def survey(self) -> Survey:
        """What the folder holds. Of a folder of version 0.1.0, nothing."""
        return steady_survey(self.path) if self.version == RUN_VERSION else Survey()

    @cached_property
    def version_1(self) -> FolderOfVersion1:
        """What a folder of version 0.1.0 holds. Of a later one, nothing."""
        return folder_of_version_1(self.path) if self.version == 1 else FolderOfVersion1()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the finished dialogues, in the order of ``dialogues.jsonl``, then of those that are not."""
        if self.version == 1:
            return tuple(self.version_1.records)
        found = self.survey
        placed = sorted(found.at, key=lambda name: found.at[name])
        return tuple(dict.fromkeys([*placed, *found.again, *found.failures, *found.logs]))

    def dialogue(self, name: str) -> KeptDialogue:
        """One dialogue, finished or not. Raises ``Problem`` for an id that is not there."""
        if name not in self.ids:
            near = difflib.get_close_matches(name, self.ids, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"bedside show {self.path} lists those it has."
            raise Problem("input", f"There is no dialogue {name!r} in {self.path}. {hint}")
        return self._of_version_1(name) if self.version == 1 else self._kept(name, self._log(name))

    def dialogues(self, names: Iterable[str] | None = None) -> Iterator[KeptDialogue]:
        """All dialogues, finished ones first, or those of these ids in their order; one in memory at a time."""
        names = self.ids if names is None else names
        if self.version == 1:
            yield from map(self._of_version_1, names)
            return
        block: tuple[Any, dict[str, list[bytes]]] = (None, {})
        for name in names:
            kept = self.survey.kept.get(name)
            place = kept.place if kept is not None and name not in self.survey.unexplained else None
            if place is None:
                yield self._kept(name, self.survey.logs.get(name, []))
                continue
            if block[0] != place:
                block = (place, {})  # two are never held at once
                block = (place, by_dialogue(read_block(self.path / PACKED, place).splitlines(keepends=True)))
            yield self._kept(name, block[1].get(name, []))

    def _log(self, name: str) -> list[bytes]:
        kept = self.survey.kept.get(name)
        if kept is None or kept.place is None or name in self.survey.unexplained:
            return self.survey.logs.get(name, [])
        return by_dialogue(read_block(self.path / PACKED, kept.place).splitlines(keepends=True)).get(name, [])

    def _of_version_1(self, name: str) -> KeptDialogue:
        digest = self.version_1.digests.get(name)
        given = self._text_of(digest) if digest else None
        record = self.version_1.records[name]
        lost = _LOST_1 if record.status == "finished" and not record.reasons else ""
        calls = tuple(self._calls.get(name, ()))
        return KeptDialogue(name, _worded(record, given), given=given, digest=digest, calls=calls, lost=lost)

    def _kept(self, name: str, lines: list[bytes]) -> KeptDialogue:
        """A dialogue with what is kept of it in all files."""
        log, text, digest = self._events(lines)
        events = path_to(log, next(reversed(log), ""))
        record = self._explained(name, events)
        beside: Json = {}
        if not self.spoken_only:
            beside["calls"] = tuple(self._calls.get(name, ()))
            beside["exchanges"] = tuple(self._exchanges.get(name, ()))
            beside["passages"] = self._passages
        if record is None:
            return KeptDialogue(name, self._bare(name), lost=_LOST, **beside)
        note = None
        with suppress(ValueError):  # its words are not kept and were not given
            note = fold(events).note(text)
        given = note.given if note is not None else None
        return KeptDialogue(name, _worded(record, given), tuple(events), note, given, digest, log=log, **beside)

    def _explained(self, name: str, events: list[Event]) -> Record | None:
        """The record that a log comes to; None for a log that does not come to the dialogue's line, or to anything."""
        try:
            state = fold(events)
        except ValueError:  # events that do not follow one another, or a note that is none
            return None
        if not events:
            return None
        kept = self.survey.kept.get(name)
        if kept is not None and zlib.crc32(dump(dialogue_line(state))) != kept.crc:
            return None
        return state.record()

    def _events(self, lines: list[bytes]) -> tuple[dict[str, Event], str | None, str | None]:
        """The events of a log by id, the note's text where it is not in the log, and its digest."""
        if not lines:
            return {}, None, None
        note = orjson.loads(lines[0]).get("note")
        if not isinstance(note, dict):
            return read_events(lines), None, None
        digest = str(note.get("sha256"))
        text = None if note.get("kept", True) else self._text_of(digest)
        return read_events(lines, text), text, digest

    def _bare(self, name: str) -> Record:
        """What is said of a dialogue outside of its log."""
        if name not in self.survey.kept and name in self.survey.failures:
            return failed_record(name, self.survey.failures[name])
        return finished_record(name, orjson.loads(self.line(name)))

    def line(self, name: str) -> bytes:
        """The line of a dialogue in ``dialogues.jsonl``; one that has to be made again, as it will be."""
        begin, end = self.survey.at.get(name, (0, 0))
        with (self.path / DIALOGUES).open("rb") as file:
            file.seek(begin)
            return file.read(end - begin) or self.survey.again.get(name, b'{"turns": []}')

    def lines_of(self, name: str) -> list[bytes]:
        """The lines of a dialogue's log, as they were written; none where it is damaged."""
        return self._log(name)

    def calls_of(self, name: str) -> list[Json]:
        """What was measured of a dialogue."""
        return self._calls.get(name, [])

    def exchanges_of(self, name: str) -> list[Json]:
        """What models were asked for a dialogue, and what they replied."""
        return self._exchanges.get(name, [])

    @cached_property
    def _calls(self) -> dict[str, list[Json]]:
        return {} if self.spoken_only else _grouped(line for _, line in whole_lines(self.path / CALLS))

    @cached_property
    def _exchanges(self) -> dict[str, list[Json]]:
        if self.spoken_only:
            return {}
        packed = (line for _, lines in find_blocks(self.path / EXCHANGES_PACKED) for line in lines.splitlines())
        found = _grouped(chain(packed, (line for _, line in whole_lines(self.path / EXCHANGES))))
        # Killed while they were being packed, they are there twice.
        return {name: list({(row["event"], row["n"]): row for row in rows}.values()) for name, rows in found.items()}

    @cached_property
    def _passages(self) -> Json:
        return dict(passage_texts(self.path))

    @property
    def failures(self) -> dict[str, Json]:
        """Why items did not finish, by id."""
        return self.version_1.failures if self.version == 1 else self.survey.failures


def _worded(record: Record, given: str | None) -> Record:
    """The record with the note's words in its reasons, where they are known."""
    return record.with_words(given) if given is not None else record


def steady_survey(path: Path, deep: bool = False) -> Survey:
    """What a folder holds that may be written while it is looked through: where a log was packed in between, once more."""
    found = survey(path, deep)
    for _ in range(2):
        torn = any(one.bare for one in found.kept.values())
        if not torn or not is_held(path):
            break
        found = survey(path, deep)
    return found


def read_run_json(path: Path) -> Json:
    """What ``run.json`` of a folder says. Raises ``Problem`` for a folder that is none or only half there."""
    if not path.is_dir():
        raise Problem("input", f"There is no run folder {path}: bedside runs lists those that are kept.")
    file = path / ABOUT
    if not file.is_file():
        half = (path / DIALOGUES).exists()
        what = (
            "half a run folder: run.json is missing; copy it again, whole"
            if half
            else "no run folder: no run.json in it"
        )
        raise Problem("input", f"{path} is {what}.")
    try:
        about = orjson.loads(file.read_bytes())
    except OSError as error:
        raise Problem("input", f"{file} cannot be read ({error.strerror}): change its permissions.") from None
    except orjson.JSONDecodeError:
        about = None
    if not isinstance(about, dict):
        raise Problem(
            "input",
            f"{file} is damaged: copy it again, or run the command that made it, which mends it; {DIALOGUES} beside it can be read without it.",
        )
    about.pop("sum", None)  # pyright: ignore[reportUnknownMemberType]
    return about  # pyright: ignore[reportUnknownVariableType]


def _grouped(lines: Any) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for line in lines:
        try:
            row: Json = orjson.loads(line)
            found.setdefault(row["dialogue"], []).append(row)
        except (orjson.JSONDecodeError, KeyError, TypeError):
            continue
    return found


def trace_of(kept: KeptDialogue) -> Json:
    """Why it was said, as JSON: a reason for every turn, in order, each with the index and speaker of its turn.
    ``spans[i]`` is where ``facts[i]`` stands in the note."""
    record = kept.record
    reasons = [
        {**reason.model_dump(mode="json"), "index": index, "speaker": turn.speaker}
        for index, (turn, reason) in enumerate(zip(record.turns, record.reasons, strict=False))
    ]
    meta = {key: value for key, value in record.meta.items() if key != "passages"}
    return {
        "id": kept.id,
        "stop": record.stop,
        "note": note_about(kept),
        "meta": meta,
        "passages": record.meta.get("passages", {}),
        "reasons": reasons,
    }


def note_about(kept: KeptDialogue) -> Json:
    """Which note it was: its digest, and its length where it is known."""
    return {"sha256": kept.digest, "characters": len(kept.given) if kept.given is not None else None}
