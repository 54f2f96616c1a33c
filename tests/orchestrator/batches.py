"""Batches that tests hold in this process, as the command line holds them, and what came of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.batch.grid import Grid
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.runs.survey import survey

NOTE = "He fell on the ice. The knee hurts {}. Exam shows swelling. Plan is rest."


def rows(*ids: str, **own: Any) -> bytes:
    """JSON Lines of a note for each id, with these keys beside it."""
    return b"".join(orjson.dumps({"id": id, "note": NOTE.format(f"since {id}"), **own}) + b"\n" for id in ids)


@dataclass(frozen=True)
class Batches:
    """A folder in which batches are made."""

    folder: Path

    def file(self, name: str, data: bytes | str) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def make(
        self,
        *inputs: str | Path,
        run: str = "r",
        grid: tuple[str, ...] = (),
        player: str | None = "scripted",
        fresh: bool = False,
        keep_text: bool | None = None,
        choices: dict[str, Any] | None = None,
        **order: Any,
    ) -> int:
        """Make a run of these inputs, which start from the folder; its exit code."""
        given = tuple(str(self.folder / one) for one in inputs)
        order = {"processes": 1, "quiet": True, "player_options": PlayerOptions(player), **order}
        made = BatchOptions(inputs=given, grid=Grid.parse(grid), **order)
        place = RunPlace(self.folder / "runs", run, fresh, keep_text=keep_text)
        return run_batch_command(made, CaseOptions(knowledge=False, **(choices or {})), place)

    def path(self, run: str = "r") -> Path:
        """The folder of a run."""
        return self.folder / "runs" / run

    def lines(self, run: str = "r") -> dict[str, dict[str, Any]]:
        """The dialogues of a run by id, in their order."""
        data = (self.path(run) / "dialogues.jsonl").read_bytes()
        return {row["id"]: row for row in map(orjson.loads, data.splitlines())}

    def turns(self, run: str = "r") -> dict[str, Any]:
        """What was said in them."""
        return {name: row["turns"] for name, row in self.lines(run).items()}

    def failures(self, run: str = "r") -> dict[str, dict[str, Any]]:
        """What did not finish, by id."""
        return survey(self.path(run)).failures

    def made(self, run: str = "r") -> list[str]:
        """The ids of all dialogues that were finished in it, over all sittings."""
        found = map(orjson.loads, (self.path(run) / "log.jsonl").read_bytes().splitlines())
        return [row["id"] for row in found if row["event"] == "finished"]

    def about(self, run: str = "r") -> dict[str, Any]:
        """Its ``run.json``."""
        return orjson.loads((self.path(run) / "run.json").read_bytes())
