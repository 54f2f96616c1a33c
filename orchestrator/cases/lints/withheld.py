"""What a case hides, against who would tell it all the same."""

import re
from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.companions import came_along
from bedside.scenarios.load import CaseError


def find(context: LintContext) -> Iterator[CaseError]:
    """Words kept back that are nowhere in the note, and companions who know them."""
    spec = context.case.patient
    companions = came_along(spec.companion, context.note.companions)
    for index, word in enumerate(spec.withholds):
        if not re.search(re.escape(word), f"{context.text}\n{context.note.text}", re.IGNORECASE):
            message = f"the patient keeps back {word!r}, which the note does not hold"
            yield context.at(("patient", "withholds", index), message, "Use a word of the note", "withholds")
            continue
        for fact in context.note.facts:
            told = any(word.casefold() in text.casefold() for text in context.note.wordings(fact))
            if told and fact.speaker in companions:
                message = f"{word!r} is kept back by the patient and told by the {fact.speaker} in the note"
                yield context.in_note(
                    context.note.origin(fact.span).start,
                    message,
                    "Let the note not quote them, or keep nothing back",
                    "told-anyway",
                )
                break
