"""Conversations about dense German shorthand: whole, in spoken German, by whom it may be said, and as grave as the news is."""

import re
from typing import Any

import pytest

from bedside.agents.languages.lexicon import load_lexicon
from bedside.benchmarks.shorthand import planted
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.runs.note_form import packed_note, read_note
from bedside.scenarios.case import Case

GERMAN = load_lexicon("de")
NOTES = {one["id"]: one["note"] for one in planted() if one["language"] == "de"}
# A heading of a note, a short form or a scheme of doses, none of which anybody says.
WRITTEN = re.compile(
    r"\b(?:Pat\.|Med\.|Bef\.|Z\.n\.|V\.a\.|b\.B\.|o\.B\.|wg\.|VE:|VM:|Th\.|AU|WV|ÜW|RR|HF|LK|DD|Zustand nach)(?!\w)|\d-\d-\d|[ØØ∅↓↑]"
)


async def hold(text: str, seed: int = 1) -> DialogueState:
    """One conversation about a note, without guidelines."""
    case = Case(id="n", note=text, language="de", knowledge=False)
    return (await Simulator(seed).perform(Item("n", case, text), lambda _: None)).state


def lines(state: DialogueState, *speakers: str) -> str:
    """What these speakers said, a line a turn."""
    return "\n".join(turn.text for turn in state.turns if turn.speaker in speakers)


@pytest.mark.thin(5)
@pytest.mark.parametrize("name", NOTES)
async def test_shorthand_is_told_whole_and_in_spoken_german(name: str) -> None:
    """Every fact is said or left out with a reason, no line has a fault, and nobody says a short form, a heading or a sign."""
    state = await hold(NOTES[name])
    assert state.status == "finished", state.failure
    assert not state.meta["unsaid"]
    assert not [
        (turn.text, found)
        for turn, reason in zip(state.turns, state.reasons, strict=True)
        for found in reason.checks
        if found.passed is False
    ]
    assert not (found := WRITTEN.findall("\n".join(turn.text for turn in state.turns))), found


async def test_the_patient_is_never_spoken_of_by_the_patient() -> None:
    """What the note says of "the patient" is the speaker's own, and the physician says Sie."""
    state = await hold(NOTES["de-g01"])
    assert "Ich habe ein Druckgefühl in der Brust" in lines(state, "patient")
    assert not re.search(r"\bPatient(?:in)?\b", lines(state, "patient", "physician"))
    assert not re.search(r"\b(?:du|dir|dein\w*|Du|Dir|Dein\w*)\b", lines(state, "physician"))


async def test_a_plan_is_said_as_orders() -> None:
    """Each shorthand of a plan as what the physician or the patient does."""
    said = lines(await hold(NOTES["de-g03"]), "physician")
    for words in (
        "Ich verschreibe Ihnen|Nehmen Sie bitte|Sie bekommen von mir",
        "Ich schreibe Sie eine Woche krank",
        "Bitte kommen Sie in 2 Wochen wieder",
        "Bei Lähmung oder Blasenstörung.* gehen Sie bitte sofort ins Krankenhaus",
    ):
        assert re.search(words, said), words


async def test_a_stopped_drug_is_said_to_be_stopped() -> None:
    """And why, by whom it concerned; it is not said to be taken."""
    said = lines(await hold(NOTES["de-g01"]), "patient")
    assert "Simvastatin wurde wegen Muskelschmerzen abgesetzt" in said
    assert not re.search(r"nehme (?:ich )?Simvastatin", said)


async def test_grave_news_is_met_as_such() -> None:
    """After a diagnosis that frightens nobody says "good", and the physician goes on with a word of comfort."""
    state = await hold(NOTES["de-g10"])
    at = next(
        n for n, reason in enumerate(state.reasons) if reason.act == "explain" and state.turns[n].speaker == "physician"
    )
    assert re.search(r"\?$", state.turns[at + 1].text) and not re.match("Gut|Okay|Danke", state.turns[at + 1].text)
    assert re.search("Schreck|erschreckt", state.turns[at + 2].text)


async def test_thoughts_of_death_are_not_passed_over() -> None:
    """Whoever says that life is a burden is thanked for saying so, once."""
    state = await hold(NOTES["de-g06"])
    at = next(n for n, turn in enumerate(state.turns) if "Lebensüberdruss" in turn.text)
    assert re.match("Das tut mir sehr leid|Das ist wirklich schwer|Danke, dass Sie", state.turns[at + 1].text)
    assert not re.match("Gut|Alles klar|Okay", state.turns[at + 1].text)


async def test_a_story_is_neither_ordered_nor_an_allergy() -> None:
    """A note that begins with a check-up and has a line of findings below its allergies: nobody is told to go without what they
    do not have, and only what is an allergy is told as one."""
    state = await hold(NOTES["de-p06"])
    assert "verzichten" not in lines(state, "physician")
    borne = [
        turn.text
        for turn, reason in zip(state.turns, state.reasons, strict=True)
        if reason.topic == "allergies" and turn.speaker == "patient"
    ]
    assert re.search("Hausstaub.*Birke", " ".join(borne))
    assert not re.search("Atemgeräusch|Giemen|FEV1|Asthma", " ".join(borne))


async def test_a_mother_tells_of_her_child_and_of_herself() -> None:
    """The child's illness is told of the child, the mother's as her own, the brother's as the brother's."""
    said = lines(await hold(NOTES["de-g07"]), "mother")
    assert "hat er Fieber" in said
    assert "Ich bin Asthmatikerin" in said
    assert "Der Bruder ist erkältet" in said


async def test_a_note_written_out_is_read_again_from_a_log_without_its_text() -> None:
    """What a run keeps of a note gives the same note again, with and without its words."""
    text = NOTES["de-g02"]
    case: Any = Case(id="n", note=text, language="de", knowledge=False)
    from bedside.agents.builtin.family import family

    note = family("visit", case.protocol, "de").extract("n", text)
    assert note.edits
    for keep in (True, False):
        again = read_note(packed_note(note, keep), None if keep else text)
        assert (again.text, again.given, again.facts) == (note.text, text, note.facts)
