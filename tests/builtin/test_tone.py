"""How people talk in situations that call for tact: a table, each held through the whole program with several seeds and moods."""

import asyncio
import re

import pytest

from bedside.agents.builtin.english_family import english
from bedside.agents.builtin.evidence import APART, safety_net
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.case import PatientSpec
from bedside.scenarios.load import note_only_case
from bedside.scenarios.plan import Step

GLAD = r"\b(?:great|wonderful|lovely|perfect|good news|awesome|glad to hear|good to hear|that's good|okay, good|a relief)\b"
CHAT = r"\b(?:traffic|weather|raining|your week|drive in|find us|find your way)\b"
LIVING = r"\b(?:for a living|you do for work|kind of work)\b"
_NOTE = "CHIEF COMPLAINT:\n{}\n\nHISTORY OF PRESENT ILLNESS:\n{}\n\nRESULTS:\nHemoglobin is normal.\n\nASSESSMENT AND PLAN:\n{}\n"
SITUATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a heart attack": (
        _NOTE.format(
            "Chest pain.",
            "Mr. Lee is a 61-year-old man with crushing chest pain for two hours. He has been sweating.",
            "Acute myocardial infarction. Aspirin 324 mg. Admit to cardiology.",
        ),
        (GLAD, CHAT),
    ),
    "thoughts of suicide": (
        _NOTE.format(
            "Low mood.",
            "A 34-year-old woman with low mood for two months. She has thoughts of killing herself. She sleeps three hours a night.",
            "Major depression with suicidal ideation. Admit to psychiatry.",
        ),
        (GLAD, CHAT),
    ),
    "an overdose": (
        _NOTE.format(
            "Overdose.",
            "A 25-year-old man took an overdose of acetaminophen last night. He has nausea.",
            "Acetaminophen overdose. Acetylcysteine. Admit to medicine.",
        ),
        (GLAD, CHAT),
    ),
    "a miscarriage": (
        _NOTE.format(
            "Vaginal bleeding.",
            "A 29-year-old woman, 9 weeks pregnant, with bleeding since yesterday. Ultrasound shows no fetal heartbeat.",
            "Miscarriage. Misoprostol 800 mcg. Return in one week.",
        ),
        (GLAD, CHAT),
    ),
    "a stroke": (
        _NOTE.format(
            "Weakness.",
            "A 70-year-old woman with weakness of the right arm since this morning. She has trouble speaking.",
            "Acute ischemic stroke. CT of the head. Admit to neurology.",
        ),
        (GLAD, CHAT),
    ),
    "cancer": (
        _NOTE.format(
            "Biopsy results.",
            "A 52-year-old woman here for the results of a breast biopsy. She has a lump in the left breast.",
            "Invasive ductal carcinoma of the left breast. Refer to oncology. Blood pressure is well controlled.",
        ),
        (GLAD, CHAT),
    ),
    "a heart attack in one paragraph": (
        "61M with crushing chest pain x2h, sweating. ECG shows ST elevation. STEMI. Aspirin 324 mg given. To the cath lab now.\n",
        (GLAD, CHAT),
    ),
    "a stillbirth": (
        _NOTE.format(
            "No movements.",
            "A 31-year-old woman, 36 weeks pregnant, has felt no movements since yesterday.",
            "Intrauterine fetal death. Induction of labour tomorrow.",
        ),
        (GLAD, CHAT),
    ),
    "a husband who hits": (
        _NOTE.format(
            "Bruises.",
            "A 27-year-old woman with bruises on both arms. Her husband hits her.",
            "Intimate partner violence. Safety plan. Social work today.",
        ),
        (GLAD, CHAT),
    ),
    "a girl of 15 in one paragraph": (
        "15F with knee pain for two weeks after football. Works weekends at a bakery. Tenth grade. Knee sprain, ice, review in 2 weeks.\n",
        (LIVING,),
    ),
    "a girl of 16": (
        "CHIEF COMPLAINT:\nKnee pain.\n\nHISTORY OF PRESENT ILLNESS:\nA 16-year-old girl with knee pain for two weeks.\n\n"
        "SOCIAL HISTORY:\nShe works at a bakery on weekends. She is in tenth grade.\n\nASSESSMENT AND PLAN:\nKnee sprain. Ice.\n",
        (LIVING,),
    ),
    "a boy of 13": (
        "CHIEF COMPLAINT:\nCough.\n\nHISTORY OF PRESENT ILLNESS:\nA 13-year-old boy with a cough for a week.\n\n"
        "SOCIAL HISTORY:\nHe is a student in seventh grade.\n\nASSESSMENT AND PLAN:\nViral bronchitis. Fluids.\n",
        (LIVING,),
    ),
}


def said(text: str, seed: int, mood: str) -> list[str]:
    """The lines of a whole conversation."""
    case = note_only_case("a", text, seed=seed).model_copy(
        update={"patient": PatientSpec.model_validate({"persona": "plain", "mood": mood}), "knowledge": False}
    )
    result = asyncio.run(Simulator(seed).perform(Item("a", case, text), lambda _: None))
    assert result.state.failure is None
    return [f"{turn.speaker}: {turn.text}" for turn in result.state.turns]


@pytest.mark.no_cover
@pytest.mark.parametrize("situation", SITUATIONS)
def test_nobody_says_what_is_out_of_place(situation: str) -> None:
    text, never = SITUATIONS[situation]
    for seed, mood in enumerate(("plain", "cheerful", "overly-positive", "anxious")):
        lines = said(text, seed, mood)
        assert len(lines) >= 8
        assert [line for line in lines for pattern in never if re.search(pattern, line, re.IGNORECASE)] == []


def test_somebody_who_speaks_of_killing_herself_is_answered() -> None:
    lines = said(SITUATIONS["thoughts of suicide"][0], 0, "plain")
    at = next(n for n, line in enumerate(lines) if "killing myself" in line)
    assert re.search(r"telling me that|you told me|very hard|courage|safe", lines[at + 1])


@pytest.mark.parametrize("order", [1, -1])
def test_safety_advice_comes_from_the_gravest_problem(order: int) -> None:
    """Whichever page was found first, and not at all from another where the gravest may kill."""
    pages = [
        Evidence(id="rash#safety", document="rash", section="Safety net", text="- the rash spreads | same day"),
        Evidence(
            id="stroke#safety", document="stroke", section="Safety net", text="- the arm is weak again | emergency"
        ),
    ]
    step = Step(id="s1", act="safety", topic="plan", revealer="physician", subject=APART.join(("stroke", "rash")))
    brief = Brief(role="physician", dialogue="d", seed=1, step=step, evidence=tuple(pages[::order]))
    assert [net[2] for net in safety_net(brief)] == ["stroke#safety"]
    assert safety_net(brief.model_copy(update={"evidence": (pages[0],)})) == []
    lesser = step.model_copy(update={"subject": "rash"})
    assert [net[2] for net in safety_net(brief.model_copy(update={"step": lesser}))] == ["rash#safety"]


@pytest.mark.no_cover
@pytest.mark.parametrize(("situation", "chats"), [(name, name.startswith(("a girl", "a boy"))) for name in SITUATIONS])
def test_small_talk_is_for_other_visits(situation: str, chats: bool) -> None:
    text = SITUATIONS[situation][0]
    case, family = note_only_case("a", text), english()
    note = family.extract("a", text)
    plans = [asyncio.run(family.planner.plan(case, note, seed)) for seed in range(60)]
    steps = (step for plan in plans for topic in plan.topics for step in topic.steps)
    assert any(step.subject == "smalltalk" for step in steps) is chats
