"""What is debugged: a case that is to be played, or a dialogue that a run keeps. Opening it asks nobody anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bedside.agents.models.replay_model import DIGEST
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.orchestrator.build.spoken_languages import refuse_unspoken
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.causes.replay_setup import kept_prompts
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import Event, Started
from bedside.orchestrator.runs.reader import RunFolder
from bedside.scenarios.case import Case

Json = dict[str, Any]


@dataclass(frozen=True)
class DialogueSource:
    """A dialogue to debug. ``log`` is all events so far by id, ``tip`` where to stand; of a case there are none yet.
    ``exchanges``, ``calls`` and ``passages`` are what is kept beside the log, and ``of`` says where it comes from."""

    id: str
    case: Case
    text: str
    simulator: Simulator
    registry: PlayerRegistry
    of: str
    keep_text: bool = True
    log: Mapping[str, Event] = field(default_factory=dict)
    tip: str = ""
    exchanges: tuple[Json, ...] = ()
    calls: tuple[Json, ...] = ()
    passages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict[str, str])  # as the run had them, by name


def open_case(
    given: Path, choices: CaseOptions, players: PlayerOptions, keep_text: bool | None = None
) -> DialogueSource:
    """A case from its file, or a shipped one by its id. Raises ``Problem``."""
    file = find_case(given)
    case, text = read_case(file, choices)
    registry = players.registry(case, file.parent)
    refuse_unspoken(registry(case), case, file)
    keeps = case.data_class not in ("phi", "credentialed") if keep_text is None else keep_text
    remarks: list[str] = []
    store = open_guideline_store(case.knowledge, remarks.append)
    simulator = Simulator(case.seed, store.retriever, players_for=registry, keep_text=keeps)
    return DialogueSource(case.id, case, text, simulator, registry, str(given), keeps, remarks=tuple(remarks))


def open_kept(folder: RunFolder, name: str, players: PlayerOptions, base: Path = Path()) -> DialogueSource:
    """A dialogue of a run, finished or not, at its end; one that failed, before it did. Raises ``Problem`` where no log is
    kept, or the words of the note are not known."""
    kept = folder.dialogue(name)
    if not kept.events:
        raise Problem(
            "input", f"Of {name} no log is kept ({kept.lost or 'made by version 0.1.0'}): make it again to debug it."
        )
    state = kept.state
    started = state.started
    if not isinstance(started, Started) or started.note is None:
        why = f" ({kept.record.failure.message})" if kept.record.failure else ""
        raise Problem("input", f"Nothing of {name} was read{why}: mend its note and make it again.")
    if kept.note is None or kept.given is None:
        raise Problem("input", f"The run keeps no text of its notes: give them with --notes FILE to debug {name}.")
    case = _case_of(started.case, kept.given, players)
    registry = players.registry(case, base)
    remarks = [f"It failed ({kept.record.failure.kind}): {kept.record.failure.message}"] if kept.record.failure else []
    store = open_guideline_store(case.knowledge, remarks.append)
    keeps = bool(started.note.get("kept", True))
    simulator = Simulator(started.seed, store.retriever, players_for=registry, keep_text=keeps, lines=kept.passages)
    tip = next(event.id for event in reversed(kept.events) if event.event != "failed")
    return DialogueSource(
        name,
        case,
        kept.given,
        simulator,
        registry,
        f"{folder.path.resolve().name}/{name}",
        keeps,
        kept.log,
        tip,
        kept.exchanges,
        kept.calls,
        kept.passages,
        tuple(remarks),
        kept_prompts(folder.about),
    )


def _case_of(form: Json, given: str, players: PlayerOptions) -> Case:
    case = Case.model_validate({**form, "note": given})
    player = players.player
    if player is None:
        return case
    return CaseOptions(player=player).of(case)


def answered(exchanges: Sequence[Json]) -> dict[str, Json]:
    """What models answered, by the beginning of the question's digest, as ``Answers.tape`` wants it. Where the same was
    asked twice, the last answer that there was."""
    tape: dict[str, Json] = {}
    for row in exchanges:
        if row.get("reply") is None or "digest" not in row:
            continue
        reply = {"text": row["reply"], "asked": row.get("asked", ""), "reasoning": row.get("reasoning"), "usage": {}}
        tape[row["digest"][:DIGEST]] = {"digest": row["digest"], "reply": reply}
    return tape
