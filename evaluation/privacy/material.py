"""What a privacy report reads: dialogues with the notes they are of, all source notes, and notes that no dialogue was made of.

Law of the file: boilerplate is counted over source notes and hold-out together, so that both sides are treated alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.evaluation.privacy.boilerplate import Words, common_stretches, covered_by, own_words, words_of
from bedside.evaluation.privacy.overlap import Shared, TextIndex


@dataclass(frozen=True)
class PrivacyTalk:
    """A dialogue: its turns, and the numbers of the source notes it may tell of, which are its own (none if that is not
    known). ``allowed`` are words of names that its case gives it to say."""

    id: str
    turns: tuple[str, ...]
    own: frozenset[int] = frozenset()
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Material:
    """``sources`` are texts of notes that the generator was given, ``holdout`` texts of the same kind that it was not,
    ``guidelines`` passages it was shown, ``canaries`` sentences that were planted in the sources."""

    talks: Sequence[PrivacyTalk]
    sources: Sequence[str]
    holdout: Sequence[str] = ()
    guidelines: Sequence[str] = ()
    canaries: Sequence[str] = ()
    seed: int = 0

    @property
    def notes(self) -> list[str]:
        """Sources, then hold-out."""
        return [*self.sources, *self.holdout]

    @cached_property
    def note_words(self) -> list[Words]:
        """The words of every note."""
        return [words_of(text) for text in self.notes]

    @cached_property
    def common(self) -> frozenset[Words]:
        """The stretches that are boilerplate."""
        return common_stretches(self.note_words)

    @cached_property
    def covered(self) -> tuple[bytes, ...]:
        """Which words of every note are boilerplate."""
        return tuple(covered_by(words, self.common) for words in self.note_words)

    @cached_property
    def own(self) -> list[Words]:
        """The words of every note that are no boilerplate."""
        return [own_words(words, covered) for words, covered in zip(self.note_words, self.covered, strict=True)]

    @cached_property
    def turn_words(self) -> list[tuple[Words, ...]]:
        """The words of every turn of every dialogue."""
        return [tuple(map(words_of, talk.turns)) for talk in self.talks]

    @cached_property
    def own_said(self) -> list[Words]:
        """The words of every dialogue that are no boilerplate."""
        return [
            tuple(word for turn in turns for word in own_words(turn, covered_by(turn, self.common)))
            for turns in self.turn_words
        ]

    @cached_property
    def shared(self) -> list[dict[int, Shared]]:
        """For every dialogue the longest stretch it has in common with each note, boilerplate taken out."""
        index = TextIndex(self.note_words, self.covered)
        return [index.longest(turns) for turns in self.turn_words]

    @property
    def boilerplate_share(self) -> float | None:
        """Of all words of notes; None without notes."""
        words = sum(map(len, self.note_words))
        return sum(map(sum, self.covered)) / words if words else None
