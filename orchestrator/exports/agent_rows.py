"""A dialogue as programs read it that watch agents: an ATIF trajectory, a sample of Inspect, labels a turn.

ATIF is the Agent Trajectory Interchange Format (harborframework.com/docs/trajectory-format), version 1.7; Inspect's samples are those of
``inspect_ai.dataset.json_dataset`` (inspect.aisi.org.uk/datasets.html).
"""

from typing import Any

from bedside.orchestrator.exports.row_shapes import messages_row

Json = dict[str, Any]
ATIF = "ATIF-v1.7"


def atif_row(row: Json, assistant: str, note: bool) -> Json:
    """One trajectory: the assistant is the agent, everybody else the user. Who made a turn is no model of the agent's, so no step counts
    calls or tokens."""
    made = row["generator"]
    steps = [
        {
            "step_id": index + 1,
            "source": "agent" if turn["speaker"] == assistant else "user",
            "message": turn["text"],
            "extra": {"speaker": turn["speaker"], "edited": index in row["edited"]},
        }
        for index, turn in enumerate(row["turns"])
    ]
    extra: Json = {
        "synthetic": True,
        **{key: row[key] for key in ("run", "note_id", "status", "stop")},
        **row["conditions"],
    }
    return {
        "schema_version": ATIF,
        "session_id": row["run"],
        "trajectory_id": f"{row['run']}/{row['id']}",
        "agent": {
            "name": "bedside",
            "version": str(made.get("version") or "unknown"),
            "extra": {"plays": assistant, "family": str(made.get("family") or "")},
        },
        "steps": steps,
        "extra": {**extra, "note": row["note"]} if note else extra,
    }


def inspect_row(row: Json, assistant: str, note: bool) -> Json:
    """One sample: what was said up to the assistant's last turn, which is the target. Without a turn of theirs the target is empty."""
    told = messages_row(row, assistant, False)
    messages: list[Json] = told["messages"]
    last = max((n for n, message in enumerate(messages) if message["role"] == "assistant"), default=None)
    before = messages if last is None else messages[:last]
    about: Json = {
        "synthetic": True,
        "edited": told["edited"],
        **{key: row[key] for key in ("run", "note_id", "status")},
        **row["conditions"],
    }
    return {
        "id": f"{row['run']}/{row['id']}",
        "input": before or [{"role": "user", "content": "(the visit begins)"}],
        "target": "" if last is None else messages[last]["content"],
        "metadata": {**about, "note": row["note"]} if note else about,
    }


def gold_row(row: Json, note: bool) -> Json:
    """A dialogue with the labels of its turns. Without the note its words are not in the labels, only where they stand in it."""
    turns = [
        {
            **turn,
            "labels": [
                label if note else {k: v for k, v in label.items() if k not in ("words", "drugs")} for label in labels
            ],
        }
        for turn, labels in zip(row["turns"], row["labels"], strict=True)
    ]
    about = {key: row[key] for key in ("id", "run", "note_id", "synthetic", "edited")}
    return {**about, "turns": turns, **({"note": row["note"]} if note else {})}
