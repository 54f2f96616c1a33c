"""Case files in, checked cases out. Every mistake is a ``CaseError`` that points at the word and says the mend.

Nothing here asks a model, the network or the guideline store.
"""

import difflib
import hashlib
import re
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from bedside.scenarios.case import PROTOCOL_NAMES, Case, NoteFile, NoteRow, PatientSpec
from bedside.scenarios.complaints import Mark
from bedside.scenarios.document import MAX_BYTES, DocumentError, Where, YamlDocument, decode, read_document, short
from bedside.scenarios.persona import AXES, Persona
from bedside.scenarios.protocol import refuse_pair
from bedside.scenarios.secret import NAMES, looks_like_key

PRESETS = Path(__file__).parent / "personas" / "presets.yaml"
OWN = "personas.yaml"  # beside a case: personas of the author's own
_LISTED = 1000  # files of a folder that are looked at for a name that was nearly given
MAX_NOTE_BYTES = 1 << 20

_KEY_MEND = "Name the variable or the file that holds it: key_env or key_file"
_TAGS = {"note text", "note file", "note row"}  # pydantic puts the chosen form of a note into an error's path
_NAMED = {"int": "a whole number", "float": "a number", "bool": "true or false", "string": "text", "tuple": "a list"}


class CaseError(ValueError):
    """A mistake in a case file or in the note it names. ``code`` is the name of its rule, ``also`` holds the other
    mistakes of the same file."""

    def __init__(self, file: str, line: int, column: int, message: str, mend: str, code: str = "unusable") -> None:
        super().__init__(file, line, column, message, mend, code)
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.mend = mend
        self.also: tuple[CaseError, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}. {self.mend}."

    @property
    def suggestion(self) -> str | None:
        """The word that was probably meant."""
        found = re.search(r"Did you mean '([^']+)'", self.mend)
        return found[1] if found else None

    @property
    def every(self) -> tuple["CaseError", ...]:
        """This mistake and the others of the same file, in the order they stand."""
        return (self, *self.also)


@dataclass(frozen=True, slots=True)
class LoadedCases:
    """What came of a set of paths: the good cases by file, and every mistake in the others."""

    cases: dict[Path, Case]
    mistakes: tuple[CaseError, ...]


def load_case(path: Path) -> Case:
    """Read and check one case file. Raises ``CaseError``."""
    name = str(path)
    document = _document(path)
    if not isinstance(document.data, dict):
        raise CaseError(
            name, 1, 1, "a case is a list of 'key: value' lines", "Start with 'id:' and 'note: |'", "not-a-case"
        )
    keys = _check_secrets(name, document)
    if keys:
        raise _first(keys)
    try:
        case = Case.model_validate(document.data, strict=True)
    except ValidationError as error:
        found = [_explain(name, document, dict(fault)) for fault in error.errors()]
        meant = {
            mistake.suggestion for mistake in found if mistake.code == "unknown-key"
        }  # a misspelt key is not missing
        found = [m for m in found if m.code != "missing-key" or m.message.split("'")[1] not in meant]
        patient: Any = document.data.get("patient")
        persona: Any = typing.cast(dict[str, Any], patient).get("persona") if isinstance(patient, dict) else None
        if isinstance(persona, str):  # what only a whole case is asked otherwise: all mistakes in one pass
            found += _check_preset(name, document, persona, own_personas(path.parent))
        raise _first(found) from None
    own = own_personas(path.parent)
    mistakes = [
        *_check_preset(name, document, case.patient.persona, own),
        *_check_interview(name, document, case),
        *_check_pair(name, document, case),
        *_check_note(name, document, case, path.parent),
    ]
    if mistakes:
        raise _first(mistakes)
    return _with_own_persona(case, own)


def mistake_at(path: Path, where: Where, message: str, mend: str, code: str = "unusable") -> CaseError:
    """A mistake that only who plays the case can see, at the value ``where`` leads to in its file."""
    return CaseError(str(path), *_nearest(_document(path), where), message, mend, code)


def load_cases(paths: Iterable[Path]) -> LoadedCases:
    """Read case files, and every ``*.case.yaml`` below the folders among ``paths``, in sorted order.

    Mistakes are collected, never raised; an id that an earlier file already has is one.
    """
    cases: dict[Path, Case] = {}
    mistakes: list[CaseError] = []
    for path in case_files(paths):
        try:
            cases[path] = load_case(path)
        except CaseError as error:
            mistakes.extend(error.every)
    for error in taken([(path, case.id) for path, case in cases.items()]):
        mistakes.append(error)
        del cases[Path(error.file)]
    return LoadedCases(cases, tuple(mistakes))


def case_files(paths: Iterable[Path]) -> list[Path]:
    """These files, and every ``*.case.yaml`` below these folders, in sorted order, each once."""
    return list(dict.fromkeys(file for given in paths for file in _files(given)))


def taken(owned: Iterable[tuple[Path, str]]) -> list[CaseError]:
    """A mistake for each file whose case has an id that an earlier one has."""
    owners: dict[str, Path] = {}
    found: list[CaseError] = []
    for path, case_id in owned:
        if case_id in owners:
            message = f"the id {case_id!r} is taken by {owners[case_id]}"
            found.append(mistake_at(path, ("id",), message, "Give each case its own id", "taken-id"))
        owners.setdefault(case_id, path)
    return found


def read_note(case: Case, base: Path) -> str:
    """Return the text of a case's note. ``base`` is the folder its paths start from. Raises ``CaseError``.

    A case may come from a stranger, so it reads only files below ``base`` or below the current folder.
    """
    match case.note:
        case NoteFile(file=file):
            path = _allowed(base, file)
            return _decoded(path, _bytes(path, MAX_NOTE_BYTES, "note"))
        case NoteRow(dataset=dataset, id=row):
            return _row(_allowed(base, dataset), row)
        case text:
            return text


def note_only_case(note_id: str, note: str, *, seed: int = 0, base: Case | None = None) -> Case:
    """Make a case from a bare note, as ``--note FILE`` and batch rows do. ``base`` gives everything but id, note, seed.

    A note id that cannot be a case id (spaces, slashes, other scripts) is spelled out in safe characters with
    eight characters of its digest, so that two ids never become one.
    """
    case_id = note_id
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", note_id):
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", note_id).strip("-._")[:80] or "note"
        digest = hashlib.sha256(note_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        case_id = f"{stem}-{digest}"
    fresh = Case(id=case_id, note=note, seed=seed)
    return fresh if base is None else base.model_copy(update={"id": case_id, "note": note, "seed": seed})


@cache
def presets() -> dict[str, Persona]:
    """The shipped personas by name."""
    document = _document(PRESETS)
    data: dict[str, Any] = {name: {**axes, "name": name} for name, axes in document.data.items()}
    return TypeAdapter(dict[str, Persona]).validate_python(data, strict=True)


def own_personas(base: Path) -> dict[str, Persona]:
    """The personas of ``personas.yaml`` beside a case, by name; none without such a file. Raises ``CaseError``."""
    file = base / OWN
    if not file.is_file():
        return {}
    document = _document(file)
    if not isinstance(document.data, dict):
        raise CaseError(
            str(file), 1, 1, "personas are a list of 'name: {axes}' lines", "Write 'shy: {mood: anxious}'", "persona"
        )
    found: dict[str, Persona] = {}
    for name, axes in typing.cast(dict[str, Any], document.data).items():
        if name in presets():
            mark = document.keys[(name,)]
            raise CaseError(
                str(file), *mark, f"{name!r} is the name of a shipped persona", "Choose another name", "persona"
            )
        try:
            found[name] = Persona.model_validate(
                {**axes, "name": name} if isinstance(axes, dict) else axes, strict=True
            )
        except ValidationError as error:
            raise _first(_explain_axis(str(file), document, name, dict(fault)) for fault in error.errors()) from None
    return found


def _explain_axis(file: str, document: YamlDocument, name: str, fault: dict[str, Any]) -> CaseError:
    """Word a mistake in a persona of an author's own."""
    where: Where = (name, *fault["loc"])
    mark = (
        document.keys.get(where, _nearest(document, where))
        if fault["type"] == "extra_forbidden"
        else _nearest(document, where)
    )
    if fault["type"] == "extra_forbidden":
        axes = [axis for axis in Persona.model_fields if axis != "name"]
        return CaseError(file, *mark, *_unknown("axis", fault["loc"][-1], axes), "persona")
    if fault["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(fault["ctx"]["expected"]))
        return CaseError(file, *mark, *_unknown(str(fault["loc"][-1]), fault["input"], allowed), "persona")
    leaf = str(where[-1])
    message, mend = _wrong(fault["type"], leaf, document.sources.get(where, fault["input"]), fault["input"], fault)
    return CaseError(file, *mark, message, mend, "persona")


def _with_own_persona(case: Case, own: dict[str, Persona]) -> Case:
    """The case with what its author's own persona says written out, so that it needs the file no more."""
    persona = own.get(case.patient.persona)
    if persona is None:
        return case
    stated = {axis: getattr(case.patient, axis) for axis in case.patient.model_fields_set}
    axes = {axis: getattr(persona, axis) for axis in (*AXES, "withholds") if axis in persona.model_fields_set}
    return case.model_copy(update={"patient": PatientSpec.model_validate({**axes, **stated})})


def resolve_persona(case: Case) -> Persona:
    """The persona of a case: the preset it names, overridden by the axes it states; one of the author's own was written
    out when the case was loaded. Raises ``CaseError``."""
    known = presets()
    spec = case.patient
    if spec.persona not in known and spec.model_fields_set & {*AXES, "withholds"}:
        known = {**known, spec.persona: Persona(name=spec.persona)}
    if spec.persona not in known:
        message, mend = _unknown("persona", spec.persona, list(known))
        raise CaseError(f"case {case.id}", 1, 1, message, mend, "unknown-value")
    stated: dict[str, Any] = {axis: value for axis in AXES if (value := getattr(spec, axis)) is not None}
    if "withholds" in spec.model_fields_set:
        stated["withholds"] = spec.withholds
    return known[spec.persona].model_copy(update=stated)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.case.yaml")) if path.is_dir() else [path]


def _bytes(path: Path, most: int, what: str) -> bytes:
    """Read a file of at most ``most`` bytes, without ever holding more than that."""
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        mend = f"Did you mean {near}" if (near := _near(path)) else "Check the path"
        raise CaseError(str(path), 1, 1, f"there is no such {what} file", mend, "no-file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CaseError(
            str(path), 1, 1, f"the file cannot be read: {reason}", "Give a readable file", "no-file"
        ) from None
    if len(raw) > most:
        mend = "Keep a long note in a file of its own" if what == "case" else "Give one visit's note, not a whole chart"
        raise CaseError(str(path), 1, 1, f"the {what} file is larger than {most >> 20} MiB", mend, "too-large")
    return raw


def _near(path: Path) -> str | None:
    """A file of the same folder whose name is nearly this one."""
    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), _LISTED) if entry.is_file()]
    except OSError:
        return None
    close = difflib.get_close_matches(path.name, names, n=1, cutoff=0.8)
    return str(path.with_name(close[0])) if close else None


def _document(path: Path) -> YamlDocument:
    try:
        return read_document(_bytes(path, MAX_BYTES, "case"))
    except DocumentError as error:
        raise CaseError(str(path), *error.mark, error.message, error.mend, error.code) from None


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return decode(raw)
    except DocumentError as error:
        raise CaseError(str(path), *error.mark, error.message, error.mend, error.code) from None


def _allowed(base: Path, name: str) -> Path:
    """Join ``name`` to ``base``, refusing what lies outside both ``base`` and the current folder."""
    path = base / name
    try:
        real = path.resolve()
        roots = (base.resolve(), Path.cwd())
    except (OSError, ValueError, RuntimeError):
        raise CaseError(short(name, 200), 1, 1, "this is not a path", "Give the name of a file", "no-file") from None
    if not any(real.is_relative_to(root) for root in roots):
        mend = "Move the file beside the case, or run from a folder that holds both"
        raise CaseError(str(path), 1, 1, "the file lies outside the case's folder", mend, "outside")
    return path


def _row(path: Path, row: str) -> str:
    """Find one row of a JSON Lines data set, line by line so that the size of the set does not matter."""
    found: str | None = None
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    data = orjson.loads(line)
                except orjson.JSONDecodeError:
                    raise CaseError(
                        str(path), number, 1, "this line is not JSON", "Mend or remove it", "bad-row"
                    ) from None
                if not isinstance(data, dict) or str(typing.cast(dict[str, Any], data).get("id")) != row:
                    continue
                note = typing.cast(dict[str, Any], data).get("note")
                if not isinstance(note, str):
                    raise CaseError(
                        str(path), number, 1, f"row {short(row)} has no text under 'note'", "Add it", "bad-row"
                    )
                if found is not None:
                    raise CaseError(
                        str(path), number, 1, f"the id {short(row)} stands twice", "Keep one row", "bad-row"
                    )
                found = note
    except OSError as error:
        raise CaseError(
            str(path), 1, 1, f"the data set cannot be read: {error.strerror}", "Check the path", "no-file"
        ) from None
    if found is None:
        raise CaseError(str(path), 1, 1, f"no row has the id {short(row)}", "Check the id", "bad-row")
    return found


def _check_secrets(name: str, document: YamlDocument) -> list[CaseError]:
    """Find keys to services: a case file is shared, so none may be in it. What stands there is not repeated."""
    found: list[CaseError] = []

    def look(value: object, where: Where) -> None:
        if isinstance(value, dict):
            for key, inner in typing.cast(dict[str, object], value).items():
                here = (*where, key)
                if where and key.casefold() in NAMES and isinstance(inner, str):
                    mark = document.keys.get(here, _nearest(document, here))
                    found.append(CaseError(name, *mark, f"{key!r} would put a key into the file", _KEY_MEND, "secret"))
                else:
                    look(inner, here)
        elif isinstance(value, tuple):
            for index, inner in enumerate(typing.cast(tuple[object, ...], value)):
                look(inner, (*where, index))
        elif isinstance(value, str) and where and where[0] != "note" and looks_like_key(value):
            found.append(CaseError(name, *_nearest(document, where), "this looks like a key", _KEY_MEND, "secret"))

    look(document.data, ())
    return found


def _check_preset(name: str, document: YamlDocument, persona: str, own: dict[str, Persona]) -> list[CaseError]:
    if persona in presets() or persona in own:
        return []
    message, mend = _unknown("persona", persona, [*presets(), *own])
    return [CaseError(name, *document.values[("patient", "persona")], message, mend, "unknown-value")]


def _check_interview(name: str, document: YamlDocument, case: Case) -> list[CaseError]:
    """Find an interview without its protocol, and the reverse; an instrument's own rules are looked at by who plays it."""
    asked = case.protocol.startswith("interview/")
    if asked and case.interview is None:
        message, mend = f"{case.protocol} has no 'interview:'", "Add 'interview: {label: positive}' (or negative)"
        return [CaseError(name, *_nearest(document, ("protocol",)), message, mend, "interview")]
    if case.interview is not None and not asked:
        message = f"'interview' is only for an interview, and the protocol is {case.protocol}"
        mark = document.keys.get(("interview",), _nearest(document, ("interview",)))
        return [
            CaseError(name, *mark, message, "Add 'protocol: interview/pcl-5' (or phq-9, gad-7, pc-ptsd-5)", "interview")
        ]
    return []


def _check_pair(name: str, document: YamlDocument, case: Case) -> list[CaseError]:
    """Find a protocol that cannot be held where the case is set."""
    refused = refuse_pair(case.protocol, case.setting)
    where = ("setting",) if ("setting",) in document.values else ("protocol",)
    return [CaseError(name, *_nearest(document, where), *refused, "pair")] if refused else []


def _check_note(name: str, document: YamlDocument, case: Case, base: Path) -> list[CaseError]:
    """Find what would stop the run later: an empty note, or a file that is not there."""
    if isinstance(case.note, str):
        if case.note.strip():
            return []
        return [
            CaseError(
                name,
                *document.values[("note",)],
                "the note is empty",
                "Write it, indented, below 'note: |'",
                "empty-note",
            )
        ]
    key, file = ("file", case.note.file) if isinstance(case.note, NoteFile) else ("dataset", case.note.dataset)
    mark = document.values[("note", key)]
    try:
        path = _allowed(base, file)
    except CaseError as error:
        return [CaseError(name, *mark, error.message, error.mend, error.code)]
    if path.is_file():
        return []
    return [CaseError(name, *mark, f"there is no file {short(file, 200)}", f"Paths start from {base}", "no-file")]


def _first(mistakes: Iterable[CaseError]) -> CaseError:
    ordered = sorted(mistakes, key=lambda mistake: (mistake.line, mistake.column))
    ordered[0].also = tuple(ordered[1:])
    return ordered[0]


def _unknown(what: str, given: object, allowed: list[str]) -> tuple[str, str]:
    """Word a value outside a list, with the nearest allowed one if there is one."""
    said = str(given).lower()
    begun = [one for one in allowed if said and one.startswith(said)]  # "M" for male
    near = begun if len(begun) == 1 else difflib.get_close_matches(said, allowed, n=1, cutoff=0.6)
    listed = ", ".join(allowed)
    mend = f"Did you mean {near[0]!r}? Allowed: {listed}" if near else f"Allowed: {listed}"
    return f"unknown {what} {short(given)}", mend


def _explain(name: str, document: YamlDocument, fault: dict[str, Any]) -> CaseError:
    """Word one of pydantic's errors for an author and find its place in the file."""
    where: Where = tuple(part for part in fault["loc"] if part not in _TAGS)
    kind: str = fault["type"]
    leaf = str(where[-1]) if where else "case"
    mark = _nearest(document, where)
    if kind == "extra_forbidden":
        return CaseError(name, *document.keys.get(where, mark), *_unknown_key(where), "unknown-key")
    if kind == "missing":
        mend = f"Add the line '{leaf}: …'" if leaf != "note" else "Add 'note: |' and the text, indented, below it"
        owner = f" under '{where[-2]}'" if len(where) > 1 else ""
        return CaseError(name, *mark, f"the key '{leaf}' is missing{owner}", mend, "missing-key")
    given: Any = fault["input"]
    written = document.sources.get(where, given)
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(fault["ctx"]["expected"]))
        return CaseError(
            name, *mark, *_unknown(leaf, "nothing" if given is None else written, allowed), "unknown-value"
        )
    if kind == "string_pattern_mismatch" and leaf == "protocol":
        return CaseError(name, *mark, *_unknown("protocol", written, list(PROTOCOL_NAMES)), "unknown-value")
    message, mend = _wrong(kind, leaf, written, given, fault)
    return CaseError(name, *mark, message, mend, "wrong-value")


def _wrong(kind: str, leaf: str, written: object, given: object, fault: dict[str, Any]) -> tuple[str, str]:
    """Word a value of the wrong type or size."""
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"'{leaf}' needs keys of its own", f"Write '{leaf}: {{key: value}}' or indented lines below it"
    if given is None:
        return f"'{leaf}' has no value", "Write one, or take the line out"
    if kind == "string_pattern_mismatch":
        mend = "Use up to 100 letters, digits, dots, dashes and underscores, starting with a letter or digit"
        return f"{short(written)} cannot be an id", mend
    if kind == "string_type" and not isinstance(given, (dict, tuple)):
        return f"'{leaf}' must be text, and {short(written)} reads as {_kind(given)}", f'Write "{written}" in quotes'
    wanted = _NAMED.get(kind.split("_")[0])
    if wanted is not None and kind.endswith(("_type", "_parsing", "_from_float")):
        mend = f"Give {wanted}"
        if isinstance(given, str) and wanted == "a list":
            mend = f"Write [{short(written)}]"
        elif isinstance(given, str) and re.fullmatch(r"[-+]?\d+(\.\d+)?", given):
            mend = "Take the quotes away"
        seen = _kind(given) if isinstance(given, (dict, tuple)) else short(written)
        return f"'{leaf}' must be {wanted}, not {seen}", mend
    said = str(fault["msg"]).removeprefix("Input ").removeprefix("should ")
    return f"'{leaf}' is {short(written)} but should {said}", "Change the value"


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case dict():
            return "a mapping"
        case tuple():
            return "a list"
        case _:
            return "text"


def _nearest(document: YamlDocument, where: Where) -> Mark:
    """The mark of the value at ``where``, or of the closest thing around it that the file does have."""
    for end in range(len(where), -1, -1):
        if where[:end] in document.values:
            return document.values[where[:end]] if end else (1, 1)
    return (1, 1)


_FEAR_MEND = "A fear is a sentence of the note, like “She is worried that she will lose her job”"


def _unknown_key(where: Where) -> tuple[str, str]:
    key = str(where[-1])
    models = _models()
    owner = tuple(part for part in where[:-1] if isinstance(part, str))
    message, mend = _unknown("key", key, list(models.get(owner, Case).model_fields))
    if re.match("fear|worr|concern", key.casefold()):
        return message, _FEAR_MEND
    if "Did you mean" not in mend:
        homes = [path for path, model in models.items() if path != owner and key in model.model_fields]
        if homes:
            mend = f"It belongs under '{'.'.join(homes[0])}'" if homes[0] else "It belongs at the left margin"
    return message, mend


@cache
def _models() -> dict[tuple[str, ...], type[BaseModel]]:
    """Every model of a case by the keys that lead to it."""
    found: dict[tuple[str, ...], type[BaseModel]] = {}

    def add(path: tuple[str, ...], model: type[BaseModel]) -> None:
        found[path] = model
        for name, info in model.model_fields.items():
            for inner in (info.annotation, *typing.get_args(info.annotation)):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    add((*path, name), inner)

    add((), Case)
    found[("note",)] = NoteFile
    return found
