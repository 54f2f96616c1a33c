"""What a batch does under trouble, and what it takes: ``python -m bedside.benchmarks.batch``.

``--only shaky``: a server that fails a share of its calls by every class in turn; how many dialogues one command finishes, and how
many calls and seconds that takes against a server that never fails. ``--only size``: the scripted family (or ``--family``) over so many notes; dialogues
a second, peak memory and bytes a dialogue, for a tenth of them and for all. ``--only rows``: how fast a file of notes with a broken
row in its middle is looked through, and in how much memory. ``--only estimate``: what a pilot foretells against what the whole then
costs, for three kinds of notes. ``--only flex``: what a lower tier that often has no room costs, and whether anything is lost.

Notes are those of the shipped cases, again and again with another sentence each, or of ``--notes FILE``.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import orjson

from bedside.benchmarks.speed import read_notes
from bedside.orchestrator.runs.usage import read_usage

PRICES = "models:\n  openai:plain: {input: 2, cached: 1, output: 8}\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", choices=tuple(PARTS), action="append")
    parser.add_argument(
        "--notes", type=Path, help="JSON Lines of id and note; the notes of the shipped cases if left out"
    )
    parser.add_argument("--dialogues", type=int, default=12, help="of shaky, of flex and of each kind of estimate")
    parser.add_argument("--share", type=float, default=0.3, help="of calls that fail, for shaky and flex")
    parser.add_argument("--size", type=int, default=1000, help="notes, for size")
    parser.add_argument(
        "--family", default="scripted", help="who plays every role, for size: agenda is the built-in family"
    )
    parser.add_argument("--processes", type=int, default=1, help="for size")
    parser.add_argument("--megabytes", type=int, default=100, help="of the file, for rows")
    given = parser.parse_args()
    for name in given.only or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder), given)


def notes_of(given: argparse.Namespace, count: int) -> Iterator[tuple[str, str]]:
    """So many notes, no two the same."""
    for number, note in enumerate(islice(cycle(read_notes(given.notes)), count)):
        yield f"n{number:06d}", f"{note}\nSeen on day {number}.\n"


def write(path: Path, notes: Iterator[tuple[str, str]]) -> None:
    """A file of notes."""
    with path.open("wb") as file:
        for name, note in notes:
            file.write(orjson.dumps({"id": name, "note": note}) + b"\n")


@contextmanager
def server(log: Path, share: float, kinds: str = "all") -> Generator[str]:
    """The address of a server that fails this share of its calls."""
    command = [sys.executable, "-m", "bedside.benchmarks.batch_server", str(log), str(share), kinds]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        process.stdin.close()
        process.kill()


def bedside(folder: Path, *arguments: str) -> tuple[float, "subprocess.CompletedProcess[str]"]:
    """One command, and the seconds it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bedside", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return time.perf_counter() - began, done


def shaky(folder: Path, given: argparse.Namespace) -> None:
    """One sitting against a server that fails."""
    write(folder / "notes.jsonl", notes_of(given, given.dialogues))
    common = ("batch", "notes.jsonl", "--no-knowledge", "--model", "openai:plain", "-q")
    took: dict[float, tuple[float, int, dict[str, int]]] = {}
    for share in (0.0, given.share):
        with server(folder / "log", share) as url:
            seconds, _ = bedside(folder, *common, "--base-url", url, "--timeout", "20", "--run", f"r{share}")
        counts = json.loads((folder / "runs" / f"r{share}" / "run.json").read_text())["counts"]
        took[share] = seconds, read_usage(folder / "runs" / f"r{share}").total.calls, counts
    quiet, troubled = took[0.0], took[given.share]
    print(f"a server that fails {given.share:.0%} of its calls, {given.dialogues} dialogues, one command")
    print(
        f"  finished {troubled[2]['finished']} of {troubled[2]['requested']}; "
        f"with a server that never fails, whose speaker gets stuck now and then, {quiet[2]['finished']}"
    )
    print(f"  calls {troubled[1]} against {quiet[1]} of a server that never fails: {troubled[1] / quiet[1]:.2f} x")
    print(f"  seconds {troubled[0]:.1f} against {quiet[0]:.1f}: {troubled[0] / quiet[0]:.2f} x", flush=True)


def size(folder: Path, given: argparse.Namespace) -> None:
    """Speed, memory and bytes of a family that needs no server. The peak is that of the process that writes, which holds no more
    where others make the dialogues."""
    print(f"the {given.family} family, processes: {given.processes}, no guidelines")
    for count in (given.size // 10, given.size):
        write(folder / "notes.jsonl", notes_of(given, count))
        name = f"r{count}"
        code = "import resource, sys; from bedside.orchestrator.cli.main import main\ntry:\n    main()\nexcept SystemExit:\n    pass\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        options = ("--no-knowledge", "--model", given.family, "--processes", str(given.processes), "-q", "--run", name)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, "batch", "notes.jsonl", *options],
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        kept = sum(path.stat().st_size for path in (folder / "runs" / name).iterdir())
        peak = int(done.stdout.split()[-1]) / 1024
        print(
            f"  {count:>7,} notes: {count / seconds:7.1f} a second, peak {peak:6.0f} MiB, {kept / count:8,.0f} bytes a dialogue",
            flush=True,
        )


def rows(folder: Path, given: argparse.Namespace) -> None:
    """The first pass over a large file."""
    from bedside.orchestrator.batch.items import rows as read
    from bedside.orchestrator.batch.scan import scan_rows

    path = folder / "notes.jsonl"
    notes = list(notes_of(given, 200))
    count = 0
    with path.open("wb") as file:
        while file.tell() < given.megabytes << 20:
            for name, note in notes:
                file.write(orjson.dumps({"id": f"{name}-{count}", "note": note}) + b"\n")
                count += 1
            if file.tell() > given.megabytes << 19 and count % 2 == 0:
                file.write(b'{"id": "broken", "note": \n')
                count += 1
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    scan = scan_rows(read(path))
    seconds = time.perf_counter() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    broken = sum(row.fault is not None for row in scan.rows.values())
    whole = path.stat().st_size / (1 << 20)
    print(
        f"a file of {whole:.0f} MiB, {len(scan.rows):,} rows, {broken} broken: {seconds:.1f} s, {more:.0f} MiB more memory",
        flush=True,
    )


def estimate(folder: Path, given: argparse.Namespace) -> None:
    """A pilot of a fifth against all."""
    kinds = {"whole notes": (1, 1), "first halves": (2, 2), "long and short": (3, 1)}  # what of a note is left, in turn
    print(f"cost foretold by a pilot of {max(2, given.dialogues // 5)} against that of {given.dialogues} dialogues")
    (folder / "prices.yaml").write_text(PRICES, encoding="utf-8")
    for kind, parts in kinds.items():
        name = kind.replace(" ", "-")
        notes = enumerate(notes_of(given, given.dialogues))
        write(folder / f"{name}.jsonl", ((id, note[: len(note) // parts[n % 2]]) for n, (id, note) in notes))
        with server(folder / "log", 0.05) as url:
            asked = (
                f"{name}.jsonl",
                "--no-knowledge",
                "--model",
                "openai:plain",
                "--base-url",
                url,
                "--prices",
                "prices.yaml",
            )
            bedside(folder, "batch", *asked, "--run", name, "-q", "--pilot", str(max(2, given.dialogues // 5)))
            told = json.loads(bedside(folder, "estimate", *asked, "--run", name, "--json")[1].stdout)
            blind = json.loads(bedside(folder, "estimate", *asked, "--run", "none", "--json")[1].stdout)
            bedside(folder, "batch", *asked, "--run", name, "-q")
        used = read_usage(folder / "runs" / name).total
        really = (2 * (used.prompt - used.cached) + used.cached + 8 * used.completion) / 1e6
        print(
            f"  {kind:<15} {told['cost']:.4f} for {really:.4f}: {told['cost'] / really - 1:+.1%} "
            f"(without a pilot {blind['cost'] / really - 1:+.1%})",
            flush=True,
        )


def flex(folder: Path, given: argparse.Namespace) -> None:
    """A lower tier that has no room for a share of the calls: what is lost, and what of the normal price is paid."""
    print(f"a lower tier without room for {given.share:.0%} of its calls, {given.dialogues} dialogues, half the price")
    for tier in ("flex", "flex-or-normal"):
        for name, note in notes_of(given, given.dialogues):
            case = {"id": name, "note": note, "knowledge": False}
            player = {"name": "openai:plain", "base_url": "URL", "tier": tier}
            (folder / f"{name}.case.yaml").write_text(
                json.dumps(case | {"models": {"default": player}}), encoding="utf-8"
            )
        with server(folder / "log", given.share, "no room") as url:
            for path in folder.glob("*.case.yaml"):
                path.write_text(path.read_text(encoding="utf-8").replace('"URL"', json.dumps(url)), encoding="utf-8")
            bedside(folder, "batch", "*.case.yaml", "-q", "--run", tier)
        counts = json.loads((folder / "runs" / tier / "run.json").read_text())["counts"]
        paid = whole = 0.0
        for (_, model), used in read_usage(folder / "runs" / tier).by.items():
            price = 2 * (used.prompt - used.cached) + used.cached + 8 * used.completion
            paid, whole = paid + price * (0.5 if model.endswith(" flex") else 1), whole + price
        print(
            f"  {tier:<15} finished {counts['finished']} of {counts['requested']}, {paid / whole:.2f} of the normal price",
            flush=True,
        )


PARTS = {"shaky": shaky, "size": size, "rows": rows, "estimate": estimate, "flex": flex}

if __name__ == "__main__":
    main()
