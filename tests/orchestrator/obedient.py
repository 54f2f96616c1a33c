"""A model that does plainly what its prompt asks: says the facts between the marks, asks about the cues, orders steps."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bedside.agents.model import Model, ModelError, Reply, Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.entry import Sink, nothing
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

PLAYER = Player(name="openai:obedient")
CASES = Path(__file__).parents[2] / "scenarios" / "cases"
_DATA = re.compile(r"<data-[0-9a-f]+>\n(.*?)\n</data-", re.DOTALL)
Meddle = Callable[[Request, str], "str | ModelError | Reply | None"]  # None leaves the answer as it is


def obedient(request: Request) -> str:
    """The plainest right answer to a request of the prompted family."""
    if "/planner" in request.purpose:
        return json.dumps({"parts": []})
    if "/refiner" in request.purpose:
        return json.dumps({"lines": [{"line": 6, "fault": "stiff"}]})
    tail = request.messages[-1].text.rsplit("\n\n", 3)[-3:]
    data = _DATA.findall(request.messages[-1].text)
    facts = [line[2:] for line in data[0].splitlines() if line.startswith("- ")] if data else []
    if facts:
        step = request.purpose.split("/")[2]  # one fact may be brought out in several steps: never the same twice
        say = ("" if "/physician/" in request.purpose else f"Well, {step}: ") + ". ".join(
            re.sub(r"NOT so: (?:.*: )?", "no ", fact) for fact in facts
        )
    elif data:
        items = [line.split(" | ")[0].rstrip("?") for line in data[0].splitlines() if not line.startswith("[")]
        step = request.purpose.split("/")[2]  # several steps may have one passage: never the same twice
        say = f"For {step}, any {items[sum(map(ord, step)) % len(items)]}?"
    else:
        say = f"About {request.purpose.split('/')[2]}: {len(tail[0])}."
    return json.dumps({"thought": "as I was asked", "say": say})


def model(meddle: Meddle | None = None, asked: list[Request] | None = None) -> ScriptedModel:
    """The obedient model; ``meddle`` may answer otherwise."""

    def script(request: Request) -> Any:
        plain = obedient(request)
        other = meddle(request, plain) if meddle else None
        return plain if other is None else other

    return ScriptedModel(script, PLAYER.name, asked)


def case_of(name: str, **changes: Any) -> tuple[Case, str]:
    """A shipped case, all of its roles played by the obedient model."""
    case, text = read_case(CASES / f"{name}.case.yaml")
    models = {"default": PLAYER.model_dump(), "fallback": changes.pop("fallback", None)}
    return Case.model_validate({**case.model_dump(), "models": models, **changes}), text


async def hold(case: Case, text: str, played: Model, sink: Sink = nothing, retriever: Any = None) -> ItemResult:
    """One conversation."""
    simulator = Simulator(case.seed, retriever, players_for=PlayerRegistry(models={PLAYER: played}))
    return await simulator.perform(Item(case.id, case, text), sink)
