"""Parts and records of notes in the shapes in which notes come."""

import pytest

from bedside.agents.reading.layout import layout
from bedside.agents.reading.part import Part, Record


def kinds(text: str, section: str | None = None) -> list[str]:
    return [part.kind for part in layout(text, section)]


def told(text: str, part: Part) -> list[str]:
    return [text[record.span.start : record.span.end] for record in part.records]


def all_told(text: str, section: str | None = None) -> list[str]:
    return [words for part in layout(text, section) for words in told(text, part)]


def records(text: str, section: str | None = None) -> list[Record]:
    return [record for part in layout(text, section) for record in part.records]


@pytest.mark.parametrize(
    "text",
    [
        "CHIEF COMPLAINT\n\nSore elbow.\n\nPAST MEDICAL HISTORY\n\nShingles.\n\nPLAN\n\nRest it.",
        "Chief Complaint\nSore elbow.\nPast Medical History\nShingles.\nPlan\nRest it.",
        "chief complaint: sore elbow\npast medical hx: shingles\nplan : rest it",
        "CC:Sore elbow\nPMHx, shingles\nPlan - rest it",
        "CC: Sore elbow. PMH: shingles. Plan: rest it.",
        "CC Sore elbow\r\nPMH Shingles\r\nPLAN\r\nRest it\r\n",
        "**CC:** Sore elbow\n\n## Past medical history\nShingles\n\n## Plan\nRest it",
        "CHIEF COMPLAINT:, Sore elbow.,PAST MEDICAL HISTORY:, Shingles.,PLAN:, Rest it.",
        "CHIEF COMPLAINT Sore elbow. PAST MEDICAL HISTORY Shingles. PLAN: Rest it.",
    ],
)
def test_the_same_note_in_many_spellings(text: str) -> None:
    parts = [part for part in layout(text) if part.records]
    assert [part.kind for part in parts][-2:] == ["past", "plan"]
    words = [" ".join(told(text, part)).lower().rstrip(".") for part in parts]
    assert words[-2:] == ["shingles", "rest it"]
    assert "elbow" in words[0]


def test_shorthand_of_general_practice() -> None:
    text = "PC: earache\nHPC 2/7 L earache\nDHx NKDA. Nasal spray\nSHx florist\nFH - mother asthma\nICE: wants drops\nDDx ?otitis\nImp otitis"
    assert kinds(text) == [
        "complaint", "history", "medications", "social", "family", "history", "assessment", "assessment",
    ]  # fmt: skip


def test_a_code_in_a_sentence_is_no_heading() -> None:
    text = "No PMH of stroke. Hx of a broken toe.\nPE in 2011."
    assert kinds(text) == ["history"]


@pytest.mark.parametrize(
    "letters",
    [
        "S: hoarse. O: throat red. A: laryngitis. P: rest the voice.",
        "S hoarse\nS: hoarse\nO: red\nA: laryngitis\nP: rest",
    ],
)
def test_soap_letters_in_order(letters: str) -> None:
    assert kinds(letters)[-4:] == ["history", "examination", "assessment", "plan"]


def test_letters_of_a_transcript_are_none() -> None:
    assert kinds("D: What brings you in?\nP: My knee.\nD: Since when?\nP: A week.") == ["history"]


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("GENHX", "history"), ("ROS", "review"), ("FAM/SOCHX", "social"), ("PASTMEDICALHX", "past"), ("PASTSURGICAL", "past"),
        ("EDCOURSE", "course"), ("CC", "complaint"), ("GYNHX", "past"), ("DISPOSITION", "plan"), ("LABS", "results"),
        ("OTHER_HISTORY", "history"), ("Physical Examination", "examination"), ("medications", "medications"), (None, "history"),
    ],
)  # fmt: skip
def test_a_bare_section(section: str | None, kind: str) -> None:
    parts = layout("Nothing of note was said.", section)
    assert [(part.kind, part.heading) for part in parts] == [(kind, section or "")]


def test_problems_of_an_assessment() -> None:
    text = (
        "ASSESSMENT AND PLAN\n\n1. Ankle sprain.\n- Medical Reasoning: It is swollen.\n- Medical Treatment: Splint.\n\n"
        "2. Gout: quiet. Carry on with allopurinol.\n# HM\nFlu jab today.\n\nPatient Agreements: He agrees."
    )
    found = [(record.problem, record.label, record.title) for record in records(text)]
    assert found == [
        ("Ankle sprain", "", True),
        ("Ankle sprain", "Medical Reasoning", False),
        ("Ankle sprain", "Medical Treatment", False),
        ("Gout", "", True),
        ("Gout", "", False),
        ("HM", "", True),
        ("HM", "", False),
        ("", "Patient Agreements", False),
    ]


def test_a_numbered_list_of_diagnoses_has_no_titles() -> None:
    text = "IMPRESSION:\n1.No evidence of stones.\n2.Small hiatal hernia.\n\nPLAN: Nothing."
    assert not any(record.title for record in records(text))
    assert all_told(text)[:2] == ["No evidence of stones.", "Small hiatal hernia."]


def test_organ_systems_as_labels_and_sub_headings() -> None:
    text = "EXAM\nNeck\n- General: supple\n- Nodes: none felt\nLungs: Clear. Heart: Regular.\n\nAbdomen\nSoft"
    found = [(record.label, text[record.span.start : record.span.end]) for record in records(text)]
    assert found == [
        ("Neck / General", "supple"),
        ("Neck / Nodes", "none felt"),
        ("Lungs", "Clear."),
        ("Heart", "Regular."),
        ("Abdomen", "Soft"),
    ]


def test_yes_and_no() -> None:
    text = "ROS: Fever: No, Cough: Yes\n[x] rash\n[ ] itching\nHives:none"
    assert [record.tick for record in records(text)] == ["no", "yes", "yes", "open", "no"]


def test_plus_and_minus_where_both_occur() -> None:
    both, dashes = "SYMPTOMS:\n+ rash\n- itch\n- fever", "SYMPTOMS:\n- rash\n- itch\n- fever"
    assert [record.tick for record in records(both)] == ["yes", "no", "no"]
    assert [record.tick for record in records(dashes)] == ["", "", ""]
    assert all_told(both) == all_told(dashes) == ["rash", "itch", "fever"]


def test_tables() -> None:
    text = (
        "LABS\n| Test | Value |\n|---|---|\n| Sodium | 139 |\nVITALS\nBP   118/70   HR   64\nMEDS\nzinc\t20 mg\tdaily"
    )
    found = [(record.label, text[record.span.start : record.span.end]) for record in records(text)]
    assert found == [("Sodium", "139"), ("BP", "118/70"), ("HR", "64"), ("", "zinc\t20 mg\tdaily")]
    assert any("Test" in note for part in layout(text) for note in part.notes)


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "HISTORY\nThe patient fell from a ladder two days ago while he was picking cherries with\nhis neighbor. He landed on "
        "his left side and has had pain over the ribs\nsince then.\n\nMEDS\nzinc\niron"
    )
    first = records(text)[0]
    assert len(first.sentences) == 2
    assert all_told(text)[-2:] == ["zinc", "iron"]


def test_a_list_numbered_within_a_line() -> None:
    assert all_told("Plan: 1. Splint. 2. Ice for 20 min. 3. Review in 2 wk.") == [
        "Splint.",
        "Ice for 20 min.",
        "Review in 2 wk.",
    ]


def test_numbers_of_a_list_are_told_from_amounts() -> None:
    text = "MEDS:\n12 ZINC 20 MG TABLET\n1. Iron 5.5 mg\n2.5 mg of something"
    assert all_told(text) == ["12 ZINC 20 MG TABLET", "Iron 5.5 mg", "2.5 mg of something"]


def test_headings_in_a_list_hold_for_their_entry() -> None:
    text = "HISTORY:\n- fell at work\n- Meds: zinc\n- lives with a dog\n- hit his head"
    assert [part.kind for part in layout(text)] == ["history", "medications", "history"]


def test_identifiers_and_signatures_are_told_to_nobody() -> None:
    text = "MRN: 00441\nName: Ada B. Sample  DOB: 01/02/1950\nSex: F\n\nCC: Rash\nAllergy: zinc (hives).\nB. Marsh RN\nTotal time 20 min."
    words = " ".join(all_told(text))
    assert words == "F Rash zinc (hives)."
    assert sum(len(part.notes) for part in layout(text)) == 5


def test_a_letter() -> None:
    text = "Dear Dr. Poole,\n\nThank you for sending Mr. Fox, who has gout.\n\nPlan: colchicine.\n\nYours sincerely,\n\nDr. T. Reed\nRheumatology"
    assert all_told(text) == ["Thank you for sending Mr. Fox, who has gout.", "colchicine."]


def test_templates_are_put_aside() -> None:
    text = "ROS: @ROS@ Negative except as per HPI.\nHPI: Ms. ___ is a ___ year old with hives.\n{Smoking:1234}\n***\nPlan: [**Name**]"
    assert all_told(text) == ["Negative except as per HPI.", "Ms. ___ is a ___ year old with hives."]


def test_copied_paragraphs() -> None:
    text = "HPI: Better.\n[Copied from 02/02/2020 note] Plan: splint.\n\nA/P: Remove the splint."
    found = [(text[r.span.start : r.span.end], r.source) for r in records(text)]
    assert found == [("Better.", ""), ("splint.", "copied"), ("Remove the splint.", "")]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("--- Prior note below (A. Roe NP, 02/02/2020) ---", "--- End prior note ---"),
        ("=== PREVIOUS VISIT 2/2/20 ===", ""),
        ("<<< begin copied old note >>>", "<<< end of old note >>>"),
    ],
)
def test_an_earlier_note_between_marks_says_nothing_of_today(begin: str, end: str) -> None:
    """Up to its last mark, or up to an empty line where it has none."""
    text = f"HPI: Better.\n{begin}\nHPI: cannot walk.\nPlan: splint.\n{end}\nPlan: remove the splint."
    assert all_told(text) == ["Better.", "remove the splint."]


def test_what_is_told_in_confidence() -> None:
    text = "A 15-year-old came with her mother.\nConfidential history (mother out of the room)\nShe smokes."
    last = layout(text)[-1]
    assert (last.confidential, last.audience) == (True, ("mother",))
    assert not layout(text)[0].confidential


def test_somebody_goes_out_and_comes_back() -> None:
    text = "He has a cough. Mom was asked to leave the room. He vapes. Mom came back in. We talked about asthma."
    parts = layout(text)
    assert [(part.confidential, part.audience) for part in parts] == [(False, ()), (True, ("mother",)), (False, ())]
    assert "vapes" in told(text, parts[1])[0]


def test_a_secret_has_an_audience() -> None:
    assert layout("He does not want his wife to know that he lost his job.")[0].audience == ("wife",)
    assert layout("He does not want his wife to worry. His father has gout.")[0].audience == ()


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Her wife is unaware of the test.", ("wife",)),
        ("He has not told his daughter.", ("daughter",)),
        ("Not to be shared with her brother.", ("brother",)),
        ("She is unaware of any illness in the family.", ()),
        ("His mother does not know what set it off.", ()),
        ("He does not know his father.", ()),
    ],
)
def test_secrets_are_told_from_not_knowing(words: str, people: tuple[str, ...]) -> None:
    assert layout(words)[0].audience == people


def test_vital_signs_below_a_complaint() -> None:
    text = "CC: sore toe\nBP 128/82, HR 70\nLungs: clear\nHeart: regular\nIt began on Sunday."
    assert [(part.kind, told(text, part)) for part in layout(text)] == [
        ("complaint", ["sore toe"]),
        ("vitals", ["BP 128/82, HR 70"]),
        ("examination", ["clear", "regular"]),
        ("history", ["It began on Sunday."]),
    ]


def test_a_story_may_name_a_pressure() -> None:
    assert kinds("HISTORY\nBP 150/90 at home on Sunday, as he says.\nHe is well.") == ["history"]


def test_an_export_with_columns_and_sub_headings() -> None:
    text = (
        "Social History\nTobacco Use\n• Smoking status: Never\n• Vaping: No\n\nFamily History\nProblem\tRelation\n• Gout\tFather\n\n"
        "Patient Active Problem List\n   Diagnosis\n• Asthma\n"
    )
    assert [(part.kind, told(text, part)) for part in layout(text)] == [
        ("social", ["Never", "No"]),
        ("family", ["Father"]),
        ("past", ["Asthma"]),
    ]


def test_a_story_goes_on_behind_a_section_of_one_line() -> None:
    text = "PMH: gout\nSH: lives alone\n\nHas tried ice without relief.\n\nPlan: rest"
    assert kinds(text) == ["past", "social", "history", "plan"]


def test_what_was_put_in_from_elsewhere() -> None:
    text = "HPI: Better.\n----- Forwarded from another hospital -----\nImpression: gout\n-----\nPlan: rest"
    found = [(text[r.span.start : r.span.end], r.source) for r in records(text)]
    assert found == [("Better.", ""), ("gout", "quoted"), ("rest", "")]


def test_other_languages() -> None:
    text = "Vorstellungsgrund: Halsweh\nVorerkrankungen: keine\nBefund: Rachen rot\nProcedere: Schonung"
    assert kinds(text) == ["complaint", "past", "examination", "plan"]


def test_an_empty_note_has_no_parts() -> None:
    assert layout("") == layout(" \n\t\n") == ()


def test_a_reason_for_the_visit_may_sound_like_a_heading() -> None:
    text = "CHIEF COMPLAINT\n\nFollow-up.\n\nHISTORY\n\nShe is well."
    assert [(part.kind, told(text, part)) for part in layout(text)] == [
        ("complaint", ["Follow-up."]),
        ("history", ["She is well."]),
    ]


def test_a_diagnosis_below_results_opens_a_part() -> None:
    assert kinds("Investigations: CRP 22.\nDiagnosis: gout.\nPlan: rest.") == ["results", "assessment", "plan"]
    assert kinds("CT head\nFindings: no bleed\nImpression: normal scan", "results") == ["results"]


@pytest.mark.parametrize(
    "text",
    ["GP F2F. Cough for a week.", "Nursing shift note 0700-1900\nCough for a week.", "Dental:\nCough for a week."],
)
def test_a_title_says_where_a_note_was_written(text: str) -> None:
    assert all_told(text) == ["Cough for a week."]


def test_shorthand_without_a_sign_opens_a_part_of_one_sentence() -> None:
    parts = layout("Fell today. PMH asthma. Last ate at 6. Plan: x-ray.")
    assert [part.kind for part in parts] == ["history", "past", "history", "plan"]


def test_a_plan_behind_denied_self_harm_is_the_visits() -> None:
    assert kinds("Mood low, no thoughts of self-harm. Plan: see the GP.")[-1] == "plan"
    assert "plan" not in kinds("SI: present, daily. Plan: overdose. Intent: denies.")
