"""What a privacy report reads, from a run folder or a file of dialogues.

Law of the file: a dialogue's own note is known by its text, so a note that two dialogues are of is one source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bedside.evaluation.privacy.boilerplate import words_of
from bedside.evaluation.privacy.material import PrivacyTalk
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Started
from bedside.orchestrator.runs.passages import passage_texts
from bedside.orchestrator.scorecards.source import RunTalks
from bedside.orchestrator.scorecards.talk_file import FileTalks

Json = dict[str, Any]
UNKNOWN = "unknown"


@dataclass
class PrivacySource:
    """Dialogues with their notes. ``data_class`` is the strictest of the run's cases, ``unknown`` for a file; ``unworded``
    counts dialogues whose note's words are not there."""

    name: str
    data_class: str = "open"
    talks: list[PrivacyTalk] = field(default_factory=list[PrivacyTalk])
    sources: list[str] = field(default_factory=list[str])
    guidelines: list[str] = field(default_factory=list[str])
    unworded: int = 0
    _known: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, name: str, turns: Iterable[str], note: str | None, allowed: frozenset[str] = frozenset()) -> None:
        """Take a dialogue in."""
        own = frozenset[int]()
        if note is None:
            self.unworded += 1
        else:
            number = self._known.setdefault(note, len(self.sources))
            if number == len(self.sources):
                self.sources.append(note)
            own = frozenset({number})
        self.talks.append(PrivacyTalk(name, tuple(turns), own, allowed))

    def add_sources(self, texts: Iterable[str]) -> None:
        """Take in notes that the generator was shown and that no dialogue is of."""
        for text in texts:
            if self._known.setdefault(text, len(self.sources)) == len(self.sources):
                self.sources.append(text)


def source_of_run(path: Path, texts: Mapping[str, str] | None) -> PrivacySource:
    """The finished dialogues of a run. Raises ``Problem`` for a run that is written, or holds none."""
    folder = RunTalks(path, texts).open()
    whole: Json = (folder.about.get("config") or {}).get("case") or {}
    found = PrivacySource(path.resolve().name, str(whole.get("data_class") or "open"))
    for kept in folder.dialogues():
        if kept.record.status != "finished":
            continue
        first = kept.events[0] if kept.events else None
        case: Json = first.case if isinstance(first, Started) else {}
        if case.get("data_class", "open") != "open":
            found.data_class = str(case["data_class"])
        given = case.get("patient")
        name = str(given.get("name") or "") if isinstance(given, dict) else ""
        found.add(kept.id, (turn.text for turn in kept.record.turns), kept.given, frozenset(words_of(name)))
    if not found.talks:
        raise Problem("input", f"{path} has no finished dialogue: there is nothing to be looked through.")
    found.guidelines = ["\n".join(lines) for lines in passage_texts(path).values()]
    return found


def source_of_file(path: Path) -> PrivacySource:
    """The dialogues of a file. Raises ``Problem`` that names the line for one that is none."""
    found = PrivacySource(path.name, UNKNOWN)
    for name, turns, note in FileTalks(path).texts():
        found.add(name, turns, note)
    return found
