"""What ``dialogues.jsonl`` and ``failures.jsonl`` alone say of a dialogue whose log cannot be read: its words, no reason."""

from typing import Any

from bedside.scenarios.record import Failure, Record

Json = dict[str, Any]


def finished_record(name: str, row: Json) -> Record:
    """The record of a line of ``dialogues.jsonl``."""
    return Record.model_validate(
        {
            "id": name,
            "note_id": row.get("note_id", ""),
            "seed": row.get("generator", {}).get("seed", 0),
            "status": "finished",
            "stop": "",
            "turns": _turns(row),
        }
    )


def failed_record(name: str, row: Json) -> Record:
    """The record of a line of ``failures.jsonl``."""
    failure = {key: row[key] for key in Failure.model_fields if key in row}
    return Record.model_validate(
        {
            "id": name,
            "note_id": name,
            "seed": 0,
            "status": "failed",
            "stop": str(row.get("kind", "")),
            "turns": _turns(row),
            "failure": {"kind": "", "stage": "", "message": "", **failure},
        }
    )


def _turns(row: Json) -> list[Json]:
    return [{"id": str(n), "speaker": turn["speaker"], "text": turn["text"]} for n, turn in enumerate(row["turns"])]
