"""An interview held: nobody is given the label or an answer too early, everyone is asked the same, reasons stay apart."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.interview.family import LABEL_WORDS
from bedside.agents.interview.guide import interviews, load_guide
from bedside.orchestrator.batch.interview_items import subjects
from bedside.orchestrator.batch.items import rows
from bedside.orchestrator.build.simulate_item import Item, Simulator, built_in_players
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.outcome import ItemResult, dialogue_line
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.interview import Interview
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Utterance

NOTE = "A 34-year-old woman comes for a talk."


class Listener:
    """Passes every brief on to a player and remembers it."""

    def __init__(self, player: Any, heard: list[Brief]) -> None:
        self.player, self.heard = player, heard

    async def speak(self, brief: Brief) -> Utterance:
        """Speak as the player does."""
        self.heard.append(brief)
        return await self.player.speak(brief)


def hold(instrument: str, label: str, seed: int, **more: Any) -> tuple[ItemResult, list[Brief], Note]:
    """One interview, and every brief of it."""
    block = Interview.model_validate({"label": label, **more.pop("interview", {})})
    case = Case(id="s", note=NOTE, protocol=f"interview/{instrument}", interview=block, seed=seed, **more)
    heard: list[Brief] = []
    notes: list[Note] = []

    def players(case: Case) -> Any:
        usual = built_in_players(case)
        return replace(usual, physician=Listener(usual.physician, heard), patient=Listener(usual.patient, heard))

    simulator = Simulator(seed, players_for=players)
    done = asyncio.run(simulator.perform(Item(case.id, case, NOTE), lambda _: None, read=notes.append))
    assert done.state.status == "finished", done.state.failure
    return done, heard, notes[0]


LABELS = st.sampled_from(["positive", "negative"])


@given(st.sampled_from(interviews()), LABELS, st.integers(0, 2**20))
@settings(max_examples=24)
def test_nobody_knows_too_much(instrument: str, label: str, seed: int) -> None:
    """No brief holds the label or a total; the interviewer's never holds an answer; every criterion is told or kept back,
    with evidence that is a part of the turn, and no turn names a condition."""
    done, heard, note = hold(instrument, label, seed)
    fold, guide = done.state, load_guide(instrument)
    about = fold.meta["interview"]
    for brief in heard:
        whole = brief.model_dump_json()
        assert label not in whole and about["band"] not in whole
        if brief.role == "physician":
            assert not brief.facts and "points" not in whole and "persona.withholds" not in whole
    told: dict[str, Any] = {}
    for turn, reason in zip(fold.turns, fold.reasons, strict=True):
        assert not LABEL_WORDS.search(turn.text)
        assert turn.speaker == "patient" or not reason.criteria
        for found in reason.criteria:
            evidence = found.evidence
            assert turn.text[evidence.start : evidence.end].strip()
            assert found.fact in reason.facts
            told[found.id] = found
        assert [note.text[s.start : s.end] for s in reason.spans] == [note.fact(f).text for f in reason.facts]
    kept = {(note.fact(name).concept or "") for name in fold.meta["withheld"]}
    assert {item.criterion for item in guide.items} == {c for c in about["answers"] if c in told} | kept
    for criterion, points in about["answers"].items():
        if criterion in told and criterion not in kept:
            assert (told[criterion].points, told[criterion].met) == (points, criterion in about["met"])
            assert told[criterion].polarity == ("present" if points else "denied")


@given(st.sampled_from(interviews()), st.integers(0, 2**20))
@settings(max_examples=12)
def test_the_interviewer_says_the_same_whatever_the_label(instrument: str, seed: int) -> None:
    """With one seed the interviewer's words and the first three turns are the same for a positive and a negative."""
    one, other = (hold(instrument, label, seed)[0].state.turns for label in ("positive", "negative"))
    said = [[turn.text for turn in turns if turn.speaker == "physician"] for turns in (one, other)]
    assert said[0] == said[1]
    assert [turn.text for turn in one[:3]] == [turn.text for turn in other[:3]]


def test_reasons_are_in_the_trace_and_never_in_the_dialogue() -> None:
    """The line of the dialogue has no label, criterion or points; the record has them; both come out the same again, and
    a record reads back as it was."""
    done, _, _ = hold("pcl-5", "positive", 5)
    fold = done.state
    shown = orjson.dumps(dialogue_line(fold)).decode()
    assert not any(word in shown for word in ("positive", '"criteria"', "points", '"severity"', '"thought"'))
    record = fold.record()
    assert record.meta["interview"]["label"] == "positive"
    again = hold("pcl-5", "positive", 5)[0].state
    assert again.record() == record
    assert orjson.dumps(dialogue_line(again)).decode() == shown
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert any(reason.criteria for reason in record.reasons)


def test_what_the_author_says_of_event_and_person_holds() -> None:
    """The author's event is told in the author's words, and the author's persona is not drawn over."""
    done, heard, _ = hold(
        "pcl-5", "positive", 1, interview={"event": "the ferry went down"}, patient={"persona": "terse"}
    )
    assert any("ferry went down" in turn.text for turn in done.state.turns)
    own = [brief.persona for brief in heard if brief.role == "patient"]
    assert {(persona.name, persona.talkativeness) for persona in own} == {("terse", "terse")}
    met = [brief.persona for brief in heard if brief.role == "physician"]
    assert {(persona.name, persona.talkativeness, persona.mood) for persona in met} == {("plain", "average", "plain")}


@pytest.mark.parametrize(
    ("lines", "at", "words"),
    [
        ("protocol: interview/pcl5\ninterview: {label: positive}", ":3:", "Did you mean 'pcl-5'"),
        ("protocol: interview/phq-9", ":3:", "has no 'interview:'"),
        ("interview: {label: positive}", ":3:", "only for an interview"),
        (
            "protocol: interview/phq-9\ninterview:\n  label: negative\n  answers: {1: 3, 2: 3, 3: 3, 4: 3}",
            ":6:",
            "sums to 12",
        ),
        (
            "protocol: interview/phq-9\ninterview:\n  label: positive\n  answers:\n    1: 2\n    12: 3",
            ":8:",
            "no item 12",
        ),
        ("protocol: interview/gad-7\ninterview:\n  label: negative\n  answers: {2: 4}", ":6:", "0 to 3"),
        ("protocol: interview/mine\ninterview: {label: positive, instrument: mine.md}", ":4:", "Check the path"),
        ("protocol: interview/mine\ninterview: {label: positive, instrument: ../mine.md}", ":4:", "outside"),
        ("protocol: interview/phq-9\ninterview: {label: maybe}", ":4:", "positive"),
    ],
)
def test_a_mistake_in_the_block_is_shown_at_its_line(tmp_path: Path, lines: str, at: str, words: str) -> None:
    """Each mistake is one sentence with the line it stands in."""
    file = tmp_path / "x.case.yaml"
    file.write_text(f"id: x\nnote: {NOTE}\n{lines}\n")
    with pytest.raises(Problem) as caught:
        read_case(file)
    assert at in str(caught.value) and words in str(caught.value), str(caught.value)


def test_a_file_of_ones_own_is_held(tmp_path: Path) -> None:
    """A case beside its own instrument runs, with the questions of that file."""
    from tests.agents.test_interview import OWN

    (tmp_path / "mine.md").write_text(OWN)
    file = tmp_path / "x.case.yaml"
    file.write_text(
        f"id: x\nnote: {NOTE}\nprotocol: interview/mine\ninterview: {{label: positive, instrument: mine.md}}\n"
    )
    case, text = read_case(file)
    done = asyncio.run(Simulator(0).perform(Item(case.id, case, text), lambda _: None))
    assert any("Do you limp?" in turn.text for turn in done.state.turns)


def test_subjects_have_the_share_of_labels_asked_for() -> None:
    """A case becomes as many rows as asked for, with exactly that share of positives, the same each time; what the case
    fixes for one label only is refused."""
    case = Case(id="t", note=NOTE, protocol="interview/phq-9", interview=Interview(label="positive"))
    made = subjects(case, NOTE, 40, 0.25)
    assert [row.interview["label"] for row in made if row.interview].count("positive") == 10
    assert made == subjects(case, NOTE, 40, 0.25)
    fixed = case.model_copy(update={"interview": Interview(label="positive", severity="severe")})
    with pytest.raises(Problem, match="cannot be negative"):
        subjects(fixed, NOTE, 4, 0.5)


def test_a_row_brings_its_own_interview(tmp_path: Path) -> None:
    """A row of a notes file may name protocol and interview; one that cannot be is that row's failure, in a sentence."""
    from bedside.orchestrator.batch.items import item

    good = {
        "id": "a",
        "note": NOTE,
        "protocol": "interview/gad-7",
        "interview": {"label": "negative", "answers": {"1": 0}},
    }
    bad = {"id": "b", "note": NOTE, "protocol": "interview/gad-7", "interview": {"label": "no"}}
    file = tmp_path / "n.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, [good, bad])))
    one, other = rows(file)
    made = item(one, Case(id="batch", note="-"))
    assert made.case.interview == Interview(label="negative", answers={"1": 0})
    with pytest.raises(Problem, match=r"interview\.label"):
        item(other, Case(id="batch", note="-"))
