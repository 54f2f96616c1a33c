"""What is gone through, as data: which topics in which order, what is told and what is left out, how one asks.

One YAML file a protocol in ``scenarios/protocols``. A protocol knows no setting but those it cannot be held in; what
it leaves out is recorded with its reason in ``Plan.unplaced``, never lost. ``interview/INSTRUMENT`` is the protocol
``interview``, its questions those of the instrument.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from bedside.scenarios.plan import Act, TopicKind
from bedside.scenarios.value import Value

PROTOCOLS = ("notechat", "history", "results", "therapy", "emergency", "interview")


class AddedStep(Value):
    """A step that the protocol brings in, whatever the note holds. Without facts to hold it is dropped only where
    ``facts`` asks for some and nothing was said of them."""

    topic: TopicKind
    act: Act
    facts: int = Field(default=0, ge=0, description="How many facts it may bring out, or take up again.")
    of: tuple[TopicKind, ...] = Field(default=(), description="Topics whose facts it takes up again.")
    sides: tuple[str, ...] = Field(default=(), description="Sides of the story it brings out first.")


class DialogueProtocol(Value):
    """One protocol."""

    name: str
    title: str
    purpose: str = Field(description="What it is for, in a sentence.")
    agenda: tuple[tuple[TopicKind, ...], ...] = Field(
        description="Its parts in order; the topics of one part come as the note has them."
    )
    leaves_out: dict[TopicKind, str] = Field(default={}, description="Topics that it does not bring out, and why.")
    moves: dict[TopicKind, TopicKind] = Field(default={}, description="Topics that go under another's name.")
    adds: tuple[AddedStep, ...] = Field(default=(), description="Steps that it brings in.")
    urgent: tuple[str, ...] = Field(default=(), description="How words begin that are asked about before all else.")
    sides: tuple[str, ...] = Field(default=(), description="The order of the story's sides; empty: as the note has it.")
    reflects: float = Field(default=0, ge=0, le=1, description="Share of answers that are said back in other words.")
    chart: bool = Field(default=True, description="Whether the chart is gone over with the patient.")
    smalltalk: bool = Field(default=True, description="Whether there is time for small talk.")
    greets: Literal["always", "as the style has it"] = "as the style has it"
    greeting: str = Field(default="", description="Which greeting it has of its own.")
    closes: Literal["always", "as the style has it", "never"] = "as the style has it"
    answer_words: int | None = Field(default=None, description="Words of facts in one answer; empty: the style's.")
    told_words: int | None = Field(default=None, description="Words of facts told in one turn; empty: the style's.")
    forbids: dict[str, str] = Field(default={}, description="Settings that it cannot be held in, and why.")
    mend: str = Field(default="Choose another setting", description="What to do about a forbidden setting.")

    @property
    def order(self) -> tuple[TopicKind, ...]:
        """Its topics in order."""
        return tuple(topic for part in self.agenda for topic in part)


@cache
def load_protocol(name: str) -> DialogueProtocol:
    """The protocol of this name. Raises ``KeyError`` for one that is not there."""
    import yaml

    base = name.split("/")[0]
    if base not in PROTOCOLS:
        raise KeyError(name)
    text = (Path(__file__).parent / "protocols" / f"{base}.yaml").read_text(encoding="utf-8")
    return DialogueProtocol.model_validate({**yaml.safe_load(text), "name": base})


def refuse_pair(protocol: str, setting: str) -> tuple[str, str] | None:
    """Why this protocol cannot be held in this setting, and what to do; None where it can. Both are without a full
    stop: the loader, the linter and the command line say them with the same words."""
    rules = load_protocol(protocol)
    reason = rules.forbids.get(setting)
    if reason is None:
        return None
    return f"the protocol {protocol!r} cannot be held in the setting {setting!r}: {reason}", rules.mend


def pair_table() -> str:
    """A Markdown table of every protocol and setting: a dot where they go together, else the reason."""
    from bedside.scenarios.setting import setting_names

    names = setting_names()
    lines = ["| protocol | " + " | ".join(f"`{name}`" for name in names) + " |", "|---" * (len(names) + 1) + "|"]
    for protocol in PROTOCOLS:
        forbids = load_protocol(protocol).forbids
        shown = f"`{protocol}`" if protocol != "interview" else "`interview/…`"
        lines.append(f"| {shown} | " + " | ".join("no" if name in forbids else "yes" for name in names) + " |")
    reasons = [
        f"* `{protocol}` in `{name}`: {reason}."
        for protocol in PROTOCOLS
        for name, reason in load_protocol(protocol).forbids.items()
    ]
    return "\n".join([*lines, "", *reasons])
