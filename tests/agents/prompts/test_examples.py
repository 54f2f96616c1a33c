"""Examples for few-shot prompts: near to the case, not always the same, never its own, and never said again."""

import json
from pathlib import Path

import pytest

from bedside.agents.model import Message
from bedside.agents.prompts.examples import (
    LONGEST,
    Example,
    about,
    choose,
    content,
    load_examples,
    render,
    spoken_again,
)
from bedside.agents.prompts.prompt_echo import echoes
from bedside.agents.text.fence import without_data
from bedside.scenarios.load import CaseError
from bedside.scenarios.note import Note, Section, Span

TALK = "Doctor: What brings you in?\nPatient: My {0} hurts.\n  It began on Monday.\nDr. Lee: Let me see the {0}.\n"
PARTS = ("knee", "ear", "belly", "shoulder", "wrist", "throat", "ankle", "elbow")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of eight short dialogues, each about one part of the body."""
    for part in PARTS:
        (tmp_path / f"{part}.txt").write_text(TALK.format(part))
    return tmp_path


def test_a_folder_is_read_with_its_labels_and_lines(folder: Path):
    """Labels are brought to one name each, continued lines belong to the turn before, and files come by name."""
    examples = load_examples(folder)
    assert [example.note for example in examples] == sorted(PARTS)
    assert examples[0].turns == (
        ("physician", "What brings you in?"),
        ("patient", "My ankle hurts. It began on Monday."),
        ("physician", "Let me see the ankle."),
    )


def test_json_lines_are_read(tmp_path: Path):
    """A row's turns, its note's id and a third party are kept."""
    turns = [{"speaker": "doctor", "text": "Hello."}, {"speaker": "Patient", "text": "Hi."}, {"speaker": "mother", "text": "He fell."}]  # fmt: skip
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps({"turns": turns, "note_id": "n1"}) + "\n\n" + json.dumps({"turns": turns}) + "\n")
    examples = load_examples(path)
    assert [example.note for example in examples] == ["n1", "talks-3"]
    assert [speaker for speaker, _ in examples[0].turns] == ["physician", "patient", "mother"]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.txt", "\nHello there.\nDoctor: Hi.\n", 2),
        ("a.txt", "Doctor: Hi.\n", 1),
        ("a.txt", "", 1),
        ("a.jsonl", '{"turns": [{"speaker": "doctor", "text": "a"}, {"speaker": "patient", "text": "b"}]}\n{"turns": 3}\n', 2),
        ("a.jsonl", "not json\n", 1),
        ("a.jsonl", '{"turns": [{"speaker": "doctor"}]}\n', 1),
        ("a.jsonl", "[1]\n", 1),
        ("a.jsonl", "", 1),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, name: str, text: str, line: int):
    """What is no example is one sentence with the place and the mend."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(CaseError) as caught:
        load_examples(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert caught.value.mend and ".." not in str(caught.value)


def test_what_cannot_be_read_is_named(tmp_path: Path):
    """A missing source, an empty folder and text in another encoding each have their sentence."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.txt").write_bytes("Doctor: Hi.\nPatient: Caf\xe9.\n".encode("latin-1"))
    for source, line in (("missing.jsonl", 1), ("empty", 1), ("latin.txt", 2)):
        with pytest.raises(CaseError) as caught:
            load_examples(tmp_path / source)
        assert caught.value.line == line


def test_a_changed_file_is_read_again(folder: Path):
    """Files are read once until they change."""
    first = load_examples(folder)
    assert load_examples(folder) is first
    (folder / "hip.txt").write_text(TALK.format("hip"))
    assert len(load_examples(folder)) == len(first) + 1


def test_the_nearest_are_chosen_from(folder: Path):
    """Examples about the complaint come up; those about nothing of it do not when there are enough others."""
    examples = (
        *load_examples(folder),
        *(Example(f"far{i}", (("patient", "x"),), content(f"rash itch{i}")) for i in range(20)),
    )
    topic = content("Knee pain after a fall, also the shoulder, ankle, wrist and elbow.")
    for seed in range(30):
        assert {e.note for e in choose(examples, topic, (), 2, seed)} <= {"knee", "shoulder", "ankle", "wrist", "elbow", "belly", "ear", "throat"}  # fmt: skip
    firsts = {choose(examples, content("knee"), (), 1, seed)[0].note for seed in range(30)}
    assert "knee" in firsts


@pytest.mark.parametrize("many", [4, 8])
def test_no_one_example_stands_before_every_dialogue(folder: Path, many: int):
    """Over thirty seeds at least three different examples come first, and a seed always gives the same ones."""
    examples = load_examples(folder)[:many]
    drawn = [choose(examples, content("knee pain"), (), 2, seed) for seed in range(30)]
    assert len({chosen[0].note for chosen in drawn}) >= 3
    assert drawn == [choose(examples, content("knee pain"), (), 2, seed) for seed in range(30)]
    assert all(len({e.note for e in chosen}) == 2 for chosen in drawn)


def test_the_cases_own_dialogue_is_never_shown(folder: Path):
    """What was written for this note would give it away."""
    examples = load_examples(folder)
    for seed in range(30):
        assert "knee" not in {e.note for e in choose(examples, content("knee"), ("case-1", "knee"), 8, seed)}
    assert choose(examples[:1], content("ankle"), (examples[0].note,), 2, 0) == ()


def test_examples_are_shown_as_fenced_excerpts(folder: Path):
    """A long example is cut to whole turns, begins with the physician, and stands between delimiters."""
    turns = [("physician" if i % 2 == 0 else "patient", f"word{i} " * 20) for i in range(100)]
    long = Example("long", tuple((speaker, text.strip()) for speaker, text in turns), frozenset())
    shown = {render([long], ("case", seed, "examples")) for seed in range(10)}
    assert len(shown) > 1
    for text in shown:
        lines = text.splitlines()
        assert lines[0].startswith("<example-") and lines[-1].startswith("</example-")
        assert lines[1].startswith("physician: ")
        assert len(text.split()) < LONGEST * 1.2
        assert without_data(text).strip() == ""
    assert render([long], ("case", 3, "examples")) == render([long], ("case", 3, "examples"))


def test_an_example_that_comes_back_is_found():
    """Eight words in a row of an example are its own; fewer are anyone's."""
    example = Example("a", (("patient", "It hurts most when I go down the cellar stairs at night."),), frozenset())
    assert spoken_again("Well, it hurts most when I go down the cellar stairs.", [example])
    assert not spoken_again("It hurts most when I go down stairs.", [example])
    prompt = Message("system", render([example], ("case", 0, "examples")))
    assert echoes("It hurts most when I go down the cellar stairs at night.", [prompt]) == []


def test_what_a_visit_is_about_comes_from_complaint_and_story():
    """The complaint's words and the patient's age say what a visit is about; a note without sections says it all."""
    text = "Knee pain. Vitals normal."
    section = Section(kind="complaint", heading="CC", span=Span(start=0, end=10))
    assert about(Note(id="n", text=text, sections=(section,), age=5)) == {"knee", "pain", "child", "mother", "school"}
    assert about(Note(id="n", text=text)) == {"knee", "pain", "vitals", "normal"}
