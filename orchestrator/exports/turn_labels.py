"""What each turn of a dialogue holds, as labels: facts with their assertion, identifiers, citations, each with its characters.

Law of the file: a label's stretch is a slice of the turn as it is exported. A turn that a person changed has no labels of facts or
citations any more: nobody says which of its new words rest on what.
"""

from collections.abc import Iterator, Set
from typing import Any

from bedside.agents.identifiers.find import identifiers
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.turn import Claim

Json = dict[str, Any]


def turn_labels(kept: KeptDialogue, edited: Set[int]) -> list[list[Json]]:
    """The labels of every turn, by where they begin. ``said`` is a pair of characters in the turn, ``note`` one in the note as given."""
    reasons = kept.record.reasons
    found: list[list[Json]] = []
    for index, turn in enumerate(kept.record.turns):
        labels = [
            {"label": "identifier", "kind": one.kind, "said": [one.span.start, one.span.end]}
            for one in identifiers(turn.text)
        ]
        if index < len(reasons) and index not in edited:
            for claim in reasons[index].claims:
                if claim.said.end <= len(turn.text):
                    labels += _of_claim(claim, kept.note)
        found.append(sorted(labels, key=lambda label: (label["said"], label["label"], label.get("fact", ""))))
    return found


def _of_claim(claim: Claim, note: Note | None) -> Iterator[Json]:
    said = [claim.said.start, claim.said.end]
    for name in claim.facts:
        yield {"label": "fact", "fact": name, "said": said, **(_of_fact(note, name) if note is not None else {})}
    for passage in claim.passages:
        yield {"label": "citation", "passage": passage, "said": said}


def _of_fact(note: Note, name: str) -> Json:
    try:
        fact: Fact = note.fact(name)
    except KeyError:
        return {}
    span = note.origin(fact.span)
    return {
        "kind": fact.kind or "none",
        "polarity": fact.polarity,
        "certainty": fact.certainty,
        "temporality": fact.temporality,
        "subject": fact.subject,
        "side": fact.side,
        "drugs": sorted({mention.form for mention in fact.mentions if mention.kind == "drug"}),
        "note": [span.start, span.end],
        "words": note.given[span.start : span.end],
    }
