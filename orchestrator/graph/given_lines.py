"""Lines that a case has said as written, whoever plays: in place of a turn, put in place of what was said, or after it."""

from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.line_in_turn import reworded
from bedside.orchestrator.graph.reasons import clean
from bedside.orchestrator.graph.schedule import NextUtterance, turn_id
from bedside.orchestrator.runs.events import Edited, Event, Inserted, Planned, Revised, Spoke
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.case import GivenLine
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Step
from bedside.scenarios.quoted import facts_with
from bedside.scenarios.span import Span
from bedside.scenarios.turn import Reason, Turn

BY = "case"  # the author of such lines
WHY = "the case has it so"


def line_instead(context: DialogueContext, state: DialogueState, utterance: NextUtterance) -> Spoke | None:
    """The turn that the case has for this utterance, for which nobody is asked; None where it has none."""
    if utterance.kind != "say":
        return None
    name = turn_id(utterance.step.id, utterance.speaker, state.turns)
    line = next((one for one in context.case.lines if one.instead and one.turn == name), None)
    return None if line is None else _spoken(context, line, utterance.speaker, utterance.step)


def put_lines(context: DialogueContext, event: Event) -> None:
    """Give the turn that ``event`` brought the words that the case has for it, and have said what comes after it."""
    if isinstance(event, Revised):
        turn = event.turn
    elif isinstance(event, Spoke | Inserted):
        turn = event.turn.id
    elif isinstance(event, Planned):
        turn = ""
    else:
        return
    put_wordings(context, turn)
    state = context.state
    there = {one.id: one.text for one in state.turns}
    for line in context.case.lines:
        said = clean(line.say)
        if line.quote is not None:
            continue
        if _due(context, line, turn) and there.get(line.turn) not in (None, said):
            context.write(Edited(dialogue=context.id, turn=line.turn, text=said, why=WHY), BY)
        elif line.after == turn and line.turn not in there and line.speaker is not None and state.steps:
            step = step_of(state)
            spoken = _spoken(context, line, line.speaker, step).model_copy(update={"aside": True})
            put_lines(context, context.write(spoken, BY))


def put_wordings(context: DialogueContext, name: str) -> None:
    """Give what a turn tells the wordings that the case has for it, each at the first turn that tells it."""
    state = context.state
    at = next((n for n, turn in enumerate(state.turns) if turn.id == name), None)
    if at is None:
        return
    turn, reason = state.turns[at], state.reasons[at]
    facts = [fact for fact in context.note.facts if fact.id in reason.facts]
    placed = [one.text for one in state.turns if BY in state.authors.get(one.id, ())]
    for line in context.case.lines:
        said = clean(line.say)
        if line.quote is None or said in turn.text or any(said in text for text in placed):
            continue
        wanted = [fact.id for fact in facts if holds(context.note, fact, line.quote)]
        if wanted:
            new = reworded(turn, reason, facts, wanted, said, alone=turn.text == state.turns[at].text)
            facts = [fact for fact in facts if fact.id not in wanted]
            reason = moved(reason, turn.text, new.text)
            turn = turn.model_copy(update={"text": new.text})
    if turn.text != state.turns[at].text:
        context.write(Edited(dialogue=context.id, turn=name, text=turn.text, why=WHY), BY)


def moved(reason: Reason, old: str, new: str) -> Reason:
    """A reason with its claims where their words stand in the turn's new text; without those that it has no more."""
    found = ((claim, new.casefold().find(old[claim.said.start : claim.said.end].casefold())) for claim in reason.claims)
    kept = (
        claim.model_copy(update={"said": Span(start=at, end=at + claim.said.end - claim.said.start)})
        for claim, at in found
        if at >= 0
    )
    return reason.model_copy(update={"claims": tuple(kept)})


def holds(note: Note, fact: Fact, quote: str) -> bool:
    """Whether a fact is what the note says in these words."""
    return fact.id in facts_with(note, quote)


def _due(context: DialogueContext, line: GivenLine, turn: str) -> bool:
    """Whether a line comes in place of words that were said, now that ``turn`` was said or said again."""
    if line.since is None:
        return line.turn == turn and line.after is None
    return line.since == turn and line.times == sum(
        turn == (event.turn if isinstance(event, Revised) else event.turn.id)
        for event in context.branch(context.state.tip)
        if isinstance(event, Spoke | Inserted | Revised)
    )


def step_of(state: DialogueState) -> Step:
    """The step of the plan that a line beside it belongs to: the one that comes next, or the last."""
    return state.steps[min(state.cursor, len(state.steps) - 1)]


def _spoken(context: DialogueContext, line: GivenLine, speaker: str, step: Step) -> Spoke:
    facts = tuple(fact for fact in line.facts if fact in context.index.spans)
    reason = Reason(turn=line.turn, thought=WHY, act=step.act, topic=step.topic, step=step.id, facts=facts)
    turn = Turn(id=line.turn, speaker=speaker, text=clean(line.say))
    return Spoke(dialogue=context.id, turn=turn, reason=reason)
