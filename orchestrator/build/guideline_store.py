"""The guideline store as a run uses it: opened, or built the first time; named by the digests of corpus and encoder.

A process opens it once: what was read and checked stays in memory for as long as the corpus is the same.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bedside.agents.languages.language import base
from bedside.knowledge.cache import cache_folder
from bedside.knowledge.retriever import Retriever

CORPUS_VARIABLE = "BEDSIDE_CORPUS"
_opened: dict[tuple[Path, Path], "GuidelineStore"] = {}  # the last one, by corpus and cache


@dataclass(frozen=True)
class GuidelineStore:
    """``digest`` names the guidelines and the encoder; it is None, like ``retriever``, when no guidelines are used."""

    retriever: Retriever | None = None
    digest: dict[str, str] | None = None


def open_guideline_store(wanted: bool = True, progress: Callable[[str], None] | None = None) -> GuidelineStore:
    """Open the index of the guidelines (of the folder that ``BEDSIDE_CORPUS`` names, else the shipped ones); build it if it is not
    there, told to ``progress`` a line at a time.

    Raises ``KnowledgeError`` if it can be neither opened nor built.
    """
    if not wanted:
        return GuidelineStore()
    from bedside.knowledge.corpus import GUIDELINES, corpus_digest
    from bedside.knowledge.retrievers.index import open_index

    named = os.environ.get(CORPUS_VARIABLE)
    folder = Path(named) if named else GUIDELINES
    digest, place = corpus_digest(folder), (folder.absolute(), cache_folder().absolute())
    store = _opened.get(place)
    if store is None or store.digest is None or store.digest["corpus"] != digest[:16]:
        retriever = open_index(folder, build=True, progress=progress, digest=digest)
        store = GuidelineStore(retriever, {"corpus": digest[:16], "encoder": retriever.encoder.digest[:16]})
        _opened.clear()
        _opened[place] = store
    return store


def store_for(retriever: Retriever | None, language: str, wanted: bool) -> Retriever | None:
    """What of the store a talk about a note in ``language`` is given; None where it holds nothing in it."""
    if retriever is None or not wanted:
        return None
    from bedside.knowledge.retrievers.in_language import in_language

    return in_language(retriever, base(language))
