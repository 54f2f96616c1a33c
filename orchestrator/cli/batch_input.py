"""What a batch on the command line is made of: looked through once, with the case that all rows start from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bedside.orchestrator.batch.grid import Grid
from bedside.orchestrator.batch.interview_items import subjects
from bedside.orchestrator.batch.items import Row, refused, rows, without_identifiers
from bedside.orchestrator.batch.scan import RowScan, scan_rows
from bedside.orchestrator.batch.shard import Shard
from bedside.orchestrator.batch.target_rows import Choice, choose
from bedside.orchestrator.batch.targets import Targets
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.imports.batch_sources import BatchSources, sources
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

_TABLES = (".csv", ".tsv", ".parquet", ".json")


@dataclass(frozen=True)
class BatchInput:
    """``base`` is the case that rows start from, ``rows`` reads them anew each time it is called, ``named`` is what a
    sentence calls them, ``name`` how the run's name begins, ``folder`` where files named in cases start from."""

    base: Case
    rows: Callable[[], Iterator[Row]]
    scan: RowScan
    named: str
    name: str
    folder: Path = Path()
    choice: Choice | None = None  # of notes, where shares are wanted

    @property
    def shown(self) -> Case:
        """The base as a run shows who plays: as its case files have it, if they agree."""
        if not self.scan.models:
            return self.base
        prompted = sorted(self.scan.models, key=lambda models: not models.default.prompted)
        return self.base.model_copy(update={"models": prompted[0]})

    @property
    def players(self) -> tuple[Player, ...]:
        """Whoever plays a role, in the base or in a case file."""
        models = sorted(self.scan.models, key=repr) or [self.base.models]
        return tuple(dict.fromkeys(one.of(role) for one in models for role in ROLES))


@dataclass(frozen=True)
class BatchFiles:
    """Of what a batch is to be made, as it was said: files, folders and patterns; or one case held with many subjects."""

    inputs: tuple[str, ...] = ()
    notes: Path | None = None
    case: Path | None = None
    subjects: int = 0
    positive: float = 0.5
    limit: int | None = None
    grid: Grid = field(default_factory=Grid)
    shard: Shard | None = None
    targets: Path | None = None  # shares by which the batch is made up
    deidentify: bool = False  # made-up identifiers take the place of the notes' before anything is read

    def files_arguments(self) -> list[str]:
        """The same as arguments of a command."""
        what = [*self.inputs]
        if self.notes is not None:
            what += ["--notes", str(self.notes)]
        if self.case is not None:
            what += ["--case", str(self.case), "--subjects", str(self.subjects), "--positive", str(self.positive)]
        what += self.grid.arguments() + (["--limit", str(self.limit)] if self.limit else [])
        what += ["--targets", str(self.targets)] if self.targets is not None else []
        what += ["--deidentify"] if self.deidentify else []
        return what + (["--shard", str(self.shard)] if self.shard is not None else [])

    def part(self, found: Iterator[Row]) -> Iterator[Row]:
        """Those of these rows that are to be made."""
        found = map(without_identifiers, found) if self.deidentify else found
        return found if self.shard is None else self.shard.rows(found)


def read_input(files: BatchFiles, choices: CaseOptions) -> BatchInput:
    """Look through all of it. Raises ``Problem``."""
    if files.case is not None:
        return _subjects(files, files.case, choices)
    if files.notes is None and not files.inputs:
        raise Problem(
            "usage",
            "Give case files, folders or notes (bedside batch cases/ notes.csv), --notes FILE, or --case CASE with "
            "--subjects N.",
        )
    base = choices.of(Case(id="batch", note="-"))
    plain = files.notes is not None and not files.inputs and files.targets is None
    if plain and files.notes is not None and files.notes.suffix.lower() not in _TABLES:
        return _json_lines(files, files.notes, base)
    given = (*files.inputs, *([str(files.notes)] if files.notes is not None else ()))
    found = _chosen(files, replace(sources(given, choices, files.grid), limit=files.limit), base)
    one = found.files[0]
    named = found.copies.address_of.get(one) or str(one) if len(found.files) == 1 else f"{len(found.files):,} files"

    def every() -> Iterator[Row]:
        return files.part(found.rows())

    scan = scan_rows(every(), named, files.shard is not None)
    return BatchInput(_strictest(base, scan), every, scan, _named(found), found.name, found.folder, found.choice)


def _chosen(files: BatchFiles, found: BatchSources, base: Case) -> BatchSources:
    """The sources with the choice of notes, where shares are wanted. Raises ``Problem``."""
    if files.targets is None:
        return found
    targets = Targets.read(files.targets, base.protocol)
    both = [axis for axis, _ in files.grid.axes if axis in targets.shares]
    if both:
        raise Problem(
            "usage", f"--grid {both[0]} makes all values and --targets deals them out: leave one of them out."
        )
    rows = replace(found, grid=Grid()).rows()
    return replace(found, choice=choose(rows, targets, base, base.seed))


def _json_lines(files: BatchFiles, notes: Path, base: Case) -> BatchInput:
    def every() -> Iterator[Row]:
        return files.part(BatchSources((notes,), grid=files.grid, limit=files.limit).rows_of(rows(notes)))

    with refused(notes):
        scan = scan_rows(every(), str(notes), files.shard is not None)
    return BatchInput(base, every, scan, str(notes.resolve()), notes.stem)


def _subjects(files: BatchFiles, named: Path, choices: CaseOptions) -> BatchInput:
    if files.notes is not None or files.inputs:
        raise Problem("usage", "Give --notes or --case, one of them.")
    if files.targets is not None:
        raise Problem("usage", "--targets chooses among notes, and --case has one: leave one of them out.")
    if not files.subjects:
        raise Problem("usage", "--case goes with --subjects N: say how many people are to be interviewed.")
    case = find_case(named)
    base, text = read_case(case, choices)
    made = subjects(base, text, files.subjects, files.positive)[: files.limit]
    grid = files.grid

    def every() -> Iterator[Row]:
        return files.part(cell for row in made for cell in grid.cells(row))

    return BatchInput(
        base, every, scan_rows(every(), sharded=files.shard is not None), str(case.resolve()), base.id, case.parent
    )


def _named(found: BatchSources) -> str:
    """What a run folder remembers of where its items came from."""
    places = [found.copies.address_of.get(file) or str(file.resolve()) for file in found.files]
    folders = {place.rpartition("/")[0] for place in places}
    if len(places) == 1:
        return places[0]
    return folders.pop() if len(folders) == 1 else f"{len(places)} files, the first {places[0]}"


def _strictest(base: Case, scan: RowScan) -> Case:
    """The base with the class of data of the strictest case: what may not leave this machine holds all of them here."""
    if scan.data_class == "open":
        return base
    return base.model_copy(update={"data_class": scan.data_class, "terms": scan.terms})
