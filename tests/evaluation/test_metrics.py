"""Our metrics on dialogues small enough to count by hand."""

import re
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pytest
from talks import record

from bedside.agents.checks.catalogue import ROLES, SUPPORT
from bedside.agents.reading.read import read_note
from bedside.evaluation.given import Given
from bedside.evaluation.metrics.registry import metrics
from bedside.knowledge.passage import Passage
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.case import Case
from bedside.scenarios.expect import Expect
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

NOTE = Note(id="x", text="No cough. Some fever since the long walk home.")
FLAGS = {"passages": ["p#red-flags"]}


class Few:
    """A vocabulary of three words. "no" before one denies it."""

    known = frozenset({"cough", "fever", "rash"})

    def named(self, text: str) -> Set[str]:
        return {word for word in text.lower().replace("?", "").replace(".", "").split() if word in self.known}

    held = named

    def noted(self, text: str) -> Mapping[str, Set[str]]:
        return {word: {"-" if f"no {word}" in text.lower() else "+"} for word in self.named(text)}

    def said(self, turns: Sequence[Turn]) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = {}
        for turn in turns:
            for word, signs in self.noted(turn.text).items():
                found.setdefault(word, set()).update(signs)
        return found


def passage(text: str) -> dict[str, Passage]:
    """A shelf of one passage."""
    return {"p#red-flags": Passage("p#red-flags", "p", "P", "red-flags", text, "", "", "")}


def scored(name: str, *talks: Record, **given: Any) -> tuple[float | None, int]:
    """Value and count of one of our metrics."""
    more: dict[str, Any] = {"notes": {"x": NOTE}, "concepts": Few(), **given}
    score = metrics()[name](Given(records=talks, **more))
    return score.value, score.n


ASKS = record(("physician", "Any cough or rash?", {}), ("patient", "No.", {}))


def test_of_the_concepts_asked_the_note_has_a_share() -> None:
    """One of the two concepts asked is the note's; a dialogue that asks of none is not scored."""
    assert scored("asked_in_note", ASKS, record(("patient", "Hi.", {}))) == (0.5, 1)


def test_polarities_are_judged_where_the_talk_settles_one() -> None:
    """The note settles two concepts, the talk one of them: both ways about the other is no polarity."""
    talk = record(("patient", "I have fever."), ("physician", "No fever?"), ("patient", "No cough."))
    assert scored("polarity_judged", talk) == (0.5, 2)


def test_a_filler_hides_no_reading_aloud() -> None:
    """With its fillers taken out half of the line's stretches are the note's."""
    talk = record(("patient", "Since the um long you know walk home it hurts."))
    assert scored("copied_bare", talk) == (0.5, 1)
    assert scored("copied_bare", record(("patient", "Um, yes."))) == (None, 0)


def test_a_dialogue_of_people_is_not_counted_as_ungrounded() -> None:
    """Without reasons nobody knows what a line rests on."""
    cites = record(("physician", "Any rash?", FLAGS))
    assert scored("grounded", cites, ASKS, record(("physician", "Any rash?"))) == (0.5, 2)


@pytest.mark.parametrize(
    ("said", "passages", "value"),
    [("Any rash?", passage("rash"), 1.0), ("Any rash or cough?", passage("rash"), 0.0), ("Any rash?", passage("fever"), 0.0)],
)  # fmt: skip
def test_a_citation_is_borne_out_by_its_passage(said: str, passages: dict[str, Passage], value: float) -> None:
    """It says an item of the passage, and nothing that the passage does not have."""
    assert scored("cited_supported", record(("physician", said, FLAGS)), passages=passages) == (value, 1)


def test_a_dialogue_is_compared_with_the_same_made_otherwise() -> None:
    """Turns on a passage may differ, others may not; a dialogue without a reference is left out."""
    made = record(("physician", "Any rash?", FLAGS | {"step": "s2"}), ("patient", "Fever.", {}))
    same, other = record(("patient", "Fever.")), record(("patient", "Cough."))
    alone = made.model_copy(update={"id": "alone"})
    assert scored("unchanged_elsewhere", made, alone, references={"x": same}) == (1.0, 1)
    assert scored("unchanged_elsewhere", made, references={"x": other}) == (0.0, 1)


def test_expectations_are_counted_one_by_one() -> None:
    """Two of three are met."""
    expect = Expect(mentions=("cough", "measles"), max_turns=5)
    assert scored("expectations_met", ASKS, cases={"x": Case(id="x", note="-", expect=expect)}) == (2 / 3, 3)


def test_a_turn_without_a_check_is_neither_right_nor_wrong() -> None:
    """A check that could not judge is none."""
    checks = ([ROLES.passed()], [ROLES.passed(), SUPPORT.failed("x")], [SUPPORT.unjudged("no words")], [])
    plain = [[finding.model_dump(mode="json", exclude_defaults=True) for finding in found] for found in checks]
    talk = record(*(("patient", "Yes.", {"checks": found}) for found in plain))
    assert scored("turns_without_fault", talk) == (0.5, 2)


TEXT = "HISTORY OF PRESENT ILLNESS: Left knee pain for 3 days. Denies fever."


def test_what_the_checks_read_in_english() -> None:
    """A line that contradicts its note costs support, one that repeats it gains coverage; the shape is counted."""
    note = read_note("x", TEXT, Terminology.load())
    right = record(("physician", "What brings you in?"), ("patient", "My left knee hurts, for three days. No fever."))
    wrong = record(("physician", "Any fever?"), ("patient", "Yes, and I have lupus."))
    notes = {"notes": {"x": note}}
    assert scored("coverage", right, **notes) == (1.0, 1)
    unsupported, assertions = scored("unsupported", right, wrong, **notes)
    assert unsupported is not None and 0 < unsupported < 1 and assertions > 3
    assert scored("polarity_agrees", right, **notes)[0] == 1.0
    assert (scored("polarity_agrees", wrong, **notes)[0] or 0) < 1
    assert scored("turns", right, wrong) == (2.0, 2)
    assert scored("physician_asks", right, wrong) == (1.0, 2)
    assert scored("patient_register", right, record(("patient", "I have bilateral edema."))) == (0.5, 2)
    assert (scored("patient_grade", right)[0] or 99) < 9


def test_another_language_is_not_scored_by_english_words() -> None:
    """What the English checks cannot read is left out, not scored badly."""
    german = record(
        ("patient", "Seit drei Tagen tut mir das linke Knie weh, vor allem wenn ich die Treppe hinuntergehe.")
    )
    notes = {"notes": {"x": read_note("x", TEXT, Terminology.load())}}
    for name in ("coverage", "unsupported", "polarity_agrees", "patient_register", "turns"):
        assert scored(name, german, **notes) == (None, 0)


def test_the_page_s_code_runs() -> None:
    """What a reader copies from the page scores a dialogue: one of our metrics, and one of their own."""
    page = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    here: dict[str, Any] = {"record": ASKS, "note": read_note("x", TEXT, Terminology.load())}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, here)
    assert here["score"].n == 1
    assert here["QUESTIONS"](Given(records=[ASKS])).value == 1.0


def test_the_page_lists_every_metric() -> None:
    """What a metric is, which way is better, what it needs and in which version stands where a reader looks for it."""
    page = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    rows = [
        f"| `{m.id}` | {m.version} | {m.measures}{f' ({m.citation})' if m.citation else ''} | {m.unit} | {m.direction} | {', '.join(sorted(m.needs))} |"
        for m in metrics().values()
    ]
    head = "| metric | version | measures | unit | better | needs |\n|---|---|---|---|---|---|\n"
    assert head + "\n".join(rows) + "\n\n" in page
