"""Medicines: one statement a drug, with what belongs to it and nothing else."""

import pytest
from reading.said import said


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Torsemide 20 mg Tablet Sig: Two (2) Tablets PO BID (2 times a day).",
            ["drug drug=Torsemide dose=20 mg form=Tablet dose=Two (2) Tablets route=PO frequency=BID"],
        ),
        (
            "Levothyroxine 50 mcg on Sunday and Tuesday, 75 mcg on all other days.",
            [
                "drug drug=Levothyroxine dose=50 mcg frequency=on Sunday and Tuesday dose=75 mcg frequency=on all other days"
            ],
        ),
        (
            "prednisone 2 tablets daily for 5 days, and then 1 tablet daily",
            ["drug drug=prednisone dose=2 tablets frequency=daily duration=for 5 days dose=1 tablet frequency=daily"],
        ),
        ("17 IBUPROFEN 400 MG TABLET", ["drug drug=IBUPROFEN dose=400 MG form=TABLET"]),
        ("Keppra500 mg twice daily", ["drug drug=Keppra dose=500 mg frequency=twice daily"]),
        ("digoxin .25 mg daily", ["drug drug=digoxin dose=.25 mg frequency=daily"]),
        ("folic acid 800 μg daily", ["drug drug=folic acid dose=800 μg frequency=daily"]),
        ("Humalog 8U before meals", ["drug drug=Humalog dose=8U frequency=before meals"]),
        (
            "albuterol 2 puffs q4-6h PRN wheezing",
            ["drug drug=albuterol dose=2 puffs frequency=q4-6h as_needed=PRN purpose=wheezing"],
        ),
        ("spironolactone 25 mg q.o.d.", ["drug drug=spironolactone dose=25 mg frequency=q.o.d."]),
        ("Enalapril 10 mg 1-0-1", ["drug drug=Enalapril dose=10 mg frequency=1-0-1"]),
        ("Diovan HCT 160/12.5 mg daily", ["drug drug=Diovan HCT dose=160/12.5 mg frequency=daily"]),
        (
            "a pill (drospirenone/ethinylestradiol), stopped propranolol in April",
            [
                "drug drug=drospirenone/ethinylestradiol form=pill",
                "drug drug=propranolol action=stopped until=in April past",
            ],
        ),
        ("Tylenol #3 for back pain", ["drug drug=Tylenol #3 purpose=for back pain"]),
        ("Occasional naproxen.", ["drug drug=naproxen frequency=Occasional"]),
        ("Losartan on hold.", ["drug drug=Losartan action=on hold"]),
    ],
)
def test_a_line(sentence: str, expected: list[str]) -> None:
    assert said("medications", sentence) == expected


def test_an_action_before_a_list_is_of_all() -> None:
    assert said("medications", "atenolol 50 mg, doxycycline (completed 3/9)", label="Discontinued") == [
        "drug drug=atenolol action=Discontinued dose=50 mg past",
        "drug drug=doxycycline action=completed until=3/9 past",
    ]


@pytest.mark.parametrize("sentence", ["None.", "She takes no medications.", "nil regular"])
def test_no_medicine(sentence: str) -> None:
    (found,) = said("medications", sentence)
    assert found.startswith("none") and found.endswith("denied")


def test_an_allergy_among_medicines_is_none_of_them() -> None:
    assert said("medications", "NKDA.", "Metformin.") == ["none what=NKDA denied", "drug drug=Metformin"]
