"""The pages about the debugger say what it does: tables are made from the verbs, transcripts by the commands they show."""

from pathlib import Path

import pytest
from commands import run_command

from bedside.benchmarks.investigations import PAGE, commands, transcript
from bedside.orchestrator.debug.verb_page import written


def test_the_tables_are_those_of_the_verbs_and_names(repo: Path) -> None:
    """docs/debugging.md lists every verb and name as it is: python -m bedside.orchestrator.debug.verb_page makes it again."""
    page = (repo / "docs/debugging.md").read_text(encoding="utf-8")
    assert written(page) == page
    assert page.count("| `") > 40


def shown(arguments: list[str], folder: Path) -> str:
    """What bedside prints for these arguments."""
    ran = run_command(*arguments, cwd=folder, text=True)
    return ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr


@pytest.mark.thin(2)
@pytest.mark.parametrize("name", sorted(commands()))
def test_an_investigation_comes_out_as_the_page_shows_it(name: str) -> None:
    """Each script, carried out anew, shows what the page has of it: python -m bedside.benchmarks.investigations."""
    page = PAGE.read_text(encoding="utf-8")
    told = page.split(f"<!-- {name} -->\n```console\n")[1].split(f"\n```\n<!-- /{name} -->")[0]
    assert transcript(name, shown) == told
    assert "\nok " in told
