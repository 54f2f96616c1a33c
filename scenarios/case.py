"""One case file: what an author writes, checked and typed. Unknown keys are errors."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from bedside.scenarios.persona import Manner
from bedside.scenarios.value import Value


class NoteFile(Value):
    """A note kept in a text file beside the case."""

    file: str


class NoteRow(Value):
    """A note kept as one row of a JSON Lines data set, ``{"id": ..., "note": ...}`` a line."""

    dataset: str
    id: str


def _note_form(note: Any) -> str:
    """Tell the three ways to give a note apart by their keys, so that an error names the right one."""
    if isinstance(note, NoteRow) or (isinstance(note, dict) and "dataset" in note):
        return "note row"
    if isinstance(note, (NoteFile, dict)):
        return "note file"
    return "note text"


NoteSource = Annotated[
    Annotated[str, Tag("note text")] | Annotated[NoteFile, Tag("note file")] | Annotated[NoteRow, Tag("note row")],
    Discriminator(_note_form),
]


class PatientSpec(Value):
    """Who the patient is and how they talk. What is left out is read from the note or drawn by seed."""

    persona: str = "plain"  # a preset's name; the axes below override it
    name: str | None = None
    age: float | None = Field(default=None, ge=0, le=120)
    sex: Literal["female", "male"] | None = None
    mood: Literal["plain", "anxious", "angry", "distrustful", "cheerful"] | None = None
    talkativeness: Literal["terse", "average", "chatty"] | None = None
    literacy: Literal["low", "average", "high"] | None = None
    recall: Literal["poor", "average", "good"] | None = None
    withholds: tuple[str, ...] = ()
    companion: str | None = None  # who came along: mother, spouse, interpreter...


class Models(Value):
    """Who plays each role. ``agenda`` is the built-in family."""

    default: str = "agenda"
    planner: str | None = None
    physician: str | None = None
    patient: str | None = None
    refiner: str | None = None


class Limits(Value):
    """Stop rules besides clinical completion."""

    turns: int = Field(default=120, ge=4, le=1000)
    seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    calls: int | None = Field(default=None, ge=1)
    repairs: int = Field(default=2, ge=0, le=10)  # rounds of check and repair


class Case(Value):
    """One case, as an author writes it."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    note: NoteSource
    title: str = ""
    patient: PatientSpec = PatientSpec()
    physician: Manner = Manner()
    setting: Literal["clinic", "hospital", "emergency", "telehealth", "home"] = "clinic"
    protocol: Literal["notechat"] = "notechat"
    style: str = "visit"
    language: str = "en"
    models: Models = Models()
    limits: Limits = Limits()
    knowledge: bool = True  # ask the guideline store
    seed: int = Field(default=0, ge=0, le=2**63 - 1)
