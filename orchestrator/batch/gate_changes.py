"""What a person changed of plans and drafts, taken into the logs of a run as events of theirs.

Law of the file: all of it is taken in or nothing; what was not changed gets no event, so that it goes on as if nobody had
looked.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bedside.orchestrator.batch.gate_file import draft_form, fact_words, plan_form
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph import briefs
from bedside.orchestrator.graph.kept_briefs import room_of
from bedside.orchestrator.graph.reasons import clean
from bedside.orchestrator.graph.review_gate import gate_of
from bedside.orchestrator.runs.events import Edited, Event, Replanned, Started, sealed
from bedside.orchestrator.runs.file_names import EVENTS
from bedside.orchestrator.runs.files import Lines
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.lock import hold
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.runs.resume import path_to
from bedside.scenarios.plan import LEFT_OUT, Plan

Json = dict[str, Any]
_LONGEST = 20_000  # characters of a turn
_NO_WORDS = "The run keeps no words of its notes, and a plan is made of them: give them with --notes FILE."


@dataclass
class Taken:
    """What a file came to: dialogues that were looked at, turns and plans that were changed, by dialogue."""

    looked_at: int = 0
    turns: dict[str, int] = field(default_factory=dict[str, int])
    plans: list[str] = field(default_factory=list[str])

    @property
    def changed(self) -> int:
        """Dialogues of which something was changed."""
        return len({*self.turns, *self.plans})


def forms_of(folder: RunFolder) -> Iterator[Json]:
    """The form of every dialogue that is held at a gate, in the order in which they were begun. Raises ``Problem``."""
    for kept in folder.dialogues(list(folder.survey.logs)):
        gate = gate_of(kept.state) if kept.events else None
        if gate == "draft":
            yield draft_form(kept.state)
        elif gate == "plan":
            if kept.note is None or (_hidden(kept) and kept.given is None):
                raise Problem("input", _NO_WORDS)
            yield plan_form(kept.state, kept.note)


def take(
    folder: RunFolder,
    forms: Iterable[tuple[str, Json]],
    author: str,
    why: str = "",
    now: Callable[[], float] = time.time,
) -> Taken:
    """Write what was changed as events by ``person:author``. Raises ``Problem`` for what cannot be taken in, with its place;
    then nothing is."""
    hold(folder.path)
    if folder.survey.damage:
        raise Problem("config", f"{folder.path} is damaged: run the command that made it first, which mends it.")
    taken, lines = Taken(), list[bytes]()
    seen: set[str] = set()
    for place, form in forms:
        name = form["id"]
        if name in seen:
            raise Problem("input", f"{place} stands twice: keep one of them.")
        seen.add(name)
        kept = next(folder.dialogues([name])) if name in folder.survey.logs or name in folder.survey.kept else None
        if kept is None or not kept.events:
            raise Problem("input", f"{place} is no dialogue of {folder.path}: leave the ids as they were written.")
        taken.looked_at += 1
        made = list(_changes(kept, form, place, why))
        lines += _sealed(kept, made, author, round(now(), 3))
        if any(isinstance(event, Replanned) for event in made):
            taken.plans.append(name)
        elif made:
            taken.turns[name] = len(made)
    if lines:
        file = Lines(folder.path / EVENTS)
        file.write(b"".join(lines))
        file.close()
    return taken


def _sealed(kept: KeptDialogue, made: list[Event], author: str, at: float) -> Iterator[bytes]:
    hidden = kept.note.text if _hidden(kept) and kept.note is not None else None
    tip = kept.events[-1].id
    for event in made:
        placed = event.model_copy(update={"parent": tip, "at": at, "by": f"person:{author}"})
        written, line = sealed(placed, hidden)
        tip = written.id
        yield line


def _hidden(kept: KeptDialogue) -> bool:
    """Whether the log may not quote the note."""
    first = kept.events[0]
    return isinstance(first, Started) and first.note is not None and first.note.get("kept") is False


def _changes(kept: KeptDialogue, form: Json, place: str, why: str) -> Iterator[Event]:
    """What is changed, against what was written and against what stands there now."""
    after = form.get("after")
    if not isinstance(after, str) or after not in kept.log:
        raise Problem("input", f'{place}: "after" is no place in its log: leave it as it was written.')
    then, now = fold(path_to(kept.log, after), kept.id), kept.state
    both = "turns" in form and "plan" in form
    if both or not ("turns" in form or "plan" in form):
        raise Problem("input", f'{place} has neither "turns" nor "plan": leave the keys as they were written.')
    if "plan" in form:
        yield from _plan_changes(kept, then, form["plan"], place, why)
        return
    words = _words(then, form["turns"], place)
    changed = {turn.id: words[turn.id] for turn in then.turns if words[turn.id] != clean(turn.text)}
    if not changed or all(words.get(turn.id) == turn.text for turn in now.turns):
        return
    if now.tip != after:
        raise Problem("input", f"{place} has gone on or was changed since it was written: write the file anew.")
    for name, text in changed.items():
        yield Edited(dialogue=kept.id, turn=name, text=text, why=why)


def _words(state: DialogueState, given: Any, place: str) -> dict[str, str]:
    """The words of each turn. Raises ``Problem``."""
    rows: list[Any] = given if isinstance(given, list) else []
    named = [(row.get("turn"), row.get("speaker")) if isinstance(row, dict) else None for row in rows]
    if named != [(turn.id, turn.speaker) for turn in state.turns]:
        raise Problem(
            "input",
            f"{place}: these are not the turns of the draft, each once and in its order: change words alone "
            "(bedside debug does more).",
        )
    found: dict[str, str] = {}
    for row in rows:
        text = row.get("text")
        said = clean(text) if isinstance(text, str) else ""
        if not said or len(said) > _LONGEST:
            raise Problem("input", f'{place}: turn {row["turn"]} needs 1 to {_LONGEST:,} characters under "text".')
        found[row["turn"]] = said
    return found


def _plan_changes(kept: KeptDialogue, then: DialogueState, given: Any, place: str, why: str) -> Iterator[Event]:
    if kept.note is None or (_hidden(kept) and kept.given is None):
        raise Problem("input", _NO_WORDS)
    form = plan_form(then, kept.note)["plan"]
    if given in (form, plan_form(kept.state, kept.note)["plan"]):
        return
    if kept.state.tip != then.tip:
        raise Problem("input", f"{place} has gone on or was changed since it was written: write the file anew.")
    plan = _plan(kept, then.plan, given, place)
    if plan == then.plan:
        return
    yield Replanned(dialogue=kept.id, plan=plan, spokesperson=briefs.spokesperson(plan.steps), why=why)


def _plan(kept: KeptDialogue, old: Plan, given: Any, place: str) -> Plan:
    """The plan as somebody left it. Raises ``Problem``."""
    assert kept.note is not None
    words = fact_words(kept.note)
    try:
        topics = [
            {
                "kind": topic["topic"],
                "title": topic["title"],
                "steps": [_step(step, topic["topic"], words, place) for step in topic["steps"] or ()],
            }
            for topic in given
        ]
        plan = Plan.model_validate({**old.model_dump(), "topics": [topic for topic in topics if topic["steps"]]})
    except (TypeError, KeyError, AttributeError) as error:
        raise Problem("input", f"{place}: the plan is no list of topics with their steps ({error}).") from None
    except ValidationError as error:
        fault = error.errors()[0]
        raise Problem("input", f"{place}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}.") from None
    _refuse(plan, room_of(kept.state, kept.given).present, place)
    told = {fact for step in plan.steps for fact in step.facts}
    gone = {fact for step in old.steps for fact in step.facts if fact not in told}
    unplaced = {fact: why for fact, why in old.unplaced.items() if fact not in told}
    return plan.model_copy(update={"unplaced": {**unplaced, **dict.fromkeys(sorted(gone), f"{LEFT_OUT}by a person")}})


def _step(step: Json, topic: str, words: dict[str, str], place: str) -> Json:
    facts = step.get("facts") or {}
    for name in facts:
        if name not in words:
            raise Problem("input", f"{place}: step {step.get('id')}: the note has no fact {name!r}.")
        if isinstance(facts, dict) and facts[name] != words[name]:
            raise Problem("input", f"{place}: step {step.get('id')}: the words of {name} are the note's; leave them.")
    return {**step, "topic": topic, "facts": [*facts]}


def _refuse(plan: Plan, present: tuple[str, ...], place: str) -> None:
    names = [step.id for step in plan.steps]
    if not names:
        raise Problem("input", f"{place}: a plan needs a step.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem("input", f"{place}: step {twice} stands twice: give each its own id.")
    for step in plan.steps:
        if step.revealer not in present:
            raise Problem("input", f"{place}: step {step.id}: {step.revealer!r} is not in the room.")
