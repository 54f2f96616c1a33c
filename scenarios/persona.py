"""How people talk. Every axis is something a reader can hear and a test can measure (docs/personas.md).

The patient's axes follow PatientSim's (personality, language proficiency, recall, confusion), with health literacy,
education and talkativeness apart.
"""

from typing import Literal

from pydantic import Field

from bedside.scenarios.value import Value

Mood = Literal["plain", "anxious", "angry", "distrustful", "cheerful", "overly-positive"]
Level = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
AXES = ("age", "sex", "mood", "talkativeness", "literacy", "education", "language_level", "recall", "confusion")


class Persona(Value):
    """The patient's way of talking."""

    name: str = "plain"
    age: float | None = None
    sex: Literal["female", "male"] | None = None
    mood: Mood = "plain"
    talkativeness: Literal["terse", "average", "chatty"] = "average"
    literacy: Literal["low", "average", "high"] = "average"
    education: Literal["basic", "secondary", "university"] = "secondary"
    language_level: Level = "native"
    recall: Literal["poor", "average", "good"] = "good"
    confusion: Literal["none", "mild", "marked"] = "none"
    withholds: tuple[str, ...] = ()  # words for what this person keeps back


class Manner(Value):
    """The physician's way of working."""

    specialty: str = Field(default="family medicine", description="What they are a physician of; models are told.")
    style: Literal["brisk", "balanced", "unhurried"] = Field(
        default="balanced", description="How much they say around what they have to say."
    )
    time_pressure: Literal["none", "some", "high"] = Field(
        default="none", description="How little time there is; the more of it, the less is said besides."
    )
