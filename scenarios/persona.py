"""How a person talks. Every axis is something a reader can hear and a test can measure."""

from typing import Literal

from pydantic import Field

from bedside.scenarios.value import Value


class Persona(Value):
    """The patient's way of talking."""

    name: str = "plain"
    age: float | None = None
    sex: Literal["female", "male"] | None = None
    mood: Literal["plain", "anxious", "angry", "distrustful", "cheerful"] = "plain"
    talkativeness: Literal["terse", "average", "chatty"] = "average"
    literacy: Literal["low", "average", "high"] = "average"
    recall: Literal["poor", "average", "good"] = "good"
    withholds: tuple[str, ...] = ()  # words for what this person keeps back


class Manner(Value):
    """The physician's way of working."""

    specialty: str = Field(default="family medicine", description="What they are a physician of; models are told.")
    style: Literal["brisk", "balanced", "unhurried"] = Field(
        default="balanced", description="How much time they take over what they say."
    )
