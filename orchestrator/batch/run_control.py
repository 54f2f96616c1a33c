"""How a batch is held, let go on and ended from outside: by a limit, by a person, by a signal.

Law of the file: nothing that was said is lost. Whoever ends a run ends each dialogue after the event that it was about to
write, and whoever holds one holds it before the next question to a model.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


class Halted(BaseException):
    """The dialogue goes no further in this sitting. No error: what there is of it is kept, and the next sitting goes on. Not an
    ``Exception``, so that nobody on the way takes it for a failure of the dialogue's own."""


@dataclass
class RunControl:
    """``halted`` is the sentence that says why the run is ending, None while it goes on; ``jobs`` how many dialogues are in
    flight at most. ``on_change`` is told of every change, for whoever makes dialogues in other processes."""

    jobs: int = 1
    halted: str | None = None
    paused: bool = False
    on_change: Callable[["RunControl"], None] = lambda _: None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def halt(self, why: str) -> None:
        """End the run at the next turn of every dialogue. The first reason stays."""
        if self.halted is None:
            self.halted = why
            self._tell()

    def pause(self) -> None:
        """Begin nothing and ask nothing until ``resume``."""
        if not self.paused:
            self.paused = True
            self._tell()

    def resume(self) -> None:
        """Go on."""
        if self.paused:
            self.paused = False
            self._tell()

    def set_jobs(self, jobs: int) -> None:
        """So many dialogues in flight from here on; those that are too many come to their end."""
        if jobs != self.jobs:
            self.jobs = jobs
            self._tell()

    def check(self) -> None:
        """Raises ``Halted`` where the run is ending. Called when an event has been written."""
        if self.halted is not None:
            raise Halted

    async def before_asking(self) -> None:
        """Wait while the run is held; whoever asks a model waits here. Raises ``Halted`` for a run that is ended meanwhile."""
        while self.paused:
            self.check()
            await self.changed()

    async def changed(self) -> None:
        """Wait for the next change."""
        event = self._changed
        await event.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
        self.on_change(self)
