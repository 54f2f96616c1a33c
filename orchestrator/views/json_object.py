"""All that is kept of a dialogue as one JSON object."""

from dataclasses import asdict
from typing import Any

from bedside.orchestrator.graph.kept_briefs import kept_briefs
from bedside.orchestrator.graph.passage_lines import shown_text
from bedside.orchestrator.runs.fold import fact_spans
from bedside.orchestrator.runs.reader import KeptDialogue, trace_of
from bedside.orchestrator.runs.revisions import revisions
from bedside.orchestrator.views.reason_rows import faults_of

Json = dict[str, Any]


def json_object(kept: KeptDialogue, remarks: tuple[str, ...] = ()) -> Json:
    """What ``trace_of`` gives, with the turns, the note and its words under each reason, and all else that is kept. Spans of
    facts are places in ``note.text``, the note as it was given."""
    record, trace = kept.record, trace_of(kept)
    state = kept.state if kept.events else None
    started = state.started if state is not None else None
    authors = state.authors if state is not None else {}
    return {
        **trace,
        "note_id": record.note_id,
        "seed": record.seed,
        "synthetic": True,
        "status": record.status,
        "failure": record.failure.model_dump(mode="json") if record.failure is not None else None,
        "remarks": [*remarks, *([kept.lost] if kept.lost else [])],
        "bedside": started.version if started is not None else None,
        "case": started.case if started is not None else None,
        "persona": started.persona if started is not None else None,
        "turns": [
            {"index": index, "id": turn.id, "speaker": turn.speaker, "text": turn.text, "by": authors.get(turn.id, [])}
            for index, turn in enumerate(record.turns)
        ],
        "note": {**trace["note"], **_note(kept)},
        "plan": state.plan.model_dump(mode="json", exclude_defaults=True) if state is not None else None,
        "evidence": _evidence(kept),
        "checks": {
            "faults": {reason.turn: found for reason in record.reasons if (found := faults_of(reason))},
            "audit": record.meta.get("audit"),
        },
        "briefs": _briefs(kept),
        "revisions": [asdict(one) for one in revisions(kept.events)],
        "calls": list(kept.calls),
        "exchanges": list(kept.exchanges),
    }


def _note(kept: KeptDialogue) -> Json:
    """The note as it was given, with its facts. Shorthand that was written out stands under ``read``."""
    note = kept.note
    if note is None:
        return {"text": kept.given, "facts": None}
    spans = fact_spans(note)
    left_out = {"mentions", "quantities", "sentence", "span"}
    facts = [
        {
            "section": fact.section,
            "polarity": fact.polarity,
            "knower": fact.knower,
            "established": fact.established,
            "subject": fact.subject,
            **fact.model_dump(mode="json", exclude_defaults=True, exclude=left_out),
            "span": spans[fact.id].model_dump(),
        }
        for fact in note.facts
    ]
    about = note.model_dump(mode="json", include={"age", "sex", "name", "companions", "language"})
    return {"text": note.given, **({"read": note.text} if note.edits else {}), "facts": facts, **about}


def _evidence(kept: KeptDialogue) -> Json:
    """What the guideline store answered, by what it was asked for."""
    if not kept.events:
        return {}
    return {
        key: [
            {
                "id": one.id,
                "document": one.document,
                "section": one.section,
                "text": shown_text(one, lambda passage: kept.passages.get(passage, ())),
            }
            for one in shown
        ]
        for key, shown in kept.state.evidence.items()
    }


def _briefs(kept: KeptDialogue) -> list[Json] | None:
    """What each role was given, in order, by the ids of what stands elsewhere in the object; None where the note's words are
    not known."""
    if kept.note is None:
        return None
    return [
        {
            "event": one.event.id,
            "role": one.brief.role,
            "step": one.brief.step.model_dump(mode="json", exclude_defaults=True),
            "facts": [fact.id for fact in one.brief.facts],
            "evidence": [item.id for item in one.brief.evidence],
            "turns": [turn.id for turn in one.brief.turns],
            "attempt": one.brief.attempt,
            "repair": one.brief.repair,
        }
        for one in kept_briefs(kept)
    ]
