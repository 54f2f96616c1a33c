"""What players are made from where language models are among them, whatever is played."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.agents.model import Model
from bedside.agents.models.server_features import Features
from bedside.agents.prompts.voice import Voice
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.families import Family, family
from bedside.orchestrator.build.spoken_languages import shared_languages
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case, Models
from bedside.scenarios.player import Player
from bedside.scenarios.style import load_style

TRIES = 3  # how often a model is asked for one line until it has no fault


@dataclass(frozen=True)
class RoleAssignment:
    """Who plays each role of a case, the built-in family that reads its note, and how a model is opened."""

    case: Case
    played: Mapping[str, Player]  # by role
    own: Family
    model: Callable[[Player], Model]
    features: Features
    base: Path  # the folder that files named in the case start from

    def prompted(self, role: str) -> bool:
        """Whether a language model plays this role."""
        return self.played[role].prompted

    def built_in(self, role: str) -> Any:
        """The player of this role in the family that the case names for it."""
        return getattr(family(self.played[role].name, self.case), role)

    def voice(self, role: str, **more: Any) -> Voice:
        """The model of this role as a speaker's voice; ``more`` are fields of a ``Voice``."""
        case = self.case
        shared: dict[str, Any] = {"protocol": case.protocol, "features": self.features, **more}
        return Voice(self.model(self.played[role]), case.prompting, load_style(case.style), **shared)

    def players(self, **roles: Any) -> Players:
        """These roles and checks as players, with what all players of models have."""
        case = self.case
        spoken = [self.played[role] for role in ("physician", "patient")]
        fallback = case.models.fallback
        return Players(
            **roles,
            extract=self.own.extract,
            name="+".join(sorted({player.name for player in self.played.values()})),
            tries=TRIES,
            fallback=built_in_players(_played_by(case, fallback)) if fallback else None,
            languages=shared_languages([None if p.prompted else family(p.name, case).languages for p in spoken]),
        )


def _played_by(case: Case, name: str) -> Case:
    """The case with every role played by this family."""
    return case.model_copy(update={"models": Models(default=Player(name=name))})
