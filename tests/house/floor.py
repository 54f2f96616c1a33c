"""The floor under the coverage of lines and branches: `fail_under` in pyproject.toml. It may only rise.

Run after the tests were run with `--cov`: prints coverage and floor, says whether the floor is to be raised, and ends with 1
if the coverage is below it.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SLACK = 1.0  # what is killed in mid-run is not measured, so that no two runs measure the same


def verdict(total: float, floor: float) -> str | None:
    """What is wrong with this floor, in a sentence with the mend; None if it is right. Both in percent."""
    if total < floor:
        return f"Coverage fell below its floor of {floor:.1f} %: test what is new."
    if total >= floor + SLACK:
        return f"Coverage rose: raise fail_under in pyproject.toml to {total - SLACK / 2:.1f}."
    return None


def main() -> None:
    """Print both numbers and judge them."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run(
        [*coverage, "combine", "--append", "--quiet"], cwd=REPO, capture_output=True, check=False
    )  # latecomers
    report = [*coverage, "report", "--format=total", "--precision=1", "--fail-under=0"]
    total = float(subprocess.run(report, cwd=REPO, capture_output=True, text=True, check=True).stdout.splitlines()[0])
    settings = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    floor = float(settings["tool"]["coverage"]["report"]["fail_under"])
    print(f"coverage of lines and branches: {total:.1f} %, floor {floor:.1f} %")
    print(verdict(total, floor) or "The floor is right.")
    sys.exit(1 if total < floor else 0)  # a floor that is too low is told, and stops nobody


if __name__ == "__main__":
    main()
