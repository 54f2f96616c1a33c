"""The reference of the case file, made from the model itself so that it cannot fall behind.

``python -m bedside.scenarios.reference docs/cases.md`` writes it between the page's two markers.
"""

import sys
import typing
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bedside.scenarios.case import Case, FactCorrection, GivenLine, Limits, Models, NoteFile, NoteRow, PatientSpec
from bedside.scenarios.load import presets
from bedside.scenarios.persona import Manner
from bedside.scenarios.player import Decoding, Player
from bedside.scenarios.prompting import Examples, Forms, Prompting

BEGIN, END = "<!-- reference: made by bedside.scenarios.reference -->", "<!-- end of reference -->"

_PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The case", Case),
    ("`note:` as a file", NoteFile),
    ("`note:` as a row of a data set", NoteRow),
    ("`patient:`", PatientSpec),
    ("`physician:`", Manner),
    ("`models:`", Models),
    ("a player, under `models:`", Player),
    ("`decoding:` of a player", Decoding),
    ("`prompting:`", Prompting),
    ("`form:`, where it is one for each", Forms),
    ("`examples:`", Examples),
    ("`limits:`", Limits),
    ("a line, under `lines:`", GivenLine),
    ("a fact, under `facts:`", FactCorrection),
)
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def case_reference() -> str:
    """Markdown tables of every key of a case file and of every persona."""
    parts = [f"### {title}\n\n{_table(model)}" for title, model in _PARTS]
    shown = ("mood", "talkativeness", "literacy", "education", "language_level", "recall", "confusion")
    rows = [f"| name | {' | '.join(axis.replace('_', ' ') for axis in shown)} | keeps back |", "|---" * 9 + "|"]
    for name, persona in presets().items():
        axes = (*(getattr(persona, axis) for axis in shown), ", ".join(persona.withholds))
        rows.append(f"| `{name}` | {' | '.join(axes)} |")
    return "\n\n".join([*parts, "### Personas\n\n" + "\n".join(rows)]) + "\n"


def with_reference(page: str) -> str:
    """The page with its reference made anew. Raises ``ValueError`` if a marker is missing."""
    before, rest = page.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n\n{case_reference()}\n{END}{after}"


def _table(model: type[BaseModel]) -> str:
    rows = ["| key | value | if left out | meaning |", "|---|---|---|---|"]
    for name, info in model.model_fields.items():
        rows.append(f"| `{name}` | {_value(info)} | {_default(info)} | {info.description or ''} |")
    return "\n".join(rows)


def _value(info: FieldInfo) -> str:
    """What may be written, in words."""
    kinds = _kinds(info.annotation)
    bounds = {type(rule).__name__.lower(): rule for rule in info.metadata}
    low, high = (getattr(bounds.get(name), name, None) for name in ("ge", "le"))
    text = " or ".join(kinds)
    if low is not None and high is not None and high < 1 << 32:
        text += f", {low}–{high}"  # a wider range is no limit that an author meets
    return text


def _kinds(kind: Any) -> list[str]:
    if typing.get_origin(kind) is Literal:
        return [", ".join(f"`{value}`" for value in typing.get_args(kind))]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return ["keys, see below"]
    if typing.get_origin(kind) is tuple:
        of = typing.get_args(kind)[0]
        return ["list of keys, see below" if isinstance(of, type) and issubclass(of, BaseModel) else "list of texts"]
    if typing.get_args(kind):
        parts = [part for inner in typing.get_args(kind) if inner is not type(None) for part in _kinds(inner)]
        return list(dict.fromkeys(part for part in parts if part))
    return [_PLAIN[kind]] if kind in _PLAIN else []


def _default(info: FieldInfo) -> str:
    value = info.default
    if info.is_required():
        return "**required**"
    if value is None or value == ():
        return "–"
    if isinstance(value, BaseModel):
        return "all as below"
    return "empty" if value == "" else f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_reference(file.read_text(encoding="utf-8")), encoding="utf-8")
