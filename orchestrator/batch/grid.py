"""Every note crossed with personas, seeds, protocols and more: ``--grid persona=anxious,stoic --grid seed=0..4``.

A cell is the conversation that the same options would make of the note alone: its seed comes from the note's id. So cells
differ by what the grid varies and by nothing else, and a longer grid makes what is new in it and nothing again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case

AXES = ("persona", "seed", "protocol", "setting", "language", "style")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")
MOST = 100_000  # seeds of one range
_EXAMPLE = "--grid persona=anxious,stoic --grid seed=0..4"


@dataclass(frozen=True)
class Grid:
    """The axes with their values, in the order given."""

    axes: tuple[tuple[str, tuple[str | int, ...]], ...] = ()

    @classmethod
    def parse(cls, given: Sequence[str]) -> "Grid":
        """Read ``AXIS=VALUE,VALUE`` and, for seeds, ``FIRST..LAST``. Raises ``Problem``."""
        axes: dict[str, tuple[str | int, ...]] = {}
        for text in given:
            axis, mark, values = text.partition("=")
            if axis not in AXES:
                raise Problem("usage", f"--grid has no axis {axis!r}: the axes are {', '.join(AXES)} ({_EXAMPLE}).")
            if axis in axes:
                raise Problem("usage", f"--grid {axis} stands twice: give all its values in one, {_EXAMPLE}.")
            found = [part.strip() for part in values.split(",") if part.strip()]
            if not mark or not found:
                raise Problem("usage", f"--grid {text!r} has no values: write {_EXAMPLE}.")
            made = [value for part in found for value in (_seeds(part) if axis == "seed" else (part,))]
            if len(set(made)) < len(made):
                raise Problem("usage", f"--grid {text!r} has a value twice.")
            axes[axis] = tuple(made)
        grid = cls(tuple(axes.items()))
        grid._refuse_unknown()
        return grid

    def _refuse_unknown(self) -> None:
        for axis, values in self.axes:
            for value in values:
                if axis != "seed" and not str(value).startswith("interview/"):
                    given: dict[str, Any] = {axis: value}
                    # A protocol that cannot be held everywhere may be held where the other axes set it.
                    if axis in ("protocol", "setting"):
                        CaseOptions(**given).refuse_unknown()
                    else:
                        CaseOptions(**given).of(Case(id="grid", note="-"))

    @property
    def size(self) -> int:
        """How many cells a note has."""
        count = 1
        for _, values in self.axes:
            count *= len(values)
        return count

    def arguments(self) -> list[str]:
        """The same as arguments of a command."""
        return [part for axis, values in self.axes for part in ("--grid", f"{axis}={','.join(map(str, values))}")]

    def cells(self, row: Row) -> Iterator[Row]:
        """The rows that are made of one; a row with a fault stays one."""
        if not self.axes or row.fault is not None:
            yield row
            return
        names = [axis for axis, _ in self.axes]
        for values in product(*(values for _, values in self.axes)):
            marks = (
                f"seed-{v}" if n == "seed" else str(v).replace("/", "-") for n, v in zip(names, values, strict=True)
            )
            chosen: dict[str, Any] = dict(zip(names, values, strict=True))
            yield replace(row, id="--".join((row.id, *marks)), of=row.id, **chosen)


def _seeds(text: str) -> list[int]:
    found = _RANGE.fullmatch(text)
    if found is None and not text.isdecimal():
        raise Problem("usage", f"--grid seed={text!r} is no seed: write whole numbers, or a range like 0..4.")
    first, last = (int(found[1]), int(found[2])) if found else (int(text), int(text))
    if last < first or last - first >= MOST or last > 2**63 - 1:
        raise Problem("usage", f"--grid seed={text} is no range of seeds: write the first and the last, like 0..4.")
    return list(range(first, last + 1))
