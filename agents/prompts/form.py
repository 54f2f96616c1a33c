"""Which form of a speaker's prompt suits a model: the full one, unless it was found to be small or to lose its role.

Law of the file: nothing is guessed. A model that ``bedside doctor`` has not looked at is given the full form, and whatever is
chosen comes with its ground, in words.
"""

from dataclasses import dataclass
from typing import Literal

from bedside.agents.models.server_features import RoleRecord

SMALL = 4.0  # billions of parameters below which a model is given the short form whatever a few lines of it were like
MANY = 3  # one line of so many out of its part is too many


@dataclass(frozen=True)
class FormChoice:
    """A form, and why it is this one."""

    form: Literal["full", "short"]
    ground: str


def choose_form(found: RoleRecord | None) -> FormChoice:
    """The form for a model of which this was found."""
    if found is None:
        return FormChoice("full", "nothing was found out about the model: bedside doctor does")
    if found.billions is not None and found.billions < SMALL:
        return FormChoice("short", f"{size_in_words(found.billions)} by {found.told_by}")
    if not holds_role(found):
        lost = f"{found.lost} of {found.lines} lines were out of their part under the full prompts"
        if found.lost_in_short is not None and found.lost_in_short > found.lost:
            return FormChoice("full", f"{lost}, and {found.lost_in_short} under the short ones")
        return FormChoice("short", lost)
    if found.lines:
        return FormChoice("full", f"{found.lines - found.lost} of {found.lines} lines were in their part")
    if found.billions is not None:
        return FormChoice("full", f"{size_in_words(found.billions)} by {found.told_by}")
    return FormChoice("full", "neither its size nor how it holds a role could be found out")


def holds_role(found: RoleRecord) -> bool:
    """Whether fewer than one line of ``MANY`` was out of its part."""
    return MANY * found.lost < max(found.lines, 1)


def size_in_words(billions: float) -> str:
    """A number of parameters as people say it."""
    return f"{billions:.3g} billion parameters" if billions >= 1 else f"{1000 * billions:.3g} million parameters"
