"""Strings that look like a real person's, and sentences that speak to a machine."""

import re
from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.load import CaseError

# The shapes of identifiers that the HIPAA safe harbour list names (45 CFR 164.514(b)(2)) and a pattern can see.
_PHI = {
    "a telephone number": r"(?<![\d.])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)",
    "a social security number": r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)",
    "an e-mail address": r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
    "a record number": r"\b(?:MRN|medical record (?:number|no\.?)|account (?:number|no\.?))\s*[:#]?\s*\d{5,}",
    "a full birth date": r"\b(?:born|DOB|date of birth)\s*[:,]?\s*(?:on )?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]+ \d{1,2},? \d{4})",
    "a street address": r"\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd)\b(?!\.? [A-Z][a-z]+ (?:said|noted))",
    "a web address": r"\bhttps?://\S+",
}
_PATTERNS = {
    kind: re.compile(pattern, re.IGNORECASE if "MRN" in pattern or "born" in pattern else 0)
    for kind, pattern in _PHI.items()
}


def identifying(text: str) -> list[str]:
    """The kinds of what looks like a real person's in a text, each once."""
    return [kind for kind, pattern in _PATTERNS.items() if pattern.search(text)]


def find(context: LintContext) -> Iterator[CaseError]:
    """PHI-looking strings in a case that says its data are open; instructions in any note."""
    if context.case.data_class == "open":
        for kind, pattern in _PATTERNS.items():
            for match in pattern.finditer(context.text):
                mend = "Make it up, take it out, or say 'data_class: phi'"
                yield context.in_note(match.start(), f"this looks like {kind}", mend, "phi")
    from bedside.agents.text.prompt_injection import intrusions

    for start, _ in intrusions(context.text):
        message = "this speaks to a machine, not of a patient; it is told to nobody"
        yield context.in_note(start, message, "Take it out, or keep it to test how injections are met", "instruction")
