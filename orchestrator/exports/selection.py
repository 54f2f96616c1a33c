"""Which dialogues of a run are exported: by how they ended, by what checks found in them, by whether a person changed them.

Law of the file: who is left out is left out for one reason, which has a name.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.checks.catalogue import CHECKS
from bedside.orchestrator.exports.dialogue_row import status_of
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.finding import failed

STATUSES = ("finished", "unfinished", "failed", "filtered")
SEVERITIES = ("note", "warning", "fault", "grave")  # mildest first
ANY = "any"


@dataclass(frozen=True)
class Selection:
    """``without`` are checks that may have found no fault (``any``: none at all), ``worst`` is the gravest severity that a
    finding may have, None for any. Raises ``Problem`` for a name that is none."""

    statuses: Sequence[str] = ("finished",)
    without: Sequence[str] = ()
    worst: str | None = None
    edited: bool = True

    def __post_init__(self) -> None:
        for name in self.statuses:
            _known("--status", name, STATUSES)
        for name in self.without:
            _known("--without", name, (ANY, *CHECKS))
        if self.worst is not None:
            _known("--worst", self.worst, SEVERITIES)

    def reason_against(self, kept: KeptDialogue, edited: bool) -> str | None:
        """Why this dialogue, which a person has ``edited`` or not, is left out, in a word or two; None if it is not."""
        status = status_of(kept)
        if status not in self.statuses:
            return status
        if not kept.record.turns:
            return "nothing said"
        if edited and not self.edited:
            return "edited"
        return self._found(kept) if self.without or self.worst is not None else None

    def _found(self, kept: KeptDialogue) -> str | None:
        if not kept.record.reasons:
            return "checks not known"
        reasons = kept.record.reasons
        found = failed(finding for reason in reasons for finding in reason.checks)
        allowed = SEVERITIES.index(self.worst) if self.worst is not None else len(SEVERITIES)
        for finding in found:
            if ANY in self.without or finding.check in self.without or SEVERITIES.index(finding.severity) > allowed:
                return f"check {finding.check}"
        return None


def _known(option: str, name: str, names: Sequence[str]) -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(names)}."
    raise Problem("usage", f"{option} {name!r} is not known: {hint}")
