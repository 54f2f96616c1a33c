"""What a single line shows: each rule points at what is wrong and passes what people say."""

import pytest

from bedside.evaluation.counted import Counted
from bedside.evaluation.metrics.coherence import COUNTS
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn


def _found(name: str, *lines: str) -> Counted:
    """What a count finds in lines that begin with P (patient) or D (physician)."""
    who = {"D": "physician", "P": "patient"}
    turns = tuple(Turn(id=str(at), speaker=who[line[0]], text=line[3:]) for at, line in enumerate(lines))
    return COUNTS[name][0](Record(id="r", note_id="r", seed=0, status="finished", stop="", turns=turns))


WRONG = [
    ("grammar_faults", "P: I has a cough."),
    ("breaks_off", "P: It began when I lifted a box of."),
    ("not_speech", "P: {patient_name}, I feel better now."),
    ("not_speech", "P: ASSESSMENT AND PLAN: I should rest."),
    ("not_speech", "P: I sleep well.<|im_end|>"),
    ("not_speech", "P: Cough x 5 days, no radiation."),
    ("other_language", "P: Mir geht es seit gestern leider gar nicht gut."),
    ("other_language", "P: It hurts a lot. No puedo dormir por la noche."),
    ("part_exchanged", "P: Are you allergic to anything?"),
    ("part_exchanged", "D: I'm allergic to penicillin."),
    ("wrong_person", "D: You'll order a scan for me."),
    ("wrong_person", "D: I'm going to take lisinopril, 20 milligrams every day."),
]
RIGHT = [
    ("breaks_off", "P: That is the pill I used to."),
    ("breaks_off", "P: I don't know what it is made of."),
    ("not_speech", "P: My pain is a six out of ten, and I take 5 milligrams."),
    ("not_speech", "D: Here is the plan: rest and fluids."),
    ("other_language", "P: Um, yes, amoxicillin, loratadine, fluticasone and losartan."),
    ("part_exchanged", "P: Do you have any questions for me?"),
    ("part_exchanged", "D: I have seen this before."),
    ("wrong_person", "D: I'm going to take a look at your knee."),
    ("wrong_person", "D: Please take lisinopril, 20 milligrams every day."),
]


@pytest.mark.parametrize(("name", "line"), WRONG)
def test_what_is_wrong_is_pointed_at(name: str, line: str) -> None:
    """The one line is found."""
    assert _found(name, line).turns == (0,)


@pytest.mark.parametrize(("name", "line"), RIGHT)
def test_what_people_say_is_passed(name: str, line: str) -> None:
    """Nothing is found in it."""
    assert _found(name, line).turns == ()


def test_oneself_as_another_and_another_as_another() -> None:
    """Who is asked of themselves and says "she" is found; who was asked of their mother is not."""
    assert _found("self_as_other", "D: What do you do?", "P: She works as an accountant.").turns == (1,)
    assert _found("self_as_other", "D: And your mother?", "P: She works as an accountant.").turns == ()


def test_a_signal_and_another_topic_are_beside_the_question() -> None:
    """A question that wants words is not answered by "okay", nor one about allergies by drinking; a statement may answer."""
    assert _found("beside_question", "D: What do you do for work?", "P: Okay, thank you.").turns == (1,)
    assert _found("beside_question", "D: Do you have any allergies?", "P: I drink alcohol.").turns == (1,)
    assert _found("beside_question", "D: Do you have any allergies?", "P: I'm allergic to nickel.").turns == ()
    assert _found("beside_question", "D: Hello. Have a seat.", "P: Hello, doctor.").n == 0
