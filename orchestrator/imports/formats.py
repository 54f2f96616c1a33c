"""The shapes in which published sets keep their notes, as data: which column holds what. A row in, a note's row out.

Sources of the shapes: the headers of the published files, ACI-Bench (``dataset, encounter_id, dialogue, note``, or ``src,
tgt, file``), MTS-Dialog (``ID, section_header, section_text, dialogue``), PMC-Patients (``patient_id, patient_uid, …,
patient, age, gender``), NoteChat (``data, conversation``). Only the note is taken: a conversation is what bedside makes.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from bedside.orchestrator.cases.json_cells import id_of, is_empty_cell
from bedside.orchestrator.imports.readers import Raw, Unread

# What MTS-Dialog calls its sections, as headings a note would have.
HEADINGS = {
    "genhx": "HISTORY OF PRESENT ILLNESS",
    "fam/sochx": "FAMILY AND SOCIAL HISTORY",
    "pastmedicalhx": "PAST MEDICAL HISTORY",
    "pastsurgical": "PAST SURGICAL HISTORY",
    "cc": "CHIEF COMPLAINT",
    "ros": "REVIEW OF SYSTEMS",
    "allergy": "ALLERGIES",
    "edcourse": "EMERGENCY DEPARTMENT COURSE",
    "gynhx": "GYNECOLOGIC HISTORY",
    "exam": "PHYSICAL EXAM",
    "labs": "RESULTS",
    "imaging": "IMAGING",
}
_PAIR = re.compile(r"([\d.]+)\s*,\s*['\"](year|month|week|day)")
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}


@dataclass(frozen=True)
class DatasetShape:
    """Where a set keeps what is needed; ``ids`` and ``notes`` are tried in order. ``marks`` tell the shape by itself."""

    name: str
    notes: tuple[str, ...]
    ids: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    section: str | None = None

    def fits(self, columns: Collection[str]) -> bool:
        """Whether a row with these columns has this shape."""
        return self.marks <= set(columns) and any(name in columns for name in self.notes)


SHAPES = (
    DatasetShape(
        "mts", ("section_text",), ("ID", "id"), frozenset({"section_header", "section_text"}), "section_header"
    ),
    DatasetShape("aci", ("note",), ("encounter_id", "file", "id"), frozenset({"note", "dialogue"})),
    DatasetShape("aci", ("tgt",), ("file", "id"), frozenset({"src", "tgt"})),
    DatasetShape("pmc", ("patient",), ("patient_uid", "patient_id"), frozenset({"patient", "age", "gender"})),
    DatasetShape("notechat", ("data", "note"), ("id", "ID"), frozenset({"conversation"})),
    DatasetShape("notes", ("note", "text"), ("id", "note_id", "ID"), section="section_header"),
)
NAMES = ("auto", *dict.fromkeys(shape.name for shape in SHAPES))


@dataclass(frozen=True)
class Imported:
    """A note as it was found, and what the set says of the patient beside it."""

    id: str | None
    note: str
    shape: str
    section: str | None = None
    age: float | None = None
    sex: Literal["female", "male"] | None = None


def shape_for(row: Raw, wanted: str = "auto") -> DatasetShape | None:
    """The shape of a row: the one ``wanted``, or with ``auto`` the first that fits; None if there is none."""
    named = [shape for shape in SHAPES if wanted in ("auto", shape.name)]
    return next((shape for shape in named if shape.fits(row)), None)


def own_shape(note: str, name: str | None) -> DatasetShape:
    """A shape of one's own: the column that holds the note, and the one that names it."""
    return DatasetShape("own", (note,), (name,) if name else ("id", "ID"))


def read(row: Raw, shape: DatasetShape) -> Imported | Unread:
    """A note from a row, or why there is none in it."""
    column = next((name for name in shape.notes if name in row), None)
    note = row.get(column) if column else None
    if is_empty_cell(note, shape.section and row.get(shape.section)):
        return Unread(f"it has “{note}” under {column!r}, as tables write an empty cell")
    if not isinstance(note, str):
        return Unread(f"it has no text under {shape.notes[0]!r}")
    name = next((made for key in shape.ids if (made := id_of(row.get(key), cell=True)) is not None), None)
    made = Imported(name.strip() if name else None, note, shape.name)
    if shape.section:
        made = replace(made, section=id_of(row.get(shape.section), cell=True))
    if shape.name == "pmc":
        made = replace(made, age=_age(row.get("age")), sex=_sex(row.get("gender")))
    return made


def with_heading(made: Imported) -> str:
    """The note with its section's heading above it, as a case file keeps it."""
    if not made.section:
        return made.note
    return f"{HEADINGS.get(made.section.strip().casefold(), made.section.upper())}\n{made.note}"


def _age(value: object) -> float | None:
    """PMC-Patients' ages, ``[[60.0, 'year'], [3.0, 'month']]``, in years."""
    pairs = _PAIR.findall(str(value))
    years = sum(float(number) * _YEARS[unit] for number, unit in pairs)
    return round(years, 2) if pairs and 0 <= years <= 120 else None


def _sex(value: object) -> Literal["female", "male"] | None:
    known: Mapping[str, str] = {"f": "female", "female": "female", "m": "male", "male": "male"}
    return cast(Any, known.get(str(value).strip().casefold()))
