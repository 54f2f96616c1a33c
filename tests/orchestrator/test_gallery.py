"""The built-in players over every shipped case: what each was told, and what came of it."""

from pathlib import Path

import pytest
from dialogues import CASES, EVERY_THIRD, Dialogues, case_name, hold

from bedside.evaluation.expected import misses
from bedside.orchestrator.graph.briefs import STAFF
from bedside.orchestrator.runs.fold import DialogueState


@pytest.mark.thin(20)
@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_a_case_comes_to_its_end_and_tells_nobody_too_much(path: Path, dialogues: Dialogues) -> None:
    """Every case is completed; spans are the facts' words; and at no moment did the patient's brief hold a finding of the
    visit that no turn had said, or the physician's the answer to its question."""
    one = dialogues.held(path)
    fold, note = one.state, one.note
    assert (fold.status, fold.stop) == ("finished", "complete")
    assert [miss.found for miss in misses(one.case, note, fold.record())] == []
    said_by_turn = {turn.id: set(reason.facts) for turn, reason in zip(fold.turns, fold.reasons, strict=True)}
    for reason in fold.reasons:
        words = [note.given[span.start : span.end] for span in reason.spans]
        assert words == [note.quote(note.fact(name).span) for name in reason.facts]
        assert "outside_brief" not in {finding.check for finding in reason.checks}
    for brief in (brief for brief in one.briefs if brief.attempt == 0 and brief.repair is None):
        said = {name for turn in brief.turns for name in said_by_turn.get(turn.id, ())}
        if brief.role == "physician":
            assert not (brief.step.act == "ask" and brief.step.revealer != "physician" and brief.facts)
            continue
        if brief.step.revealer in STAFF:  # who works there tells what they measured
            continue
        secret = [fact for fact in brief.facts if fact.established == "visit" and fact.id not in said]
        assert secret == []
        assert brief.evidence == ()


@pytest.mark.thin(6)
@pytest.mark.parametrize("path", EVERY_THIRD)
def test_a_case_is_what_it_expects_with_another_seed(path: Path, dialogues: Dialogues) -> None:
    """Expectations are laws of the case, not of one seed; and there are some that can fail."""
    other = dialogues.held(path, later=1)
    case, note, fold = other.case, other.note, other.state
    assert case.expect is not None
    assert case.expect.mentions and case.expect.never_mentions and case.expect.max_turns
    missed = misses(case, note, fold.record())
    assert [miss.found for miss in missed] == []
    nothing = misses(case, note, DialogueState(case.id).record())
    assert len(nothing) >= len(case.expect.mentions) + len(case.expect.covers)


def test_a_case_said_twice_is_the_same(dialogues: Dialogues) -> None:
    """The same case and seed give the same turns and reasons, here and in whatever process held it before."""
    one, two = dialogues.held(CASES[0]).state, hold(CASES[0]).state
    assert (one.turns, one.reasons) == (two.turns, two.reasons)
