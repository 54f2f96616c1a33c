"""Lines that a case has said as written, whoever plays: in place of a turn, put in place of what was said, or after it."""

from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.reasons import clean
from bedside.orchestrator.graph.schedule import NextUtterance, turn_id
from bedside.orchestrator.runs.events import Edited, Event, Inserted, Planned, Revised, Spoke
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.case import GivenLine
from bedside.scenarios.plan import Step
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
    state = context.state
    there = {one.id: one.text for one in state.turns}
    for line in context.case.lines:
        said = clean(line.say)
        if line.quote is not None:
            if _tells(context, line.quote, turn) and said not in there.values():
                context.write(Edited(dialogue=context.id, turn=turn, text=said, why=WHY), BY)
            continue
        if _due(context, line, turn) and there.get(line.turn) not in (None, said):
            context.write(Edited(dialogue=context.id, turn=line.turn, text=said, why=WHY), BY)
        elif line.after == turn and line.turn not in there and line.speaker is not None and state.steps:
            step = step_of(state)
            spoken = _spoken(context, line, line.speaker, step).model_copy(update={"aside": True})
            put_lines(context, context.write(spoken, BY))


def _tells(context: DialogueContext, quote: str, turn: str) -> bool:
    """Whether a turn is the one that tells what the note says in these words."""
    wanted = " ".join(quote.split()).casefold().strip(" .,;:")
    note = context.note
    reason = next((one for one in context.state.reasons if one.turn == turn), None)
    told = (fact for fact in note.facts if reason is not None and fact.id in reason.facts)
    return any(wanted in " ".join(words.split()).casefold() for fact in told for words in note.wordings(fact))


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
