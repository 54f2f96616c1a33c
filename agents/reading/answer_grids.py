"""Answers that are marks: an X under "yes" or "no", and the ticked one of several boxes. Every mark is exchanged for one of the
same length, so that each word stays where it stood."""

import re
from collections.abc import Sequence

from bedside.agents.reading.grid import column_names
from bedside.agents.reading.headings import known

_YES = frozenset(("yes", "y", "present", "pos", "positive", "+"))
_NO = frozenset(("no", "n", "absent", "neg", "negative", "-", "denies", "denied"))
_CELL = re.compile(r"[^\t|]+")
_MARK = re.compile(r"[\[(]?[xX✓✔✗*•][\])]?")
_BOX = re.compile(r"[\[(][ ]*(?P<tick>[xX✓✔]?)[ ]*[\])]|[☐☑☒]")
_ASKED = frozenset(
    ("present", "response", "answer", "y/n", "yes/no", "reported", "positive", "patient response", "finding")
)
_COLUMNS = 3  # of a table whose second or third holds answers
_WIDEST = 200  # characters of a line that names columns
_NEAR = 4  # characters by which a mark may miss its column


def answered_grids(lines: Sequence[str]) -> list[str]:
    """The lines with "Cough: Y" for a row with a mark under "yes", below a line that names the columns."""
    found: list[str] = []
    columns: dict[str, tuple[int, int]] = {}
    asked = -1  # the column of the answers
    for line in lines:
        column = _answer_column(line)
        if column >= 0:
            asked = column
            found.append(" " * len(line))
            continue
        given = _given(line, asked) if asked > 0 else None
        if given is not None:
            found.append(given)
            continue
        asked = asked if _is_rule(line) else -1
        head = _columns(line)
        if head:
            columns = head
            found.append(_headed(line))
            continue
        row = _row(line, columns) if columns else None
        if row is None and not _is_rule(line):
            columns = {}
        found.append(line if row is None else row)
    return found


def _answer_column(line: str) -> int:
    """Which cell of the rows below a line of three columns or more holds an answer, -1 where none does."""
    if len(line) > _WIDEST or not ("\t" in line or line.count("|") > 1):
        return -1
    cells = [(number, cell[0].strip().lower()) for number, cell in _numbered(line) if cell[0].strip()]
    if len(cells) < _COLUMNS or cells[0][1] not in column_names():
        return -1
    return next((number for number, name in cells[1:] if name.rstrip("?") in _ASKED), -1)


def _given(line: str, column: int) -> str | None:
    """A row as a name, its answer and what is said of it; None where it has no answer."""
    cells = [(number, cell) for number, cell in _numbered(line) if cell[0].strip()]
    answer = next((cell for number, cell in cells if number == column), None)
    if len(cells) < 2 or answer is None or answer[0].strip().lower() not in _YES | _NO:
        return None
    name = cells[0][1]
    end = name.start() + len(name[0].rstrip())
    said = answer[0].strip()
    rest = line[answer.end() :].strip("\t| -")
    told = line.rfind(rest) if rest else len(line)
    between = told - end - len(said) - 2
    if not rest or between < 0:
        return line[: name.start()].replace("|", " ") + line[name.start() : end] + f": {said}".ljust(len(line) - end)
    opened = line[: name.start()].replace("|", " ") + line[name.start() : end]
    return f"{opened}:{said}\n".ljust(told) + line[told:].replace("|", " ").replace("\t", " ")


def _is_rule(line: str) -> bool:
    return bool(line.strip()) and not any(char.isalnum() for char in line)


def _cells(line: str) -> list[re.Match[str]]:
    """The cells of a row: between tabs or bars, the empty ones left out, or else between wide gaps."""
    return list((_CELL if "\t" in line or "|" in line else re.compile(r"\S+(?: \S+)*")).finditer(line))


def _columns(line: str) -> dict[str, tuple[int, int]]:
    """The place of "yes" and "no" in a line that names columns: which cell, and at which character."""
    if len(line) > 200 or not line.strip():
        return {}
    cells = [(number, cell) for number, cell in _numbered(line) if cell[0].strip()]
    names = [cell[0].strip().lower() for _, cell in cells]
    yes = next((i for i, name in enumerate(names) if name in _YES), None)
    no = next((i for i, name in enumerate(names) if name in _NO), None)
    if not yes or not no or len(cells) > 4:
        return {}
    return {
        "Y": (cells[yes][0], _middle(cells[yes][1])),
        "N": (cells[no][0], _middle(cells[no][1])),
    }


def _middle(cell: re.Match[str]) -> int:
    return (cell.start() + cell.end()) // 2


def _numbered(line: str) -> list[tuple[int, re.Match[str]]]:
    """The cells of a line, each with the number of bars or tabs before it."""
    bare = line.replace("|", "\t")
    return [(bare.count("\t", 0, cell.start()), cell) for cell in _cells(line)]


def _headed(line: str) -> str:
    """What is left of a line that names columns: a name over them that heads a part."""
    name = _cells(line)[0]
    words = name[0].strip().rstrip(":")
    if words.lower() in column_names() or known(words) is None:
        return " " * len(line)
    return line[: name.start()] + words + ":".ljust(len(line) - name.start() - len(words))


def _row(line: str, columns: dict[str, tuple[int, int]]) -> str | None:
    """A row with one mark as a name and its answer; None where it is no such row."""
    cells = [(number, cell) for number, cell in _numbered(line) if cell[0].strip()]
    if len(cells) != 2 or not _MARK.fullmatch(cells[1][1][0].strip()):
        return None
    name, (number, mark) = cells[0][1], cells[1]
    tabbed = "\t" in line or "|" in line
    answer = (
        next((said for said, (column, _) in columns.items() if column == number), None)
        if tabbed
        else _under(mark, columns)
    )
    if answer is None:
        return None
    end = name.start() + len(name[0].rstrip())
    return line[:end] + f":{answer}".ljust(len(line) - end) if len(line) - end > 1 else None


def _under(mark: re.Match[str], columns: dict[str, tuple[int, int]]) -> str | None:
    """The column that a mark stands nearest to."""
    said, (_, at) = min(columns.items(), key=lambda one: abs(one[1][1] - _middle(mark)))
    return said if abs(at - _middle(mark)) <= _NEAR else None


def answered_boxes(line: str) -> str:
    """A line without the answers that were not ticked: "Cough: Yes (X) No ( )" is "Cough: Yes"."""
    boxes = list(_BOX.finditer(line))
    if len(boxes) < 2 or not any(_ticked(box) for box in boxes):
        return line
    label = line.find(":", 0, boxes[0].start()) + 1 or line.find("?", 0, boxes[0].start()) + 1
    before = line[label : boxes[0].start()].strip()
    if not before:  # the box stands before its answer
        for box in boxes:
            if box[0] in "☐☑☒":
                continue
            square = "[x]" if _ticked(box) else "[ ]"
            line = line[: box.start()] + square.ljust(len(box[0]))[: len(box[0])] + line[box.end() :]
        return line
    if not label or line[boxes[-1].end() :].strip(" .;"):
        return line
    start = label
    for box in boxes:
        kept = line[start : box.start()] if _ticked(box) else " " * (box.start() - start)
        line = line[:start] + kept + " " * len(box[0]) + line[box.end() :]
        start = box.end()
    return line


def _ticked(box: re.Match[str]) -> bool:
    return bool(box["tick"]) or box[0] in "☑☒"
