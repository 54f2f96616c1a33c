"""What a debugging session writes: a run folder of its own, made when there is something to write. What was opened is
never changed; its log is copied, so that the folder stands alone."""

import dataclasses
from pathlib import Path
from typing import Any

from bedside.orchestrator.build.run_config import disclosure
from bedside.orchestrator.debug.dialogue_source import DialogueSource
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Event, sealed
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.note_form import read_note
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemResult, outcome_of
from bedside.orchestrator.runs.resume import path_to
from bedside.orchestrator.runs.store import Run
from bedside.orchestrator.runs.versions import version

Json = dict[str, Any]
_TRIES = 20  # names that may be taken by other sessions that begin at this moment


class Journal:
    """The run folder of a session. ``about`` is what ``run.json`` says of it, ``command`` which one holds the session."""

    def __init__(self, source: DialogueSource, out: Path, about: Json, command: str = "debug") -> None:
        self._source = source
        self._out = out
        self._about = about
        self._command = command
        self._run: Run | None = None
        self._last = ""
        self._log: dict[str, Event] = {}

    @property
    def folder(self) -> Path | None:
        """Where it is written; None as long as nothing is."""
        return self._run.folder if self._run is not None else None

    def sink(self, entry: Entry) -> None:
        """Write an event. Raises ``StorageProblem``."""
        if self._run is None:
            self._run = self._opened()
            self._copy(self._run)
        # The store takes an entry that begins for a new log in place of the old one; a session only ever adds.
        self._run.sink(entry if not self._last else dataclasses.replace(entry, begins=False))
        assert entry.event is not None
        self._written(entry.event)

    def _written(self, event: Event) -> None:
        self._log[event.id] = event
        self._last = event.id

    def close(self) -> None:
        """Close it. Where what was written last is the end of a finished branch, the dialogue counts as finished, wherever the
        session stands; else its log stays open. So does whoever reads the log."""
        run = self._run
        if run is None:
            return
        state = fold(path_to(self._log, self._last))
        if state.status == "finished":
            run.keep(outcome_of(ItemResult(state, {})))
            run.settle([self._source.id])
        run.close([self._source.id])

    def _opened(self) -> Run:
        config = {"command": self._command, "bedside": version(), "of": self._source.of}
        about = {
            **self._about,
            "debugged": self._source.of,
            **disclosure(
                self._source.case, self._source.registry.locality, self._source.registry.forms(self._source.case)
            ),
        }
        stem = f"{self._command}-{self._source.id}"[:80].replace("/", "-")
        for _ in range(_TRIES):
            try:
                return open_run(self._out, stem, config, about, name=stem, fresh=True)
            except Problem as problem:
                if problem.kind == "storage":
                    raise
        raise Problem("storage", f"No folder for the session could be had in {self._out}: give another with --out.")

    def _copy(self, run: Run) -> None:
        """Write what was opened, with all that belongs to it."""
        source = self._source
        for event in source.log.values():
            hidden = None if source.keep_text else _text(source)
            _, line = sealed(event, hidden)
            beside = tuple(
                {key: value for key, value in row.items() if key not in ("dialogue", "event", "n", "sum")}
                for row in source.exchanges
                if row.get("event") == event.id
            )
            begins = not event.parent
            # What calls took is kept by dialogue and not by event.
            calls = tuple({k: v for k, v in row.items() if k not in ("dialogue", "sum")} for row in source.calls)
            run.sink(
                Entry(source.id, event.id, line, event, begins, calls if begins else (), beside, self._passages(event))
            )
            self._written(event)

    def _passages(self, event: Any) -> tuple[Json, ...]:
        if event.event != "retrieved":
            return ()
        known = self._source.passages
        return tuple(
            {"id": one.id, "document": one.document, "section": one.section, "lines": list(known[one.id])}
            for one in event.passages
            if one.id in known
        )


def _text(source: DialogueSource) -> str:
    first = next(iter(source.log.values()))
    form = getattr(first, "note", None)
    return read_note(form, source.text).text if form is not None else source.text
