"""Run folders of version 0.1.0: dialogues and traces, line beside line, and no log. They can be read and not gone on with."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.files import whole_lines
from bedside.scenarios.finding import Finding
from bedside.scenarios.record import Record

Json = dict[str, Any]


@lru_cache(maxsize=4)
def records(folder: Path) -> dict[str, Record]:
    """The finished dialogues of a folder, by id. What only one of the two files holds is left out."""
    traces: dict[str, Json] = {}
    for _, line in whole_lines(folder / "traces.jsonl"):
        row = _row(line)
        if row is not None:
            traces[row["id"]] = row
    found: dict[str, Record] = {}
    for _, line in whole_lines(folder / "dialogues.jsonl"):
        row = _row(line)
        if row is not None and row["id"] in traces:
            found[row["id"]] = _record(row, traces[row["id"]])
    return found


def _row(line: bytes) -> Json | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return row if isinstance(row, dict) and isinstance(row.get("id"), str) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def findings(checks: Json) -> list[Finding]:
    """The findings that ``{check: what it found}`` stands for: False, words and lists were faults."""
    found: list[Finding] = []
    for name, value in checks.items():
        if name == "retrieved":
            continue
        if name == "checked":
            found += [Finding(check=str(one), passed=None) for one in value.get("not_run", ())]
        elif isinstance(value, dict):
            fault = str(value.get("fault") or value.get("undone") or value.get("asked") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            found.append(Finding(check=name, passed=value.get("ok", True) is not False, message=fault))  # pyright: ignore[reportUnknownMemberType]
        else:
            words = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            passed = value is None or value is True or (not isinstance(value, bool) and not words)
            found.append(Finding(check=name, passed=passed, message="" if passed else words))
    return found


def _record(dialogue: Json, trace: Json) -> Record:
    reasons: list[Json] = []
    turns: list[Json] = []
    for turn, reason in zip(dialogue["turns"], trace["reasons"], strict=False):
        kept = {key: value for key, value in reason.items() if key not in ("index", "speaker", "checks")}
        kept["evidence"] = reason.get("checks", {}).get("retrieved", [])
        kept["checks"] = findings(reason.get("checks", {}))
        reasons.append(kept)
        turns.append({"id": reason["turn"], **turn})
    return Record.model_validate(
        {
            "id": dialogue["id"],
            "note_id": dialogue["note_id"],
            "seed": dialogue["generator"]["seed"],
            "status": "finished",
            "stop": trace["stop"],
            "turns": turns,
            "reasons": reasons,
            "meta": {**trace["meta"], "passages": trace["passages"]},
        }
    )
