"""What is lost when a run is killed, its disk is full or a byte of it is damaged: ``python -m bedside.benchmarks.crash``.

Real runs of the command on this machine, over the notes of the shipped cases; model calls go to a server of our own on
loopback. Prints a Markdown table; exits with 1 if a line of it is not as it should be.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bedside.benchmarks.corpora import CORPORA, DATA, people
from bedside.benchmarks.crash_calls import IN_FLIGHT, killed_while_asking, played, speaker
from bedside.benchmarks.crash_damage import damaged_bytes, open_run_of, wrong_accounts
from bedside.benchmarks.crash_kills import (
    disk_full_in_mid_batch,
    disk_full_in_settling,
    failures_of_a_killed_resume,
    in_settling,
    may_mount,
    while_writing,
)
from bedside.benchmarks.crash_scene import Scene, gallery_notes

GOAL = 12_288  # bytes a dialogue after settling


@dataclass(frozen=True)
class TableRow:
    """One line of the table: what was done, how often, how often it came out as it should, and what else there is to say.
    ``held`` is None where it could not be tried."""

    what: str
    tried: int
    held: int | None
    note: str = ""

    @property
    def well(self) -> bool:
        """Whether all came out as it should."""
        return self.held is None or self.held == self.tried


def writing(options: argparse.Namespace) -> Iterator[TableRow]:
    """Kills at random moments while dialogues are written."""
    for processes in (1, 2):
        with scene(options.notes) as made:
            wrong = list(while_writing(made, options.kills, processes))
            held = max(0, options.kills - len(wrong))
            yield TableRow(f"kill -9 while writing, processes: {processes}", options.kills, held, "; ".join(wrong[:3]))


def settling(options: argparse.Namespace) -> Iterator[TableRow]:
    """Kills at system calls of a sitting that settles a run, and failures that survive them."""
    if shutil.which("strace") is None:
        yield TableRow("kill -9 inside settling", 0, None, "strace is not installed: apt-get install strace")
        return
    with scene(options.notes) as made:
        yield counted("kill -9 inside settling, call by call", in_settling(made, most=options.settle))
        yield counted("failures and attempts of a killed resume", failures_of_a_killed_resume(made, options.settle))


def full(options: argparse.Namespace) -> Iterator[TableRow]:
    """Disks that fill up."""
    how = "a disk of its own" if may_mount() else "files that may not grow: this process may mount none"
    with scene(options.notes) as made:
        yield counted("disk full inside settling", disk_full_in_settling(made, options.settle), how)
        sizes = tuple(len(made.whole) * part // 8 for part in (3, 5, 7))
        yield counted("disk full in mid-batch", disk_full_in_mid_batch(made, sizes), how)


def damage(options: argparse.Namespace) -> Iterator[TableRow]:
    """Single damaged bytes."""
    with scene(options.notes) as made:
        assert made.whole
        open_run_of(made, "open")
        for run, name in (("whole", "finished"), ("open", "killed")):
            found = list(damaged_bytes(made, run, options.bytes))
            bad = [f"{one.file}:{one.at} {one.how} {one.wrong}".strip() for one in found if not one.well]
            note = "; ".join(bad[:3]) or f"all noticed, over {len({one.file for one in found})} files"
            yield TableRow(f"one damaged byte, {name} run", len(found), len(found) - len(bad), note)


def account(options: argparse.Namespace) -> Iterator[TableRow]:
    """Wrong accounts."""
    with scene(options.notes) as made:
        yield counted("a wrong count is noticed", wrong_accounts(made))


def calls(options: argparse.Namespace) -> Iterator[TableRow]:
    """Model calls that are paid twice."""
    with scene(options.dialogues) as made, speaker(made.folder / "asked.txt") as served:
        found = list(killed_while_asking(played(made, served), served, options.model_kills))
        well = [one for one in found if one.same and one.repeated <= one.begun and one.most <= 1]
        told = ", ".join(f"{one.repeated} of {one.calls} ({one.begun} in flight)" for one in found)
        share = sum(one.repeated for one in found) / max(1, sum(one.calls for one in found))
        what = f"kill -9 with {IN_FLIGHT} of {len(made.notes)} dialogues in flight: calls asked again"
        yield TableRow(what, len(found), len(well), f"{told}; {share:.1%}")


def size(options: argparse.Namespace) -> Iterator[TableRow]:
    """Bytes a dialogue of a settled run."""
    data = Path(os.environ.get("BEDSIDE_SHARED_DATA", DATA))
    if not (data / "dev").is_dir():
        yield TableRow("bytes a dialogue after settling", 0, None, f"needs the notes in {data / 'dev'}")
        return
    notes = {str(row["id"]): str(row["note"]) for row in people(data, CORPORA["aci"], options.sized)}
    with scene(notes) as made:
        assert made.whole
        total = sum(path.stat().st_size for path in made.of("whole").iterdir())
        each = total / len(notes)
        yield TableRow(
            f"bytes a dialogue after settling, {len(notes)} notes", 1, int(each <= GOAL), f"{each:,.0f} of {GOAL:,}"
        )


CHECKS: dict[str, Callable[[argparse.Namespace], Iterator[TableRow]]] = {
    "writing": writing,
    "settling": settling,
    "full": full,
    "damage": damage,
    "account": account,
    "calls": calls,
    "size": size,
}


def counted(what: str, found: Iterable[tuple[str, str]], note: str = "") -> TableRow:
    """A line of what was tried one by one, each with what is wrong."""
    tried = list(found)
    wrong = [f"{where}: {fault}" for where, fault in tried if fault]
    return TableRow(what, len(tried), len(tried) - len(wrong), "; ".join(wrong[:3]) or note)


@contextmanager
def scene(notes: int | dict[str, str]) -> Generator[Scene]:
    """A scene in a folder that is taken away again."""
    with tempfile.TemporaryDirectory(prefix="bedside-crash-") as name:
        yield Scene(Path(name), gallery_notes(notes) if isinstance(notes, int) else notes)


def main() -> None:
    """Do it all and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", nargs="+", choices=CHECKS, default=list(CHECKS), help="these alone")
    parser.add_argument("--notes", type=int, default=14, help="notes of a run that is killed or damaged")
    parser.add_argument("--kills", type=int, default=20, help="kills while writing, for one process and for two")
    parser.add_argument("--settle", type=int, default=10, help="places inside settling, for each system call")
    parser.add_argument("--bytes", type=int, default=100, help="damaged bytes, of a finished run and of a killed one")
    parser.add_argument("--dialogues", type=int, default=40, help="dialogues of the run that asks a model")
    parser.add_argument("--model-kills", type=int, default=3, help="kills of it; each is two runs of some 2,000 calls")
    parser.add_argument("--sized", type=int, default=87, help="notes of the run whose size is measured")
    options = parser.parse_args()
    print("| what | tried | as it should | |\n|---|---|---|---|", flush=True)
    well = True
    for name in options.only:
        began = time.monotonic()
        for line in CHECKS[name](options):
            well = well and line.well
            held = "not tried" if line.held is None else str(line.held)
            print(f"| {line.what} | {line.tried} | {held} | {line.note} |", flush=True)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
