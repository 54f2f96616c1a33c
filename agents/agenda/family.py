"""The built-in family: four roles, an extractor and a check of one utterance, with no model and no network."""

from dataclasses import dataclass
from functools import cache

from bedside.agents.agenda.patient import AgendaPatient
from bedside.agents.agenda.physician import AgendaPhysician
from bedside.agents.agenda.planner import AgendaPlanner
from bedside.agents.agenda.refiner import AgendaRefiner
from bedside.agents.agenda.talk import EVIDENCE, heard
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Utterance


@dataclass(frozen=True)
class AgendaFamily:
    """Four roles that keep the contracts of ``bedside.agents``."""

    planner: AgendaPlanner
    physician: AgendaPhysician
    patient: AgendaPatient
    refiner: AgendaRefiner
    languages: frozenset[str] | None = frozenset({"en"})

    def extract(self, note_id: str, text: str, section: str | None = None) -> Note:
        """Read a note. ``section`` names its kind when the note is a single section without a heading."""
        from bedside.agents.extraction.extract import extract
        from bedside.knowledge.terminology import Terminology

        return extract(note_id, text, Terminology.load(), section=section)

    def check_turn(self, note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        """Check one utterance before it is shown."""
        from bedside.agents.checks.turn import check_turn

        if not brief.step.id.startswith(EVIDENCE):
            brief = brief.model_copy(update={"turns": tuple(heard(brief.turns))})
        return check_turn(note, brief, utterance)


@cache
def family(style: str = "visit", protocol: str = "notechat", language: str = "en") -> AgendaFamily:
    """The built-in family in a style profile, for a protocol and a language. Raises ``StyleError`` for a style that is
    not there."""
    del language
    profile = load_style(style)
    return AgendaFamily(
        AgendaPlanner(profile, protocol), AgendaPhysician(profile), AgendaPatient(profile), AgendaRefiner()
    )
