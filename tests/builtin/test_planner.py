"""The agenda: every fact placed or accounted for, questions made from their answers, history step by step."""

import pytest
from typed import Made
from visits import held, many, plan_of, visit

from bedside.scenarios.note import Note
from bedside.scenarios.protocol import PROTOCOLS, refuse_pair
from bedside.scenarios.setting import setting_names

TALKS = [(p, s) for p in PROTOCOLS if p != "interview" for s in setting_names() if refuse_pair(p, s) is None]


@pytest.mark.parametrize("seed", range(40))
def test_every_fact_is_placed_or_accounted_for(seed: int) -> None:
    """No fact is lost silently, and none is both placed and left out."""
    note = many(seed)
    plan = plan_of(note, seed)
    placed = {fact for step in plan.steps for fact in step.facts}
    assert placed | set(plan.unplaced) == {fact.id for fact in note.facts}
    assert not placed & set(plan.unplaced)
    assert "no step brings it out" not in plan.unplaced.values()


def test_what_was_not_understood_is_not_said() -> None:
    """An opaque statement is unplaced with that reason."""
    note = visit()
    opaque = next(fact.id for fact in note.facts if fact.kind == "opaque")
    assert plan_of(note).unplaced[opaque].startswith("not understood")


def test_no_question_without_its_answer() -> None:
    """Every question that is no invitation has the facts that answer it, but what only a passage can fill."""
    for seed in range(10):
        for step in plan_of(visit(), seed).steps:
            if step.act == "ask" and not step.id.startswith("e"):
                assert step.facts, step


def test_the_first_answer_is_the_complaint_with_at_most_one_side() -> None:
    """What they came for comes out first; what else belongs to it is asked for, at most two groups of sides in a question."""
    note = visit()
    state = held(note)
    told = [turn.text.lower() for turn in state.turns if turn.speaker == "patient"]
    first = next(text for text in told if "cough" in text)
    assert not any(word in first for word in ("dry", "six", "night"))
    sides = [step for step in plan_of(note).steps if step.facts == ("f2",)]
    assert len(sides) >= 2
    assert not any(len(step.cues) > 5 for step in sides)


def test_denials_are_asked_for_by_name_a_few_at_a_time() -> None:
    """Two to four things in a question, never more, and each cue is the thing that the fact denies."""
    note = visit()
    denied = {fact.id: fact for fact in note.facts if fact.polarity == "denied" and fact.kind == "symptom"}
    steps = [step for step in plan_of(note).steps if set(step.facts) & set(denied)]
    assert steps
    for step in steps:
        assert len(step.facts) <= 4
        assert [cue.words for cue in step.cues] == [denied[fact].arguments[0].text for fact in step.facts]


def test_a_patients_turn_holds_a_few_facts() -> None:
    """At most three facts an answer, or four that are only denied, in one breath with what stands behind them."""
    by_id = {fact.id: fact for fact in visit().facts}
    for step in plan_of(visit()).steps:
        if step.act in ("ask", "invite"):
            denied = all(by_id[fact].polarity == "denied" for fact in step.facts)
            assert len(step.facts) <= (4 if denied else 3)


def test_what_the_visit_found_is_told_by_the_physician() -> None:
    """Findings, results and orders are never the patient's to reveal."""
    note = visit()
    visit_facts = {fact.id for fact in note.facts if fact.established == "visit"}
    for step in plan_of(note).steps:
        if visit_facts & set(step.facts):
            assert step.revealer == "physician", step


def test_topics_come_in_a_clinicians_order() -> None:
    """Reason before story, background before examination, examination before results, plan after them, goodbye last."""
    order = [
        "opening",
        "reason",
        "story",
        "past",
        "medications",
        "allergies",
        "family",
        "social",
        "examination",
        "results",
        "plan",
    ]
    kinds = [topic.kind for topic in plan_of(visit(), 3).topics]
    found = [kinds.index(kind) for kind in order if kind in kinds]
    assert found == sorted(found)


@pytest.mark.no_cover
@pytest.mark.thin(12)
@pytest.mark.parametrize(("protocol", "setting"), TALKS)
def test_every_pair_ends_and_accounts_for_every_fact(protocol: str, setting: str) -> None:
    """Every protocol in every setting it may be held in: complete, and each fact told, kept back or left out."""
    note = visit()
    state = held(note, protocol=protocol, setting=setting)
    assert (state.status, state.stop, state.meta["unsaid"]) == ("finished", "complete", [])
    said = {fact for reason in state.reasons for fact in reason.facts}
    assert {fact.id for fact in note.facts} == said | set(state.meta["withheld"]) | set(state.meta["unplaced"])


@pytest.mark.parametrize("seed", range(12))
def test_any_note_ends(seed: int) -> None:
    """A child alone, a plan without an order, a note of nothing: a conversation that ends."""
    state = held(many(seed), seed)
    assert (state.status, state.stop) == ("finished", "complete")
    assert state.meta["unsaid"] == []


def test_a_visit_whose_only_fact_is_a_fear_is_short_and_answered() -> None:
    """The fear is asked for, told and answered."""
    note: Note = (
        Made()
        .section("history")
        .add("wish", what="a stroke", feeling="worried", values={"feeling": "fear"})
        .note(age=60.0, sex="male")
    )
    state = held(note)
    fear = next(i for i, turn in enumerate(state.turns) if "stroke" in turn.text)
    assert state.turns[fear].speaker == "patient"
    assert len(state.turns) <= 12


def test_a_question_is_kept_for_the_patient_now_and_then() -> None:
    """What the note can answer is asked by the patient in some visits, and answered right after."""
    asked = 0
    for seed in range(12):
        steps = list(plan_of(visit(), seed).steps)
        for at, step in enumerate(steps):
            if any(cue.aspect == "asks" for cue in step.cues):
                asked += 1
                assert steps[at + 1].act == "advise" and steps[at + 1].facts
    assert asked >= 3


@pytest.mark.parametrize("turns", [6, 10, 20, 40])
def test_a_short_visit_still_ends(turns: int) -> None:
    """Within the turns there are: why they came, what it is, and an end; what goes is on the record."""
    note = visit()
    state = held(note, limits={"turns": turns})
    assert (state.status, state.stop) == ("finished", "complete")
    assert len(state.turns) <= turns
    topics = {reason.topic for reason in state.reasons}
    assert "assessment" in topics or "plan" in topics
    said = {fact for reason in state.reasons for fact in reason.facts}
    assert {fact.id for fact in note.facts} == said | set(state.meta["unplaced"])


def test_a_question_names_what_the_answer_is_about() -> None:
    """Where no side of the story fits, what was told before and is taken up is asked about by its name, and nothing else is."""
    from bedside.knowledge.terminology import Terminology

    terms = Terminology.load()
    made = Made().section("history").add("symptom", what="cough")
    texts = ("The asthma is acting up in spring", "The asthma is calm in winter", "The asthma acts up in smoke")
    for text in texts:
        found = terms.find(text)[0]
        form = text[found.start : found.end]
        mention = {"concept": found.concept, "kind": found.kind, "form": form, "span": {"start": 0, "end": 1}}
        made.add("event", text=text, mentions=(mention,))
    steps = [step for step in plan_of(made.note()).steps if step.cues and step.act == "ask"]
    about = [step for step in steps if step.cues[0].aspect.startswith("about_")]
    assert [step.cues[0].words for step in about] == ["asthma"]
    assert "f2" not in about[0].facts


def test_a_known_problem_is_not_told_as_news() -> None:
    """What they said that they have is called by its name, and what is to be done about it follows."""
    from bedside.knowledge.terminology import Terminology

    concept = Terminology.load().concept("asthma")
    mention = {"concept": concept, "kind": "disorder", "form": "asthma", "span": {"start": 0, "end": 1}}
    made = Made().section("history").add("symptom", what="cough")
    made.section("past").add("condition", what="asthma", concept=concept, mentions=(mention,))
    made.section("assessment").add("diagnosis", what="asthma", concept=concept, mentions=(mention,))
    made.add(
        "drug",
        section="assessment",
        drug="budesonide",
        action="start",
        values={"action": "start"},
        established="visit",
        knower="physician",
    )
    state = held(made.note(age=30.0, sex="female"))
    told = next(
        turn.text.lower() for turn, reason in zip(state.turns, state.reasons, strict=True) if "f3" in reason.facts
    )
    assert "your asthma" in told and "you have" not in told and "budesonide" in told
