"""Whether a run folder is what was written: every checksum, every dialogue against its log, and the account of the run.

Law of the file: nothing is changed. What is damaged is named with what it costs and what mends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.runs.file_names import (
    DIALOGUES,
    EVENTS,
    EXCHANGES_PACKED,
    PACKED,
    PASSAGES_PACKED,
)
from bedside.orchestrator.runs.files import whole_lines
from bedside.orchestrator.runs.lock import is_held
from bedside.orchestrator.runs.reader import RunFolder, steady_survey
from bedside.orchestrator.runs.survey import Survey

Json = dict[str, Any]
_AGAIN = "run the command that made it again"


@dataclass
class Verdict:
    """What was found, a sentence each: what is ``whole``, what is wrong (``faults``), and what else there is to say."""

    whole: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def verify(path: Path) -> Verdict:
    """Check a run folder. Raises ``Problem`` for a folder that cannot be read."""
    folder = RunFolder(path)
    verdict = Verdict()
    if folder.version == 1:
        _version_1(folder, verdict)
        return verdict
    held = is_held(path)
    found = steady_survey(path, deep=True)
    if held:  # lines that were written, or half written, since the file was looked at
        found.again.clear()
        found.damage = [one for one in found.damage if one.data.endswith(b"\n")]
    _damage(found, verdict)
    _dialogues(found, verdict)
    if held:
        verdict.remarks.append("Another process is writing it: verify again when it is closed.")
    elif "counts" not in folder.about:
        verdict.remarks.append(f"It was broken off and has no counts yet: {_AGAIN} to go on.")
    else:
        _account(folder.about, len(found.kept), len(found.failures), verdict)
        _ends(path, verdict)
    for file in sorted(path.glob("*.damaged")):
        count = sum(1 for _ in whole_lines(file))
        verdict.remarks.append(f"{file.name}: {_so_many(count, 'line')} set aside when the run was gone on with.")
    return verdict


def _damage(found: Survey, verdict: Verdict) -> None:
    for name in dict.fromkeys(one.file for one in found.damage):
        these = [one for one in found.damage if one.file == name]
        size = sum(len(one.data) for one in these)
        ids = [id for one in these for id in one.ids]
        of = f" of {_named(ids)}" if ids else ""
        what = _so_many(len(these), "block" if name == PACKED else "line")
        verdict.faults.append(f"{name}: {what} ({size:,} bytes) not as written{of}.")


def _dialogues(found: Survey, verdict: Verdict) -> None:
    """Lines and logs, paired by id."""
    verdict.whole.append(f"{DIALOGUES}: {_so_many(len(found.at), 'line')}, each as it was written.")
    logs = [name for name in found.kept if name not in found.unexplained]
    verdict.whole.append(f"{PACKED}: {_so_many(len(logs), 'log')}, each of which comes to its dialogue's line.")
    for name in (PASSAGES_PACKED, EXCHANGES_PACKED):
        if found.ends.get(name) and not found.damaged(name):
            verdict.whole.append(f"{name}: whole.")
    unfinished = [name for name in found.logs if name not in found.kept]
    if unfinished:
        verdict.whole.append(f"{EVENTS}: {_so_many(len(unfinished), 'log')} of dialogues that are not finished.")
    gaps = [name for name in unfinished if _gap(found.logs[name])]
    if found.again:
        verdict.faults.append(
            f"{DIALOGUES}: {_so_many(len(found.again), 'line')} missing or damaged, to be made again from the log, "
            f"{_named(found.again)}: {_AGAIN}."
        )
    if found.unexplained:
        verdict.faults.append(
            f"{_so_many(len(found.unexplained), 'log')} damaged or missing, {_named(found.unexplained)}: the words are "
            "whole, the reasons are lost."
        )
    if gaps:
        verdict.faults.append(
            f"{EVENTS}: {_so_many(len(gaps), 'log')} with a gap, {_named(gaps)}: {_AGAIN}, to go on from before the gap."
        )
    if found.lost:
        verdict.faults.append(
            f"{_so_many(len(found.lost), 'finished dialogue')} lost, line and log, {_named(found.lost)}: {_AGAIN}."
        )


def _gap(log: Sequence[bytes]) -> bool:
    """Whether an event follows one that is not there."""
    rows: list[Json] = [orjson.loads(line) for line in log]
    ids = {"", *(row["id"] for row in rows)}
    return any(row.get("parent", "") not in ids for row in rows)


def _account(about: Json, finished: int, failed: int, verdict: Verdict) -> None:
    """``requested = finished + failed + filtered + pending``, and as many as there are."""
    counts: Json = about["counts"]
    parts = ("finished", "failed", "filtered", "pending")
    said = f"{counts.get('requested', 0):,} requested = " + " + ".join(f"{counts.get(n, 0):,} {n}" for n in parts)
    if counts.get("requested") != sum(counts.get(name, 0) for name in parts):
        verdict.faults.append(f"run.json: the account does not add up: {said}.")
        return
    kept: Json | None = about.get("kept")  # also of inputs that are asked for no more
    for name, there in (("finished", finished), ("failed", failed)):
        wanted = kept.get(name, 0) if kept is not None else counts.get(name, 0)
        if there < wanted or (kept is not None and there != wanted):
            verdict.faults.append(f"run.json counts {wanted:,} {name}, and {there:,} are there.")
            return
    others = finished - counts.get("finished", 0)
    verdict.whole.append(f"{said}" + (f"; {others:,} of earlier inputs beside them." if others else "."))


def _ends(path: Path, verdict: Verdict) -> None:
    """A closed run has no half lines."""
    for file in sorted(path.glob("*.jsonl")):
        with file.open("rb") as lines:
            size = file.stat().st_size
            lines.seek(max(0, size - 1))
            if size and lines.read(1) != b"\n":
                verdict.faults.append(f"{file.name}: its last line is cut off.")


def _version_1(folder: RunFolder, verdict: Verdict) -> None:
    """A folder of version 0.1.0 has no checksums: its two files must pair and its counts be right."""
    old = folder.version_1
    finished = sum(record.status == "finished" for record in old.records.values())
    verdict.remarks.append(
        "It was made by version 0.1.0, which kept no checksums: only pairs and counts can be checked."
    )
    if old.alone:
        verdict.faults.append(
            f"{_so_many(len(set(old.alone)), 'dialogue')} not whole in both dialogues.jsonl and traces.jsonl, "
            f"{_named(old.alone)}: copy the folder again."
        )
    if "counts" in folder.about:
        _account(folder.about, finished, len(old.failures), verdict)
    _ends(folder.path, verdict)


def _named(ids: Any) -> str:
    """Some of these ids, and how many more."""
    names = list(dict.fromkeys(ids))
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def _so_many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
