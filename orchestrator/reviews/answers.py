"""What readers answered, from their files, held against the key of the review.

Law of the file: a file that is not of this review, or that says what cannot be, is refused with its line; nothing is guessed. A
turn without a mark is fine in a conversation that was read to its end, and unread in any other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

import orjson

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.reviews.form import READING_ALOUD, Form
from bedside.orchestrator.reviews.label_studio_answers import label_studio_rows

Json = dict[str, Any]
FORMS: dict[str, Form] = {READING_ALOUD.name: READING_ALOUD}


@dataclass(frozen=True)
class ReviewItem:
    """A conversation of a review: whose it is, and how many turns it has."""

    item: str
    arm: str
    turns: int


@dataclass(frozen=True)
class ReviewKey:
    """The key of a review: its conversations by their names on the page."""

    review: str
    form: Form
    items: dict[str, ReviewItem]

    @property
    def arms(self) -> list[str]:
        """The arms, people last."""
        return sorted({one.arm for one in self.items.values()}, key=lambda arm: (arm == "people", arm))


@dataclass
class ConversationReading:
    """What one reader said of one conversation: a severity and a code by turn, and of the whole who said it (``people`` or
    ``program``), how sure and how real, 1 to 5; 0 and "" where nothing was said."""

    done: bool = False
    marks: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    guess: str = ""
    sure: int = 0
    real: int = 0
    remark: str = ""


@dataclass(frozen=True)
class ReaderAnswers:
    """A reader's answers by conversation."""

    reader: str
    readings: dict[str, ConversationReading]

    def severities(self, item: ReviewItem) -> list[int] | None:
        """The severity of every turn; None for a conversation that was not read to its end."""
        reading = self.readings.get(item.item)
        if reading is None or not reading.done:
            return None
        return [reading.marks.get(turn, (0, ""))[0] for turn in range(item.turns)]


def read_key(path: Path) -> ReviewKey:
    """The key that was written beside the page. Raises ``Problem``."""
    try:
        form = orjson.loads(path.read_bytes())
        items = {row["item"]: ReviewItem(row["item"], row["arm"], row["turns"]) for row in form["items"]}
        return ReviewKey(form["review"], FORMS[form["form"]], items)
    except OSError as error:
        raise Problem(
            "input",
            f"The key {path} cannot be read ({error.strerror}): it was written with the page; name it with --key.",
        ) from None
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise Problem("input", f"{path} is not the key of a review: take the one written with the page.") from None


def read_answers(paths: Sequence[Path], key: ReviewKey) -> list[ReaderAnswers]:
    """The answers of every file: a reader each of files that the page saved, all of its readers of an export of Label Studio.
    Raises ``Problem``."""
    found = [one for path in paths for one in _read(path, key)]
    twice = [name for name, count in Counter(one.reader for one in found).items() if count > 1]
    if twice:
        raise Problem("input", f"Two of the files are of {twice[0]!r}: give each reader's file once.")
    return found


def _read(path: Path, key: ReviewKey) -> list[ReaderAnswers]:
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()
    except OSError as error:
        raise Problem("input", f"{path} cannot be read ({error.strerror}): check its path.") from None
    if data.startswith(b"["):
        tasks = _json(path, 1, data)
        by = label_studio_rows(path, tasks, key.review)
        return [ReaderAnswers(reader, _readings(path, rows, key)) for reader, rows in by.items()]
    lines = [line for line in data.splitlines() if line.strip()]
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1)]
    if not rows or not isinstance(rows[0].get("reader"), str) or not rows[0]["reader"].strip():
        raise Problem("input", f"{path} does not begin with a reader: take the file that the page saved.")
    if rows[0].get("review") != key.review:
        raise Problem(
            "input", f"{path} answers another review than the key is of: find the key that was written with its page."
        )
    placed = [(f"line {number}", row) for number, row in enumerate(rows[1:], 2)]
    return [ReaderAnswers(rows[0]["reader"].strip(), _readings(path, placed, key))]


def _readings(path: Path, rows: Sequence[tuple[str, Json]], key: ReviewKey) -> dict[str, ConversationReading]:
    """What one reader said, from rows that each have a place in the file."""
    readings: dict[str, ConversationReading] = {}
    for where, row in rows:
        item = key.items.get(str(row.get("item")))
        if item is None:
            raise Problem("input", f"{path}, {where}: there is no conversation {row.get('item')!r} in this review.")
        reading = readings.setdefault(item.item, ConversationReading())
        wrong = _mark(row, item, reading, key.form) if "turn" in row else _whole(row, reading)
        if wrong:
            raise Problem("input", f"{path}, {where}: {wrong}.")
    return readings


def _json(path: Path, number: int, line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Problem(
            "input", f"{path}, line {number} is no JSON ({error.msg}): take the file as it was saved."
        ) from None


def _row(path: Path, number: int, line: bytes) -> Json:
    row = _json(path, number, line)
    if not isinstance(row, dict):
        raise Problem("input", f"{path}, line {number} is no object: take the file as it was saved.")
    return row  # pyright: ignore[reportUnknownVariableType]


def _mark(row: Json, item: ReviewItem, reading: ConversationReading, form: Form) -> str:
    """Take a mark in; what is wrong with it."""
    turn, severity, code = row["turn"], row.get("severity"), row.get("code", "")
    if not _whole_number(turn, 0, item.turns - 1):
        return f"{item.item} has turns 0 to {item.turns - 1}, and none {turn!r}"
    if not _whole_number(severity, 0, len(form.severities) - 1):
        return f"severity {severity!r} is none of 0 to {len(form.severities) - 1}"
    if code not in ("", *form.codes) or (code and not severity):
        return f"the kind {code!r} is none of the form's, or stands with severity 0"
    if turn in reading.marks:
        return f"turn {turn} of {item.item} is marked twice"
    reading.marks[turn] = (severity, code)
    return ""


def _whole(row: Json, reading: ConversationReading) -> str:
    """Take in what was said of the whole; what is wrong with it."""
    guess, sure, real = row.get("guess", ""), row.get("sure", 0), row.get("real", 0)
    if guess not in ("", "people", "program"):
        return f"the guess {guess!r} is neither people nor program"
    if not _whole_number(sure, 0, 5) or not _whole_number(real, 0, 5):
        return "sure and real go from 1 to 5"
    reading.done, reading.guess, reading.sure, reading.real = row.get("done") is True, guess, sure, real
    reading.remark = str(row.get("remark", ""))
    return ""


def _whole_number(value: Any, least: int, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
