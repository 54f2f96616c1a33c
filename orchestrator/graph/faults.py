"""How the result of a per-turn check is read: ``{check: finding}``, and which findings are faults.

A finding passes when it is None, True, a number, an empty text or list, or ``{"ok": True, ...}``. ``False``, a
non-empty text or list, and ``{"ok": False, "fault": ...}`` are faults.
"""

from typing import Any


def faults(checks: dict[str, Any]) -> list[str]:
    """The faults among findings, one phrase each, in order of the checks' names."""
    found: list[str] = []
    for name in sorted(checks):
        finding = checks[name]
        if isinstance(finding, dict):
            if finding.get("ok", True) is False:  # pyright: ignore[reportUnknownMemberType]
                fault = finding.get("fault") or "failed"  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
                found.append(f"{name}: {fault}")
        elif finding is False:
            found.append(f"{name}: failed")
        elif isinstance(finding, str) and finding:
            found.append(f"{name}: {finding}")
        elif isinstance(finding, (list, tuple)) and finding:
            found.append(f"{name}: {', '.join(str(part) for part in finding)}")  # pyright: ignore[reportUnknownVariableType]
    return found
