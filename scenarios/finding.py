"""What a check says of a turn, or of a whole dialogue.

Law of the file: a finding that did not pass is a fault. One that could not be judged (``passed`` is None) is neither a pass
nor a fault. A fault's message is told to the role that says its line again, so it gives no answer away.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from bedside.scenarios.note import Span
from bedside.scenarios.value import Value

Severity = Literal["note", "warning", "fault", "grave"]
Finite = Annotated[float, Field(allow_inf_nan=False)]  # JSON has no other numbers


class Finding(Value):
    """One result of a check.

    ``check`` and ``version`` say what judged. ``value`` is what was measured or read, in ``unit``; ``message`` is the fault
    in words, or why nothing could be judged. ``turn`` is a turn's id, None where the dialogue as a whole is meant, and
    ``span`` the characters of that turn's text. ``severity`` says how bad a fault is: a "note" is for the record only, a
    "warning" may stay, a "fault" is to be mended, with a "grave" one a line of a language model does not stay.
    """

    check: str
    version: int = 1
    passed: bool | None
    value: bool | int | Finite | str | None = None
    unit: str | None = None
    message: str = ""
    turn: str | None = None
    span: Span | None = None
    severity: Severity = "fault"


def failed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The faults among findings, in their order."""
    return tuple(finding for finding in findings if finding.passed is False)


def faults(findings: Iterable[Finding]) -> list[str]:
    """The faults as a role is told them: ``check: what is wrong``, one phrase a check, in order of the checks' names."""
    said: dict[str, dict[str, None]] = {}
    for finding in failed(findings):
        said.setdefault(finding.check, {})[finding.message or "failed"] = None
    return [f"{check}: {'; '.join(said[check])}" for check in sorted(said)]
