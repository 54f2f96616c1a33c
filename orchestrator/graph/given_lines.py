"""Lines that a case has said as written, whoever plays: put in place of what was said, or after it."""

from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.reasons import clean
from bedside.orchestrator.runs.events import Edited, Event, Inserted, Revised, Spoke
from bedside.scenarios.turn import Reason, Turn

BY = "case"  # the author of such lines


def put_lines(context: DialogueContext, event: Event) -> None:
    """Give the turn that ``event`` brought the words that the case has for it, and have said what comes after it."""
    if isinstance(event, Revised):
        turn = event.turn
    elif isinstance(event, Spoke | Inserted):
        turn = event.turn.id
    else:
        return
    state = context.state
    there = {one.id: one.text for one in state.turns}
    for line in context.case.lines:
        said = clean(line.say)
        if line.turn == turn and line.after is None and there.get(turn) != said:
            context.write(Edited(dialogue=context.id, turn=turn, text=said, why="the case has it so"), BY)
        elif line.after == turn and line.turn not in there and line.speaker is not None:
            last = state.reasons[-1]
            reason = Reason(
                turn=line.turn, thought="the case has it so", act=last.act, topic=last.topic, step=last.step
            )
            spoken = Turn(id=line.turn, speaker=line.speaker, text=said)
            context.write(Spoke(dialogue=context.id, turn=spoken, reason=reason, aside=True), BY)
