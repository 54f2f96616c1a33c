"""Every rule by its code: what is wrong, why it matters, a bad and a good example that the tests run."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

from bedside.scenarios.value import Value

RULES = Path(__file__).parent / "rules.yaml"
BEGIN, END = "<!-- rules: made by bedside.orchestrator.cases.rules -->", "<!-- end of rules -->"


class Rule(Value):
    """One rule. ``bad`` and ``good`` are whole case files, as short as they can be."""

    code: str
    severity: Literal["error", "warning"]
    what: str
    why: str
    bad: str
    good: str
    aloud: bool = False  # found with ``lint --aloud`` only


@cache
def rules() -> dict[str, Rule]:
    """All rules, in the order of the file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {code: Rule(code=code, **fields) for code, fields in data.items()}


def explained(rule: Rule) -> str:
    """One rule, for the terminal."""
    parts = [
        f"{rule.code} ({rule.severity}{', with lint --aloud' if rule.aloud else ''}): {rule.what}",
        rule.why,
        f"Bad:\n\n{_indented(rule.bad)}",
        f"Good:\n\n{_indented(rule.good)}",
    ]
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def with_table(page: str) -> str:
    """The page with its table of rules made anew. Raises ``ValueError`` if a marker is missing."""
    before, rest = page.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    rows = ["| code | | what is wrong | why |", "|---|---|---|---|"]
    rows += [
        f"| `{rule.code}` | {rule.severity}{' with `--aloud`' if rule.aloud else ''} | {rule.what} | {rule.why} |"
        for rule in rules().values()
    ]
    return f"{before}{BEGIN}\n\n" + "\n".join(rows) + f"\n\n{END}{after}"


if __name__ == "__main__":
    import sys

    file = Path(sys.argv[1])
    file.write_text(with_table(file.read_text(encoding="utf-8")), encoding="utf-8")
