"""The palette of verbs (ctrl+p)."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.message import Message

from bedside.orchestrator.debug.verb_table import GROUPS, Verb
from bedside.orchestrator.debug.verbs import ALL as VERBS


class Picked(Message):
    """A verb was chosen in the palette."""

    def __init__(self, verb: Verb) -> None:
        super().__init__()
        self.verb = verb


class VerbPalette(Provider):
    """Finds verbs by their names, and by what they do."""

    async def discover(self) -> Hits:
        """All of them."""
        for one in sorted(VERBS.values(), key=lambda one: GROUPS.index(one.group)):
            yield DiscoveryHit(Content(one.usage), partial(self._pick, one), text=one.name, help=one.does)

    async def search(self, query: str) -> Hits:
        """Those that fit what was typed, those that begin so first."""
        asked = query.strip().casefold()
        matcher = self.matcher(asked)
        for one in VERBS.values():
            # In the order of what was most likely meant; fuzzy matches of whole sentences would find nearly all.
            fits = (
                one.name.startswith(asked),
                asked in one.name,
                matcher.match(one.name) > 0,
                asked in one.does.casefold(),
            )
            if any(fits):
                score = 1 - fits.index(True) / len(fits)
                yield Hit(score, Content(one.usage), partial(self._pick, one), text=one.name, help=one.does)

    def _pick(self, verb: Verb) -> None:
        self.app.post_message(Picked(verb))
