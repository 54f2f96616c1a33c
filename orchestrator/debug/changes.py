"""What a person changes in a conversation that is being debugged: its words, what is said next, what it is made from. Every
change is an event by that person, on a branch of its own where something already followed, and always where words are
replaced."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bedside.orchestrator.build.note_input import admit, item_seed
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.turn_lookup import event_of, turn_at
from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.graph.given_lines import step_of
from bedside.orchestrator.graph.kept_briefs import room_of
from bedside.orchestrator.graph.reasons import clean
from bedside.orchestrator.graph.schedule import turn_id
from bedside.orchestrator.runs.events import Changed, Edited, Event, Spoke, Started, sealed
from bedside.orchestrator.runs.note_form import packed_note
from bedside.orchestrator.runs.resume import path_to
from bedside.scenarios.case import Case
from bedside.scenarios.turn import Reason, Turn

Json = dict[str, Any]
_LONGEST = 20_000  # characters of a line that a person types


def edit(session: Session, place: str, text: str, why: str = "", keep: bool = False) -> Turn:
    """Give a turn other words and stand after it; what followed stays on the old branch, or with ``keep`` on the new one
    as well. Raises ``Problem``."""
    said = _said(text, "An edit")
    state = session.state
    turn = state.turns[turn_at(state, place)]
    if turn.text == said:
        raise Problem("usage", "These are the words that stand there: nothing is changed.")
    path = session.path
    after = session.tip if keep or turn.id == state.turns[-1].id else event_of(path, turn.id).id
    if state.status != "unfinished" and after == session.tip:
        after = _before_end(path)
    session.move(after)
    session.leave(why or f"edited {turn.id}", session.free_name())  # the old words stay where they are
    session.write(Edited(dialogue=session.source.id, turn=turn.id, text=said, why=why))
    return turn.model_copy(update={"text": said})


def _before_end(path: list[Event]) -> str:
    """The event before the dialogue ended."""
    return next(event.id for event in reversed(path) if event.event not in ("stopped", "failed"))


def _said(text: str, what: str) -> str:
    said = clean(text)
    if not said:
        raise Problem("usage", f"{what} needs words: an empty line would leave a turn that nobody said.")
    if len(said) > _LONGEST:
        raise Problem("usage", f"{what} has {len(said):,} characters and the most is {_LONGEST:,}.")
    return said


def say(session: Session, role: str, text: str, facts: tuple[str, ...] = ()) -> Turn:
    """Have a role say these words now: in place of what it would say next, if it is its turn, else beside the plan. ``facts``
    are those that the words tell. Raises ``Problem``."""
    said = _said(text, "What is said")
    state = session.state
    if role not in session.context.present:
        raise Problem("usage", f"{role!r} is not in the room: {', '.join(session.context.present)} are.")
    if state.status != "unfinished":
        raise Problem("usage", "The conversation has ended: go back before its end, then say it.")
    upcoming = session.next
    own = upcoming is not None and upcoming.kind == "say" and upcoming.speaker == role
    if not state.steps:
        raise Problem("usage", "There is no plan yet: step once, then say it.")
    step = upcoming.step if upcoming is not None else step_of(state)
    session.leave(f"{role} is given a line")
    turn = Turn(id=turn_id(step.id, role, session.state.turns), speaker=role, text=said)
    reason = Reason(turn=turn.id, thought="said by a person", act=step.act, topic=step.topic, step=step.id, facts=facts)
    session.write(Spoke(dialogue=session.source.id, turn=turn, reason=reason, aside=not own))
    return turn


def assign(session: Session, path: str, value: str, why: str = "") -> str:
    """Change what the dialogue is made from, from here on: ``patient.persona=anxious``, ``limits.turns=20``, ``seed=7``, or
    ``note=@FILE``, which has it begin again. Returns what it was. Raises ``Problem``."""
    state = session.state
    if path == "note":
        return _another_note(session, value, why)
    room = room_of(state, session.source.text)
    form = room.case.model_dump(mode="json", exclude_unset=True)
    old = _put(form, path.removeprefix("case."), _parsed(value))
    case = _valid(form, path)
    from bedside.scenarios.load import CaseError, resolve_persona

    name = path.removeprefix("case.").removeprefix("patient.")
    if name in ("persona", "setting", "protocol", "style"):  # refused by name, with the nearest there is
        chosen: Json = {name: case.patient.persona if name == "persona" else getattr(case, name)}
        CaseOptions(**chosen).of(case)
    try:
        persona = resolve_persona(case)
    except (CaseError, KeyError, ValueError) as error:
        raise Problem("usage", f"{path}={value} cannot be used: {error}") from None
    same = room.persona
    persona = persona.model_copy(update={"age": persona.age or same.age, "sex": persona.sex or same.sex})
    first = session.path[0]
    note = first.note_id if isinstance(first, Started) else session.source.id
    seed = item_seed(case.seed, note) if path.removeprefix("case.") == "seed" else None
    _write_change(
        session,
        Changed(
            dialogue=session.source.id,
            case=case.model_dump(mode="json", exclude_unset=True, exclude={"note", "expect"}),
            persona=persona.model_dump(mode="json", exclude_defaults=True),
            seed=seed,
            why=why or f"{path} = {value}",
        ),
    )
    return str(old)


def _write_change(session: Session, event: Changed) -> None:
    path = session.path
    if session.state.status != "unfinished":
        path = path_to(session.log, _before_end(path))
    trial, _ = sealed(event.model_copy(update={"parent": path[-1].id, "by": session.author}))
    session.made([*path, trial])  # what cannot be played is refused before it is written
    session.move(path[-1].id)
    session.leave(event.why, session.free_name() if event.note is not None else "")
    session.write(event)
    session.move(session.tip)


def _parsed(value: str) -> Any:
    try:
        return yaml.safe_load(value)
    except yaml.YAMLError:
        return value


def _put(form: Json, path: str, value: Any) -> Any:
    """Set a value inside a case and return what was there. Raises ``Problem`` for a path that leads nowhere."""
    *way, last = path.split(".")
    if not last or way[:1] == ["note"] or (not way and last in ("note", "id", "expect")):
        raise Problem("usage", f"{path!r} cannot be set: name a key of the case, like patient.persona or limits.turns.")
    inner: Json = form
    for name in way:
        found: Any = inner.setdefault(name, {})
        if isinstance(found, str):  # a short form, like a persona's or a player's name
            found = inner[name] = {"persona" if name == "patient" else "name": found}
        if not isinstance(found, dict):
            raise Problem("usage", f"{path!r} leads nowhere: {name} holds no keys.")
        inner = found
    old = inner.get(last)
    inner[last] = value
    return old


def _valid(form: Json, path: str) -> Case:
    try:
        return Case.model_validate(form)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or path
        raise Problem("usage", f"{where} cannot be set so: {fault['msg']}.") from None


def _another_note(session: Session, value: str, why: str) -> str:
    if not value.startswith("@"):
        raise Problem("usage", "Another note comes from a file: set note=@FILE.")
    try:
        text = Path(value[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            "input", f"{value[1:]} cannot be read as text ({type(error).__name__}): give a UTF-8 file."
        ) from None
    if not session.source.keep_text:
        raise Problem(
            "usage", "The words of this note are not kept, so no other can be put in its place: make a case of it."
        )
    room = room_of(session.state, session.source.text)
    admitted = admit(text, room.case.language)
    try:
        note = session.context.players.extract(session.source.id, admitted.text)
    except Failed as failed:
        raise Problem(failed.failure.kind, failed.failure.message) from None
    event = Changed(
        dialogue=session.source.id,
        case=room.case.model_dump(mode="json", exclude_unset=True, exclude={"note", "expect"}),
        persona=room.persona.model_dump(mode="json", exclude_defaults=True),
        note=packed_note(note, session.source.keep_text, admitted.text),
        why=why or f"another note, {value[1:]}",
    )
    _write_change(session, event)
    return "the note as it was"
