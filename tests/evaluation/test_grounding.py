"""Where guidelines speak in a dialogue, and what changes without them."""

from typing import Any

from talks import record

from bedside.evaluation.grounding import cited, difference


def reason(step: str, act: str = "ask", *passages: str) -> dict[str, Any]:
    """What is looked at here of a reason."""
    return {"step": step, "act": act, "passages": list(passages)}


def said(*lines: tuple[str, dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    """Lines of a physician, each with its reason."""
    return [("physician", text, why) for text, why in lines]


def test_only_red_flags_and_safety_nets_count() -> None:
    """A passage read for general advice grounds no warning; each passage is named once, in order."""
    reasons = (
        reason("s1", "ask", "a#questions"),
        reason("s2", "ask", "a#red-flags"),
        reason("s3", "advise", "a#advice"),
        reason("s4", "safety", "b#safety-net"),
        reason("s5", "ask", "a#red-flags"),
    )
    assert cited(record(*(("physician", "x", one) for one in reasons))) == ("a#red-flags", "b#safety-net")


def test_turns_of_a_cited_step_may_differ() -> None:
    """The question and its reply are gone without the store, and nothing else differs."""
    flag = reason("s2", "ask", "a#red-flags")
    whole = record(*said(("a", reason("s1")), ("flag?", flag), ("no", reason("s2")), ("b", reason("s3"))))
    found = difference(whole, record(*said(("a", {}), ("b", {}))))
    assert (found.expected, found.clean) == (2, True)


def test_any_other_difference_is_named() -> None:
    """A turn that differs and rests on nothing is told from both sides, and whether it follows one that may."""
    flag = reason("s2", "ask", "a#red-flags")
    whole = record(*said(("a", reason("s1")), ("flag?", flag), ("b", reason("s3"))))
    found = difference(whole, record(*said(("a", {}), ("c", {}))))
    assert found.other == ("with: physician: b", "without: physician: c")
    assert (found.after, found.clean) == (1, False)
