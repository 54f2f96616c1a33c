"""Debugging sessions as the tests share them: a short case, typed lines, and what must hold of any session."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cases.expectations import ExpectationRun, parts
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import DialogueSource, open_case, open_kept
from bedside.orchestrator.debug.journal import Journal
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.events import sealed
from bedside.orchestrator.runs.fold import DialogueState, fold
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.resume import branches, path_to
from bedside.orchestrator.runs.verify import verify

CASE = """\
id: knee
note: |
  CHIEF COMPLAINT: Left knee pain.
  HISTORY: He fell on the ice yesterday. The knee hurts on stairs. He denies fever.
  EXAM: Swelling of the left knee. No warmth.
  PLAN: Rest the knee. Ibuprofen 400 mg with food for 5 days.
patient: {persona: plain, age: 54, sex: male}
knowledge: false
seed: 3
"""
SCRIPTED = CASE + "models: {default: scripted}\n"
PROMPTED = CASE + "models: {default: agenda, patient: 'scripted:patient.jsonl'}\nprompting: {polish: false}\n"
ANSWERS = """\
{"match": "", "reply": {"thought": "tell", "say": "Yes, since yesterday."}}
{"match": "", "reply": {"thought": "tell", "say": "It is hard to say, really."}}
{"match": "", "reply": {"thought": "tell", "say": "Well, that is how it is."}}
{"match": "", "reply": {"thought": "tell", "say": "I could not tell you more."}}
{"match": "", "reply": {"thought": "tell", "say": "That is all that I can think of."}}
{"match": "", "reply": {"thought": "tell", "say": "You may well be right there."}}
{"match": "", "reply": {"thought": "tell", "say": "Okay, I hear you."}}
{"match": "", "reply": {"thought": "tell", "say": "Thanks, and goodbye."}}
"""


@dataclass
class Held:
    """A session, what is typed into it, and the folder it is kept in."""

    console: Console
    journal: Journal

    @property
    def session(self) -> Session:
        """The session."""
        return self.console.session

    @property
    def said(self) -> list[tuple[str, str]]:
        """Who has said what here."""
        return [(turn.speaker, turn.text) for turn in self.session.state.turns]

    async def type(self, *lines: str) -> list[str]:
        """Type lines; what the last one shows. Raises ``Problem``."""
        shown: list[str] = []
        for line in lines:
            shown = await self.console.run(line)
        return shown

    async def refused(self, line: str) -> str:
        """Type a line that cannot be carried out: the one sentence that says so. The session stands where it was."""
        before = (self.session.tip, dict(self.session.log), self.said)
        try:
            shown = await self.console.run(line)
        except Problem as problem:
            assert (self.session.tip, dict(self.session.log), self.said) == before, f"{line[:80]!r} moved the session"
            sentence = str(problem)
            assert sentence and "\n" not in sentence and len(sentence) < 1000, (
                f"{line[:60]!r} is answered with {sentence[:100]!r} …"
            )
            return sentence
        raise AssertionError(f"{line[:80]!r} was carried out: {shown[:3]}")

    async def close(self) -> Path | None:
        """End the session; its folder, if there is one."""
        await self.session.close()
        self.journal.close()
        return self.journal.folder


def hold(source: DialogueSource, out: Path, **more: Any) -> Held:
    """A session over ``source``, kept below ``out``."""
    journal = Journal(source, out, {})
    return Held(Console(Session(source, "tester", journal.sink, **more)), journal)


def opened(folder: Path, text: str = SCRIPTED, name: str = "knee", **more: Any) -> Held:
    """A session over a case that is written into ``folder``."""
    return hold(source_of(folder, text, name), folder / "runs", **more)


def source_of(folder: Path, text: str, name: str = "knee") -> DialogueSource:
    """A case that is written into ``folder``, to be debugged."""
    file = folder / f"{name}.case.yaml"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        (folder / "patient.jsonl").write_text(ANSWERS, encoding="utf-8")
    return open_case(file, CaseOptions(), PlayerOptions())


def reopened(run: Path, name: str = "knee", players: PlayerOptions | None = None, **more: Any) -> Held:
    """A session over a kept dialogue; its own folder stands beside that run's."""
    return hold(open_kept(RunFolder(run), name, players or PlayerOptions(), run.parent.parent), run.parent, **more)


async def checked(file: Path) -> list[str]:
    """What ``bedside check`` would say of a case: nothing where all is met."""
    todo = parts([file], CaseOptions(), 1)
    held = [one async for one in ExpectationRun.open(todo, PlayerOptions()).held(todo)]
    return [miss.found for one in held for miss in one.misses] + [one.failure for one in held if one.failure]


def whole(session: Session) -> None:
    """Every branch is a chain of events, each as it was when it was written, that can be folded; and where the session stands
    is its events folded."""
    for one in session.branches:
        parent = ""
        for event in one.events:
            assert event.parent == parent, f"{one.name}: {event.event} does not follow what stands before it"
            assert sealed(event)[0].id == event.id, f"{one.name}: {event.event} was changed"
            parent = event.id
        fold(one.events)
    same(fold(session.path), session.state)


def kept_as(session: Session, folder: Path) -> None:
    """What is written in ``folder`` is what the session holds: all events of all branches, in their order."""
    kept = RunFolder(folder).dialogue(session.source.id)
    assert list(kept.log) == list(session.log), "events on the disk are others than in memory"
    assert {one.name: [e.id for e in one.events] for one in branches(kept.log)} == {
        one.name: [e.id for e in one.events] for one in session.branches
    }
    for one in branches(kept.log):
        same(fold(one.events), fold(path_to(session.log, one.events[-1].id)))


def same(one: DialogueState, other: DialogueState) -> None:
    """Two states are the same in all that a role is told or a reader sees."""
    keys = ("tip", "status", "stop", "turns", "reasons", "authors", "said", "withheld", "cursor", "part", "repairs")
    for key in keys:
        assert getattr(one, key) == getattr(other, key), key


def sound(folder: Path) -> list[str]:
    """What is damaged in a run folder; nothing in a sound one."""
    return verify(folder).faults


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder with their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
