"""Drafts of a section's text, as tests write them down: (kind, polarity, {role: words}, {role: value})."""

from functools import cache
from importlib import import_module

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.layout import layout
from bedside.agents.text.doc import Doc
from bedside.knowledge.terminology import Terminology


@cache
def _terms() -> Terminology:
    return Terminology.load()


def drafts(text: str, section: str = "plan", sex: str = "female") -> tuple[Draft, ...]:
    """What the reader of a section makes of its text."""
    doc = Doc(text, _terms())
    doc.patient = (sex, None)
    reader = import_module(f"bedside.agents.reading.{'assessment' if section == 'assessment' else 'plan'}")
    return tuple(
        draft for part in layout(text, section) for record in part.records for draft in reader.read(record, part, doc)
    )


def words(draft: Draft, role: str) -> str:
    """The words of an argument, "" if there is none."""
    return next((argument.text for argument in draft.arguments if argument.role == role), "")


def value(draft: Draft, role: str) -> str | None:
    """The value of an argument, None if there is none."""
    return next((argument.value for argument in draft.arguments if argument.role == role), None)


def kinds(found: tuple[Draft, ...]) -> list[str]:
    """The kinds of some drafts."""
    return [draft.kind for draft in found]
