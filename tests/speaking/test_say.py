"""What each kind of fact says in each mouth."""

import random

import pytest
from typed_facts import CARER, DOCTOR, MOTHER, PATIENT, TO_MOTHER, fact, mark

from bedside.agents.reading.read import read_note
from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.say import name, say, sayable
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact


def lines(facts: list[Fact], view: View) -> set[str]:
    """Everything that is said over some seeds."""
    found = [say(facts, view, random.Random(seed)) for seed in range(8)]
    assert all(said is not None for said in found)
    return {said.text for said in found if said is not None}


DENIED = {"polarity": "denied"}

LINES: list[tuple[View, list[Fact], str]] = [
    (PATIENT, [fact("symptom", what="cough", quality="dry", duration="for 2 weeks", trigger="worse at night")],
     "I've had a dry cough for two weeks, and it's worse at night."),
    (PATIENT, [fact("symptom", what="ache, lower belly")], "I have an ache in my lower belly."),
    (PATIENT, [fact("symptom", what="headache", site="over left side of head")],
     "I have a headache over the left side of my head."),
    (PATIENT, [fact("symptom", what="radiation", site="to legs", also=DENIED)], "It doesn't spread to my legs."),
    (PATIENT, [fact("symptom", what="constipated", duration="1 weeks")], "I've been constipated for one week."),
    (PATIENT, [fact("symptom", what="tired", duration="for last 6 weeks")], "I've been tired for the last six weeks."),
    (DOCTOR, [fact("drug", "plan", drug="naproxen", action="take", purpose="to take instead of ibuprofen")],
     "Take naproxen instead of ibuprofen."),
    (DOCTOR, [fact("diagnosis", "assessment", what="newly diagnosed diabetes")], "You have diabetes."),
    (DOCTOR, [fact("diagnosis", "assessment", what="Exacerbation asthma")], "You have a flare-up of asthma."),
    (PATIENT, [fact("symptom", what="SOB", trigger="at rest", also=DENIED)],
     "I don't have any shortness of breath at rest."),
    (DOCTOR, [fact("drug", "plan", drug="prednisone", dose="40 mg", when="5 days", action="take")],
     "Take prednisone, 40 milligrams for five days."),
    (DOCTOR, [fact("result", "results", test="ECG", value="ST elevation in leads II, III and aVF")],
     "The ECG showed ST elevation in leads two, three and aVF."),
    (DOCTOR, [fact("result", "results", test="urine test", value="white cells and nitrite")],
     "Your urine test showed white cells and nitrite."),
    (DOCTOR, [fact("diagnosis", "assessment", what="mild anemia", status="which does not need treatment")],
     "You have mild anemia, which doesn't need treatment."),
    (DOCTOR, [fact("finding", "examination", what="capillary refill 2 seconds")],
     "Your capillary refill is two seconds."),
    (PATIENT, [fact("symptom", what="fever", also=DENIED), fact("symptom", what="chills", also=DENIED),
               fact("symptom", what="cough", also=DENIED)], "No fever, chills or cough."),
    (PATIENT, [fact("symptom", what="pain", site="R knee", relief="rest")],
     "I have pain in my right knee, and it gets better with rest."),
    (MOTHER, [fact("symptom", what="fever", duration="since yesterday")], "He's had a fever since yesterday."),
    (CARER, [fact("symptom", what="fatigued", duration="x 3 wks")], "They've been fatigued for three weeks."),
    (PATIENT, [fact("symptom", what="hemoptysis", also=DENIED)], "I haven't been coughing up blood."),
    (PATIENT, [fact("condition", "past", what="HTN"), fact("condition", "past", what="T2DM")],
     "I have high blood pressure and type 2 diabetes."),
    (PATIENT, [fact("condition", "family", what="breast cancer", also={"subject": "mother"}),
               fact("condition", "family", what="MI", since="at 50", also={"subject": "father"})],
     "My mother has breast cancer, and my father had a heart attack at 50."),
    (MOTHER, [fact("condition", "family", what="asthma", also={"subject": "mother"})], "I have asthma."),
    (PATIENT, [fact("condition", "family", what="colon cancer", also={"subject": "family", **DENIED})],
     "There isn't any colon cancer in my family."),
    (PATIENT, [fact("condition", "past", what="stroke", also={"certainty": "possible", "temporality": "past"})],
     "I may have had a stroke."),
    (PATIENT, [fact("drug", "medications", drug="Metformin", dose="500 mg", frequency="bid")],
     "I take metformin, 500 milligrams twice a day."),
    (PATIENT, [fact("drug", "medications", drug="Warfarin", dose="5 mg", frequency="on Mondays", dose2="2.5 mg",
                    frequency2="on other days")],
     "I take warfarin, 5 milligrams on Mondays and 2.5 milligrams on other days."),
    (PATIENT, [fact("drug", "medications", drug="diltiazem", action="stop")], "I stopped taking diltiazem."),
    (PATIENT, [fact("allergy", "allergies", what="penicillin", reaction="rash")],
     "I'm allergic to penicillin; it gives me a rash."),
    (PATIENT, [fact("none", "allergies", said="NKDA", what="NKDA", also=DENIED)],
     "I don't have any allergies that I know of."),
    (PATIENT, [fact("procedure", "past", what="appendectomy", when="2010")], "I had an appendectomy in 2010."),
    (PATIENT, [fact("relative", "family", kin="brother", state="healthy")], "My brother is healthy."),
    (PATIENT, [fact("relative", "family", kin="his father", state="died in his 70s")], "My father died in his 70s."),
    (PATIENT, [fact("habit", "social", what="smoking", status="former", since="in 2010")], "I quit smoking in 2010."),
    (PATIENT, [fact("habit", "social", what="smoking", also=DENIED), fact("habit", "social", what="EtOH", also=DENIED),
               fact("habit", "social", what="drugs", also=DENIED)], "I don't smoke, drink alcohol or use drugs."),
    (PATIENT, [fact("home", "social", what="lives with wife and 2 kids")], "I live with my wife and two kids."),
    (PATIENT, [fact("work", "social", what="retired bus driver")], "I'm a retired bus driver."),
    (PATIENT, [fact("wish", what="stroke", feeling="fear")], "I'm worried about a stroke."),
    (PATIENT, [fact("offer", "plan", what="flu shot", answer="declined")], "I'd rather not have a flu shot."),
    (PATIENT, [fact("identity", age="44-year-old")], "I'm 44."),
    (PATIENT, [fact("complaint", "complaint", what="follow-up")], "I'm here for a follow-up."),
    (DOCTOR, [fact("measurement", "vitals", what="BP", value="118/76")], "Your blood pressure is 118 over 76."),
    (DOCTOR, [fact("measurement", "vitals", what="T", value="98.6 F")], "Your temperature is 98.6 degrees."),
    (DOCTOR, [fact("finding", "examination", part="Lungs", what="clear bilaterally")], "Your lungs are clear on both sides."),
    (TO_MOTHER, [fact("finding", "examination", part="ears", what="normal")], "His ears are normal."),
    (DOCTOR, [fact("finding", "examination", part="both wrists", what="swollen"),
              fact("finding", "examination", part="both wrists", what="tender to palpation")],
     "Both wrists are swollen and sore when I press on them."),
    (DOCTOR, [fact("finding", "examination", part="lungs", what="wheezes", also=DENIED),
              fact("finding", "examination", part="lungs", what="rales", also=DENIED)],
     "I don't hear any wheezes or crackles in your lungs."),
    (DOCTOR, [fact("finding", "examination", what="edema", also=DENIED)], "There's no swelling."),
    (DOCTOR, [fact("result", "results", test="X-ray", value="fracture", also=DENIED)], "The x-ray didn't show a fracture."),
    (DOCTOR, [fact("result", "results", test="hgb", value="13.5 g/dL")], "Your hemoglobin was 13.5."),
    (DOCTOR, [fact("diagnosis", "assessment", what="gout", also={"certainty": "possible"})], "I think this could be gout."),
    (DOCTOR, [fact("diagnosis", "assessment", what="meningitis", also={"certainty": "possible", **DENIED})],
     "I doubt it's meningitis."),
    (DOCTOR, [fact("order", "plan", what="CXR", action="image", when="today")], "I'd like to get a chest x-ray today."),
    (DOCTOR, [fact("drug", "plan", drug="lisinopril", action="stop")], "Stop the lisinopril."),
    (DOCTOR, [fact("order", "plan", what="physiotherapy", action="refer")], "I'm going to refer you to physical therapy."),
    (DOCTOR, [fact("order", "plan", what="RTC", action="follow_up", when="2 wk")], "Come back and see me in two weeks."),
    (TO_MOTHER, [fact("order", "plan", what="RTC", action="follow_up", when="2 wk")], "Bring him back in two weeks."),
    (DOCTOR, [fact("advice", "plan", what="Return", condition="if worse")], "Come back if it gets worse."),
    (DOCTOR, [fact("advice", "plan", what="Stop smoking")], "Stop smoking."),
    (DOCTOR, [fact("advice", "plan", what="Continue current regimen")], "Continue your current regimen."),
    (DOCTOR, [fact("order", "plan", what="F2F GP assessment", action="test", when="today", purpose="to listen to chest")],
     "You need a face-to-face GP assessment to listen to your chest today."),
    (DOCTOR, [fact("result", "results", test="X-ray lumbar spine", value="normal")],
     "The x-ray of the lumbar spine was normal."),
    (DOCTOR, [fact("result", "results", test="ulceration", value="identified", also=DENIED)],
     "There wasn't any ulceration."),
    (TO_MOTHER, [fact("advice", "plan", what="honey", when="until 12 mo", also=DENIED)],
     "No honey until he's twelve months old."),
]  # fmt: skip


@pytest.mark.parametrize(("view", "facts", "line"), LINES, ids=[line for _, _, line in LINES])
def test_each_kind_in_its_mouth(view: View, facts: list[Fact], line: str) -> None:
    """A fact is said as people say it, whatever the seed."""
    assert line in lines(facts, view)


def test_marked_clauses_move() -> None:
    """A clause keeps its words but for those that change with who says it."""
    said = "She was exposed to a wool blanket"
    event = fact("event", said=said, marks=(mark(said, "She", "subject"), mark(said, "was", "verb", "be", "past")))
    assert lines([event], PATIENT) == {"I was exposed to a wool blanket."}
    assert lines([event], DOCTOR) == {"You were exposed to a wool blanket."}


def test_what_nobody_should_say_is_not_said() -> None:
    """Placeholders, unknown letters, and the physician's matters in the patient's mouth."""
    assert not sayable(fact("symptom", what="@CC@"), PATIENT)
    assert not sayable(fact("opaque", what="wnl qwx"), DOCTOR)
    assert not sayable(fact("diagnosis", "assessment", what="gout"), PATIENT)
    assert not sayable(fact("order", "plan", what="QXZ", action="test"), DOCTOR)


def test_names_for_questions() -> None:
    """A question names the thing in the listener's words."""
    assert name(fact("symptom", what="SOB"), DOCTOR) == "shortness of breath"
    assert name(fact("symptom", what="hematuria"), DOCTOR) == "blood in your urine"


def test_reporting_is_not_reported() -> None:
    """Who says something does not say that they say it."""
    said = "She states that the itching is better"
    event = fact(
        "event", said=said, marks=(mark(said, "She", "subject"), mark(said, "states", "verb", "state", "present"))
    )
    assert lines([event], PATIENT) == {"The itching is better."}


def test_prognosis_is_no_order() -> None:
    """What will be is told by the physician, as it stands."""
    said = "She should tolerate the new inhaler well"
    hope = fact("prognosis", "assessment", said=said, marks=(mark(said, "She", "subject"),))
    assert lines([hope], DOCTOR) == {"You should tolerate the new inhaler well."}
    assert not sayable(hope, PATIENT)


def test_letters_have_the_sense_that_their_reader_gave() -> None:
    """ "RA" is what the note means by it, or it is not said."""
    assert not sayable(fact("condition", "past", what="RA"), PATIENT)
    meant = fact("condition", "past", what="RA")
    known = meant.arguments[0].model_copy(update={"concept": "rheumatoid-arthritis"})
    assert lines([meant.model_copy(update={"arguments": (known,)})], PATIENT) == {"I have rheumatoid arthritis."}


def test_exact_keeps_clinical_names() -> None:
    """A physician who speaks exactly uses no lay words."""
    exact = View("physician", "female", 44, exact=True)
    assert lines([fact("diagnosis", "assessment", what="Hypertension")], exact) == {"You have hypertension."}


@pytest.mark.parametrize("text", ["[** **]", "___", "{FINDINGS}", "{HX}", "as above / below", "=> pain"])
def test_signs_are_never_spoken(text: str) -> None:
    """Placeholders and marks make a fact unsayable."""
    for kind in ("symptom", "condition", "complaint"):
        assert not sayable(fact(kind, what=text), PATIENT)


def test_claims_point_to_the_words_of_each_fact() -> None:
    """A shared sentence claims each fact by its own words."""
    fever, cough = fact("symptom", what="fever", also=DENIED), fact("symptom", what="cough", also=DENIED)
    said = say([fever, cough], PATIENT, random.Random(0))
    assert said is not None
    words = {ids: said.text[start:end] for start, end, ids in said.claims}
    assert "fever" in words[(fever.id,)]
    assert "cough" in words[(cough.id,)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (".5 mg qd", "0.5 milligrams once a day"),
        ("q4-6h prn", "every four to six hours as needed"),
        ("x 2 wks", "for two weeks"),
        ("118/76 mmHg", "118 over 76"),
        ("8/10", "eight out of ten"),
        ("fentanyl 25 µg/h", "fentanyl 25 micrograms an hour"),
        ("Lantus 10U", "Lantus 10 units"),
        ("ACETAMINOPHEN 325 MG TABLET", "acetaminophen 325 milligram tablet"),
        ("L4-5 stenosis", "L4-5 stenosis"),
        ("DEXA scan", "DEXA scan"),
        ("a 3 cm mass", "a 3 centimeter mass"),
        ("type 2 diabetes", "type 2 diabetes"),
        ("stage III cancer", "stage 3 cancer"),
        ("in her 70s", "in her 70s"),
        ("an NSAID", "a nonsteroidal anti-inflammatory drug"),
        ("3/4/2021", "March 4th, 2021"),
        ("1+ edema", "one plus edema"),
        ("p9641", None),
        ("[** **]", None),
        ("XQZ", None),
    ],
)
def test_what_is_written_is_read_aloud(written: str, said: str | None) -> None:
    """Units, frequencies, numbers and letters as people say them; nothing where they have no reading."""
    assert aloud(written) == said


def test_more_of_a_medicine_is_said_as_more() -> None:
    """The word of the note tells which way a dose is changed, also without the dose."""
    plain = fact("drug", "plan", drug="furosemide", action="change")
    written = tuple(
        one.model_copy(update={"text": "Increase"}) if one.role == "action" else one for one in plain.arguments
    )
    assert lines([plain.model_copy(update={"arguments": written})], DOCTOR) == {"I'd like to go up on the furosemide."}


def test_what_cannot_be_said_whole_is_not_said() -> None:
    """An argument that has no reading takes the statement with it."""
    assert not sayable(fact("symptom", what="cough", duration="for XQZ"), PATIENT)


@pytest.mark.parametrize(
    ("what", "part", "said"),
    [
        ("wound clean", "extremities", "Your wound is clean."),
        ("tired appearing", "general", "You look tired."),
        ("limited range of motion", "left shoulder", "Your range of motion in your left shoulder is limited."),
        ("5/5 throughout", "strength", "Your strength is five out of five throughout."),
    ],
)
def test_a_finding_may_name_its_own_part(what: str, part: str, said: str) -> None:
    """What was found is said of what its own words name."""
    assert lines([fact("finding", "examination", what=what, part=part)], DOCTOR) == {said}


def test_what_is_only_possible_or_has_lost_its_name_is_no_plan() -> None:
    """A plan that may come is said as such; "one" of what stood before is not told alone."""
    note = "PLAN:\nAt that point, we may need to discuss other options. We will order one for further evaluation.\n"
    facts = [one for one in read_note("n", note, Terminology.load()).facts if one.kind == "order"]
    told = [said.text for one in facts if (said := say([one], DOCTOR, random.Random(0))) is not None]
    assert told == ["We may need to discuss other options."]


def test_advice_has_the_articles_that_a_note_leaves_out() -> None:
    note = "PLAN:\nSchedule appointment with dietitian.\nTrial cranberry juice.\n"
    facts = [one for one in read_note("n", note, Terminology.load()).facts if one.kind == "advice"]
    told = {said.text for one in facts if (said := say([one], DOCTOR, random.Random(0))) is not None}
    assert told == {"Schedule an appointment with a dietitian.", "Try cranberry juice."}


def test_nobody_denies_what_is_no_illness() -> None:
    assert not sayable(fact("diagnosis", "assessment", what="need for allergy testing", also=DENIED), DOCTOR)


def test_more_than_one_limit_is_said() -> None:
    """When and under which condition a medicine is taken are part of what is said of it."""
    taken = fact("drug", "plan", drug="ibuprofen", action="start", when="tomorrow", condition="if feverish")
    for line in lines([taken], DOCTOR):
        assert "tomorrow" in line
        assert "feverish" in line
