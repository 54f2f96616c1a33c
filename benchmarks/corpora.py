"""The development corpora: human dialogues with their notes, as rows of JSON, and as the values that metrics read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.runs.reader import RunFolder
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

Json = dict[str, Any]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CLEAN = ("virtassist", "virtscribe")  # subsets of ACI-Bench transcribed by people; the rest is raw speech recognition


@dataclass(frozen=True)
class NoteCorpus:
    """A development corpus: its files, its style profile, and the name of its baselines."""

    name: str
    files: tuple[str, ...]
    style: str
    visits: bool = False  # full visits with full notes: the goals are set for these


CORPORA = {
    "aci": NoteCorpus("aci", ("aci_train", "aci_valid"), "visit", visits=True),
    "mts": NoteCorpus("mts", ("mts_train", "mts_valid"), "section"),
    "primock": NoteCorpus("primock", ("primock_dev",), "gp"),
}


def read(path: Path) -> list[Json]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, rows: list[Json]) -> Path:
    """Write rows as JSON Lines; return the path."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def people(data: Path, corpus: NoteCorpus, limit: int | None) -> list[Json]:
    """The human dialogues of a corpus with their notes."""
    rows = [row for name in corpus.files for row in read(data / "dev" / f"{name}.jsonl")]
    return [row for row in rows if row["note"]][:limit]


def transcribed(row: Json) -> bool:
    """Whether people wrote this dialogue down, so that its style may be imitated."""
    return row["source"] != "aci-bench" or row["meta"].get("subset") in CLEAN


def record_of(row: Json) -> Record:
    """A row of turns as a record over the note of the same id."""
    return Record(
        id=row["id"],
        note_id=row["id"],
        seed=0,
        status="finished",
        stop="",
        turns=tuple(
            Turn(id=str(number), speaker=turn["speaker"], text=turn["text"]) for number, turn in enumerate(row["turns"])
        ),
    )


def records(folder: Path) -> list[Record]:
    """The finished dialogues of a run folder with their reasons, in the order of ``dialogues.jsonl``."""
    return [kept.record for kept in RunFolder(folder).dialogues() if kept.record.status == "finished"]


def notes_of(rows: list[Json]) -> dict[str, Note]:
    """The notes of human dialogues by id, as they stand: their facts are not read."""
    return {row["id"]: Note(id=row["id"], text=row["note"]) for row in rows}
