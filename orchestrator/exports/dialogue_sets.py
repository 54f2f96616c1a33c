"""Runs exported as dialogues: read once, chosen, told apart by patient, and written part by part.

Law of the file: every dialogue of the runs is in one file or in ``left_out.jsonl`` with the reason, and the counts sum up. The
folder is there when all of it is. Memory grows by some keys a dialogue, not with what was said: the rows wait in a file
without a name until every patient is known.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from bedside.orchestrator.exports.dialogue_row import dialogue_row
from bedside.orchestrator.exports.formats import FORMATS, SHARDED, Format, Shape
from bedside.orchestrator.exports.hub_card import hub_card
from bedside.orchestrator.exports.near_duplicates import NearDuplicates
from bedside.orchestrator.exports.part_files import LinesFile, PartFiles
from bedside.orchestrator.exports.patient_splits import HashSplit, Patients
from bedside.orchestrator.exports.privacy_gate import privacy_stamps
from bedside.orchestrator.exports.release import ReleaseOptions, data_terms, refuse_unmeasured, write_release
from bedside.orchestrator.exports.selection import Selection
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.file_digest import digest_of_file
from bedside.orchestrator.runs.file_names import DIALOGUES
from bedside.orchestrator.runs.files import replace
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.versions import version

Json = dict[str, Any]
LEFT_OUT, MANIFEST = "left_out.jsonl", "manifest.json"
_DUPLICATE = "near-duplicate"


@dataclass(frozen=True)
class ExportOptions:
    """What is exported, and how. ``near_duplicates`` is the similarity from which the second one is left out, None to keep
    all; ``patient`` a pattern that finds the patient in a note's id. With ``release`` it is one: refused
    where data that is not open has no terms, or nobody measured what it gives away. ``force_privacy`` exports a run whose privacy report says red."""

    format: str
    split: HashSplit = field(default_factory=HashSplit)
    selection: Selection = field(default_factory=Selection)
    near_duplicates: float | None = None
    patient: str | None = None
    shape: Shape = field(default_factory=Shape)
    release: ReleaseOptions | None = None
    force_privacy: bool = False


@dataclass
class _Waiting:
    """What was chosen, in a file without a name: where each dialogue stands there, and of which patient it is."""

    file: IO[bytes]
    places: list[int] = field(default_factory=list[int])
    patients: list[str] = field(default_factory=list[str])
    counts: Counter[str] = field(default_factory=Counter[str])
    languages: set[str] = field(default_factory=set[str])
    terms: set[str] = field(default_factory=set[str])
    edited: int = 0

    def keep(self, row: Json, patient: str) -> None:
        self.places.append(self.file.seek(0, 2))
        self.file.write(dump(row))
        self.patients.append(patient)
        self.edited += bool(row["edited"])
        self.languages.add(row["conditions"]["language"])

    def row(self, number: int) -> Json:
        self.file.seek(self.places[number])
        return orjson.loads(self.file.readline())


def export_dialogues(folders: Sequence[RunFolder], out: Path, options: ExportOptions) -> Json:
    """Write the folder ``out`` and return its manifest. Raises ``Problem``: then nothing is written, and nothing that was
    there is touched."""
    form = FORMATS.get(options.format)
    if form is None:
        raise Problem("usage", f"--format {options.format!r} is not known: it is one of {', '.join(FORMATS)}.")
    names = Counter(folder.path.resolve().name for folder in folders)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise Problem("usage", f"Two of the runs are called {twice!r}, so their dialogues could not be told apart.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Problem("usage", f"{out} is not an empty folder: give another with --out.")
    privacy = privacy_stamps(folders, options.force_privacy)
    if options.release is not None:
        refuse_unmeasured(privacy)
    part: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))  # its owner's alone
        manifest = _written(folders, part, form, options, privacy)
        if options.release is not None:
            write_release(part, manifest, folders, options.release)
        if out.exists():
            out.rmdir()
        part.rename(out)
    except OSError as error:
        if any(str(error.filename).startswith(str(folder.path)) for folder in folders):
            raise  # a run that cannot be read, and no disk that is full
        raise storage(error, str(out)) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    return manifest


def _written(folders: Sequence[RunFolder], out: Path, form: Format, options: ExportOptions, privacy: Json) -> Json:
    with tempfile.TemporaryFile(dir=out) as file:
        waiting = _Waiting(file)
        patients = Patients(options.patient)
        left = LinesFile(out / LEFT_OUT)
        try:
            _choose(folders, form, options, waiting, patients, left)
        finally:
            left.close()
        if not waiting.places:
            told = (
                ", ".join(f"{count:,} {why}" for why, count in sorted(waiting.counts.items())) or "the runs are empty"
            )
            raise Problem(
                "input", f"Nothing is left to be exported ({told}): choose others with --status or --without."
            )
        parts, files = _parts(out, form, options, waiting, patients)
    split = options.split
    manifest: Json = {
        "bedside": version(),
        "format": options.format,
        "synthetic": True,
        "runs": {folder.path.resolve().name: _about(folder) for folder in folders},
        "split": {"shares": dict(split.shares), "seed": split.seed, "by": "patient", "patient": options.patient},
        "selection": {
            "status": list(options.selection.statuses),
            "without": list(options.selection.without),
            "worst": options.selection.worst,
            "edited": options.selection.edited,
            "near_duplicates": options.near_duplicates,
        },
        "counts": {
            "dialogues": len(waiting.places) + waiting.counts.total(),
            "exported": len(waiting.places),
            "edited": waiting.edited,
            "left_out": dict(sorted(waiting.counts.items())),
        },
        "parts": parts,
        "files": files,
        "privacy": privacy,
        "languages": sorted(waiting.languages),
        **(_released(options.release, waiting) if options.release is not None else {}),
    }
    replace(out / MANIFEST, [orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2), b"\n"])
    if options.format == "hf" and options.release is None:
        replace(out / "README.md", [hub_card(manifest).encode()])
    return manifest


def _released(release: ReleaseOptions, waiting: _Waiting) -> Json:
    """What the manifest of a release says besides: how it is named, under which licence and terms, and that no person said it."""
    return {
        "name": release.answers["name"],
        "license": release.answers["license"],
        "terms": sorted(waiting.terms),
        "published": release.date,
        "machine_generated": True,
    }


def _choose(
    folders: Sequence[RunFolder],
    form: Format,
    options: ExportOptions,
    waiting: _Waiting,
    patients: Patients,
    left: LinesFile,
) -> None:
    """Read the runs: what is chosen waits, and what is not is written down."""
    seen: NearDuplicates | None = None
    if options.near_duplicates is not None:
        seen = NearDuplicates(options.near_duplicates, lambda number: _words(waiting.row(number)))
    for folder in folders:
        for kept in folder.dialogues():
            row = dialogue_row(folder, kept, form.labels)
            why, more = options.selection.reason_against(kept, bool(row["edited"] or row["replanned"])), Json()
            if why is None and seen is not None:
                twin = seen.add(len(waiting.places), _words(row))
                if twin is not None:
                    other = waiting.row(twin)
                    why, more = _DUPLICATE, {"of": {"run": other["run"], "id": other["id"]}}
            if why is not None:
                waiting.counts[why] += 1
                left.add([{"run": row["run"], "id": row["id"], "why": why, **more}])
                continue
            if (form.has_note or options.shape.note) and row["note"] is None:
                raise Problem("input", f"The words of the note of {kept.id} are not kept: give them with --notes FILE.")
            if options.release is not None and (terms := data_terms(row)) is not None:
                waiting.terms.add(terms)
            waiting.keep(row, patients.add(kept))


def _words(row: Json) -> str:
    return "\n".join(turn["text"] for turn in row["turns"])


@dataclass
class _Holds:
    """How many dialogues a part or a file holds, and of whom."""

    dialogues: int = 0
    patients: set[str] = field(default_factory=set[str])

    def add(self, patient: str) -> None:
        self.dialogues += 1
        self.patients.add(patient)

    @property
    def counts(self) -> Json:
        return {"dialogues": self.dialogues, "patients": len(self.patients)}


def _parts(out: Path, form: Format, options: ExportOptions, waiting: _Waiting, patients: Patients) -> tuple[Json, Json]:
    """Write every part; what each part and each file holds."""
    split = options.split
    of_part = {name: _Holds() for name in split.names}
    of_file: dict[Path, _Holds] = {}
    sharded = options.format in SHARDED
    with ExitStack() as stack:
        parts: dict[str, PartFiles] = {}
        for name in split.names:
            parts[name] = form.begin(out, name, options.shape)
            stack.callback(parts[name].close)
        for number, key in enumerate(waiting.patients):
            patient = patients.patient(key)
            name = split.part_of(patient)
            of_part[name].add(patient)
            parts[name].add(form.rows(waiting.row(number), options.shape))
            if sharded:  # the row went into the last file; other forms of several files lay a dialogue over all of them
                of_file.setdefault(parts[name].files[-1], _Holds()).add(patient)
    files = {
        file.relative_to(out).as_posix(): {
            "part": name,
            "sha256": digest_of_file(file),
            "bytes": file.stat().st_size,
            "defused": parts[name].defused,
            **of_file.get(file, of_part[name]).counts,
        }
        for name in split.names
        for file in parts[name].files
    }
    return {name: holds.counts for name, holds in of_part.items()}, files


def _about(folder: RunFolder) -> Json:
    """Which run it was, what its dialogues are by their digest, and the terms that go with them."""
    return {
        "digest": folder.about.get("digest"),
        "dialogues": digest_of_file(folder.path / DIALOGUES),
        "locality": folder.about.get("locality"),
    }
