"""Plans: what is ordered, given, advised, offered; by whom, when and under which condition."""

import pytest

from tests.reading.drafted import drafts, kinds, value, words


@pytest.mark.parametrize(
    ("text", "what", "action", "who", "when"),
    [
        ("Chest x-ray today.", "Chest x-ray", "image", "physician", "today"),
        ("We will order a repeat ferritin in 6 weeks.", "repeat ferritin", "test", "physician", "in 6 weeks"),
        ("Will continue to monitor liver function in 2 months.", "liver function", "test", "physician", "in 2 months"),
        ("Refer to PT.", "PT", "refer", "physician", ""),
        ("We will refer her to a podiatrist for further evaluation.", "podiatrist", "refer", "physician", ""),
        ("2ww referral to skin clinic", "skin clinic", "refer", "physician", ""),
        ("RTC 3 wk.", "RTC", "follow_up", "patient", "3 wk"),
        ("Follow up with me in 6 months.", "Follow up with me", "follow_up", "patient", "in 6 months"),
        ("She will follow up in 2 weeks for a wound check.", "follow up", "follow_up", "patient", "in 2 weeks"),
        ("A spirometry was ordered today.", "spirometry", "test", "physician", "today"),
        ("r/v 3/52", "r/v", "follow_up", "patient", "3/52"),
        (
            "D/C home with a prescription for ondansetron tomorrow.",
            "D/C home with a prescription for ondansetron",
            "discharge",
            "physician",
            "tomorrow",
        ),
        ("D/C home tomorrow.", "D/C home", "discharge", "physician", "tomorrow"),
    ],
)
def test_orders(text: str, what: str, action: str, who: str, when: str) -> None:
    (found,) = drafts(text)
    assert found.kind == "order"
    assert (words(found, "what"), value(found, "action"), value(found, "who"), words(found, "when")) == (
        what,
        action,
        who,
        when,
    )


def test_a_list_of_tests_is_as_many_orders() -> None:
    found = drafts("We will order a lipid panel, as well as an echocardiogram and a urinalysis.")
    assert [words(draft, "what") for draft in found] == ["lipid panel", "echocardiogram", "urinalysis"]
    assert [value(draft, "action") for draft in found] == ["test", "image", "test"]


def test_an_order_keeps_its_condition() -> None:
    (found,) = drafts("If the cough persists, we will obtain a CT scan for further evaluation.")
    assert (found.kind, words(found, "what"), words(found, "condition")) == (
        "order",
        "CT scan",
        "If the cough persists",
    )
    assert words(found, "purpose") == "for further evaluation"


@pytest.mark.parametrize(
    ("text", "what", "condition"),
    [
        ("Return if worse.", "Return", "if worse"),
        ("Call us if the rash spreads.", "Call us", "if the rash spreads"),
        ("Go to the emergency room should you feel faint.", "Go to the emergency room", "should you feel faint"),
        ("If the fever comes back, she will call the office.", "call the office", "If the fever comes back"),
        ("If pain not settling to ring back", "ring back", "If pain not settling"),
        ("I asked her to weigh herself every morning.", "weigh herself every morning", ""),
        (
            "I suggested that she be careful with licorice, as it raises pressure.",
            "be careful with licorice, as it raises pressure",
            "",
        ),
        ("Stop smoking.", "Stop smoking", ""),
        ("She should continue to monitor her sugars at home.", "continue to monitor her sugars at home", ""),
        ("Avoid foods that may cause hives.", "Avoid foods that may cause hives", ""),
    ],
)
def test_advice(text: str, what: str, condition: str) -> None:
    (found,) = drafts(text)
    assert (found.kind, found.polarity, words(found, "what"), words(found, "condition")) == (
        "advice",
        "present",
        what,
        condition,
    )


def test_advice_is_moved_by_its_marks() -> None:
    text = "I asked her to record her pressures and send them to me."
    first, second = drafts(text)
    assert [(mark.role, text[mark.span.start : mark.span.end]) for mark in first.marks] == [("possessive", "her")]
    assert [(mark.role, text[mark.span.start : mark.span.end]) for mark in second.marks] == [("author_object", "me")]


def test_a_visit_and_coming_sooner_are_two() -> None:
    visit, sooner = drafts("Review in 2 weeks, or sooner if worsening.")
    assert (words(visit, "when"), words(visit, "condition"), visit.temporality) == ("in 2 weeks", "", "current")
    assert (words(sooner, "when"), words(sooner, "condition"), sooner.temporality) == (
        "",
        "if worsening",
        "hypothetical",
    )


@pytest.mark.parametrize(
    "text", ["Follow up with her dentist.", "Schedule an appointment with a dietitian.", "See Dr. Bell in a week."]
)
def test_a_visit_to_somebody_else_is_no_visit_here(text: str) -> None:
    (found,) = drafts(text)
    assert found.kind == "advice"


def test_what_comes_back_is_a_condition() -> None:
    (found,) = drafts("Return to the clinic for chest pain, vomiting or fainting.")
    assert (found.kind, words(found, "what")) == ("advice", "Return to the clinic")
    assert words(found, "condition") == "for chest pain, vomiting or fainting"


@pytest.mark.parametrize(
    ("text", "role", "what"),
    [
        ("I explained that she should rest.", "what", "rest"),
        ("She understands that she should return if the swelling increases.", "what", "return"),
        ("We discussed the importance of a low salt diet.", "what", "a low salt diet"),
        ("Counseled on smoking cessation.", "what", "smoking cessation"),
    ],
)
def test_advice_within_what_was_said(text: str, role: str, what: str) -> None:
    (found,) = drafts(text)
    assert (found.kind, words(found, role)) == ("advice", what)


def test_what_is_left_out_is_stopped() -> None:
    (found,) = drafts("Continue all medications except for stopping ibuprofen.")
    assert (words(found, "drug"), value(found, "action")) == ("ibuprofen", "stop")


def test_what_was_copied_from_an_older_note_is_no_plan() -> None:
    assert set(kinds(drafts("[Copied from 1/2/2020 note] Start digoxin.\n"))) == {"opaque"}


def test_things_to_do_and_to_leave() -> None:
    assert [(d.kind, words(d, "what")) for d in drafts("rest, fluids")] == [("advice", "rest"), ("advice", "fluids")]
    for text in ("No aspirin after the operation.", "I do not recommend antibiotics at this stage."):
        (found,) = drafts(text)
        assert (found.kind, found.polarity) == ("advice", "denied")


@pytest.mark.parametrize(
    ("text", "drug", "action"),
    [
        ("Start ramipril 5 mg, take at night.", "ramipril", "start"),
        ("Continue sertraline 50 mg daily.", "sertraline", "keep"),
        ("She will continue on sertraline.", "sertraline", "keep"),
        ("Increase furosemide to 80 mg daily.", "furosemide", "change"),
        ("D/C naproxen.", "naproxen", "stop"),
        ("Hold warfarin until the INR is normal.", "warfarin", "hold"),
        ("Metoprolol was refilled today.", "Metoprolol", "refill"),
        ("paracetamol prn", "paracetamol", "take"),
        ("I prescribed her omeprazole 20 mg once a day for heartburn.", "omeprazole", "start"),
    ],
)
def test_drugs(text: str, drug: str, action: str) -> None:
    (found,) = drafts(text)
    assert (found.kind, words(found, "drug"), value(found, "action")) == ("drug", drug, action)


def test_a_drug_keeps_its_dose_and_times() -> None:
    first, second = drafts("Continue lisinopril 20 mg once daily and amlodipine 5 mg at night.")
    assert (words(first, "drug"), words(first, "dose"), words(first, "frequency")) == (
        "lisinopril",
        "20 mg",
        "once daily",
    )
    assert (words(second, "drug"), words(second, "dose"), words(second, "frequency")) == (
        "amlodipine",
        "5 mg",
        "at night",
    )


def test_one_drug_for_another() -> None:
    found = drafts("We switched her from furosemide to torsemide.")
    assert [(words(draft, "drug"), value(draft, "action")) for draft in found] == [
        ("furosemide", "stop"),
        ("torsemide", "start"),
    ]


@pytest.mark.parametrize(
    ("text", "what", "answer"),
    [
        ("Declines flu shot.", "flu shot", "declined"),
        ("I recommended a colonoscopy; she declined.", "colonoscopy", "declined"),
        ("She would like to proceed with the injection.", "injection", "accepted"),
    ],
)
def test_offers(text: str, what: str, answer: str) -> None:
    (found,) = drafts(text)
    assert (found.kind, words(found, "what"), value(found, "answer")) == ("offer", what, answer)


def test_a_fear_is_a_wish() -> None:
    (found,) = drafts("Worried about a clot")
    assert (found.kind, words(found, "what"), value(found, "feeling")) == ("wish", "a clot", "fear")


@pytest.mark.parametrize(
    "text", ["Return precautions.", "The patient understands and agrees with the plan.", "All questions were answered."]
)
def test_what_only_the_record_needs(text: str) -> None:
    assert kinds(drafts(text)) == ["none"]


@pytest.mark.parametrize(
    "text",
    [
        "I do not believe she needs a scan.",
        "He does not need to start a statin at this time.",
        "The risks of surgery including infection, stroke, and death.",
        "This was refilled today.",
        "Labs were checked last month.",
        "The dressing should be kept dry.",
        "She was referred to me for a cough.",
    ],
)
def test_no_order_is_made_of_what_is_none(text: str) -> None:
    assert not {"order", "advice", "drug"} & set(kinds(drafts(text)))


def test_spans_lie_in_their_text_and_order() -> None:
    text = "If worse, call us. Start zinc 5 mg daily, rest and drink plenty; see you in 2 weeks.\nCT head, bloods.\n"
    found = drafts(text)
    assert [d.span.start for d in found] == sorted(d.span.start for d in found)
    for draft in found:
        assert 0 <= draft.span.start < draft.span.end <= len(text)
        assert all(text[a.span.start : a.span.end] == a.text for a in draft.arguments)
