"""Run folders of version 0.1.0: dialogues and traces, line beside line, and no log. They can be read and not gone on with."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.bare_record import failed_record
from bedside.orchestrator.runs.files import whole_lines
from bedside.scenarios.finding import Finding
from bedside.scenarios.record import Record

Json = dict[str, Any]


@dataclass
class FolderOfVersion1:
    """What such a folder holds, by id. ``digests`` are those of the notes; ``alone`` are ids that only one of the two files
    has, or whose line cannot be read."""

    records: dict[str, Record] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    failures: dict[str, Json] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)


def folder_of_version_1(folder: Path) -> FolderOfVersion1:
    """Read a folder. A dialogue without its trace has no reasons, and one that failed no end."""
    found = FolderOfVersion1(failures=_by_id(folder / "failures.jsonl"))
    dialogues, traces = _by_id(folder / "dialogues.jsonl"), _by_id(folder / "traces.jsonl")
    for name, row in dialogues.items():
        try:
            found.records[name] = _record(row, traces.get(name))
        except (ValueError, KeyError, TypeError, AttributeError):
            found.alone.append(name)
            continue
        if name in traces:
            found.digests[name] = str(traces[name].get("note", {}).get("sha256", ""))
    found.alone += sorted(dialogues.keys() ^ traces.keys())
    for name, row in found.failures.items():
        if name not in dialogues:
            found.records[name] = failed_record(name, row)
    return found


def _by_id(path: Path) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for _, line in whole_lines(path):
        try:
            row: Json = orjson.loads(line)
            found[str(row["id"])] = row
        except (orjson.JSONDecodeError, KeyError, TypeError):
            continue
    return found


def _record(dialogue: Json, trace: Json | None) -> Record:
    reasons = [_reason(reason) for reason in trace["reasons"]] if trace else []
    turns = [
        {"id": reasons[n]["turn"] if n < len(reasons) else str(n), **turn} for n, turn in enumerate(dialogue["turns"])
    ]
    return Record.model_validate(
        {
            "id": dialogue["id"],
            "note_id": dialogue["note_id"],
            "seed": dialogue["generator"]["seed"],
            "status": "finished",
            "stop": trace["stop"] if trace else "",
            "turns": turns,
            "reasons": reasons[: len(turns)],
            "meta": {**trace["meta"], "passages": trace["passages"]} if trace else {},
        }
    )


def _reason(row: Json) -> Json:
    """A reason in today's form: the passages that were found stood among the checks."""
    checks: Json = row.get("checks", {})
    kept = {key: value for key, value in row.items() if key not in ("index", "speaker", "checks")}
    return {**kept, "evidence": checks.get("retrieved", []), "checks": findings(checks)}


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
