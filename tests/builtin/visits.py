"""Visits held by the built-in family over notes whose statements are typed by hand."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from typed import Made

from bedside.agents.builtin.english_family import EnglishFamily, english
from bedside.orchestrator.build.built_in_players import built_in_players
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Plan, Step


def case_of(note: Note, **more: Any) -> Case:
    """A case over a note, without guidelines."""
    return Case.model_validate({"id": "c", "note": note.text or "-", "knowledge": False, "seed": 1, **more})


def plan_of(note: Note, seed: int = 0, **more: Any) -> Plan:
    """The agenda of a note."""
    case = case_of(note, **more)
    return asyncio.run(english(case.style, case.protocol).planner.plan(case, note, seed))


def held(note: Note, seed: int = 1, **more: Any) -> Any:
    """The state of a whole conversation over a note, through the real graph."""
    case = case_of(note, seed=seed, **more)
    family = english(case.style, case.protocol)

    def players(given: Case) -> Any:
        made = built_in_players(given)
        return replace(
            made,
            planner=family.planner,
            physician=family.physician,
            patient=family.patient,
            refiner=family.refiner,
            extract=lambda *_, **__: note,
            check_turn=None,
        )

    item = Item(case.id, case, note.text)
    return asyncio.run(Simulator(seed, players_for=players).perform(item, lambda _: None)).state


def say(role: str, step: Step, facts: Sequence[Fact] = (), **more: Any) -> str:
    """What a role says in a brief."""
    family: EnglishFamily = english()
    speaker = family.physician if role == "physician" else family.patient
    brief = Brief.model_validate(
        {"role": role, "dialogue": "d", "seed": 1, "step": step, "facts": tuple(facts), **more}
    )
    return asyncio.run(speaker.speak(brief)).text


def visit() -> Note:
    """A whole visit: a cough, a history, an examination, a plan."""
    made = Made()
    made.section("complaint").add("complaint", what="cough")
    made.section("history")
    made.add("symptom", what="cough", quality="dry", duration="for 2 weeks", trigger="at night", severity="6/10")
    made.add("drug", drug="honey", frequency="at bedtime")
    for what in ("fever", "chills", "weight loss", "chest pain"):
        made.add("symptom", what=what, polarity="denied")
    made.add("symptom", what="runny nose")
    made.add("wish", what="pneumonia", feeling="worried", values={"feeling": "fear"})
    made.section("past").add("condition", what="asthma").add("condition", what="high blood pressure", since="2015")
    made.add("procedure", what="appendectomy", when="in 1994")
    made.section("medications").add("drug", drug="lisinopril", dose="20 mg", frequency="once daily")
    made.add("drug", drug="albuterol", as_needed="as needed").add(
        "drug", drug="metformin", dose="500 mg", frequency="twice a day"
    )
    made.section("allergies").add("allergy", what="penicillin", reaction="rash")
    made.section("family").add("condition", what="gout", since="at 50", subject="father")
    made.add("condition", what="asthma", subject="mother")
    made.section("social").add("home", what="with wife").add("work", what="baker")
    made.add("habit", what="smoking", status="quit", since="in 2010", values={"status": "former"})
    made.section("vitals").add("measurement", what="BP", value="118/76").add("measurement", what="pulse", value="78")
    made.section("examination").add("finding", what="clear", part="lungs", manner="normal", values={"manner": "normal"})
    made.add("finding", what="regular", part="heart").add("finding", what="red", part="throat")
    made.section("results").add("result", test="chest x-ray", value="normal", note="normal", values={"note": "normal"})
    made.section("assessment").add("diagnosis", what="acute bronchitis")
    made.section("plan").add(
        "drug", drug="ibuprofen", dose="400 mg", as_needed="as needed", action="start", values={"action": "start"}
    )
    made.add("advice", what="drink plenty of fluids")
    made.add("offer", what="flu shot", answer="declined", values={"answer": "declined"})
    made.add(
        "order",
        what="follow-up",
        action="follow up",
        when="in 2 weeks",
        values={"action": "follow_up", "who": "patient"},
    )
    made.add("advice", what="Return", condition="if worse")
    made.add("opaque", text="TT 15 min cc")
    return made.note(age=54, sex="male", name="John Hart")


def many(seed: int) -> Note:
    """A note of statements drawn by seed: some of everything, or nothing of it."""
    rng = random.Random(seed)
    made = Made()
    things = [
        "cough",
        "fever",
        "nausea",
        "headache",
        "dizziness",
        "chest pain",
        "rash",
        "diarrhea",
        "sore throat",
        "fatigue",
    ]
    made.section("history")
    for what in rng.sample(things, rng.randint(0, 6)):
        more: dict[str, Any] = {"duration": f"for {rng.randint(2, 9)} days"} if rng.random() < 0.5 else {}
        polarity = rng.choice(("present", "denied"))
        made.add("symptom", what=what, polarity=polarity, **(more if polarity == "present" else {}))
    made.section("past")
    for what in rng.sample(["asthma", "gout", "epilepsy", "anemia"], rng.randint(0, 3)):
        made.add("condition", what=what, polarity=rng.choice(("present", "denied")))
    made.section("medications")
    for drug in rng.sample(["lisinopril", "metformin", "sertraline"], rng.randint(0, 3)):
        made.add("drug", drug=drug, dose=f"{rng.randint(1, 9)} mg", frequency="daily")
    made.section("examination")
    for part in rng.sample(["lungs", "heart", "abdomen", "neck"], rng.randint(0, 3)):
        made.add("finding", what="normal", part=part)
    made.section("assessment")
    for what in rng.sample(["migraine", "gout", "bronchitis"], rng.randint(0, 2)):
        made.add("diagnosis", what=what)
    made.section("plan")
    for what in rng.sample(["rest", "drink more water", "stop smoking"], rng.randint(0, 3)):
        made.add("advice", what=what)
    if rng.random() < 0.3:
        made.add("opaque", text="Zzz qx")
    return made.note(age=rng.choice((None, 3.0, 40.0, 80.0)), sex=rng.choice(("female", "male", None)))
