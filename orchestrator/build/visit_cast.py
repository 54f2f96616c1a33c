"""The cast of a visit in which language models play."""

from dataclasses import replace
from typing import Any

from bedside.agents.languages.language import base
from bedside.agents.prompted.family import GRAVE, PromptedChecks
from bedside.agents.prompted.planner import PromptedPlanner
from bedside.agents.prompted.refiner import PromptedRefiner
from bedside.agents.prompted.speaker import PromptedSpeaker
from bedside.agents.prompts.examples import Example, about, choose, load_examples
from bedside.orchestrator.build.casting import Casting
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.note import Note


def visit_players(casting: Casting) -> Players:
    """The players of a visit. Where the case wants examples, they are chosen once the note is known (``Players.open``)."""
    case, own = casting.case, casting.own
    kept: dict[str, Any] = {"protocol": case.protocol, "features": casting.features}
    roles: dict[str, Any] = _speakers(casting)
    for role, player in casting.played.items():
        if not player.prompted:
            roles[role] = casting.built_in(role)
        elif role == "planner":
            plans = case.prompting.planning
            roles[role] = PromptedPlanner(casting.model(player), own.planner, **kept) if plans else own.planner
        elif role == "refiner":
            polishes = case.prompting.polish
            roles[role] = PromptedRefiner(own.refiner, casting.model(player) if polishes else None, **kept)
    checks = PromptedChecks(own, case.language)
    made = casting.players(**roles, check_turn=checks.check_turn, grave=GRAVE, audit=checks.audit)
    wanted = case.prompting.examples
    if wanted is None:
        return made
    shelf = load_examples(casting.base / wanted.source)

    def open_note(note: Note, seed: int) -> Players:
        chosen = choose(shelf, about(note), (case.id, note.id), wanted.count, seed)
        return replace(made, **_speakers(casting, chosen), open=None)

    return replace(made, open=open_note)


def _speakers(casting: Casting, examples: tuple[Example, ...] = ()) -> dict[str, PromptedSpeaker]:
    """Those who speak and are models, by role."""
    english = base(casting.case.language) == "en"
    return {
        role: PromptedSpeaker(
            role,
            casting.voice(role, examples=examples, backchannel=getattr(casting.own, role) if english else None),
        )
        for role in ("physician", "patient")
        if casting.prompted(role)
    }
