"""Any item of any batch can be debugged: whatever the protocol, the setting, the language, and whoever is in the room."""

import json
from pathlib import Path

import pytest
from commands import run_command
from stepped import checked, content, hold, kept_as, sound, whole

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.debug.dialogue_source import open_kept
from bedside.orchestrator.runs.reader import RunFolder

KNEE = "HISTORY: He fell on the ice yesterday. The knee hurts on stairs. He denies fever.\nEXAM: No warmth.\nPLAN: Rest the knee."
CHILD = (
    "REASON FOR VISIT\nFever. History given by the mother.\n\nHPI\nThe patient is a 2-year-old boy. He has had a fever since Friday. "
    "No cough.\n\nEXAM\nThe right eardrum is red.\n\nPLAN\nAmoxicillin for 10 days."
)
LOW = "HISTORY: She cannot sleep. She feels low since May. She lives alone.\nPLAN: Sleep diary. Come back in two weeks."
HUSTEN = "Anamnese: 54-jährige Lehrerin. Seit 10 Tagen trockener Husten. Kein Fieber.\nProcedere: Inhalieren. Kontrolle in 2 Wochen."
GREY = ("--case", "interview-short-screen", "--subjects", "2")

BATCHES = {
    "therapy": (LOW, "--protocol", "therapy", "--setting", "therapy"),
    "portal": (KNEE, "--setting", "portal"),
    "three speakers": (CHILD,),
    "German": (HUSTEN, "--language", "de"),
    "an interview": GREY,
    "German therapy": (HUSTEN, "--language", "de", "--protocol", "therapy", "--setting", "therapy"),
    "history": (KNEE, "--protocol", "history"),
    "results": (KNEE, "--protocol", "results"),
    "an ambulance": (KNEE, "--protocol", "emergency", "--setting", "ambulance"),
}
QUICK = ("therapy", "portal", "three speakers", "German", "an interview")


def batch(folder: Path, name: str) -> Path:
    """A run of two items made by this batch."""
    arguments = BATCHES[name]
    if not arguments[0].startswith("--"):
        note, *arguments = arguments
        rows = [json.dumps({"id": f"n{n}", "note": note}) for n in (1, 2)]
        (folder / "notes.jsonl").write_text("\n".join(rows), encoding="utf-8")
        arguments = ["--notes", "notes.jsonl", *arguments]
    made = run_command("batch", *arguments, "--run", "made", "--no-knowledge", cwd=folder, text=True)
    assert made.returncode == 0, made.stderr
    return folder / "runs/made"


@pytest.mark.thin(2)
@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in BATCHES]
)
async def test_an_item_of_a_batch_is_opened_changed_and_saved(tmp_path: Path, name: str) -> None:
    """A kept item is played again the same, its reasons and briefs are shown, a line of whoever is no physician is changed on
    a branch, the branch goes on to its end, causes are asked for, and the test that is saved of it passes. The run keeps
    every byte."""
    run = batch(tmp_path, name)
    before = content(run)
    kept = RunFolder(run)
    held = hold(open_kept(kept, kept.ids[1], PlayerOptions()), tmp_path / "runs")
    room = held.session.context.present
    assert ("mother" in room) == (name == "three speakers")
    said = held.said
    assert await held.type("replay") == [f"all {len(said)} turns are the same"]
    await held.type("jump 2")
    for role in room:
        assert await held.type(f"brief {role}")
    await held.type("jump end")
    at = next(n for n, (who, _) in enumerate(said, 1) if who != "physician" and n > 1)
    assert said[at - 1][1] in (await held.type(f"why {at}"))[0]
    await held.type(f'edit {at} "I would rather not say."', "continue")
    assert held.said[: at - 1] == said[: at - 1] and held.said[at - 1] == (said[at - 1][0], "I would rather not say.")
    assert any("I would rather not say." in line for line in await held.type("diff main fork-1"))
    await held.type("switch main")
    assert "calls" in (await held.type(f"blame {at} budget=60"))[-1]
    await held.type("switch fork-1")
    file = tmp_path / "saved.case.yaml"
    assert f"the same {len(held.said)} turns" in (await held.type(f"save test {file}"))[0]
    assert await checked(file) == []
    whole(held.session)
    folder = await held.close()
    assert folder is not None
    kept_as(held.session, folder)
    assert sound(folder) == [] and content(run) == before
