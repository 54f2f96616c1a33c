"""Strings that look like a real person's, and sentences that speak to a machine."""

from collections.abc import Iterator

from bedside.agents.identifiers.find import identifiers
from bedside.agents.identifiers.identifier import KINDS, IdentifierKind
from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.load import CaseError


def a(kind: IdentifierKind) -> str:
    """The kind with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def identifying(text: str) -> list[str]:
    """The kinds of what looks like a real person's in a text, each once."""
    found = {one.kind for one in identifiers(text)}
    return [a(kind) for kind in KINDS if kind in found]


def find(context: LintContext) -> Iterator[CaseError]:
    """PHI-looking strings in a case that says its data are open, but for names, which an author makes up; instructions in any
    note."""
    if context.case.data_class == "open":
        for one in identifiers(context.text):
            if one.kind != "name":
                mend = "Make it up, take it out, or say 'data_class: phi'"
                yield context.in_note(one.span.start, f"this looks like {a(one.kind)}", mend, "phi")
    from bedside.agents.text.prompt_injection import intrusions

    for start, _ in intrusions(context.text):
        message = "this speaks to a machine, not of a patient; it is told to nobody"
        yield context.in_note(start, message, "Take it out, or keep it to test how injections are met", "instruction")
