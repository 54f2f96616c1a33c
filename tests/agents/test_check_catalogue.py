"""The list of checks is whole: every finding on a record can be looked up in it, and the page shows all of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bedside.agents.checks.catalogue import CHECKS
from bedside.agents.prompted.family import GRAVE
from bedside.agents.refiner import Repair
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
CASES = Path(__file__).parents[2] / "scenarios" / "cases"


def test_the_page_lists_every_check_with_its_version() -> None:
    """A check that is added, renamed or judged otherwise is told to the reader."""
    rows = [f"| `{c.id}` | {c.version} | {c.severity} | {c.looks_for} |" for c in CHECKS.values()]
    page = PAGE.read_text(encoding="utf-8")
    assert "| check | version | severity | looks for |\n|---|---|---|---|\n" + "\n".join(rows) + "\n\n" in page


@pytest.mark.parametrize("name", ["rolled-ankle", "husten"])
def test_every_finding_of_a_talk_is_of_a_listed_check(name: str) -> None:
    """In English and in another language: check, version and severity of a fault are those of the list."""
    case, text = read_case(CASES / f"{name}.case.yaml")
    fold = asyncio.run(Simulator(case.seed).perform(Item(case.id, case, text), lambda _: None)).state
    found = [finding for reason in fold.reasons for finding in reason.checks]
    assert found
    for finding in found:
        assert finding.version == CHECKS[finding.check].version
        assert finding.passed is not False or finding.severity == CHECKS[finding.check].severity


def test_what_a_model_s_line_cannot_keep_is_grave() -> None:
    """The checks that a prompted line never stays with are listed as grave."""
    assert {CHECKS[name].severity for name in GRAVE} == {"grave"}


def test_a_repair_tells_the_role_what_the_check_found() -> None:
    """Unless other words are given, a role is told the finding's, with the check's name before them."""
    finding = CHECKS["coverage"].failed("something was left unsaid", turn="t")
    assert Repair(kind="revise", turn="t", finding=finding).fault == "coverage: something was left unsaid"
    other: dict[str, Any] = {"kind": "revise", "turn": "t", "finding": finding, "fault": "say more"}
    assert Repair.model_validate(Repair.model_validate(other).model_dump(mode="json")).fault == "say more"


@pytest.mark.parametrize("given", [{}, {"finding": CHECKS["roles"].passed()}, {"fault": ""}])
def test_a_repair_says_what_is_wrong(given: dict[str, Any]) -> None:
    """Nothing wrong is nothing to repair."""
    with pytest.raises(ValidationError):
        Repair(kind="drop", turn="t", **given)
