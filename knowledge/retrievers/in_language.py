"""A store as a talk in one language sees it: the documents in that language and no other.

Law of the file: beside English a page is found by its own terms alone. The default encoder knows English, and a cosine of it
between words of another language says little: no page rather than a wrong one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from bedside.knowledge.passage import Document, Passage
from bedside.knowledge.retriever import Hit, Retriever

_DEEPER = 8  # how many times as many hits are asked for as are wanted, since others' are left out
ENGLISH = "en"


@runtime_checkable
class Listing(Protocol):
    """A store that can say which documents it holds."""

    @property
    def documents(self) -> Sequence[Document]:
        """All documents."""
        ...


def in_language(store: Retriever, language: str) -> Retriever | None:
    """The store for a talk in ``language`` (two letters); None if it holds nothing in it. One that cannot list its documents is taken
    to be in English."""
    if not isinstance(store, Listing):
        return store if language == ENGLISH else None
    held = {document.language for document in store.documents}
    if held == {language}:
        return store if language == ENGLISH else InLanguage(store, language)
    return InLanguage(store, language) if language in held else None


class InLanguage:
    """Keeps the ``Retriever`` contract over the documents of one language."""

    def __init__(self, store: Retriever, language: str) -> None:
        self._store, self._language = store, language

    def find(self, query: str, k: int = 5) -> list[Hit]:
        """Return at most ``k`` passages for ``query``, best first; beside English with no cosine."""
        return self.find_many([query], k)[0]

    def find_many(self, queries: Sequence[str], k: int = 5) -> list[list[Hit]]:
        """Return the hits of every query, in the order of the queries, each as ``find`` would."""
        found = self._store.find_many(queries, _DEEPER * k)
        return [[self._plain(hit) for hit in hits if self._speaks(hit.passage.document)][:k] for hits in found]

    def lookup(self, text: str) -> list[str]:
        """Return the ids of the documents whose terms stand in ``text`` as whole words, longest term first."""
        return [name for name in self._store.lookup(text) if self._speaks(name)]

    def document(self, id: str) -> Document | None:
        """Return a document by id, or None."""
        return self._store.document(id) if self._speaks(id) else None

    def passage(self, id: str) -> Passage | None:
        """Return a passage by id, or None."""
        found = self._store.passage(id)
        return found if found is not None and self._speaks(found.document) else None

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Return a document's passages in the order it was written, () if there is no such document."""
        return self._store.passages(document) if self._speaks(document) else ()

    def _speaks(self, name: str) -> bool:
        document = self._store.document(name)
        return document is not None and document.language == self._language

    def _plain(self, hit: Hit) -> Hit:
        return hit if self._language == ENGLISH else replace(hit, dense=0.0)
