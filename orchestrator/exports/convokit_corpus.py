"""One part of an export as a ConvoKit corpus: a folder that ``convokit.Corpus(filename=...)`` opens.

A speaker is a role in one conversation: two patients are never one speaker, and no physician has met two of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from bedside.orchestrator.exports.part_files import opened
from bedside.orchestrator.runs.checksum import dump

Json = dict[str, Any]
_TEXT, _BOOL, _LIST = ["<class 'str'>"], ["<class 'bool'>"], ["<class 'list'>"]
_INDEX: Json = {
    "utterances-index": {"role": _TEXT, "index": ["<class 'int'>"], "edited": _BOOL},
    "speakers-index": {"role": _TEXT},
    "conversations-index": {
        **dict.fromkeys(("run", "note_id", "status", "stop", "family", "style", "version"), _TEXT),
        "synthetic": _BOOL,
        "edited": _LIST,
    },
    "overall-index": {"synthetic": _BOOL},
    "vectors": [],
    "version": 1,
}


class ConvokitCorpus:
    """The files of a corpus; rows are dialogues as ``dialogue_row`` makes them."""

    defused = 0

    def __init__(self, folder: Path) -> None:
        names = ("utterances.jsonl", "conversations.json", "speakers.json", "corpus.json", "index.json")
        self.files: Sequence[Path] = tuple(folder / name for name in names)
        self._utterances, self._conversations, self._speakers, about, index = map(opened, self.files)
        self._empty: set[IO[bytes]] = {self._conversations, self._speakers}
        for file, value in ((about, {"synthetic": True}), (index, _INDEX)):
            file.write(dump(value))
            file.close()

    def add(self, rows: Sequence[Json]) -> None:
        """A conversation, its speakers and what each said; an utterance answers the one before it."""
        for row in rows:
            made = row["generator"]
            name = f"{row['run']}/{row['id']}"
            about: Json = {key: row[key] for key in ("run", "note_id", "status", "stop", "synthetic", "edited")}
            about |= {key: str(made.get(key) or "") for key in ("family", "style", "version")}
            self._entry(self._conversations, name, about)
            for who in dict.fromkeys(turn["speaker"] for turn in row["turns"]):
                self._entry(self._speakers, f"{name}/{who}", {"role": who})
            for index, turn in enumerate(row["turns"]):
                self._utterances.write(dump(_utterance(name, index, turn, index in row["edited"])))

    def close(self) -> None:
        """Close the two objects that were written entry by entry."""
        for file in (self._conversations, self._speakers):
            file.write(b"{}\n" if file in self._empty else b"}\n")
            file.close()
        self._utterances.close()

    def _entry(self, file: IO[bytes], name: str, meta: Json) -> None:
        begins = b"{" if file in self._empty else b","
        self._empty.discard(file)
        file.write(begins + dump({name: {"meta": meta, "vectors": []}}).strip()[1:-1])


def _utterance(conversation: str, index: int, turn: Json, edited: bool) -> Json:
    return {
        "id": f"{conversation}#{index}",
        "conversation_id": conversation,
        "text": turn["text"],
        "speaker": f"{conversation}/{turn['speaker']}",
        "meta": {"role": turn["speaker"], "index": index, "edited": edited},
        "reply-to": f"{conversation}#{index - 1}" if index else None,
        "timestamp": index,
        "vectors": [],
    }
