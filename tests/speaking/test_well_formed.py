"""The last look at a sentence: malformed ones are refused, what people say is let through, and what is wrong gets said rightly
or not at all."""

import random

import pytest

from bedside.agents.builtin.acts import Voices
from bedside.agents.builtin.unsayable import wordless
from bedside.agents.reading.read import read_note
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.say import say
from bedside.agents.speaking.supplied import supplied
from bedside.agents.speaking.view import View
from bedside.agents.speaking.well_formed import broken, first_fault, malformed
from bedside.benchmarks.well_formed import is_complete
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.plan import MALFORMED

PATIENT, PHYSICIAN = View("patient", "female", 50), View("physician", "female", 50)
WRONG = """
I stopped taking codeine after for four days.
I stopped it because of a nosebleed on five days ago.
Take it twice a day for three months for at least.
I'd like an ultrasound of your of the leg arteries.
It made my shaky.
I'd recommend an exercises three times a day.
I'd recommend a less beer.
I have an cough at night.
I had a pain in these knee.
You're goal 90 degrees of bend by six weeks.
Your diagnosis was knee stiffer than expected.
Your right knee replacement was 15 days.
My daughter has pregnant.
I'd like you to take drink, 2.5 liters a day.
I'd recommend an emergency room for chest pain.
I take metformin twice a day once a day.
There's 3 centimeter skin tear on your arm.
Your glucose readings run between were 210 and 260.
Your extra beats made is worse.
My partner had same cold.
I had a reaction to bug bite.
Echocardiogram showed a leak.
I have a headache over right eye.
I live with wife and two cats.
I have pain in my knees in my ankles.
We'll order crutches for so you can walk.
Some days doesn't need a tablet.
My 38 years old sister is well.
I don't have any thoughts of hurting yourself.
It started performed on Monday.
I haven't been vomiting and vaginal discharge.
I started few hours ago.
We'll set up you for a test.
The EKG is here, and it show a normal rhythm.
COPD, lung function at 48 percent two years ago.
Dressed by the district nurse yesterday.
Unhappy that my operation was cancelled twice.
Fall because of low blood pressure.
You sit leaning forward, speak in short phrases.
I don't think you need an x-ray, however if you don't improve.
The scan didn't show a gross peritoneal.
It is worse than.
""".strip().splitlines()
RIGHT = """
I stopped it four days ago.
I've been on it for at least three months.
It made me shaky, and my hands are cold.
I'd recommend less beer and less red meat.
He's a doctor at the hospital.
It was two weeks before it got better.
I have short, painful breaths.
Drink two liters of water a day.
Go to the emergency room for chest pain.
The nodes removed were all benign.
I'm the same as I was.
I was at home, in bed, and by night I was fine.
No fever, chills or cough.
About two weeks, on and off.
For the past three days.
It's worse at night and better when I lie down.
My husband smokes in the kitchen.
It hurt when I fell, and she put ice on it.
I can try and show you.
I'll come back if it gets worse.
What they do is hand you a form.
Stand up slowly, and sit down if you feel faint.
There's a lot of pain when I walk.
It's in both feet.
I had tests done on Monday, and they were normal.
""".strip().splitlines()


@pytest.mark.parametrize("text", WRONG)
def test_what_is_malformed_is_seen(text: str) -> None:
    assert malformed(text)
    assert malformed(f"That's what I thought. {text}")


def test_what_people_say_is_let_through() -> None:
    assert {text: what for text in RIGHT if (what := malformed(text))} == {}


def test_any_words_in_any_order_are_looked_at() -> None:
    """No rule trips over the end of a sentence, a mark or a word of no kind; the same words give the same."""
    words = sorted({word for text in (*WRONG, *RIGHT) for word in text.replace(".", " .").replace(",", " ,").split()})
    rng = random.Random(7)
    for _ in range(300):
        text = " ".join(rng.choices(words, k=rng.randint(1, 9)))
        fault = first_fault(text)
        assert fault == first_fault(text)
        assert fault is None or 0 <= fault.start < fault.end <= len(text)
        broken(text)
    for text in ("", "…", ",", "a ,", "Привет, как дела?", "1 2 3"):
        malformed(text)


def test_an_article_is_put_before_the_noun() -> None:
    """Not before the verb, where the sentence says what somebody is "to" do."""
    for bare, put in (
        ("I'd like you to take salbutamol inhaler at night.", "I'd like you to take a salbutamol inhaler at night."),
        ("It was a reaction to bug bite.", "It was a reaction to a bug bite."),
    ):
        said = supplied(Said(bare, ()), PHYSICIAN)
        assert said is not None and said.text == put


def _told(note: str) -> list[str]:
    """What the physician or the patient says of a note, fact by fact; "" for what nobody says."""
    out: list[str] = []
    for fact in read_note("n", note, Terminology.load()).facts:
        views = (PHYSICIAN, PATIENT) if "PLAN" in note else (PATIENT, PHYSICIAN)
        said = next((made for view in views if (made := say([fact], view, random.Random(0))) is not None), None)
        out.append(said.text if said is not None else "")
    return out


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("HISTORY\nStopped codeine after 4 days because of constipation.", "codeine four days constipation"),
        ("MEDICATIONS\nApixaban 2.5 mg twice daily, stopped by himself 5 days ago because of a nosebleed.", "apixaban five ago nosebleed"),
        ("PLAN\nApixaban 10 mg twice daily for 7 days, then 5 mg twice daily for at least 3 months.", "10 seven then 5 least three months"),
        ("HISTORY\nUnhappy that her operation was cancelled twice.", "unhappy operation cancelled twice"),
        ("PLAN\nGoal 90 degrees of bend by 6 weeks.", "90 degrees bend six weeks"),
        ("PLAN\nExercises three times a day.", "exercises three times day"),
        ("PLAN\nClips removed today.", "removed clips today"),
        ("PLAN\nRemove the rugs.", "remove rugs"),
        ("PLAN\nPhysiotherapy twice a week.", "twice a week"),
        ("PLAN\nEmergency department for chest pain.", "go emergency room chest pain"),
        ("EXAM\nFeet: no sores.", "no sores on feet"),
        ("PLAN\nTake both metformin tablets with the evening meal.", "both metformin evening meal"),
        ("PLAN\nDrink 2.5 liters a day.", "drink 2.5 liters day"),
        ("PLAN\nLess beer and less red meat.", "less beer red meat"),
        ("PLAN\nMRI of the brain.", "mri brain"),
        ("PLAN\nNicotine patch 14 mg daily.", "nicotine patch 14"),
        ("FAMILY HISTORY\nDaughter is pregnant.", "daughter pregnant"),
        ("HISTORY\nHer partner had same cold.", "partner same cold"),
        ("HISTORY\nShe stopped glipizide two months ago because it made her shaky.", "glipizide made me shaky"),
        ("HISTORY\nShe denies pain in her knees, ankles, or feet.", "knees ankles feet"),
        ("PLAN\nI am going to order crutches so she can keep her weight off it.", "crutches you weight"),
        ("EXAM\nLeft hip: 8 cm bruise.", "8 centimeter bruise"),
        ("HISTORY\nSkin tear on the left forearm, dressed by the district nurse yesterday.", "skin tear was dressed nurse yesterday"),
        ("ASSESSMENT\nExtra beats made worse by caffeine and lack of sleep.", "extra beats made worse caffeine sleep"),
    ],
)  # fmt: skip
def test_it_is_said_well_and_with_all_that_it_holds(note: str, kept: str) -> None:
    told = " ".join(text for text in _told(note) if text)
    assert malformed(told) == ""
    heard = {word.strip(".,;").lower() for word in told.split()}
    assert set(kept.split()) <= heard, told


def test_nobody_says_that_they_take_or_do_what_cannot_be_taken_or_done() -> None:
    told = " ".join(_told("PLAN\nClips removed today.\nRemove the rugs.\nDrink 2.5 liters a day.")).lower()
    assert not any(wrong in told for wrong in ("do clips", "do rugs", "take drink"))


def test_a_missing_article_is_put_in_and_claims_keep_their_words() -> None:
    text = "I had a reaction to bug bite in May, and fever."
    start = text.index("fever")
    said = supplied(Said(text, ((0, start - 6, ("a",)), (start, start + 5, ("b",)))), PATIENT)
    assert said is not None
    assert not malformed(said.text)
    assert [said.text[first:last] for first, last, _ in said.claims][1] == "fever"
    assert "bug bite" in said.text[slice(*said.claims[0][:2])]


def test_what_has_no_well_formed_sentence_is_left_unsaid_and_on_the_record() -> None:
    note = read_note(
        "n", "ASSESSMENT\nI do not think she needs an x-ray, however if she does not improve.", Terminology.load()
    )
    voices = Voices(PATIENT, PHYSICIAN)
    refused = [fact for fact in note.facts if voices.teller(fact) is None and voices.stumbles(fact)]
    assert refused
    assert {wordless(fact, voices) for fact in refused} == {MALFORMED}


def test_a_complete_sentence_of_people_is_told_by_its_words() -> None:
    assert is_complete("I have had it for three weeks now.")
    assert not any(
        map(
            is_complete,
            ("Um, I have had it for weeks.", "Three weeks.", "I I have had it a while.", "Have you had it long?"),
        )
    )
