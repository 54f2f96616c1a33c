"""Whole notes of one name a line, in shapes that a single line does not show: dotted and indexed names ("HPI.Onset: 3 weeks",
"Plan[0]: ..."), and a comma behind each name and each line. Every sign is exchanged for one sign."""

import re
from collections.abc import Sequence

from bedside.agents.reading.headings import known

_PATH = re.compile(
    r"[ \t]*(?P<stem>[A-Za-z][A-Za-z_]*)(?P<index>\[\d+\]|\.\d+)?(?P<rest>(?:\.[A-Za-z][A-Za-z_]*)*)[ ]?[:=][ ]?"
)
_HEADED = re.compile(r"[ \t]*(?P<name>[A-Z][A-Za-z/&' ]{1,40}?)(?P<comma>,)(?=[ ]?\S)")
_CLOSED = re.compile(r",[ \t]*$")
_PLAIN = frozenset(
    "text value name description display content note string patient encounter".split()
)  # names that name nothing
_SAME = {"reason": "CC"}  # names of exports that a note writes otherwise, and no longer
_FEWEST = 3  # lines of a shape that make a note of it


def renamed(lines: Sequence[str]) -> list[str]:
    """The lines with their names as a note has them."""
    found = [_PATH.match(line) for line in lines]
    if sum(bool(path and (path["rest"] or path["index"])) for path in found) >= _FEWEST:
        return _dotted(lines, found)
    headed = [match if match and known(match["name"]) else None for match in map(_HEADED.match, lines)]
    if sum(match is not None for match in headed) >= _FEWEST and sum(map(bool, map(_CLOSED.search, lines))) >= _FEWEST:
        return [_uncomma(line, match) for line, match in zip(lines, headed, strict=True)]
    return list(lines)


def _uncomma(line: str, match: re.Match[str] | None) -> str:
    """ "Allergies, neomycin (rash)," is "Allergies: neomycin (rash) "."""
    if match is not None:
        line = f"{line[: match.start('comma')]}:{line[match.end('comma') :]}"
    return _CLOSED.sub(lambda end: " " * len(end[0]), line)


def _dotted(lines: Sequence[str], found: Sequence[re.Match[str] | None]) -> list[str]:
    out: list[str] = []
    group = ""  # the stem of the lines before, as long as they go on with it
    for line, path in zip(lines, found, strict=True):
        if path is None:
            out.append(line)
            group = ""
            continue
        stem, index = path["stem"], path["index"] or ""
        names = [name for name in path["rest"].split(".") if name and name.lower() not in _PLAIN]
        again = group == stem + index and bool(path["rest"])
        if again and index and out:  # another field of the same entry: "Medication[0].Dose" goes on with the name
            out[-1] = f"{out[-1]}\0{' ' * (path.end())}{line[path.end() :]}"
        else:
            out.append(_one(line, path, names, again=again))
        group = stem + index
    return "\n".join(out).replace("\0", " ").split("\n")


def _one(line: str, path: re.Match[str], names: Sequence[str], *, again: bool) -> str:
    """One line with its names: the stem once above its fields, and of several names the last."""
    stem = "" if again or path["stem"].lower() in _PLAIN else path["stem"].replace("_", " ")
    if stem.lower() in _SAME and not names:
        stem = _SAME[stem.lower()].ljust(1)
    heads = stem and known(stem) is not None
    last = names[-1].replace("_", " ") if names else ""
    said = f"{stem}:{last}:" if heads and last else f"{last or stem}:"
    return said.ljust(path.end()) + line[path.end() :] if len(said) <= path.end() else line
