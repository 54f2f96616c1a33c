"""A Label Studio export (JSON) as rows of answers: who read, and what was marked in which conversation.

A submitted annotation is a conversation read to its end; a cancelled one was not read. A stretch over several turns marks each of
them, and of two marks on a turn the graver one stays. labelstud.io/guide/task_format and /tags/paragraphs say the form.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Problem

Json = dict[str, Any]


def label_studio_rows(path: Path, tasks: Any, review: str) -> dict[str, list[tuple[str, Json]]]:
    """By reader the rows of a saved page, each with where it stands in the file. Raises ``Problem`` for what is no export of the
    tasks of this review."""
    if not isinstance(tasks, list):
        raise Problem("input", f"{path} is no export of Label Studio: choose JSON (not JSON-MIN, not CSV) there.")
    found: dict[str, list[tuple[str, Json]]] = defaultdict(list)
    for number, task in enumerate(tasks, 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        where = f"task {number}"
        data = task.get("data") if isinstance(task, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        if not isinstance(data, dict) or "item" not in data:
            raise Problem(
                "input", f"{path}, {where} is none of a review: export the project whose tasks bedside wrote."
            )
        told: Json = data  # pyright: ignore[reportUnknownVariableType]
        if told.get("review") != review:
            raise Problem("input", f"{path}, {where} is of another review than the key: find the key of its tasks.")
        annotations: list[Json] = task.get("annotations") or []  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        for annotation in annotations:
            if not annotation.get("was_cancelled"):
                reader = _reader(annotation.get("completed_by"))
                found[reader] += [(where, row) for row in _rows(str(told["item"]), annotation.get("result") or [])]
    if not found:
        raise Problem("input", f"{path} holds no annotation: export the project once somebody has submitted one.")
    return found


def _reader(by: Any) -> str:
    """The name of who annotated: an address where it is there, else the number."""
    if isinstance(by, dict):
        about: Json = by  # pyright: ignore[reportUnknownVariableType]
        return str(about.get("email") or about.get("username") or f"annotator {about.get('id')}")
    return f"annotator {by}"


def _rows(item: str, results: Sequence[Json]) -> list[Json]:
    """What one person said of one conversation."""
    kinds = {one["id"]: _first(one, "choices") for one in results if one.get("from_name") == "kind" and "id" in one}
    marks: dict[int, tuple[int, str]] = {}
    whole: Json = {"item": item, "done": True}
    for one in results:
        name, value = one.get("from_name"), one.get("value") or {}
        if name == "severity":
            label = _first(one, "paragraphlabels")
            severity = int(label.split()[0]) if label[:1].isdigit() else -1
            for turn in range(int(value.get("start", -1)), int(value.get("end", value.get("start", -1))) + 1):
                marks[turn] = max(marks.get(turn, (-1, "")), (severity, kinds.get(one.get("id"), "")))
        elif name == "guess":
            whole["guess"] = _first(one, "choices")
        elif name == "real":
            whole["real"] = value.get("rating", 0)
        elif name == "remark":
            whole["remark"] = " ".join(value.get("text") or ())
    rows: list[Json] = [
        {"item": item, "turn": turn, "severity": severity, "code": code}
        for turn, (severity, code) in sorted(marks.items())
    ]
    return [*rows, whole]


def _first(one: Json, key: str) -> str:
    chosen = (one.get("value") or {}).get(key) or [""]
    return str(chosen[0])
