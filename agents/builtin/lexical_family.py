"""The built-in family for a talk that is not in English: a note in the language of the talk is read and planned from its
lexicon, a note in English by the English family; who speaks has phrases of the language."""

from dataclasses import dataclass, field
from functools import cache

from bedside.agents.builtin.english_family import EnglishFamily, english
from bedside.agents.languages.language import base, load_language
from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.multilingual.line import spoken
from bedside.agents.multilingual.patient import LexicalPatient
from bedside.agents.multilingual.physician import LexicalPhysician
from bedside.agents.multilingual.planner import LexicalPlanner
from bedside.agents.multilingual.refiner import LexicalRefiner
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Utterance


def languages() -> frozenset[str]:
    """All that the built-in family speaks."""
    return frozenset({"en", *spoken()})


@dataclass(frozen=True)
class PlannerByLanguage:
    """Keeps the ``Planner`` contract by the language of the note: an English one goes to the English planner."""

    english: EnglishFamily
    lexical: LexicalPlanner

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda. The same case, note and seed give the same agenda."""
        planner = self.english.planner if note.language == "en" else self.lexical
        return await planner.plan(case, note, seed)


@dataclass(frozen=True)
class LexicalFamily:
    """Four roles that keep the contracts of ``bedside.agents``, for a talk in ``language``."""

    language: str
    planner: PlannerByLanguage
    physician: LexicalPhysician
    patient: LexicalPatient = field(default_factory=LexicalPatient)
    refiner: LexicalRefiner = field(default_factory=LexicalRefiner)
    languages: frozenset[str] | None = field(default_factory=languages)

    def extract(self, note_id: str, text: str, section: str | None = None) -> Note:
        """Read a note in English, or in the language of the talk. ``section`` names its kind when the note is a single
        section without a heading."""
        from bedside.agents.languages.notes import note_language

        if note_language(text, self.language) == "en":
            return self.planner.english.extract(note_id, text, section)
        from bedside.agents.multilingual.reader import read
        from bedside.agents.reading.withheld import withheld
        from bedside.agents.text.prompt_injection import intrusions

        latin = load_language(self.language).script == "Latin"
        aside = intrusions(text) if latin else []  # another script is one of the signs that an order is known by
        note = read(note_id, text, load_lexicon(self.language), section)
        kept = (f for f in note.facts if not any(a < f.span.end and f.span.start < b for a, b in aside))
        return withheld(note.model_copy(update={"facts": tuple(kept)}), aside)

    def check_turn(self, note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        """Check one utterance before it is shown."""
        from bedside.agents.checks.other_languages import check_turn

        return check_turn(note, brief, utterance)


@cache
def lexical_family(style: str, protocol: str, language: str) -> LexicalFamily:
    """The family for a talk in ``language``. Raises ``StyleError`` for a style that is not there."""
    profile = load_style(style)
    planner = PlannerByLanguage(english(style, protocol), LexicalPlanner(profile, protocol))
    return LexicalFamily(base(language), planner, LexicalPhysician(profile, protocol))
