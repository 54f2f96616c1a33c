"""BM25 by bm25s. It scores every word of every passage when the index is built, so a query only adds columns up.

That sum is all a query needs, which keeps bm25s and scipy out of the first second of a conversation.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bedside.knowledge.retrievers.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = [("passage", "<i4"), ("score", "<f4")]


class WordScores:
    """``vocabulary`` maps a word to its column; ``starts`` (words + 1) bounds each column in ``postings``."""

    def __init__(self, vocabulary: dict[str, int], starts: Sequence[int], postings: "NDArray[Any]", size: int) -> None:
        self._vocabulary = vocabulary
        self._starts = starts
        self._postings = postings
        self._size = size

    def scores(self, query: str) -> "NDArray[np.float32]":
        """Return the BM25 score of every passage, shape (passages,); a word asked twice counts twice."""
        import numpy as np

        scores = np.zeros(self._size, dtype=np.float32)
        for word in words(query):
            if (column := self._vocabulary.get(word)) is not None:
                rows = self._postings[self._starts[column] : self._starts[column + 1]]
                scores[rows["passage"]] += rows["score"]
        return scores


def score_words(texts: Sequence[str]) -> "tuple[dict[str, int], list[int], NDArray[Any]]":
    """Return vocabulary, starts and postings of the texts, as ``WordScores`` takes them."""
    import bm25s
    import numpy as np

    tokens = [words(text) for text in texts]
    vocabulary = {word: column for column, word in enumerate(sorted({word for row in tokens for word in row}))}
    if not vocabulary:
        return {}, [0], np.zeros(0, dtype=COLUMNS)
    ranker: Any = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    ids = [[vocabulary[word] for word in row] for row in tokens]
    ranker.index((ids, dict(vocabulary)), create_empty_token=False, show_progress=False)
    postings = np.zeros(len(ranker.scores["data"]), dtype=COLUMNS)
    postings["passage"] = ranker.scores["indices"]
    postings["score"] = ranker.scores["data"]
    return vocabulary, [int(start) for start in ranker.scores["indptr"]], postings
