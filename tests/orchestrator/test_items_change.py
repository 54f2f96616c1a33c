"""A notes file that grows, shrinks or changes goes on in its folder: what has not changed is not made again, and nothing that
was finished goes before there is something in its place."""

from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.batch_command import BatchOptions, run_batch_command
from bedside.orchestrator.cli.simulate_command import RunPlace
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.survey import survey
from bedside.orchestrator.runs.verify import verify

NOTE = "He fell on the ice. The knee hurts {}. Exam shows swelling. Plan is rest."


@dataclass(frozen=True)
class Batch:
    """A folder in which batches are made by the scripted family."""

    folder: Path

    def of(self, notes: dict[str, str], limit: int | None = None, file: str = "notes.jsonl", run: str = "r") -> int:
        """Make a run of these notes; its exit code."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(orjson.dumps({"id": id, "note": text}) + b"\n" for id, text in notes.items()))
        order = BatchOptions(notes=path, limit=limit, processes=1, player_options=PlayerOptions("scripted"), quiet=True)
        return run_batch_command(order, CaseOptions(knowledge=False), RunPlace(self.folder / "runs", run))

    def path(self, run: str = "r") -> Path:
        """The folder of a run."""
        return self.folder / "runs" / run

    def lines(self, run: str = "r") -> dict[str, bytes]:
        """The lines of its dialogues by id, in their order."""
        lines = (self.path(run) / "dialogues.jsonl").read_bytes().splitlines(keepends=True)
        return {orjson.loads(line)["id"]: line for line in lines}

    def made(self, run: str = "r") -> list[str]:
        """The ids of all dialogues that were finished in it, over all sittings."""
        rows = map(orjson.loads, (self.path(run) / "log.jsonl").read_bytes().splitlines())
        return [row["id"] for row in rows if row["event"] == "finished"]

    def counts(self, run: str = "r") -> dict[str, int]:
        """Its account."""
        return orjson.loads((self.path(run) / "run.json").read_bytes())["counts"]


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """A folder of its own."""
    return Batch(tmp_path)


def notes(*ids: str) -> dict[str, str]:
    """A note for each id."""
    return {id: NOTE.format(f"since {id}") for id in ids}


def test_one_note_more_makes_one_dialogue_more(batch: Batch) -> None:
    """Added in the middle, it is made and nothing else is; the file ends as that of a run over all of them at once."""
    assert batch.of(notes(*"abd")) == 0
    before = batch.lines()
    assert batch.of(notes(*"abcd")) == 0
    assert batch.made() == [*"abd", "c"]
    assert list(batch.lines()) == [*"abcd"]
    assert before.items() <= batch.lines().items()
    batch.of(notes(*"abcd"), run="at once")
    assert batch.lines() == batch.lines("at once")
    assert verify(batch.path()).faults == []


def test_a_changed_note_replaces_its_dialogue_alone(batch: Batch) -> None:
    """In its place, in a folder that still has one dialogue an id; the others keep their bytes."""
    batch.of(notes(*"abc"))
    before = batch.lines()
    assert batch.of({**notes(*"abc"), "b": NOTE.format("at night")}) == 0
    after = batch.lines()
    assert (list(after), batch.made()) == ([*"abc"], [*"abc", "b"])
    assert b"at night" in after["b"]
    assert {name: line for name, line in after.items() if name != "b"} == {n: before[n] for n in "ac"}
    assert batch.counts()["finished"] == 3
    assert verify(batch.path()).faults == []


def test_a_note_that_is_gone_keeps_its_dialogue(batch: Batch) -> None:
    """At the end of the file, outside of the account; when the note comes back it is not made again."""
    batch.of(notes(*"abc"))
    before = batch.lines()
    assert batch.of(notes(*"bc")) == 0
    assert list(batch.lines()) == [*"bca"]
    assert batch.counts() == {"requested": 2, "finished": 2, "failed": 0, "filtered": 0, "pending": 0}
    batch.of(notes(*"abc"))
    assert batch.lines() == before
    assert batch.made() == [*"abc"]


def test_a_higher_limit_extends(batch: Batch) -> None:
    """--limit 2, then none: the first two are not made again."""
    batch.of(notes(*"abcd"), limit=2)
    assert list(batch.lines()) == [*"ab"]
    batch.of(notes(*"abcd"))
    assert (list(batch.lines()), batch.made()) == ([*"abcd"], [*"abcd"])
    batch.of(notes(*"abcd"), limit=3)
    assert (list(batch.lines()), batch.counts()["requested"]) == ([*"abcd"], 3)


def test_another_file_is_refused(batch: Batch) -> None:
    """Under the same name, other notes, also under ids that are taken and with one note in common: one sentence, and
    nothing is touched. The same file at another place goes on."""
    batch.of(notes(*"abc"))
    before = batch.lines()
    for other in (
        notes(*"xyz"),
        {id: NOTE.format("today") for id in "abc"},
        {**dict.fromkeys("abc", "He coughs."), **notes("c")},
    ):
        with pytest.raises(Problem, match=r"holds dialogues of other notes .*use --run NAME"):
            batch.of(other, file="other/notes.jsonl")
        assert batch.lines() == before
    assert batch.of(notes(*"abcd"), file="moved/notes.jsonl") == 0
    assert batch.made() == [*"abcd"]


def test_a_changed_note_that_fails_leaves_what_there_was(batch: Batch) -> None:
    """Its old dialogue stays, its failure is told and counted over sittings; as it was before, it is finished, and once."""
    batch.of(notes(*"ab"))
    before = batch.lines()
    for attempts in (1, 2):
        assert batch.of({**notes("a"), "b": ""}) == 3
        assert batch.lines() == before
        assert batch.counts() == {"requested": 2, "finished": 1, "failed": 1, "filtered": 0, "pending": 0}
        assert survey(batch.path()).failures["b"]["attempts"] == attempts
    assert batch.of(notes(*"ab")) == 0
    assert batch.made() == [*"ab"]
    assert batch.counts() == {"requested": 2, "finished": 2, "failed": 0, "filtered": 0, "pending": 0}
    assert (batch.path() / "failures.jsonl").read_bytes() == b""


@pytest.mark.thin(1)
@pytest.mark.parametrize("events", [1, 2, 4, 1000], ids=lambda n: f"after {n}")
def test_killed_while_a_changed_note_is_made_anew(batch: Batch, events: int) -> None:
    """Broken off after so many events of the new dialogue, or before it is in the index: the old one is there until the new
    one is finished, and the log of neither is taken for that of the other."""
    batch.of(notes(*"ab"))
    old = {path.name: path.read_bytes() for path in batch.path().iterdir()}
    before = batch.lines()
    changed = {**notes("a"), "b": NOTE.format("at night")}
    batch.of(changed, run="other")
    log = survey(batch.path("other"))
    batch.of({**changed, "c": ""}, run="r")
    new = batch.lines()
    # What a kill leaves: the folder as it was, and the beginning of the new dialogue's log.
    lines = _log(batch.path(), "b")[:events]
    for name, data in old.items():
        (batch.path() / name).write_bytes(data)
    (batch.path() / "events.jsonl").write_bytes(b"".join(lines))
    found = survey(batch.path(), deep=True)
    finished = events > len(_log(batch.path("other"), "b")) or len(lines) < events
    assert found.lost == found.unexplained == []
    assert found.damage == []
    assert finished == ("b" in found.again)
    assert log.kept.keys() == found.kept.keys()
    if not finished:
        assert {name: before[name] for name in found.at} == before
    assert batch.of(changed) == 0
    assert batch.lines() == {name: new[name] for name in "ab"}
    assert verify(batch.path()).faults == []


def _log(folder: Path, name: str) -> list[bytes]:
    """The lines of the last log of a dialogue in a folder."""
    from bedside.orchestrator.runs.packed import read_block

    found = survey(folder)
    place = found.kept[name].place
    assert place is not None
    lines = read_block(folder / "events.jsonl.bz2", place).splitlines(keepends=True)
    return [line for line in lines if orjson.loads(line)["dialogue"] == name]
