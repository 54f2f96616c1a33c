"""Why a turn was said, made of what its role answered; and what was measured on the way, which no reason holds."""

from collections.abc import Set
from typing import Any

from bedside.agents.checks.catalogue import OUTSIDE_BRIEF
from bedside.orchestrator.graph.ask import Asked
from bedside.orchestrator.graph.schedule import NextUtterance
from bedside.orchestrator.runs import events
from bedside.scenarios.finding import Finding
from bedside.scenarios.turn import Reason, Turn, Utterance

Json = dict[str, Any]


def reason_for(
    turn: str,
    utterance: NextUtterance,
    allowed: Set[str],
    said: Utterance,
    checks: tuple[Finding, ...],
    evidence: tuple[str, ...],
) -> Reason:
    """The reason of a turn. A fact the role was not given and nobody has said does not count as said: it is a finding
    of the check ``outside_brief``."""
    facts = tuple(i for i in dict.fromkeys(said.facts) if i in allowed)
    strangers = [i for i in said.facts if i not in allowed]
    claims = []
    for claim in said.claims:
        strangers += [i for i in claim.facts if i not in allowed]
        claims.append(claim.model_copy(update={"facts": tuple(i for i in claim.facts if i in allowed)}))
    if strangers:
        checks = (*checks, OUTSIDE_BRIEF.failed(", ".join(dict.fromkeys(strangers))))
    cited = [*said.passages, *(passage for claim in said.claims for passage in claim.passages)]
    return Reason.model_construct(
        turn=turn,
        thought=said.thought,
        act=utterance.step.act,
        topic=utterance.step.topic,
        step=utterance.step.id,
        facts=facts,
        withheld=said.withheld,
        because=said.because if said.withheld else "",
        passages=tuple(dict.fromkeys(cited)),
        evidence=evidence,
        claims=tuple(claims),
        criteria=tuple(criterion for criterion in said.criteria if criterion.fact in facts),
        checks=checks,
        model={key: value for key, value in said.model.items() if key != "measured"},
        revision=utterance.attempt if utterance.kind == "revise" else 0,
    )


def measured_beside(asked: Asked, event: events.Event, step: str) -> tuple[Json, ...]:
    """What no second run repeats: of the attempts that were lost, and of the one that was kept."""
    lost = tuple({"step": step, "lost": True, **item} for item in asked.measured)
    kept = asked.utterance.model.get("measured")
    turn = getattr(event, "turn", None)
    name = turn.id if isinstance(turn, Turn) else turn
    return (*lost, {"turn": name, **kept}) if kept and name else lost


def clean(text: str) -> str:
    """An utterance as one line: no control characters, no line breaks, no space at its ends."""
    if text.isprintable():
        return text.strip()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
