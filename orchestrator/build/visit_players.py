"""The players of a visit in which language models play."""

from dataclasses import replace
from typing import Any

from bedside.agents.languages.language import base
from bedside.agents.prompted.family import GRAVE, PromptedChecks
from bedside.agents.prompted.planner import PromptedPlanner
from bedside.agents.prompted.refiner import PromptedRefiner
from bedside.agents.prompted.speaker import PromptedSpeaker
from bedside.agents.prompts.examples import Example, about, choose, load_examples
from bedside.orchestrator.build.model_players import RoleAssignment
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.note import Note


def visit_players(assigned: RoleAssignment) -> Players:
    """The players of a visit. Where the case wants examples, they are chosen once the note is known (``Players.open``)."""
    case, own = assigned.case, assigned.own
    kept: dict[str, Any] = {"protocol": case.protocol, "features": assigned.features}
    roles: dict[str, Any] = _speakers(assigned)
    for role, player in assigned.played.items():
        if not player.prompted:
            roles[role] = assigned.built_in(role)
        elif role == "planner":
            plans = case.prompting.planning
            roles[role] = PromptedPlanner(assigned.model(player), own.planner, **kept) if plans else own.planner
        elif role == "refiner":
            polishes = case.prompting.polish
            roles[role] = PromptedRefiner(own.refiner, assigned.model(player) if polishes else None, **kept)
    checks = PromptedChecks(own, case.language)
    made = assigned.players(**roles, check_turn=checks.check_turn, grave=GRAVE, audit=checks.audit)
    wanted = case.prompting.examples
    if wanted is None:
        return made
    shelf = load_examples(assigned.base / wanted.source)

    def open_note(note: Note, seed: int) -> Players:
        chosen = choose(shelf, about(note), (case.id, note.id), wanted.count, seed)
        return replace(made, **_speakers(assigned, chosen), open=None)

    return replace(made, open=open_note)


def _speakers(assigned: RoleAssignment, examples: tuple[Example, ...] = ()) -> dict[str, PromptedSpeaker]:
    """Those who speak and are models, by role."""
    english = base(assigned.case.language) == "en"
    return {
        role: PromptedSpeaker(
            role,
            assigned.voice(role, examples=examples, backchannel=getattr(assigned.own, role) if english else None),
        )
        for role in ("physician", "patient")
        if assigned.prompted(role)
    }
