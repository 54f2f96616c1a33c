"""What stays the same for a whole dialogue, worked out from its case, its note and the person: of one that is held, and of
one that is read back."""

from functools import cached_property

from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.setting import load_setting

_RETURNING = ("follow-up", "follow up", "followup", "last visit", "last saw", "returns")


class CaseRoom:
    """The room of a case. Whoever is one says which case, note and person it is."""

    case: Case
    note: Note
    persona: Persona

    @property
    def manner(self) -> Manner:
        """How the physician works."""
        return self.case.physician

    @property
    def setting(self) -> str:
        """Where the visit takes place."""
        return self.case.setting

    @property
    def style(self) -> str:
        """The style profile's name."""
        return self.case.style

    @property
    def memory(self) -> int | None:
        """How many turns a speaker is shown; None where no model speaks, and nobody forgets."""
        models = (self.case.models.of(role) for role in ("physician", "patient"))
        return self.case.prompting.memory if any(player.prompted for player in models) else None

    @property
    def language(self) -> str:
        """The language spoken."""
        return self.case.language

    @property
    def patient_name(self) -> str | None:
        """What the patient is called, if the case says so. A name in the note is an identifier, which nobody says."""
        return self.case.patient.name

    @property
    def present(self) -> tuple[str, ...]:
        """Who is in the room."""
        return self._present

    @cached_property
    def _present(self) -> tuple[str, ...]:
        companions = came_along(self.case.patient.companion, self.note.companions)
        return ("physician", "patient", *dict.fromkeys((*companions, *load_setting(self.setting).room)))

    @property
    def first_visit(self) -> bool:
        """Whether the note reads as a first meeting."""
        return self._first_visit

    @cached_property
    def _first_visit(self) -> bool:
        opening = self.note.text[:1500].casefold()
        return not any(words in opening for words in _RETURNING)
