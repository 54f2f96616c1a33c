"""The first pass over all that a batch is made of: which items there are, what decides each, and what data they hold.

Nothing of a note is kept but its digest, so that millions of rows take some hundred bytes each.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.build.run_config import plain, prompted
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.item_keys import key_of_digest
from bedside.scenarios.case import Models

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowDigest:
    """What decides a row's dialogue beside the run's configuration: the digest of its note and all that stands in the row."""

    note: str
    own: Json | None = None
    fault: str | None = None
    seed: int | None = None
    turns: int | None = None  # that its own case allows

    def key(self, name: str, seed: int, config: str) -> str:
        """The key of the item of this name under the configuration with this digest; ``seed`` is the run's."""
        seed = seed if self.seed is None else self.seed
        return key_of_digest(self.note, id=name, seed=seed, config=config, row=self.own or {}, fault=self.fault)


@dataclass
class RowScan:
    """The rows by id, in order. ``data_class`` is the strictest of all, ``terms`` hold only if they hold for all of it."""

    rows: dict[str, RowDigest] = field(default_factory=dict)
    data_class: str = "open"
    terms: str | None = None
    places: dict[str, int] = field(default_factory=dict)  # among all rows, where only a part is made
    cases: bool = False  # whether case files are among them
    models: set[Models] = field(default_factory=set[Models])  # of case files

    def keys(self, seed: int, config: str) -> dict[str, str]:
        """The key of every item."""
        return {name: row.key(name, seed, config) for name, row in self.rows.items()}


def scan_rows(found: Iterable[Row], named: str = "The input", sharded: bool = False) -> RowScan:
    """Look at every row once, before anything is made. Raises ``Problem`` for an id that stands twice and where there is no
    row at all, which may be so in one shard."""
    scan = RowScan()
    places: dict[str, str] = {}
    terms: dict[str, str | None] = {}
    for row in found:
        if row.id in scan.rows:
            raise Problem(
                "input",
                f"{named}: the id {row.id!r} stands in {_both(places[row.id], row)}: give each its own.",
            )
        places[row.id] = row.place
        scan.rows[row.id] = digest_of(row)
        if row.at is not None:
            scan.places[row.id] = row.at
        if row.case is not None:
            scan.cases = True
            scan.models.add(row.case.models)
            if row.case.data_class != "open":
                terms[row.case.id] = (row.case.terms or "").strip() or None
                if scan.data_class != "phi":
                    scan.data_class = row.case.data_class
    if not scan.rows and not sharded:
        raise Problem("input", f"{named} has no notes: give one object with id and note a line.")
    if terms and all(terms.values()):
        scan.terms = "; ".join(dict.fromkeys(one for one in terms.values() if one))
    return scan


def digest_of(row: Row) -> RowDigest:
    """What decides a row's dialogue."""
    own: Json = {
        "section": row.section,
        "style": row.style,
        "protocol": row.protocol,
        "interview": row.interview,
        "setting": row.setting,
        "language": row.language,
        "persona": row.persona,
    }
    if row.case is not None:
        case = plain(row.case)
        case["limits"].pop("turns", None)  # how many there may be changes no word of those there are
        for name in ("id", "note", "seed", "expect", "title"):
            case.pop(name, None)
        own["case"] = {**case, **prompted(row.case)}
    if row.of:
        own["note_id"] = row.of
    decides = {name: value for name, value in own.items() if value is not None}
    note = hashlib.sha256(row.note.encode("utf-8", "surrogatepass")).hexdigest()
    seed = row.seed if row.seed is not None else row.case.seed if row.case is not None else None
    turns = row.case.limits.turns if row.case is not None else None
    return RowDigest(note, decides or None, row.fault, seed, turns)


def _both(before: str, row: Row) -> str:
    """Two places in one phrase: ``lines 3 and 7`` where they are in the same file."""
    if not row.file and before == f"line {before.rpartition(' ')[2]}":
        return f"lines {before.rpartition(' ')[2]} and {row.line}"
    return f"{before} and {row.place}"
