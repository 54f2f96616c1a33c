"""One dialogue as the page's script reads it: its note, its branches with their turns, its plan and passages.

Law of the file: it holds nothing that the reader does not give, and every place is counted in UTF-16 units.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bedside.orchestrator.pages.turn_data import dropped_data, turns_data, without_empty
from bedside.orchestrator.pages.utf16_places import Places
from bedside.orchestrator.runs.fold import DialogueState, FoldError, fact_spans, fold
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.orchestrator.runs.resume import MAIN
from bedside.orchestrator.views.dialogue_view import dialogue_view

Json = dict[str, Any]


def dialogue_data(kept: KeptDialogue) -> Json:
    """All that the page shows of a dialogue but what models were asked."""
    view = dialogue_view(kept)
    return without_empty(
        {
            "id": kept.id,
            "about": [list(row) for row in view.about],
            "remarks": list(view.remarks),
            "note": _note(kept),
            "branches": list(_branches(kept)),
            "passages": _passages(kept),
            "audit": kept.record.meta.get("audit"),
            "withheld": kept.record.meta.get("withheld"),
        }
    )


def _note(kept: KeptDialogue) -> Json:
    """The note as it was given, None where its words are not known, and where its facts stand in it."""
    places = Places(kept.given or "")
    note = kept.note
    if note is None:
        return {"text": kept.given, "digest": kept.digest}
    spans = fact_spans(note)
    unplaced = kept.state.plan.unplaced
    facts = [
        without_empty(
            {
                "id": fact.id,
                "at": places(spans[fact.id]),
                "section": fact.section,
                "polarity": fact.polarity if fact.polarity != "present" else "",
                "knower": fact.knower,
                "visit": fact.established == "visit",
                "unplaced": unplaced.get(fact.id, ""),
                "same_as": fact.same_as,
            }
        )
        for fact in note.facts
    ]
    return {"text": note.given, "digest": kept.digest, "language": note.language, "facts": facts}


def _branches(kept: KeptDialogue) -> Iterator[Json]:
    """The branches of the dialogue; the one that counts comes last, as in its log."""
    places = Places(kept.given or "")
    if not kept.events:
        yield {"name": MAIN, "turns": turns_data(kept.record, (), {}, places)}
        return
    for branch in kept.branches:
        try:
            state = kept.state if branch.events == kept.events else fold(branch.events)
        except FoldError:  # a fork whose events do not follow one another any more
            continue
        record = state.record()
        yield without_empty(
            {
                "name": branch.name,
                "by": branch.by,
                "why": branch.why,
                "status": record.status,
                "stop": record.stop,
                "turns": turns_data(record, branch.events, state.authors, places),
                "dropped": dropped_data(record, branch.events),
                "plan": _plan(state),
            }
        )


def _plan(state: DialogueState) -> list[Json]:
    """The agenda: topics with their steps."""
    return [
        {
            "kind": topic.kind,
            "title": topic.title,
            "steps": [
                without_empty(
                    {
                        "id": step.id,
                        "act": step.act,
                        "by": step.revealer,
                        "facts": list(step.facts),
                        "about": step.subject or "; ".join(cue.words or cue.aspect for cue in step.cues),
                    }
                )
                for step in topic.steps
            ],
        }
        for topic in state.plan.topics
    ]


def _passages(kept: KeptDialogue) -> Json:
    """The passages that a role was given, and which of their lines, None for all; of a folder of version 0.1.0, only where
    they stand. Their words stand in the page once (``passage_lines``)."""
    if not kept.events:
        return dict(kept.record.meta.get("passages", {}))
    return {
        one.id: {"document": one.document, "section": one.section, "lines": one.lines}
        for shown in kept.state.evidence.values()
        for one in shown
    }


def passage_lines(kept: KeptDialogue) -> dict[str, Sequence[str]]:
    """The lines of the passages that the dialogue was shown, by id."""
    shown = [one.id for some in kept.state.evidence.values() for one in some] if kept.events else []
    return {name: kept.passages[name] for name in shown if name in kept.passages}
