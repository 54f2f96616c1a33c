"""A run folder read back: one reader for exports, ``show``, viewers and debuggers. It changes nothing.

Whatever a dialogue is, is folded from its log; folders of version 0.1.0, which kept none, give what they have.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.note_form import TextMissing
from bedside.orchestrator.runs.open_run import RUN_VERSION, read_about
from bedside.orchestrator.runs.packed import find_blocks, read_block
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.runs.resume import branch
from bedside.orchestrator.runs.survey import DIALOGUES, EXCHANGES, EXCHANGES_PACKED, PACKED, Survey, by_dialogue, survey
from bedside.orchestrator.runs.version_1 import records as records_of_version_1
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

Json = dict[str, Any]
TextOf = Callable[[str], str | None]  # a note's text by its digest


@dataclass(frozen=True)
class KeptDialogue:
    """One dialogue of a run. ``events`` is its log, empty where none is kept; ``note`` the note as it was read, None
    where its words are not kept and were not given; ``calls`` what was measured, ``exchanges`` what models were asked
    and answered."""

    id: str
    record: Record
    events: tuple[Event, ...] = ()
    note: Note | None = None
    calls: tuple[Json, ...] = ()
    exchanges: tuple[Json, ...] = ()
    passages: Json = field(default_factory=dict)

    @cached_property
    def state(self) -> DialogueState:
        """The log, folded. Raises ``Problem`` where none is kept."""
        if not self.events:
            raise Problem("input", f"Of {self.id} no log is kept: it was damaged, or made by version 0.1.0.")
        return fold(self.events)


class RunFolder:
    """A run folder, open for reading. ``text_of`` finds a note's text where the run keeps none. Raises ``Problem`` for a
    folder that is none, or of a version that is not known."""

    def __init__(self, path: Path, text_of: TextOf = lambda _: None) -> None:
        self.path = path
        if not path.is_dir():
            raise Problem("input", f"There is no run folder {path}: `bedside runs` lists those that are kept.")
        if not (path / "run.json").is_file():
            raise Problem("input", f"{path} is no run folder: it has no run.json.")
        self.about = read_about(path / "run.json")
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
        return survey(self.path) if self.version == RUN_VERSION else Survey()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the finished dialogues, in the order of ``dialogues.jsonl``, then of those that are not."""
        if self.version == 1:
            return tuple(records_of_version_1(self.path))
        found = self.survey
        placed = sorted(found.at, key=lambda name: found.at[name])
        return tuple(dict.fromkeys([*placed, *found.again, *found.logs]))

    def dialogue(self, name: str) -> KeptDialogue:
        """One dialogue, finished or not. Raises ``Problem`` for an id that is not there."""
        if name not in self.ids:
            import difflib

            near = difflib.get_close_matches(name, self.ids, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise Problem("input", f"There is no dialogue {name!r} in {self.path}.{hint}")
        if self.version == 1:
            return KeptDialogue(name, records_of_version_1(self.path)[name])
        return self._kept(name, self._log(name))

    def dialogues(self) -> Iterator[KeptDialogue]:
        """All dialogues, finished ones first, one in memory at a time."""
        if self.version == 1:
            for name, record in records_of_version_1(self.path).items():
                yield KeptDialogue(name, record)
            return
        block: tuple[Any, dict[str, list[bytes]]] = (None, {})
        for name in self.ids:
            kept = self.survey.kept.get(name)
            place = kept.place if kept is not None and name not in self.survey.unexplained else None
            if place is None:
                yield self._kept(name, self.survey.logs.get(name, []))
                continue
            if block[0] != place:
                block = (place, by_dialogue(read_block(self.path / PACKED, place).splitlines(keepends=True)))
            yield self._kept(name, block[1].get(name, []))

    def _log(self, name: str) -> list[bytes]:
        kept = self.survey.kept.get(name)
        if kept is None or kept.place is None or name in self.survey.unexplained:
            return self.survey.logs.get(name, [])
        return by_dialogue(read_block(self.path / PACKED, kept.place).splitlines(keepends=True)).get(name, [])

    def _kept(self, name: str, lines: list[bytes]) -> KeptDialogue:
        events, text = self._events(lines)
        if not events:
            return self._with(name, self._bare(name), (), None)
        state = fold(events)
        try:
            note = state.note(text)
        except TextMissing:
            note = None
        record = state.record()
        if note is not None:
            record = record.with_words(note.given)
        return self._with(name, record, tuple(events), note)

    def _with(self, name: str, record: Record, events: tuple[Event, ...], note: Note | None) -> KeptDialogue:
        """A dialogue with what is kept of it in other files."""
        calls, exchanges = tuple(self._calls.get(name, ())), tuple(self._exchanges.get(name, ()))
        return KeptDialogue(name, record, events, note, calls, exchanges, self._passages)

    def _events(self, lines: list[bytes]) -> tuple[list[Event], str | None]:
        """The events of a log, and the note's text where it is not in the log."""
        if not lines:
            return [], None
        note = orjson.loads(lines[0]).get("note")
        if not isinstance(note, dict) or note.get("kept", True):
            return branch(lines), None
        text = self._text_of(str(note["sha256"]))
        return branch(lines, text), text

    def _bare(self, name: str) -> Record:
        """What ``dialogues.jsonl`` alone says of a dialogue."""
        begin, end = self.survey.at.get(name, (0, 0))
        with (self.path / DIALOGUES).open("rb") as file:
            file.seek(begin)
            line = file.read(end - begin) or self.survey.again.get(name, b"{}")
        row: Json = orjson.loads(line)
        return Record.model_validate(
            {
                "id": name,
                "note_id": row.get("note_id", ""),
                "seed": row.get("generator", {}).get("seed", 0),
                "status": "finished",
                "stop": "",
                "turns": [{"id": str(n), **turn} for n, turn in enumerate(row.get("turns", ()))],
            }
        )

    @cached_property
    def _calls(self) -> dict[str, list[Json]]:
        return _grouped(line for _, line in whole_lines(self.path / "calls.jsonl"))

    @cached_property
    def _exchanges(self) -> dict[str, list[Json]]:
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
        return self.survey.failures


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
    started = next((event for event in kept.events if event.event == "started"), None)
    form = started.note if started is not None and started.event == "started" else None
    return {
        "sha256": form["sha256"] if form else None,
        "characters": len(kept.note.given) if kept.note is not None else None,
    }


def open_folders(out: Path) -> Iterator[Path]:
    """The run folders in ``out``, newest first."""
    if not out.is_dir():
        return
    folders = [path.parent for path in out.glob("*/run.json")]
    yield from sorted(folders, key=lambda path: (path / "run.json").stat().st_mtime, reverse=True)
