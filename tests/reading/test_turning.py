"""What the physician asks for or decides is no history of the patient, wherever the note says it."""

import pytest

from bedside.agents.reading.read import read_note
from bedside.knowledge.terminology import Terminology


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("If you develop any weakness of the arms or vomiting, please go to A & E.", "advice"),
        ("If you develop chest pain or coughing blood please call 999.", "advice"),
        ("Plan we will prescribe some stemetil for relief", "order"),
        ("Please take the tablets with food.", "drug"),
        ("Take paracetamol 1 g four times a day.", "drug"),
    ],
)
@pytest.mark.parametrize("before", ["HPI: Dizzy for 2 days, no fever.", "Dizzy for 2 days, no fever."])
def test_a_sentence_of_the_physician(sentence: str, kind: str, before: str) -> None:
    read = read_note("n", f"{before}\n{sentence}\n", Terminology.load()).facts
    last = read[-1]
    assert (last.section, last.kind) == ("plan", kind)
    assert [fact.kind for fact in read[:-1]] == ["symptom", "symptom"]


@pytest.mark.parametrize("sentence", ["Stop of breath at night.", "If she lies flat she coughs.", "Takes aspirin."])
def test_a_sentence_of_the_story(sentence: str) -> None:
    read = read_note("n", f"HPI: Dizzy for 2 days.\n{sentence}\n", Terminology.load()).facts
    assert all(fact.section == "history" for fact in read)


def test_the_story_goes_on_behind_it() -> None:
    text = "HPI: Dizzy for 2 days. Please call if worse.\nNo fever.\n"
    assert [fact.section for fact in read_note("n", text, Terminology.load()).facts] == ["history", "plan", "history"]


def test_a_heading_ends_what_was_copied() -> None:
    text = "HPI: Tired.\n[Copied from 01/02/2023 note] Plan: continue diltiazem.\nA/P: Stop metoprolol.\n"
    assert [fact.kind for fact in read_note("n", text, Terminology.load()).facts] == ["symptom", "opaque", "drug"]
