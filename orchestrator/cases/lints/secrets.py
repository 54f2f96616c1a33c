"""What a case hides, against who would tell it all the same."""

import re
from collections.abc import Iterator

from bedside.orchestrator.cases.lints.seen import Seen
from bedside.scenarios.load import CaseError


def find(seen: Seen) -> Iterator[CaseError]:
    """Words kept back that are nowhere in the note, and companions who know them."""
    spec = seen.case.patient
    companions = {name for name in (spec.companion, *seen.note.companions) if name}
    for index, word in enumerate(spec.withholds):
        if not re.search(re.escape(word), f"{seen.text}\n{seen.note.text}", re.IGNORECASE):
            message = f"the patient keeps back {word!r}, which the note does not hold"
            yield seen.at(("patient", "withholds", index), message, "Use a word of the note", "withholds")
            continue
        for fact in seen.note.facts:
            told = any(word.casefold() in text.casefold() for text in seen.note.wordings(fact))
            if told and fact.speaker in companions:
                message = f"{word!r} is kept back by the patient and told by the {fact.speaker} in the note"
                yield seen.in_note(
                    seen.note.origin(fact.span).start,
                    message,
                    "Let the note not quote them, or keep nothing back",
                    "told-anyway",
                )
                break
