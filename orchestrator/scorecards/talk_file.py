"""Dialogues of any origin from a file, to be scored as if they had been generated: people's, or another program's.

Form: JSON Lines. A row has ``id`` (or ``note_id``) and ``turns`` (``[{"speaker": ..., "text": ...}]``); ``note`` is its note,
``note_id`` names it where several dialogues are of one note. Other keys are left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.note_form import digest_of
from bedside.orchestrator.scorecards.source import PORTION, with_roles
from bedside.orchestrator.scorecards.talk import LeftOut, SourceTalk, fault_of, groups_of
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

MEND = 'one object a line, {"id": ..., "note": ..., "turns": [{"speaker": ..., "text": ...}]}'


@dataclass(frozen=True)
class FileTalks:
    """The dialogues of a file."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def remarks(self) -> tuple[str, ...]:
        """Nothing that must be known of a file."""
        return ()

    def portions(self) -> Iterator[tuple[str, ...]]:
        """Lines as "number:byte", in order. Raises ``Problem`` for a file that cannot be read or holds none."""
        places: list[str] = []
        none = True
        try:
            with self.path.open("rb") as file:
                at = 0
                for number, line in enumerate(file, 1):
                    if line.strip():
                        none = False
                        places.append(f"{number}:{at}")
                    at += len(line)
                    if len(places) == PORTION:
                        yield tuple(places)
                        places = []
        except OSError as error:
            raise Problem("input", f"{self.path} cannot be read ({error.strerror}): check its path.") from None
        if none:
            raise Problem("input", f"{self.path} holds no dialogue: write {MEND}.")
        if places:
            yield tuple(places)

    def talks(self, portion: tuple[str, ...], *, notes: bool = True) -> Iterator[SourceTalk | LeftOut]:
        """The dialogues of these lines. Raises ``Problem`` that names a line that is no dialogue."""
        with self.path.open("rb") as file:
            for place in portion:
                number, _, at = place.partition(":")
                file.seek(int(at))
                yield self._talk(number, file.readline(), notes)

    def rows(self) -> Iterator[tuple[SourceTalk | LeftOut, dict[str, Any]]]:
        """Every dialogue, its note not read, with its row. Raises ``Problem``."""
        for portion in self.portions():
            with self.path.open("rb") as file:
                for place in portion:
                    number, _, at = place.partition(":")
                    file.seek(int(at))
                    line = file.readline()
                    yield self._talk(number, line, notes=False), self._row(number, line)

    def texts(self) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
        """Id, turns and the text of the note of every dialogue, nothing read from it. Raises ``Problem``."""
        for portion in self.portions():
            with self.path.open("rb") as file:
                for place in portion:
                    number, _, at = place.partition(":")
                    file.seek(int(at))
                    row = self._row(number, file.readline())
                    note = row.get("note")
                    said = tuple(turn.text for turn in _turns(row["turns"]))
                    yield str(row["id"]), said, note if isinstance(note, str) and note.strip() else None

    def _talk(self, number: str, line: bytes, notes: bool) -> SourceTalk | LeftOut:
        row = self._row(number, line)
        name, note_id = str(row["id"]), str(row.get("note_id", row["id"]))
        record = with_roles(
            Record(id=name, note_id=note_id, seed=0, status="finished", stop="", turns=tuple(_turns(row["turns"])))
        )
        fault = fault_of(record)
        if fault is not None:
            return LeftOut(name, fault)
        text = row.get("note")
        if not isinstance(text, str) or not text.strip():
            return SourceTalk(name, record, groups=groups_of(record, None))
        digest = digest_of(admitted_text(text))
        if not notes:
            return SourceTalk(name, record, digest=digest)
        section = row.get("section_header")
        note = _read(text, section if isinstance(section, str) and section else None)
        note = note.model_copy(update={"id": note_id})
        return SourceTalk(name, record, note, digest, True, groups_of(record, note))

    def _row(self, number: str, line: bytes) -> dict[str, Any]:
        try:
            row: Any = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Problem("input", f"{self.path}, line {number} is no JSON ({error}): write {MEND}.") from None
        good = isinstance(row, dict) and isinstance(row.get("turns"), list)
        name = row.get("id", row.get("note_id")) if good else None
        if not isinstance(name, str | int):
            raise Problem("input", f"{self.path}, line {number} is no dialogue: write {MEND}.")
        return {**row, "id": name}


@lru_cache(maxsize=64)  # dialogues of one note stand together, and reading it costs more than scoring one of them
def _read(text: str, section: str | None) -> Note:
    return read_note("", text, Terminology.load(), section=section)


def _turns(given: list[Any]) -> Iterator[Turn]:
    for number, one in enumerate(given, 1):
        if isinstance(one, dict):
            yield Turn(id=f"t{number:03}", speaker=str(one.get("speaker", "")), text=str(one.get("text", "")))
