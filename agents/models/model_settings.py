"""What a run settles for all its models. Apart from the registry, since each provider needs it and the registry opens providers."""

from dataclasses import dataclass, field
from pathlib import Path

from bedside.agents.models.flow_control import FlowSettings


@dataclass(frozen=True)
class ModelSettings:
    """What holds for every model of a run. ``local_only``: nothing may leave this machine. ``record``: the cassette
    that answers are kept in. ``base``: the folder that relative file names start from. ``flow``: how much endpoints may be asked."""

    local_only: bool = False
    record: Path | None = None
    base: Path = Path()
    flow: FlowSettings = field(default_factory=FlowSettings)
