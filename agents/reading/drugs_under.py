"""What a name over drugs says was done with them: a label beside them, the heading of their part."""

from bedside.agents.reading.draft import argument
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc
from bedside.scenarios.statement import Argument

_NOT_TAKEN = frozenset({"stop", "hold", "pend", "refuse", "finish"})
_DISCHARGE = frozenset({"d/c", "dc"})  # of a heading, where they are no word for "stop"


def labelled(record: Record, doc: Doc) -> Argument | None:
    """What the label of a record does with the drugs beside it ("Stop"), None where it says nothing of that."""
    if record.label_span is None:
        return None
    named = [word for word in plains(doc.tagged(record.label_span)) if word not in (":", "*", "-")]
    found = phrases("drug_actions").within(named)
    if not found or found[0] == "take":
        return None
    return argument(doc, "action", record.label_span.start, record.label_span.end, found[0])


def headed(part: Part, doc: Doc) -> Argument | None:
    """What the heading of a part says was done with every drug below it ("Medications stopped"): none of them is taken."""
    at = doc.text.rfind(part.heading, 0, part.records[0].span.start) if part.heading and part.records else -1
    if at < 0:
        return None
    named = [word for word in part.heading.lower().strip(" :*_-").split() if word not in _DISCHARGE]
    table = phrases("drug_actions")
    done = [found[0][0] for i in range(len(named)) if (found := table.at(named, i)) is not None]
    over = next((action for action in done if action in _NOT_TAKEN), None)
    return None if over is None else argument(doc, "action", at, at + len(part.heading), over)
