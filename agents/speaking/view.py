"""Who speaks, about whom, and to whom."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class View:
    """``sex`` and ``age`` (years) are the patient's; ``relation`` is what a companion is to the patient ("mother");
    ``listener`` is whom the physician talks to; ``exact`` keeps clinical names."""

    speaker: Literal["patient", "physician", "companion"]
    sex: Literal["female", "male"] | None = None
    age: float | None = None
    relation: str | None = None
    listener: Literal["patient", "companion"] = "patient"
    exact: bool = False
