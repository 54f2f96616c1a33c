"""``simulate``, ``asimulate`` and ``load_case``: what they take, what they return, and what they say of what they cannot use."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.api.simulate_one import asimulate, load_case, simulate
from bedside.orchestrator.cases.case_input import CaseOptions, read_case
from bedside.orchestrator.cases.find_case import find_case, shipped_cases
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.load import presets, resolve_persona
from bedside.scenarios.player import Player

NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."
CASE = f"id: knee\nnote: {NOTE!r}\nmodels: {{default: scripted}}\nknowledge: false\n"


def test_a_path_an_id_a_case_and_a_note_are_one(tmp_path: Path) -> None:
    """However a case is given, the same seed gives the same record."""
    file = tmp_path / "knee.case.yaml"
    file.write_text(CASE)
    first = simulate(file)
    assert first.status == "finished"
    assert first == simulate(str(file)) == simulate(load_case(file))
    assert first == asyncio.run(asimulate(file))
    mine = Case(id="note", note=NOTE)
    played: dict[str, Any] = {"model": "scripted", "knowledge": False}
    (tmp_path / "note.txt").write_text(NOTE)
    assert simulate(mine, **played) == simulate(note=NOTE, **played) == simulate(note=tmp_path / "note.txt", **played)


def test_the_words_of_a_reason_are_the_notes(tmp_path: Path) -> None:
    """For every fact of every reason its characters in the note as it was given: shorthand, too, is quoted as it stands."""
    note = "HPI:\n54 yo F w/ h/o HTN c/o R knee pain x3 wks. Denies fever.\n\nPLAN:\nIbuprofen 400 mg tid. Rest."
    record = simulate(note=note, knowledge=False)
    quoted = [words for reason in record.reasons for words in reason.words]
    assert any("R knee pain" in words for words in quoted)
    assert all(words in note for words in quoted)
    for reason in record.reasons:
        assert len(reason.words) == len(reason.facts) == len(reason.spans)


def test_it_works_where_a_loop_is_running(tmp_path: Path) -> None:
    """As in a notebook's cell."""

    async def cell() -> bool:
        return simulate("rolled-ankle", model="scripted", knowledge=False).turns != ()

    assert asyncio.run(cell())


def test_a_path_wins_over_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is called like a shipped case is the one that is meant, and so is a folder."""
    assert find_case("rolled-ankle") == shipped_cases()["rolled-ankle"]
    monkeypatch.chdir(tmp_path)
    Path("rolled-ankle").write_text(CASE)
    assert find_case("rolled-ankle") == Path("rolled-ankle")
    assert load_case("rolled-ankle").id == "knee"
    Path("cough-by-phone").mkdir()
    assert find_case("cough-by-phone") == Path("cough-by-phone")


def test_every_shipped_case_is_called_like_its_file() -> None:
    """So that its id finds it."""
    for name, file in shipped_cases().items():
        assert read_case(file)[0].id == name


def test_a_loaded_case_holds_its_note(tmp_path: Path) -> None:
    """A note kept beside the case is read into it: the case can go where the file is not."""
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "c.case.yaml").write_text(
        "id: c\nnote: {file: note.txt}\nmodels: {default: scripted}\nknowledge: false\n"
    )
    case = load_case(tmp_path / "c.case.yaml")
    assert case.note == NOTE
    assert simulate(case).turns == simulate(tmp_path / "c.case.yaml").turns
    with pytest.raises(Problem, match=r"load it with bedside\.load_case"):
        simulate(Case.model_validate({"id": "c", "note": {"file": "note.txt"}}))


@pytest.mark.parametrize("persona", ["guarded", "chatty", "plain"])
def test_a_persona_is_taken_whole(tmp_path: Path, persona: str) -> None:
    """It takes the place of all that the case says of how its patient talks, the author's own persona too, and of nothing
    else: the same as a case that names it and states no axis."""
    (tmp_path / "personas.yaml").write_text("shy: {mood: anxious, talkativeness: terse, withholds: [fever]}\n")
    for states in ("persona: shy", "persona: angry, recall: poor, withholds: [rest]"):
        file = tmp_path / "c.case.yaml"
        file.write_text(CASE + f"patient: {{{states}, age: 30, sex: male, name: Jo, companion: wife}}\n")
        (tmp_path / "d.case.yaml").write_text(
            CASE + f"patient: {{persona: {persona}, age: 30, sex: male, name: Jo, companion: wife}}\n"
        )
        chosen, _ = read_case(file, CaseOptions(persona=persona, seed=3))
        plain, _ = read_case(tmp_path / "d.case.yaml")
        assert chosen.patient == plain.patient
        assert resolve_persona(chosen) == resolve_persona(plain)


@pytest.mark.parametrize("beside", [{"seed": 5}, {"language": "en"}, {"knowledge": False}, {"model": "agenda"}])
def test_an_option_beside_a_case_leaves_the_rest_of_it_open(tmp_path: Path, beside: dict[str, Any]) -> None:
    """What the author did not set stays the persona's to say, and an interview's to draw."""
    file = tmp_path / "c.case.yaml"
    file.write_text(CASE + "patient: {persona: guarded}\n")
    choices = {name: value for name, value in beside.items() if name != "model"}
    player = Player(name=beside["model"]) if "model" in beside else None
    chosen, _ = read_case(file, CaseOptions(**choices, player=player))
    assert resolve_persona(chosen).withholds == presets()["guarded"].withholds != ()
    plain, _ = read_case(find_case("interview-two-grey-weeks"))
    chosen, _ = read_case(find_case("interview-two-grey-weeks"), CaseOptions(**choices, player=player))
    assert chosen.patient.model_fields_set == plain.patient.model_fields_set


def test_an_interview_keeps_the_manner_that_is_drawn_for_it() -> None:
    """A seed beside the case is as good as the same seed in it: not how the person talks changes, nor what they keep back."""
    case, _ = read_case(find_case("interview-two-grey-weeks"))
    own, beside = simulate(case.model_copy(update={"seed": 2})), simulate("interview-two-grey-weeks", seed=2)
    assert own.meta["interview"]["person"]["mood"] != "plain"
    assert own.meta["interview"]["person"] == beside.meta["interview"]["person"]
    assert [turn.text for turn in own.turns] == [turn.text for turn in beside.turns]


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"persona": "angri"}, "no persona 'angri'. Did you mean 'angry'?"),
        ({"setting": "clinc"}, "no setting 'clinc'. Did you mean 'clinic'?"),
        ({"protocol": "histori"}, "no protocol 'histori'. Did you mean 'history'?"),
        ({"style": "vist"}, "did you mean 'visit'?"),
        ({"seed": -1}, "seed -1 cannot be used: it should be greater than or equal to 0"),
        ({"seed": "many"}, "it should be a whole number"),
        ({"model": "opnai:gpt"}, "Did you mean 'openai:gpt'?"),
        ({"model": 3}, "of type int"),
        ({"model": "python:f"}, "No model is called 'python:f'"),
        ({"base_url": "http://localhost:1"}, "give it, too"),
        ({"note": "x"}, "one of them"),
        ({"setting": "portal", "protocol": "emergency"}, "cannot be held"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_used_is_one_sentence(keywords: dict[str, Any], words: str) -> None:
    """A keyword's value that is none is a ``Problem`` of one line with the mend, before anything is said."""
    with pytest.raises(Problem) as told:
        simulate("rolled-ankle", **keywords)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("rolled-ankel", "neither a file nor a shipped case called 'rolled-ankel'. Did you mean 'rolled-ankle'?"),
        ("none/rolled-ankle", "no such case file"),
        ("rolled-ankle.case.yaml", "no such case file"),
        (3, "of type int"),
        (None, "one of them"),
    ],
)
def test_a_case_that_is_neither_path_nor_id_is_one_sentence(source: Any, words: str, tmp_path: Path) -> None:
    """With the name that was probably meant, from ``simulate`` and from ``load_case``."""
    with pytest.raises(Problem) as told:
        simulate(source)
    assert words in str(told.value)
    if isinstance(source, str):
        with pytest.raises(Problem) as again:
            load_case(source)
        assert str(again.value) == str(told.value)


def test_an_unknown_keyword_is_a_type_error() -> None:
    """As for any function, with the keyword that was probably meant."""
    wrong: Any = {"sead": 3}
    with pytest.raises(TypeError, match=r"simulate\(\) got an unexpected keyword argument 'sead'. Did you mean 'seed'"):
        simulate("rolled-ankle", **wrong)


class _Long:
    """A result that takes long to print, and counts how often it is."""

    printed = 0

    def __repr__(self) -> str:
        _Long.printed += 1
        return "..."


def test_a_result_is_not_printed_on_its_way() -> None:
    """``asyncio.run`` prints its task, with the task's result, where it gives Ctrl-C back."""

    async def work() -> _Long:
        return _Long()

    assert isinstance(run_to_end(work()), _Long)
    assert _Long.printed == 0
