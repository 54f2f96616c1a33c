"""A few lines of a note as they are read, and what a speaker makes of each."""

import random

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Note


def note_of(text: str, section: str | None = None) -> Note:
    """A note as it is read."""
    return read_note("n", text, Terminology.load(), section)


def said_of(text: str, view: View) -> list[str | None]:
    """What a speaker makes of each statement of a note alone."""
    made = (say([fact], view, random.Random(1)) for fact in note_of(text).facts)
    return [one.text if one is not None else None for one in made]
