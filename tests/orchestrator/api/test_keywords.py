"""One list of keywords: the front door's functions and the command line say the same, and show it to who asks."""

import inspect
from typing import Any

import pytest
import typer

from bedside.orchestrator.api.keywords import Keywords, OneKeywords, Options
from bedside.orchestrator.api.simulate_many import simulate_many
from bedside.orchestrator.api.simulate_one import asimulate, simulate
from bedside.orchestrator.api.stream import astream
from bedside.orchestrator.cli.commands import batch, check
from bedside.orchestrator.cli.commands import simulate as command

ROLES = {"patient", "physician", "planner", "refiner"}  # objects: no command can name one
SHOWN = {"trace", "json", "quiet"}  # how it is printed
KEPT = {"out", "run", "fresh", "shared", "keep_text"}  # where it is kept: from Python nothing is written
HELD = {"max_seconds"}  # how long a command may take: from Python a task is cancelled
REFUSED = {"key"}  # there to say that a key does not go there
OF_BATCH = (
    {"inputs", "notes", "case", "subjects", "positive", "limit", "grid", "shard"}
    | {"jobs", "processes", "only_failed", "pilot", "estimate", "estimate_json", "prices", "allow_changes", "display"}
    | {"max_failures", "max_seconds", "max_cost", "max_tokens", "max_calls"}
    | {"requests_per_minute", "tokens_per_minute"}
    | {"engine", "address", "targets", "stop_after", "stop_on_drift", "turns"}
)
OF_CHECK = {"cases", "seeds"}
SHELL = {"help", "install_completion", "show_completion"}


def _options(module: Any) -> set[str]:
    """The options of a command, by the names of their keywords."""
    names = {str(parameter.name) for parameter in typer.main.get_command(module.app).params}
    return {"knowledge" if name == "no_knowledge" else name for name in names} - SHELL


def test_every_keyword_has_its_option_and_every_option_its_keyword() -> None:
    """What can be said on the command line can be said from Python, and the reverse, but for what only one of them has."""
    assert _options(command) - SHOWN - KEPT - HELD - REFUSED - {"case"} == set(OneKeywords.__annotations__) - ROLES
    for module, own in ((batch, OF_BATCH), (check, OF_CHECK)):
        assert _options(module) - own - SHOWN - KEPT - REFUSED <= set(Keywords.__annotations__)
        assert "persona" in _options(module)


@pytest.mark.parametrize("function", [simulate, asimulate, astream, simulate_many], ids=lambda f: f.__name__)
def test_help_shows_every_keyword(function: Any) -> None:
    """``help`` and a notebook's tooltip list them one by one, the case first."""
    parameters = inspect.signature(function).parameters
    known = Keywords if function is simulate_many else OneKeywords
    assert next(iter(parameters)) in ("case", "cases")
    assert list(known.__annotations__) == [name for name in parameters if name not in ("case", "cases", "concurrency")]
    assert inspect.iscoroutinefunction(function) == (function is asimulate)


def test_no_keyword_is_the_case_as_it_is() -> None:
    """Options made of nothing override nothing."""
    options = Options()
    assert options.chosen.player is None
    assert options.players.player is None
    assert not options.own
