"""The contract of everything that finds passages: words in, cited passages out, the same answer every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bedside.knowledge.passage import Document, Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. ``dense`` is the cosine similarity, ``bm25`` the lexical score (0 if no word is
    shared), ``fused`` the sum of reciprocal ranks that orders the hits; equal hits are ordered by passage id."""

    passage: Passage
    dense: float
    bm25: float
    fused: float


class Retriever(Protocol):
    """Finds passages. Raises ``KnowledgeError`` if an encoder cannot be reached."""

    def find(self, query: str, k: int = 5) -> list[Hit]:
        """Return at most ``k`` passages for ``query``, best first."""
        ...

    def find_many(self, queries: Sequence[str], k: int = 5) -> list[list[Hit]]:
        """Return the hits of every query, in the order of the queries, each as ``find`` would."""
        ...

    def lookup(self, text: str) -> list[str]:
        """Return the ids of the documents whose terms stand in ``text`` as whole words, longest term first.

        A dictionary lookup: no encoder runs, so it may be called on every turn.
        """
        ...

    def document(self, id: str) -> Document | None:
        """Return a document by id, or None."""
        ...

    def passage(self, id: str) -> Passage | None:
        """Return a passage by id, or None: how a citation is resolved."""
        ...

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Return a document's passages in the order it was written, () if there is no such document."""
        ...
