"""Answers that can answer, questions asked once: planted faults are found, and what people do is passed."""

import pytest
from talks import record

from bedside.evaluation.metrics.coherence import COUNTS
from bedside.evaluation.questions import answers, question_in, wanted_by

MEETS = """
How long has it been going on? | About three weeks.
When did it start? | Right after Christmas, I think.
How bad is it, out of ten? | Maybe a six.
Where does it hurt? | Here, on the left side.
What medications do you take? | Just lisinopril.
Any chest pain? | No, none.
Do you smoke? | I used to, but I quit.
Is it worse at night or in the morning? | In the morning mostly.
How often do you take it? | Every now and then.
Do you have any allergies? | Penicillin allergies, yes.
Are you sleeping? | I don't really know.
"""
BESIDE = """
How long has it been going on? | Penicillin makes me itch.
When did it start? | Yes.
How bad is it, out of ten? | My mother had asthma.
What medications do you take? | My knee swells.
Have you taken anything at home? | My knee swells after running.
How are you doing with your balance? | No.
"""
OPEN = """
What brings you in today? | My knee swells.
Tell me more. | It began at work.
Anything else? | No.
I will order an x-ray, okay? | Whatever you think.
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Question and reply, a line each."""
    return [(line.split(" | ")[0], line.split(" | ")[1]) for line in table.strip().splitlines()]


def test_replies_that_can_answer_and_those_that_cannot() -> None:
    """A wanted kind of answer is there or is not; open questions are not judged."""
    wrong = [
        (question, reply, want)
        for table, want in ((MEETS, True), (BESIDE, False), (OPEN, None))
        for question, reply in pairs(table)
        if answers(question, reply) is not want
    ]
    assert wrong == []


def test_the_last_question_of_a_turn_counts_with_or_without_marks() -> None:
    """Transcripts of speech have no question marks; a statement asks nothing."""
    assert question_in("I see. Any fever? And how long has it lasted?") == "And how long has it lasted?"
    assert question_in("okay and how long has it lasted") is not None
    assert question_in("Your blood pressure is fine.") is None
    assert wanted_by("Okay, and how long has it lasted?") == "time"


@pytest.mark.parametrize(
    ("name", "turns", "faulty"),
    [
        (
            "asked_again",
            (("physician", "Any fever?"), ("patient", "No."), ("physician", "And have you had a fever?"), ("patient", "No.")),
            (2,),
        ),
        (
            "asked_again",
            (("patient", "I have had a headache."), ("physician", "Do you have a headache?"), ("patient", "Yes.")),
            (1,),
        ),
        (
            "told_again",
            (("patient", "The knee swells after running."), ("physician", "Mm."), ("patient", "Well, the knee swells after running.")),
            (2,),
        ),
        ("not_known", (("physician", "Any fever?"), ("patient", "I'm not sure.")), (1,)),
        ("beside_question", (("physician", "How long have you had it?"), ("patient", "Penicillin.")), (1,)),
    ],
)  # fmt: skip
def test_planted_faults_are_found_where_they_are(
    name: str, turns: tuple[tuple[str, str], ...], faulty: tuple[int, ...]
) -> None:
    """Each count names the turn."""
    assert COUNTS[name][0](record(*turns)).turns == faulty
