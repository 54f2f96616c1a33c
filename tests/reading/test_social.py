"""Home, work and habits."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("lives with husband, retired nurse, quit smoking in 2015", ["home what=lives with husband", "work what=retired nurse", "habit what=smoking status=quit since=in 2015 past"]),
        ("Occ wine.", ["habit what=wine amount=Occ"]),
        ("Denied tobacco/ETOH/illicit drug use.", ["habit what=tobacco denied", "habit what=ETOH denied", "habit what=illicit drug use denied"]),
        ("She smokes cigarettes, half a pack per day for 12 years.", ["habit what=smokes cigarettes amount=half a pack per day since=for 12 years"]),
        ("He drinks two beers a day.", ["habit what=drinks amount=two beers a day"]),
        ("He does not deny occasional cannabis use.", ["habit what=cannabis use amount=occasional"]),
        ("nil smoking, social EtOH", ["habit what=smoking denied", "habit what=EtOH amount=social"]),
        ("She is a nonsmoker.", ["habit what=nonsmoker status=nonsmoker denied"]),
        ("He smokes marijuana.", ["habit what=marijuana"]),
        ("3 small kids, works as a baker", ["home what=3 small kids", "work what=works as a baker"]),
    ],
)  # fmt: skip
def test_a_line(sentence: str, expected: list[str]) -> None:
    assert said("social", sentence) == expected


def test_labels() -> None:
    assert said("social", "none", label="Tobacco") == ["habit what=Tobacco denied"]
    assert said("social", "3 glasses a week", label="Wine") == ["habit what=Wine amount=3 glasses a week"]
    assert said("social", "plumber", label="Occupation") == ["work what=plumber"]
