"""A check by its name: what it looks for, in which version, and how bad its faults are. It makes the findings."""

from functools import cache
from typing import Any

from bedside.scenarios.finding import Finding, Severity
from bedside.scenarios.value import Value


class Check(Value):
    """One check. ``looks_for`` completes "It finds ...". The version goes up whenever the same line may be judged
    otherwise than before. The keywords of all methods are those of ``Finding``: value, unit, turn, span."""

    id: str
    looks_for: str
    version: int = 1
    severity: Severity = "fault"

    def passed(self, **more: Any) -> Finding:
        """It looked and found nothing wrong."""
        return (
            Finding(check=self.id, version=self.version, passed=True, **more)
            if more
            else _passed(self.id, self.version)
        )

    def failed(self, message: str, **more: Any) -> Finding:
        """It found what ``message`` says, in words that give no answer away."""
        return Finding(
            check=self.id, version=self.version, passed=False, message=message, severity=self.severity, **more
        )

    def unjudged(self, why: str, **more: Any) -> Finding:
        """It could not judge, and says why."""
        return Finding(check=self.id, version=self.version, passed=None, message=why, **more)

    def judged(self, fault: str, **more: Any) -> Finding:
        """It passed where ``fault`` is empty, and failed with it otherwise."""
        return self.failed(fault, **more) if fault else self.passed(**more)


@cache
def _passed(check: str, version: int) -> Finding:
    """Most lines pass most checks, and nothing more is to be said of it: one value stands for all of them."""
    return Finding(check=check, version=version, passed=True)
