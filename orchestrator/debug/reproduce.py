"""A run played again, dialogue by dialogue, and where it leaves what was kept.

Law of the file: a dialogue is made again from its note and its case, as the command that made the run would; nothing is taken from
its log but the seed. Language models give the replies that are kept, and are asked only for what they were not asked before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.simulate_item import Item, PlayersFor, Simulator
from bedside.orchestrator.causes.kept_replies import kept_first
from bedside.orchestrator.causes.replay_setup import ReplaySetup
from bedside.orchestrator.debug.dialogue_source import DialogueSource, open_kept
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.entry import nothing
from bedside.orchestrator.runs.events import Edited, Started
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.runs.versions import versions

Json = dict[str, Any]


@dataclass(frozen=True)
class ReproducedDialogue:
    """How one dialogue came out again. ``same`` turns from the first on are the same, of ``turns`` that are kept and ``now`` that there
    are now; ``left_out`` says why it was not played again."""

    id: str
    turns: int = 0
    now: int = 0
    same: int = 0
    left_out: str = ""
    then_said: str = ""
    now_said: str = ""

    @property
    def drifted(self) -> bool:
        """Whether it is another dialogue now."""
        return not self.left_out and not (self.same == self.turns == self.now)


@dataclass(frozen=True)
class _SameSeed(Simulator):
    """A simulator whose dialogue has the seed that the kept one had."""

    fixed: int = 0

    def seed_of(self, item: Item) -> int:
        """The seed of the kept dialogue."""
        return self.fixed


def reproduce(folder: RunFolder) -> Iterator[ReproducedDialogue]:
    """Every finished dialogue, in the order of the run. Raises ``Problem`` for a run whose logs or notes are not there."""
    for kept in folder.dialogues():
        if kept.record.status != "finished":
            yield ReproducedDialogue(kept.id, left_out=f"it did not finish ({kept.record.status})")
        elif any(isinstance(event, Edited) or event.event in ("changed", "forked") for event in kept.events):
            yield ReproducedDialogue(kept.id, len(kept.record.turns), left_out="a person changed it")
        else:
            yield _again(folder, kept)


def _again(folder: RunFolder, kept: KeptDialogue) -> ReproducedDialogue:
    if kept.given is None:
        raise Problem(
            "input", f"The run keeps no text of its notes, and {kept.id} begins from one: give them with --notes FILE."
        )
    source = open_kept(folder, kept.id, PlayerOptions())
    started = kept.events[0]
    assert isinstance(started, Started)
    item = Item(kept.id, source.case, source.text, started.section, note_id=started.note_id)
    simulator = _SameSeed(
        started.seed, source.simulator.retriever, _players(source, kept), keep_text=source.keep_text, fixed=started.seed,
        now=lambda: started.at, lines=source.passages,
    )  # fmt: skip
    # An interview's note has what is to be found written into it, so it begins after that was read.
    begun = kept.events[:1] if started.interview is not None else ()
    state = run_to_end(simulator.perform(item, nothing, begun=begun)).state
    if state.failure is not None:
        raise Problem(state.failure.kind, f"{kept.id} cannot be played again: {state.failure.message}")
    then = [(turn.speaker, turn.text) for turn in kept.record.turns]
    now = [(turn.speaker, turn.text) for turn in state.turns]
    same = next(
        (n for n, (old, new) in enumerate(zip(then, now, strict=False)) if old != new), min(len(then), len(now))
    )
    if same == len(then) == len(now):
        return ReproducedDialogue(kept.id, len(then), len(now), same)
    return ReproducedDialogue(
        kept.id, len(then), len(now), same, then_said=_line(then, same), now_said=_line(now, same)
    )


def _players(source: DialogueSource, kept: KeptDialogue) -> PlayersFor:
    """The players as the run had them, with its prompts; models give kept replies first."""
    setup = ReplaySetup(source.registry, source.simulator.retriever, prompts=source.prompts)
    return kept_first(setup, source.case, kept.exchanges).players


def _line(turns: Sequence[tuple[str, str]], at: int) -> str:
    return ": ".join(turns[at]) if at < len(turns) else "(nothing)"


def differences(folder: RunFolder) -> list[str]:
    """In what this machine differs from the one that made the run, a sentence each: what drift may come from."""
    made: Json = folder.about.get("versions") or {}
    here = versions()
    return [
        f"{name} is {here.get(name, 'not installed')} here, and was {was}."
        for name, was in sorted(made.items())
        if here.get(name) != was
    ]
