"""Where guidelines speak in a dialogue, and what changes without them."""

from typing import Any

from bedside.evaluation.grounding import cited, difference

Json = dict[str, Any]


def reason(step: str, act: str = "ask", *passages: str) -> Json:
    """A reason with what is looked at here."""
    return {"step": step, "act": act, "passages": list(passages)}


def turns(*texts: str) -> Json:
    """A dialogue of these lines."""
    return {"turns": [{"speaker": "physician", "text": text} for text in texts]}


def test_only_red_flags_and_safety_nets_count() -> None:
    """A passage read for general advice grounds no warning; each passage is named once, in order."""
    trace = {
        "reasons": [
            reason("s1", "ask", "a#questions"),
            reason("s2", "ask", "a#red-flags"),
            reason("s3", "advise", "a#advice"),
            reason("s4", "safety", "b#safety-net"),
            reason("s5", "ask", "a#red-flags"),
        ]
    }
    assert cited(trace) == ("a#red-flags", "b#safety-net")


def test_turns_of_a_cited_step_may_differ() -> None:
    """The question and its reply are gone without the store, and nothing else differs."""
    trace = {"reasons": [reason("s1"), reason("s2", "ask", "a#red-flags"), reason("s2"), reason("s3")]}
    found = difference(turns("a", "flag?", "no", "b"), trace, turns("a", "b"))
    assert (found.expected, found.clean) == (2, True)


def test_any_other_difference_is_named() -> None:
    """A turn that differs and rests on nothing is told from both sides, and whether it follows one that may."""
    trace = {"reasons": [reason("s1"), reason("s2", "ask", "a#red-flags"), reason("s3")]}
    found = difference(turns("a", "flag?", "b"), trace, turns("a", "c"))
    assert found.other == ("with: physician: b", "without: physician: c")
    assert (found.after, found.clean) == (1, False)
