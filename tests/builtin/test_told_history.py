"""What a patient makes of single lines of a history: a row a kind, of what is said and of what nobody may say."""

import pytest
from from_note import said_of

from bedside.agents.speaking.view import View

PATIENT = View("patient", "female", 40.0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The only treatment she has tried so far is ibuprofen.", "the only treatment i've tried so far is ibuprofen"),
        ("The best cure she has found so far was ice.", "so far was ice"),
        (
            "She has a two-year history of small cell lung cancer, which she states has spread to both femurs.",
            "which has spread",
        ),
        ("She was given IV antibiotics in the emergency room.", "given intravenous antibiotics"),
        ("She takes occasional ibuprofen.", "take ibuprofen now and then"),
        ("She was seen by a physician assistant.", "physician assistant"),
        ("She confirms continued daily use of finasteride.", "keep taking finasteride every day"),
        ("She noticed the pain worsening when she was at a fair.", "worsening when i was at a fair"),
        ("She has a history of anaphylaxis.", "had anaphylaxis"),
        ("Constipated last week, now BO normally.", "was constipated"),
        ("Fever two weeks ago, now gone.", "had a fever two weeks ago, and it's gone now"),
        ("He comes in today complaining that he was stung by a bee yesterday.", "i was stung by a bee yesterday"),
        ("Cough, 2 episodes haemoptysis.", "two episodes of coughing up blood"),
        ("No change in diet/sleep/increased stress.", "no increased stress"),
        ("She is seen at the request of Dr. Ng for possible surgical intervention.", "here about possible surgery"),
        ("SOCIAL HISTORY:\nOccasional smoker/etOH.", "drink alcohol now and then"),
        ("SOCIAL HISTORY:\nShe has been playing soccer since she was 4 or 5 years old.", "four or five years old"),
        ("BIRTH HISTORY:\nBirth weight 7 lb 2 oz.", "7 pounds 2 ounces"),
        ("PAST HISTORY:\nBorn at 34 + 3 weeks.", "born at 34 weeks and three days"),
        ("PAST MEDICAL HISTORY:\nUrinary infection age 20.", "had a urinary infection at 20"),
        ("PAST MEDICAL HISTORY:\nAsthma age 5.", "i've had asthma since the age of 5"),
        ("Her asthma has been acting up and has been using her inhaler.", "i've been using my inhaler"),
        ("She reports using ice, which did not help.", "i was using ice, which didn't help"),
        ("She confirms continued use of A1 cream and aspirin, prescribed by me.", "aspirin"),
        ("Knee pain.\nAggravating Factors: Walking, turning", "worse with walking, turning"),
        ("MEDICATIONS:\nLisinopril increased from 10 mg to 20 mg", "i take lisinopril, 20 milligrams"),
        ("MEDICATIONS:\nMetformin 500 mg, now 1000 mg", "i take metformin, 1000 milligrams"),
        ("SOCIAL HISTORY:\nSmokes once every week.", "smoke once every week"),
        (
            "FAMILY HISTORY:\nHer father reports that they do not have a family history of seizures.",
            "there's no family history of seizures",
        ),
        ("She has had numerous chemotherapy and radiation treatments.", "many chemotherapy and radiation treatments"),
        ("PAST MEDICAL HISTORY:\nGout, a 2/6 systolic ejection murmur.", "have a heart murmur"),
    ],
)
def test_the_line_is_told_so(line: str, told: str) -> None:
    note = line if ":\n" in line else f"HPI:\n{line}"
    said = " ".join(one.lower() for one in said_of(note, PATIENT) if one)
    assert told in said


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("PAST SURGICAL HISTORY:\nLymphadenectomy x5, 01/20/2020.", "five times"),
        ("PAST SURGICAL HISTORY:\nCABG x3.", "three times"),
        ("HPI:\nShe noticed joint pain when asked.", "asked"),
        ("HPI:\nTired for 3 weeks. Well when on holiday.", "when on holiday"),
        ("HPI:\nHas had headaches before but not bad.", "have headaches before"),
        ("No FH or PMHx of DVT.", "family history"),
        ("SOCIAL HISTORY:\nShe notes there is a girl that tries to kick her and pulls her hair.", "i pull"),
        ("HPI:\nBorn at 34 weeks +3 days gestation, diagnosed with gout.", "three days gestation"),
        ("HPI:\nWheeze.\nICE - Inhalers", "have inhalers"),
    ],
)
def test_the_line_is_never_told_so(line: str, never: str) -> None:
    assert all(never not in one.lower() for one in said_of(line, PATIENT) if one)
