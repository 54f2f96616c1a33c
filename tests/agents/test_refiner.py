"""The built-in refiner: what it asks to be mended."""

from bedside.agents.agenda.refiner import AgendaRefiner
from bedside.agents.extraction.extract import extract
from bedside.agents.refiner import Review
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.case import Case
from bedside.scenarios.plan import Plan
from bedside.scenarios.turn import Reason, Turn

TEXT = "HISTORY OF PRESENT ILLNESS\nMara has had numbness in the left foot.\n"


def review(*turns: tuple[str, str, str]) -> Review:
    """A talk of these turns, each with its id, speaker and text."""
    said = tuple(Turn(id=name, speaker=speaker, text=text) for name, speaker, text in turns)
    reasons = tuple(
        Reason(turn=turn.id, thought="", act="ask", topic="story", step=turn.id.split(".")[0]) for turn in said
    )
    note = extract("n", TEXT, Terminology.load())
    return Review(case=Case(id="c", note=TEXT), note=note, plan=Plan(topics=()), turns=said, reasons=reasons)


async def test_what_only_a_guideline_made_somebody_say_covers_no_fact() -> None:
    """A red-flag question that happens to name a fact does not stand for telling it: with and without the guideline
    store the same facts are asked for. Told in a step of the plan, it is covered."""
    question = ("physician", "Any numbness in your left foot?")
    by_guideline = await AgendaRefiner().review(
        review(("e001.physician", *question), ("e001.patient", "patient", "Yes."))
    )
    by_plan = await AgendaRefiner().review(review(("s001.physician", *question), ("s001.patient", "patient", "Yes.")))
    assert "coverage: a topic was not opened" in {repair.fault for repair in by_guideline}
    assert "coverage: a topic was not opened" not in {repair.fault for repair in by_plan}
