"""The one call a dialogue that is polished by a model takes, for all dialogues of a run at once: written as an OpenAI batch file,
at half the price, and what came back taken in as answers that were paid for.

Law of the file: an answer is taken in for the very question that is asked next, or not at all; a question without one is asked
as ever when the run goes on.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.model import ModelError, Request, Usage
from bedside.agents.models.openai_batch import batch_line, batch_reply
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import signed
from bedside.orchestrator.runs.file_names import ANSWERS, REQUESTS, USAGE
from bedside.orchestrator.runs.files import PRIVATE_FILE, Lines, replace
from bedside.orchestrator.runs.lock import hold
from bedside.orchestrator.runs.open_run import checked_rows
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.usage import FLEX, Used
from bedside.orchestrator.runs.usage import Usage as RunUsage

Json = dict[str, Any]


@dataclass
class RepliesTaken:
    """How many answers were taken in, and why others were not, by dialogue."""

    taken: int = 0
    left: dict[str, str] = field(default_factory=dict[str, str])


def requests_of(folder: RunFolder) -> dict[str, Json]:
    """The question that each held dialogue asks next, by id: ``after`` which event, its ``digest``, ``asked`` and ``body``."""
    found: dict[str, Json] = {}
    for row in checked_rows(folder.path / REQUESTS):
        log = folder.survey.logs.get(row["id"])
        if log and orjson.loads(log[-1])["id"] == row["after"]:
            found[row["id"]] = row
    return found


def write_requests(folder: RunFolder, path: Path) -> int:
    """Write them as a batch file; how many. Raises ``Problem``."""
    found = requests_of(folder)
    if not found:
        raise Problem("input", f"No dialogue of {folder.path} is held: bedside batch --stop-after polish does so.")
    models = sorted({str(row["body"].get("model")) for row in found.values()})
    if len(models) > 1:
        raise Problem(
            "config", f"A batch file is for one model, and these are {', '.join(models)}: make a run for each."
        )
    if path.exists():
        raise Problem("usage", f"{path} is there already: name another file.")
    lines = (batch_line(name, row["body"]) for name, row in found.items())
    replace(path, (orjson.dumps(line) + b"\n" for line in lines), PRIVATE_FILE)
    return len(found)


def take_replies(folder: RunFolder, path: Path) -> RepliesTaken:
    """Take in what came back. Raises ``Problem`` for a file that cannot be read."""
    hold(folder.path)
    wanted = requests_of(folder)
    there = {row["dialogue"] for rows in folder.survey.answers.values() for row in rows}
    made, lines, usage = RepliesTaken(), list[bytes](), RunUsage()
    for place, row in _rows(path):
        name = str(row.get("custom_id"))
        asked = wanted.get(name)
        if asked is None or name in there:
            made.left[name] = f"{place}: " + ("it has one already" if name in there else "nothing is asked for it now")
            continue
        request = Request((), schema={} if asked["schema"] else None, mode=asked["mode"])
        try:
            reply = batch_reply(row, asked["asked"], request)
        except ModelError as error:
            made.left[name] = f"{place}: {error.message}"
            continue
        there.add(name)
        answer = {"dialogue": name, "after": asked["after"], "digest": asked["digest"], "reply": asdict(reply)}
        lines.append(signed(answer))
        usage.add("refiner", f"{asked['asked']} {FLEX}", _used(reply.usage))
        made.taken += 1
    if lines:
        _append(folder.path / ANSWERS, lines)
        _append(folder.path / USAGE, [signed({"at": round(time.time(), 3), "used": usage.rows()})])
    return made


def _used(usage: Usage) -> Used:
    counted = usage.prompt is not None or usage.completion is not None
    tokens = {"prompt": usage.prompt or 0, "cached": usage.cached or 0, "completion": usage.completion or 0}
    return Used(calls=1, questions=1, uncounted=int(not counted), **tokens)


def _append(path: Path, lines: list[bytes]) -> None:
    file = Lines(path)
    file.write(b"".join(lines))
    file.close()


def _rows(path: Path) -> Iterator[tuple[str, Json]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    row = orjson.loads(line)
                    if not isinstance(row, dict):
                        raise Problem("input", f"{path}: line {number} is no line of a batch file.")
                    yield f"line {number}", row
    except FileNotFoundError:
        raise Problem("input", f"There is no file {path}: it is what the batch gave back.") from None
    except (OSError, orjson.JSONDecodeError) as error:
        raise Problem("input", f"{path} cannot be read as JSON Lines ({type(error).__name__}).") from None
