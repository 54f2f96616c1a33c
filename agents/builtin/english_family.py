"""The built-in family in English: four roles over typed statements, a reader and a check of one utterance, with no model and
no network."""

from dataclasses import dataclass, field
from functools import cache

from bedside.agents.builtin.evidence import EVIDENCE, heard
from bedside.agents.builtin.patient import BuiltInPatient
from bedside.agents.builtin.physician import BuiltInPhysician
from bedside.agents.builtin.planner import BuiltInPlanner
from bedside.agents.builtin.refiner import BuiltInRefiner
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Utterance


@dataclass(frozen=True)
class EnglishFamily:
    """Four roles that keep the contracts of ``bedside.agents``."""

    planner: BuiltInPlanner
    physician: BuiltInPhysician
    patient: BuiltInPatient = field(default_factory=BuiltInPatient)
    refiner: BuiltInRefiner = field(default_factory=BuiltInRefiner)
    languages: frozenset[str] | None = frozenset({"en"})

    def extract(self, note_id: str, text: str, section: str | None = None) -> Note:
        """Read a note. ``section`` names its kind when the note is a single section without a heading."""
        from bedside.agents.reading.read import read_note
        from bedside.knowledge.terminology import Terminology

        return read_note(note_id, text, Terminology.load(), section)

    def check_turn(self, note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        """Check one utterance before it is shown."""
        from bedside.agents.checks.turn import check_turn

        if not brief.step.id.startswith(EVIDENCE):
            brief = brief.model_copy(update={"turns": tuple(heard(brief.turns))})
        return check_turn(note, brief, utterance)


@cache
def english(style: str = "visit", protocol: str = "notechat") -> EnglishFamily:
    """The family in a style profile, for a protocol. Raises ``StyleError`` for a style that is not there."""
    profile = load_style(style)
    return EnglishFamily(BuiltInPlanner(profile, protocol), BuiltInPhysician(profile, protocol))
