"""The players of each case: language models are opened once, by name, and shared by all dialogues of a run."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.agents.model import Model, ModelError
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.families import ROLES, family
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

if TYPE_CHECKING:
    from bedside.agents.models.flow_control import FlowSettings
    from bedside.agents.models.server_features import Features
    from bedside.agents.prompts.form import FormChoice


@dataclass
class PlayerRegistry:
    """Makes the players of each case. Models are opened at their first use and closed with ``close``.

    ``base`` is the folder that files named in a case start from, ``record`` a cassette that every reply is added to,
    ``found`` a file that remembers which ways of asking for JSON each server really has, so that it is probed once.
    """

    base: Path = Path()
    locality: dict[str, Any] = field(default_factory=dict)  # local_only, reason, terms
    record: Path | None = None
    found: Path | None = None  # where it is kept what servers were found to do
    models: dict[Player, Model] = field(default_factory=dict)  # opened so far, or given ready
    flow: "FlowSettings | None" = None  # how much endpoints may be asked
    asked: dict[str, Any] = field(default_factory=dict)  # settings of every player, in place of its own
    keyless: "Callable[[str], Model] | None" = (
        None  # makes what stands in for a model without its key, where nobody is asked
    )
    _heard: dict[Player, Model] = field(default_factory=dict)  # the same, each exchange recorded
    _features: "Features | None" = None

    def __call__(self, case: Case) -> Players:
        """The players of a case, role by role. Raises ``Problem`` for a name or a setting that cannot be used."""
        played = {role: case.models.of(role) for role in ROLES}
        if not any(player.prompted for player in played.values()):
            return built_in_players(case)
        from bedside.orchestrator.build.interview_players import interview_players
        from bedside.orchestrator.build.model_players import RoleAssignment
        from bedside.orchestrator.build.visit_players import visit_players

        own = family("agenda", case)
        assigned = RoleAssignment(case, played, own, self.model, self._known_features(), self.base)
        return interview_players(assigned) if case.protocol.startswith("interview/") else visit_players(assigned)

    def settled(self, case: Case) -> Case:
        """The case with the form of every model's prompts chosen where it leaves it open."""
        chosen = {role: one.form for role, one in self.forms(case).items() if case.prompting.form.of(role) == "auto"}
        if not chosen:
            return case
        form = case.prompting.form.model_copy(update=chosen)
        return case.model_copy(update={"prompting": case.prompting.model_copy(update={"form": form})})

    def forms(self, case: Case) -> "dict[str, FormChoice]":
        """The form of each speaking model's prompts by role, with its ground."""
        roles = [role for role in ("physician", "patient") if case.models.of(role).prompted]
        if not roles:
            return {}
        from bedside.agents.prompts.form import FormChoice

        found: dict[str, FormChoice] = {}
        for role in roles:
            form = case.prompting.form.of(role)
            said = None if form == "auto" else FormChoice(form, "the case says so")
            found[role] = said or self._form(case.models.of(role))
        return found

    def short(self, players: Iterable[Player]) -> tuple[str, ...]:
        """The names of those of these models that are prompted in the short form where a case leaves it open."""
        return tuple(sorted({one.name for one in players if one.prompted and self._form(one).form == "short"}))

    def _form(self, player: Player) -> "FormChoice":
        """What was found to suit a model; one that cannot be opened is told when it is to play."""
        from bedside.agents.prompts.form import choose_form

        try:
            return choose_form(self._known_features().role(self.model(player)))
        except Problem:
            return choose_form(None)

    def model(self, player: Player) -> Model:
        """The model of this player, opened once. Raises ``Problem``."""
        if player not in self.models:
            from bedside.agents.models.model_settings import ModelSettings
            from bedside.agents.models.registry import open_model

            settings = ModelSettings(local_only=bool(self.locality.get("local_only")), record=self.record)
            if self.flow is not None:
                settings = replace(settings, flow=self.flow)
            try:
                self.models[player] = open_model(player.model_copy(update=self.asked), settings, self.base)
            except ModelError as error:
                if self.keyless is None or not error.auth:
                    raise Problem("config", f"models: {error.message}") from None
                self.models[player] = self.keyless(player.name)
        if player not in self._heard:
            from bedside.orchestrator.graph.model_exchanges import Recorded

            self._heard[player] = Recorded(self.models[player])
        return self._heard[player]

    async def close(self) -> None:
        """Let go of every model's connections."""
        for model in self.models.values():
            await model.close()
        if self.found is not None and self._features is not None:
            with suppress(OSError):  # a cache that cannot be written: servers are found out again
                self._features.save(self.found)

    def _known_features(self) -> "Features":
        if self._features is None:
            from bedside.agents.models.server_features import Features

            self._features = Features.load(self.found) if self.found else Features()
        return self._features
