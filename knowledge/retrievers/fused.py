"""Three rankings become one by reciprocal rank fusion: meaning (FAISS), words (BM25), and the documents' own terms.

Scores are rounded before they are ranked and equal scores are ordered by passage id, so that neither the order of a
batch nor the last bit of a sum can change what is found.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bedside.knowledge.encoder import Encoder
from bedside.knowledge.passage import Document, Passage
from bedside.knowledge.query_cache import QueryCache
from bedside.knowledge.retriever import Hit
from bedside.knowledge.retrievers.lexical import WordScores
from bedside.knowledge.retrievers.terms import DocumentTerms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_K = 60  # the constant of Cormack, Clarke and Buettcher (2009)
_BM25_WEIGHT = 0.3  # a rank by one shared word says less than a rank by meaning; chosen with benchmarks/retrieval.py
_TERM_WEIGHT = 2.0  # a document whose own term was asked comes before what the two others agree on
_DEPTH = 1000  # how far down each ranking counts


class FusedRetriever:
    """The store. ``vectors`` has a unit row for each passage, in the same order."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        vectors: "NDArray[np.float32]",
        lexical: WordScores,
        encoder: Encoder,
        queries: QueryCache,
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._list = list(passages)
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(self._list):
            self._rows.setdefault(passage.document, []).append(row)
        self._passages = {passage.id: passage for passage in self._list}
        self._tie = _places([passage.id for passage in self._list])  # what orders equal scores
        self._vectors = vectors
        self._lexical = lexical
        self._terms = DocumentTerms(documents)
        self._flat: Any = None
        self.encoder = encoder
        self.queries = queries

    def find(self, query: str, k: int = 5) -> list[Hit]:
        """Return at most ``k`` passages for ``query``, best first; [] for a query without a letter or digit."""
        return self.find_many([query], k)[0]

    def find_many(self, queries: Sequence[str], k: int = 5) -> list[list[Hit]]:
        """Return the hits of every query, in the order of the queries, each as ``find`` would."""
        asked = [query for query in queries if any(letter.isalnum() for letter in query)]
        vectors = dict(zip(asked, self.queries.vectors(asked, self.encoder.queries), strict=True)) if asked else {}
        return [self._fuse(query, vectors[query], k) if query in vectors else [] for query in queries]

    def lookup(self, text: str) -> list[str]:
        """Return the ids of the documents whose terms stand in ``text`` as whole words, longest term first."""
        return self._terms.lookup(text)

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, ordered by id."""
        return tuple(self._documents.values())

    def document(self, id: str) -> Document | None:
        """Return a document by id, or None."""
        return self._documents.get(id)

    def passage(self, id: str) -> Passage | None:
        """Return a passage by id, or None."""
        return self._passages.get(id)

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Return a document's passages in the order it was written, () if there is no such document."""
        return tuple(self._list[row] for row in self._rows.get(document, ()))

    def rankings(self, query: str, k: int = 5) -> dict[str, list[str]]:
        """Return passage ids as each ranking alone, two without the terms, and all three would order them."""
        vector = self.queries.vectors([query], self.encoder.queries)[0]
        alone = {"dense": self._dense(vector)[0], "bm25": self._bm25(query)[0]}
        found = {name: [self._list[row].id for row in rows[:k].tolist()] for name, rows in alone.items()}
        for name, terms in (("no terms", False), ("fused", True)):
            found[name] = [hit.passage.id for hit in self._fuse(query, vector, k, terms)]
        return found

    def _fuse(self, query: str, vector: "NDArray[np.float32]", k: int, terms: bool = True) -> list[Hit]:
        import numpy as np

        fused = np.zeros(len(self._list))
        dense_rows, dense = self._dense(vector)
        bm25_rows, bm25 = self._bm25(query)
        for rows, weight in ((dense_rows, 1.0), (bm25_rows, _BM25_WEIGHT)):
            fused[rows] += weight / (_K + 1 + np.arange(len(rows)))
        for rank, document in enumerate(self._terms.ranked(query) if terms else ()):
            fused[self._rows[document]] += _TERM_WEIGHT / (_K + 1 + rank)
        fused = fused.round(12)
        best = self._ranked(fused, max(k, 0))
        return [
            Hit(self._list[row], _similarity(dense, row, self._vectors, vector), float(bm25[row]), float(fused[row]))
            for row in best.tolist()
        ]

    def _dense(self, vector: "NDArray[np.float32]") -> "tuple[NDArray[np.int64], dict[int, float]]":
        """Rows by cosine similarity, and the similarity of each."""
        import numpy as np

        if self._flat is None:
            import faiss

            faiss.omp_set_num_threads(1)
            self._flat = faiss.IndexFlatIP(self._vectors.shape[1])
            self._flat.add(self._vectors)
        # One at a time: FAISS adds large batches up in another order.
        scores, rows = self._flat.search(vector[None, :], min(len(self._list), _DEPTH))
        rounded = scores[0].astype(np.float64).round(6)
        order = np.lexsort((self._tie[rows[0]], -rounded))
        rows = rows[0][order]
        return rows, dict(zip(rows.tolist(), rounded[order].tolist(), strict=True))

    def _bm25(self, query: str) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Rows that share a word with the query, best first, and the score of every row."""
        import numpy as np

        scores = self._lexical.scores(query).astype(np.float64).round(5)
        rows = self._ranked(scores, _DEPTH)
        return rows[scores[rows] > 0], scores

    def _ranked(self, scores: "NDArray[np.float64]", k: int) -> "NDArray[np.int64]":
        """The rows of the ``k`` highest scores, equal ones by passage id."""
        import numpy as np

        rows = np.arange(len(scores))
        if 0 < k < len(scores):
            rows = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        return rows[np.lexsort((self._tie[rows], -scores[rows]))][:k]


def _places(ids: list[str]) -> "NDArray[np.int64]":
    """The place of each id when they are sorted."""
    import numpy as np

    places = np.empty(len(ids), dtype=np.int64)
    places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return places


def _similarity(
    known: dict[int, float], row: int, vectors: "NDArray[np.float32]", vector: "NDArray[np.float32]"
) -> float:
    return known[row] if row in known else round(float(vectors[row] @ vector), 6)
