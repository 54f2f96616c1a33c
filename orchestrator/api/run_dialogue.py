"""One conversation held for Python: what is to be simulated made ready, played, and returned as a record.

Law of the file: nothing else in this folder knows what an event looks like.
"""

import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bedside.orchestrator.api.keywords import Options
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.interview_setup import with_instrument
from bedside.orchestrator.build.simulate_item import Item, PlayersFor, Simulator
from bedside.orchestrator.build.spoken_languages import refuse_unspoken
from bedside.orchestrator.cases.case_input import read_case, read_note_file, read_plain
from bedside.orchestrator.cases.find_case import find_case
from bedside.orchestrator.failures import Failed, Problem, classify
from bedside.orchestrator.runs.entry import Entry, Sink, nothing
from bedside.orchestrator.runs.events import Inserted, Revised, Spoke
from bedside.orchestrator.telemetry.sender import Sender, sending
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

CaseSource = str | Path | Case
"""A case: the path of its file, the id of a shipped one, or a ``Case`` with its note in it."""
_SENTENCES = frozenset(
    {"CaseError", "KnowledgeError", "StyleError", "ModelError", "IdentifierEngineError"}
)  # they carry their mend already


@dataclass(frozen=True)
class Ready:
    """A case that can be played."""

    item: Item
    players_for: PlayersFor


@dataclass
class _Heard:
    """Passes on what is said, each turn when it is said and again when it is said otherwise."""

    tell: Callable[[Turn], None]
    spans: Sink
    texts: dict[str, str] = field(default_factory=dict[str, str])

    def __call__(self, entry: Entry) -> None:
        self.spans(entry)
        event = entry.event
        if isinstance(event, Spoke | Inserted):
            turn = event.turn
        elif isinstance(event, Revised) and event.text is not None:
            turn = Turn(id=event.turn, speaker=event.by, text=event.text)
        else:
            return
        if self.texts.get(turn.id) != turn.text:  # else only the reason is another
            self.texts[turn.id] = turn.text
            self.tell(turn)


async def hold(
    simulator: Simulator, item: Item, tell: Callable[[Turn], None] = lambda _: None, spans: Sink = nothing
) -> Record:
    """Hold one conversation; ``tell`` is given each turn as it is said, ``spans`` each event. One that did not come to its end is a record that
    says so."""
    notes: list[Note] = []
    result = await simulator.perform(item, _Heard(tell, spans), read=notes.append)
    record = result.state.record()
    return record.with_words(notes[0].given) if notes else record


@contextmanager
def spans_of(sender: Sender | None) -> Generator[Sink]:
    """Who hears of events for ``otel=``. What could not be sent is a warning."""
    with sending(sender, lambda text: warnings.warn(text, RuntimeWarning, stacklevel=2)) as spans:
        yield spans


def finished(record: Record) -> Record:
    """The record. Raises ``Failed`` for one that failed."""
    if record.status == "failed" and record.failure is not None:
        raise Failed(record.failure)
    return record


def ready(
    source: CaseSource | None, options: Options, playing: Callable[[Case, Path], PlayersFor] | None = None
) -> Ready:
    """Read what is to be simulated and find who plays it: what ``playing`` says of the case and the folder its files start
    from, else the options. Raises ``Problem``."""
    with one_sentence():
        case, text, file = _read(source, options)
        if options.deidentify:
            from bedside.agents.identifiers.surrogates import deidentified

            text = deidentified(text)[0]
        players_for = (playing or options.players_for)(case, file.parent if file else Path())
        refuse_unspoken(players_for(case), case, file)
        return Ready(Item(case.id, case, text), players_for)


def simulator(one: Ready) -> Simulator:
    """What plays one case alone. Raises ``Problem`` if the guideline store cannot be opened."""
    with one_sentence():
        store = open_guideline_store(one.item.case.knowledge)
    return Simulator(one.item.case.seed, store.retriever, players_for=one.players_for)


@contextmanager
def one_sentence() -> Generator[None]:
    """Whatever a user can mend is a ``Problem``."""
    try:
        yield
    except Exception as error:
        if any(kind.__name__ in _SENTENCES for kind in type(error).__mro__):
            raise Problem(classify("read", error).kind, str(error)) from None
        raise


def read_alone(source: str | Path) -> Case:
    """A case file with its note, and its instrument if it has one of its own, read into it. Raises ``Problem``."""
    from bedside.scenarios.load import CaseError, load_case, read_note

    file = find_case(source)
    try:
        case = load_case(file)
        text = read_note(case, file.parent)
    except CaseError as error:
        raise Problem("input", "\n".join(str(mistake) for mistake in error.every)) from None
    with one_sentence():
        return with_instrument(case.model_copy(update={"note": text}), file.parent)


def _read(source: CaseSource | None, options: Options) -> tuple[Case, str, Path | None]:
    """The case, the note's text, and the file they stand in, if there is one."""
    if (source is None) == (options.note is None):
        raise Problem("usage", "Give a case (its path, the id of a shipped one, or a Case) or note=, one of them.")
    if options.note is not None:
        given = options.note
        raw, name = read_note_file(given) if isinstance(given, Path) else (given.encode(), "note")
        return *read_plain(raw, name, options.chosen), None
    if isinstance(source, Case):
        if not isinstance(source.note, str):
            raise Problem(
                "usage", "The case names its note's file: give the case's path, or load it with bedside.load_case."
            )
        return options.chosen.of(source), source.note, None
    if not isinstance(source, (str, Path)):
        kind = type(source).__name__
        raise Problem(
            "usage", f"A case of type {kind} cannot be used: give a path, the id of a shipped one, or a Case."
        )
    file = find_case(source)
    return *read_case(file, options.chosen), file
