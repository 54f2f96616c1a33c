"""The language of a batch's notes, where nobody names one: each is spoken about in its own."""

from collections.abc import Iterator
from itertools import islice

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.build.spoken_languages import refuse_unspoken, refuse_unspoken_note, unspoken
from bedside.orchestrator.cases.case_input import in_its_language
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case

_LOOKED_AT = 20  # notes


def refuse_unspoken_notes(rows: Iterator[Row], base: Case, players: Players) -> None:
    """Refuse a batch in a language that its players do not speak, or of whose first notes all are in such a one, before
    anything is made. Raises ``Problem``."""
    refuse_unspoken(players, base)
    notes = [row.note for row in islice(rows, _LOOKED_AT) if row.fault is None]
    cases = [in_its_language(base, note) for note in notes]
    if not cases or any(players.speaks(case.language) or unspoken(case) is None for case in cases):
        return
    refuse_unspoken_note(players, cases[0], notes[0], many=True)
    refuse_unspoken(players, cases[0])
