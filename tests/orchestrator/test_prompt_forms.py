"""The form of prompts from ``bedside doctor`` to a run: found over HTTP, kept, chosen, recorded, and kept to."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.server_features import Features, RoleRecord
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.doctor.probe import examine
from bedside.orchestrator.doctor.role_probe import parameters_named, parameters_told
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Started
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player
from bedside.scenarios.prompting import Forms

NOTE = "CHIEF COMPLAINT: Left knee pain.\nHPI: Left knee pain for 3 weeks. He denies fever.\nPLAN: Rest the knee."
SHORT = "Say your next line."


def case_of(tag: str, url: str, **prompting: Any) -> Case:
    """A short visit whose patient a model plays."""
    player = {"name": f"ollama:{tag}", "base_url": url}
    quiet = {"planning": False, "polish": False, **prompting}
    return Case.model_validate(
        {"id": "knee", "note": NOTE, "knowledge": False, "limits": {"turns": 8, "repairs": 0}, "prompting": quiet}
        | {"models": {"patient": player, "fallback": "agenda"}}
    )


async def looked_at(tag: str, url: str, kept: Path) -> None:
    """What ``bedside doctor`` does: use the model, and keep what decides the form of its prompts."""
    features = Features.load(kept)
    await examine(Player(name=f"ollama:{tag}", base_url=url), ModelSettings(), 60, features)
    features.save(kept)


async def held(case: Case, kept: Path, served: Any) -> tuple[list[str], Forms]:
    """Hold the case and return the last message of each request, and the form that the log has."""
    before = len(served.asked("/api/chat"))
    registry = PlayerRegistry(found=kept)
    entries: list[Entry] = []
    await Simulator(1, players_for=registry).perform(Item(case.id, case, NOTE), entries.append)
    await registry.close()
    first = next(entry.event for entry in entries if isinstance(entry.event, Started))
    form = Case.model_validate({**first.case, "note": NOTE}).prompting.form
    return [body["messages"][-1]["content"] for body in served.asked("/api/chat")[before:]], form


@pytest.mark.parametrize(
    ("tag", "form"),
    [("pupil", "short"), ("small-actor", "short"), ("actor", "full"), ("ham", "short")],
)
async def test_what_doctor_found_decides_the_form(tmp_path: Path, ollama: Any, tag: str, form: str) -> None:
    """A model that leaves its part under full prompts, or is small by its server's word, is prompted in the short form; one that
    keeps to it in the full. The first event says which, and nothing of a built-in role."""
    kept, case = tmp_path / "servers.json", case_of(tag, ollama.url)
    unknown, _ = await held(case, kept, ollama)
    assert unknown and not any(text.endswith(SHORT) for text in unknown)
    await looked_at(tag, ollama.url, kept)
    asked, chosen = await held(case, kept, ollama)
    assert asked and all(text.endswith(SHORT) == (form == "short") for text in asked)
    assert (chosen.patient, chosen.physician) == (form, "auto")


@pytest.mark.parametrize("form", ["full", "short"])
async def test_the_case_overrules_doctor(tmp_path: Path, ollama: Any, form: str) -> None:
    """What the case says holds, whatever was found."""
    kept = tmp_path / "servers.json"
    tag = "small-actor" if form == "full" else "actor"
    await looked_at(tag, ollama.url, kept)
    asked, chosen = await held(case_of(tag, ollama.url, form=form), kept, ollama)
    assert asked and all(text.endswith(SHORT) == (form == "short") for text in asked)
    assert chosen.patient == form


async def test_where_nothing_is_known_the_requests_are_those_of_the_full_form(tmp_path: Path, ollama: Any) -> None:
    """Byte for byte, with the form left open and with it named."""
    one, _ = await held(case_of("ham", ollama.url), tmp_path / "none.json", ollama)
    two, chosen = await held(case_of("ham", ollama.url, form="full"), tmp_path / "none.json", ollama)
    assert one == two and chosen.patient == "full"


async def test_a_dialogue_goes_on_in_the_form_it_was_begun_with(tmp_path: Path, ollama: Any) -> None:
    """What ``doctor`` finds between two sittings changes nothing in a dialogue that is under way."""
    kept, case = tmp_path / "servers.json", case_of("small-actor", ollama.url)
    entries: list[Entry] = []
    simulator = Simulator(1, players_for=PlayerRegistry(found=kept))
    await simulator.perform(Item(case.id, case, NOTE), entries.append)
    begun = [entry.event for entry in entries if entry.event is not None][:4]
    await looked_at("small-actor", ollama.url, kept)
    before = len(ollama.asked("/api/chat"))
    again = Simulator(1, players_for=PlayerRegistry(found=kept))
    await again.perform(Item(case.id, case, NOTE), lambda _: None, begun=begun)
    asked = [body["messages"][-1]["content"] for body in ollama.asked("/api/chat")[before:]]
    assert asked and not any(text.endswith(SHORT) for text in asked)


def test_the_commands_find_keep_choose_and_record_it(tmp_path: Path, ollama: Any) -> None:
    """``doctor`` says what it found and that it is prompted in the short form; ``simulate`` then does so, and ``run.json`` has the
    choice in the configuration, its ground, and the prompt's name, version, digest and text."""
    variables = {"BEDSIDE_CACHE": str(tmp_path / "cache")}
    model = ("--model", "ollama:small-actor", "--base-url", ollama.url)
    told = run_command("doctor", *model, text=True, timeout=250, variables=variables)
    assert "1.5 billion parameters by the server" in told.stdout and "short form" in told.stdout
    assert json.loads((tmp_path / "cache" / "servers.json").read_text())[f"{ollama.url} ollama:small-actor"]["role"]
    case = {"id": "knee", "note": NOTE, "limits": {"turns": 4, "repairs": 0}, "prompting": {"planning": False}}
    (tmp_path / "knee.case.yaml").write_text(json.dumps(case))
    given = ("knee.case.yaml", *model, "--no-knowledge", "--run", "r", "--quiet")
    done = run_command("simulate", *given, cwd=tmp_path, text=True, timeout=250, variables=variables)
    assert (tmp_path / "runs").is_dir(), done.stderr
    about = json.loads((tmp_path / "runs/r/run.json").read_text())
    assert about["forms"]["patient"] == {"form": "short", "ground": "1.5 billion parameters by the server"}
    assert about["prompting"]["form"] == {"physician": "short", "patient": "short"}
    prompts = {prompt["name"]: prompt for prompt in about["prompts"]}
    assert {"notechat/patient-short", "notechat/physician-short"} < {*prompts}
    assert "You are {{who}} now." in prompts["notechat/patient-short"]["text"]
    assert about["config"]["case"]["prompting"]["form"]["patient"] == "short"
    assert about["config"]["prompts"]["notechat/patient-short"] == prompts["notechat/patient-short"]["digest"]
    named = case | {"models": {"default": {"name": "ollama:small-actor", "base_url": ollama.url}}}
    (tmp_path / "named.case.yaml").write_text(json.dumps(named))
    given = ("named.case.yaml", "--role", "patient", "--json", "--no-knowledge")
    shown = run_command("render", *given, cwd=tmp_path, text=True, timeout=250, variables=variables)
    assert "Say your next line." in shown.stdout, shown.stderr


def test_a_run_that_saves_what_it_found_keeps_what_doctor_found_meanwhile(tmp_path: Path) -> None:
    """Whoever writes the file last loses nothing of another's; a file of before is read as it was."""

    class Named:
        name, endpoint = "openai:m", "http://localhost:1/v1"

    kept, model = tmp_path / "servers.json", Named()
    kept.write_text(json.dumps({"http://localhost:1/v1 openai:m": {"json_schema": {"refused": True}}}))
    run, doctor = Features.load(kept), Features.load(kept)
    doctor.played(model, RoleRecord(billions=1.5))  # type: ignore[arg-type]
    doctor.save(kept)
    run.kept(model, "tool")  # type: ignore[arg-type]
    run.save(kept)
    found = Features.load(kept)
    assert found.role(model) == RoleRecord(billions=1.5)  # type: ignore[arg-type]
    assert found.mode(model) == "tool"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("qwen3:1.7b", 1.7),
        ("HuggingFaceTB/SmolLM2-135M-Instruct", 0.135),
        ("llama3.1:8b-instruct-q4_0", 8),
        ("mixtral-8x7b", 56),
        ("qwen3-30b-a3b", 30),
        ("phi-3-mini-128k-instruct", None),
        ("gpt-4o-mini", None),
        ("gemma-4bit", None),
        ("llama-Q4_K_M", None),
        ("0b", None),
    ],
)
def test_a_size_is_read_from_a_name(name: str, billions: float | None) -> None:
    """Billions and millions, of a mixture all experts; lengths, versions and bits are no sizes."""
    assert parameters_named(name) == (None if billions is None else pytest.approx(billions))


@pytest.mark.parametrize(
    ("answer", "billions"),
    [
        ({"details": {"parameter_size": "8.0B"}}, 8),
        ({"details": {"parameter_size": "134.52M"}}, 0.13452),
        ({"model_info": {"general.parameter_count": 1543714304}, "details": {"parameter_size": "7B"}}, 1.543714304),
        ({"id": "m", "meta": {"n_params": 3606752256}}, 3.606752256),
        ({"details": None, "meta": None}, None),
        ({"details": {"parameter_size": "large"}}, None),
        ({}, None),
    ],
)
def test_a_size_is_read_from_what_a_server_tells(answer: dict[str, Any], billions: float | None) -> None:
    """What Ollama shows and llama.cpp lists, the exact count first; anything else is no size."""
    assert parameters_told(answer) == (None if billions is None else pytest.approx(billions))
