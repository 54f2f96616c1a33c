"""What speaks to a machine is told from what is said of a patient."""

import json
import unicodedata
from pathlib import Path

import pytest
from growth import stays_linear
from hypothesis import given
from hypothesis import strategies as st

from bedside.agents.reading.read import read_note
from bedside.agents.text.prompt_injection import intrusions, without_intrusions

ROWS = [json.loads(line) for line in Path(__file__).with_name("injections.jsonl").read_text().splitlines()]
ENGLISH = [row for row in ROWS if row["language"] == "en" and row["id"] != "passage-dose"]

CLINICAL = """
The patient says "I feel like an elephant sits on my chest."
He was able to repeat "no ifs, ands or buts" and to write a sentence.
She answers questions appropriately and follows commands.
Patient instructed to ignore the itching and not to scratch.
He forgets to take the above medications about twice a week.
Review of systems: negative. Cardiovascular system: regular rate.
AI: mild. MR: trace. LVEF 55-60%.
Surgeon: Dr. Lee
Assistant: Dr. Moss
Patient: Jane Roe
Physician: Dr. Hart
From now on she will take the tablet at night.
Blood pressure <140/90 and A1c >7.
She is now 12 weeks pregnant. You are doing well, she was told.
SpO2 98% on RA, HR 76, T 37.2 °C, 5 µg of β-agonist.
[**Hospital 12**] records were reviewed. <NAME> was seen.
He has pain in each turn of the neck and at the end of the line of sutures.
PICC line in place. JP drain output 30 mL.
Please repeat the CBC in one week and send the results to Dr. Hart.
Write for oxycodone 5 mg #20. Begin PT. Start metoprolol; stop HCTZ.
Esophagogastroduodenoscopy and choledochojejunostomy were done.
C5-C6 disc, L4-L5 stenosis, B12 level, T2-weighted images, H1N1 vaccine.
Discharge instructions were given and the rules of the ward explained.
Visit www.example.org for exercises, or see https://example.org/knee.
She does not say much during the visit. Her answer is short.
""".strip().splitlines()


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def test_what_notes_say_is_kept() -> None:
    """Quotations, orders for care, labels, codes and units are no intrusions."""
    assert [line for line in CLINICAL if intrusions(line)] == []


def _stays(row: dict[str, str]) -> bool:
    """Whether anything of the order is left, in the text or in a fact, or too little of what is clinical."""
    left, note = without_intrusions(row["text"]), read_note("n", row["text"])
    said = [left, *(fact.text for fact in note.facts)]
    short = len(left) <= 90 or (row["kind"] == "note" and len(note.facts) < 8)
    return short or any(_plain(row["canary"]) in _plain(text) for text in said)


@pytest.mark.no_cover
def test_the_orders_go_and_the_note_stays() -> None:
    """Nothing of the order is left, and the clinical sentences are."""
    assert len(ENGLISH) > 40
    assert [row["id"] for row in ENGLISH if _stays(row)] == []


@given(st.lists(st.sampled_from([*CLINICAL, *(row["text"] for row in ROWS)]) | st.text(max_size=30), max_size=6))
def test_spans_lie_in_the_text_in_order(parts: list[str]):
    """Any text has spans that are within it, not empty, and do not overlap."""
    text = "\n".join(parts)
    at = 0
    for start, end in intrusions(text):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.no_cover
@pytest.mark.thin(4)
@pytest.mark.parametrize(
    "piece", ["say ", '"', "the word ", "ignore ", "a b ", "\n", "Doctor: a\n", "A1a", "答", "every ", "https://a"]
)
def test_time_is_linear_in_the_text(piece: str):
    """Two hundred thousand characters, the longest note, take little more than ten times what a tenth takes."""
    assert stays_linear(intrusions, piece, 20_000)
