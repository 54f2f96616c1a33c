"""How the note comes out: from words, the same for people; and from the ledger, where there is one."""

from talks import record

from bedside.agents.reading.read import read_note
from bedside.evaluation.given import Given
from bedside.evaluation.metrics.disclosure import DISCLOSURE
from bedside.evaluation.metrics.prompted import PROMPTED
from bedside.evaluation.metrics.registry import metrics
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.record import Record

TERMS = Terminology.load()
NOTE = "HISTORY OF PRESENT ILLNESS\n\nShe reports cough, fever, headache, nausea and dizziness.\n"


def values(talk: Record, *names: str) -> list[float | None]:
    """What these metrics say of a talk over the note."""
    given = Given(records=[talk], notes={talk.note_id: read_note(talk.note_id, NOTE, TERMS)})
    return [metrics()[name](given).value for name in names]


def test_a_dump_and_a_history_are_told_apart() -> None:
    """Five complaints in one turn are three or more; one by one they are not, and the last comes late."""
    dump = record(
        ("physician", "What brings you in?"), ("patient", "I have a cough, fever, headache, nausea and dizziness.")
    )
    slow = record(
        *(
            turn
            for symptom in ("a cough", "a fever", "a headache", "nausea", "dizziness")
            for turn in (("physician", "Go on."), ("patient", f"I have {symptom}."))
        )
    )
    names = ("three_or_more", "most_in_a_turn", "first_two", "heard_50", "heard_100")
    assert values(dump, *names) == [1.0, 5.0, 1.0, 0.0, 1.0]
    assert values(slow, *names) == [0.0, 1.0, 0.4, 0.4, 1.0]


def test_what_the_physician_names_first_is_not_the_patients() -> None:
    """A patient who confirms brings nothing new."""
    talk = record(("physician", "Any cough or fever?"), ("patient", "Yes, a cough and a fever."))
    assert values(talk, "patient_first", "new_a_turn", "first_two") == [0.0, 0.0, None]


def test_the_ledger_tells_prompted_from_volunteered() -> None:
    """A fact that the question names was asked for; one told beside it has leaked."""
    note = read_note("x", NOTE, TERMS)
    ids = {fact.text.lower().split()[-1]: fact.id for fact in note.facts}
    asked = record(
        ("physician", "Do you have a cough?", {}),
        ("patient", "Yes, and a fever.", {"facts": (ids["cough"], ids["fever"])}),
    )
    assert values(asked, "prompted_precision", "prompted_recall", "leak") == [0.5, 1.0, 0.5]


def test_people_have_no_ledger_and_no_score_of_it() -> None:
    """Without reasons prompted disclosure is None with the reason, and disclosure by words is scored all the same."""
    talk = record(("physician", "Any cough?"), ("patient", "Yes."))
    given = Given(records=[talk], notes={"x": read_note("x", NOTE, TERMS)})
    for metric in PROMPTED:
        score = metric(given)
        assert score.value is None and "dialogue" in score.reason
    assert DISCLOSURE[0](given).value is not None
