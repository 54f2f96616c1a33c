"""One case as the rules see it: the file's places, the note, what was read from the note."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bedside.scenarios.case import Case, NoteFile
from bedside.scenarios.complaints import Mark
from bedside.scenarios.document import Where, YamlDocument, read_document
from bedside.scenarios.load import CaseError, read_note
from bedside.scenarios.note import Note


@dataclass(frozen=True)
class LintContext:
    """A valid case file, looked at."""

    case: Case
    path: Path
    document: YamlDocument
    source: str
    text: str  # of the note

    @classmethod
    def of(cls, case: Case, path: Path) -> "LintContext":
        """Read the file again, for its places."""
        raw = path.read_bytes()
        return cls(case, path, read_document(raw), raw.decode("utf-8-sig"), read_note(case, path.parent))

    @cached_property
    def note(self) -> Note:
        """What the built-in reader makes of the note."""
        from bedside.agents.reading.read import read_note
        from bedside.knowledge.terminology import Terminology

        return read_note(self.case.id, self.text, Terminology.load())

    @property
    def note_line(self) -> int:
        """The line on which ``note:`` stands."""
        return self.document.keys.get(("note",), (1, 1))[0]

    def at(self, where: Where, message: str, mend: str, code: str) -> CaseError:
        """A finding at a value of the case, or at the closest thing around it."""
        for end in range(len(where), -1, -1):
            if where[:end] in self.document.values:
                return CaseError(str(self.path), *self.document.values[where[:end]], message, mend, code)
        return CaseError(str(self.path), 1, 1, message, mend, code)

    def in_note(self, offset: int, message: str, mend: str, code: str) -> CaseError:
        """A finding at a character of the note, in whatever file the note stands."""
        before = self.text[:offset]
        line, column = before.count("\n"), offset - (before.rfind("\n") + 1)
        if isinstance(self.case.note, NoteFile):
            return CaseError(str(self.path.parent / self.case.note.file), line + 1, column + 1, message, mend, code)
        mark = self._block(line, column)
        if mark is None:
            return self.at(("note",), message, mend, code)
        return CaseError(str(self.path), *mark, message, mend, code)

    def _block(self, line: int, column: int) -> Mark | None:
        """The place in the file of a place in a note that stands there as a literal block."""
        start = self.document.values.get(("note",), (1, 1))
        lines = self.source.splitlines()
        if not isinstance(self.case.note, str) or lines[start[0] - 1][start[1] - 1 : start[1]] != "|":
            return None
        body = lines[start[0] :]
        indent = next((len(text) - len(text.lstrip()) for text in body if text.strip()), 0)
        return (start[0] + 1 + line, indent + column + 1)
