"""What a summary on the screen says of notes: how much of them was understood, and what in them nobody says."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.orchestrator.runs.file_names import DIALOGUES
from bedside.orchestrator.runs.note_holds import notes_that_hold, split
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.store import Run
from bedside.scenarios.note import Note
from bedside.scenarios.reading import Reading

_MOST = 3  # stretches that are quoted
_LONG = 50  # characters of one
_REASON = 200  # characters of a reason
_FEW = 3  # words of a stretch worth quoting


def understood(typed: int, words: int, left: Sequence[str] = ()) -> str:
    """How much of notes was understood; "" of notes without words. ``left`` is what was not."""
    if not words or typed == words:
        return ""
    worth = [" ".join(one.split()) for one in left if len(one.split()) >= _FEW]
    quoted = ", ".join(f"“{one if len(one) <= _LONG else one[: _LONG - 1] + '…'}”" for one in worth[:_MOST])
    more = f" and {len(worth) - _MOST} more" if len(worth) > _MOST else ""
    what = f"; left unsaid: {quoted}{more}" if quoted else ""
    return f"{typed / words:.0%} of the words understood{what}."


def of_note(note: Note | None, replaced: Mapping[str, int], model: bool, reading: Reading | None = None) -> list[str]:
    """All that a summary says of one note. ``replaced`` counts the identifiers that made-up ones took the place of;
    ``reading`` is the note's own where nobody counted what can be said."""
    if note is None:
        return []
    holds = Counter(one.kind for one in note.asides if not replaced or one.kind == "instruction")
    told = [f"Made-up identifiers are in the place of those of the note ({_counted(replaced)})."] if replaced else []
    told += unsaid(holds, model=model)
    reading = reading or note.reading
    if reading is not None:
        left = (*reading.opaque_words, *reading.unread_words)
        told.append(understood(reading.typed, reading.words, left))
    return [one for one in told if one]


@dataclass
class NotesRead:
    """How much was understood of the notes of dialogues that finish in this sitting."""

    typed: int = 0
    words: int = 0

    def over(self, tick: Callable[[ItemOutcome], None]) -> Callable[[ItemOutcome], None]:
        """``tick``, counting as well."""

        def counted(outcome: ItemOutcome) -> None:
            self.typed += outcome.words[0]
            self.words += outcome.words[1]
            tick(outcome)

        return counted


def of_notes(run: Run, read: NotesRead, replaced: bool, model: bool) -> Iterator[str]:
    """All that a summary says of the notes of a run: why some made no dialogue, how much of the others was understood, what in
    them nobody says."""
    reasons = Counter(" ".join(str(line.get("message", "")).split()) for line in run.failed.values())
    for reason, count in reasons.most_common(_MOST):
        yield f"  {count:,} × {reason if len(reason) <= _REASON else reason[: _REASON - 1] + '…'}"
    if len(reasons) > _MOST:
        yield f"  and {len(reasons) - _MOST:,} other reasons"
    told = understood(read.typed, read.words)
    if told:
        yield told
    holds = notes_that_hold(run.folder / DIALOGUES)
    if replaced:
        yield "Made-up identifiers are in the place of those of the notes."
        holds = {kind: count for kind, count in holds.items() if kind == "instruction"}
    yield from unsaid(holds, notes=len(run.finished), model=model)


def _counted(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items()))


def unsaid(holds: Mapping[str, int], *, notes: int | None = None, model: bool = False) -> list[str]:
    """What notes hold that nobody says. ``holds`` counts stretches of one note, or the notes that have such a stretch where
    there are several (``notes``). ``model``: a language model plays, which is shown the note's words as they stand."""
    orders, kinds = split(holds)
    where = "The note speaks to a machine" if notes is None else f"{orders:,} of {notes:,} notes speak to a machine"
    told = [f"{where}; that is told to nobody."] if orders else []
    if kinds:
        subject = "The note holds identifiers" if notes is None else "Notes hold identifiers"
        kept = "a language model is shown them as they stand" if model else "nobody says them"
        told.append(
            f"{subject} ({_counted(kinds)}): {kept}; --deidentify puts made-up ones in their place before anything is read."
        )
    return told
