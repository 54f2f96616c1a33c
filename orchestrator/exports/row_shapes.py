"""A dialogue in the columns of other sets and of what trains models: chat messages, ShareGPT, MTS-Dialog, ACI-Bench, NoteChat.

Each of these shapes has columns of its own, and after them ``synthetic`` and, where a person changed words, ``edited``.
"""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
_MTS = {"physician": "Doctor", "patient": "Patient", "nurse": "Guest_clinician"}
_ACI = {"physician": "[doctor]", "patient": "[patient]"}
_NOTECHAT = {"physician": "Doctor", "patient": "Patient"}


def messages_row(row: Json, assistant: str, note: bool) -> Json:
    """``{"messages": [{"role", "content"}]}``: ``assistant`` is the speaker who is to be learned, all others are the user.
    Turns of one role that follow one another are one message, for templates want the roles to alternate; ``edited`` are
    indices of messages."""
    said, edited = _merged(row, assistant)
    messages = [{"role": "assistant" if mine else "user", "content": text} for mine, text in said]
    return {**_about(row, edited, note), "messages": messages}


def sharegpt_row(row: Json, assistant: str, note: bool) -> Json:
    """``{"conversations": [{"from", "value"}]}``: the same for trainers that read ShareGPT."""
    said, edited = _merged(row, assistant)
    return {
        **_about(row, edited, note),
        "conversations": [{"from": "gpt" if mine else "human", "value": text} for mine, text in said],
    }


def mts_dialog_row(row: Json) -> Json:
    """The columns of MTS-Dialog; a note that is no single section has no header."""
    dialogue = _transcript(row, lambda who: f"{_MTS.get(who, 'Guest_family')}: ")
    return {
        "ID": row["id"],
        "section_header": row["section"],
        "section_text": row["note"],
        "dialogue": dialogue,
        **_marks(row),
    }


def aci_bench_row(row: Json) -> Json:
    """The columns of ACI-Bench."""
    dialogue = _transcript(row, lambda who: f"{_ACI.get(who, '[patient_guest]')} ")
    return {
        "dataset": "bedside",
        "encounter_id": row["id"],
        "dialogue": dialogue,
        "note": row["note"],
        **_marks(row),
    }


def notechat_row(row: Json) -> Json:
    """The columns of NoteChat."""
    conversation = _transcript(row, lambda who: f"{_NOTECHAT.get(who, who.capitalize())}: ")
    return {"data": row["note"], "conversation": conversation, "id": row["id"], **_marks(row)}


def turn_rows(row: Json, note: bool) -> list[Json]:
    """A row a turn."""
    edited = set(row["edited"])
    given = {"note": row["note"] or ""} if note else {}
    return [
        {
            "run": row["run"],
            "id": row["id"],
            "note_id": row["note_id"],
            "index": index,
            "speaker": turn["speaker"],
            "text": turn["text"],
            "synthetic": "true",
            "edited": "true" if index in edited else "false",
            **given,
        }
        for index, turn in enumerate(row["turns"])
    ]


def whole_row(row: Json, note: bool) -> Json:
    """All that is known of a dialogue, for a table with lists in it. Without ``note`` its column is not there."""
    made = row["generator"]
    given = {"note": row["note"]} if note else {}
    return {
        **{name: row[name] for name in ("id", "run", "note_id", "synthetic", "status", "stop", "turns", "edited")},
        **row["conditions"],
        "family": str(made.get("family") or ""),
        "style": str(made.get("style") or ""),
        "seed": made.get("seed") or 0,
        "version": str(made.get("version") or ""),
        **given,
    }


def _merged(row: Json, assistant: str) -> tuple[list[tuple[bool, str]], list[int]]:
    """Who said what, the assistant or not, and the indices of what a person changed."""
    said: list[tuple[bool, str]] = []
    edited: list[int] = []
    for index, turn in enumerate(row["turns"]):
        mine = turn["speaker"] == assistant
        if said and said[-1][0] == mine:
            said[-1] = (mine, f"{said[-1][1]}\n{turn['text']}")
        else:
            said.append((mine, turn["text"]))
        if index in row["edited"] and (not edited or edited[-1] != len(said) - 1):
            edited.append(len(said) - 1)
    return said, edited


def _about(row: Json, edited: list[int], note: bool) -> Json:
    about: Json = {"id": row["id"], "run": row["run"], "note_id": row["note_id"], "synthetic": True, "edited": edited}
    return {**about, "note": row["note"]} if note else about


def _marks(row: Json) -> Json:
    return {"synthetic": "true", "edited": " ".join(map(str, row["edited"]))}


def _transcript(row: Json, label: Callable[[str], str]) -> str:
    return "\n".join(f"{label(turn['speaker'])}{' '.join(turn['text'].split())}" for turn in row["turns"])
