"""What is to be done, in the runs in which it is said: kind by kind, each offer by itself."""

from collections.abc import Sequence

from bedside.scenarios.note import Fact

_ACTS = frozenset(("order", "advice", "drug"))


def in_order(runs: Sequence[Sequence[Fact]]) -> list[list[Fact]]:
    """What is to be done, kind by kind as it stands side by side: what comes first in the note is said first."""
    out: list[list[Fact]] = []
    for run in runs:
        for at, fact in enumerate(run):
            same = at > 0 and (run[at - 1].kind == fact.kind or not {run[at - 1].kind, fact.kind} <= _ACTS)
            if same:
                out[-1].append(fact)
            else:
                out.append([fact])
    return out


def by_offer(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Offers are made as advice, without the answer; the rest stays together."""
    out: list[list[Fact]] = []
    for fact in facts:
        offered = fact.kind == "offer"
        if offered:
            what = tuple(argument for argument in fact.arguments if argument.role == "what")
            fact = fact.model_copy(update={"kind": "advice", "arguments": what, "polarity": "present"})
        if out and not offered and out[-1][0].kind != "offer":
            out[-1].append(fact)
        else:
            out.append([fact])
    return out
