"""What models are trained and tested on, from a run folder or a file of dialogues.

Law of the file: what a dialogue does not say of its note (the words, which section it is) is known where a real dialogue is of the
same note; nothing else is filled in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bedside.evaluation.utility.example import Example
from bedside.orchestrator.build.note_input import admitted_text
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Started
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.orchestrator.scorecards.source import RunTalks, TalkSource, with_roles
from bedside.orchestrator.scorecards.talk import LeftOut, SourceTalk, fault_of
from bedside.orchestrator.scorecards.talk_file import FileTalks

Json = dict[str, Any]
_LABELS = {
    "positive": "positive",
    "1": "positive",
    "true": "positive",
    "negative": "negative",
    "0": "negative",
    "false": "negative",
}


def examples_of(source: TalkSource) -> tuple[list[Example], int]:
    """The dialogues of a source, and how many were left out. Raises ``Problem``."""
    found = list(_of_run(source) if isinstance(source, RunTalks) else _of_file(source))
    kept = [one for one in found if one is not None]
    return kept, len(found) - len(kept)


def real_examples(files: Sequence[Path]) -> list[Example]:
    """The dialogues of files of real ones. Raises ``Problem`` for a file that holds none."""
    found: list[Example] = []
    for file in files:
        here, _ = examples_of(FileTalks(file))
        if not here:
            raise Problem("input", f"Nothing of {file} can be used: give dialogues of both speakers.")
        found += here
    return found


def completed(examples: Iterable[Example], real: Iterable[Example]) -> list[Example]:
    """The examples with the section and the words of their notes, where a real dialogue of the same note has them."""
    known = {one.digest: one for one in real if one.digest}
    return [_completed(one, known[one.digest]) if one.digest in known else one for one in examples]


def _completed(one: Example, real: Example) -> Example:
    return replace(one, section=one.section or real.section, note=one.note or real.note)


def _of_run(source: RunTalks) -> Iterator[Example | None]:
    for kept in source.open().dialogues():
        record = with_roles(kept.record)
        if (kept.lost and not record.turns) or fault_of(record) is not None:
            yield None
            continue
        turns = tuple((turn.speaker, turn.text) for turn in record.turns)
        about = record.meta.get("interview")
        if isinstance(about, dict):
            yield Example(
                kept.id,
                turns,
                label=_label(about.get("label")),
                instrument=str(about.get("instrument") or ""),
                subject=str(about.get("subject") or ""),
            )
        else:
            yield Example(kept.id, turns, kept.given, kept.digest, _section(kept))


def _section(kept: KeptDialogue) -> str | None:
    first = kept.events[0] if kept.events else None
    return _named(first.section) if isinstance(first, Started) else None


def _of_file(source: TalkSource) -> Iterator[Example | None]:
    assert isinstance(source, FileTalks)
    for talk, row in source.rows():
        if isinstance(talk, LeftOut):
            yield None
            continue
        yield _of_row(talk, row)


def _of_row(talk: SourceTalk, row: Json) -> Example:
    note, section = row.get("note"), row.get("section_header")
    return Example(
        talk.id,
        talk.spoken.turns,
        admitted_text(note) if isinstance(note, str) and note.strip() else None,
        talk.digest,
        _named(section),
        _label(row.get("label")),
        str(row.get("instrument") or ""),
        str(row.get("subject") or ""),
    )


def _named(section: object) -> str | None:
    """A section's name as it is compared; None for none."""
    return section.strip().upper() or None if isinstance(section, str) else None


def _label(given: object) -> str | None:
    """``positive`` or ``negative``; None for anything else."""
    return _LABELS.get(str(given).strip().lower())
