"""The guideline store as a run uses it: opened, or built the first time; named by the digests of corpus and encoder."""

from collections.abc import Callable
from dataclasses import dataclass

from bedside.knowledge.retriever import Retriever


@dataclass(frozen=True)
class GuidelineStore:
    """``digest`` names the guidelines and the encoder; it is None, like ``retriever``, when no guidelines are used."""

    retriever: Retriever | None = None
    digest: dict[str, str] | None = None


def open_guideline_store(wanted: bool = True, progress: Callable[[str], None] | None = None) -> GuidelineStore:
    """Open the index of the shipped guidelines; build it if it is not there, told to ``progress`` a line at a time.

    Raises ``KnowledgeError`` if it can be neither opened nor built.
    """
    if not wanted:
        return GuidelineStore()
    from bedside.knowledge.corpus import GUIDELINES, corpus_digest
    from bedside.knowledge.retrievers.index import open_index

    retriever = open_index(build=True, progress=progress)
    return GuidelineStore(
        retriever, {"corpus": corpus_digest(GUIDELINES)[:16], "encoder": retriever.encoder.digest[:16]}
    )
