"""What a diagnostic interview is to find: the label and the severity of every criterion, fixed before a word is said."""

from typing import Literal

from pydantic import Field

from bedside.scenarios.value import Value


class Interview(Value):
    """The truth of an interview. What is left out is drawn by seed, so that it agrees with the label."""

    label: Literal["positive", "negative"] = Field(description="Whether the instrument's cut-off is reached.")
    severity: Literal["none", "mild", "moderate", "severe"] | None = Field(
        default=None, description="How severe it is over all."
    )
    answers: dict[str, int] = Field(
        default={}, description="Points of single items by their number, like `{1: 3}`; the others are drawn."
    )
    subject: str | None = Field(default=None, description="Who is interviewed; sets are split by subject.")
