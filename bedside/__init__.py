"""bedside: clinical notes in, patient-physician conversations out.

Law of the file: names of several files are gathered here and nowhere else, for the people who use bedside; nothing inside
bedside imports from here. Importing it loads none of those files: each is loaded when its name is first asked for.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

# Where bedside is installed, its rooms (agents, scenarios, …) stand in this folder. In a checkout they stand beside it, and
# Python finds this folder both through an editable install and, first of all, when it is started at the checkout's root.
_HERE = Path(__file__).parent
if not (_HERE / "scenarios").is_dir():
    __path__.append(str(_HERE.parent))

if TYPE_CHECKING:
    from bedside.agents.refiner import Repair, Review
    from bedside.orchestrator.api.simulate_many import simulate_many
    from bedside.orchestrator.api.simulate_one import asimulate, load_case, simulate
    from bedside.orchestrator.api.stream import astream
    from bedside.orchestrator.failures import Failed, Problem
    from bedside.scenarios.brief import Brief
    from bedside.scenarios.case import Case
    from bedside.scenarios.note import Note
    from bedside.scenarios.plan import Plan
    from bedside.scenarios.player import Player
    from bedside.scenarios.record import Record
    from bedside.scenarios.turn import Reason, Turn, Utterance

    __version__: str

__all__ = [
    "Brief",
    "Case",
    "Failed",
    "Note",
    "Plan",
    "Player",
    "Problem",
    "Reason",
    "Record",
    "Repair",
    "Review",
    "Turn",
    "Utterance",
    "__version__",
    "asimulate",
    "astream",
    "load_case",
    "simulate",
    "simulate_many",
]

_HOMES = {
    "Brief": "bedside.scenarios.brief",
    "Case": "bedside.scenarios.case",
    "Failed": "bedside.orchestrator.failures",
    "Note": "bedside.scenarios.note",
    "Plan": "bedside.scenarios.plan",
    "Player": "bedside.scenarios.player",
    "Problem": "bedside.orchestrator.failures",
    "Reason": "bedside.scenarios.turn",
    "Record": "bedside.scenarios.record",
    "Repair": "bedside.agents.refiner",
    "Review": "bedside.agents.refiner",
    "Turn": "bedside.scenarios.turn",
    "Utterance": "bedside.scenarios.turn",
    "asimulate": "bedside.orchestrator.api.simulate_one",
    "astream": "bedside.orchestrator.api.stream",
    "load_case": "bedside.orchestrator.api.simulate_one",
    "simulate": "bedside.orchestrator.api.simulate_one",
    "simulate_many": "bedside.orchestrator.api.simulate_many",
}


def __getattr__(name: str) -> Any:
    """Load what ``name`` stands for, once."""
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("bedside")
    elif name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'bedside' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The names there are, whether they were loaded or not."""
    return sorted({*globals(), *__all__})
