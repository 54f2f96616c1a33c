"""How a batch is to be made up: ``--targets FILE``, shares of age, sex, condition, persona and setting.

What a note says of age, sex and condition decides which notes are taken; persona and setting are dealt out.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cases.did_you_mean import nearest
from bedside.orchestrator.failures import Problem
from bedside.scenarios.protocol import refuse_pair

OF_NOTES, DEALT = ("age", "sex", "condition"), ("persona", "setting")
OTHER = "other"  # of conditions: a note that has none of those named
_BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)")
_EXAMPLE = "like `sex: {female: 0.5, male: 0.5}`"
_CLOSE = 0.001  # how far shares may be from one together


@dataclass(frozen=True)
class Targets:
    """Shares by axis and value, each axis one together. ``total`` is how many notes are wanted, None for as many as can be
    had with every share kept."""

    shares: Mapping[str, Mapping[str, float]]
    total: int | None = None

    @classmethod
    def read(cls, path: Path, protocol: str = "notechat") -> "Targets":
        """Read a file. Raises ``Problem``."""
        try:
            given = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise Problem("input", f"There is no file {path}: check the path after --targets.") from None
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise Problem("input", f"{path} cannot be read as YAML ({type(error).__name__}): mend it.") from None
        if not isinstance(given, dict) or not given:
            raise Problem(
                "input", f"{path} names no axis: write {', '.join((*OF_NOTES, *DEALT))} with shares, {_EXAMPLE}."
            )
        total = given.pop("total", None)
        if total is not None and (not isinstance(total, int) or isinstance(total, bool) or total < 1):
            raise Problem("input", f"{path}: total {total!r} is no whole number from 1 up.")
        shares = {str(axis): _shares(path, str(axis), values) for axis, values in given.items()}
        made = cls(shares, total)
        made._refuse_unknown(path, protocol)
        return made

    def _refuse_unknown(self, path: Path, protocol: str) -> None:
        for value in self.shares.get("sex", ()):
            if value not in ("female", "male"):
                raise Problem("input", f"{path}: sex {value!r} is not known: female or male.")
        bands = sorted(map(band, self.shares.get("age", ())))
        if any(one[1] >= other[0] for one, other in pairwise(bands)):
            raise Problem("input", f"{path}: bands of age overlap: write 0-17, 18-64, 65+.")
        for axis in DEALT:
            for value in self.shares.get(axis, ()):
                given: dict[str, Any] = {axis: value}
                CaseOptions(**given).refuse_unknown()
                refused = refuse_pair(protocol, value) if axis == "setting" else None
                if refused:
                    raise Problem("input", f"{path}: {refused[0]}. {refused[1]}.")

    @property
    def of_notes(self) -> tuple[str, ...]:
        """The axes on which notes are chosen."""
        return tuple(axis for axis in OF_NOTES if axis in self.shares)

    def quotas(self, axis: str, total: int) -> dict[str, int]:
        """How many of ``total`` each value is to have: the largest remainders are rounded up, so that they add up to it."""
        return largest_remainder(self.shares[axis], total)


def largest_remainder(shares: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers that add up to ``total``, in proportion to these shares: rounded down, what is missing given to the largest
    remainders, of equal ones to the first (Hamilton's method)."""
    whole = sum(shares.values())
    exact = {value: share * total / whole for value, share in shares.items()}
    # A share that comes to a whole number but for how a computer writes it is that number.
    down = {value: math.floor(number + 1e-9) for value, number in exact.items()}
    left = total - sum(down.values())
    for value in sorted(exact, key=lambda one: down[one] - exact[one])[:left]:
        down[value] += 1
    return down


def band(text: str) -> tuple[int, int]:
    """The first and the last year of ``18-64`` or ``65+``. Raises ``Problem``."""
    found = _BAND.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or 999)) if found else (1, 0)
    if last < first:
        raise Problem("input", f"{text!r} is no band of age: write 0-17, 18-64, 65+.")
    return first, last


def _shares(path: Path, axis: str, values: Any) -> dict[str, float]:
    known = (*OF_NOTES, *DEALT)
    if axis not in known:
        raise Problem("input", f"{path}: there is no axis {axis!r}.{nearest(axis, known)} Known: {', '.join(known)}.")
    if not isinstance(values, dict) or not values:
        raise Problem("input", f"{path}: {axis} needs its values with shares, {_EXAMPLE}.")
    found: dict[str, float] = {}
    for value, share in values.items():
        number = isinstance(share, int | float) and not isinstance(share, bool)
        if not number or not 0 < share <= 1:
            raise Problem("input", f"{path}: {axis} {value}: {share!r} is no share above 0 and up to 1.")
        found[str(value)] = float(share)
    if abs(sum(found.values()) - 1) > _CLOSE:
        raise Problem("input", f"{path}: the shares of {axis} add up to {sum(found.values()):g} and must add up to 1.")
    return found
