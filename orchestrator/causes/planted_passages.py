"""Bad passages: guideline files in which lines stand that belong in no guideline, indexed as any corpus is."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from bedside.knowledge.cache import cache_folder
from bedside.knowledge.corpus import GUIDELINES, read_corpus
from bedside.knowledge.encoders.named import encoder_named
from bedside.knowledge.retriever import Retriever
from bedside.knowledge.retrievers.index import load_index, write_index
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup
from bedside.orchestrator.causes.fault import Fault, Noticed, holds, pairs
from bedside.orchestrator.runs.events import Retrieved
from bedside.orchestrator.runs.reader import KeptDialogue

DOCUMENTS = (
    "back-pain", "copd", "dizziness", "skin-lesion", "rash", "gout", "sleep-apnea", "hypothyroidism", "palpitations",
    "abdominal-pain", "sore-throat", "chest-pain", "kidney-stones", "heart-failure", "headache", "asthma",
)  # fmt: skip
_COLOURS = ("purple", "golden", "crimson", "silver", "turquoise", "scarlet")
_THINGS = ("curtains", "umbrellas", "lanterns", "teapots", "wheelbarrows", "accordions", "marbles", "kites")
_SECTIONS = ("Red flags", "Safety net")


def bad_passage(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A guideline file has bad lines in one section."""
    shown = [one for event in twin.events if isinstance(event, Retrieved) for one in event.passages]
    usable = [one for one in shown if one.section in _SECTIONS]
    if not usable:
        return None
    document, section = usable[n % len(usable)].document, usable[n % len(usable)].section

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, _, said, other in pairs(harmed, twin):
            for words in odd_words(document, section):
                if holds(said, words) and not holds(other, words):
                    return Noticed(turn, says=words)
        return None

    place = Place("passage", usable[n % len(usable)].id)
    return Fault("a bad passage", place, notice, lambda one: replace(one, retriever=store(document, section)))


def odd_words(document: str, section: str) -> list[str]:
    """Words that stand in no guideline but the one that was harmed."""
    at = DOCUMENTS.index(document)
    return [f"{colour} {_THINGS[(at + _SECTIONS.index(section)) % len(_THINGS)]}" for colour in _COLOURS]


class _Remembering:
    """An encoder that is asked once for each text."""

    def __init__(self) -> None:
        self._encoder = encoder_named(None, cache_folder(), build=True)
        self._known: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def digest(self) -> str:
        return self._encoder.digest

    def documents(self, texts: Sequence[str]) -> Any:
        import numpy as np

        new = [text for text in texts if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.documents(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def queries(self, texts: Sequence[str]) -> Any:
        return self._encoder.queries(texts)


@cache
def _encoder() -> _Remembering:
    return _Remembering()


def _line(section: str, words: str) -> str:
    return (
        f"- a craving for {words} | nothing known" if section == "Red flags" else f"- you dream of {words} | same day"
    )


@cache
def store(harmed: str = "", section: str = "") -> Retriever:
    """A store of a few shipped guidelines, one of them harmed in one section."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "guidelines"
        files.mkdir()
        for name in DOCUMENTS:
            if (GUIDELINES / f"{name}.md").is_file():
                text = (GUIDELINES / f"{name}.md").read_text(encoding="utf-8")
                (files / f"{name}.md").write_text(_harmed(text, section, name) if name == harmed else text)
        index = Path(folder) / "index"
        write_index(read_corpus(files), _encoder(), index)
        return load_index(index, _encoder(), cache_folder())


def _harmed(text: str, section: str, document: str) -> str:
    head, found, rest = text.partition(f"## {section}\n")
    _, blank, after = rest.partition("\n\n")
    lines = "\n".join(_line(section, words) for words in odd_words(document, section))
    return f"{head}{found}{lines}\n{blank and chr(10)}{after}"
