"""What is wrong with case files, as values, and the four ways to show it: for people, programs, pull requests, scanners.

The law: one line ``file:line:col: severity CODE message``, then the line with the word marked, then the mend.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bedside.scenarios.load import CaseError
from bedside.scenarios.value import Value

Severity = Literal["error", "warning"]
FORMATS = ("text", "json", "github", "sarif")
_WORD = re.compile(r"[^\s,:\[\]{}#]+|\S")
_WIDEST = 160  # characters of a shown line


class Diagnostic(Value):
    """One finding. ``line`` and ``column`` count from 1, ``end`` is the column after the marked word; ``suggestion`` is
    the word that was probably meant."""

    file: str
    line: int
    column: int
    end: int
    severity: Severity
    code: str
    message: str
    mend: str
    suggestion: str | None = None

    @property
    def head(self) -> str:
        """The first line."""
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}"


def of_error(error: CaseError, severity: Severity = "error") -> Diagnostic:
    """A mistake as a diagnostic, its word measured in the file."""
    source = _line(error.file, error.line)
    word = _WORD.match(source, error.column - 1)
    return Diagnostic(
        file=error.file,
        line=error.line,
        column=error.column,
        end=word.end() + 1 if word else error.column + 1,
        severity=severity,
        code=error.code,
        message=error.message,
        mend=error.mend,
        suggestion=error.suggestion,
    )


def shown(found: Sequence[Diagnostic], format: str) -> str:
    """All of them in one of ``FORMATS``."""
    if format == "json":
        return json.dumps([one.model_dump() for one in found], ensure_ascii=False, indent=1)
    if format == "sarif":
        return json.dumps(_sarif(found), ensure_ascii=False, indent=1)
    return "\n".join(_github(one) if format == "github" else _text(one) for one in found)


def _text(one: Diagnostic) -> str:
    source = _line(one.file, one.line)
    if not source.strip() or one.column > len(source) + 1:
        return f"{one.head}\n    {one.mend}."
    begin = max(0, one.column - _WIDEST // 2) if len(source) > _WIDEST else 0
    part = source[begin : begin + _WIDEST].replace("\t", " ")
    at = one.column - 1 - begin
    mark = " " * at + "^" * max(1, min(one.end - one.column, len(part) - at))
    number = str(one.line)
    return f"{one.head}\n  {number} | {part}\n  {' ' * len(number)} | {mark}\n    {one.mend}."


def _github(one: Diagnostic) -> str:
    """A workflow command; its values are escaped as GitHub asks."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    where = f"file={value(one.file)},line={one.line},col={one.column},endColumn={one.end},title={value(one.code)}"
    return f"::{one.severity} {where}::{data(f'{one.message}. {one.mend}.')}"


def _sarif(found: Sequence[Diagnostic]) -> dict[str, Any]:
    """SARIF 2.1.0, one run."""
    from bedside.orchestrator.cases.rules import rules as known
    from bedside.orchestrator.runs.versions import version

    codes = sorted({one.code for one in found})
    rules = [{"id": code, "shortDescription": {"text": known()[code].what}} for code in codes]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "bedside", "version": version(), "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": one.code,
                        "ruleIndex": codes.index(one.code),
                        "level": one.severity,
                        "message": {"text": f"{one.message}. {one.mend}."},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": Path(one.file).as_posix()},
                                    "region": {"startLine": one.line, "startColumn": one.column, "endColumn": one.end},
                                }
                            }
                        ],
                    }
                    for one in found
                ],
            }
        ],
    }


def _line(file: str, line: int) -> str:
    lines = _lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else ""


@cache
def _lines(file: str) -> tuple[str, ...]:
    try:
        with Path(file).open("rb") as source:
            raw = source.read(1 << 20)
    except (OSError, ValueError):
        return ()
    return tuple(re.split(r"\r\n|\n|\r", raw.decode("utf-8-sig", errors="replace")))


def ordered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file and place; the same finding once."""
    return sorted(dict.fromkeys(found), key=lambda one: (one.file, one.line, one.column, one.code))
