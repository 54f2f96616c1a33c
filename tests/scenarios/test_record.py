"""A record as a transcript, as rows and as a data frame, and the note's words in its reasons."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bedside.scenarios.note import Span
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Reason, Turn

NOTE = "The knee hurts.\nNo fever."
RECORD = Record(
    id="knee",
    note_id="knee",
    seed=1,
    status="finished",
    stop="complete",
    turns=(
        Turn(id="a", speaker="physician", text="What brings you here?"),
        Turn(id="b", speaker="mother", text="His knee hurts."),
    ),
    reasons=(
        Reason(turn="a", thought="ask", act="invite", topic="reason", step="s1"),
        Reason(
            turn="b", thought="tell", act="ask", topic="story", step="s2", facts=("f1",), spans=(Span(start=0, end=14),)
        ),
    ),
)


def test_a_transcript_is_a_line_a_turn() -> None:
    """Whoever speaks is named in capitals; a dialogue in which nothing was said is an empty text."""
    assert RECORD.transcript() == "PHYSICIAN: What brings you here?\nMOTHER: His knee hurts."
    assert RECORD.model_copy(update={"turns": ()}).transcript() == ""


def test_rows_have_the_same_keys_and_are_json() -> None:
    """A row a turn with what its reason says; without reasons the keys are there and hold nothing."""
    rows = RECORD.with_words(NOTE).to_rows()
    assert json.loads(json.dumps(rows)) == rows
    assert [(row["index"], row["speaker"], row["topic"], row["words"]) for row in rows] == [
        (0, "physician", "reason", []),
        (1, "mother", "story", ["The knee hurts"]),
    ]
    bare = RECORD.model_copy(update={"reasons": ()}).to_rows()
    assert {tuple(row) for row in (*rows, *bare)} == {tuple(rows[0])}
    assert [row["facts"] for row in bare] == [[], []]


def test_a_record_outlives_its_program() -> None:
    """With its words it is written as JSON and read again the same; one written without them is read, too."""
    full = RECORD.with_words(NOTE)
    assert Record.model_validate_json(full.model_dump_json()) == full
    old = full.model_dump(mode="json")
    for reason in old["reasons"]:
        del reason["words"]
    assert Record.model_validate(old) == RECORD


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
def test_a_data_frame_has_a_row_a_turn() -> None:
    """Its columns are the keys of the rows."""
    frame = RECORD.to_pandas()
    assert list(frame.columns) == list(RECORD.to_rows()[0])
    assert list(frame["speaker"]) == ["physician", "mother"]
    assert len(RECORD.model_copy(update={"turns": ()}).to_pandas()) == 0


def test_without_pandas_it_is_one_sentence(tmp_path: Path, repo: Path) -> None:
    """Where pandas is not installed (here: an interpreter that has pydantic alone), how to get it."""
    for name in ("pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "annotated_types"):
        spec = find_spec(name)
        assert spec
        assert spec.origin
        origin = Path(spec.origin)
        here = origin.parent if origin.name == "__init__.py" else origin
        (tmp_path / here.name).symlink_to(here)
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(repo)!r}]\n"
        "from bedside.scenarios.record import Record\n"
        f"Record.model_validate_json({RECORD.model_dump_json()!r}).to_pandas()"
    )
    done = subprocess.run([sys.executable, "-S", "-E", "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("ModuleNotFoundError: to_pandas needs pandas"), done.stderr
    assert last.endswith("pip install pandas.")
