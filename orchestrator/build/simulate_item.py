"""What the dialogues of one run share, and one dialogue performed: read, held, folded, whatever goes wrong."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.build.note_input import admit, item_seed
from bedside.orchestrator.build.players import built_in_players, refuse_unspoken, untranslated
from bedside.orchestrator.failures import Failed, Problem, StorageProblem, boundary, classify
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import DialogueContext, Gate, Players
from bedside.orchestrator.graph.schedule import steps_of
from bedside.orchestrator.runs.events import Event, Fold
from bedside.orchestrator.runs.outcome import Admitted, ItemResult
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.record import Failure

PlayersFor = Callable[[Case], Players]


@dataclass(frozen=True)
class Item:
    """One dialogue to be made: its id, the case, the note's text, and the heading the text stood under if it is one
    section."""

    id: str
    case: Case
    text: str
    section: str | None = None


@dataclass(frozen=True)
class Simulator:
    """All that dialogues of one run share."""

    seed: int
    retriever: Retriever | None = None
    players_for: PlayersFor = built_in_players
    gate: Gate | None = None

    async def close(self) -> None:
        """Let go of what the players hold open."""
        close = getattr(self.players_for, "close", None)
        if close is not None:
            await close()

    def context(self, item: Item, sink: Callable[[Event], None]) -> tuple[DialogueContext, Admitted]:
        """Read the note and set the scene. Raises ``Failed``."""
        from bedside.scenarios.load import resolve_persona

        began = time.perf_counter()
        with boundary("intake"):
            persona = resolve_persona(item.case)
            players = self.players_for(item.case)
            refuse_unspoken(players, item.case)
            admitted = admit(item.text, item.case.language)
        with boundary("extract"):
            started = time.perf_counter()
            note = players.extract(item.id, admitted.text, section=item.section)
            wrong = untranslated(item.case, note.language)
            if wrong is not None:
                raise Problem(
                    "language", f"{wrong[0][:1].upper()}{wrong[0][1:]}: {wrong[1][:1].lower()}{wrong[1][1:]}."
                )
            extracted = time.perf_counter() - started
        known: dict[str, Any] = {"age": persona.age or note.age, "sex": persona.sex or note.sex}
        if note.edits and persona.withholds:  # what is kept back may be named in the note's shorthand
            from bedside.agents.extraction.written_out import write_out

            forms = (form for word in persona.withholds for form in (word, write_out(word).text))
            known["withholds"] = tuple(dict.fromkeys(forms))
        persona = persona.model_copy(update=known)
        about = None
        if item.case.protocol.startswith("interview/"):
            from bedside.orchestrator.build.interview_setup import seat

            with boundary("intake"):
                sitting = seat(item.case, note, persona, item_seed(self.seed, item.id), item.id)
            note, persona, about = sitting.note, sitting.persona, sitting.about
            admitted = replace(admitted, text=note.text)
        if players.open is not None:
            with boundary("intake"):
                players = players.open(note, item_seed(self.seed, item.id))
        context = DialogueContext(
            id=item.id,
            case=item.case,
            note=note,
            persona=persona,
            players=players,
            seed=item_seed(self.seed, item.id),
            interview=about,
            retriever=self.retriever if item.case.knowledge and note.language == "en" else None,
            gate=self.gate,
            sink=sink,
        )
        context.spent |= {"extract": extracted, "intake": started - began}
        return context, admitted

    async def perform(
        self, item: Item, sink: Callable[[Event], None], read: Callable[[Note], None] = lambda _: None
    ) -> ItemResult:
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

        context = None
        admitted = None
        keep(start_event(item, self.seed))
        started = time.perf_counter()
        try:
            context, admitted = self.context(item, take)
            read(context.note)
            state = await conversation.converse(context)
            keep(done_event(context, state))
        except (StorageProblem, BrokenPipeError):  # nothing can be kept, or nobody listens: the run ends here
            raise
        except Exception as error:
            keep(failed_event(item.id, error.failure if isinstance(error, Failed) else classify("conversation", error)))
        spent = {**(context.spent if context else {}), "all": time.perf_counter() - started}
        measured += [{"dialogue": item.id, **found} for found in (context.measured if context else [])]
        return ItemResult(fold, admitted, spent, tuple(measured))


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


def done_event(context: DialogueContext, state: conversation.State) -> Event:
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
    if context.interview is not None:
        meta["interview"] = context.interview
    why = {fact: r["because"] for r in state["reasons"] if r.get("because") for fact in r["withheld"]}
    if why:
        meta["withheld_because"] = why
    if state["plan"].get("made"):
        meta["planned"] = state["plan"]["made"]
    if context.players.audit is not None:
        meta["audit"] = context.players.audit(context.note, context.turns(state["turns"]), withheld)
    if state["stop"] == "seconds":
        meta["exempt"] = "stopped by a time limit: another run may stop elsewhere"
    return {"event": "done", "dialogue": context.id, "status": "finished", "stop": state["stop"], "meta": meta}
