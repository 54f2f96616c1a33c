"""Labels told from the vectors that a given transformer makes of what was said, by logistic regression.

Law of the file: nothing is fetched. A longer text is the mean of the vectors of its parts, so that an encoder of short texts reads all of it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = Callable[[Sequence[str]], NDArray[np.float32]]

Tell = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]  # texts, their labels, unseen texts: labels
_PART = 120  # words, which most encoders take whole
_TOKENS = 256  # of a part, for a model that is read by its hidden states


def by_vectors(vectors: "Vectors") -> Tell:
    """Who tells labels by a transformer. No text is read twice, whatever is trained."""
    known: dict[str, NDArray[np.float32]] = {}

    def read(texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        for text in dict.fromkeys(text for text in texts if text not in known):
            known[text] = vectors(_parts(text)).mean(axis=0)
        return np.stack([known[text] for text in texts])

    def tell(texts: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        model: Any = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000, class_weight="balanced"))
        model.fit(read(texts), list(labels))
        return [str(one) for one in model.predict(read(unseen))]

    return tell


def hidden_states(folder: Path) -> "Vectors":
    """The mean of the last hidden states of a model that transformers opens from a folder. Raises ``OSError`` or ``ValueError`` for what is
    none, ``ImportError`` without transformers and torch."""
    import torch
    import transformers
    from transformers.utils import logging

    logging.disable_progress_bar()
    reader: Any = transformers.AutoTokenizer
    maker: Any = transformers.AutoModel
    tokenizer: Any = reader.from_pretrained(str(folder), local_files_only=True)
    model: Any = maker.from_pretrained(str(folder), local_files_only=True, dtype=torch.float32).eval()

    def vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        rows: list[Any] = []
        for text in texts:
            read = tokenizer(text or " ", return_tensors="pt", truncation=True, max_length=_TOKENS)
            with torch.inference_mode():
                rows.append(model(**read).last_hidden_state[0].mean(dim=0).float().numpy())
        return np.stack(rows)

    return vectors


def _parts(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[begin : begin + _PART]) for begin in range(0, len(words), _PART)] or [text]
