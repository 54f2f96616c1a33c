"""Case files looked through: all that ``validate`` refuses, and what an author would want to know besides.

Every file is looked through whatever is wrong with another. A finding is silenced where the file says so:
``# bedside: ignore CODE`` at the end of its line, on the line above, on the note's own line for what stands in the note,
or before the first key for the whole file.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bedside.orchestrator.cases.diagnostics import FORMATS, Diagnostic, of_error, ordered, shown
from bedside.orchestrator.cases.validate import mistakes
from bedside.orchestrator.failures import FINISHED, USAGE, Problem
from bedside.scenarios.case import Case
from bedside.scenarios.load import CaseError, case_files, load_case, taken

POOLED = 400  # files from which a second process pays for its start
_IGNORE = re.compile(r"#\s*bedside:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")


def look(
    paths: Iterable[Path], *, lint: bool = False, aloud: bool = False, workers: int | None = None
) -> tuple[list[Diagnostic], int]:
    """The findings of these files and of every ``*.case.yaml`` below these folders, and how many files there were. ``aloud``: each
    conversation is held, and every sentence of its note that comes out badly is found, too."""
    files = case_files(paths)
    jobs = [(file, lint, aloud) for file in files]
    many = workers if workers is not None else min(2, os.cpu_count() or 1)
    if len(files) < POOLED or many < 2:
        results = [_look(job) for job in jobs]
    else:
        with ProcessPoolExecutor(many) as pool:
            results = list(pool.map(_look, jobs, chunksize=64))
    found = [one for _, diagnostics in results for one in diagnostics]
    owned = [(file, case_id) for file, (case_id, _) in zip(files, results, strict=True) if case_id]
    return ordered([*found, *(of_error(error) for error in taken(owned))]), len(files)


def report(paths: Sequence[Path], format: str, *, quiet: bool, lint: bool, aloud: bool = False) -> int:
    """Show what is found in one of ``FORMATS`` and return the exit code. Raises ``Problem`` for a format or a path that is
    none."""
    if format not in FORMATS:
        raise Problem("usage", f"--format {format!r} is not known: give one of {', '.join(FORMATS)}.")
    found, files = look(paths, lint=lint, aloud=aloud)
    errors = sum(one.severity == "error" for one in found)
    if found or format in ("json", "sarif"):
        print(shown(found, format))
    if not files:
        raise Problem("usage", f"There is no *.case.yaml in {', '.join(map(str, paths))}: check the path.")
    if not quiet and format == "text":
        warnings = len(found) - errors
        counted = _counted(errors, "error") + (f", {_counted(warnings, 'warning')}" if warnings else "")
        said = f"{_counted(files, 'file')}: {counted if found else 'nothing wrong'}"
        print(said, file=sys.stderr if found else sys.stdout)
    return USAGE if errors else FINISHED


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"


def _look(job: tuple[Path, bool, bool]) -> tuple[str, list[Diagnostic]]:
    """One file: its case's id if it is one, and what was found."""
    path, lint, aloud = job
    try:
        case = load_case(path)
    except CaseError as error:
        return "", [of_error(one) for one in error.every]
    wrong = mistakes(case, path)
    if wrong or not lint:
        return case.id, [of_error(one) for one in wrong]
    return case.id, list(_linted(case, path, aloud=aloud))


def _linted(case: Case, path: Path, *, aloud: bool) -> Iterator[Diagnostic]:
    from bedside.orchestrator.cases.lints import (
        aloud as out_loud,
    )
    from bedside.orchestrator.cases.lints import (
        expectations,
        model_window,
        persons,
        privacy,
        reading,
        scalars,
        withheld,
        wordings,
    )
    from bedside.orchestrator.cases.lints.lint_context import LintContext
    from bedside.orchestrator.cases.rules import rules

    context = LintContext.of(case, path)
    source = path.read_text(encoding="utf-8-sig").splitlines()
    told = (out_loud,) if aloud else ()
    for group in (persons, expectations, withheld, privacy, reading, wordings, model_window, scalars, *told):
        for error in group.find(context):
            one = of_error(error, rules()[error.code].severity)
            if not silenced(one, source, context.note_line if one.file == str(path) else 0):
                yield one


def silenced(one: Diagnostic, source: Sequence[str], note_line: int) -> bool:
    """Whether the file itself says that this finding is known."""
    first = next((n for n, text in enumerate(source) if text.strip() and not text.lstrip().startswith("#")), 0)
    near = {one.line - 1, one.line - 2, *range(first)}
    if note_line and one.line >= note_line:
        near |= {note_line - 1, note_line - 2}
    for number in near:
        if 0 <= number < len(source):
            found = _IGNORE.search(source[number])
            if found and one.code in re.split(r"\s*,\s*", found[1]):
                return True
    return False
