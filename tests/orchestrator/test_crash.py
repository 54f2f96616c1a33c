"""Runs killed anywhere, full disks, damaged bytes: nothing finished is lost, and no model is paid twice. The benchmark of the
same name does the same more often."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from commands import Command

from bedside.benchmarks.crash_calls import killed_while_asking, played, speaker
from bedside.benchmarks.crash_damage import damaged_bytes, open_run_of, wrong_accounts
from bedside.benchmarks.crash_kills import (
    SYSCALLS,
    disk_full_in_mid_batch,
    disk_full_in_settling,
    failures_of_a_killed_resume,
    in_settling,
    may_mount,
    while_writing,
)
from bedside.benchmarks.crash_scene import BEDSIDE, Scene, gallery_notes

slow = pytest.mark.slow


def start(command: Sequence[str], cwd: Path) -> Command:
    """Start a command that need not load its libraries again."""
    assert tuple(command[: len(BEDSIDE)]) == BEDSIDE
    return Command(*command[len(BEDSIDE) :], cwd=cwd, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """More notes than are packed together, played by the scripted family with guidelines, and the run over them that nothing
    disturbed."""
    notes = {f"n{n:02}": " ".join([f"He fell {n} days ago. The knee hurts. Plan is rest."] * 20) for n in range(13)}
    made = Scene(tmp_path_factory.mktemp("crash"), notes, model="scripted", start=start)
    assert made.whole.count(b"\n") == len(notes)
    return made


@pytest.mark.thin(1)
@pytest.mark.parametrize("times", [1, pytest.param(2, marks=slow)])
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_while_writing(scene: Scene, processes: int, times: int) -> None:
    """kill -9 at random moments: no finished dialogue is lost or made again, and the bytes are those of a quiet run."""
    assert list(while_writing(scene, times, processes)) == []


def wrong(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """What did not come out as it should; that anything was tried at all."""
    tried = list(found)
    assert tried
    return [one for one in tried if one[1]]


@pytest.mark.parametrize(
    ("calls", "most"),
    [(("rename",), 1), pytest.param(SYSCALLS, 1, marks=slow)],
    ids=["rename", "all"],
)
def test_killed_inside_settling(scene: Scene, calls: tuple[str, ...], most: int) -> None:
    """kill -9 at a system call of a sitting that settles the run: the files pair by id, whichever of them were replaced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    assert wrong(in_settling(scene, calls, most)) == []


@pytest.mark.parametrize("most", [1, pytest.param(2, marks=slow)])
def test_failures_survive_a_killed_resume(scene: Scene, most: int) -> None:
    """Why items failed and how often they were tried is not forgotten when the sitting that tries them again is killed."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    assert wrong(failures_of_a_killed_resume(scene, most)) == []


@pytest.mark.parametrize("steps", [1, pytest.param(2, marks=slow)])
def test_disk_full_inside_settling(scene: Scene, steps: int) -> None:
    """One sentence, nothing lost, and with room the run goes on to the same bytes. Without a disk of one's own, files that
    may not grow do."""
    assert wrong(disk_full_in_settling(scene, steps)) == []


@pytest.mark.parametrize("part", [0.6, pytest.param(0.9, marks=slow)])
def test_disk_full_in_mid_batch(scene: Scene, part: float) -> None:
    """The same, while dialogues are made."""
    size = int(len(scene.whole) * part) if may_mount() else int(len(scene.whole) * part * 4)
    assert wrong(disk_full_in_mid_batch(scene, (max(size, 16 << 10),))) == []


@pytest.mark.thin(1)
@pytest.mark.parametrize("times", [6, pytest.param(15, marks=slow)])
@pytest.mark.parametrize("run", ["whole", "open"])
def test_a_damaged_byte(scene: Scene, run: str, times: int) -> None:
    """One byte is turned, or a letter into another: a deep look notices, and after the same command every finished dialogue
    is there as it was, or named in a file of what was damaged, and none was made again; then the folder is whole."""
    if run == "open":
        open_run_of(scene, "open")
    assert [one for one in damaged_bytes(scene, run, times) if not one.well] == []


def test_a_wrong_count_is_noticed(scene: Scene) -> None:
    """The account is counted, not made to fit: one planted in a copy of a run fails."""
    assert wrong(wrong_accounts(scene)) == []


def short_notes(count: int) -> dict[str, str]:
    """Notes whose conversations take a dozen calls."""
    return {
        f"n{n}": f"CHIEF COMPLAINT\nKnee pain for {n + 2} days.\n\nPLAN\nRest the knee for 2 weeks."
        for n in range(count)
    }


@pytest.mark.parametrize(
    ("notes", "in_flight", "times"),
    [(short_notes, 2, 1), pytest.param(gallery_notes, 6, 1, marks=slow)],
    ids=["short", "gallery"],
)
def test_no_call_is_paid_twice(
    tmp_path: Path, notes: Callable[[int], dict[str, str]], in_flight: int, times: int
) -> None:
    """Killed with many dialogues in flight, a run asks at most one call again for each, the one that was in the air."""
    scene = Scene(tmp_path, notes(in_flight * 3 // 2), knowledge=False, start=start)
    with speaker(tmp_path / "asked.txt", 0.05) as served:
        for one in killed_while_asking(played(scene, served, in_flight), served, times, in_flight):
            assert one.same
            assert one.repeated <= one.begun, one
            assert one.most <= 1, one


def test_the_benchmark_prints_its_table() -> None:
    """A line for each thing that was tried, all as it should be. Its other tables are of what is tried above."""
    command = [sys.executable, "-m", "bedside.benchmarks.crash", "--notes", "3", "--only", "account"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    head, _, *printed = done.stdout.splitlines()
    assert head.startswith("| what | tried |")
    assert len(printed) == 1
