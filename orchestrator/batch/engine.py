"""What makes the dialogues of a batch: this process, worker processes of this machine, or actors of a Ray cluster.

Law of the file: an engine writes nothing but through the sink it was given, in the order in which things happened, and a row is
given away until it has come back. So the files of a run are the same bytes whichever engine made it.
"""

from typing import Literal, Protocol, get_args

from bedside.orchestrator.batch.run_control import RunControl
from bedside.orchestrator.batch.runner import Work, give_up, perform_row
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Sink
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.scenarios.case import Case
from bedside.scenarios.record import Failure

EngineName = Literal["inline", "processes", "ray"]
DEATHS = 3  # of workers in a row's company, after which it is given to no other; and of workers that never began
MEND = "Run again with fewer --processes, in case memory ran out"


class Engine(Protocol):
    """Use it as an async context."""

    @property
    def slots(self) -> int:
        """How many rows can be given to it before somebody has to wait."""
        ...

    async def __aenter__(self) -> "Engine": ...

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None: ...

    def obey(self, control: RunControl) -> None:
        """Hold, go on or end, as ``control`` says now."""
        ...

    async def perform(self, work: Work) -> ItemOutcome:
        """Have a row made. Raises ``Halted`` where the run ends before it is, and what the sink raised."""
        ...


class Inline:
    """This process, dialogue beside dialogue in its event loop."""

    def __init__(self, base: Case, simulator: Simulator, sink: Sink, control: RunControl) -> None:
        self._base, self._simulator, self._sink, self._control = base, simulator, sink, control

    @property
    def slots(self) -> int:
        """As many as are to be in flight."""
        return self._control.jobs

    async def __aenter__(self) -> "Inline":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Nothing is held that the simulator does not close."""

    def obey(self, control: RunControl) -> None:
        """Its sink asks the control itself."""

    async def perform(self, work: Work) -> ItemOutcome:
        """Make a row."""
        return await perform_row(work, self._base, self._simulator, self._sink)


def engine_name(name: str | None) -> EngineName | None:
    """The engine of this name. Raises ``Problem``."""
    if name is None:
        return None
    known: dict[str, EngineName] = {one: one for one in get_args(EngineName)}
    found = known.get(name)
    if found is None:
        raise Problem("usage", f"--engine {name!r} is not known: it is one of {', '.join(known)}.")
    return found


def lost_with_workers(work: Work, deaths: int, how: str, base: Case, sink: Sink) -> ItemOutcome:
    """The outcome of a row in whose company workers kept dying."""
    failure = Failure(
        kind="internal",
        stage="worker",
        attempts=deaths,
        message=f"The process that made it died {deaths} times ({how}). {MEND}.",
    )
    return give_up(Item(work.row.id, base, "", key=work.key), failure, Simulator(base.seed), sink)
