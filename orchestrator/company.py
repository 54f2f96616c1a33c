"""Who plays and what they may look up: families by name, the guideline store, and one dialogue performed with them."""

import difflib
import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from bedside.agents.patient import Patient
from bedside.agents.physician import Physician
from bedside.agents.planner import Planner
from bedside.agents.refiner import Refiner
from bedside.knowledge.retriever import Retriever
from bedside.orchestrator import conversation
from bedside.orchestrator.failures import Failed, Problem, StorageProblem, boundary, classify
from bedside.orchestrator.intake import Admitted, admit, item_seed
from bedside.orchestrator.journal import Fold
from bedside.orchestrator.scene import Cast, CheckTurn, Event, Extract, Gate, Scene
from bedside.orchestrator.tasks import steps_of
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.record import Failure

_FAMILIES = {"agenda": "bedside.agents.agenda.family", "scripted": "bedside.agents.scripted"}
PROVIDERS = ("openai", "ollama", "langchain", "scripted", "replay")
_ROLES = ("planner", "physician", "patient", "refiner")


class Family(Protocol):
    """The four roles played by one kind of agent, its reader of notes and its check of one utterance."""

    @property
    def planner(self) -> Planner: ...
    @property
    def physician(self) -> Physician: ...
    @property
    def patient(self) -> Patient: ...
    @property
    def refiner(self) -> Refiner: ...
    @property
    def extract(self) -> Extract: ...
    @property
    def check_turn(self) -> CheckTurn | None: ...
    @property
    def languages(self) -> frozenset[str] | None:
        """The languages it speaks, as two letters each; None if it speaks any."""
        ...


@cache
def family(name: str, style: str) -> Family:
    """The family of this name, speaking in this style. Raises ``Problem`` for a name that is not known."""
    if name not in _FAMILIES:
        near = difflib.get_close_matches(name.split(":")[0], [*_FAMILIES, *PROVIDERS], n=1)
        hint = f" Did you mean {near[0] + ':' if near[0] in PROVIDERS else near[0]!r}?" if near else ""
        known = ", ".join([*_FAMILIES, *(f"{provider}:…" for provider in PROVIDERS)])
        raise Problem("config", f"models: nobody is called {name!r}; choose one of {known}.{hint}")
    try:
        return importlib.import_module(_FAMILIES[name]).family(style)
    except (KeyError, FileNotFoundError, ValueError) as error:
        raise Problem(
            "config", f"style {style!r} cannot be used ({error}); see scenarios/styles for the names."
        ) from error


def cast(case: Case) -> Cast:
    """The players a case asks for, role by role. Notes are read by the default family."""
    default = family(case.models.default.name, case.style)
    played = {role: case.models.of(role).name for role in _ROLES}
    by_role: dict[str, Any] = {role: getattr(family(name, case.style), role) for role, name in played.items()}
    spoken = [family(played[role], case.style).languages for role in ("physician", "patient")]
    limited = [languages for languages in spoken if languages is not None]
    return Cast(
        **by_role,
        extract=default.extract,
        check_turn=default.check_turn,
        name="+".join(sorted(set(played.values()))),
        languages=frozenset[str].intersection(*limited) if limited else None,
    )


def refuse_unspoken(players: Cast, case: Case, path: Path | None = None) -> None:
    """Refuse a case in a language that its players do not speak, at its place in the file at ``path``. Raises
    ``Problem``."""
    if players.speaks(case.language):
        return
    what = f"{players.name} does not speak {case.language!r}"
    mend = f"It speaks: {', '.join(sorted(players.languages or ()))}"
    if path is None:
        raise Problem("language", f"{what}. {mend}.")
    from bedside.scenarios.load import mistake_at

    raise Problem("language", str(mistake_at(path, ("language",), what, mend)))


@dataclass(frozen=True)
class Item:
    """One dialogue to be made: its id, the case, the note's text, and the heading the text stood under if it is one
    section."""

    id: str
    case: Case
    text: str
    section: str | None = None


@dataclass(frozen=True)
class Performance:
    """What one item came to. ``measured`` holds what no second run repeats: seconds and calls."""

    fold: Fold
    admitted: Admitted | None
    spent: dict[str, float] = field(default_factory=dict)
    measured: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Company:
    """All that dialogues of one run share."""

    seed: int
    retriever: Retriever | None = None
    players: Callable[[Case], Cast] = cast
    gate: Gate | None = None

    def scene(self, item: Item, sink: Callable[[Event], None]) -> tuple[Scene, Admitted]:
        """Read the note and set the scene. Raises ``Failed``."""
        from bedside.scenarios.load import resolve_persona

        began = time.perf_counter()
        with boundary("intake"):
            admitted = admit(item.text)
            persona = resolve_persona(item.case)
            players = self.players(item.case)
            refuse_unspoken(players, item.case)
        with boundary("extract"):
            started = time.perf_counter()
            note = players.extract(item.id, admitted.text, section=item.section)
            extracted = time.perf_counter() - started
        known = {"age": persona.age or note.age, "sex": persona.sex or note.sex}
        scene = Scene(
            id=item.id,
            case=item.case,
            note=note,
            persona=persona.model_copy(update=known),
            cast=players,
            seed=item_seed(self.seed, item.id),
            retriever=self.retriever if item.case.knowledge else None,
            gate=self.gate,
            sink=sink,
        )
        scene.spent |= {"extract": extracted, "intake": started - began}
        return scene, admitted

    async def perform(
        self, item: Item, sink: Callable[[Event], None], read: Callable[[Note], None] = lambda _: None
    ) -> Performance:
        """Hold one dialogue; ``read`` is told the note once it is read. Never raises for the item's own trouble: that
        is a failed fold."""
        fold = Fold(item.id)
        measured: list[dict[str, Any]] = []

        def keep(event: Event) -> None:
            fold.add(event)
            sink(event)

        def take(event: Event) -> None:
            if "measured" in event:
                measured.append({"dialogue": item.id, "turn": event["turn"]["id"], **event.pop("measured")})
            keep(event)

        scene = None
        admitted = None
        keep(start_event(item, self.seed))
        started = time.perf_counter()
        try:
            scene, admitted = self.scene(item, take)
            read(scene.note)
            state = await conversation.converse(scene)
            keep(done_event(scene, state))
        except (StorageProblem, BrokenPipeError):  # nothing can be kept, or nobody listens: the run ends here
            raise
        except Exception as error:
            keep(failed_event(item.id, error.failure if isinstance(error, Failed) else classify("conversation", error)))
        spent = {**(scene.spent if scene else {}), "all": time.perf_counter() - started}
        return Performance(fold, admitted, spent, tuple(measured))


def start_event(item: Item, run_seed: int) -> Event:
    """The first event of a dialogue: what it is made from."""
    case = item.case
    meta = {
        "family": case.models.default.name,
        "style": case.style,
        "setting": case.setting,
        "persona": case.patient.persona,
        "protocol": case.protocol,
    }
    return {
        "event": "start",
        "dialogue": item.id,
        "note_id": item.id,
        "seed": item_seed(run_seed, item.id),
        "meta": meta,
    }


def failed_event(dialogue: str, failure: Failure) -> Event:
    """The last event of a dialogue that did not come to its end."""
    return {
        "event": "done",
        "dialogue": dialogue,
        "status": "failed",
        "stop": failure.kind,
        "failure": failure.model_dump(mode="json"),
    }


def done_event(scene: Scene, state: conversation.State) -> Event:
    """The last event of a dialogue that came to its end by a stop rule."""
    passages = {
        p["id"]: {"document": p["document"], "section": p["section"]} for f in state["evidence"].values() for p in f
    }
    cited = {p for reason in state["reasons"] for p in [*reason["passages"], *reason["checks"].get("retrieved", [])]}
    withheld = list(dict.fromkeys([*state["withheld"], *(f for r in state["reasons"] for f in r["withheld"])]))
    told = {*state["said"], *withheld}
    planned = dict.fromkeys(fact for step in steps_of(state) for fact in step["facts"])
    meta: dict[str, Any] = {
        "unplaced": state["plan"]["unplaced"],
        "unsaid": [fact for fact in planned if fact not in told],
        "withheld": withheld,
        "rounds": state["round"],
        "passages": {key: value for key, value in passages.items() if key in cited},
        "knowledge": state["knowledge"],
    }
    if state["stop"] == "seconds":
        meta["exempt"] = "stopped by a time limit: another run may stop elsewhere"
    return {"event": "done", "dialogue": scene.id, "status": "finished", "stop": state["stop"], "meta": meta}
