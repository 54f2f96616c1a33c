"""Whether a warning sign was named already: by its meaning, not its words, and whatever was said of it."""

import pytest
from dialogues import CASES, Dialogues

from bedside.agents.checks.named import Named
from bedside.orchestrator.cases.case_input import read_case

KNOWN = {  # what the note of a case affirms or denies in other words, read by hand
    "home-visit-after-a-fall": {"bumps to the head while taking a blood thinner", "loss of awareness around the fall"},
    "diabetes-with-interpreter": {"unusual thirst along with passing lots of urine"},
    "heart-failure-after-discharge": {
        "needing to sleep propped up or in a chair",
        "sudden weight gain over a few days",
        "new swelling of both ankles",
    },
    "chest-tightness-on-stairs": {
        "chest pain while you were resting",
        "chest pain while resting or waking you from sleep",
        "pain spreading to your arm, jaw or back",
        "cold sweats with arm or jaw pain",
    },
    "heavy-periods": {"bleeding after intercourse"},
    "cough-by-phone": {"blood in your phlegm"},
    "migraine-by-video": {"words coming out wrong or weakness on one side", "fever together with a stiff neck"},
}


@pytest.mark.parametrize(
    ("flag", "said", "complaint", "named"),
    [
        ("bumps to the head while taking a blood thinner", "No loss of consciousness, did not hit her head.", "fall", True),
        ("bumps to the head while taking a blood thinner", "Her head is full of worries.", "fall", False),
        ("loss of awareness around the fall", "I never passed out, no. I did not lose consciousness.", "fall", True),
        ("unusual thirst along with passing lots of urine", "She has been thirsty for weeks.", "", True),
        ("needing to sleep propped up or in a chair", "She sleeps on 2 pillows.", "swelling", True),
        ("needing to sleep propped up or in a chair", "She sleeps badly.", "swelling", False),
        ("chest pain while you were resting", "He has chest pain on the stairs.", "chest pain", False),
        ("chest pain while you were resting", "He denies pain at rest, nausea or sweats.", "chest pain", True),
        ("blood in your phlegm", "Now bringing up green sputum. No blood.", "cough", True),
        ("blood in your phlegm", "His blood pressure is high.", "cough", False),
        ("headache that is worse when you lie down or cough", "My headache is terrible.", "headache", False),
        ("headache that is worse when you lie down or cough", "The headache gets worse when I cough.", "headache", True),
        ("swelling or soreness in one calf", "No leg swelling.", "chest pain", True),
        ("swelling or soreness in one calf", "My ankle is sore.", "chest pain", False),
        ("hoarseness that lasted for weeks", "My voice is hoarse.", "cough", True),
        ("numbness between your legs or loss of bladder control", "Denies tingling in the legs.", "back pain", False),
        ("fever or chills with the back pain", "Have you had any fever?", "back pain", True),
        ("fever or chills with the back pain", "My back hurts.", "back pain", False),
        ("drowsiness at the wheel", "I get sleepy when I'm driving.", "insomnia", True),
        ("drowsiness at the wheel", "I am sleepy all day.", "insomnia", False),
        ("blue or gray color around your lips", "No cyanosis of the lips.", "breathing", True),
        ("fever with foul discharge", "", "", False),
    ],
)  # fmt: skip
def test_what_names_a_warning_sign(flag: str, said: str, complaint: str, named: bool) -> None:
    """A sentence of the same meaning names it, affirmed, denied or asked; half of it, or a stray word, does not."""
    assert (flag in Named([said], complaint)) is named


@pytest.mark.no_cover
@pytest.mark.parametrize("part", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_no_warning_sign_is_asked_that_the_note_speaks_of(part: int, dialogues: Dialogues) -> None:
    """Over the shipped cases, a third at a time: what a note says in other words is not warned of, and nobody is asked for a sign that the
    note does not answer."""
    warned: list[tuple[str, str]] = []
    for path in CASES[part::3]:
        case, _ = read_case(path)
        if (case.protocol, case.language) != ("notechat", "en") or case.setting == "portal":
            continue  # only a full visit warns of signs, and a message has no room for one
        fold = dialogues.held(path, guidelines=True).state
        thoughts = [reason.thought.partition("nobody raised: ") for reason in fold.reasons]
        warned += [(case.id, flag.removeprefix("you notice any ")) for _, found, flag in thoughts if found]
        assert not [
            r.step for r in fold.reasons if r.act == "ask" and any(p.endswith("#red-flags") for p in r.passages)
        ]
    assert [(case, flag) for case, flag in warned if flag in KNOWN.get(case, ())] == []
    assert warned


def test_what_goes_somewhere_is_named_by_where_it_goes() -> None:
    """A warning sign of spreading is not asked for again, and dark thoughts are one subject in many words."""
    said = Named(["It is crushing, and goes to my left arm and jaw.", "I had death wishes in October."], "chest pain")
    assert "pain spreading to your arm, jaw or back" in said
    assert "pain moving to your right shoulder blade" not in said
    assert "thoughts of ending your life" in said
    assert "thoughts of ending your life" not in Named(["My mood is low."], "low mood")
