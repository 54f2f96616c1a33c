"""The players of a diagnostic interview in which language models speak. Its agenda and its refiner are code, whoever speaks."""

from typing import Any

from bedside.agents.interview.guide import PROTOCOL, load_guide
from bedside.agents.interview.prompted import GRAVE, PromptedInterviewee, PromptedInterviewer
from bedside.agents.prompted import family as prompted
from bedside.orchestrator.build.model_players import RoleAssignment
from bedside.orchestrator.graph.context import Players

SPEAKERS = {"physician": PromptedInterviewer, "patient": PromptedInterviewee}


def interview_players(assigned: RoleAssignment) -> Players:
    """The players of an interview."""
    case, own = assigned.case, assigned.own
    guide = load_guide(case.protocol.removeprefix(PROTOCOL), case.interview.instrument if case.interview else None)
    roles: dict[str, Any] = {
        role: speaker(guide, assigned.voice(role)) if assigned.prompted(role) else assigned.built_in(role)
        for role, speaker in SPEAKERS.items()
    }
    return assigned.players(
        **roles,
        planner=own.planner,
        refiner=own.refiner,
        check_turn=prompted.PromptedChecks(own, case.language).check_turn,
        grave=(*prompted.GRAVE, *GRAVE),
    )
