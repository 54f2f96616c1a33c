"""With what a kept dialogue is played again: who plays, over which guidelines, with which prompts."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.agents.prompts.prompt import Prompt, read_prompt
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.simulate_item import PlayersFor
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case, Models

Json = dict[str, Any]
SPEAKERS = ("physician", "patient")


@dataclass(frozen=True)
class ReplaySetup:
    """``players_for`` are the players of the run (a ``PlayerRegistry`` where language models play), ``retriever`` its
    guidelines. ``live`` says whether a language model may be asked anew; where it may not, or is a recording, the
    built-in role of the same part stands in for it. ``prompts`` are the texts of prompts by name ("notechat/patient")
    as the run had them, where they are not the shipped ones (``kept_prompts``)."""

    players_for: PlayersFor = built_in_players
    retriever: Retriever | None = None
    live: bool = True
    prompts: Mapping[str, str] = field(default_factory=dict[str, str])

    def players(self, case: Case) -> Players:
        """The players as the run had them."""
        made = self.players_for(case)
        for name, text in self.prompts.items():
            made = with_prompt(made, read_prompt(name, text))
        return made

    def stand_ins(self, case: Case) -> tuple[str, ...]:
        """The speakers that a built-in role stands in for, because nobody can be asked anew."""
        return tuple(
            role
            for role in SPEAKERS
            if (player := case.models.of(role)).prompted and (not self.live or player.name.startswith("replay:"))
        )

    def anew(self, case: Case) -> Players:
        """The players that can be asked for what was never asked before."""
        made = self.players(case)
        missing = self.stand_ins(case)
        if not missing:
            return made
        own = built_in_players(case.model_copy(update={"models": Models()}))
        return replace(made, **{role: getattr(own, role) for role in missing}, open=None)


BUILT_IN = ReplaySetup()  # the built-in players, no guidelines


def with_prompt(players: Players, prompt: Prompt) -> Players:
    """The players, whoever of them speaks by the prompt of this name given this one."""
    changed: Json = {}
    for role in SPEAKERS:
        speaker = getattr(players, role)
        own = getattr(speaker, "prompt", None)
        if isinstance(own, Prompt) and own.name == prompt.name:
            changed[role] = copy.copy(speaker)
            changed[role].prompt = prompt
    return replace(players, **changed) if changed else players


def prompt_of(players: Players, role: str) -> Prompt | None:
    """The prompt that a role speaks by; None for one that needs none."""
    own = getattr(getattr(players, role), "prompt", None)
    return own if isinstance(own, Prompt) else None


def kept_prompts(about: Json) -> dict[str, str]:
    """The prompts of a run by name, from its ``run.json``."""
    return {one["name"]: one["text"] for one in about.get("prompts", ())}
