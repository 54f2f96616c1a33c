"""Slips of an author's hand, made at random in the shipped cases: ``python -m bedside.benchmarks.slips``.

One slip a file: a letter wrong in a key or in a value of a closed list, a word for a number, a space or a tab before a
line, a colon or a closing quote left out, a line written twice, a colon inside a value, a comma or a bracket left out. Counted is how often the first
finding stands on the line of the slip, and how often it names what was meant. What slips into another meaning that is
right (a shorter key that exists, a plain text) is not made.
"""

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bedside.orchestrator.cases.lint import look

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
KINDS = (
    "key",
    "value",
    "number",
    "space",
    "tab",
    "colon",
    "quote",
    "twice",
    "inner colon",
    "flow key",
    "comma",
    "bracket",
)
_KEYED = re.compile(r"( *)([a-z_]+):(.*)")
_INNER = re.compile(r"[{,] ?([a-z_]{4,}):")
_BLOCKS = ("|", ">", "|-", ">-")
_CLOSED = {
    "setting",
    "protocol",
    "style",
    "mood",
    "recall",
    "talkativeness",
    "literacy",
    "education",
    "label",
    "data_class",
}


@dataclass(frozen=True)
class Slip:
    """A file with one slip in it. ``meant`` is what should be suggested, None where nothing can be."""

    kind: str
    text: str
    line: int
    meant: str | None = None


def slips(count: int, seed: int = 0) -> Iterator[Slip]:
    """``count`` slips in the shipped cases, the kinds by turns."""
    rng = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.case.yaml"))]
    made = 0
    while made < count:
        slip = _slip(KINDS[made % len(KINDS)], rng.choice(texts).split("\n"), rng)
        if slip is not None:
            made += 1
            yield slip


def _slip(kind: str, lines: list[str], rng: random.Random) -> Slip | None:
    """One slip of this kind; None where the file has no place for it."""
    keyed = list(_keyed(lines))
    places = [(at, match) for at, match in keyed if _fits(kind, match)]
    if not places:
        return None
    at, match = rng.choice(places)
    before, key, value = match.groups()
    meant: str | None = None
    line = at
    if kind == "key":
        meant, lines[at] = key, f"{before}{_misspelt(key, rng)}:{value}"
    elif kind == "value":
        meant = str(value).strip()
        lines[at] = f"{before}{key}: {_misspelt(meant, rng)}"
    elif kind == "number":
        lines[at] = f"{before}{key}: {rng.choice(('many', '[1]', '{a: 1}', '-5', '1.5x'))}"
    elif kind == "space":
        if at == keyed[0][0] or (before and not lines[at - 1].startswith(before)):  # a first line sets the place
            return None
        lines[at] = f" {lines[at]}"
    elif kind == "tab":
        lines[at] = f"\t{lines[at].lstrip()}"
    elif kind == "colon":
        lines[at] = f"{before}{key}{value}"
    elif kind == "quote":
        lines[at] = f'{before}{key}: "{value.strip()}'
    elif kind == "twice":
        line = at + 1
        lines.insert(line, lines[at])
    elif kind == "flow key":
        inner = rng.choice(_INNER.findall(value))
        meant = inner
        lines[at] = f"{before}{key}:{re.sub(rf'{inner}:', f'{_misspelt(inner, rng)}:', value, count=1)}"
    elif kind == "comma":
        lines[at] = f"{before}{key}:{value.replace(', ', ' ', 1)}"
    elif kind == "bracket":
        lines[at] = f"{before}{key}:{value.rstrip()[:-1]}"
    else:
        lines[at] = f"{lines[at]}: and more"
    if meant is not None and lines[at] == f"{before}{key}:{value}":
        return None
    return Slip(kind, "\n".join(lines), line + 1, meant)


def _keyed(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that hold a key, without those of a text block."""
    block: int | None = None
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if block is not None and (not line.strip() or depth > block):
            continue
        block = None
        match = _KEYED.fullmatch(line)
        if match is not None:
            block = depth if match[3].strip() in _BLOCKS else None
            yield at, match


def _fits(kind: str, match: re.Match[str]) -> bool:
    """Whether a line has what this slip is made in."""
    key, value = match[2], match[3].strip()
    plain = bool(value) and value[0] not in "|>[{\"'"
    return {
        "key": len(key) > 3,
        "value": key in _CLOSED and re.fullmatch(r"[a-z][a-z-]{3,}", value) is not None,
        "number": re.fullmatch(r"\d+", value) is not None,
        "quote": plain,
        "inner colon": plain,
        "flow key": value.startswith("{") and _INNER.search(value) is not None,
        "comma": value.startswith("{") and ", " in value,
        "bracket": value.startswith(("{", "[")),
        "twice": bool(value) and value not in _BLOCKS,
    }.get(kind, True)


def _misspelt(word: str, rng: random.Random) -> str:
    """A word with two letters changed over, one left out, one twice, or one wrong."""
    at = rng.randrange(len(word) - 1)
    head, tail = word[:at], word[at + 1 :]
    return rng.choice(
        (f"{head}{word[at + 1]}{word[at]}{word[at + 2 :]}", head + tail, head + word[at] * 2 + tail, f"{head}q{tail}")
    )


def answered(slip: Slip, folder: Path) -> tuple[bool, bool]:
    """Whether the first finding of a file with this slip stands on its line, and whether what was meant is named."""
    file = folder / "x.case.yaml"
    file.write_text(slip.text, encoding="utf-8")
    found, _ = look([file])
    if not found:
        return False, False
    named = slip.meant is None or slip.meant == found[0].suggestion or slip.meant in found[0].mend
    return found[0].line == slip.line, named


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--slips", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    made, lines, wanted, named = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for slip in slips(given.slips, given.seed):
            right, told = answered(slip, Path(folder))
            made[slip.kind] += 1
            lines[slip.kind] += right
            wanted[slip.kind] += slip.meant is not None
            named[slip.kind] += told and slip.meant is not None
    print(f"{'slip':14}{'files':>7}{'right line':>12}{'what was meant':>16}")
    for kind in KINDS:
        meant = f"{named[kind] / wanted[kind]:.3f}" if wanted[kind] else "-"
        print(f"{kind:14}{made[kind]:>7}{lines[kind] / made[kind]:>12.3f}{meant:>16}")
    total = made.total()
    print(f"{'all':14}{total:>7}{lines.total() / total:>12.3f}{named.total() / wanted.total():>16.3f}")


if __name__ == "__main__":
    main()
