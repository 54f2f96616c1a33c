"""What a diagnostic interview is to find: the label and the severity of every criterion, fixed before a word is said."""

from typing import Literal

from pydantic import Field

from bedside.scenarios.value import Value

Severity = Literal["none", "mild", "moderate", "severe"]
Partition = Literal["textbook", "assignment", "application"]


class Interview(Value):
    """The truth of an interview. What is left out is drawn by seed, so that it agrees with the label."""

    label: Literal["positive", "negative"] = Field(description="Whether the instrument's cut-off is reached.")
    severity: Severity | None = Field(default=None, description="How severe it is over all, as a range of totals.")
    answers: dict[str, int] = Field(
        default={}, description="Points of single items by their number, like `{1: 3}`; the others are drawn."
    )
    criteria: dict[str, Severity] = Field(
        default={},
        description="How severe single criteria are, like `{B1: severe, E6: none}`, or whole clusters (`B`).",
    )
    rule: Literal["cut-off", "dsm-5"] = Field(
        default="cut-off",
        description="What the label goes by: the cut-off, or the cut-off and the items each cluster must have (`pcl-5`).",
    )
    event: str | None = Field(
        default=None, description="What happened, in the person's words, for an instrument that asks about an event."
    )
    subject: str | None = Field(default=None, description="Who is interviewed; sets are split by subject.")
    partition: Partition | None = Field(
        default=None, description="Which part of a split the subject belongs to; drawn when the set is exported."
    )
    instrument: str | None = Field(
        default=None, description="A file of your own beside the case that describes the instrument: `mine.md`."
    )
