"""What the command line says of players: a name, where its server is, whether anything may leave this machine."""

from dataclasses import asdict, dataclass
from pathlib import Path

from bedside.knowledge.cache import cache_folder
from bedside.orchestrator.build.players import PlayerRegistry
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

NO_KEY = (
    "A key on the command line can be read by every process of this machine: "
    "put it in the environment (OPENAI_API_KEY) or in a file named with --key-file."
)


@dataclass(frozen=True)
class PlayerOptions:
    """Who is to play. None leaves it to the case."""

    model: str | None = None
    base_url: str | None = None
    key_file: str | None = None
    local_only: bool = False
    record: Path | None = None

    @property
    def player(self) -> Player | None:
        """The player that is to play every role. Raises ``Problem`` for what makes none."""
        if self.model is None:
            if self.base_url or self.key_file:
                raise Problem("usage", "--base-url and --key-file go with --model: name the model, too.")
            return None
        if ":" not in self.model and (self.base_url or self.key_file):
            raise Problem("usage", f"--base-url and --key-file go with a language model, not with {self.model!r}.")
        return Player(name=self.model, base_url=self.base_url, key_file=self.key_file)

    @property
    def arguments(self) -> list[str]:
        """The same as arguments of a command."""
        pairs = (("--model", self.model), ("--base-url", self.base_url), ("--key-file", self.key_file))
        given = [part for name, value in pairs if value for part in (name, value)]
        given += ["--record", str(self.record)] if self.record else []
        return given + (["--local-only"] if self.local_only else [])

    def registry(self, case: Case, base: Path) -> PlayerRegistry:
        """The players for ``case``; what is to stay on this machine is kept there from here on."""
        from bedside.agents.models.loopback import decide, enter_local_only

        locality = decide(case.data_class, case.terms, self.local_only)
        if locality.local_only:
            enter_local_only()
        found = cache_folder() / "servers.json"
        return PlayerRegistry(Path() if self.model else base, asdict(locality), self.record, found)
