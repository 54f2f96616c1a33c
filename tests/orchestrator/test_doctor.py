"""``bedside doctor``: a verdict for every feature, found out by using the model, with what to do about each no."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bedside.agents.models.model_settings import ModelSettings
from bedside.orchestrator.doctor.advisories import FLOORS, Package, installed
from bedside.orchestrator.doctor.probe import ProbedFeature, examine, usable
from bedside.scenarios.player import Decoding, Player

FEATURES = [
    *("reachable", "model", "answers", "context length", "tokens"),
    *("JSON schema", "tools", "seed", "reasoning", "log-probabilities"),
    *("size", "role"),
]


@pytest.fixture(scope="module")
def openai_url(repo: Path) -> Iterator[str]:
    """A server that speaks the OpenAI protocol and takes every setting without obeying any."""
    command = [sys.executable, str(repo / "tests/servers/openai_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
        server.terminate()


async def findings(name: str, base_url: str | None, **given: Any) -> dict[str, ProbedFeature]:
    """What is found of a model, by feature."""
    player = Player(name=name, base_url=base_url, **given)
    return {finding.feature: finding for finding in await examine(player, ModelSettings(), 60)}


def verdicts(found: dict[str, ProbedFeature]) -> dict[str, str]:
    """The verdicts alone."""
    return {feature: finding.verdict for feature, finding in found.items()}


async def test_every_feature_of_a_local_model_gets_its_verdict(ollama: Any) -> None:
    """What it does is ok, what it does not do is no, with what to do about it."""
    found = await findings("ollama:toolsmith", ollama.url)
    assert verdicts(found) == {
        "reachable": "ok",
        "model": "ok",
        "answers": "ok",
        "context length": "no",
        "tokens": "ok",
        "JSON schema": "ok",
        "tools": "ok",
        "seed": "ok",
        "reasoning": "no",
        "log-probabilities": "ok",
        "size": "no",
        "role": "no",
    }
    assert "num_ctx: 16384" in found["context length"].mend
    assert usable(tuple(found.values()))
    assert all(finding.mend for finding in found.values() if finding.verdict == "no")


@pytest.mark.parametrize(
    ("tag", "feature", "verdict"),
    [
        ("forgetful", "seed", "no"),
        ("levels", "reasoning", "ok"),
        ("thinker", "reasoning", "ok"),
        ("tiny", "tools", "no"),
        ("wide", "context length", "ok"),
        ("wide", "size", "no"),
        ("actor", "size", "ok"),
        ("actor", "role", "ok"),
        ("ham", "role", "no"),
    ],
)
async def test_a_verdict_follows_what_the_model_does(ollama: Any, tag: str, feature: str, verdict: str) -> None:
    """The same feature is ok of one model and no of another."""
    assert (await findings(f"ollama:{tag}", ollama.url))[feature].verdict == verdict


async def test_a_larger_window_mends_the_context(ollama: Any) -> None:
    """What the mend says to set makes the verdict ok."""
    found = await findings("ollama:tiny", ollama.url, decoding=Decoding(num_ctx=16384))
    assert found["context length"].verdict == "ok"


async def test_what_a_server_takes_and_ignores_is_no_feature(openai_url: str) -> None:
    """A 200 proves nothing: the reply must keep the schema, the counts must grow, the log-probabilities be there."""
    found = await findings("openai:m", openai_url)
    assert usable(tuple(found.values()))
    assert [found[name].verdict for name in ("JSON schema", "tools", "tokens", "log-probabilities")] == ["no"] * 4
    assert found["context length"].verdict == found["size"].verdict == "unknown"
    assert found["role"].verdict == "no"  # what is no answer in the form asked for is no line


@pytest.mark.parametrize(
    ("name", "feature", "words"),
    [
        ("ollama:absent", "model", "ollama pull absent"),
        ("ollama:cut", "answers", "max_tokens"),
        ("ollama:silent", "answers", "another model"),
        ("ollama:crashes", "reachable", "llama runner"),
        ("ollamma:tiny", "model", "Did you mean ollama"),
    ],
)
async def test_what_cannot_be_used_is_said_with_the_mend(ollama: Any, name: str, feature: str, words: str) -> None:
    """The first thing that fails is the finding; what comes after it was not asked."""
    found = await findings(name, ollama.url)
    assert found[feature].verdict == "no" and words in found[feature].mend
    assert not usable(tuple(found.values()))
    assert list(found) == FEATURES


async def test_it_ends_when_its_time_is_over(ollama: Any) -> None:
    """A server that hangs or drips does not hold it; what was not found out is unknown."""
    began = time.monotonic()
    player = Player(name="ollama:slow", base_url=ollama.url)
    found = {finding.feature: finding for finding in await examine(player, ModelSettings(), 3)}
    assert time.monotonic() - began < 40
    assert found["reachable"].verdict == "ok" and found["log-probabilities"].verdict == "unknown"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of these tests' own: what is found here says nothing about any other model."""
    return tmp_path_factory.mktemp("cache")


def run(*arguments: str, cache: Path) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own."""
    return run_command("doctor", *arguments, text=True, timeout=250, variables={"BEDSIDE_CACHE": str(cache)})


def test_the_command_says_it_for_people_and_for_programs(ollama: Any, cache: Path) -> None:
    """Exit code 0 where the model can be used, the same findings as text and as JSON, packages last."""
    given = ("--model", "ollama:wide", "--base-url", ollama.url, "--local-only")
    shown, told = run(*given, cache=cache), run(*given, "--json", cache=cache)
    assert (shown.returncode, told.returncode) == (0, 0), shown.stderr + told.stderr
    assert shown.stdout.startswith("ollama:wide: can be used\n  ok      reachable")
    assert "packages\n" in shown.stdout and "langgraph-checkpoint" in shown.stdout
    row = json.loads(told.stdout)
    assert row["usable"] is True and len(row["findings"]) == 12 and row["packages"]


def test_what_cannot_be_used_ends_with_exit_code_2(ollama: Any, cache: Path) -> None:
    """Also where it is refused because nothing may leave this machine."""
    away = run("--model", "openai:m", "--base-url", "http://192.0.2.7/v1", "--local-only", cache=cache)
    cloud = run("--model", "ollama:innocent", "--base-url", ollama.url, "--local-only", cache=cache)
    assert (away.returncode, cloud.returncode) == (2, 2)
    assert "192.0.2.7" in away.stdout and "cloud model" in cloud.stdout


def test_a_key_given_for_a_name_is_not_shown(cache: Path) -> None:
    """Whoever pastes a key into the command finds it nowhere in what is printed."""
    key = "sk-" + "c4n4ry" * 5
    for given in (("--model", f"openai:{key}"), ("--model", "openai:m", "--key-env", key)):
        for form in ((), ("--json",)):
            done = run(*given, *form, cache=cache)
            assert done.returncode == 2 and key not in done.stdout + done.stderr


def test_packages_are_held_against_their_floors() -> None:
    """What is installed here is fine, one below its floor is not and says what to install; releases are compared as
    numbers."""
    assert {package.name for package in installed()} <= {name for name, *_ in FLOORS}
    assert all(package.fine for package in installed())
    old = Package(name="langgraph", installed="1.0.9", floor="1.0.10", advisories="CVE-2026-28277")
    assert not old.fine and old.mend == "pip install 'langgraph>=1.0.10'"
    assert Package(name="x", installed="1.10.0rc1", floor="1.9", advisories="").fine
