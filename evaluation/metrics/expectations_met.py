"""Is a dialogue what its case's author expects: of the expectations, the share that is met."""

from collections.abc import Iterator

from bedside.evaluation.expected import misses
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Metric, Outcome, mean
from bedside.scenarios.expect import Expect


def _count(expect: Expect) -> int:
    single = (expect.max_turns, expect.label)
    lists = (expect.mentions, expect.never_mentions, expect.covers)
    return sum(map(len, lists)) + sum(one is not None for one in single)


def _met(given: Given) -> Iterator[bool]:
    for record, note in given.noted():
        case = given.cases.get(record.id)
        if case is None or case.expect is None:
            continue
        missed = len(misses(case, note, record))
        yield from (False for _ in range(missed))
        yield from (True for _ in range(_count(case.expect) - missed))


def measure(given: Given) -> Outcome:
    """Over the expectations of all cases together."""
    return mean(_met(given), "no case expects anything")


EXPECTATIONS_MET = Metric(
    id="expectations_met",
    measures="of what the cases expect, the share that is met",
    direction="higher",
    unit="share",
    needs=frozenset({"record", "note", "case"}),
    measure=measure,
)
