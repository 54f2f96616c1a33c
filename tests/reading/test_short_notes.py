"""Short notes in shapes that people write: what is had and not had, by signs, in tables, by letters and under any label."""

import pytest
from reading.said import terms

from bedside.agents.reading.read import read_note
from bedside.benchmarks.planted_verdicts import shown
from bedside.scenarios.note import Fact


def facts(text: str) -> tuple[Fact, ...]:
    return read_note("n", text, terms()).facts


def polarities(text: str) -> dict[str, str]:
    """The polarity of each complaint by its name."""
    return {fact.arguments[0].text.lower(): fact.polarity for fact in facts(text) if fact.arguments}


@pytest.mark.parametrize(
    "text",
    [
        "ROS: -itch, +nausea",
        "HPI: c/o flank pain, + nausea, - itch",
        "ROS: ø itch, + nausea",
        "+ve: nausea. -ve: itch",
        "Positives - nausea\nNegatives - itch",
        "Symptoms present: nausea. Symptoms absent: itch.",
        "Itch - absent. Nausea - present.",
        "Itch [N] Nausea [Y]",
        "Itch ✘ Nausea ✔",
        "Do you have any itch? No\nDo you have nausea? Yes",
        "Q1 Itch? No\nQ2 Nausea? Yes",
        "Complains of:\n - nausea\nDenies:\n - itch",
        "Symptom\tPresent\tComment\nNausea\tY\tmornings\nItch\tN\t-",
        '{"ros": {"itch": false, "nausea": true}}',
        "1/ nausea 2/ no itch",
        "HPI: nausea; itch: nil",
    ],
)
def test_signs_answer(text: str) -> None:
    found = polarities(text)
    assert (found["itch"], found["nausea"]) == ("denied", "present")


@pytest.mark.parametrize(
    ("text", "kind", "role", "value"),
    [
        ("Day 3: Na+ 129 mmol/L (L), urea 9.1", "result", "value", "129 mmol/L"),
        ("Labs: T-score -2.7", "result", "value", "-2.7"),
        ("Day 2: CRP 190 -> 88 -> 20", "result", "value", "190 -> 88 -> 20"),
        ("Clinic: ramipril 5 mg mane", "drug", "dose", "5 mg"),
        ("Plan: prednisone 30 mg daily, then reduce by 5 mg every 2 days", "drug", "dose", "reduce by 5 mg"),
        ("Meds: Seretide 250/25 2 puffs bd", "drug", "dose", "250/25"),
        ("Drug: ramipril; Dose: 5 mg; Freq: daily", "drug", "frequency", "daily"),
    ],
)
def test_a_list_under_any_label(text: str, kind: str, role: str, value: str) -> None:
    said = [a.text for fact in facts(text) if fact.kind == kind for a in fact.arguments if a.role == role]
    assert value in said, [shown(fact) for fact in facts(text)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("FH: Gout: mother, sister.", {"mother", "sister"}),
        ("FH: MGF gout, F HTN", {"maternal grandfather", "father"}),
        ("FHx: gout (aunt, 45y), nil asthma", {"maternal aunt", "aunt", "family"}),
        ("Eye: mother has gout; he has red eyes.", {"mother", "patient"}),
    ],
)
def test_whose_it_is(text: str, who: set[str]) -> None:
    assert {fact.subject for fact in facts(text)} <= who


@pytest.mark.parametrize(
    "text",
    [
        "HPI: rheumatic fever as a boy in Malta.",
        "HPI: TIA Feb 2022.",
        "HPI: last seizure 2015.",
        "PMH: croup at birth, gout in last pregnancy",
        "Imp: delirium, now resolved.",
    ],
)
def test_what_is_over(text: str) -> None:
    assert {
        fact.temporality for fact in facts(text) if fact.kind in ("condition", "symptom", "finding", "diagnosis")
    } == {"past"}


@pytest.mark.parametrize("text", ["Sheet: drowsiness, vomiting: come straight back.", "Consent: explained bleeding."])
def test_a_warning_claims_nothing(text: str) -> None:
    assert not [fact for fact in facts(text) if fact.kind == "symptom" and fact.temporality == "current"]


@pytest.mark.parametrize("text", ["Pain-free now.", "PMH: seizure-free since 2005"])
def test_free_of_it(text: str) -> None:
    assert [fact.polarity for fact in facts(text)] == ["denied"]


@pytest.mark.parametrize(
    "text", ["HPI: Wound ooze - nil. Cough +++, no fever.", "PMH: H. pylori treated. C. diff 2020.", '{"a": 1', "Q? A?"]
)
def test_any_text_keeps_its_places(text: str) -> None:
    for fact in facts(text):
        assert len(fact.text) == fact.span.end - fact.span.start


def lines(text: str) -> list[str]:
    """The statements of a note as one line each: kind, arguments, whose, when, how sure, denied."""
    found: list[str] = []
    for fact in facts(text):
        words = [fact.kind or "", *(f"{a.role}={a.text}" for a in fact.arguments if a.text)]
        words += [f"@{fact.subject}"] if fact.subject != "patient" else []
        words += [said for said in (fact.temporality, fact.certainty) if said not in ("current", "certain")]
        found.append(" ".join([*words, *([fact.polarity] if fact.polarity != "present" else [])]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HPI: Pt w/o nausea, w/ bloating and belching.", ["symptom what=nausea denied", "symptom what=bloating", "symptom what=belching"]),
        ("HPI: No longer getting cramps.", ["symptom what=cramps denied"]),
        ("HPI: Not sleeping.", ["event clause=Not sleeping denied"]),
        ("HPI: Hoarseness for a week, absent any fever.", ["symptom what=Hoarseness duration=for a week", "symptom what=fever denied"]),
        ("HPI: No cough until Monday, when he woke up wheezing.", ["event clause=No cough until Monday, when he woke up wheezing denied"]),
        ("HPI: He seldom has heartburn.", ["event clause=He seldom has heartburn"]),
        ("HPI: She did have measles.", ["condition what=measles past"]),
        ("HPI: He is not only tired; he is breathless.", ["event clause=He is not only tired", "event clause=he is breathless"]),
        ("HPI: She can't bear the burning.", ["event clause=She can't bear the burning"]),
        ("HPI: He cannot bear weight.", ["event clause=He cannot bear weight denied"]),
        ("HPI: She cannot take NSAIDs.", ["event clause=She cannot take NSAIDs denied"]),
        ("ROS: All systems negative other than constipation.", ["none what=All systems negative denied", "symptom what=constipation"]),
        ("EXAM: Tinel (+). Phalen (-).", ["finding what=Tinel", "finding what=Phalen denied"]),
        ("EXAM: Did not reveal any hernia or mass.", ["finding what=hernia denied", "finding what=mass denied"]),
        ("EXAM: No focal weakness other than a foot drop.", ["finding what=focal weakness denied", "finding what=foot drop"]),
        ("EXAM: Warm, swollen left knee with a large effusion.", ["finding what=Warm part=left knee", "finding what=swollen part=left knee", "finding what=large effusion"]),
        ("EXAM: OP clear, no LAD.", ["finding what=clear part=OP", "finding what=LAD denied"]),
        ("RESULTS: No interval change in the liver cyst.", ["finding what=liver cyst manner=No interval change in the"]),
        ("RESULTS: HIV nonreactive. RPR reactive.", ["result test=HIV value=nonreactive", "result test=RPR value=reactive"]),
        ("RESULTS: Troponin negative x2.", ["result test=Troponin value=negative x2"]),
        ("RESULTS: Gonorrhea PCR not detected. Yeast seen.", ["result test=Gonorrhea PCR value=not detected", "finding what=Yeast"]),
        ("RESULTS: Flu A (+), RSV (-)", ["result test=Flu A value=pos", "result test=RSV value=neg"]),
        ("RESULTS: CT: no fluid, stranding noted around the appendix.", ["result test=CT value=fluid denied", "result test=CT value=stranding noted around the appendix"]),
        ("RESULTS: Progesterone receptor negative, HER2 positive breast cancer.", ["result test=Progesterone receptor value=negative", "finding what=HER2 positive breast cancer"]),
        ("A&P: Viral pharyngitis favored.", ["diagnosis what=Viral pharyngitis possible"]),
    ],
)  # fmt: skip
def test_what_is_so_and_what_is_not(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HPI: Twin A is well; Twin B, seen today, has a rash.", ["event clause=Twin A is well @twin", "symptom what=rash"]),
        ("HPI: She looks after her husband, who has gout, and her own hands are stiff.", ["event clause=She looks after her husband, who has gout", "event clause=her own hands are stiff"]),
        ("HPI: Both he and his wife have diarrhea.", ["event clause=Both he and his wife have diarrhea"]),
        ("HPI: The girl and her cousin both cough.", ["event clause=The girl and her cousin both cough"]),
        ("HPI: Mom reports poor weight gain; her milk is low and his skin is yellow.", ["symptom what=poor weight gain", "event clause=her milk is low @mother", "event clause=his skin is yellow"]),
        ("HPI: Donor history: hepatitis excluded, smoker.", ["condition what=hepatitis @donor denied", "habit what=smoker @donor"]),
        ("HPI: Fetus with hydronephrosis.", ["condition what=hydronephrosis @fetus"]),
        ("HPI: She has no symptoms, given rifampicin.", ["symptom what=symptoms denied", "drug drug=rifampicin action=given"]),
        ("HPI: Living with her sister, who has no job.", ["event clause=Living with her sister, who has no job"]),
        ("FAMILY HISTORY: mat. aunt lupus, pat. cousin gout.", ["condition what=lupus @maternal aunt", "condition what=gout @paternal cousin"]),
        ("FAMILY HISTORY: Adopted; birth mother had lupus, nothing known about father.", ["event clause=Adopted", "condition what=lupus @birth mother past", "none what=nothing known about father unknown"]),
        ("FAMILY HISTORY: Parents consanguineous (second cousins).", ["relative who=Parents state=consanguineous (second cousins) @parents"]),
        ("FAMILY HISTORY: Mother BRCA2+. Patient BRCA2 neg.", ["relative who=Mother state=BRCA2+ @mother", "result test=BRCA2 value=neg"]),
    ],
)  # fmt: skip
def test_whose_a_statement_is(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_a_short_state_is_spelled() -> None:
    (state,) = (
        a.value for f in facts("FAMILY HISTORY: Father d. 61 colon ca.") for a in f.arguments if a.role == "state"
    )
    assert state == "died at 61 of colon ca"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MEDICATIONS: Rituximab - to be started in June", ["drug drug=Rituximab action=to be started since=in June future"]),
        ("MEDICATIONS: methotrexate to be increased next visit", ["drug drug=methotrexate", "drug drug=methotrexate action=to be increased since=next visit future"]),
        ("PMH: Remote shingles, fully healed.", ["condition what=shingles status=fully healed past"]),
        ("PSH: Hip replacement scheduled for June.", ["procedure what=Hip replacement when=scheduled for June future"]),
        ("HPI: He was on lisinopril until May, then changed to losartan.", ["drug drug=lisinopril until=until May action=on past", "drug drug=losartan action=changed to"]),
        ("HPI: Hives disappeared two days ago.", ["symptom what=Hives course=disappeared two days ago past"]),
        ("HPI: Sneezing x 3 days. Vomited x3.", ["symptom what=Sneezing duration=x 3 days", "symptom what=Vomited frequency=x3"]),
        ("A&P: At high risk of falls.", ["reasoning clause=At high risk of falls"]),
        ("PLAN: Offered varenicline; she will consider it.", ["offer what=varenicline"]),
    ],
)  # fmt: skip
def test_when_it_is_so(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MEDICATIONS: vancomycin 15 mg/kg IV (1 g) q12h", ["drug drug=vancomycin dose=15 mg/kg route=IV dose=1 g frequency=q12h"]),
        ("MEDICATIONS: metformin 500mg 2 qAM, 1 qPM", ["drug drug=metformin dose=500mg dose=2 frequency=qAM dose=1 frequency=qPM"]),
        ("MEDICATIONS: carvedilol 6.25mg AM/12.5mg PM, level 0.8", ["drug drug=carvedilol dose=6.25mg frequency=AM dose=12.5mg frequency=PM", "result test=level value=0.8"]),
        ("MEDICATIONS: Miralax 17 g in 4 oz of juice daily", ["drug drug=Miralax dose=17 g route=in 4 oz of juice frequency=daily"]),
        ("MEDICATIONS: half a 10 mg tablet of lisinopril daily", ["drug drug=lisinopril dose=half a 10 mg tablet frequency=daily"]),
        ("MEDICATIONS: Sinemet 25-100, 2 tabs 4x/day", ["drug drug=Sinemet dose=25-100 dose=2 tabs frequency=4x/day"]),
        ("PLAN: Amoxicillin 400 mg/5 mL, give 8 mL twice a day.", ["drug drug=Amoxicillin form=400 mg/5 mL dose=8 mL frequency=twice a day"]),
        ("VITALS: Temp 37,2 C, Wt 10st 3lb", ["measurement what=Temp value=37.2 C", "measurement what=Wt value=10st 3lb"]),
        ("VITALS: BP 150/90 -> 130/80, SpO2 91% on room air, 96% on 3 L", ["measurement what=BP value=150/90 -> 130/80", "measurement what=SpO2 value=91% note=on room air", "measurement what=SpO2 value=96% note=on 3 L"]),
        ("SOCIAL: 1 ppd x 10 yrs, 3 beers/wk.", ["habit what=ppd amount=1 ppd since=x 10 yrs", "habit what=beers amount=3 beers/wk"]),
    ],
)  # fmt: skip
def test_how_much(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ROS:\n( ) cough\n(x) hoarseness", ["symptom what=hoarseness"]),
        ("PMH:\nI10 Hypertension\nE11.9 Diabetes", ["condition what=Hypertension", "condition what=Diabetes"]),
        ("PMH:\nB12 deficiency", ["condition what=B12 deficiency"]),
        ("ALLERGIES: penicillin --> hives; shellfish ???", ["allergy what=penicillin reaction=hives", "allergy what=shellfish possible"]),
        ("VITALS: BP: ___/___ HR: 81 Wt: ____ kg", ["measurement what=HR value=81"]),
        ("HPI: C/o short-\nness of breath and palpi-\ntations.", ["symptom what=shortness of breath", "symptom what=palpitations"]),
        ("HPI: *** is a 52 y.o. {male/female:9} with gout for *** years.", ["identity age=52 y.o.", "condition what=gout"]),
        ("ROS:\nENT: neg\nGI: neg", ["none what=ENT denied", "none what=GI denied"]),
        ("IMPRESSION: Renal cyst......no hydronephrosis\n*** END OF REPORT ***", ["diagnosis what=Renal cyst", "diagnosis what=hydronephrosis denied"]),
        ("PHQ-9: 12. GAD-7: 3.", ["result test=PHQ-9 value=12", "result test=GAD-7 value=3"]),
        ("RESULTS: UA: LE+, nit-.", ["result test=LE value=+", "result test=nit value=-"]),
        ("HPI: Is awake, c/o N/V, -F/C.", ["event clause=Is awake", "symptom what=N/V", "symptom what=F/C denied"]),
        ("PLAN: DVT prophylaxis.", ["order what=DVT prophylaxis"]),
        ("EXAM: BS+ x4, edema 2+", ["finding what=BS", "finding what=edema 2+"]),
        ("A&P: AOM, L.", ["diagnosis what=AOM site=L"]),
        ("HPI: G3P2 with a headache.", ["condition what=G3P2", "symptom what=headache"]),
    ],
)  # fmt: skip
def test_how_it_is_written(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "letters", "sense"),
    [
        ("HPI: Intoxicated. BAL 190.", "BAL", "blood alcohol level"),
        ("PROCEDURE: Bronchoscopy with BAL.", "Bronchoscopy with BAL", "Bronchoscopy with bronchoalveolar lavage"),
        ("HPI: BPH, PVR 180 mL.", "PVR", "urine left after voiding"),
        ("RESULTS: RHC: PVR 4 WU.", "PVR", "pulmonary vascular resistance"),
        ("EXAM: Mood low, no SI/HI.", "HI", "homicidal thoughts"),
    ],
)
def test_letters_mean_what_their_neighbours_say(text: str, letters: str, sense: str) -> None:
    assert sense in [a.value for fact in facts(text) for a in fact.arguments if a.text == letters]


@pytest.mark.parametrize(
    ("text", "said", "polarity", "certainty", "time"),
    [
        ("RESULTS: CT failed to demonstrate an abscess.", "abscess", "denied", "certain", "current"),
        ("RESULTS: MRI fails to show a tear.", "tear", "denied", "certain", "current"),
        ("A&P: Gout. Cellulitis must be excluded.", "Cellulitis", "present", "possible", "current"),
        ("A&P: Low suspicion for gout, cannot entirely exclude cellulitis.", "cellulitis", "present", "possible", "current"),
        ("A&P: Low suspicion for gout, cannot entirely exclude cellulitis.", "gout", "denied", "possible", "current"),
        ("ROS:\nItch - denies\nNausea - endorses", "Itch", "denied", "certain", "current"),
        ("ROS:\nItch - denies\nNausea - endorses", "Nausea", "present", "certain", "current"),
        ("RESULTS: Stones: none seen. Hydronephrosis: yes.", "Stones", "denied", "certain", "current"),
        ("RESULTS: Stones: none seen. Hydronephrosis: yes.", "Hydronephrosis", "present", "certain", "current"),
        ("RESULTS: The 4 mm cyst is unchanged. No new cysts.", "new cysts", "denied", "certain", "current"),
        ("HPI: He no longer has hiccups, still gets heartburn.", "hiccups", "denied", "certain", "current"),
        ("HPI: He no longer has hiccups, still gets heartburn.", "heartburn", "present", "certain", "current"),
        ("PMH: Eczema until age 12.", "Eczema", "present", "certain", "past"),
        ("FH: (+) stroke - aunt; (-) gout", "gout", "denied", "certain", "current"),
        ("FH: (+) stroke - aunt; (-) gout", "stroke", "present", "certain", "current"),
    ],
)  # fmt: skip
def test_had_or_not(text: str, said: str, polarity: str, certainty: str, time: str) -> None:
    found = [f for f in facts(text) if any(a.text == said for a in f.arguments)]
    assert [(f.polarity, f.certainty, f.temporality) for f in found] == [(polarity, certainty, time)]


@pytest.mark.parametrize(
    "text",
    [
        "HPI: Her eczema is not well controlled.",
        "HPI: His asthma has not been fully controlled.",
        "HPI: She can't climb stairs without getting dizzy.",
        "HPI: He has no idea why the rash came.",
    ],
)
def test_a_complaint_behind_a_negative_is_had(text: str) -> None:
    assert [fact.polarity for fact in facts(text)] == ["present"]


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("HPI: Hiccups x 4/7.", "duration", "x 4/7"),
        ("MEDICATIONS: apixaban held since Monday", "since", "since Monday"),
        ("MEDICATIONS: folic acid 5 mg on Friday", "frequency", "on Friday"),
        ("VITALS: HR 110s, BP 90s/50s", "value", "90s/50s"),
        ("HPI: Last seizure 4 years ago, off lamotrigine for 2 years.", "onset", "4 years ago"),
        ("HPI: Last seizure 4 years ago, off lamotrigine for 2 years.", "drug", "lamotrigine"),
    ],
)
def test_times_and_amounts_have_their_roles(text: str, role: str, value: str) -> None:
    assert value in [a.text for fact in facts(text) for a in fact.arguments if a.role == role]


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("PLAN:\n~~Start sertraline 50 mg~~\nStart topiramate 25 mg", "sertraline"),
        ("ROS:\nCough: Y\nSnoring: ?\nItch: Y/N", "Snoring"),
    ],
)
def test_what_is_struck_out_or_open_is_not_said(text: str, unsaid: str) -> None:
    found = facts(text)
    assert found
    assert not [fact for fact in found if unsaid in fact.text]


def test_somebody_introduced_by_name_and_age() -> None:
    """A bare age between commas behind a name is the age, and what follows is the trade; a number elsewhere is none."""
    note = read_note("n", "Visit note\n\nMrs. Okafor, 47, school cook, has had heartburn for two months.", terms())
    assert note.age == 47
    assert [(fact.kind, fact.arguments[0].text) for fact in note.facts if fact.kind in ("identity", "work")] == [
        ("identity", "47"),
        ("work", "school cook"),
    ]
    apposed = read_note("n", "Mrs. Lee, a 47-year-old cook, has had heartburn for two months.", terms())
    assert [fact.kind for fact in apposed.facts] == ["identity", "work", "symptom"]
    assert read_note("n", "HPI: Blood Pressure, 47, high, was measured at home.", terms()).age is None


def test_a_clause_ends_a_list_of_what_is_denied() -> None:
    """ "No fever, no cough, appetite is good" denies two things and affirms the third; what hangs on a denial stays with it."""
    found = polarities("HPI: No fever, no cough, appetite is good. No nausea, vomiting, and she feels well.")
    assert {name for name, polarity in found.items() if polarity == "denied"} == {
        "fever",
        "cough",
        "nausea",
        "vomiting",
    }
    assert [fact.polarity for fact in facts("HPI: No fever, appetite is good.")][-1] == "present"
    assert [fact.polarity for fact in facts("HPI: No chest pain when she walks uphill.")] == ["denied"]


def test_coming_sooner_is_an_order_of_its_own() -> None:
    """Whatever the coming is called: a visit in four weeks is not made to hang on what calls for an earlier one."""
    for words in ("Come back in four weeks", "Return in four weeks"):
        orders = list(facts(f"Plan: {words}, sooner if her stools turn black."))
        roles = [{argument.role: argument.text for argument in fact.arguments} for fact in orders]
        assert [("when" in one, "condition" in one) for one in roles] == [(True, False), (False, True)], words
        assert roles[1]["condition"] == "if her stools turn black"


def test_a_drug_that_gave_a_rash_is_an_allergy_and_most_days_is_how_often() -> None:
    """What a drug did to somebody is told as such; a drug that helped is none; a drug without a dose has its frequency."""
    found = facts(
        "HPI: Penicillin gave her a rash. Ibuprofen gave her relief. She takes naproxen most days for her knees."
    )
    assert [fact.arguments[0].text for fact in found if fact.kind == "allergy"] == ["Penicillin"]
    drug = next(fact for fact in found if fact.kind == "drug")
    assert {a.role: a.text for a in drug.arguments}["frequency"] == "most days"


def test_a_fear_behind_what_a_relative_had_is_the_patients() -> None:
    """ "Her brother died of ... and she is frightened" are two statements; whom "he" means behind "his father" is not known."""
    both = facts("HPI: Cough. Her brother died of cancer at 58 and she is frightened that she has it too.")
    assert [(fact.section, fact.kind) for fact in both[-2:]] == [("family", "relative"), ("history", "wish")]
    assert both[-1].subject == "patient"
    one = facts("HPI: Cough. His father died of cancer and he was worried about it for years.")
    assert {fact.section for fact in one[1:]} == {"family"}
