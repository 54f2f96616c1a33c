"""Personas: every axis moves its measure, no persona costs a fact, and a model that goes against one is told so."""

import json
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from obedient import PLAYER, model
from once import Once

from bedside.agents.prompts import wording
from bedside.benchmarks.personas import AXES, set_to, talk, visits
from bedside.evaluation.readability import grade_level, syllables
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.lint import look
from bedside.scenarios.case import Case, Models, PatientSpec
from bedside.scenarios.load import load_case, presets, resolve_persona
from bedside.scenarios.persona import Manner

# Long notes with times in them: what every axis can be heard on.
NAMES = ("belly-pain-at-night", "changing-mole", "chest-tightness-on-stairs", "copd-flare")
CASES = [(case, text) for case, text in visits() if case.id in NAMES]
SEEDS = range(2)


def held(once: Once, case: Case, text: str, axis: str, value: str, seed: int) -> Any:
    """One conversation with one axis set, held once; whoever is set to what they were anyway has held it already."""
    played = set_to(case, axis, value)
    people = f"{resolve_persona(played).model_dump_json()}/{played.physician.model_dump_json()}"
    return once.get(f"persona/{case.id}/{people}/{seed}", lambda: talk(played, text, seed))


@pytest.mark.thin(5)
@pytest.mark.parametrize(
    "row", [r for r in AXES if r[0] not in ("education", "style")], ids=lambda r: f"{r[0]}={r[1]} {r[5]}"
)
def test_an_axis_moves_its_measure(row: Any, once: Once) -> None:
    """The same notes and seeds, one axis changed: the mean moves in the stated direction. Two notes are enough for that:
    their means lie as far apart as those of four. The two smallest effects are left to the benchmark, which has more."""
    axis, value, other, who, measure, _, up = row
    one, two = (
        mean(
            measure(held(once, case, text, axis, setting, seed)["turns"][who])
            for case, text in CASES[:2]
            for seed in SEEDS
        )
        for setting in (value, other)
    )
    assert one > two if up else one < two


def played(persona: str) -> dict[str, Any]:
    """What makes a case one without guidelines whose patient is this person."""
    return {"patient": PatientSpec(persona=persona), "knowledge": False}


@pytest.mark.thin(6)
@pytest.mark.parametrize("name", sorted(presets()))
def test_no_persona_costs_a_fact(name: str, once: Once) -> None:
    """Told and kept back together are the same facts whoever is talking; nothing is lost silently."""
    case, text = CASES[0]
    plain, other = (
        once.get(f"{one}/{case.id}", lambda one=one: talk(case.model_copy(update=played(one)), text, 1))
        for one in ("plain", name)
    )
    assert other["told"] | other["withheld"] == plain["told"] | plain["withheld"]
    assert other["unsaid"] == []


async def test_what_is_kept_back_has_its_reason() -> None:
    """Not recalled and kept back are told apart on the record."""
    case, text = CASES[0]
    because: set[str] = set()
    for seed in range(6):
        forgetful = case.model_copy(update={"patient": PatientSpec(persona="forgetful"), "knowledge": False})
        fold = (await Simulator(seed).perform(Item(case.id, forgetful, text), lambda _: None)).state
        assert set(fold.meta.get("withheld_because", {})) == set(fold.meta["withheld"])
        because |= set(fold.meta.get("withheld_because", {}).values())
    assert because == {"I cannot recall"}


def test_every_axis_is_in_a_models_prompt() -> None:
    """Two personas that differ are told apart in the words a model gets."""
    told = {wording.person(persona, None) for persona in presets().values()}
    assert len(told) >= len(presets()) - 2  # withheld subjects are in no prompt, and a chatty person may be two presets
    assert len({wording.manner(Manner(time_pressure=p)) for p in ("none", "some", "high")}) == 3


async def test_a_model_that_talks_on_for_a_terse_patient_is_sent_back() -> None:
    """A long line of a terse patient is asked for again with the fault in its prompt, and the short one is taken."""
    case, text = CASES[0]
    terse = case.model_copy(
        update={"patient": PatientSpec(persona="terse"), "models": Models(default=PLAYER), "knowledge": False}
    )
    asked: list[Any] = []

    def meddle(request: Any, plain: str) -> str | None:
        if "/patient/" not in request.purpose or "fewer words" in request.messages[-1].text:
            return None
        return json.dumps({"thought": "t", "say": json.loads(plain)["say"] + " and so on" * 40})

    fold = (
        await Simulator(1, players_for=PlayerRegistry(models={PLAYER: model(meddle, asked)})).perform(
            Item("x", terse, text), lambda _: None
        )
    ).state
    assert fold.status == "finished"
    assert any("fewer words" in request.messages[-1].text for request in asked)
    lines = [turn.text for turn in fold.turns if turn.speaker == "patient"]
    assert not any("and so on and so on" in line for line in lines)


def test_an_author_adds_personas(tmp_path: Path) -> None:
    """personas.yaml beside the case: its axes hold, the case's own keys win, and no file is needed afterwards."""
    (tmp_path / "personas.yaml").write_text("shy: {mood: anxious, talkativeness: terse}\n", encoding="utf-8")
    file = tmp_path / "x.case.yaml"
    file.write_text("id: x\nnote: Cough.\npatient: {persona: shy, mood: plain}\n", encoding="utf-8")
    case = load_case(file)
    (tmp_path / "personas.yaml").unlink()
    persona = resolve_persona(case)
    assert (persona.name, persona.mood, persona.talkativeness) == ("shy", "plain", "terse")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("shy: {mod: anxious}\n", 1, "Did you mean 'mood'"),
        ("a: {mood: plain}\nshy: {mood: anxius}\n", 2, "Did you mean 'anxious'"),
        ("anxious: {mood: plain}\n", 1, "shipped persona"),
        ("- shy\n", 1, "'name: {axes}'"),
    ],
)
def test_a_mistake_in_ones_own_personas_is_shown_there(tmp_path: Path, text: str, line: int, says: str) -> None:
    """File, line and mend, as for a case."""
    (tmp_path / "personas.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "x.case.yaml"
    file.write_text("id: x\nnote: Cough.\n", encoding="utf-8")
    (one,) = look([file])[0]
    assert (Path(one.file).name, one.line, one.code) == ("personas.yaml", line, "persona")
    assert says in f"{one.message} {one.mend}"


@pytest.mark.parametrize(
    ("word", "count"), [("the", 1), ("apple", 2), ("medicine", 3), ("pulse", 1), ("blood", 1), ("idea", 2)]
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    """Groups of vowels, a silent e left out ("idea" shows what is missed)."""
    assert syllables(word) == count


def test_longer_words_and_sentences_are_harder_to_read() -> None:
    """The grade level rises with both, and is None where there is nothing to read."""
    assert (grade_level("The dog ran. It sat.") or 0) < (
        grade_level("The investigation demonstrated considerable abnormalities.") or 0
    )
    assert grade_level("...") is None
