"""Where they meet, as data: who is there, what the professional is called, what can be examined, how they are heard.

One YAML file a setting in ``scenarios/settings``. In every record the professional is the ``physician``: that is the
name of the role. What they are called where they work, and who else is there, stands here.
"""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from bedside.scenarios.case import Setting as Name
from bedside.scenarios.value import Value


class Setting(Value):
    """One setting. The defaults are those of a clinic."""

    name: str
    title: str = Field(description="What a person looks for.")
    where: str = Field(description="The place or the occasion in a sentence, with its article.")
    professional: str = Field(default="physician", description="What the one who leads is called there.")
    room: tuple[str, ...] = Field(default=(), description="Who is there besides, whatever the note says.")
    witness: str | None = Field(default=None, description="Who tells what was seen.")
    receiver: str | None = Field(default=None, description="To whom an emergency is handed over.")
    examination: Literal["by hand", "by sight", "none"] = Field(default="by hand", description="What can be examined.")
    chart: bool = Field(default=True, description="Whether the chart is gone over with the patient.")
    channel: Literal["spoken", "video", "written"] = Field(default="spoken", description="How they are heard.")
    questions_at_once: int = Field(default=1, ge=1, le=9, description="How many questions go into one message.")

    @property
    def asynchronous(self) -> bool:
        """Whether they write messages instead of talking."""
        return self.channel == "written"


def setting_names() -> tuple[str, ...]:
    """The names of all settings, in the order in which a case may name them."""
    return get_args(Name)


@cache
def load_setting(name: str) -> Setting:
    """The setting of this name. Raises ``KeyError`` for one that is not there."""
    import yaml

    if name not in setting_names():
        raise KeyError(name)
    text = (Path(__file__).parent / "settings" / f"{name}.yaml").read_text(encoding="utf-8")
    return Setting.model_validate({**yaml.safe_load(text), "name": name})
