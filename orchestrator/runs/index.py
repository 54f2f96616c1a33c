"""The index of a run folder, ``index.jsonl``: which dialogues are finished, under which key and with which checksum, and where
what is packed stands.

Lines are added and never changed; of two about the same dialogue the last one holds. The first one has the digest of the
run's configuration, so that a ``run.json`` that is damaged can be made again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bedside.orchestrator.runs.checksum import signed
from bedside.orchestrator.runs.packed import BlockExtent

Json = dict[str, Any]


@dataclass
class Kept:
    """One finished dialogue: its key, the checksum of its line, and where its log is packed (None: not yet, or ``bare``:
    its log was damaged, and nothing is left of it). ``turns`` is after how many of them a limit of turns stopped it, None for
    one that had come to its end."""

    key: str
    crc: int
    place: BlockExtent | None = None
    bare: bool = False
    turns: int | None = None


@dataclass
class Index:
    """The index, read. ``crcs`` are all checksums that a dialogue's line ever had; ``blocks`` are, by file, the places of
    what is packed with the dialogues in it."""

    config: str = ""
    kept: dict[str, Kept] = field(default_factory=dict)
    crcs: dict[str, set[int]] = field(default_factory=dict)
    blocks: dict[str, dict[BlockExtent, list[str]]] = field(default_factory=dict)

    def add(self, row: Json) -> None:
        """Take in the next line."""
        if "config" in row:
            self.config = row["config"]
        elif "block" in row:
            place = BlockExtent(*row["block"])
            self.blocks.setdefault(row["file"], {})[place] = row.get("ids", [])
            for name in row.get("ids", ()):
                if name in self.kept:
                    self.kept[name].place = place
        elif "bare" in row:
            for name in row["bare"]:
                if name in self.kept:
                    self.kept[name].bare = True
        else:
            self.crcs.setdefault(row["id"], set()).add(row["crc"])
            self.kept[row["id"]] = Kept(row["key"], row["crc"], turns=row.get("turns"))

    def lines(self) -> bytes:
        """The index, written anew, without what does not hold any more."""
        kept = self.kept.items()
        out = [config_line(self.config), *(dialogue_line(name, one.key, one.crc, one.turns) for name, one in kept)]
        for file, places in self.blocks.items():
            for place, names in sorted(places.items(), key=lambda one: one[0].at):
                held = [name for name in names if name in self.kept and self.kept[name].place == place]
                out.append(block_line(file, place, held))
        bare = [name for name, one in self.kept.items() if one.bare]
        return b"".join(out) + (signed({"bare": bare}) if bare else b"")


def config_line(digest: str) -> bytes:
    """The line that names the run's configuration."""
    return signed({"config": digest})


def dialogue_line(name: str, key: str, crc: int, turns: int | None = None) -> bytes:
    """The line of a finished dialogue; ``turns`` of one that a limit of turns stopped."""
    limited: Json = {} if turns is None else {"turns": turns}
    return signed({"id": name, "key": key, "crc": crc, **limited})


def block_line(file: str, place: BlockExtent, ids: Sequence[str] = ()) -> bytes:
    """The line of a packed block. One without dialogues in a file of logs is of bytes that are of no use."""
    named: Mapping[str, Any] = {"ids": list(ids)} if ids else {}
    return signed({"file": file, "block": [place.at, place.size, place.crc], **named})


def read_index(rows: Iterable[Json]) -> Index:
    """The index of these lines."""
    found = Index()
    for row in rows:
        found.add(row)
    return found
