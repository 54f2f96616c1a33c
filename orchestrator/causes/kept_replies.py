"""What a model answered in a kept dialogue, given again for the same request; for any other the model is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bedside.agents.model import Model, Reply, Request
from bedside.orchestrator.build.families import ROLES
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.scenarios.case import Case

Json = dict[str, Any]


class KeptReplies:
    """``model``, which is not asked again for what it has answered. ``asked`` counts what it was asked."""

    def __init__(self, model: Model, replies: Mapping[str, str]) -> None:
        self.model = model
        self.asked = 0
        self._replies = replies

    @property
    def name(self) -> str:
        """The name as asked."""
        return self.model.name

    async def ask(self, request: Request) -> Reply:
        """Give the kept reply, or ask. Raises ``ModelError``."""
        kept = self._replies.get(request.digest[:16])
        if kept is not None:
            return Reply(text=kept, asked=self.name, served=self.name)
        self.asked += 1
        return await self.model.ask(request)

    async def close(self) -> None:
        """Let go of connections."""
        await self.model.close()


def kept_first(setup: ReplaySetup, case: Case, exchanges: Iterable[Json]) -> ReplaySetup:
    """The setup, its language models giving the replies of these exchanges first. The same setup where none plays."""
    registry = setup.players_for
    replies = {row["digest"]: row["reply"] for row in exchanges if "reply" in row}
    if not replies or not isinstance(registry, PlayerRegistry):
        return setup
    played = {case.models.of(role) for role in ROLES if case.models.of(role).prompted}
    # ``model`` gives a model whose exchanges are heard; the new registry listens to it again.
    models: dict[Any, Model] = {
        player: KeptReplies(getattr(registry.model(player), "model", registry.model(player)), replies)
        for player in played
    }
    return replace(setup, players_for=PlayerRegistry(registry.base, registry.locality, models=models))
