"""Is what is said borne out, read by the independent checker: faults an assertion, and polarities that agree."""

from bedside.agents.checks.support import check_support
from bedside.agents.checks.support_report import SupportReport, cited_passages
from bedside.evaluation.english import english_noted
from bedside.evaluation.given import Given, Need
from bedside.evaluation.metric import Metric, Outcome
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.record import Record

_NEEDS: frozenset[Need] = frozenset({"record", "note"})


def reports(given: Given) -> list[tuple[Record, SupportReport]]:
    """What the checker says of each dialogue in English over a note in English. It is asked once."""
    return given.once("support", lambda: _reports(given))


def _reports(given: Given) -> list[tuple[Record, SupportReport]]:
    finder = Terminology.load()
    texts = {name: passage.text for name, passage in given.passages.items()}
    return [
        (record, check_support(record.turns, note.text, finder, cited_passages(record.turns, record.reasons, texts)))
        for record, note in english_noted(given)
    ]


def unsupported(given: Given) -> Outcome:
    """Faults over the assertions of all dialogues together. Passages that were given bear out what cites them."""
    found = [report for _, report in reports(given)]
    checked = sum(report.checked for report in found)
    if not checked:
        return Outcome(None, 0, "no assertion in English could be compared with a note")
    return Outcome(sum(len(report.unsupported) for report in found) / checked, checked)


def polarity(given: Given) -> Outcome:
    """Over the polarities of all dialogues together that note and dialogue both settle."""
    found = [report for _, report in reports(given)]
    judged = sum(report.polarities for report in found)
    if not judged:
        return Outcome(None, 0, "note and dialogue settle no polarity together")
    return Outcome(sum(report.agreed for report in found) / judged, judged)


UNSUPPORTED = Metric(
    id="unsupported",
    measures="faults of support per assertion that could be compared with the note or a cited passage",
    direction="lower",
    unit="faults an assertion",
    needs=_NEEDS,
    group="grounding",
    measure=unsupported,
)
POLARITY_AGREES = Metric(
    id="polarity_agrees",
    measures="of the polarities that note and dialogue both settle, the share that agrees",
    direction="higher",
    unit="share",
    needs=_NEEDS,
    group="grounding",
    measure=polarity,
)
