"""Plain scalars that another YAML reader would take for something else."""

import re
from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.load import CaseError

_READS = (
    (re.compile(r"(?i:yes|no|on|off|y|n)"), "true or false to readers of YAML 1.1"),
    (re.compile(r"[-+]?0[0-9]+"), "an octal number to readers of YAML 1.1"),
    (re.compile(r"[0-9]+\.[0-9]*0"), "a number, whose last zero is lost"),
    (re.compile(r"[0-9]+:[0-5]?[0-9](?::[0-5]?[0-9])?"), "a number to base 60 to readers of YAML 1.1"),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "a date to readers of YAML 1.1"),
)
_TOKEN = re.compile(r"[^\s,\]}#][^,\]}#\n]*")


def find(context: LintContext) -> Iterator[CaseError]:
    """Unquoted words and numbers with two readings."""
    lines = context.source.splitlines()
    for where, (line, column) in context.document.values.items():
        match = _TOKEN.match(lines[line - 1], column - 1) if line <= len(lines) else None
        text = match[0].strip() if match else ""
        for pattern, reads in _READS:
            if text and pattern.fullmatch(text):
                yield context.at(where, f"{text} is {reads}", f'Write "{text}" in quotes, or another word', "ambiguous")
                break
