"""Why the patient came."""

from reading.said import said


def test_complaints_of_a_list_are_several() -> None:
    assert said("complaint", "Itching, chills and cough.") == [
        "complaint what=Itching",
        "complaint what=chills",
        "complaint what=cough",
    ]


def test_a_quote_stays_whole() -> None:
    assert said("complaint", '"My ears ring."') == ["complaint what=My ears ring"]


def test_a_follow_up_is_one_complaint() -> None:
    assert said("complaint", "Followup on gout and asthma.") == ["complaint what=Followup on gout and asthma"]
