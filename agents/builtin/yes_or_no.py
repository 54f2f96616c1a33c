"""Whether facts that answer a question for "any" open with yes or no."""

from collections.abc import Sequence

from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact

_NONE = (("nothing",), ("none",), ("neither",))


def is_name_alone(fact: Fact) -> bool:
    """Whether a fact says no more than its name, so that a bare yes is all there is to say."""
    return fact.kind != "event" and len(fact.arguments) <= 1


def opens_with(facts: Sequence[Fact]) -> str:
    """The rule of the phrases that opens the answer; "" where neither yes nor no fits it: a habit that is over, home and work,
    a clause that says what is not so, what is there beside what is not."""
    first = facts[0]
    status = first.argument("status")
    over = first.kind == "habit" and status is not None and status.value in ("former", "never")
    if words(first.text)[:1] in _NONE:
        return "p_no_comma"  # "nothing really helped"
    if over or first.temporality == "past" or first.kind in ("home", "work", "relative"):
        return ""
    denied = {fact.polarity == "denied" for fact in facts}
    if True not in denied:
        return "p_yes_comma"
    return "p_no_comma" if denied == {True} and first.kind != "event" else ""
