"""The players of a case that names built-in families alone."""

from typing import Any

from bedside.orchestrator.build.families import ROLES, family
from bedside.orchestrator.build.spoken_languages import shared_languages
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case


def built_in_players(case: Case) -> Players:
    """The players of a case that names families alone, role by role. Notes are read by the default family."""
    default = family(case.models.default.name, case)
    played = {role: case.models.of(role).name for role in ROLES}
    by_role: dict[str, Any] = {role: getattr(family(name, case), role) for role, name in played.items()}
    spoken = [family(played[role], case).languages for role in ("physician", "patient")]
    return Players(
        **by_role,
        extract=default.extract,
        check_turn=default.check_turn,
        name="+".join(sorted(set(played.values()))),
        languages=shared_languages(spoken),
    )
