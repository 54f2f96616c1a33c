"""The agenda: topics, their steps, what of them has been told and what comes next."""

from rich.text import Text

from bedside.orchestrator.debug.screen.pane_text import CHOSEN, FAINT, STRONG, PaneText
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.views.terminal_text import harmless, short
from bedside.scenarios.plan import Step


def agenda_pane(session: Session, chosen: int | None) -> PaneText:
    """Every topic with how many of its facts were told; ``x`` before a step that is done, ``>`` before the next one. The
    facts stand under the step of the chosen turn and under the next one."""
    state = session.state
    if not state.planned:
        return PaneText(Text("There is no agenda yet: step lays it out."))
    upcoming = session.next
    due = upcoming.step.id if upcoming is not None else ""
    own = state.reasons[chosen].step if chosen is not None else ""
    facts = {fact.id: fact.text for fact in session.context.note.facts}
    done = {step.id for step in state.steps[: state.cursor]}
    text, at = Text(), 0
    for topic in state.plan.topics:
        told, planned = _count(state, *topic.steps)
        text.append(f"{topic.kind}  ", STRONG)
        text.append(f"{harmless(topic.title)}  {f'{told} of {planned} told' if planned else ''}".rstrip() + "\n", FAINT)
        for step in topic.steps:
            at = len(text) if step.id == (own or due) else at
            _step(text, state, step, done, due, own)
            for fact in step.facts if step.id in (own, due) else ():
                mark = "x" if fact in state.said else "-" if fact in state.kept_back else " "
                text.append(f"      {mark} {fact} {short(harmless(facts.get(fact, '')), 60)}\n")
    left = len(state.plan.unplaced)
    text.append(f"{left} facts have no step.\n" if left else "", FAINT)
    text.rstrip()
    return PaneText(text, at)


def _step(text: Text, state: DialogueState, step: Step, done: set[str], due: str, own: str) -> None:
    told, planned = _count(state, step)
    mark = ">" if step.id == due else "x" if step.id in done else " "
    count = f"  {told}/{planned}" if planned else ""
    text.append(f"  {mark} {step.id} {step.act}{count}", CHOSEN if step.id == own else "")
    text.append("\n")


def _count(state: DialogueState, *steps: Step) -> tuple[int, int]:
    """How many facts of these steps were told, and how many there are."""
    planned = {fact for step in steps for fact in step.facts}
    return len(planned & state.said.keys()), len(planned)
