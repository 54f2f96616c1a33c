"""What may be said beside a case, listed once: every function of the front door takes these keywords.

The command line has an option for each, but for the four roles, which only Python can give; a test holds the two lists
together. ``Options`` is what they come to inside.
"""

import difflib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from bedside.agents.models.function_model import ChatFunction
from bedside.orchestrator.build.own_players import OwnPlanner, OwnRefiner, OwnSpeaker
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.scenarios.player import Player

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

    from bedside.orchestrator.build.simulate_item import PlayersFor
    from bedside.scenarios.case import Case

F = TypeVar("F", bound=Callable[..., Any])

_CASE = ("seed", "style", "setting", "protocol", "language", "persona", "knowledge")
_ROLES = ("patient", "physician", "planner", "refiner")


class Keywords(TypedDict, total=False):
    """What may be said beside a case. What is left out, or None, leaves the case as it is."""

    seed: int | None
    """Another number, another conversation; the same number, the same one."""
    style: str | None
    """How people talk in this kind of visit: ``bedside list styles``, or a path to a profile."""
    setting: str | None
    """Where they meet: ``bedside list settings``."""
    protocol: str | None
    """What is gone through: ``bedside list protocols``."""
    language: str | None
    """The language they speak, like ``de``."""
    persona: str | None
    """A shipped way of talking (``bedside list personas``), in place of all that the case says of it."""
    knowledge: bool | None
    """Whether guidelines are asked for questions and advice."""
    model: str | Player | ChatFunction | None
    """Who plays every role: a name (``bedside list models``), a ``Player``, or a function from messages to text."""
    base_url: str | None
    """Where the server of the model is, if it is a name."""
    key_file: str | Path | None
    """A file that holds the key of the model, if it is a name."""
    timeout: float | None
    """Seconds for one answer of a model, all tries together; 120 where nobody says otherwise."""
    attempts: int | None
    """How often a call that fails in passing is tried; 4 where nobody says otherwise."""
    local_only: bool
    """Nothing leaves this machine, for the rest of the process."""
    record: str | Path | None
    """Add every reply of a model to this cassette, for ``model="replay:FILE"``."""
    otel: "bool | TracerProvider | None"
    """Whether OpenTelemetry spans are sent, or a provider of tracers of your own that is given them."""
    deidentify: bool
    """Made-up names, numbers and addresses take the place of the note's before anything is read."""
    patient: OwnSpeaker | None
    """An object of your own that plays the patient, and whoever came along."""
    physician: OwnSpeaker | None
    """An object of your own that plays the physician."""
    planner: OwnPlanner | None
    """An object of your own that plans the visit."""
    refiner: OwnRefiner | None
    """An object of your own that checks the conversation and asks for repairs."""


class OneKeywords(Keywords, total=False):
    """What may be said of one conversation."""

    note: str | Path | None
    """A note in place of a case: its text, or a ``Path`` to a text file."""


@dataclass(frozen=True)
class Options:
    """What the keywords come to."""

    chosen: CaseOptions = field(default_factory=CaseOptions)
    players: PlayerOptions = field(default_factory=PlayerOptions)
    own: Mapping[str, Any] = field(default_factory=dict[str, Any])  # objects of the user's own by role
    note: str | Path | None = None
    otel: "bool | TracerProvider | None" = None
    deidentify: bool = False

    def players_for(self, case: "Case", folder: Path) -> "PlayersFor":
        """Who plays ``case``, whose files start from ``folder``. Raises ``Problem``."""
        registry = self.players.registry(case, folder)
        if not self.own:
            return registry
        from bedside.orchestrator.build.own_players import OwnPlayers

        return OwnPlayers(registry, dict(self.own))


def read_keywords(function: str, given: Mapping[str, Any], known: type = OneKeywords) -> Options:
    """The options that a call of ``function`` gave. Raises ``TypeError`` for a keyword that is not known, and ``Problem``
    for a model that cannot be one."""
    for name in given:
        if name not in known.__annotations__:
            near = difflib.get_close_matches(name, known.__annotations__, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}.{hint}")
    key_file, record = given.get("key_file"), given.get("record")
    players = PlayerOptions(
        model=given.get("model"),
        base_url=given.get("base_url"),
        key_file=None if key_file is None else str(key_file),
        local_only=bool(given.get("local_only")),
        timeout=given.get("timeout"),
        attempts=given.get("attempts"),
        record=None if record is None else Path(record),
    )
    chosen = CaseOptions(**{name: given.get(name) for name in _CASE}, player=players.player)
    own = {role: player for role in _ROLES if (player := given.get(role)) is not None}
    return Options(chosen, players, own, given.get("note"), given.get("otel"), bool(given.get("deidentify")))


def spelled_out(known: type) -> Callable[[F], F]:
    """Shows a function's keywords one by one to whoever asks for its signature: ``help`` and notebooks."""

    def decorated(function: F) -> F:
        signature = inspect.signature(function)
        first = [one for one in signature.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hint)
            for name, hint in known.__annotations__.items()
        ]
        function.__signature__ = signature.replace(parameters=[*first, *more])  # pyright: ignore[reportFunctionMemberAccess]
        return function

    return decorated
