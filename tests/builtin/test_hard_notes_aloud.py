"""Notes of hard shapes, line by line: what is said of each, and what must not be."""

import random

from from_note import note_of, said_of

from bedside.agents.builtin.news import news
from bedside.agents.speaking.say import say
from bedside.agents.speaking.view import View
from bedside.scenarios.brief import Brief
from bedside.scenarios.plan import Step

PATIENT, DOCTOR = View("patient", "female", 50), View("physician", "female", 50)


def said(text: str, view: View) -> str:
    """All that a speaker can say of a note, in its order."""
    return " ".join(line for line in said_of(text, view) if line)


def test_not_to_stop_a_drug_is_no_order_to_stop_it() -> None:
    line = said("PATIENT INSTRUCTIONS\nDo not stop your clopidogrel unless your cardiologist tells you.", DOCTOR)
    assert "stop the clopidogrel" in line and line.startswith("Don't") and "unless your cardiologist" in line


def test_a_drug_that_goes_on_has_its_article_at_its_name() -> None:
    """Whichever wording is drawn."""
    note = note_of("Plan: continue budesonide inhaler 2 puffs BID.")
    lines = {made.text for seed in range(8) if (made := say(note.facts, DOCTOR, random.Random(seed))) is not None}
    assert lines and not any("a keep" in line for line in lines)


def test_a_disease_that_is_stable_is_no_bad_news() -> None:
    def kind(text: str) -> str:
        note = note_of(text)
        step = Step(id="s1", act="explain", topic="assessment")
        return news(Brief(role="patient", dialogue="d", seed=1, step=step, facts=note.facts))

    assert kind("Assessment: Stable CAD.") == "plain"
    assert kind("Assessment: CAD.") == "grave"


def test_a_list_of_medicines_tells_which_are_taken() -> None:
    """Behind a dash or in brackets, with the reason; what was never fetched is not taken."""
    line = said(
        "MEDS:\n- amlodipine 10 mg daily -- TAKING\n- naproxen 500 mg BID -- NOT TAKING (pt stopped, stomach)\n"
        "- losartan 25 mg -- ORDERED, NOT PICKED UP\n- sertraline 50 mg - not taking, muscle aches",
        PATIENT,
    )
    assert "I take amlodipine" in line and "I haven't started losartan" in line
    assert "I stopped taking naproxen" in line and "because of my stomach" in line
    assert "I stopped taking sertraline" in line and "because of muscle aches" in line


def test_headings_of_a_discharge_list_say_what_is_over() -> None:
    line = said(
        "DISCHARGE MEDICATIONS\nSTART taking these medications:\n- apixaban 5 mg BID\nSTOP taking these medications:\n- naproxen",
        PATIENT,
    )
    assert "started apixaban" in line and "stopped taking naproxen" in line


def test_a_label_of_the_pharmacy_is_said_as_it_is_taken() -> None:
    """How strong a liquid is goes unsaid, and what a dose is to bring about does not."""
    line = said(
        "MEDICATIONS:\n1. Metoprolol 25 mg Tab Sig: 0.5 Tab PO QAM. Disp #15 R:0\n"
        "2. Lactulose 10 g/15 mL Sig: 30 mL PO TID, titrate to 3 BMs/day.",
        PATIENT,
    )
    assert "half a tablet every morning" in line and "abortion" not in line
    assert "30 milliliters three times a day, aiming for three bowel movements a day" in line


def test_a_start_that_is_taken_back_is_no_order_to_start() -> None:
    line = said("A/P:\n# T2DM. Start semaglutide 0.25 mg weekly. Lipase not back - hold until clarified!", DOCTOR)
    assert "Hold off on the semaglutide" in line and "Start" not in line
    line = said("Plan: Start lisinopril 5 mg. Hold metformin until the scan.", DOCTOR)
    assert "Start lisinopril" in line and "Hold off on the metformin" in line


def test_signs_under_a_label_are_when_to_call() -> None:
    line = said("PATIENT INSTRUCTIONS\nCall if: bleeding that will not stop, cold or numb leg.", DOCTOR)
    assert line.startswith("Call if you have bleeding that won't stop") and "numb leg" in line


def test_a_rhythm_in_letters_is_what_the_ecg_showed() -> None:
    line = said("Examination: chest clear. ECG SR 62.", DOCTOR)
    assert "sinus rhythm with a rate of 62" in line and "release" not in line


def test_what_was_injected_is_named_and_its_needle_has_no_weight() -> None:
    line = said(
        "PROCEDURE: L knee injection. 1 cc Kenalog 40 + 4 cc 1% lidocaine, 22g needle.\nPost: ice, call for fever or redness.",
        DOCTOR,
    )
    assert "given Kenalog" in line and "gram" not in line
    assert "ice" in line and "Call for fever or redness" in line


def test_a_parent_worries_about_the_child() -> None:
    note = note_of("2 mo F, WCC. Mom concerned re: spit-up.")
    assert (note.age, note.sex) == (0.17, "female")
    fear = next(fact for fact in note.facts if fact.kind == "wish")
    assert (fear.subject, fear.speaker) == ("mother", "mother")
    mother = View("companion", "female", 0.17, relation="mother")
    assert "I'm worried about spit-up." in said_of("2 mo F, WCC. Mom concerned re: spit-up.", mother)


def test_a_label_says_who_is_outside() -> None:
    """From "alone" to who is there again; what was disclosed is told as it is."""
    note = note_of(
        "54F, here with husband. Husband in the room: tired for weeks.\nSeen alone afterwards: discloses husband hits her.\n"
        "Husband back in the room: cough since May."
    )
    unheard = {fact.text: fact.unheard for fact in note.facts}
    assert unheard["husband hits her"] and not any(
        unheard[words] for words in unheard if "tired" in words or "cough" in words
    )


def test_an_illness_and_its_medicine_in_one_breath_are_two() -> None:
    note = note_of(
        "HPI: 55M with HTN on lisinopril 10 mg daily, cough for 3 days. Asthma, well controlled on fluticasone BID."
    )
    kinds = {fact.arguments[0].text: fact.kind for fact in note.facts if fact.arguments}
    assert (kinds["HTN"], kinds["lisinopril"], kinds["Asthma"], kinds["fluticasone"]) == ("condition", "drug") * 2


def test_how_the_call_went_and_what_a_template_left_is_nobodys_word() -> None:
    line = said(
        "HPI: Telehealth, video froze x2. .hpifu *** Cough for 3 days. PDMP reviewed 1/9.\n[MEDICATION LIST REMOVED]",
        PATIENT,
    )
    assert "cough" in line.lower() and not any(
        word in line for word in ("video", "froze", "hpifu", "REMOVED", "removed", "PDMP")
    )


def test_pressures_in_two_postures_are_no_medicines() -> None:
    line = said("Meds:\n- losartan 50 mg\nBP: lying 138/80, standing 104/62", DOCTOR)
    assert "138 over 80 lying down and 104 over 62 standing" in line and "take standing" not in line


def test_a_table_with_a_row_a_day_is_told_from_its_first_row_to_its_last() -> None:
    """What was held one day is taken now as the last row says."""
    note = "| Date | INR | Warfarin |\n|---|---|---|\n| 4/2 | 1.6 | 5 mg |\n| 4/9 | 3.9 | held x1 |\n| 4/16 | 2.4 | 4 mg |\nNo bleeding."
    assert "1.6, then 3.9, and 2.4 now" in said(note, DOCTOR)
    line = said(note, PATIENT)
    assert "I take warfarin, 4 milligrams" in line and "April 9th" in line and "5 milligrams" not in line


def test_values_one_after_another_are_told_as_before_and_now() -> None:
    line = said("Results:\nPHQ-9 18 -> 7.", DOCTOR)
    assert "18 before and 7 now" in line
    assert "9.1, and 8.4 before" in said("A/P:\n# T2DM - A1c 9.1 (8.4). Continue metformin.", DOCTOR)


def test_a_heading_over_drugs_says_that_none_of_them_is_taken() -> None:
    """And "D/C" over a list is a discharge."""
    for heading in ("MEDS STOPPED THIS VISIT", "STOPPED MEDICATIONS", "Medications discontinued today"):
        line = said(f"CC: Joint pain\n{heading}:\nMeloxicam 15 mg\nIbuprofen 400 mg TID", PATIENT)
        assert line.count("I stopped taking") == 2 and "I take" not in line
    assert "stopped" not in said("CC: Joint pain\nD/C MEDICATIONS:\nMeloxicam 15 mg daily", PATIENT)


def test_what_an_allergy_spares_and_what_nobody_is_sure_of_are_no_allergies() -> None:
    line = said(
        "Allergies: All statins except rosuvastatin (muscle pain). Adhesive tape? unsure. Sulfa - hives.", PATIENT
    )
    assert "allergic to statins; they give me muscle pain" in line and "I'm not allergic to rosuvastatin" in line
    assert "might be allergic to adhesive tape" in line and "know of" not in line
    assert "allergic to sulfa; it gives me hives" in line
    line = said("Allergies: all NSAIDs other than celecoxib. Latex - not sure.", PATIENT)
    assert "I'm not allergic to celecoxib" in line and "might be allergic to latex" in line
    assert "I'm allergic to penicillin" in said("Allergies: NKDA except penicillin (rash).", PATIENT)


def test_what_a_physician_does_not_think_is_no_advice_to_think() -> None:
    line = said("A/P: Costochondritis. GERD possible contributor. Do not think pericarditis. Low prob ACS.", DOCTOR)
    assert "doubt it's pericarditis" in line and "doubt it's acute coronary syndrome" in line
    assert "have acid reflux" not in line and "think" not in line.lower().replace("i think", "")


def test_a_course_that_goes_down_is_told_with_each_of_its_steps() -> None:
    line = said(
        "CC: cough\nDc meds:\nPrednisone 10 mg Tablet Sig: Four (4) Tablets PO once a day for 3 days, then Two (2) Tablets for "
        "3 days, then off. Disp:*18 Tablet(s)* Refills:*0*\nLactulose 10 gram/15 mL Syrup Sig: Thirty (30) ML PO Q8H as needed.",
        PATIENT,
    )
    assert "four tablets once a day for three days, then two tablets for three days, then stop" in line
    assert "30 milliliters every eight hours" in line and "18" not in line and "(" not in line
    line = said(
        "Plan: dexamethasone 2 mg tablets, 3 tabs daily x 4 days, then 1 tab daily x 2 days, then stop.", DOCTOR
    )
    assert "3 tablets every day for four days, then 1 tablet every day for two days, then stop" in line


def test_the_age_beside_a_childs_visit_is_the_childs() -> None:
    """So that nobody is told "you walk alone", and who came with the child is no sign of another's age."""
    for text, age in (
        ("CC: Well child, 12 mo\nHere with dad.", 1.0),
        ("CC: 15 mo WCC\nMom is here.", 1.25),
        ("CC: Well child check, 4 years old\nHere with mom.", 4.0),
    ):
        note = note_of(text)
        assert note.age == age and note.companions
    note = note_of("CC: Well child, 12 mo\nPlan: vitamin D daily.\nDev: walks alone, 3 words, no pointing yet.")
    assert [fact.section for fact in note.facts if "walk" in fact.text or "pointing" in fact.text] == ["history"] * 2


def test_the_score_of_a_questionnaire_is_no_disease() -> None:
    line = said("HPI: low mood.\nPHQ9 18. GAD7 12.", DOCTOR)
    assert "PHQ-9 was 18" in line and "GAD-7 was 12" in line and "depression was" not in line


def test_the_letters_of_a_handover_are_headings_and_nobodys_kin() -> None:
    note = note_of(
        "S - 45F post lap chole D1, pain 7/10. B - T1DM on pump. A - BG 19.2, tachy 118. R - pls review pump site."
    )
    assert {section.kind for section in note.sections} >= {"history", "past", "examination", "plan"}
    assert all(fact.subject == "patient" and fact.section != "family" for fact in note.facts)
    note = note_of("S: 60M short of breath.\nB: COPD, smoker.\nA: RR 28, SpO2 86%.\nR: please start nebulisers.")
    assert any(fact.section == "past" and "COPD" in fact.text for fact in note.facts)
    assert all(fact.subject == "patient" for fact in note.facts)


def test_what_no_person_does_is_not_said_by_the_patient() -> None:
    for text in (
        "HPI: tired.\nA/P: Improved A1c. Continue metformin.",
        "ID: 24 y/o trans man, legal name on chart differs; goes by Theo.\nCC: cramps",
    ):
        line = said(text, PATIENT)
        assert not any(word in line for word in ("recovered", "improved", "differ"))
    assert "different" not in said("Exam: bruises R forearm, L flank, different ages.", DOCTOR)
