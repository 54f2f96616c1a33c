"""A server that nobody here wrote: ``transformers serve`` on a model with random weights, made when the test starts.

What it says is gibberish; the protocol must be right all the same: every call ends as a reply with its tokens counted
or in its class of error.
"""

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
from pydantic import BaseModel

from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import ask_typed
from bedside.orchestrator.doctor.probe import LIMIT, examine
from bedside.scenarios.player import Decoding, Player

_PATIENCE = 240.0  # seconds for a busy machine; a quiet one takes 15


class ServerMessage(BaseModel):
    """What a typed answer would hold."""

    thought: str
    say: str


@pytest.fixture(scope="session")
def gibberish(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    """The server's process; ended with the tests."""
    needed = ("accelerate", "fastapi", "transformers", "uvicorn")
    lacking = [name for name in needed if importlib.util.find_spec(name) is None]
    if lacking:
        pytest.skip(f"transformers serve is not installed (lacking {', '.join(lacking)})")
    folder = tmp_path_factory.mktemp("tiny")
    home = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HOME": str(folder / "home")}
    env = os.environ | home | {"HF_HUB_CACHE": str(folder / "home"), "OMP_NUM_THREADS": "1"}
    (folder / "home").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(repo / "tests/servers/tiny_llama.py"), str(folder / "model"), str(port)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=env, stdout=log, stderr=log) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/health", server, folder / "log")
            yield Player(name=f"openai:{folder / 'model'}", base_url=f"http://127.0.0.1:{port}/v1")
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
            time.sleep(0.2)
    pytest.fail(f"transformers serve did not come up: {log.read_text()[-2000:]}")


async def test_a_whole_answer_is_a_reply_with_its_tokens_counted(gibberish: Player) -> None:
    """It ends by itself, the same each time, and the server counts the prompt as the model's tokenizer does."""
    from tokenizers import Tokenizer

    model = open_model(gibberish, ModelSettings(local_only=True))
    request = Request((Message("user", "Hello"),), decoding=Decoding(max_tokens=100))
    first, second = await model.ask(request), await model.ask(request)
    await model.close()
    folder = gibberish.name.removeprefix("openai:")
    counted = Tokenizer.from_file(f"{folder}/tokenizer.json").encode("<|user|>Hello<|end|><|assistant|>")
    assert first.finish == "stop" and first.text == second.text
    assert first.usage.prompt == len(counted.ids) and 0 < (first.usage.completion or 0) < 100
    assert first.served and first.served.startswith(folder)


async def test_what_was_cut_is_no_reply(gibberish: Player) -> None:
    """Gibberish without an end stops at its length: truncated, with what it cost."""
    model = open_model(gibberish, ModelSettings())
    with pytest.raises(ModelError) as caught:
        await model.ask(Request((Message("user", "Hello"),), decoding=Decoding(max_tokens=2)))
    await model.close()
    assert caught.value.kind == "truncated" and caught.value.usage.completion == 2 and caught.value.raw


async def test_a_typed_answer_out_of_gibberish_fails_by_class(gibberish: Player) -> None:
    """The server takes the schema and ignores it; what it says is shown its error once and then given up."""
    player = gibberish.model_copy(update={"decoding": Decoding(max_tokens=60)})
    model = open_model(player, ModelSettings())
    kinds: set[str] = set()
    for text in ("Hello", "Where does it hurt?", "Good morning"):
        with pytest.raises(ModelError) as caught:
            await ask_typed(model, Request((Message("user", text),)), ServerMessage, features=Features())
        kinds.add(caught.value.kind)
    await model.close()
    assert kinds <= {"schema", "truncated", "empty"}


async def test_a_model_that_is_not_served_is_said(gibberish: Player) -> None:
    """The server's own words for it are understood."""
    model = open_model(gibberish.model_copy(update={"name": "openai:other"}), ModelSettings())
    with pytest.raises(ModelError) as caught:
        await model.ask(Request((Message("user", "Hello"),)))
    await model.close()
    assert caught.value.kind == "config"


async def test_the_doctor_sees_what_such_a_server_does(gibberish: Player) -> None:
    """It is there; it does not say how much it reads; what it takes and ignores is not called a feature."""
    found = {finding.feature: finding for finding in await examine(gibberish, ModelSettings(), LIMIT)}
    assert found["reachable"].verdict == found["model"].verdict == "ok"
    assert found["JSON schema"].verdict != "ok" and found["log-probabilities"].verdict != "ok"


async def test_a_conversation_with_gibberish_ends_in_a_class_or_is_said_by_the_fallback(gibberish: Player) -> None:
    """The same case, played by random weights: alone it fails by the class of what the model cannot do; with a fallback
    it survives, and every line that the model could not be brought to say is marked with the reason."""
    from bedside.orchestrator.build.player_registry import PlayerRegistry
    from bedside.orchestrator.build.simulate_item import Item, Simulator
    from bedside.scenarios.case import Case

    note = "CHIEF COMPLAINT\nKnee pain for 3 days.\n\nPLAN\nRest the knee.\n"
    player = gibberish.model_copy(update={"decoding": Decoding(max_tokens=24), "timeout": 100})
    for fallback in (None, "agenda"):
        models = {"default": player.model_dump(), "fallback": fallback}
        case = Case.model_validate({"id": "tiny", "note": note, "models": models, "limits": {"turns": 4, "repairs": 0}})
        simulator = Simulator(1, None, players_for=PlayerRegistry(locality={"local_only": True}))
        fold = (await simulator.perform(Item(case.id, case, note), lambda _: None)).state
        await simulator.close()
        if fallback is None:
            assert fold.failure is not None
            assert fold.failure.kind in ("schema", "truncated", "empty", "refusal", "context_overflow")
        else:
            assert (fold.status, len(fold.turns)) == ("finished", 4)
            assert {reason.model.get("line") for reason in fold.reasons} <= {"fallback", "built in"}
            whys = {reason.model.get("why") for reason in fold.reasons} - {None}
            assert whys <= {"schema", "truncated", "empty", "refusal"} and whys
