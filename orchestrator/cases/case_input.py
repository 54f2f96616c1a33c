"""One conversation from Python: ``record = simulate("case.yaml")``."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Failed, Problem
from bedside.orchestrator.runs.entry import Sink, nothing
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player
from bedside.scenarios.record import Record

MAX_BYTES = 1 << 20  # of a note file
_NOTES = frozenset((".txt", ".text", ".md", ".note"))  # what a note is called, and a case is not


@dataclass(frozen=True)
class CaseOptions:
    """What may be said on the command line beside the case; None leaves the case as it is."""

    seed: int | None = None
    style: str | None = None
    setting: str | None = None
    protocol: str | None = None
    language: str | None = None
    knowledge: bool | None = None
    player: Player | None = None  # who plays every role

    def of(self, case: Case) -> Case:
        """The case with these choices made. Raises ``Problem`` for a value the case cannot have."""
        given: dict[str, Any] = {
            k: v
            for k in ("seed", "style", "setting", "protocol", "language", "knowledge")
            if (v := getattr(self, k)) is not None
        }
        if self.player is not None:
            fallback = case.models.fallback
            given["models"] = {"default": self.player.model_dump(), "fallback": fallback}
        if not given:
            return case
        from pydantic import ValidationError

        from bedside.scenarios.protocol import refuse_pair

        try:
            made = Case.model_validate({**case.model_dump(), **given})
            refused = refuse_pair(made.protocol, made.setting)
            if refused:
                raise Problem("usage", f"{refused[0]}. {refused[1]}.")
            return made
        except ValidationError as error:
            fault = error.errors()[0]
            allowed = str(fault.get("ctx", {}).get("expected", fault["msg"]))
            allowed = "a whole number" if fault["type"].startswith("int_") else allowed
            name = str(fault["loc"][0]) if fault["loc"] else "case"
            raise Problem("usage", f"--{name} {given.get(name)!r} cannot be used: give {allowed}.") from None


def read_case(path: Path, choices: CaseOptions = CaseOptions()) -> tuple[Case, str]:
    """A case file and the text of its note. Raises ``Problem`` with one sentence."""
    from bedside.orchestrator.build.interview_setup import with_instrument
    from bedside.orchestrator.cases.validate import mistakes
    from bedside.scenarios.load import CaseError, load_case, read_note

    if path.suffix.lower() in _NOTES and path.is_file():
        raise Problem(
            "input",
            f"{path} is a text file and no case: give it as --note {path} to simulate, or make a case of it with "
            f"bedside new --from-note {path}.",
        )
    try:
        case = load_case(path)
        chosen = choices.of(case)
        # What the command line says is not looked for in the file.
        wrong = mistakes(chosen.model_copy(update={"style": "visit"}) if choices.style else chosen, path)
        if wrong:
            raise Problem("input", "\n".join(str(mistake) for mistake in wrong))
        return with_instrument(chosen, path.parent), read_note(case, path.parent)
    except CaseError as error:
        raise Problem("input", "\n".join(str(mistake) for mistake in error.every)) from error


def read_plain(raw: bytes, name: str, choices: CaseOptions = CaseOptions()) -> tuple[Case, str]:
    """A bare note as a case. ``name`` is shown in errors and becomes the id. Raises ``Problem``."""
    from bedside.orchestrator.build.note_input import MAX_CHARACTERS
    from bedside.scenarios.load import note_only_case

    if len(raw) > MAX_BYTES:
        most = f"{MAX_CHARACTERS:,} characters"  # no more than the first MAX_BYTES were read
        raise Problem(
            "input", f"{name} is over {MAX_BYTES:,} bytes and a note has at most {most}: give one visit's note."
        )
    if b"\0" in raw[:4096]:
        raise Problem("input", f"{name} is not text: give a plain text file in UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Problem("input", f"{name} is not UTF-8 (line {line}): save it as UTF-8 and run again.") from None
    stem = Path(name).stem if name != "standard input" else "note"
    return choices.of(note_only_case(stem, text)), text


async def asimulate(
    source: str | Path | Case,
    *,
    choices: CaseOptions = CaseOptions(),
    local_only: bool = False,
    on_event: Sink = nothing,
    simulator: Any = None,
) -> Record:
    """As ``simulate``, where an event loop runs already. ``company`` replaces the players and the guideline store."""
    from bedside.orchestrator.build.guideline_store import open_guideline_store
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.build.players import refuse_unspoken
    from bedside.orchestrator.build.simulate_item import Item, Simulator

    if isinstance(source, Case):
        if not isinstance(source.note, str):
            raise Problem(
                "usage", "Give the case's path, so that its note can be found, or a case with the note in it."
            )
        case, text = choices.of(source), source.note
    else:
        case, text = read_case(Path(source), choices)
    if simulator is None:
        file = None if isinstance(source, Case) else Path(source)
        registry = PlayerOptions(local_only=local_only).registry(case, file.parent if file else Path())
        refuse_unspoken(registry(case), case, file)
        simulator = Simulator(case.seed, open_guideline_store(case.knowledge).retriever, players_for=registry)
    chosen: Simulator = simulator
    try:
        state = (await chosen.perform(Item(case.id, case, text), on_event)).state
    finally:
        await chosen.close()
    if state.failure is not None:
        raise Failed(state.failure)
    return state.record()


def simulate(
    source: str | Path | Case,
    *,
    seed: int | None = None,
    style: str | None = None,
    knowledge: bool | None = None,
    model: str | Player | None = None,
    local_only: bool = False,
) -> Record:
    """Hold the conversation of one case and return its record; nothing is written.

    ``source`` is a case file or a ``Case`` with its note in it; the other arguments override the case. ``model`` plays
    every role: a name like ``openai:MODEL``, or a ``Player`` that also says where its server is. Raises ``Problem`` for
    a case that cannot be used and ``Failed`` for a conversation that did not come to its end.
    """
    player = Player(name=model) if isinstance(model, str) else model
    choices = CaseOptions(seed=seed, style=style, knowledge=knowledge, player=player)
    work = asimulate(source, choices=choices, local_only=local_only)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    from concurrent.futures import ThreadPoolExecutor  # a notebook: its loop is busy with the caller

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
