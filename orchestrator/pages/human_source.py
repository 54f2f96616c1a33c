"""What people said to each other, from a file, to be read beside what was made of the same note.

Form: JSON Lines. A row has ``note_id`` or ``id``, which names the note as a run does, and either ``turns``
(``[{"speaker": ..., "text": ...}]``) or ``text``, in which a line is ``speaker: words`` (or ``[speaker] words``) and a line
without a speaker goes on with the one before it. Other keys are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.page_source import PageDialogue
from bedside.orchestrator.pages.row_data import said_data
from bedside.orchestrator.pages.turn_data import without_empty
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
_LABEL = re.compile(r"^\s*(?:\[([^\]\n]{1,40})\]\s*:?|([^\s:：][^:：\n]{0,39})[:：])\s*(.*)$")
_ROLES = {"doctor": "physician", "dr": "physician", "clinician": "physician", "provider": "physician", "pt": "patient"}


@dataclass(frozen=True)
class HumanSource:
    """The conversations of a file. Every row is read before the first is given, so that a page is never half made."""

    path: Path
    rows: tuple[tuple[str, str, tuple[Turn, ...]], ...]  # id, note id, what was said

    @property
    def about(self) -> Json:
        """The name of the file."""
        return {"name": self.path.name, "kind": "human", "rows": [], "remarks": []}

    def dialogues(self) -> Iterator[PageDialogue]:
        """In the order of the file."""
        for name, note, turns in self.rows:
            row = {"id": name, "note": note if note != name else "", "status": "human", **said_data(turns)}
            said: list[Json] = [turn.model_dump() for turn in turns]
            data: Json = {"id": name, "about": [["note", note]], "branches": [{"name": "main", "turns": said}]}
            yield PageDialogue(without_empty(row), data, "\n".join(turn.text for turn in turns))

    def asked(self, name: str) -> Json:
        """No model was asked anything."""
        return {}


def human_source(path: Path) -> HumanSource:
    """Read a file. Raises ``Problem`` that names the line for one that cannot be used."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Problem("input", f"--human {path} cannot be read ({error.strerror}): check its path.") from None
    found = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Problem("input", f"--human {path} holds no conversation: a row has note_id (or id) and turns or text.")
    return HumanSource(path, tuple(found))


def _row(path: Path, number: int, line: bytes) -> tuple[str, str, tuple[Turn, ...]]:
    try:
        row: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Problem("input", f"--human {path}, line {number} is no JSON ({error}): one object a line.") from None
    if not isinstance(row, dict) or not isinstance(note := row.get("note_id", row.get("id")), str | int):
        raise Problem("input", f"--human {path}, line {number} has neither note_id nor id: say which note it is of.")
    turns = _turns(row)
    if not turns:
        raise Problem(
            "input",
            f"--human {path}, line {number} says nothing: give turns ([{{speaker, text}}]) or text (speaker: words).",
        )
    name = row.get("id", note)
    return str(name), str(note), turns


def _turns(row: Json) -> tuple[Turn, ...]:
    given = row.get("turns")
    if isinstance(given, list):
        said = [
            (str(one.get("speaker", "")), str(one.get("text", "")))
            for one in given
            if isinstance(one, dict) and one.get("text")
        ]
    else:
        said = list(_lines(row["text"])) if isinstance(row.get("text"), str) else []
    return tuple(Turn(id=f"h{n:03}", speaker=_role(who), text=words) for n, (who, words) in enumerate(said, 1))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    who, words = "", list[str]()
    for line in text.splitlines():
        label = _LABEL.match(line)
        if label is None:
            words += [line.strip()] if line.strip() else []
            continue
        if words:
            yield who, " ".join(words)
        who, words = label[1] or label[2], [label[3]] if label[3] else []
    if words:
        yield who, " ".join(words)


def _role(who: str) -> str:
    name = who.strip().strip("*_.").lower()
    return _ROLES.get(name, name) or "unknown"
