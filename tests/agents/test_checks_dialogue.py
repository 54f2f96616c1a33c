"""Checks of a whole dialogue and of one turn: each finds its fault, stays silent without it, and gives no answer away."""

import pytest

from bedside.agents.checks.copying import copied_share, copying, longest_copy, reads_out
from bedside.agents.checks.coverage import coverage, measure_coverage
from bedside.agents.checks.dialogue import check_dialogue
from bedside.agents.checks.other_languages import check_language
from bedside.agents.checks.register import clinical_words, register
from bedside.agents.checks.repetition import repetition
from bedside.agents.checks.roles import roles
from bedside.agents.checks.shape import Bounds, ends, measure_shape, shape
from bedside.agents.checks.turn import check_turn
from bedside.agents.reading.read import read_note
from bedside.benchmarks.checker import written
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import failed, faults
from bedside.scenarios.plan import Act, Step
from bedside.scenarios.turn import Turn, Utterance

FINDER = Terminology.load()


def talk(*lines: tuple[str, str]) -> list[Turn]:
    """Turns from (d|p, text), with the ids t0, t1, ..."""
    names = {"d": "physician", "p": "patient"}
    return [Turn(id=f"t{n}", speaker=names.get(who, who), text=text) for n, (who, text) in enumerate(lines)]


def test_coverage_drops_when_turns_are_removed() -> None:
    """A written dialogue expresses its note; half of it expresses less, and the message does not tell what is missing."""
    whole = written()[0]
    note = read_note("n", whole.note, FINDER)
    full, half = (measure_coverage(note, turns, FINDER).score for turns in (whole.turns, whole.turns[:8]))
    assert full is not None
    assert half is not None
    assert full >= 0.8
    assert half < full
    missing = failed(coverage(note, whole.turns[:8], FINDER))
    assert missing
    assert all("naproxen" not in finding.message.lower() for finding in missing)


def test_withheld_facts_leave_the_count() -> None:
    """What a persona keeps back is not missing."""
    note = read_note("n", "MEDICATIONS: lisinopril 10 mg daily.", FINDER)
    every = {fact.id for fact in note.facts}
    assert measure_coverage(note, [], FINDER).missing
    assert measure_coverage(note, [], FINDER, withheld=every).score is None
    assert [finding.passed for finding in coverage(note, [], FINDER, withheld=every)] == [None]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([("d", "Have you had a cough at all?"), ("p", "No."), ("d", "Any cough?")], 1),
        ([("d", "Any cough?"), ("p", "No."), ("d", "Any wheezing?")], 0),
        ([("p", "It hurts on the stairs."), ("d", "Okay."), ("p", "It hurts on the stairs!")], 1),
        ([("d", "Hello there."), ("p", "Hi."), ("d", "How are you?"), ("p", "Hi doctor.")], 1),
        ([("d", "Okay."), ("p", "Okay."), ("d", "Okay.")], 0),
        ([("d", "Take care now."), ("p", "Bye."), ("d", "One more."), ("p", "Yes."), ("d", "Take care.")], 1),
    ],
)
def test_repetition(lines: list[tuple[str, str]], count: int) -> None:
    """Said twice, asked twice in other words, greeted twice, parted twice; short replies may recur."""
    assert len(failed(repetition(talk(*lines)))) == count


@pytest.mark.parametrize(
    "text",
    [
        "Doctor: how are you?",
        "I feel bad. Patient: yes.",
        "As an AI language model I cannot.",
        "*sighs heavily* I guess.",
        "",
        "On exam I have swelling.",
        "According to the note I have pain.",
    ],
)
def test_roles_finds_text_that_no_patient_says(text: str) -> None:
    """Labels, prompt text, stage directions, empty turns and the physician's phrases are faults in a patient."""
    assert failed(roles(talk(("p", text))))


@pytest.mark.parametrize(
    "text",
    ["My doctor said: rest.", "It hurts, doctor.", "I told the nurse already.", "What I have is this: a bad knee."],
)
def test_roles_leaves_ordinary_speech_alone(text: str) -> None:
    """Naming a doctor or using a colon is no fault."""
    assert [finding.passed for finding in roles(talk(("p", text)))] == [True]


def test_patient_does_not_know_results_first() -> None:
    """A number of this visit in the patient's mouth is a fault before the physician has said it, and none after."""
    note = read_note(
        "n",
        "HPI: Cough for 3 days.\nRESULTS: Hemoglobin A1c 8.4%.\nASSESSMENT AND PLAN: Start metformin 500 mg daily.",
        FINDER,
    )
    patient, physician = ("p", "My A1c is 8.4 percent."), ("d", "Your A1c is 8.4 percent.")
    early = failed(roles(talk(patient, physician), note, FINDER))
    assert [finding.turn for finding in early] == ["t0"]
    assert "8.4" not in early[0].message
    assert not failed(roles(talk(physician, patient), note, FINDER))


def test_register_allows_what_the_physician_just_said() -> None:
    """A clinical word is a fault in a patient unless it was just used to them."""
    assert clinical_words("I have bilateral edema.", FINDER)
    assert clinical_words("My legs are swollen.", FINDER) == []
    assert failed(register(talk(("p", "The edema is worse.")), FINDER))
    assert not failed(register(talk(("d", "You have some edema."), ("p", "The edema is worse.")), FINDER))
    assert [finding.passed for finding in register(talk(("d", "You have some edema.")), FINDER)] == [None]


def test_copying_sees_through_fillers() -> None:
    """A filler in the middle of a copied stretch hides it from the plain count only."""
    note = "The patient fell from a ladder onto the left knee while painting the house."
    turns = talk(("p", "I fell from um a ladder onto uh the left knee while painting"))
    plain, bare = copied_share(turns, note)
    assert plain is not None
    assert bare is not None
    assert bare > plain
    assert longest_copy(turns[0].text, note) >= 8
    assert failed(copying(turns, note))
    assert not failed(copying(talk(("p", "I slipped off my ladder and landed on it.")), note))
    assert [finding.passed for finding in copying(talk(("p", "Yes.")), note)] == [None]


def test_shape_measures_and_bounds() -> None:
    """Shares are None where there is nothing to measure, and only what lies outside its bound is reported."""
    assert measure_shape([]).physician_share is None
    turns = talk(("d", "How are you today?"), ("p", "Fine."))
    assert measure_shape(turns).questions == 1.0
    assert any("turns" in finding.message and finding.value == 2 for finding in failed(shape(turns)))
    wide = (0.0, 1000.0)
    assert not failed(shape(turns, Bounds(wide, wide, wide, wide, wide, wide, wide)))


def test_ends() -> None:
    """A visit opens with a greeting and does not end on an open question."""
    assert not failed(ends(talk(("d", "Hello, what brings you in?"), ("p", "My knee."), ("d", "Take care."))))
    badly = failed(ends(talk(("p", "Knee."), ("d", "Where does it hurt?"))))
    assert {finding.check for finding in badly} == {"opening", "closing"}


def test_check_dialogue_is_ordered_and_complete() -> None:
    """Findings of turns come first and in order; planted faults of several kinds are all there, with the words they are
    about; every check says something, be it that it passed."""
    whole = written()[1]
    note = read_note("n", whole.note, FINDER)
    said = [(turn.speaker, turn.text) for turn in whole.turns]
    turns = talk(*said[:4], ("p", "I have psoriasis and bilateral edema."), *said[4:])
    found = check_dialogue(note, turns, FINDER)
    planted = {finding.check: finding for finding in failed(found) if finding.turn == "t4"}
    assert {"support", "register"} <= planted.keys()
    where = planted["support"].span
    assert where is not None and turns[4].text[where.start : where.end] in ("psoriasis", "bilateral edema", "edema")
    numbers = [int(finding.turn[1:]) for finding in found if finding.turn is not None]
    assert numbers == sorted(numbers)
    assert all(finding.turn is None for finding in found[len(numbers) :])
    everything = {"support", "repetition", "roles", "register", "coverage", "copying", "shape", "opening", "closing"}
    assert {finding.check for finding in found} == everything


def test_check_turn_passes_and_faults() -> None:
    """One utterance is checked in its brief; whoever is to say it again is told each fault once, check by check."""
    note = read_note("n", "HPI: Left knee pain for 3 days. Denies fever.", FINDER)
    asked = Turn(id="t1", speaker="physician", text="Any fever?")
    brief = Brief(role="patient", dialogue="d", seed=1, step=Step(id="s", act="ask", topic="story"), turns=(asked,))
    assert faults(check_turn(note, brief, Utterance(text="No."), FINDER)) == []
    assert faults(check_turn(note, brief, Utterance(text="Yes, I have."), FINDER))
    label, side = faults(check_turn(note, brief, Utterance(text="Doctor: my right knee."), FINDER))
    assert label == "roles: a speaker's label stands inside the words"
    assert side.startswith('support: "right"')  # the speaker's own word, and never the one that it should have been
    assert "left" not in side.lower()


def test_what_is_general_stands_on_the_record() -> None:
    """An explanation may teach, a question or a patient's answer may not; a teaching passes, and says what it was."""
    note = read_note("n", "HPI: Left knee pain for 3 days.", FINDER)
    line = Utterance(text="A sprain is when a ligament is stretched.")

    def support(act: Act) -> list[object]:
        step = Step(id="s", act=act, topic="assessment")
        brief = Brief(role="physician", dialogue="d", seed=1, step=step)
        return [(one.passed, one.value) for one in check_turn(note, brief, line, FINDER) if one.check == "support"]

    assert support("explain") == [(True, "general knowledge")]
    assert set(support("greet")) == {(False, "concept")}


def test_words_in_another_script_are_a_fault() -> None:
    """A model that slips into another script for a word is asked again; a Greek letter is none, nor what the note has."""
    note = read_note("n", "HPI: Left knee pain. Lives in \u6771\u4eac.", FINDER)
    brief = Brief(role="patient", dialogue="d", seed=1, step=Step(id="s", act="ask", topic="story"))
    assert check_language(note, brief, "It hurts \u5f88\u75db when I walk.").passed is False
    assert check_language(note, brief, "It is 5 \u03bcg, and I am from \u6771\u4eac.").passed is not False


def test_a_phrase_of_the_note_in_a_longer_line_is_no_reading_out() -> None:
    """People say a phrase of the note too; a line that is little else reads it out."""
    text = "There is tenderness to palpation over the lateral joint line of the knee."
    assert reads_out(text, text)
    longer = f"All right, let me have a look at you, and try to relax, it may be a little cold, I know. {text} Does that hurt when I push on it? And here, and if you bend it for me?"
    assert not reads_out(longer, text)
