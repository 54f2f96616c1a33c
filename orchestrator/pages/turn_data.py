"""The turns of one branch of a dialogue with why they were said, as the page's script reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bedside.orchestrator.pages.utf16_places import Places
from bedside.orchestrator.runs.events import Event
from bedside.orchestrator.runs.fold import said_by
from bedside.orchestrator.runs.revisions import Revision, revisions
from bedside.scenarios.finding import Finding
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Reason, Turn

Json = dict[str, Any]


def turns_data(
    record: Record, events: Sequence[Event], authors: Mapping[str, Sequence[str]], note: Places
) -> list[Json]:
    """A value a turn, without what is empty in it. ``events`` are those of the branch, ``authors`` who gave each turn its
    words, ``note`` the places of the note as it was given."""
    why = {reason.turn: reason for reason in record.reasons}
    changes: dict[str, list[Json]] = {}
    for change in revisions(events) if events else ():
        changes.setdefault(change.turn, []).append(_change(change))
    found: list[Json] = []
    for turn in record.turns:
        row: Json = {"id": turn.id, "speaker": turn.speaker, "text": turn.text}
        row["by"] = [who for who in authors.get(turn.id, ()) if who != turn.speaker]
        row["changes"] = changes.get(turn.id, [])
        reason = why.get(turn.id)
        found.append(without_empty({**row, **(_why(turn, reason, note) if reason is not None else {})}))
    return found


def dropped_data(record: Record, events: Sequence[Event]) -> list[Json]:
    """What was said and taken out again."""
    kept = {turn.id for turn in record.turns}
    return [
        {"id": one.turn, "text": one.before, "why": one.why, "by": one.by}
        for one in (revisions(events) if events else ())
        if one.kind == "dropped" and one.turn not in kept
    ]


def without_empty(value: Json) -> Json:
    """A value without its empty parts: the script reads what is not there as empty."""
    return {key: part for key, part in value.items() if part not in (None, "", [], {}, ())}


def _why(turn: Turn, reason: Reason, note: Places) -> Json:
    words = Places(turn.text)
    spans = reason.spans if len(reason.spans) == len(reason.facts) else ()
    return {
        "act": reason.act,
        "topic": reason.topic,
        "step": reason.step,
        "thought": reason.thought,
        "facts": list(dict.fromkeys(said_by(reason))),
        # Where no log is kept the note's facts are not known, and a reason's own spans stand for them.
        "spans": [[name, *note(span)] for name, span in zip(reason.facts, spans, strict=False)],
        "claims": [
            {"at": words(claim.said), "facts": list(claim.facts), "passages": list(claim.passages)}
            for claim in reason.claims
        ],
        "criteria": [
            {"id": one.id, "polarity": one.polarity, "points": one.points, "at": words(one.evidence)}
            for one in reason.criteria
        ],
        "withheld": list(reason.withheld),
        "because": reason.because,
        "passages": list(reason.passages),
        "found": [name for name in reason.evidence if name not in reason.passages],
        "checks": [_check(one, words) for one in reason.checks if one.passed is not True],
        "passed": sorted({one.check for one in reason.checks if one.passed is True}),
        "model": reason.model,
        "revision": reason.revision,
    }


def _check(one: Finding, words: Places) -> Json:
    return without_empty(
        {
            "check": one.check,
            "judged": one.passed is False,
            "message": one.message,
            "severity": one.severity,
            "at": words(one.span) if one.span is not None else None,
        }
    )


def _change(one: Revision) -> Json:
    return {"kind": one.kind, "by": one.by, "why": one.why, "before": one.before, "after": one.after}
