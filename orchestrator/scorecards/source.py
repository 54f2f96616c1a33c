"""Where dialogues that are to be scored come from, in portions that a process of its own can read again.

Law of the file: nothing is generated and nothing is written; a portion is read when it is asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bedside.agents.reading.read import read_note
from bedside.knowledge.passage import Passage, PassageItem
from bedside.knowledge.terminology import Terminology
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Started
from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.scorecards.talk import LeftOut, SourceTalk, fault_of, groups_of, role_of
from bedside.scenarios.record import Record

PORTION = 20  # dialogues


class TalkSource(Protocol):
    """Dialogues in portions. It is sent to processes, so it holds nothing but how to read them."""

    @property
    def name(self) -> str:
        """What it is called on a scorecard."""
        ...

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be known of it, in sentences."""
        ...

    def portions(self) -> Iterator[tuple[str, ...]]:
        """What to ask ``talks`` for, in order."""
        ...

    def talks(self, portion: tuple[str, ...], *, notes: bool = True) -> Iterator[SourceTalk | LeftOut]:
        """The dialogues of a portion; without ``notes`` these need not be read where only what was said is wanted."""
        ...


@dataclass(frozen=True)
class RunTalks:
    """The dialogues of a run folder. ``texts`` are texts of notes by digest, for a run that keeps none."""

    path: Path
    texts: Mapping[str, str] | None = None

    def open(self) -> RunFolder:
        """The folder. Raises ``Problem`` for one that is none, and for one that is being written."""
        if is_held(self.path):
            raise Problem(
                "input", f"{self.path} is still open: another process writes it. Score it when that has finished."
            )
        return RunFolder(self.path, (self.texts or {}).get, spoken_only=True)

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.path.resolve().name

    @property
    def remarks(self) -> tuple[str, ...]:
        """A run that was never closed, dialogues that are lost, notes whose words are not kept."""
        folder = self.open()
        found: list[str] = []
        if folder.version > 1 and "counts" not in folder.about:
            found.append("The run was never closed: what is scored is what had finished. Run its command again.")
        pending = (
            folder.about.get("counts", {}).get("pending", 0) if isinstance(folder.about.get("counts"), dict) else 0
        )
        if pending:
            found.append(f"{pending:,} of the dialogues that were asked for are pending: run its command again.")
        if folder.survey.lost:
            found.append(f"{len(folder.survey.lost):,} finished dialogues are lost: bedside verify says more.")
        return tuple(found)

    def portions(self) -> Iterator[tuple[str, ...]]:
        """Ids, in the order of the folder."""
        ids = self.open().ids
        for begin in range(0, len(ids), PORTION):
            yield tuple(ids[begin : begin + PORTION])

    def talks(self, portion: tuple[str, ...], *, notes: bool = True) -> Iterator[SourceTalk | LeftOut]:
        """The dialogues with these ids."""
        folder = _opened(self)
        for kept in folder.dialogues(portion):
            yield _of_run(kept)


_OPEN: list[tuple[RunTalks, RunFolder]] = []  # what a process reads now: a folder is looked through once


def _opened(source: RunTalks) -> RunFolder:
    if not _OPEN or _OPEN[0][0] is not source:
        _OPEN[:] = [(source, source.open())]
    return _OPEN[0][1]


def _of_run(kept: KeptDialogue) -> SourceTalk | LeftOut:
    record = with_roles(kept.record)
    if kept.lost and not record.turns:
        return LeftOut(kept.id, "damaged")
    fault = fault_of(record)
    if fault is not None:
        return LeftOut(kept.id, fault)
    note = kept.note
    if note is None and kept.given is not None:  # version 0.1.0 kept no facts
        note = read_note(record.note_id, kept.given, Terminology.load())
    first = kept.events[0] if kept.events else None
    words_kept = isinstance(first, Started) and first.note is not None and bool(first.note.get("kept", True))
    return SourceTalk(
        kept.id, record, note, kept.digest, words_kept, groups_of(record, note), _cited(record, kept.passages)
    )


def _cited(record: Record, lines: Mapping[str, Sequence[str]]) -> dict[str, Passage]:
    """The passages that turns cite, as far as a metric reads them."""
    named = {passage for reason in record.reasons for passage in reason.passages}
    return {name: _passage(name, lines[name]) for name in sorted(named) if name in lines}


def _passage(name: str, lines: Sequence[str]) -> Passage:
    document, _, section = name.partition("#")
    items = tuple(PassageItem(line) for line in lines)
    return Passage(name, document, document, section, "\n".join(lines), "", "", "", items)


def with_roles(record: Record) -> Record:
    """The same record, its speakers named as metrics know them."""
    turns = tuple(
        turn if role_of(turn.speaker) == turn.speaker else turn.model_copy(update={"speaker": role_of(turn.speaker)})
        for turn in record.turns
    )
    return record if turns == record.turns else record.model_copy(update={"turns": turns})
