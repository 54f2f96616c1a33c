"""One dialogue as a row of the page's list: what it is found, filtered, sorted and counted by."""

import zlib
from collections import Counter
from typing import Any

from bedside.orchestrator.pages.turn_data import without_empty
from bedside.orchestrator.runs.fold import said_by
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.orchestrator.runs.revisions import revisions
from bedside.scenarios.finding import failed
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
BEGINS = 100  # characters of the first line


def row_data(kept: KeptDialogue) -> Json:
    """The row. ``facts`` and ``reached`` are counted where the note's facts are known; ``words`` is the checksum of what was
    said, by which two dialogues are told to be the same."""
    record, meta = kept.record, kept.record.meta
    reached = {fact for reason in record.reasons for fact in said_by(reason)}
    faults = Counter(one.check for reason in record.reasons for one in failed(reason.checks))
    measured: Json = next((row["seconds"] for row in kept.calls if isinstance(row.get("seconds"), dict)), {})
    counted = [row["tokens"] for row in kept.calls if isinstance(row.get("tokens"), dict)]
    return without_empty(
        {
            "id": kept.id,
            "note": record.note_id if record.note_id != kept.id else "",
            "status": record.status,
            "stop": record.stop,
            "seed": record.seed or "",
            **{name: str(meta.get(name) or "") for name in ("persona", "setting", "style", "protocol", "family")},
            "facts": len(kept.note.facts) if kept.note is not None else None,
            "reached": len(reached) if kept.note is not None else None,
            "faults": dict(faults),
            "edited": bool(meta.get("edited")) or None,
            "forks": len(kept.branches) - 1 if len(kept.branches) > 1 else None,
            "changes": sum(1 for _ in revisions(kept.events)) if kept.events else None,
            "seconds": measured.get("all"),
            "tokens": sum((one.get("prompt") or 0) + (one.get("completion") or 0) for one in counted) or None,
            "lost": bool(kept.lost) or None,
            **said_data(record.turns),
        }
    )


def said_data(turns: tuple[Turn, ...]) -> Json:
    """What a row says of the words alone."""
    said = "\n".join(f"{turn.speaker}\t{turn.text}" for turn in turns)
    return {
        "turns": len(turns),
        "length": sum(len(turn.text.split()) for turn in turns),
        "words": f"{zlib.crc32(said.encode('utf-8', 'surrogatepass')):08x}" if turns else "",
        "begins": " ".join(turns[0].text[: BEGINS * 2].split())[:BEGINS] if turns else "",
    }
