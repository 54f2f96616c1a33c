"""Encoders on a server, asked through its own client. Weights are unseen there: name and address are the digest."""

import hashlib
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bedside.knowledge.error import KnowledgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 64
_SECONDS = 60.0


class _ServedEncoder:
    """What the two have in common: batches, unit length, and one sentence when the server fails."""

    def __init__(self, name: str, address: str | None) -> None:
        self.name = name
        self.address = address
        self.digest = hashlib.sha256(f"{name}\0{address or ''}".encode()).hexdigest()
        self._client: Any = None

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions)."""
        return self.queries(texts)

    def queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions)."""
        import numpy as np

        rows: list[Any] = []
        for start in range(0, len(texts), _AT_ONCE):
            part = list(texts[start : start + _AT_ONCE])
            try:
                answer = self._ask(part)
            except Exception as error:  # each client raises its own classes; the user mends them all alike
                reason = " ".join(str(error).split())[:120] or type(error).__name__
                mend = "Check that the server runs, knows the model, and that --base-url is right"
                raise KnowledgeError(f"{self.name} gave no embedding ({reason}). {mend}.") from error
            if len(answer) != len(part):
                raise KnowledgeError(
                    f"{self.name} returned {len(answer)} vectors for {len(part)} texts. Ask another model."
                )
            rows.extend(answer)
        try:
            vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        except ValueError:
            raise KnowledgeError(f"{self.name} returned vectors of different lengths. Ask another model.") from None
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if len(texts) and not (np.isfinite(vectors).all() and (lengths > 0).all()):
            raise KnowledgeError(f"{self.name} returned a vector without a direction. Ask another model.")
        return vectors / lengths

    def _ask(self, texts: list[str]) -> Sequence[Sequence[float]]:
        raise NotImplementedError

    def _client_of(self, make: Callable[[], Any]) -> Any:
        if self._client is None:
            self._client = make()
        return self._client


class OllamaEncoder(_ServedEncoder):
    """``ollama:MODEL`` at ``base_url``, else ``$OLLAMA_HOST``, else the local server."""

    def __init__(self, model: str, base_url: str | None) -> None:
        super().__init__(f"ollama:{model}", base_url or os.environ.get("OLLAMA_HOST"))
        self.model = model

    def _ask(self, texts: list[str]) -> Sequence[Sequence[float]]:
        import ollama

        client = self._client_of(lambda: ollama.Client(host=self.address, timeout=_SECONDS))
        return client.embed(model=self.model, input=texts).embeddings


class OpenAIEncoder(_ServedEncoder):
    """``openai:MODEL`` at ``base_url``, else ``$OPENAI_BASE_URL``, else OpenAI; the key is ``$OPENAI_API_KEY``."""

    def __init__(self, model: str, base_url: str | None) -> None:
        super().__init__(f"openai:{model}", base_url or os.environ.get("OPENAI_BASE_URL"))
        self.model = model

    def _ask(self, texts: list[str]) -> Sequence[Sequence[float]]:
        import openai

        # A local server needs no key, the client insists on one.
        key = os.environ.get("OPENAI_API_KEY") or "none"
        client = self._client_of(
            lambda: openai.OpenAI(base_url=self.address, api_key=key, timeout=_SECONDS, max_retries=2)
        )
        answer = client.embeddings.create(model=self.model, input=texts, encoding_format="float")
        return [one.embedding for one in sorted(answer.data, key=lambda one: one.index)]
