"""How much of a note was understood, as an author is told it: what nobody can say does not count."""

from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.reading import Reading


def sayable_reading(case: Case, note: Note) -> Reading | None:
    """The reading of a note without the statements that the built-in players have no words for. Of an interview, which does not
    tell its note, and of a language other than English, the note's own."""
    if case.protocol.startswith("interview/") or note.language.split("-")[0] != "en":
        return note.reading
    from bedside.agents.builtin.unsayable import unsayable
    from bedside.agents.reading.report import without

    return without(note, unsayable(note, case))
