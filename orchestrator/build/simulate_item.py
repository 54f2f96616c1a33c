"""What the dialogues of one run share, and one dialogue performed: read, held, folded, whatever goes wrong."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.knowledge.retriever import Retriever
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.corrected import corrected
from bedside.orchestrator.build.guideline_store import store_for
from bedside.orchestrator.build.note_input import admit, admitted_text, item_seed, refuse_unread
from bedside.orchestrator.build.spoken_languages import refuse_unspoken, refuse_unspoken_note, untranslated
from bedside.orchestrator.failures import Failed, Problem, StorageProblem, boundary, classify
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.graph.context import DialogueContext, Gate, Players
from bedside.orchestrator.graph.model_exchanges import HeldForBatch
from bedside.orchestrator.graph.review_gate import ReviewGate
from bedside.orchestrator.runs.entry import Answered, Entry, Sink, forget
from bedside.orchestrator.runs.events import Changed, DialogueFailed, Event, Started, sealed
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.note_form import packed_note, read_note
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.orchestrator.runs.versions import version
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona
from bedside.scenarios.plan import WORDLESS
from bedside.scenarios.prompting import Form, Forms
from bedside.scenarios.reading import Reading
from bedside.scenarios.record import Failure

Json = dict[str, Any]
PlayersFor = Callable[[Case], Players]


@dataclass(frozen=True)
class Item:
    """One dialogue to be made: its id, the case, the note's text, and the heading the text stood under if it is one
    section."""

    id: str
    case: Case
    text: str
    section: str | None = None
    key: str = ""  # what decides it (``runs.keys``)
    seed: int | None = None  # its own, in place of the run's
    note_id: str = ""  # of the note, where several items are made of one


@dataclass(frozen=True)
class Simulator:
    """All that dialogues of one run share."""

    seed: int
    retriever: Retriever | None = None
    players_for: PlayersFor = built_in_players
    gate: Gate | None = None
    stop_after: ReviewGate | None = None  # where every dialogue is held
    keep_text: bool = True  # of the notes, in the log
    now: Callable[[], float] = time.time
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of passages that an earlier sitting showed
    answered: Answered = forget  # is told what models answer, before there is an event of it
    before_asking: Callable[[], Awaitable[None]] | None = None  # is waited for before a model is asked

    def seed_of(self, item: Item) -> int:
        """The seed of an item's dialogue, from its note's id and its own seed or the run's: the same in any process, and
        whatever is made beside it."""
        return item_seed(self.seed if item.seed is None else item.seed, item.note_id or item.id)

    async def close(self) -> None:
        """Let go of what the players hold open."""
        close = getattr(self.players_for, "close", None)
        if close is not None:
            await close()

    def _settled(self, case: Case) -> Case:
        """The case with what is left to choose chosen, as the dialogue's first event keeps it."""
        settle = getattr(self.players_for, "settled", None)
        return case if settle is None else settle(case)

    def context(self, item: Item, sink: Sink) -> DialogueContext:
        """Read the note, decide who plays, and write the first event. Raises ``Failed``."""
        from bedside.scenarios.load import resolve_persona

        began = time.perf_counter()
        with boundary("intake"):
            item = replace(item, case=self._settled(item.case))
            persona = resolve_persona(item.case)
            players = self.players_for(item.case)
            refuse_unspoken_note(players, item.case, item.text)
            refuse_unspoken(players, item.case)
            admitted = admit(item.text, item.case.language)
        with boundary("extract"):
            started = time.perf_counter()
            note = corrected(players.extract(item.id, admitted.text, section=item.section), item.case.facts)
            wrong = untranslated(item.case, note.language)
            if wrong is not None:
                raise Problem(
                    "language", f"{wrong[0][:1].upper()}{wrong[0][1:]}: {wrong[1][:1].lower()}{wrong[1][1:]}."
                )
            refuse_unread(note, item.case.limits.least_read, item.section)
            extracted = time.perf_counter() - started
        known: dict[str, Any] = {"age": persona.age or note.age, "sex": persona.sex or note.sex}
        persona = persona.model_copy(update=known)
        about = None
        if item.case.protocol.startswith("interview/"):
            from bedside.orchestrator.build.interview_setup import seat

            with boundary("intake"):
                sitting = seat(item.case, note, persona, self.seed_of(item), item.id)
            note, persona, about = sitting.note, sitting.persona, sitting.about
        if players.open is not None:
            with boundary("intake"):
                players = players.open(note, self.seed_of(item))
        context = DialogueContext(
            id=item.id,
            case=item.case,
            note=note,
            persona=persona,
            players=players,
            seed=self.seed_of(item),
            interview=about,
            retriever=store_for(self.retriever, note.language, item.case.knowledge),
            gate=self.gate,
            stop_after=self.stop_after,
            sink=sink,
            now=self.now,
            keep_text=self.keep_text,
            answered=self.answered,
            before_asking=self.before_asking,
        )
        context.spent |= {"extract": extracted, "intake": started - began}
        context.write(self.started(item, context), "orchestrator")
        return context

    async def perform(
        self,
        item: Item,
        sink: Sink,
        *,
        read: Callable[[Note], None] = lambda _: None,
        begun: Sequence[Event] = (),
        paid: Sequence[Json] = (),
    ) -> ItemResult:
        """Hold one dialogue; ``read`` is told the note once it is read. ``begun`` is the log of one that was broken off:
        it goes on from there, and nobody is asked again for what it holds, nor for the answers in ``paid``. Never raises for the item's own trouble:
        that is a failed state."""
        started = time.perf_counter()
        context = None
        try:
            context = self.reopened(item, sink, begun, paid) if begun else self.context(item, sink)
            read(context.note)
            await conversation.converse(context)
        except HeldForBatch as held:
            assert context is not None
            return self._held(item, sink, held, context)
        except (StorageProblem, BrokenPipeError):  # nothing can be kept, or nobody listens: the run ends here
            raise
        except Exception as error:
            failure = error.failure if isinstance(error, Failed) else classify("conversation", error)
            state = self.failed(item, sink, failure, context)
        else:
            state = context.state
        spent = {**(context.spent if context else {}), "all": time.perf_counter() - started}
        return ItemResult(state, spent, reading=_understood(context, state))

    def _held(self, item: Item, sink: Sink, held: HeldForBatch, context: DialogueContext) -> ItemResult:
        """A dialogue that waits for a batch file, with what is to be asked."""
        from bedside.agents.models.openai_batch import batch_body

        body, asked = batch_body(held.model, held.request), held.model.name
        if body is None:
            message = (
                f"{asked} is not asked over OpenAI's protocol, so no batch file can hold it: leave --stop-after out."
            )
            return ItemResult(self.failed(item, sink, Failure(kind="config", stage="refine", message=message), context))
        request = held.request
        row = {"id": item.id, "after": context.state.tip, "digest": request.digest, "asked": asked, "body": body}
        return ItemResult(
            context.state, context.spent, {**row, "mode": request.mode, "schema": request.schema is not None}
        )

    def failed(self, item: Item, sink: Sink, failure: Failure, context: DialogueContext | None = None) -> DialogueState:
        """Write that an item failed; where nothing could be read yet, that it was begun, too."""
        if context is not None:
            context.write(DialogueFailed(dialogue=item.id, failure=failure), "orchestrator")
            return context.state
        state = DialogueState(item.id)
        now = round(self.now(), 3)
        for event in (self.started(item), DialogueFailed(dialogue=item.id, failure=failure)):
            placed, line = sealed(event.model_copy(update={"parent": state.tip, "at": now}))
            state.add(placed)
            sink(Entry(item.id, placed.id, line, placed, not placed.parent))
        return state

    def started(self, item: Item, context: DialogueContext | None = None) -> Started:
        """The first event of a dialogue: what it is made from; the note and the person once they are known."""
        case = item.case
        event = Started(
            dialogue=item.id,
            note_id=item.note_id or item.id,
            seed=self.seed_of(item),
            version=version(),
            key=item.key,
            meta={
                "family": case.models.default.name,
                "style": case.style,
                "setting": case.setting,
                "persona": case.patient.persona,
                "protocol": case.protocol,
            },
            case=case.model_dump(mode="json", exclude_unset=True, exclude={"note", "expect"}),
            section=item.section,
        )
        if context is None:
            return event
        return event.model_copy(
            update={
                "note": packed_note(context.note, context.keep_text, admitted_text(item.text)),
                "persona": context.persona.model_dump(mode="json", exclude_defaults=True),
                "interview": context.interview,
                "knowledge": context.retriever is not None and case.knowledge,
            }
        )

    def reopened(self, item: Item, sink: Sink, begun: Sequence[Event], paid: Sequence[Json] = ()) -> DialogueContext:
        """The dialogue of a log, ready to go on where it ends. Raises ``Failed``."""
        changed = any(isinstance(event, Changed) for event in begun)
        first = fold(begun, item.id).started if changed else begun[0]
        assert isinstance(first, Started) and first.note is not None, (
            "a log that read nothing has nothing to go on with"
        )
        with boundary("intake"):
            item = replace(item, case=_as_begun(item.case, first))
            note = read_note(first.note, admit(item.text, item.case.language).text if item.text else None)
            players = self.players_for(item.case)
            if players.open is not None:
                players = players.open(note, first.seed)
        context = DialogueContext(
            id=item.id,
            case=item.case,
            note=note,
            persona=Persona.model_validate(first.persona),
            players=players,
            seed=first.seed,
            interview=first.interview,
            retriever=store_for(self.retriever, note.language, item.case.knowledge),
            gate=self.gate,
            stop_after=self.stop_after,
            sink=sink,
            now=self.now,
            keep_text=bool(first.note.get("kept", True)),
            lines=self.lines,
            answered=self.answered,
            before_asking=self.before_asking,
        )
        context.reopen(begun, paid)
        if context.state.stop == "turns":  # it was to have no more, and now it may
            case = item.case.model_dump(mode="json", exclude_unset=True, exclude={"note", "expect"})
            why = f"limits.turns is {item.case.limits.turns}"
            changed = Changed(dialogue=item.id, case=case, persona=first.persona, why=why)
            context.write(changed, "orchestrator")
        return context


def _as_begun(case: Case, first: Started) -> Case:
    """The case with the form of prompts that the dialogue was begun with, where the case leaves it open."""
    kept = first.case.get("prompting", {}).get("form")
    if kept is None or "auto" not in (case.prompting.form.physician, case.prompting.form.patient):
        return case
    begun = case.prompting.model_validate({"form": kept}).form
    own = case.prompting.form

    def form_of(role: str) -> Form:
        return begun.of(role) if own.of(role) == "auto" else own.of(role)

    form = Forms(physician=form_of("physician"), patient=form_of("patient"))
    return case.model_copy(update={"prompting": case.prompting.model_copy(update={"form": form})})


def _understood(context: DialogueContext | None, state: DialogueState) -> Reading | None:
    """How much of the note was understood, without what the plan found nobody to say."""
    if context is None or state.status != "finished":
        return None
    from bedside.agents.reading.report import without

    return without(context.note, {fact for fact, why in state.plan.unplaced.items() if why in WORDLESS})
