"""How authors are answered: ``python -m bedside.benchmarks.authoring``.

The broken files of the tests: right line, right suggestion, the slowest. Then validate and lint over generated cases, by
the commands themselves, start-up included. Goals: every line right, suggestions at least 0.9, no file over 0.2 s,
10,000 cases under 60 s.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bedside.orchestrator.cases.lint import look

BROKEN = Path(__file__).parents[1] / "tests" / "scenarios" / "broken"
HOSTILE = {
    "60,000 brackets": b"id: a\nnote: " + b"[" * 60_000,
    "2,000 nested mappings": b"a: " + b"{a: " * 2_000,
    "nine levels of laughs": b"a: &a [x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (i + 1, i + 1, i, i) for i in range(97, 106)),
    "a key of 1 MB": b"a" * 1_000_000 + b": 1",
    "100,000 values": b"a: [" + b"1, " * 100_000 + b"1]",
    "a number of 5,000 digits": b"seed: " + b"9" * 5_000,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    given = parser.parse_args()
    rows = [row.split("\t") for row in (BROKEN / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    look([BROKEN / rows[0][0]])
    right = suggested = wanted = 0
    times: list[tuple[float, str]] = []
    for name, line, _, suggestion in rows:
        found = look([BROKEN / name])[0]
        best: list[float] = []
        for _ in range(3):
            began = time.perf_counter()
            look([BROKEN / name])
            best.append(time.perf_counter() - began)
        times.append((median(best), name))
        right += str(found[0].line) == line
        if suggestion != "-":
            wanted += 1
            suggested += found[0].suggestion == suggestion
    print(
        f"{len(rows)} broken files: line {right / len(rows):.2f}, suggestion {suggested}/{wanted} = {suggested / wanted:.2f}"
    )
    print(f"slowest {max(times)[0]:.3f} s ({max(times)[1]}), median {median(t for t, _ in times):.4f} s")
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in HOSTILE.items():
            file = Path(folder) / "x.case.yaml"
            file.write_bytes(raw)
            began = time.perf_counter()
            found, _ = look([file])
            print(f"hostile, {name}: {time.perf_counter() - began:.3f} s, {found[0].code}")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.cases):
            Path(folder, f"{number:05d}.case.yaml").write_text(_case(number), encoding="utf-8")
        for command in ("validate", "lint"):
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "bedside.orchestrator.cli.main", command, folder, "-q"],
                capture_output=True,
                text=True,
                check=False,
            )
            seconds = time.perf_counter() - began
            if done.returncode not in (0, 2):
                sys.exit(done.stderr)
            print(
                f"{command}, {given.cases:,} cases: {seconds:.1f} s, {done.stdout.count('error')} lines with an error"
            )


def _case(number: int) -> str:
    """A case of middling size; one in ten has a misspelt key."""
    key = "seting" if number % 10 == 0 else "setting"
    story = " ".join(f"He noticed it again on day {day}, worse in the morning." for day in range(1, 9))
    return (
        f"id: case-{number}\ntitle: Case {number}\nnote: |\n  CHIEF COMPLAINT\n  Cough for {number % 30 + 1} days.\n\n"
        f"  HISTORY OF PRESENT ILLNESS\n  {story}\n\n  MEDICATIONS\n  Lisinopril {number % 40 + 1} mg daily.\n\n"
        f"  PLAN\n  Rest and fluids. Return in 2 weeks.\npatient: {{persona: anxious, age: {number % 80 + 1}, sex: male}}\n"
        f"{key}: clinic\nexpect: {{mentions: [cough]}}\nseed: {number}\n"
    )


if __name__ == "__main__":
    main()
