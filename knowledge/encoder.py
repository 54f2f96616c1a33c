"""The contract of everything that turns text into vectors, and the names they go by.

``minilm`` (the default) and ``sentence-transformers:FOLDER`` run here, through ONNX; ``ollama:MODEL`` and
``openai:MODEL`` ask a server, for documents and queries alike.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bedside.knowledge.error import KnowledgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT = "minilm"


class Encoder(Protocol):
    """Texts in, one unit vector each out. ``digest`` names the weights: other weights are another encoder."""

    @property
    def name(self) -> str:
        """The name it was asked for by."""
        ...

    @property
    def digest(self) -> str:
        """A sha256, in hexadecimal, over what decides its vectors."""
        ...

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions), rows of length 1."""
        ...

    def queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions); a text's vector does not depend on the others it is asked with."""
        ...


def encoder_named(
    name: str | None,
    cache: Path,
    *,
    base_url: str | None = None,
    build: bool = False,
    fresh: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Encoder:
    """Return the encoder of that name. A local model is exported to ONNX into ``cache``, once if ``build``, again if
    also ``fresh``.

    Raises ``KnowledgeError`` for an unknown name, a changed or missing model, or an export not made yet.
    """
    name = name or DEFAULT
    kind, _, model = name.partition(":")
    if name == DEFAULT or (kind == "sentence-transformers" and model):
        from bedside.knowledge.encoders.local import local_encoder

        return local_encoder(name, cache, build=build, fresh=fresh, progress=progress)
    if kind == "ollama" and model:
        from bedside.knowledge.encoders.served import OllamaEncoder

        return OllamaEncoder(model, base_url)
    if kind == "openai" and model:
        from bedside.knowledge.encoders.served import OpenAIEncoder

        return OpenAIEncoder(model, base_url)
    known = f"{DEFAULT}, sentence-transformers:FOLDER, ollama:MODEL or openai:MODEL"
    raise KnowledgeError(f"There is no embedder named {name!r}. Use {known}.")
