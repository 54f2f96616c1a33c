"""The rows of a batch that is to be made up by shares: notes chosen by what they say, persona and setting dealt out, by seed.

Law of the file: the same rows, shares and seed give the same choice, in any process; what could not be met is told.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.batch.quota import Kind, filled, possible
from bedside.orchestrator.batch.targets import DEALT, OTHER, Targets, band
from bedside.orchestrator.build.families import family
from bedside.orchestrator.build.note_input import admit
from bedside.orchestrator.cases.case_input import in_its_language
from bedside.orchestrator.failures import Failed, Problem
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note

Json = dict[str, Any]
METHOD = (
    "raked to the quotas (iterative proportional fitting), rounded by an integer programme; quotas by largest remainder"
)
_TOLD = frozenset({"complaint", "history", "past", "course", "assessment"})  # where a note says what somebody has
_SILENT = ""  # of an axis: the note does not say, or says what no share is for


@dataclass(frozen=True)
class Choice:
    """Which rows are made, each with what is dealt to it, and how far that is from what was asked for."""

    dealt: Mapping[str, Mapping[str, str]]  # by id: persona, setting
    wanted: int
    notes: int  # that could be read
    silent: Mapping[str, int] = field(default_factory=dict)  # notes that are in no share, by axis
    counts: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)  # axis, value: asked for, met

    def rows(self, found: Iterable[Row]) -> Iterator[Row]:
        """Those of these rows that are chosen. A row with a fault stays: it is told as a failure."""
        for row in found:
            if row.fault is not None:
                yield row
            elif row.id in self.dealt:
                dealt: dict[str, Any] = dict(self.dealt[row.id])
                yield replace(row, **dealt)

    def as_json(self) -> Json:
        """What was asked for and what was met, for ``run.json``."""
        axes = {
            axis: {value: {"wanted": wanted, "met": met} for value, (wanted, met) in values.items()}
            for axis, values in self.counts.items()
        }
        whole = {"notes": self.notes, "wanted": self.wanted, "met": len(self.dealt)}
        return {"method": METHOD, **whole, "silent": dict(self.silent), "axes": axes}

    def sentences(self) -> list[str]:
        """The same for a person: what could not be met, value by value."""
        lines = [f"--targets: {len(self.dealt):,} of {self.notes:,} notes are taken, {self.wanted:,} were wanted."]
        short = [
            f"{axis} {value}: {met:,} of {wanted:,}"
            for axis, values in self.counts.items()
            for value, (wanted, met) in values.items()
            if met < wanted
        ]
        lines += [f"Could not be met: {'; '.join(short)}."] if short else []
        silent = [f"{axis}: {count:,}" for axis, count in self.silent.items() if count]
        return lines + ([f"In no share, or silent on it: {'; '.join(silent)}."] if silent else [])


def choose(found: Iterable[Row], targets: Targets, base: Case, seed: int) -> Choice:
    """Choose among these rows. Raises ``Problem`` where no note can be taken, or a share has none and nobody says how many are
    wanted."""
    kinds: dict[str, Kind] = {}
    axes = targets.of_notes
    for row in found:
        if row.fault is None:
            kinds[row.id] = _kind(row, targets, base) if axes else ()
    fitting = {name: kind for name, kind in kinds.items() if _SILENT not in kind}
    available = Counter(fitting.values())
    wanted = targets.total
    if wanted is None:
        wanted = _most(available, targets) if axes else len(fitting)
        if not wanted:
            _refuse_impossible(kinds.values(), targets)
    quotas = [targets.quotas(axis, wanted) for axis in axes]
    taken = filled(available, quotas) if axes else {(): min(wanted, len(fitting))}
    chosen = set[str]()
    for kind, count in taken.items():
        names = [name for name, own in fitting.items() if own == kind]
        chosen.update(random.Random(f"{seed}/targets/{'/'.join(kind)}").sample(names, count))
    names = [name for name in fitting if name in chosen]
    if not names:
        _refuse_impossible(kinds.values(), targets)
    dealt = _dealt(names, targets, seed)
    met = {axis: Counter(fitting[name][at] for name in names) for at, axis in enumerate(axes)}
    met |= {axis: Counter(dealt[name][axis] for name in names) for axis in DEALT if axis in targets.shares}
    counts = {
        axis: {value: (count, met[axis][value]) for value, count in targets.quotas(axis, wanted).items()}
        for axis in targets.shares
    }
    silent = {axis: sum(kind[at] == _SILENT for kind in kinds.values()) for at, axis in enumerate(axes)}
    return Choice(dealt, wanted, len(kinds), silent, counts)


def _most(available: Mapping[Kind, int], targets: Targets) -> int:
    """The most notes with which every quota can be filled."""
    total = possible(available, [targets.shares[axis] for axis in targets.of_notes])
    while total:
        quotas = [targets.quotas(axis, total) for axis in targets.of_notes]
        if sum(filled(available, quotas).values()) == total:
            return total
        total -= 1
    return 0


def _refuse_impossible(kinds: Iterable[Kind], targets: Targets) -> None:
    every = list(kinds)
    for at, axis in enumerate(targets.of_notes):
        there = {kind[at] for kind in every}
        none = [value for value in targets.shares[axis] if value not in there]
        if none:
            raise Problem(
                "input",
                f"--targets cannot be met: no note of this input is {axis} {none[0]}; leave it out, add such notes, or say "
                "`total` to take what there is.",
            )
    raise Problem("input", "--targets cannot be met: no note of this input is in all of these shares.")


def _dealt(names: list[str], targets: Targets, seed: int) -> dict[str, dict[str, str]]:
    """A persona and a setting for each, in just their numbers, shuffled."""
    made: dict[str, dict[str, str]] = {name: {} for name in names}
    for axis in DEALT:
        if axis in targets.shares:
            values = [value for value, count in targets.quotas(axis, len(names)).items() for _ in range(count)]
            random.Random(f"{seed}/targets/{axis}").shuffle(values)
            for name, value in zip(names, values, strict=True):
                made[name][axis] = value
    return made


def _kind(row: Row, targets: Targets, base: Case) -> Kind:
    """What a note is, on each axis on which notes are chosen. One that cannot be read is in no share."""
    case = row.case or in_its_language(base, row.note)
    try:
        text = admit(row.note, case.language).text
        note: Note = family("agenda", case).extract(row.id, text, section=row.section)
    except (Problem, Failed):
        return tuple(_SILENT for _ in targets.of_notes)
    age = case.patient.age if case.patient.age is not None else note.age
    known = {
        "age": next((value for value in targets.shares.get("age", ()) if _in_band(age, value)), _SILENT),
        "sex": case.patient.sex or note.sex or _SILENT,
        "condition": _condition(note, targets.shares.get("condition", {})),
    }
    return tuple(known[axis] if known[axis] in targets.shares[axis] else _SILENT for axis in targets.of_notes)


def _in_band(age: float | None, value: str) -> bool:
    first, last = band(value)
    return age is not None and first <= int(age) <= last


def _condition(note: Note, wanted: Mapping[str, float]) -> str:
    """The first of these that the note says the patient has, else ``other``."""
    told = " \n ".join(
        " ".join((fact.text, fact.group, fact.problem)).casefold()
        for fact in note.facts
        if fact.section in _TOLD and fact.polarity == "present" and fact.subject == "patient"
    )
    for value in wanted:
        if value != OTHER and re.search(rf"\b{re.escape(value.casefold())}", told):
            return value
    return OTHER
