"""Writes ``given_names.txt`` and ``surnames.txt``: the commonest names of the United States' census of 1990, which is a work
of its government and in the public domain (see NOTICE). Run it beside the census' files ``dist.all.last``,
``dist.female.first`` and ``dist.male.first``; the package ``names`` on PyPI has them.

    python -m bedside.agents.identifiers.build_names FOLDER
"""

import sys
from pathlib import Path

from bedside.agents.identifiers.names import WORDS

GIVEN, SURNAMES = 900, 2500  # of each sex; of all
HERE = Path(__file__).parent
HEAD = "# From the 1990 census of the United States (a US Government work), by build_names.py."


def commonest(path: Path, most: int) -> list[str]:
    """The first names of a census file, which is sorted by how common they are."""
    lines = path.read_text(encoding="ascii").splitlines()[:most]
    return [line.split()[0].capitalize() for line in lines]


def main(folder: Path) -> None:
    """Write both lists."""
    lines = [HEAD]
    for sex in ("female", "male"):
        names = [name for name in commonest(folder / f"dist.{sex}.first", GIVEN) if name.lower() not in WORDS]
        lines += [f"# {sex}", *_rows(sorted(name for name in names if len(name) > 2))]
    (HERE / "given_names.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
    last = sorted(name for name in commonest(folder / "dist.all.last", SURNAMES) if len(name) > 2)
    (HERE / "surnames.txt").write_text("\n".join([HEAD, *_rows(last)]) + "\n", encoding="ascii")


def _rows(names: list[str]) -> list[str]:
    return [" ".join(names[at : at + 12]) for at in range(0, len(names), 12)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
