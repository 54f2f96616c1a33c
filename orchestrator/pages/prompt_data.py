"""What each role was given and what models were asked and replied, as the page's script reads it."""

from typing import Any

from bedside.orchestrator.graph.kept_briefs import KeptBrief, kept_briefs
from bedside.orchestrator.pages.turn_data import without_empty
from bedside.orchestrator.runs.events import Event, Inserted, Spoke
from bedside.orchestrator.runs.reader import KeptDialogue

Json = dict[str, Any]


def asked_data(kept: KeptDialogue) -> Json:
    """By turn id ``given`` and ``models``: the briefs and the exchanges that led to it. What led to no turn stands under the
    kind of its event ("planned", "reviewed", …), or under "lost" where that is not kept."""
    found: Json = {}
    for one in _briefs(kept):
        brief = one.brief
        row = without_empty(
            {
                "role": brief.role,
                "facts": [fact.id for fact in brief.facts],
                "passages": [item.id for item in brief.evidence],
                "heard": len(brief.turns),
                "attempt": brief.attempt,
                "repair": brief.repair,
            }
        )
        _under(found, _led_to(one.event), "given").append(row)
    for row in kept.exchanges:
        event = kept.log.get(str(row.get("event", "")))
        place = _led_to(event) if event is not None else "lost"
        _under(found, place, "models").append({key: row[key] for key in row if key not in ("dialogue", "event", "sum")})
    return found


def _briefs(kept: KeptDialogue) -> list[KeptBrief]:
    """The briefs; none where those that were given cannot be made again, since another version made them otherwise."""
    try:
        return list(kept_briefs(kept))
    except ValueError:
        return []


def _under(found: Json, place: str, kind: str) -> list[Json]:
    return found.setdefault(place, {}).setdefault(kind, [])


def _led_to(event: Event) -> str:
    if isinstance(event, Spoke | Inserted):
        return event.turn.id
    turn = getattr(event, "turn", None)
    return turn if isinstance(turn, str) else event.event
