"""Signs before what is had and not had: "+ headache, - LOC", "-fever, -chills". A minus that denies becomes
``DENIES``, which stands for nothing else, so that each word stays where it stood."""

from dataclasses import dataclass

from bedside.agents.text.doc import DENIES

_MARKS = ":;,."


@dataclass(frozen=True, slots=True)
class _Sign:
    at: int
    plus: bool
    tight: bool  # right before its word
    first: bool  # nothing before it in the line
    marked: bool  # a mark or nothing before it


def signed(line: str) -> str:
    """The line with its minus signs before what is denied."""
    if "-" not in line:
        return line
    found = list(filter(None, (_sign(line, at) for at, char in enumerate(line) if char in "+-")))
    minus = [one for one in found if not one.plus]
    alone = len(found) == len(minus) == 1 and minus[0].tight and minus[0].marked and not minus[0].first
    if alone and line[minus[0].at + 1].isupper():
        return f"{line[: minus[0].at]}{DENIES}{line[minus[0].at + 1 :]}"  # "c/o N/V, -F/C"
    if not minus or len(found) < 2:
        return line
    both = len(minus) < len(found)
    listed = all(one.tight and one.marked for one in minus) and not all(one.first for one in minus)
    if not both and not listed:
        return line
    for one in minus:
        if one.marked or one.tight:
            line = f"{line[: one.at]}{DENIES}{line[one.at + 1 :]}"
    return line


def _sign(line: str, at: int) -> _Sign | None:
    """The sign at a character, if it stands before a word and behind none."""
    after = line[at + 1 : at + 3]
    tight = after[:1].isalpha()
    if not tight and not (after[:1] == " " and after[1:].isalpha()):
        return None
    before = line[:at].rstrip()
    marked = not before or before[-1] in _MARKS
    if not marked and not (tight and line[at - 1].isspace()):
        return None
    return _Sign(at, line[at] == "+", tight, not before, marked)
