"""How much of a note was read: its words by whether they are in a typed statement, in one not understood, or in none."""

from bedside.scenarios.value import Value


class Reading(Value):
    """Counts of content words (no articles, pronouns, auxiliaries). ``opaque_words`` and ``unread_words`` quote the stretches
    of the note that were not understood, or not read at all, in order."""

    typed: int = 0
    opaque: int = 0
    unread: int = 0
    opaque_words: tuple[str, ...] = ()
    unread_words: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """All content words of the note outside headings and what only its author needs."""
        return self.typed + self.opaque + self.unread

    def share(self, part: int) -> float | None:
        """A part of all content words, None for a note without any."""
        return part / self.words if self.words else None
