"""Encoders by name.

``minilm`` (the default) and ``sentence-transformers:FOLDER`` run here, through ONNX; ``ollama:MODEL`` and
``openai:MODEL`` ask a server, for documents and queries alike.
"""

from collections.abc import Callable
from pathlib import Path

from bedside.knowledge.encoder import DEFAULT, Encoder
from bedside.knowledge.error import KnowledgeError


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
