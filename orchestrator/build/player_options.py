"""What is said of players beside the case: a name or a function, where its server is, whether anything may leave this
machine."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.knowledge.cache import cache_folder, private_folder
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

if TYPE_CHECKING:
    from bedside.agents.models.flow_control import FlowSettings
    from bedside.agents.models.function_model import ChatFunction

NO_KEY = (
    "A key on the command line can be read by every process of this machine: "
    "put it in the environment (OPENAI_API_KEY) or in a file named with --key-file."
)
_PLACE = "An address (--base-url) and a key file (--key-file)"


@dataclass(frozen=True)
class PlayerOptions:
    """Who is to play. None leaves it to the case. The command line names a model, Python may also give a ``Player`` or a
    function that is one."""

    model: "str | Player | ChatFunction | None" = None
    base_url: str | None = None
    key_file: str | None = None
    local_only: bool = False
    record: Path | None = None
    timeout: float | None = None  # seconds for one answer, in place of the player's own
    attempts: int | None = None  # how often a call is tried, in place of the player's own
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    together: bool = False  # whether other processes ask the same endpoints, and all are counted together

    @property
    def asked(self) -> dict[str, Any]:
        """What is said of how long and how often a model is asked."""
        given = (("timeout", self.timeout), ("attempts", self.attempts))
        return {name: value for name, value in given if value is not None}

    @property
    def player(self) -> Player | None:
        """The player that is to play every role. Raises ``Problem`` for what makes none."""
        at = self.base_url or self.key_file
        if isinstance(self.model, str):
            if ":" not in self.model and at:
                raise Problem("usage", f"{_PLACE} go with a language model, not with {self.model!r}: name one.")
            return Player(name=self.model, base_url=self.base_url, key_file=self.key_file)
        if at:
            mend = "give it, too" if self.model is None else "a Player says its own, a function needs none"
            raise Problem("usage", f"{_PLACE} go with --model, or model=, and a name: {mend}.")
        if self.model is None or isinstance(self.model, Player):
            return self.model
        return Player(name=_named(self.model))

    @property
    def arguments(self) -> list[str]:
        """The same as arguments of a command."""
        name = self.player.name if self.player else None
        pairs = (("--model", name), ("--base-url", self.base_url), ("--key-file", self.key_file))
        given = [part for name, value in pairs if value for part in (name, value)]
        given += ["--record", str(self.record)] if self.record else []
        pairs = (("--requests-per-minute", self.requests_per_minute), ("--tokens-per-minute", self.tokens_per_minute))
        given += [part for name, value in pairs if value is not None for part in (name, str(value))]
        given += [part for name, value in self.asked.items() for part in (f"--{name}", f"{value:g}")]
        return given + (["--local-only"] if self.local_only else [])

    def _flow(self) -> "FlowSettings | None":
        if self.requests_per_minute is None and self.tokens_per_minute is None and not self.together:
            return None
        from bedside.agents.models.flow_control import FlowSettings

        try:
            folder = private_folder()
        except OSError:  # a machine on which this user has no place of his own: each process counts by itself
            folder = None
        return FlowSettings(self.requests_per_minute, self.tokens_per_minute, folder)

    def registry(self, case: Case, base: Path) -> PlayerRegistry:
        """The players for ``case``; what is to stay on this machine is kept there from here on."""
        from bedside.agents.models.local_only import decide, enter_local_only

        locality = decide(case.data_class, case.terms, self.local_only)
        if locality.local_only:
            enter_local_only()
        registry = PlayerRegistry(
            Path() if self.model else base,
            asdict(locality),
            self.record,
            found_file(),
            asked=self.asked,
            flow=self._flow(),
        )
        player = self.player
        if player is not None and player.given and callable(self.model):
            from bedside.agents.models.registry import ModelSettings, open_function

            registry.found = None  # what one function does says nothing about another of its name
            settings = ModelSettings(local_only=locality.local_only, record=self.record)
            registry.models[player] = open_function(self.model, player, settings)
        return registry


def found_file() -> Path:
    """The file that keeps what servers were found to do."""
    return cache_folder() / "servers.json"


def _named(function: Callable[..., Any]) -> str:
    """The name of the player that a function is. Raises ``Problem`` for what is no function."""
    if not callable(function):
        kind = type(function).__name__
        raise Problem("usage", f"The model is of type {kind}: give a name (openai:MODEL), a Player, or a function.")
    from bedside.agents.models.function_model import function_name

    return function_name(function)
