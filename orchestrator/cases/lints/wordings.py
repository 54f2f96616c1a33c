"""Wordings of a case, ``lines: {quote, say}``, that take the place of a sentence which tells something else as well."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.load import CaseError


def find(context: LintContext) -> Iterator[CaseError]:
    """Lines beside which another fact has to be told. The talk is held by the built-in family; of other players nothing is known."""
    case = context.case
    quoted = [(at, line) for at, line in enumerate(case.lines) if line.quote is not None]
    if not quoted or case.protocol.startswith("interview/") or case.models.default.name != "agenda":
        return
    from bedside.orchestrator.build.simulate_item import Item, Simulator
    from bedside.orchestrator.graph.given_lines import holds
    from bedside.orchestrator.graph.line_in_turn import reworded

    plain = case.model_copy(update={"lines": (), "expect": None, "knowledge": False})
    with ThreadPoolExecutor(1) as thread:  # a loop may be running here
        held = thread.submit(
            lambda: asyncio.run(Simulator(case.seed).perform(Item(case.id, plain, context.text), lambda _: None))
        ).result()
    state = held.state
    note = state.note() if state.status == "finished" else None
    for at, line in quoted if note is not None else ():
        assert note is not None and line.quote is not None
        for turn, reason in zip(state.turns, state.reasons, strict=True):
            facts = [fact for fact in note.facts if fact.id in reason.facts]
            wanted = [fact.id for fact in facts if holds(note, fact, line.quote)]
            if not wanted:
                continue
            beside = reworded(turn, reason, facts, wanted, line.say).beside
            if beside:
                named = ", ".join(f"“{' '.join(fact.text.split())[:60]}”" for fact in facts if fact.id in beside)
                message = f"the sentence that tells “{line.quote}” tells {named} too, and stays beside the line"
                yield context.at(("lines", at, "say"), message, "Tell all of it in `say`", "line-beside")
            break
        else:
            message = f"no turn tells “{line.quote}”, so nobody says this line"
            mend = "Quote words of a fact that is told: bedside render shows which are"
            yield context.at(("lines", at, "quote"), message, mend, "line-unsaid")
