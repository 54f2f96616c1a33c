"""What only the author of a note needs is told from what is about the patient."""

import pytest

from bedside.agents.reading.administrative import is_administrative


@pytest.mark.parametrize(
    "words",
    [
        "MRN: 0012",
        "MRN 0012",
        "DOB 02/03/1961.",
        "Date of birth: 3 May 1950",
        "Name: Ada B. Sample",
        "Patient: Ada Sample",
        "Attending: [**Name (LF)**]",
        "Admission Date: [**2011-1-1**]",
        "Electronically signed by Ann Bell, MD",
        "B. Marsh RN",
        "Ann Bell, MD, FACP",
        "Total time 20 min.",
        "I spent 30 minutes with the patient, most of it in counseling.",
        "Dear Dr. Poole,",
        "Yours sincerely,",
        "@ROS@",
        "{Time spent:12345}",
        "***",
        "___",
        "Page 2 of 3",
    ],
)
def test_of_no_use_to_the_patient(words: str) -> None:
    assert is_administrative(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Cough",
        "Lungs: clear",
        "Patient: denies fever",
        "Sees Dr. Bell for gout.",
        "I spent the weekend in bed.",
        "Dear to her is her dog, and she worries about it a great deal.",
        "Time: worse at night",
        "Status: stable",
        "Ms. ___ is a ___ year old woman.",
        "Took ASA",
        "Service dog at home",
        "Provider of the family",
        "Her name is Ada",
    ],
)
def test_about_the_patient(words: str) -> None:
    assert not is_administrative(words)
