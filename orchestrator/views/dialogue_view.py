"""A kept dialogue as every form shows it: as it ended, line by line, with what each line rests on."""

from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.orchestrator.views.reason_rows import Quote, quotes_of, reason_rows
from bedside.scenarios.turn import Reason, Turn

Json = dict[str, Any]
SYNTHETIC = "Synthetic: made by a program; nobody who speaks here exists."


@dataclass(frozen=True)
class LineView:
    """One turn. ``quotes`` are the note's words under it, ``cites`` the passages, ``why`` the rest of its reason, a row each."""

    speaker: str
    text: str
    quotes: tuple[Quote, ...] = ()
    cites: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class DialogueView:
    """A dialogue. ``about`` are names and values for its head, ``remarks`` sentences that its reader must know."""

    title: str
    about: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    lines: tuple[LineView, ...]
    language: str = "en"  # that they speak, by ISO 639


def dialogue_view(kept: KeptDialogue, remarks: tuple[str, ...] = ()) -> DialogueView:
    """The view of a dialogue; ``remarks`` are those of its run."""
    record = kept.record
    own = [kept.lost] if kept.lost else []
    if record.failure is not None:
        own.append(f"It failed ({record.failure.kind}, {record.failure.stage}): {record.failure.message}")
    elif record.status == "unfinished":
        own.append("It is not finished.")
    why = {reason.turn: reason for reason in record.reasons}
    return DialogueView(
        kept.id,
        tuple(_about(kept)),
        (*remarks, *own),
        tuple(_line(turn, why.get(turn.id)) for turn in record.turns),
        _language(kept),
    )


def _language(kept: KeptDialogue) -> str:
    started = kept.state.started if kept.events else None
    return str(started.case.get("language", "en")) if started is not None else "en"


def _about(kept: KeptDialogue) -> list[tuple[str, str]]:
    record, meta = kept.record, kept.record.meta
    first = kept.state.started if kept.events else None
    rows: list[tuple[str, str]] = []
    if record.note_id and record.note_id != kept.id:
        rows.append(("note", record.note_id))
    rows += [
        (name, str(meta[name])) for name in ("protocol", "setting", "style", "persona", "family") if meta.get(name)
    ]
    rows.append(("turns", str(len(record.turns))))
    if record.stop:
        rows.append(("ended", record.stop))
    if record.seed:
        rows.append(("seed", str(record.seed)))
    if first is not None and first.version:
        rows.append(("bedside", first.version))
    return rows


def _line(turn: Turn, reason: Reason | None) -> LineView:
    if reason is None:
        return LineView(turn.speaker, turn.text)
    rows = tuple(row for row in reason_rows(reason) if not row.startswith("cites "))
    return LineView(turn.speaker, turn.text, quotes_of(reason), reason.passages, rows)


def rests_on(line: LineView) -> list[str]:
    """What a line rests on, a row each: the note's words, then the guideline's passages."""
    return [*map(str, line.quotes), *(f"guideline {passage}" for passage in line.cites)]
