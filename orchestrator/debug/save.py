"""What a session leaves behind: a case that makes the branch again, a test of it that needs no network, a cassette of what
models answered, a page."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.interview.profile import HEADING
from bedside.agents.models.replay_model import FORMAT
from bedside.orchestrator.debug.session import TAKE, Session
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.kept_briefs import room_of
from bedside.orchestrator.graph.model_exchanges import ANSWERS
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.events import Edited, Event, Forked, Inserted, Revised, Spoke
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.case import Case
from bedside.scenarios.expect import holds

Json = dict[str, Any]
_MENTIONED = 200  # characters of a line that a test looks for


def save_html(session: Session, file: Path) -> str:
    """Write the branch as a page of its own. Returns what was written. Raises ``Problem``."""
    from bedside.orchestrator.views.dialogue_view import dialogue_view
    from bedside.orchestrator.views.html_page import html_page

    view = dialogue_view(kept_dialogue(session), (f"Branch {session.branch} of a debugging session.",))
    _write(file, html_page(view, trace=True, beside=True).encode())
    return f"{file}: the conversation as it stands, {len(session.state.turns)} turns, with its reasons"


def kept_dialogue(session: Session, events: Sequence[Event] | None = None) -> KeptDialogue:
    """The branch, or these events of another, as readers of runs know a dialogue."""
    note = session.context.note
    path = session.path if events is None else events
    return KeptDialogue(
        session.source.id,
        fold(path).record().with_words(note.given),
        tuple(path),
        note,
        note.given,
        exchanges=tuple(session.exchanges),
        passages=dict(session.source.passages),
        log=session.log,
    )


def save_cassette(session: Session, file: Path) -> str:
    """Write what models answered on this branch as a cassette for ``replay:FILE``. Raises ``Problem``."""
    rows = cassette_rows(session)
    if not rows:
        raise Problem("usage", "No model has answered on this branch: there is nothing to put on a cassette.")
    _write(file, b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return f"{file}: {len(rows)} answers"


def cassette_rows(session: Session) -> list[Json]:
    """The answers on this branch in their order, as a cassette holds them."""
    here = {event.id for event in session.path}
    seen: dict[str, int] = {}
    rows: list[Json] = []
    for row in session.exchanges:
        answer = _answer(row) if row.get("event") in here else None
        if answer is None:
            continue
        digest = row["digest"]
        seen[digest] = seen.get(digest, 0) + 1
        asked = {"purpose": row.get("purpose", ""), "asked": row.get("asked", ""), "mode": row.get("mode")}
        rows.append({"format": FORMAT, "digest": digest, "n": seen[digest], **asked, **answer})
    return rows


def _answer(row: Json) -> Json | None:
    """What came of an exchange, as a cassette has it: a reply, or a failure that was the model's answer; None for one of
    the way to it, and where its words are not kept."""
    if row.get("error") in ANSWERS:
        said = f"{row.get('asked', 'the model')} answered with {row['error']} when this was recorded."
        return {"error": {"kind": row["error"], "message": said, "usage": {}}}
    if row.get("reply") is None:
        return None
    reply = {"text": row["reply"], "asked": row.get("asked", ""), "reasoning": row.get("reasoning"), "usage": {}}
    return {"reply": reply}


def case_form(session: Session) -> Json:
    """The case of this branch, as its file says it, with the lines that a person gave."""
    state = session.state
    room = room_of(state, session.source.text)
    # An item's seed comes from the run's and its id: under another id it would be another conversation.
    form = {"id": session.source.id, "note": _note_given(state, room.note.given)}
    form |= {key: value for key, value in _set_in(room.case).items() if key not in ("id", "note", "lines", "expect")}
    here = {turn.id for turn in state.turns}
    lines = lines_of(session)
    if state.status == "unfinished":
        to_come = [line for line in room.case.lines if {line.turn, line.since or line.turn} - here]
        lines += [line.model_dump(exclude_defaults=True) for line in to_come]
    return {**form, **({"lines": lines} if lines else {})}


def _set_in(case: Case) -> Json:
    """What a case sets: all keys that do not have the value that holds if they are left out."""
    return case.model_dump(mode="json", exclude_defaults=True)


def _note_given(state: DialogueState, text: str) -> str:
    """The note as it was handed in, without what an interview is to find, which is written under it when it is read."""
    if state.started is None or state.started.interview is None:
        return text
    given, heading, _ = text.partition(f"\n\n{HEADING}:\n")
    return f"{given}\n" if heading else text


def lines_of(session: Session) -> list[Json]:
    """What is said as written on this branch: turns whose words a person gave or changed, and takes that were accepted."""
    told = _Told()
    for event in session.path:
        told.take(event)
    order = {turn.id: n for n, turn in enumerate(session.state.turns)}
    return sorted((line for line in told.lines if line["turn"] in order), key=lambda line: order[line["turn"]])


@dataclass
class _Told:
    """The lines of the events so far. ``latest`` is the one from which a turn has its words, ``moment`` the last turn that
    was said or said again, ``said`` how often each was."""

    lines: list[Json] = field(default_factory=list[Json])
    latest: dict[str, Json] = field(default_factory=dict[str, Json])
    said: Counter[str] = field(default_factory=Counter[str])
    moment: str = ""
    before: str = ""  # the last turn that was new
    taken: bool = False  # whether a take comes next

    def take(self, event: Event) -> None:
        """Take in the next event of the branch."""
        if isinstance(event, Forked):
            self.taken = event.name.startswith(TAKE)
        elif isinstance(event, Spoke | Inserted):
            self._spoken(event)
        elif isinstance(event, Revised):
            self._at(event.turn)
            if event.text is not None and event.turn in self.latest:
                self.latest[event.turn]["say"] = event.text
        elif isinstance(event, Edited):
            self._edited(event)

    def _spoken(self, event: Spoke | Inserted) -> None:
        turn = event.turn
        by_hand = event.by == "case" or event.by.startswith("person:")
        if by_hand or self.taken:
            line: Json = {"turn": turn.id}
            if isinstance(event, Spoke) and by_hand:
                line |= {"after": self.before, "speaker": turn.speaker} if event.aside else {"instead": True}
            self._add({**line, "say": turn.text})
        self.taken = False
        self.before = turn.id
        self._at(turn.id)

    def _edited(self, event: Edited) -> None:
        """Other words, at once or after a later turn; whoever speaks in between is told the old ones."""
        since: Json = {} if event.turn == self.moment else {"since": self.moment}
        if since and self.said[self.moment] > 1:
            since["times"] = self.said[self.moment]
        last = self.latest.get(event.turn)
        if last is not None and (not since or since.items() <= last.items()):
            last["say"] = event.text
        else:
            self._add({"turn": event.turn, **since, "say": event.text})

    def _add(self, line: Json) -> None:
        self.lines.append(line)
        self.latest[line["turn"]] = line

    def _at(self, turn: str) -> None:
        self.moment = turn
        self.said[turn] += 1


async def save_case(session: Session, file: Path, expect: Json | None = None, models: Json | None = None) -> str:
    """Write the branch as a case file and hold it once to see that it says the same. Returns what was written. Raises
    ``Problem``."""
    if not file.name.endswith(".case.yaml"):
        raise Problem("usage", f"{file} is no name of a case file: end it with .case.yaml.")
    form = case_form(session)
    form |= {"expect": expect} if expect else {}
    form |= {"models": models} if models else {}
    _write(file, case_text(form).encode())
    given = len(form.get("lines", ()))
    told = f"; {given} of its lines are said as written" if given else ""
    return f"{file}: {await _tried(session, file)}{told}"


def case_text(form: Json) -> str:
    """A case as the text of its file."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import LiteralScalarString

    writer: Any = YAML()
    writer.width = 1 << 16
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump({**form, "note": LiteralScalarString(form["note"])}, out)
    return out.getvalue()


async def _tried(session: Session, file: Path) -> str:
    """What came of holding the case that was written, beside the branch it was made from."""
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.build.simulate_item import Item
    from bedside.orchestrator.cases.case_input import read_case

    case, text = read_case(file)
    registry = PlayerOptions().registry(case, file.parent)
    simulator = replace(session.source.simulator, seed=case.seed, players_for=registry, gate=None)
    state = (await simulator.perform(Item(case.id, case, text), nothing)).state
    await registry.close()
    then = [(turn.speaker, turn.text) for turn in session.state.turns]
    now = [(turn.speaker, turn.text) for turn in state.turns]
    if state.failure is not None:
        return f"written; held again it fails ({state.failure.message})"
    same = next((n for n, (a, b) in enumerate(zip(then, now, strict=False)) if a != b), min(len(then), len(now)))
    if same == len(then) and (len(now) == len(then) or session.state.status == "unfinished"):
        return f"written, and held again it says the same {same} turns"
    return f"written; held again it says something else from turn {same + 1} on"


async def save_test(session: Session, file: Path, never: Sequence[str] = ()) -> str:
    """Write a case that expects what was said on this branch, and a cassette beside it if models spoke: ``bedside check``
    runs it with no network, and a call that was not recorded is an error. ``never`` are words that nobody shall say. Raises
    ``Problem``."""
    if session.state.status != "finished":
        raise Problem("usage", "The branch has not come to its end: finish it, so that a test knows what to expect.")
    for words in never:
        if not words.strip() or any(holds(turn.text, words) for turn in session.state.turns):
            raise Problem(
                "usage", f"A test of this branch could never be met: {words[:40]!r} is said on it, or says nothing."
            )
    tape = file.with_name(f"{file.name.removesuffix('.case.yaml')}.cassette.jsonl")
    rows = cassette_rows(session)
    if rows:
        _write(tape, b"".join(orjson.dumps(row) + b"\n" for row in rows))
    said = await save_case(session, file, expectations(session, never), _replayed(session, tape) if rows else None)
    return said + (f"; {len(rows)} answers in {tape.name}" if rows else "") + f". Run it with bedside check {file}"


def _replayed(session: Session, tape: Path) -> Json:
    """Who plays in a test: whoever is a language model is the cassette, asked as the model was."""
    models = session.context.case.models
    roles: Json = {} if models.fallback is None else {"fallback": models.fallback}
    for role in ("default", "planner", "physician", "patient", "refiner"):
        player = getattr(models, role)
        if player is not None and player.prompted:
            decoding = player.decoding.model_dump(exclude_defaults=True, mode="json")
            roles[role] = {"name": f"replay:{tape.name}", **({"decoding": decoding} if decoding else {})}
        elif player is not None:
            roles[role] = player.name
    return roles


def expectations(session: Session, never: Sequence[str] = ()) -> Json:
    """What a test of this branch expects: no more turns, and the words that a person put in."""
    state = session.state
    by_id = {turn.id: turn for turn in state.turns}
    mentions = [
        {by_id[line["turn"]].speaker: line["say"]}
        for line in lines_of(session)
        if line["say"] == by_id[line["turn"]].text and len(line["say"]) <= _MENTIONED and "|" not in line["say"]
    ]
    shunned = {"never_mentions": list(never)} if never else {}
    return {**({"mentions": mentions} if mentions else {}), **shunned, "max_turns": len(state.turns)}


def _write(file: Path, content: bytes) -> None:
    if file.exists():
        raise Problem("usage", f"{file} is there already: choose another name.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_bytes(content)
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        raise Problem("storage", f"{file} cannot be written ({error.strerror}): choose another place.") from None
