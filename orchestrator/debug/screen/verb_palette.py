"""The palette of verbs (ctrl+p)."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.message import Message

from bedside.orchestrator.debug.verb_table import Verb
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
        for one in VERBS.values():
            yield DiscoveryHit(Content(one.usage), partial(self._pick, one), text=one.name, help=one.does)

    async def search(self, query: str) -> Hits:
        """Those that fit what was typed, those that begin so first."""
        matcher = self.matcher(query)
        for one in VERBS.values():
            begins = one.name.startswith(query.strip().casefold())
            score = 1.0 if begins else max(matcher.match(one.usage), matcher.match(one.does) / 2) * 0.9
            if score > 0:
                yield Hit(score, matcher.highlight(one.usage), partial(self._pick, one), text=one.name, help=one.does)

    def _pick(self, verb: Verb) -> None:
        self.app.post_message(Picked(verb))
