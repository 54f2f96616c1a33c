"""The forms a dialogue is exported in: by name, which files a part has and what each dialogue is in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.exports.agent_rows import atif_row, gold_row, inspect_row
from bedside.orchestrator.exports.brat_files import BratFolder
from bedside.orchestrator.exports.convokit_corpus import ConvokitCorpus
from bedside.orchestrator.exports.edit_pairs import edit_pairs
from bedside.orchestrator.exports.part_files import CsvFile, LinesFile, ParquetFile, PartFiles
from bedside.orchestrator.exports.row_shapes import (
    aci_bench_row,
    messages_row,
    mts_dialog_row,
    notechat_row,
    sharegpt_row,
    turn_rows,
    whole_row,
)

Json = dict[str, Any]
_TURN = ("run", "id", "note_id", "index", "speaker", "text", "synthetic", "edited")
_MTS = ("ID", "section_header", "section_text", "dialogue", "synthetic", "edited")
_ACI = ("dataset", "encounter_id", "dialogue", "note", "synthetic", "edited")


@dataclass(frozen=True)
class Shape:
    """What the user chose beside the form: who is the ``assistant`` of chat rows, whether rows have the note, and how many dialogues a
    file of ``SHARDED`` forms has at most."""

    assistant: str = "physician"
    note: bool = False
    shard: int | None = None


@dataclass(frozen=True)
class Format:
    """``begin`` opens the files of a part in a folder, ``rows`` gives the rows of one dialogue. A form that ``has_note`` has words of
    the note in it, whatever was chosen; one with ``labels`` reads what each turn rests on."""

    begin: Callable[[Path, str, Shape], PartFiles]
    rows: Callable[[Json, Shape], Sequence[Json]]
    has_note: bool = False
    labels: bool = False


def _lines(folder: Path, part: str, shape: Shape) -> PartFiles:
    return LinesFile(folder / f"{part}.jsonl")


def _turns(folder: Path, part: str, shape: Shape) -> PartFiles:
    return CsvFile(folder / f"{part}.csv", (*_TURN, "note") if shape.note else _TURN)


def _mts(folder: Path, part: str, shape: Shape) -> PartFiles:
    return CsvFile(folder / f"{part}.csv", _MTS)


def _aci(folder: Path, part: str, shape: Shape) -> PartFiles:
    return CsvFile(folder / f"{part}.csv", _ACI)


def _parquet(folder: Path, part: str, shape: Shape) -> PartFiles:
    return ParquetFile(folder / f"{part}.parquet", shape.note, shape.shard)


def _hub(folder: Path, part: str, shape: Shape) -> PartFiles:
    return ParquetFile(folder / "data" / f"{part}.parquet", shape.note, shape.shard)


def _corpus(folder: Path, part: str, shape: Shape) -> PartFiles:
    return ConvokitCorpus(folder / part)


def _brat(folder: Path, part: str, shape: Shape) -> PartFiles:
    return BratFolder(folder / part)


SHARDED = ("parquet", "hf")
FORMATS: dict[str, Format] = {
    "messages": Format(_lines, lambda row, shape: [messages_row(row, shape.assistant, shape.note)]),
    "sharegpt": Format(_lines, lambda row, shape: [sharegpt_row(row, shape.assistant, shape.note)]),
    "csv": Format(_turns, lambda row, shape: turn_rows(row, shape.note)),
    "parquet": Format(_parquet, lambda row, shape: [whole_row(row, shape.note)]),
    "hf": Format(_hub, lambda row, shape: [whole_row(row, shape.note)]),
    "mts-dialog": Format(_mts, lambda row, _: [mts_dialog_row(row)], has_note=True),
    "aci-bench": Format(_aci, lambda row, _: [aci_bench_row(row)], has_note=True),
    "notechat": Format(_lines, lambda row, _: [notechat_row(row)], has_note=True),
    "convokit": Format(_corpus, lambda row, _: [row]),
    "atif": Format(_lines, lambda row, shape: [atif_row(row, shape.assistant, shape.note)]),
    "inspect": Format(_lines, lambda row, shape: [inspect_row(row, shape.assistant, shape.note)]),
    "gold": Format(_lines, lambda row, shape: [gold_row(row, shape.note)], labels=True),
    "brat": Format(_brat, lambda row, _: [row], labels=True),
    "edit-pairs": Format(_lines, lambda row, shape: edit_pairs(row, shape.note), has_note=True, labels=True),
}
