"""How the physician says what is examined next, from the heading over the findings."""

from collections.abc import Sequence

from bedside.agents.builtin.tables import first, table, words
from bedside.scenarios.note import Fact


def looked_at(part: str, facts: Sequence[Fact]) -> str:
    """What is done to examine a part ("listen to {your} heart"); "" for one that is only looked at, and where none of the
    findings told then is found so: under "cardiovascular" may stand the pulse of a foot alone."""
    doing = first("parts", part) if part else "-"
    if doing in ("-", ""):
        return ""
    wanted = dict(table("looks")).get(doing)
    told = {word for fact in facts for word in words(f"{fact.text} {_part(fact)}")}
    return doing if wanted is None or not wanted.isdisjoint(told) else ""


def _part(fact: Fact) -> str:
    part = fact.argument("part")
    return part.text if part is not None else ""
