"""Where the dialogues of a page come from: run folders, and files of what people said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bedside.orchestrator.pages.dialogue_data import dialogue_data, passage_lines
from bedside.orchestrator.pages.prompt_data import asked_data
from bedside.orchestrator.pages.row_data import row_data
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder

Json = dict[str, Any]


@dataclass(frozen=True)
class PageDialogue:
    """One dialogue: its ``row`` in the list, all that is shown of it, what is searched through, what models were asked, and
    the lines of the passages it was shown, by id."""

    row: Json
    data: Json
    said: str
    asked: Json = field(default_factory=dict)
    passages: Mapping[str, Sequence[str]] = field(default_factory=dict)


class PageSource(Protocol):
    """Some dialogues under one name. ``about`` says what the page shows of the whole: ``name``, ``kind`` ("run" or
    "human"), ``rows`` of names and values, ``remarks``."""

    @property
    def about(self) -> Json:
        """What is shown of the whole."""
        ...

    def dialogues(self) -> Iterator[PageDialogue]:
        """Every dialogue, one in memory at a time."""
        ...

    def asked(self, name: str) -> Json:
        """What models were asked for the dialogue of this id. Raises ``Problem`` for one that is not there."""
        ...


@dataclass(frozen=True)
class RunSource:
    """A run folder; ``remarks`` are sentences that its reader must know."""

    folder: RunFolder
    remarks: tuple[str, ...] = ()

    @property
    def about(self) -> Json:
        """Its name, and how it was made."""
        about = self.folder.about
        return {
            "name": self.folder.path.resolve().name,
            "kind": "run",
            "rows": [[name, value] for name, value in _made(about) if value],
            "remarks": list(self.remarks),
        }

    def dialogues(self) -> Iterator[PageDialogue]:
        """Finished ones first."""
        return map(page_dialogue, self.folder.dialogues())

    def asked(self, name: str) -> Json:
        """What models were asked for one dialogue."""
        return asked_data(self.folder.dialogue(name))


def page_dialogue(kept: KeptDialogue) -> PageDialogue:
    """A kept dialogue as the page takes it."""
    said = "\n".join(turn.text for turn in kept.record.turns)
    return PageDialogue(row_data(kept), dialogue_data(kept), said, asked_data(kept), passage_lines(kept))


def _made(about: Json) -> Iterator[tuple[str, str]]:
    """How a run was made, in names and values."""
    yield "command", " ".join(["bedside", *map(str, about.get("arguments", ()))]) if about.get("arguments") else ""
    players: Json = about.get("players") or {}
    names = {role: str(player.get("name", "")) for role, player in players.items() if isinstance(player, dict)}
    same = len(set(names.values())) == 1
    yield "players", next(iter(names.values())) if same else ", ".join(f"{who} {name}" for who, name in names.items())
    counts: Json = about.get("counts") or {}
    yield "counts", ", ".join(f"{counts[name]:,} {name}" for name in counts if counts[name])
    yield "bedside", str((about.get("versions") or {}).get("bedside", ""))
    yield "digest", str(about.get("digest", ""))[:8]
