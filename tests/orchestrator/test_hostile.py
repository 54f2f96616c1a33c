"""Conversations over real HTTP with a server that misbehaves."""

import pytest

from bedside.benchmarks.hostile import FAULTS, all_of, server


@pytest.mark.no_cover
async def test_every_fault_ends_in_its_class_or_is_survived() -> None:
    """What comes once is survived; what stays ends in its class; with a fallback a server that still answers does not
    stop a conversation. No fault holds up another."""
    with server() as url:
        found = await all_of(url, turns=6)
    assert len(found) == 3 * len(FAULTS)
    wrong = [(outcome.fault, outcome.how, outcome.kind) for outcome in found if not outcome.right]
    assert wrong == []
    assert all(outcome.turns == 6 for outcome in found if outcome.kind is None)
    assert all(outcome.turns > 0 for outcome in found)  # what was said before it is kept
