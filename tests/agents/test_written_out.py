"""Shorthand is written out before a note is read, means the same, and every fact still points into the note as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.agents.extraction.extract import extract
from bedside.agents.extraction.written_out import write_out
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Note, Span

READ = {
    "54 yo F w/ h/o HTN c/o R knee pain x3 wks": "54-year-old female with history of HTN complaining of right knee pain for 3 weeks",
    "Pt c/o CP on exertion": "Pt complains of chest pain on exertion",
    "15 mo M here for WCC": "15-month-old male here for well child check",
    "67M w PMH of CAD s/p stent": "67-year-old male with past medical history of CAD status post stent",
    "2d hx of fever to 39.4 & R ear pain.": "fever to 39.4 & right ear pain for 2 days.",
    "Denies N/V/D. Has F/C": "Denies nausea, vomiting or diarrhea. Has fever and chills",
    "radiates to L arm": "radiates to the left arm",
    "Swelling R > L": "Swelling right more than left",
    "RRR no m/r/g, abd soft NTND": "Regular rate and rhythm, no murmurs, rubs or gallops, abdomen soft, not tender, not distended",
    "R TM bulging, L TM clear": "Right eardrum bulging, left eardrum clear",
    "no effusion, + medial joint line TTP, FROM": "no effusion, positive for medial joint line tenderness, full range of motion",
    "BLE edema, LUE weakness, RUQ pain": "Both legs edema, left arm weakness, right upper quadrant pain",
    "SpO2 99% RA, T 38.9": "SpO2 99% on room air, temperature 38.9",
    "Decreased PO, +rhinorrhea x1wk": "Decreased eating and drinking, positive for rhinorrhea for 1 week",
    "Mom giving ibuprofen": "Mom has been giving ibuprofen",
    "Sleeps 11 hrs/night + 1 nap": "Sleeps 11 hours a night plus 1 nap",
    "2 prior AOM, last 8 mo ago": "2 prior ear infections, last 8 months ago",
    "Dispo: admit to tele": "Disposition: admit to telemetry",
    "both the R and L side": "both the right and left side",
    "28 y/o G2P1 at 32w3d, no LOF or VB": "28-year-old female, G2P1 at 32 weeks and 3 days, no loss of fluid or vaginal bleeding",
    "Denies SI/HI, no trauma hx": "Denies suicidal or homicidal thoughts, no trauma history",
    "smokes 1 ppd, RTC 2 wks": "smokes 1 pack a day, return in 2 wks",
    "Mrs. Doyle, 84, seen at home": "Mrs. Doyle is a 84-year-old patient seen at home",
    "3/7 hx of diarrhoea. No blood": "diarrhoea for 3 days. No blood",
    "2-3/52 history cough, no fever": "cough for 2-3 weeks, no fever",
    "64M BIBA c/o CP x 2h.": "64-year-old male brought in by ambulance complaining of chest pain for 2 hours.",
    "w/ PMH HTN, a/w diaphoresis, N, no V": "with past medical history of HTN, associated with diaphoresis, nausea, no vomiting",
    "NTG gtt, prob thrombosis 2/2 nonadherence, RV 3 wks": "Nitroglycerin drip, probable thrombosis due to nonadherence, review in 3 wks",
    "Return if needs it more often, call if worse": "Return if the patient needs it more often, call if worse",
    "Bowels not open 3/7": "Has not opened bowels for 3 days",
    "no h/o of migraine": "no history of migraine",
}  # fmt: skip
KEPT = (
    "Given 5 L oxygen, then 2 L by mask",
    "MRI of the L spine and an R wave",
    "w/c bound, e.g. at home",
    "U&E, FBC and a R/V in 2/52, paracetamol QDS",
    "He came from work. The cat sat.",
    "T cells and B cells; HC was stopped",
    "Seen by PT. In CT no change.",
    "3 + 4 = 7 and vitamin B12",
    "Blood pressure 120/80, pain 2/10, born 1/2/1990",
)


@pytest.mark.parametrize("shorthand", READ)
def test_what_has_one_meaning_is_written_out(shorthand: str) -> None:
    """Each in full, and no other word touched."""
    assert write_out(shorthand).text == READ[shorthand]


@pytest.mark.parametrize("text", KEPT)
def test_what_may_mean_something_else_stays(text: str) -> None:
    """Letters that only look like shorthand, and British shorthand that is spoken as it is."""
    assert write_out(text).text == text


PIECES = st.lists(st.sampled_from([*READ, *KEPT, "He is well.", "é “so”", "\n", "PLAN:\n", "1. ", "- "]), max_size=12)


@given(PIECES.map(" ".join) | st.text(max_size=120))
def test_what_was_replaced_can_be_put_back(text: str) -> None:
    """The edits lead from what is read to what was given, character by character."""
    written = write_out(text)
    back, at = "", 0
    for edit in written.edits:
        back += written.text[at : edit.start] + text[edit.given_start : edit.given_end]
        at = edit.end
    assert back + written.text[at:] == text


@given(PIECES.map(" ".join))
def test_every_fact_points_into_the_note_as_given(text: str) -> None:
    """Its text is the slice of what is read; its origin is a slice of what was given, and equal where nothing was
    replaced; the order is kept."""
    note = extract("n", text)
    assert note.given == text
    last = 0
    for fact in note.facts:
        assert note.text[fact.span.start : fact.span.end] == fact.text
        origin = note.origin(fact.span)
        assert 0 <= origin.start < origin.end <= len(text)
        assert last <= origin.start
        last = origin.start
        touched = any(edit.start < fact.span.end and fact.span.start < edit.end for edit in note.edits)
        assert touched or note.quote(fact.span) == fact.text


def test_a_span_within_what_was_written_out_takes_all_of_it() -> None:
    """ "right" of "R" stands where "R" stands; before and after it nothing moves."""
    note = Note(id="n", text="a right b", edits=write_out("a R knee").edits, shorthand="a R b")
    assert [note.quote(Span(start=a, end=b)) for a, b in ((0, 1), (2, 7), (3, 5), (0, 9), (8, 9))] == [
        "a", "R", "R", "a R b", "b",
    ]  # fmt: skip


NOTE = """CC: R knee pain

HPI: Pt is a 54 yo F w/ h/o HTN, DM2 c/o R knee pain x3 wks, worse w/ stairs. Tried ibuprofen w/o relief. Denies F/C.

PE: RRR no m/r/g, CTAB, abd soft NTND
R knee: no effusion, + medial joint line TTP, FROM

A/P: 54 yo F w/ R knee OA, likely.
1. X-ray R knee
2. Topical diclofenac 1% gel QID prn
3. PT referral x6 wks
4. F/u 6 wks, sooner if swelling or locking
"""


def test_a_telegraphic_note_is_read_into_what_it_says() -> None:
    """What is denied, what is found, what is thought and what is ordered."""
    facts = {fact.text: fact for fact in extract("n", NOTE, Terminology.load()).facts}
    assert facts["right knee pain for 3 weeks, worse with stairs"].frame == "complaining of"
    denied = {"fever", "chills", "murmurs", "rubs", "gallops", "effusion"}
    assert {name for name, fact in facts.items() if fact.polarity == "denied"} == denied
    assert facts["medial joint line tenderness"].polarity == "present"
    assert facts["Right knee pain"].side == "right"
    assert {fact.text for fact in facts.values() if fact.section == "plan"} == {
        "X-ray right knee", "Topical diclofenac 1% gel QID prn", "Physical therapy referral for 6 weeks",
        "F/u in 6 wks, sooner if swelling or locking",
    }  # fmt: skip
    assert facts["HTN"].section == "history"


def test_what_follows_a_complaint_without_a_heading_is_the_story() -> None:
    """One line of complaint, then sentences."""
    text = "CC: CP\n67M w PMH of HLD presents with substernal CP x 2 hrs while shoveling snow. Last stress test 1 yr ago neg."
    facts = extract("n", text, Terminology.load()).facts
    assert [fact.section for fact in facts] == ["complaint", *["history"] * (len(facts) - 1)]
    assert next(fact for fact in facts if "stress" in fact.text).polarity == "present"


def test_what_is_thought_and_what_is_done_stand_apart_under_one_heading() -> None:
    """Behind a dash or a comma, after a problem: an order is a plan, and so is what was talked about."""
    text = "A/P\n1. HTN above goal, increase losartan to 100.\n2. Mild anemia - start iron 325 daily.\n3. Start X 10 daily, counseled re: infections."
    told = {fact.text: fact.section for fact in extract("n", text, Terminology.load()).facts}
    assert told == {
        "HTN above goal": "assessment",
        "increase losartan to 100": "plan",
        "Mild anemia": "assessment",
        "start iron 325 daily": "plan",
        "Start X 10 daily": "plan",
        "infections": "plan",
    }


def test_a_report_without_headings_keeps_findings_and_thoughts_from_the_patient() -> None:
    """In plain sentences too, what is measured, shown and concluded is the physician's."""
    text = (
        "Ms. Kim is a 34-year-old woman who comes in with three days of burning when she urinates. She has no fever. On exam she "
        "is comfortable. Temperature is 98.4. Urine dipstick shows nitrite and blood. This is an uncomplicated urinary tract "
        "infection. I will start nitrofurantoin 100 mg twice daily for five days."
    )
    facts = extract("n", text, Terminology.load()).facts
    told = {fact.text.split()[0]: fact.section for fact in facts if fact.section != "history"}
    assert told == {
        "On": "examination",
        "Temperature": "examination",
        "Urine": "results",
        "This": "assessment",
        "I": "plan",
    }


def test_a_mother_without_concerns_is_no_illness_of_hers() -> None:
    """ "Mom has no concerns" is hers to say; what she has been giving is no history of hers."""
    text = "15 mo M here for WCC. Mom has no concerns. Mom giving vitamin D."
    said = {fact.text: fact for fact in extract("n", text, Terminology.load()).facts}
    assert (said["concerns"].polarity, said["concerns"].subject) == ("denied", "mother")
    assert said["Mom has been giving vitamin D"].role == "clause"


def test_a_run_cites_the_note_as_it_was_given() -> None:
    """Spans in the reasons are offsets into the author's own file; what is said is written out."""
    import asyncio

    from bedside.orchestrator.build.simulate_item import Item, Simulator
    from bedside.scenarios.case import Case
    from bedside.scenarios.load import note_only_case

    case: Case = note_only_case("n", NOTE).model_copy(update={"knowledge": False})
    fold = asyncio.run(Simulator(0).perform(Item("n", case, NOTE), lambda _: None)).state
    said = " ".join(turn.text for turn in fold.turns)
    assert "right knee" in said
    quoted = {NOTE[span.start : span.end] for reason in fold.reasons for span in reason.spans}
    assert {"R knee pain x3 wks, worse w/ stairs", "medial joint line TTP", "PT referral x6 wks"} <= quoted
