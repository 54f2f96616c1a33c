"""A finding passes, fails or says that it could not judge; it keeps all it says on its way to a file and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bedside.scenarios.finding import Finding, failed, faults
from bedside.scenarios.note import Span
from bedside.scenarios.turn import Reason

NAMES = st.sampled_from(["roles", "support", "tone"])
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding."""
    start = draw(st.integers(0, 50))
    return Finding(
        check=draw(NAMES),
        version=draw(st.integers(1, 3)),
        passed=draw(st.sampled_from([True, False, None])),
        value=draw(VALUES),
        unit=draw(st.none() | st.just("share")),
        message=draw(st.text(max_size=20)),
        turn=draw(st.none() | st.just("s1.patient")),
        span=draw(st.none() | st.just(Span(start=start, end=start + 3))),
        severity=draw(st.sampled_from(["note", "warning", "fault", "grave"])),
    )


@given(st.lists(findings(), max_size=5), st.lists(st.text(max_size=5), max_size=2))
def test_a_reason_comes_back_from_its_shortest_form(checks: list[Finding], evidence: list[str]) -> None:
    """What is left out of a file because it is the default is there again when the file is read, and nothing changes its
    type: True does not come back as 1."""
    reason = Reason(
        turn="t", thought="", act="ask", topic="story", step="s", checks=tuple(checks), evidence=tuple(evidence)
    )
    back = Reason.model_validate(reason.model_dump(mode="json", exclude_defaults=True))
    assert back == reason
    assert [type(one.value) for one in back.checks] == [type(one.value) for one in checks]


def test_a_verdict_is_never_left_out() -> None:
    """A finding without a verdict is none, even where the verdict is that nothing could be judged."""
    assert Finding(check="x", passed=None).model_dump(exclude_defaults=True) == {"check": "x", "passed": None}
    with pytest.raises(ValidationError):
        Finding.model_validate({"check": "x"})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_is_a_number_that_a_file_can_hold(value: float) -> None:
    """JSON has neither "no number" nor infinity: they would come back as nothing."""
    with pytest.raises(ValidationError):
        Finding(check="x", passed=True, value=value)


def of(check: str, passed: bool | None, message: str = "", **more: Any) -> Finding:
    """A finding in short."""
    return Finding(check=check, passed=passed, message=message, **more)


def test_only_what_did_not_pass_is_a_fault() -> None:
    """A pass with a message is no fault, and neither is a check that could not judge."""
    all_three = (of("b", False, "no"), of("a", True, "fine"), of("c", None, "no data"))
    assert failed(all_three) == all_three[:1]
    assert faults(all_three) == ["b: no"]


def test_a_role_is_told_each_fault_once_check_by_check() -> None:
    """The words of a second request are those of the faults, sorted by check, in order within one, without doubles: a
    recorded conversation is found again by them."""
    found = (of("support", False, "a side"), of("roles", False, "x"), of("support", False, "a number"), of("support", False, "a side"))  # fmt: skip
    assert faults(found) == ["roles: x", "support: a side; a number"]
    assert faults([of("tone", False)]) == ["tone: failed"]
