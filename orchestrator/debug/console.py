"""What is typed, carried out: one line, one verb. The same for a terminal, a script and the full-screen interface."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bedside.orchestrator.debug.reroll import Take
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.verb_table import GOING, Verb
from bedside.orchestrator.debug.verbs import ALL as VERBS
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.briefs import PHYSICIAN
from bedside.orchestrator.views.terminal_text import harmless, short

PROMPT = "(bedside) "


@dataclass
class Console:
    """A session, and what is remembered between two lines: the takes of the last reroll, and whether it has ended."""

    session: Session
    takes: list[Take] = field(default_factory=list[Take])
    ended: bool = False

    async def run(self, line: str) -> list[str]:
        """Carry out one line and return what it shows; nothing for an empty line or a remark (``#``). Raises
        ``Problem``."""
        line = line.strip()
        if not line or line.startswith("#"):
            return []
        name, _, rest = line.partition(" ")
        verb, stood = self.verb(name), self.session.tip
        try:
            return [harmless(shown) for shown in await verb.act(self, rest.strip())]
        except Problem:
            if verb.group != GOING:  # who goes on stands where it came to, whoever changes where it was
                self.session.move(stood)
            raise

    def verb(self, name: str) -> Verb:
        """The verb of this name, its short form, or the only one that begins so. Raises ``Problem`` with the nearest."""
        for one in VERBS.values():
            if name in (one.name, one.short):
                return one
        begun = [one for one in VERBS if one.startswith(name)]
        if len(begun) == 1:
            return VERBS[begun[0]]
        near = difflib.get_close_matches(name[:40], VERBS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "help lists those there are."
        some = f"{name!r} may be {', '.join(begun)}." if begun else f"There is no verb {short(name)!r}: {hint}"
        raise Problem("usage", some)

    def completions(self, line: str) -> list[str]:
        """What the last word of a line may become."""
        *before, last = line.split(" ")
        return sorted(word for word in self._words(before) if word.startswith(last))

    def _words(self, before: Sequence[str]) -> Iterable[str]:
        session = self.session
        if not before:
            return VERBS
        if before[0] in ("brief", "say", "break", "b"):
            return session.context.present or (PHYSICIAN,)
        if before[0] in ("switch", "diff"):
            return [one.name for one in session.branches]
        if before[0] in ("edit", "why", "jump", "prompt", "raw", "list"):
            return [turn.id for turn in session.state.turns]
        if before[0] == "save":
            return ("case", "test", "cassette", "html")
        return VERBS if before[0] == "help" else ()
