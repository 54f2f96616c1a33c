"""One kept dialogue as every export begins from it: what was said, who made it, which turns a person changed.

Law of the file: whatever the form of an export, that a dialogue is synthetic and which of its turns a person changed goes
with it.
"""

from typing import Any

import orjson

from bedside.orchestrator.exports.turn_labels import turn_labels
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder

Json = dict[str, Any]
_CONDITIONS = ("persona", "setting", "protocol")


def dialogue_row(folder: RunFolder, kept: KeptDialogue, labels: bool = False) -> Json:
    """The dialogue as JSON. ``edited`` are the indices of turns that a person changed, ``replanned`` says whether one changed its
    plan, ``note`` is the text of the note or
    None where it is not known, ``section`` its heading if it is one section of a note;
    ``data_class`` and ``terms`` are the case's, or the run's where that is stricter. With ``labels``, those of every turn."""
    record, meta = kept.record, kept.record.meta
    line: Json = orjson.loads(folder.line(kept.id)) if folder.version > 1 else {}
    state: DialogueState | None = kept.state if kept.events else None
    changed = set(meta.get("edited", ()))
    started = state.started if state else None
    case: Json = started.case if started else {}
    whole: Json = (folder.about.get("config") or {}).get("case") or {}
    of = next((one for one in (case, whole) if one.get("data_class", "open") != "open"), case)
    made = line.get("generator") or {
        "name": "bedside",
        "version": started.version if started else "",
        "family": meta.get("family"),
        "style": meta.get("style"),
        "seed": record.seed,
    }
    edited = line.get("edited") or [n for n, turn in enumerate(record.turns) if turn.id in changed]
    return {
        "id": kept.id,
        "run": folder.path.resolve().name,
        "note_id": record.note_id or kept.id,
        "synthetic": True,
        "status": status_of(kept),
        "stop": record.stop,
        "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in record.turns],
        "edited": edited,
        "replanned": bool(meta.get("replanned")),
        **({"labels": turn_labels(kept, set(edited))} if labels else {}),
        "generator": made,
        "conditions": {
            **{name: str(meta.get(name) or "") for name in _CONDITIONS},
            "language": str(case.get("language") or "en"),  # what the case leaves out
        },
        "section": (started.section if started else None) or "",
        "note": kept.given,
        "data_class": str(of.get("data_class") or "open"),
        "terms": str(of.get("terms") or "").strip(),
    }


def status_of(kept: KeptDialogue) -> str:
    """finished, unfinished, failed, or filtered: of whose note too little was understood."""
    record = kept.record
    return record.stop if record.status == "failed" and record.stop == "filtered" else record.status
